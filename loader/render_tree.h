/*
 * render_tree.h - rows and all else as trees of values, for formats that can write such.
 *
 * What docs/output.md says of jsonl holds for each of them: the same members in the same order. A
 * writer is told the values one after the other.
 */
#ifndef LOADER_RENDER_TREE_H
#define LOADER_RENDER_TREE_H

#include "loader/render_format.h"

/* Each writes one thing; `w` is the writer's own. */
struct tree_writer {
	/* Around each of the things that stand one behind the other. May be NULL. */
	void (*begin)(void *w);
	void (*end)(void *w);
	void (*null)(void *w);
	void (*boolean)(void *w, bool v);
	void (*integer)(void *w, int64_t v);
	void (*natural)(void *w, uint64_t v);
	void (*duration)(void *w, int64_t ns);
	void (*filesize)(void *w, int64_t bytes);
	/* A number that is none of these: "2.5", or an integer of more than 64 bits. */
	void (*decimal)(void *w, struct sv digits);
	void (*text)(void *w, struct sv utf8);
	void (*binary)(void *w, struct sv bytes);
	/* So many elements follow; so many keys, each with its value. */
	void (*list)(void *w, uint32_t n);
	void (*list_end)(void *w);
	void (*record)(void *w, uint32_t n);
	void (*key)(void *w, struct sv utf8);
	void (*record_end)(void *w);
};

/* A writer at work for a renderer; a format's state begins with it. */
struct tree {
	const struct tree_writer *writer;
	void *w;
};

void tree_row(struct render *r, uint32_t event, const char *record);
void tree_line(struct render *r, uint32_t event, const char *record);
void tree_tally(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		uint32_t nrows);
void tree_hist(struct render *r, const struct manifest_map *map, const void *key,
	       const struct hist_bucket *buckets, uint32_t nbuckets);
void tree_entries(struct render *r, const struct manifest_map *map, const struct map_entry *entries,
		  uint32_t n);
void tree_state(struct render *r, const struct manifest_state *state, const void *bytes);
void tree_loss(struct render *r, const struct render_loss *loss);

/* A column of a tally; null where it has none. */
void tree_number(struct render *r, const struct tree *t, const struct manifest_map *map,
		 enum tally_what what, const struct tally *tally);
/* One value. */
void tree_value(struct render *r, const struct tree *t, const struct wire_field *f,
		const void *record);

/* The functions of a format whose state begins with a struct tree. */
#define TREE_OPS                                                                                   \
	.row = tree_row, .line = tree_line, .tally = tree_tally, .hist = tree_hist,                \
	.entries = tree_entries, .state = tree_state, .loss = tree_loss

#endif
