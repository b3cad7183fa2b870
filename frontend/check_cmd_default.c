/*
 * check_cmd_default.c - default: for null as the input, or for columns that are null or missing.
 *
 * A value is computed first, needed or not; a closure runs where it is needed.
 */
#include "frontend/check_eval.h"

/* The type of what stands for null: of the argument, or of what its closure gives. */
static const struct type *check_default(struct checker *c, struct ast *n)
{
	struct ast *value = ast_positional(n, 0);

	if (value->kind != AST_CLOSURE)
		return check_expr(c, value);
	return check_closure_body(c, n, value, NULL, 0, NULL);
}

/* A value of the type may have nothing in it, which counts as null with --empty. */
static bool may_be_empty_value(const struct ast *n, const struct type *t)
{
	return ast_has_flag(n, "empty") &&
	       (t->kind == TYPE_STRING || t->kind == TYPE_BINARY || t->kind == TYPE_LIST ||
		(t->kind == TYPE_RECORD && !t->nfields));
}

/* What a value of type `old` (NULL: missing) becomes; NULL after a report. */
static const struct type *or_default(struct checker *c, struct ast *n, const struct type *old,
				     const struct type *t)
{
	const struct type *joined;

	if (!old || old->kind == TYPE_NOTHING)
		return t;
	if (!old->nullable && !may_be_empty_value(n, old))
		return old;
	joined = type_join(&c->u->types, type_nullable(&c->u->types, old, false), t);
	if (!joined)
		diag_report(c->sink, DIAG_branch_types, n->at, type_name(c->arena, old),
			    type_name(c->arena, t));
	return joined;
}

/* The record with the columns that the arguments name. */
static const struct type *default_columns(struct checker *c, struct ast *n,
					  const struct type *record, const struct type *t)
{
	struct type_field *f =
		arena_array(c->arena, struct type_field, record->nfields + n->u.call.nargs);
	uint32_t count = record->nfields;
	struct ast *word;

	memcpy(f, record->fields, count * sizeof(*f));
	for (uint32_t i = 1; (word = ast_positional(n, i)); i++) {
		struct sv name = constant_string(c, word, "a column name");
		const struct type *all;
		uint32_t at = 0;

		while (at < count && !sv_eq(f[at].name, name))
			at++;
		all = word->type->kind == TYPE_ERROR
			      ? NULL
			      : or_default(c, n, at < count ? f[at].type : NULL, t);
		if (!all)
			return NULL;
		f[at] = (struct type_field){name, all};
		count += at == count;
	}
	return type_record(&c->u->types, f, count);
}

static const struct type *check_columns(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true), *t;
	struct ast *value = ast_positional(n, 0);

	if (!record)
		return type_error_at(c, n);
	if (value->kind == AST_CLOSURE &&
	    (input->type->kind == TYPE_LIST || ast_positional(n, 2))) {
		diag_report(c->sink, DIAG_kernel_cannot, value->at, "a closure for several columns",
			    "compute the value first: `let x = …`, and give `default` that");
		return type_error_at(c, n);
	}
	t = check_default(c, n);
	if (t->kind != TYPE_ERROR)
		t = default_columns(c, n, record, t);
	if (!t || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	return check_each_type(c, n, input, t);
}

const struct type *check_cmd_default(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *value = ast_positional(n, 0);
	const struct type *t;

	if (ast_positional(n, 1))
		return check_columns(c, n, input);
	t = check_default(c, n);
	if (t->kind == TYPE_ERROR || (input && input->type->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (value->kind == AST_CLOSURE)
		value->value = block_value(c->arena, value->u.closure.body);
	if (!input || input->type->kind == TYPE_NOTHING)
		return value->value ? set_value(c, n, value->value) : set_type(n, t);
	/* The argument comes first and may fail, needed or not. */
	if (input->value && (value->value || value->kind == AST_CLOSURE) &&
	    !(ast_has_flag(n, "empty") && value_is_empty(input->value)))
		return set_value(c, n, input->value);
	if (input->value && ast_has_flag(n, "empty") && value_is_empty(input->value))
		return value->value ? set_value(c, n, value->value) : set_type(n, t);
	t = or_default(c, n, input->type, t);
	return t ? set_type(n, t) : type_error_at(c, n);
}
