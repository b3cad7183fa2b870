/*
 * flame.h - how often each way of calls was met: what flame graphs are drawn of.
 *
 * A tree whose nodes are functions, each below the one that called it. Node 0 is the root, all ways
 * together.
 */
#ifndef LOADER_FLAME_H
#define LOADER_FLAME_H

#include "support/text.h"

struct flame_node {
	struct sv name;
	uint64_t self, total; /* times that a way ended here; went through here */
	uint32_t child, next; /* first below it, next beside it; 0: none */
};

struct flame {
	struct arena *arena;
	VEC(struct flame_node) nodes;
	struct symmap index; /* number of the node above and name, to node */
	struct buf key;
};

/* Adds `count` times the way from the outermost name on. Names are copied. */
void flame_add(struct flame *f, const struct sv *names, uint32_t n, uint64_t count);
/* Puts the nodes below each node in the order of their names. */
void flame_sort(struct flame *f);

#endif
