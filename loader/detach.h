/*
 * detach.h - ending links, so that no program runs any more, without a wait for each.
 */
#ifndef LOADER_DETACH_H
#define LOADER_DETACH_H

#include "support/arena.h"

struct bpf_link;

/* Destroys the links, NULL ones aside, and waits for programs that had started before. */
void detach_links(struct bpf_link *const *links, uint32_t n);

#endif
