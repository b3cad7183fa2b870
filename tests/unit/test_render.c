/* test_render.c - bytes of the kernel in, text out: every format on the same records. */
#include "loader/render.h"
#include "runtime/units.h"

#include <errno.h>
#include <setjmp.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* Two shapes, a line of print, maps of every sort. */
static const char full[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p0\",\"label\":\"done\",\"family\":\"kprobe\"}],"
	"\"events\":["
	"{\"name\":\"slow\",\"size\":64,\"fields\":["
	"{\"name\":\"pid\",\"kind\":\"uint\",\"offset\":16,\"size\":4},"
	"{\"name\":\"ok\",\"kind\":\"bool\",\"offset\":20},"
	"{\"name\":\"comm\",\"kind\":\"string\",\"offset\":24,\"size\":16},"
	"{\"name\":\"took\",\"kind\":\"duration\",\"offset\":40,\"null_at\":21},"
	"{\"name\":\"bytes\",\"kind\":\"filesize\",\"offset\":48},"
	"{\"name\":\"ret\",\"offset\":56}]},"
	"{\"name\":\"log\",\"size\":64,\"fields\":["
	"{\"name\":\"took\",\"kind\":\"duration\",\"offset\":40,\"null_at\":21},"
	"{\"name\":\"comm\",\"kind\":\"string\",\"offset\":24,\"size\":16}],"
	"\"parts\":[\"took \",0,\" by \",1]},"
	"{\"name\":\"path\",\"size\":40,\"is_scalar\":true,\"fields\":["
	"{\"kind\":\"string\",\"offset\":20,\"size\":8,\"len_at\":16}]},"
	"{\"name\":\"deep\",\"size\":40,\"fields\":["
	"{\"name\":\"at\",\"kind\":\"ksym\",\"offset\":16},"
	"{\"name\":\"rec\",\"kind\":\"record\",\"null_at\":39,\"fields\":["
	"{\"name\":\"u\",\"kind\":\"uint\",\"offset\":24},"
	"{\"name\":\"e\",\"kind\":\"record\"},"
	"{\"name\":\"no\",\"kind\":\"nothing\"}]},"
	"{\"name\":\"raw\",\"kind\":\"binary\",\"offset\":36,\"size\":3,\"len_at\":32}]}],"
	"\"maps\":["
	"{\"symbol\":\"m0\",\"name\":\"all\",\"use\":\"count\"},"
	"{\"symbol\":\"m1\",\"name\":\"by\",\"use\":\"count\",\"key\":{\"kind\":\"record\","
	"\"fields\":["
	"{\"name\":\"comm\",\"kind\":\"string\",\"size\":8},{\"name\":\"cpu\",\"kind\":\"uint\","
	"\"offset\":8,\"size\":4}]}},"
	"{\"symbol\":\"m2\",\"name\":\"took\",\"use\":\"hist\",\"unit\":\"duration\"},"
	"{\"symbol\":\"m3\",\"name\":\"size\",\"use\":\"hist\",\"unit\":\"filesize\",\"bucket_at\":"
	"8,"
	"\"key\":{\"name\":\"comm\",\"kind\":\"string\",\"size\":8}},"
	"{\"symbol\":\"m4\",\"name\":\"lin\",\"use\":\"hist\",\"unit\":\"int\",\"linear\":true,"
	"\"low\":-10,\"high\":95,\"step\":10}],"
	"\"sites\":["
	"{\"kind\":\"error\",\"message\":\"division by zero\",\"file\":\"opens.nu\",\"line\":12,"
	"\"col\":9},"
	"{\"kind\":\"lost\",\"message\":\"no room for the "
	"event\",\"file\":\"opens.nu\",\"line\":14,"
	"\"col\":3}],"
	"\"states\":[{\"name\":\"hits\",\"symbol\":\"hits\",\"program\":0,\"value\":{}}]}";

/* As "slow", "log": one layout. */
struct slow {
	struct wire_header h;
	uint32_t pid;
	uint8_t ok, no_took;
	char comm[16] __attribute__((aligned(8)));
	int64_t took, bytes, ret;
};

struct path {
	struct wire_header h;
	uint32_t len;
	char text[20];
};

struct deep {
	struct wire_header h;
	uint64_t at, u;
	uint32_t len;
	uint8_t raw[3], no_rec;
};

struct named {
	struct wire_header h;
	char name[64];
	uint64_t n;
};

/* A renderer whose output goes to a file in memory. */
struct run {
	struct arena a;
	struct manifest *m;
	struct render_options o;
	struct render *r;
	int summary_fd;
};

static void run_open_with(struct run *run, const char *json)
{
	const char *error;

	run->m = manifest_read(&run->a, sv_cstr(json), &error);
	assert_null(error);
	run->o.fd = memfd_create("out", 0);
	run->o.summary_fd = run->summary_fd = memfd_create("summary", 0);
	run->r = render_open(&run->a, run->m, &run->o);
}

static void run_open(struct run *run, enum render_format format)
{
	*run = (struct run){.o.format = format};
	run_open_with(run, full);
}

static const char *text_of(struct run *run, int fd)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *text = arena_alloc(&run->a, (size_t)n + 1, 1);

	assert_int_equal(pread(fd, text, (size_t)n, 0), n);
	return text;
}

