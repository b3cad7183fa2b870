/*
 * check_cmd_group.c - items, transpose and group-by: columns that become elements, and the other
 * way round.
 *
 * The columns of a record are known, so it can become a list; what columns a record of groups has
 * depends on values.
 */
#include "frontend/check_text.h"

/* The type that all columns have; NULL after a report. */
static const struct type *common(struct checker *c, struct ast *n, const struct type *record)
{
	const struct type *t = record->fields[0].type;

	for (uint32_t i = 1; t && i < record->nfields; i++)
		t = type_join(&c->u->types, t, record->fields[i].type);
	if (!t)
		check_refuse(c, n,
			     arena_printf(c->arena, "a list of the columns of %s",
					  type_name(c->arena, record)),
			     "its elements need one type; `select` takes columns that have one");
	return t;
}

static const struct type *name_type(struct checker *c, const struct type *record)
{
	uint32_t cap = 0;

	for (uint32_t i = 0; i < record->nfields; i++)
		if (record->fields[i].name.n > cap)
			cap = (uint32_t)record->fields[i].name.n;
	return type_string(&c->u->types, cap, false);
}

const struct type *check_cmd_items(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, false), *given[2], *t;
	struct ast *closure = check_closure_argument(c, n, 0, false);

	if (!record || !closure)
		return type_error_at(c, n);
	if (!record->nfields) {
		set_type(closure, type_of(&c->u->types, TYPE_NOTHING));
		return set_type(n, check_list_of(c, NULL, 0));
	}
	given[0] = name_type(c, record);
	given[1] = common(c, n, record);
	if (!given[1])
		return type_error_at(c, n);
	t = check_closure_body(c, n, closure, given, 2, type_of(&c->u->types, TYPE_NOTHING));
	return t->kind == TYPE_ERROR ? type_error_at(c, n)
				     : set_type(n, check_list_of(c, t, record->nfields));
}

/* The name of a column that is made; false after a report. */
static bool new_name(struct checker *c, struct ast *n, uint32_t at, struct sv *name)
{
	struct ast *word = ast_positional(n, at);

	*name = sv_cstr(arena_printf(c->arena, "column%u", (unsigned)at));
	if (word)
		*name = constant_string(c, word, "a column name");
	return !word || word->value;
}

const struct type *check_cmd_transpose(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record;
	struct type_field f[2];
	struct diag *d;

	if (input && input->type->kind == TYPE_LIST) {
		d = diag_report(c->sink, DIAG_kernel_cannot, n->at, "'transpose' of a list",
				"how many columns that gives is known only at run time");
		diag_help(c->sink, d, "`columns` and `values` give lists of both");
		return type_error_at(c, n);
	}
	record = check_record_input(c, n, input, false);
	if (!record || !new_name(c, n, 0, &f[0].name) || !new_name(c, n, 1, &f[1].name))
		return type_error_at(c, n);
	if (ast_has_flag(n, "ignore-titles"))
		return check_refuse(c, n, "--ignore-titles of a record that is computed",
				    "`values` gives its values");
	if (!record->nfields)
		return set_type(n, check_list_of(c, NULL, 0));
	f[0].type = name_type(c, record);
	f[1].type = common(c, n, record);
	if (!f[1].type)
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, type_record(&c->u->types, f, 2), record->nfields));
}

const struct type *check_cmd_group_by(struct checker *c, struct ast *n, struct ast *input)
{
	struct diag *d;

	if (input && input->type->kind == TYPE_ERROR)
		return type_error_at(c, n);
	d = diag_report(c->sink, DIAG_kernel_cannot, n->at, "this 'group-by'",
			"what columns its record has depends on values");
	diag_help(c->sink, d, "`count --by` counts by what is computed, `where` takes one group");
	return type_error_at(c, n);
}
