/* free_bounds.h - checks before indexes, for pass_flags.c. */
#ifndef MIDEND_FREE_BOUNDS_H
#define MIDEND_FREE_BOUNDS_H

#include "midend/pass_run.h"

/* Puts a check of a forgotten copy before the marked BOUNDs of the first nbounds values, but where
 * a record of the ring buffer may be open. Needs the order. `unknown` is a number that the verifier
 * knows nothing of and that is there everywhere. True when the function has other blocks now. */
bool free_bounds(struct pass_run *run, struct mir_func *f, const bool *bounds, uint32_t nbounds,
		 mir_val unknown);

#endif
