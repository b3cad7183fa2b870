/*
 * test_backend.c - MIR through LLVM into the kernel.
 *
 * Each tests/cases/backend/NAME.mir has at least one expectation beside it:
 *   NAME.run  what the programs do. `set OFFSET NUMBER` writes a 64-bit word of .rodata before the
 *             load; `> NAME NUMBER…` runs program NAME with these raw tracepoint arguments; the
 *             lines up to the next one say what then is: the result, then every map that holds
 *             anything, in 64-bit words. The same for every level and cpu.
 *   NAME.asm  the code of level 2, cpu v3
 *   NAME.btf  the types of the object as C
 *   NAME.err  what the compiler says
 * BLESS=1 in the environment writes the expectations that exist (make an empty file first).
 */
#include "backend/backend.h"
#include "tests/unit/kernel_here.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MAX_ARGS = 12, MAX_ENTRY_BYTES = 4096, MAX_CASES = 200 };

static const char *case_dir = "tests/cases/backend";

/* What stands on libbpf's and our own output for the case at hand. */
struct test_case {
	struct arena arena;
	const char *name;
	struct mir_module *mir;
	struct buf log; /* libbpf's complaints */
};

static struct test_case *current;

__attribute__((format(printf, 2, 0))) static int on_libbpf_print(enum libbpf_print_level level,
								 const char *fmt, va_list ap)
{
	if (current && level != LIBBPF_DEBUG)
		buf_puts(&current->log, arena_vprintf(&current->arena, fmt, ap));
	return 0;
}

/* ---- files ---- */

static const char *case_path(struct test_case *t, const char *suffix)
{
	return arena_printf(&t->arena, "%s/%s.%s", case_dir, t->name, suffix);
}

static bool case_has(struct test_case *t, const char *suffix)
{
	return access(case_path(t, suffix), F_OK) == 0;
}

static struct sv case_read(struct test_case *t, const char *suffix)
{
	struct source_set set = {.arena = &t->arena};
	int file = source_read(&set, case_path(t, suffix), "case");

	assert_true(file > 0);
	return source_get(&set, (uint32_t)file)->text;
}

static void case_expect(struct test_case *t, const char *suffix, struct sv got, const char *how)
{
	struct sv want = case_read(t, suffix);
	FILE *f;

	if (sv_eq(got, want))
		return;
	if (getenv("BLESS")) {
		f = fopen(case_path(t, suffix), "w");
		assert_non_null(f);
		fwrite(got.p, 1, got.n, f);
		fclose(f);
		return;
	}
	fail_msg("%s.%s (%s) differs; got:\n" SV_FMT, t->name, suffix, how, SV_ARG(got));
}

/* ---- compiling ---- */

struct config {
	const char *how;
	struct backend_options options;
	unsigned kernel; /* the first that runs it: major * 100 + minor */
	int llvm;	 /* the first that makes it */
};

#define OPTIONS(...) {.debug_lines = true, .main_name = "case.mir", __VA_ARGS__}

static const struct config configs[] = {
	{"-O0 v3", OPTIONS(.level = 0, .cpu = "v3"), 0, 0},
	{"-O1 v1", OPTIONS(.level = 1, .cpu = "v1"), 0, 0},
	{"-O2 v3", OPTIONS(.level = 2, .cpu = "v3"), 0, 0},
	{"-O2 v2 -g0", {.level = 2, .cpu = "v2", .main_name = "case.mir"}, 0, 0},
	{"-O3 v4", OPTIONS(.level = 3, .cpu = "v4"), 606, 18},
	{"-Os v3", OPTIONS(.level = 2, .cpu = "v3", .size = true), 0, 0},
};
static const struct config *const usual = &configs[2];

static const struct manifest empty_manifest = {.version = MANIFEST_VERSION,
					       .tool = "nubpfc",
					       .source = "case.mir",
					       .source_sha256 = "",
					       .doc = "",
					       .arch = ""};

static int llvm_version(void)
{
	return atoi(backend_llvm_version());
}

static struct backend_result compile(struct test_case *t, const struct config *c,
				     enum backend_emit emit)
{
	struct backend_options o = c->options;

	o.emit = emit;
	return backend_compile(&t->arena, t->mir, &empty_manifest, &o);
}

static void case_open(struct test_case *t, const char *name)
{
	const char *error = NULL;

	*t = (struct test_case){.name = name};
	t->log.arena = &t->arena;
	current = t;
	libbpf_set_print(on_libbpf_print);
	t->mir = mir_parse(&t->arena, case_read(t, "mir"), &error);
	if (!t->mir)
		fail_msg("%s.mir: %s", name, error);
	error = mir_verify_legal(t->mir);
	if (error)
		fail_msg("%s.mir: %s", name, error);
}

