/*
 * aggregate.c - what a script has added up, out of the kernel, all cpus together.
 *
 * Programs may go on meanwhile: see walk.h.
 */
#include "loader/aggregate.h"
#include "loader/walk.h"

#include <bpf/libbpf.h>
#include <errno.h>

bool aggregate_is_shown(const struct manifest_map *m)
{
	return map_use_is_aggregate(map_use_find(m->use));
}

static bool is_per_cpu(const struct bpf_map *map)
{
	enum bpf_map_type type = bpf_map__type(map);

	return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
	       type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

int aggregate_check(const struct bpf_map *map, const struct manifest_map *m, struct failure *why)
{
	uint32_t key = bpf_map__key_size(map), value = bpf_map__value_size(map);
	uint32_t want = map_use_bytes(map_use_find(m->use));

	if (key >= manifest_map_key_bytes(m) && value == want)
		return 0;
	return failure_set(why, EXIT_OBJECT,
			   "map '%s' has keys of %u and values of %u bytes; the manifest says %u "
			   "and %u",
			   m->symbol, key, value, manifest_map_key_bytes(m), want);
}

int aggregate_read(struct arena *a, const struct bpf_map *map, const struct manifest_map *m,
		   struct map_row **rows, uint32_t *nrows, struct failure *why)
{
	size_t value_bytes = bpf_map__value_size(map);
	int cpus = is_per_cpu(map) ? libbpf_num_possible_cpus() : 1, err = 0;
	struct walk w = {.arena = a, .map = map};
	VEC(struct map_row) found = {0};
	uint64_t *values;

	if (cpus < 1)
		return failure_set(why, EXIT_OBJECT, "cannot count the cpus: %s",
				   failure_errno(why, cpus));
	values = arena_alloc(a, cpus * value_bytes, 8);
	for (;;) {
		struct map_row row = {0};

		err = walk_next(&w, values, cpus * value_bytes);
		if (err)
			break;
		for (int i = 0; i < cpus; i++)
			tally_add(&row.tally, m, values + i * value_bytes / sizeof(*values));
		row.key = w.key;
		vec_push(a, &found, row);
	}
	*rows = found.v;
	*nrows = found.n;
	return err == -ENOENT ? 0
			      : failure_set(why, EXIT_OBJECT, "cannot read map '%s': %s", m->name,
					    failure_errno(why, err));
}
