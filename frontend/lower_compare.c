/*
 * lower_compare.c - equality, order and membership.
 *
 * A u64 and an int compare as the numbers they are: no u64 is below zero.
 */
#include "frontend/fold.h"
#include "frontend/lower_text.h"

static mir_val and_(struct lower *l, mir_val x, mir_val y)
{
	return mir_binary(&l->b, MIR_OP_AND, x, y);
}

static mir_val or_(struct lower *l, mir_val x, mir_val y)
{
	return mir_binary(&l->b, MIR_OP_OR, x, y);
}

static bool never_negative(const struct lower *l, mir_val v)
{
	return lower_interval(l, v).low >= 0;
}

/* The value may be below zero: of a signed type, and not known better. */
static bool may_be_negative(const struct lower *l, const struct rt *x)
{
	return !type_is_unsigned(x->type) && !never_negative(l, x->v);
}

static mir_val not_negative(struct lower *l, mir_val v)
{
	return mir_binary(&l->b, MIR_OP_SLE, mir_i64(&l->b, 0), v);
}

/* ---- equality ---- */

static mir_val equal_numbers(struct lower *l, const struct rt *x, const struct rt *y)
{
	bool mixed = type_is_unsigned(x->type) != type_is_unsigned(y->type);
	mir_val eq = mir_binary(&l->b, MIR_OP_EQ, x->v, y->v);

	if (mixed && may_be_negative(l, x))
		return and_(l, eq, not_negative(l, x->v));
	if (mixed && may_be_negative(l, y))
		return and_(l, eq, not_negative(l, y->v));
	return eq;
}

static mir_val equal_records(struct lower *l, const struct rt *x, const struct rt *y)
{
	mir_val all = lower_bool(l, true);

	if (x->type->nfields != y->type->nfields)
		return lower_bool(l, false);
	for (uint32_t i = 0; i < x->type->nfields; i++) {
		uint32_t k = 0;

		while (k < y->type->nfields &&
		       !sv_eq(x->type->fields[i].name, y->type->fields[k].name))
			k++;
		if (k == y->type->nfields)
			return lower_bool(l, false);
		all = and_(l, all, lower_equal(l, &x->fields[i], &y->fields[k]));
	}
	return all;
}

static bool has_unit(const struct type *t)
{
	return t->kind == TYPE_DURATION || t->kind == TYPE_FILESIZE;
}

/* Of values that are not null. */
static mir_val equal_values(struct lower *l, const struct rt *x, const struct rt *y)
{
	const struct type *tx = x->type, *ty = y->type;

	if (type_is_number(tx) && type_is_number(ty)) {
		if (has_unit(tx) && has_unit(ty) && tx->kind != ty->kind)
			return lower_bool(l, false);
		return equal_numbers(l, x, y);
	}
	if (tx->kind != ty->kind)
		return lower_bool(l, false);
	if (tx->kind == TYPE_BOOL || tx->kind == TYPE_STACK)
		return mir_binary(&l->b, MIR_OP_EQ, x->v, y->v);
	if (tx->kind == TYPE_STRING || tx->kind == TYPE_BINARY)
		return text_equal(l, &x->text, &y->text);
	if (tx->kind == TYPE_RECORD)
		return equal_records(l, x, y);
	if (tx->kind == TYPE_LIST && !(x->known && y->known))
		return list_equal(l, x, y);
	return lower_bool(l, x->known && y->known && value_equal(x->known, y->known));
}

mir_val lower_equal(struct lower *l, const struct rt *x, const struct rt *y)
{
	mir_val nx = rt_null(l, x), ny = rt_null(l, y), eq;

	if (x->type->kind == TYPE_NOTHING || y->type->kind == TYPE_NOTHING) {
		if (!nx.id || !ny.id)
			return lower_bool(l, false);
		return x->type->kind == TYPE_NOTHING ? ny : nx;
	}
	eq = equal_values(l, x, y);
	if (nx.id && ny.id)
		return or_(l, and_(l, nx, ny), and_(l, eq, lower_not(l, or_(l, nx, ny))));
	if (nx.id || ny.id)
		return and_(l, eq, lower_not(l, nx.id ? nx : ny));
	return eq;
}

