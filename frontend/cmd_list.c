/*
 * cmd_list.c - commands on the elements of a list.
 *
 * Those that pass elements on are stages, done when elements are asked for (lower_stream.c). Those
 * that make one value ask for them here. The others work on the places of a list.
 */
#include "frontend/lower_stream.h"
#include "frontend/lower_text.h"

#include "lang/errors.h"

/* ---- what passes elements on ---- */

mir_val lower_amount(struct lower *l, const struct ast *call)
{
	const struct ast *n = ast_positional(call, 0);
	struct rt v;

	if (!n || n->value)
		return mir_i64(&l->b, n ? n->value->i : 1);
	v = lower_number(l, n, NULL_ARGUMENT("int"));
	if (!type_is_unsigned(v.type))
		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, mir_i64(&l->b, 0), v.v),
			    "a negative number of elements");
	return v.v;
}

static struct rt counted_stage(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt *n = arena_new(l->arena, struct rt);

	*n = rt_number(type_of(&l->unit->types, TYPE_INT), lower_amount(l, call));
	return stream_stage(l, call, in, n);
}

struct rt lower_cmd_each(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt list = maps_drop(l, call, in);

	return stream_stage(l, call, &list, NULL);
}

struct rt lower_cmd_par_each(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt list = maps_drop(l, call, in);

	return stream_stage(l, call, &list, NULL);
}

struct rt lower_cmd_where(struct lower *l, const struct ast *call, const struct rt *in)
{
	return maps_stage(l, call, in);
}

struct rt lower_cmd_filter(struct lower *l, const struct ast *call, const struct rt *in)
{
	return maps_stage(l, call, in);
}

struct rt lower_cmd_take(struct lower *l, const struct ast *call, const struct rt *in)
{
	if (in->type->kind == TYPE_BINARY)
		return lower_bytes_part(l, call, in);
	return counted_stage(l, call, in);
}

struct rt lower_cmd_skip(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct maps maps;
	struct rt list;

	if (in->type->kind == TYPE_BINARY)
		return lower_bytes_part(l, call, in);
	list = maps_split(l, in, &maps);
	return maps_join(l, counted_stage(l, call, &list), &maps);
}

