/*
 * hist.h - the buckets of histograms: which values they stand for, and bars of them.
 */
#ifndef LOADER_HIST_H
#define LOADER_HIST_H

#include "runtime/manifest.h"

struct hist_bucket {
	uint32_t number; /* as in the map's key, see manifest_map */
	uint64_t count;
};

/* Values [low, high). Without has_low it starts at the smallest value, without has_high it ends
 * after the largest; the bounds of an unsigned hist are the bits of a u64. */
struct hist_range {
	int64_t low, high;
	bool has_low, has_high;
};

/* The bucket's values; a number that the map cannot have is the last bucket's. */
struct hist_range hist_range(const struct manifest_map *map, uint32_t number);
/* How many buckets a hist has. */
uint32_t hist_buckets(const struct manifest_map *map);
/* Appends lines "[1µs, 2µs)   12 │████   │", one per bucket from the first to the last that
 * counted, and the total; nothing when none did. Buckets are sorted by number, each once. */
void hist_print(struct buf *b, const struct manifest_map *map, const struct hist_bucket *buckets,
		uint32_t nbuckets);
/* Appends a bar of `width` columns for part/whole, exact to an eighth of a column. */
void hist_bar(struct buf *b, uint64_t part, uint64_t whole, uint32_t width);

#endif
