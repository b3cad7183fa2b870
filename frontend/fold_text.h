/*
 * fold_text.h - Nushell's `str` commands on constants.
 */
#ifndef FRONTEND_FOLD_TEXT_H
#define FRONTEND_FOLD_TEXT_H

#include "support/text.h"

struct value;

/* Without the white space of ASCII at both ends: nu 0.115 leaves that of Unicode. */
struct sv fold_trim(struct sv s);
/* In the other case; false when a character becomes several, or depends on those around it. */
bool fold_case(struct arena *a, struct sv s, bool upper, struct sv *out);
/* The bytes that a range of places names, negative ones from the end; false when it cuts a
 * character. */
bool fold_substring(struct sv s, const struct value *range, struct sv *out);
/* The first, or all, of `find` replaced; `find` is not empty. */
struct sv fold_replace(struct arena *a, struct sv s, struct sv find, struct sv with, bool all);
int64_t fold_index(struct sv s, struct sv part);
/* Characters instead of bytes. */
int64_t fold_chars(struct sv s);

#endif
