/* outline.h - a loop on its way into a function of its own, between the files of pass_loop.c. */
#ifndef MIDEND_OUTLINE_H
#define MIDEND_OUTLINE_H

#include "midend/loop_slots.h"

enum { OUTLINE_WORD = 8 }; /* bytes */

/* Of the function of a round. */
#define OUTLINE_ENTRY ((mir_block){1})

struct outline {
	struct pass_run *run;
	struct mir_func *f, *round; /* the function of one round */
	mir_block head;
	bool *in;	   /* by block: it is of the loop */
	mir_block *blocks; /* of the loop, in order, the head first */
	uint32_t nblocks;
	mir_val rounds;
	mir_block limit;   /* where `rounds` leads when it is false */
	uint32_t *word_of; /* by value: its word in the record, 0: none */
	uint32_t nwords;
	mir_val *given; /* values that are used in the loop and made outside */
	uint32_t ngiven;
	struct reread { /* by value: of what is outside, where it was read last */
		mir_val v;
		mir_block in;
	} * reread;
	mir_val *phis; /* of the head */
	uint32_t nphis;
	mir_val *left; /* made in the loop and used outside, phis of the head not among them */
	uint32_t nleft;
	mir_val *values;   /* by value: what it is in the function of a round */
	mir_block *copies; /* by block */
	struct exit {
		mir_block from, to;
		unsigned which;
	} * exits; /* ways out but for the limit; exits[k] is way k + 1 */
	uint32_t nexits;
	bool forgets_way; /* the verifier need not know which it was */
	mir_val joined;	 /* the slot that slots of loops are parts of */
	mir_val *shared; /* slots that it uses and others too, which must be forgotten */
	uint32_t nshared;
	mir_val record;		 /* the slot */
	mir_val number, arrives; /* what the function of a round is given: its number, the record */
	uint32_t bytes;
};

/* A value of the loop. */
static inline bool outline_has(const struct outline *o, mir_val v)
{
	return o->in[mir_inst(o->f, v)->block.id];
}

/* A value that the function of a round makes itself. */
static inline bool outline_makes(const struct mir_inst *i)
{
	return i->op == MIR_OP_CONST || i->op == MIR_OP_GLOBAL || i->op == MIR_OP_MAP ||
	       i->op == MIR_OP_OFFSET;
}

/* A phi of the loop's head. */
static inline bool outline_is_phi(const struct outline *o, mir_val v)
{
	const struct mir_inst *i = mir_inst(o->f, v);

	return i->op == MIR_OP_PHI && i->block.id == o->head.id;
}

/* Puts a value into its word of the record; reads it. */
void outline_put_word(struct mir_builder *b, mir_val record, uint32_t word, mir_val v);
mir_val outline_get_word(struct mir_builder *b, mir_val record, uint32_t word, struct mir_type t);
/* The place of the edge among the predecessors of its target. */
uint32_t outline_place_of_edge(const struct mir_func *f, mir_block from, unsigned which);
/* Makes the function of a round. */
void outline_make_round(struct outline *o, const struct mir_dom *dom, uint32_t number);
/* Lets the kernel run the rounds where the loop was. */
void outline_replace(struct outline *o);

#endif
