/*
 * fuzz_parse.c - the lexer, the parser and the printer of its tree, over any bytes. The first
 * byte's lowest bit says whether older spellings are read.
 */
#include "tests/fuzz/fuzz.h"

#include "frontend/ast.h"
#include "frontend/parse.h"
#include "lang/diags.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct source_set sources = {.arena = &arena};
	struct diag_sink sink = diag_sink_new(&arena, &sources);
	struct parse_options options = {.older_spellings = size && (bytes[0] & 1)};
	uint32_t file =
		source_add(&sources, "fuzz.nu", "fuzz.nu", fuzz_text(bytes, size));
	struct buf b = {.arena = &arena};

	ast_print(&b, &sources, parse_file(&arena, &sink, file, options), false);
	arena_free(&arena);
	return 0;
}
