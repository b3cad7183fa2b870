/*
 * fold.h - Nushell's operators on constants.
 */
#ifndef FRONTEND_FOLD_H
#define FRONTEND_FOLD_H

#include "frontend/ast.h"

const struct value *value_of(struct arena *a, enum type_kind kind, int64_t i);
const struct value *value_string(struct arena *a, struct sv s);
const struct value *value_float(struct arena *a, double f);
const struct value *value_binary(struct arena *a, struct sv s);
/* The arrays are not copied. */
const struct value *value_list(struct arena *a, const struct value *const *items, uint32_t n);
const struct value *value_record(struct arena *a, const struct sv *names,
				 const struct value *const *items, uint32_t n);
/* The type of a constant: a string's capacity is its length. */
const struct type *value_type(struct type_table *t, const struct value *v);
/* An int, float, duration or filesize. */
bool fold_is_number(const struct value *v);
/* How many elements a range has; INT64_MAX when it has no end. */
int64_t range_length(const struct value *range);
/* Equal as Nushell's `==` says: false across types, a float within its tolerance of an int. */
bool value_equal(const struct value *a, const struct value *b);
/* An int among those of a range. */
bool value_in_range(const struct value *v, const struct value *range);
/* -1, 0, 1: by the order of `<`; false when there is none between the two. */
bool value_compare(const struct value *x, const struct value *y, int *r);
/* Nushell's spelling of it: what interpolation gives. */
void value_text(struct buf *b, const struct value *v);
struct sv value_as_text(struct arena *a, const struct value *v);
/* The value with a field of that name or an element of that index, or NULL. */
const struct value *value_member(const struct value *v, const struct path_member *m);
/* The column of a record, or NULL. */
const struct value *value_column(const struct value *v, struct sv name);

/* The result of `a op b`, or NULL: with *error set when Nushell raises that error, with *error NULL
 * when the operation is not defined on these types or is not folded here. With `wrap` arithmetic
 * wraps. */
const struct value *fold_binary(struct arena *a, enum op op, const struct value *x,
				const struct value *y, bool wrap, const char **error);

extern const char *const op_text[OP_COUNT];

#endif
