/*
 * cmd_flatten.c - `flatten`: of lists of lists, and of records.
 */
#include "frontend/lowering.h"

/* The rows that a record becomes: one, or one for each element of the list in a column. */
static struct rt flat_rows(struct lower *l, const struct ast *call, const struct rt *record)
{
	struct rt list = rt_nothing(l), *rows;
	struct flat_column *columns;
	uint32_t in, count = flatten_columns(l->arena, call, record->type, &columns, &in), n = 1;
	struct type_field *fields = arena_array(l->arena, struct type_field, count + 1);

	if (in != UINT32_MAX) {
		list = rt_items(l, record->fields[in]);
		n = list.type->cap;
	}
	rows = arena_array(l->arena, struct rt, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		rows[i].fields = arena_array(l->arena, struct rt, count + 1);
		for (uint32_t k = 0; k < count; k++) {
			const struct rt *from = &record->fields[columns[k].column];

			if (columns[k].column == in)
				from = &list.items[i];
			else if (columns[k].inner != UINT32_MAX)
				from = &from->fields[columns[k].inner];
			rows[i].fields[k] = *from;
			fields[k] = (struct type_field){columns[k].name, from->type};
		}
		rows[i].type = type_record(&l->unit->types, fields, count);
	}
	return list_of(l, rows, list.present ? list.present : arena_array(l->arena, mir_val, n + 1),
		       n);
}

struct rt lower_cmd_flatten(struct lower *l, const struct ast *call, const struct rt *in)
{
	bool one = in->type->kind == TYPE_RECORD;
	struct rt v = one ? rt_settle(l, *in) : rt_items(l, *in), all = list_of(l, NULL, NULL, 0);
	const struct type *row = one ? v.type : v.type->elem;

	if (one)
		return flat_rows(l, call, &v);
	if (!row || (row->kind != TYPE_LIST && row->kind != TYPE_RECORD))
		return v;
	for (uint32_t i = 0; i < v.type->cap; i++) {
		struct rt part = row->kind == TYPE_LIST ? rt_items(l, v.items[i])
							: flat_rows(l, call, &v.items[i]);

		if (v.present[i].id)
			part = list_where(l, part, v.present[i]);
		all = list_joined(l, all, part);
	}
	return all;
}
