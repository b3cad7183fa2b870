/*
 * fuzz_mir.c - MIR text: what the verifier accepts prints, the print reads back to the same print
 * and goes through every pass.
 */
#include "midend/pass.h"
#include "tests/fuzz/fuzz.h"

static struct sv print(struct arena *a, const struct mir_module *m)
{
	struct buf text = {.arena = a};

	mir_print(&text, m);
	return (struct sv){text.p ? text.p : "", text.n};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	const char *error;
	struct mir_module *m = mir_parse(&arena, fuzz_text(bytes, size), &error);

	if (m && !mir_verify_module(m)) {
		struct sv once = print(&arena, m);

		m = mir_parse(&arena, once, &error);
		NB_ASSERT(m && sv_eq(print(&arena, m), once));
		pass_run_all(m, &(struct pass_options){.level = 3, .verify = true});
	}
	arena_free(&arena);
	return 0;
}
