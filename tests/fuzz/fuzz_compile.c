/*
 * fuzz_compile.c - the whole front and middle of the compiler over any bytes: parse, check, lower,
 * every pass with MIR verified after each. What passes without an error must be legal MIR.
 */
#include "tests/fuzz/fuzz.h"

#include "runtime/kernel_btf.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "midend/pass.h"

#include <stdlib.h>

/* A checked unit all the way to legal MIR; the passes name and abort on what breaks it. */
static void lower_and_run(struct unit *unit, struct diag_sink *sink)
{
	struct manifest manifest = {0};
	struct pass_problems problems = {0};
	struct pass_options options = {.level = 2, .verify = true, .problems = &problems};
	struct mir_module *m = lower_unit(unit, &manifest, (struct lower_options){0});

	if (sink->errors)
		return;
	if (mir_verify_module(m) || (pass_run_all(m, &options) && !problems.list.n))
		abort();
	manifest_write(unit->arena, &manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct source_set sources = {.arena = &arena};
	struct diag_sink sink = diag_sink_new(&arena, &sources);
	uint32_t file =
		source_add(&sources, "fuzz.nu", "fuzz.nu", fuzz_text(bytes, size));
	struct kernel_btf *btf = kernel_btf_new(&arena, "/nowhere");
	struct tracepoints *tracepoints = tracepoints_new(&arena, btf);
	struct check_options options = {.parse = {.older_spellings = true},
					.sources = &sources,
					.arch = "x86_64",
					.tracepoints = tracepoints,
					.btf = btf};
	struct ast *root = parse_file(&arena, &sink, file, options.parse);
	struct unit *unit = check_file(&arena, &sink, file, root, &options);

	if (!sink.errors)
		lower_and_run(unit, &sink);
	tracepoints_free(tracepoints);
	arena_free(&arena);
	return 0;
}
