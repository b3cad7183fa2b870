/*
 * render_format.h - what a format is to the renderer: a table of functions in render_<name>.c.
 *
 * The renderer checks records, sorts maps and counts; a format only writes. It writes to r->out
 * and keeps what it needs at r->state.
 */
#ifndef LOADER_RENDER_FORMAT_H
#define LOADER_RENDER_FORMAT_H

#include "loader/hist.h"
#include "loader/render.h"
#include "loader/render_out.h"
#include "loader/render_text.h"

/* An event together with the first event of the same name and columns: they share a table. */
struct render_event {
	const struct manifest_event *e;
	uint32_t shape;
};

struct render {
	struct arena *arena;
	struct arena temp; /* freed after every map */
	const struct manifest *m;
	struct render_options o;
	const struct render_ops *ops;
	struct render_event *events; /* one per manifest.events */
	bool many_names;	     /* rows of more than one name can come */
	struct namer namer;
	struct out out;
	struct buf scratch, clean;
	struct render_stats stats;
	int64_t wall_ns; /* the clock on the wall minus ktime, when timestamps are shown */
	void *state;
};

/* A site, or a program, that something was lost at. */
struct render_loss {
	const char *kind; /* as in manifest_site, or "lost", "misses", "damaged" */
	const char *message;
	const struct manifest_site *site; /* or NULL */
	const char *probe;		  /* label, or NULL */
	uint64_t count;
};

struct render_ops {
	/* Gives the most bytes that one out_room() of this format takes. */
	size_t (*open)(struct render *r);
	/* A checked record of event number `event`: a row, or a line of print. */
	void (*row)(struct render *r, uint32_t event, const char *record);
	/* NULL: lines go to o.lines_fd. */
	void (*line)(struct render *r, uint32_t event, const char *record);
	/* Writes what waits; `all`: whether or not it is its time. NULL: nothing waits. */
	void (*idle)(struct render *r, bool all);
	int (*wait_ms)(const struct render *r);
	/* Every aggregate but a hist. Sorted by tally_compare, then key. */
	void (*tally)(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		      uint32_t nrows);
	/* One call per key in their order; a keyed hist without entries is one call with no key. */
	void (*hist)(struct render *r, const struct manifest_map *map, const void *key,
		     const struct hist_bucket *buckets, uint32_t nbuckets);
	/* Sorted by key, then cpu. */
	void (*entries)(struct render *r, const struct manifest_map *map,
			const struct map_entry *entries, uint32_t n);
	void (*state)(struct render *r, const struct manifest_state *state, const void *bytes);
	void (*loss)(struct render *r, const struct render_loss *loss);
	/* Writes the end of all, behind the last loss; may be NULL. */
	void (*end)(struct render *r);
	/* Why the manifest has nothing for this format, or NULL; may itself be NULL. */
	const char *(*refuses)(const struct manifest *m);
};

#define FORMAT(id, symbol, name, help) extern const struct render_ops render_##symbol;
#include "loader/formats.def"

/* The text of a print into r->scratch: controls and all. */
struct sv render_line_text(struct render *r, const struct manifest_event *e, const char *record);
/* Has the event a column of that name? Then an added one of that name is left out. */
bool render_has_column(const struct manifest_event *e, const char *name);
/* Label of program number `program`, or NULL. */
const char *render_probe(const struct render *r, uint32_t program);

#endif
