/*
 * fold_float.h - floats, which exist in constants only: Nushell's operators on them and their text.
 */
#ifndef FRONTEND_FOLD_FLOAT_H
#define FRONTEND_FOLD_FLOAT_H

#include "frontend/fold.h"

/* Two numbers without a unit, one of them a float at least. */
bool float_pair(const struct value *x, const struct value *y);
/* An int or float as a float. */
double value_double(const struct value *v);
/* Equal to Nushell: within a tolerance. */
bool float_equal(double x, double y);
/* Nushell's spelling, without an exponent: the shortest that reads back as the same. With `point`, as
 * interpolation has it, a whole number has all its digits and ".0" behind them. */
void float_text(struct buf *b, double f, bool point);
/* What a cast of Rust gives: towards zero, saturating, 0 for what is no number. */
int64_t float_to_int(double f);

/* As fold_binary, for an arithmetic operator on floats. */
const struct value *fold_float(struct arena *a, enum op op, double x, double y,
			       const char **error);
/* … on a duration or filesize and a float. */
const struct value *fold_scaled(struct arena *a, enum op op, const struct value *x,
				const struct value *y, const char **error);

#endif
