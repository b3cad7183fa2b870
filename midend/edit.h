/*
 * edit.h - changing functions: what passes need beside the building of mir.h.
 *
 * Edges: a block stands among its target's predecessors once per edge, and each phi there has one
 * operand per predecessor. Every function here keeps the two in step.
 */
#ifndef MIDEND_EDIT_H
#define MIDEND_EDIT_H

#include "midend/mir.h"

/* A new value that stands in no block yet; operands are copied, the result type filled in. */
mir_val mir_new(struct mir_func *f, struct mir_inst i);
/* Gives the instruction a fresh operand array with a copy of these; returns it. */
mir_val *mir_set_operands(struct mir_func *f, mir_val v, const mir_val *args, uint32_t n);
/* Puts a value at position `index` of the block. */
void mir_place(struct mir_func *f, mir_block b, uint32_t index, mir_val v);
/* Puts values, in this order, at the head of a block without phis. */
void mir_prepend(struct mir_func *f, mir_block b, const mir_val *v, uint32_t n);
/* The number as a constant of that type holds it: sign-extended from its width; i1 is 0 or 1. */
int64_t mir_const_wrap(struct mir_type t, int64_t v);

/* `from` becomes the last predecessor of `to`; the caller adds operands to phis. */
void mir_edge_add(struct mir_func *f, mir_block to, mir_block from);
/* One edge less: the predecessor and its phi operands go. */
void mir_edge_remove(struct mir_func *f, mir_block to, mir_block from);
/* The edge old → to now comes from `from`: its place and phi operands stay. */
void mir_edge_move(struct mir_func *f, mir_block to, mir_block old, mir_block from);

/* Marks the instruction removed without searching its block's list; mir_sweep takes all such out
 * of the lists in one go. Terminators leave their edges. */
void mir_kill(struct mir_func *f, mir_val v);
void mir_sweep(struct mir_func *f);
/* Removes a block nobody can reach, with its edges; the lists of others stay. */
void mir_block_kill(struct mir_func *f, mir_block b);
/* Removes every block that the entry does not reach; true when there was one. */
bool mir_remove_unreachable(struct arena *scratch, struct mir_func *f);
/* Turns the branch of `b` into a jump to its target `keep` (0 or 1); the other edge goes. */
void mir_branch_to_jump(struct mir_func *f, mir_block b, unsigned keep);
/* Makes `v` a constant in place. */
void mir_become_const(struct mir_func *f, mir_val v, int64_t value);

/* Replacement of many values in one sweep: to[v] is what stands for v, 0 for v itself. */
struct mir_forward {
	mir_val *to; /* mir_func.insts.n elements */
	uint32_t n;
	bool any;
};
struct mir_forward mir_forward_new(struct arena *a, const struct mir_func *f);
/* What stands for v in the end; shortens the chain. */
mir_val mir_forward_get(struct mir_forward *w, mir_val v);
void mir_forward_set(struct mir_forward *w, mir_val from, mir_val to);
/* Rewrites every operand of the function. */
void mir_forward_apply(struct mir_func *f, struct mir_forward *w);

#endif