static void run_close(struct run *run)
{
	close(run->o.fd);
	close(run->summary_fd);
	arena_free(&run->a);
}

/* Shows what waits and compares everything printed so far. */
static void assert_output(struct run *run, const char *want)
{
	static const struct load_summary nothing = {.duration_ns = 10000000000};

	assert_int_equal(render_summary(run->r, &nothing), 0);
	assert_string_equal(text_of(run, run->o.fd), want);
}

static struct slow slow_of(uint32_t event, uint32_t pid, const char *comm)
{
	struct slow s = {.h = {event, 0, 123456789}, .pid = pid, .ok = 1, .took = 1234567};

	memcpy(s.comm, comm, strnlen(comm, sizeof(s.comm)));
	s.bytes = 1234567;
	s.ret = -2;
	return s;
}

static void send(struct run *run, const void *record, size_t n)
{
	assert_int_equal(render_event(run->r, record, n), 0);
}

static void send_slow(struct run *run, uint32_t event, uint32_t pid, const char *comm)
{
	struct slow s = slow_of(event, pid, comm);

	send(run, &s, sizeof(s));
}

static void jsonl_rows(void **state)
{
	struct run run;
	struct slow null = slow_of(0, UINT32_MAX, "sixteen bytes ab");

	(void)state;
	run_open(&run, RENDER_JSONL);
	null.no_took = 1;
	null.ok = 0;
	send_slow(&run, 0, 1, "a\"\\\n\x1b\x7f\xff\xc3\xa9");
	send(&run, &null, sizeof(null));
	send_slow(&run, 1, 1, "x\"y");
	assert_output(&run,
		      "{\"event\":\"slow\",\"pid\":1,\"ok\":true,"
		      "\"comm\":\"a\\\"\\\\\\n\\u001b\\u007f\xef\xbf\xbd\xc3\xa9\","
		      "\"took\":1234567,\"bytes\":1234567,\"ret\":-2}\n"
		      "{\"event\":\"slow\",\"pid\":4294967295,\"ok\":false,"
		      "\"comm\":\"sixteen bytes ab\",\"took\":null,\"bytes\":1234567,\"ret\":-2}\n"
		      "{\"print\":\"took 1ms 234µs 567ns by x\\\"y\"}\n");
	assert_int_equal(render_stats(run.r)->rows, 2);
	assert_int_equal(render_stats(run.r)->lines, 1);
	run_close(&run);
}

static size_t name_of(void *arg, uint64_t address, char *name, size_t size)
{
	(void)arg;
	return address == 16 ? (size_t)snprintf(name, size, "vfs_read+0x10") : 0;
}

static void jsonl_every_kind(void **state)
{
	struct run run = {.o = {.format = RENDER_JSONL, .ksym = name_of}};
	struct deep d = {.h = {.event = 3}, .at = 16, .u = UINT64_MAX, .len = 2, .raw = {1, 255}};
	struct path p = {.h = {.event = 2}, .len = 4, .text = "ab\0c"};

	(void)state;
	run_open_with(&run, full);
	send(&run, &d, sizeof(d));
	d.at = UINT64_MAX - 15;
	d.len = 9;
	d.no_rec = 1;
	send(&run, &d, sizeof(d));
	send(&run, &p, sizeof(p));
	/* Longer than its room, which ends inside a character. */
	p.len = 900;
	memcpy(p.text, "1234567\xc3\xa9", 9);
	send(&run, &p, sizeof(p));
	assert_output(&run, "{\"event\":\"deep\",\"at\":\"vfs_read+0x10\",\"rec\":{\"u\":"
			    "18446744073709551615,\"e\":{},\"no\":null},\"raw\":[1,255]}\n"
			    "{\"event\":\"deep\",\"at\":\"0xfffffffffffffff0\",\"rec\":null,"
			    "\"raw\":[1,255,0]}\n"
			    "{\"event\":\"path\",\"value\":\"ab\\u0000c\"}\n"
			    "{\"event\":\"path\",\"value\":\"1234567…\"}\n");
	assert_int_equal(render_stats(run.r)->cut, 2);
	run_close(&run);
}

/* A number of an enumeration: by name where it has one. */
static void names_of_numbers(void **state)
{
	static const char json[] =
		"{\"nubpf\":1,\"enums\":[{\"values\":[\"BELOW\",-1,\"IN \\\"IT\\\"\",0]}],"
		"\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],"
		"\"events\":[{\"name\":\"e\",\"size\":24,\"fields\":["
		"{\"name\":\"x\",\"offset\":16,\"size\":4,\"names\":1},"
		"{\"name\":\"t\",\"kind\":\"text\",\"fields\":[{\"offset\":20,\"size\":1,"
		"\"names\":1}],\"parts\":[\"<\",0,\">\"]}]}]}";
	struct {
		struct wire_header h;
		int32_t x;
		int8_t t;
	} e = {.x = -1, .t = 0};
	struct run run = {.o = {.format = RENDER_JSONL}};

	(void)state;
	run_open_with(&run, json);
	send(&run, &e, sizeof(e));
	e.x = 2;
	send(&run, &e, sizeof(e));
	assert_output(&run, "{\"x\":\"BELOW\",\"t\":\"<IN \\\"IT\\\">\"}\n"
			    "{\"x\":2,\"t\":\"<IN \\\"IT\\\">\"}\n");
	run_close(&run);
}

