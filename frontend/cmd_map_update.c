/*
 * cmd_map_update.c - map-update, and what a map of values that it changes as a whole needs of the
 * other commands.
 *
 * A number is compared and swapped. What is larger has a number of its own behind it that tells
 * whether it was changed meanwhile; the kernel's own locks are refused to programs that trace.
 */
#include "frontend/keyed.h"
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

#include <errno.h>
#include <linux/bpf.h>

/* Changes of other cpus between a look and a swap, one after the other, after which the value stays
 * as they made it; that is counted. */
enum { UPDATES = 16 };

/* A number or bool as the 64 bits that are compared, and back. */
static mir_val word_of(struct lower *l, const struct rt *value)
{
	if (value->type->kind == TYPE_BOOL)
		return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), value->v);
	return value->v;
}

static struct rt of_word(struct lower *l, const struct type *type, mir_val word, mir_val null)
{
	struct rt r = {.type = type, .null = null, .v = word};

	if (type->kind == TYPE_BOOL)
		r.v = mir_binary(&l->b, MIR_OP_NE, word, mir_i64(&l->b, 0));
	return r;
}

/* What is under the key now, 0 where nothing is. */
static mir_val word_at(struct lower *l, mir_val ptr)
{
	mir_block none = ssa_block_new(l), done = ssa_block_new(l);
	mir_val word = mir_load(&l->b, MIR_T(I64), lower_nonnull(l, ptr, none), 0), zero, phi;

	mir_jump(&l->b, done);
	phi = mir_phi(l->f, done, MIR_T(I64), l->b.at);
	mir_phi_add(l->f, phi, word);
	ssa_start(l, none);
	zero = mir_i64(&l->b, 0);
	mir_jump(&l->b, done);
	mir_phi_add(l->f, phi, zero);
	ssa_start(l, done);
	return phi;
}

static struct rt new_value(struct lower *l, const struct ast *call, struct rt old)
{
	const struct ast *closure = ast_positional(call, ast_positional(call, 2) ? 2 : 1);
	struct rt value = rt_want(l, lower_closure(l, closure, &old, 1, &old), keyed_null_value);

	return rt_canonical(l, rt_settle(l, value));
}

/* Stores a first value; one that another cpu has stored meanwhile is looked at in the next round.
 */
static void store_first(struct lower *l, const struct keyed *k, struct rt value,
			const struct counted *loop)
{
	mir_block failed = ssa_block_new(l), full = ssa_block_new(l);
	mir_val zero, args[3], result;

	if (k->owner.id) { /* what is made is zero */
		zero = mir_i64(&l->b, 0);
		args[0] = keyed_make(l, k, full);
		args[1] = zero;
		args[2] = word_of(l, &value);
		result = mir_append(
			&l->b,
			(struct mir_inst){.op = MIR_OP_ATOMIC_SWAP, .args = args, .nargs = 3});
		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, zero), loop->leave,
			   loop->next);
		ssa_start(l, full);
		keyed_count_full(l, k->map);
		mir_jump(&l->b, loop->leave);
		return;
	}
	result = agg_update(l, k->map, k->slot, keyed_slot(l, k->map, value), BPF_NOEXIST);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), loop->leave,
		   failed);
	ssa_start(l, failed);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, -EEXIST)), loop->next,
		   full);
	ssa_start(l, full);
	keyed_count_full(l, k->map);
	mir_jump(&l->b, loop->leave);
}

static void update_word(struct lower *l, const struct ast *call, const struct keyed *k)
{
	bool may_miss = !map_kind_is_array(k->map->decl->kind);
	const struct type *type = type_nullable(&l->unit->types, k->map->value, may_miss);
	mir_block missing = ssa_block_new(l), beaten = ssa_block_new(l), done = ssa_block_new(l);
	struct counted loop = counted_begin(l, UPDATES);
	mir_val ptr = keyed_find(l, k), word = word_at(l, ptr), was;
	mir_val null = may_miss ? mir_unary(&l->b, MIR_OP_ISNULL, MIR_T(I1), ptr) : MIR_NO_VAL;
	struct rt value = new_value(l, call, of_word(l, type, word, null));
	mir_val args[3] = {lower_nonnull(l, ptr, missing), word, word_of(l, &value)};

	was = mir_append(&l->b,
			 (struct mir_inst){.op = MIR_OP_ATOMIC_SWAP, .args = args, .nargs = 3});
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, was, word), loop.leave, loop.next);
	ssa_start(l, missing);
	store_first(l, k, value, &loop);
	ssa_start_dead(l);
	counted_end(l, &loop);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, loop.i, mir_i64(&l->b, UPDATES)), beaten,
		   done);
	ssa_start(l, beaten);
	lower_count_site(l,
			 lower_site(l, MIR_SITE_LOST, "others have changed the value too often"));
	mir_jump(&l->b, done);
	ssa_start(l, done);
}

