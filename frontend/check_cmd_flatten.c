/*
 * check_cmd_flatten.c - `flatten`: the lists in a list, or in the columns of records, become
 * elements of it, records in columns become columns.
 */
#include "frontend/check.h"

/* `flatten` alone, or with names of columns. */
static bool is_named(const struct ast *call, struct sv name)
{
	const struct ast *column;

	for (uint32_t i = 0; (column = ast_positional(call, i)); i++)
		if (sv_eq(column->value->s, name))
			return true;
	return !ast_positional(call, 0);
}

struct flat {
	struct arena *arena;
	struct flat_column *columns;
	uint32_t n;
};

static void put(struct flat *f, struct sv name, uint32_t column, uint32_t inner)
{
	uint32_t at = 0;

	while (at < f->n && !sv_eq(f->columns[at].name, name))
		at++;
	f->n += at == f->n;
	f->columns[at] = (struct flat_column){name, column, inner};
}

/* What stands in the way of an inner column gets the name of the column in front. */
static void put_inner(struct flat *f, const struct type_field *outer, uint32_t column)
{
	for (uint32_t k = 0; k < outer->type->nfields; k++) {
		struct sv name = outer->type->fields[k].name;
		bool taken = false;

		for (uint32_t i = 0; i < f->n; i++)
			taken |= sv_eq(f->columns[i].name, name);
		if (taken)
			name = sv_cstr(arena_printf(f->arena, SV_FMT "_" SV_FMT,
						    SV_ARG(outer->name), SV_ARG(name)));
		put(f, name, column, k);
	}
}

static struct flat new_flat(struct arena *a, const struct type *record)
{
	struct flat f = {.arena = a};
	uint32_t most = 1;

	for (uint32_t i = 0; i < record->nfields; i++)
		most += record->fields[i].type->nfields + 1;
	f.columns = arena_array(a, struct flat_column, most);
	return f;
}

/* The column with the list comes last into its place, counted among the columns that there are
 * then, and loses to one of the same name behind it. */
uint32_t flatten_columns(struct arena *a, const struct ast *call, const struct type *record,
			 struct flat_column **columns, uint32_t *list)
{
	struct flat f = new_flat(a, record), all = new_flat(a, record);

	*list = UINT32_MAX;
	for (uint32_t i = 0; i < record->nfields; i++) {
		const struct type_field *field = &record->fields[i];
		bool named = is_named(call, field->name);

		if (named && field->type->kind == TYPE_RECORD)
			put_inner(&f, field, i);
		else if (named && field->type->kind == TYPE_LIST)
			*list = i;
		else
			put(&f, field->name, i, UINT32_MAX);
	}
	for (uint32_t i = 0; i < f.n; i++) {
		if (i == *list)
			put(&all, record->fields[i].name, i, UINT32_MAX);
		put(&all, f.columns[i].name, f.columns[i].column, f.columns[i].inner);
	}
	if (*list != UINT32_MAX && *list >= f.n)
		put(&all, record->fields[*list].name, *list, UINT32_MAX);
	*columns = all.columns;
	return all.n;
}

/* False after a report: what Nushell fails on, and what has no type. */
static bool check_row(struct checker *c, struct ast *n, const struct ast *input,
		      const struct type *record)
{
	const char *lists = "one column with a list", *why = NULL;
	uint32_t count = 0;

	for (uint32_t i = 0; i < record->nfields && !why; i++) {
		const struct type *t = record->fields[i].type;
		bool inner = t->kind == TYPE_LIST || t->kind == TYPE_RECORD;

		if (!is_named(n, record->fields[i].name))
			continue;
		count += t->kind == TYPE_LIST;
		if (inner && t->nullable)
			why = "lists and records that cannot be null";
	}
	if (why || count > 1)
		check_bad_input(c, n, input, why ? why : lists);
	return !why && count <= 1;
}

static const struct type *flat_record(struct checker *c, struct ast *n, const struct type *record,
				      uint32_t *cap)
{
	struct flat_column *columns;
	uint32_t list, count = flatten_columns(c->arena, n, record, &columns, &list);
	struct type_field *fields = arena_array(c->arena, struct type_field, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		const struct type *t = record->fields[columns[i].column].type;

		fields[i].name = columns[i].name;
		if (columns[i].column == list)
			fields[i].type = t->elem ? t->elem : type_of(&c->u->types, TYPE_NOTHING);
		else
			fields[i].type = columns[i].inner == UINT32_MAX
						 ? t
						 : t->fields[columns[i].inner].type;
	}
	*cap = list == UINT32_MAX ? 1 : record->fields[list].type->cap;
	return type_record(&c->u->types, fields, count);
}

const struct type *check_cmd_flatten(struct checker *c, struct ast *n, struct ast *input)
{
	bool one = input && input->type->kind == TYPE_RECORD && !input->type->nullable;
	struct list_input in = {.cap = 1};
	const struct type *row;
	struct ast *column;
	uint32_t cap;

	for (uint32_t i = 0; (column = ast_positional(n, i)); i++)
		if (!check_constant(c, column, "the name of a column"))
			return type_error_at(c, n);
	if (!one && !check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	row = one ? input->type : in.elem;
	if (row && (row->kind == TYPE_RECORD || row->kind == TYPE_LIST) && row->nullable) {
		check_bad_input(c, n, input, "elements that cannot be null");
		return type_error_at(c, n);
	}
	if (row && row->kind == TYPE_RECORD) {
		if (!check_row(c, n, input, row))
			return type_error_at(c, n);
		row = flat_record(c, n, row, &cap);
		return set_type(n, check_list_of(c, row, in.cap * cap));
	}
	if (!row || row->kind != TYPE_LIST)
		return set_type(n, check_list_of(c, row, in.cap));
	return set_type(n, check_list_of(c, row->elem, in.cap * row->cap));
}
