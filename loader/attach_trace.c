/*
 * attach_trace.c - kernel tracepoints and kernel functions.
 */
#include "loader/attach.h"
#include "support/tracefs.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int no_such_tracepoint(struct attach *a)
{
	const struct manifest_program *t = a->target;
	const char *near = tracefs_nearest(a->arena, a->tracefs, t->category, t->name);
	int code = attach_fail(a, "this kernel has no such tracepoint");

	if (near)
		failure_hint(a->why, "did you mean 'tracepoint:%s'?", near);
	return code;
}

/* One event on cpu 0 is enough: a BPF program of a tracepoint runs on every cpu, whatever the
 * event's cpu (perf_trace_run_bpf_submit in kernel/events/core.c looks at the tracepoint's list of
 * programs before its events). */
int attach_tracepoint(struct attach *a)
{
	int64_t id = tracefs_event_id(a->tracefs, a->target->category, a->target->name);
	struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr)};
	int fd, code;

	if (id < 0 && a->tracefs->fd < 0) {
		code = attach_fail(a, "tracefs is not there: %s",
				   failure_errno(a->why, a->tracefs->error));
		failure_hint(a->why, "mount -t tracefs nodev /sys/kernel/tracing");
		return code;
	}
	if (id == -ENOENT)
		return no_such_tracepoint(a);
	if (id < 0)
		return attach_fail_errno(a, (int)id);
	attr.config = (uint64_t)id;
	attr.sample_period = 1;
	fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
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

int attach_raw_tracepoint(struct attach *a)
{
	a->link = bpf_program__attach_raw_tracepoint(a->program, a->target->name);
	if (a->link)
		return 0;
	if (errno == ENOENT)
		return attach_fail(a, "this kernel has no such tracepoint");
	return attach_fail_errno(a, -errno);
}

int attach_typed_tracepoint(struct attach *a)
{
	a->link = bpf_program__attach_trace(a->program);
	return a->link ? 0 : attach_fail_errno(a, -errno);
}

static bool kernel_has_kprobes(void)
{
	struct stat st;

	return stat("/sys/bus/event_source/devices/kprobe", &st) == 0;
}

static int attach_function(struct attach *a, bool is_return)
{
	LIBBPF_OPTS(bpf_kprobe_opts, opts, .offset = a->target->offset, .retprobe = is_return);

	a->link = bpf_program__attach_kprobe_opts(a->program, a->target->name, &opts);
	if (a->link)
		return 0;
	if (errno == ENOENT && !kernel_has_kprobes())
		return attach_fail(a, "this kernel has no kprobes (CONFIG_KPROBE_EVENTS)");
	if (errno == ENOENT)
		return attach_fail(a, "this kernel has no function '%s' that can be probed",
				   a->target->name);
	if (errno == EINVAL || errno == EILSEQ)
		return attach_fail(a, "the kernel does not allow a probe at this place of '%s'",
				   a->target->name);
	return attach_fail_errno(a, -errno);
}

int attach_kprobe(struct attach *a)
{
	return attach_function(a, false);
}

int attach_kretprobe(struct attach *a)
{
	return attach_function(a, true);
}
