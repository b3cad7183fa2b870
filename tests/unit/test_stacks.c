/* test_stacks.c - stacks in every format that shows them; ways of calls; names of processes' code.
 */
#include "loader/flame.h"
#include "loader/render.h"
#include "loader/stacks.h"
#include "loader/user_symbols.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const char object[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],"
	"\"events\":[{\"name\":\"e\",\"size\":48,\"fields\":["
	"{\"name\":\"comm\",\"kind\":\"string\",\"offset\":16,\"size\":8},"
	"{\"name\":\"k\",\"kind\":\"stack\",\"offset\":24,\"null_at\":40},"
	"{\"name\":\"u\",\"kind\":\"stack\",\"offset\":32}]},"
	"{\"name\":\"e\",\"size\":24,\"fields\":[{\"kind\":\"stack\",\"offset\":16}],\"parts\":[0]}"
	"],"
	"\"maps\":[{\"symbol\":\"c\",\"name\":\"c\",\"use\":\"count\",\"key\":{\"kind\":\"record\","
	"\"fields\":[{\"name\":\"n\"},{\"name\":\"s\",\"kind\":\"stack\",\"offset\":8}]}},"
	"{\"symbol\":\"h\",\"name\":\"h\",\"use\":\"hist\",\"unit\":\"int\",\"bucket_at\":8,"
	"\"key\":{\"kind\":\"stack\"}}]}";

struct row {
	struct wire_header h;
	char comm[8];
	uint64_t k, u;
	uint8_t no_k, rest[7];
};

#define FRAME(name, text)                                                                          \
	{                                                                                          \
		{name, sizeof(name) - 1},                                                          \
		{                                                                                  \
			text, sizeof(text) - 1                                                     \
		}                                                                                  \
	}
static const struct stack_frame user_frames[] = {
	FRAME("inner", "inner+0x1"), FRAME("a;b\"", "a;b\"+0x2"), FRAME("main", "main+0x3")};
static const struct stack_frame kernel_frames[] = {FRAME("vfs_read", "vfs_read+0x10"),
						   FRAME("do_syscall_64", "do_syscall_64+0x20")};

/* 1 is a stack of the kernel, any other one of user space. */
static const struct stack *stack_of(void *arg, uint64_t number)
{
	static const struct stack stacks[] = {{true, user_frames, 3}, {false, kernel_frames, 2}};

	(void)arg;
	return &stacks[number == 1];
}

static void meet(void *arg, uint64_t number, const struct wire_build_frame *frames, uint32_t n)
{
	*(uint64_t *)arg += number + n;
	if (n)
		assert_int_equal(frames[n - 1].offset, 77);
}

static void assert_shown(enum render_format format, const char *want, const char *want_lines)
{
	struct arena a = {0};
	uint64_t met = 0;
	struct render_options o = {
		.format = format,
		.fd = memfd_create("out", 0),
		.lines_fd = memfd_create("lines", 0),
		.summary_fd = -1,
		.stack = stack_of,
		.new_stack = meet,
		.stack_arg = &met,
	};
	static const struct wire_new_stack notice = {{(uint32_t)WIRE_NEW_STACK, 0, 0}, 7};
	struct wire_new_stack_builds builds = {.stack = notice,
					       .bytes = 2 * sizeof(*builds.frames)};
	struct row row = {.comm = "cat", .k = 1, .u = 2};
	struct row line = {.h = {.event = 1}};
	const uint64_t keys[][2] = {{5, 2}, {6, 2}}, hist[][2] = {{1, 2}, {1, 3}};
	const struct map_row counts[] = {{keys[0], {.n = 3}}, {keys[1], {.n = 4}}},
			     sizes[] = {{hist[0], {.n = 2}}, {hist[1], {.n = 1}}};
	const char *error;
	struct manifest *m = manifest_read(&a, sv_cstr(object), &error);
	char text[4096] = "", lines[256] = "";
	struct render *r;

	assert_non_null(m);
	r = render_open(&a, m, &o);
	assert_false(render_is_notice(r, &row, sizeof(row)));
	assert_true(render_is_notice(r, &notice, sizeof(notice)));
	assert_int_equal(met, 7);
	builds.frames[1].offset = 77;
	assert_true(render_is_notice(r, &builds, sizeof(builds)));
	assert_int_equal(met, 7 + 7 + 2);
	builds.bytes = -14;
	assert_true(render_is_notice(r, &builds, sizeof(builds)));
	assert_int_equal(met, 7 + 7 + 2 + 7);
	assert_int_equal(render_event(r, &row, sizeof(row)), 0);
	row.no_k = 1;
	assert_int_equal(render_event(r, &row, sizeof(row)), 0);
	memcpy(line.comm, &row.k, sizeof(row.k));
	assert_int_equal(render_event(r, &line, 24), 0);
	assert_int_equal(render_map(r, &m->maps.v[0], counts, 2), 0);
	assert_int_equal(render_map(r, &m->maps.v[1], sizes, 2), 0);
	assert_int_equal(render_summary(r, &(struct load_summary){0}), 0);
	assert_true(pread(o.fd, text, sizeof(text) - 1, 0) >= 0);
	assert_true(pread(o.lines_fd, lines, sizeof(lines) - 1, 0) >= 0);
	assert_string_equal(text, want);
	assert_string_equal(lines, want_lines);
	close(o.fd);
	close(o.lines_fd);
	arena_free(&a);
}

