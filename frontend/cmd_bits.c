/*
 * cmd_bits.c - the `bits` commands, on ints and on binary.
 */
#include "frontend/lower_text.h"

/* `--endian big`, which is also what native is there. */
bool lower_is_big(const struct lower *l, const struct ast *call)
{
	const struct ast *flag = ast_flag(call, "endian");

	if (!flag || sv_is(flag->value->s, "native"))
		return l->unit->big_endian;
	return sv_is(flag->value->s, "big");
}

static struct rt binary(struct lower *l, struct text t)
{
	return rt_text(l, type_binary(&l->unit->types, t.cap), t);
}

static struct rt combine_binary(struct lower *l, const struct ast *call, const struct rt *in,
				enum mir_op op)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_binary)), y;

	y = lower_expr(l, ast_positional(call, 0));
	y = rt_settle(l, rt_want(l, y, null_binary));
	return binary(l, text_bits_combined(l, &x.text, &y.text, op, lower_is_big(l, call)));
}

static struct rt combine(struct lower *l, const struct ast *call, const struct rt *in,
			 enum mir_op op)
{
	mir_val x, y;

	if (call->type->kind == TYPE_BINARY)
		return combine_binary(l, call, in, op);
	x = rt_want_number(l, *in, null_number);
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
	/* What a number of as many bytes as the flag says is cut to. */
	static const int64_t masks[] = {
		[1] = UINT8_MAX, [2] = UINT16_MAX, [4] = UINT32_MAX, [8] = 0x7fffffffffff};
	const struct ast *bytes = ast_flag(call, "number-bytes");
	struct mir_builder *b = &l->b;
	mir_val x, small, mask, inverse;
	struct rt v;

	if (call->type->kind == TYPE_BINARY) {
		v = rt_settle(l, rt_want(l, *in, null_binary));
		return binary(l, text_bits_inverse(l, &v.text));
	}
	x = rt_want_number(l, *in, null_number);
	mask = mir_i64(b, masks[bytes ? bytes->value->i : 8]);
	inverse = mir_unary(b, MIR_OP_NOT, MIR_T(I64), x);
	if (ast_has_flag(call, "signed"))
		return rt_number(call->type, inverse);
	/* A negative one is cut to nothing. */
	for (uint32_t i = bytes ? ARRAY_SIZE(sizes) - 1 : 0; i < ARRAY_SIZE(sizes); i++) {
		small = mir_binary(b, MIR_OP_SLE, x, mir_i64(b, sizes[i].most));
		mask = lower_select(l, small, mir_i64(b, sizes[i].mask), mask);
	}
	return rt_number(call->type, mir_binary(b, MIR_OP_AND, inverse, mask));
}

/* ---- shifts ---- */

/* How many bits Nushell takes for the number; a negative or signed one counts its sign. */
static mir_val natural_bits(struct lower *l, mir_val x, mir_val is_signed)
{
	static const int64_t most[] = {UINT32_MAX, UINT16_MAX, UINT8_MAX}, bits[] = {32, 16, 8};
	struct mir_builder *b = &l->b;
	mir_val sign = mir_binary(b, MIR_OP_ASHR, x, mir_i64(b, 63));
	mir_val twice =
		mir_binary(b, MIR_OP_SHL, mir_binary(b, MIR_OP_XOR, x, sign), mir_i64(b, 1));
	mir_val size = lower_select(l, is_signed, twice, x), n = mir_i64(b, 64);

	for (uint32_t i = 0; i < ARRAY_SIZE(most); i++)
		n = lower_select(l, mir_binary(b, MIR_OP_ULE, size, mir_i64(b, most[i])),
				 mir_i64(b, bits[i]), n);
	return n;
}

/* The number moved down by so many bits, of which the highest is its sign where it has one. */
static mir_val down(struct lower *l, mir_val v, mir_val by, mir_val is_signed)
{
	return lower_select(l, is_signed, mir_binary(&l->b, MIR_OP_ASHR, v, by),
			    mir_binary(&l->b, MIR_OP_LSHR, v, by));
}

