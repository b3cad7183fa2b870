/*
 * attach.c - how each family of target attaches.
 */
#include "loader/attach.h"
#include "loader/detach.h"
#include "loader/host.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* A family of lang/probes.def without its row here does not compile. */
#define ROW_kprobe FAMILY_WHILE_RUNNING, find_functions, prepare_functions, link_functions
#define ROW_kretprobe ROW_kprobe
#define ROW_kprobe_multi ROW_kprobe
#define ROW_kretprobe_multi ROW_kprobe
#define ROW_ksyscall ROW_kprobe
#define ROW_kretsyscall ROW_kprobe
#define ROW_tracepoint FAMILY_WHILE_RUNNING, find_tracepoints, prepare_tracepoint, link_event
#define ROW_raw_tracepoint FAMILY_WHILE_RUNNING, NULL, NULL, link_raw_tracepoint
#define ROW_raw_tp ROW_raw_tracepoint
#define ROW_tp_btf FAMILY_WHILE_RUNNING, NULL, NULL, link_trampoline
#define ROW_fentry ROW_tp_btf
#define ROW_fexit ROW_tp_btf
#define ROW_fmod_ret ROW_tp_btf
#define ROW_fentry_s ROW_tp_btf
#define ROW_fexit_s ROW_tp_btf
#define ROW_fmod_ret_s ROW_tp_btf
#define ROW_lsm FAMILY_WHILE_RUNNING, NULL, NULL, link_hook
#define ROW_lsm_s ROW_lsm
#define ROW_uprobe                                                                                 \
	FAMILY_WHILE_RUNNING, find_user_functions, prepare_user_functions, link_user_functions
#define ROW_uretprobe ROW_uprobe
#define ROW_uprobe_s ROW_uprobe
#define ROW_uretprobe_s ROW_uprobe
#define ROW_uprobe_multi ROW_uprobe
#define ROW_uretprobe_multi ROW_uprobe
#define ROW_interval FAMILY_TIMER, NULL, NULL, NULL
#define ROW_profile FAMILY_WHILE_RUNNING, NULL, prepare_sample, link_event
#define ROW_perf_event ROW_profile
#define ROW_iter FAMILY_WHILE_RUNNING, NULL, NULL, link_iter
#define ROW_usdt FAMILY_WHILE_RUNNING, find_usdt, NULL, link_usdt
#define ROW_begin FAMILY_BEFORE, NULL, NULL, NULL
#define ROW_end FAMILY_AFTER, NULL, NULL, NULL

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

enum probe attach_probe(const struct attach *a)
{
	return family_find(a->target->family)->probe;
}

bool attach_is_glob(const struct attach *a)
{
	return a->target->name && strpbrk(a->target->name, "*?[");
}

void attach_add_match(struct attach *a, const char *name, uint64_t at)
{
	struct attach_match *m = vec_add(a->arena, &a->matches);

	*m = (struct attach_match){.name = name, .at = at};
}

int attach_check_matches(struct attach *a)
{
	int code;

	if (!a->matches.n)
		return attach_fail(a, "nothing here matches '%s'", a->target->name);
	if (a->multi || a->matches.n <= SINGLE_MAX)
		return 0;
	code = attach_fail(a,
			   "%u functions match, and this kernel attaches to them one by one, which "
			   "is done for %d at most",
			   a->matches.n, SINGLE_MAX);
	failure_hint(a->why, "write a glob that fewer match");
	return code;
}

/* Halves what is refused until the culprits stand alone; gives the last error. */
static int link_halves(struct attach *a, uint32_t from, uint32_t n,
		       int (*link)(struct attach *a, uint32_t from, uint32_t n))
{
	int err = link(a, from, n), first, second;

	if (!err || err == -EPERM || err == -ENOMEM || err == -EMFILE)
		return err;
	if (n == 1) {
		a->left_out++;
		return err;
	}
	first = link_halves(a, from, n / 2, link);
	second = link_halves(a, from + n / 2, n - n / 2, link);
	return second ? second : first;
}

int attach_link_ranges(struct attach *a, int (*link)(struct attach *a, uint32_t from, uint32_t n))
{
	int err = link_halves(a, 0, a->matches.n, link);

	a->matches.n -= a->left_out;
	if (!err || (attach_is_glob(a) && a->matches.n && a->left_out))
		return 0;
	return attach_fail_errno(a, err);
}

void attach_show_progress(const struct attach *a, uint32_t done)
{
	enum { OFTEN = 50 };

	if (!a->shared->shows_progress || a->matches.n < 2 * OFTEN)
		return;
	if (done == a->matches.n)
		fputs("\r\033[K", stderr);
	else if (done % OFTEN == 0)
		fprintf(stderr, "\rattaching to '%s:%s': %u of %u", a->target->family,
			a->target->target, done, a->matches.n);
}

int attach_find(struct attach *a)
{
	const struct family *f = family_find(a->target->family);

	a->matches.n = a->left_out = 0;
	a->multi = false;
	/* libbpf knows the target of these from the object's section. */
	if (a->target->retargeted && f->type != BPF_PROG_TYPE_KPROBE &&
	    (probe_is_typed(f->probe) || probes[f->probe].args == ARGS_ITER)) {
		int err = bpf_program__set_attach_target(a->program, 0, a->target->name);

		if (err)
			return attach_fail(a, "this kernel has no such target");
	}
	return f->find ? f->find(a) : 0;
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
	for (uint32_t i = 0; i < a->link_fds.n; i++)
		close(a->link_fds.v[i]);
	a->links.n = a->link_fds.n = 0;
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
	case REST_SYSCALL:
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
	case REST_USDT:
		if (!p->path || !*p->path)
			return "the path of a binary";
		if (!p->category || !*p->category)
			return "a provider";
		return has_name ? NULL : "a name";
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
