/* render_out.c - see render_out.h. */
#include "loader/render_out.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

void out_open(struct arena *a, struct out *o, int fd, size_t room)
{
	*o = (struct out){.fd = fd, .room = room};
	o->p = arena_alloc(a, OUT_FLUSH_BYTES + room, 1);
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, p, n);

		if (wrote < 0 && errno == EAGAIN) {
			/* Somebody else made the terminal's description non-blocking. */
			struct pollfd wait = {.fd = fd, .events = POLLOUT};

			if (poll(&wait, 1, -1) < 0 && errno != EINTR)
				return -errno;
			continue;
		}
		if (wrote < 0 && errno != EINTR)
			return -errno;
		if (wrote > 0) {
			p += wrote;
			n -= (size_t)wrote;
		}
	}
	return 0;
}

int out_flush(struct out *o)
{
	if (!o->error && o->n)
		o->error = write_all(o->fd, o->p, o->n);
	o->n = 0;
	return o->error;
}

void out_write(struct out *o, const void *p, size_t n)
{
	const char *from = p;

	while (n) {
		char *to = out_room(o);
		size_t piece = n < o->room ? n : o->room;

		memcpy(to, from, piece);
		out_took(o, to + piece);
		from += piece;
		n -= piece;
	}
}