/* Records of a text and a list of at most two numbers, in nine places; a list without places. */
static const char lists[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],"
	"\"events\":[{\"name\":\"e\",\"size\":104,\"fields\":["
	"{\"name\":\"l\",\"kind\":\"list\",\"offset\":20,\"size\":72,\"places\":9,\"taken_at\":16,"
	"\"null_at\":18,\"fields\":[{\"kind\":\"record\",\"fields\":["
	"{\"name\":\"s\",\"kind\":\"string\",\"size\":3},"
	"{\"name\":\"n\",\"kind\":\"list\",\"offset\":4,\"size\":4,\"places\":2,\"taken_at\":3,"
	"\"fields\":[{\"size\":1,\"null_at\":1}]}]}]},"
	"{\"name\":\"none\",\"kind\":\"list\"},{\"name\":\"t\",\"kind\":\"text\",\"null_at\":18,"
	"\"fields\":[{\"kind\":\"duration\",\"offset\":92,\"null_at\":19},{\"kind\":\"text\",\"fields\":["
	"{\"kind\":\"string\",\"offset\":100,\"size\":2}],\"parts\":[\"<\",0,\">\"]}],"
	"\"parts\":[\"\\\"\",0,\": \",1]}]},"
	"{\"name\":\"e\",\"size\":24,\"fields\":[{\"kind\":\"list\",\"offset\":16,\"size\":6,"
	"\"places\":2,\"fields\":[{\"kind\":\"string\",\"size\":3}]}],\"parts\":[\"l: \",0]}]}";

struct listed {
	struct wire_header h;
	uint8_t taken[2], null, null_time;
	struct {
		char s[3];
		uint8_t taken;
		struct {
			int8_t v;
			uint8_t null;
		} n[2];
	} places[9];
	int64_t time;
	char word[4];
} __attribute__((packed));

static void send_lists(struct run *run)
{
	struct listed l = {.taken = {0x82, 0xff}, .time = 1500, .word = "a\xff"};
	struct named line = {.h = {.event = 1}, .name = "abcd"};

	run_open_with(run, lists);
	for (int i = 0; i < 9; i++)
		memset(&l.places[i], 'a' + i, sizeof(l.places[i]));
	l.places[1].taken = 3;
	l.places[1].n[0].null = 0;
	l.places[7].taken = 0;
	l.places[8].taken = 2;
	l.places[8].n[1].null = 0;
	send(run, &l, sizeof(l));
	memset(l.taken, 0, sizeof(l.taken));
	l.null_time = 1;
	send(run, &l, sizeof(l));
	l.null = 1;
	send(run, &l, sizeof(l));
	send(run, &line, 24);
}

static void jsonl_lists(void **state)
{
	struct run run = {.o = {.format = RENDER_JSONL}};

	(void)state;
	send_lists(&run);
	assert_output(&run, "{\"l\":[{\"s\":\"bbb\",\"n\":[98,null]},{\"s\":\"hhh\",\"n\":[]},"
			    "{\"s\":\"iii\",\"n\":[105]}],\"none\":[],"
			    "\"t\":\"\\\"1µs 500ns: <a\xef\xbf\xbd>\"}\n"
			    "{\"l\":[],\"none\":[],\"t\":\"\\\": <a\xef\xbf\xbd>\"}\n"
			    "{\"l\":null,\"none\":[],\"t\":null}\n"
			    "{\"print\":\"l: [abc, d]\"}\n");
	run_close(&run);
}

static void jsonl_timestamps_and_the_users_columns(void **state)
{
	static const char json[] =
		"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"a\\\"b\",\"family\":"
		"\"k\"}],"
		"\"events\":[{\"name\":\"e\",\"size\":16,\"fields\":[{\"name\":\"none\","
		"\"kind\":\"nothing\"}]},{\"name\":\"e\",\"size\":24,\"fields\":["
		"{\"name\":\"probe\",\"offset\":16}]}]}";
	struct run run = {.o = {.format = RENDER_JSONL, .timestamps = true}};
	struct slow s = {.h = {.event = 1}};

	(void)state;
	run_open_with(&run, json);
	send(&run, &(struct wire_header){0, 0, 77}, sizeof(struct wire_header));
	send(&run, &s, 24);
	assert_output(&run, "{\"time\":77,\"probe\":\"a\\\"b\",\"none\":null}\n"
			    "{\"time\":null,\"probe\":0}\n");
	run_close(&run);
}

static void damaged_records_are_counted(void **state)
{
	struct run run;
	struct slow s = slow_of(0, 1, "x");

	(void)state;
	run_open(&run, RENDER_JSONL);
	send(&run, &s, 0);
	send(&run, &s, 15);
	send(&run, &s, sizeof(s) - 1);
	send(&run, &s, sizeof(s) + 8);
	s.h.event = 4;
	send(&run, &s, sizeof(s));
	assert_output(&run, "{\"damaged\":5,\"message\":\"records that nothing describes\"}\n");
	assert_int_equal(render_stats(run.r)->rows, 0);
	run_close(&run);
}

