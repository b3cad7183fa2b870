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

static struct rt lesser(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	mir_val less = lower_less(l, &item, &so_far, false);

	return rt_number(call->type, lower_select(l, less, item.v, so_far.v));
}

static struct rt greater(struct lower *l, const struct ast *call, struct rt item, struct rt so_far)
{
	mir_val more = lower_less(l, &so_far, &item, false);

	return rt_number(call->type, lower_select(l, more, item.v, so_far.v));
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
