/*
 * retarget.c - see retarget.h.
 *
 * The family stays: what a program's context holds depends on it. Whether the fields and arguments
 * that the program reads mean the same there is for whoever asks to know; the verifier sees that
 * they are safe.
 */
#include "loader/retarget.h"
#include "lang/target.h"
#include "loader/session.h"
#include "runtime/manifest_target.h"

/* Changes program i; NULL, or what is wrong with the target. */
static const char *change(struct manifest_program *p, const char *spec, struct failure *why)
{
	struct sv given = sv_cstr(spec);
	const char *expected, *with_family;
	struct target t;

	with_family = arena_printf(why->arena, "%s:", p->family);
	if (!sv_starts(given, sv_cstr(with_family)))
		given = sv_cstr(arena_printf(why->arena, "%s%s", with_family, spec));
	if (target_read(why->arena, given, &t, &expected) != TARGET_GOOD)
		return expected ? expected : "a target of its family";
	manifest_set_target(p, &t);
	p->retargeted = true;
	return NULL;
}

/* The n bytes name a program: by its label or its symbol. */
static bool names(const struct manifest_program *p, const char *text, size_t n)
{
	struct sv name = {text, n};

	return sv_is(name, p->label) || sv_is(name, p->symbol);
}

int retarget(struct manifest *m, const char *text, struct failure *why)
{
	uint32_t found = 0;

	/* A label may have a '=' in it. */
	for (const char *at = strchr(text, '='); at && !found; at = strchr(at + 1, '=')) {
		for (uint32_t i = 0; i < m->programs.n; i++) {
			const char *wrong;

			if (!names(&m->programs.v[i], text, (size_t)(at - text)))
				continue;
			found++;
			wrong = change(&m->programs.v[i], at + 1, why);
			if (wrong)
				return failure_set(
					why, EXIT_USAGE,
					"--target: bad target '%s' for '%s': expected %s", at + 1,
					m->programs.v[i].label, wrong);
		}
	}
	if (found)
		return 0;
	failure_set(why, EXIT_USAGE, "--target: '%s' names no program of the object", text);
	failure_hint(why, "write PROG=SPEC, as in '%s=%s'", m->programs.v[0].label,
		     m->programs.v[0].target);
	return EXIT_USAGE;
}