/* ---- order ---- */

mir_val lower_less(struct lower *l, const struct rt *x, const struct rt *y, bool or_equal)
{
	bool ux = type_is_unsigned(x->type), uy = type_is_unsigned(y->type);
	enum mir_op u = or_equal ? MIR_OP_ULE : MIR_OP_ULT, s = or_equal ? MIR_OP_SLE : MIR_OP_SLT;
	struct mir_builder *b = &l->b;
	mir_val less;

	if (x->type->kind == TYPE_STRING)
		return text_less(l, &x->text, &y->text, or_equal);
	if (x->type->kind == TYPE_BOOL)
		return mir_binary(b, or_equal ? MIR_OP_OR : MIR_OP_AND, lower_not(l, x->v), y->v);
	if (!ux && !uy)
		return mir_binary(b, s, x->v, y->v);
	less = mir_binary(b, u, x->v, y->v);
	if (may_be_negative(l, x))
		return or_(l, mir_binary(b, MIR_OP_SLT, x->v, mir_i64(b, 0)), less);
	if (may_be_negative(l, y))
		return and_(l, not_negative(l, y->v), less);
	return less;
}

/* Comparisons carry null through: the result is null where the type says it may be. */
struct rt lower_compare(struct lower *l, enum op op, const struct type *type, struct rt x,
			struct rt y)
{
	mir_val nx, ny, v;
	struct rt r;

	if (op == OP_EQ || op == OP_NE) {
		v = lower_equal(l, &x, &y);
		return rt_bool(l, op == OP_NE ? lower_not(l, v) : v);
	}
	nx = rt_null(l, &x);
	ny = rt_null(l, &y);
	if (op == OP_LT || op == OP_LE)
		v = lower_less(l, &x, &y, op == OP_LE);
	else
		v = lower_less(l, &y, &x, op == OP_GE);
	r = (struct rt){.type = type, .v = v};
	if (type->nullable)
		r.null = nx.id && ny.id ? or_(l, nx, ny) : nx.id ? nx : ny;
	return r;
}

/* ---- membership ---- */

static mir_val in_range(struct lower *l, const struct rt *x, const struct value *r)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct mir_builder *b = &l->b;
	struct rt from = rt_number(number, mir_i64(b, r->range.from));
	struct rt to = rt_number(number, mir_i64(b, r->range.to));
	bool down = r->range.step < 0;
	mir_val in = down ? lower_less(l, x, &from, true) : lower_less(l, &from, x, true);
	mir_val distance, rest;
	int64_t step = down ? -r->range.step : r->range.step;

	if (r->range.has_to)
		in = and_(l, in,
			  down ? lower_less(l, &to, x, !r->range.exclusive)
			       : lower_less(l, x, &to, !r->range.exclusive));
	if (step == 1)
		return in;
	distance = down ? mir_binary(b, MIR_OP_SUB, from.v, x->v)
			: mir_binary(b, MIR_OP_SUB, x->v, from.v);
	rest = mir_binary(b, MIR_OP_UREM, distance, mir_i64(b, step));
	return and_(l, in, mir_binary(b, MIR_OP_EQ, rest, mir_i64(b, 0)));
}

mir_val lower_member(struct lower *l, const struct rt *x, const struct value *of)
{
	mir_val any = MIR_NO_VAL;

	if (of->kind == TYPE_RANGE)
		return type_is_number(x->type) ? in_range(l, x, of) : lower_bool(l, false);
	for (uint32_t i = 0; i < of->n; i++) {
		/* A record has its columns' names as members. */
		struct rt item = of->kind == TYPE_RECORD
					 ? rt_text(l, x->type, text_known(l, of->names[i]))
					 : rt_const(l, of->items[i],
						    value_type(&l->unit->types, of->items[i]));
		mir_val eq = lower_equal(l, x, &item);

		any = any.id ? or_(l, any, eq) : eq;
	}
	return any.id ? any : lower_bool(l, false);
}
