/*
 * pass_legal.c - what the kernels lack that the program is for becomes what they have.
 *
 * Needs order and loops. Leaves no helper that the oldest kernel lacks and helpers.def has another
 * one for, and refuses loops where kernels have none. What else kernels lack others see to: events
 * the frontend, places on the stack that are computed `frame`, bpf_loop `steps`, instructions of
 * the machine `expand` and LLVM; what nobody does, the driver refuses (lang/kernels.def).
 */
#include "lang/helpers.h"
#include "midend/pass_run.h"

static bool replace_helpers(const struct pass_run *run, struct mir_func *f)
{
	bool changed = false;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		struct mir_inst *i = &f->insts.v[v];
		uint32_t other;

		if (!i->block.id || i->op != MIR_OP_HELPER)
			continue;
		other = helper_for(i->ref, run->options->kernel);
		changed |= other != i->ref;
		i->ref = other;
	}
	return changed;
}

static void refuse_loops(struct pass_run *run, const struct mir_func *f)
{
	uint32_t oldest = run->options->kernel;

	if (!run->loops.n)
		return;
	pass_report(run, mir_end(f, run->loops.edges[0].from)->at,
		    "bound it so that it is small enough to be unrolled, or ask for a newer kernel",
		    "a loop needs kernel %u.%u, --kernel is %u.%u", KERNEL_LOOPS / 100,
		    KERNEL_LOOPS % 100, oldest / 100, oldest % 100);
}

bool pass_legal(struct pass_run *run, struct mir_func *f)
{
	if (!run->options->kernel)
		return false;
	if (!kernel_has(run->options->kernel, KERNEL_LOOPS))
		refuse_loops(run, f);
	return replace_helpers(run, f);
}
