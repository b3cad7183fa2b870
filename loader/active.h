/*
 * active.h - which programs of a session run or have run, and which maps these have: what belongs
 * to others alone was never counted, and is not shown.
 */
#ifndef LOADER_ACTIVE_H
#define LOADER_ACTIVE_H

#include "loader/session.h"

struct active_maps {
	uint32_t *ids; /* the kernel's, of all maps of active programs */
	uint32_t n;
	bool unknown; /* the kernel does not say: every map counts */
};

/* Whether the program is there: not one that was left out, or an alternative that was not needed.
 */
bool active_has_program(const struct session *s, uint32_t program);
struct active_maps active_find_maps(const struct session *s, struct arena *a);
bool active_has_map(const struct active_maps *maps, const struct bpf_map *map);

#endif