static mir_val rotated(struct lower *l, mir_val v, mir_val by, mir_val bits)
{
	struct mir_builder *b = &l->b;
	mir_val low = mir_i64(b, 63), back = mir_binary(b, MIR_OP_SUB, bits, by);

	return mir_binary(b, MIR_OP_OR,
			  mir_binary(b, MIR_OP_SHL, v, mir_binary(b, MIR_OP_AND, by, low)),
			  mir_binary(b, MIR_OP_LSHR, v, mir_binary(b, MIR_OP_AND, back, low)));
}

/* A number of 8 to 64 bits is cut out by moving it to the top of the word and down again. */
static struct rt shift_int(struct lower *l, const struct ast *call, const struct rt *in, mir_val by,
			   enum cmd cmd)
{
	bool rotates = cmd == CMD_bits_rol || cmd == CMD_bits_ror;
	struct ast *bytes = ast_flag(call, "number-bytes");
	struct mir_builder *b = &l->b;
	mir_val x = rt_want_number(l, *in, null_number);
	mir_val is_signed = ast_has_flag(call, "signed")
				    ? lower_bool(l, true)
				    : mir_binary(b, MIR_OP_SLT, x, mir_i64(b, 0));
	mir_val bits = bytes	 ? mir_i64(b, bytes->value->i * 8)
		       : rotates ? natural_bits(l, x, is_signed)
				 : mir_i64(b, 64);
	mir_val top = mir_binary(b, MIR_OP_SUB, mir_i64(b, 64), bits), v;

	lower_guard(l, mir_binary(b, MIR_OP_SLE, mir_i64(b, 0), by), "negative number of bits");
	lower_guard(l, mir_binary(b, rotates ? MIR_OP_SLE : MIR_OP_SLT, by, bits),
		    "more bits than the number has");
	v = mir_binary(b, MIR_OP_SHL, x, top);
	if (cmd == CMD_bits_shl) {
		v = mir_binary(b, MIR_OP_SHL, v, by);
	} else if (cmd == CMD_bits_shr) {
		v = down(l, down(l, v, top, is_signed), by, is_signed);
		return rt_number(call->type, v);
	} else {
		if (cmd == CMD_bits_ror)
			by = mir_binary(b, MIR_OP_SUB, bits, by);
		v = rotated(l, mir_binary(b, MIR_OP_LSHR, v, top), by, bits);
		v = mir_binary(b, MIR_OP_SHL, v, top);
	}
	v = down(l, v, top, is_signed);
	lower_guard(
		l, mir_binary(b, MIR_OP_OR, is_signed, mir_binary(b, MIR_OP_SLE, mir_i64(b, 0), v)),
		rotates ? "the rotated bits are no int" : "the moved bits are no int");
	return rt_number(call->type, v);
}

static struct rt shift(struct lower *l, const struct ast *call, const struct rt *in, enum cmd cmd)
{
	mir_val by =
		lower_number(l, ast_positional(call, 0), "null where a number of bits is needed").v;
	struct rt v;

	if (call->type->kind != TYPE_BINARY)
		return shift_int(l, call, in, by, cmd);
	v = rt_settle(l, rt_want(l, *in, null_binary));
	return binary(l, text_bits_moved(l, &v.text, by, cmd));
}

struct rt lower_cmd_bits_shl(struct lower *l, const struct ast *call, const struct rt *in)
{
	return shift(l, call, in, CMD_bits_shl);
}

struct rt lower_cmd_bits_shr(struct lower *l, const struct ast *call, const struct rt *in)
{
	return shift(l, call, in, CMD_bits_shr);
}

struct rt lower_cmd_bits_rol(struct lower *l, const struct ast *call, const struct rt *in)
{
	return shift(l, call, in, CMD_bits_rol);
}

struct rt lower_cmd_bits_ror(struct lower *l, const struct ast *call, const struct rt *in)
{
	return shift(l, call, in, CMD_bits_ror);
}
