/*
 * lower_map.c - the maps behind aggregates and timers.
 *
 * Uses of one name agree on one key: the type that holds the keys of all of them. When a later use
 * widens it, the unit is lowered once more.
 */
#include "frontend/lower_map.h"
#include "frontend/lower_text.h"

#include <linux/bpf.h>

enum { MAX_ENTRIES = 10240 };

/* ---- which map ---- */

static void conflict(struct lower *l, const struct ast *call, const struct agg *a, const char *here,
		     const char *there)
{
	struct diag *d = diag_report(l->unit->sink, DIAG_map_uses, call->at, map_uses[a->use].name,
				     sv_dup(l->arena, a->name), here, there);

	d->also = a->at;
	d->also_text = "first used here";
}

static const char *key_name(struct lower *l, const struct type *key)
{
	return key ? arena_printf(l->arena, "keyed by %s", type_name(l->arena, key)) : "not keyed";
}

static void agree_on_key(struct lower *l, const struct ast *call, struct agg *a,
			 const struct type *key)
{
	const struct type *joined;

	if (a->key == key)
		return;
	joined = a->key && key ? type_join(&l->unit->types, a->key, key) : NULL;
	if (!joined) {
		conflict(l, call, a, key_name(l, key), key_name(l, a->key));
		return;
	}
	if (joined != a->key && a->made)
		l->again = true;
	a->key = joined;
}

struct rt agg_by(struct lower *l, const struct ast *by)
{
	return rt_canonical(l, lower_expr(l, by));
}

void agg_agree_on_value(struct lower *l, const struct ast *call, struct agg *a,
			const struct type *value)
{
	/* All words without a sign are one sort, and numbers with names are numbers. */
	value = type_of(&l->unit->types, type_is_unsigned(value) ? TYPE_U64 : value->kind);
	if (a->value && a->value != value)
		conflict(l, call, a, arena_printf(l->arena, "of %s", type_name(l->arena, value)),
			 arena_printf(l->arena, "of %s", type_name(l->arena, a->value)));
	a->value = value;
}

static struct sv name_of(struct lower *l, const struct ast *call, struct sv otherwise)
{
	const struct ast *name = ast_positional(call, 0);

	if (name && name->value)
		return name->value->s;
	return otherwise.n ? otherwise : sv_cstr(lower_caller(l)->label);
}

/* The map of that use and name, a new one where there is none yet. */
static struct agg *need(struct lower *l, const struct ast *call, enum map_use use, struct sv name)
{
	struct agg *a;

	for (uint32_t i = 0; i < l->aggs.n; i++)
		if (l->aggs.v[i].use == use && sv_eq(l->aggs.v[i].name, name))
			return &l->aggs.v[i];
	a = vec_add(l->arena, &l->aggs);
	*a = (struct agg){
		.use = use, .name = name, .at = call->at, .program = l->index, .unit = WIRE_KINDS};
	return a;
}

struct agg *agg_find(struct lower *l, const struct ast *call, enum map_use use, struct sv name,
		     const struct type *key)
{
	const struct ast *max = ast_flag(call, "max-entries");
	uint32_t known = l->aggs.n;
	struct agg *a = need(l, call, use, name_of(l, call, name));

	if (l->aggs.n > known)
		a->key = key;
	agree_on_key(l, call, a, key);
	if (max && max->value && (uint64_t)max->value->i > a->max_entries)
		a->max_entries = (uint32_t)max->value->i;
	return a;
}

/* ---- the map itself ---- */

static bool is_array(const struct agg *a)
{
	return a->decl && map_kind_is_array(a->decl->kind);
}

static void layout_value(struct lower *l, struct agg *a)
{
	struct wire_plan plan = {0};

	a->value_layout = WIRE_FIELD_NONE;
	a->value_bytes = map_use_bytes(a->use);
	if (!a->decl)
		return;
	wire_describe(l, &plan, &a->value_layout, SV(""), a->value, NULL);
	a->value_bytes = (wire_place(&plan, 0) + 7) & ~7u;
	if (a->decl->is_whole) /* the number of its changes stands behind it */
		a->value_bytes += 8;
}

static bool is_trie(const struct agg *a)
{
	return a->decl && a->decl->kind == MAPKIND_LPM_TRIE;
}

static bool is_storage(const struct agg *a)
{
	return a->decl && map_storage_find(a->decl->kind);
}

/* struct bpf_lpm_trie_key of linux/bpf.h: a u32 of how many bits count, then the bytes. */
static void layout_prefix(struct lower *l, struct agg *a)
{
	struct wire_field *f = arena_array(l->arena, struct wire_field, 3);

	if (a->key->cap > MAP_PREFIX_MAX)
		diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at,
			    arena_printf(l->arena, "a key of %u bytes", a->key->cap),
			    "the kernel compares prefixes of 256 bytes");
	f[0] = f[1] = f[2] = WIRE_FIELD_NONE;
	f[0].name = "bits";
	f[0].kind = WIRE_UINT;
	f[0].size = 4;
	f[1].name = "of";
	f[1].kind = a->key->kind == TYPE_STRING ? WIRE_STRING : WIRE_LIST;
	f[1].offset = 4;
	f[1].size = a->key->cap ? a->key->cap : 1;
	if (f[1].kind == WIRE_LIST) {
		f[1].places = f[1].size;
		f[1].fields = &f[2];
		f[1].nfields = 1;
		f[2].kind = WIRE_UINT;
		f[2].size = 1;
	}
	a->layout = WIRE_FIELD_NONE;
	a->layout.kind = WIRE_RECORD;
	a->layout.fields = f;
	a->layout.nfields = 2;
	a->key_bytes = 4 + f[1].size;
}

