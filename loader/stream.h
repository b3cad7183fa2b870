/*
 * stream.h - from attached to finished: events until something ends it.
 */
#ifndef LOADER_STREAM_H
#define LOADER_STREAM_H

#include "loader/events.h"
#include "loader/failure.h"
#include "loader/render.h"

/* Something to do when a descriptor is readable; without a function nothing. */
struct stream_tick {
	int fd;
	int (*run)(void *arg); /* 0, or an exit code that ends the stream */
	void *arg;
};

enum { STREAM_TICKS = 2 };

struct stream_options {
	const struct bpf_map *events; /* the map of them, or NULL */
	uint32_t buffer_bytes;	      /* for those that wait; 0: as much as usual */
	int out_fd;	      /* watched: when its reader goes away the stream ends */
	uint64_t duration_ns; /* 0: no limit */
	uint64_t limit;	      /* events; 0: no limit */
	struct stream_tick ticks[STREAM_TICKS];
};

struct stream {
	struct stream_options options;
	struct render *render;
	struct events *events_from;
	int signal_fd, timer_fd;
	uint64_t start_ns;    /* when it was opened */
	uint64_t duration_ns; /* of stream_run(), or until the last stream_look() */
	uint64_t events;      /* taken */
	uint32_t batch;	      /* of them since the last look around */
	uint64_t bytes;	      /* of them in this batch */
	int error;	      /* of rendering: -EPIPE when nobody reads */
	int code;	      /* of a tick */
	bool stop;	      /* something ended it */
	bool discard;	      /* records are taken, not shown */
};

/* Catches SIGINT, SIGTERM and SIGHUP from here on: open it before anything is attached. 0, or an
 * exit code with *why filled. */
int stream_open(struct stream *s, struct render *r, const struct stream_options *options,
		struct failure *why);
/* Shows events until a signal, the time, the number of events or a reader that went away ends it.
 */
void stream_run(struct stream *s);
/* After the end: shows what still waits, unless the limit was reached. */
void stream_drain(struct stream *s);
/* Shows what has come since, whatever the limit: the words of `end` programs. */
void stream_show_rest(struct stream *s);
/* Shows what has come so far and looks for what ends the stream: whether it is over. */
bool stream_look(struct stream *s);
void stream_close(struct stream *s);

#endif
