/*
 * pass_loop.c - a loop of which nobody knows how often it runs becomes a callback of the kernel's
 * bpf_loop, which bounds it.
 *
 * Needs nothing. Leaves no `rounds`: the loop that one heads moves, innermost first, into a
 * function of its own that runs one round, and `run` calls it until it gives 1. What the rounds
 * share stands in words of a slot, the record: numbers and addresses that the loop is given, what
 * one round leaves for the next (the head's phis), what is used behind the loop. Word 0 says which
 * way it was left: 0 none, that is as many rounds as `rounds` allows; then the program goes where
 * `rounds` is false.
 */
#include "midend/loop_slots.h"

#include <string.h>

enum {
	WORD = 8,
	/* Words that the round reads once, into registers that calls leave alone; of more LLVM would make
	 * a second record on its own stack. */
	KEPT_MAX = 4,
};

static const mir_block ENTRY = {1}; /* of the function of a round */

struct outline {
	struct pass_run *run;
	struct mir_func *f, *round; /* the function of one round */
	mir_block head;
	bool *in;	   /* by block: it is of the loop */
	mir_block *blocks; /* of the loop, in order, the head first */
	uint32_t nblocks;
	mir_val rounds;
	mir_block limit;   /* where `rounds` leads when it is false */
	uint32_t *word_of; /* by value: its word in the record, 0: none */
	uint32_t nwords;
	mir_val *given; /* values that are used in the loop and made outside */
	uint32_t ngiven;
	struct reread { /* by value: of what is outside, where it was read last */
		mir_val v;
		mir_block in;
	} *reread;
	mir_val *phis; /* of the head */
	uint32_t nphis;
	mir_val *left; /* made in the loop and used outside, phis of the head not among them */
	uint32_t nleft;
	mir_val *values;   /* by value: what it is in the function of a round */
	mir_block *copies; /* by block */
	struct exit {
		mir_block from, to;
		unsigned which;
	} * exits; /* ways out but for the limit; exits[k] is way k + 1 */
	uint32_t nexits;
	mir_val record, arrives; /* the slot; the record in the function of a round */
	uint32_t bytes;
};

static bool is_in(const struct outline *o, mir_val v)
{
	return o->in[mir_inst(o->f, v)->block.id];
}

/* ---- which loop ---- */

static mir_val find_rounds(const struct mir_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f, b);

	for (uint32_t k = 0; k < bb->n; k++)
		if (f->insts.v[bb->insts[k]].op == MIR_OP_ROUNDS)
			return (mir_val){bb->insts[k]};
	return MIR_NO_VAL;
}

static void find_blocks(struct outline *o, const struct mir_loops *loops,
			const struct mir_order *order)
{
	memset(o->in, 0, o->f->blocks.n * sizeof(*o->in));
	o->nblocks = mir_loop_blocks(o->f, loops, order, o->head, o->in, o->blocks);
}

/* The head of a loop that has rounds, and no other such loop inside; false: there is none. */
static bool find_loop(struct outline *o, const struct mir_loops *loops,
		      const struct mir_order *order)
{
	for (uint32_t k = order->n; k-- > 0;) {
		bool innermost = true;

		o->head = order->rpo[k];
		o->rounds = find_rounds(o->f, o->head);
		if (!o->rounds.id || !loops->header[o->head.id])
			continue;
		find_blocks(o, loops, order);
		for (uint32_t b = 1; b < o->nblocks && innermost; b++)
			innermost = !find_rounds(o->f, o->blocks[b]).id ||
				    !loops->header[o->blocks[b].id];
		if (innermost)
			return true;
	}
	return false;
}

/* ---- what it is given and leaves ---- */

/* What is made anew in the function of a round: it costs no more than to read it. */
static bool is_made_anew(const struct mir_inst *i)
{
	return i->op == MIR_OP_CONST || i->op == MIR_OP_GLOBAL || i->op == MIR_OP_MAP ||
	       i->op == MIR_OP_OFFSET;
}

