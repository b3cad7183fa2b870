/*
 * cmd_aggregate.c - count, hist, sum, min, max, avg and stats: numbers per key that the kernel adds
 * up and user space reads.
 *
 * What runs on a cpu may interrupt what ran there, so the words of a value are changed atomically
 * although no other cpu writes them. A sum has 128 bits: what overflows 64 is carried over, and no
 * sum of a script ever overflows.
 */
#include "frontend/lower_map.h"

enum { LOG2_BUCKETS = 66 };

struct rt lower_cmd_count(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *by = ast_flag(call, "by");
	struct rt key = {0};
	struct agg *a;

	if (by)
		key = agg_by(l, by);
	else if (in && in->type->kind != TYPE_NOTHING)
		key = rt_canonical(l, *in);
	a = agg_find(l, call, MAP_COUNT, (struct sv){0}, key.type);
	agg_make(l, a);
	agg_bump(l, a, agg_key(l, a, key.type ? &key : NULL));
	return rt_nothing(l);
}

/* ---- hist ---- */

/* Buckets of powers of two, as runtime/manifest.h numbers them, without a branch. */
static mir_val log2_bucket(struct lower *l, const struct rt *value)
{
	struct mir_builder *b = &l->b;
	mir_val zero = mir_i64(b, 0), one = mir_i64(b, 1), v = value->v, n;

	if (type_is_unsigned(value->type)) {
		n = mir_unary(b, MIR_OP_LOG2, MIR_T(I64), v);
		n = mir_binary(b, MIR_OP_ADD, n, mir_i64(b, 2));
		return lower_select(l, mir_binary(b, MIR_OP_EQ, v, zero), one, n);
	}
	/* Of 2v + 1, so that 0 needs no question. */
	n = mir_binary(b, MIR_OP_OR, mir_binary(b, MIR_OP_SHL, v, one), one);
	n = mir_binary(b, MIR_OP_ADD, mir_unary(b, MIR_OP_LOG2, MIR_T(I64), n), one);
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
		key = agg_by(l, by);
	a = agg_find(l, call, MAP_HIST, (struct sv){0}, key.type);
	set_buckets(l, call, a, wire_kind_of(value.type));
	agg_make(l, a);
	slot = agg_key(l, a, key.type ? &key : NULL);
	bucket = a->linear ? linear_bucket(l, a, &value) : log2_bucket(l, &value);
	mir_store(&l->b, slot, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), bucket), a->bucket_at);
	agg_bump(l, a, slot);
	return rt_nothing(l);
}

/* ---- sum, min, max, avg, stats ---- */

/* Bits above 64 come from the carry and from the sign. */
static void add_to_sum(struct lower *l, const struct rt *value, mir_val ptr, int32_t at)
{
	struct mir_builder *b = &l->b;
	mir_block more = ssa_block_new(l), done = ssa_block_new(l);
	mir_val v = value->v, old, high;

	old = mir_append(b, (struct mir_inst){.op = MIR_OP_ATOMIC_FETCH,
					      .args = (mir_val[]){ptr, v},
					      .nargs = 2,
					      .imm = at});
	high = mir_binary(b, MIR_OP_ULT, mir_binary(b, MIR_OP_ADD, old, v), v);
	high = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), high);
	if (!type_is_unsigned(value->type) && lower_interval(l, v).low < 0)
		high = mir_binary(b, MIR_OP_ADD, high,
				  mir_binary(b, MIR_OP_ASHR, v, mir_i64(b, 63)));
	mir_branch(b, mir_binary(b, MIR_OP_EQ, high, mir_i64(b, 0)), done, more);
	ssa_start(l, more);
	lower_atomic_add(l, ptr, high, at + 8);
	mir_jump(b, done);
	ssa_start(l, done);
}

/* What is written at the same time is looked at again, at most so often: it takes that many
 * interruptions between two instructions. */
enum { SWAPS = 4 };