static void jsonl_many_rows_pass_through_a_small_buffer(void **state)
{
	struct run run;
	const char *text;
	size_t lines = 0;

	(void)state;
	run_open(&run, RENDER_JSONL);
	for (uint32_t i = 0; i < 5000; i++)
		send_slow(&run, 0, i, "bash");
	assert_int_equal(render_idle(run.r), 0);
	assert_int_equal(render_wait_ms(run.r), -1);
	text = text_of(&run, run.o.fd);
	for (const char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, 5000);
	assert_non_null(strstr(text, "\"pid\":4999,"));
	run_close(&run);
}

static void table_rows_of_two_shapes(void **state)
{
	struct run run;
	struct path p = {.h = {.event = 2}, .len = 5, .text = "a\n\x1b[m"};
	struct slow null = slow_of(0, 22, "日本");

	(void)state;
	run_open(&run, RENDER_TABLE);
	null.no_took = 1;
	send_slow(&run, 0, 1, "bash");
	send(&run, &p, sizeof(p));
	send(&run, &null, sizeof(null));
	send_slow(&run, 1, 1, "x\x1by");
	assert_output(
		&run,
		"took 1ms 234µs 567ns by x\\x1by\n"
		"slow\n"
		"╭─────────┬───────┬──────────────────┬───────────────────┬──────────┬─────────╮\n"
		"│   pid   │  ok   │       comm       │       took        │  bytes   │   ret   │\n"
		"├─────────┼───────┼──────────────────┼───────────────────┼──────────┼─────────┤\n"
		"│       1 │ true  │ bash             │   1ms 234µs 567ns │   1.2 MB │      -2 │\n"
		"│      22 │ true  │ 日本             │                   │   1.2 MB │      -2 │\n"
		"╰─────────┴───────┴──────────────────┴───────────────────┴──────────┴─────────╯\n"
		"path\n"
		"╭───────────╮\n"
		"│   value   │\n"
		"├───────────┤\n"
		"│ a\\n\\x1b[m │\n"
		"╰───────────╯\n");
	run_close(&run);
}

static void table_lists(void **state)
{
	struct run run = {.o = {.format = RENDER_TABLE}};
	const char *text;

	(void)state;
	send_lists(&run);
	assert_int_equal(render_summary(run.r, &(struct load_summary){0}), 0);
	text = text_of(&run, run.o.fd);
	assert_non_null(strstr(text, "l: [abc, d]\n"));
	assert_non_null(strstr(text, "│ [{s: bbb, n: [98, ]}, {s: hhh, n: []}, {s: iii, n: [105]}] "
				     "│ []       │ \"1µs 500ns: <a\xef\xbf\xbd> │\n"));
	assert_non_null(strstr(text, "│ []                                                         "
				     "│ []       │ \": <a\xef\xbf\xbd>          │\n"));
	assert_non_null(strstr(text, "│                                                            "
				     "│ []       │                  │\n"));
	run_close(&run);
}

/* One column of up to 64 bytes. */
static const char one_column[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],"
	"\"events\":[{\"name\":\"e\",\"size\":88,\"fields\":[{\"name\":\"name\",\"kind\":"
	"\"string\","
	"\"offset\":16,\"size\":64},{\"name\":\"n\",\"kind\":\"uint\",\"offset\":80}]}]}";

static void table_goes_on_until_it_must_grow(void **state)
{
	struct run run = {.o = {.format = RENDER_TABLE, .is_terminal = true}};
	struct named row = {.name = "a"};

	(void)state;
	run_open_with(&run, one_column);
	for (int i = 0; i < 20; i++)
		send(&run, &row, sizeof(row));
	assert_int_equal(render_wait_ms(run.r), 0);
	assert_int_equal(render_idle(run.r), 0);
	assert_non_null(strstr(text_of(&run, run.o.fd), "name"));
	assert_null(strstr(text_of(&run, run.o.fd), "╰"));
	row.n = 7;
	send(&run, &row, sizeof(row));
	assert_true(render_wait_ms(run.r) > 0);
	assert_int_equal(render_idle(run.r), 0);
	assert_null(strstr(text_of(&run, run.o.fd), "7"));
	usleep(110000);
	assert_int_equal(render_wait_ms(run.r), 0);
	assert_int_equal(render_idle(run.r), 0);
	assert_non_null(strstr(text_of(&run, run.o.fd), "│       7 │\n"));
	assert_null(strstr(text_of(&run, run.o.fd), "╰"));
	strcpy(row.name, "twenty characters at");
	send(&run, &row, sizeof(row));
	assert_output(&run, arena_printf(&run.a, "%s%s", text_of(&run, run.o.fd),
					 "╰──────────────────┴─────────╯\n"
					 "╭──────────────────────┬─────────╮\n"
					 "│         name         │    n    │\n"
					 "├──────────────────────┼─────────┤\n"
					 "│ twenty characters at │       7 │\n"
					 "╰──────────────────────┴─────────╯\n"));
	run_close(&run);
}

