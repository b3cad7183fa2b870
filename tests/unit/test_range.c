/*
 * test_range.c - the numbers of midend/range.c and midend/eval.c against a machine.
 *
 * Soundness as a property: for random ranges and numbers in them, the result of every operation is
 * in the range computed for it, a decided comparison is right, and what a comparison teaches keeps
 * the numbers for which it came out so.
 */
#include "midend/edit.h"
#include "midend/eval.h"
#include "midend/range.h"
#include "tests/unit/mir_interp.h"

#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROUNDS = 40000 };

static uint64_t seed;

static uint64_t rnd(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % n;
}

static const struct mir_type types[] = {
	{.kind = MIR_I64}, {.kind = MIR_I64}, {.kind = MIR_I64},
	{.kind = MIR_I8},  {.kind = MIR_I16}, {.kind = MIR_I32},
};

static int64_t number(struct mir_type t)
{
	static const int64_t edges[] = {
		0,  1,	 -1,	    2,	       5,	   7,	      8,	 63,
		64, 255, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN, INT64_MAX - 3};
	uint64_t n = (uint64_t)edges[rnd(ARRAY_SIZE(edges))] + rnd(5) - 2 * rnd(2);

	if (rnd(3) == 0)
		n = (rnd(UINT64_MAX) << 12 ^ rnd(UINT64_MAX)) >> rnd(64);
	return mir_const_wrap(t, (int64_t)n);
}

/* A range with the number in it, known by interval, bits, several of them, or alone. */
static struct range around(struct mir_type t, int64_t n)
{
	struct range r = range_of_const(t, n);

	for (uint64_t more = rnd(4); more > 0; more--)
		r = range_join(r, range_of_const(t, number(t)));
	if (rnd(3) == 0)
		r = range_meet(r, range_of_type(t));
	return rnd(8) ? r : range_of_type(t);
}

static bool contains(const struct range *r, struct mir_type t, int64_t n)
{
	uint64_t u = mir_unsigned(t, n);

	return !r->empty && (int64_t)u >= r->smin && (int64_t)u <= r->smax && u >= r->umin &&
	       u <= r->umax && (r->must & ~u) == 0 && (u & ~r->may) == 0;
}

static void expect(bool good, enum mir_op op, struct mir_type t, int64_t x, int64_t y, int64_t r)
{
	if (!good)
		fail_msg("%s of %u bits: %ld, %ld gives %ld, which is not expected",
			 mir_ops[op].name, mir_type_bits(t), (long)x, (long)y, (long)r);
}

static bool is_defined(enum mir_op op, struct mir_type t, int64_t x, int64_t y)
{
	if (op >= MIR_OP_FLOORDIV && op <= MIR_OP_SREM)
		return y != 0 && (x != INT64_MIN || y != -1);
	if (op >= MIR_OP_SHL && op <= MIR_OP_ASHR)
		return mir_unsigned(t, y) < mir_type_bits(t);
	return true;
}

static bool is_exact(enum mir_op op, int64_t x, int64_t y)
{
	int64_t r;

	return op == MIR_OP_ADD	  ? !__builtin_add_overflow(x, y, &r)
	       : op == MIR_OP_SUB ? !__builtin_sub_overflow(x, y, &r)
	       : op == MIR_OP_MUL ? !__builtin_mul_overflow(x, y, &r)
				  : false;
}

static void check_binary(enum mir_op op, struct mir_type t, int64_t x, int64_t y)
{
	static struct interp in;
	struct mir_inst i = {.op = (uint8_t)op};
	bool compares = mir_ops[op].result == MIR_RESULT_BOOL;
	struct mir_type of = compares ? MIR_T(I1) : t;
	struct range rx = around(t, x), ry = around(t, y), r;
	int64_t want, args[2] = {x, y}, folded;
	int answer;

	if (!is_defined(op, t, x, y)) {
		assert_false(mir_eval(op, of, t, args, &folded));
		return;
	}
	want = interp_wrap(of, interp_binary(&in, &i, t, x, y));
	expect(mir_eval(op, of, t, args, &folded) && folded == want, op, t, x, y, folded);
	if (!compares) {
		r = range_binary(op, t, rx, ry, t.kind == MIR_I64 && is_exact(op, x, y));
		expect(contains(&r, t, want), op, t, x, y, want);
		return;
	}
	answer = range_decide(op, t, rx, ry);
	expect(answer < 0 || answer == want, op, t, x, y, want);
	range_assume(op, want, t, &rx, &ry);
	expect(contains(&rx, t, x) && contains(&ry, t, y), op, t, x, y, want);
}