static void case_close(struct test_case *t)
{
	current = NULL;
	arena_free(&t->arena);
}

/* ---- what a program left behind ---- */

static void put_words(struct buf *b, const void *p, size_t n)
{
	for (size_t at = 0; at < n; at += 8) {
		uint64_t word = 0;

		memcpy(&word, (const char *)p + at, n - at < 8 ? n - at : 8);
		buf_printf(b, " %lld", (long long)word);
	}
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The value under a key; of a per-CPU map the sum of all, word by word. */
static void read_value(struct bpf_map *map, const void *key, uint64_t *value)
{
	size_t words = (bpf_map__value_size(map) + 7) / 8;
	bool per_cpu = bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_HASH ||
		       bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_ARRAY;
	size_t cpus = per_cpu ? (size_t)libbpf_num_possible_cpus() : 1;
	uint64_t all[MAX_ENTRY_BYTES / 8] = {0};

	assert_true(words * cpus <= ARRAY_SIZE(all));
	assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(map), key, all), 0);
	memset(value, 0, words * 8);
	for (size_t i = 0; i < words * cpus; i++)
		value[i % words] += all[i];
}

static bool is_zero(const uint64_t *p, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (p[i])
			return false;
	return true;
}

static bool has_slots(const struct bpf_map *map)
{
	return bpf_map__type(map) == BPF_MAP_TYPE_ARRAY ||
	       bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_ARRAY;
}

static void put_map(struct test_case *t, struct buf *b, struct bpf_map *map)
{
	size_t words = (bpf_map__value_size(map) + 7) / 8;
	uint64_t key[MAX_ENTRY_BYTES / 8], value[MAX_ENTRY_BYTES / 8];
	VEC(char *) lines = {0};
	const void *previous = NULL;

	while (bpf_map_get_next_key(bpf_map__fd(map), previous, key) == 0) {
		struct buf line = {.arena = &t->arena};

		previous = key;
		read_value(map, key, value);
		if (has_slots(map) && is_zero(value, words))
			continue;
		buf_puts(&line, bpf_map__is_internal(map) ? strrchr(bpf_map__name(map), '.')
							  : bpf_map__name(map));
		if (!bpf_map__is_internal(map)) {
			put_words(&line, key, bpf_map__key_size(map));
			buf_puts(&line, " =");
		}
		put_words(&line, value, bpf_map__value_size(map));
		vec_push(&t->arena, &lines, line.p);
	}
	if (lines.n)
		qsort(lines.v, lines.n, sizeof(*lines.v), compare_lines);
	for (uint32_t i = 0; i < lines.n; i++)
		buf_printf(b, "%s\n", lines.v[i]);
}

struct ring {
	struct buf *out;
	const char *name;
};

static int on_record(void *arg, void *data, size_t n)
{
	struct ring *r = arg;

	buf_puts(r->out, r->name);
	put_words(r->out, data, n);
	buf_putc(r->out, '\n');
	return 0;
}

static void put_ring(struct buf *b, struct bpf_map *map)
{
	struct ring r = {b, bpf_map__name(map)};
	struct ring_buffer *rb = ring_buffer__new(bpf_map__fd(map), on_record, &r, NULL);

	assert_non_null(rb);
	assert_true(ring_buffer__consume(rb) >= 0);
	ring_buffer__free(rb);
}

static void put_state(struct test_case *t, struct buf *b, struct bpf_object *object)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
			put_ring(b, map);
		else if (!strstr(bpf_map__name(map), ".rodata"))
			put_map(t, b, map);
	}
}

/* ---- running ---- */

static void run_line(struct test_case *t, struct buf *b, struct bpf_object *object, char *line)
{
	uint64_t args[MAX_ARGS] = {0};
	char packet[64] = {0};
	struct bpf_test_run_opts run = {.sz = sizeof(run), .repeat = 1};
	char *name = strtok(line, " "), *word;
	struct bpf_program *program = bpf_object__find_program_by_name(object, name);
	uint32_t n = 0;

	if (!program)
		fail_msg("%s.run: no program '%s'", t->name, name);
	while ((word = strtok(NULL, " "))) {
		assert_true(n < MAX_ARGS);
		args[n++] =
			word[0] == '-' ? (uint64_t)strtoll(word, NULL, 0) : strtoull(word, NULL, 0);
	}
	if (bpf_program__type(program) == BPF_PROG_TYPE_RAW_TRACEPOINT) {
		run.repeat = 0;
		run.ctx_in = args;
		run.ctx_size_in = sizeof(args);
	} else {
		run.data_in = packet;
		run.data_size_in = sizeof(packet);
	}
	assert_int_equal(bpf_prog_test_run_opts(bpf_program__fd(program), &run), 0);
	buf_printf(b, "%d\n", (int)run.retval);
	put_state(t, b, object);
}

