/*
 * check_match.c - `match`: which patterns can fit their subject, and what they bind.
 *
 * What a subject is made of is known here: a record's columns from its type, a list's length from
 * its value or from the literal that stands behind `match`, if from anything. A pattern whose shape
 * differs cannot fit, and leaves its arm; an arm without patterns is not checked, so that a def can
 * match inputs of several shapes.
 */
#include "frontend/check.h"

enum fit { FIT_NEVER, FIT_MAYBE, FIT_ALWAYS };

/* What a pattern is tried on. */
struct subject {
	const struct type *type;
	const struct value *value;  /* known at compile time, or NULL */
	const struct ast *literal; /* LIST literal of items that are not all known, or NULL */
};

struct matcher {
	struct checker *c;
	VEC(struct symbol *) bound; /* by the patterns of the arm, in order */
};

static enum fit check_pattern(struct matcher *m, struct ast *p, struct subject s);

static enum fit weaker(enum fit a, enum fit b)
{
	return a < b ? a : b;
}

const struct ast *ast_list_literal(const struct ast *n)
{
	n = ast_unwrap(n);
	if (n->kind != AST_LIST || n->value)
		return NULL;
	for (uint32_t i = 0; i < n->u.list.items.n; i++)
		if (n->u.list.items.v[i]->kind == AST_SPREAD)
			return NULL;
	return n;
}

static struct subject subject_of(const struct ast *n)
{
	return (struct subject){n->type, n->value, n->value ? NULL : ast_list_literal(n)};
}

static struct subject subject_value(struct checker *c, const struct value *v)
{
	return (struct subject){.type = value_type(&c->u->types, v), .value = v};
}

/* The items of a literal list may be of any types: only patterns look at them. */
static void check_subject(struct checker *c, struct ast *n)
{
	const struct ast *literal = ast_list_literal(n);
	bool constant = literal != NULL, bad = false;
	const struct value **values;

	for (uint32_t i = 0; literal && i < literal->u.list.items.n; i++) {
		struct ast *item = literal->u.list.items.v[i];

		check_subject(c, item);
		constant &= item->value != NULL;
		bad |= item->type->kind == TYPE_ERROR;
	}
	if (!literal) {
		check_expr(c, n);
		return;
	}
	if (bad || !constant) {
		set_type(n, bad ? type_of(&c->u->types, TYPE_ERROR)
				: type_list(&c->u->types, NULL, literal->u.list.items.n));
		return;
	}
	/* Once: checking an item again would see what it has become. */
	values = arena_array(c->arena, const struct value *, literal->u.list.items.n + 1);
	for (uint32_t i = 0; i < literal->u.list.items.n; i++)
		values[i] = literal->u.list.items.v[i]->value;
	set_value(c, n, value_list(c->arena, values, literal->u.list.items.n));
}

/* The type that the items of a literal list from number `from` on have together, NULL after a
 * report. */
static const struct type *literal_type(struct matcher *m, const struct ast *p,
				       const struct ast *literal, uint32_t from)
{
	const ast_list *items = &literal->u.list.items;
	struct type_table *types = &m->c->u->types;
	const struct type *elem = NULL, *t;

	for (uint32_t i = from; i < items->n; i++) {
		const struct ast *inner = items->v[i]->value ? NULL : ast_list_literal(items->v[i]);

		t = inner ? literal_type(m, p, inner, 0) : items->v[i]->type;
		if (t && elem)
			t = type_join(types, elem, t);
		if (!t && (!inner || elem))
			diag_report(m->c->sink, DIAG_kernel_cannot, p->at,
				    "a name for a list of unlike elements",
				    "name its items instead");
		if (!t)
			return NULL;
		elem = t;
	}
	return type_list(types, elem, items->n - from);
}

