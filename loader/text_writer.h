/*
 * text_writer.h - trees of values as text like JSON: JSON itself, and NUON, which has more kinds of
 * values.
 */
#ifndef LOADER_TEXT_WRITER_H
#define LOADER_TEXT_WRITER_H

#include "loader/render_tree.h"

struct text_writer {
	struct buf b;
	bool follows; /* a value stands before, in the same list or record */
};

/* Both work on a struct text_writer, and leave the text of all values in `b`. */
extern const struct tree_writer json_writer, nuon_writer;

#endif
