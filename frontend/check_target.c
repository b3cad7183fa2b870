/*
 * check_target.c - the target of a program: what it attaches to, and what its context holds.
 */
#include "frontend/check.h"

static void bad_target(struct checker *c, struct sv spec, struct span at, const char *expected)
{
	bool shown = !memchr(spec.p, '\0', spec.n) && spec.n <= 4096;

	diag_report(c->sink, DIAG_bad_target, at, shown ? sv_dup(c->arena, spec) : "…", expected);
}

static void unknown_family(struct checker *c, struct sv spec, struct span at)
{
	struct sv family = {spec.p, (size_t)((const char *)memchr(spec.p, ':', spec.n) - spec.p)};
	struct nearest near = {.want = family};
	struct diag *d = diag_report(c->sink, DIAG_unknown_family, at, sv_dup(c->arena, family));

	for (uint32_t i = 0; i < PROBE_COUNT; i++)
		nearest_offer(&near, sv_cstr(probes[i].prefix));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else
		diag_help(c->sink, d, "`nubpfc --list targets` prints every family");
}

static void no_family(struct checker *c, struct sv spec, struct span at)
{
	struct diag *d = diag_report(c->sink, DIAG_target_form, at, sv_dup(c->arena, spec));

	diag_help(c->sink, d, "as in 'kprobe:vfs_read' or 'tracepoint:sched/sched_switch'");
}

/* Without a format the program still compiles as long as it reads no field. */
static bool find_format(struct checker *c, struct program *p, struct span at)
{
	const struct target *t = &p->target;
	const char *why, *near = NULL;

	if (t->is_glob)
		p->format = tracepoint_find_glob(c->u->tracepoints, sv_cstr(t->category), t->name,
						 &why);
	else
		p->format = tracepoint_find(c->u->tracepoints, sv_cstr(t->category),
					    sv_cstr(t->name), &why, &near);
	if (!p->format && near && !p->may_lack) {
		struct diag *d = diag_report(c->sink, DIAG_unknown_tracepoint, at, t->rest);

		diag_help(c->sink, d, "did you mean '%s'?", near);
		return false;
	}
	return true;
}

/* The system call's own tracepoint says what its arguments are; which calls there are only the
 * kernel that runs the program knows. */
static bool find_syscall(struct checker *c, struct program *p, struct span at)
{
	bool enters = probes[p->target.probe].args == ARGS_SYSCALL;
	const char *name =
		arena_printf(c->arena, "sys_%s_%s", enters ? "enter" : "exit", p->target.name);
	const char *why, *near, *call;
	struct diag *d;

	if (p->target.is_glob) {
		p->format = tracepoint_find_glob(c->u->tracepoints, SV("syscalls"), name, &why);
		return true;
	}
	p->format = tracepoint_find(c->u->tracepoints, SV("syscalls"), sv_cstr(name), &why, &near);
	if (p->format || !near || p->may_lack)
		return true;
	call = strchr(strchr(near, '_') + 1, '_') + 1; /* syscalls/sys_enter_ */
	d = diag_report(c->sink, DIAG_unknown_syscall, at, p->target.name);
	diag_help(c->sink, d, "did you mean '%s'?", call);
	return false;
}

static void set_section(struct checker *c, struct program *p)
{
	const struct probe_info *info = &probes[p->target.probe];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	p->section = strchr(info->section, '%')
			     ? arena_printf(c->arena, info->section, p->target.rest)
			     : info->section;
#pragma GCC diagnostic pop
}

bool check_target(struct checker *c, struct program *p, struct sv spec, struct span at)
{
	const struct probe_info *info;
	const char *expected;

	switch (target_read(c->arena, spec, &p->target, &expected)) {
	case TARGET_NO_FAMILY:
		no_family(c, spec, at);
		return false;
	case TARGET_UNKNOWN_FAMILY:
		unknown_family(c, spec, at);
		return false;
	case TARGET_BAD_REST:
		bad_target(c, spec, at, expected);
		return false;
	case TARGET_GOOD:
		break;
	}
	info = &probes[p->target.probe];
	p->spec = sv_dup(c->arena, spec);
	if (info->args == ARGS_TRACEPOINT && !find_format(c, p, at))
		return false;
	if (info->rest == REST_SYSCALL && !find_syscall(c, p, at))
		return false;
	if (c->u->kernel && c->u->kernel < info->kernel) {
		diag_report(c->sink, DIAG_needs_kernel, at, info->prefix, info->kernel / 100,
			    info->kernel % 100, c->u->kernel / 100, c->u->kernel % 100);
		return false;
	}
	set_section(c, p);
	return true;
}
