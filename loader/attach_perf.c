/*
 * attach_perf.c - programs that the clock runs.
 */
#include "loader/attach.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A cpu-clock event on the cpu that runs the loader: that one is online, which cpu 0 need not be.
 * The kernel rounds periods below 10 µs up (perf_swevent_start_hrtimer). */
int attach_interval(struct attach *a)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = a->target->period_ns,
	};
	int fd, cpu = sched_getcpu(), code;

	fd = (int)syscall(SYS_perf_event_open, &attr, -1, cpu < 0 ? 0 : cpu, -1,
			  PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return attach_fail_errno(a, -errno);
	a->link = bpf_program__attach_perf_event(a->program, fd);
	if (!a->link) {
		code = attach_fail_errno(a, -errno);
		close(fd);
		return code;
	}
	return 0;
}
