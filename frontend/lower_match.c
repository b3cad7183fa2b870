/*
 * lower_match.c - `match`: arms are tried in order, the parts of a pattern one after another.
 *
 * Checking has left only patterns whose shape can fit their subject. A list subject that is written
 * behind `match` has its items in `fields`, for they may be of unlike types; or it is known, or a
 * list.
 */
#include "frontend/fold.h"
#include "frontend/lower_text.h"

static void match_pattern(struct lower *l, const struct ast *p, struct rt subject, mir_block yes,
			  mir_block no);

/* Literals of one kind are equal to values of that kind only; an int also to kernel words. */
static bool may_equal(const struct type *t, const struct value *v)
{
	enum type_kind kind = v->kind == TYPE_RANGE ? TYPE_INT : v->kind;

	return t->kind == kind || (kind == TYPE_INT && type_is_unsigned(t));
}

/* Goes to `no` when the subject is null, else on with what is not null. */
static struct rt match_present(struct lower *l, struct rt subject, mir_block no)
{
	mir_block present;

	if (!subject.null.id)
		return subject;
	present = ssa_block_new(l);
	mir_branch(&l->b, subject.null, no, present);
	ssa_start(l, present);
	return rt_convert(l, subject, type_nullable(&l->unit->types, subject.type, false));
}

static void match_value(struct lower *l, const struct value *v, struct rt subject, mir_block yes,
			mir_block no)
{
	mir_val null = rt_null(l, &subject);
	struct rt pattern;

	if (v->kind == TYPE_NOTHING) {
		mir_branch(&l->b, null.id ? null : lower_bool(l, false), yes, no);
		return;
	}
	if (!may_equal(subject.type, v)) {
		mir_jump(&l->b, no);
		return;
	}
	subject = match_present(l, subject, no);
	if (v->kind == TYPE_RANGE) {
		mir_branch(&l->b, lower_member(l, &subject, v), yes, no);
		return;
	}
	pattern = rt_const(l, v, value_type(&l->unit->types, v));
	mir_branch(&l->b, lower_equal(l, &subject, &pattern), yes, no);
}

/* A part of the pattern; goes on where it fits. */
static void match_part(struct lower *l, const struct ast *p, struct rt part, mir_block no)
{
	mir_block fits = ssa_block_new(l);

	match_pattern(l, p, part, fits, no);
	ssa_start(l, fits);
}

static void match_record(struct lower *l, const struct ast *p, struct rt subject, mir_block yes,
			 mir_block no)
{
	subject = match_present(l, subject, no);
	for (uint32_t i = 0; i < p->u.record.n; i++) {
		const struct record_item *item = &p->u.record.items[i];
		uint32_t k = 0;

		while (!sv_eq(subject.type->fields[k].name, ast_key(item->key)))
			k++;
		match_part(l, item->value, subject.fields[k], no);
	}
	mir_jump(&l->b, yes);
}

/* The list that a name is given: with its items in a row. */
static struct rt whole_list(struct lower *l, struct rt subject)
{
	uint32_t n = subject.type->cap;
	struct rt *items;

	if (subject.type->kind != TYPE_LIST || !subject.fields)
		return subject;
	items = arena_array(l->arena, struct rt, n + 1);
	for (uint32_t i = 0; i < n; i++)
		items[i] = whole_list(l, subject.fields[i]);
	return list_of(l, items, arena_array(l->arena, mir_val, n + 1), n);
}

/* Items `from` on. */
static struct rt rest_of(struct lower *l, const struct rt *subject, uint32_t from)
{
	struct rt r = subject->fields ? *subject : rt_items(l, *subject);
	uint32_t n = r.type->cap - from;

	if (r.fields) {
		r.type = type_list(&l->unit->types, NULL, n);
		r.fields += from;
		return whole_list(l, r);
	}
	return list_of(l, r.items + from, r.present + from, n);
}

/* Goes to `no` where the list has not as many items as the pattern; gives it with its items in the
 * first places. */
static struct rt match_length(struct lower *l, const struct ast *p, struct rt subject, mir_block no)
{
	mir_block fits = ssa_block_new(l);
	mir_val n, want = mir_i64(&l->b, p->u.pat_list.items.n);
	bool rest = p->u.pat_list.rest_at != UINT32_MAX;

	subject = list_compact(l, match_present(l, subject, no));
	n = list_length(l, &subject);
	mir_branch(&l->b, mir_binary(&l->b, rest ? MIR_OP_ULE : MIR_OP_EQ, want, n), fits, no);
	ssa_start(l, fits);
	return subject;
}

static void match_list(struct lower *l, const struct ast *p, struct rt subject, mir_block yes,
		       mir_block no)
{
	uint32_t items = p->u.pat_list.items.n;
	bool fits = items <= subject.type->cap;
	struct rt rest;

	if (subject.known)
		fits = p->u.pat_list.rest_at != UINT32_MAX ? items <= subject.known->n
							   : items == subject.known->n;
	if (!fits) {
		mir_jump(&l->b, no);
		return;
	}
	if (!subject.known && !subject.fields)
		subject = match_length(l, p, subject, no);
	for (uint32_t i = 0; i < items; i++) {
		const struct value *v = subject.known ? subject.known->items[i] : NULL;
		struct rt item = v		  ? rt_const(l, v, value_type(&l->unit->types, v))
				 : subject.fields ? subject.fields[i]
						  : subject.items[i];

		match_part(l, p->u.pat_list.items.v[i], item, no);
	}
	if (p->u.pat_list.rest && !p->u.pat_list.rest->value) {
		rest = rest_of(l, &subject, items);
		lower_bind(l, p->u.pat_list.rest, rt_convert(l, rest, p->u.pat_list.rest->type));
	}
	mir_jump(&l->b, yes);
}

