/* check_cmd_error.c - `error make`: a message, which may be computed, and a constant code. */
#include "frontend/check.h"

static bool is_message(struct checker *c, struct ast *n)
{
	const struct type *t = check_expr(c, n);

	if (t->kind == TYPE_STRING || t->kind == TYPE_ERROR)
		return t->kind == TYPE_STRING;
	diag_report(c->sink, DIAG_type_mismatch, n->at, "a string as the message",
		    type_name(c->arena, t));
	return false;
}

const struct type *check_cmd_error_make(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *error = ast_positional(n, 0);
	bool good = true, has_message = false;

	(void)input;
	if (error->kind != AST_RECORD) {
		diag_report(c->sink, DIAG_type_mismatch, error->at, "a record '{msg: \"…\"}'",
			    ast_kind_help(error->kind));
		return type_error_at(c, n);
	}
	for (uint32_t i = 0; i < error->u.record.n; i++) {
		const struct record_item *item = &error->u.record.items[i];
		struct sv name = item->key ? constant_string(c, item->key, "a column name") : SV("");

		if (sv_is(name, "msg")) {
			has_message = true;
			good &= is_message(c, item->value);
		} else if (sv_is(name, "code")) {
			good &= constant_string(c, item->value, "the code of an error").n > 0;
		} else if (item->value) {
			good &= check_expr(c, item->value)->kind != TYPE_ERROR;
		}
	}
	if (!has_message)
		diag_report(c->sink, DIAG_missing_argument, error->at, "error make", "msg");
	return good && has_message ? NULL : type_error_at(c, n);
}
