/*
 * cmd_uniq.c - uniq and uniq-by: an element stays where no earlier one is equal to it.
 *
 * Every pair of places is compared once.
 */
#include "frontend/lower_text.h"

/* What elements are compared by: columns of records, or all of an element. */
struct uniq {
	const struct ast *call;
	struct rt list, *keys; /* by place, `nkeys` for each */
	uint32_t nkeys;
	struct uniq_place {
		mir_val earlier, later; /* i1: an element before it, or behind it, equals it */
		mir_val count;		/* it, and those behind it that equal it */
		struct rt item;		/* stands for all that equal it: the first, or the last */
	} * places;
};

static struct rt caseless(struct lower *l, const struct uniq *u, struct rt v)
{
	if (v.type->kind == TYPE_STRING && ast_has_flag(u->call, "ignore-case"))
		v.text = text_case(l, &v.text, false);
	return v;
}

static void make_keys(struct lower *l, struct uniq *u)
{
	bool by = u->call->u.call.cmd == CMD_uniq_by;
	uint32_t cap = u->list.type->cap;

	while (by && ast_positional(u->call, u->nkeys))
		u->nkeys++;
	u->nkeys = by ? u->nkeys : 1;
	u->keys = arena_array(l->arena, struct rt, cap * u->nkeys + 1);
	for (uint32_t i = 0; i < cap * u->nkeys; i++) {
		const struct rt *item = &u->list.items[i / u->nkeys];

		u->keys[i] = *item;
		if (by)
			u->keys[i] =
				*rt_column(item, ast_positional(u->call, i % u->nkeys)->value->s);
		u->keys[i] = caseless(l, u, u->keys[i]);
	}
}

static mir_val equal_at(struct lower *l, const struct uniq *u, uint32_t i, uint32_t k)
{
	mir_val eq = lower_both(l, u->list.present[i], u->list.present[k]);

	for (uint32_t n = 0; n < u->nkeys; n++)
		eq = lower_both(
			l, eq,
			lower_equal(l, &u->keys[i * u->nkeys + n], &u->keys[k * u->nkeys + n]));
	return eq;
}

/* What a pair says is kept of its places only, or all pairs would be in use at once. */
static void compare(struct lower *l, struct uniq *u)
{
	uint32_t cap = u->list.type->cap;
	bool last = ast_has_flag(u->call, "keep-last");

	for (uint32_t i = 0; i < cap; i++) {
		u->places[i] = (struct uniq_place){lower_bool(l, false), lower_bool(l, false),
						   mir_i64(&l->b, 1), u->list.items[i]};
	}
	for (uint32_t k = 0; k < cap; k++) {
		for (uint32_t i = 0; i < k; i++) {
			struct uniq_place *x = &u->places[i], *y = &u->places[k];
			mir_val eq = equal_at(l, u, i, k);

			y->earlier = mir_binary(&l->b, MIR_OP_OR, y->earlier, eq);
			x->later = mir_binary(&l->b, MIR_OP_OR, x->later, eq);
			x->count = mir_binary(&l->b, MIR_OP_ADD, x->count,
					      mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), eq));
			if (last)
				x->item = lower_choose(l, eq, u->list.items[k], x->item);
		}
	}
}

static struct rt counted_item(struct lower *l, struct rt item, mir_val n)
{
	struct type_field f[2] = {{SV("value"), item.type},
				  {SV("count"), type_of(&l->unit->types, TYPE_INT)}};
	struct rt *fields = arena_array(l->arena, struct rt, 2);

	fields[0] = item;
	fields[1] = rt_number(f[1].type, n);
	return (struct rt){.type = type_record(&l->unit->types, f, 2), .fields = fields};
}

static struct rt uniq(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct uniq u = {.call = call, .list = rt_items(l, *in)};
	bool counts = ast_has_flag(call, "count"), more = ast_has_flag(call, "repeated");
	bool one = ast_has_flag(call, "unique");
	uint32_t cap = u.list.type->cap;
	struct rt *items = arena_array(l->arena, struct rt, cap + 1);
	mir_val *present = arena_array(l->arena, mir_val, cap + 1);

	u.places = arena_array(l->arena, struct uniq_place, cap + 1);
	make_keys(l, &u);
	compare(l, &u);
	for (uint32_t i = 0; i < cap; i++) {
		const struct uniq_place *p = &u.places[i];

		present[i] = lower_both(l, u.list.present[i], lower_not(l, p->earlier));
		if (more)
			present[i] = lower_both(l, present[i], p->later);
		if (one)
			present[i] = lower_both(l, present[i], lower_not(l, p->later));
		items[i] = counts ? counted_item(l, p->item, p->count) : p->item;
	}
	return list_of(l, items, present, cap);
}

struct rt lower_cmd_uniq(struct lower *l, const struct ast *call, const struct rt *in)
{
	return uniq(l, call, in);
}

struct rt lower_cmd_uniq_by(struct lower *l, const struct ast *call, const struct rt *in)
{
	return uniq(l, call, in);
}
