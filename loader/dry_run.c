/*
 * dry_run.c - what loading an object would do, found out without the kernel.
 */
#include "loader/dry_run.h"
#include "loader/attach.h"
#include "loader/host.h"

static void show_programs(const struct load_options *o, const struct manifest *m, FILE *out)
{
	for (uint32_t i = 0; i < m->programs.n; i++) {
		const struct manifest_program *p = &m->programs.v[i];
		const struct family *family = family_find(p->family);
		const char *what = family->when == FAMILY_BEFORE  ? "run first"
				   : family->when == FAMILY_AFTER ? "run last"
				   : family->when == FAMILY_TIMER ? "run by the clock"
								  : "attach";

		if (!load_options_wants(p, o))
			what = "leave out";
		fprintf(out, "  %s %s%s%s%s (%s:%u:%u)\n", what, p->family, *p->target ? ":" : "",
			p->target, p->optional ? ", if it is there" : "", p->file, p->line, p->col);
	}
}

static void show_params(struct arena *a, const struct param_value *values, const struct manifest *m,
			FILE *out)
{
	for (uint32_t i = 0; i < m->params.n; i++) {
		const struct manifest_param *p = &m->params.v[i];
		const struct param_value *v = &values[i];

		if (v->is_set)
			fprintf(out, "  set %s to %s\n", p->name,
				param_show(a, p, v->number, v->text));
	}
}

int dry_run_show(const struct load_options *o, const struct param_value *values,
		 const struct object *object, FILE *out, struct failure *why)
{
	const struct manifest *m = object->manifest;
	uint32_t have = host_kernel();

	fprintf(out, "%s: %s, compiled by %s\n", object->path, m->source, m->tool);
	fprintf(out, "  needs Linux %u.%u, this is %u.%u%s\n", m->kernel / 100, m->kernel % 100,
		have / 100, have % 100, have < m->kernel ? ": it is refused" : "");
	show_params(why->arena, values, m, out);
	show_programs(o, m, out);
	return host_check_manifest(object->path, m, why);
}
