/*
 * maps.c - the object's maps as libbpf sees them, checked against the manifest.
 */
#include "loader/maps.h"
#include "loader/aggregate.h"

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
		if (is_events(named) && bpf_map__type(map) != BPF_MAP_TYPE_RINGBUF)
			return failure_set(why, EXIT_OBJECT, "map '%s' is not a ring buffer",
					   named->symbol);
		if (aggregate_is_shown(named))
			code = aggregate_check(map, named, why);
		if (code)
			return code;
	}
	return 0;
}

struct bpf_map *maps_events(struct bpf_object *bpf, const struct manifest *m)
{
	for (uint32_t i = 0; i < m->maps.n; i++) {
		if (is_events(&m->maps.v[i]))
			return maps_get(bpf, &m->maps.v[i]);
	}
	return NULL;
}
