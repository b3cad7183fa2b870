/* pressure.h - what of a function needs the stack at once, for messages. */
#ifndef MIDEND_PRESSURE_H
#define MIDEND_PRESSURE_H

#include "midend/mir.h"

/* A slot, or a value that is in use where most are. */
struct pressure_item {
	struct span at;
	uint32_t bytes;
};

struct pressure {
	VEC(struct pressure_item) items;
	uint32_t bytes; /* of all */
	struct span at; /* where most values are in use */
};

/* Of the function and of what it calls, as far as it is on the stack together. An estimate: a value
 * counts from where it is made to its last use in the order of blocks. */
struct pressure pressure_of(struct arena *a, const struct mir_func *f);

#endif
