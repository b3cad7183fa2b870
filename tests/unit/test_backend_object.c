/*
 * test_backend_object.c - what stands in an object besides code: lines of several files, the
 * manifest, sizes, the other byte order; and the text forms.
 */
#include "backend/backend.h"

#include <elf.h>
#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct backend_options usual = {
	.level = 2, .cpu = "v3", .debug_lines = true, .main_name = "main.nu"};
static const struct manifest empty_manifest = {.version = MANIFEST_VERSION,
					       .tool = "nubpfc",
					       .source = "main.nu",
					       .source_sha256 = "",
					       .doc = "",
					       .arch = ""};

static const char two_files[] = "func p section \"raw_tracepoint/sys_enter\" -> i32 { !1:0-5\n"
				"b1:\n"
				"\t%1:ptr<ctx> = ctx !1:6-9\n"
				"\t%2:i64 = load %1, 0\n"
				"\t%3:i64 = load %1, 8 !2:5-8\n"
				"\t%4:i64 = add %2, %3\n"
				"\t%5:i32 = trunc %4 !0\n"
				"\tret %5\n"
				"}\n";

/* Compiles two_files, whose sources stand in `folder`. */
static struct backend_result compile_files(struct arena *a, const char *folder,
					   const struct backend_options *o,
					   const struct manifest *manifest)
{
	struct source_set *sources = arena_new(a, struct source_set);
	const char *error = NULL;
	struct mir_module *m = mir_parse(a, SV(two_files), &error);
	struct backend_result r;

	if (!m)
		fail_msg("%s", error);
	sources->arena = a;
	source_add(sources, arena_printf(a, "%s/main.nu", folder), "main.nu",
		   SV("main\n  \"first\" \\ line\n"));
	source_add(sources, arena_printf(a, "%s/lib.nu", folder), "lib.nu",
		   SV("lib\n\tsecond line\n"));
	m->sources = sources;
	r = backend_compile(a, m, manifest, o);
	if (r.error)
		fail_msg("%s", r.error);
	return r;
}

static bool has_text(struct sv bytes, const char *text)
{
	return memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
}

static void test_lines(void **state)
{
	struct backend_options o = usual;
	struct arena a = {0};
	struct sv here, there;

	(void)state;
	here = compile_files(&a, "/one/folder", &o, &empty_manifest).bytes;
	there = compile_files(&a, "/another", &o, &empty_manifest).bytes;
	assert_true(sv_eq(here, there));
	assert_true(has_text(here, "main.nu") && has_text(here, "\"first\" \\ line"));
	if (atoi(backend_llvm_version()) >= 19)
		assert_true(has_text(here, "lib.nu") && has_text(here, "second line"));
	assert_false(has_text(here, "folder"));
	o.debug_lines = false;
	there = compile_files(&a, "/another", &o, &empty_manifest).bytes;
	assert_true(there.n < here.n);
	assert_false(has_text(there, "second line"));
	arena_free(&a);
}

/* The bytes of a section, found through the section headers alone. */
static struct sv section_of(struct sv object, const char *name)
{
	struct sv none = {0};
	Elf64_Ehdr header;
	Elf64_Shdr names, section;

	memcpy(&header, object.p, sizeof(header));
	memcpy(&names, object.p + header.e_shoff + header.e_shstrndx * sizeof(names),
	       sizeof(names));
	for (unsigned i = 0; i < header.e_shnum; i++) {
		memcpy(&section, object.p + header.e_shoff + i * sizeof(section), sizeof(section));
		if (!strcmp(object.p + names.sh_offset + section.sh_name, name))
			return (struct sv){object.p + section.sh_offset, section.sh_size};
	}
	return none;
}

static void test_manifest(void **state)
{
	struct backend_options o = usual;
	struct arena a = {0};
	struct backend_result r;
	uint32_t sum = 0;

	(void)state;
	r = compile_files(&a, "", &o, &empty_manifest);
	assert_true(sv_eq(section_of(r.bytes, ".nubpf"), manifest_write(&a, &empty_manifest)));
	for (uint32_t i = 0; i < r.functions.n; i++)
		sum += r.functions.v[i].insns;
	assert_int_equal(r.functions.n, 1);
	assert_string_equal(r.functions.v[0].name, "p");
	assert_int_equal(r.insns, sum);
	assert_int_equal(section_of(r.bytes, "raw_tracepoint/sys_enter").n, sum * 8);
	arena_free(&a);
}

static void test_big_endian(void **state)
{
	struct backend_options o = usual;
	struct arena a = {0};
	struct sv bytes;

	(void)state;
	o.big_endian = true;
	bytes = compile_files(&a, "/one", &o, NULL).bytes;
	assert_int_equal(bytes.p[EI_DATA], ELFDATA2MSB);
	assert_true(has_text(bytes, ".BTF.ext") && has_text(bytes, "\"first\" \\ line"));
	assert_false(has_text(bytes, ".debug_info"));
	assert_true(sv_eq(bytes, compile_files(&a, "/two", &o, NULL).bytes));
	arena_free(&a);
}

static void test_text(void **state)
{
	struct backend_options o = usual;
	struct arena a = {0};
	struct sv text;

	(void)state;
	o.emit = BACKEND_LLVM_IR;
	text = compile_files(&a, "", &o, NULL).bytes;
	assert_true(has_text(text, "define i32 @p(ptr"));
	o.emit = BACKEND_ASM;
	text = compile_files(&a, "", &o, NULL).bytes;
	assert_true(has_text(text, "exit"));
	assert_false(has_text(text, ".BTF"));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_manifest),
		cmocka_unit_test(test_big_endian),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
