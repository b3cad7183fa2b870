/*
 * summary.h - the last lines for people: how much was seen, what was lost and where.
 */
#ifndef LOADER_SUMMARY_H
#define LOADER_SUMMARY_H

#include "loader/render.h"

/* Writes the summary; an error of writing it is nobody's concern. */
void summary_print(struct arena *a, int fd, const struct manifest *m,
		   const struct render_stats *stats, const struct load_summary *s);
/* The same as text. */
void summary_text(struct buf *b, const struct manifest *m, const struct render_stats *stats,
		  const struct load_summary *s);

#endif
