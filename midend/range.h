/*
 * range.h - what is known of a number: signed and unsigned intervals and known bits, each a bound
 * on the others; the domain in which the kernel's verifier thinks.
 *
 * A number narrower than 64 bits is taken without sign: an i8 is 0..255. An empty range belongs to
 * a place that no execution reaches.
 */
#ifndef MIDEND_RANGE_H
#define MIDEND_RANGE_H

#include "midend/mir.h"

struct range {
	int64_t smin, smax;
	uint64_t umin, umax;
	uint64_t must, may; /* bits that are set in every value; in some value */
	bool empty;
};

/* Everything a type can hold. */
struct range range_of_type(struct mir_type t);
struct range range_of_const(struct mir_type t, int64_t n);
/* low..high as signed numbers of 64 bits. */
struct range range_signed(int64_t low, int64_t high);
bool range_eq(const struct range *a, const struct range *b);
/* There is one value: *n has it as a constant of the type. */
bool range_is_const(const struct range *r, struct mir_type t, int64_t *n);
struct range range_join(struct range a, struct range b);
struct range range_meet(struct range a, struct range b);
/* `next`, which contains `old`, with every bound that moved pushed to the next landmark, so that a
 * sequence of these ends soon. */
struct range range_widen(struct range old, struct range next);

/* The result of a pure operation on numbers; `exact`: an addition, subtraction or multiplication of
 * which it is known that it does not overflow as a signed one. */
struct range range_binary(enum mir_op op, struct mir_type t, struct range x, struct range y,
			  bool exact);
struct range range_unary(enum mir_op op, struct mir_type result, struct mir_type of,
			 struct range x);
/* 1 or 0 when the comparison or *.ov of numbers of type t has one answer, else -1. */
int range_decide(enum mir_op op, struct mir_type t, struct range x, struct range y);
/* Narrows both operands of a comparison of numbers of type t that came out as `truth`. */
void range_assume(enum mir_op op, bool truth, struct mir_type t, struct range *x, struct range *y);

#endif
