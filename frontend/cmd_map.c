/*
 * cmd_map.c - the commands on maps of the script's own.
 *
 * The key of an array is checked against how many elements it has, so that a number that no u32 is
 * means none of them. What is stored has no byte that says nothing: bytes between values are zero.
 */
#include "frontend/keyed.h"
#include "frontend/lower_text.h"

#include <linux/bpf.h>

const char keyed_null_value[] = "null where a value is needed";

struct rt lower_cmd_map_define(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)call;
	(void)in;
	return rt_nothing(l);
}

/* ---- keys ---- */

static enum map_kind kind_of(const struct lower *l, const struct ast *call)
{
	const struct value *name = ast_positional(call, 0)->value;

	for (uint32_t i = 0; i < l->unit->maps.n; i++)
		if (sv_eq(l->unit->maps.v[i]->name, name->s))
			return l->unit->maps.v[i]->kind;
	return MAPKINDS;
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

/* The bits that count of a prefix: as many as the record says, or all of the text that there is. */
static mir_val prefix_bits(struct lower *l, const struct rt *key, uint32_t cap, mir_val len)
{
	mir_val most = mir_i64(&l->b, cap), bits;

	if (key->type->kind == TYPE_RECORD) {
		bits = key->fields[0].v;
		lower_guard(l,
			    mir_binary(&l->b, MIR_OP_ULE, bits, mir_i64(&l->b, 8 * (int64_t)cap)),
			    "more bits than the number has");
		return bits;
	}
	len = lower_select(l, mir_binary(&l->b, MIR_OP_ULT, most, len), most, len);
	return mir_binary(&l->b, MIR_OP_SHL, len, mir_i64(&l->b, 3));
}

/* The key of a trie, which begins 4 bytes into the slot, so that its text is 8-aligned. */
static mir_val prefix_slot(struct lower *l, const struct agg *a, const struct rt *key)
{
	const struct rt *data = key->type->kind == TYPE_RECORD ? &key->fields[1] : key;
	uint32_t bytes = 8 + text_key_bytes(a->key);
	mir_val slot = ssa_slot(l, bytes), len;

	lower_zero(l, slot, bytes);
	len = text_store(l, &data->text, a->key->cap, slot, 8, TEXT_TO_ZEROED);
	if (!len.id)
		len = text_length(l, &data->text);
	len = prefix_bits(l, key, a->key->cap, len);
	mir_store(&l->b, slot, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), len), 4);
	return lower_offset(l, slot, 4);
}

struct keyed keyed_of(struct lower *l, const struct ast *call, const struct ast *arg,
		      const struct rt *in, const struct type *value, mir_block outside)
{
	const struct map_storage *storage = map_storage_find(kind_of(l, call));
	struct rt key = arg ? lower_expr(l, arg) : *in;
	struct keyed k = {.may_be_none = map_kind_is_array(kind_of(l, call))};

	if (storage) {
		k.map = agg_plain(l, call, NULL, value);
		k.owner = lower_owner(l, storage, &key, outside, &k.may_be_none);
		return k;
	}
	if (map_kind_is_array(kind_of(l, call))) {
		mir_val index = rt_want_number(l, key, null_number);

		k.map = agg_plain(l, call, NULL, value);
		k.slot = index_slot(l, k.map, index, outside);
		return k;
	}
	if (kind_of(l, call) == MAPKIND_LPM_TRIE) {
		k.map = agg_plain(l, call,
				  key.type->kind == TYPE_RECORD ? key.fields[1].type : key.type,
				  value);
		k.slot = prefix_slot(l, k.map, &key);
		return k;
	}
	key = rt_canonical(l, key);
	k.map = agg_plain(l, call, key.type, value);
	k.slot = agg_key(l, k.map, &key);
	return k;
}

static mir_val map_of(struct lower *l, const struct agg *a)
{
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_MAP,
						   .type = mir_ptr(MIR_SPACE_MAPREF, 0),
						   .ref = a->map});
}

/* The address of the value, nullable; with `make` one that belongs to something is made. */
static mir_val find(struct lower *l, const struct keyed *k, bool make)
{
	if (!k->owner.id)
		return agg_lookup(l, k->map, k->slot);
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_OWNED,
						   .type = {.kind = MIR_PTR,
							    .space = MIR_SPACE_MAP,
							    .nullable = true,
							    .size = k->map->value_bytes},
						   .args = (mir_val[]){k->owner},
						   .nargs = 1,
						   .imm = make,
						   .ref = k->map->map});
}

mir_val keyed_find(struct lower *l, const struct keyed *k)
{
	return find(l, k, false);
}

/* ---- values ---- */

mir_val keyed_slot(struct lower *l, const struct agg *a, struct rt value)
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
	struct keyed k = keyed_of(l, call, ast_positional(call, 1), in, NULL, none);
	const struct type *type = type_nullable(&l->unit->types, k.map->value, true);
	struct join j = join_new(l, type, call);
	mir_val at = lower_nonnull(l, keyed_find(l, &k), none);

	join_add(l, &j, rt_convert(l, wire_load(l, &k.map->value_layout, k.map->value, at), type));
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	return join_end(l, &j);
}

void keyed_count_full(struct lower *l, const struct agg *a)
{
	lower_count_site(
		l, lower_site(l, MIR_SITE_FULL,
			      map_kind_is_array(a->decl->kind)	? "the array has no such element"
			      : map_storage_find(a->decl->kind) ? "the kernel made no value"
								: "the map is full"));
}

/* The address of a value that belongs to something, which is made where there is none. The kernel
 * makes none while another cpu does: the second time that one is there. */
