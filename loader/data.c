/*
 * data.c - the object's variables inside the maps that libbpf makes of its data sections.
 */
#include "loader/data.h"

#include <bpf/libbpf.h>

const void *data_at(struct bpf_object *bpf, const struct object_slot *slot)
{
	struct bpf_map *map = slot->map ? bpf_object__find_map_by_name(bpf, slot->map) : NULL;
	size_t size = 0;
	const char *bytes = map ? bpf_map__initial_value(map, &size) : NULL;

	if (!bytes || slot->offset > size || slot->size > size - slot->offset)
		return NULL;
	return bytes + slot->offset;
}

int data_write(struct arena *a, struct bpf_object *bpf, const struct object_slot *slot,
	       const void *bytes, size_t size, struct failure *why)
{
	struct bpf_map *map = bpf_object__find_map_by_name(bpf, slot->map);
	size_t whole = 0;
	const void *old = map ? bpf_map__initial_value(map, &whole) : NULL;
	char *copy;
	int err;

	if (!old || slot->offset > whole || size > whole - slot->offset)
		return failure_set(why, EXIT_OBJECT, "libbpf sees no data in section '%s'",
				   slot->map);
	copy = arena_alloc(a, whole, 8);
	memcpy(copy, old, whole);
	memcpy(copy + slot->offset, bytes, size);
	err = bpf_map__set_initial_value(map, copy, whole);
	if (err)
		return failure_set(why, EXIT_OBJECT, "cannot set data of section '%s': %s",
				   slot->map, failure_errno(why, err));
	return 0;
}
