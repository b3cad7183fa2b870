/*
 * cmd_number.c - commands that make a number of a number, and random ones.
 */
#include "frontend/lowering.h"

/* Without -fwrapv the absolute value of MIN is an error. */
struct rt lower_cmd_math_abs(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct mir_builder *b = &l->b;
	mir_val x = rt_want_number(l, *in, null_number), minus;

	if (!l->unit->wrapv)
		lower_guard(l, mir_binary(b, MIR_OP_NE, x, mir_i64(b, INT64_MIN)),
			    "integer overflow");
	minus = mir_binary(b, MIR_OP_SUB, mir_i64(b, 0), x);
	return rt_number(call->type,
			 lower_select(l, mir_binary(b, MIR_OP_SLT, x, mir_i64(b, 0)), minus, x));
}

static struct rt whole(struct lower *l, const struct ast *call, const struct rt *in)
{
	return rt_number(call->type, rt_want_number(l, *in, null_number));
}

struct rt lower_cmd_math_floor(struct lower *l, const struct ast *call, const struct rt *in)
{
	return whole(l, call, in);
}

struct rt lower_cmd_math_ceil(struct lower *l, const struct ast *call, const struct rt *in)
{
	return whole(l, call, in);
}

/* What these compute with are floats, which are constants: no call of them comes here. */
struct rt lower_cmd_math_sqrt(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)in;
	NB_BUG("'" SV_FMT "' at run time", SV_ARG(call->u.call.name));
}

struct rt lower_cmd_math_round(struct lower *l, const struct ast *call, const struct rt *in)
{
	return lower_cmd_math_sqrt(l, call, in);
}

struct rt lower_cmd_into_float(struct lower *l, const struct ast *call, const struct rt *in)
{
	return lower_cmd_math_sqrt(l, call, in);
}

static mir_val random_bits(struct lower *l)
{
	return mir_helper(&l->b, HELPER_get_prandom_u32, MIR_T(I64), NULL, 0);
}

/* A range that is not a power of two favours its low numbers by less than one in 2^64 / its size. */
struct rt lower_cmd_random_int(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *range = ast_positional(call, 0);
	struct mir_builder *b = &l->b;
	mir_val high = mir_binary(b, MIR_OP_SHL, random_bits(l), mir_i64(b, 32));
	mir_val r = mir_binary(b, MIR_OP_OR, high, random_bits(l));
	int64_t from = range ? range->value->range.from : 0, to = INT64_MAX;
	uint64_t size;

	(void)in;
	if (range && range->value->range.has_to)
		to = range->value->range.to - range->value->range.exclusive;
	size = (uint64_t)to - (uint64_t)from + 1;
	if (size)
		r = mir_binary(b, MIR_OP_UREM, r, mir_i64(b, (int64_t)size));
	return rt_number(call->type, mir_binary(b, MIR_OP_ADD, r, mir_i64(b, from)));
}

struct rt lower_cmd_random_bool(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct mir_builder *b = &l->b;
	mir_val bit = mir_binary(b, MIR_OP_AND, random_bits(l), mir_i64(b, 1));

	(void)call;
	(void)in;
	return rt_bool(l, mir_binary(b, MIR_OP_NE, bit, mir_i64(b, 0)));
}
