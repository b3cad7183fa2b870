/*
 * lower_list.c - lists at run time: literals, length, elements, equality and membership.
 *
 * A list is one value per place; a filtered one has places that are not taken. Only what depends on
 * the number of an element moves elements together, by selects: there is no memory to index.
 */
#include "frontend/lower_text.h"

static mir_val taken(struct lower *l, const struct rt *list, uint32_t i)
{
	return list->present[i].id ? list->present[i] : lower_bool(l, true);
}

struct rt list_of(struct lower *l, const struct rt *items, const mir_val *present, uint32_t n)
{
	struct type_table *types = &l->unit->types;
	const struct type *elem = n ? items[0].type : NULL;
	struct rt r = {0};

	for (uint32_t i = 1; i < n; i++)
		elem = type_join(types, elem, items[i].type);
	r.type = type_list(types, elem, n);
	r.items = arena_array(l->arena, struct rt, n + 1);
	r.present = arena_array(l->arena, mir_val, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		r.items[i] = rt_convert(l, items[i], elem);
		r.present[i] = present[i];
	}
	return r;
}

struct rt list_where(struct lower *l, struct rt list, mir_val cond)
{
	mir_val *present = arena_array(l->arena, mir_val, list.type->cap + 1);

	for (uint32_t i = 0; i < list.type->cap; i++)
		present[i] = lower_both(l, list.present[i], cond);
	list.present = present;
	return list;
}

/* The elements that `...` puts into a list: of null none. */
static struct rt spread_list(struct lower *l, struct rt v)
{
	mir_val null = rt_null(l, &v);

	if (v.type->kind == TYPE_NOTHING)
		return list_of(l, NULL, NULL, 0);
	v = rt_items(l, v);
	if (!null.id)
		return v;
	v = rt_convert(l, v, type_nullable(&l->unit->types, v.type, false));
	return list_where(l, v, lower_not(l, null));
}

struct rt lower_list(struct lower *l, const struct ast *n)
{
	const ast_list *parts = &n->u.list.items;
	struct rt *values = arena_array(l->arena, struct rt, parts->n + 1), *items;
	uint32_t count = 0, cap = 0;
	mir_val *present;

	for (uint32_t i = 0; i < parts->n; i++) {
		bool spread = parts->v[i]->kind == AST_SPREAD;

		values[i] = rt_settle(l, lower_expr(l, spread ? parts->v[i]->u.child : parts->v[i]));
		if (spread)
			values[i] = spread_list(l, values[i]);
		cap += spread ? values[i].type->cap : 1;
	}
	items = arena_array(l->arena, struct rt, cap + 1);
	present = arena_array(l->arena, mir_val, cap + 1);
	for (uint32_t i = 0; i < parts->n; i++) {
		const struct rt *v = &values[i];

		if (parts->v[i]->kind != AST_SPREAD)
			items[count++] = *v;
		for (uint32_t k = 0; parts->v[i]->kind == AST_SPREAD && k < v->type->cap; k++) {
			present[count] = v->present[k];
			items[count++] = v->items[k];
		}
	}
	return list_of(l, items, present, count);
}

struct rt list_between(struct lower *l, mir_val from, mir_val to, bool exclusive, bool up_only)
{
	uint64_t most = lower_distance_max(l, from, to) + !exclusive;
	mir_val up = mir_binary(&l->b, MIR_OP_SLE, from, to), far, number, *present;
	const struct type *number_type = type_of(&l->unit->types, TYPE_INT);
	struct rt *items;

