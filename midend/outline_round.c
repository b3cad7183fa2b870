/*
 * outline_round.c - the function that runs one round of a loop: what the loop is given is read from
 * the record, its blocks are copied, and each way to the next round or out of the loop leaves its
 * values in the record.
 */
#include "midend/outline.h"

/* Words that the round reads once, into registers that calls leave alone; of more LLVM would make a
 * second record on its own stack. */
enum { KEPT_MAX = 4 };

/* The word of what the loop is given, read at the end of the block. */
static mir_val read_given(const struct outline *o, mir_val v, mir_block block)
{
	struct mir_builder b = {
		.func = o->round, .block = block, .at = mir_inst(o->f, o->rounds)->at};

	return outline_get_word(&b, o->arrives, o->word_of[v.id], mir_inst(o->f, v)->type);
}

/* What the value is in it, at its entry when it is not of the loop. */
static mir_val value_of(struct outline *o, mir_val v)
{
	struct mir_inst made;
	mir_val *args;

	if (o->values[v.id].id)
		return o->values[v.id];
	made = *mir_inst(o->f, v);
	if (o->word_of[v.id] && !outline_has(o, v)) {
		o->values[v.id] = read_given(o, v, OUTLINE_ENTRY);
		return o->values[v.id];
	}
	NB_ASSERT(outline_makes(&made) || made.op == MIR_OP_SLOT);
	args = arena_array(o->run->scratch, mir_val, made.nargs + 1);
	for (uint32_t a = 0; a < made.nargs; a++)
		args[a] = value_of(o, made.args[a]);
	made.args = args;
	o->values[v.id] = mir_new(o->round, made);
	mir_place(o->round, OUTLINE_ENTRY, mir_bb(o->round, OUTLINE_ENTRY)->n, o->values[v.id]);
	return o->values[v.id];
}

/* What the value is at the end of the block, which does not end yet. */
static mir_val value_in(struct outline *o, mir_val v, mir_block block)
{
	const struct mir_inst *i = mir_inst(o->f, v);
	struct reread *r = &o->reread[v.id];
	struct mir_builder b = {.func = o->round, .block = block, .at = i->at};
	mir_val base;

	if (o->values[v.id].id || o->ngiven <= KEPT_MAX ||
	    (!o->word_of[v.id] && i->op != MIR_OP_OFFSET))
		return value_of(o, v);
	if (r->in.id == block.id)
		return r->v;
	r->in = block;
	if (o->word_of[v.id]) {
		r->v = read_given(o, v, block);
		return r->v;
	}
	base = value_in(o, i->args[0], block);
	r->v = mir_append(&b, (struct mir_inst){.op = MIR_OP_OFFSET,
						.type = i->type,
						.args = &base,
						.nargs = 1,
						.imm = i->imm});
	return r->v;
}

/* What the round before has left. Of a number the verifier must learn nothing on its way through a
 * round, or it would walk one for each that it can be (widen_imprecise_scalars,
 * kernel/bpf/verifier.c, leaves those that are compared); of the number that bpf_loop gives it
 * knows nothing. */
static mir_val get_changed(const struct outline *o, struct mir_builder *b, mir_val phi,
			   mir_val unknown)
{
	struct mir_type t = mir_inst(o->f, phi)->type;
	bool is_flag = t.kind == MIR_I1;
	mir_val v = outline_get_word(b, o->arrives, o->word_of[phi.id], is_flag ? MIR_T(I64) : t);

	if (t.kind == MIR_I64 || is_flag)
		v = mir_binary(b, MIR_OP_FORGET, v, unknown);
	return is_flag ? mir_binary(b, MIR_OP_NE, v, mir_i64(b, 0)) : v;
}

static void begin_round(struct outline *o, uint32_t number)
{
	struct mir_module *m = o->run->m;
	struct mir_builder b = {.block = {1}, .at = mir_inst(o->f, o->rounds)->at};
	struct mir_type *types = arena_array(m->arena, struct mir_type, 3);

	types[0] = types[2] = MIR_T(I64);
	types[1] = mir_ptr(MIR_SPACE_STACK, o->bytes);
	o->round = mir_func_new(m, arena_printf(m->arena, "%s_loop%u", o->f->name, number), NULL);
	o->round->label = o->f->label;
	o->round->at = b.at;
	o->round->params = types;
	o->round->nparams = 2;
	o->round->results = types + 2;
	o->round->nresults = 1;
	o->round->is_called = true;
	b.func = o->round;
	o->number = mir_append(&b, (struct mir_inst){.op = MIR_OP_PARAM, .type = types[0]});
	o->arrives =
		mir_append(&b, (struct mir_inst){.op = MIR_OP_PARAM, .type = types[1], .imm = 1});
	for (uint32_t n = 0; n < o->nphis; n++)
		o->values[o->phis[n].id] = get_changed(o, &b, o->phis[n], o->number);
	for (uint32_t n = 0; n < o->nblocks; n++)
		o->copies[o->blocks[n].id] = mir_block_new(o->round);
}

static void give_back(struct mir_builder *b, int64_t result)
{
	mir_ret(b, mir_const(b, MIR_T(I64), result));
}

