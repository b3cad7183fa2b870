/*
 * cmd_math.c - commands that make one number of a list of them.
 */
#include "frontend/lowering.h"

static struct rt add(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	return lower_arithmetic(l, OP_ADD, call->type, so_far.v, item.v);
}

static struct rt multiply(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	return lower_arithmetic(l, OP_MUL, call->type, so_far.v, item.v);
}

/* x is less than y, null being greater than all else, as `sort` has it. */
static mir_val is_less(struct lower *l, const struct rt *x, const struct rt *y)
{
	mir_val nx = rt_null(l, x), ny = rt_null(l, y);
	mir_val less = lower_less(l, x, y, false);

	if (ny.id)
		less = mir_binary(&l->b, MIR_OP_OR, less, ny);
	return nx.id ? mir_binary(&l->b, MIR_OP_AND, less, lower_not(l, nx)) : less;
}

static struct rt lesser(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	item = rt_convert(l, item, call->type);
	return lower_choose(l, is_less(l, &item, &so_far), item, so_far);
}

static struct rt greater(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	item = rt_convert(l, item, call->type);
	return lower_choose(l, is_less(l, &so_far, &item), item, so_far);
}

struct rt lower_cmd_math_sum(struct lower *l, const struct ast *call, const struct rt *in)
{
	return list_reduce(l, call, in, NULL, add);
}

struct rt lower_cmd_math_product(struct lower *l, const struct ast *call, const struct rt *in)
{
	return list_reduce(l, call, in, NULL, multiply);
}

struct rt lower_cmd_math_min(struct lower *l, const struct ast *call, const struct rt *in)
{
	return list_reduce(l, call, in, NULL, lesser);
}

struct rt lower_cmd_math_max(struct lower *l, const struct ast *call, const struct rt *in)
{
	return list_reduce(l, call, in, NULL, greater);
}
