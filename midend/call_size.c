/*
 * call_size.c - whether a subprogram is called or laid out at each call: whichever is smaller.
 *
 * Compared is what all calls of a function take, in instructions of the machine as they are likely
 * to come out: laid out, the body at each call and the blocks that count its errors once for each
 * function that calls it; called, one body, and at each call the arguments, the call, the test of
 * the status and the results. What is equal is laid out, which runs faster.
 *
 * A call must also be possible: the kernel wants at most eight frames, 512 bytes of stack in all of
 * them, and addresses in registers. When functions call each other in more levels than that, every
 * second one, or third, is laid out, from the bottom up, so that none of them grows much. Loops
 * that the kernel runs (pass_loop.c) have frames of their own.
 */
#include "midend/call_size.h"

#include "midend/frame.h"

enum {
	MAX_LEVELS = CALL_FRAMES_MAX - 1, /* without the program */
	MAX_POINTERS = MIR_CALL_REGISTERS - 1,
	LOOPS_DEEP = 3, /* one in the other, in one function */
	COUNT_COST = 5, /* of a block that counts an error */
};

uint32_t inst_cost(const struct mir_inst *i)
{
	/* Operations that are nothing by themselves or more than one instruction and its operands.
	 */
	static const uint8_t costs[MIR_OPS] = {
		[MIR_OP_ADD_OV] = 3,	[MIR_OP_SUB_OV] = 3,	[MIR_OP_MUL_OV] = 12,
		[MIR_OP_FLOORDIV] = 12, [MIR_OP_FLOORMOD] = 14, [MIR_OP_SDIV] = 12,
		[MIR_OP_SREM] = 12,	[MIR_OP_SELECT] = 2,	[MIR_OP_FORGET] = 2,
		[MIR_OP_LOG2] = 26,	[MIR_OP_GLOBAL] = 2,	[MIR_OP_MAP] = 2,
		[MIR_OP_LOOKUP] = 5,	[MIR_OP_OWNED] = 6,	[MIR_OP_UPDATE] = 7,
		[MIR_OP_DELETE] = 5,	[MIR_OP_RESERVE] = 5,	[MIR_OP_SUBMIT] = 3,
		[MIR_OP_DISCARD] = 3,	[MIR_OP_COUNT] = 4,
	};

	switch ((int)i->op) {
	case MIR_OP_CONST:
	case MIR_OP_PARAM:
	case MIR_OP_CTX:
	case MIR_OP_PHI:
	case MIR_OP_SLOT:
	case MIR_OP_BOUND:
	case MIR_OP_NONNULL:
	case MIR_OP_RESULT:
	case MIR_OP_RET:
	case MIR_OP_FAIL:
		return 0;
	case MIR_OP_COPY:
		return (uint32_t)(i->imm + 7) / 8 * 2;
	case MIR_OP_ZERO:
		return 1 + (uint32_t)(i->imm + 7) / 8;
	case MIR_OP_HELPER:
	case MIR_OP_CALL:
		return 1 + i->nargs;
	}
	/* A comparison is part of the jump that asks for it. */
	if (mir_ops[i->op].result == MIR_RESULT_BOOL && !costs[i->op])
		return 0;
	return costs[i->op] ? costs[i->op] : 1;
}

struct size {
	uint32_t body, errors;	       /* instructions; those that count errors */
	uint32_t calls, callers, used; /* uses of results at all calls */
	bool fails;
};

static void measure_body(struct pass_run *run, const struct mir_func *f, struct size *s)
{
	bool *counted = arena_array(run->scratch, bool, run->m->sites.n + 1);

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id)
			continue;
		s->body += inst_cost(i);
		if (i->op != MIR_OP_GUARD && i->op != MIR_OP_FAIL)
			continue;
		s->fails = true;
		if (!counted[i->ref])
			s->errors += COUNT_COST;
		counted[i->ref] = true;
	}
}

