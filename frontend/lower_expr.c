/*
 * lower_expr.c - expressions: literals, variables, cell paths, records, blocks.
 */
#include "frontend/kernel_walk.h"
#include "frontend/lower_path.h"
#include "frontend/lower_text.h"

static bool may_assign(const struct ast *n);

static bool any_may_assign(const ast_list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (may_assign(l->v[i]))
			return true;
	return false;
}

/* A def may assign to state; of a command only its arguments may. */
static bool call_may_assign(const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.call.nargs; i++)
		if (n->u.call.args[i].value && may_assign(n->u.call.args[i].value))
			return true;
	return n->u.call.def != NULL;
}

/* Lowering `n` may assign to a variable that an operand before it was read from. */
static bool may_assign(const struct ast *n)
{
	if (n->value)
		return false;
	switch (n->kind) {
	case AST_VAR:
	case AST_STRING:
	case AST_INTERP:
		return false;
	case AST_NOT:
		return may_assign(n->u.child);
	case AST_PATH: /* without a base it is a command's argument */
		return n->u.path.base && may_assign(n->u.path.base);
	case AST_BINOP:
		return may_assign(n->u.bin.lhs) || may_assign(n->u.bin.rhs);
	case AST_SUBEXPR:
		return may_assign(n->u.child);
	case AST_BLOCK:
		return any_may_assign(&n->u.block.stmts);
	case AST_PIPELINE:
		return any_may_assign(&n->u.pipe.elems);
	case AST_CALL:
		return call_may_assign(n);
	default:
		return true;
	}
}

struct sv ast_key(const struct ast *key)
{
	return key->value ? key->value->s : key->u.s;
}

struct rt lower_operand(struct lower *l, const struct ast *n, const struct ast *then)
{
	struct rt r = lower_expr(l, n);

	return then && !rt_is_settled(&r) && may_assign(then) ? rt_settle(l, r) : r;
}

static struct rt lower_record(struct lower *l, const struct ast *n)
{
	const struct type *type = n->type;
	struct rt r = {.type = type, .fields = arena_array(l->arena, struct rt, type->nfields)};
	bool settle = false;

	for (uint32_t i = 1; i < n->u.record.n; i++)
		settle |= may_assign(n->u.record.items[i].value);
	for (uint32_t i = 0; i < n->u.record.n; i++) {
		const struct record_item *item = &n->u.record.items[i];
		struct rt v = lower_expr(l, item->value);

		if (settle)
			v = rt_settle(l, v);
		/* A spread puts its fields in; of equal names the last one counts. */
		for (uint32_t k = 0; k < type->nfields; k++) {
			struct sv name = type->fields[k].name;

			if (item->key && sv_eq(name, ast_key(item->key)))
				r.fields[k] = rt_convert(l, v, type->fields[k].type);
			for (uint32_t s = 0; !item->key && s < v.type->nfields; s++)
				if (sv_eq(name, v.type->fields[s].name))
					r.fields[k] =
						rt_convert(l, v.fields[s], type->fields[k].type);
		}
	}
	/* What cannot be reached has no columns to spread. */
	for (uint32_t k = 0; k < type->nfields; k++)
		if (!r.fields[k].type)
			r.fields[k] = rt_zero(l, type->fields[k].type);
	return rt_record(l, r);
}

/* The same field of all records of a list. */
static struct rt list_column(struct lower *l, struct rt list, const struct path_member *m)
{
	struct rt v = rt_items(l, list);
	struct rt *items = arena_array(l->arena, struct rt, v.type->cap + 1);

	for (uint32_t i = 0; i < v.type->cap; i++)
		for (uint32_t k = 0; k < v.type->elem->nfields; k++)
			if (sv_eq(v.type->elem->fields[k].name, m->name))
				items[i] = v.items[i].fields[k];
	return list_of(l, items, v.present, v.type->cap);
}

/* One step of a cell path into what is not null. */
static struct rt member(struct lower *l, struct rt base, const struct path_member *m)
{
	const struct rt *column;

	if (base.type->kind == TYPE_LIST)
		return m->is_index ? list_element(l, base, m->index, m->optional)
				   : list_column(l, base, m);
	column = rt_column(&base, m->name);
	return column ? *column : rt_nothing(l);
}

