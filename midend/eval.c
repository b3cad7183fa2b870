/* eval.c - see eval.h. */
#include "midend/eval.h"

#include "midend/edit.h"

uint64_t mir_unsigned(struct mir_type t, int64_t v)
{
	unsigned bits = mir_type_bits(t);

	return bits == 64 ? (uint64_t)v : (uint64_t)v & (((uint64_t)1 << bits) - 1);
}

int64_t mir_floor_div(int64_t x, int64_t y)
{
	return x / y - (x % y != 0 && (x < 0) != (y < 0));
}

unsigned mir_log2(uint64_t x)
{
	return x ? 63 - (unsigned)__builtin_clzll(x) : 0;
}

static bool divides(int64_t x, int64_t y)
{
	return y != 0 && (x != INT64_MIN || y != -1);
}

static bool eval_signed_division(enum mir_op op, int64_t x, int64_t y, int64_t *r)
{
	if (!divides(x, y))
		return false;
	if (op == MIR_OP_SDIV)
		*r = x / y;
	else if (op == MIR_OP_SREM)
		*r = x % y;
	else if (op == MIR_OP_FLOORDIV)
		*r = mir_floor_div(x, y);
	else
		*r = x % y + (x % y != 0 && (x < 0) != (y < 0) ? y : 0);
	return true;
}

static bool eval_shift(enum mir_op op, struct mir_type t, int64_t x, int64_t count, int64_t *r)
{
	if (count < 0 || count >= mir_type_bits(t))
		return false;
	if (op == MIR_OP_SHL)
		*r = (int64_t)((uint64_t)x << count);
	else if (op == MIR_OP_LSHR)
		*r = (int64_t)(mir_unsigned(t, x) >> count);
	else
		*r = x >> count;
	return true;
}

static bool eval_unary(enum mir_op op, struct mir_type of, int64_t x, int64_t *r)
{
	uint64_t u = mir_unsigned(of, x);

	switch ((int)op) {
	case MIR_OP_NOT:
		*r = (int64_t)~u;
		return true;
	case MIR_OP_ZEXT:
		*r = (int64_t)u;
		return true;
	case MIR_OP_SEXT:
		*r = of.kind == MIR_I1 ? -x : x;
		return true;
	case MIR_OP_TRUNC:
		*r = x;
		return true;
	case MIR_OP_LOG2:
		*r = mir_log2(u);
		return true;
	}
	return false;
}

/* Comparisons and checks of overflow. */
static bool eval_condition(enum mir_op op, struct mir_type of, int64_t x, int64_t y, int64_t *r)
{
	uint64_t u = mir_unsigned(of, x), w = mir_unsigned(of, y);
	int64_t wrapped;

	switch ((int)op) {
	case MIR_OP_ADD_OV:
		*r = __builtin_add_overflow(x, y, &wrapped);
		return true;
	case MIR_OP_SUB_OV:
		*r = __builtin_sub_overflow(x, y, &wrapped);
		return true;
	case MIR_OP_MUL_OV:
		*r = __builtin_mul_overflow(x, y, &wrapped);
		return true;
	case MIR_OP_EQ:
		*r = u == w;
		return true;
	case MIR_OP_NE:
		*r = u != w;
		return true;
	case MIR_OP_SLT:
		*r = x < y;
		return true;
	case MIR_OP_SLE:
		*r = x <= y;
		return true;
	case MIR_OP_ULT:
		*r = u < w;
		return true;
	case MIR_OP_ULE:
		*r = u <= w;
		return true;
	}
	return false;
}

static bool eval_binary(enum mir_op op, struct mir_type of, int64_t x, int64_t y, int64_t *r)
{
	uint64_t u = mir_unsigned(of, x), w = mir_unsigned(of, y);

	switch ((int)op) {
	case MIR_OP_ADD:
		*r = (int64_t)(u + w);
		return true;
	case MIR_OP_SUB:
		*r = (int64_t)(u - w);
		return true;
	case MIR_OP_MUL:
		*r = (int64_t)(u * w);
		return true;
	case MIR_OP_UDIV:
		*r = (int64_t)(w ? u / w : 0);
		return true;
	case MIR_OP_UREM:
		*r = (int64_t)(w ? u % w : u);
		return true;
	case MIR_OP_FLOORDIV:
	case MIR_OP_FLOORMOD:
	case MIR_OP_SDIV:
	case MIR_OP_SREM:
		return eval_signed_division(op, x, y, r);
	case MIR_OP_AND:
		*r = (int64_t)(u & w);
		return true;
	case MIR_OP_OR:
		*r = (int64_t)(u | w);
		return true;
	case MIR_OP_XOR:
		*r = (int64_t)(u ^ w);
		return true;
	case MIR_OP_SHL:
	case MIR_OP_LSHR:
	case MIR_OP_ASHR:
		return eval_shift(op, of, x, (int64_t)w, r);
	}
	return eval_condition(op, of, x, y, r);
}

bool mir_eval(enum mir_op op, struct mir_type result, struct mir_type of, const int64_t *x,
	      int64_t *value)
{
	bool is_binary = mir_ops[op].operands[0] && mir_ops[op].operands[1];
	int64_t r;

	if (is_binary ? !eval_binary(op, of, x[0], x[1], &r) : !eval_unary(op, of, x[0], &r))
		return false;
	*value = mir_const_wrap(result, r);
	return true;
}
