/*
 * pass_gvn.c - gives equal computations one value.
 *
 * Needs the dominator tree. Leaves no two computations of one pure or invariant value (of equal
 * operands) where one dominates the other; the dominated one is gone. Loads of constants and of the
 * context count, the latter only in functions that never write the context.
 *
 * Loads from stack slots count too, and a store makes the value of later loads known: every 8 bytes
 * of a slot have a version, part of what makes two loads equal, that each write changes. A block
 * with one predecessor begins with the versions at its end, any other with new ones. Aligned stack
 * accesses never cross 8 bytes. Addresses from phis and selects may be any slot.
 *
 * The table is one hash with a stack of what was added, undone when the walk leaves a block, so at
 * most one equal value is ever visible and the result does not depend on hashes.
 */
#include "midend/pass_run.h"

struct key {
	uint8_t op;
	struct mir_type type;
	uint32_t ref, version, nargs;
	int64_t imm;
	mir_val args[5]; /* as many as a helper takes */
};

struct entry {
	struct key key;
	mir_val v;
	uint32_t bucket, next; /* index + 1 of the older entry */
};

/* An old version to restore. */
struct undo {
	uint32_t word, version;
};

struct scope {
	uint32_t entries, undos, floor;
};

struct gvn {
	struct pass_run *run;
	struct mir_func *f;
	struct mir_forward forward;
	VEC(struct entry) entries;
	uint32_t *buckets, nbuckets;
	bool ctx_written;
	/* versions of stack memory */
	uint32_t *word_of; /* by slot value: its first 8 bytes among all; slots follow each other */
	uint32_t *version, nwords, clock, floor; /* a version is at least the floor */
	VEC(struct undo) undos;
	bool changed;
};

/* ---- the table ---- */

static uint32_t hash_key(const struct key *k)
{
	uint64_t h = k->op * 31u + k->type.kind;

	h = (h ^ (uint64_t)k->imm) * 0x9e3779b97f4a7c15u;
	h = (h ^ k->ref ^ (uint64_t)k->version << 32) * 0x9e3779b97f4a7c15u;
	for (uint32_t n = 0; n < k->nargs; n++)
		h = (h ^ k->args[n].id) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

static bool key_eq(const struct key *a, const struct key *b)
{
	if (a->op != b->op || !mir_type_eq(a->type, b->type) || a->ref != b->ref ||
	    a->version != b->version || a->nargs != b->nargs || a->imm != b->imm)
		return false;
	for (uint32_t n = 0; n < a->nargs; n++)
		if (a->args[n].id != b->args[n].id)
			return false;
	return true;
}

static mir_val find(const struct gvn *g, const struct key *k)
{
	uint32_t e = g->buckets[hash_key(k) & (g->nbuckets - 1)];

	for (; e; e = g->entries.v[e - 1].next)
		if (key_eq(&g->entries.v[e - 1].key, k))
			return g->entries.v[e - 1].v;
	return MIR_NO_VAL;
}

static void add(struct gvn *g, const struct key *k, mir_val v)
{
	uint32_t bucket = hash_key(k) & (g->nbuckets - 1);
	struct entry e = {*k, v, bucket, g->buckets[bucket]};

	vec_push(g->run->scratch, &g->entries, e);
	g->buckets[bucket] = g->entries.n;
}

static struct scope enter(const struct gvn *g)
{
	return (struct scope){g->entries.n, g->undos.n, g->floor};
}

static void leave(struct gvn *g, struct scope s)
{
	while (g->entries.n > s.entries) {
		const struct entry *e = &g->entries.v[--g->entries.n];

		g->buckets[e->bucket] = e->next;
	}
	while (g->undos.n > s.undos) {
		struct undo u = g->undos.v[--g->undos.n];

		g->version[u.word] = u.version;
	}
	g->floor = s.floor;
}

/* ---- versions of stack memory ---- */

static void number_words(struct gvn *g)
{
	g->word_of = arena_array(g->run->scratch, uint32_t, g->f->insts.n);
	for (uint32_t v = 1; v < g->f->insts.n; v++) {
		const struct mir_inst *i = &g->f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_SLOT)
			continue;
		g->word_of[v] = g->nwords;
		g->nwords += (uint32_t)((i->imm + 7) / 8);
	}
	g->version = arena_array(g->run->scratch, uint32_t, g->nwords);
}

/* The slot an address is in, and the bytes from its start; none when it may be any. *exact: the
 * offset is known. */
static mir_val slot_of(const struct gvn *g, mir_val p, int64_t *offset, bool *exact)
{
	*exact = true;
	for (;;) {
		const struct mir_inst *i = mir_inst(g->f, p);

		if (i->op == MIR_OP_SLOT)
			return p;
		if (i->op == MIR_OP_OFFSET)
			*offset += i->imm;
		else if (i->op == MIR_OP_INDEX)
			*exact = false;
		else
			return MIR_NO_VAL;
		p = i->args[0];
	}
}

static void touch_words(struct gvn *g, uint32_t first, uint32_t last)
{
	g->clock++;
	for (uint32_t w = first; w <= last; w++) {
		vec_push(g->run->scratch, &g->undos, ((struct undo){w, g->version[w]}));
		g->version[w] = g->clock;
	}
}

