/*
 * test_loader.c - the loader without the kernel: values, symbols, the verifier's log, objects.
 */
#include "loader/attach.h"
#include "loader/binary.h"
#include "loader/kernel_symbols.h"
#include "runtime/library.h"
#include "loader/line_info.h"
#include "loader/object.h"
#include "loader/values.h"
#include "loader/verifier_log.h"
#include "support/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef const char *parse_fn(struct sv text, int64_t *value);

static void accepts(parse_fn *parse, const char *text, int64_t want)
{
	int64_t value = 0x5a5a;

	assert_null(parse(sv_cstr(text), &value));
	assert_int_equal(value, want);
}

static void refuses(parse_fn *parse, const char *text)
{
	int64_t value;

	assert_non_null(parse(sv_cstr(text), &value));
}

static void ints_as_nushell_reads_them(void **state)
{
	(void)state;
	accepts(value_int, "0", 0);
	accepts(value_int, "-42", -42);
	accepts(value_int, "+7", 7);
	accepts(value_int, "1_000_000", 1000000);
	accepts(value_int, "0xff", 255);
	accepts(value_int, "0xffffffffffffffff", -1);
	accepts(value_int, "0o17", 15);
	accepts(value_int, "0b1010_1010", 0xaa);
	accepts(value_int, "9223372036854775807", INT64_MAX);
	accepts(value_int, "-9223372036854775808", INT64_MIN);
	refuses(value_int, "9223372036854775808");
	refuses(value_int, "-9223372036854775809");
	refuses(value_int, "0x1ffffffffffffffff");
	refuses(value_int, "");
	refuses(value_int, "-");
	refuses(value_int, "0x");
	refuses(value_int, "0b2");
	refuses(value_int, "12abc");
	refuses(value_int, "1.5");
	refuses(value_int, " 1");
}

static void durations_and_sizes(void **state)
{
	(void)state;
	accepts(value_duration, "5ms", 5000000);
	accepts(value_duration, "1.5sec", 1500000000);
	accepts(value_duration, "0.1sec", 100000000);
	accepts(value_duration, "-2min", -120000000000);
	accepts(value_duration, "1wk", 604800000000000);
	accepts(value_duration, "3\u00b5s", 3000);
	accepts(value_duration, "3\u03bcs", 3000);
	accepts(value_duration, "0.9ns", 0);
	accepts(value_duration, "10s", 10000000000);
	refuses(value_duration, "5");
	refuses(value_duration, "ms");
	refuses(value_duration, "5 ms");
	refuses(value_duration, "5month");
	refuses(value_duration, "99999999999wk");
	accepts(value_filesize, "512b", 512);
	accepts(value_filesize, "4kb", 4000);
	accepts(value_filesize, "4KiB", 4096);
	accepts(value_filesize, "1.5mib", 1572864);
	accepts(value_filesize, "7eib", INT64_MAX - 1152921504606846975);
	refuses(value_filesize, "8eib");
	refuses(value_filesize, "4k");
	accepts(value_bool, "true", 1);
	accepts(value_bool, "false", 0);
	refuses(value_bool, "yes");
}

static void the_verifiers_last_word(void **state)
{
	static const char recent[] =
		"0: R1=ctx() R10=fp0\n"
		"; volatile __u64 *p = (void *)ctx->args[1]; @ rejected.bpf.c:10\n"
		"0: (79) r1 = *(u64 *)(r1 +8)          ; R1=scalar()\n"
		"; return (int)*p; @ probe.nu:12\n"
		"17: (79) r0 = *(u64 *)(r1 +0)\n"
		"R1 invalid mem access 'scalar'\n"
		"processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0\n";
	static const char old[] = "; let x = 1\n"
				  "from 3 to 9: R0=inv R10=fp0\n"
				  "9: (85) call bpf_probe_read#4\n"
				  "invalid indirect read from stack R1 off -8+0 size 8\n"
				  "verification time 38 usec\n"
				  "stack depth 8\n"
				  "processed 9 insns (limit 1000000)\n\n";
	struct arena a = {0};
	struct verifier_verdict v = verifier_log_read(&a, SV(recent));

	(void)state;
	assert_string_equal(v.reason, "R1 invalid mem access 'scalar'");
	assert_int_equal(v.insn, 17);
	assert_string_equal(v.at.file, "probe.nu");
	assert_int_equal(v.at.line, 12);
	assert_string_equal(v.at.text, "return (int)*p;");
	v = verifier_log_read(&a, SV(old));
	assert_string_equal(v.reason, "invalid indirect read from stack R1 off -8+0 size 8");
	assert_int_equal(v.insn, 9);
	assert_null(v.at.file);
	v = verifier_log_read(&a, SV(""));
	assert_string_equal(v.reason, "");
	assert_int_equal(v.insn, UINT32_MAX);
	arena_free(&a);
}