/* Of a list items `from` on. */
static struct symbol *bind(struct matcher *m, struct ast *p, struct sv name, struct subject s,
			   uint32_t from)
{
	const struct type *t = s.type;
	struct symbol *sym;

	if (s.literal)
		t = literal_type(m, p, s.literal, from);
	else if (from)
		t = type_list(&m->c->u->types, t->elem, t->cap > from ? t->cap - from : 1);
	if (!t)
		t = type_of(&m->c->u->types, TYPE_ERROR);
	sym = scope_add(m->c, s.value ? SYMBOL_CONST : SYMBOL_LOCAL, name, p->at, t);
	sym->value = s.value;
	vec_push(m->c->arena, &m->bound, sym);
	return sym;
}

/* No record or list, range or other unit is equal to a literal: the lowering says so. */
static enum fit check_literal(struct matcher *m, struct ast *p, const struct type *t)
{
	const struct value *v = check_constant(m->c, p, "a pattern");

	if (v && v->kind != TYPE_FLOAT)
		check_enumerators(m->c, t, p);
	if (!v || v->kind != TYPE_FLOAT)
		return FIT_MAYBE;
	if (v->f < -0x1p53 || v->f > 0x1p53)
		diag_report(m->c->sink, DIAG_float_value, p->at);
	else if ((double)(int64_t)v->f != v->f)
		return FIT_NEVER;
	else
		set_value(m->c, p, value_of(m->c->arena, TYPE_INT, (int64_t)v->f));
	return FIT_MAYBE;
}

static enum fit check_list_pattern(struct matcher *m, struct ast *p, struct subject s)
{
	uint32_t items = p->u.pat_list.items.n, rest = p->u.pat_list.rest_at, n;
	enum fit fit = s.type->nullable ? FIT_MAYBE : FIT_ALWAYS;

	set_type(p, s.type);
	if (s.type->kind != TYPE_LIST)
		return FIT_NEVER;
	if (rest < items) {
		diag_report(m->c->sink, DIAG_unexpected, p->u.pat_list.items.v[rest]->at,
			    "the end of the list pattern",
			    "what Nushell ignores: a pattern behind '..'");
		return FIT_NEVER;
	}
	if (!s.value && !s.literal) {
		if (items && !s.type->elem)
			return FIT_NEVER;
		fit = items || rest == UINT32_MAX ? FIT_MAYBE : fit;
		n = UINT32_MAX;
	} else {
		n = s.value ? s.value->n : s.literal->u.list.items.n;
		if (rest == UINT32_MAX ? n != items : n < items)
			return FIT_NEVER;
	}
	for (uint32_t i = 0; i < items; i++) {
		struct subject item = s.value	  ? subject_value(m->c, s.value->items[i])
				      : s.literal ? subject_of(s.literal->u.list.items.v[i])
						  : (struct subject){.type = s.type->elem};

		fit = weaker(fit, check_pattern(m, p->u.pat_list.items.v[i], item));
	}
	if (s.value)
		s = subject_value(m->c, value_list(m->c->arena, s.value->items + items, n - items));
	if (p->u.pat_list.rest_name.n)
		p->u.pat_list.rest = bind(m, p, p->u.pat_list.rest_name, s, s.value ? 0 : items);
	return fit;
}

static enum fit check_record_pattern(struct matcher *m, struct ast *p, struct subject s)
{
	enum fit fit = s.type->nullable ? FIT_MAYBE : FIT_ALWAYS;

	set_type(p, s.type);
	if (s.type->kind != TYPE_RECORD)
		return FIT_NEVER;
	for (uint32_t i = 0; i < p->u.record.n; i++) {
		struct record_item *item = &p->u.record.items[i];
		struct sv name = constant_string(m->c, item->key, "a column name");
		const struct type_field *f = type_field(s.type, name);
		struct path_member member = {.name = name};

		if (!f)
			return FIT_NEVER;
		fit = weaker(fit, check_pattern(m, item->value,
						s.value ? subject_value(m->c, value_member(
								  s.value, &member))
							: (struct subject){.type = f->type}));
	}
	return fit;
}

