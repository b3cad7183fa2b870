/*
 * test_tracepoint.c - payloads of tracepoints: the system-call table, format texts, BTF.
 */
#include "runtime/kernel_btf.h"
#include "frontend/tracepoint_source.h"
#include "support/tracefs.h"

#include <bpf/btf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct tp_field *field(const struct tp_field *fields, uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++) {
		if (sv_is(fields[i].name, name))
			return &fields[i];
	}
	fail_msg("no field '%s'", name);
	return NULL;
}

static void expect(const struct tp_field *f, enum tp_kind kind, uint32_t offset, uint32_t size,
		   bool is_signed)
{
	assert_int_equal(f->kind, kind);
	assert_int_equal(f->offset, offset);
	assert_int_equal(f->size, size);
	assert_int_equal(f->is_signed, is_signed);
}

static const struct tp_format *find(struct tracepoints *t, const char *category, const char *name)
{
	const char *why = NULL, *near = NULL;
	const struct tp_format *f =
		tracepoint_find(t, sv_cstr(category), sv_cstr(name), &why, &near);

	if (!f)
		fail_msg("%s/%s: %s", category, name, why);
	return f;
}

static void syscall_entry_narrows_arguments(void **state)
{
	struct tracepoints *t = tracepoints_new(&arena, kernel_btf_new(&arena, "/nonexistent"));
	const struct tp_format *f = find(t, "syscalls", "sys_enter_openat");

	(void)state;
	assert_int_equal(f->nfields, 5);
	assert_int_equal(f->size, 42);
	expect(field(f->fields, f->nfields, "__syscall_nr"), TP_INT, 8, 4, true);
	expect(field(f->fields, f->nfields, "dfd"), TP_INT, 16, 4, true);
	expect(field(f->fields, f->nfields, "filename"), TP_USER_PTR, 24, 8, false);
	assert_true(field(f->fields, f->nfields, "filename")->is_string);
	assert_true(sv_is(field(f->fields, f->nfields, "filename")->c_type, "const char *"));
	expect(field(f->fields, f->nfields, "flags"), TP_INT, 32, 4, true);
	expect(field(f->fields, f->nfields, "mode"), TP_INT, 40, 2, false);
	assert_true(sv_is(f->category, "syscalls"));
	assert_true(sv_is(f->name, "sys_enter_openat"));

	f = find(t, "syscalls", "sys_enter_read");
	expect(field(f->fields, f->nfields, "fd"), TP_INT, 16, 4, false);
	expect(field(f->fields, f->nfields, "buf"), TP_USER_PTR, 24, 8, false);
	assert_false(field(f->fields, f->nfields, "buf")->is_string);
	expect(field(f->fields, f->nfields, "count"), TP_INT, 32, 8, false);

	f = find(t, "syscalls", "sys_enter_lseek");
	expect(field(f->fields, f->nfields, "offset"), TP_INT, 24, 8, true);
	f = find(t, "syscalls", "sys_enter_clock_gettime");
	expect(field(f->fields, f->nfields, "which_clock"), TP_INT, 16, 4, true);
	f = find(t, "syscalls", "sys_enter_capget");
	expect(field(f->fields, f->nfields, "header"), TP_USER_PTR, 16, 8, false);
	tracepoints_free(t);
}

static void syscall_without_arguments(void **state)
{
	struct tracepoints *t = tracepoints_new(&arena, kernel_btf_new(&arena, "/nonexistent"));
	const struct tp_format *f = find(t, "syscalls", "sys_enter_getpid");

	(void)state;
	assert_int_equal(f->nfields, 1);
	assert_int_equal(f->size, 12);
	tracepoints_free(t);
}

static void syscall_exit_has_ret(void **state)
{
	struct tracepoints *t = tracepoints_new(&arena, kernel_btf_new(&arena, "/nonexistent"));
	const struct tp_format *f = find(t, "syscalls", "sys_exit_accept4");

	(void)state;
	assert_int_equal(f->nfields, 2);
	assert_int_equal(f->size, 24);
	expect(field(f->fields, f->nfields, "ret"), TP_INT, 16, 8, true);
	assert_ptr_equal(f, find(t, "syscalls", "sys_exit_accept4"));
	tracepoints_free(t);
}