struct rt lower_cmd_compact(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

mir_val lower_is_some(struct lower *l, const struct ast *call, const struct rt *item)
{
	bool empty = ast_has_flag(call, "empty"), columns = item->type->kind == TYPE_RECORD;
	const struct ast *word = ast_positional(call, 0);
	mir_val some = MIR_NO_VAL;

	if (!columns || !word)
		return empty ? lower_not(l, lower_has_nothing(l, item)) : some;
	for (uint32_t i = 0; (word = ast_positional(call, i)); i++) {
		uint32_t at = 0;
		mir_val none;

		while (!sv_eq(item->type->fields[at].name, word->value->s))
			at++;
		none = empty ? lower_has_nothing(l, &item->fields[at]) : item->fields[at].null;
		if (none.id && some.id)
			some = mir_binary(&l->b, MIR_OP_AND, some, lower_not(l, none));
		else if (none.id)
			some = lower_not(l, none);
	}
	return some;
}

struct rt lower_cmd_enumerate(struct lower *l, const struct ast *call, const struct rt *in)
{
	return stream_stage(l, call, in, NULL);
}

/* ---- what makes one value of them ---- */

/* True as soon as the predicate is `sought` for an element. */
static struct rt quantify(struct lower *l, const struct ast *call, const struct rt *in, bool sought)
{
	const struct ast *closure = ast_positional(call, 0);
	struct join j = join_new(l, call->type, call);
	struct rt list = maps_drop(l, call, in);
	struct stream s = stream_begin(l, &list);

	while (stream_next(l, &s)) {
		struct rt v = lower_closure(l, closure, &s.item, 1, &s.item);
		mir_block found = ssa_block_new(l), other = ssa_block_new(l);
		mir_val holds = lower_is_true(l, &v);

		mir_branch(&l->b, holds, sought ? found : other, sought ? other : found);
		ssa_start(l, found);
		join_add(l, &j, rt_bool(l, lower_bool(l, sought)));
		ssa_start(l, other);
	}
	stream_end(l, &s);
	join_add(l, &j, rt_bool(l, lower_bool(l, !sought)));
	l->comm_ready = false;
	return join_end(l, &j);
}

struct rt lower_cmd_any(struct lower *l, const struct ast *call, const struct rt *in)
{
	return quantify(l, call, in, true);
}

struct rt lower_cmd_all(struct lower *l, const struct ast *call, const struct rt *in)
{
	return quantify(l, call, in, false);
}

struct rt lower_cmd_first(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct stream s;
	struct join j;

	if (in->type->kind == TYPE_BINARY)
		return lower_bytes_end(l, call, in);
	s = stream_begin(l, in);
	j = join_new(l, call->type, call);
	while (stream_next(l, &s)) {
		join_add(l, &j, s.item);
		stream_gone(l, &s);
	}
	stream_end(l, &s);
	if (ast_has_flag(call, "strict") && !ssa_unreachable(l))
		lower_guard(l, lower_bool(l, false), "index beyond the end of the list");
	join_add(l, &j, rt_zero(l, call->type));
	l->comm_ready = false;
	return join_end(l, &j);
}

struct rt lower_cmd_length(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct type *number = call->type;
	mir_val unknown = MIR_NO_VAL;
	uint32_t ways = 0;
	struct stream s;
	struct rt n;

	if (!in->stages)
		return rt_number(number, list_length(l, in));
	n = rt_number(number, mir_i64(&l->b, 0));
	s = stream_begin(l, in);
	s.blind = true;
	while (stream_next(l, &s)) {
		ways += s.next.id != 0;
		n = stream_merge(
			l, &s,
			rt_number(number, mir_binary(&l->b, MIR_OP_ADD, n.v, mir_i64(&l->b, 1))),
			&n);
	}
	stream_end(l, &s);
	if (ways >= MANY_WAYS)
		n.v = lower_forget(l, n.v, &unknown);
	return n;
}

mir_val lower_has_nothing(struct lower *l, const struct rt *in)
{
	const struct type *t = in->type;
	mir_val none =
		lower_bool(l, t->kind == TYPE_NOTHING || (t->kind == TYPE_RECORD && !t->nfields));
	struct rt list;

	if (t->kind == TYPE_LIST) {
		list = rt_items(l, *in);
		none = mir_binary(&l->b, MIR_OP_EQ, list_length(l, &list), mir_i64(&l->b, 0));
	}
	if (t->kind == TYPE_STRING || t->kind == TYPE_BINARY)
		none = mir_binary(&l->b, MIR_OP_EQ, text_length(l, &in->text), mir_i64(&l->b, 0));
	return in->null.id ? mir_binary(&l->b, MIR_OP_OR, none, in->null) : none;
}

static struct rt emptiness(struct lower *l, const struct ast *call, const struct rt *in, bool empty)
{
	struct join j;
	struct stream s;

	if (in->type->kind != TYPE_LIST) {
		mir_val none = lower_has_nothing(l, in);

		return rt_bool(l, empty ? none : lower_not(l, none));
	}
	j = join_new(l, call->type, call);
	s = stream_begin(l, in);
	s.blind = true;
	while (stream_next(l, &s)) {
		join_add(l, &j, rt_bool(l, lower_bool(l, !empty)));
		stream_gone(l, &s);
	}
	stream_end(l, &s);
	join_add(l, &j, rt_bool(l, lower_bool(l, empty)));
	l->comm_ready = false;
	return join_end(l, &j);
}

struct rt lower_cmd_is_empty(struct lower *l, const struct ast *call, const struct rt *in)
{
	return emptiness(l, call, in, true);
}

struct rt lower_cmd_is_not_empty(struct lower *l, const struct ast *call, const struct rt *in)
{
	return emptiness(l, call, in, false);
}

/* ---- reduce ---- */

/* An element where an earlier one may be missing: it is the first one, or it is combined. */
static struct rt first_or_combined(struct lower *l, const struct ast *call, combine_fn *combine,
				   const struct rt *so_far, struct rt item)
{
	mir_block first = ssa_block_new(l), later = ssa_block_new(l);
	struct join j = join_new(l, call->type, call);

	mir_branch(&l->b, so_far->fields[0].v, later, first);
	ssa_start(l, first);
	join_add(l, &j, item);
	ssa_start(l, later);
	join_add(l, &j, combine(l, call, item, so_far->fields[1]));
	l->comm_ready = false;
	return join_end(l, &j);
}

struct rt list_reduce(struct lower *l, const struct ast *call, const struct rt *in,
		      const struct rt *start, combine_fn *combine)
{
	bool some = start != NULL, seen = some;
	mir_val unknown = MIR_NO_VAL;
	struct rt so_far, v;
	uint32_t ways = 0;
	struct stream s;

	so_far = rt_found(l, lower_bool(l, some), start ? *start : rt_zero(l, call->type));
	s = stream_begin(l, in);
	while (stream_next(l, &s)) {
		bool sure = !s.next.id;

		/* A sum is one way. */
		ways += call->u.call.cmd != CMD_math_sum && call->u.call.cmd != CMD_math_product;
		v = s.item;
		if (v.type->nullable && !call->type->nullable && call->u.call.cmd != CMD_reduce)
			v = rt_want(l, v, null_number);
		if (some)
			v = combine(l, call, v, so_far.fields[1]);
		else if (seen)
			v = first_or_combined(l, call, combine, &so_far, v);
		v = rt_convert(l, v, call->type);
		so_far = stream_merge(l, &s, rt_found(l, lower_bool(l, true), v), &so_far);
		seen = true;
		some |= sure;
	}
	stream_end(l, &s);
	if (!some)
		lower_guard(l, so_far.fields[0].v,
			    call->u.call.cmd == CMD_reduce ? "'reduce' of a list without elements"
							   : "the list has no elements");
	v = so_far.fields[1];
	if (ways > MANY_WAYS && type_is_number(v.type) && !v.type->nullable)
		v.v = lower_forget(l, v.v, &unknown);
	return v;
}

static struct rt run_closure(struct lower *l, const struct ast *call, struct rt item,
			     struct rt so_far)
{
	const struct rt args[2] = {item, so_far};

	return lower_closure(l, ast_positional(call, 0), args, 2, &so_far);
}

struct rt lower_cmd_reduce(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *fold = ast_flag(call, "fold");
	struct rt start;

	if (!fold)
		return list_reduce(l, call, in, NULL, run_closure);
	start = rt_settle(l, rt_convert(l, lower_expr(l, fold), call->type));
	return list_reduce(l, call, in, &start, run_closure);
}

/* ---- what works on places ---- */

/* Keeps the last elements, as many as the argument says, or all but them. */
static struct rt from_end(struct lower *l, const struct ast *call, const struct rt *in, bool keep)
{
	const struct ast *arg = ast_positional(call, 0);
	mir_val some = lower_amount(l, call);
	int64_t n = !arg ? 1 : arg->value ? arg->value->i : 0;
	struct maps maps;
	struct rt v = rt_items(l, stream_collect(l, maps_split(l, in, &maps)));
	uint32_t cap = v.type->cap, count = 0;
	struct rt *items = arena_array(l->arena, struct rt, cap + 1);
	mir_val *present = arena_array(l->arena, mir_val, cap + 1);
	mir_val behind = mir_i64(&l->b, 0), one = mir_i64(&l->b, 1), among;
	bool sure = !arg || arg->value; /* of how many elements are behind this place */

	for (uint32_t i = cap; i-- > 0;) {
		bool inside = cap - 1 - i < n;

		/* Counted from the end, so filled from the end. */
		items[i] = v.items[i];
		present[i] = v.present[i];
		if (sure && inside != keep) {
			present[i] = lower_bool(l, false);
		} else if (!sure) {
			among = mir_binary(&l->b, MIR_OP_ULT, behind, some);
			among = keep ? among : lower_not(l, among);
			present[i] = present[i].id
					     ? mir_binary(&l->b, MIR_OP_AND, present[i], among)
					     : among;
		}
		sure &= !v.present[i].id;
		behind = mir_binary(
			&l->b, MIR_OP_ADD, behind,
			v.present[i].id ? mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), v.present[i])
					: one);
		count += sure && inside == keep;
	}
	if (!sure)
		v = list_of(l, items, present, cap);
	else
		v = list_of(l, items + (keep ? cap - count : 0), present + (keep ? cap - count : 0),
			    count);
	return maps_join(l, v, &maps);
}

