/*
 * verb_detach.c - `nubpf detach`: ends groups, as Ctrl-C ends a loader.
 *
 * A group that cannot be read any more is removed too: its links lie where those of others do.
 */
#include "loader/group_path.h"
#include "loader/group_view.h"
#include "loader/keep.h"
#include "loader/verbs.h"

/* What is left: rows, words of `end` programs, counters, state. */
static int show_rest(struct group_view *v, struct stream *s)
{
	int code;

	stream_drain(s);
	code = group_run_end(&v->group);
	stream_show_rest(s);
	stacks_search(&v->stacks);
	v->error = s->error;
	if (!code)
		code = keep_show(&v->group.session, true, v->arena, v->render, &v->error);
	return code ? code : group_view_summary(v);
}

static int end_quietly(struct group_view *v)
{
	int code = group_detach(&v->group);

	return code ? code : group_run_end(&v->group);
}

static int end(struct group_view *v)
{
	struct stream s = {.signal_fd = -1, .timer_fd = -1};
	int code;

	if (v->options.quiet)
		return end_quietly(v);
	code = group_lock(&v->group);
	if (!code)
		code = group_view_stream(v, &s);
	if (!code)
		code = group_detach(&v->group);
	if (!code)
		code = show_rest(v, &s);
	stream_close(&s);
	return code;
}

/* A group that cannot be opened: removed when it is there at all. */
static int remove_damaged(struct group_view *v, const char *name)
{
	int err = group_remove_folder(v->arena, name);

	if (err)
		return failure_set(v->why, EXIT_OBJECT, "cannot remove group '%s': %s", name,
				   failure_errno(v->why, err));
	fprintf(stderr, "nubpf: %s; it was removed\n", v->why->message);
	return 0;
}

static int detach(const struct group_view *with, const char *name)
{
	struct group_view v = *with;
	int code;

	v.own_maps = true; /* they go with it */
	code = group_view_open(&v, name);
	if (!code) {
		code = end(&v);
		if (!code)
			code = group_remove(&v.group);
	} else if (v.group.dir_fd >= 0 && v.group.is_damaged) {
		code = remove_damaged(&v, name);
	}
	group_view_close(&v);
	return code;
}

int verb_detach(struct arena *a, char *const *argv, struct failure *why)
{
	static const char usage[] = "nubpf detach GROUP… [options]";
	struct group_names all = {0};
	struct group_view v;
	bool done;
	int code = group_view_begin(&v, a, argv, usage, &done, why);

	if (code || done)
		return code;
	if (v.options.all && v.names.n)
		return failure_set(why, EXIT_USAGE, "--all and names exclude each other");
	if (!v.options.all && !v.names.n)
		return group_view_one_name(&v, usage);
	if (v.options.all)
		code = group_list(a, &all, why);
	for (uint32_t i = 0; !code && i < all.v.n; i++)
		code = detach(&v, all.v.v[i]);
	for (uint32_t i = 0; !code && i < v.names.n; i++)
		code = detach(&v, v.names.v[i]);
	return code;
}
