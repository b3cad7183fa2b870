/*
 * outline_replace.c - what stands where the loop was: the record with what the first round finds,
 * the call of the kernel, and the ways on.
 */
#include "lang/helpers.h"
#include "midend/outline.h"

void outline_put_word(struct mir_builder *b, mir_val record, uint32_t word, mir_val v)
{
	struct mir_type t = mir_inst(b->func, v)->type;
	int64_t at = (int64_t)OUTLINE_WORD * word;

	if (t.kind == MIR_PTR) {
		mir_append(b, (struct mir_inst){.op = MIR_OP_KEEP,
						.args = (mir_val[]){record, v},
						.nargs = 2,
						.imm = at});
		return;
	}
	if (t.kind == MIR_I1)
		v = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), v);
	mir_store(b, record, v, at);
}

mir_val outline_get_word(struct mir_builder *b, mir_val record, uint32_t word, struct mir_type t)
{
	int64_t at = (int64_t)OUTLINE_WORD * word;

	if (t.kind == MIR_PTR)
		return mir_append(b, (struct mir_inst){.op = MIR_OP_KEPT,
						       .type = t,
						       .args = &record,
						       .nargs = 1,
						       .imm = at});
	if (t.kind == MIR_I1)
		return mir_binary(b, MIR_OP_NE, mir_load(b, MIR_T(I64), record, at), mir_i64(b, 0));
	return mir_load(b, t, record, at);
}

uint32_t outline_place_of_edge(const struct mir_func *f, mir_block from, unsigned which)
{
	const struct mir_inst *end = mir_end(f, from);
	const struct mir_bb *to = mir_bb(f, end->target[which]);
	bool second = which && end->target[0].id == end->target[1].id;

	for (uint32_t p = 0; p < to->npreds; p++) {
		if (to->preds[p].id != from.id)
			continue;
		if (!second)
			return p;
		second = false;
	}
	NB_BUG("an edge is not among the predecessors of its target");
}

/* What the phis of a target of the loop have of this edge. */
static mir_val *operands_of_edge(const struct outline *o, mir_block from, unsigned which)
{
	mir_block to = mir_end(o->f, from)->target[which];
	const struct mir_bb *bb = mir_bb(o->f, to);
	mir_val *values = arena_array(o->run->scratch, mir_val, bb->n + 1);
	uint32_t place = outline_place_of_edge(o->f, from, which);

	for (uint32_t k = 0; k < bb->n && o->f->insts.v[bb->insts[k]].op == MIR_OP_PHI; k++)
		values[k] = o->f->insts.v[bb->insts[k]].args[place];
	return values;
}

/* Goes on at a target of the loop with these operands for its phis. */
static void go_on(struct outline *o, mir_block from, mir_block to, const mir_val *values)
{
	struct mir_builder b = {.func = o->f, .block = from, .at = mir_inst(o->f, o->rounds)->at};

	mir_jump(&b, to);
	for (uint32_t k = 0; k < mir_bb(o->f, to)->n; k++) {
		mir_val v = {mir_bb(o->f, to)->insts[k]};

		if (mir_inst(o->f, v)->op != MIR_OP_PHI)
			break;
		mir_phi_add(o->f, v, values[k]);
	}
}

/* The values of the loop that are used behind it, as the record has them. */
static void read_what_is_left(struct outline *o, struct mir_builder *b)
{
	mir_val *read = arena_array(o->run->scratch, mir_val, o->nleft + o->nphis + 1);
	struct mir_forward w;

	for (uint32_t n = 0; n < o->nleft; n++)
		read[n] = outline_get_word(b, o->record, o->word_of[o->left[n].id],
					   mir_inst(o->f, o->left[n])->type);
	for (uint32_t n = 0; n < o->nphis; n++)
		read[o->nleft + n] = outline_get_word(b, o->record, o->word_of[o->phis[n].id],
						      mir_inst(o->f, o->phis[n])->type);
	w = mir_forward_new(o->run->scratch, o->f);
	for (uint32_t n = 0; n < o->nleft; n++)
		mir_forward_set(&w, o->left[n], read[n]);
	for (uint32_t n = 0; n < o->nphis; n++)
		mir_forward_set(&w, o->phis[n], read[o->nleft + n]);
	mir_forward_apply(o->f, &w);
}

/* The head keeps its phis. */
static void empty_head(struct outline *o)
{
	const struct mir_bb *bb = mir_bb(o->f, o->head);

	for (uint32_t k = o->nphis; k < bb->n; k++)
		mir_kill(o->f, (mir_val){bb->insts[k]});
	mir_sweep(o->f);
}

