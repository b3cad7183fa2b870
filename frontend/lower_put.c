/*
 * lower_put.c - a value with something put at a cell path in it: insert, update, upsert, assignments.
 */
#include "frontend/lowering.h"

static struct rt put_nothing(struct lower *l, const struct path_member *m, uint32_t n,
			     struct rt value)
{
	while (n-- > 0) {
		struct type_field f = {m[n].name, value.type};
		struct rt *fields = arena_array(l->arena, struct rt, 1);

		fields[0] = value;
		value = (struct rt){.type = type_record(&l->unit->types, &f, 1), .fields = fields};
	}
	return value;
}

static struct rt put_field(struct lower *l, struct rt record, const struct path_member *m,
			   uint32_t n, struct rt value, enum put_mode mode)
{
	uint32_t at = 0, nfields = record.type->nfields;
	struct type_field *types = arena_array(l->arena, struct type_field, nfields + 1);
	struct rt r = {.fields = arena_array(l->arena, struct rt, nfields + 1)};

	for (uint32_t i = 0; i < nfields; i++) {
		types[i] = (struct type_field){record.type->fields[i].name, record.fields[i].type};
		r.fields[i] = record.fields[i];
	}
	while (at < nfields && !sv_eq(types[at].name, m->name))
		at++;
	if (at == nfields && mode == PUT_UPDATE)
		return record; /* its path has a `?` */
	r.fields[at] = at < nfields ? lower_put(l, record.fields[at], m + 1, n - 1, value, mode)
				    : put_nothing(l, m + 1, n - 1, value);
	types[at] = (struct type_field){m->name, r.fields[at].type};
	r.type = type_record(&l->unit->types, types, nfields + (at == nfields));
	return r;
}

/* A place more, from `at` on those that were there move up. */
static struct rt insert_element(struct lower *l, struct rt list, uint32_t at, struct rt value)
{
	uint32_t cap = list.type->cap;
	struct rt *items = arena_array(l->arena, struct rt, cap + 1);
	mir_val *present = arena_array(l->arena, mir_val, cap + 1);

	for (uint32_t i = 0; i <= cap; i++) {
		if (i != at)
			items[i] = list.items[i < at ? i : i - 1];
		if (i != at)
			present[i] = list.present[i < at ? i : i - 1];
	}
	items[at] = value;
	return list_of(l, items, present, cap + 1);
}

static struct rt put_element(struct lower *l, struct rt list, const struct path_member *m,
			     uint32_t n, struct rt value, enum put_mode mode)
{
	bool grows = n == 1 && mode != PUT_UPDATE;
	struct rt v = list_compact(l, list), r = v;
	uint32_t at = (uint32_t)m->index, cap = v.type->cap;
	mir_val index = mir_i64(&l->b, m->index), length = list_length(l, &v);

	lower_guard(l, mir_binary(&l->b, grows ? MIR_OP_ULE : MIR_OP_ULT, index, length),
		    "index beyond the end of the list");
	if (n == 1 && (mode == PUT_INSERT || at == cap))
		return insert_element(l, v, at, value);
	r.items = arena_array(l->arena, struct rt, cap + 1);
	r.present = arena_array(l->arena, mir_val, cap + 1);
	memcpy(r.items, v.items, cap * sizeof(*r.items));
	memcpy(r.present, v.present, cap * sizeof(*r.present));
	r.items[at] = n == 1 ? value : lower_put(l, v.items[at], m + 1, n - 1, value, mode);
	r.present[at] = MIR_NO_VAL; /* the guard says so */
	return list_of(l, r.items, r.present, cap);
}

struct rt lower_put(struct lower *l, struct rt base, const struct path_member *m, uint32_t n,
		    struct rt value, enum put_mode mode)
{
	struct rt v, *items;

	if (!n)
		return value;
	if (base.type->kind == TYPE_RECORD)
		return put_field(l, base, m, n, value, mode);
	if (m->is_index)
		return put_element(l, base, m, n, value, mode);
	v = rt_items(l, base);
	items = arena_array(l->arena, struct rt, v.type->cap + 1);
	for (uint32_t i = 0; i < v.type->cap; i++)
		items[i] = lower_put(l, v.items[i], m, n, value, mode);
	return list_of(l, items, v.present, v.type->cap);
}