static void every_syscall_of_the_table_is_found(void **state)
{
	static const char *const names[] = {
#define SYSCALL(id, arguments) #id,
#include "lang/syscalls.def"
	};
	struct tracepoints *t = tracepoints_new(&arena, kernel_btf_new(&arena, "/nonexistent"));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct tp_format *f =
			find(t, "syscalls", arena_printf(&arena, "sys_enter_%s", names[i]));

		assert_in_range(f->nfields, 1, 7);
		for (uint32_t j = 1; j < f->nfields; j++)
			assert_int_equal(f->fields[j].offset, 8 + 8 * j);
	}
	tracepoints_free(t);
}

static void near_names_are_offered(void **state)
{
	static const struct {
		const char *category, *name, *near;
	} cases[] = {
		{"syscalls", "sys_enter_opnat", "syscalls/sys_enter_openat"},
		{"syscalls", "sys_exit_reed", "syscalls/sys_exit_read"},
		{"syscalls", "openat", "syscalls/sys_enter_openat"},
		{"syscalls", "zzz", NULL},
		{"syscall", "sys_enter_write", "syscalls/sys_enter_write"},
		{"sched", "sys_enter_write", "syscalls/sys_enter_write"},
		{"syscals", "sys_enter_wrote", "syscalls/sys_enter_write"},
	};
	struct tracepoints *t = tracepoints_new(&arena, kernel_btf_new(&arena, "/nonexistent"));

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = NULL, *near = NULL;

		assert_null(tracepoint_find(t, sv_cstr(cases[i].category), sv_cstr(cases[i].name),
					    &why, &near));
		assert_non_null(why);
		if (!cases[i].near)
			assert_null(near);
		else
			assert_string_equal(near, cases[i].near);
	}
	tracepoints_free(t);
}

static const char format_text[] =
	"name: made_up\n"
	"ID: 42\n"
	"format:\n"
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"
	"\n"
	"\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;\n"
	"\tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;\n"
	"\tfield:char prev_comm[16];\toffset:16;\tsize:16;\tsigned:0;\n"
	"\tfield:u8 mac[6];\toffset:32;\tsize:6;\tsigned:0;\n"
	"\tfield:bool ok;\toffset:38;\tsize:1;\tsigned:0;\n"
	"\tfield:const void * addr;\toffset:40;\tsize:8;\tsigned:0;\n"
	"\tfield:const char __user *path;\toffset:48;\tsize:8;\tsigned:0;\n"
	"\tfield:__data_loc u32[] lengths;\toffset:56;\tsize:4;\tsigned:0;\n"
	"\tfield:unsigned long args[6];\toffset:64;\tsize:48;\tsigned:0;\n"
	"\tfield:enum zone_type zone;\toffset:112;\tsize:4;\tsigned:0;\n"
	"\tfield:struct in6_addr where;\toffset:116;\tsize:16;\tsigned:0;\n"
	"\n"
	"print fmt: \"field:int fake;\toffset:0;\"\n";

static void format_kinds(void **state)
{
	tp_fields fields = {0};

	(void)state;
	assert_true(tp_parse_format(&arena, SV(format_text), false, &fields));
	assert_int_equal(fields.n, 11);
	expect(field(fields.v, fields.n, "filename"), TP_DATA_LOC, 8, 4, false);
	expect(field(fields.v, fields.n, "pid"), TP_INT, 12, 4, true);
	expect(field(fields.v, fields.n, "prev_comm"), TP_CHARS, 16, 16, false);
	expect(field(fields.v, fields.n, "mac"), TP_BYTES, 32, 6, false);
	expect(field(fields.v, fields.n, "ok"), TP_BOOL, 38, 1, false);
	expect(field(fields.v, fields.n, "addr"), TP_KERNEL_PTR, 40, 8, false);
	expect(field(fields.v, fields.n, "path"), TP_USER_PTR, 48, 8, false);
	expect(field(fields.v, fields.n, "lengths"), TP_BYTES, 56, 4, false);
	expect(field(fields.v, fields.n, "args"), TP_BYTES, 64, 48, false);
	assert_true(sv_is(field(fields.v, fields.n, "args")->c_type, "unsigned long[6]"));
	expect(field(fields.v, fields.n, "zone"), TP_INT, 112, 4, false);
	expect(field(fields.v, fields.n, "where"), TP_BYTES, 116, 16, false);
}

