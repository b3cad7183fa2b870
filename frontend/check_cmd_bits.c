/*
 * check_cmd_bits.c - the `bits` commands: they work on ints, and differ from the bit-* operators.
 */
#include "frontend/check.h"

static bool is_int(struct checker *c, struct ast *n, struct ast *input)
{
	if (input && input->type->kind == TYPE_ERROR)
		return false;
	if (!input || input->type->kind != TYPE_INT)
		return check_bad_input(c, n, input, "an int (`into int` makes one of a u64)");
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return true;
}

static const struct type *check_combine(struct checker *c, struct ast *n, struct ast *input,
					enum op op)
{
	struct ast *target = ast_positional(n, 0);
	const struct type *t = check_expr(c, target);
	const struct value *v = NULL;
	const char *error;

	if (!is_int(c, n, input) || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind != TYPE_INT) {
		diag_report(c->sink, DIAG_argument_type, target->at,
			    sv_dup(c->arena, n->u.call.name), "an int", "target",
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	warn_null(c, target, sv_dup(c->arena, n->u.call.name));
	if (input->value && target->value)
		v = fold_binary(c->arena, op, input->value, target->value, c->u->wrapv, &error);
	return v ? set_value(c, n, v) : set_type(n, type_of(&c->u->types, TYPE_INT));
}

const struct type *check_cmd_bits_and(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_AND);
}

const struct type *check_cmd_bits_or(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_OR);
}

const struct type *check_cmd_bits_xor(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_XOR);
}

const struct type *check_cmd_bits_not(struct checker *c, struct ast *n, struct ast *input)
{
	if (!is_int(c, n, input))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}
