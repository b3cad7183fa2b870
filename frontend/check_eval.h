/*
 * check_eval.h - what evaluating a command on constants offers the commands.
 *
 * An evaluating function gives the command's value, or NULL when it has none here: because something
 * in it is not constant, or because it is an error, which run time or the command's check says better.
 */
#ifndef FRONTEND_CHECK_EVAL_H
#define FRONTEND_CHECK_EVAL_H

#include "frontend/check.h"

/* A command being evaluated. */
struct eval {
	struct checker *c;
	struct ast *call;
	const struct value *in; /* NULL: none */
	bool is_inner;		/* … which is not what the command was given */
};

typedef const struct value *eval_fn(struct eval *f);

struct values {
	VEC(const struct value *) v;
};

/* Most elements of a list that is evaluated. */
enum { EVAL_ELEMENTS_MAX = 4096 };

/* The elements of the input, a list or range; false when it is neither or too long. */
bool eval_items(const struct eval *f, struct values *out);
/* The elements of a value as `append` sees them: null has none, a scalar is one. */
bool eval_row(const struct eval *f, const struct value *v, struct values *out);
/* Positional argument `at` and flag --name, constants; NULL when absent or not constant. */
const struct value *eval_argument(const struct eval *f, uint32_t at);
const struct value *eval_flag(const struct eval *f, const char *name);
/* A number of elements that is not negative: the argument, else `otherwise`; false: no such. */
bool eval_count(const struct eval *f, uint32_t at, int64_t otherwise, int64_t *out);
/* What closure argument `at` gives; NULL: not known. A row condition counts as one. */
const struct value *eval_closure(struct eval *f, uint32_t at, const struct value *const *given,
				 uint32_t ngiven, const struct value *in);
/* Whether it gives true for the element; false in *known when that is not known. */
bool eval_holds(struct eval *f, uint32_t at, const struct value *element, bool *known);
/* What becomes of one record; NULL: nothing that is known here. */
typedef const struct value *eval_row_fn(struct eval *f, const struct value *row);
/* The same of a record, or of each record of a list. */
const struct value *eval_rows(struct eval *f, eval_row_fn *fn);
/* One more element of a list that is made. */
void eval_push(const struct eval *f, struct values *out, const struct value *v);
const struct value *eval_list(const struct eval *f, const struct values *items);
const struct value *eval_int(const struct eval *f, int64_t i);
const struct value *eval_bool(const struct eval *f, bool b);
const struct value *eval_null(const struct eval *f);
/* x is not behind y, null being behind all else. False: the two have no order. */
bool eval_at_most(const struct value *x, const struct value *y, bool *le);
/* Nothing is in it: null, and a text, list, record or binary of length 0. */
bool value_is_empty(const struct value *v);

/* ---- eval_<group>.c: one function per command ---- */
#define EVAL_COMMANDS(F)                                                                           \
	F(each)                                                                                    \
	F(par_each) F(where) F(filter) F(any) F(all) F(reduce) F(length) F(is_empty)               \
		F(is_not_empty) F(first) F(last) F(take) F(skip) F(drop) F(append) F(prepend) F(   \
			reverse) F(uniq) F(uniq_by) F(slice) F(items) F(transpose) F(group_by)     \
			F(math_median) F(compact) F(enumerate) F(flatten) F(select) F(reject)      \
				F(rename) F(insert) F(update) F(upsert) F(merge) F(columns)        \
					F(values) F(math_sum) F(math_product) F(math_min)          \
						F(math_max) F(take_while) F(take_until)            \
							F(skip_while) F(skip_until) F(each_while)  \
								F(wrap) F(chunks) F(window) F(zip) \
									F(split_list) F(sort)      \
										F(sort_by) F(seq)
#define EVAL_DECLARE(id) const struct value *eval_cmd_##id(struct eval *f);
EVAL_COMMANDS(EVAL_DECLARE)

#endif