/* A record of a loop inside that only this loop uses: the function has it itself. */
static bool is_own_slot(const struct outline *o, mir_val v)
{
	bool runs = false;

	if (mir_inst(o->f, v)->op != MIR_OP_SLOT)
		return false;
	for (uint32_t u = 1; u < o->f->insts.n; u++) {
		const struct mir_inst *i = &o->f->insts.v[u];

		for (uint32_t a = 0; i->block.id && a < i->nargs; a++) {
			if (i->args[a].id != v.id)
				continue;
			if (!o->in[i->block.id])
				return false;
			runs |= i->op == MIR_OP_RUN;
		}
	}
	return runs;
}

static void give(struct outline *o, mir_val v)
{
	const struct mir_inst *i = mir_inst(o->f, v);

	if (is_in(o, v) || o->word_of[v.id])
		return;
	for (uint32_t a = 0; is_made_anew(i) && a < i->nargs; a++)
		give(o, i->args[a]);
	if (is_made_anew(i) || is_own_slot(o, v))
		return;
	o->word_of[v.id] = o->nwords++;
	o->given[o->ngiven++] = v;
}

static bool is_phi_of_head(const struct outline *o, mir_val v)
{
	const struct mir_inst *i = mir_inst(o->f, v);

	return i->op == MIR_OP_PHI && i->block.id == o->head.id;
}

static void leave(struct outline *o, mir_val v)
{
	if (!is_in(o, v) || o->word_of[v.id])
		return;
	o->word_of[v.id] = o->nwords++;
	o->left[o->nleft++] = v;
}

static void find_phis(struct outline *o)
{
	const struct mir_bb *bb = mir_bb(o->f, o->head);

	for (uint32_t k = 0; k < bb->n; k++) {
		mir_val v = {bb->insts[k]};

		if (!is_phi_of_head(o, v))
			break;
		o->phis[o->nphis++] = v;
		o->word_of[v.id] = UINT32_MAX; /* its place comes later */
	}
}

/* Words in the order: the way out, what is left, what is given, phis. The first two are zeroed. */
static void find_words(struct outline *o)
{
	const struct mir_func *f = o->f;

	o->nwords = 1;
	find_phis(o);
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		const struct mir_bb *bb = &f->blocks.v[b];

		for (uint32_t k = 0; k < bb->n && !o->in[b] && !bb->dead; k++)
			for (uint32_t a = 0; a < f->insts.v[bb->insts[k]].nargs; a++)
				leave(o, f->insts.v[bb->insts[k]].args[a]);
	}
	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_bb *bb = mir_bb(f, o->blocks[b]);

		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *i = &f->insts.v[bb->insts[k]];
			bool of_head = is_phi_of_head(o, (mir_val){bb->insts[k]});

			for (uint32_t a = 0; a < i->nargs; a++)
				if (!of_head || o->in[mir_bb(f, o->head)->preds[a].id])
					give(o, i->args[a]);
		}
	}
	for (uint32_t n = 0; n < o->nphis; n++)
		o->word_of[o->phis[n].id] = o->nwords++;
	o->bytes = WORD * o->nwords;
}

static void find_exits(struct outline *o)
{
	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_inst *end = mir_end(o->f, o->blocks[b]);

		for (unsigned t = 0; t < 2; t++) {
			mir_block to = end->target[t];

			if (!to.id || o->in[to.id] || (!b && to.id == o->limit.id))
				continue;
			o->exits[o->nexits++] = (struct exit){o->blocks[b], to, t};
		}
	}
}

/* ---- words ---- */