static enum fit check_pattern(struct matcher *m, struct ast *p, struct subject s)
{
	switch (p->kind) {
	case AST_PAT_ANY:
		set_type(p, s.type);
		return FIT_ALWAYS;
	case AST_PAT_VAR:
		p->u.var.sym = bind(m, p, p->u.var.name, s, 0);
		set_type(p, p->u.var.sym->type);
		return FIT_ALWAYS;
	case AST_PAT_LIST:
		return check_list_pattern(m, p, s);
	case AST_PAT_RECORD:
		return check_record_pattern(m, p, s);
	default:
		return check_literal(m, p, s.type);
	}
}

/* ---- arms ---- */

/* The symbol among bound[from…to) of that name: of several the last. */
static struct symbol *find_bound(const struct matcher *m, uint32_t from, uint32_t to,
				 struct sv name)
{
	while (to > from)
		if (sv_eq(m->bound.v[--to]->name, name))
			return m->bound.v[to];
	return NULL;
}

/* Of several alternatives each binds the same names: one symbol for each, which has a value of any
 * of them. ends[k] is where the symbols of alternative k end. */
static void join_names(struct matcher *m, struct match_arm *arm, const uint32_t *ends)
{
	struct checker *c = m->c;
	uint32_t n = arm->patterns.n, total = ends[n - 1], own = ends[0];

	for (uint32_t i = own; i < total; i++)
		if (!find_bound(m, 0, own, m->bound.v[i]->name))
			diag_report(c->sink, DIAG_pattern_names, m->bound.v[i]->at,
				    sv_dup(c->arena, m->bound.v[i]->name));
	arm->names = arena_array(c->arena, struct symbol *, own + 1);
	arm->bound = arena_array(c->arena, struct symbol *, (size_t)own * n + 1);
	arm->nnames = own;
	for (uint32_t i = 0; i < own; i++) {
		struct symbol *first = m->bound.v[i], *all;
		const struct type *t = first->type;

		arm->bound[i] = find_bound(m, 0, own, first->name);
		for (uint32_t k = 1; k < n; k++) {
			struct symbol *s = find_bound(m, ends[k - 1], ends[k], first->name);

			if (!s) {
				diag_report(c->sink, DIAG_pattern_names, first->at,
					    sv_dup(c->arena, first->name));
				s = first;
			}
			arm->bound[k * own + i] = s;
			t = check_join(c, arm->patterns.v[k], t, s->type);
		}
		all = scope_add(c, SYMBOL_LOCAL, first->name, first->at, t);
		arm->names[i] = all;
	}
}

/* How the arm's patterns fit: those that never do leave it. */
static enum fit check_patterns(struct matcher *m, struct match_arm *arm, struct subject s)
{
	uint32_t *ends = arena_array(m->c->arena, uint32_t, arm->patterns.n + 1);
	enum fit best = FIT_NEVER;
	uint32_t n = 0;

	m->bound.n = 0;
	for (uint32_t k = 0; k < arm->patterns.n; k++) {
		uint32_t before = m->bound.n;
		enum fit fit = check_pattern(m, arm->patterns.v[k], s);

		if (fit == FIT_NEVER) {
			m->bound.n = before;
			continue;
		}
		best = fit > best ? fit : best;
		ends[n] = m->bound.n;
		arm->patterns.v[n++] = arm->patterns.v[k];
	}
	arm->patterns.n = n;
	if (n > 1 && m->bound.n)
		join_names(m, arm, ends);
	return best;
}

/* ---- subjects that are known ---- */

/* A checked pattern fits the value. */
static bool fits(const struct ast *p, const struct value *v);

static bool fits_list(const struct ast *p, const struct value *v)
{
	uint32_t items = p->u.pat_list.items.n;

	if (v->kind != TYPE_LIST || v->n < items ||
	    (p->u.pat_list.rest_at == UINT32_MAX && v->n != items))
		return false;
	for (uint32_t i = 0; i < items; i++)
		if (!fits(p->u.pat_list.items.v[i], v->items[i]))
			return false;
	return true;
}

