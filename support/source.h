/*
 * source.h - source texts, spans into them, and lines and columns of spans.
 */
#ifndef SUPPORT_SOURCE_H
#define SUPPORT_SOURCE_H

#include "support/text.h"

/* Bytes [start, end) of file number `file` of a set; file 0 is no place. */
struct span {
	uint32_t file;
	uint32_t start, end;
};

#define NO_SPAN ((struct span){0, 0, 0})

static inline struct span span_join(struct span a, struct span b)
{
	if (!a.file)
		return b;
	if (a.file == b.file && b.end > a.end)
		a.end = b.end;
	return a;
}

struct source_file {
	const char *path; /* as given, for messages */
	const char *name; /* relative to the main file's folder: what goes into the object */
	struct sv text;
	uint32_t *lines; /* byte offset of each line's start */
	uint32_t nlines;
};

struct source_set {
	struct arena *arena;
	VEC(struct source_file) files; /* files.v[0] is file number 1 */
};

/* 1-based; columns count characters (UTF-8 sequences), a tab is one. */
struct place {
	uint32_t line, col;
};

/* Adds a text and returns its file number. The bytes are not copied. */
uint32_t source_add(struct source_set *s, const char *path, const char *name, struct sv text);
/* Reads a whole file ("-" is standard input) into the arena and adds it: the number, or -errno.
 * More than 64 MiB is -EFBIG. */
int source_read(struct source_set *s, const char *path, const char *name);
const struct source_file *source_get(const struct source_set *s, uint32_t file);
struct place source_place(const struct source_set *s, struct span at);
/* The text of 1-based line `line` without its newline. */
struct sv source_line(const struct source_set *s, uint32_t file, uint32_t line);
static inline struct sv source_text(const struct source_set *s, struct span at)
{
	const struct source_file *f = source_get(s, at.file);

	return (struct sv){f->text.p + at.start, at.end - at.start};
}

#endif