/* Kernels before 6.8 walk through one round only, as if every other began like the first: they must
 * know nothing of what it finds, or they take out ways that later rounds go (their commit "bpf:
 * verify callbacks as if they are called unknown number of times"). That is the head's phis, and
 * slots. */
static bool must_forget(const struct outline *o)
{
	uint32_t oldest = o->run->options->kernel;

	return !oldest || !kernel_has(oldest, KERNEL_CALLBACK_ROUNDS);
}

static void put_first(struct outline *o, struct mir_builder *b)
{
	mir_val unknown = MIR_NO_VAL;

	if (must_forget(o) && (o->nphis || o->nshared))
		unknown = mir_helper(b, HELPER_get_prandom_u32, MIR_T(I64), NULL, 0);
	for (uint32_t n = 0; n < o->nphis; n++) {
		mir_val v = o->phis[n];
		enum mir_kind kind = (enum mir_kind)mir_inst(o->f, v)->type.kind;

		if (unknown.id && kind == MIR_I1)
			v = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), v);
		if (unknown.id && (kind == MIR_I1 || kind == MIR_I64))
			v = mir_binary(b, MIR_OP_FORGET, v, unknown);
		outline_put_word(b, o->record, o->word_of[o->phis[n].id], v);
	}
	for (uint32_t n = 0; n < o->nshared; n++)
		loop_slots_forget(b, o->shared[n], unknown);
}

/* Small slots can be read before anything is written to them. */
static void zero_shared(struct outline *o)
{
	for (uint32_t n = 0; n < o->nshared; n++) {
		mir_val v = o->shared[n];
		const struct mir_bb *entry = mir_bb(o->f, OUTLINE_ENTRY);
		uint32_t at = 0;
		mir_val zero;

		if (mir_inst(o->f, v)->type.size > LOOP_SLOT_WORDS)
			continue;
		while (entry->insts[at++] != v.id)
			;
		zero = mir_new(o->f, (struct mir_inst){.op = MIR_OP_ZERO,
						       .imm = mir_inst(o->f, v)->type.size,
						       .at = mir_inst(o->f, v)->at});
		mir_set_operands(o->f, zero, &v, 1);
		mir_place(o->f, OUTLINE_ENTRY, at, zero);
	}
}

static void run_rounds(struct outline *o, mir_block after, int64_t rounds)
{
	struct mir_builder b = {
		.func = o->f, .block = o->head, .at = mir_inst(o->f, o->rounds)->at};

	mir_append(&b, (struct mir_inst){.op = MIR_OP_ZERO,
					 .args = &o->record,
					 .nargs = 1,
					 .imm = (int64_t)OUTLINE_WORD * (1 + o->nleft)});
	for (uint32_t n = 0; n < o->ngiven; n++)
		outline_put_word(&b, o->record, o->word_of[o->given[n].id], o->given[n]);
	put_first(o, &b);
	mir_append(&b, (struct mir_inst){.op = MIR_OP_RUN,
					 .type = MIR_T(I64),
					 .ref = o->run->m->funcs.n - 1,
					 .args = &o->record,
					 .nargs = 1,
					 .imm = rounds});
	mir_jump(&b, after);
}

void outline_replace(struct outline *o)
{
	int64_t rounds = mir_inst(o->f, o->rounds)->imm;
	struct mir_builder b = {
		.func = o->f, .block = mir_block_new(o->f), .at = mir_inst(o->f, o->rounds)->at};
	mir_val **values = arena_array(o->run->scratch, mir_val *, o->nexits + 1), way;
	mir_block after = b.block;

	if (must_forget(o))
		o->nshared = loop_slots_shared(o->run, o->f, o->in, o->joined, o->shared);
	o->record = mir_new(o->f, (struct mir_inst){.op = MIR_OP_SLOT,
						    .type = mir_ptr(MIR_SPACE_STACK, o->bytes),
						    .imm = o->bytes,
						    .at = b.at});
	mir_place(o->f, (mir_block){1}, 0, o->record);
	way = mir_load(&b, MIR_T(I64), o->record, 0);
	read_what_is_left(o, &b);
	for (uint32_t n = 0; n < o->nexits; n++)
		values[n] = operands_of_edge(o, o->exits[n].from, o->exits[n].which);
	values[o->nexits] = operands_of_edge(o, o->head, 1);
	empty_head(o);
	run_rounds(o, after, rounds);
	for (uint32_t n = 0; n < o->nexits; n++) {
		mir_block taken = mir_block_new(o->f), next = mir_block_new(o->f);

		mir_branch(&b, mir_binary(&b, MIR_OP_EQ, way, mir_i64(&b, n + 1)), taken, next);
		go_on(o, taken, o->exits[n].to, values[n]);
		b.block = next;
	}
	go_on(o, b.block, o->limit, values[o->nexits]);
	zero_shared(o);
}
