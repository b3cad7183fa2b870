/*
 * render_flame.h - stacks of rows, counters and histograms as one flame, for the formats made of
 * it.
 *
 * A way begins with the texts beside the stack, then come the functions of user space, then those
 * of the kernel. A row counts once, a key as often as it was counted, or what its sum is.
 */
#ifndef LOADER_RENDER_FLAME_H
#define LOADER_RENDER_FLAME_H

#include "loader/flame.h"
#include "loader/render_format.h"

/* r->state is a struct flame. */
size_t flame_open(struct render *r);
void flame_row(struct render *r, uint32_t event, const char *record);
void flame_tally(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		 uint32_t nrows);
void flame_hist(struct render *r, const struct manifest_map *map, const void *key,
		const struct hist_bucket *buckets, uint32_t nbuckets);
/* Kept state has no stacks, and losses are told in the summary. */
void flame_entries(struct render *r, const struct manifest_map *map, const struct map_entry *entries,
		   uint32_t n);
void flame_state(struct render *r, const struct manifest_state *state, const void *bytes);
void flame_loss(struct render *r, const struct render_loss *loss);
/* NULL, or why there is nothing to draw. */
const char *flame_refuses(const struct manifest *m);

#endif
