/*
 * fuzz_format.c - the parser of tracefs' format texts.
 */
#include "frontend/tracepoint_source.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct sv text = fuzz_text(bytes, size);
	struct arena arena = {0};
	tp_fields fields = {0};

	tp_parse_format(&arena, text, size % 2, &fields);
	arena_free(&arena);
	return 0;
}
