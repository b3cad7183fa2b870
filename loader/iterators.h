/* iterators.h - programs that the loader has the kernel run over everything of a kind: iter. */
#ifndef LOADER_ITERATORS_H
#define LOADER_ITERATORS_H

#include "loader/session.h"
#include "loader/stream.h"

/* Runs each attached iterator to its end, one after the other, while its rows are shown: 0, or an
 * exit code with s->why filled; *n is how many there were. */
int iterators_run(struct session *s, struct stream *stream, uint32_t *n);
/* 0 when there is none, else an exit code: they cannot be left to the kernel. */
int iterators_refuse(struct session *s);

#endif
