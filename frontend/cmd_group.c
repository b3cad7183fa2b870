/*
 * cmd_group.c - items and transpose: each column of a record is an element.
 */
#include "frontend/lower_text.h"

struct rt lower_cmd_items(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *closure = ast_positional(call, 0);
	struct rt v = rt_settle(l, *in), none = rt_nothing(l), *items;
	uint32_t n = v.type->nfields;
	mir_val *present = arena_array(l->arena, mir_val, n + 1);

	items = arena_array(l->arena, struct rt, n + 1);
	for (uint32_t i = 0; i < n && !ssa_unreachable(l); i++) {
		struct rt args[2] = {lower_known_text(l, v.type->fields[i].name), v.fields[i]};

		items[i] = rt_settle(l, lower_closure(l, closure, args, 2, &none));
	}
	return ssa_unreachable(l) ? rt_zero(l, call->type) : list_of(l, items, present, n);
}

struct rt lower_cmd_transpose(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct type *row = call->type->elem;
	struct rt v = rt_settle(l, *in), *items;
	uint32_t n = v.type->nfields;
	mir_val *present = arena_array(l->arena, mir_val, n + 1);

	items = arena_array(l->arena, struct rt, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		struct rt *fields = arena_array(l->arena, struct rt, 2);

		fields[0] = rt_convert(l, lower_known_text(l, v.type->fields[i].name),
				       row->fields[0].type);
		fields[1] = rt_convert(l, v.fields[i], row->fields[1].type);
		items[i] = (struct rt){.type = row, .fields = fields};
	}
	return list_of(l, items, present, n);
}

/* The checker knows what it gives, or refuses it. */
struct rt lower_cmd_group_by(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)call;
	(void)in;
	NB_BUG("'group-by' at run time");
}