static void kernel_addresses_have_names(void **state)
{
	struct arena a = {0};
	struct kernel_symbols s = {.arena = &a};
	char name[32];

	(void)state;
	kernel_symbols_read(&s, SV("ffffffff81000200 t second\t[mod]\n"
				   "ffffffff81000100 T first\n"
				   "ffffffff81000150 d data\n"
				   "0000000000000000 T hidden\n"
				   "short\n"));
	assert_int_equal(s.n, 2);
	assert_int_equal(kernel_symbols_name(&s, 0xffffffff81000110, name, sizeof(name)), 10);
	assert_string_equal(name, "first+0x10");
	assert_int_equal(kernel_symbols_name(&s, 0xffffffff81000200, name, sizeof(name)), 10);
	assert_string_equal(name, "second+0x0");
	assert_int_equal(kernel_symbols_name(&s, 0x4000, name, sizeof(name)), 0);
	arena_free(&a);
}

__attribute__((noinline, used)) int findable_function(int x);
int findable_function(int x)
{
	return x + 1;
}

static void functions_of_this_program(void **state)
{
	struct arena a = {0};
	struct binary_function f = binary_function(&a, "/proc/self/exe", "findable_function");

	(void)state;
	assert_null(f.error);
	assert_true(f.offset > 0);
	f = binary_function(&a, "/proc/self/exe", "findable_functoin");
	assert_non_null(f.error);
	assert_string_equal(f.hint, "did you mean 'findable_function'?");
	f = binary_function(&a, "/etc/passwd", "main");
	assert_string_equal(f.error, "it is not an ELF file");
	f = binary_function(&a, "/nonexistent", "main");
	assert_string_equal(f.error, "No such file or directory");
	assert_null(binary_find(&a, "/nonexistent", 0));
	assert_null(binary_find(&a, "no-such-program-anywhere", 0));
	assert_non_null(strstr(binary_find(&a, "sh", 0), "/sh"));
	arena_free(&a);
}

static void libraries_in_a_damaged_cache(void **state)
{
	struct arena a = {0};
	struct source_set files = {.arena = &a};
	int file = source_read(&files, "/etc/ld.so.cache", "cache");
	struct sv cache;

	(void)state;
	if (file < 0)
		skip();
	cache = source_get(&files, (uint32_t)file)->text;
	assert_non_null(library_find_in(&a, cache, "libc"));
	assert_non_null(library_find_in(&a, cache, "libc.so.6"));
	assert_null(library_find_in(&a, cache, "lib"));
	assert_null(library_find_in(&a, cache, "libc.so.7"));
	for (size_t n = 0; n < cache.n; n += 997) {
		char *cut = arena_strndup(&a, cache.p, n);

		library_find_in(&a, (struct sv){cut, n}, "libno-such-thing");
	}
	arena_free(&a);
}

/* The object as the compiler made it. */
static struct sv read_object(struct arena *a)
{
	struct source_set files = {.arena = a};
	const char *path = "tests/fuzz/corpus/object/opens";
	int file = source_read(&files, path, path);

	assert_true(file > 0);
	return source_get(&files, (uint32_t)file)->text;
}

/* What object_check() says to the bytes; NULL: they are good. */
static const char *check(struct arena *a, struct sv bytes)
{
	struct failure why = {.arena = a};
	struct object o = {.path = "x"};
	int code = object_check(a, bytes, &o, &why);

	object_close(&o);
	assert_int_equal(code, code ? EXIT_OBJECT : 0);
	return code ? why.message : NULL;
}

