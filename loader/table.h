/*
 * table.h - aligned cells in Nushell's rounded box.
 *
 * A cell may have lines; rows with such cells stand apart.
 *
 * Cells are added row by row and wait until the body is printed; widths only grow, so that the
 * rows of a stream stay aligned under one head for as long as possible.
 */
#ifndef LOADER_TABLE_H
#define LOADER_TABLE_H

#include "support/text.h"

struct table_column {
	const char *title; /* safe text */
	bool is_right;
	uint32_t min;	   /* columns of the terminal that it takes at least */
	const char *color; /* of cells: "\x1b[36m", or NULL */
	uint32_t want;	   /* width of its widest cell so far */
	uint32_t width;	   /* what it has: less when the terminal is too narrow */
};

struct table_cell {
	uint32_t at, n, width, lines; /* bytes in `text`, columns of its widest line */
};

struct table {
	struct table_column *columns;
	uint32_t ncolumns;
	bool color;
	uint32_t limit; /* width of the terminal, or 0 */
	struct buf text;
	struct sv *rest;	      /* per column: what is left of a cell that is being printed */
	VEC(struct table_cell) cells; /* row after row */
};

/* An empty table; the columns stay the caller's, at least one. */
void table_open(struct arena *a, struct table *t, struct table_column *columns, uint32_t ncolumns);
/* The next cell of safe text, besides which it may have newlines, is what was written to t->text
 * since the last one. */
void table_cell(struct table *t);
/* Is there room for the waiting cells under the head that was printed last? */
bool table_fits(const struct table *t);
/* Widens columns to their cells before a head is printed; a table wider than `limit` gives up
 * room in its left columns, whose cells then end in "…". */
void table_measure(struct table *t);
/* Append the border with the titles, the waiting rows (then forgotten), the closing border. */
void table_head(struct buf *b, const struct table *t);
void table_body(struct buf *b, struct table *t);
void table_foot(struct buf *b, const struct table *t);

#endif