static void malformed_format_lines_are_left_out(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"field:",
		"\tfield:int;\toffset:8;\tsize:4;",
		"\tfield:int x;\toffset:;\tsize:4;",
		"\tfield:int x;\toffset:8;\tsize:0;",
		"\tfield:int x;\toffset:99999999999999999999;\tsize:4;",
		"\tfield:int x;\tsize:4;\toffset:8;",
		"\tfield:] x[];\toffset",
		"\tfield:];\toffset:8;\tsize:4;",
		"\tfield:[ x];\toffset:8;\tsize:4;",
		"\tfield: x;\toffset:8;\tsize:4;",
	};

	const char nul[] = "\tfield:\0int x;\toffset:8;\tsize:4;";
	tp_fields fields = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		assert_false(tp_parse_format(&arena, sv_cstr(texts[i]), false, &fields));
	assert_false(tp_parse_format(&arena, SV(nul), false, &fields));
}

static void every_prefix_of_a_format_is_read_safely(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(format_text); n++) {
		char *copy = malloc(n + 1); /* exact size, so that ASan sees an overrun */
		tp_fields fields = {0};

		memcpy(copy, format_text, n);
		tp_parse_format(&arena, (struct sv){copy, n}, n % 2, &fields);
		assert_in_range(fields.n, 0, 11);
		free(copy);
	}
}

/* A BTF file with two tracepoints: `swap` with a struct of its own, `shared` without one. */
static void write_btf(const char *path)
{
	struct btf *btf = btf__new_empty();
	int u32_id = btf__add_int(btf, "unsigned int", 4, 0);
	int s32_id = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	int char_id = btf__add_int(btf, "char", 1, BTF_INT_SIGNED);
	int bool_id = btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL);
	int pid_id = btf__add_typedef(btf, "pid_t", s32_id);
	int entry_id = btf__add_struct(btf, "trace_entry", 8);
	int comm_id = btf__add_array(btf, u32_id, char_id, 16);
	int flexible_id = btf__add_array(btf, u32_id, char_id, 0);
	int const_id = btf__add_const(btf, char_id);
	int text_id = btf__add_ptr(btf, const_id);
	const void *raw;
	uint32_t size;
	FILE *f = fopen(path, "wb");

	btf__add_struct(btf, "trace_event_raw_swap", 48);
	btf__add_field(btf, "ent", entry_id, 0, 0);
	btf__add_field(btf, "comm", comm_id, 8 * 8, 0);
	btf__add_field(btf, "pid", pid_id, 24 * 8, 0);
	btf__add_field(btf, "__data_loc_name", u32_id, 28 * 8, 0);
	btf__add_field(btf, "text", text_id, 32 * 8, 0);
	btf__add_field(btf, "ok", bool_id, 40 * 8, 0);
	btf__add_field(btf, "__data", flexible_id, 41 * 8, 0);
	btf__add_typedef(btf, "btf_trace_swap", s32_id);
	btf__add_typedef(btf, "btf_trace_shared", s32_id);
	raw = btf__raw_data(btf, &size);
	assert_non_null(f);
	assert_int_equal(fwrite(raw, 1, size, f), size);
	fclose(f);
	btf__free(btf);
}

