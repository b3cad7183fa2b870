/* eval.h - operations on numbers known at compile time. */
#ifndef MIDEND_EVAL_H
#define MIDEND_EVAL_H

#include "midend/mir.h"

/* The result of a pure operation on numbers of type `of` (that of operand 0), each as a constant
 * holds it (mir_const_wrap). False when the operation has no value for them (x/0, a shift beyond
 * the width) or is none on numbers. */
bool mir_eval(enum mir_op op, struct mir_type result, struct mir_type of, const int64_t *x,
	      int64_t *value);
/* The number without its sign extension. */
uint64_t mir_unsigned(struct mir_type t, int64_t v);
/* Signed division as Nushell and C have it; y is not 0 and not -1 with x = MIN. */
int64_t mir_floor_div(int64_t x, int64_t y);
/* Position of the highest bit; 0 for 0. */
unsigned mir_log2(uint64_t x);

#endif
