/*
 * lower_range.c - what values a number can have, read off the instructions that make it.
 *
 * Shallow on purpose: enough to bound loops and to send narrow numbers in few bytes. The midend's
 * range analysis, which sees control flow, removes checks.
 */
#include "frontend/lowering.h"

enum { DEPTH = 12 };

static const struct interval all = {INT64_MIN, INT64_MAX};

static struct interval of(const struct lower *l, mir_val v, unsigned depth);

static struct interval clip(wide low, wide high)
{
	if (low < INT64_MIN || high > INT64_MAX)
		return all;
	return (struct interval){(int64_t)low, (int64_t)high};
}

static struct interval unite(struct interval a, struct interval b)
{
	return (struct interval){a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high};
}

static struct interval of_bits(struct mir_type t, bool is_signed)
{
	unsigned bits = mir_type_bits(t);

	if (bits >= 64)
		return all;
	if (is_signed)
		return (struct interval){-(INT64_C(1) << (bits - 1)),
					 (INT64_C(1) << (bits - 1)) - 1};
	return (struct interval){0, (INT64_C(1) << bits) - 1};
}

static struct interval product(struct interval a, struct interval b)
{
	wide p[4] = {(wide)a.low * b.low, (wide)a.low * b.high, (wide)a.high * b.low,
		     (wide)a.high * b.high};
	wide low = p[0], high = p[0];

	for (unsigned i = 1; i < 4; i++) {
		low = p[i] < low ? p[i] : low;
		high = p[i] > high ? p[i] : high;
	}
	return clip(low, high);
}

static struct interval of_and(struct interval a, struct interval b)
{
	if (a.low < 0 && b.low < 0)
		return all;
	if (a.low < 0)
		return (struct interval){0, b.high};
	if (b.low < 0)
		return (struct interval){0, a.high};
	return (struct interval){0, a.high < b.high ? a.high : b.high};
}

static struct interval shifted(struct interval a, struct interval count, bool arithmetic)
{
	if (count.low != count.high || count.low < 0 || count.low > 63)
		return a.low >= 0 ? (struct interval){0, a.high} : all;
	if (arithmetic || a.low >= 0)
		return (struct interval){a.low >> count.low, a.high >> count.low};
	return count.low ? (struct interval){0, (int64_t)(UINT64_MAX >> count.low)} : all;
}

static struct interval of(const struct lower *l, mir_val v, unsigned depth);

/* What comes together where control does, once all of it is known. */
static struct interval of_phi(const struct lower *l, const struct mir_inst *phi, unsigned depth)
{
	struct interval r;

	if (!l->blocks.v[phi->block.id].sealed || !phi->nargs ||
	    phi->nargs != mir_bb(l->f, phi->block)->npreds)
		return all;
	r = of(l, phi->args[0], depth / 2);
	for (uint32_t i = 1; i < phi->nargs; i++)
		r = unite(r, of(l, phi->args[i], depth / 2));
	return r;
}

static struct interval of(const struct lower *l, mir_val v, unsigned depth)
{
	const struct mir_inst *i = mir_inst(l->f, v);
	struct interval a = all, b = all;

	if (!depth)
		return all;
	if (i->nargs >= 1 && i->op != MIR_OP_PHI && i->op != MIR_OP_HELPER)
		a = of(l, i->args[0], depth - 1);
	if (i->nargs >= 2 && i->op != MIR_OP_PHI && i->op != MIR_OP_HELPER)
		b = of(l, i->args[1], depth - 1);
	switch (i->op) {
	case MIR_OP_CONST:
		return (struct interval){i->imm, i->imm};
	case MIR_OP_ADD:
		return clip((wide)a.low + b.low, (wide)a.high + b.high);
	case MIR_OP_SUB:
		return clip((wide)a.low - b.high, (wide)a.high - b.low);
	case MIR_OP_MUL:
		return product(a, b);
	case MIR_OP_AND:
		return of_and(a, b);
	case MIR_OP_OR:
	case MIR_OP_XOR:
		if (a.low < 0 || b.low < 0)
			return all;
		a.high |= b.high;
		if (a.high)
			a.high = (int64_t)(UINT64_MAX >> __builtin_clzll((uint64_t)a.high));
		return (struct interval){0, a.high};
	case MIR_OP_BOUND:
		return a.low >= 0 && a.high < i->imm ? a : (struct interval){0, i->imm - 1};
	case MIR_OP_LSHR:
		return shifted(a, b, false);
	case MIR_OP_ASHR:
		return shifted(a, b, true);
	case MIR_OP_UREM:
	case MIR_OP_FLOORMOD:
		if (b.low > 0)
			return (struct interval){0, b.high - 1};
		return all;
	case MIR_OP_UDIV:
	case MIR_OP_FLOORDIV:
		if (a.low >= 0 && b.low > 0)
			return (struct interval){0, a.high / b.low};
		return all;
	case MIR_OP_ZEXT:
		return of_bits(mir_inst(l->f, i->args[0])->type, false);
	case MIR_OP_SEXT:
		return of_bits(mir_inst(l->f, i->args[0])->type, true);
	case MIR_OP_LOG2:
		return (struct interval){0, 63};
	case MIR_OP_PHI:
		return of_phi(l, i, depth);
	case MIR_OP_SELECT:
		return unite(b, of(l, i->args[2], depth - 1));
	case MIR_OP_HELPER:
		return (struct interval){helpers[i->ref].low, helpers[i->ref].high};
	default:
		return all;
	}
}

struct interval lower_interval(const struct lower *l, mir_val v)
{
	return of(l, v, DEPTH);
}

/* Says where what is known of the value is less than it would be of a def laid out. */
static void ask(struct lower *l, mir_val v, unsigned depth)
{
	const struct mir_inst *i = mir_inst(l->f, v);

	if (i->op == MIR_OP_PARAM)
		l->asked_argument = true;
	if (i->op == MIR_OP_CALL)
		lower_def_lay_out(l, i->ref);
	if (i->op == MIR_OP_PHI)
		depth /= 2;
	for (uint32_t n = 0; depth && n < i->nargs; n++)
		ask(l, i->args[n], depth - 1);
}

struct interval lower_meant_interval(struct lower *l, mir_val v)
{
	ask(l, v, DEPTH);
	return lower_interval(l, v);
}

uint64_t lower_distance_max(struct lower *l, mir_val x, mir_val y)
{
	struct interval a = lower_meant_interval(l, x), b = lower_meant_interval(l, y);
	wide up = (wide)b.high - a.low, down = (wide)a.high - b.low;
	wide far = up > down ? up : down;

	return far > UINT32_MAX ? UINT32_MAX : (uint64_t)far;
}