static void put_word(struct mir_builder *b, mir_val record, uint32_t word, mir_val v)
{
	struct mir_type t = mir_inst(b->func, v)->type;
	int64_t at = (int64_t)WORD * word;

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

static mir_val get_word(struct mir_builder *b, mir_val record, uint32_t word, struct mir_type t)
{
	int64_t at = (int64_t)WORD * word;

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

/* ---- the function of a round ---- */

/* The word of what the loop is given, read at the end of the block. */
static mir_val read_given(const struct outline *o, mir_val v, mir_block block)
{
	struct mir_builder b = {
		.func = o->round, .block = block, .at = mir_inst(o->f, o->rounds)->at};

	return get_word(&b, o->arrives, o->word_of[v.id], mir_inst(o->f, v)->type);
}

/* What the value is in it, at its entry when it is not of the loop. */
static mir_val value_of(struct outline *o, mir_val v)
{
	struct mir_inst made;
	mir_val *args;

	if (o->values[v.id].id)
		return o->values[v.id];
	made = *mir_inst(o->f, v);
	if (o->word_of[v.id] && !is_in(o, v)) {
		o->values[v.id] = read_given(o, v, ENTRY);
		return o->values[v.id];
	}
	NB_ASSERT(is_made_anew(&made) || made.op == MIR_OP_SLOT);
	args = arena_array(o->run->scratch, mir_val, made.nargs + 1);
	for (uint32_t a = 0; a < made.nargs; a++)
		args[a] = value_of(o, made.args[a]);
	made.args = args;
	o->values[v.id] = mir_new(o->round, made);
	mir_place(o->round, ENTRY, mir_bb(o->round, ENTRY)->n, o->values[v.id]);
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
	mir_val v = get_word(b, o->arrives, o->word_of[phi.id], t);

	return t.kind == MIR_I64 ? mir_binary(b, MIR_OP_FORGET, v, unknown) : v;
}

static void begin_round(struct outline *o, uint32_t number)
{
	struct mir_module *m = o->run->m;
	struct mir_builder b = {.block = {1}, .at = mir_inst(o->f, o->rounds)->at};
	struct mir_type *types = arena_array(m->arena, struct mir_type, 3);
	mir_val number_of_round;

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
	number_of_round = mir_append(&b, (struct mir_inst){.op = MIR_OP_PARAM, .type = types[0]});
	o->arrives =
		mir_append(&b, (struct mir_inst){.op = MIR_OP_PARAM, .type = types[1], .imm = 1});
	for (uint32_t n = 0; n < o->nphis; n++)
		o->values[o->phis[n].id] = get_changed(o, &b, o->phis[n], number_of_round);
	for (uint32_t n = 0; n < o->nblocks; n++)
		o->copies[o->blocks[n].id] = mir_block_new(o->round);
}

/* The place of the edge among the predecessors of its target. */
static uint32_t place_of_edge(const struct mir_func *f, mir_block from, unsigned which)
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
	uint32_t edge = place_of_edge(o->f, from, which);

	for (uint32_t n = 0; n < o->nphis; n++) {
		mir_val v = mir_inst(o->f, o->phis[n])->args[edge];

		if (v.id != o->phis[n].id)
			put_word(&b, o->arrives, o->word_of[o->phis[n].id],
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

	for (uint32_t n = 0; n < o->nleft; n++)
		if (mir_dominates(dom, mir_inst(o->f, o->left[n])->block, from))
			put_word(&b, o->arrives, o->word_of[o->left[n].id],
				 o->values[o->left[n].id]);
	mir_store(&b, o->arrives, mir_i64(&b, way), 0);
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
	return !is_phi_of_head(o, v) && v.id != o->rounds.id;
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
	mir_place(o->round, ENTRY, mir_bb(o->round, ENTRY)->n, always);
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
		.func = o->round, .block = ENTRY, .at = mir_inst(o->f, o->rounds)->at};

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

/* ---- what stands where the loop was ---- */

/* What the phis of a target of the loop have of this edge. */
static mir_val *operands_of_edge(const struct outline *o, mir_block from, unsigned which)
{
	mir_block to = mir_end(o->f, from)->target[which];
	const struct mir_bb *bb = mir_bb(o->f, to);
	mir_val *values = arena_array(o->run->scratch, mir_val, bb->n + 1);
	uint32_t place = place_of_edge(o->f, from, which);

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
		read[n] = get_word(b, o->record, o->word_of[o->left[n].id],
				   mir_inst(o->f, o->left[n])->type);
	for (uint32_t n = 0; n < o->nphis; n++)
		read[o->nleft + n] = get_word(b, o->record, o->word_of[o->phis[n].id],
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

static void run_rounds(struct outline *o, mir_block after, int64_t rounds)
{
	struct mir_builder b = {
		.func = o->f, .block = o->head, .at = mir_inst(o->f, o->rounds)->at};

	mir_append(&b, (struct mir_inst){.op = MIR_OP_ZERO,
					 .args = &o->record,
					 .nargs = 1,
					 .imm = (int64_t)WORD * (1 + o->nleft)});
	for (uint32_t n = 0; n < o->ngiven; n++)
		put_word(&b, o->record, o->word_of[o->given[n].id], o->given[n]);
	for (uint32_t n = 0; n < o->nphis; n++)
		put_word(&b, o->record, o->word_of[o->phis[n].id], o->phis[n]);
	mir_append(&b, (struct mir_inst){.op = MIR_OP_RUN,
					 .type = MIR_T(I64),
					 .ref = o->run->m->funcs.n - 1,
					 .args = &o->record,
					 .nargs = 1,
					 .imm = rounds});
	mir_jump(&b, after);
}

static void replace_loop(struct outline *o)
{
	int64_t rounds = mir_inst(o->f, o->rounds)->imm;
	struct mir_builder b = {
		.func = o->f, .block = mir_block_new(o->f), .at = mir_inst(o->f, o->rounds)->at};
	mir_val **values = arena_array(o->run->scratch, mir_val *, o->nexits + 1), way;
	mir_block after = b.block;

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
}

/* ---- the pass ---- */

static bool outline_one(struct pass_run *run, struct mir_func *f, uint32_t number)
{
	uint32_t nvalues = f->insts.n, nblocks = f->blocks.n;
	struct arena *a = run->scratch;
	struct outline o = {
		.run = run,
		.f = f,
		.in = arena_array(a, bool, nblocks),
		.blocks = arena_array(a, mir_block, nblocks),
		.word_of = arena_array(a, uint32_t, nvalues),
		.given = arena_array(a, mir_val, nvalues),
		.reread = arena_array(a, struct reread, nvalues),
		.phis = arena_array(a, mir_val, nvalues),
		.left = arena_array(a, mir_val, nvalues),
		.values = arena_array(a, mir_val, nvalues),
		.copies = arena_array(a, mir_block, nblocks),
		.exits = arena_array(a, struct exit, 2 * (size_t)nblocks),
	};
	struct mir_order order = mir_order_make(a, f);
	struct mir_dom dom = mir_dom_make(a, f, &order);
	struct mir_loops loops = mir_loops_make(a, f, &order);
	const struct mir_inst *end;

	if (!find_loop(&o, &loops, &order))
		return false;
	end = mir_end(f, o.head);
	NB_ASSERT(end->op == MIR_OP_BRANCH && end->args[0].id == o.rounds.id);
	o.limit = end->target[1];
	NB_ASSERT(!o.in[o.limit.id]);
	find_words(&o);
	find_exits(&o);
	begin_round(&o, number);
	number_values(&o);
	copy_blocks(&o, &dom);
	replace_loop(&o);
	mir_remove_unreachable(a, f);
	loop_slots_drop(run, f);
	return true;
}

/* What never comes back is no loop: it has its first round. Before loops around it move. */
static bool settle_others(struct pass_run *run, struct mir_func *f)
{
	struct mir_order order = mir_order_make(run->scratch, f);
	struct mir_loops loops = mir_loops_make(run->scratch, f, &order);
	bool left = false;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_ROUNDS)
			continue;
		if (loops.header[i->block.id])
			left = true;
		else
			mir_become_const(f, (mir_val){v}, 1);
	}
	return left;
}

bool pass_loop(struct pass_run *run, struct mir_func *f)
{
	bool has_rounds = false;
	uint32_t number = 1;

	for (uint32_t v = 1; v < f->insts.n; v++)
		has_rounds |= f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_ROUNDS;
	if (!has_rounds)
		return false;
	if (!settle_others(run, f))
		return true;
	loop_slots_join(run, f);
	while (outline_one(run, f, number))
		number++;
	return true;
}
