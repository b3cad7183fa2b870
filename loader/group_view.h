/*
 * group_view.h - the command line and the output of verbs that read a group.
 */
#ifndef LOADER_GROUP_VIEW_H
#define LOADER_GROUP_VIEW_H

#include "loader/console.h"
#include "loader/group.h"
#include "loader/stream.h"

struct group_options {
	struct console_format format;
	uint64_t duration_ns, count, interval_ns; /* 0: no limit; not given */
	bool all, quiet, help;
};

/* A group and what shows it. */
struct group_view {
	struct arena *arena;
	struct failure *why;
	struct group_options options;
	bool own_maps; /* the script's own maps will be shown; to be set before it is opened */
	VEC(const char *) names; /* of groups, as given */
	struct group group;
	struct kernel_symbols symbols;
	struct stacks stacks;
	struct render_options shown;
	struct render *render;
	int error; /* of the renderer */
};

/* Reads the options and the names: 0, or an exit code; `done` is set when there is nothing more to
 * do. `usage` is the verb's. */
int group_view_begin(struct group_view *v, struct arena *a, char *const *argv, const char *usage,
		     bool *done, struct failure *why);
/* There is one name: 0, or EXIT_USAGE. */
int group_view_one_name(struct group_view *v, const char *usage);
/* Opens the group of that name and a renderer for it: 0, or an exit code. */
int group_view_open(struct group_view *v, const char *name);
/* Which maps are wanted; NULL: every aggregate. */
typedef bool group_wants_fn(const struct manifest_map *m);
/* Shows the aggregates that are wanted, as they are now. */
int group_view_maps(struct group_view *v, group_wants_fn *wants);
/* Shows the rows until the options or a signal say otherwise. */
int group_view_stream(struct group_view *v, struct stream *s);
/* The end: what was lost, and the summary. */
int group_view_summary(struct group_view *v);
void group_view_close(struct group_view *v);
/* All of this for a verb that shows maps of one group; `usual` is its format where none is given,
 * RENDER_FORMATS: that of all. `none`: what a group without such maps lacks. */
int group_view_show(struct arena *a, char *const *argv, const char *usage, enum render_format usual,
		    group_wants_fn *wants, const char *none, struct failure *why);
/* A verb on one group: what `show` does with it, or the help. Returns an exit code. */
int group_view_run(struct arena *a, char *const *argv, const char *usage,
		   int (*show)(struct group_view *), struct failure *why);

#endif
