/*
 * keep.h - what a script keeps in the kernel: its maps and its state, shown behind the rows.
 */
#ifndef LOADER_KEEP_H
#define LOADER_KEEP_H

#include "loader/session.h"

/* Hands every aggregate, the script's own maps when these are wanted (that empties queues and
 * stacks), then the state, to the renderer: 0, or an exit code with s->why filled. *error is what
 * the renderer gave last; after an error of it nothing more is read. */
int keep_show(const struct session *s, bool own_maps, struct arena *a, struct render *r,
	      int *error);

#endif
