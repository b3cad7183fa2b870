/*
 * floor.c - the oldest kernel that runs a compiled module, from the tables of what it uses.
 */
#include "driver/driver.h"
#include "lang/helpers.h"

#include <linux/bpf.h>

/* First kernel with a kind of map: Documentation/bpf and the commits that added them. */
static uint32_t map_kernel(uint32_t kind)
{
	switch (kind) {
	case BPF_MAP_TYPE_RINGBUF:
		return 508;
	case BPF_MAP_TYPE_PERCPU_HASH:
	case BPF_MAP_TYPE_PERCPU_ARRAY:
		return 406;
	default:
		return 401;
	}
}

/* First kernel with atomics that give what stood there before. */
enum { ATOMICS_KERNEL = 512 };

static uint32_t inst_kernel(const struct mir_inst *i)
{
	switch (i->op) {
	case MIR_OP_HELPER:
		return helpers[i->ref].kernel;
	case MIR_OP_RUN:
	case MIR_OP_ROUNDS:
		return MIR_ROUNDS_KERNEL;
	case MIR_OP_ATOMIC_FETCH:
	case MIR_OP_ATOMIC_SWAP:
		return ATOMICS_KERNEL;
	default:
		return 0;
	}
}

static void raise_to(uint32_t *floor, uint32_t kernel)
{
	if (kernel > *floor)
		*floor = kernel;
}

uint32_t kernel_floor(const struct mir_module *m, const struct unit *unit, const char *cpu)
{
	uint32_t floor = 418; /* BTF */

	if (strcmp(cpu, "v4") == 0)
		raise_to(&floor, 606);
	else if (strcmp(cpu, "v3") == 0)
		raise_to(&floor, 501);
	if (m->globals.n || m->sites.n)
		raise_to(&floor, 502);
	for (uint32_t i = 0; i < m->maps.n; i++)
		raise_to(&floor, map_kernel(m->maps.v[i].kind));
	for (uint32_t i = 0; i < unit->programs.n; i++)
		raise_to(&floor, probes[unit->programs.v[i].target.probe].kernel);
	for (uint32_t f = 0; f < m->funcs.n; f++) {
		const struct mir_func *fn = m->funcs.v[f];

		for (uint32_t i = 1; i < fn->insts.n; i++)
			if (fn->insts.v[i].block.id)
				raise_to(&floor, inst_kernel(&fn->insts.v[i]));
	}
	return floor;
}
