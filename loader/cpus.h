/* cpus.h - which cpus this machine runs on. */
#ifndef LOADER_CPUS_H
#define LOADER_CPUS_H

#include "support/arena.h"

struct cpus {
	uint32_t *v;
	uint32_t n, cap;
};

/* The numbers in "0-3,8": in its order; what is no such list is none. */
struct cpus cpus_parse(struct arena *a, const char *list);
/* Those that are online; cpu 0 when the kernel does not say. */
struct cpus cpus_online(struct arena *a);

#endif
