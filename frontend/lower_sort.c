/*
 * lower_sort.c - sort and sort-by: each element goes to the place that its rank says.
 *
 * The rank is how many elements come before: one comparison for each pair, without a branch, since
 * the verifier would follow both ways of every one. Equal elements keep their order, null comes last
 * as in Nushell, and empty places behind it.
 */
#include "frontend/lower_text.h"

struct keys {
	const struct rt *list;
	struct rt *v;	 /* by place */
	mir_val unknown; /* what the verifier knows nothing of, once it is needed */
};

static mir_val or_(struct lower *l, mir_val x, mir_val y)
{
	return x.id && y.id ? mir_binary(&l->b, MIR_OP_OR, x, y) : x.id ? x : y;
}

/* i64: 1 when signed x is at most y, else 0. */
static mir_val number_at_most(struct lower *l, mir_val x, mir_val y)
{
	struct mir_builder *b = &l->b;
	mir_val d = mir_binary(b, MIR_OP_SUB, y, x), flips;

	/* The difference has the wrong sign where it overflows. */
	flips = mir_binary(b, MIR_OP_AND, mir_binary(b, MIR_OP_XOR, y, x),
			   mir_binary(b, MIR_OP_XOR, d, y));
	d = mir_binary(b, MIR_OP_XOR, d, flips);
	return mir_binary(b, MIR_OP_XOR, mir_binary(b, MIR_OP_LSHR, d, mir_i64(b, 63)),
			  mir_i64(b, 1));
}

/* i64: 1 or 0, of which the verifier knows as little as of any number. */
static mir_val forget(struct lower *l, struct keys *k, mir_val cond)
{
	return lower_forget(l, mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), cond), &k->unknown);
}

/* i64: 1 when place i comes before place j, which is further behind. */
static mir_val is_before(struct lower *l, struct keys *k, uint32_t i, uint32_t j)
{
	const struct rt *x = &k->v[i], *y = &k->v[j];
	mir_val there = k->list->present[i], gone = k->list->present[j], le, out = MIR_NO_VAL;
	mir_val nx = rt_null(l, x), ny = rt_null(l, y);

	if (x->type->kind == TYPE_NOTHING) {
		le = lower_bool(l, true);
	} else if (type_is_number(x->type) && !type_is_unsigned(x->type) && !there.id && !gone.id &&
		   !nx.id && !ny.id) {
		return number_at_most(l, x->v, y->v);
	} else {
		le = lower_less(l, x, y, true);
	}
	if (nx.id && x->type->kind != TYPE_NOTHING)
		le = mir_binary(&l->b, MIR_OP_AND, le, lower_not(l, nx));
	if (ny.id && x->type->kind != TYPE_NOTHING)
		le = or_(l, le, ny);
	if (there.id)
		le = mir_binary(&l->b, MIR_OP_AND, le, there);
	if (gone.id)
		out = lower_not(l, gone);
	return forget(l, k, or_(l, le, out));
}

static mir_val *ranks(struct lower *l, struct keys *k)
{
	uint32_t n = k->list->type->cap;
	mir_val *rank = arena_array(l->arena, mir_val, n + 1);

	for (uint32_t i = 0; i < n; i++)
		rank[i] = mir_i64(&l->b, n - 1 - i);
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t j = i + 1; j < n; j++) {
			mir_val before = is_before(l, k, i, j);

			rank[j] = mir_binary(&l->b, MIR_OP_ADD, rank[j], before);
			rank[i] = mir_binary(&l->b, MIR_OP_SUB, rank[i], before);
		}
	}
	return rank;
}

/* The list in the order of the keys, from the last one on when `reverse`. */
static struct rt sorted(struct lower *l, const struct rt *list, struct rt *keys, bool reverse)
{
	struct keys k = {.list = list, .v = keys};
	uint32_t n = list->type->cap;
	mir_val *rank, count, always = MIR_NO_VAL;
	struct rt r = *list;
	struct table t;

	if (n < 2)
		return r;
	rank = ranks(l, &k);
	t = table_new(l, list->type->elem, n);
	for (uint32_t i = 0; i < n; i++) {
		mir_block inside = ssa_block_new(l), next = ssa_block_new(l);

		/* It always is, which the verifier cannot know. */
		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, rank[i], mir_i64(&l->b, n)), inside,
			   next);
		ssa_start(l, inside);
		table_put(l, &t, rank[i], list->items[i]);
		mir_jump(&l->b, next);
		ssa_start(l, next);
	}
	r.items = arena_array(l->arena, struct rt, n + 1);
	r.present = arena_array(l->arena, mir_val, n + 1);
	for (uint32_t i = 0; i < n; i++)
		always = list->present[i].id ? list->present[i] : always;
	count = always.id ? list_length(l, list) : MIR_NO_VAL;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t from = reverse ? n - 1 - i : i;

		r.items[i] = table_get(l, &t, mir_i64(&l->b, from));
		if (count.id)
			r.present[i] = mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, from), count);
	}
	return r;
}

/* What place i is sorted by: a column, or what a closure gives where there is an element. */
static struct rt key(struct lower *l, const struct ast *by, const struct rt *list, uint32_t i)
{
	const struct rt *item = &list->items[i];
	mir_block there, gone;
	struct join j;

	if (by->kind == AST_PATH)
		for (uint32_t k = 0; k < item->type->nfields; k++)
			if (sv_eq(item->type->fields[k].name, by->u.path.members[0].name))
				return item->fields[k];
	if (!list->present[i].id)
		return lower_closure(l, by, item, 1, item);
	j = join_new(l, by->type, NULL);
	there = ssa_block_new(l);
	gone = ssa_block_new(l);
	mir_branch(&l->b, list->present[i], there, gone);
	ssa_start(l, there);
	join_add(l, &j, lower_closure(l, by, item, 1, item));
	ssa_start(l, gone);
	join_add(l, &j, rt_zero(l, by->type));
	l->comm_ready = false;
	return join_end(l, &j);
}

/* The key as it is compared: without case where a flag says so. */
static struct rt as_compared(struct lower *l, const struct ast *call, struct rt v)
{
	if (v.type->kind == TYPE_STRING && ast_has_flag(call, "ignore-case"))
		v.text = text_case(l, &v.text, false);
	return v;
}

struct rt lower_cmd_sort(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_items(l, *in), *keys = arena_array(l->arena, struct rt, v.type->cap + 1);

	for (uint32_t i = 0; i < v.type->cap; i++)
		keys[i] = as_compared(l, call, v.items[i]);
	return sorted(l, &v, keys, ast_has_flag(call, "reverse"));
}

/* Sorted by the last key first: the order of equal ones stays. */
struct rt lower_cmd_sort_by(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_items(l, *in);
	uint32_t nkeys = 0;

	while (ast_positional(call, nkeys))
		nkeys++;
	while (nkeys-- > 0) {
		const struct ast *by = ast_positional(call, nkeys);
		struct rt *keys = arena_array(l->arena, struct rt, v.type->cap + 1);

		for (uint32_t i = 0; i < v.type->cap; i++)
			keys[i] = as_compared(l, call, key(l, by, &v, i));
		v = sorted(l, &v, keys, ast_has_flag(call, "reverse") && !nkeys);
	}
	return v;
}
