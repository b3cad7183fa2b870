/*
 * lower_call.c - pipelines, commands and defs.
 */
#include "frontend/lowering.h"
#include "lang/errors.h"

typedef struct rt command_fn(struct lower *l, const struct ast *call, const struct rt *in);

#undef LOWER_CMD_KERNEL
#define LOWER_CMD_KERNEL(id) [CMD_##id] = lower_cmd_##id,
static command_fn *const table[CMD_COUNT] = {
#define CMD(id, name, where, ...) LOWER_CMD_##where(id)
#include "lang/commands.def"
};

/* An argument is evaluated and bound; the context is the same everywhere. */
static bool travels(const struct ast *arg)
{
	return arg && arg->type->kind != TYPE_CTX;
}

/* The message for a type as it is written. */
static const char *null_argument(struct sv type)
{
	static const char *const types[][2] = {{"int", NULL_ARGUMENT("int")},
					       {"bool", NULL_ARGUMENT("bool")},
					       {"string", NULL_ARGUMENT("string")},
					       {"duration", NULL_ARGUMENT("duration")},
					       {"filesize", NULL_ARGUMENT("filesize")}};

	for (uint32_t i = 0; i < ARRAY_SIZE(types); i++)
		if (sv_is(type, types[i][0]))
			return types[i][1];
	return "null where an argument is needed";
}

/* A parameter with a type takes no null unless it may be left out. */
static struct rt lower_argument(struct lower *l, const struct ast *arg, const struct param *p)
{
	struct rt value = lower_expr(l, arg);

	if (!p->type_text.n || sv_is(p->type_text, "any") || p->is_optional || p->is_flag ||
	    p->init)
		return value;
	return rt_want(l, value, null_argument(p->type_text));
}

/* A def is laid out where it is called; `return` in it goes to the join behind it. */
static struct rt lower_def(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct def *d = call->u.call.def;
	struct rt *args = arena_array(l->arena, struct rt, d->nparams + 1);
	const struct rt *outer_input = l->input;
	struct join *outer_exit = l->exit, exit;
	struct loop *outer_loop = l->loop;
	bool comm_ready;

	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(call->u.call.def_args[i]))
			args[i] = lower_argument(l, call->u.call.def_args[i],
						 &d->decl->u.def.params[i]);
	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(call->u.call.def_args[i]))
			lower_bind(l, d->params[i], rt_convert(l, args[i], d->params[i]->type));
	comm_ready = l->comm_ready;
	exit = join_new(l, d->result, call);
	l->input = in;
	l->exit = &exit;
	l->loop = NULL;
	join_add(l, &exit, lower_block(l, d->body));
	l->input = outer_input;
	l->exit = outer_exit;
	l->loop = outer_loop;
	l->comm_ready = comm_ready;
	return join_end(l, &exit);
}

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
