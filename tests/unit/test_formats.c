/*
 * test_formats.c - hostile values in every format for programs: extremes of numbers, names and
 * texts that mean something to the format, bytes that are no text.
 */
#include "loader/render.h"

#include <setjmp.h>
#include <cmocka.h>
#include <msgpack.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Names with quotes, a comma, a backslash; values of every kind; sums of more than 64 bits. */
static const char object[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\\\"1\",\"family\":\"k\"}],"
	"\"events\":["
	"{\"name\":\"r,1\",\"size\":96,\"fields\":["
	"{\"name\":\"a\\\"b,\\\\\",\"kind\":\"string\",\"offset\":16,\"size\":16,\"len_at\":32},"
	"{\"name\":\"u\",\"kind\":\"uint\",\"offset\":40},"
	"{\"name\":\"d\",\"kind\":\"duration\",\"offset\":48,\"null_at\":36},"
	"{\"name\":\"f\",\"kind\":\"filesize\",\"offset\":56},"
	"{\"name\":\"in\",\"kind\":\"record\",\"fields\":["
	"{\"name\":\"\\u001b\",\"kind\":\"bool\",\"offset\":37},"
	"{\"name\":\"l\",\"kind\":\"list\",\"offset\":64,\"size\":16,\"places\":2,\"taken_at\":38,"
	"\"fields\":[{\"kind\":\"int\"}]},"
	"{\"name\":\"none\",\"kind\":\"nothing\"}]},"
	"{\"name\":\"raw\",\"kind\":\"binary\",\"offset\":80,\"size\":4,\"len_at\":84}]},"
	"{\"name\":\"s\",\"size\":24,\"is_scalar\":true,\"fields\":[{\"offset\":16}]},"
	"{\"name\":\"s\",\"size\":24,\"fields\":[{\"offset\":16}],\"parts\":[\"n=\",0,\"\\n\"]}],"
	"\"maps\":["
	"{\"symbol\":\"m0\",\"name\":\"st\",\"use\":\"stats\",\"unit\":\"duration\",\"key\":{"
	"\"kind\":"
	"\"record\",\"fields\":[{\"name\":\"k\",\"kind\":\"string\",\"size\":4}]}},"
	"{\"symbol\":\"m1\",\"name\":\"su\",\"use\":\"sum\",\"unit\":\"int\"},"
	"{\"symbol\":\"m2\",\"name\":\"h\",\"use\":\"hist\",\"unit\":\"uint\",\"bucket_at\":0}],"
	"\"states\":[{\"name\":\"kept\",\"symbol\":\"kept\",\"program\":0,\"value\":{}}]}";

struct row {
	struct wire_header h;
	char text[16];
	uint32_t len;
	uint8_t no_d, flag, taken, pad;
	uint64_t u;
	int64_t d, f, list[2];
	uint8_t raw[4];
	uint32_t raw_len, rest[2];
};

struct scalar {
	struct wire_header h;
	int64_t v;
};

static int formatted(enum render_format format, int lines_fd)
{
	struct arena a = {0};
	struct render_options o = {.format = format,
				   .fd = memfd_create("out", 0),
				   .lines_fd = lines_fd,
				   .summary_fd = -1};
	struct row row = {
		.h = {.event = 0}, .text = "\"\\,\r\n\x1b\xff\xe2\x80\xae\x7f$x", .len = 13};
	struct scalar s = {.h = {.event = 1}, .v = INT64_MIN};
	const uint32_t key = 0, buckets[] = {2, 65};
	const struct map_row stats[] = {{"k\"1",
					 {.n = 3, .sum = -7, .least = INT64_MIN, .greatest = 5}},
					{"no", {.n = 0}}},
			     sum = {&key, {.sum = (tally_sum)INT64_MAX * 4}},
			     hist[] = {{&buckets[0], {.n = 1}}, {&buckets[1], {.n = UINT64_MAX}}};
	const char *error;
	struct manifest *m = manifest_read(&a, sv_cstr(object), &error);
	struct render *r;

	assert_non_null(m);
	row.u = UINT64_MAX;
	row.d = INT64_MIN;
	row.f = -5;
	row.taken = 2;
	row.list[1] = INT64_MAX;
	memcpy(row.raw, "\0\xff\"\n", 4);
	row.raw_len = 4;
	r = render_open(&a, m, &o);
	assert_int_equal(render_event(r, &row, sizeof(row)), 0);
	row = (struct row){.no_d = 1, .flag = 1, .raw_len = 9};
	assert_int_equal(render_event(r, &row, sizeof(row)), 0);
	assert_int_equal(render_event(r, &s, sizeof(s)), 0);
	s.h.event = 2;
	assert_int_equal(render_event(r, &s, sizeof(s)), 0);
	assert_int_equal(render_map(r, &m->maps.v[0], stats, 2), 0);
	assert_int_equal(render_map(r, &m->maps.v[1], &sum, 1), 0);
	assert_int_equal(render_map(r, &m->maps.v[2], hist, 2), 0);
	assert_int_equal(render_state(r, &m->states.v[0], &s.v), 0);
	assert_int_equal(render_summary(r, &(struct load_summary){0}), 0);
	assert_int_equal(render_stats(r)->cut, format != RENDER_OPENMETRICS); /* shows no rows */
	arena_free(&a);
	return o.fd;
}

static void assert_text(enum render_format format, const char *want, const char *want_lines)
{
	int lines_fd = memfd_create("lines", 0), fd = formatted(format, lines_fd);
	char text[8192] = "", lines[256] = "";

	assert_true(pread(fd, text, sizeof(text) - 1, 0) >= 0);
	assert_true(pread(lines_fd, lines, sizeof(lines) - 1, 0) >= 0);
	assert_string_equal(text, want);
	assert_string_equal(lines, want_lines);
	close(fd);
	close(lines_fd);
}

static void json_is_one_array(void **state)
{
	(void)state;
	assert_text(
		RENDER_JSON,
		"[\n"
		"{\"event\":\"r,1\",\"a\\\"b,\\\\\":\"\\\"\\\\,"
		"\\r\\n\\u001b\xef\xbf\xbd\xe2\x80\xae"
		"\\u007f$x\",\"u\":18446744073709551615,\"d\":-9223372036854775808,\"f\":-5,\"in\":"
		"{"
		"\"\\u001b\":false,\"l\":[9223372036854775807],\"none\":null},\"raw\":[0,255,34,10]"
		"},"
		"\n"
		"{\"event\":\"r,1\",\"a\\\"b,\\\\\":\"\",\"u\":0,\"d\":null,\"f\":0,\"in\":{"
		"\"\\u001b"
		"\":true,\"l\":[],\"none\":null},\"raw\":[0,0,0,0]},\n"
		"{\"event\":\"s\",\"value\":-9223372036854775808},\n"
		"{\"print\":\"n=-9223372036854775808\\n\"},\n"
		"{\"map\":\"st\",\"key\":{\"k\":\"k\\\"1\"},\"unit\":\"duration\",\"count\":3,\"sum"
		"\":-7,\"avg\":-2,\"min\":-9223372036854775808,\"max\":5},\n"
		"{\"map\":\"st\",\"key\":{\"k\":\"no\"},\"unit\":\"duration\",\"count\":0,\"sum\":"
		"0,"
		"\"avg\":null,\"min\":null,\"max\":null},\n"
		"{\"map\":\"su\",\"sum\":36893488147419103228},\n"
		"{\"map\":\"h\",\"buckets\":[{\"low\":1,\"high\":2,\"count\":1},{\"low\":"
		"922337203685"
		"4775808,\"high\":null,\"count\":18446744073709551615}]},\n"
		"{\"state\":\"kept\",\"probe\":\"p\\\"1\",\"value\":-9223372036854775808}\n"
		"]\n",
		"");
}

static void nuon_keeps_kinds(void **state)
{
	(void)state;
	assert_text(
		RENDER_NUON,
		"[\n"
		"{\"event\":\"r,1\",\"a\\\"b,\\\\\":\"\\\"\\\\,\\u{d}\\u{a}\\u{1b}\xef\xbf\xbd\xe2"
		"\x80\xae\\u{7f}$x\",\"u\":\"18446744073709551615\",\"d\":-9223372036854775808ns,"
		"\"f"
		"\":-5b,\"in\":{\"\\u{1b}\":false,\"l\":[9223372036854775807],\"none\":null},"
		"\"raw\":"
		"0x[00FF220A]},\n"
		"{\"event\":\"r,1\",\"a\\\"b,\\\\\":\"\",\"u\":0,\"d\":null,\"f\":0b,\"in\":{\"\\u{"
		"1b"
		"}\":true,\"l\":[],\"none\":null},\"raw\":0x[00000000]},\n"
		"{\"event\":\"s\",\"value\":-9223372036854775808},\n"
		"{\"print\":\"n=-9223372036854775808\\u{a}\"},\n"
		"{\"map\":\"st\",\"key\":{\"k\":\"k\\\"1\"},\"unit\":\"duration\",\"count\":3,\"sum"
		"\":-7ns,\"avg\":-2ns,\"min\":-9223372036854775808ns,\"max\":5ns},\n"
		"{\"map\":\"st\",\"key\":{\"k\":\"no\"},\"unit\":\"duration\",\"count\":0,\"sum\":"
		"0ns"
		",\"avg\":null,\"min\":null,\"max\":null},\n"
		"{\"map\":\"su\",\"sum\":\"36893488147419103228\"},\n"
		"{\"map\":\"h\",\"buckets\":[{\"low\":1,\"high\":2,\"count\":1},{\"low\":"
		"\"9223372036"
		"854775808\",\"high\":null,\"count\":\"18446744073709551615\"}]},\n"
		"{\"state\":\"kept\",\"probe\":\"p\\\"1\",\"value\":-9223372036854775808}\n"
		"]\n",
		"");
}

static void csv_has_fixed_columns(void **state)
{
	(void)state;
	assert_text(
		RENDER_CSV,
		"event,\"a\"\"b,\\\",u,d,f,in,raw,value,k,count,sum,avg,min,max,low,high\r\n"
		"\"r,1\",\"\"\"\\,\r\n"
		"\x1b\xef\xbf\xbd\xe2\x80\xae\x7f$x\",18446744073709551615,-9223372036854775808,-5,"
		"\"{\"\"\\u001b\"\":false,\"\"l\"\":[9223372036854775807],\"\"none\"\":null}\",\"["
		"0,2"
		"55,34,10]\",,,,,,,,,\r\n"
		"\"r,1\",,0,,0,\"{\"\"\\u001b\"\":true,\"\"l\"\":[],\"\"none\"\":null}\",\"[0,0,0,"
		"0]"
		"\",,,,,,,,,\r\n"
		"s,,,,,,,-9223372036854775808,,,,,,,,\r\n"
		"st,,,,,,,,\"k\"\"1\",3,-7,-2,-9223372036854775808,5,,\r\n"
		"st,,,,,,,,no,0,0,,,,,\r\n"
		"su,,,,,,,,,,36893488147419103228,,,,,\r\n"
		"h,,,,,,,,,1,,,,,1,2\r\n"
		"h,,,,,,,,,18446744073709551615,,,,,9223372036854775808,\r\n"
		"kept,,,,,,,-9223372036854775808,,,,,,,,\r\n",
		"n=-9223372036854775808\n\n");
}

/* A scraper reads it: no name, label or text may end where it should not. */
static void openmetrics_has_families(void **state)
{
	(void)state;
	assert_text(RENDER_OPENMETRICS,
		    "# TYPE nubpf_stats_st_count counter\n"
		    "# HELP nubpf_stats_st_count count \"st\" of \n"
		    "nubpf_stats_st_count_total{k=\"k\\\"1\"} 3\n"
		    "nubpf_stats_st_count_total{k=\"no\"} 0\n"
		    "# TYPE nubpf_stats_st_sum_seconds gauge\n"
		    "# UNIT nubpf_stats_st_sum_seconds seconds\n"
		    "# HELP nubpf_stats_st_sum_seconds sum \"st\" of \n"
		    "nubpf_stats_st_sum_seconds{k=\"k\\\"1\"} -0.000000007\n"
		    "nubpf_stats_st_sum_seconds{k=\"no\"} 0.000000000\n"
		    "# TYPE nubpf_stats_st_avg_seconds gauge\n"
		    "# UNIT nubpf_stats_st_avg_seconds seconds\n"
		    "# HELP nubpf_stats_st_avg_seconds avg \"st\" of \n"
		    "nubpf_stats_st_avg_seconds{k=\"k\\\"1\"} -0.000000002\n"
		    "# TYPE nubpf_stats_st_min_seconds gauge\n"
		    "# UNIT nubpf_stats_st_min_seconds seconds\n"
		    "# HELP nubpf_stats_st_min_seconds min \"st\" of \n"
		    "nubpf_stats_st_min_seconds{k=\"k\\\"1\"} -9223372036.854775808\n"
		    "# TYPE nubpf_stats_st_max_seconds gauge\n"
		    "# UNIT nubpf_stats_st_max_seconds seconds\n"
		    "# HELP nubpf_stats_st_max_seconds max \"st\" of \n"
		    "nubpf_stats_st_max_seconds{k=\"k\\\"1\"} 0.000000005\n"
		    "# TYPE nubpf_sum_su gauge\n"
		    "# HELP nubpf_sum_su sum \"su\" of \n"
		    "nubpf_sum_su 36893488147419103228\n"
		    "# TYPE nubpf_hist_h histogram\n"
		    "# HELP nubpf_hist_h values \"h\" of \n"
		    "nubpf_hist_h_bucket{le=\"1\"} 1\n"
		    "nubpf_hist_h_bucket{le=\"+Inf\"} 18446744073709551615\n"
		    "# TYPE nubpf_state_kept gauge\n"
		    "# HELP nubpf_state_kept state \"kept\" of \n"
		    "nubpf_state_kept{probe=\"p\\\"1\"} -9223372036854775808\n"
		    "# TYPE nubpf_rows counter\n"
		    "# HELP nubpf_rows rows that were emitted and read\n"
		    "nubpf_rows_total 3\n"
		    "# EOF\n",
		    "n=-9223372036854775808\n\n");
}

static void msgpack_is_a_stream_of_maps(void **state)
{
	int fd = formatted(RENDER_MSGPACK, -1);
	char bytes[8192], *text;
	size_t size, at = 0;
	ssize_t n = pread(fd, bytes, sizeof(bytes), 0);
	FILE *out = open_memstream(&text, &size);
	msgpack_unpacked thing;

	(void)state;
	assert_non_null(out);
	assert_true(n > 0);
	msgpack_unpacked_init(&thing);
	while (msgpack_unpack_next(&thing, bytes, (size_t)n, &at) == MSGPACK_UNPACK_SUCCESS) {
		msgpack_object_print(out, thing.data);
		fputc('\n', out);
	}
	msgpack_unpacked_destroy(&thing);
	fclose(out);
	assert_int_equal(at, n);
	assert_string_equal(
		text,
		"{\"event\"=>\"r,1\", \"a\"b,\\\"=>\"\"\\,\r\n"
		"\x1b\xef\xbf\xbd\xe2\x80\xae\x7f$x\", \"u\"=>18446744073709551615, "
		"\"d\"=>-922337203"
		"6854775808, \"f\"=>-5, \"in\"=>{\"\x1b\"=>false, \"l\"=>[9223372036854775807], "
		"\"non"
		"e\"=>nil}, \"raw\"=>\"\\x00\\xff\\\"\\x0a\"}\n"
		"{\"event\"=>\"r,1\", \"a\"b,\\\"=>\"\", \"u\"=>0, \"d\"=>nil, \"f\"=>0, \"in\"=>{"
		"\"\x1b\"=>true, \"l\"=>[], \"none\"=>nil}, \"raw\"=>\"\\x00\\x00\\x00\\x00\"}\n"
		"{\"event\"=>\"s\", \"value\"=>-9223372036854775808}\n"
		"{\"print\"=>\"n=-9223372036854775808\n"
		"\"}\n"
		"{\"map\"=>\"st\", \"key\"=>{\"k\"=>\"k\"1\"}, \"unit\"=>\"duration\", "
		"\"count\"=>3, "
		"\"sum\"=>-7, \"avg\"=>-2, \"min\"=>-9223372036854775808, \"max\"=>5}\n"
		"{\"map\"=>\"st\", \"key\"=>{\"k\"=>\"no\"}, \"unit\"=>\"duration\", \"count\"=>0, "
		"\"sum\"=>0, \"avg\"=>nil, \"min\"=>nil, \"max\"=>nil}\n"
		"{\"map\"=>\"su\", \"sum\"=>\"36893488147419103228\"}\n"
		"{\"map\"=>\"h\", \"buckets\"=>[{\"low\"=>1, \"high\"=>2, \"count\"=>1}, "
		"{\"low\"=>92"
		"23372036854775808, \"high\"=>nil, \"count\"=>18446744073709551615}]}\n"
		"{\"state\"=>\"kept\", \"probe\"=>\"p\"1\", \"value\"=>-9223372036854775808}\n");
	free(text);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_one_array),
		cmocka_unit_test(nuon_keeps_kinds),
		cmocka_unit_test(csv_has_fixed_columns),
		cmocka_unit_test(openmetrics_has_families),
		cmocka_unit_test(msgpack_is_a_stream_of_maps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
