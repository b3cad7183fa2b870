/*
 * test_tally.c - the words of aggregates as they lie in maps become numbers, and those text.
 */
#include "loader/tally.h"
#include "runtime/units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const uint64_t MIN_BITS = UINT64_C(1) << 63;

static struct manifest_map map_of(const char *use, enum wire_kind unit)
{
	return (struct manifest_map){.name = "m", .use = use, .unit = unit};
}

static void assert_json(const struct manifest_map *m, enum tally_what what, const struct tally *t,
			const char *want)
{
	char text[TALLY_TEXT_MAX];
	size_t n = tally_json(text, m, what, t);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(text, want, n);
}

static void assert_text(const struct manifest_map *m, enum tally_what what, const struct tally *t,
			const char *want)
{
	char text[TALLY_TEXT_MAX];
	size_t n = tally_text(text, m, what, t);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(text, want, n);
}

static void sums_have_128_bits(void **state)
{
	struct manifest_map m = map_of("sum", WIRE_INT);
	struct tally t = {0};

	(void)state;
	tally_add(&t, &m, (uint64_t[]){UINT64_MAX, UINT64_MAX}); /* -1 */
	assert_json(&m, TALLY_SUM, &t, "-1");
	tally_add(&t, &m, (uint64_t[]){2, 0});
	assert_json(&m, TALLY_SUM, &t, "1");
	tally_add(&t, &m, (uint64_t[]){UINT64_MAX, INT64_MAX});
	assert_json(&m, TALLY_SUM, &t, "-170141183460469231731687303715884105728");
	t = (struct tally){0};
	tally_add(&t, &m, (uint64_t[]){UINT64_MAX - 1, 1});
	assert_json(&m, TALLY_SUM, &t, "36893488147419103230");
	m.unit = WIRE_DURATION;
	assert_text(&m, TALLY_SUM, &t, "36893488147419103230 ns");
	m.unit = WIRE_FILESIZE;
	assert_text(&m, TALLY_SUM, &t, "36893488147419103230 B");
	t.sum = 1500000;
	assert_text(&m, TALLY_SUM, &t, "1.5 MB");
	m.unit = WIRE_DURATION;
	assert_text(&m, TALLY_SUM, &t, "1ms 500µs");
}

static void averages_keep_decimals(void **state)
{
	struct manifest_map m = map_of("avg", WIRE_INT);
	struct tally t = {0};

	(void)state;
	tally_add(&t, &m, (uint64_t[]){3, 5, 0});
	assert_json(&m, TALLY_AVG, &t, "1.666666");
	assert_json(&m, TALLY_COUNT, &t, "3");
	tally_add(&t, &m, (uint64_t[]){1, 3, 0});
	assert_json(&m, TALLY_AVG, &t, "2");
	t = (struct tally){.n = 4, .sum = -1};
	assert_json(&m, TALLY_AVG, &t, "-0.25");
	t.sum = -9;
	assert_json(&m, TALLY_AVG, &t, "-2.25");
	t = (struct tally){.n = 1000000, .sum = 1};
	assert_json(&m, TALLY_AVG, &t, "0.000001");
	m.unit = WIRE_DURATION;
	assert_json(&m, TALLY_AVG, &t, "0");
	t.sum = 2500000;
	assert_text(&m, TALLY_AVG, &t, "2ns");
}

/* No value of another cpu, all zeros, is the least or greatest. */
static void extremes_of_all_cpus(void **state)
{
	struct manifest_map m = map_of("min", WIRE_INT), g = map_of("max", WIRE_INT);
	const uint64_t none[5] = {0};
	struct tally t = {0};

	(void)state;
	tally_add(&t, &m, none);
	assert_false(tally_has(MAP_MIN, &t));
	tally_add(&t, &m, (uint64_t[]){1, INT64_MAX - UINT64_C(7)});
	tally_add(&t, &m, none);
	tally_add(&t, &m, (uint64_t[]){1, INT64_MAX - UINT64_C(9)});
	assert_true(tally_has(MAP_MIN, &t));
	assert_json(&m, TALLY_MIN, &t, "7");
	tally_add(&t, &m, (uint64_t[]){1, INT64_MAX - MIN_BITS});
	assert_json(&m, TALLY_MIN, &t, "-9223372036854775808");
	t = (struct tally){0};
	tally_add(&t, &g, none);
	tally_add(&t, &g, (uint64_t[]){1, MIN_BITS - 5});
	assert_json(&g, TALLY_MAX, &t, "-5");
	tally_add(&t, &g, (uint64_t[]){1, 0});
	assert_json(&g, TALLY_MAX, &t, "-5");
	m.unit = g.unit = WIRE_UINT;
	t = (struct tally){0};
	tally_add(&t, &m, (uint64_t[]){1, ~UINT64_C(3)});
	tally_add(&t, &m, (uint64_t[]){1, 0});
	assert_json(&m, TALLY_MIN, &t, "3");
	t = (struct tally){0};
	tally_add(&t, &g, (uint64_t[]){1, 3});
	tally_add(&t, &g, (uint64_t[]){1, UINT64_MAX});
	assert_json(&g, TALLY_MAX, &t, "18446744073709551615");
}

static void order_is_that_of_the_first_column(void **state)
{
	struct manifest_map sum = map_of("sum", WIRE_INT), min = map_of("min", WIRE_INT),
			    avg = map_of("avg", WIRE_INT);
	struct tally x = {.n = 1, .sum = 7, .least = 3}, y = {.n = 2, .sum = 8, .least = 5};

	(void)state;
	assert_true(tally_compare(&sum, &x, &y) > 0);
	assert_true(tally_compare(&min, &x, &y) < 0);
	assert_true(tally_compare(&avg, &x, &y) < 0);
	x.n = 0;
	assert_true(tally_compare(&avg, &x, &y) > 0);
	assert_int_equal(tally_compare(&avg, &y, &y), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_have_128_bits),
		cmocka_unit_test(averages_keep_decimals),
		cmocka_unit_test(extremes_of_all_cpus),
		cmocka_unit_test(order_is_that_of_the_first_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
