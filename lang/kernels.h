/* kernels.h - what kernels have since when: lang/kernels.def as data. */
#ifndef LANG_KERNELS_H
#define LANG_KERNELS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* KERNEL_RING_BUFFER is 508: the first version with it, major * 100 + minor. */
enum kernel_since {
#define KERNEL(id, since, ...) KERNEL_##id = since,
#include "lang/kernels.def"
};

/* Programs that are for kernels from `oldest` on, 0 for any that can, may use it. */
static inline bool kernel_has(uint32_t oldest, enum kernel_since since)
{
	return !oldest || oldest >= (uint32_t)since;
}

/* The first version with a kind of map (enum bpf_map_type) that nubpfc makes. */
uint32_t kernel_of_map(uint32_t kind);
/* A line each, by version: what kernels have, whence that is known, and what stands in for it. */
void kernel_list(FILE *out);

#endif
