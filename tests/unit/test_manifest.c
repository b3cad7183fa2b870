/* test_manifest.c - the manifest's JSON: written small, read back whole, refused when wrong. */
#include "runtime/manifest.h"

#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

static struct wire_field field_of(const char *name, enum wire_kind kind, uint32_t offset,
				  uint32_t size)
{
	struct wire_field f = WIRE_FIELD_NONE;

	f.name = name;
	f.kind = kind;
	f.offset = offset;
	f.size = size;
	return f;
}

/* One of everything. */
static struct manifest *sample(struct arena *a)
{
	struct manifest *m = arena_new(a, struct manifest);
	struct wire_field *fields = arena_array(a, struct wire_field, 4);
	struct wire_field *list = arena_array(a, struct wire_field, 4);
	struct wire_field *inner = arena_array(a, struct wire_field, 2);
	struct wire_part *parts = arena_array(a, struct wire_part, 3);
	struct manifest_enumerator *names = arena_array(a, struct manifest_enumerator, 3);

	m->version = MANIFEST_VERSION;
	m->tool = "nubpfc 0.1.0";
	m->source = "opens.nu";
	m->source_sha256 = "00ff";
	m->doc = "Which files?\nAnd how slow.";
	m->kernel = 508;
	m->arch = "x86_64";
	vec_push(a, &m->programs,
		 ((struct manifest_program){.symbol = "p0",
					    .label = "done",
					    .family = "tracepoint",
					    .target = "syscalls/sys_exit_openat",
					    .category = "syscalls",
					    .name = "sys_exit_openat",
					    .offset = 1ull << 40,
					    .pid = 12,
					    .cpu = -1,
					    .every = 1000,
					    .instead_of = UINT32_MAX,
					    .period_ns = 7,
					    .frequency = 99,
					    .optional = true,
					    .streams = true,
					    .file = "opens.nu",
					    .line = 9,
					    .col = 5}));
	inner[0] = field_of("low", WIRE_UINT, 44, 4);
	inner[1] = field_of("addr", WIRE_KSYM, 48, 8);
	fields[0] = field_of("took", WIRE_DURATION, 16, 8);
	fields[1] = field_of("comm", WIRE_STRING, 24, 16);
	fields[1].len_at = 40;
	fields[2] = field_of("rec", WIRE_RECORD, 44, 12);
	fields[2].fields = inner;
	fields[2].nfields = 2;
	fields[3] = field_of("maybe", WIRE_BOOL, 56, 1);
	fields[3].null_at = 57;
	list[0] = field_of("pids", WIRE_LIST, 24, 12);
	list[0].places = 3;
	list[0].taken_at = 16;
	list[0].fields = &list[3];
	list[0].nfields = 1;
	list[3] = field_of("", WIRE_UINT, 0, 2);
	list[3].null_at = 2;
	list[1] = field_of("said", WIRE_TEXT, 0, 0);
	list[1].fields = &list[2];
	list[1].nfields = 1;
	list[1].parts = &parts[1];
	list[1].nparts = 2;
	list[2] = field_of("", WIRE_INT, 17, 1);
	parts[0].text = "took ";
	parts[1].field = 0;
	parts[2].text = "\x1b\"\n";
	vec_push(a, &m->events,
		 ((struct manifest_event){"slow", 0, false, false, 64, fields, 4, NULL, 0}));
	vec_push(a, &m->events,
		 ((struct manifest_event){"print", 0, true, false, 64, fields, 4, parts, 3}));
	vec_push(a, &m->events,
		 ((struct manifest_event){"many", 0, false, false, 40, list, 2, NULL, 0}));
	names[0] = (struct manifest_enumerator){"BELOW", -1};
	names[1] = (struct manifest_enumerator){"ABOVE", 7};
	names[2] = (struct manifest_enumerator){"ALSO", 7};
	vec_push(a, &m->enums, ((struct manifest_enum){"side", names, 3}));
	list[2].names = 1;
	vec_push(a, &m->params,
		 ((struct manifest_param){"min", "m", "cfg_min", WIRE_DURATION, 8, -5, "", false,
					  "at least"}));
	vec_push(a, &m->params,
		 ((struct manifest_param){"comm", "", "cfg_comm", WIRE_STRING, 17, 0, "nginx",
					  false, ""}));
	vec_push(a, &m->maps,
		 ((struct manifest_map){"m_reads", "reads", "hist", 0,
					field_of("", WIRE_STRING, 0, 16), WIRE_FIELD_NONE, 16,
					WIRE_DURATION, true, -10, 90, 10}));
	vec_push(a, &m->maps,
		 ((struct manifest_map){.symbol = "events", .name = "", .use = "events"}));
	vec_push(a, &m->sites,
		 ((struct manifest_site){"error", "division by zero", 0, "opens.nu", 12, 9}));
	vec_push(a, &m->states,
		 ((struct manifest_state){"hits", "hits", UINT32_MAX,
					  field_of("", WIRE_INT, 0, 8)}));
	return m;
}