static void test_binary(void **state)
{
	(void)state;
	for (enum mir_op op = MIR_OP_ADD; op <= MIR_OP_ULE; op++) {
		bool wide = strchr(mir_ops[op].operands, 'w') != NULL;

		if (op == MIR_OP_NOT)
			continue;
		seed = 88172645463325252u + op;
		for (unsigned n = 0; n < ROUNDS; n++) {
			struct mir_type t = wide ? MIR_T(I64) : types[rnd(ARRAY_SIZE(types))];
			int64_t x = number(t),
				y = rnd(4) ? number(t) : mir_const_wrap(t, (int64_t)rnd(8));

			check_binary(op, t, x, y);
		}
	}
}

static void check_unary(enum mir_op op, struct mir_type result, struct mir_type of, int64_t x,
			int64_t want)
{
	struct range r = range_unary(op, result, of, around(of, x));
	int64_t folded;

	want = interp_wrap(result, want);
	expect(contains(&r, result, want), op, of, x, 0, want);
	expect(mir_eval(op, result, of, &x, &folded) && folded == want, op, of, x, 0, folded);
}

static void test_unary(void **state)
{
	(void)state;
	seed = 7;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct mir_type a = {.kind = (uint8_t)(MIR_I1 + rnd(5))},
				b = {.kind = (uint8_t)(MIR_I8 + rnd(4))};
		int64_t x = number(a);

		check_unary(MIR_OP_NOT, a, a, x, ~x);
		if (mir_type_bits(a) < mir_type_bits(b)) {
			check_unary(MIR_OP_ZEXT, b, a, x, (int64_t)interp_zext(a, x));
			check_unary(MIR_OP_SEXT, b, a, x, a.kind == MIR_I1 ? -x : x);
			x = number(b);
			check_unary(MIR_OP_TRUNC, a, b, x, x);
		}
		if (a.kind == MIR_I64)
			check_unary(MIR_OP_LOG2, a, a, x,
				    x ? 63 - __builtin_clzll((uint64_t)x) : 0);
	}
}

/* Joining, meeting and widening keep what they must. */
static void test_lattice(void **state)
{
	(void)state;
	seed = 99;
	for (unsigned n = 0; n < ROUNDS; n++) {
		struct mir_type t = types[rnd(ARRAY_SIZE(types))];
		int64_t x = number(t), y = number(t);
		struct range a = around(t, x), b = around(t, y), c = around(t, x), r;

		r = range_join(a, b);
		assert_true(contains(&r, t, x) && contains(&r, t, y));
		r = range_widen(a, r);
		assert_true(contains(&r, t, x) && contains(&r, t, y));
		r = range_meet(a, c);
		assert_true(contains(&r, t, x));
	}
}

/* Widening ends: a range that grows again and again stands still soon. */
static void test_widening_ends(void **state)
{
	(void)state;
	seed = 3;
	for (unsigned n = 0; n < 2000; n++) {
		struct range r = range_of_const(MIR_T(I64), number(MIR_T(I64)));
		unsigned steps = 0;

		for (unsigned k = 0; k < 2000; k++) {
			struct range next =
				range_join(r, range_of_const(MIR_T(I64), number(MIR_T(I64))));

			if (range_eq(&next, &r))
				continue;
			next = range_widen(r, next);
			steps += !range_eq(&next, &r);
			r = next;
		}
		assert_true(steps <= 16);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_binary),
		cmocka_unit_test(test_unary),
		cmocka_unit_test(test_lattice),
		cmocka_unit_test(test_widening_ends),
	};

	return cmocka_run_group_tests_name("range", tests, NULL, NULL);
}