/* `bytes` at p + offset changed (0: anything from p's object). */
static void touch(struct gvn *g, mir_val p, int64_t offset, uint64_t bytes)
{
	const struct mir_inst *i = mir_inst(g->f, p);
	bool exact;
	mir_val slot;

	if (i->type.kind != MIR_PTR || i->type.space != MIR_SPACE_STACK)
		return;
	slot = slot_of(g, p, &offset, &exact);
	if (!slot.id)
		g->floor = ++g->clock;
	else if (exact && bytes)
		touch_words(g, g->word_of[slot.id] + (uint32_t)(offset / 8),
			    g->word_of[slot.id] + (uint32_t)((offset + (int64_t)bytes - 1) / 8));
	else
		touch_words(g, g->word_of[slot.id],
			    g->word_of[slot.id] + (uint32_t)((mir_inst(g->f, slot)->imm - 1) / 8));
}

/* The key of a load of type t at p + offset; false when it is not from a known place. */
static bool stack_key(const struct gvn *g, mir_val p, int64_t offset, struct mir_type t,
		      struct key *k)
{
	bool exact;
	mir_val slot = slot_of(g, p, &offset, &exact);
	uint32_t version;

	if (!slot.id || !exact)
		return false;
	version = g->version[g->word_of[slot.id] + (uint32_t)(offset / 8)];
	*k = (struct key){.op = MIR_OP_LOAD,
			  .type = t,
			  .imm = offset,
			  .version = version > g->floor ? version : g->floor,
			  .nargs = 1,
			  .args = {slot}};
	return true;
}

static void note_writes(struct gvn *g, const struct mir_inst *i)
{
	struct key k;

	if (i->op == MIR_OP_STORE || i->op == MIR_OP_ATOMIC_ADD || i->op == MIR_OP_ATOMIC_FETCH ||
	    i->op == MIR_OP_ATOMIC_SWAP) {
		struct mir_type t = mir_inst(g->f, i->args[1])->type;

		touch(g, i->args[0], i->imm, mir_type_bits(t) / 8);
		if (i->op == MIR_OP_STORE && stack_key(g, i->args[0], i->imm, t, &k))
			add(g, &k, i->args[1]);
	} else if (i->op == MIR_OP_ZERO || i->op == MIR_OP_COPY) {
		touch(g, i->args[0], 0, (uint64_t)i->imm);
	} else if (mir_flags(g->f, i) & MIR_WRITES) {
		for (uint32_t n = 0; n < i->nargs; n++)
			touch(g, i->args[n], 0, 0);
	}
}

/* ---- instructions ---- */

/* What makes the instruction equal to others; false when it stands for itself. */
static bool make_key(const struct gvn *g, const struct mir_inst *i, struct key *k)
{
	uint32_t flags = mir_flags(g->f, i);

	if (i->op == MIR_OP_LOAD) {
		uint8_t space = mir_inst(g->f, i->args[0])->type.space;

		if (space == MIR_SPACE_STACK)
			return stack_key(g, i->args[0], i->imm, i->type, k);
		if (space == MIR_SPACE_CTX && g->ctx_written)
			return false;
	}
	if (!(flags & (MIR_PURE | MIR_INVARIANT)) || i->type.kind == MIR_NONE ||
	    i->nargs > ARRAY_SIZE(k->args))
		return false;
	*k = (struct key){
		.op = i->op, .type = i->type, .ref = i->ref, .imm = i->imm, .nargs = i->nargs};
	for (uint32_t n = 0; n < i->nargs; n++)
		k->args[n] = i->args[n];
	if ((flags & MIR_COMMUTES) && k->args[0].id > k->args[1].id) {
		k->args[0] = i->args[1];
		k->args[1] = i->args[0];
	}
	return true;
}

static void number(struct gvn *g, mir_val v)
{
	struct mir_inst *i = mir_inst(g->f, v);
	struct key k;
	mir_val same;

	for (uint32_t n = 0; n < i->nargs; n++)
		i->args[n] = mir_forward_get(&g->forward, i->args[n]);
	note_writes(g, i);
	if (!make_key(g, i, &k))
		return;
	same = find(g, &k);
	if (!same.id) {
		add(g, &k, v);
		return;
	}
	mir_forward_set(&g->forward, v, same);
	mir_kill(g->f, v);
	g->changed = true;
}

static void number_block(struct gvn *g, mir_block b)
{
	const struct mir_bb *bb = mir_bb(g->f, b);

	if (bb->npreds != 1)
		g->floor = ++g->clock;
	for (uint32_t k = 0; k < bb->n; k++)
		number(g, (mir_val){bb->insts[k]});
}

bool pass_gvn(struct pass_run *run, struct mir_func *f)
{
	struct gvn g = {
		.run = run,
		.f = f,
		.forward = mir_forward_new(run->scratch, f),
		.nbuckets = 64,
		.ctx_written = mir_writes_ctx(f),
	};
	struct scope *scopes = arena_array(run->scratch, struct scope, f->blocks.n);
	mir_block b = {1};

	while (g.nbuckets < f->insts.n)
		g.nbuckets *= 2;
	g.buckets = arena_array(run->scratch, uint32_t, g.nbuckets);
	number_words(&g);
	while (b.id) {
		mir_block next = run->dom.child[b.id];

		scopes[b.id] = enter(&g);
		number_block(&g, b);
		while (!next.id && b.id) {
			leave(&g, scopes[b.id]);
			next = run->dom.sibling[b.id];
			b = run->dom.idom[b.id];
		}
		b = next;
	}
	if (!g.changed)
		return false;
	mir_forward_apply(f, &g.forward);
	mir_sweep(f);
	return true;
}
