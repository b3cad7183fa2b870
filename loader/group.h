/*
 * group.h - a loaded object that goes on without a loader: pinned under a name, found again by it.
 *
 * /sys/fs/bpf/nubpf/NAME holds what a reader needs: the object's own bytes, its maps, its programs
 * and the links that keep these attached. A group is made under another name and then renamed, so
 * that one with its own name is whole. The object is checked like any file when it is read back.
 */
#ifndef LOADER_GROUP_H
#define LOADER_GROUP_H

#include "loader/session.h"

struct group {
	const char *name;
	struct failure *why;
	bool is_damaged;     /* it cannot be opened for what it is */
	int dir_fd;	     /* whoever reads its events has it locked */
	const char *file;    /* the object's, as it was given */
	uint64_t started_ns; /* CLOCK_BOOTTIME */
	bool timestamps;     /* rows say when they were made */
	struct object object;
	struct session session; /* its maps are the pinned ones, its programs are not loaded */
	VEC(int) programs;	/* descriptors by manifest.programs; -1: not loaded */
	VEC(char *) links;	/* paths */
};

struct group_names {
	VEC(const char *) v;
};

/* The name can be one of a group: 0, or EXIT_USAGE with *why filled. */
int group_check_name(const char *name, struct failure *why);
/* What the object has can go on without a loader, and groups can be kept here: 0, or an exit code.
 */
int group_check(const struct manifest *m, const char *name, struct failure *why);
/* Pins what the session has attached: 0, or an exit code with nothing left behind. The session is
 * then to be given up with group_let_go(), else its end detaches everything. */
int group_pin(struct session *s, const char *name, bool timestamps, struct failure *why);
void group_let_go(struct session *s);

/* The names of all groups, sorted; none when none was ever made. What loaders left that died while
 * they made a group is removed. 0, or an exit code. */
int group_list(struct arena *a, struct group_names *names, struct failure *why);
/* Finds a group again: 0, or an exit code. To be closed in any case. */
int group_open(struct group *g, struct arena *a, const char *name, struct failure *why);
/* Keeps others from reading its events: 0, or an exit code when somebody does. */
int group_lock(struct group *g);
/* Detaches its programs; when it returns none runs any more. */
int group_detach(struct group *g);
/* Runs its programs of the family `end`. */
int group_run_end(struct group *g);
/* Removes what is left of it. */
int group_remove(struct group *g);
void group_close(struct group *g);

#endif
