/*
 * cmd_default.c - default: see check_cmd_default.c.
 */
#include "frontend/lower_stream.h"

/* The value, computed before (NULL: the closure gives it now). */
static struct rt otherwise(struct lower *l, const struct ast *call, const struct rt *value)
{
	struct rt none = rt_nothing(l);

	return value ? *value : lower_closure(l, ast_positional(call, 0), NULL, 0, &none);
}

/* `of` is what ssa_room knows the place by. */
static struct rt or_default(struct lower *l, const struct ast *call, const struct rt *old,
			    const struct type *type, const struct rt *value, const void *of)
{
	mir_block null, there;
	struct join j;

	bool empty = ast_has_flag(call, "empty");
	struct rt settled;
	mir_val gone;

	if (!old || old->type->kind == TYPE_NOTHING)
		return otherwise(l, call, value);
	if (!old->null.id && !empty)
		return rt_convert(l, *old, type);
	if (empty) {
		settled = rt_settle(l, *old);
		old = &settled;
	}
	gone = empty ? lower_has_nothing(l, old) : old->null;
	j = join_new(l, type, of);
	null = ssa_block_new(l);
	there = ssa_block_new(l);
	mir_branch(&l->b, gone, null, there);
	ssa_start(l, null);
	join_add(l, &j, otherwise(l, call, value));
	ssa_start(l, there);
	join_add(l, &j, rt_convert(l, *old, type_nullable(&l->unit->types, old->type, false)));
	return join_end(l, &j);
}

struct rt lower_default_row(struct lower *l, const struct ast *call, struct rt row,
			    const struct rt *value)
{
	const struct type *type = call->type->kind == TYPE_LIST ? call->type->elem : call->type;
	struct rt r = {.type = type, .fields = arena_array(l->arena, struct rt, type->nfields + 1)};

	for (uint32_t i = 0; i < type->nfields; i++) {
		const struct type_field *f = &type->fields[i];
		const struct rt *old = i < row.type->nfields ? &row.fields[i] : NULL;
		const struct ast *named = NULL;

		for (uint32_t a = 1; !named && ast_positional(call, a); a++)
			if (sv_eq(ast_positional(call, a)->value->s, f->name))
				named = ast_positional(call, a);
		r.fields[i] = named ? or_default(l, call, old, f->type, value, named) : *old;
		r.fields[i] = rt_convert(l, r.fields[i], f->type);
	}
	return rt_record(l, r);
}

struct rt lower_cmd_default(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt *value = NULL, v;

	if (ast_positional(call, 0)->kind != AST_CLOSURE) {
		value = arena_new(l->arena, struct rt);
		*value = lower_expr(l, ast_positional(call, 0));
	}
	if (!ast_positional(call, 1)) {
		if (!in)
			return otherwise(l, call, value);
		v = stream_collect(l, *in);
		return or_default(l, call, &v, call->type, value, call);
	}
	if (value)
		*value = rt_settle(l, *value);
	return in->type->kind == TYPE_LIST ? stream_stage(l, call, in, value)
					   : lower_default_row(l, call, rt_settle(l, *in), value);
}