struct rt lower_path_base(struct lower *l, struct rt base, const struct path_member *m,
			  mir_val *ended)
{
	mir_val null = base.null;

	if (m->optional) {
		*ended = null;
	} else if (null.id) {
		mir_val there = lower_not(l, null);

		if (ended->id)
			there = mir_binary(&l->b, MIR_OP_OR, there, *ended);
		lower_guard(l, there, "null has no fields");
	}
	if (null.id)
		base = rt_convert(l, base, type_nullable(&l->unit->types, base.type, false));
	return base;
}

static struct rt step(struct lower *l, struct rt base, const struct path_member *m, mir_val *ended)
{
	struct rt r;

	base = lower_path_base(l, base, m, ended);
	r = member(l, base, m);
	if (ended->id)
		r = rt_or_null(l, r, *ended);
	if (m->optional && m->is_index)
		*ended = r.null;
	return r;
}

static struct rt lower_path(struct lower *l, const struct ast *n)
{
	mir_val ended = MIR_NO_VAL;
	struct rt r;
	uint32_t i = 0;

	if (n->u.path.base->kind == AST_VAR && n->u.path.base->u.var.sym &&
	    n->u.path.base->u.var.sym->kind == SYMBOL_CAUGHT)
		return lower_caught(l, n);
	if (n->u.path.base->type->kind == TYPE_CTX) {
		r = lower_ctx_field(l, n->u.path.members, n->u.path.n, &i);
	} else {
		r = lower_expr(l, n->u.path.base);
	}
	for (; i < n->u.path.n && !is_kernel_data(r.type); i++)
		r = step(l, r, &n->u.path.members[i], &ended);
	if (i < n->u.path.n)
		r = lower_kernel_path(l, r, &n->u.path.members[i], n->u.path.n - i, ended);
	return rt_convert(l, r, n->type);
}

struct rt lower_block(struct lower *l, const struct ast *block)
{
	const ast_list *stmts = &block->u.block.stmts;
	struct rt r = rt_nothing(l);

	for (uint32_t i = 0; i < stmts->n && !ssa_unreachable(l); i++)
		r = lower_stmt(l, stmts->v[i]);
	return r;
}

/* An expression without a constant value. */
static struct rt lower_computed(struct lower *l, const struct ast *n)
{
	switch (n->kind) {
	case AST_VAR:
		return lower_variable(l, n);
	case AST_PATH:
		return lower_path(l, n);
	case AST_RECORD:
		return lower_record(l, n);
	case AST_LIST:
		return lower_list(l, n);
	case AST_INTERP:
		return lower_interp(l, n);
	case AST_BINOP:
		return lower_binary(l, n);
	case AST_NOT:
		return rt_bool(l, lower_not(l, lower_condition(l, n->u.child, null_condition)));
	case AST_SUBEXPR:
		return lower_block(l, n->u.child);
	case AST_BLOCK:
		return lower_block(l, n);
	case AST_PIPELINE:
		return lower_pipeline(l, n);
	case AST_CALL:
		return lower_call(l, n, NULL);
	case AST_IF:
		return lower_if(l, n);
	case AST_MATCH:
		return lower_match(l, n);
	case AST_TRY:
		return lower_try(l, n);
	default:
		if (n->kind == AST_RANGE && n->type->kind == TYPE_LIST)
			return lower_range(l, n);
		diag_report(l->unit->sink, DIAG_kernel_cannot, n->at, ast_kind_help(n->kind),
			    "its value is not known at compile time");
		return rt_zero(l, n->type);
	}
}

struct rt lower_number(struct lower *l, const struct ast *n, const char *message)
{
	struct rt r = lower_expr(l, n);

	return rt_number(r.type, rt_want_number(l, r, message));
}

struct rt lower_expr(struct lower *l, const struct ast *n)
{
	struct span outer = l->b.at;
	struct rt r;

	l->b.at = n->at;
	if (n->value)
		r = rt_const(l, n->value, n->type);
	else
		r = lower_computed(l, n);
	l->b.at = outer;
	return r;
}