/* What user space finds an owner by; programs have its address. */
static void layout_owner(struct agg *a)
{
	switch (map_storage_find(a->decl->kind)->listing) {
	case STORAGE_THREADS:
		a->layout.kind = WIRE_UINT;
		a->layout.size = 4;
		break;
	case STORAGE_CGROUPS:
		a->layout.kind = WIRE_STRING;
		a->layout.len_at = 0;
		a->layout.offset = 4;
		a->layout.size = STORAGE_PATH_MAX;
		break;
	case STORAGE_UNLISTED:
		break;
	}
}

static void layout_key(struct lower *l, struct agg *a)
{
	struct wire_plan plan = {0};

	a->layout = WIRE_FIELD_NONE;
	if (a->key)
		wire_describe(l, &plan, &a->layout, SV(""), a->key, NULL);
	a->bucket_at = (wire_place(&plan, 0) + 3) & ~3u;
	a->key_bytes = a->bucket_at + (a->use == MAP_HIST ? 4 : 0);
	if (is_trie(a))
		layout_prefix(l, a);
	if (is_array(a)) {
		a->layout.kind = WIRE_UINT;
		a->layout.size = 4;
	}
	/* The index of an array, the thread of a timer; the kernel has no key without bytes, as a
	 * list is that turns out to be always empty. */
	if (!a->key || !a->key_bytes)
		a->key_bytes = 4;
	if (a->decl && !is_array(a) && !a->key) /* a queue has none; an address is none */
		a->key_bytes = is_storage(a) ? 4 : 0;
	if (is_storage(a))
		layout_owner(a);
}

static uint32_t kind_of(const struct agg *a)
{
	if (a->decl)
		return map_kinds[a->decl->kind].type;
	if (a->use == MAP_TIMER)
		return BPF_MAP_TYPE_HASH;
	return a->key ? BPF_MAP_TYPE_PERCPU_HASH : BPF_MAP_TYPE_PERCPU_ARRAY;
}

void agg_make(struct lower *l, struct agg *a)
{
	struct mir_map map = {0};
	uint32_t entries = a->max_entries ? a->max_entries : MAX_ENTRIES;

	if (a->made) {
		if (a->key || a->use == MAP_TIMER || a->decl)
			l->m->maps.v[a->map].max_entries = entries;
		return;
	}
	layout_key(l, a);
	layout_value(l, a);
	map.name = lower_symbol(l, map_uses[a->use].name, a->name);
	map.key_size = a->key_bytes;
	map.value_size = a->value_bytes;
	map.kind = kind_of(a);
	/* They take no other. */
	map.flags = is_trie(a) || is_storage(a) ? BPF_F_NO_PREALLOC : 0;
	if (map.kind == BPF_MAP_TYPE_PERCPU_ARRAY && !a->decl)
		entries = a->use == MAP_HIST ? a->buckets : 1;
	map.max_entries = entries;
	a->map = mir_map_new(l->m, map);
	a->made = true;
}

static const struct unit_map *declared(const struct lower *l, struct sv name)
{
	for (uint32_t i = 0; i < l->unit->maps.n; i++)
		if (sv_eq(l->unit->maps.v[i]->name, name))
			return l->unit->maps.v[i];
	NB_BUG("a map without a name");
}

/* A type that holds what is there and more: the next round of lowering has it everywhere. Texts
 * that are made of what is read again would grow for ever. */
static void widen(struct lower *l, const struct agg *a, const struct type **have,
		  const struct type *more)
{
	const struct type *all = type_join(&l->unit->types, *have, more);
	struct diag *d;

	NB_ASSERT(all);
	if (all == *have)
		return;
	*have = all;
	l->again |= a->made;
	if (!a->made || l->round < ROUNDS)
		return;
	d = diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at,
			arena_printf(l->arena, "map '" SV_FMT "'", SV_ARG(a->name)),
			"what is put into it gets longer each time");
	diag_help(l->unit->sink, d, "cut it: `… | str substring 0..63`, `… | first 8`");
}

/* The kernel allows programs that may sleep some kinds of maps. */
static void refuse_waiting(struct lower *l, const struct unit_map *m)
{
	enum map_kind known = m->kind < MAPKINDS ? m->kind : m->otherwise;
	const struct map_kind_info *kind = known < MAPKINDS ? &map_kinds[known] : NULL;
	struct diag *d;

	if (!kind || strchr(kind->commands, 's') || !probe_may_sleep(lower_caller(l)->target.probe))
		return;
	d = diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at,
			arena_printf(l->arena, "a map of kind %s", kind->name),
			"the kernel does not let programs that may sleep have one");
	diag_help(l->unit->sink, d, "take the target without `.s`, or a map of kind hash");
}

