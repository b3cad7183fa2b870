/*
 * lower_op.c - arithmetic, bits, and what other operators come down to.
 *
 * Signed numbers are checked as Nushell checks them; a u64 is a kernel word and wraps. Checks that
 * constants rule out are not made here; the midend's range analysis removes the rest.
 */
#include "frontend/fold.h"
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static const char overflow[] = "integer overflow";

static mir_val checked(struct lower *l, enum mir_op op, enum mir_op op_ov, mir_val x, mir_val y,
		       bool check)
{
	if (check)
		lower_guard(l, lower_not(l, mir_binary(&l->b, op_ov, x, y)), overflow);
	return mir_binary(&l->b, op, x, y);
}

static bool can_be(const struct lower *l, mir_val v, int64_t what)
{
	struct interval r = lower_interval(l, v);

	return r.low <= what && what <= r.high;
}

static mir_val divide_unsigned(struct lower *l, enum op op, mir_val x, mir_val y)
{
	return mir_binary(&l->b, op == OP_MOD ? MIR_OP_UREM : MIR_OP_UDIV, x, y);
}

/* MIN // -1 has no result in 64 bits, nor has MIN mod -1 for Nushell. With wrapping it is MIN, and
 * 0: the division is by 1 then, and the quotient negated. */
static mir_val divide_signed(struct lower *l, enum op op, mir_val x, mir_val y)
{
	struct mir_builder *b = &l->b;
	enum mir_op mir = op == OP_MOD	 ? MIR_OP_FLOORMOD
			  : op == OP_DIV ? MIR_OP_SDIV
					 : MIR_OP_FLOORDIV;
	mir_val not_min, not_minus, minus, q;

	if (!can_be(l, x, INT64_MIN) || !can_be(l, y, -1))
		return mir_binary(b, mir, x, y);
	not_minus = mir_binary(b, MIR_OP_NE, y, mir_i64(b, -1));
	if (!l->unit->wrapv) {
		not_min = mir_binary(b, MIR_OP_NE, x, mir_i64(b, INT64_MIN));
		lower_guard(l, mir_binary(b, MIR_OP_OR, not_min, not_minus), overflow);
		return mir_binary(b, mir, x, y);
	}
	q = mir_binary(b, mir, x, lower_select(l, not_minus, y, mir_i64(b, 1)));
	minus = op == OP_MOD ? mir_i64(b, 0) : mir_binary(b, MIR_OP_SUB, mir_i64(b, 0), x);
	return lower_select(l, not_minus, q, minus);
}

static mir_val divide(struct lower *l, enum op op, bool is_unsigned, mir_val x, mir_val y)
{
	if (can_be(l, y, 0))
		lower_guard(l, mir_binary(&l->b, MIR_OP_NE, y, mir_i64(&l->b, 0)),
			    "division by zero");
	return is_unsigned ? divide_unsigned(l, op, x, y) : divide_signed(l, op, x, y);
}

static mir_val shift(struct lower *l, enum op op, bool is_unsigned, mir_val x, mir_val y)
{
	struct interval r = lower_interval(l, y);

	if (r.low < 0 || r.high > 63)
		lower_guard(l, mir_binary(&l->b, MIR_OP_ULT, y, mir_i64(&l->b, 64)),
			    "shift count out of range");
	if (op == OP_SHL)
		return mir_binary(&l->b, MIR_OP_SHL, x, y);
	return mir_binary(&l->b, is_unsigned ? MIR_OP_LSHR : MIR_OP_ASHR, x, y);
}

/* One step of x ** y by squaring: for the lowest bit of the exponent that is left. An overflow of
 * the square counts only when more bits are left, for then it goes into the result. No choice here
 * is a branch: the ways through all steps would multiply for the verifier. */
