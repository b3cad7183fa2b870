/*
 * simplify_arith.c - algebra of numbers and conditions.
 *
 * Constants stand on the right of commutative operations and of additions (x - c is x + -c) when a
 * rule runs. Every rule holds for all values that the operation allows, in its width.
 */
#include "midend/eval.h"
#include "midend/simplify.h"

static int64_t all_ones(struct mir_type t)
{
	return mir_const_wrap(t, -1);
}

/* k for 2^k (k < 63), else -1. */
static int power_of_two(int64_t n)
{
	return n > 0 && (n & (n - 1)) == 0 ? (int)mir_log2((uint64_t)n) : -1;
}

static bool same_args(const struct mir_inst *i)
{
	return i->args[0].id == i->args[1].id;
}

static bool zero(struct simplify *s, mir_val v)
{
	mir_become_const(s->f, v, 0);
	return true;
}

static bool one(struct simplify *s, mir_val v)
{
	mir_become_const(s->f, v, 1);
	return true;
}

/* Operand 0 is the same operation with a constant on the right: x op c1 op c2. */
static bool nested(const struct simplify *s, mir_val v, uint8_t op, mir_val *x, int64_t *c1)
{
	mir_val inner = simplify_def(s, v)->args[0];

	if (simplify_def(s, inner)->op != op || !simplify_is_const(s, inner, 1, c1))
		return false;
	*x = simplify_def(s, inner)->args[0];
	return true;
}

/* x op c1 op c2 becomes x op (c1 op c2). */
static bool join_constants(struct simplify *s, mir_val v, int64_t c2)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c[2], joined;
	mir_val x;

	c[1] = c2;
	if (!nested(s, v, i->op, &x, &c[0]) || !mir_eval(i->op, i->type, i->type, c, &joined))
		return false;
	simplify_become(s, v, i->op, x, simplify_const(s, i->type, joined));
	return true;
}

static bool rule_add(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (simplify_is_const(s, v, 1, &c)) {
		if (c == 0)
			*same = i->args[0];
		return c != 0 && join_constants(s, v, c);
	}
	for (unsigned n = 0; n < 2; n++) { /* (x - y) + y */
		const struct mir_inst *sub = simplify_arg(s, v, n);

		if (sub->op == MIR_OP_SUB && sub->args[1].id == i->args[!n].id)
			*same = sub->args[0];
	}
	return false;
}

static bool rule_sub(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v), *x = simplify_arg(s, v, 0);
	int64_t c;

	if (same_args(i))
		return zero(s, v);
	if (simplify_is_const(s, v, 1, &c)) {
		simplify_become(s, v, MIR_OP_ADD, i->args[0],
				simplify_const(s, i->type, (int64_t)(0 - (uint64_t)c)));
		return true;
	}
	for (unsigned n = 0; x->op == MIR_OP_ADD && n < 2; n++) /* (x + y) - y */
		if (x->args[n].id == i->args[1].id)
			*same = x->args[!n];
	return false;
}

static bool rule_mul(struct simplify *s, mir_val v, mir_val *same)
{
	int64_t c;

	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		return zero(s, v);
	if (c == 1)
		*same = simplify_def(s, v)->args[0];
	return c != 1 && join_constants(s, v, c);
}

/* Unsigned division by a power of two is a shift, its remainder a mask. */
static bool rule_udiv(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		return zero(s, v);
	if (c == 1)
		*same = i->args[0];
	if (power_of_two(c) < 1)
		return false;
	simplify_become(s, v, MIR_OP_LSHR, i->args[0], simplify_const(s, i->type, power_of_two(c)));
	return true;
}

static bool rule_urem(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		*same = i->args[0];
	if (power_of_two(c) < 0)
		return false;
	simplify_become(s, v, MIR_OP_AND, i->args[0], simplify_const(s, i->type, c - 1));
	return true;
}

static bool rule_floordiv(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 1)
		*same = i->args[0];
	if (power_of_two(c) < 1)
		return false;
	simplify_become(s, v, MIR_OP_ASHR, i->args[0], simplify_const(s, i->type, power_of_two(c)));
	return true;
}

static bool rule_floormod(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	(void)same;
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 1 || c == -1)
		return zero(s, v);
	if (power_of_two(c) < 0)
		return false;
	simplify_become(s, v, MIR_OP_AND, i->args[0], simplify_const(s, i->type, c - 1));
	return true;
}

static bool rule_sdiv(struct simplify *s, mir_val v, mir_val *same)
{
	int64_t c;

	if (simplify_is_const(s, v, 1, &c) && c == 1)
		*same = simplify_def(s, v)->args[0];
	return false;
}

static bool rule_srem(struct simplify *s, mir_val v, mir_val *same)
{
	int64_t c;

	(void)same;
	return simplify_is_const(s, v, 1, &c) && (c == 1 || c == -1) && zero(s, v);
}

