/*
 * entries.h - the elements of a script's own maps, out of the kernel.
 */
#ifndef LOADER_ENTRIES_H
#define LOADER_ENTRIES_H

#include "loader/failure.h"
#include "loader/render.h"

struct bpf_map;

/* Keys and values have the bytes that the manifest describes: 0, or an exit code with *why filled.
 */
int entries_check(const struct bpf_map *map, const struct manifest_map *m, struct failure *why);
/* All elements of a checked map, in the kernel's order; a queue or stack is emptied, a bloom filter
 * has none. *note says of values that cannot be had, or not all, why; else it is NULL. Elements of
 * arrays, and what cpus have, are left out where all bytes are zero. They live in the arena. */
int entries_read(struct arena *a, const struct bpf_map *map, const struct manifest_map *m,
		 struct map_entry **entries, uint32_t *n, const char **note, struct failure *why);
/* Tells people what a note says of the map. */
void entries_tell(struct arena *a, const struct manifest_map *m, const char *note);
bool entries_are_shown(const struct manifest_map *m);

#endif
