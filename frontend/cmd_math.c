/*
 * cmd_math.c - commands that make one number of a list of them.
 */
#include "frontend/lower_stream.h"

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

/* Element number `at`, known at run time, of a list without empty places between its elements. */
static mir_val element_at(struct lower *l, const struct rt *list, mir_val at)
{
	mir_val r = list->items[0].v;

	for (uint32_t i = 1; i < list->type->cap; i++)
		r = lower_select(l, mir_binary(&l->b, MIR_OP_EQ, at, mir_i64(&l->b, i)),
				 list->items[i].v, r);
	return r;
}

static bool is_whole(const struct rt *list)
{
	for (uint32_t i = 0; i < list->type->cap; i++)
		if (list->present[i].id)
			return false;
	return true;
}

/* The mean of the two in the middle, of which one is left out when there is only one. */
static struct rt middle(struct lower *l, const struct ast *call, const struct rt *list)
{
	struct mir_builder *b = &l->b;
	mir_val n = list_length(l, list), one = mir_i64(b, 1), odd, x, y, sign;

	lower_guard(l, mir_binary(b, MIR_OP_NE, n, mir_i64(b, 0)), "the list has no elements");
	odd = mir_binary(b, MIR_OP_NE, mir_binary(b, MIR_OP_AND, n, one), mir_i64(b, 0));
	y = element_at(l, list, mir_binary(b, MIR_OP_LSHR, n, one));
	x = element_at(l, list, mir_binary(b, MIR_OP_LSHR, mir_binary(b, MIR_OP_SUB, n, one), one));
	x = lower_select(l, odd, mir_i64(b, 0), x);
	x = lower_arithmetic(l, OP_ADD, call->type, x, y).v;
	sign = mir_binary(b, MIR_OP_LSHR, x, mir_i64(b, 63));
	sign = mir_binary(b, MIR_OP_ASHR, mir_binary(b, MIR_OP_ADD, x, sign), one);
	return rt_number(call->type, lower_select(l, odd, y, sign));
}

struct rt lower_cmd_math_median(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_items(l, *in);
	bool units = v.type->elem->kind == TYPE_DURATION || v.type->elem->kind == TYPE_FILESIZE;
	struct rt *items = arena_array(l->arena, struct rt, v.type->cap + 1);
	struct diag *d;

	for (uint32_t i = 0; i < v.type->cap; i++)
		items[i] = list_wanted(l, &v, i, null_number);
	v.items = items;
	v.type = type_list(&l->unit->types, call->type, v.type->cap);
	v = lower_cmd_sort(l, call, &v);
	if (units)
		return middle(l, call, &v);
	if (is_whole(&v) && v.type->cap % 2)
		return v.items[v.type->cap / 2];
	d = diag_report(l->unit->sink, DIAG_kernel_cannot, call->at,
			"the median of a number of ints that may be even",
			"it is the mean of two then, a float");
	diag_help(l->unit->sink, d, "of an odd number of ints it is the one in the middle");
	return rt_number(call->type, mir_i64(&l->b, 0));
}

struct rt lower_cmd_math_sum(struct lower *l, const struct ast *call, const struct rt *in)
{
	return list_reduce(l, call, in, NULL, add);
}

/* Of durations or filesizes; Nushell divides their sum, which may overflow, and drops the fraction. */
struct rt lower_cmd_math_avg(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_items(l, *in), sum = list_reduce(l, call, &v, NULL, add);

	return lower_arithmetic(l, OP_DIV, call->type, sum.v, list_length(l, &v));
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
