/*
 * check_cmd_math.c - commands that make one number of a list of them.
 */
#include "frontend/check.h"

/* One value of a constant list: the elements added or multiplied, or for OP_LT and OP_GT the least
 * or greatest, of which the first one. NULL where Nushell fails, or that is not defined. */
static const struct value *fold_numbers(struct arena *a, enum op op, const struct value *list)
{
	const struct value *r = list->kind == TYPE_LIST && list->n ? list->items[0] : NULL, *next;
	bool orders = op == OP_LT || op == OP_GT;
	const char *error;

	if (r && !fold_is_number(r) && !(orders && r->kind == TYPE_STRING))
		return NULL;
	for (uint32_t i = 1; r && i < list->n; i++) {
		next = fold_binary(a, op, orders ? list->items[i] : r,
				   orders ? r : list->items[i], false, &error);
		if (orders && next)
			next = next->kind != TYPE_BOOL ? NULL : next->i ? list->items[i] : r;
		r = next;
	}
	return r;
}

static const struct type *check_numbers(struct checker *c, struct ast *n, struct ast *input,
					enum op op, bool units)
{
	const struct value *v = input && input->value ? fold_numbers(c->arena, op, input->value) : NULL;
	struct list_input in;

	if (v && (units || v->kind == TYPE_INT || v->kind == TYPE_FLOAT))
		return set_value(c, n, v);

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (!in.elem || !type_is_number(in.elem) ||
	    (!units && in.elem->kind != TYPE_INT && in.elem->kind != TYPE_U64)) {
		check_bad_input(c, n, input, units ? "a list of numbers" : "a list of ints");
		return type_error_at(c, n);
	}
	return set_type(n, type_nullable(&c->u->types, in.elem, false));
}

const struct type *check_cmd_math_sum(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, OP_ADD, true);
}

const struct type *check_cmd_math_product(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, OP_MUL, false);
}

const struct type *check_cmd_math_min(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, OP_LT, true);
}

const struct type *check_cmd_math_max(struct checker *c, struct ast *n, struct ast *input)
{
	return check_numbers(c, n, input, OP_GT, true);
}