mir_val keyed_make(struct lower *l, const struct keyed *k, mir_block full)
{
	mir_block again = ssa_block_new(l), found = ssa_block_new(l);
	mir_val at = lower_nonnull(l, find(l, k, true), again), phi;

	mir_jump(&l->b, found);
	phi = mir_phi(l->f, found, mir_inst(l->f, at)->type, l->b.at);
	mir_phi_add(l->f, phi, at);
	ssa_start(l, again);
	mir_phi_add(l->f, phi, lower_nonnull(l, find(l, k, true), full));
	mir_jump(&l->b, found);
	ssa_start(l, found);
	return phi;
}

static void put_own(struct lower *l, const struct keyed *k, mir_val slot, mir_block full)
{
	mir_val at[2] = {keyed_make(l, k, full), slot};

	mir_append(&l->b,
		   (struct mir_inst){
			   .op = MIR_OP_COPY, .args = at, .nargs = 2, .imm = k->map->value_bytes});
}

struct rt lower_cmd_map_put(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block full = ssa_block_new(l), done = ssa_block_new(l);
	struct rt value = rt_canonical(l, rt_settle(l, rt_want(l, *in, keyed_null_value)));
	struct keyed k = keyed_of(l, call, ast_positional(call, 1), NULL, value.type, full);
	mir_val slot = keyed_slot(l, k.map, value), result;

	result = mir_i64(&l->b, 0);
	if (k.map->decl->is_whole)
		whole_put(l, &k, slot, full);
	else if (k.owner.id)
		put_own(l, &k, slot, full);
	else
		result = agg_update(l, k.map, k.slot, slot, BPF_ANY);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), done, full);
	ssa_start(l, full);
	keyed_count_full(l, k.map);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

void keyed_delete(struct lower *l, const struct keyed *k)
{
	mir_val args[2] = {MIR_NO_VAL, k->owner};

	if (k->owner.id) {
		args[0] = map_of(l, k->map);
		mir_helper(&l->b, map_storage_find(k->map->decl->kind)->remove, MIR_T(I64), args,
			   2);
	} else {
		mir_append(&l->b, (struct mir_inst){.op = MIR_OP_DELETE,
						    .args = (mir_val[]){k->slot},
						    .nargs = 1,
						    .ref = k->map->map});
	}
}

struct rt lower_cmd_map_delete(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block done = ssa_block_new(l);
	struct keyed k = keyed_of(l, call, ast_positional(call, 1), in, NULL, done);

	if (k.map->decl->is_whole)
		whole_delete(l, &k);
	else
		keyed_delete(l, &k);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

/* ---- queues, stacks and bloom filters ---- */

struct rt lower_cmd_map_push(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block full = ssa_block_new(l), done = ssa_block_new(l);
	struct rt value = rt_canonical(l, rt_settle(l, rt_want(l, *in, keyed_null_value)));
	struct agg *a = agg_plain(l, call, NULL, value.type);
	mir_val slot = keyed_slot(l, a, value);
	mir_val args[3] = {map_of(l, a), slot, mir_i64(&l->b, BPF_ANY)};
	mir_val result = mir_helper(&l->b, HELPER_map_push_elem, MIR_T(I64), args, 3);

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), done, full);
	ssa_start(l, full);
	keyed_count_full(l, a);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

static struct rt take(struct lower *l, const struct ast *call, enum helper helper)
{
	mir_block none = ssa_block_new(l), there = ssa_block_new(l);
	struct agg *a = agg_plain(l, call, NULL, NULL);
	const struct type *type = type_nullable(&l->unit->types, a->value, true);
	struct join j = join_new(l, type, call);
	mir_val slot = ssa_slot(l, a->value_bytes);
	mir_val args[2] = {map_of(l, a), slot}, result;

	lower_zero(l, slot, a->value_bytes);
	result = mir_helper(&l->b, helper, MIR_T(I64), args, 2);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), there, none);
	ssa_start(l, there);
	join_add(l, &j, rt_convert(l, wire_load(l, &a->value_layout, a->value, slot), type));
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	return join_end(l, &j);
}

struct rt lower_cmd_map_pop(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)in;
	return take(l, call, HELPER_map_pop_elem);
}

struct rt lower_cmd_map_peek(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)in;
	return take(l, call, HELPER_map_peek_elem);
}

/* The value may be among those that were pushed, or is none of them. */
static struct rt was_pushed(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *arg = ast_positional(call, 1);
	struct rt value = rt_want(l, arg ? lower_expr(l, arg) : *in, keyed_null_value);
	struct agg *a;
	mir_val args[2], result;

	value = rt_canonical(l, rt_settle(l, value));
	a = agg_plain(l, call, NULL, value.type);
	args[1] = keyed_slot(l, a, value);
	args[0] = map_of(l, a);
	result = mir_helper(&l->b, HELPER_map_peek_elem, MIR_T(I64), args, 2);
	return rt_bool(l, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)));
}

/* ---- map-contains ---- */

struct rt lower_cmd_map_contains(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block none, done;
	struct keyed k;
	mir_val there, phi;

	if (kind_of(l, call) == MAPKIND_BLOOM)
		return was_pushed(l, call, in);
	none = ssa_block_new(l);
	done = ssa_block_new(l);
	k = keyed_of(l, call, ast_positional(call, 1), in, NULL, none);
	there = mir_unary(&l->b, MIR_OP_ISNULL, MIR_T(I1), keyed_find(l, &k));
	there = lower_not(l, there);
	mir_jump(&l->b, done);
	phi = mir_phi(l->f, done, MIR_T(I1), l->b.at);
	mir_phi_add(l->f, phi, there);
	if (k.may_be_none) {
		ssa_start(l, none);
		there = lower_bool(l, false);
		mir_jump(&l->b, done);
		mir_phi_add(l->f, phi, there);
	}
	ssa_start(l, done);
	return rt_bool(l, phi);
}
