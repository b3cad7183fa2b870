/*
 * lower_ssa.c - blocks, mutable variables and joins of the function being lowered.
 *
 * Variables are put into SSA form on the fly: M. Braun and others, "Simple and Efficient
 * Construction of Static Single Assignment Form", CC 2013. A block is sealed once all its
 * predecessors are known; a read in an open block leaves a phi that sealing completes. Phis that
 * merge nothing go at the end, when no value of the lowering refers to them any more.
 */
#include "frontend/lower_text.h"
#include "midend/edit.h"

static struct ssa_block *info(struct lower *l, mir_block b)
{
	while (l->blocks.n <= b.id)
		(void)vec_add(l->arena, &l->blocks);
	return &l->blocks.v[b.id];
}

void ssa_begin(struct lower *l)
{
	l->blocks.n = 0;
	l->vars.n = 0;
	l->loops.n = 0;
	l->b.block = (mir_block){1};
	info(l, l->b.block)->sealed = true;
}

mir_block ssa_block_new(struct lower *l)
{
	mir_block b = mir_block_new(l->f);

	info(l, b);
	return b;
}

void ssa_start(struct lower *l, mir_block b)
{
	l->b.block = b;
	ssa_seal(l, b);
}

void ssa_start_open(struct lower *l, mir_block b)
{
	l->b.block = b;
}

bool ssa_is_sealed(const struct lower *l, mir_block b)
{
	return l->blocks.v[b.id].sealed;
}

bool ssa_unreachable(const struct lower *l)
{
	mir_block b = l->b.block;

	return b.id != 1 && l->blocks.v[b.id].sealed && mir_bb(l->f, b)->npreds == 0;
}

void ssa_start_dead(struct lower *l)
{
	ssa_start(l, ssa_block_new(l));
}

mir_val ssa_slot(struct lower *l, uint32_t bytes)
{
	const mir_block entry = {1};
	const struct mir_bb *bb = mir_bb(l->f, entry);
	mir_val v = mir_new(l->f, (struct mir_inst){.op = MIR_OP_SLOT,
						    .type = mir_ptr(MIR_SPACE_STACK, bytes),
						    .imm = bytes,
						    .at = l->b.at});
	uint32_t index = 0;

	while (index < bb->n && l->f->insts.v[bb->insts[index]].op == MIR_OP_SLOT)
		index++;
	mir_place(l->f, entry, index, v);
	return v;
}

/* ---- SSA variables ---- */

static void define(struct lower *l, uint32_t var, mir_block b, mir_val v)
{
	struct ssa_block *s = info(l, b);

	if (var >= s->ndefs) {
		mir_val *grown = arena_array(l->arena, mir_val, l->vars.n);

		if (s->ndefs)
			memcpy(grown, s->defs, s->ndefs * sizeof(*grown));
		s->defs = grown;
		s->ndefs = l->vars.n;
	}
	s->defs[var] = v;
}

static mir_val defined(struct lower *l, uint32_t var, mir_block b)
{
	struct ssa_block *s = info(l, b);

	return var < s->ndefs ? s->defs[var] : MIR_NO_VAL;
}

/* A variable read where it has no value: only unreachable code does that. */
static mir_val undefined(struct lower *l, uint32_t var, mir_block b)
{
	mir_val v = mir_new(l->f, (struct mir_inst){.op = MIR_OP_CONST, .type = l->vars.v[var]});

	mir_place(l->f, b, 0, v);
	return v;
}

static mir_val read_at(struct lower *l, uint32_t var, mir_block b);

static void complete(struct lower *l, uint32_t var, mir_block b, mir_val phi)
{
	for (uint32_t i = 0; i < mir_bb(l->f, b)->npreds; i++)
		mir_phi_add(l->f, phi, read_at(l, var, mir_bb(l->f, b)->preds[i]));
}

static mir_val read_at(struct lower *l, uint32_t var, mir_block b)
{
	mir_block at = b;
	mir_val v = defined(l, var, at);

	/* Chains of single predecessors are as long as the program: not by recursion. */
	while (!v.id && info(l, at)->sealed && mir_bb(l->f, at)->npreds == 1) {
		at = mir_bb(l->f, at)->preds[0];
		v = defined(l, var, at);
	}
	if (!v.id && info(l, at)->sealed && mir_bb(l->f, at)->npreds == 0) {
		v = undefined(l, var, at);
		define(l, var, at, v);
	} else if (!v.id) {
		v = mir_phi(l->f, at, l->vars.v[var], l->b.at);
		define(l, var, at, v);
		if (info(l, at)->sealed)
			complete(l, var, at, v);
		else
			vec_push(l->arena, &info(l, at)->pending,
				 ((struct ssa_pending){.var = var, .phi = v}));
	}
	if (at.id != b.id)
		define(l, var, b, v);
	return v;
}

void ssa_seal(struct lower *l, mir_block b)
{
	if (info(l, b)->sealed)
		return;
	info(l, b)->sealed = true;
	for (uint32_t i = 0; i < info(l, b)->pending.n; i++) {
		struct ssa_pending p = info(l, b)->pending.v[i];

		complete(l, p.var, b, p.phi);
	}
}

