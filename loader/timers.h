/*
 * timers.h - programs that the loader runs by the clock: interval.
 *
 * The kernel's own clock event for this (perf's cpu-clock) is not to be relied on: on Linux 6.18 it was
 * seen to stay silent for seconds. A timer of the loader's own and BPF_PROG_TEST_RUN keep time, and
 * a tick that comes late is made up for.
 */
#ifndef LOADER_TIMERS_H
#define LOADER_TIMERS_H

#include "loader/session.h"

struct timer {
	uint32_t program;
	int fd;
};

struct timers {
	struct session *session;
	struct timer *v;
	uint32_t n;
	int epoll_fd; /* readable when a timer has expired; -1: there are none */
};

/* Starts a timer for each loaded program of a FAMILY_TIMER family: 0, or an exit code with
 * session->why filled. To be closed in any case. */
int timers_start(struct timers *t, struct session *session);
/* Runs each program as often as its timer has expired since the last call: 0, or an exit code. `arg`
 * is a struct timers. */
int timers_tick(void *arg);
void timers_close(struct timers *t);

#endif