/* What only this cpu has. */
static void update_own(struct lower *l, const struct ast *call, const struct keyed *k)
{
	const struct type *type = type_nullable(&l->unit->types, k->map->value, true);
	mir_block none = ssa_block_new(l), full = ssa_block_new(l), done = ssa_block_new(l);
	struct join j = join_new(l, type, call);
	mir_val at = lower_nonnull(l, keyed_find(l, k), none), result;
	struct rt value;

	join_add(l, &j,
		 rt_convert(l, wire_load(l, &k->map->value_layout, k->map->value, at), type));
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	value = new_value(l, call, join_end(l, &j));
	agg_plain(l, call, NULL, value.type);
	result = agg_update(l, k->map, k->slot, keyed_slot(l, k->map, value), BPF_ANY);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), done, full);
	ssa_start(l, full);
	keyed_count_full(l, k->map);
	mir_jump(&l->b, done);
	ssa_start(l, done);
}

/* ---- values as a whole ---- */

/* Behind such a value stands a number that each change makes larger by two, and that is odd while
 * one goes on: who has read the value changes it only if the number is still the one it was before.
 * So no change is lost, and what a closure was given is what somebody stored. Atomics that give
 * what stood there before order all accesses around them (Documentation/bpf/standardization/
 * instruction-set.rst leaves it to linux/atomic.h: value-returning ones are fully ordered). */
static mir_val number_at(struct lower *l, const struct keyed *k, mir_val at)
{
	mir_val args[2] = {at, mir_i64(&l->b, 0)};

	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_ATOMIC_FETCH,
						   .args = args,
						   .nargs = 2,
						   .imm = k->map->value_bytes - 8});
}

/* From `was` to the next number: i1, whether that succeeded. */
static mir_val step_number(struct lower *l, const struct keyed *k, mir_val at, mir_val was)
{
	mir_val next = mir_binary(&l->b, MIR_OP_ADD, was, mir_i64(&l->b, 1));
	mir_val args[3] = {at, was, next};
	mir_val found = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_ATOMIC_SWAP,
							    .args = args,
							    .nargs = 3,
							    .imm = k->map->value_bytes - 8});

	return mir_binary(&l->b, MIR_OP_EQ, found, was);
}

static void copy_whole(struct lower *l, const struct keyed *k, mir_val to, mir_val from)
{
	mir_append(&l->b, (struct mir_inst){.op = MIR_OP_COPY,
					    .args = (mir_val[]){to, from},
					    .nargs = 2,
					    .imm = k->map->value_bytes - 8});
}

/* The value's number when nobody changes it; else the next round looks again. */
static mir_val wait_number(struct lower *l, const struct keyed *k, mir_val at,
			   const struct counted *loop)
{
	mir_block still = ssa_block_new(l);
	mir_val n = number_at(l, k, at);
	mir_val odd = mir_binary(&l->b, MIR_OP_AND, n, mir_i64(&l->b, 1));

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, odd, mir_i64(&l->b, 0)), still, loop->next);
	ssa_start(l, still);
	return n;
}

/* Changes the value at the address to the one in the slot, if its number is still that one. */
static void change_whole(struct lower *l, const struct keyed *k, mir_val at, mir_val number,
			 mir_val slot, const struct counted *loop)
{
	mir_block ours = ssa_block_new(l);

	mir_branch(&l->b, step_number(l, k, at, number), ours, loop->next);
	ssa_start(l, ours);
	copy_whole(l, k, at, slot);
	step_number(l, k, at, mir_binary(&l->b, MIR_OP_ADD, number, mir_i64(&l->b, 1)));
	mir_jump(&l->b, loop->leave);
}

/* Stores a first value, with a number that no other value of the map has had: the kernel gives the
 * place of one that is gone to the next one at once, and whoever still knows it must not take this
 * one for it. */
static void first_whole(struct lower *l, const struct keyed *k, mir_val slot, mir_block full,
			const struct counted *loop)
{
	mir_block failed = ssa_block_new(l);
	mir_val now, result, at;

	if (k->owner.id) {
		at = keyed_make(l, k, full);
		change_whole(l, k, at, wait_number(l, k, at, loop), slot, loop);
		return;
	}
	now = mir_helper(&l->b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0);
	mir_store(&l->b, slot, mir_binary(&l->b, MIR_OP_SHL, now, mir_i64(&l->b, 1)),
		  k->map->value_bytes - 8);
	result = agg_update(l, k->map, k->slot, slot, BPF_NOEXIST);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), loop->leave,
		   failed);
	ssa_start(l, failed);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, -EEXIST)), loop->next,
		   full);
}