/* ---- variables of the language ---- */

static mir_val *make_slots(struct lower *l, const struct type *type, struct leaf_types *leaves)
{
	mir_val *slots;
	uint32_t n = 0;

	*leaves = (struct leaf_types){0};
	rt_leaf_types(l, type, leaves);
	slots = arena_array(l->arena, mir_val, leaves->caps.n + 1);
	for (; n < leaves->caps.n; n++)
		slots[n] = ssa_slot(l, text_room(leaves->caps.v[n]));
	return slots;
}

struct var *var_new(struct lower *l, const struct type *type, const void *of)
{
	struct var *v = arena_new(l->arena, struct var);
	struct leaf_types leaves;

	type = ssa_room(l, of, type);
	v->of = of;
	v->rounds = l->rounds;
	v->around = l->around;
	v->open = l->open;
	v->type = type;
	v->first = l->vars.n;
	v->slots = make_slots(l, type, &leaves);
	v->nleaves = leaves.v.n;
	for (uint32_t i = 0; i < leaves.v.n; i++)
		vec_push(l->arena, &l->vars, leaves.v.v[i]);
	return v;
}

void var_write(struct lower *l, struct var *v, struct rt value)
{
	mir_val *leaves = arena_array(l->arena, mir_val, v->nleaves + 1);
	mir_val *leaf = leaves, *slot = v->slots;

	v->list_at = MIR_NO_BLOCK;
	if (value.type->kind == TYPE_LIST && !value.stages && rt_is_settled(&value)) {
		v->list = value;
		v->list_at = l->b.block;
	}
	value = var_fit(l, v, value);
	/* Fields of a record may be this variable's own buffers, in another order. */
	if (v->type->kind == TYPE_RECORD)
		value = rt_settle(l, value);
	rt_take_apart(l, &value, &slot, &leaf);
	for (uint32_t i = 0; i < v->nleaves; i++)
		define(l, v->first + i, l->b.block, leaves[i]);
}

/* Nothing but what was written in block `from` leads here. */
static bool comes_from(struct lower *l, mir_block from)
{
	mir_block b = l->b.block;

	while (b.id != from.id && info(l, b)->sealed && mir_bb(l->f, b)->npreds == 1)
		b = mir_bb(l->f, b)->preds[0];
	return b.id == from.id;
}

struct rt var_read(struct lower *l, const struct var *v)
{
	mir_val *leaves = arena_array(l->arena, mir_val, v->nleaves + 1);
	mir_val *leaf = leaves, *slot = v->slots;

	if (v->list_at.id && comes_from(l, v->list_at))
		return v->list;
	for (uint32_t i = 0; i < v->nleaves; i++)
		leaves[i] = read_at(l, v->first + i, l->b.block);
	return rt_trimmed(l, rt_put_together(l, v->type, &slot, &leaf, true));
}

/* ---- joins ---- */

struct join join_new(struct lower *l, const struct type *type, const void *of)
{
	struct leaf_types leaves;
	struct join j = {.of = of, .block = ssa_block_new(l), .at = l->b.at};

	j.type = ssa_room(l, of, type);
	j.slots = make_slots(l, j.type, &leaves);
	j.nleaves = leaves.v.n;
	return j;
}

struct join join_into(struct lower *l, const struct type *type, const void *of, mir_val *slots)
{
	struct leaf_types leaves = {0};

	rt_leaf_types(l, type, &leaves);
	return (struct join){.of = of,
			     .type = type,
			     .block = ssa_block_new(l),
			     .at = l->b.at,
			     .slots = slots,
			     .nleaves = leaves.v.n};
}

void join_add(struct lower *l, struct join *j, struct rt value)
{
	mir_val *leaf, *slot = j->slots;

	if (ssa_unreachable(l))
		return;
	vec_reserve(l->arena, &j->leaves, j->leaves.n + j->nleaves);
	leaf = j->leaves.v + j->leaves.n;
	value = ssa_fit(l, j->of, j->type, value);
	rt_take_apart(l, &value, &slot, &leaf);
	j->leaves.n += j->nleaves;
	mir_jump(&l->b, j->block);
}

mir_val *join_leaves(struct lower *l, struct join *j)
{
	uint32_t npreds = mir_bb(l->f, j->block)->npreds;
	mir_val *leaves = arena_array(l->arena, mir_val, j->nleaves + 1);

	ssa_start(l, j->block);
	for (uint32_t i = 0; i < j->nleaves && npreds; i++) {
		struct mir_type t = mir_inst(l->f, j->leaves.v[i])->type;

		if (npreds == 1) {
			leaves[i] = j->leaves.v[i];
			continue;
		}
		leaves[i] = mir_phi(l->f, j->block, t, j->at);
		for (uint32_t p = 0; p < npreds; p++)
			mir_phi_add(l->f, leaves[i], j->leaves.v[p * j->nleaves + i]);
	}
	return leaves;
}

