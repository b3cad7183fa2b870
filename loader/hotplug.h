/*
 * hotplug.h - cpus that come online while programs sample every cpu.
 *
 * An event ends with its cpu and does not come back with it, so each arrival needs a new one. The
 * kernel announces it to every listener of its uevents.
 */
#ifndef LOADER_HOTPLUG_H
#define LOADER_HOTPLUG_H

#include "loader/session.h"

struct hotplug {
	struct session *session;
	int fd; /* readable when a device came or went; -1: nobody needs to know */
};

/* Listens when a loaded program samples every cpu. Where the kernel does not allow it, cpus that
 * come are not sampled. Before the programs are attached, so that no cpu is missed. */
void hotplug_open(struct hotplug *h, struct session *session);
/* Attaches to what came since the last call; `arg` is a struct hotplug. Gives 0. */
int hotplug_tick(void *arg);
void hotplug_close(struct hotplug *h);

#endif
