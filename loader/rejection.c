/*
 * rejection.c - why the kernel did not take an object, in the script's own terms.
 */
#include "loader/rejection.h"
#include "loader/host.h"
#include "loader/kernel_log.h"
#include "loader/verifier_log.h"

#include <errno.h>

static const struct manifest_program *find_program(const struct manifest *m, const char *symbol)
{
	for (uint32_t i = 0; symbol && i < m->programs.n; i++) {
		if (strcmp(m->programs.v[i].symbol, symbol) == 0)
			return &m->programs.v[i];
	}
	return NULL;
}

static void hint_floor(const struct object *o, struct failure *why)
{
	uint32_t have = host_kernel(), want = o->manifest->kernel;

	if (have && have < want)
		failure_hint(why, "the object needs Linux %u.%u or newer, this is %u.%u",
			     want / 100, want % 100, have / 100, have % 100);
}

int rejection_explain_log(const struct object *o, const char *symbol, const char *log,
			  struct failure *why)
{
	struct verifier_verdict v = verifier_log_read(why->arena, sv_cstr(log));
	const struct manifest_program *p = find_program(o->manifest, symbol);
	struct line_place at = v.at;

	/* The object's own table has the column and is there on every kernel. */
	if (v.insn != UINT32_MAX)
		line_info_find(&o->elf, symbol, v.insn, &at);
	if (!at.file && p)
		at = (struct line_place){p->file, p->line, p->col, ""};
	failure_set(why, EXIT_OBJECT,
		    "%s:%u:%u: the kernel refused this program (a bug in nubpfc): %s",
		    at.file ? at.file : o->path, at.line, at.col, v.reason);
	hint_floor(o, why);
	if (at.text && *at.text)
		why->detail = arena_printf(why->arena, "  %s\n", at.text);
	return EXIT_OBJECT;
}

int rejection_explain(const struct object *o, int error, struct failure *why)
{
	const char *log = kernel_log_verifier(), *symbol = kernel_log_program();
	const char *last = kernel_log_last();

	if (log && symbol && error != -EPERM)
		return rejection_explain_log(o, symbol, log, why);
	failure_set(why, EXIT_OBJECT, "'%s' cannot be loaded: %s", o->path,
		    failure_errno(why, error));
	if (error == -EPERM || error == -EACCES)
		host_hint_privileges(why);
	else
		hint_floor(o, why);
	if (last)
		why->detail = arena_printf(why->arena, "libbpf says: %s\n", last);
	return EXIT_OBJECT;
}
