/*
 * analysis.h - what passes ask about a function: order of blocks, dominators, uses, loops.
 *
 * All are plain arrays by block or value number, made in an arena, correct for the function as it
 * stood. The pass manager keeps them while they hold.
 */
#ifndef MIDEND_ANALYSIS_H
#define MIDEND_ANALYSIS_H

#include "midend/mir.h"

/* Reachable blocks in reverse postorder: a block comes after its predecessors but for back edges.
 */
struct mir_order {
	mir_block *rpo;
	uint32_t n;
	uint32_t *index; /* by block: place in rpo + 1, 0: unreachable */
};

/* The dominator tree. Children of a block are linked in reverse postorder, so a walk in preorder
 * meets every predecessor of a block before the block, but for back edges. */
struct mir_dom {
	mir_block *idom;	    /* by block; none for the entry and unreachable blocks */
	mir_block *child, *sibling; /* by block: first child, next child of the same parent */
	uint32_t *enter, *leave;    /* by block: interval of preorder numbers below it */
};

/* Users of v: user[start[v]] … user[start[v + 1] - 1], by their numbers, once per operand. */
struct mir_uses {
	uint32_t *start;
	mir_val *user;
};

/* Retreating edges from → to (to is not after from in the order), by place of `from`. */
struct mir_loops {
	struct mir_back_edge {
		mir_block from, to;
	} *edges;
	uint32_t n;
	bool *header; /* by block: a target of one */
};

struct mir_order mir_order_make(struct arena *a, const struct mir_func *f);
struct mir_dom mir_dom_make(struct arena *a, const struct mir_func *f, const struct mir_order *o);
struct mir_uses mir_uses_make(struct arena *a, const struct mir_func *f);
struct mir_loops mir_loops_make(struct arena *a, const struct mir_func *f,
				const struct mir_order *o);
/* The natural loop of the head: what leads back to it without passing it. Its blocks, in reverse
 * postorder, the head first, go into blocks[] and are marked in in[], where nothing is marked;
 * both have an element for each block of the function. Returns how many. */
uint32_t mir_loop_blocks(const struct mir_func *f, const struct mir_loops *loops,
			 const struct mir_order *order, mir_block head, bool *in,
			 mir_block *blocks);

/* Marks the blocks of the loop in marked[], where others may be marked; in[] and blocks[] are as
 * above, and behind it nothing is marked in in[]. */
void mir_loop_mark(const struct mir_func *f, const struct mir_loops *loops,
		   const struct mir_order *order, mir_block head, bool *in, mir_block *blocks,
		   bool *marked);

static inline bool mir_reachable(const struct mir_order *o, mir_block b)
{
	return o->index[b.id] != 0;
}
/* Every path from the entry to b passes a; a dominates itself. Both are reachable. */
static inline bool mir_dominates(const struct mir_dom *d, mir_block a, mir_block b)
{
	return d->enter[a.id] <= d->enter[b.id] && d->leave[b.id] <= d->leave[a.id];
}
/* By value: its place in its block. */
uint32_t *mir_positions_make(struct arena *a, const struct mir_func *f);

/* The context may be written: what is read of it may differ from place to place. */
bool mir_writes_ctx(const struct mir_func *f);

#endif
