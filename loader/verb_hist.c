/*
 * verb_hist.c - `nubpf hist`: the histograms of a group as they are now.
 */
#include "loader/group_view.h"
#include "loader/verbs.h"

static bool wants(const struct manifest_map *m)
{
	return map_use_find(m->use) == MAP_HIST;
}

int verb_hist(struct arena *a, char *const *argv, struct failure *why)
{
	return group_view_show(a, argv, "nubpf hist GROUP [options]", RENDER_FORMATS, wants,
			       "histograms", why);
}
