/*
 * lower_call.c - pipelines and commands.
 */
#include "frontend/lower_stream.h"

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

static struct rt open_pipeline(struct lower *l, const struct ast *n, const struct ast *after);

/* What a pipeline begins with. The elements of one in parentheses are asked for by the commands
 * behind it, as in Nushell. */
static struct rt first_element(struct lower *l, const struct ast *n, const struct ast *after)
{
	const struct ast *inner = n->value ? n : ast_unwrap(n);

	return inner->kind == AST_PIPELINE && !inner->value ? open_pipeline(l, inner, after)
							    : lower_expr(l, n);
}

/* What gives a list that has errors among its elements, where others pass on a stream of them. */
static bool gives_list(const struct ast *n)
{
	n = ast_unwrap(n);
	if (n->kind == AST_PIPELINE)
		return gives_list(n->u.pipe.elems.v[n->u.pipe.elems.n - 1]);
	return n->kind == AST_CALL &&
	       (n->u.call.cmd == CMD_drop || (n->u.call.cmd == CMD_last && ast_positional(n, 0)));
}

/* The command puts elements together without looking at them, and the one after it counts what
 * there is. */
static bool is_counted(const struct ast *n, const struct ast *after)
{
	if (!after || after->kind != AST_CALL ||
	    (after->u.call.cmd != CMD_length && after->u.call.cmd != CMD_is_empty &&
	     after->u.call.cmd != CMD_is_not_empty))
		return false;
	switch ((enum cmd)n->u.call.cmd) {
	case CMD_append:
	case CMD_prepend:
	case CMD_chunks:
	case CMD_window:
	case CMD_zip:
		return true;
	default:
		return false;
	}
}

/* The elements as the next command wants them: one by one, or all at once. To a sum or product an
 * error among those of a list is an element of the wrong type. */
static struct rt input_of(struct lower *l, const struct ast *next, const struct ast *before,
			  const struct ast *after, struct rt list)
{
	bool is_call = next->kind == AST_CALL;
	struct absorb a;
	mir_block there;

	if (list.stages && is_call && is_counted(next, after))
		return stream_count(l, list);
	if (!list.stages || !is_call || !gives_list(before) ||
	    (next->u.call.cmd != CMD_math_sum && next->u.call.cmd != CMD_math_product))
		return is_call && stream_takes(next->u.call.cmd) ? list : stream_collect(l, list);
	absorb_begin(l, &a);
	list = stream_collect(l, list);
	if (absorb_end(l, &a)) {
		there = absorb_failed(l, &a);
		lower_fail(l, "an element of the list is an error");
		ssa_start(l, there);
	}
	return list;
}

/* Stages that nobody has run yet are left to who takes the value: `after`, if that is known. */
static struct rt open_pipeline(struct lower *l, const struct ast *n, const struct ast *after)
{
	const ast_list *elems = &n->u.pipe.elems;
	const struct rt *outer = l->input;
	struct rt r = first_element(l, elems->v[0], elems->n > 1 ? elems->v[1] : after);

	for (uint32_t i = 1; i < elems->n && !ssa_unreachable(l); i++) {
		struct rt *in = arena_new(l->arena, struct rt);
		const struct ast *e = elems->v[i];

		*in = input_of(l, e, elems->v[i - 1], i + 1 < elems->n ? elems->v[i + 1] : after,
			       r);
		if (e->kind == AST_CALL) {
			r = lower_call(l, e, in);
			continue;
		}
		*in = rt_settle(l, *in);
		l->input = in;
		r = lower_expr(l, e);
		l->input = outer;
	}
	return r;
}

struct rt lower_pipeline(struct lower *l, const struct ast *n)
{
	return stream_collect(l, open_pipeline(l, n, NULL));
}