static void measure_calls(const struct mir_module *m, const struct mir_func *f, struct size *s)
{
	for (uint32_t k = 0; k < m->funcs.n; k++) {
		const struct mir_func *by = m->funcs.v[k];
		uint32_t before = s->calls;

		for (uint32_t v = 1; v < by->insts.n; v++) {
			const struct mir_inst *i = &by->insts.v[v];

			if (!i->block.id)
				continue;
			s->calls += i->op == MIR_OP_CALL && m->funcs.v[i->ref] == f;
			s->used += i->op == MIR_OP_RESULT &&
				   m->funcs.v[by->insts.v[i->args[0].id].ref] == f;
		}
		s->callers += s->calls != before;
	}
}

static bool is_smaller_called(const struct mir_func *f, const struct size *s)
{
	uint32_t words = f->nresults + s->fails > 1 ? f->nresults + s->fails - 1 : 0;
	uint64_t laid_out = (uint64_t)s->calls * s->body + (uint64_t)s->callers * s->errors, called;
	/* Arguments and the address of the words, the call, what it costs to keep values over it.
	 */
	uint64_t one = f->nparams + (words ? 2 : 0) + 2 + (s->fails ? 1 : 0);

	called = s->body + s->errors + words + 2 + (s->fails ? 3 : 0) + s->calls * one + s->used;
	return called < laid_out;
}

/* ---- levels of calls ---- */

uint32_t call_loop_frames(const struct mir_func *f)
{
	uint32_t loops = 0;

	for (uint32_t v = 1; v < f->insts.n && loops < LOOPS_DEEP; v++)
		loops += f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_ROUNDS;
	return loops;
}

static bool raise_levels(const struct mir_module *m, struct mir_func *f)
{
	uint32_t below = 0, loops = call_loop_frames(f), loops_below = 0;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id)
			continue;
		if (i->op == MIR_OP_CALL && m->funcs.v[i->ref]->levels > below)
			below = m->funcs.v[i->ref]->levels;
		if (i->op == MIR_OP_CALL && m->funcs.v[i->ref]->loop_levels > loops_below)
			loops_below = m->funcs.v[i->ref]->loop_levels;
	}
	if (f->levels == below + 1 && f->loop_levels == loops + loops_below)
		return false;
	f->levels = below + 1;
	f->loop_levels = loops + loops_below;
	return true;
}

void call_size_levels(struct mir_module *m)
{
	bool moved = true;

	while (moved) {
		moved = false;
		for (uint32_t k = m->funcs.n; k-- > 0;)
			moved |= raise_levels(m, m->funcs.v[k]);
	}
}

/* Of each so many levels of calls one is kept. */
static uint32_t levels_for_one(const struct mir_module *m)
{
	uint32_t most = 0, loops = 0, room;

	for (uint32_t k = 0; k < m->funcs.n; k++) {
		const struct mir_func *f = m->funcs.v[k];

		most = !f->section && f->levels > most ? f->levels : most;
		loops = f->loop_levels > loops ? f->loop_levels : loops;
	}
	room = loops < MAX_LEVELS ? MAX_LEVELS - loops : 0;
	return room ? (most + room - 1) / room : most + 1;
}

/* ---- the decision ---- */

static bool can_be_called(struct pass_run *run, struct mir_func *f)
{
	uint32_t pointers = 0;

	for (uint32_t n = 0; n < f->nparams; n++)
		pointers += f->params[n].kind == MIR_PTR;
	f->stack_bytes = frame_of_slots(frame_slot_bytes(run, f)) + frame_of_callees(f);
	if (frame_is_indexed(f) && !kernel_has(run->options->kernel, KERNEL_STACK_INDEX))
		return false;
	return pointers <= MAX_POINTERS && f->stack_bytes <= CALL_STACK_BYTES &&
	       f->levels % levels_for_one(run->m) == 0;
}

void call_size_decide(struct pass_run *run, struct mir_func *f)
{
	struct size s = {0};

	f->is_called = false;
	measure_calls(run->m, f, &s);
	if (run->options->calls == CALLS_LAID_OUT ||
	    (s.calls < 2 && run->options->calls == CALLS_SMALLER) || !can_be_called(run, f))
		return;
	measure_body(run, f, &s);
	f->is_called = run->options->calls == CALLS_KEPT || is_smaller_called(f, &s);
}