/* `set OFFSET NUMBER`: .rodata before the load. */
static void set_line(struct test_case *t, struct bpf_object *object, const char *line)
{
	struct bpf_map *map;
	size_t offset, size;
	long long value;
	const void *old;
	char *data;

	assert_int_equal(sscanf(line, "%zu %lli", &offset, &value), 2);
	bpf_object__for_each_map(map, object)
	{
		if (!strstr(bpf_map__name(map), ".rodata"))
			continue;
		old = bpf_map__initial_value(map, &size);
		assert_true(old && offset + 8 <= size);
		data = arena_strndup(&t->arena, old, size);
		memcpy(data + offset, &value, 8);
		assert_int_equal(bpf_map__set_initial_value(map, data, size), 0);
	}
}

/* Which way control goes from instruction `at`: its next (-1: none), and where it jumps (-1). */
static void successors(const struct bpf_insn *insns, size_t at, int64_t *next, int64_t *jump)
{
	unsigned class = BPF_CLASS(insns[at].code), op = BPF_OP(insns[at].code);
	bool jumps = class == BPF_JMP || class == BPF_JMP32;
	bool is_long = insns[at].code == (BPF_JMP32 | BPF_JA);

	*next = (int64_t)at + 1;
	*jump = -1;
	if (!jumps || op == BPF_CALL)
		return;
	if (op == BPF_EXIT || op == BPF_JA)
		*next = -1;
	if (op != BPF_EXIT)
		*jump = (int64_t)at + 1 + (is_long ? insns[at].imm : insns[at].off);
}

/* Only jumps lead back: what kernels before 6.8 ask for (check_cfg in kernel/bpf/verifier.c). The walk
 * is the verifier's: depth first, what follows before where it jumps. */
static void check_flow(struct test_case *t, const struct bpf_insn *insns, size_t n, const char *how)
{
	enum { NEW, ON_THE_WAY, DONE };
	uint8_t *state = arena_array(&t->arena, uint8_t, n);
	uint8_t *edge = arena_array(&t->arena, uint8_t, n);
	size_t *stack = arena_array(&t->arena, size_t, n + 1), depth = 0;

	stack[depth++] = 0;
	state[0] = ON_THE_WAY;
	while (depth) {
		size_t at = stack[depth - 1];
		int64_t to[2];

		successors(insns, at, &to[0], &to[1]);
		if (edge[at] == 2) {
			state[at] = DONE;
			depth--;
			continue;
		}
		edge[at]++;
		if (to[edge[at] - 1] < 0)
			continue;
		assert_true((size_t)to[edge[at] - 1] < n);
		if (edge[at] == 1 && state[to[0]] == ON_THE_WAY)
			fail_msg("%s (%s): instruction %zu falls into %lld, behind which it is",
				 t->name, how, at, (long long)to[0]);
		if (state[to[edge[at] - 1]] == NEW) {
			stack[depth++] = (size_t)to[edge[at] - 1];
			state[to[edge[at] - 1]] = ON_THE_WAY;
		}
	}
}

/* The object does what NAME.run says. */
static void run_object(struct test_case *t, struct sv bytes, const char *how)
{
	struct bpf_object_open_opts opts = {.sz = sizeof(opts), .object_name = "case"};
	struct bpf_object *object = bpf_object__open_mem(bytes.p, bytes.n, &opts);
	char *rest = sv_dup(&t->arena, case_read(t, "run")), *line;
	struct buf out = {.arena = &t->arena};
	struct bpf_program *program = NULL;
	bool loaded = false;

	while (object && (program = bpf_object__next_program(object, program)))
		check_flow(t, bpf_program__insns(program), bpf_program__insn_cnt(program), how);
	buf_puts(&out, "");
	while ((line = strsep(&rest, "\n")) && object) {
		if (line[0] == ';' || !strncmp(line, "set ", 4))
			buf_printf(&out, "%s\n", line);
		if (!strncmp(line, "set ", 4))
			set_line(t, object, line + 4);
		if (strncmp(line, "> ", 2) != 0)
			continue;
		if (!loaded && bpf_object__load(object))
			break;
		loaded = true;
		buf_printf(&out, "%s\n", line);
		run_line(t, &out, object, line + 2);
	}
	bpf_object__close(object);
	if (t->log.n) {
		fprintf(stderr, "%s\n", t->log.p); /* longer than cmocka prints */
		fail_msg("%s (%s): libbpf had something to say", t->name, how);
	}
	case_expect(t, "run", (struct sv){out.p, out.n}, how);
}

/* ---- objects ---- */

__attribute__((format(printf, 2, 0))) static void put_type(void *arg, const char *fmt, va_list ap)
{
	struct buf *b = arg;

	buf_puts(b, arena_vprintf(b->arena, fmt, ap));
}

