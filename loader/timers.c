/*
 * timers.c - see timers.h.
 */
#include "loader/timers.h"
#include "loader/attach.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	NS_PER_S = 1000000000,
	/* Runs made up for at once: beyond it the loader was stopped, not late. */
	LATE_MAX = 1000,
};

static int start(struct timers *t, uint32_t program)
{
	const struct manifest_program *p = &t->session->object->manifest->programs.v[program];
	uint64_t ns = p->frequency ? NS_PER_S / p->frequency : p->period_ns;
	struct itimerspec every = {
		.it_value = {.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)}};
	struct epoll_event event = {.events = EPOLLIN, .data.u32 = t->n};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	every.it_interval = every.it_value;
	if (fd < 0)
		return -errno;
	t->v[t->n++] = (struct timer){program, fd};
	if (timerfd_settime(fd, 0, &every, NULL) ||
	    epoll_ctl(t->epoll_fd, EPOLL_CTL_ADD, fd, &event))
		return -errno;
	t->session->state[program].attached = true;
	return 0;
}

int timers_start(struct timers *t, struct session *session)
{
	const struct manifest *m = session->object->manifest;
	int err = 0;

	*t = (struct timers){.session = session, .epoll_fd = -1};
	for (uint32_t i = 0; !err && i < m->programs.n; i++) {
		if (!session->programs[i] ||
		    family_find(m->programs.v[i].family)->when != FAMILY_TIMER)
			continue;
		if (t->epoll_fd < 0) {
			t->v = arena_array(session->arena, struct timer, m->programs.n);
			t->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
			err = t->epoll_fd < 0 ? -errno : 0;
		}
		if (!err)
			err = start(t, i);
	}
	if (err)
		return failure_set(session->why, EXIT_OBJECT, "cannot make a timer: %s",
				   failure_errno(session->why, err));
	return 0;
}

int timers_tick(void *arg)
{
	struct timers *t = arg;
	int code = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		uint64_t times = 0;

		if (read(t->v[i].fd, &times, sizeof(times)) != sizeof(times))
			continue;
		for (uint64_t k = 0; !code && k < times && k < LATE_MAX; k++)
			code = session_run_one(t->session, t->v[i].program);
	}
	return code;
}

void timers_close(struct timers *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		close(t->v[i].fd);
	if (t->n)
		close(t->epoll_fd);
	*t = (struct timers){.epoll_fd = -1};
}