static void power_step(struct lower *l, bool check, mir_val *result, mir_val *base, mir_val *left)
{
	struct mir_builder *b = &l->b;
	mir_val one = mir_i64(b, 1), odd, factor, more;

	odd = text_not_zero(l, mir_binary(b, MIR_OP_AND, *left, one));
	factor = text_pick(l, odd, *base, one);
	*result = checked(l, MIR_OP_MUL, MIR_OP_MUL_OV, *result, factor, check);
	*left = mir_binary(b, MIR_OP_LSHR, *left, one);
	more = text_other(l, text_zero(l, *left));
	factor = text_pick(l, more, *base, one);
	*base = checked(l, MIR_OP_MUL, MIR_OP_MUL_OV, factor, factor, check);
}

/* Nushell cuts the exponent to 32 bits (nu-protocol, Value::pow). Beyond 63 only -1, 0 and 1 have a
 * power that fits; theirs depends on whether the exponent is odd. */
static mir_val power(struct lower *l, bool is_unsigned, mir_val x, mir_val y)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	bool check = !is_unsigned && !l->unit->wrapv;
	struct mir_builder *b = &l->b;
	struct interval r = lower_interval(l, y);
	struct var *result = var_new(l, word, NULL), *base = var_new(l, word, NULL),
		   *left = var_new(l, word, NULL);
	uint32_t steps = 32;
	mir_val big, small, v[3];
	struct counted c;

	if (r.low < 0 && !is_unsigned)
		lower_guard(l, mir_binary(b, MIR_OP_SLE, mir_i64(b, 0), y), "negative exponent");
	if (r.low < 0 || r.high > UINT32_MAX)
		y = mir_binary(b, MIR_OP_AND, y, mir_i64(b, UINT32_MAX));
	if (check && (r.low < 0 || r.high > 63)) {
		big = mir_binary(b, MIR_OP_ULT, mir_i64(b, 63), y);
		small = mir_binary(b, MIR_OP_ULE, mir_binary(b, MIR_OP_ADD, x, mir_i64(b, 1)),
				   mir_i64(b, 2));
		lower_guard(l, mir_binary(b, MIR_OP_OR, lower_not(l, big), small), overflow);
		y = lower_select(l, big,
				 mir_binary(b, MIR_OP_OR, mir_i64(b, 2),
					    mir_binary(b, MIR_OP_AND, y, mir_i64(b, 1))),
				 y);
	}
	if (check)
		steps = 6;
	v[0] = mir_i64(b, 1);
	v[1] = x;
	v[2] = y;
	if (r.low == r.high) { /* a constant exponent: as many steps as it has bits */
		for (uint64_t bits = (uint64_t)r.low & UINT32_MAX; bits; bits >>= 1)
			power_step(l, check, &v[0], &v[1], &v[2]);
		return v[0];
	}
	var_write(l, result, rt_number(word, v[0]));
	var_write(l, base, rt_number(word, v[1]));
	var_write(l, left, rt_number(word, v[2]));
	c = counted_begin(l, steps);
	v[0] = var_read(l, result).v;
	v[1] = var_read(l, base).v;
	v[2] = var_read(l, left).v;
	power_step(l, check, &v[0], &v[1], &v[2]);
	var_write(l, result, rt_number(word, v[0]));
	var_write(l, base, rt_number(word, v[1]));
	var_write(l, left, rt_number(word, v[2]));
	counted_end(l, &c);
	return var_read(l, result).v;
}

struct rt lower_arithmetic(struct lower *l, enum op op, const struct type *type, mir_val x,
			   mir_val y)
{
	bool is_unsigned = type_is_unsigned(type), check = !is_unsigned && !l->unit->wrapv;
	mir_val v;

	switch (op) {
	case OP_ADD:
		v = checked(l, MIR_OP_ADD, MIR_OP_ADD_OV, x, y, check);
		break;
	case OP_SUB:
		v = checked(l, MIR_OP_SUB, MIR_OP_SUB_OV, x, y, check);
		break;
	case OP_MUL:
		v = checked(l, MIR_OP_MUL, MIR_OP_MUL_OV, x, y, check);
		break;
	case OP_POW:
		v = power(l, is_unsigned, x, y);
		break;
	case OP_DIV:
	case OP_FLOORDIV:
	case OP_MOD:
		v = divide(l, op, is_unsigned, x, y);
		break;
	case OP_SHL:
	case OP_SHR:
		v = shift(l, op, is_unsigned, x, y);
		break;
	case OP_BIT_AND:
		v = mir_binary(&l->b, MIR_OP_AND, x, y);
		break;
	case OP_BIT_OR:
		v = mir_binary(&l->b, MIR_OP_OR, x, y);
		break;
	case OP_BIT_XOR:
		v = mir_binary(&l->b, MIR_OP_XOR, x, y);
		break;
	default:
		NB_BUG("'%s' is not arithmetic", op_text[op]);
	}
	return rt_number(type, v);
}

