/*
 * pass_sink.c - what is there all the time is read where it is first needed.
 *
 * Needs dominators, uses and loops. Fields of the context, what helpers give that is the same for a
 * whole run, and what follows from one of them alone, move down to their first use, or to the block
 * that all uses lie behind: an event is filled from the context when its record is there, not
 * before it is asked for, which keeps values out of the stack over calls, and ways that need none
 * pay for none. Nothing moves into a loop.
 */
#include "midend/pass_run.h"

struct sink {
	struct pass_run *run;
	struct mir_func *f;
	uint32_t *used_by; /* by value: the last one that was seen to be an operand of it */
	bool changed;
};

/* Operands that are no constants; the context is there until the end. */
static uint32_t needs(const struct mir_func *f, const struct mir_inst *i)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < i->nargs; k++) {
		const struct mir_inst *x = mir_inst(f, i->args[k]);

		n += x->op != MIR_OP_CONST && x->op != MIR_OP_CTX;
	}
	return n;
}

static bool may_sink(const struct mir_func *f, const struct mir_inst *i)
{
	switch ((int)i->op) {
	case MIR_OP_LOAD:
		return mir_inst(f, i->args[0])->type.space == MIR_SPACE_CTX;
	case MIR_OP_PEEK:
		return needs(f, i) <= 1;
	case MIR_OP_HELPER:
		return mir_flags(f, i) & MIR_INVARIANT && !needs(f, i);
	case MIR_OP_ZEXT:
	case MIR_OP_SEXT:
	case MIR_OP_TRUNC:
	case MIR_OP_AND:
	case MIR_OP_LSHR:
	case MIR_OP_ASHR:
	case MIR_OP_SHL:
	case MIR_OP_ADD:
	case MIR_OP_SUB:
		return needs(f, i) <= 1;
	default:
		return false;
	}
}

/* The deepest block that dominates both. */
static mir_block meet(const struct mir_dom *d, mir_block a, mir_block b)
{
	while (!mir_dominates(d, a, b))
		a = d->idom[a.id];
	return a;
}

/* The block that all uses lie in or behind, none when there are no uses. */
static mir_block block_of_uses(const struct sink *s, mir_val v)
{
	const struct mir_uses *uses = &s->run->uses;
	mir_block to = MIR_NO_BLOCK;

	for (uint32_t u = uses->start[v.id]; u < uses->start[v.id + 1]; u++) {
		const struct mir_inst *user = mir_inst(s->f, uses->user[u]);
		const struct mir_bb *bb = mir_bb(s->f, user->block);

		if (!mir_reachable(&s->run->order, user->block))
			continue;
		if (user->op != MIR_OP_PHI) {
			to = to.id ? meet(&s->run->dom, to, user->block) : user->block;
			continue;
		}
		for (uint32_t p = 0; p < bb->npreds; p++)
			if (user->args[p].id == v.id && mir_reachable(&s->run->order, bb->preds[p]))
				to = to.id ? meet(&s->run->dom, to, bb->preds[p]) : bb->preds[p];
	}
	return to;
}

/* Some loop may hold `to` and not `from`. */
static bool enters_loop(const struct sink *s, mir_block from, mir_block to)
{
	const struct mir_loops *l = &s->run->loops;

	for (uint32_t e = 0; e < l->n; e++)
		if (mir_dominates(&s->run->dom, l->edges[e].to, to) &&
		    !mir_dominates(&s->run->dom, l->edges[e].to, from))
			return true;
	return false;
}

/* Position in `to` of the first use, or of the end. */
static uint32_t first_use(const struct sink *s, mir_val v, mir_block to)
{
	const struct mir_uses *uses = &s->run->uses;
	const struct mir_bb *bb = mir_bb(s->f, to);
	uint32_t k = 0;

	for (uint32_t u = uses->start[v.id]; u < uses->start[v.id + 1]; u++)
		s->used_by[uses->user[u].id] = v.id;
	while (k + 1 < bb->n && (mir_inst(s->f, (mir_val){bb->insts[k]})->op == MIR_OP_PHI ||
				 s->used_by[bb->insts[k]] != v.id))
		k++;
	return k;
}

static void sink_value(struct sink *s, mir_val v)
{
	mir_block from = mir_inst(s->f, v)->block, to = block_of_uses(s, v);
	const struct mir_bb *bb = mir_bb(s->f, from);
	uint32_t at = 0;

	if (!to.id || (to.id != from.id && enters_loop(s, from, to)))
		return;
	while (bb->insts[at] != v.id)
		at++;
	if (to.id == from.id && first_use(s, v, to) == at + 1)
		return;
	mir_remove(s->f, v);
	mir_place(s->f, to, first_use(s, v, to), v);
	s->changed = true;
}

bool pass_sink(struct pass_run *run, struct mir_func *f)
{
	struct sink s = {
		.run = run,
		.f = f,
		.used_by = arena_array(run->scratch, uint32_t, f->insts.n),
	};

	if (mir_writes_ctx(f))
		return false;
	/* From the end, so that what is made of a value has moved before it. */
	for (uint32_t n = run->order.n; n-- > 0;) {
		const struct mir_bb *bb = mir_bb(f, run->order.rpo[n]);

		for (uint32_t k = bb->n; k-- > 0;) {
			mir_val v = {bb->insts[k]};

			if (may_sink(f, mir_inst(f, v)))
				sink_value(&s, v);
		}
	}
	return s.changed;
}