/* Ends the rounds; who has been beaten in all of them is counted. */
static void end_rounds(struct lower *l, struct counted *loop)
{
	mir_block beaten = ssa_block_new(l), done = ssa_block_new(l);

	ssa_start_dead(l);
	counted_end(l, loop);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, loop->i, mir_i64(&l->b, UPDATES)), beaten,
		   done);
	ssa_start(l, beaten);
	lower_count_site(l,
			 lower_site(l, MIR_SITE_LOST, "others have changed the value too often"));
	mir_jump(&l->b, done);
	ssa_start(l, done);
}

void whole_put(struct lower *l, const struct keyed *k, mir_val value, mir_block full)
{
	struct counted loop = counted_begin(l, UPDATES);
	mir_block missing = ssa_block_new(l);
	mir_val at = lower_nonnull(l, keyed_find(l, k), missing);

	change_whole(l, k, at, wait_number(l, k, at, &loop), value, &loop);
	ssa_start(l, missing);
	first_whole(l, k, value, full, &loop);
	end_rounds(l, &loop);
}

/* The number stays odd: whoever still has the address changes nothing of what comes there. */
void whole_delete(struct lower *l, const struct keyed *k)
{
	struct counted loop = counted_begin(l, UPDATES);
	mir_block ours = ssa_block_new(l);
	mir_val at = lower_nonnull(l, keyed_find(l, k), loop.leave);

	mir_branch(&l->b, step_number(l, k, at, wait_number(l, k, at, &loop)), ours, loop.next);
	ssa_start(l, ours);
	keyed_delete(l, k);
	mir_jump(&l->b, loop.leave);
	end_rounds(l, &loop);
}

static void update_whole(struct lower *l, const struct ast *call, const struct keyed *k)
{
	bool may_miss = !map_kind_is_array(k->map->decl->kind);
	const struct type *type = type_nullable(&l->unit->types, k->map->value, may_miss);
	mir_block none = ssa_block_new(l), missing = ssa_block_new(l), full = ssa_block_new(l),
		  done = ssa_block_new(l);
	mir_val old = ssa_slot(l, k->map->value_bytes - 8), ptr, at, number, zero, phi, slot;
	struct counted loop = counted_begin(l, UPDATES);
	struct join j = join_new(l, type, call);
	struct rt value;

	ptr = keyed_find(l, k);
	at = lower_nonnull(l, ptr, none);
	number = wait_number(l, k, at, &loop);
	copy_whole(l, k, old, at);
	join_add(l, &j,
		 rt_convert(l, wire_load(l, &k->map->value_layout, k->map->value, old), type));
	phi = mir_phi(l->f, j.block, MIR_T(I64), l->b.at);
	mir_phi_add(l->f, phi, number);
	ssa_start(l, none);
	zero = mir_i64(&l->b, 0);
	join_add(l, &j, rt_nothing(l));
	mir_phi_add(l->f, phi, zero);
	value = new_value(l, call, join_end(l, &j));
	agg_plain(l, call, NULL, value.type);
	slot = keyed_slot(l, k->map, value);
	at = lower_nonnull(l, ptr, missing);
	change_whole(l, k, at, phi, slot, &loop);
	ssa_start(l, missing);
	first_whole(l, k, slot, full, &loop);
	end_rounds(l, &loop);
	mir_jump(&l->b, done);
	ssa_start(l, full);
	keyed_count_full(l, k->map);
	mir_jump(&l->b, done);
	ssa_start(l, done);
}

struct rt lower_cmd_map_update(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block outside = ssa_block_new(l), done = ssa_block_new(l);
	bool has_key = ast_positional(call, 2) != NULL;
	struct keyed k =
		keyed_of(l, call, has_key ? ast_positional(call, 1) : NULL, in, NULL, outside);

	if (type_is_number(k.map->value) || k.map->value->kind == TYPE_BOOL)
		update_word(l, call, &k);
	else if (k.map->decl->is_whole)
		update_whole(l, call, &k);
	else
		update_own(l, call, &k);
	mir_jump(&l->b, done);
	if (k.may_be_none) {
		ssa_start(l, outside);
		keyed_count_full(l, k.map);
		mir_jump(&l->b, done);
	}
	ssa_start(l, done);
	return rt_nothing(l);
}
