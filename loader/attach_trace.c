/*
 * attach_trace.c - kernel tracepoints and kernel functions.
 */
#include "loader/attach.h"
#include "support/tracefs.h"

#include <errno.h>
#include <linux/perf_event.h>

static int no_such_tracepoint(struct attach *a)
{
	const struct manifest_program *t = a->target;
	const char *near = tracefs_nearest(a->arena, &a->shared->tracefs, t->category, t->name);
	int code = attach_fail(a, "this kernel has no such tracepoint");

	if (near)
		failure_hint(a->why, "did you mean 'tracepoint:%s'?", near);
	return code;
}

/* One event on cpu 0 is enough: a BPF program of a tracepoint runs on every cpu, whatever the
 * event's cpu (perf_trace_run_bpf_submit in kernel/events/core.c looks at the tracepoint's list of
 * programs before its events). */
int prepare_tracepoint(struct attach *a)
{
	int64_t id = tracefs_event_id(&a->shared->tracefs, a->target->category, a->target->name);
	struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr)};
	int code, err;

	if (id < 0 && a->shared->tracefs.fd < 0) {
		code = attach_fail(a, "tracefs is not there: %s",
				   failure_errno(a->why, a->shared->tracefs.error));
		failure_hint(a->why, "mount -t tracefs nodev /sys/kernel/tracing");
		return code;
	}
	if (id == -ENOENT)
		return no_such_tracepoint(a);
	if (id < 0)
		return attach_fail_errno(a, (int)id);
	attr.config = (uint64_t)id;
	attr.sample_period = 1;
	err = attach_open_event(a, &attr, -1, 0);
	return err ? attach_fail_errno(a, err) : 0;
}

int link_raw_tracepoint(struct attach *a)
{
	struct bpf_link *link = bpf_program__attach_raw_tracepoint(a->program, a->target->name);

	if (!link && errno == ENOENT)
		return attach_fail(a, "this kernel has no such tracepoint");
	return attach_take_link(a, link);
}

int link_trampoline(struct attach *a)
{
	return attach_take_link(a, bpf_program__attach_trace(a->program));
}

int link_hook(struct attach *a)
{
	return attach_take_link(a, bpf_program__attach_lsm(a->program));
}

static int prepare_function(struct attach *a, bool is_return)
{
	const char *name = a->target->name;
	struct perf_event_attr attr;
	int err = attach_probe_attr(&attr, "kprobe", is_return);

	if (err)
		return attach_fail(a, "this kernel has no kprobes (CONFIG_KPROBE_EVENTS)");
	attr.kprobe_func = (uint64_t)(uintptr_t)name;
	attr.probe_offset = a->target->offset;
	err = attach_open_event(a, &attr, -1, 0);
	if (err == -ENOENT)
		return attach_fail(a, "this kernel has no function '%s' that can be probed", name);
	if (err == -EINVAL || err == -EILSEQ || err == -EADDRNOTAVAIL)
		return attach_fail(a, "the kernel does not allow a probe at this place of '%s'",
				   name);
	return err ? attach_fail_errno(a, err) : 0;
}

int prepare_kprobe(struct attach *a)
{
	return prepare_function(a, false);
}

int prepare_kretprobe(struct attach *a)
{
	return prepare_function(a, true);
}
