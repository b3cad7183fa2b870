/*
 * owners.h - what values of storage maps belong to, as user space knows it: threads by their
 * number, cgroups by their path.
 */
#ifndef LOADER_OWNERS_H
#define LOADER_OWNERS_H

#include "lang/maps.h"
#include "loader/failure.h"
#include "runtime/manifest.h"

/* The owners of a storage map are walked through one after the other. */
struct owners {
	struct arena *arena;
	enum storage_listing listing;
	const struct wire_field *key; /* of the manifest: what an owner is shown as */
	/* Takes an owner: a descriptor that stands for it in bpf(2), and its key. 0, or -errno. */
	int (*take)(void *arg, int fd, const void *key);
	void *arg;
	uint32_t seen;	 /* owners that were handed out */
	uint32_t hidden; /* that exist, and could not be */
	const char *why; /* some could not, or none at all */
};

/* The key has what an owner is shown as. */
bool owners_fit(enum storage_listing listing, const struct wire_field *key);
/* Hands out every owner that there is: 0, or -errno. Those that end meanwhile are not there. */
int owners_walk(struct owners *o);
/* A descriptor for the owner with that key, or -errno. */
int owners_open(struct arena *a, enum storage_listing listing, const struct wire_field *key,
		const void *bytes);

#endif
