/* walk.c - see walk.h. */
#include "loader/walk.h"

#include <bpf/libbpf.h>
#include <errno.h>

/* A walk that begins anew more often than this per element ends: programs are faster. */
enum { MOST_ROUNDS = 8 };

int walk_next(struct walk *w, void *values, size_t bytes)
{
	size_t n = bpf_map__key_size(w->map);
	uint64_t most = (uint64_t)bpf_map__max_entries(w->map) * MOST_ROUNDS + MOST_ROUNDS;
	const char *previous = w->key;

	w->seen.arena = w->arena;
	for (; w->steps < most; w->steps++) {
		char *key = arena_alloc(w->arena, n, 8);
		int err = bpf_map__get_next_key(w->map, previous, key, n);

		if (err)
			return err;
		previous = w->key = key;
		if (symmap_get(&w->seen, (struct sv){key, n}, 0))
			continue;
		err = bpf_map__lookup_elem(w->map, key, n, values, bytes, 0);
		if (err == -ENOENT) /* gone in between */
			continue;
		if (!err)
			symmap_put(&w->seen, (struct sv){key, n}, 1);
		return err;
	}
	return -ENOENT;
}
