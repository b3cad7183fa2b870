/*
 * llvm_data.c - addresses of what stands in .bss: variables and the counters of sites.
 *
 * Each address is two instructions wide, and to LLVM each variable is one of its own. All stand in
 * one section, in the order in which they were made: between two calls, which leave few registers,
 * the address of the first is made once and the others are so many bytes further on.
 */
#include "backend/llvm_unit.h"

struct llvm_data {
	LLVMValueRef base;   /* address of the section here, NULL: not made yet */
	LLVMValueRef *after; /* the same at the end of each MIR block */
};

void llvm_data_place(struct llvm_unit *u)
{
	const struct mir_module *m = u->mir;
	uint32_t at = 0;

	u->bss_at = arena_array(u->arena, uint32_t, m->globals.n);
	for (uint32_t n = 0; n < m->globals.n; n++) {
		const struct mir_global *g = &m->globals.v[n];

		if (g->section != MIR_GLOBAL_BSS)
			continue;
		u->bss = u->bss ? u->bss : u->globals[n];
		u->bss_at[n] = (at + g->align - 1) / g->align * g->align;
		at = u->bss_at[n] + g->size;
	}
	u->bss = u->bss ? u->bss : u->sites;
	u->sites_at = (at + 7) & ~7u;
}

struct llvm_data *llvm_data_open(struct llvm_unit *u, const struct mir_func *mir)
{
	struct llvm_data *d = arena_new(u->arena, struct llvm_data);

	*d = (struct llvm_data){.after = arena_array(u->arena, LLVMValueRef, mir->blocks.n)};
	return d;
}

void llvm_data_enter(struct llvm_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f->mir, b);

	f->data->base = bb->npreds == 1 ? f->data->after[bb->preds[0].id] : NULL;
}

void llvm_data_leave(struct llvm_func *f, mir_block b)
{
	f->data->after[b.id] = f->data->base;
}

void llvm_data_pass(struct llvm_func *f, const struct mir_inst *i)
{
	if (i->op == MIR_OP_SUBMIT || i->op == MIR_OP_DISCARD ||
	    strpbrk(mir_ops[i->op].operands, "mhf"))
		f->data->base = NULL;
}

static LLVMValueRef bss_at(const struct llvm_func *f, int64_t offset)
{
	struct llvm_unit *u = f->unit;
	LLVMValueRef at = LLVMConstInt(u->i64, (uint64_t)offset, true);

	/* Written out, or LLVM would make all of them of one, kept over the calls. */
	if (!f->data->base)
		f->data->base = llvm_asm(u, "$0 = $1 ll", "=r,i", false, &u->bss, 1);
	return offset ? LLVMBuildInBoundsGEP2(u->builder, u->i8, f->data->base, &at, 1, "")
		      : f->data->base;
}

LLVMValueRef llvm_data_global(const struct llvm_func *f, uint32_t ref, int64_t offset)
{
	if (f->unit->mir->globals.v[ref].section != MIR_GLOBAL_BSS)
		return NULL;
	return bss_at(f, f->unit->bss_at[ref] + offset);
}

LLVMValueRef llvm_data_site(const struct llvm_func *f, uint32_t site)
{
	return bss_at(f, f->unit->sites_at + 8 * (int64_t)site);
}
