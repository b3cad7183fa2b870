/* test_target.c - targets as people write them, and the lists of cpus that samples need. */
#include "lang/target.h"
#include "loader/cpus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct target read_good(struct arena *a, const char *spec)
{
	const char *expected;
	struct target t;

	assert_int_equal(target_read(a, sv_cstr(spec), &t, &expected), TARGET_GOOD);
	assert_null(expected);
	return t;
}

static void parts_of_targets(void **state)
{
	struct arena a = {0};
	struct target t = read_good(&a, "kprobe:vfs_read+0x10");

	(void)state;
	assert_string_equal(t.name, "vfs_read");
	assert_int_equal(t.offset, 16);
	assert_int_equal(t.cpu, -1);
	t = read_good(&a, "tracepoint:syscalls:sys_enter_openat");
	assert_string_equal(t.category, "syscalls");
	assert_string_equal(t.rest, "syscalls/sys_enter_openat");
	t = read_good(&a, "uprobe:/lib/x:y.so:memcpy@GLIBC_2.14+4@12");
	assert_string_equal(t.path, "/lib/x:y.so");
	assert_string_equal(t.name, "memcpy@GLIBC_2.14");
	assert_int_equal(t.offset, 4);
	assert_int_equal(t.pid, 12);
	t = read_good(&a, "uprobe:bash:0x1f@7");
	assert_null(t.name);
	assert_int_equal(t.offset, 31);
	assert_int_equal(t.pid, 7);
	t = read_good(&a, "profile:99hz");
	assert_int_equal(t.frequency, 99);
	t = read_good(&a, "perf_event:hardware:cycles:freq=49:cpu=0:pid=1");
	assert_string_equal(t.category, "hardware");
	assert_string_equal(t.name, "cycles");
	assert_int_equal(t.frequency, 49);
	assert_int_equal(t.cpu, 0);
	assert_int_equal(t.pid, 1);
	arena_free(&a);
}

static void targets_that_are_none(void **state)
{
	static const struct {
		const char *spec;
		enum target_fault fault;
	} bad[] = {
		{"", TARGET_NO_FAMILY},
		{"kprobe", TARGET_NO_FAMILY},
		{"kprob:vfs_read", TARGET_UNKNOWN_FAMILY},
		{":", TARGET_UNKNOWN_FAMILY},
		{"kprobe:", TARGET_BAD_REST},
		{"kprobe:a+", TARGET_BAD_REST},
		{"kprobe:a+99999999999999999999", TARGET_BAD_REST},
		{"kretprobe:a+1", TARGET_BAD_REST},
		{"begin:x", TARGET_BAD_REST},
		{"tracepoint:sched", TARGET_BAD_REST},
		{"tracepoint:sched/a/b", TARGET_BAD_REST},
		{"uprobe:bash", TARGET_BAD_REST},
		{"uprobe:bash:", TARGET_BAD_REST},
		{"uprobe:bash:main@0", TARGET_BAD_REST},
		{"uprobe:bash:0xg", TARGET_BAD_REST},
		{"interval:1", TARGET_BAD_REST},
		{"interval:1ns", TARGET_BAD_REST},
		{"profile:0hz", TARGET_BAD_REST},
		{"perf_event:software", TARGET_BAD_REST},
		{"perf_event:software:cycles", TARGET_BAD_REST},
		{"perf_event:hardware:cycles:freq=1:period=1", TARGET_BAD_REST},
		{"perf_event:hardware:cycles:pid=0", TARGET_BAD_REST},
		{"perf_event:hardware:cycles:", TARGET_GOOD},
		{"perf_event:hardware:cycles:cpu", TARGET_BAD_REST},
	};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *expected;
		struct target t;

		assert_int_equal(target_read(&a, sv_cstr(bad[i].spec), &t, &expected),
				 bad[i].fault);
		assert_int_equal(expected != NULL, bad[i].fault == TARGET_BAD_REST);
	}
	arena_free(&a);
}

static void lists_of_cpus(void **state)
{
	struct arena a = {0};
	struct cpus cpus = cpus_parse(&a, "0-2,5\n");

	(void)state;
	assert_int_equal(cpus.n, 4);
	assert_int_equal(cpus.v[2], 2);
	assert_int_equal(cpus.v[3], 5);
	assert_int_equal(cpus_parse(&a, "").n, 0);
	assert_int_equal(cpus_parse(&a, "3-1").n, 0);
	assert_int_equal(cpus_parse(&a, "0-99999999999").n, 0);
	assert_int_equal(cpus_parse(&a, "x").n, 0);
	assert_true(cpus_online(&a).n >= 1);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_targets),
		cmocka_unit_test(targets_that_are_none),
		cmocka_unit_test(lists_of_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
