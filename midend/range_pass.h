/* range_pass.h - what pass_range.c, which walks, and range_rewrite.c share. */
#ifndef MIDEND_RANGE_PASS_H
#define MIDEND_RANGE_PASS_H

#include "midend/pass_run.h"
#include "midend/range.h"

struct ranges_undo {
	mir_val v;
	struct range was;
};

struct ranges {
	struct pass_run *run;
	struct mir_func *f;
	uint32_t nvalues; /* of the function before the pass added some */
	struct range *of; /* by value, where the walk is */
	VEC(struct ranges_undo) undos;
	uint32_t *edge;		    /* by block: number of its first incoming edge */
	bool *taken;		    /* by edge */
	uint32_t *input;	    /* by phi: number of its first operand in `inputs` */
	struct range *inputs, *phi; /* what came along each edge; by value: a head's phi */
	uint8_t *grown;		    /* by phi: how often it grew */
	bool *bounded;		    /* by value: a bound is made of it */
	mir_val *overflow;	    /* by value: the *.ov with the operands of this operation */
	uint32_t *place;	    /* by value: in its block */
	enum { RANGES_GROW, RANGES_SHRINK, RANGES_GIVE_UP, RANGES_NOTE, RANGES_REWRITE } mode;
	bool moved; /* a phi at a loop head or an edge changed in this walk */
	/* rewriting */
	struct mir_forward forward;
	VEC(mir_val) made;
	VEC(uint32_t) list; /* of the block at hand, when something was added to it */
	bool changed;
};

static inline struct mir_type ranges_type(const struct ranges *r, mir_val v)
{
	return mir_inst(r->f, v)->type;
}

/* Values that the rewriting added are not followed. */
static inline bool ranges_follow(const struct ranges *r, mir_val v)
{
	return v.id < r->nvalues;
}

static inline struct range ranges_get(const struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);

	if (ranges_follow(r, v))
		return r->of[v.id];
	return i->op == MIR_OP_CONST ? range_of_const(i->type, i->imm) : range_of_type(i->type);
}

/* A `bound` is made of it: it indexes memory. */
static inline bool ranges_is_bounded(const struct ranges *r, mir_val v)
{
	return ranges_follow(r, v) && r->bounded[v.id];
}

/* Rewrites an instruction, not the last of its block, by what is known of its operands here. */
void ranges_rewrite(struct ranges *r, mir_val v);
/* Operand 0 of v, a condition in the range `now`, becomes its constant if it is one. */
void ranges_rewrite_condition(struct ranges *r, mir_val v, struct range now);
/* The block takes what the rewriting added to it. */
void ranges_rewrite_block(struct ranges *r, mir_block b);

#endif