/* The object with every `from` replaced by `to` of the same length. */
static struct sv replaced(struct arena *a, struct sv bytes, const char *from, const char *to)
{
	char *copy = arena_strndup(a, bytes.p, bytes.n), *at = copy;
	size_t n = strlen(from);

	assert_int_equal(n, strlen(to));
	while ((at = memmem(at, bytes.n - (size_t)(at - copy), from, n)))
		memcpy(at, to, n);
	return (struct sv){copy, bytes.n};
}

static void a_good_object(void **state)
{
	struct arena a = {0};
	struct failure why = {.arena = &a};
	struct object o = {.path = "x"};
	struct line_place place;
	const struct manifest_program *p;

	(void)state;
	assert_int_equal(object_check(&a, read_object(&a), &o, &why), 0);
	p = &o.manifest->programs.v[0];
	assert_string_equal(p->family, "tracepoint");
	assert_true(o.sites.size >= o.manifest->sites.n * 8);
	assert_true(line_info_find(&o.elf, p->symbol, 0, &place));
	assert_string_equal(place.file, o.manifest->source);
	assert_true(place.line >= p->line);
	assert_false(line_info_find(&o.elf, p->symbol, 100000, &place));
	assert_false(line_info_find(&o.elf, "nothing", 0, &place));
	object_close(&o);
	arena_free(&a);
}

static void objects_that_contradict_themselves(void **state)
{
	static const struct {
		const char *from, *to, *says;
	} cases[] = {
		{"nubpf_sites", "nubpf_sitez", "it has no variable 'nubpf_sites'"},
		{"\"tracepoint\"", "\"tracepoimt\"",
		 "family 'tracepoimt', which this loader does not"},
		{"\"category\"", "\"catogery\"", "lacks a category"},
		{"{\"nubpf\"", "[\"nubpf\"", "its manifest is no good"},
		{".nubpf", ".nupbf", "it has no section '.nubpf'"},
	};
	struct arena a = {0};
	struct sv good = read_object(&a);

	(void)state;
	assert_null(check(&a, good));
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *says = check(&a, replaced(&a, good, cases[i].from, cases[i].to));

		assert_non_null(says);
		assert_non_null(strstr(says, cases[i].says));
	}
	arena_free(&a);
}

static void objects_that_were_cut(void **state)
{
	struct arena a = {0};
	struct sv good = read_object(&a);

	(void)state;
	for (size_t n = 0; n < good.n; n += 61) {
		struct arena scratch = {0};

		assert_non_null(
			check(&scratch, (struct sv){arena_strndup(&scratch, good.p, n), n}));
		arena_free(&scratch);
	}
	arena_free(&a);
}

static void every_family_says_what_it_needs(void **state)
{
	struct manifest_program empty = {0}, full = {.category = "c",
						     .name = "n",
						     .path = "p",
						     .period_ns = 1,
						     .frequency = 1};
#define PROBE(id, prefix, rest, ...) {prefix, #rest},
	static const struct {
		const char *prefix, *rest;
	} all[] = {
#include "lang/probes.def"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		const struct family *f = family_find(all[i].prefix);
		bool needs_nothing = strcmp(all[i].rest, "NOTHING") == 0;

		assert_non_null(f);
		assert_int_equal(family_check(f, &empty) == NULL, needs_nothing);
		assert_null(family_check(f, &full));
		assert_int_equal(f->link == NULL, f->when != FAMILY_WHILE_RUNNING);
	}
	assert_null(family_find("tracepoin"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ints_as_nushell_reads_them),
		cmocka_unit_test(durations_and_sizes),
		cmocka_unit_test(the_verifiers_last_word),
		cmocka_unit_test(kernel_addresses_have_names),
		cmocka_unit_test(functions_of_this_program),
		cmocka_unit_test(libraries_in_a_damaged_cache),
		cmocka_unit_test(a_good_object),
		cmocka_unit_test(objects_that_contradict_themselves),
		cmocka_unit_test(objects_that_were_cut),
		cmocka_unit_test(every_family_says_what_it_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