static bool rule_and(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (same_args(i))
		*same = i->args[0];
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		return zero(s, v);
	if (c == all_ones(i->type))
		*same = i->args[0];
	return !same->id && join_constants(s, v, c);
}

static bool rule_or(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (same_args(i))
		*same = i->args[0];
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		*same = i->args[0];
	if (c == all_ones(i->type))
		*same = i->args[1];
	return !same->id && join_constants(s, v, c);
}

static bool rule_xor(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	if (same_args(i))
		return zero(s, v);
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0) {
		*same = i->args[0];
		return false;
	}
	if (i->type.kind == MIR_I1) {
		simplify_become(s, v, MIR_OP_NOT, i->args[0], MIR_NO_VAL);
		return true;
	}
	return join_constants(s, v, c);
}

/* Shifts by 0, of 0, and twice in one direction. */
static bool rule_shift(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c, before, bits = mir_type_bits(i->type);
	mir_val x;

	if (simplify_is_const(s, v, 0, &c) && c == 0)
		return zero(s, v);
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == 0)
		*same = i->args[0];
	if (c <= 0 || c >= bits || !nested(s, v, i->op, &x, &before) || before < 0 ||
	    before >= bits)
		return false;
	if (c + before >= bits && i->op != MIR_OP_ASHR)
		return zero(s, v);
	c = c + before >= bits ? bits - 1 : c + before;
	simplify_become(s, v, i->op, x, simplify_const(s, i->type, c));
	return true;
}

/* Adding 0, subtracting 0 or itself, multiplying by 0 or 1 never overflow. */
static bool rule_overflow(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t c;

	(void)same;
	if (i->op == MIR_OP_SUB_OV && same_args(i))
		return zero(s, v);
	return simplify_is_const(s, v, 1, &c) && (c == 0 || (c == 1 && i->op == MIR_OP_MUL_OV)) &&
	       zero(s, v);
}

/* not not x is x; not of a comparison is the opposite comparison. */
static bool rule_not(struct simplify *s, mir_val v, mir_val *same)
{
	static const uint8_t opposite[MIR_OPS] = {
		[MIR_OP_EQ] = MIR_OP_NE,   [MIR_OP_NE] = MIR_OP_EQ,   [MIR_OP_SLT] = MIR_OP_SLE,
		[MIR_OP_SLE] = MIR_OP_SLT, [MIR_OP_ULT] = MIR_OP_ULE, [MIR_OP_ULE] = MIR_OP_ULT,
	};
	const struct mir_inst *x = simplify_arg(s, v, 0);
	uint8_t op = opposite[x->op];
	bool keeps_order = op == MIR_OP_EQ || op == MIR_OP_NE;

	if (x->op == MIR_OP_NOT)
		*same = x->args[0];
	if (!op)
		return false;
	simplify_become(s, v, op, x->args[!keeps_order], x->args[keeps_order]);
	return true;
}

/* b == true and b != false are b, the others not b. */
static bool compare_i1(struct simplify *s, mir_val v, int64_t c, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);

	if ((c != 0) == (i->op == MIR_OP_EQ)) {
		*same = i->args[0];
		return false;
	}
	simplify_become(s, v, MIR_OP_NOT, i->args[0], MIR_NO_VAL);
	return true;
}

/* An i1 that was extended, compared with a constant. */
static bool compare_extended(struct simplify *s, mir_val v, int64_t c)
{
	const struct mir_inst *i = simplify_def(s, v), *ext = simplify_arg(s, v, 0);
	int64_t set = ext->op == MIR_OP_ZEXT ? 1 : -1;

	if ((ext->op != MIR_OP_ZEXT && ext->op != MIR_OP_SEXT) ||
	    simplify_def(s, ext->args[0])->type.kind != MIR_I1)
		return false;
	if (c != 0 && c != set) {
		mir_become_const(s->f, v, i->op == MIR_OP_NE);
		return true;
	}
	simplify_become(s, v, i->op, ext->args[0], simplify_const(s, MIR_T(I1), c != 0));
	return true;
}

static bool rule_equal(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v), *x = simplify_arg(s, v, 0);
	int64_t c, added;
	mir_val base;

	if (same_args(i))
		return i->op == MIR_OP_EQ ? one(s, v) : zero(s, v);
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (x->type.kind == MIR_I1)
		return compare_i1(s, v, c, same);
	if (c == 0 && (x->op == MIR_OP_SUB || x->op == MIR_OP_XOR)) {
		simplify_become(s, v, i->op, x->args[0], x->args[1]);
		return true;
	}
	if (nested(s, v, MIR_OP_ADD, &base, &added)) {
		simplify_become(
			s, v, i->op, base,
			simplify_const(s, x->type, (int64_t)((uint64_t)c - (uint64_t)added)));
		return true;
	}
	return compare_extended(s, v, c);
}