static void jsonl_has_lists_of_frames(void **state)
{
	(void)state;
	assert_shown(
		RENDER_JSONL,
		"{\"comm\":\"cat\",\"k\":[\"vfs_read+0x10\",\"do_syscall_64+0x20\"],"
		"\"u\":[\"inner+0x1\",\"a;b\\\"+0x2\",\"main+0x3\"]}\n"
		"{\"comm\":\"cat\",\"k\":null,\"u\":[\"inner+0x1\",\"a;b\\\"+0x2\",\"main+0x3\"]}\n"
		"{\"print\":\"[vfs_read+0x10, do_syscall_64+0x20]\"}\n"
		"{\"map\":\"c\",\"key\":{\"n\":6,\"s\":[\"inner+0x1\",\"a;b\\\"+0x2\",\"main+0x3\"]"
		"},"
		"\"count\":4}\n"
		"{\"map\":\"c\",\"key\":{\"n\":5,\"s\":[\"inner+0x1\",\"a;b\\\"+0x2\",\"main+0x3\"]"
		"},"
		"\"count\":3}\n"
		"{\"map\":\"h\",\"key\":[\"vfs_read+0x10\",\"do_syscall_64+0x20\"],\"buckets\":["
		"{\"low\":1,\"high\":2,\"count\":2},{\"low\":2,\"high\":4,\"count\":1}]}\n",
		"");
}

static void tables_have_a_frame_a_line(void **state)
{
	(void)state;
	assert_shown(RENDER_TABLE,
		     "[vfs_read+0x10, do_syscall_64+0x20]\n"
		     "╭──────────┬──────────────────────────┬──────────────────────────╮\n"
		     "│   comm   │            k             │            u             │\n"
		     "├──────────┼──────────────────────────┼──────────────────────────┤\n"
		     "│ cat      │ vfs_read+0x10            │ inner+0x1                │\n"
		     "│          │ do_syscall_64+0x20       │ a;b\"+0x2                 │\n"
		     "│          │                          │ main+0x3                 │\n"
		     "├──────────┼──────────────────────────┼──────────────────────────┤\n"
		     "│ cat      │                          │ inner+0x1                │\n"
		     "│          │                          │ a;b\"+0x2                 │\n"
		     "│          │                          │ main+0x3                 │\n"
		     "╰──────────┴──────────────────────────┴──────────────────────────╯\n"
		     "\nc\n"
		     "╭───┬───────────┬───────┬────────────────────────────────╮\n"
		     "│ n │     s     │ count │                                │\n"
		     "├───┼───────────┼───────┼────────────────────────────────┤\n"
		     "│ 6 │ inner+0x1 │     4 │ ██████████████████████████████ │\n"
		     "│   │ a;b\"+0x2  │       │                                │\n"
		     "│   │ main+0x3  │       │                                │\n"
		     "├───┼───────────┼───────┼────────────────────────────────┤\n"
		     "│ 5 │ inner+0x1 │     3 │ ██████████████████████▌        │\n"
		     "│   │ a;b\"+0x2  │       │                                │\n"
		     "│   │ main+0x3  │       │                                │\n"
		     "╰───┴───────────┴───────┴────────────────────────────────╯\n"
		     "2 keys, 7 in total\n"
		     "\nh:\n"
		     "  vfs_read+0x10\n"
		     "  do_syscall_64+0x20\n"
		     "  [1, 2)  2 │████████████████████████████████████████│\n"
		     "  [2, 4)  1 │████████████████████                    │\n"
		     "   total  3\n",
		     "");
}

/* Outermost first, user space before the kernel; equal ways are one line; ';' is no longer there.
 */
