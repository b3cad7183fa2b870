/*
 * fold_convert.h - constant strings as numbers.
 */
#ifndef FRONTEND_FOLD_CONVERT_H
#define FRONTEND_FOLD_CONVERT_H

#include "frontend/fold_text.h"

/* As `into int` reads a text; false where Nushell raises an error. */
bool fold_text_int(struct arena *a, struct sv s, int64_t *out);

#endif