struct rt lower_cmd_drop(struct lower *l, const struct ast *call, const struct rt *in)
{
	if (in->type->kind == TYPE_BINARY)
		return lower_bytes_part(l, call, in);
	return from_end(l, call, in, false);
}

struct rt lower_cmd_last(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v, r;

	if (in->type->kind == TYPE_BINARY)
		return ast_positional(call, 0) ? lower_bytes_part(l, call, in)
					       : lower_bytes_end(l, call, in);
	v = from_end(l, call, in, true);
	if (ast_positional(call, 0))
		return v;
	v = rt_items(l, stream_collect(l, v));
	if (ast_has_flag(call, "strict"))
		lower_guard(l, mir_binary(&l->b, MIR_OP_NE, list_length(l, &v), mir_i64(&l->b, 0)),
			    "index beyond the end of the list");
	r = rt_zero(l, call->type);
	for (uint32_t i = 0; i < v.type->cap; i++)
		r = v.present[i].id ? lower_choose(l, v.present[i], v.items[i], r) : v.items[i];
	return rt_convert(l, r, call->type);
}

struct rt lower_cmd_reverse(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct maps maps;
	struct rt v = rt_items(l, stream_collect(l, maps_split(l, in, &maps))), r = v;
	uint32_t cap = v.type->cap;

	(void)call;
	r.items = arena_array(l->arena, struct rt, cap + 1);
	r.present = arena_array(l->arena, mir_val, cap + 1);
	for (uint32_t i = 0; i < cap; i++) {
		r.items[i] = v.items[cap - 1 - i];
		r.present[i] = v.present[cap - 1 - i];
	}
	return maps_join(l, r, &maps);
}

