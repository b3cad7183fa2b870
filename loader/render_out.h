/*
 * render_out.h - bytes on their way to a descriptor, in few large writes.
 *
 * `room` bytes may always be written at out_room() without a check; a format that knows the most
 * a row can take asks once per row. After an error everything is dropped.
 */
#ifndef LOADER_RENDER_OUT_H
#define LOADER_RENDER_OUT_H

#include "support/text.h"

struct out {
	int fd;
	int error; /* 0 or -errno of the first failed write */
	char *p;
	size_t n;    /* waiting */
	size_t room; /* of one out_room() */
};

enum { OUT_FLUSH_BYTES = 64 * 1024 };

/* `room`: at least as much as the largest piece written at once. */
void out_open(struct arena *a, struct out *o, int fd, size_t room);
/* Writes what waits: 0 or -errno. */
int out_flush(struct out *o);
void out_write(struct out *o, const void *p, size_t n);

static inline char *out_room(struct out *o)
{
	if (o->n >= OUT_FLUSH_BYTES)
		out_flush(o);
	return o->p + o->n;
}
/* Says where the piece begun at out_room() ended. */
static inline void out_took(struct out *o, const char *end)
{
	o->n = (size_t)(end - o->p);
}
static inline void out_text(struct out *o, struct sv s)
{
	out_write(o, s.p, s.n);
}

#endif