/* x < x is false, x <= x true; comparisons with the ends of the range. */
static bool rule_order(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	bool or_equal = i->op == MIR_OP_SLE || i->op == MIR_OP_ULE;
	bool is_signed = i->op == MIR_OP_SLT || i->op == MIR_OP_SLE;
	struct mir_type t = simplify_arg(s, v, 0)->type;
	int64_t c, high = is_signed ? (int64_t)(mir_unsigned(t, -1) >> 1) : -1;
	int64_t low = is_signed ? -high - 1 : 0;

	(void)same;
	if (same_args(i))
		return or_equal ? one(s, v) : zero(s, v);
	if (simplify_is_const(s, v, 0, &c) && c == (or_equal ? low : high))
		return or_equal ? one(s, v) : zero(s, v);
	if (!simplify_is_const(s, v, 1, &c))
		return false;
	if (c == (or_equal ? high : low))
		return or_equal ? one(s, v) : zero(s, v);
	if (is_signed || c != (or_equal ? 0 : 1))
		return false;
	simplify_become(s, v, MIR_OP_EQ, i->args[0], simplify_const(s, t, 0)); /* x <u 1 */
	return true;
}

/* Extensions of extensions; the low bits of a truncated number of the same width. */
static bool rule_extend(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v), *x = simplify_arg(s, v, 0);
	struct mir_type narrow = x->type;

	(void)same;
	if (x->op == MIR_OP_ZEXT || (x->op == MIR_OP_SEXT && i->op == MIR_OP_SEXT)) {
		simplify_become(s, v, x->op, x->args[0], MIR_NO_VAL);
		return true;
	}
	if (x->op != MIR_OP_TRUNC || i->op != MIR_OP_ZEXT ||
	    simplify_def(s, x->args[0])->type.kind != i->type.kind)
		return false;
	simplify_become(s, v, MIR_OP_AND, x->args[0],
			simplify_const(s, i->type, (int64_t)mir_unsigned(narrow, -1)));
	return true;
}

/* The low bits of an extended number are its own; masks that keep them do not matter. */
static bool rule_trunc(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v), *x = simplify_arg(s, v, 0);
	unsigned bits = mir_type_bits(i->type), from;
	int64_t mask;

	if (x->op == MIR_OP_TRUNC) {
		simplify_become(s, v, MIR_OP_TRUNC, x->args[0], MIR_NO_VAL);
		return true;
	}
	if (x->op == MIR_OP_AND && simplify_is_const(s, i->args[0], 1, &mask) &&
	    (mir_unsigned(i->type, -1) & ~(uint64_t)mask) == 0) {
		simplify_become(s, v, MIR_OP_TRUNC, x->args[0], MIR_NO_VAL);
		return true;
	}
	if (x->op != MIR_OP_ZEXT && x->op != MIR_OP_SEXT)
		return false;
	from = mir_type_bits(simplify_def(s, x->args[0])->type);
	if (from == bits)
		*same = x->args[0];
	else
		simplify_become(s, v, from > bits ? MIR_OP_TRUNC : x->op, x->args[0], MIR_NO_VAL);
	return from != bits;
}

simplify_rule *const simplify_arith[MIR_OPS] = {
	[MIR_OP_ADD] = rule_add,
	[MIR_OP_SUB] = rule_sub,
	[MIR_OP_MUL] = rule_mul,
	[MIR_OP_UDIV] = rule_udiv,
	[MIR_OP_UREM] = rule_urem,
	[MIR_OP_FLOORDIV] = rule_floordiv,
	[MIR_OP_FLOORMOD] = rule_floormod,
	[MIR_OP_SDIV] = rule_sdiv,
	[MIR_OP_SREM] = rule_srem,
	[MIR_OP_AND] = rule_and,
	[MIR_OP_OR] = rule_or,
	[MIR_OP_XOR] = rule_xor,
	[MIR_OP_SHL] = rule_shift,
	[MIR_OP_LSHR] = rule_shift,
	[MIR_OP_ASHR] = rule_shift,
	[MIR_OP_ADD_OV] = rule_overflow,
	[MIR_OP_SUB_OV] = rule_overflow,
	[MIR_OP_MUL_OV] = rule_overflow,
	[MIR_OP_NOT] = rule_not,
	[MIR_OP_EQ] = rule_equal,
	[MIR_OP_NE] = rule_equal,
	[MIR_OP_SLT] = rule_order,
	[MIR_OP_SLE] = rule_order,
	[MIR_OP_ULT] = rule_order,
	[MIR_OP_ULE] = rule_order,
	[MIR_OP_ZEXT] = rule_extend,
	[MIR_OP_SEXT] = rule_extend,
	[MIR_OP_TRUNC] = rule_trunc,
};
