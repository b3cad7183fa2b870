/*
 * tally.c - variables that only count: how far they can have come.
 *
 * A variable to which nothing is ever done in the module but adding small constants cannot overflow
 * while a kernel is up: an atomic addition to one word takes more than 1 ns, and all cpus take
 * turns at it, so that ADDED_MAX in steps of TALLY_STEP takes 2^60 ns, which is 36 years. What
 * starts within START_MAX of 0 therefore stays within the sum of both. Nobody else writes to it:
 * the loader sets parameters, in .rodata, before the kernel has the object.
 */
#include "midend/tally.h"

#define START_MAX (INT64_C(1) << 61)
#define ADDED_MAX (INT64_C(1) << 62)
enum { TALLY_STEP = 4, TALLY_BYTES = 8 };

/* The global that the address leads to the start of, or UINT32_MAX. */
static uint32_t global_of(const struct mir_func *f, mir_val address)
{
	const struct mir_inst *i = mir_inst(f, address);

	return i->op == MIR_OP_GLOBAL ? i->ref : UINT32_MAX;
}

static bool starts_small(const struct mir_global *g)
{
	int64_t start = 0;

	if (g->section == MIR_GLOBAL_RODATA || g->size != TALLY_BYTES)
		return false;
	if (g->init)
		memcpy(&start, g->init, sizeof(start));
	return start >= -START_MAX && start <= START_MAX;
}

static bool adds_little(const struct mir_func *f, const struct mir_inst *i)
{
	const struct mir_inst *by = mir_inst(f, i->args[1]);

	return i->imm == 0 && by->op == MIR_OP_CONST && by->imm >= -TALLY_STEP &&
	       by->imm <= TALLY_STEP;
}

/* Operand n of the instruction, an address, is read or counted up through and nothing else. */
static bool only_counts(const struct mir_func *f, const struct mir_inst *i, uint32_t n)
{
	return i->op == MIR_OP_LOAD || (i->op == MIR_OP_ATOMIC_ADD && n == 0 && adds_little(f, i));
}

static void find_tallies(const struct mir_module *m)
{
	for (uint32_t g = 0; g < m->globals.n; g++)
		m->globals.v[g].tally = starts_small(&m->globals.v[g]) ? MIR_TALLY : MIR_TALLY_NONE;
	for (uint32_t k = 0; k < m->funcs.n; k++) {
		const struct mir_func *f = m->funcs.v[k];

		for (uint32_t v = 1; v < f->insts.n; v++) {
			const struct mir_inst *i = &f->insts.v[v];

			for (uint32_t n = 0; i->block.id && n < i->nargs; n++) {
				uint32_t g = global_of(f, i->args[n]);

				if (g != UINT32_MAX && !only_counts(f, i, n))
					m->globals.v[g].tally = MIR_TALLY_NONE;
			}
		}
	}
}

struct range tally_range(const struct mir_module *m, const struct mir_func *f, mir_val v)
{
	const struct mir_inst *i = mir_inst(f, v);
	uint32_t g = global_of(f, i->args[0]);

	if (g == UINT32_MAX || i->imm || i->type.kind != MIR_I64)
		return range_of_type(i->type);
	if (m->globals.v[g].tally == MIR_TALLY_UNKNOWN)
		find_tallies(m);
	if (m->globals.v[g].tally != MIR_TALLY)
		return range_of_type(i->type);
	return range_signed(-START_MAX - ADDED_MAX, START_MAX + ADDED_MAX);
}
