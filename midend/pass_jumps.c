/*
 * pass_jumps.c - refuses programs that have too many conditional jumps one after the other in
 * calls.
 *
 * Needs the order, and its callees done. The kernel's verifier keeps the other side of each jump on
 * its way for later and gives up at 8192 of them (BPF_COMPLEXITY_LIMIT_JMP_SEQ,
 * kernel/bpf/verifier.c). It goes through a subprogram at each call, so a small object can have a
 * long way. Rounds of loops are counted where loops are made (frontend/lower_loop.c).
 */
#include "midend/pass_run.h"

enum { JUMPS_MAX = 8192 };

/* Of the block itself. */
static uint64_t jumps_of(const struct mir_func *f, mir_block b, bool *calls)
{
	const struct mir_bb *bb = mir_bb(f, b);
	uint64_t jumps = 0;

	for (uint32_t k = 0; k < bb->n; k++) {
		const struct mir_inst *i = &f->insts.v[bb->insts[k]];

		jumps += i->op == MIR_OP_BRANCH || i->op == MIR_OP_SELECT;
		if (!mir_calls(i))
			continue;
		*calls = true;
		jumps += f->module->funcs.v[i->ref]->jumps;
	}
	return jumps;
}

bool pass_jumps(struct pass_run *run, struct mir_func *f)
{
	uint64_t *from = arena_array(run->scratch, uint64_t, f->blocks.n);
	bool calls = false;

	/* Backwards, so that what a block leads to is known but for the heads of loops. */
	for (uint32_t n = run->order.n; n-- > 0;) {
		mir_block b = run->order.rpo[n];
		const struct mir_inst *end = mir_end(f, b);

		for (unsigned t = 0; t < 2; t++)
			if (from[end->target[t].id] > from[b.id] && end->target[t].id != b.id)
				from[b.id] = from[end->target[t].id];
		from[b.id] += jumps_of(f, b, &calls);
	}
	/* Doubling from level to level, it would not stay in 64 bits. */
	f->jumps = from[1] < UINT32_MAX ? (uint32_t)from[1] : UINT32_MAX;
	if (f->section && calls && f->jumps > JUMPS_MAX)
		pass_report(
			run, f->at, "call fewer functions, or functions with fewer checks",
			"%s has %u conditional jumps one after the other, in the functions that "
			"it calls; the kernel takes %d",
			f->label ? f->label : f->name, f->jumps, JUMPS_MAX);
	return false;
}