/* The argument as a list: what is none is its one element, null none. */
static struct rt row(struct lower *l, const struct ast *call)
{
	struct rt v = rt_settle(l, lower_expr(l, ast_positional(call, 0))), r;
	mir_val null = rt_null(l, &v);
	const mir_val always = MIR_NO_VAL;

	if (v.type->kind == TYPE_NOTHING)
		return list_of(l, NULL, NULL, 0);
	if (v.type->nullable)
		v = rt_convert(l, v, type_nullable(&l->unit->types, v.type, false));
	r = v.type->kind == TYPE_LIST ? rt_items(l, v) : list_of(l, &v, &always, 1);
	return null.id ? list_where(l, r, lower_not(l, null)) : r;
}

static struct rt join(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt *more = arena_new(l->arena, struct rt);

	*more = row(l, call);
	if (in->stages)
		return stream_stage(l, call, in, more);
	return call->u.call.cmd == CMD_prepend ? list_joined(l, *more, *in)
					       : list_joined(l, *in, *more);
}

struct rt lower_cmd_append(struct lower *l, const struct ast *call, const struct rt *in)
{
	return join(l, call, in);
}

struct rt lower_cmd_prepend(struct lower *l, const struct ast *call, const struct rt *in)
{
	return join(l, call, in);
}
