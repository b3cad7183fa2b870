/*
 * verb_top.c - `nubpf top`: the counters and histograms of a group again and again, in place.
 */
#include "loader/group_view.h"
#include "loader/verbs.h"
#include "runtime/units.h"

#include <errno.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { NS_PER_S = 1000000000 };

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

/* What the group's maps look like now: 0, or an exit code. */
static int take_picture(struct group_view *v, struct sv *picture)
{
	struct group_view now = *v;
	off_t n;
	char *text;
	int code;

	now.shown.fd = memfd_create("picture", MFD_CLOEXEC);
	if (now.shown.fd < 0)
		return failure_set(v->why, EXIT_FILE, "cannot make a file in memory: %s",
				   failure_errno(v->why, errno));
	now.shown.summary_fd = -1;
	now.render = render_open(now.arena, v->group.object.manifest, &now.shown);
	code = group_view_maps(&now, NULL);
	if (!code)
		code = group_view_summary(&now);
	n = lseek(now.shown.fd, 0, SEEK_END);
	text = arena_alloc(now.arena, (size_t)n + 1, 1);
	if (!code && pread(now.shown.fd, text, (size_t)n, 0) != n)
		code = failure_set(v->why, EXIT_FILE, "cannot read a picture again");
	close(now.shown.fd);
	*picture = (struct sv){text, (size_t)n};
	return code;
}

/* As many lines as the terminal has, over those of the last picture. */
static void draw(struct sv picture, const char *title)
{
	struct winsize size = {.ws_row = 24};
	uint32_t rows;

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	rows = size.ws_row > 2 ? size.ws_row - 2u : 1;
	printf("\x1b[H%s\x1b[K\n", title);
	while (picture.n && rows--) {
		const char *end = memchr(picture.p, '\n', picture.n);
		size_t n = end ? (size_t)(end - picture.p) : picture.n;

		printf(SV_FMT "\x1b[K\n", (int)n, picture.p);
		picture = sv_from(picture, n + 1);
	}
	printf("\x1b[J");
}

static int show_once(struct group_view *v)
{
	struct arena own = {0};
	struct group_view now = *v;
	char clock[16] = "";
	time_t seconds = time(NULL);
	struct tm tm;
	struct sv picture = {0};
	int code;

	now.arena = &own;
	code = take_picture(&now, &picture);
	if (!code && v->shown.is_terminal) {
		if (localtime_r(&seconds, &tm))
			strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
		draw(picture, arena_printf(&own, "%s at %s", v->group.name, clock));
	} else if (!code) {
		fwrite(picture.p, 1, picture.n, stdout);
	}
	if (!code && fflush(stdout))
		v->error = -errno;
	arena_free(&own);
	return code;
}

static void wait_until(uint64_t when_ns)
{
	struct timespec t = {.tv_sec = (time_t)(when_ns / NS_PER_S),
			     .tv_nsec = (long)(when_ns % NS_PER_S)};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static int show(struct group_view *v)
{
	uint64_t interval = v->options.interval_ns ? v->options.interval_ns : NS_PER_S;
	uint64_t start = now_ns(), next = start, end = UINT64_MAX;
	struct sigaction action = {.sa_handler = stop};
	int code = 0;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (v->options.duration_ns)
		end = start + v->options.duration_ns;
	if (v->shown.is_terminal)
		printf("\x1b[2J");
	for (uint64_t n = 0; !code && !v->error && !stopped; n++) {
		if ((v->options.count && n >= v->options.count) || now_ns() > end)
			break;
		code = show_once(v);
		next += interval;
		if (!v->options.count || n + 1 < v->options.count)
			wait_until(next < end ? next : end);
	}
	return code ? code : console_settle(v->error, v->why);
}

int verb_top(struct arena *a, char *const *argv, struct failure *why)
{
	static const char usage[] = "nubpf top GROUP [options]";

	return group_view_run(a, argv, usage, show, why);
}
