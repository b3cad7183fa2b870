/*
 * check_cmd_output.c - emit and print.
 */
#include "frontend/check.h"

const struct type *check_cmd_emit(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	if (!input)
		good = check_bad_input(c, n, NULL, "a value, as in `$x | emit`");
	else
		good &= check_sendable(c, n, input, true);
	return good ? NULL : type_error_at(c, n);
}

/* What is known now is text, whatever it is. */
static bool check_piece(struct checker *c, struct ast *n, struct ast *piece)
{
	return piece->value || check_sendable(c, n, piece, false);
}

const struct type *check_cmd_print(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = true, any = false;

	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct ast *v = n->u.call.args[i].value;

		if (n->u.call.args[i].flag.n || !v)
			continue;
		any = true;
		good &= check_expr(c, v)->kind != TYPE_ERROR && check_piece(c, n, v);
	}
	if (!any && input)
		good &= check_piece(c, n, input);
	return good ? NULL : type_error_at(c, n);
}
