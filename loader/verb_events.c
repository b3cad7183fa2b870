/*
 * verb_events.c - `nubpf events`: the rows of a group as they come. The group goes on.
 */
#include "loader/group_view.h"
#include "loader/maps.h"
#include "loader/verbs.h"

static int show(struct group_view *v)
{
	struct stream s = {.signal_fd = -1, .timer_fd = -1};
	int code = group_lock(&v->group);

	if (!code && !maps_events(v->group.session.bpf, v->group.object.manifest))
		code = failure_set(v->why, EXIT_OBJECT, "group '%s' has no rows", v->group.name);
	if (code)
		return code;
	code = group_view_stream(v, &s);
	if (!code) {
		stream_run(&s);
		v->error = s.error;
		code = group_view_summary(v);
	}
	stream_close(&s);
	return code;
}

int verb_events(struct arena *a, char *const *argv, struct failure *why)
{
	static const char usage[] = "nubpf events GROUP [options]";

	return group_view_run(a, argv, usage, show, why);
}
