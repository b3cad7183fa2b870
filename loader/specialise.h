/*
 * specialise.h - load-time constants folded into a program's instructions before the kernel sees it.
 *
 * The kernel's verifier knows what a frozen .rodata holds and drops the branches that can never be
 * taken, but it leaves the loads and moves that fed them: a filter that nobody uses would still cost
 * its load. Here the branch, what fed it and what it guarded go away altogether.
 */
#ifndef LOADER_SPECIALISE_H
#define LOADER_SPECIALISE_H

#include "loader/elf_file.h"

#include <linux/bpf.h>

/* The object's bytes with every program section folded for the .rodata that is in them. The result
 * is a copy in the arena, or `f->bytes` when nothing could be folded. Section .text (subprograms) stays
 * as it is. `f` must have been checked by elf_file_open. */
struct sv specialise(struct arena *a, const struct elf_file *f);

/* ---- between specialise.c and specialise_edit.c ---- */

enum {
	FOLD_REACHED = 1, /* control gets here */
	FOLD_GONE = 2,	  /* to be deleted */
	FOLD_TAIL = 4,	  /* second half of a 16-byte instruction */
	FOLD_TAKEN = 8,	  /* a conditional jump that is always taken */
	FOLD_ENTRY = 16,  /* a function starts here */
};

/* A program section's code in the copy of the object. */
struct fold_code {
	struct bpf_insn *insns;
	uint32_t n;
	uint8_t *flags;	   /* FOLD_* by instruction */
	int64_t *rodata;   /* by instruction: offset in .rodata that a relocation points to, or -1 */
	bool *relocated;   /* by instruction: any relocation applies */
};

/* Folds and marks; true when some instruction is gone. */
bool fold_code(struct arena *a, struct fold_code *code, struct sv rodata);
/* Deletes what is marked from section `index` of the copy `image`, and everything that counts in its
 * instructions follows: jumps, relocations, symbols, BTF line and function records. */
void fold_delete(struct arena *a, char *image, const struct elf_file *f, uint32_t index,
		 const struct fold_code *code);

#endif
