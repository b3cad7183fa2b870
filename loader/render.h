/*
 * render.h - from bytes of the kernel to what people and programs read.
 *
 * The loader opens one renderer for a manifest and hands over every ring-buffer record, the maps at
 * the end and what it knows about the run. A renderer checks each record against the manifest,
 * decodes it (decode.h) and gives it to a format; docs/output.md describes what the formats print.
 * Everything is written to one descriptor through a buffer; nothing is allocated per record.
 */
#ifndef LOADER_RENDER_H
#define LOADER_RENDER_H

#include "loader/tally.h"

enum render_format {
#define FORMAT(id, symbol, name, help) RENDER_##id,
#include "loader/formats.def"
	RENDER_FORMATS
};

struct render_options {
	enum render_format format;
	int fd;		  /* rows, lines and maps; stays the caller's. Blocking */
	int lines_fd;	  /* lines of print, in formats that have no place for them */
	int summary_fd;	  /* the summary for people: standard error; -1 keeps quiet (-q) */
	bool is_terminal; /* fd is one: rows are shown as they come */
	bool color;
	uint32_t width;	 /* columns of the terminal; 0: no limit */
	bool own_maps;	 /* render_entries() will be called */
	bool timestamps; /* adds `time` and `probe` to every row (see wire_header.time) */
	/* The stack of a number; see stacks_get. May be NULL when the manifest has no stacks. */
	const struct stack *(*stack)(void *arg, uint64_t number);
	/* Told of the number of a stack that is new, and where its first frames come from, as far
	 * as that is known; may be NULL. */
	void (*new_stack)(void *arg, uint64_t number, const struct wire_build_frame *frames,
			  uint32_t nframes);
	void *stack_arg;
	/* Writes the name of a kernel address ("vfs_read+0x10") into name[size] and gives its
	 * length; 0 when there is none. May be NULL: addresses are shown in hexadecimal. */
	size_t (*ksym)(void *arg, uint64_t address, char *name, size_t size);
	void *ksym_arg;
};

/* What was shown so far. */
struct render_stats {
	uint64_t rows, lines; /* of emit, of print */
	uint64_t damaged;     /* records that no event of the manifest describes */
	uint64_t cut;	      /* strings and binaries that were longer than their room */
};

/* An entry of a map. `key` has the bytes that the kernel's map has (a hist's bucket number among
 * them, see manifest_map.bucket_at; an array's u32 index). */
struct map_row {
	const void *key;
	struct tally tally; /* of a hist `n` alone */
};

/* An element of a map of the script's own. */
struct map_entry {
	const void *key; /* NULL: it has none */
	const void *value;
	int32_t cpu; /* whose value it is; -1: everybody's */
};

/* What the loader knows about a program at the end. */
struct load_program {
	bool attached;
	const char *skipped; /* why it is not attached, or NULL */
	uint64_t lost;	     /* events that no site of the manifest counted (perf buffer) */
	uint64_t misses;     /* recursion_misses: runs that the kernel left out */
	uint64_t runs;	     /* 0 when not measured */
	uint64_t run_ns;
};

struct load_summary {
	uint64_t duration_ns;  /* since everything was attached */
	const uint64_t *sites; /* one count per manifest.sites (nubpf_sites), or NULL */
	const struct load_program *programs; /* one per manifest.programs, or NULL */
};

struct render;
struct stack;

/* The format called `name`, or -1. */
int render_format_find(struct sv name);
/* For messages and --help. */
const char *render_format_name(enum render_format f);
const char *render_format_help(enum render_format f);

/* Why the format has nothing to show of such an object, or NULL. */
const char *render_format_refuses(enum render_format f, const struct manifest *m);

/* A renderer in the arena; the manifest and the arena must outlive it. */
struct render *render_open(struct arena *a, const struct manifest *m,
			   const struct render_options *o);
/* All below give 0 or the -errno of writing (-EPIPE when the reader went away: ignore SIGPIPE).
 * After an error nothing more is written and every call gives that error again. */

/* A record that tells the loader something and is no event: it is heeded. */
bool render_is_notice(struct render *r, const void *bytes, size_t size);
/* One record of the ring buffer, of any bytes: a damaged one is counted, not an error. */
int render_event(struct render *r, const void *bytes, size_t size);
/* The reader has caught up with the kernel: what waits is written, when it is its time. */
int render_idle(struct render *r);
/* How many ms the loader may sleep before render_idle is due; -1: nothing waits. */
int render_wait_ms(const struct render *r);
/* The map's entries in any order; maps other than aggregates are left out. Waiting rows
 * come first. A key of the wrong size is the caller's bug: manifest_map_key_bytes() says it. */
int render_map(struct render *r, const struct manifest_map *map, const struct map_row *rows,
	       uint32_t nrows);
/* The elements of one of the script's own maps, in any order; of one without keys in theirs. */
int render_entries(struct render *r, const struct manifest_map *map,
		   const struct map_entry *entries, uint32_t n);
/* A `mut` kept by the script, from the bytes of its symbol: at least wire_field_end(&value). */
int render_state(struct render *r, const struct manifest_state *state, const void *bytes);
/* The end without a word about what was lost. */
int render_end(struct render *r);
/* The end: flushes, then tells people on summary_fd and programs on fd what was lost. */
int render_summary(struct render *r, const struct load_summary *s);
const struct render_stats *render_stats(const struct render *r);

#endif