static void table_keeps_to_a_narrow_terminal(void **state)
{
	struct run run = {.o = {.format = RENDER_TABLE, .is_terminal = true, .width = 28}};
	struct named row = {.name = "日本日本日本日本日本日本"};

	(void)state;
	run_open_with(&run, one_column);
	send(&run, &(struct named){.n = 1}, sizeof(row));
	send(&run, &row, sizeof(row));
	assert_output(&run, "╭────────────────┬─────────╮\n"
			    "│      name      │    n    │\n"
			    "├────────────────┼─────────┤\n"
			    "│                │       1 │\n"
			    "│ 日本日本日本…  │       0 │\n"
			    "╰────────────────┴─────────╯\n");
	run_close(&run);
}

static void table_shows_time_and_color(void **state)
{
	struct run run = {.o = {.format = RENDER_TABLE, .timestamps = true, .color = true}};
	struct named row = {.name = "a"};
	struct timespec t;

	(void)state;
	setenv("TZ", "UTC", 1);
	run_open_with(&run, one_column);
	clock_gettime(CLOCK_MONOTONIC, &t);
	row.h.time = (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
	send(&run, &row, sizeof(row));
	row.h.time = 0;
	send(&run, &row, sizeof(row));
	assert_int_equal(render_summary(run.r, &(struct load_summary){0}), 0);
	assert_non_null(strstr(text_of(&run, run.o.fd), "│ \x1b[1;32m"
							"probe\x1b[0m │"));
	assert_non_null(strstr(text_of(&run, run.o.fd), "│                 │ p     │"));
	run_close(&run);
}

/* Keys of "by", of "size". */
struct by {
	char comm[8];
	uint32_t cpu;
};

struct sized {
	char comm[8];
	uint32_t bucket;
};

static void show_maps(struct run *run)
{
	static const struct by bash = {"bash", 1}, bash0 = {"bash", 0}, nu = {"nu", 3};
	static const struct sized s[] = {{"nu", 12}, {"nu", 14}, {"bash", 1}, {"nu", 10}};
	static const uint32_t n[] = {0, 1, 3, 4, 12};
	const struct manifest_map *maps = run->m->maps.v;
	struct map_row by[] = {{&nu, {.n = 40}}, {&bash, {.n = 2}}, {&bash0, {.n = 2}}};
	struct map_row all[] = {{&n[0], {.n = 9}}};
	struct map_row took[] = {{&n[4], {.n = 12}}, {&n[1], {.n = 0}}, {&n[0], {.n = 3}}};
	struct map_row size[] = {
		{&s[0], {.n = 5}}, {&s[1], {.n = 4}}, {&s[2], {.n = 7}}, {&s[3], {.n = 1}}};
	struct map_row lin[] = {{&n[0], {.n = 1}}, {&n[2], {.n = 8}}, {&n[4], {.n = 3}}};

	assert_int_equal(render_map(run->r, &maps[0], all, 1), 0);
	assert_int_equal(render_map(run->r, &maps[1], by, 3), 0);
	assert_int_equal(render_map(run->r, &maps[1], NULL, 0), 0);
	assert_int_equal(render_map(run->r, &maps[2], took, 3), 0);
	assert_int_equal(render_map(run->r, &maps[2], took + 1, 1), 0);
	assert_int_equal(render_map(run->r, &maps[3], size, 4), 0);
	assert_int_equal(render_map(run->r, &maps[3], NULL, 0), 0);
	assert_int_equal(render_map(run->r, &maps[4], lin, 3), 0);
	assert_int_equal(render_state(run->r, &run->m->states.v[0], &(int64_t){-3}), 0);
}

static void jsonl_maps(void **state)
{
	struct run run;

	(void)state;
	run_open(&run, RENDER_JSONL);
	show_maps(&run);
	assert_output(
		&run,
		"{\"map\":\"all\",\"count\":9}\n"
		"{\"map\":\"by\",\"key\":{\"comm\":\"nu\",\"cpu\":3},\"count\":40}\n"
		"{\"map\":\"by\",\"key\":{\"comm\":\"bash\",\"cpu\":0},\"count\":2}\n"
		"{\"map\":\"by\",\"key\":{\"comm\":\"bash\",\"cpu\":1},\"count\":2}\n"
		"{\"map\":\"took\",\"unit\":\"duration\",\"buckets\":["
		"{\"low\":null,\"high\":0,\"count\":3},"
		"{\"low\":1024,\"high\":2048,\"count\":12}]}\n"
		"{\"map\":\"took\",\"unit\":\"duration\",\"buckets\":[]}\n"
		"{\"map\":\"size\",\"key\":\"bash\",\"unit\":\"filesize\",\"buckets\":["
		"{\"low\":0,\"high\":1,\"count\":7}]}\n"
		"{\"map\":\"size\",\"key\":\"nu\",\"unit\":\"filesize\",\"buckets\":["
		"{\"low\":256,\"high\":512,\"count\":1},"
		"{\"low\":1024,\"high\":2048,\"count\":5},"
		"{\"low\":4096,\"high\":8192,\"count\":4}]}\n"
		"{\"map\":\"lin\",\"buckets\":[{\"low\":null,\"high\":-10,\"count\":1},"
		"{\"low\":10,\"high\":20,\"count\":8},{\"low\":95,\"high\":null,\"count\":3}]}\n"
		"{\"state\":\"hits\",\"probe\":\"done\",\"value\":-3}\n");
	run_close(&run);
}

static void table_maps(void **state)
{
	struct run run;

	(void)state;
	run_open(&run, RENDER_TABLE);
	show_maps(&run);
	assert_output(&run, "\nall: 9\n"
			    "\nby\n"
			    "╭──────┬─────┬───────┬────────────────────────────────╮\n"
			    "│ comm │ cpu │ count │                                │\n"
			    "├──────┼─────┼───────┼────────────────────────────────┤\n"
			    "│ nu   │   3 │    40 │ ██████████████████████████████ │\n"
			    "│ bash │   0 │     2 │ █▌                             │\n"
			    "│ bash │   1 │     2 │ █▌                             │\n"
			    "╰──────┴─────┴───────┴────────────────────────────────╯\n"
			    "3 keys, 44 in total\n"
			    "\nby: empty\n"
			    "\ntook\n"
			    "       < 0ns   3 │██████████                              │\n"
			    "           ⋮\n"
			    "  [1µs, 2µs)  12 │████████████████████████████████████████│\n"
			    "       total  15\n"
			    "\ntook: empty\n"
			    "\nsize: bash\n"
			    "     0B  7 │████████████████████████████████████████│\n"
			    "  total  7\n"
			    "\nsize: nu\n"
			    "  [256B, 512B)   1 │████████                                │\n"
			    "  [512B, 1KiB)   0 │                                        │\n"
			    "  [1KiB, 2KiB)   5 │████████████████████████████████████████│\n"
			    "  [2KiB, 4KiB)   0 │                                        │\n"
			    "  [4KiB, 8KiB)   4 │████████████████████████████████        │\n"
			    "         total  10\n"
			    "\nsize: empty\n"
			    "\nlin\n"
			    "     < -10   1 │█████                                   │\n"
			    "  [-10, 0)   0 │                                        │\n"
			    "   [0, 10)   0 │                                        │\n"
			    "  [10, 20)   8 │████████████████████████████████████████│\n"
			    "         ⋮\n"
			    "      ≥ 95   3 │███████████████                         │\n"
			    "     total  12\n"
			    "\nhits of done: -3\n");
	run_close(&run);
}

static const char aggregates[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],\"maps\":["
	"{\"symbol\":\"a\",\"name\":\"sums\",\"use\":\"sum\",\"unit\":\"filesize\",\"key\":{"
	"\"size\":4}},"
	"{\"symbol\":\"b\",\"name\":\"all\",\"use\":\"stats\",\"unit\":\"duration\",\"key\":{"
	"\"size\":4}},"
	"{\"symbol\":\"c\",\"name\":\"mean\",\"use\":\"avg\",\"unit\":\"int\"},"
	"{\"symbol\":\"d\",\"name\":\"least\",\"use\":\"min\",\"unit\":\"int\"}]}";

static void table_aggregates(void **state)
{
	struct run run = {.o = {.format = RENDER_TABLE}};
	static const uint32_t n[] = {0, 7};
	struct map_row rows[] = {
		{&n[0], {.n = 1, .sum = 3000, .least = 3000, .greatest = 3000}},
		{&n[1], {.n = 2, .sum = 12000, .least = 4000, .greatest = 8000}},
	};
	struct map_row none[] = {{&n[0], {.n = 0}}};

	(void)state;
	run_open_with(&run, aggregates);
	assert_int_equal(render_map(run.r, &run.m->maps.v[0], rows, 2), 0);
	assert_int_equal(render_map(run.r, &run.m->maps.v[1], rows, 2), 0);
	assert_int_equal(render_map(run.r, &run.m->maps.v[2], rows, 1), 0);
	assert_int_equal(render_map(run.r, &run.m->maps.v[3], rows, 1), 0);
	assert_int_equal(render_map(run.r, &run.m->maps.v[3], none, 1), 0);
	assert_output(&run, "\nsums\n"
			    "╭─────┬─────────┬────────────────────────────────╮\n"
			    "│ key │   sum   │                                │\n"
			    "├─────┼─────────┼────────────────────────────────┤\n"
			    "│   7 │ 12.0 kB │ ██████████████████████████████ │\n"
			    "│   0 │  3.0 kB │ ███████▌                       │\n"
			    "╰─────┴─────────┴────────────────────────────────╯\n"
			    "2 keys, 15.0 kB in total\n"
			    "\nall\n"
			    "╭─────┬───────┬──────┬─────┬─────┬─────╮\n"
			    "│ key │ count │ sum  │ avg │ min │ max │\n"
			    "├─────┼───────┼──────┼─────┼─────┼─────┤\n"
			    "│   7 │     2 │ 12µs │ 6µs │ 4µs │ 8µs │\n"
			    "│   0 │     1 │  3µs │ 3µs │ 3µs │ 3µs │\n"
			    "╰─────┴───────┴──────┴─────┴─────┴─────╯\n"
			    "2 keys, 3 values, 15µs in total\n"
			    "\nmean: avg 3000, count 1\n"
			    "\nleast: 3000\n"
			    "\nleast: empty\n");
	run_close(&run);
}

static const char own_maps[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"k\"}],\"maps\":["
	"{\"symbol\":\"a\",\"name\":\"own\",\"use\":\"map\",\"key\":{\"size\":4},\"value\":{"
	"\"kind\":"
	"\"record\",\"fields\":[{\"name\":\"n\",\"size\":4},{\"name\":\"t\",\"kind\":\"duration\","
	"\"offset\":8}"
	"]}},{\"symbol\":\"b\",\"name\":\"queue\",\"use\":\"map\",\"value\":{\"kind\":\"bool\"}}]}";

static void show_own_maps(struct run *run, enum render_format format)
{
	static const uint32_t keys[] = {7, 3};
	static const struct {
		int32_t n;
		int64_t t;
	} values[] = {{1, 1000}, {-2, 3000000}, {5, 0}};
	struct map_entry entries[] = {
		{&keys[0], &values[0], 1}, {&keys[0], &values[1], 0}, {&keys[1], &values[2], 1}};
	static const bool bools[] = {true, false};
	struct map_entry queue[] = {{NULL, &bools[0], -1}, {NULL, &bools[1], -1}};

	*run = (struct run){.o = {.format = format, .own_maps = true}};
	run_open_with(run, own_maps);
	assert_int_equal(render_entries(run->r, &run->m->maps.v[0], entries, 3), 0);
	assert_int_equal(render_entries(run->r, &run->m->maps.v[0], NULL, 0), 0);
	assert_int_equal(render_entries(run->r, &run->m->maps.v[1], queue, 2), 0);
}

static void table_own_maps(void **state)
{
	struct run run;

	(void)state;
	show_own_maps(&run, RENDER_TABLE);
	assert_output(&run, "\nown\n"
			    "╭─────┬─────┬────┬──────╮\n"
			    "│ key │ cpu │ n  │  t   │\n"
			    "├─────┼─────┼────┼──────┤\n"
			    "│   3 │   1 │  5 │ 0sec │\n"
			    "│   7 │   0 │ -2 │  3ms │\n"
			    "│   7 │   1 │  1 │  1µs │\n"
			    "╰─────┴─────┴────┴──────╯\n"
			    "\nown: empty\n"
			    "\nqueue\n"
			    "╭───────╮\n"
			    "│ value │\n"
			    "├───────┤\n"
			    "│ true  │\n"
			    "│ false │\n"
			    "╰───────╯\n");
	run_close(&run);
}

static void other_formats_of_own_maps(void **state)
{
	struct run run;

	(void)state;
	show_own_maps(&run, RENDER_JSONL);
	assert_output(&run,
		      "{\"map\":\"own\",\"key\":3,\"cpu\":1,\"value\":{\"n\":5,\"t\":0}}\n"
		      "{\"map\":\"own\",\"key\":7,\"cpu\":0,\"value\":{\"n\":-2,\"t\":3000000}}\n"
		      "{\"map\":\"own\",\"key\":7,\"cpu\":1,\"value\":{\"n\":1,\"t\":1000}}\n"
		      "{\"map\":\"queue\",\"value\":true}\n{\"map\":\"queue\",\"value\":false}\n");
	run_close(&run);
	show_own_maps(&run, RENDER_NUON);
	assert_output(
		&run,
		"[\n{\"map\":\"own\",\"key\":3,\"cpu\":1,\"value\":{\"n\":5,\"t\":0ns}},\n"
		"{\"map\":\"own\",\"key\":7,\"cpu\":0,\"value\":{\"n\":-2,\"t\":3000000ns}},\n"
		"{\"map\":\"own\",\"key\":7,\"cpu\":1,\"value\":{\"n\":1,\"t\":1000ns}},\n"
		"{\"map\":\"queue\",\"value\":true},\n{\"map\":\"queue\",\"value\":false}\n]\n");
	run_close(&run);
	show_own_maps(&run, RENDER_CSV);
	assert_output(&run, "event,key,cpu,n,t,value\r\n"
			    "own,3,1,5,0,\r\nown,7,0,-2,3000000,\r\nown,7,1,1,1000,\r\n"
			    "queue,,,,,true\r\nqueue,,,,,false\r\n");
	run_close(&run);
}

static void show_summary(struct run *run)
{
	static const uint64_t sites[] = {34, 5};
	static const struct load_program programs[] = {
		{.skipped = "no such function", .lost = 2, .misses = 1, .runs = 4, .run_ns = 6000},
	};
	struct load_summary s = {10040000000, sites, programs};

	send_slow(run, 0, 1, "x");
	assert_int_equal(render_summary(run->r, &s), 0);
}

static void summary_tells_what_was_lost(void **state)
{
	struct run run;

	(void)state;
	run_open(&run, RENDER_JSONL);
	show_summary(&run);
	assert_string_equal(
		text_of(&run, run.summary_fd),
		"1 event, 7 lost, 34 run-time errors in 10.0 s; 6.0 µs in BPF, 4 runs of 1.5 µs\n"
		"done: not attached: no such function\n"
		"done: 2 events lost\n"
		"done: the kernel left out 1 run\n"
		"opens.nu:12:9: division by zero (34 events)\n"
		"opens.nu:14:3: no room for the event (5 events)\n");
	assert_non_null(
		strstr(text_of(&run, run.o.fd),
		       "{\"lost\":2,\"probe\":\"done\",\"message\":\"events lost\"}\n"
		       "{\"misses\":1,\"probe\":\"done\",\"message\":\"runs that the kernel "
		       "left out\"}\n"
		       "{\"error\":34,\"probe\":\"done\",\"at\":\"opens.nu:12:9\","
		       "\"message\":\"division by zero\"}\n"
		       "{\"lost\":5,\"probe\":\"done\",\"at\":\"opens.nu:14:3\","
		       "\"message\":\"no room for the event\"}\n"));
	run_close(&run);
}

static void summary_of_a_quiet_run(void **state)
{
	struct run run;

	(void)state;
	run_open(&run, RENDER_JSONL);
	assert_output(&run, "");
	assert_string_equal(text_of(&run, run.summary_fd),
			    "0 events, 0 lost, 0 run-time errors in 10.0 s\n");
	run_close(&run);
}

static void a_reader_that_left_is_epipe(void **state)
{
	struct run run = {.o = {.format = RENDER_JSONL}};
	int pipe_fds[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	run_open_with(&run, full);
	assert_int_equal(pipe(pipe_fds), 0);
	close(pipe_fds[0]);
	assert_int_equal(dup2(pipe_fds[1], run.o.fd), run.o.fd);
	send_slow(&run, 0, 1, "x");
	assert_int_equal(render_idle(run.r), -EPIPE);
	for (int i = 0; i < 5000; i++)
		assert_int_equal(render_event(run.r, &(struct slow){.pid = 1}, sizeof(struct slow)),
				 -EPIPE);
	close(pipe_fds[1]);
	run_close(&run);
}

/* The forms are those of Nushell 0.115.1: `$x | into string`. */
static void units_are_nushells(void **state)
{
	static const struct {
		int64_t v;
		const char *duration, *filesize;
	} units[] = {
		{0, "0sec", "0 B"},
		{999, "999ns", "999 B"},
		{1023, "1µs 23ns", "1.0 kB"},
		{1299, "1µs 299ns", "1.2 kB"},
		{1234567, "1ms 234µs 567ns", "1.2 MB"},
		{-1234567, "-1ms 234µs 567ns", "-1.2 MB"},
		{999999, "999µs 999ns", "999.9 kB"},
		{60000000000, "1min", "60.0 GB"},
		{604800000000000 * 10 + 86400000000000, "10wk 1day", "6.1 PB"},
		{INT64_MAX, "15250wk 1day 23hr 47min 16sec 854ms 775µs 807ns", "9.2 EB"},
		{INT64_MIN, "--15250wk -1day -23hr -47min -16sec -854ms -775µs -808ns",
		 "-9.2 EB"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		char text[UNITS_MAX + 1];

		text[units_duration(text, units[i].v)] = '\0';
		assert_string_equal(text, units[i].duration);
		text[units_filesize(text, units[i].v)] = '\0';
		assert_string_equal(text, units[i].filesize);
	}
}

static void bounds_are_short(void **state)
{
	static const struct {
		enum wire_kind unit;
		int64_t v;
		bool rough;
		const char *text;
	} bounds[] = {
		{WIRE_DURATION, 512, true, "512ns"},
		{WIRE_DURATION, 1024, true, "1µs"},
		{WIRE_DURATION, 1ll << 36, true, "1min"},
		{WIRE_DURATION, 1500, false, "1µs 500ns"},
		{WIRE_FILESIZE, 4096, true, "4KiB"},
		{WIRE_FILESIZE, 1500, false, "1500B"},
		{WIRE_UINT, INT64_MIN, true, "9223372036854775808"},
		{WIRE_INT, INT64_MIN, true, "-9223372036854775808"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bounds); i++) {
		char text[UNITS_MAX + 1];

		text[units_bound(text, bounds[i].unit, bounds[i].v, bounds[i].rough)] = '\0';
		assert_string_equal(text, bounds[i].text);
	}
}

static void formats_are_found_by_name(void **state)
{
	(void)state;
	assert_int_equal(render_format_find(SV("table")), RENDER_TABLE);
	assert_int_equal(render_format_find(SV("jsonl")), RENDER_JSONL);
	assert_int_equal(render_format_find(SV("xml")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jsonl_rows),
		cmocka_unit_test(jsonl_every_kind),
		cmocka_unit_test(names_of_numbers),
		cmocka_unit_test(jsonl_lists),
		cmocka_unit_test(jsonl_timestamps_and_the_users_columns),
		cmocka_unit_test(damaged_records_are_counted),
		cmocka_unit_test(jsonl_many_rows_pass_through_a_small_buffer),
		cmocka_unit_test(table_rows_of_two_shapes),
		cmocka_unit_test(table_lists),
		cmocka_unit_test(table_goes_on_until_it_must_grow),
		cmocka_unit_test(table_keeps_to_a_narrow_terminal),
		cmocka_unit_test(table_shows_time_and_color),
		cmocka_unit_test(jsonl_maps),
		cmocka_unit_test(table_maps),
		cmocka_unit_test(table_aggregates),
		cmocka_unit_test(table_own_maps),
		cmocka_unit_test(other_formats_of_own_maps),
		cmocka_unit_test(summary_tells_what_was_lost),
		cmocka_unit_test(summary_of_a_quiet_run),
		cmocka_unit_test(a_reader_that_left_is_epipe),
		cmocka_unit_test(units_are_nushells),
		cmocka_unit_test(bounds_are_short),
		cmocka_unit_test(formats_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