	if (most > LIST_ELEMENTS_MAX) {
		struct diag *d = diag_report(
			l->unit->sink, DIAG_kernel_cannot, l->b.at, "a list made of this range",
			arena_printf(l->arena, "its ends can be too far apart for %u elements",
				     (unsigned)LIST_ELEMENTS_MAX));

		diag_help(l->unit->sink, d,
			  "limit an end, as in '($n bit-and 15)' or '($n mod 16)', or write a "
			  "`for` loop");
		most = 1;
	}
	far = lower_select(l, up, mir_binary(&l->b, MIR_OP_SUB, to, from),
			   mir_binary(&l->b, MIR_OP_SUB, from, to));
	items = arena_array(l->arena, struct rt, most + 1);
	present = arena_array(l->arena, mir_val, most + 1);
	for (uint64_t i = 0; i < most; i++) {
		number = mir_i64(&l->b, (int64_t)i);
		if (i || exclusive)
			present[i] =
				mir_binary(&l->b, exclusive ? MIR_OP_ULT : MIR_OP_ULE, number, far);
		if (up_only)
			present[i] = lower_both(l, present[i], up);
		items[i] = rt_number(
			number_type,
			up_only ? mir_binary(&l->b, MIR_OP_ADD, from, number)
				: lower_select(l, up, mir_binary(&l->b, MIR_OP_ADD, from, number),
					       mir_binary(&l->b, MIR_OP_SUB, from, number)));
	}
	return list_of(l, items, present, (uint32_t)most);
}

struct rt lower_range(struct lower *l, const struct ast *n)
{
	const struct ast *first = n->u.range.from;
	mir_val from, to;

	if (n->u.range.next)
		return lower_stepped_list(l, n);
	from = first ? rt_or_zero(l, lower_expr(l, first)).v : mir_i64(&l->b, 0);
	to = rt_want_number(l, lower_expr(l, n->u.range.to), "the range has no end");
	return list_between(l, from, to, n->u.range.exclusive, false);
}

struct rt list_joined(struct lower *l, struct rt x, struct rt y)
{
	struct rt parts[2] = {rt_items(l, x), rt_items(l, y)};
	uint32_t n = parts[0].type->cap + parts[1].type->cap;
	struct rt *items = arena_array(l->arena, struct rt, n + 1);
	mir_val *present = arena_array(l->arena, mir_val, n + 1);

	n = 0;
	for (uint32_t k = 0; k < 2; k++) {
		for (uint32_t i = 0; i < parts[k].type->cap; i++, n++) {
			items[n] = parts[k].items[i];
			present[n] = parts[k].present[i];
		}
	}
	return list_of(l, items, present, n);
}

struct flags {
	bool many;
	mir_val unknown;
};

static struct flags flags_of(const struct rt *list)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < list->type->cap; i++)
		n += list->present[i].id != 0;
	return (struct flags){.many = n >= MANY_WAYS};
}

/* 1 where the element is there, else 0. */
static mir_val flag(struct lower *l, struct flags *f, mir_val present)
{
	mir_val v = text_flag(l, present);

	return f->many && mir_inst(l->f, v)->op == MIR_OP_ZEXT ? lower_forget(l, v, &f->unknown)
							       : v;
}

mir_val list_length(struct lower *l, const struct rt *list)
{
	struct rt v = rt_items(l, *list);
	struct flags flags = flags_of(&v);
	mir_val n = MIR_NO_VAL, one;
	uint32_t always = 0;

	for (uint32_t i = 0; i < v.type->cap; i++) {
		always += !v.present[i].id;
		if (!v.present[i].id)
			continue;
		one = flag(l, &flags, v.present[i]);
		n = n.id ? mir_binary(&l->b, MIR_OP_ADD, n, one) : one;
	}
	if (!n.id)
		return mir_i64(&l->b, always);
	return always ? mir_binary(&l->b, MIR_OP_ADD, n, mir_i64(&l->b, always)) : n;
}

struct rt lower_choose(struct lower *l, mir_val c, struct rt x, struct rt y)
{
	const struct type *type = type_join(&l->unit->types, x.type, y.type);
	struct join j = join_new(l, type, NULL);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

	mir_branch(&l->b, c, yes, no);
	ssa_start(l, yes);
	join_add(l, &j, x);
	ssa_start(l, no);
	join_add(l, &j, y);
	return join_end(l, &j);
}

/* The number of places taken before each place. */
static mir_val *ranks(struct lower *l, const struct rt *list)
{
	mir_val *at = arena_array(l->arena, mir_val, list->type->cap + 1);
	struct flags flags = flags_of(list);
	mir_val n = mir_i64(&l->b, 0);

	for (uint32_t i = 0; i < list->type->cap; i++) {
		at[i] = n;
		n = mir_binary(&l->b, MIR_OP_ADD, n,
			       list->present[i].id
				       ? flag(l, &flags, list->present[i])
				       : mir_i64(&l->b, 1));
	}
	return at;
}

