/* check_cmd_error.c - `error make`: its message is known at compile time, where it is counted. */
#include "frontend/check.h"

const struct type *check_cmd_error_make(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *error = ast_positional(n, 0);

	(void)input;
	if (error->kind != AST_RECORD) {
		diag_report(c->sink, DIAG_type_mismatch, error->at, "a record '{msg: \"…\"}'",
			    ast_kind_help(error->kind));
		return type_error_at(c, n);
	}
	for (uint32_t i = 0; i < error->u.record.n; i++) {
		const struct record_item *item = &error->u.record.items[i];

		if (!item->key || !sv_is(constant_string(c, item->key, "a column name"), "msg"))
			continue;
		constant_string(c, item->value, "the message of an error");
		return NULL;
	}
	diag_report(c->sink, DIAG_missing_argument, error->at, "error make", "msg");
	return type_error_at(c, n);
}
