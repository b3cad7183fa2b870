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
