/*
 * check_cmd_output.c - emit and print.
 */
#include "frontend/check.h"

const struct type *check_cmd_emit(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	if (!input)
		good = check_bad_input(c, n, NULL, "a value, as in `$x | emit`");
	else if (input->type->kind == TYPE_CTX)
		diag_report(c->sink, DIAG_ctx_value, input->at), good = false;
	else if (input->type->kind == TYPE_FLOAT)
		diag_report(c->sink, DIAG_float_value, input->at), good = false;
	else if (input->type->kind != TYPE_ERROR && !check_is_sendable(input->type, 0))
		good = check_bad_input(c, n, input, "a scalar, a string or a record of them");
	return good ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_print(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = true, any = false;

	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct ast *v = n->u.call.args[i].value;
		const struct type *t;

		if (n->u.call.args[i].flag.n || !v)
			continue;
		any = true;
		t = check_expr(c, v);
		if (t->kind == TYPE_ERROR || v->value || check_is_sendable(t, 0)) {
			good &= t->kind != TYPE_ERROR;
			continue;
		}
		good = false;
		diag_report(c->sink, DIAG_argument_type, v->at, "print", "scalars and strings",
			    "parts", type_name(c->arena, t));
	}
	if (!any && input && input->type->kind != TYPE_ERROR && !check_is_sendable(input->type, 0))
		good = check_bad_input(c, n, input, "a scalar or a string");
	return good ? NULL : type_error_at(c, n);
}
