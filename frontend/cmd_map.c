/*
 * cmd_map.c - the commands on maps of the script's own.
 *
 * The key of an array is checked against how many elements it has, so that a number that no u32 is
 * means none of them. What is stored has no byte that says nothing: bytes between values are zero.
 */
#include "frontend/lowering.h"

#include <linux/bpf.h>

static const char null_value[] = "null where a value is needed";

struct rt lower_cmd_map_define(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)call;
	(void)in;
	return rt_nothing(l);
}

/* ---- keys ---- */

struct keyed {
	struct agg *map;
	mir_val slot; /* of the key */
};

static bool takes_index(const struct lower *l, const struct ast *call)
{
	const struct value *name = ast_positional(call, 0)->value;

	for (uint32_t i = 0; i < l->unit->maps.n; i++)
		if (sv_eq(l->unit->maps.v[i]->name, name->s))
			return map_kind_is_array(l->unit->maps.v[i]->kind);
	return false;
}

/* The index in a slot; where the array has no such element control goes to `outside`. */
static mir_val index_slot(struct lower *l, const struct agg *a, mir_val index, mir_block outside)
{
	mir_val slot = ssa_slot(l, 8), most = mir_i64(&l->b, l->m->maps.v[a->map].max_entries);
	mir_block inside = ssa_block_new(l);

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, index, most), inside, outside);
	ssa_start(l, inside);
	mir_store(&l->b, slot, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), index), 0);
	return slot;
}

/* The key of a call: the argument behind the name, else the input. `value` is what is put, of which
 * the map is to hold the type; NULL: nothing is. */
static struct keyed keyed(struct lower *l, const struct ast *call, const struct rt *in,
			  const struct type *value, mir_block outside)
{
	const struct ast *arg = ast_positional(call, 1);
	struct rt key = arg ? lower_expr(l, arg) : *in;
	struct keyed k;

	if (takes_index(l, call)) {
		mir_val index = rt_want_number(l, key, null_number);

		k.map = agg_plain(l, call, NULL, value);
		k.slot = index_slot(l, k.map, index, outside);
		return k;
	}
	key = rt_canonical(l, key);
	k.map = agg_plain(l, call, key.type, value);
	k.slot = agg_key(l, k.map, &key);
	return k;
}

/* ---- values ---- */

static mir_val value_slot(struct lower *l, const struct agg *a, struct rt value)
{
	mir_val slot = ssa_slot(l, a->value_bytes);

	value = rt_convert(l, value, a->value);
	lower_zero(l, slot, a->value_bytes);
	wire_store(l, &a->value_layout, &value, slot, TEXT_TO_ZEROED);
	return slot;
}

struct rt lower_cmd_map_get(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block none = ssa_block_new(l);
	struct keyed k = keyed(l, call, in, NULL, none);
	const struct type *type = type_nullable(&l->unit->types, k.map->value, true);
	struct join j = join_new(l, type, call);
	mir_val at = lower_nonnull(l, agg_lookup(l, k.map, k.slot), none);

	join_add(l, &j, rt_convert(l, wire_load(l, &k.map->value_layout, k.map->value, at), type));
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	return join_end(l, &j);
}

struct rt lower_cmd_map_put(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block full = ssa_block_new(l), done = ssa_block_new(l);
	struct rt value = rt_canonical(l, rt_settle(l, rt_want(l, *in, null_value)));
	struct keyed k = keyed(l, call, NULL, value.type, full);
	mir_val result = agg_update(l, k.map, k.slot, value_slot(l, k.map, value), BPF_ANY);

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), done, full);
	ssa_start(l, full);
	lower_count_site(
		l, lower_site(l, MIR_SITE_FULL,
			      k.map->key ? "the map is full" : "the array has no such element"));
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

struct rt lower_cmd_map_delete(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct keyed k = keyed(l, call, in, NULL, MIR_NO_BLOCK);

	mir_append(&l->b,
		   (struct mir_inst){
			   .op = MIR_OP_DELETE, .args = &k.slot, .nargs = 1, .ref = k.map->map});
	return rt_nothing(l);
}

struct rt lower_cmd_map_contains(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block none = ssa_block_new(l), done = ssa_block_new(l);
	struct keyed k = keyed(l, call, in, NULL, none);
	mir_val there = mir_unary(&l->b, MIR_OP_ISNULL, MIR_T(I1), agg_lookup(l, k.map, k.slot));
	mir_val phi;

	there = lower_not(l, there);
	mir_jump(&l->b, done);
	phi = mir_phi(l->f, done, MIR_T(I1), l->b.at);
	mir_phi_add(l->f, phi, there);
	if (!k.map->key) {
		ssa_start(l, none);
		there = lower_bool(l, false);
		mir_jump(&l->b, done);
		mir_phi_add(l->f, phi, there);
	}
	ssa_start(l, done);
	return rt_bool(l, phi);
}