/* ---- operators that are not arithmetic ---- */

static bool negated(enum op op)
{
	return op == OP_NOT_IN || op == OP_NOT_HAS || op == OP_NOT_MATCH || op == OP_NOT_LIKE ||
	       op == OP_NOT_STARTS_WITH || op == OP_NOT_ENDS_WITH;
}

static bool has_spread(const struct ast *list)
{
	for (uint32_t i = 0; i < list->u.list.items.n; i++)
		if (list->u.list.items.v[i]->kind == AST_SPREAD)
			return true;
	return false;
}

/* x in [$a, $b]: a list that is written out. */
static mir_val member_of_list(struct lower *l, struct rt x, const struct ast *list)
{
	mir_val any = lower_bool(l, false);

	x = rt_settle(l, x);
	for (uint32_t i = 0; i < list->u.list.items.n; i++) {
		struct rt y = lower_expr(l, list->u.list.items.v[i]);

		any = mir_binary(&l->b, MIR_OP_OR, any, lower_equal(l, &x, &y));
	}
	return any;
}

/* An end of a range that is null is none for Nushell: it begins at 0, or goes on for ever. */
static mir_val member_of_range(struct lower *l, struct rt x, const struct ast *range)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct mir_builder *b = &l->b;
	struct rt from = rt_number(number, mir_i64(b, 0)), to;
	mir_val up, above, below, no_end, in;

	if (range->u.range.from)
		from = rt_or_zero(l, lower_expr(l, range->u.range.from));
	if (!range->u.range.to)
		return lower_less(l, &from, &x, true);
	to = lower_expr(l, range->u.range.to);
	no_end = rt_null(l, &to);
	to = rt_or_zero(l, to);
	up = lower_less(l, &from, &to, true);
	above = mir_binary(b, MIR_OP_AND, lower_less(l, &from, &x, true),
			   lower_less(l, &x, &to, !range->u.range.exclusive));
	below = mir_binary(b, MIR_OP_AND, lower_less(l, &x, &from, true),
			   lower_less(l, &to, &x, !range->u.range.exclusive));
	in = lower_select(l, up, above, below);
	return no_end.id ? lower_select(l, no_end, lower_less(l, &from, &x, true), in) : in;
}

static struct rt refuse(struct lower *l, const struct ast *n, const char *what, const char *why)
{
	diag_report(l->unit->sink, DIAG_kernel_cannot, n->at, what, why);
	return rt_zero(l, n->type);
}

static struct rt lower_membership(struct lower *l, const struct ast *n)
{
	bool has = n->u.bin.op == OP_HAS || n->u.bin.op == OP_NOT_HAS;
	const struct ast *in = has ? n->u.bin.lhs : n->u.bin.rhs;
	struct rt x = lower_operand(l, has ? n->u.bin.rhs : n->u.bin.lhs, in), y;
	mir_val null = MIR_NO_VAL, v;