static void assert_sv(struct sv got, const char *want)
{
	assert_string_equal(got.p, want);
	assert_int_equal(got.n, strlen(want));
}

static void written_compactly(void **state)
{
	struct arena a = {0};
	struct manifest *m = sample(&a);

	(void)state;
	assert_sv(manifest_write(&a, m),
		  "{\"nubpf\":1,\"tool\":\"nubpfc 0.1.0\",\"source\":\"opens.nu\","
		  "\"source_sha256\":\"00ff\",\"doc\":\"Which files?\\nAnd how slow.\","
		  "\"kernel\":508,\"arch\":\"x86_64\",\"enums\":[{\"name\":\"side\","
		  "\"values\":[\"BELOW\",-1,\"ABOVE\",7,\"ALSO\",7]}],\"programs\":[{\"symbol\":"
		  "\"p0\","
		  "\"label\":\"done\",\"family\":\"tracepoint\","
		  "\"target\":\"syscalls/sys_exit_openat\",\"category\":\"syscalls\","
		  "\"name\":\"sys_exit_openat\",\"offset\":1099511627776,\"pid\":12,\"every\":1000,"
		  "\"period_ns\":7,"
		  "\"frequency\":99,\"optional\":true,\"streams\":true,\"file\":\"opens.nu\","
		  "\"line\":9,\"col\":5}],\"events\":[{\"name\":\"slow\",\"size\":64,\"fields\":["
		  "{\"name\":\"took\",\"kind\":\"duration\",\"offset\":16},"
		  "{\"name\":\"comm\",\"kind\":\"string\",\"offset\":24,\"size\":16,\"len_at\":40},"
		  "{\"name\":\"rec\",\"kind\":\"record\",\"offset\":44,\"size\":12,\"fields\":["
		  "{\"name\":\"low\",\"kind\":\"uint\",\"offset\":44,\"size\":4},"
		  "{\"name\":\"addr\",\"kind\":\"ksym\",\"offset\":48}]},"
		  "{\"name\":\"maybe\",\"kind\":\"bool\",\"offset\":56,\"null_at\":57}]},"
		  "{\"name\":\"print\",\"size\":64,\"fields\":["
		  "{\"name\":\"took\",\"kind\":\"duration\",\"offset\":16},"
		  "{\"name\":\"comm\",\"kind\":\"string\",\"offset\":24,\"size\":16,\"len_at\":40},"
		  "{\"name\":\"rec\",\"kind\":\"record\",\"offset\":44,\"size\":12,\"fields\":["
		  "{\"name\":\"low\",\"kind\":\"uint\",\"offset\":44,\"size\":4},"
		  "{\"name\":\"addr\",\"kind\":\"ksym\",\"offset\":48}]},"
		  "{\"name\":\"maybe\",\"kind\":\"bool\",\"offset\":56,\"null_at\":57}],"
		  "\"parts\":[\"took \",0,\"\\u001B\\\"\\n\"]},{\"name\":\"many\",\"size\":40,"
		  "\"fields\":[{\"name\":\"pids\",\"kind\":\"list\",\"offset\":24,\"size\":12,"
		  "\"taken_at\":16,\"places\":3,\"fields\":[{\"kind\":\"uint\",\"size\":2,"
		  "\"null_at\":2}]},{\"name\":\"said\",\"kind\":\"text\",\"fields\":["
		  "{\"offset\":17,\"size\":1,\"names\":1}],\"parts\":[0,\"\\u001B\\\"\\n\"]}]}],"
		  "\"params\":[{\"name\":\"min\",\"letter\":\"m\",\"symbol\":\"cfg_min\","
		  "\"kind\":\"duration\",\"init\":-5,\"doc\":\"at least\"},"
		  "{\"name\":\"comm\",\"symbol\":\"cfg_comm\",\"kind\":\"string\",\"size\":17,"
		  "\"init_text\":\"nginx\"}],\"maps\":[{\"symbol\":\"m_reads\",\"name\":\"reads\","
		  "\"use\":\"hist\",\"key\":{\"kind\":\"string\",\"size\":16},\"bucket_at\":16,"
		  "\"unit\":\"duration\",\"linear\":true,\"low\":-10,\"high\":90,\"step\":10},"
		  "{\"symbol\":\"events\",\"use\":\"events\"}],\"sites\":[{\"kind\":\"error\","
		  "\"message\":\"division by zero\",\"file\":\"opens.nu\",\"line\":12,\"col\":9}],"
		  "\"states\":[{\"name\":\"hits\",\"symbol\":\"hits\",\"value\":{}}]}");
	arena_free(&a);
}

