/* check_cmd_do.c - `do`: a closure that runs where it stands, with arguments and the input. */
#include "frontend/check.h"

const struct type *check_cmd_do(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type **given = arena_array(c->arena, const struct type *, n->u.call.nargs + 1);
	struct ast *closure = check_closure_argument(c, n, 0, false);
	bool good = closure != NULL && (!input || input->type->kind != TYPE_ERROR);
	uint32_t count = 0;

	for (uint32_t i = 1; i < n->u.call.nargs; i++) {
		struct arg *a = &n->u.call.args[i];

		if (a->is_spread) {
			diag_report(c->sink, DIAG_spread_argument, a->at, "do");
			return type_error_at(c, n);
		}
		given[count] = check_expr(c, a->value);
		good &= given[count++]->kind != TYPE_ERROR;
	}
	if (!good)
		return type_error_at(c, n);
	return set_type(n, check_closure_body(c, n, closure, given, count,
					      input ? input->type : NULL));
}
