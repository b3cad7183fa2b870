/* active.c - see active.h. */
#include "loader/active.h"

#include "loader/alternatives.h"

/* A descriptor of the program, or -1: it is not in the kernel. */
static int descriptor(const struct session *s, uint32_t i)
{
	if (s->pinned)
		return s->pinned[i];
	return s->programs[i] && !s->state[i].skipped ? bpf_program__fd(s->programs[i]) : -1;
}

bool active_has_program(const struct session *s, uint32_t program)
{
	return descriptor(s, program) >= 0 && !alternatives_are_idle(s, program);
}

/* Adds the maps of a program; false when the kernel does not name them. */
static bool add_maps(struct arena *a, int fd, struct active_maps *maps)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info), most, *ids;

	if (bpf_obj_get_info_by_fd(fd, &info, &size))
		return false;
	most = info.nr_map_ids;
	ids = arena_array(a, uint32_t, maps->n + most + 1);
	if (maps->n)
		memcpy(ids, maps->ids, maps->n * sizeof(*ids));
	info = (struct bpf_prog_info){.nr_map_ids = most, .map_ids = (uintptr_t)(ids + maps->n)};
	size = sizeof(info);
	if (bpf_obj_get_info_by_fd(fd, &info, &size) || info.nr_map_ids > most)
		return false;
	maps->ids = ids;
	maps->n += info.nr_map_ids;
	return true;
}

struct active_maps active_find_maps(const struct session *s, struct arena *a)
{
	struct active_maps maps = {0};

	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++)
		if (active_has_program(s, i) && !add_maps(a, descriptor(s, i), &maps))
			maps.unknown = true;
	return maps;
}

bool active_has_map(const struct active_maps *maps, const struct bpf_map *map)
{
	struct bpf_map_info info = {0};
	uint32_t size = sizeof(info);

	if (maps->unknown || bpf_obj_get_info_by_fd(bpf_map__fd(map), &info, &size))
		return true;
	for (uint32_t i = 0; i < maps->n; i++)
		if (maps->ids[i] == info.id)
			return true;
	return false;
}
