/* flags.h - conditions on their way to numbers, between the files of pass_flags.c. */
#ifndef MIDEND_FLAGS_H
#define MIDEND_FLAGS_H

#include "midend/pass_run.h"

struct flags {
	struct pass_run *run;
	struct mir_func *f;
	bool *looped;	 /* by block: it is of a loop */
	bool *kept;	 /* by value: an index comes from it, or the verifier knows it */
	bool *words;	 /* by value: a slot in which a call gives results */
	bool *followed;	 /* by value: a BOUND, outside of loops, that nothing else checks */
	bool *gone;	 /* by value: a condition that there is only as a number */
	bool *is_flag;	 /* by value of type i1: it is to be a number */
	mir_val *number; /* by value: the number */
	uint32_t *jumps; /* by value: branches on it */
	uint32_t *uses;	 /* by value: what uses it */
	uint32_t nvalues, nflags;
	mir_val unknown, zero, one, last; /* something; 0, 1 and 63 */
	struct mir_forward forward;
	struct mir_builder b; /* its block's list is made anew */
};

/* What there is in the function as it stands; needs its order and loops. */
void flags_find(struct flags *s);
/* There are so many that the verifier would walk too many ways. */
bool flags_are_many(struct flags *s);
/* A selection of numbers that becomes a mask. */
bool flags_is_mask(const struct flags *s, mir_val v);
/* A number that a call gives, but for one that a jump looks at, which says whether the others are
 * there. */
bool flags_is_result(const struct flags *s, mir_val v);

#endif