/* Functions, variables and the types that they use, as C. */
static void check_btf(struct test_case *t, struct sv bytes)
{
	struct bpf_object *object = bpf_object__open_mem(bytes.p, bytes.n, NULL);
	struct btf *btf = object ? bpf_object__btf(object) : NULL;
	struct buf out = {.arena = &t->arena};
	struct btf_dump *dump = btf_dump__new(btf, put_type, &out, NULL);

	assert_non_null(dump);
	for (uint32_t id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);
		struct btf_dump_emit_type_decl_opts opts = {
			.sz = sizeof(opts), .field_name = btf__name_by_offset(btf, type->name_off)};

		if (!btf_is_var(type) && !btf_is_func(type))
			continue;
		assert_int_equal(btf_dump__emit_type_decl(dump, type->type, &opts), 0);
		buf_puts(&out, ";\n");
	}
	btf_dump__free(dump);
	bpf_object__close(object);
	case_expect(t, "btf", (struct sv){out.p, out.n}, usual->how);
}

/* No DWARF, nothing of this machine, the same bytes again. */
static void check_object(struct test_case *t, struct sv bytes)
{
	static const char *const unwanted[] = {".debug_", ".eh_frame", "/work", "/tmp", "/home"};
	struct backend_result again = compile(t, usual, BACKEND_OBJECT);

	assert_null(again.error);
	assert_true(sv_eq(again.bytes, bytes));
	for (size_t i = 0; i < ARRAY_SIZE(unwanted); i++)
		assert_null(memmem(bytes.p, bytes.n, unwanted[i], strlen(unwanted[i])));
}

/* ---- the cases ---- */

static void test_case(void **state)
{
	struct test_case t;
	struct backend_result r;

	case_open(&t, *state);
	if (!case_has(&t, "run") && !case_has(&t, "asm") && !case_has(&t, "btf") &&
	    !case_has(&t, "err"))
		fail_msg("%s.mir expects nothing", t.name);
	if (case_has(&t, "err")) {
		r = compile(&t, usual, BACKEND_OBJECT);
		assert_non_null(r.error);
		if (llvm_version() == 19)
			case_expect(&t, "err", sv_cstr(arena_printf(&t.arena, "%s\n", r.error)),
				    usual->how);
		case_close(&t);
		return;
	}
	r = compile(&t, usual, BACKEND_OBJECT);
	if (r.error)
		fail_msg("%s: %s", t.name, r.error);
	assert_true(r.insns > 0);
	check_object(&t, r.bytes);
	if (case_has(&t, "btf"))
		check_btf(&t, r.bytes);
	/* Other versions choose other registers. */
	if (case_has(&t, "asm") && llvm_version() == 19)
		case_expect(&t, "asm", compile(&t, usual, BACKEND_ASM).bytes, usual->how);
	for (size_t i = 0; i < ARRAY_SIZE(configs) && case_has(&t, "run"); i++) {
		if (llvm_version() < configs[i].llvm)
			continue;
		r = compile(&t, &configs[i], BACKEND_OBJECT);
		if (r.error)
			fail_msg("%s (%s): %s", t.name, configs[i].how, r.error);
		if (kernel_loads() && kernel_version() >= configs[i].kernel)
			run_object(&t, r.bytes, configs[i].how);
	}
	if (case_has(&t, "run") && !kernel_loads()) {
		case_close(&t);
		NEED_KERNEL();
	}
	case_close(&t);
}

static int order_names(const void *a, const void *b)
{
	const struct CMUnitTest *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int main(void)
{
	static struct CMUnitTest tests[MAX_CASES];
	static struct arena arena;
	struct dirent *entry;
	size_t n = 0;
	int failed;
	DIR *dir;

	if (getenv("NUBPF_SOURCE_DIR") && chdir(getenv("NUBPF_SOURCE_DIR")))
		return 2;
	dir = opendir(case_dir);
	if (!dir) {
		fprintf(stderr, "%s: %s\n", case_dir, strerror(errno));
		return 2;
	}
	while ((entry = readdir(dir)) && n < MAX_CASES) {
		size_t len = strlen(entry->d_name);
		char *name;

		if (len < 5 || strcmp(entry->d_name + len - 4, ".mir") != 0)
			continue;
		name = arena_strndup(&arena, entry->d_name, len - 4);
		tests[n++] = (struct CMUnitTest){
			.name = name, .test_func = test_case, .initial_state = name};
	}
	closedir(dir);
	qsort(tests, n, sizeof(*tests), order_names);
	failed = _cmocka_run_group_tests("backend", tests, n, NULL, NULL);
	arena_free(&arena);
	return failed;
}