struct rt join_end(struct lower *l, struct join *j)
{
	mir_val *leaf = join_leaves(l, j), *slot = j->slots;

	if (!mir_bb(l->f, j->block)->npreds)
		return rt_zero(l, j->type);
	return rt_put_together(l, j->type, &slot, &leaf, false);
}

/* ---- the end of a function ---- */

static void remove_unreachable(struct lower *l)
{
	struct mir_func *f = l->f;
	bool *seen = arena_array(l->arena, bool, f->blocks.n);
	VEC(mir_block) work = {0};

	vec_push(l->arena, &work, ((mir_block){1}));
	seen[1] = true;
	while (work.n) {
		const struct mir_inst *end = mir_end(f, work.v[--work.n]);

		for (unsigned t = 0; end && t < 2; t++) {
			mir_block to = end->target[t];

			if (to.id && !seen[to.id]) {
				seen[to.id] = true;
				vec_push(l->arena, &work, to);
			}
		}
	}
	for (uint32_t i = 1; i < f->blocks.n; i++)
		if (!seen[i])
			mir_block_kill(f, (mir_block){i});
}

/* The one value that a phi merges besides itself, or none. */
static mir_val merged(struct mir_forward *w, const struct mir_inst *phi, mir_val self)
{
	mir_val same = MIR_NO_VAL;

	for (uint32_t i = 0; i < phi->nargs; i++) {
		mir_val v = mir_forward_get(w, phi->args[i]);

		if (v.id == self.id || v.id == same.id)
			continue;
		if (same.id)
			return MIR_NO_VAL;
		same = v;
	}
	return same;
}

static void remove_phis(struct lower *l)
{
	struct mir_func *f = l->f;
	struct mir_forward w = mir_forward_new(l->arena, f);
	bool changed = true;

	while (changed) {
		changed = false;
		for (uint32_t i = 1; i < f->insts.n; i++) {
			const struct mir_inst *phi = &f->insts.v[i];
			mir_val same;

			if (phi->op != MIR_OP_PHI || !phi->block.id)
				continue;
			same = merged(&w, phi, (mir_val){i});
			if (!same.id)
				continue;
			mir_forward_set(&w, (mir_val){i}, same);
			mir_kill(f, (mir_val){i});
			changed = true;
		}
	}
	mir_forward_apply(f, &w);
	mir_sweep(f);
}

/* ---- loops ---- */

void ssa_loop(struct lower *l, mir_block head, mir_val counter)
{
	vec_push(l->arena, &l->loops, ((struct ssa_loop){head, counter}));
}

/* What a loop changes is unknown to the verifier in every round, so that of the ways through a round
 * it walks each once: with what it learns on them it would take all of a round for each of the
 * round before (is_state_visited, kernel/bpf/verifier.c). The counter stays known. */
static void forget_in_loops(struct lower *l)
{
	const mir_block entry = {1};
	struct mir_func *f = l->f;
	VEC(mir_val) made = {0};
	VEC(mir_val) phis = {0};
	mir_val unknown;
	struct mir_forward w;

	for (uint32_t i = 0; i < l->loops.n; i++) {
		const struct mir_bb *bb = mir_bb(f, l->loops.v[i].head);

		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *phi = &f->insts.v[bb->insts[k]];

			if (phi->op == MIR_OP_PHI && phi->type.kind == MIR_I64 &&
			    bb->insts[k] != l->loops.v[i].counter.id)
				vec_push(l->arena, &phis, ((mir_val){bb->insts[k]}));
		}
	}
	if (!phis.n)
		return;
	unknown = mir_new(f, (struct mir_inst){.op = MIR_OP_HELPER,
					       .type = MIR_T(I64),
					       .ref = HELPER_get_prandom_u32,
					       .at = f->at});
	mir_place(f, entry, mir_bb(f, entry)->n - 1, unknown);
	for (uint32_t i = 0; i < phis.n; i++) {
		mir_block head = mir_inst(f, phis.v[i])->block;
		uint32_t at = 0;
		mir_val v;

		while (f->insts.v[mir_bb(f, head)->insts[at]].op == MIR_OP_PHI)
			at++;
		v = mir_new(f, (struct mir_inst){.op = MIR_OP_FORGET,
						 .type = MIR_T(I64),
						 .args = (mir_val[]){phis.v[i], unknown},
						 .nargs = 2,
						 .at = mir_inst(f, phis.v[i])->at});
		mir_place(f, head, at, v);
		vec_push(l->arena, &made, v);
	}
	w = mir_forward_new(l->arena, f);
	for (uint32_t i = 0; i < phis.n; i++)
		mir_forward_set(&w, phis.v[i], made.v[i]);
	mir_forward_apply(f, &w);
	for (uint32_t i = 0; i < phis.n; i++)
		mir_set_operands(f, made.v[i], (mir_val[]){phis.v[i], unknown}, 2);
}

void ssa_finish(struct lower *l)
{
	remove_unreachable(l);
	remove_phis(l);
	forget_in_loops(l);
}
