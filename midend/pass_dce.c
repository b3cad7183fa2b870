/*
 * pass_dce.c - removes what has no effect.
 *
 * Needs nothing. Leaves only instructions that act, end a block, or have a result that such a one
 * reads in the end; phis that only feed each other go too. Writes into a stack slot count only when
 * the slot is observed: loaded from, or its address given to anything but the address operand of a
 * store, copy, zero or atomic.
 */
#include "midend/pass_run.h"

struct marks {
	struct mir_func *f;
	bool *live; /* by value */
	mir_val *work;
	uint32_t n;
	mir_val *first, *next; /* by slot: its writes; by write: the next one of the slot */
};

static void mark(struct marks *m, mir_val v)
{
	if (m->live[v.id])
		return;
	m->live[v.id] = true;
	m->work[m->n++] = v;
}

/* The slot that the instruction writes and does nothing else, or none. */
static mir_val slot_written(const struct mir_func *f, const struct mir_inst *i)
{
	mir_val p;

	if (i->op != MIR_OP_STORE && i->op != MIR_OP_ZERO && i->op != MIR_OP_COPY &&
	    i->op != MIR_OP_ATOMIC_ADD)
		return MIR_NO_VAL;
	p = i->args[0];
	while (mir_inst(f, p)->op == MIR_OP_OFFSET || mir_inst(f, p)->op == MIR_OP_INDEX)
		p = mir_inst(f, p)->args[0];
	return mir_inst(f, p)->op == MIR_OP_SLOT ? p : MIR_NO_VAL;
}

static void mark_roots(struct marks *m)
{
	for (uint32_t v = 1; v < m->f->insts.n; v++) {
		const struct mir_inst *i = &m->f->insts.v[v];
		mir_val slot;

		if (!i->block.id || !(mir_flags(m->f, i) & (MIR_WRITES | MIR_ENDS)))
			continue;
		slot = slot_written(m->f, i);
		if (slot.id) {
			m->next[v] = m->first[slot.id];
			m->first[slot.id] = (mir_val){v};
		} else {
			mark(m, (mir_val){v});
		}
	}
}

bool pass_dce(struct pass_run *run, struct mir_func *f)
{
	struct marks m = {
		.f = f,
		.live = arena_array(run->scratch, bool, f->insts.n),
		.work = arena_array(run->scratch, mir_val, f->insts.n),
		.first = arena_array(run->scratch, mir_val, f->insts.n),
		.next = arena_array(run->scratch, mir_val, f->insts.n),
	};
	bool changed = false;

	mark_roots(&m);
	while (m.n) {
		mir_val v = m.work[--m.n];
		const struct mir_inst *i = mir_inst(f, v);

		for (uint32_t n = 0; n < i->nargs; n++)
			mark(&m, i->args[n]);
		for (mir_val w = m.first[v.id]; w.id; w = m.next[w.id])
			mark(&m, w);
	}
	for (uint32_t v = 1; v < f->insts.n; v++) {
		if (!f->insts.v[v].block.id || m.live[v])
			continue;
		mir_kill(f, (mir_val){v});
		changed = true;
	}
	if (changed)
		mir_sweep(f);
	return changed;
}