/* Makes the word the unsigned number v when it is below. */
static void raise_word(struct lower *l, mir_val ptr, mir_val v, int32_t at)
{
	struct mir_builder *b = &l->b;
	mir_block done = ssa_block_new(l);
	mir_val now = mir_load(b, MIR_T(I64), ptr, at), old;

	for (uint32_t i = 0; i < SWAPS; i++) {
		mir_block below = ssa_block_new(l), again = ssa_block_new(l);

		mir_branch(b, mir_binary(b, MIR_OP_ULT, now, v), below, done);
		ssa_start(l, below);
		old = mir_append(b, (struct mir_inst){.op = MIR_OP_ATOMIC_SWAP,
						      .args = (mir_val[]){ptr, now, v},
						      .nargs = 3,
						      .imm = at});
		mir_branch(b, mir_binary(b, MIR_OP_EQ, old, now), done, again);
		ssa_start(l, again);
		now = old;
	}
	lower_count_site(l, lower_site(l, MIR_SITE_LOST, "interrupted too often"));
	mir_jump(b, done);
	ssa_start(l, done);
}

/* The distance from the largest or smallest number of the type, see lang/maps.def. */
static mir_val distance(struct lower *l, const struct rt *value, bool least)
{
	struct mir_builder *b = &l->b;
	bool is_unsigned = type_is_unsigned(value->type);

	if (least)
		return mir_binary(b, MIR_OP_SUB, mir_i64(b, is_unsigned ? -1 : INT64_MAX),
				  value->v);
	if (is_unsigned)
		return value->v;
	return mir_binary(b, MIR_OP_XOR, value->v, mir_i64(b, INT64_MIN));
}

static struct rt add_up(struct lower *l, const struct ast *call, const struct rt *in,
			enum map_use use)
{
	const struct ast *by = ast_flag(call, "by");
	struct rt value = rt_want(l, *in, null_number), key = {0};
	mir_block done = ssa_block_new(l);
	mir_val ptr;
	struct agg *a;

	if (!value.v.id) /* always null: nothing runs behind it */
		value = rt_number(type_of(&l->unit->types, TYPE_INT), mir_i64(&l->b, 0));
	if (by)
		key = agg_by(l, by);
	a = agg_find(l, call, use, (struct sv){0}, key.type);
	agg_agree_on_value(l, call, a, value.type);
	agg_make(l, a);
	ptr = agg_value(l, a, agg_key(l, a, key.type ? &key : NULL), done);
	if (map_use_word(use, 'n') >= 0)
		lower_atomic_add(l, ptr, mir_i64(&l->b, 1), map_use_word(use, 'n'));
	if (map_use_word(use, 'x') >= 0)
		mir_store(&l->b, ptr, mir_i64(&l->b, 1), map_use_word(use, 'x'));
	if (map_use_word(use, 's') >= 0)
		add_to_sum(l, &value, ptr, map_use_word(use, 's'));
	if (map_use_word(use, 'l') >= 0)
		raise_word(l, ptr, distance(l, &value, true), map_use_word(use, 'l'));
	if (map_use_word(use, 'g') >= 0)
		raise_word(l, ptr, distance(l, &value, false), map_use_word(use, 'g'));
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

struct rt lower_cmd_sum(struct lower *l, const struct ast *call, const struct rt *in)
{
	return add_up(l, call, in, MAP_SUM);
}

struct rt lower_cmd_min(struct lower *l, const struct ast *call, const struct rt *in)
{
	return add_up(l, call, in, MAP_MIN);
}

struct rt lower_cmd_max(struct lower *l, const struct ast *call, const struct rt *in)
{
	return add_up(l, call, in, MAP_MAX);
}

struct rt lower_cmd_avg(struct lower *l, const struct ast *call, const struct rt *in)
{
	return add_up(l, call, in, MAP_AVG);
}

struct rt lower_cmd_stats(struct lower *l, const struct ast *call, const struct rt *in)
{
	return add_up(l, call, in, MAP_STATS);
}
