/*
 * cmd_aggregate.c - count and hist: numbers per key that the kernel adds up and user space reads.
 */
#include "frontend/lowering.h"

enum { LOG2_BUCKETS = 66 };

struct rt lower_cmd_count(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *by = ast_flag(call, "by");
	struct rt key = {0};
	struct agg *a;

	if (by)
		key = lower_expr(l, by);
	else if (in && in->type->kind != TYPE_NOTHING)
		key = *in;
	a = agg_find(l, call, AGG_COUNT, (struct sv){0}, key.type);
	agg_make(l, a);
	agg_bump(l, a, agg_key(l, a, key.type ? &key : NULL));
	return rt_nothing(l);
}

/* ---- hist ---- */

/* Buckets of powers of two, as runtime/manifest.h numbers them, without a branch. */
static mir_val log2_bucket(struct lower *l, const struct rt *value)
{
	struct mir_builder *b = &l->b;
	mir_val zero = mir_i64(b, 0), v = value->v, n;

	n = mir_binary(b, MIR_OP_ADD, mir_unary(b, MIR_OP_LOG2, MIR_T(I64), v), mir_i64(b, 2));
	n = lower_select(l, mir_binary(b, MIR_OP_EQ, v, zero), mir_i64(b, 1), n);
	if (type_is_unsigned(value->type))
		return n;
	return lower_select(l, mir_binary(b, MIR_OP_SLT, v, zero), zero, n);
}

/* The distance from `low` is that of two numbers in order: as an unsigned number it never wraps. */
static mir_val linear_bucket(struct lower *l, const struct agg *a, const struct rt *value)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct mir_builder *b = &l->b;
	struct rt low = rt_number(number, mir_i64(b, a->low));
	struct rt high = rt_number(number, mir_i64(b, a->high));
	mir_val n, above, below;

	n = mir_binary(b, MIR_OP_SUB, value->v, low.v);
	n = mir_binary(b, MIR_OP_UDIV, n, mir_i64(b, a->step));
	n = mir_binary(b, MIR_OP_ADD, n, mir_i64(b, 1));
	above = lower_less(l, &high, value, true);
	below = lower_less(l, value, &low, false);
	n = lower_select(l, above, mir_i64(b, (int64_t)a->buckets - 1), n);
	return lower_select(l, below, mir_i64(b, 0), n);
}

static const char *bucket_text(struct lower *l, const struct agg *a)
{
	if (!a->linear)
		return "in powers of two";
	return arena_printf(l->arena, "in steps of %lld from %lld to %lld", (long long)a->step,
			    (long long)a->low, (long long)a->high);
}

/* How the histogram divides its values; what its other uses said must be the same. */
static void set_buckets(struct lower *l, const struct ast *call, struct agg *a, enum wire_kind unit)
{
	const struct ast *linear = ast_flag(call, "linear"), *step = ast_flag(call, "step");
	struct agg want = {.buckets = LOG2_BUCKETS};

	if (linear && linear->value && step && step->value) {
		want.linear = true;
		want.low = linear->value->range.from;
		want.high = linear->value->range.to;
		want.step = step->value->i;
		/* One below, one for each step begun, one above. */
		want.buckets = 2 + (uint32_t)(((uint64_t)want.high - (uint64_t)want.low +
					       (uint64_t)want.step - 1) /
					      (uint64_t)want.step);
	}
	if (a->buckets && (a->linear != want.linear || a->low != want.low || a->high != want.high ||
			   a->step != want.step)) {
		struct diag *d = diag_report(l->unit->sink, DIAG_map_uses, call->at, "hist",
					     sv_dup(l->arena, a->name), bucket_text(l, &want),
					     bucket_text(l, a));

		d->also = a->at;
		d->also_text = "first used here";
		return;
	}
	a->linear = want.linear;
	a->low = want.low;
	a->high = want.high;
	a->step = want.step;
	a->buckets = want.buckets;
	a->unit = a->unit == WIRE_KINDS || a->unit == unit ? unit : WIRE_INT;
}

struct rt lower_cmd_hist(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *by = ast_flag(call, "by");
	struct rt value = rt_want(l, *in, null_number), key = {0};
	mir_val slot, bucket;
	struct agg *a;

	if (by)
		key = lower_expr(l, by);
	a = agg_find(l, call, AGG_HIST, (struct sv){0}, key.type);
	set_buckets(l, call, a, wire_kind_of(value.type));
	agg_make(l, a);
	slot = agg_key(l, a, key.type ? &key : NULL);
	bucket = a->linear ? linear_bucket(l, a, &value) : log2_bucket(l, &value);
	mir_store(&l->b, slot, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), bucket), a->bucket_at);
	agg_bump(l, a, slot);
	return rt_nothing(l);
}
