/*
 * lower_iter.c - programs of iterators: the kernel calls one with each element, and once with none.
 *
 * The verifier takes each address that such a program is given for one that may be null, and
 * forbids to compute with it; so it is read as a number, and what it leads to as any other memory.
 * The kernel comes again with an element when the program says 1 (bpf_iter_run_prog in
 * kernel/bpf/bpf_iter.c). Asked before anything is done, that keeps rows from being lost: the
 * loader reads them between two calls.
 */
#include "frontend/kernel_walk.h"
#include "frontend/lowering.h"

#include <linux/bpf.h>

mir_val lower_iter_arg(struct lower *l, uint32_t n)
{
	mir_val slot = ssa_slot(l, 8), args[3];

	args[0] = slot;
	args[1] = mir_i64(&l->b, 8);
	args[2] = lower_offset(l, lower_ctx(l), 8 * n);
	mir_helper(&l->b, HELPER_probe_read_kernel, MIR_T(I64), args, 3);
	return mir_load(&l->b, MIR_T(I64), slot, 0);
}

/* Ends the program with `verdict` when the condition holds. */
static void end_when(struct lower *l, mir_val condition, int64_t verdict)
{
	mir_block end = ssa_block_new(l), on = ssa_block_new(l);

	mir_branch(&l->b, condition, end, on);
	ssa_start(l, end);
	mir_ret(&l->b, mir_const(&l->b, MIR_T(I32), verdict));
	ssa_start(l, on);
}

static mir_val ask_ring(struct lower *l, uint64_t what)
{
	mir_val args[] = {
		mir_append(&l->b, (struct mir_inst){.op = MIR_OP_MAP,
						    .type = mir_ptr(MIR_SPACE_CONST, 0),
						    .ref = l->events_map}),
		mir_i64(&l->b, (int64_t)what),
	};

	return mir_helper(&l->b, HELPER_ringbuf_query, MIR_T(I64), args, 2);
}

void lower_iter_begin(struct lower *l)
{
	mir_val element = lower_iter_arg(l, kernel_iter_element(l->unit, l->program)), waits, room;
	struct mir_builder *b = &l->b;

	end_when(l, mir_binary(b, MIR_OP_EQ, element, mir_i64(b, 0)), 0);
	lower_events_map(l);
	waits = ask_ring(l, BPF_RB_AVAIL_DATA);
	room = mir_binary(b, MIR_OP_LSHR, ask_ring(l, BPF_RB_RING_SIZE), mir_i64(b, 1));
	end_when(l, mir_binary(b, MIR_OP_ULT, room, waits), 1);
}
