/*
 * check_cmd_number.c - commands that make a number of a number, or of a constant list: math abs,
 * floor, avg …, and random ones. Floats are constants, and so is what they become.
 */
#include "frontend/check.h"
#include "frontend/fold_float.h"

#include <math.h>

/* A number that is not unsigned; false after a report. */
static bool is_number(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;

	if (t && t->kind == TYPE_ERROR)
		return false;
	if (t && (t->kind == TYPE_INT || t->kind == TYPE_DURATION || t->kind == TYPE_FILESIZE ||
		  (t->kind == TYPE_FLOAT && input->value)))
		return true;
	return check_bad_input(c, n, input, "a number (`into int` makes one of a u64)");
}

const struct type *check_cmd_math_abs(struct checker *c, struct ast *n, struct ast *input)
{
	const struct value *v;

	if (!is_number(c, n, input))
		return type_error_at(c, n);
	v = input->value;
	if (v && v->kind == TYPE_FLOAT)
		return set_value(c, n, value_float(c->arena, fabs(v->f)));
	if (v && v->i != INT64_MIN)
		return set_value(c, n, value_of(c->arena, v->kind, v->i < 0 ? -v->i : v->i));
	if (v)
		diag_report(c->sink, DIAG_always_overflows, n->at, "integer overflow");
	warn_null(c, input, "math abs");
	return set_type(n, type_nullable(&c->u->types, input->type, false));
}

/* Nushell makes a float of the number first, which loses digits of large ones: but not of an int
 * that is rounded up or down (`exact`). */
static const struct type *check_rounding(struct checker *c, struct ast *n, struct ast *input,
					 double (*rounded)(double), bool exact)
{
	const struct value *v;
	struct diag *d;

	if (!is_number(c, n, input))
		return type_error_at(c, n);
	v = input->value;
	exact &= input->type->kind == TYPE_INT;
	if (v && !exact) {
		double f = v->kind == TYPE_FLOAT ? v->f : (double)v->i;

		v = value_of(c->arena, v->kind == TYPE_FLOAT ? TYPE_INT : v->kind,
			     float_to_int(rounded(f)));
	}
	if (v)
		return set_value(c, n, v);
	if (!exact) {
		d = diag_report(c->sink, DIAG_kernel_cannot, n->at,
				arena_printf(c->arena, "'" SV_FMT "' of this",
					     SV_ARG(n->u.call.name)),
				"Nushell makes a float of it, which cuts large ones");
		diag_help(c->sink, d, "leave it out: the number is whole");
		return type_error_at(c, n);
	}
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return set_type(n, type_nullable(&c->u->types, input->type, false));
}

const struct type *check_cmd_math_floor(struct checker *c, struct ast *n, struct ast *input)
{
	return check_rounding(c, n, input, floor, true);
}

const struct type *check_cmd_math_ceil(struct checker *c, struct ast *n, struct ast *input)
{
	return check_rounding(c, n, input, ceil, true);
}

const struct type *check_cmd_math_round(struct checker *c, struct ast *n, struct ast *input)
{
	return check_rounding(c, n, input, round, false);
}

/* What gives a float in Nushell is known here or not at all. */
static const struct type *refuse_float(struct checker *c, struct ast *n, const struct ast *input,
				       const char *help)
{
	struct diag *d = diag_report(c->sink, DIAG_float_value, input->at);

	diag_help(c->sink, d, "%s", help);
	return type_error_at(c, n);
}

const struct type *check_cmd_math_sqrt(struct checker *c, struct ast *n, struct ast *input)
{
	const struct value *v = input ? input->value : NULL;

	if (!is_number(c, n, input))
		return type_error_at(c, n);
	if (input->type->kind != TYPE_INT && input->type->kind != TYPE_FLOAT) {
		check_bad_input(c, n, input, "an int or a float");
		return type_error_at(c, n);
	}
	if (!v)
		return refuse_float(c, n, input,
				    "compare squares: `$x * $x < $y` in place of `$x < sqrt $y`");
	if (value_double(v) < 0) {
		check_bad_input(c, n, input, "a number that is not negative");
		return type_error_at(c, n);
	}
	return set_value(c, n, value_float(c->arena, sqrt(value_double(v))));
}

/* The sum of a constant list by its count; NULL where that is not defined. */
static const struct value *average(struct arena *a, const struct value *list)
{
	const struct value *sum = list->items[0], *count = value_of(a, TYPE_INT, list->n);
	const char *error;

	for (uint32_t i = 1; sum && i < list->n; i++)
		sum = fold_binary(a, OP_ADD, sum, list->items[i], false, &error);
	return sum ? fold_binary(a, OP_DIV, sum, count, false, &error) : NULL;
}

const struct type *check_cmd_math_avg(struct checker *c, struct ast *n, struct ast *input)
{
	const struct value *v = input ? input->value : NULL, *r = NULL;
	struct list_input in;

	if (!v && !check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (!v && in.elem && (in.elem->kind == TYPE_DURATION || in.elem->kind == TYPE_FILESIZE))
		return set_type(n, type_nullable(&c->u->types, in.elem, false));
	if (!v)
		return refuse_float(c, n, input,
				    "divide the sum: `($list | math sum) // ($list | length)`");
	if (v->kind == TYPE_LIST && v->n && fold_is_number(v->items[0]))
		r = average(c->arena, v);
	if (r)
		return set_value(c, n, r);
	check_bad_input(c, n, input, "numbers of one kind, at least one");
	return type_error_at(c, n);
}

const struct type *check_cmd_into_float(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;

	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (!t || (t->kind != TYPE_INT && t->kind != TYPE_BOOL && t->kind != TYPE_FLOAT)) {
		check_bad_input(c, n, input, "an int, bool or float");
		return type_error_at(c, n);
	}
	if (!input->value)
		return refuse_float(c, n, input, "scale to an int, for example thousandths");
	return set_value(c, n, value_float(c->arena, value_double(input->value)));
}

/* ---- random numbers ---- */

const struct type *check_cmd_random_int(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *range = ast_positional(n, 0);
	const struct value *v = range ? check_constant(c, range, "the range") : NULL;

	(void)input;
	if (!range || (v && v->kind == TYPE_RANGE && v->range.step > 0 && range_length(v) > 0))
		return set_type(n, type_of(&c->u->types, TYPE_INT));
	if (v)
		diag_report(c->sink, DIAG_argument_range, range->at, "the range", "random int",
			    "a range of ints that goes up");
	return type_error_at(c, n);
}

const struct type *check_cmd_random_bool(struct checker *c, struct ast *n, struct ast *input)
{
	(void)input;
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}
