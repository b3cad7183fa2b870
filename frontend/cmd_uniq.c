/*
 * cmd_uniq.c - uniq and uniq-by: an element stays where no earlier one is equal to it.
 *
 * Every pair of places is compared once. What flags ask for is counted from that.
 */
#include "frontend/lower_text.h"

/* What elements are compared by: columns of records, or all of an element. */
struct uniq {
	const struct ast *call;
	struct rt list, *keys; /* by place, `nkeys` for each */
	uint32_t nkeys;
	mir_val *equal; /* i1 by pair of places: both are there, with equal keys */
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
			u->keys[i] = *rt_column(
				item, ast_positional(u->call, i % u->nkeys)->value->s);
		u->keys[i] = caseless(l, u, u->keys[i]);
	}
}

static mir_val equal_at(struct lower *l, const struct uniq *u, uint32_t i, uint32_t k)
{
	mir_val eq = lower_both(l, u->list.present[i], u->list.present[k]);

	for (uint32_t n = 0; n < u->nkeys; n++)
		eq = lower_both(l, eq,
			  lower_equal(l, &u->keys[i * u->nkeys + n], &u->keys[k * u->nkeys + n]));
	return eq;
}

static void compare(struct lower *l, struct uniq *u)
{
	uint32_t cap = u->list.type->cap;

	u->equal = arena_array(l->arena, mir_val, cap * cap + 1);
	for (uint32_t i = 0; i < cap; i++)
		for (uint32_t k = 0; k < i; k++)
			u->equal[i * cap + k] = u->equal[k * cap + i] = equal_at(l, u, k, i);
}

/* How many elements equal that at place i, itself among them. */
static mir_val count(struct lower *l, const struct uniq *u, uint32_t i)
{
	uint32_t cap = u->list.type->cap;
	mir_val n = mir_i64(&l->b, 1);

	for (uint32_t k = 0; k < cap; k++)
		if (k != i)
			n = mir_binary(
				&l->b, MIR_OP_ADD, n,
				mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), u->equal[i * cap + k]));
	return n;
}

/* The element that stands for all that equal it: the first, or with --keep-last the last. */
static struct rt standing(struct lower *l, const struct uniq *u, uint32_t i)
{
	uint32_t cap = u->list.type->cap;
	struct rt item = u->list.items[i];

	for (uint32_t k = i + 1; ast_has_flag(u->call, "keep-last") && k < cap; k++)
		item = lower_choose(l, u->equal[i * cap + k], u->list.items[k], item);
	return item;
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
	mir_val *present = arena_array(l->arena, mir_val, cap + 1), n;

	make_keys(l, &u);
	compare(l, &u);
	for (uint32_t i = 0; i < cap; i++) {
		present[i] = u.list.present[i];
		for (uint32_t k = 0; k < i; k++)
			present[i] = lower_both(l, present[i], lower_not(l, u.equal[i * cap + k]));
		items[i] = standing(l, &u, i);
		if (!counts && !more && !one)
			continue;
		n = count(l, &u, i);
		if (more)
			present[i] = lower_both(l, present[i],
					  mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, 1), n));
		if (one)
			present[i] = lower_both(l, present[i],
					  mir_binary(&l->b, MIR_OP_EQ, mir_i64(&l->b, 1), n));
		if (counts)
			items[i] = counted_item(l, items[i], n);
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
