/*
 * free_bounds.c - a check before each index, so that the verifier need not follow what it comes
 * from.
 *
 * What the verifier knows of an index, such as the length of a list that conditions make longer, it
 * keeps for each way on which it learned it, and of ways that differ in that it joins none. A copy
 * that is forgotten and compared with the bound where it is used is the same on all ways. The
 * comparison never fails: range has shown that.
 */
#include "midend/free_bounds.h"

struct bounds {
	struct pass_run *run;
	struct mir_func *f;
	const bool *bounds; /* by value: a BOUND that is to get a check */
	uint32_t nbounds;   /* newer values are none */
	bool *open;	    /* by block: a record may be open in it, which no exit may lose */
	mir_val unknown;
	mir_block exit;
};

static bool has(const struct mir_func *f, mir_block b, enum mir_op one, enum mir_op other)
{
	const struct mir_bb *bb = mir_bb(f, b);

	for (uint32_t k = 0; k < bb->n; k++)
		if (f->insts.v[bb->insts[k]].op == one || f->insts.v[bb->insts[k]].op == other)
			return true;
	return false;
}

/* Blocks that reserve a record, and those behind them until it is handed over. */
static void find_open(struct bounds *s)
{
	mir_block *work = arena_array(s->run->scratch, mir_block, s->f->blocks.n);
	uint32_t n = 0;

	for (uint32_t k = 0; k < s->run->order.n; k++) {
		mir_block b = s->run->order.rpo[k];

		if (has(s->f, b, MIR_OP_RESERVE, MIR_OP_RESERVE) && !s->open[b.id]) {
			s->open[b.id] = true;
			work[n++] = b;
		}
	}
	while (n) {
		mir_block b = work[--n];
		const struct mir_inst *end = mir_end(s->f, b);

		for (unsigned t = 0; t < 2; t++) {
			mir_block to = end->target[t];

			if (!to.id || s->open[to.id])
				continue;
			s->open[to.id] = true;
			if (!has(s->f, to, MIR_OP_SUBMIT, MIR_OP_DISCARD))
				work[n++] = to;
		}
	}
}

/* Leaves with what ends a program, or the rounds of a loop. */
static mir_block exit_block(struct bounds *s)
{
	struct mir_builder b = {.func = s->f, .at = s->f->at};

	if (!s->exit.id) {
		b.block = s->exit = mir_block_new(s->f);
		mir_ret(&b, s->f->nresults ? mir_const(&b, s->f->results[0],
						       s->f->section ? s->f->neutral : 1)
					   : MIR_NO_VAL);
	}
	return s->exit;
}

/* Goes on in a new block, which the check leads to. */
static void check(struct bounds *s, struct mir_builder *b, mir_val v)
{
	struct mir_inst i = *mir_inst(s->f, v);
	mir_block next = mir_block_new(s->f);
	mir_val x, below;

	b->at = i.at;
	x = mir_binary(b, MIR_OP_FORGET, i.args[0], s->unknown);
	below = mir_binary(b, MIR_OP_ULT, x, mir_i64(b, i.imm));
	mir_branch(b, below, next, exit_block(s));
	b->block = next;
	mir_set_operands(s->f, v, &x, 1);
}

static void change_block(struct bounds *s, mir_block block)
{
	struct mir_builder b = {.func = s->f, .block = block};
	struct mir_bb *bb = mir_bb(s->f, block);
	const uint32_t *insts = bb->insts;
	const struct mir_inst *end = mir_end(s->f, block);
	mir_block target[2] = {end->target[0], end->target[1]};
	uint32_t n = bb->n;

	bb->insts = NULL;
	bb->n = bb->cap = 0;
	for (uint32_t k = 0; k < n; k++) {
		mir_val v = {insts[k]};

		if (v.id < s->nbounds && s->bounds[v.id])
			check(s, &b, v);
		mir_place(s->f, b.block, mir_bb(s->f, b.block)->n, v);
	}
	for (unsigned t = 0; t < 2; t++)
		if (target[t].id)
			mir_edge_move(s->f, target[t], block, b.block);
}

bool free_bounds(struct pass_run *run, struct mir_func *f, const bool *bounds, uint32_t nbounds,
		 mir_val unknown)
{
	struct bounds s = {.run = run,
			   .f = f,
			   .bounds = bounds,
			   .nbounds = nbounds,
			   .open = arena_array(run->scratch, bool, f->blocks.n),
			   .unknown = unknown};
	bool changed = false;

	if (f->nresults > 1 || (f->nresults && f->results[0].kind == MIR_PTR))
		return false;
	find_open(&s);
	for (uint32_t k = 0; k < run->order.n; k++) {
		mir_block b = run->order.rpo[k];
		const struct mir_bb *bb = mir_bb(f, b);
		bool some = false;

		for (uint32_t i = 0; i < bb->n && !some && !s.open[b.id]; i++)
			some = bb->insts[i] < nbounds && bounds[bb->insts[i]];
		if (some)
			change_block(&s, b);
		changed |= some;
	}
	return changed;
}
