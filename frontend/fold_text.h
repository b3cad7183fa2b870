/*
 * fold_text.h - Nushell's `str` commands on constants.
 */
#ifndef FRONTEND_FOLD_TEXT_H
#define FRONTEND_FOLD_TEXT_H

#include "frontend/fold_call.h"

/* The character at byte `at`; its bytes. What is not UTF-8 is a character of one byte. */
size_t fold_char_at(struct sv s, size_t at, uint32_t *c);
/* Bytes of the grapheme cluster that begins there. */
size_t fold_cluster_at(struct sv s, size_t at);
/* Without blanks of ASCII, or `what` if that has bytes, at its ends. */
struct sv fold_trim(struct sv s, struct sv what, bool left, bool right);
/* In the other case; false when a character becomes several, or depends on those around it. */
bool fold_case(struct arena *a, struct sv s, bool upper, struct sv *out);
/* As it is compared without case; false when it is not UTF-8. */
bool fold_caseless(struct arena *a, struct sv s, struct sv *out);
/* The bytes that a range of places names, negative ones from the end: 0 <= from <= to <= length. */
void fold_places(struct sv s, const struct value *range, int64_t *from, int64_t *to);
/* The first, or all, of `find` replaced; an empty one stands before every character. */
struct sv fold_replace(struct arena *a, struct sv s, struct sv find, struct sv with, bool all);
/* Most bytes of that of a text of at most `cap` bytes. */
uint64_t fold_replaced_cap(uint32_t cap, struct sv find, struct sv with, bool all);
/* Most bytes of a part of a text of at most `cap` bytes; of a range that is computed NULL. */
uint32_t fold_part_cap(const struct value *range, uint32_t cap);
/* Most bytes that first, last, take, skip and drop leave of binary of at most `cap` bytes. */
uint32_t fold_bytes_cap(const struct ast *call, uint32_t cap);
/* Byte of the first or last `part`, or -1. */
int64_t fold_index(struct sv s, struct sv part, bool last);
/* The next part of the pattern of `format pattern`, which *left becomes shorter by. */
enum pattern_part { PATTERN_END, PATTERN_TEXT, PATTERN_COLUMN, PATTERN_WRONG };
enum pattern_part fold_pattern_part(struct sv *left, struct sv *part);
#define PATTERN_NEEDS "its braces do not have a column between them"
/* A value of the type has, or may have, a text in it. */
bool type_has_text(const struct type *t);
/* Characters instead of bytes. */
int64_t fold_chars(struct sv s);

#endif
