/*
 * fuzz_manifest.c - the manifest of an object: what is read writes, and reads back the same.
 */
#include "runtime/manifest.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	const char *error;
	struct manifest *m = manifest_read(&arena, fuzz_text(bytes, size), &error);

	if (m) {
		struct sv once = manifest_write(&arena, m);

		m = manifest_read(&arena, once, &error);
		NB_ASSERT(m && sv_eq(manifest_write(&arena, m), once));
	}
	arena_free(&arena);
	return 0;
}
