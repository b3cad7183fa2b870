/*
 * data.c - the object's variables inside the maps that libbpf makes of its data sections.
 */
#include "loader/data.h"

#include <bpf/libbpf.h>

const void *data_read(struct arena *a, struct bpf_object *bpf, const struct object_slot *slot)
{
	struct bpf_map *map = slot->map ? bpf_object__find_map_by_name(bpf, slot->map) : NULL;
	size_t size = map ? bpf_map__value_size(map) : 0;
	uint32_t first = 0;
	char *bytes;

	if (slot->offset > size || slot->size > size - slot->offset || !map)
		return NULL;
	/* libbpf's own mapping shows the running programs' memory to skeletons only. */
	bytes = arena_alloc(a, size, 8);
	if (bpf_map__lookup_elem(map, &first, sizeof(first), bytes, size, 0))
		return NULL;
	return bytes + slot->offset;
}
