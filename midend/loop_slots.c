/*
 * loop_slots.c - the slots that loops use which the kernel runs become one, so that what a loop is
 * given is one address, and the others stand at distances from it.
 *
 * For programs only: a slot that large moves to scratch memory (pass_frame.c), which a subprogram
 * has not. What goes through a phi or select stays by itself, for it cannot move.
 */
#include "midend/loop_slots.h"

/* What is the same in the whole function stands at its entry, where no loop is: a constant must not
 * come back from a record, of which the verifier knows nothing. */
static void hoist(struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (i->block.id <= 1 ||
		    (i->op != MIR_OP_CTX && i->op != MIR_OP_PARAM && i->op != MIR_OP_SLOT &&
		     i->op != MIR_OP_CONST && i->op != MIR_OP_GLOBAL && i->op != MIR_OP_MAP))
			continue;
		mir_remove(f, (mir_val){v});
		mir_place(f, (mir_block){1}, 0, (mir_val){v});
	}
}

struct join {
	struct pass_run *run;
	struct mir_func *f;
	struct mir_uses uses;
	bool *in; /* by block: it is of a loop that the kernel runs */
	mir_val *work;
};

static void mark_loops(struct join *j)
{
	struct mir_order order = mir_order_make(j->run->scratch, j->f);
	struct mir_loops loops = mir_loops_make(j->run->scratch, j->f, &order);
	mir_block *blocks = arena_array(j->run->scratch, mir_block, j->f->blocks.n);
	bool *in = arena_array(j->run->scratch, bool, j->f->blocks.n);

	for (uint32_t v = 1; v < j->f->insts.n; v++) {
		const struct mir_inst *i = &j->f->insts.v[v];
		uint32_t n;

		if (!i->block.id || i->op != MIR_OP_ROUNDS || !loops.header[i->block.id])
			continue;
		n = mir_loop_blocks(j->f, &loops, &order, i->block, in, blocks);
		for (uint32_t b = 0; b < n; b++) {
			in[blocks[b].id] = false;
			j->in[blocks[b].id] = true;
		}
	}
}

/* The slot is used in a loop, and wherever it is it is known to be. */
static bool joins(const struct join *j, mir_val slot)
{
	bool used = false;
	uint32_t n = 0;

	j->work[n++] = slot;
	while (n) {
		mir_val p = j->work[--n];

		for (uint32_t u = j->uses.start[p.id]; u < j->uses.start[p.id + 1]; u++) {
			const struct mir_inst *user = mir_inst(j->f, j->uses.user[u]);

			if (user->op == MIR_OP_PHI || user->op == MIR_OP_SELECT ||
			    user->op == MIR_OP_RUN)
				return false;
			used |= j->in[user->block.id];
			if (user->op == MIR_OP_OFFSET || user->op == MIR_OP_INDEX)
				j->work[n++] = j->uses.user[u];
		}
	}
	return used;
}

void loop_slots_join(struct pass_run *run, struct mir_func *f)
{
	uint32_t nvalues = f->insts.n, bytes = 0, n = 0;
	mir_val *slots = arena_array(run->scratch, mir_val, nvalues), all;
	struct join j = {
		.run = run,
		.f = f,
		.in = arena_array(run->scratch, bool, f->blocks.n),
		.work = arena_array(run->scratch, mir_val, nvalues),
	};

	hoist(f);
	if (!f->section)
		return;
	j.uses = mir_uses_make(run->scratch, f);
	mark_loops(&j);
	for (uint32_t v = 1; v < nvalues; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_SLOT || !joins(&j, (mir_val){v}) ||
		    i->imm > LOOP_SLOTS_MAX - bytes)
			continue;
		slots[n++] = (mir_val){v};
		bytes += ((uint32_t)i->imm + 7) & ~7u;
	}
	if (n < 2)
		return;
	all = mir_new(f, (struct mir_inst){.op = MIR_OP_SLOT,
					   .type = mir_ptr(MIR_SPACE_STACK, bytes),
					   .imm = bytes,
					   .at = mir_inst(f, slots[0])->at});
	bytes = 0;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t size = (uint32_t)mir_inst(f, slots[k])->imm;

		mir_inst(f, slots[k])->op = MIR_OP_OFFSET;
		mir_inst(f, slots[k])->imm = bytes;
		mir_set_operands(f, slots[k], &all, 1);
		bytes += (size + 7) & ~7u;
	}
	mir_place(f, (mir_block){1}, 0, all);
}

void loop_slots_drop(struct pass_run *run, struct mir_func *f)
{
	bool *used = arena_array(run->scratch, bool, f->insts.n);

	for (uint32_t v = 1; v < f->insts.n; v++)
		for (uint32_t a = 0; f->insts.v[v].block.id && a < f->insts.v[v].nargs; a++)
			used[f->insts.v[v].args[a].id] = true;
	for (uint32_t v = 1; v < f->insts.n; v++)
		if (f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_SLOT && !used[v])
			mir_remove(f, (mir_val){v});
}