static void read_back_whole(void **state)
{
	struct arena a = {0};
	const char *error;
	struct sv json = manifest_write(&a, sample(&a));
	struct manifest *m = manifest_read(&a, json, &error);
	const struct manifest_enum *side;

	(void)state;
	assert_null(error);
	assert_non_null(m);
	assert_sv(manifest_write(&a, m), json.p);
	assert_int_equal(m->programs.v[0].offset, 1ull << 40);
	assert_null(m->programs.v[0].path);
	assert_true(m->events.v[1].is_print);
	assert_int_equal(m->events.v[0].fields[0].null_at, -1);
	assert_int_equal(m->params.v[0].init, -5);
	assert_int_equal(m->maps.v[1].key.kind, WIRE_NOTHING);
	assert_int_equal(m->states.v[0].program, UINT32_MAX);
	assert_int_equal(wire_field_end(&m->events.v[0].fields[2]), 56);
	assert_int_equal(wire_field_end(&m->events.v[2].fields[0]), 36);
	assert_int_equal(wire_place_bytes(&m->events.v[2].fields[0]), 4);
	assert_int_equal(manifest_map_key_bytes(&m->maps.v[0]), 20);
	side = m->events.v[2].fields[1].fields[0].enumeration;
	assert_string_equal(manifest_enumerator_name(side, -1), "BELOW");
	assert_string_equal(manifest_enumerator_name(side, 7), "ABOVE");
	assert_null(manifest_enumerator_name(side, 0));
	assert_null(manifest_enumerator_name(side, 8));
	assert_int_equal(wire_longest_name(&m->events.v[2].fields[1].fields[0]), 5);
	arena_free(&a);
}

static void text_that_is_not_utf8_is_replaced(void **state)
{
	struct arena a = {0};
	struct manifest m = {.tool = "a\xff", .source = "\xc3\xa9"};

	(void)state;
	assert_sv(manifest_write(&a, &m),
		  "{\"nubpf\":1,\"tool\":\"a\xef\xbf\xbd\",\"source\":\"\xc3\xa9\"}");
	arena_free(&a);
}

#define PROGRAM "\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"kprobe\"}]"
#define EVENT(size, fields, more)                                                                  \
	"{\"nubpf\":1," PROGRAM ",\"events\":[{\"name\":\"e\",\"size\":" size                      \
	",\"fields\":[" fields "]" more "}]}"
