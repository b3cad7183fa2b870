/*
 * fuzz_parse.c - Nushell source text to a tree and back to text.
 */
#include "frontend/parse.h"
#include "lang/diags.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct source_set sources = {.arena = &arena};
	struct diag_sink sink = diag_sink_new(&arena, &sources);
	struct parse_options options = {.older_spellings = size % 2};
	struct buf text = {.arena = &arena};
	struct sv input = {(const char *)bytes, size};
	uint32_t file = source_add(&sources, "fuzz.nu", "fuzz.nu", input);

	ast_print(&text, &sources, parse_file(&arena, &sink, file, options), false);
	arena_free(&arena);
	return 0;
}
