/*
 * stream.c - from attached to finished: events until something ends it.
 *
 * The kernel wakes the reader when a record meets a reader that has caught up. Waiting for
 * each record would therefore cost the traced tasks one wake-up per event. So while events come
 * faster than one per millisecond the reader naps away from the ring, for as long as the ring's
 * room allows at the rate just seen; only a quiet ring is waited for.
 */
#include "loader/stream.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum {
	BATCH = 4096, /* records between two looks at signals, clock and output */
	MAX_NAP_MS = 10,
	NS_PER_MS = 1000000,
	NS_PER_S = 1000000000,
	PATIENCE_NS = 300 * NS_PER_MS,
	RECORD_HEADER_BYTES = 8,
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

static void end_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

/* When the first signal came. */
static volatile uint64_t first_signal_ns;

/* A signal often comes twice at once, to the process and to its group. One that comes later is
 * meant: the end hangs, perhaps in a write. */
static void second_signal(int number)
{
	if (now_ns() - first_signal_ns > PATIENCE_NS)
		_exit(128 + number);
}

static void heed_next_signal(void)
{
	struct sigaction action = {.sa_handler = second_signal};
	sigset_t set;

	first_signal_ns = now_ns();
	end_signals(&set);
	for (int i = 1; i < NSIG; i++) {
		if (sigismember(&set, i) == 1)
			sigaction(i, &action, NULL);
	}
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* A negative result makes this the last record for now. */
static int take_record(void *arg, void *bytes, size_t size)
{
	struct stream *s = arg;

	if (s->discard)
		return 0;
	if (render_is_notice(s->render, bytes, size))
		return 0;
	s->events++;
	s->bytes += size + RECORD_HEADER_BYTES;
	s->error = render_event(s->render, bytes, size);
	if (s->error || (s->options.limit && s->events >= s->options.limit)) {
		s->stop = true;
		return -ECANCELED;
	}
	return ++s->batch >= BATCH ? -EAGAIN : 0;
}

int stream_open(struct stream *s, struct render *r, const struct stream_options *options,
		struct failure *why)
{
	sigset_t set;

	*s = (struct stream){.options = *options, .render = r, .signal_fd = -1, .timer_fd = -1};
	s->start_ns = now_ns();
	end_signals(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	s->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (options->events)
		s->events_from =
			events_open(options->events, options->buffer_bytes, take_record, s);
	if (s->signal_fd < 0 || s->timer_fd < 0 || (options->events && !s->events_from))
		return failure_set(why, EXIT_OBJECT, "cannot read events: %s",
				   failure_errno(why, errno));
	return 0;
}

void stream_close(struct stream *s)
{
	sigset_t set;

	events_close(s->events_from);
	if (s->signal_fd >= 0)
		close(s->signal_fd);
	if (s->timer_fd >= 0)
		close(s->timer_fd);
	*s = (struct stream){.signal_fd = -1, .timer_fd = -1};
	end_signals(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* One batch: true when more may be waiting. */
static bool take_batch(struct stream *s)
{
	s->batch = 0;
	s->bytes = 0;
	if (!s->events_from || s->stop)
		return false;
	return events_take(s->events_from) == -EAGAIN;
}

static void take_all(struct stream *s)
{
	s->stop = s->error != 0;
	while (take_batch(s))
		continue;
}

void stream_drain(struct stream *s)
{
	s->discard = s->options.limit && s->events >= s->options.limit;
	take_all(s);
	s->discard = false;
}

void stream_show_rest(struct stream *s)
{
	s->options.limit = 0;
	take_all(s);
}

/* How long to stay away from the ring after a batch that took `elapsed_ns` to gather: as long as a
 * quarter of the ring takes to fill at that rate; 0 when the ring is quiet. */
static int nap_ms(const struct stream *s, uint64_t elapsed_ns)
{
	uint64_t nap;

	if (!s->batch || elapsed_ns / s->batch > NS_PER_MS)
		return 0;
	nap = (uint64_t)events_room_bytes(s->events_from) / 4 * elapsed_ns / s->bytes / NS_PER_MS;
	return nap < MAX_NAP_MS ? (int)nap : MAX_NAP_MS;
}

static int tick_fd(const struct stream *s, uint32_t i)
{
	return s->options.ticks[i].run ? s->options.ticks[i].fd : -1;
}

/* Waits for the end, and unless it naps also for events. Timeout in ms, -1 for none. */
static void wait_for(struct stream *s, bool with_ring, int timeout)
{
	struct pollfd fds[] = {
		{.fd = s->signal_fd, .events = POLLIN},
		{.fd = s->timer_fd, .events = POLLIN},
		{.fd = s->options.out_fd}, /* errors only: a closed pipe is one */
		{.fd = with_ring && s->events_from ? events_poll_fd(s->events_from) : -1,
		 .events = POLLIN},
		{.fd = tick_fd(s, 0), .events = POLLIN},
		{.fd = tick_fd(s, 1), .events = POLLIN},
	};
	enum { TICKS = ARRAY_SIZE(fds) - STREAM_TICKS };
	struct signalfd_siginfo info;

	if (poll(fds, ARRAY_SIZE(fds), timeout) <= 0)
		return;
	/* First, so that what is due at the end is done. */
	for (uint32_t i = 0; !s->code && i < STREAM_TICKS; i++) {
		if (fds[TICKS + i].revents)
			s->code = s->options.ticks[i].run(s->options.ticks[i].arg);
	}
	s->stop = s->code != 0;
	if (fds[0].revents && read(s->signal_fd, &info, sizeof(info)) > 0) {
		heed_next_signal();
		s->stop = true;
	}
	if (fds[1].revents)
		s->stop = true;
	if (fds[2].revents & (POLLERR | POLLHUP | POLLNVAL)) {
		s->error = s->error ? s->error : -EPIPE;
		s->stop = true;
	}
}

bool stream_look(struct stream *s)
{
	bool stopped = s->stop;

	while (!s->stop && take_batch(s))
		continue;
	if (!s->stop)
		wait_for(s, false, 0);
	s->stop |= stopped;
	s->duration_ns = now_ns() - s->start_ns;
	return s->stop || s->error;
}

void stream_run(struct stream *s)
{
	struct itimerspec limit = {
		.it_value = {.tv_sec = (time_t)(s->options.duration_ns / NS_PER_S),
			     .tv_nsec = (long)(s->options.duration_ns % NS_PER_S)}};
	uint64_t start = now_ns(), last = start;

	if (s->options.duration_ns)
		timerfd_settime(s->timer_fd, 0, &limit, NULL);
	while (!s->stop) {
		bool more = take_batch(s);
		uint64_t now = now_ns();
		int nap = more ? 0 : nap_ms(s, now - last);

		last = now;
		if (!more && !s->stop)
			s->error = render_idle(s->render);
		if (s->stop || s->error)
			break;
		if (more || nap)
			wait_for(s, false, nap);
		else
			wait_for(s, true, render_wait_ms(s->render));
	}
	s->duration_ns = now_ns() - start;
}
