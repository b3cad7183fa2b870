/*
 * maps.c - the object's maps as libbpf sees them, checked against the manifest.
 */
#include "loader/maps.h"
#include "loader/aggregate.h"
#include "loader/entries.h"

static bool is_events(const struct manifest_map *m)
{
	return strcmp(m->use, "events") == 0;
}

struct bpf_map *maps_get(struct bpf_object *bpf, const struct manifest_map *map)
{
	return bpf_object__find_map_by_name(bpf, map->symbol);
}

int maps_check(struct bpf_object *bpf, const struct manifest *m, struct failure *why)
{
	for (uint32_t i = 0; i < m->maps.n; i++) {
		const struct manifest_map *named = &m->maps.v[i];
		struct bpf_map *map = maps_get(bpf, named);
		int code = 0;

		if (!map)
			return failure_set(why, EXIT_OBJECT, "libbpf sees no map '%s'",
					   named->symbol);
		if (is_events(named) && bpf_map__type(map) != BPF_MAP_TYPE_RINGBUF &&
		    bpf_map__type(map) != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
			return failure_set(why, EXIT_OBJECT,
					   "map '%s' is neither a ring buffer nor a perf buffer",
					   named->symbol);
		if (strcmp(named->use, "stacks") == 0 &&
		    (bpf_map__type(map) != BPF_MAP_TYPE_HASH || bpf_map__key_size(map) != 8 ||
		     bpf_map__value_size(map) < offsetof(struct wire_stack, frames)))
			return failure_set(why, EXIT_OBJECT, "map '%s' does not hold stacks",
					   named->symbol);
		if (strcmp(named->use, "places") == 0 &&
		    (bpf_map__type(map) != BPF_MAP_TYPE_ARRAY || bpf_map__key_size(map) != 4 ||
		     bpf_map__value_size(map) != sizeof(struct wire_spot)))
			return failure_set(why, EXIT_OBJECT, "map '%s' does not hold places",
					   named->symbol);
		if (aggregate_is_shown(named))
			code = aggregate_check(map, named, why);
		else if (entries_are_shown(named))
			code = entries_check(map, named, why);
		if (code)
			return code;
	}
	return 0;
}

/* The first map of that use. */
static struct bpf_map *map_of_use(struct bpf_object *bpf, const struct manifest *m, const char *use)
{
	for (uint32_t i = 0; i < m->maps.n; i++) {
		if (strcmp(m->maps.v[i].use, use) == 0)
			return maps_get(bpf, &m->maps.v[i]);
	}
	return NULL;
}

struct bpf_map *maps_events(struct bpf_object *bpf, const struct manifest *m)
{
	return map_of_use(bpf, m, "events");
}

struct bpf_map *maps_stacks(struct bpf_object *bpf, const struct manifest *m)
{
	return map_of_use(bpf, m, "stacks");
}

struct bpf_map *maps_places(struct bpf_object *bpf, const struct manifest *m)
{
	return map_of_use(bpf, m, "places");
}
