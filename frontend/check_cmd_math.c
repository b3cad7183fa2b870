/*
 * check_cmd_math.c - commands that make one number of a list of them.
 */
#include "frontend/check.h"

/* Of nothing there is no sum. */
static const struct type *no_elements(struct checker *c, struct ast *n)
{
	diag_report(c->sink, DIAG_always_overflows, n->at, "the list has no elements");
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

static const struct type *check_numbers(struct checker *c, struct ast *n, struct ast *input,
					bool units)
{
	struct list_input in;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (!in.elem)
		return no_elements(c, n);
	if (!type_is_number(in.elem) ||
	    (!units && in.elem->kind != TYPE_INT && in.elem->kind != TYPE_U64)) {
		check_bad_input(c, n, input, units ? "a list of numbers" : "a list of ints");
		return type_error_at(c, n);
	}
	return set_type(n, type_nullable(&c->u->types, in.elem, false));
}

const struct type *check_cmd_math_sum(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, true);
}

const struct type *check_cmd_math_product(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, false);
}

const struct type *check_cmd_math_median(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, true);
}

/* The least or greatest of numbers, texts or bools; null, where it may be among them. */
static const struct type *check_extreme(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (!in.elem)
		return no_elements(c, n);
	if (!type_is_number(in.elem) && in.elem->kind != TYPE_STRING &&
	    in.elem->kind != TYPE_BOOL) {
		check_bad_input(c, n, input, "a list of numbers, texts or bools");
		return type_error_at(c, n);
	}
	return set_type(n, in.elem);
}

const struct type *check_cmd_math_min(struct checker *c, struct ast *n, struct ast *input)
{
	return check_extreme(c, n, input);
}

const struct type *check_cmd_math_max(struct checker *c, struct ast *n, struct ast *input)
{
	return check_extreme(c, n, input);
}
