/*
 * verb_stacks.c - `nubpf stacks`: what a group counts by stacks, in lines for flame graphs.
 */
#include "loader/group_view.h"
#include "loader/verbs.h"

static bool has_stack(const struct wire_field *f)
{
	bool any = f->kind == WIRE_STACK;

	for (uint32_t i = 0; i < f->nfields; i++)
		any |= has_stack(&f->fields[i]);
	return any;
}

static bool wants(const struct manifest_map *m)
{
	return has_stack(&m->key);
}

int verb_stacks(struct arena *a, char *const *argv, struct failure *why)
{
	return group_view_show(a, argv, "nubpf stacks GROUP [options]", RENDER_FOLDED, wants,
			       "counters by stacks", why);
}
