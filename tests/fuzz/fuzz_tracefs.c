/*
 * fuzz_tracefs.c - the parser of tracefs' format texts.
 */
#include "frontend/tracepoint_source.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct sv text = {(const char *)bytes, size};
	struct arena arena = {0};
	tp_fields fields = {0};

	tracefs_parse(&arena, text, size % 2, &fields);
	arena_free(&arena);
	return 0;
}
