/*
 * cmd_parts.c - commands that make lists of a list's elements, or pass them on until something
 * shows.
 */
#include "frontend/lower_stream.h"
#include "frontend/lower_text.h"

struct rt lower_cmd_take_while(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

struct rt lower_cmd_take_until(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

struct rt lower_cmd_skip_while(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

struct rt lower_cmd_skip_until(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

struct rt lower_cmd_each_while(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

struct rt lower_cmd_wrap(struct lower *l, const struct ast *call, const struct rt *in)
{
	if (in->type->kind == TYPE_LIST || in->type->kind == TYPE_RANGE)
		return stream_stage(l, call, in, NULL);
	return lower_wrapped(l, call, rt_settle(l, *in));
}

/* Lists of `size` places from every `stride`th one on. One is there when its last element is, with
 * `partial` when its first one is. */
static struct rt windows(struct lower *l, const struct rt *in, uint32_t size, uint32_t stride,
			 bool partial)
{
	struct rt v = list_compact(l, *in), *items;
	uint32_t cap = v.type->cap, n = 0;
	mir_val *present;

	items = arena_array(l->arena, struct rt, cap + 1);
	present = arena_array(l->arena, mir_val, cap + 1);
	for (uint32_t from = 0; from < cap && (partial || size <= cap - from);) {
		uint32_t some = size < cap - from ? size : cap - from;
		mir_val *taken = arena_array(l->arena, mir_val, some);

		if (partial)
			memcpy(taken, v.present + from, some * sizeof(*taken));
		items[n] = list_of(l, v.items + from, taken, some);
		present[n++] = v.present[partial ? from : from + size - 1];
		if (stride >= cap - from)
			break;
		from += stride;
	}
	return list_of(l, items, present, n);
}

/* The number of elements, at least 1, that an argument says; more than `most` are as many. */
static mir_val size_of(struct lower *l, const struct ast *a, uint32_t most, const char *null)
{
	mir_val v, zero = mir_i64(&l->b, 0);

	if (a->value)
		return mir_i64(&l->b, a->value->i < most ? a->value->i : most);
	v = rt_want_number(l, lower_expr(l, a), null);
	lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, zero, v), "a negative number of elements");
	lower_guard(l, mir_binary(&l->b, MIR_OP_NE, v, zero), "lists of no elements");
	return text_clamp(l, v, mir_i64(&l->b, most));
}

/* The same where a number is computed: every element may be in every list. */
static struct rt computed_windows(struct lower *l, const struct rt *in, mir_val size,
				  mir_val stride, bool partial)
{
	struct rt v = list_compact(l, *in), *items;
	uint32_t cap = v.type->cap;
	struct mir_builder *b = &l->b;
	mir_val n = list_length(l, &v), *present, from, end;

	items = arena_array(l->arena, struct rt, cap + 1);
	present = arena_array(l->arena, mir_val, cap + 1);
	for (uint32_t k = 0; k < cap; k++) {
		mir_val *taken = arena_array(l->arena, mir_val, cap);

		from = mir_binary(b, MIR_OP_MUL, stride, mir_i64(b, k));
		end = mir_binary(b, MIR_OP_ADD, from, size);
		for (uint32_t i = 0; i < cap; i++) {
			mir_val at = mir_i64(b, i);

			taken[i] = mir_binary(b, MIR_OP_AND, mir_binary(b, MIR_OP_SLE, from, at),
					      mir_binary(b, MIR_OP_SLT, at, end));
			taken[i] = lower_both(l, taken[i], v.present[i]);
		}
		items[k] = list_of(l, v.items, taken, cap);
		present[k] = partial ? mir_binary(b, MIR_OP_SLT, from, n)
				     : mir_binary(b, MIR_OP_SLE, end, n);
	}
	return list_of(l, items, present, cap);
}

static uint32_t bounded(const struct value *v)
{
	return v->i > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)v->i;
}

struct rt lower_cmd_chunks(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *size = ast_positional(call, 0);
	mir_val many;

	if (size->value)
		return windows(l, in, bounded(size->value), bounded(size->value), true);
	many = size_of(l, size, LIST_ELEMENTS_MAX, "null where 'chunks' needs a number");
	return computed_windows(l, in, many, many, true);
}

struct rt lower_cmd_window(struct lower *l, const struct ast *call, const struct rt *in)
{
	static const char null[] = "null where a number of elements is needed";
	const struct ast *size = ast_positional(call, 0), *stride = ast_flag(call, "stride");
	bool partial = ast_has_flag(call, "remainder");
	mir_val many, step = mir_i64(&l->b, 1);

	if (size->value && (!stride || stride->value))
		return windows(l, in, bounded(size->value), stride ? bounded(stride->value) : 1,
			       partial);
	many = size_of(l, size, LIST_ELEMENTS_MAX + 1, null);
	if (stride)
		step = size_of(l, stride, LIST_ELEMENTS_MAX + 1, null);
	return computed_windows(l, in, many, step, partial);
}

/* An end of a range: what is negative counts from the end of a list of n elements. */
static mir_val place(struct lower *l, mir_val at, mir_val n)
{
	mir_val back = mir_binary(&l->b, MIR_OP_ADD, at, n);

	return lower_select(l, mir_binary(&l->b, MIR_OP_SLT, at, mir_i64(&l->b, 0)), back, at);
}

struct rt lower_cmd_slice(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct maps maps;
	struct rt v = rt_items(l, stream_collect(l, maps_split(l, in, &maps)));
	mir_val n = list_length(l, &v), from, to, at = mir_i64(&l->b, 0), inside;
	mir_val *present = arena_array(l->arena, mir_val, v.type->cap + 1);
	bool exclusive = lower_range_ends(l, ast_positional(call, 0), &from, &to);

	from = place(l, from, n);
	to = to.id ? place(l, to, n) : n;
	for (uint32_t i = 0; i < v.type->cap; i++) {
		mir_val there = v.present[i];

		inside = mir_binary(&l->b, MIR_OP_AND, mir_binary(&l->b, MIR_OP_SLE, from, at),
				    mir_binary(&l->b, exclusive ? MIR_OP_SLT : MIR_OP_SLE, at, to));
		present[i] = lower_both(l, there, inside);
		at = mir_binary(&l->b, MIR_OP_ADD, at,
				there.id ? mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), there)
					 : mir_i64(&l->b, 1));
	}
	return maps_join(l, list_of(l, v.items, present, v.type->cap), &maps);
}