/* Every place before it is always taken. */
static bool is_fixed(const struct rt *list, uint32_t places)
{
	for (uint32_t i = 0; i < places; i++)
		if (list->present[i].id)
			return false;
	return true;
}

/* Element number k: null when there is none. */
static struct rt nth(struct lower *l, const struct rt *list, const mir_val *at, uint32_t k)
{
	struct rt r = rt_zero(l, type_nullable(&l->unit->types, list->type->elem, true));

	for (uint32_t i = list->type->cap; i-- > k;) {
		mir_val here = mir_binary(&l->b, MIR_OP_EQ, at[i], mir_i64(&l->b, k));

		r = lower_choose(l, lower_both(l, list->present[i], here), list->items[i], r);
	}
	return r;
}

struct rt list_compact(struct lower *l, struct rt list)
{
	struct rt v = rt_items(l, list), r = v;
	mir_val *at, n;

	if (is_fixed(&v, v.type->cap))
		return v;
	at = ranks(l, &v);
	n = list_length(l, &v);
	r.items = arena_array(l->arena, struct rt, v.type->cap + 1);
	r.present = arena_array(l->arena, mir_val, v.type->cap + 1);
	for (uint32_t k = 0; k < v.type->cap; k++) {
		r.items[k] = rt_convert(l, nth(l, &v, at, k), v.type->elem);
		r.present[k] = mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, k), n);
	}
	return r;
}

struct rt list_element(struct lower *l, struct rt list, int64_t index, bool optional)
{
	struct rt v = rt_items(l, list), r;
	const struct type *elem = v.type->elem;
	mir_val n;

	if (index >= v.type->cap) {
		if (!optional)
			lower_guard(l, lower_bool(l, false), "index beyond the end of the list");
		return optional || !elem ? rt_nothing(l) : rt_zero(l, elem);
	}
	if (is_fixed(&v, (uint32_t)index + 1))
		return v.items[index];
	if (!optional) {
		n = list_length(l, &v);
		lower_guard(l, mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, index), n),
			    "index beyond the end of the list");
	}
	if (is_fixed(&v, (uint32_t)index)) { /* the rest only moves down */
		r = rt_zero(l, type_nullable(&l->unit->types, elem, true));
		for (uint32_t i = v.type->cap; i-- > (uint32_t)index;)
			r = v.present[i].id ? lower_choose(l, v.present[i], v.items[i], r)
					    : v.items[i];
	} else {
		r = nth(l, &v, ranks(l, &v), (uint32_t)index);
	}
	return optional ? r : rt_convert(l, r, elem);
}

struct rt list_wanted(struct lower *l, const struct rt *list, uint32_t i, const char *error)
{
	struct rt v = list->items[i];
	mir_val null = rt_null(l, &v);

	if (!null.id)
		return v;
	lower_guard(l, lower_not(l, lower_both(l, null, list->present[i])), error);
	return rt_convert(l, v, type_nullable(&l->unit->types, v.type, false));
}

mir_val list_equal(struct lower *l, const struct rt *x, const struct rt *y)
{
	struct rt a = list_compact(l, *x), b = list_compact(l, *y);
	uint32_t shared = a.type->cap < b.type->cap ? a.type->cap : b.type->cap;
	mir_val all = mir_binary(&l->b, MIR_OP_EQ, list_length(l, &a), list_length(l, &b));

	for (uint32_t i = 0; i < shared; i++) {
		mir_val eq = lower_equal(l, &a.items[i], &b.items[i]);

		/* Where the lengths are equal, places are empty in both or in none. */
		if (a.present[i].id && b.present[i].id)
			eq = mir_binary(&l->b, MIR_OP_OR, eq, lower_not(l, a.present[i]));
		all = lower_both(l, all, eq);
	}
	return all;
}

mir_val list_has(struct lower *l, struct rt list, const struct rt *x)
{
	struct rt v = rt_items(l, list);
	mir_val any = lower_bool(l, false);

	for (uint32_t i = 0; i < v.type->cap; i++) {
		mir_val eq = lower_both(l, lower_equal(l, x, &v.items[i]), taken(l, &v, i));

		any = mir_binary(&l->b, MIR_OP_OR, any, eq);
	}
	return any;
}
