/*
 * rejection.c - why the kernel did not take an object, in the script's own terms.
 */
#include "loader/rejection.h"
#include "loader/host.h"
#include "loader/kernel_log.h"
#include "loader/verifier_log.h"

#include <errno.h>
#include <unistd.h>

static const struct manifest_program *find_program(const struct manifest *m, const char *symbol)
{
	for (uint32_t i = 0; symbol && i < m->programs.n; i++) {
		if (strcmp(m->programs.v[i].symbol, symbol) == 0)
			return &m->programs.v[i];
	}
	return NULL;
}

/* What the verifier says of targets: no program of that family may be there. */
static const struct {
	const char *said; /* behind the function's name */
	const char *means, *hint;
} unfit[] = {
	{" is not sleepable", "the kernel lets no program that may sleep be there",
	 "take the family without `.s`"},
	{"() is not modifiable", "the kernel lets no program say what it gives",
	 "those that it lets are listed in /sys/kernel/debug/error_injection/list"},
};

static bool explain_target(const struct manifest_program *p, struct sv reason, struct failure *why)
{
	for (size_t i = 0; i < ARRAY_SIZE(unfit); i++) {
		struct sv said = sv_cstr(unfit[i].said);

		if (reason.n < said.n || !sv_eq(sv_from(reason, reason.n - said.n), said))
			continue;
		failure_set(why, EXIT_OBJECT, "%s:%u:%u: cannot attach to '%s:%s': %s", p->file,
			    p->line, p->col, p->family, p->target, unfit[i].means);
		failure_hint(why, "%s", unfit[i].hint);
		return true;
	}
	return false;
}

static int explain_verdict(const struct object *o, const struct manifest_program *p,
			   const char *log, struct failure *why)
{
	struct verifier_verdict v = verifier_log_read(why->arena, sv_cstr(log));
	struct line_place at = v.at;

	if (explain_target(p, sv_cstr(v.reason), why))
		return EXIT_OBJECT;
	/* The object's own table has the column and is there on every kernel. */
	if (v.insn != UINT32_MAX)
		line_info_find(&o->elf, p->symbol, v.insn, &at);
	if (!at.file)
		at = (struct line_place){p->file, p->line, p->col, ""};
	failure_set(why, EXIT_OBJECT,
		    "%s:%u:%u: the kernel refused this program (a bug in nubpfc): %s", at.file,
		    at.line, at.col, v.reason);
	if (at.text && *at.text)
		why->detail = arena_printf(why->arena, "  %s\n", at.text);
	return EXIT_OBJECT;
}

/* libbpf could not prepare a program: its target is not in the kernel's types, say. */
static int explain_program(const struct manifest_program *p, int error, struct failure *why)
{
	const char *said = kernel_log_about(p->symbol);
	const char *reason =
		error == -ESRCH ? "this kernel has no such target" : failure_errno(why, error);

	failure_set(why, EXIT_OBJECT, "%s:%u:%u: cannot load the program for '%s:%s': %s", p->file,
		    p->line, p->col, p->family, p->target, reason);
	if (said)
		why->detail = arena_printf(why->arena, "libbpf says: %s\n", said);
	return EXIT_OBJECT;
}

int rejection_explain(const struct object *o, int error, struct failure *why)
{
	const char *log = kernel_log_verifier(), *symbol = kernel_log_program();
	const struct manifest_program *p = find_program(o->manifest, symbol);
	const char *last = kernel_log_last();

	if (log && p && error != -EPERM)
		return explain_verdict(o, p, log, why);
	if (p && error != -EPERM)
		return explain_program(p, error, why);
	if (error != -EPERM && access(HOST_TYPES, R_OK)) {
		failure_set(why, EXIT_OBJECT,
			    "'%s' cannot be loaded: it needs the kernel's types, and %s cannot be "
			    "read: %s",
			    o->path, HOST_TYPES, failure_errno(why, -errno));
		failure_hint(why,
			     "name a file with them: `--btf FILE`; programs of tp_btf, fentry, "
			     "fexit and lsm need a kernel with CONFIG_DEBUG_INFO_BTF");
		return EXIT_OBJECT;
	}
	failure_set(why, EXIT_OBJECT, "'%s' cannot be loaded: %s", o->path,
		    failure_errno(why, error));
	if (error == -EPERM)
		host_hint_privileges(why);
	if (last)
		why->detail = arena_printf(why->arena, "libbpf says: %s\n", last);
	return EXIT_OBJECT;
}
