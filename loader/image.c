/*
 * image.c - see image.h.
 */
#include "loader/image.h"
#include "loader/specialise.h"

/* A section without bytes, or the first of two of one name, may not hold the slot. */
static bool write_slot(char *image, const struct object *o, const struct object_slot *slot,
		       const void *bytes, size_t n)
{
	const struct elf_section *s = elf_file_section(&o->elf, slot->map);

	if (!s || slot->offset > s->bytes.n || n > s->bytes.n - slot->offset)
		return false;
	memcpy(image + s->header.sh_offset + slot->offset, bytes, n);
	return true;
}

int image_build(struct arena *a, const struct object *o, const struct param_value *values,
		bool timestamps, struct sv *image, struct failure *why)
{
	char *copy = arena_alloc(a, o->bytes.n, 16);
	static const uint64_t on = 1;
	struct elf_file elf;
	const char *error;
	bool good = true;

	memcpy(copy, o->bytes.p, o->bytes.n);
	for (uint32_t i = 0; i < o->manifest->params.n; i++)
		if (values[i].is_set)
			good &= write_slot(copy, o, &o->params[i],
					   param_bytes(a, &o->manifest->params.v[i], &values[i]),
					   o->manifest->params.v[i].size);
	if (timestamps && o->stamp.map)
		good &= write_slot(copy, o, &o->stamp, &on,
				   o->stamp.size < sizeof(on) ? o->stamp.size : sizeof(on));
	if (!good)
		return failure_set(why, EXIT_OBJECT, "'%s': its read-only data is damaged", o->path);
	error = elf_file_open(a, (struct sv){copy, o->bytes.n}, &elf);
	if (error) {
		elf_file_close(&elf);
		return failure_set(why, EXIT_OBJECT, "'%s': %s", o->path, error);
	}
	*image = specialise(a, &elf);
	elf_file_close(&elf);
	return 0;
}