static void btf_is_the_last_source(void **state)
{
	char path[] = "/tmp/test_tracepoint.XXXXXX";
	const char *why = NULL, *near = NULL;
	struct tracepoints *t;
	const struct tp_format *f;

	(void)state;
	close(mkstemp(path));
	write_btf(path);
	t = tracepoints_new(&arena, kernel_btf_new(&arena, path));
	f = find(t, "mm", "swap");
	assert_int_equal(f->nfields, 5);
	assert_int_equal(f->size, 41);
	expect(field(f->fields, f->nfields, "comm"), TP_CHARS, 8, 16, false);
	expect(field(f->fields, f->nfields, "pid"), TP_INT, 24, 4, true);
	assert_true(sv_is(field(f->fields, f->nfields, "pid")->c_type, "pid_t"));
	expect(field(f->fields, f->nfields, "name"), TP_DATA_LOC, 28, 4, false);
	expect(field(f->fields, f->nfields, "text"), TP_KERNEL_PTR, 32, 8, false);
	assert_true(field(f->fields, f->nfields, "text")->is_string);
	assert_true(sv_is(field(f->fields, f->nfields, "text")->c_type, "const char *"));
	expect(field(f->fields, f->nfields, "ok"), TP_BOOL, 40, 1, false);

	assert_null(tracepoint_find(t, SV("mm"), SV("shared"), &why, &near));
	assert_non_null(strstr(why, "only tracefs"));
	assert_null(tracepoint_find(t, SV("mm"), SV("swip"), &why, &near));
	assert_string_equal(near, "mm/swap");
	tracepoints_free(t);
	unlink(path);
}

/* The layouts of the running kernel, when this may read them. */
static void tracefs_of_this_kernel(void **state)
{
	struct tracepoints *t;
	const char *why = NULL, *near = NULL;
	const struct tp_format *f;
	tp_fields table = {0}, kernel = {0};
	struct tracefs tracefs = {.fd = -1};
	struct sv text;

	(void)state;
	if (tracefs_open(&tracefs) < 0)
		skip();
	t = tracepoints_new(&arena, kernel_btf_new(&arena, NULL));
	f = find(t, "sched", "sched_process_exec");
	assert_int_equal(field(f->fields, f->nfields, "filename")->kind, TP_DATA_LOC);
	assert_null(tracepoint_find(t, SV("sched"), SV("sched_process_exce"), &why, &near));
	assert_string_equal(near, "sched/sched_process_exec");
	assert_null(tracepoint_find(t, SV("shed"), SV("sched_switch"), &why, &near));
	assert_string_equal(near, "sched/sched_switch");
	assert_null(tracepoint_find(t, SV(".."), SV("sched"), &why, &near));

	assert_int_equal(
		tracefs_event_read(&arena, &tracefs, "syscalls", "sys_enter_mmap", "format", &text),
		0);
	assert_true(tp_parse_format(&arena, text, true, &kernel));
	assert_true(syscall_format(&arena, SV("sys_enter_mmap"), &table));
	assert_int_equal(kernel.n, table.n);
	for (uint32_t i = 0; i < table.n; i++) {
		assert_true(sv_eq(kernel.v[i].name, table.v[i].name));
		expect(&kernel.v[i], table.v[i].kind, table.v[i].offset, table.v[i].size,
		       table.v[i].is_signed);
	}
	tracefs_close(&tracefs);
	tracepoints_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(syscall_entry_narrows_arguments, teardown),
		cmocka_unit_test_teardown(syscall_without_arguments, teardown),
		cmocka_unit_test_teardown(syscall_exit_has_ret, teardown),
		cmocka_unit_test_teardown(every_syscall_of_the_table_is_found, teardown),
		cmocka_unit_test_teardown(near_names_are_offered, teardown),
		cmocka_unit_test_teardown(format_kinds, teardown),
		cmocka_unit_test_teardown(malformed_format_lines_are_left_out, teardown),
		cmocka_unit_test_teardown(every_prefix_of_a_format_is_read_safely, teardown),
		cmocka_unit_test_teardown(btf_is_the_last_source, teardown),
		cmocka_unit_test_teardown(tracefs_of_this_kernel, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
