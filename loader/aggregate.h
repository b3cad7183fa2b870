/*
 * aggregate.h - what a script has added up, out of the kernel, all cpus together.
 */
#ifndef LOADER_AGGREGATE_H
#define LOADER_AGGREGATE_H

#include "loader/failure.h"
#include "loader/render.h"

struct bpf_map;

/* The map holds what the manifest says: keys that are long enough, values of so many words. 0, or
 * an exit code with *why filled. */
int aggregate_check(const struct bpf_map *map, const struct manifest_map *m, struct failure *why);
/* All entries of a checked map, in the kernel's order; the rows live in the arena. */
int aggregate_read(struct arena *a, const struct bpf_map *map, const struct manifest_map *m,
		   struct map_row **rows, uint32_t *nrows, struct failure *why);
/* Whether a map with this use is one that is shown. */
bool aggregate_is_shown(const struct manifest_map *m);

#endif
