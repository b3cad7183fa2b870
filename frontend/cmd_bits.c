/*
 * cmd_bits.c - the `bits` commands.
 */
#include "frontend/lowering.h"

static struct rt combine(struct lower *l, const struct ast *call, const struct rt *in,
			 enum mir_op op)
{
	mir_val x = rt_want_number(l, *in, null_number),
		y = lower_number(l, ast_positional(call, 0), null_number).v;

	return rt_number(call->type, mir_binary(&l->b, op, x, y));
}

struct rt lower_cmd_bits_and(struct lower *l, const struct ast *call, const struct rt *in)
{
	return combine(l, call, in, MIR_OP_AND);
}

struct rt lower_cmd_bits_or(struct lower *l, const struct ast *call, const struct rt *in)
{
	return combine(l, call, in, MIR_OP_OR);
}

struct rt lower_cmd_bits_xor(struct lower *l, const struct ast *call, const struct rt *in)
{
	return combine(l, call, in, MIR_OP_XOR);
}

/* Nushell complements as many bytes as the number takes: 1, 2, 4, or of a larger one 47 bits, and
 * all 64 bits of a negative one (nu-cmd-extra, bits/not.rs). */
struct rt lower_cmd_bits_not(struct lower *l, const struct ast *call, const struct rt *in)
{
	static const struct {
		int64_t most, mask;
	} sizes[] = {
		{UINT32_MAX, UINT32_MAX},
		{UINT16_MAX, UINT16_MAX},
		{UINT8_MAX, UINT8_MAX},
		{-1, -1},
	};
	struct mir_builder *b = &l->b;
	mir_val x = rt_want_number(l, *in, null_number), mask = mir_i64(b, 0x7fffffffffff), small;
	mir_val inverse = mir_unary(b, MIR_OP_NOT, MIR_T(I64), x);

	if (ast_has_flag(call, "signed"))
		return rt_number(call->type, inverse);
	for (uint32_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		small = mir_binary(b, MIR_OP_SLE, x, mir_i64(b, sizes[i].most));
		mask = lower_select(l, small, mir_i64(b, sizes[i].mask), mask);
	}
	return rt_number(call->type, mir_binary(b, MIR_OP_AND, inverse, mask));
}
