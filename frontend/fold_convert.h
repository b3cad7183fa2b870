/*
 * fold_convert.h - constant strings as numbers.
 */
#ifndef FRONTEND_FOLD_CONVERT_H
#define FRONTEND_FOLD_CONVERT_H

#include "frontend/fold_text.h"

/* As `into int` reads a text; false where Nushell raises an error. */
bool fold_text_int(struct arena *a, struct sv s, int64_t *out);
/* The same with a radix of 2 to 36, which a prefix overrules. */
bool fold_text_radix(struct arena *a, struct sv s, unsigned radix, int64_t *out);
/* As `into bool` does. */
bool fold_text_bool(struct arena *a, struct sv s, bool *out);
/* The ns of a unit, 0 for what is none. */
int64_t fold_unit_ns(struct sv s);
/* Whole numbers with units between single blanks, their ns; false for what else Nushell takes. */
bool fold_text_duration(struct sv s, int64_t alone, int64_t *out);
/* A whole number and perhaps a unit, its bytes; false for what else Nushell takes. */
bool fold_text_filesize(struct sv s, int64_t *out);

#endif