/* The end of a round after which there is another. */
static mir_block next_round(struct outline *o, mir_block from, unsigned which)
{
	struct mir_builder b = {.func = o->round,
				.block = mir_block_new(o->round),
				.at = mir_inst(o->f, o->rounds)->at};
	uint32_t edge = outline_place_of_edge(o->f, from, which);

	for (uint32_t n = 0; n < o->nphis; n++) {
		mir_val v = mir_inst(o->f, o->phis[n])->args[edge];

		if (v.id != o->phis[n].id)
			outline_put_word(&b, o->arrives, o->word_of[o->phis[n].id],
					 value_in(o, v, b.block));
	}
	give_back(&b, 0);
	return b.block;
}

/* The end of the last round: what is known here is left for those behind the loop. */
static mir_block last_round(struct outline *o, const struct mir_dom *dom, mir_block from,
			    uint32_t way)
{
	struct mir_builder b = {.func = o->round,
				.block = mir_block_new(o->round),
				.at = mir_inst(o->f, o->rounds)->at};
	mir_val gone;

	for (uint32_t n = 0; n < o->nleft; n++)
		if (mir_dominates(dom, mir_inst(o->f, o->left[n])->block, from))
			outline_put_word(&b, o->arrives, o->word_of[o->left[n].id],
					 o->values[o->left[n].id]);
	gone = mir_i64(&b, way);
	/* The verifier walks another round even after one that gave 1, and would walk one for each
	 * way that it knows. */
	if (o->forgets_way)
		gone = mir_binary(&b, MIR_OP_FORGET, gone, o->number);
	mir_store(&b, o->arrives, gone, 0);
	give_back(&b, 1);
	return b.block;
}

static uint32_t way_of(const struct outline *o, mir_block from, unsigned which)
{
	for (uint32_t n = 0; n < o->nexits; n++)
		if (o->exits[n].from.id == from.id && o->exits[n].which == which)
			return n + 1;
	return 0;
}

static mir_block copied_target(struct outline *o, const struct mir_dom *dom, mir_block from,
			       unsigned which)
{
	mir_block to = mir_end(o->f, from)->target[which], made;

	if (!to.id)
		return to;
	if (o->in[to.id] && to.id != o->head.id)
		return o->copies[to.id];
	made = to.id == o->head.id ? next_round(o, from, which)
				   : last_round(o, dom, from, way_of(o, from, which));
	mir_edge_add(o->round, made, o->copies[from.id]);
	return made;
}

static bool is_copied(const struct outline *o, mir_val v)
{
	return !outline_is_phi(o, v) && v.id != o->rounds.id;
}

/* Numbers first, operands later: phis name values that come after them. */
static void number_values(struct outline *o)
{
	mir_val always;

	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_bb *bb = mir_bb(o->f, o->blocks[b]);

		for (uint32_t k = 0; k < bb->n; k++) {
			struct mir_inst i = o->f->insts.v[bb->insts[k]];

			i.nargs = 0;
			if (is_copied(o, (mir_val){bb->insts[k]}))
				o->values[bb->insts[k]] = mir_new(o->round, i);
		}
	}
	always = mir_new(o->round, (struct mir_inst){.op = MIR_OP_CONST,
						     .type = MIR_T(I1),
						     .imm = 1,
						     .at = mir_inst(o->f, o->rounds)->at});
	mir_place(o->round, OUTLINE_ENTRY, mir_bb(o->round, OUTLINE_ENTRY)->n, always);
	o->values[o->rounds.id] = always;
}

static void copy_inst(struct outline *o, const struct mir_dom *dom, mir_block from, mir_val v)
{
	const struct mir_inst old = *mir_inst(o->f, v);
	mir_val to = o->values[v.id];
	mir_val *args = mir_set_operands(o->round, to, old.args, old.nargs);

	for (uint32_t a = 0; a < old.nargs; a++)
		args[a] = old.op == MIR_OP_PHI ? value_of(o, old.args[a])
					       : value_in(o, old.args[a], o->copies[from.id]);
	for (unsigned t = 0; t < 2 && mir_ops[old.op].flags & MIR_ENDS; t++) {
		mir_block target = copied_target(o, dom, from, t);

		mir_inst(o->round, to)->target[t] = target;
	}
	mir_place(o->round, o->copies[from.id], mir_bb(o->round, o->copies[from.id])->n, to);
}

static void copy_blocks(struct outline *o, const struct mir_dom *dom)
{
	struct mir_builder entry = {
		.func = o->round, .block = OUTLINE_ENTRY, .at = mir_inst(o->f, o->rounds)->at};

	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_bb *bb = mir_bb(o->f, o->blocks[b]);

		for (uint32_t p = 0; b && p < bb->npreds; p++)
			mir_edge_add(o->round, o->copies[o->blocks[b].id],
				     o->copies[bb->preds[p].id]);
		for (uint32_t k = 0; k < bb->n; k++)
			if (is_copied(o, (mir_val){bb->insts[k]}))
				copy_inst(o, dom, o->blocks[b], (mir_val){bb->insts[k]});
	}
	mir_jump(&entry, o->copies[o->head.id]);
}

void outline_make_round(struct outline *o, const struct mir_dom *dom, uint32_t number)
{
	begin_round(o, number);
	number_values(o);
	copy_blocks(o, dom);
}
