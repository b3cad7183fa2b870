/*
 * cmd_put.c - insert, update and upsert: see check_cmd_put.c.
 */
#include "frontend/lower_stream.h"

/* What stands at the path, null where nothing does. */
static struct rt value_at(struct lower *l, struct rt v, const struct path_member *m, uint32_t n,
			  bool optional)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct rt *f = NULL;

		if (m[i].is_index) {
			v = list_element(l, v, m[i].index, optional);
			continue;
		}
		for (uint32_t k = 0; !f && k < v.type->nfields; k++)
			if (sv_eq(v.type->fields[k].name, m[i].name))
				f = &v.fields[k];
		if (!f)
			return rt_nothing(l);
		v = *f;
	}
	return v;
}

/* What the closure gives. */
static struct rt closure_value(struct lower *l, const struct ast *call, const struct rt *base,
			       const struct path_member *m, uint32_t n, enum put_mode mode)
{
	struct rt old = mode == PUT_INSERT && !m->is_index
				? *base
				: value_at(l, *base, m, n, mode != PUT_UPDATE);

	old = rt_settle(l, old);
	return lower_closure(l, ast_positional(call, 1), m->is_index ? &old : base, 1, &old);
}

struct rt lower_put_value(struct lower *l, const struct ast *call, const struct rt *base,
			  const struct rt *put)
{
	const struct ast *path = ast_positional(call, 0);
	const struct path_member *m = path->u.path.members;
	enum put_mode mode = put_mode_of(call->u.call.cmd);
	struct rt value = put ? *put : closure_value(l, call, base, m, path->u.path.n, mode);

	return lower_put(l, *base, m, path->u.path.n, value, mode);
}

static struct rt put(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *value = ast_positional(call, 1);
	bool whole = ast_positional(call, 0)->u.path.members[0].is_index;
	struct rt v = whole ? stream_collect(l, *in) : *in, *given = NULL;

	if (value->kind != AST_CLOSURE) {
		given = arena_new(l->arena, struct rt);
		*given = rt_settle(l, lower_expr(l, value));
	}
	if (!whole && in->type->kind == TYPE_LIST)
		return stream_stage(l, call, in, given);
	v = rt_settle(l, v);
	return whole ? lower_put_value(l, call, &v, given) : lower_row(l, call, v, given);
}

struct rt lower_cmd_insert(struct lower *l, const struct ast *call, const struct rt *in)
{
	return put(l, call, in);
}

struct rt lower_cmd_update(struct lower *l, const struct ast *call, const struct rt *in)
{
	return put(l, call, in);
}

struct rt lower_cmd_upsert(struct lower *l, const struct ast *call, const struct rt *in)
{
	return put(l, call, in);
}
