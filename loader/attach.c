/*
 * attach.c - how each family of target attaches.
 */
#include "loader/attach.h"
#include "loader/detach.h"
#include "loader/host.h"

#include <errno.h>
#include <unistd.h>

/* A family of lang/probes.def without its row here does not compile. */
#define ROW_kprobe FAMILY_WHILE_RUNNING, prepare_kprobe, link_event
#define ROW_kretprobe FAMILY_WHILE_RUNNING, prepare_kretprobe, link_event
#define ROW_tracepoint FAMILY_WHILE_RUNNING, prepare_tracepoint, link_event
#define ROW_raw_tracepoint FAMILY_WHILE_RUNNING, NULL, link_raw_tracepoint
#define ROW_raw_tp FAMILY_WHILE_RUNNING, NULL, link_raw_tracepoint
#define ROW_tp_btf FAMILY_WHILE_RUNNING, NULL, link_trampoline
#define ROW_fentry FAMILY_WHILE_RUNNING, NULL, link_trampoline
#define ROW_fexit FAMILY_WHILE_RUNNING, NULL, link_trampoline
#define ROW_fmod_ret FAMILY_WHILE_RUNNING, NULL, link_trampoline
#define ROW_fentry_s ROW_fentry
#define ROW_fexit_s ROW_fexit
#define ROW_fmod_ret_s ROW_fmod_ret
#define ROW_lsm_s ROW_lsm
#define ROW_lsm FAMILY_WHILE_RUNNING, NULL, link_hook
#define ROW_uprobe FAMILY_WHILE_RUNNING, prepare_uprobe, link_event
#define ROW_uretprobe FAMILY_WHILE_RUNNING, prepare_uretprobe, link_event
#define ROW_interval FAMILY_TIMER, NULL, NULL
#define ROW_profile FAMILY_WHILE_RUNNING, prepare_sample, link_event
#define ROW_perf_event FAMILY_WHILE_RUNNING, prepare_sample, link_event
#define ROW_begin FAMILY_BEFORE, NULL, NULL
#define ROW_end FAMILY_AFTER, NULL, NULL

static const struct family families[] = {
#define PROBE(id, prefix, rest, type, ...) {PROBE_##id, BPF_PROG_TYPE_##type, ROW_##id},
#include "lang/probes.def"
};

const struct family *family_find(const char *prefix)
{
	enum probe p = probe_find(sv_cstr(prefix));

	return p == PROBE_COUNT ? NULL : &families[p];
}

void attach_forget(struct attach *a)
{
	for (uint32_t i = 0; i < a->places.n; i++) {
		if (a->places.v[i].event_fd >= 0)
			close(a->places.v[i].event_fd);
		if (a->places.v[i].hold_fd >= 0)
			close(a->places.v[i].hold_fd);
	}
	a->places.n = 0;
}

int attach_take_link(struct attach *a, struct bpf_link *link)
{
	if (!link)
		return attach_fail_errno(a, -errno);
	vec_push(a->arena, &a->links, link);
	return 0;
}

int attach_prepare(struct attach *a)
{
	const struct family *f = family_find(a->target->family);
	int code = f->prepare ? f->prepare(a) : 0;

	if (code)
		attach_forget(a);
	return code;
}

int attach_link(struct attach *a)
{
	const struct family *f = family_find(a->target->family);
	int code = f->link ? f->link(a) : 0;

	if (!code)
		return 0;
	detach_links(a->links.v, a->links.n);
	a->links.n = 0;
	attach_forget(a);
	return code;
}

const char *family_check(const struct family *f, const struct manifest_program *p)
{
	bool has_name = p->name && *p->name;

	switch (probes[f->probe].rest) {
	case REST_CATNAME:
		if (!p->category || !*p->category)
			return "a category";
		return has_name ? NULL : "a name";
	case REST_FUNC:
	case REST_FUNCS:
	case REST_NAME:
		return has_name ? NULL : "a name";
	case REST_BINSYM:
		if (!p->path || !*p->path)
			return "the path of a binary";
		return has_name || p->offset ? NULL : "a function";
	case REST_EVENT:
		if (!p->category || !*p->category)
			return "a kind of event";
		return has_name ? NULL : "an event";
	case REST_PERIOD:
		return p->period_ns || p->frequency ? NULL : "a period";
	case REST_NOTHING:
		break;
	}
	return NULL;
}

int attach_fail(struct attach *a, const char *fmt, ...)
{
	const struct manifest_program *t = a->target;
	const char *reason;
	va_list ap;

	va_start(ap, fmt);
	reason = arena_vprintf(a->arena, fmt, ap);
	va_end(ap);
	return failure_set(a->why, EXIT_OBJECT, "%s:%u:%u: cannot attach to '%s:%s': %s", t->file,
			   t->line, t->col, t->family, t->target, reason);
}

int attach_fail_errno(struct attach *a, int error)
{
	int code = attach_fail(a, "%s", failure_errno(a->why, error));

	if (error == -EPERM || error == -EACCES)
		host_hint_privileges(a->why);
	return code;
}
