/*
 * attach_perf.c - programs that perf events run: the base of tracepoints and probes.
 */
#include "loader/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int attach_open_event(struct attach *a, struct perf_event_attr *attr, int pid, int cpu)
{
	struct attach_place place = {0};

	attr->disabled = 1; /* bpf_program__attach_perf_event() enables it */
	place.event_fd =
		(int)syscall(SYS_perf_event_open, attr, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
	if (place.event_fd < 0)
		return -errno;
	place.hold_fd = fcntl(place.event_fd, F_DUPFD_CLOEXEC, 0);
	vec_push(a->arena, &a->places, place);
	return place.hold_fd < 0 ? -errno : 0;
}

int attach_open_match(struct attach *a, uint32_t i, struct perf_event_attr *attr, int pid, int cpu)
{
	int err = attach_open_event(a, attr, pid, cpu);

	if (!err)
		a->places.v[a->places.n - 1].cookie = a->matches.v[i].cookie;
	attach_show_progress(a, i + 1);
	return err;
}

int link_event(struct attach *a)
{
	struct bpf_perf_event_opts opts = {.sz = sizeof(opts)};

	for (uint32_t i = 0; i < a->places.n; i++) {
		struct attach_place *place = &a->places.v[i];
		int code;

		if (place->event_fd < 0)
			continue;
		opts.bpf_cookie = place->cookie;
		code = attach_take_link(
			a, bpf_program__attach_perf_event_opts(a->program, place->event_fd, &opts));
		if (code)
			return code;
		place->event_fd = -1;
	}
	return 0;
}

/* The number after `prefix` in a file of the event source, or -errno. */
static int read_number(const char *source, const char *file, const char *prefix)
{
	char path[96], text[32] = {0};
	int fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/%s", source, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0 || strncmp(text, prefix, strlen(prefix)) != 0)
		return -EIO;
	return atoi(text + strlen(prefix));
}

int attach_probe_attr(struct perf_event_attr *attr, const char *source, bool is_return)
{
	int type = read_number(source, "type", ""), bit;

	if (type < 0)
		return type;
	*attr = (struct perf_event_attr){.size = sizeof(*attr), .type = (uint32_t)type};
	if (!is_return)
		return 0;
	bit = read_number(source, "format/retprobe", "config:");
	if (bit < 0 || bit > 63)
		return bit < 0 ? bit : -EIO;
	attr->config = 1ull << bit;
	return 0;
}