#define ENUM(values, kind)                                                                         \
	"{\"nubpf\":1,\"enums\":[{\"values\":[" values "]}]," PROGRAM                              \
	",\"events\":[{\"name\":\"e\",\"size\":24,\"fields\":[{" kind                              \
	"\"offset\":16,\"names\":1}]}]}"
#define LIST(members, elem) "{\"kind\":\"list\",\"offset\":" members ",\"fields\":[" elem "]}"
#define TEXT(parts) "{\"kind\":\"text\",\"fields\":[{\"offset\":16}],\"parts\":[" parts "]}"
#define PARAM(members) "{\"nubpf\":1,\"params\":[{\"name\":\"n\",\"symbol\":\"s\"," members "}]}"
#define MAP(members)                                                                               \
	"{\"nubpf\":1," PROGRAM ",\"maps\":[{\"symbol\":\"m\",\"use\":\"hist\"," members "}]}"

static const struct {
	const char *json, *error;
} wrong[] = {
	{"", "it is not JSON: '[' or '{' expected near end of file"},
	{"[]", "it is not a JSON object"},
	{"{}", "\"nubpf\" does not say the version of the manifest"},
	{"{\"nubpf\":0}", "\"nubpf\" does not say the version of the manifest"},
	{"{\"nubpf\":2}", "its version is 2 and this program reads up to 1; use a newer one"},
	{"{\"nubpf\":1,\"kernel\":-1}", "\"kernel\" is -1, not 0 to 99999"},
	{"{\"nubpf\":1,\"kernel\":1.5}", "\"kernel\" is not an integer"},
	{"{\"nubpf\":1,\"tool\":1}", "\"tool\" is not a string"},
	{"{\"nubpf\":1,\"programs\":{}}", "\"programs\" is not an array"},
	{"{\"nubpf\":1,\"programs\":[1]}", "program 0: a program is not an object"},
	{"{\"nubpf\":1,\"programs\":[{}]}", "program 0: \"symbol\" is missing"},
	{"{\"nubpf\":1,\"programs\":[{\"symbol\":\"a b\"}]}",
	 "program 0: \"symbol\" is not the name of a symbol"},
	{"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"\"}]}",
	 "program 0: \"label\" is empty"},
	{"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"\\u001b[2J\"}]}",
	 "program 0: \"label\" holds a control character"},
	{"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"t\","
	 "\"category\":\"..\"}]}",
	 "program 0: \"category\" is not a plain name"},
	{"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"t\"},"
	 "{\"symbol\":\"p\",\"label\":\"q\",\"family\":\"t\"}]}",
	 "program 1: its symbol is taken"},
	{"{\"nubpf\":1,\"sites\":[{\"kind\":\"error\"}]}", "site 0: program 0 does not exist"},
	{EVENT("8", "", ""), "event 0: its 8 bytes have no room for the header"},
	{EVENT("2000000", "", ""), "event 0: \"size\" is 2000000, not 0 to 1048576"},
	{EVENT("24", "{\"offset\":8}", ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", "{\"offset\":17}", ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", "{\"offset\":16,\"null_at\":24}", ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", "{\"kind\":\"string\",\"offset\":16,\"size\":4,\"len_at\":21}", ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", "{\"kind\":\"string\",\"offset\":16,\"size\":1048576}", ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", "{\"kind\":\"float\"}", ""),
	 "event 0: \"kind\" is \"float\", which this version does not know"},
	{EVENT("24", "{\"offset\":16,\"size\":3}", ""),
	 "event 0: field \"\": an integer has no 3 bytes"},
	{EVENT("24", "{\"kind\":\"duration\",\"offset\":16,\"size\":4}", ""),
	 "event 0: field \"\": kind duration has 8 bytes, not 4"},
	{EVENT("24", "{\"kind\":\"binary\",\"offset\":16,\"size\":4}", ""),
	 "event 0: field \"\": kind binary needs a length"},
	{EVENT("24", "{\"offset\":16,\"len_at\":16}", ""),
	 "event 0: field \"\": kind int has no length"},
	{EVENT("24", "{\"offset\":16,\"fields\":[{\"offset\":16}]}", ""),
	 "event 0: field \"\": kind int has no fields"},
	{EVENT("24", "{\"kind\":\"record\",\"fields\":[{\"name\":\"x\",\"offset\":20}]}", ""),
	 "event 0: field \"x\" is outside bytes 16 to 24 of its record"},
	{EVENT("24", LIST("16,\"size\":8,\"places\":2", ""), ""),
	 "event 0: field \"\": a list has one kind of element, not 0"},
	{EVENT("24", LIST("16,\"size\":8,\"places\":3", "{\"size\":1}"), ""),
	 "event 0: field \"\": 8 bytes are not 3 places of one size"},
	{EVENT("24", LIST("16,\"places\":3", "{\"size\":1}"), ""),
	 "event 0: field \"\": 0 bytes are not 3 places of one size"},
	{EVENT("24", LIST("16,\"size\":8,\"places\":4", "{\"offset\":1,\"size\":2}"), ""),
	 "event 0: field \"\": field \"\" is outside bytes 0 to 2 of its record"},
	{EVENT("24", LIST("17,\"size\":8,\"places\":2", "{\"size\":4}"), ""),
	 "event 0: field \"\" is outside bytes 16 to 24 of its record"},
	{EVENT("33", LIST("16,\"size\":9,\"places\":9,\"taken_at\":32", "{\"size\":1}"), ""),
	 "event 0: field \"\" is outside bytes 16 to 33 of its record"},
	{EVENT("24", LIST("16", "{\"size\":1}"), ""),
	 "event 0: field \"\": a list without places has no bytes"},
	{EVENT("24", LIST("16,\"places\":2000", ""), ""),
	 "event 0: \"places\" is 2000, not 0 to 1024"},
	{EVENT("24", TEXT("\"a\",0,0"), ""),
	 "event 0: field \"\": the parts of a text are its fields in their order"},
	{EVENT("24", TEXT("\"a\""), ""),
	 "event 0: field \"\": the parts of a text are its fields in their order"},
	{EVENT("24", TEXT("1"), ""),
	 "event 0: field \"\": the parts of a text are its fields in their order"},
	{EVENT("20", TEXT("0"), ""), "event 0: field \"\" is outside bytes 16 to 20 of its record"},
	{EVENT("24", "{\"offset\":16,\"parts\":[\"a\"]}", ""),
	 "event 0: field \"\": kind int has no parts"},
	{EVENT("24", "{\"offset\":16,\"places\":1}", ""),
	 "event 0: field \"\": kind int has no places"},
	{EVENT("32",
	       LIST("16,\"size\":16,\"places\":2",
		    "{\"kind\":\"record\",\"fields\":[{},{\"offset\":4,\"size\":4}]}"),
	       ""),
	 "event 0: its fields share bytes"},
	{EVENT("24", "{\"offset\":16},{\"offset\":20,\"size\":4}", ""),
	 "event 0: its fields share bytes"},
	{EVENT("1048576",
	       LIST("16,\"size\":1047552,\"places\":1023",
		    LIST("0,\"size\":1000,\"places\":1000", "{\"size\":1}")),
	       ""),
	 "event 0: it has more than 65536 values"},
	{EVENT("24", "{\"offset\":16}", ",\"parts\":[\"a\",1]"),
	 "event 0: part 1 names field 1 of 1"},
	{EVENT("24", "{\"offset\":16}", ",\"parts\":[null]"),
	 "event 0: \"parts\" is not an integer"},
	{EVENT("24", "{\"offset\":16,\"names\":1}", ""), "event 0: enum 1 does not exist"},
	{ENUM("\"A\",0", "\"kind\":\"duration\","),
	 "event 0: field \"\": kind duration has no enum"},
	{ENUM("\"A\"", ""), "enum 0: \"values\" is not names, each with a number"},
	{ENUM("0,\"A\"", ""), "enum 0: \"values\" is not names, each with a number"},
	{ENUM("\"\",0", ""), "enum 0: \"values\" is empty"},
	{ENUM("\"\\u001b\",0", ""), "enum 0: \"values\" holds a control character"},
	{ENUM("\"A\",1,\"B\",0", ""), "enum 0: \"values\" is not in the order of its numbers"},
	{EVENT("24", "", ",\"is_scalar\":true"), "event 0: a scalar is one field"},
	{EVENT("24", "", ",\"program\":1"), "event 0: program 1 does not exist"},
	{PARAM("\"kind\":\"ksym\""), "param 0: a parameter is not of kind ksym"},
	{PARAM("\"size\":4"), "param 0: a parameter of kind int has no 4 bytes"},
	{PARAM("\"kind\":\"string\",\"size\":2,\"init_text\":\"ab\""),
	 "param 0: its default is longer than its room"},
	{PARAM("\"kind\":\"bool\",\"init\":2"), "param 0: its default is not true or false"},
	{PARAM("\"is_switch\":true"), "param 0: a switch is a bool"},
	{PARAM("\"letter\":\"ab\""), "param 0: its name cannot be a flag"},
	{MAP("\"bucket_at\":0"), "map 0: a hist does not measure kind nothing"},
	{"{\"nubpf\":1," PROGRAM ",\"maps\":[{\"symbol\":\"m\",\"use\":\"sum\"}]}",
	 "map 0: a sum does not measure kind nothing"},
	{"{\"nubpf\":1," PROGRAM ",\"maps\":[{\"symbol\":\"m\",\"use\":\"map\",\"value\":{\"kind\":"
	 "\"record\",\"fields\":[{},{\"offset\":4}]}}]}",
	 "map 0: its fields share bytes"},
	{"{\"nubpf\":1," PROGRAM ",\"maps\":[{\"symbol\":\"m\",\"use\":\"map\",\"value\":{\"kind\":"
	 "\"bool\",\"size\":2}}]}",
	 "map 0: field \"\": kind bool has 1 bytes, not 2"},
	{MAP("\"unit\":\"int\",\"key\":{}"), "map 0: the bucket number lies inside the key"},
	{MAP("\"unit\":\"int\",\"linear\":true"), "map 0: its linear buckets have no range"},
	{MAP("\"unit\":\"int\",\"linear\":true,\"low\":-9000000000000000000,"
	     "\"high\":9000000000000000000,\"step\":1"),
	 "map 0: it has more than 65536 buckets"},
};

static void faults_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct arena a = {0};
		const char *error;

		assert_null(manifest_read(&a, sv_cstr(wrong[i].json), &error));
		assert_string_equal(error, wrong[i].error);
		arena_free(&a);
	}
}

static void nesting_is_bounded(void **state)
{
	struct arena a = {0};
	struct buf b = {.arena = &a};
	const char *error;

	(void)state;
	buf_puts(&b, "{\"nubpf\":1," PROGRAM ",\"events\":[{\"name\":\"e\",\"size\":16,");
	for (int i = 0; i < 100; i++)
		buf_puts(&b, "\"fields\":[{\"kind\":\"record\",");
	buf_puts(&b, "\"name\":\"x\"");
	for (int i = 0; i < 100; i++)
		buf_puts(&b, "}]");
	buf_puts(&b, "}]}");
	assert_null(manifest_read(&a, (struct sv){b.p, b.n}, &error));
	assert_string_equal(error, "event 0: records and lists are nested more than 8 deep");
	arena_free(&a);
}

static void unknown_members_are_left_alone(void **state)
{
	struct arena a = {0};
	const char *error;
	struct manifest *m = manifest_read(
		&a,
		SV("{\"future\":[1],\"nubpf\":1,\"states\":[{\"name\":\"n\",\"symbol\":\"s\","
		   "\"value\":{\"future\":{}}}]}"),
		&error);

	(void)state;
	assert_null(error);
	assert_int_equal(m->states.v[0].value.kind, WIRE_INT);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_compactly),
		cmocka_unit_test(read_back_whole),
		cmocka_unit_test(text_that_is_not_utf8_is_replaced),
		cmocka_unit_test(faults_are_named),
		cmocka_unit_test(nesting_is_bounded),
		cmocka_unit_test(unknown_members_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