/* i1: the element, where there is one, stands between two lists. */
static mir_val separates(struct lower *l, const struct ast *call, const struct rt *separator,
			 const struct rt *item, mir_val present)
{
	bool ready = l->comm_ready;
	mir_block ask, next;
	struct join j;

	if (separator)
		return lower_both(l, lower_equal(l, item, separator), present);
	if (!present.id)
		return lower_holds(l, call, item, ready, true);
	ask = ssa_block_new(l);
	next = ssa_block_new(l);
	j = join_new(l, type_of(&l->unit->types, TYPE_BOOL), NULL);
	mir_branch(&l->b, present, ask, next);
	ssa_start(l, ask);
	join_add(l, &j, rt_bool(l, lower_holds(l, call, item, ready, true)));
	ssa_start(l, next);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	l->comm_ready = ready;
	return join_end(l, &j).v;
}

/* The number of the list that an element is in is how many separators came before it. */
struct rt lower_cmd_split_list(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *argument = ast_positional(call, 0), *how = ast_flag(call, "split");
	bool before = how && sv_is(how->value->s, "before");
	bool after = how && sv_is(how->value->s, "after"), closure = argument->kind == AST_CLOSURE;
	struct rt v = rt_items(l, *in), separator = {0}, *lists;
	uint32_t cap = v.type->cap;
	mir_val *number, *kept, *present, total = mir_i64(&l->b, 0);

	if (!closure)
		separator = rt_settle(l, lower_expr(l, argument));
	number = arena_array(l->arena, mir_val, cap + 1);
	kept = arena_array(l->arena, mir_val, cap + 1);
	lists = arena_array(l->arena, struct rt, cap + 2);
	present = arena_array(l->arena, mir_val, cap + 2);
	for (uint32_t i = 0; i < cap; i++) {
		mir_val is =
			separates(l, call, closure ? NULL : &separator, &v.items[i], v.present[i]);
		mir_val next = mir_binary(&l->b, MIR_OP_ADD, total,
					  mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), is));

		number[i] = before ? next : total;
		kept[i] = before || after ? lower_bool(l, true) : lower_not(l, is);
		kept[i] = lower_both(l, kept[i], v.present[i]);
		total = next;
	}
	for (uint32_t k = 0; k <= cap; k++) {
		mir_val *taken = arena_array(l->arena, mir_val, cap + 1);

		for (uint32_t i = 0; i < cap; i++)
			taken[i] = mir_binary(
				&l->b, MIR_OP_AND, kept[i],
				mir_binary(&l->b, MIR_OP_EQ, number[i], mir_i64(&l->b, k)));
		lists[k] = list_of(l, v.items, taken, cap);
		present[k] =
			k ? mir_binary(&l->b, MIR_OP_ULE, mir_i64(&l->b, k), total) : MIR_NO_VAL;
	}
	return list_of(l, lists, present, cap + 1);
}

struct rt lower_cmd_zip(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt with = rt_settle(l, lower_expr(l, ast_positional(call, 0)));
	struct rt x = list_compact(l, *in), y, *items;
	const mir_val always[2] = {MIR_NO_VAL, MIR_NO_VAL};
	mir_val *present;
	uint32_t n;

	if (with.type->kind != TYPE_LIST && with.type->kind != TYPE_RANGE)
		with = list_of(l, &with, always, 1);
	y = list_compact(l, with);
	n = x.type->cap < y.type->cap ? x.type->cap : y.type->cap;
	items = arena_array(l->arena, struct rt, n + 1);
	present = arena_array(l->arena, mir_val, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const struct rt pair[2] = {x.items[i], y.items[i]};
		mir_val px = x.present[i], py = y.present[i];

		items[i] = list_of(l, pair, always, 2);
		present[i] = px.id && py.id ? mir_binary(&l->b, MIR_OP_AND, px, py)
			     : px.id	    ? px
					    : py;
	}
	return list_of(l, items, present, n);
}

struct rt lower_cmd_seq(struct lower *l, const struct ast *call, const struct rt *in)
{
	const mir_val always = MIR_NO_VAL;
	struct rt ends[2];

	(void)in;
	if (call->value)
		return rt_const(l, call->value, call->type);
	for (uint32_t i = 0; i < 2 && ast_positional(call, i); i++)
		ends[i] = lower_expr(l, ast_positional(call, i));
	if (!ast_positional(call, 1))
		return list_of(l, ends, &always, 1);
	return list_between(l, ends[0].v, ends[1].v, false, true);
}