	if (in->type->kind == TYPE_RANGE) { /* null is in no range */
		null = rt_null(l, &x);
		x = rt_or_zero(l, x);
	}
	if (in->value && in->type->kind != TYPE_STRING) {
		v = lower_member(l, &x, in->value);
	} else if (in->kind == AST_LIST && !has_spread(in)) {
		v = member_of_list(l, x, in);
	} else if (in->kind == AST_RANGE && in->u.range.next && x.type->kind == TYPE_INT) {
		v = lower_in_stepped(l, x.v, in);
	} else if (in->kind == AST_RANGE && !in->u.range.next) {
		v = member_of_range(l, x, in);
	} else if (in->type->kind == TYPE_LIST) {
		x = rt_settle(l, x);
		y = rt_want(l, lower_expr(l, in), null_operand(n->u.bin.op));
		v = list_has(l, y, &x);
	} else if (in->type->kind == TYPE_STRING) {
		x = rt_want(l, x, null_operand(n->u.bin.op));
		y = rt_want(l, lower_expr(l, in), null_operand(n->u.bin.op));
		v = text_contains(l, &y.text, &x.text);
	} else {
		return refuse(l, n, "membership in this value",
			      "the list, range or record must be known at compile time");
	}
	if (null.id)
		v = mir_binary(&l->b, MIR_OP_AND, v, lower_not(l, null));
	return rt_bool(l, negated(n->u.bin.op) ? lower_not(l, v) : v);
}

static struct rt lower_text_op(struct lower *l, const struct ast *n)
{
	struct rt x = lower_operand(l, n->u.bin.lhs, n->u.bin.rhs), y;
	enum op op = n->u.bin.op;
	mir_val v;

	x = rt_want(l, x, null_operand(n->u.bin.op));
	if (op >= OP_MATCH && op <= OP_NOT_LIKE) {
		v = text_matches(l, &x.text, n->u.bin.rhs->value->s);
		return rt_bool(l, negated(op) ? lower_not(l, v) : v);
	}
	y = rt_want(l, lower_expr(l, n->u.bin.rhs), null_operand(n->u.bin.op));
	if (op == OP_STARTS_WITH || op == OP_NOT_STARTS_WITH)
		v = text_starts(l, &x.text, &y.text);
	else
		v = text_ends(l, &x.text, &y.text);
	return rt_bool(l, negated(op) ? lower_not(l, v) : v);
}

static struct rt lower_concat(struct lower *l, const struct ast *n)
{
	struct rt x = lower_operand(l, n->u.bin.lhs, n->u.bin.rhs), y = lower_expr(l, n->u.bin.rhs);

	if (n->type->kind == TYPE_LIST) {
		x = rt_settle(l, rt_want(l, x, null_operand(n->u.bin.op)));
		return list_joined(l, x, rt_want(l, y, null_operand(n->u.bin.op)));
	}
	x = rt_want(l, x, null_operand(n->u.bin.op));
	y = rt_want(l, y, null_operand(n->u.bin.op));
	return rt_text(l, n->type, text_concat(l, &x.text, &y.text));
}

struct rt lower_binary(struct lower *l, const struct ast *n)
{
	enum op op = n->u.bin.op;
	struct rt x, y;

	if (op == OP_AND || op == OP_OR)
		return lower_logic(l, n);
	if (op >= OP_IN && op <= OP_NOT_HAS)
		return lower_membership(l, n);
	if ((op >= OP_MATCH && op <= OP_NOT_LIKE) ||
	    (op >= OP_STARTS_WITH && op <= OP_NOT_ENDS_WITH))
		return lower_text_op(l, n);
	if (op == OP_CONCAT || n->type->kind == TYPE_STRING)
		return lower_concat(l, n);
	x = lower_operand(l, n->u.bin.lhs, n->u.bin.rhs);
	if (op == OP_XOR) {
		mir_val left = lower_truth(l, x, null_operand(op));

		return rt_bool(l, mir_binary(&l->b, MIR_OP_XOR, left,
					     lower_condition(l, n->u.bin.rhs, null_operand(op))));
	}
	y = lower_expr(l, n->u.bin.rhs);
	if (op >= OP_EQ && op <= OP_GE)
		return lower_compare(l, op, n->type, x, y);
	return lower_arithmetic(l, op, n->type, rt_want_number(l, x, null_operand(op)),
				rt_want_number(l, y, null_operand(op)));
}
