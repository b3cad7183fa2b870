/*
 * floor.c - the oldest kernel that runs a compiled module, from the tables of what it uses.
 */
#include "driver/driver.h"
#include "lang/helpers.h"
#include "lang/kernels.h"
#include "midend/analysis.h"

static void raise_to(uint32_t *floor, uint32_t kernel)
{
	if (kernel > *floor)
		*floor = kernel;
}

/* Whether the pointer leads into the stack at a place that is computed. */
static bool is_indexed_stack(const struct mir_inst *i)
{
	return i->op == MIR_OP_INDEX && i->type.space == MIR_SPACE_STACK;
}

static uint32_t kernel_of_inst(const struct mir_inst *i, uint32_t oldest)
{
	if (i->op == MIR_OP_HELPER)
		return helpers[helper_for(i->ref, oldest)].kernel;
	if (i->op == MIR_OP_RUN || i->op == MIR_OP_ROUNDS)
		return KERNEL_ROUNDS;
	if (i->op == MIR_OP_CALL)
		return KERNEL_CALLS;
	if (i->op == MIR_OP_ATOMIC_FETCH || i->op == MIR_OP_ATOMIC_SWAP)
		return KERNEL_FETCH;
	return is_indexed_stack(i) ? KERNEL_STACK_INDEX : 0;
}

static bool has_loop(const struct mir_func *f)
{
	struct arena scratch = {0};
	struct mir_order order = mir_order_make(&scratch, f);
	bool has = mir_loops_make(&scratch, f, &order).n > 0;

	arena_free(&scratch);
	return has;
}

uint32_t kernel_floor(const struct mir_module *m, const struct unit *unit, const char *cpu,
		      uint32_t oldest)
{
	uint32_t floor = KERNEL_BTF;

	if (strcmp(cpu, "v4") == 0)
		raise_to(&floor, KERNEL_CPU_V4);
	else if (strcmp(cpu, "v3") == 0)
		raise_to(&floor, KERNEL_CPU_V3);
	if (m->globals.n || m->sites.n)
		raise_to(&floor, KERNEL_DATA);
	for (uint32_t i = 0; i < m->maps.n; i++)
		raise_to(&floor, kernel_of_map(m->maps.v[i].kind));
	for (uint32_t i = 0; i < unit->programs.n; i++)
		raise_to(&floor, probes[unit->programs.v[i].target.probe].kernel);
	for (uint32_t f = 0; f < m->funcs.n; f++) {
		const struct mir_func *fn = m->funcs.v[f];

		for (uint32_t i = 1; i < fn->insts.n; i++)
			if (fn->insts.v[i].block.id)
				raise_to(&floor, kernel_of_inst(&fn->insts.v[i], oldest));
		if (has_loop(fn))
			raise_to(&floor, KERNEL_LOOPS);
	}
	return floor;
}
