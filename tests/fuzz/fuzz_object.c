/*
 * fuzz_object.c - an object file of any bytes: everything the loader does with it before the
 * kernel.
 */
#include "loader/image.h"
#include "loader/line_info.h"
#include "loader/object.h"
#include "tests/fuzz/fuzz.h"

/* Values for every parameter, as the command line would give them. */
static void build(struct arena *a, const struct object *o, struct failure *why)
{
	uint32_t n = o->manifest->params.n;
	struct param_value *values = arena_array(a, struct param_value, n);
	struct sv image;

	for (uint32_t i = 0; i < n; i++)
		values[i] = (struct param_value){.is_set = true, .number = i, .text = SV("")};
	if (image_build(a, o, values, true, &image, why) == 0)
		NB_ASSERT(image.n == o->bytes.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct failure why = {.arena = &arena};
	struct object o = {.path = "fuzz"};
	struct line_place place;

	if (object_check(&arena, fuzz_text(bytes, size), &o, &why) == 0) {
		build(&arena, &o, &why);
		for (uint32_t i = 0; i < o.manifest->programs.n; i++)
			line_info_find(&o.elf, o.manifest->programs.v[i].symbol, i, &place);
	} else {
		NB_ASSERT(why.message);
	}
	object_close(&o);
	arena_free(&arena);
	return 0;
}
