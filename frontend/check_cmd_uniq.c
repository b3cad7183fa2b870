/*
 * check_cmd_uniq.c - uniq and uniq-by.
 */
#include "frontend/check_text.h"
#include "frontend/fold_text.h"

/* Texts are compared without case where they are what is compared, not where they are in it. */
static bool check_case(struct checker *c, struct ast *n, const struct type *t)
{
	if (!ast_has_flag(n, "ignore-case") || t->kind == TYPE_STRING || !type_has_text(t))
		return true;
	check_refuse(c, n, arena_printf(c->arena, "--ignore-case of %s", type_name(c->arena, t)),
		     "`uniq-by` names the columns that are compared");
	return false;
}

static const struct type *result(struct checker *c, struct ast *n, const struct list_input *in)
{
	struct type_field f[2] = {{SV("value"), in->elem},
				  {SV("count"), type_of(&c->u->types, TYPE_INT)}};
	const struct type *t = in->elem;

	if (t && ast_has_flag(n, "count"))
		t = type_record(&c->u->types, f, 2);
	return set_type(n, check_list_of(c, t, in->cap));
}

const struct type *check_cmd_uniq(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!check_list_input(c, n, input, &in) || (in.elem && !check_case(c, n, in.elem)))
		return type_error_at(c, n);
	return result(c, n, &in);
}

/* A column that the elements have; false after a report. */
static bool check_column(struct checker *c, struct ast *n, struct ast *word,
			 const struct type *elem)
{
	struct sv name = constant_string(c, word, "a column name");
	const struct type_field *field;

	if (!word->value || !elem)
		return word->value != NULL;
	field = elem->kind == TYPE_RECORD && !elem->nullable ? type_field(elem, name) : NULL;
	if (field)
		return check_case(c, n, field->type);
	diag_report(c->sink, DIAG_unknown_field, word->at, type_name(c->arena, elem),
		    sv_dup(c->arena, name));
	return false;
}

const struct type *check_cmd_uniq_by(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (!ast_positional(n, 0)) {
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "uniq-by",
			    "columns");
		return type_error_at(c, n);
	}
	for (uint32_t i = 0; ast_positional(n, i); i++)
		if (!check_column(c, n, ast_positional(n, i), in.elem))
			return type_error_at(c, n);
	return result(c, n, &in);
}
