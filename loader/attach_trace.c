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

static int no_tracefs(struct attach *a)
{
	int code = attach_fail(a, "tracefs is not there: %s",
			       failure_errno(a->why, a->shared->tracefs.error));

	failure_hint(a->why, "mount -t tracefs nodev /sys/kernel/tracing");
	return code;
}

int find_tracepoints(struct attach *a)
{
	const struct manifest_program *t = a->target;
	const char **names;
	int n;

	if (!attach_is_glob(a)) {
		attach_add_match(a, t->name, 0);
		return 0;
	}
	n = tracefs_match(a->arena, &a->shared->tracefs, t->category, t->name, &names);
	if (n < 0 && a->shared->tracefs.fd < 0)
		return no_tracefs(a);
	for (int i = 0; i < n; i++)
		attach_add_match(a, names[i], 0);
	return attach_check_matches(a);
}

/* One event on cpu 0 is enough: a BPF program of a tracepoint runs on every cpu, whatever the
 * event's cpu (perf_trace_run_bpf_submit in kernel/events/core.c looks at the tracepoint's list of
 * programs before its events). */
static int open_tracepoint(struct attach *a, uint32_t i)
{
	const char *name = a->matches.v[i].name;
	int64_t id = tracefs_event_id(&a->shared->tracefs, a->target->category, name);
	struct perf_event_attr attr = {.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr)};
	int err;

	if (id < 0 && a->shared->tracefs.fd < 0)
		return no_tracefs(a);
	if (id == -ENOENT)
		return no_such_tracepoint(a);
	if (id < 0)
		return attach_fail_errno(a, (int)id);
	attr.config = (uint64_t)id;
	attr.sample_period = 1;
	err = attach_open_match(a, i, &attr, -1, 0);
	return err ? attach_fail_errno(a, err) : 0;
}

int prepare_tracepoint(struct attach *a)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < a->matches.n; i++)
		code = open_tracepoint(a, i);
	return code;
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

/* Those of cgroups want to be told where to begin and which way to go: all there are, the outer
 * ones first. */
int link_iter(struct attach *a)
{
	union bpf_iter_link_info cgroups = {.cgroup.order = BPF_CGROUP_ITER_DESCENDANTS_PRE};
	struct bpf_iter_attach_opts opts = {.sz = sizeof(opts)};

	if (strcmp(a->target->name, "cgroup") == 0) {
		opts.link_info = &cgroups;
		opts.link_info_len = sizeof(cgroups);
	}
	return attach_take_link(a, bpf_program__attach_iter(a->program, &opts));
}