struct agg *agg_plain(struct lower *l, const struct ast *call, const struct type *key,
		      const struct type *value)
{
	uint32_t known = l->aggs.n;
	struct agg *a = need(l, call, MAP_PLAIN, name_of(l, call, (struct sv){0}));

	if (l->aggs.n > known) {
		a->decl = declared(l, a->name);
		a->key = map_kind_is_array(a->decl->kind) ? NULL : a->decl->key;
		a->value = a->decl->value ? a->decl->value : type_of(&l->unit->types, TYPE_INT);
		a->max_entries = a->decl->max_entries;
	}
	refuse_waiting(l, declared(l, a->name));
	if (key && a->key)
		widen(l, a, &a->key, key);
	if (value)
		widen(l, a, &a->value, type_nullable(&l->unit->types, value, false));
	agg_make(l, a);
	return a;
}

/* Storing the key leaves no byte of the slot unset. */
static bool covers(const struct lower *l, const struct agg *a, const struct rt *key)
{
	if (!a->key || !key) /* an index or a thread id, stored by the caller */
		return a->use == MAP_HIST || a->use == MAP_TIMER;
	if (a->key->nullable)
		return false;
	return type_is_word(a->key) || (a->key->kind == TYPE_STRING && a->key->padded &&
					key->text.form == TEXT_COMM && text_comm_padded(l));
}

mir_val agg_key(struct lower *l, const struct agg *a, const struct rt *key)
{
	bool is_covered = covers(l, a, key);
	uint32_t bytes = is_covered && a->key_bytes == 4 ? a->key_bytes : (a->key_bytes + 7) & ~7u;
	mir_val slot = ssa_slot(l, bytes);
	struct rt as_agreed;

	if (!is_covered)
		lower_zero(l, slot, bytes);
	if (a->key && key) {
		as_agreed = rt_convert(l, *key, a->key);
		wire_store(l, &a->layout, &as_agreed, slot, TEXT_TO_ZEROED);
	}
	return slot;
}

/* ---- access ---- */

mir_val agg_lookup(struct lower *l, const struct agg *a, mir_val key)
{
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_LOOKUP,
						   .type = {.kind = MIR_PTR,
							    .space = MIR_SPACE_MAP,
							    .nullable = true,
							    .size = a->value_bytes},
						   .args = &key,
						   .nargs = 1,
						   .ref = a->map});
}

mir_val agg_update(struct lower *l, const struct agg *a, mir_val key, mir_val value, int64_t flags)
{
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_UPDATE,
						   .args = (mir_val[]){key, value},
						   .nargs = 2,
						   .ref = a->map,
						   .imm = flags});
}

mir_val lower_nonnull(struct lower *l, mir_val ptr, mir_block null)
{
	struct mir_type t = mir_inst(l->f, ptr)->type;
	mir_block there = ssa_block_new(l);

	mir_branch(&l->b, mir_unary(&l->b, MIR_OP_ISNULL, MIR_T(I1), ptr), null, there);
	ssa_start(l, there);
	t.nullable = false;
	return mir_unary(&l->b, MIR_OP_NONNULL, t, ptr);
}

void lower_atomic_add(struct lower *l, mir_val ptr, mir_val v, int64_t offset)
{
	mir_append(&l->b, (struct mir_inst){.op = MIR_OP_ATOMIC_ADD,
					    .args = (mir_val[]){ptr, v},
					    .nargs = 2,
					    .imm = offset});
}

/* Makes an element of zeros, unless another cpu was faster. */
static void insert(struct lower *l, const struct agg *a, mir_val key)
{
	mir_val zeros = ssa_slot(l, a->value_bytes);

	lower_zero(l, zeros, a->value_bytes);
	agg_update(l, a, key, zeros, BPF_NOEXIST);
}

mir_val agg_value(struct lower *l, const struct agg *a, mir_val key, mir_block full)
{
	mir_block missing = a->key ? ssa_block_new(l) : full, found, none;
	mir_val at = lower_nonnull(l, agg_lookup(l, a, key), missing), phi;

	if (!a->key)
		return at;
	found = ssa_block_new(l);
	none = ssa_block_new(l);
	mir_jump(&l->b, found);
	phi = mir_phi(l->f, found, mir_inst(l->f, at)->type, l->b.at);
	mir_phi_add(l->f, phi, at);
	ssa_start(l, missing);
	insert(l, a, key);
	mir_phi_add(l->f, phi, lower_nonnull(l, agg_lookup(l, a, key), none));
	mir_jump(&l->b, found);
	ssa_start(l, none);
	lower_count_site(l, lower_site(l, MIR_SITE_FULL, "the map is full"));
	mir_jump(&l->b, full);
	ssa_start(l, found);
	return phi;
}

void agg_bump(struct lower *l, const struct agg *a, mir_val key)
{
	mir_block done = ssa_block_new(l);

	lower_atomic_add(l, agg_value(l, a, key, done), mir_i64(&l->b, 1), 0);
	mir_jump(&l->b, done);
	ssa_start(l, done);
}