static bool fits_record(const struct ast *p, const struct value *v)
{
	for (uint32_t i = 0; i < p->u.record.n; i++) {
		const struct record_item *item = &p->u.record.items[i];
		struct path_member member = {.name = item->key->value->s};
		const struct value *field = value_member(v, &member);

		if (!field || !fits(item->value, field))
			return false;
	}
	return v->kind == TYPE_RECORD;
}

static bool fits(const struct ast *p, const struct value *v)
{
	switch (p->kind) {
	case AST_PAT_ANY:
	case AST_PAT_VAR:
		return true;
	case AST_PAT_LIST:
		return fits_list(p, v);
	case AST_PAT_RECORD:
		return fits_record(p, v);
	default:
		return p->value && (value_equal(v, p->value) || value_in_range(v, p->value));
	}
}

/* Which arm a known subject takes, as far as the guards are known. */
static void find_arm(struct ast *n)
{
	const struct value *v = n->u.match.subject->value;

	for (uint32_t i = 0; v && i < n->u.match.narms; i++) {
		const struct match_arm *arm = &n->u.match.arms[i];
		bool fit = false;

		for (uint32_t k = 0; k < arm->patterns.n; k++)
			fit |= fits(arm->patterns.v[k], v);
		if (fit && arm->guard && !arm->guard->value)
			return;
		if (!fit || (arm->guard && !arm->guard->value->i))
			continue;
		n->u.match.taken = arm->body;
		break;
	}
	n->u.match.known = v != NULL;
}

/* ---- bools ---- */

/* The bools that an arm without a guard names: bit 0 false, bit 1 true. */
static unsigned named_bools(const struct match_arm *arm)
{
	unsigned bools = 0;

	for (uint32_t k = 0; k < arm->patterns.n && !arm->guard; k++) {
		const struct value *v = arm->patterns.v[k]->value;

		if (v && v->kind == TYPE_BOOL)
			bools |= v->i ? 2 : 1;
	}
	return bools;
}

static bool is_null_pattern(const struct match_arm *arm)
{
	for (uint32_t k = 0; k < arm->patterns.n; k++)
		if (arm->patterns.v[k]->value && arm->patterns.v[k]->value->kind == TYPE_NOTHING)
			return !arm->guard;
	return false;
}

const struct type *check_match(struct checker *c, struct ast *n, bool want)
{
	struct matcher m = {.c = c};
	const struct type *result = NULL;
	unsigned bools = 0;
	struct subject s;

	check_subject(c, n->u.match.subject);
	s = subject_of(n->u.match.subject);
	for (uint32_t i = 0; i < n->u.match.narms && s.type->kind != TYPE_ERROR; i++) {
		struct match_arm *arm = &n->u.match.arms[i];
		uint32_t mark = scope_push(c), known = c->non_null.n;
		enum fit fit = check_patterns(&m, arm, s);

		if (fit != FIT_NEVER) {
			const struct type *t;

			if (arm->guard)
				check_condition(c, arm->guard);
			if (arm->guard)
				narrow(c, arm->guard, true);
			t = check_block(c, arm->body, want);
			if (want && !diverges(arm->body))
				result = result ? check_join(c, arm->body, result, t) : t;
			n->u.match.total |= fit == FIT_ALWAYS && !arm->guard;
		}
		c->non_null.n = known;
		scope_pop(c, mark);
		if (is_null_pattern(arm)) /* later arms see what is not null */
			s.type = type_nullable(&c->u->types, s.type, false);
		bools |= s.type->kind == TYPE_BOOL ? named_bools(arm) : 0;
	}
	n->u.match.total |= bools == 3 && !s.type->nullable;
	if (s.type->kind == TYPE_ERROR)
		return type_error_at(c, n);
	find_arm(n);
	if (!want || !result)
		return set_type(n, type_of(&c->u->types, TYPE_NOTHING));
	n->value = branch_value(c->arena, n);
	if (!n->u.match.total)
		result = check_join(c, n, result, type_of(&c->u->types, TYPE_NOTHING));
	if (n->value)
		return set_branch_value(c, n, result);
	return set_type(n, result);
}
