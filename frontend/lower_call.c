/*
 * lower_call.c - pipelines and commands.
 */
#include "frontend/lowering.h"

typedef struct rt command_fn(struct lower *l, const struct ast *call, const struct rt *in);

#undef LOWER_CMD_KERNEL
#define LOWER_CMD_KERNEL(id) [CMD_##id] = lower_cmd_##id,
#define LOWER_CMD_EACH(id) LOWER_CMD_KERNEL(id)
static command_fn *const table[CMD_COUNT] = {
#define CMD(id, name, where, ...) LOWER_CMD_##where(id)
#include "lang/commands.def"
};

struct rt lower_call(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct rt *outer = l->input;
	struct span at = l->b.at;
	struct rt r;

	if (call->value)
		return rt_const(l, call->value, call->type);
	l->b.at = call->at;
	if (in)
		l->input = in;
	if (call->u.call.def)
		r = lower_def(l, call, in);
	else
		r = table[call->u.call.cmd](l, call, in);
	l->input = outer;
	l->b.at = at;
	return r;
}

struct rt lower_pipeline(struct lower *l, const struct ast *n)
{
	const ast_list *elems = &n->u.pipe.elems;
	const struct rt *outer = l->input;
	struct rt r = lower_expr(l, elems->v[0]);

	for (uint32_t i = 1; i < elems->n && !ssa_unreachable(l); i++) {
		struct rt *in = arena_new(l->arena, struct rt);
		const struct ast *e = elems->v[i];

		*in = r;
		if (e->kind != AST_CALL || !stream_takes(e->u.call.cmd))
			*in = stream_collect(l, r);
		if (e->kind == AST_CALL) {
			r = lower_call(l, e, in);
			continue;
		}
		*in = rt_settle(l, *in);
		l->input = in;
		r = lower_expr(l, e);
		l->input = outer;
	}
	return stream_collect(l, r);
}