/* Goes to `yes` when the pattern fits the subject, with its names bound. */
static void match_pattern(struct lower *l, const struct ast *p, struct rt subject, mir_block yes,
			  mir_block no)
{
	struct span outer = l->b.at;

	l->b.at = p->at;
	switch (p->kind) {
	case AST_PAT_ANY:
		mir_jump(&l->b, yes);
		break;
	case AST_PAT_VAR:
		lower_bind(l, p->u.var.sym, rt_convert(l, whole_list(l, subject), p->type));
		mir_jump(&l->b, yes);
		break;
	case AST_PAT_RECORD:
		match_record(l, p, subject, yes, no);
		break;
	case AST_PAT_LIST:
		match_list(l, p, subject, yes, no);
		break;
	default:
		match_value(l, p->value, subject, yes, no);
	}
	l->b.at = outer;
}

/* ---- arms ---- */

/* What alternative number k binds, as a record with a field for each name of the arm. */
static struct rt bound_names(struct lower *l, const struct match_arm *arm, uint32_t k,
			     const struct type *type)
{
	struct rt r = {.type = type, .fields = arena_array(l->arena, struct rt, arm->nnames)};

	for (uint32_t i = 0; i < arm->nnames; i++) {
		const struct symbol *s = arm->bound[k * arm->nnames + i];

		r.fields[i] = s->value ? rt_const(l, s->value, s->type)
				       : *(const struct rt *)s->lower;
		r.fields[i] = rt_convert(l, r.fields[i], type->fields[i].type);
	}
	return rt_record(l, r);
}

/* Of several alternatives the one that fits brings the values of the arm's names. */
static void match_alternatives(struct lower *l, const struct match_arm *arm, struct rt subject,
			       mir_block no)
{
	struct type_field *names = arena_array(l->arena, struct type_field, arm->nnames + 1);
	bool comm_ready = l->comm_ready;
	struct join fits;
	struct rt all;

	for (uint32_t i = 0; i < arm->nnames; i++)
		names[i] = (struct type_field){arm->names[i]->name, arm->names[i]->type};
	fits = join_new(l, type_record(&l->unit->types, names, arm->nnames), arm);
	for (uint32_t k = 0; k < arm->patterns.n; k++) {
		mir_block yes = ssa_block_new(l), other = no;

		if (k + 1 < arm->patterns.n)
			other = ssa_block_new(l);
		match_pattern(l, arm->patterns.v[k], subject, yes, other);
		ssa_start(l, yes);
		join_add(l, &fits, bound_names(l, arm, k, fits.type));
		l->comm_ready = comm_ready;
		if (k + 1 < arm->patterns.n)
			ssa_start(l, other);
	}
	all = join_end(l, &fits);
	for (uint32_t i = 0; i < arm->nnames; i++)
		lower_bind(l, arm->names[i], all.fields[i]);
}

static struct rt match_subject(struct lower *l, const struct ast *n)
{
	struct rt r = {.type = n->type, .known = n->value};
	const struct ast *literal = n->value ? NULL : ast_list_literal(n);

	if (!literal) {
		r = rt_settle(l, lower_expr(l, n));
		if (r.type->kind == TYPE_STRING && r.text.form != TEXT_CONST)
			r.text = text_fetch(l, &r.text);
		if (r.type->kind == TYPE_LIST && !r.known)
			r = list_compact(l, r);
		return r;
	}
	r.fields = arena_array(l->arena, struct rt, literal->u.list.items.n + 1);
	for (uint32_t i = 0; i < literal->u.list.items.n; i++)
		r.fields[i] = match_subject(l, literal->u.list.items.v[i]);
	return r;
}

struct rt lower_match(struct lower *l, const struct ast *n)
{
	struct rt subject = match_subject(l, n->u.match.subject);
	struct join j = join_new(l, n->type, n);
	bool comm_ready = l->comm_ready;

	for (uint32_t i = 0; i < n->u.match.narms; i++) {
		const struct match_arm *arm = &n->u.match.arms[i];
		mir_block next;

		if (!arm->patterns.n)
			continue;
		next = ssa_block_new(l);
		if (arm->patterns.n == 1)
			match_part(l, arm->patterns.v[0], subject, next);
		else
			match_alternatives(l, arm, subject, next);
		if (ssa_unreachable(l)) { /* no list here is long enough: no name is bound */
			ssa_start(l, next);
			continue;
		}
		if (arm->guard) {
			mir_block run = ssa_block_new(l);

			lower_branch(l, arm->guard, run, next, null_condition);
			ssa_start(l, run);
		}
		lower_branch_value(l, &j, arm->body);
		l->comm_ready = comm_ready;
		ssa_start(l, next);
	}
	lower_branch_value(l, &j, NULL);
	return join_end(l, &j);
}
