/*
 * verb_counters.c - `nubpf counters`: the counters of a group as they are now.
 */
#include "loader/group_view.h"
#include "loader/verbs.h"

static bool wants(const struct manifest_map *m)
{
	return map_use_find(m->use) != MAP_HIST;
}

int verb_counters(struct arena *a, char *const *argv, struct failure *why)
{
	return group_view_show(a, argv, "nubpf counters GROUP [options]", RENDER_FORMATS, wants,
			       "counters", why);
}