static void folded_adds_up_equal_ways(void **state)
{
	(void)state;
	assert_shown(RENDER_FOLDED,
		     "cat;main;a:b\";inner 1\n"
		     "cat;main;a:b\";inner;do_syscall_64;vfs_read 1\n"
		     "do_syscall_64;vfs_read 3\n"
		     "n=5;main;a:b\";inner 3\n"
		     "n=6;main;a:b\";inner 4\n",
		     "[vfs_read+0x10, do_syscall_64+0x20]\n");
}

static void flame_counts_what_passes_through(void **state)
{
	struct arena a = {0};
	struct flame f = {.arena = &a};
	const struct sv ways[][2] = {
		{{"b", 1}, {"x", 1}}, {{"a", 1}, {"x", 1}}, {{"b", 1}, {"", 0}}};

	(void)state;
	flame_add(&f, ways[0], 2, 5);
	flame_add(&f, ways[1], 2, 1);
	flame_add(&f, ways[2], 2, 7);
	flame_add(&f, ways[0], 1, 2);
	flame_sort(&f);
	assert_int_equal(f.nodes.n, 6);
	assert_int_equal(f.nodes.v[0].total, 15);
	assert_string_equal(sv_dup(&a, f.nodes.v[f.nodes.v[0].child].name), "a");
	assert_int_equal(f.nodes.v[1].self, 2);
	assert_int_equal(f.nodes.v[1].total, 14);
	assert_int_equal(f.nodes.v[f.nodes.v[1].child].total, 7);
	arena_free(&a);
}

/* ---- this process's own code ---- */

struct named {
	char first[256];
	int n;
};

static void take(void *arg, const char *name, bool is_inlined, uint64_t offset)
{
	struct named *n = arg;

	if (!n->n++)
		snprintf(n->first, sizeof(n->first), "%s%s+%llu", name,
			 is_inlined ? " (inlined)" : "", (unsigned long long)offset);
}

static uint64_t boot_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void code_of_a_process_has_names(void **state)
{
	struct arena a = {0};
	struct user_symbols u = {.arena = &a};
	struct named found = {.n = 0};
	struct user_place place;

	(void)state;
	assert_true(user_symbols_look(&u, (uint32_t)getpid(), boot_ns()));
	place = user_symbols_place(&u, (uint64_t)(uintptr_t)&code_of_a_process_has_names + 4);
	assert_string_equal(sv_dup(&a, place.name), "test_stacks");
	assert_true(user_symbols_name(&u, &place, false, take, &found));
	assert_string_equal(found.first, "code_of_a_process_has_names+4");
	/* A place in no mapping, and one in a file without a function. */
	place = user_symbols_place(&u, 16);
	assert_int_equal(place.name.n, 0);
	assert_int_equal(place.offset, 16);
	assert_false(user_symbols_name(&u, &place, false, take, &found));
	user_symbols_close(&u);
	arena_free(&a);
}

/* Whoever has its number now is another process. */
static void a_process_that_came_later_is_not_asked(void **state)
{
	struct arena a = {0};
	struct user_symbols u = {.arena = &a};

	(void)state;
	assert_false(user_symbols_look(&u, (uint32_t)getpid(), 1));
	assert_false(user_symbols_look(&u, UINT32_MAX, boot_ns()));
	user_symbols_close(&u);
	arena_free(&a);
}

static void an_unknown_file_is_known_by_its_build(void **state)
{
	const uint8_t id[USER_BUILD_BYTES] = {0x12, 0xab, 0xcd, 0xef, 1};
	struct arena a = {0};
	struct user_symbols u = {.arena = &a};
	struct named found = {.n = 0};
	struct user_place place = {.offset = 5};

	(void)state;
	user_symbols_of_build(&u, &place, id, 0x1234);
	assert_string_equal(sv_dup(&a, user_symbols_file(&u, &place)), "[build 12abcdef]");
	assert_int_equal(place.offset, 0x1234);
	assert_false(user_symbols_name(&u, &place, false, take, &found));
	user_symbols_close(&u);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jsonl_has_lists_of_frames),
		cmocka_unit_test(tables_have_a_frame_a_line),
		cmocka_unit_test(folded_adds_up_equal_ways),
		cmocka_unit_test(flame_counts_what_passes_through),
		cmocka_unit_test(code_of_a_process_has_names),
		cmocka_unit_test(an_unknown_file_is_known_by_its_build),
		cmocka_unit_test(a_process_that_came_later_is_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
