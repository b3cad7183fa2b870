/*
 * walk.h - through the keys of a map, each once, also while programs put and delete some.
 *
 * The kernel names the key behind another one, and begins anew behind one that has gone meanwhile:
 * keys that were seen already are passed over. What is put while the walk goes on may be seen or
 * not.
 */
#ifndef LOADER_WALK_H
#define LOADER_WALK_H

#include "support/text.h"

struct bpf_map;

struct walk {
	struct arena *arena;
	const struct bpf_map *map;
	struct symmap seen;
	char *key; /* the current one, of the arena */
	uint64_t steps;
};

/* Goes to the next key and reads what is under it into `bytes` bytes at values: 0, -ENOENT at the
 * end, another -errno. Starts with {.arena, .map}. */
int walk_next(struct walk *w, void *values, size_t bytes);

#endif
