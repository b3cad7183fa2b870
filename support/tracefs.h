/*
 * tracefs.h - the kernel's tracefs, wherever it is mounted, or not mounted at all.
 */
#ifndef SUPPORT_TRACEFS_H
#define SUPPORT_TRACEFS_H

#include "support/text.h"

/* A directory descriptor of tracefs, opened at the first use; starts as {.fd = -1}. */
struct tracefs {
	int fd;
	int error; /* -errno of the attempt to open it */
};

/* The descriptor, or -errno. Prefers the usual mount points, else makes a mount that is attached
 * nowhere and so changes nothing on the system (Linux 5.2, needs CAP_SYS_ADMIN). */
int tracefs_open(struct tracefs *t);
void tracefs_close(struct tracefs *t);
/* Reads file `file` of a tracepoint ("format", "id") into the arena: 0, or -errno: -ENOENT when the
 * kernel has no such tracepoint. */
int tracefs_event_read(struct arena *a, struct tracefs *t, const char *category, const char *name,
		       const char *file, struct sv *text);
/* The number that perf_event_open wants for a tracepoint, or -errno: -ENOENT when the kernel has no
 * such tracepoint. */
int64_t tracefs_event_id(struct tracefs *t, const char *category, const char *name);
/* The tracepoints of a category that the glob matches, in the alphabet: how many, or -errno. */
int tracefs_match(struct arena *a, struct tracefs *t, const char *category, const char *glob,
		  const char ***names);
/* Reads a file at the top of tracefs into the arena: 0 or -errno. */
int tracefs_read(struct arena *a, struct tracefs *t, const char *file, struct sv *text);
/* The category/name of an existing tracepoint: one of this name in another category, or one that is
 * spelled like this one, or NULL. */
const char *tracefs_nearest(struct arena *a, struct tracefs *t, const char *category,
			    const char *name);

#endif
