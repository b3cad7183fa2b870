/*
 * lower_step.c - ranges whose second number is computed: `$a..$b..$c`.
 */
#include "frontend/lowering.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

/* Ends the event where next - from is no int. */
static void guard_difference(struct lower *l, mir_val next, mir_val from, mir_val step)
{
	struct interval a = lower_interval(l, next), b = lower_interval(l, from);
	wide low = (wide)a.low - b.high, high = (wide)a.high - b.low;
	mir_val wrong;

	if (low >= INT64_MIN && high <= INT64_MAX)
		return;
	wrong = op(l, MIR_OP_AND, op(l, MIR_OP_XOR, next, from), op(l, MIR_OP_XOR, next, step));
	lower_guard(l, op(l, MIR_OP_SLE, mir_i64(&l->b, 0), wrong),
		    "the step of the range is no int");
}

/* The least size that a step can have. */
static uint64_t least_size(struct lower *l, mir_val step)
{
	struct interval r = lower_meant_interval(l, step);

	return r.low > 0 ? (uint64_t)r.low : r.high < 0 ? 0 - (uint64_t)r.high : 1;
}

/* What is null is not there: the range begins at 0, its step is 1 or -1. */
static mir_val step_of(struct lower *l, const struct ast *range, mir_val from, mir_val up)
{
	struct rt next = lower_expr(l, range->u.range.next);
	mir_val null = rt_null(l, &next), step, one, n = rt_or_zero(l, next).v;

	step = op(l, MIR_OP_SUB, n, from);
	if (!null.id) {
		guard_difference(l, n, from, step);
		return step;
	}
	one = lower_select(l, up, mir_i64(&l->b, 1), mir_i64(&l->b, -1));
	n = lower_select(l, null, op(l, MIR_OP_ADD, from, one), n);
	step = op(l, MIR_OP_SUB, n, from);
	guard_difference(l, n, from, step);
	return step;
}

struct stepped lower_stepped(struct lower *l, const struct ast *range)
{
	static const char wrong[] = "the second number of the range does not lead to its end";
	const struct ast *first = range->u.range.from, *last = range->u.range.to;
	struct mir_builder *b = &l->b;
	mir_val zero = mir_i64(b, 0), distance, to;
	struct stepped s = {.trips = UINT32_MAX};
	uint64_t most;

	s.from = first ? rt_or_zero(l, lower_expr(l, first)).v : zero;
	if (!last) {
		s.step = step_of(l, range, s.from, lower_bool(l, true));
		lower_guard(l, op(l, MIR_OP_NE, s.step, zero), wrong);
		s.rounds = mir_i64(b, INT64_MAX);
		s.up = op(l, MIR_OP_SLT, zero, s.step);
		return s;
	}
	to = rt_want_number(l, lower_expr(l, last), "the range has no end");
	s.to = to;
	s.up = op(l, MIR_OP_SLE, s.from, to);
	s.step = step_of(l, range, s.from, s.up);
	lower_guard(l,
		    lower_select(l, s.up, op(l, MIR_OP_SLT, zero, s.step),
				 op(l, MIR_OP_SLT, s.step, zero)),
		    wrong);
	s.size = lower_select(l, s.up, s.step, op(l, MIR_OP_SUB, zero, s.step));
	distance =
		lower_select(l, s.up, op(l, MIR_OP_SUB, to, s.from), op(l, MIR_OP_SUB, s.from, to));
	most = lower_distance_max(l, s.from, to);
	s.trips = most == UINT32_MAX ? most : most / least_size(l, s.step) + 1;
	s.rounds = op(l, MIR_OP_UDIV, distance, s.size);
	if (range->u.range.exclusive) { /* one before the end where it would be the end */
		distance = op(l, MIR_OP_UREM, distance, s.size);
		distance = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), op(l, MIR_OP_NE, distance, zero));
		s.rounds = op(l, MIR_OP_ADD, s.rounds, distance);
	}
	return s;
}

mir_val lower_in_stepped(struct lower *l, mir_val x, const struct ast *range)
{
	struct stepped s = lower_stepped(l, range);
	bool exclusive = range->u.range.exclusive;
	enum mir_op less = exclusive ? MIR_OP_SLT : MIR_OP_SLE;
	mir_val inside, size = s.size, zero = mir_i64(&l->b, 0), far;

	if (!size.id)
		size = lower_select(l, s.up, s.step, op(l, MIR_OP_SUB, zero, s.step));
	far = lower_select(l, s.up, op(l, MIR_OP_SUB, x, s.from), op(l, MIR_OP_SUB, s.from, x));
	inside = lower_select(l, s.up, op(l, MIR_OP_SLE, s.from, x), op(l, MIR_OP_SLE, x, s.from));
	if (s.to.id)
		inside = op(l, MIR_OP_AND, inside,
			    lower_select(l, s.up, op(l, less, x, s.to), op(l, less, s.to, x)));
	far = op(l, MIR_OP_EQ, op(l, MIR_OP_UREM, far, size), zero);
	return op(l, MIR_OP_AND, inside, far);
}

struct rt lower_stepped_list(struct lower *l, const struct ast *range)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct stepped s = lower_stepped(l, range);
	bool exclusive = range->u.range.exclusive;
	mir_val *present, i;
	struct rt *items;

	if (s.trips > LIST_ELEMENTS_MAX) {
		struct diag *d = diag_report(
			l->unit->sink, DIAG_kernel_cannot, range->at, "a list made of this range",
			arena_printf(l->arena, "its ends can be too far apart for %u elements",
				     (unsigned)LIST_ELEMENTS_MAX));

		diag_help(l->unit->sink, d,
			  "limit an end, as in '($n bit-and 15)' or '($n mod 16)', or write a "
			  "`for` loop");
		s.trips = 1;
	}
	items = arena_array(l->arena, struct rt, s.trips + 1);
	present = arena_array(l->arena, mir_val, s.trips + 1);
	for (uint64_t k = 0; k < s.trips; k++) {
		i = mir_i64(&l->b, (int64_t)k);
		if (k || exclusive)
			present[k] = op(l, exclusive ? MIR_OP_ULT : MIR_OP_ULE, i, s.rounds);
		items[k] =
			rt_number(number, op(l, MIR_OP_ADD, s.from, op(l, MIR_OP_MUL, i, s.step)));
	}
	return list_of(l, items, present, (uint32_t)s.trips);
}
