/*
 * lower_loop.h - loops: lower_loop.c, lower_while.c and those who make loops of their own.
 */
#ifndef FRONTEND_LOWER_LOOP_H
#define FRONTEND_LOWER_LOOP_H

#include "frontend/lowering.h"

/* ---- lower_loop.c ---- */
void lower_for(struct lower *l, const struct ast *n);
/* Reports when so many rounds, times those of the loops around, are too many for the verifier. */
bool lower_too_many(struct lower *l, const struct ast *n, uint64_t trips);
/* The body of a loop with its variable (of `for`) bound to the item; `continue` and `break` go to
 * the two blocks. */
void lower_loop_body(struct lower *l, const struct ast *n, struct rt item, mir_block next,
		     mir_block leave);
/* A loop of exactly `trips` rounds unless something goes to `leave`: code between counted_begin and
 * counted_end is its body; `next` is where `continue` goes. */
struct counted {
	mir_block head, next, leave;
	mir_val i;	       /* number of the round */
	uint64_t rounds;       /* of the loops around it */
	uint64_t jumps;	       /* lower.jumps before it */
	uint32_t trips, first; /* its rounds; its first instruction */
	const struct ast *of;  /* a loop of the script, which may become open */
	bool comm_ready;
};
struct counted counted_begin(struct lower *l, uint32_t trips);
void counted_end(struct lower *l, struct counted *c);
/* A loop of which nobody knows how often it runs, or of too many rounds: the kernel runs it
 * (midend/pass_loop.c), and its verifier goes through a round about OPEN_PASSES times. Where there
 * is a counter it goes up with each round. */
enum { OPEN_PASSES = 4 };
bool open_can(const struct lower *l);
/* A loop is refused; says which kernels run it where the one that is asked for is too old. */
void loop_report(struct lower *l, struct span at, const char *why, const char *help);
/* A loop of so many rounds is one. */
bool open_wanted(const struct lower *l, const struct ast *n, uint64_t trips);
struct counted open_begin(struct lower *l);
void open_end(struct lower *l, struct counted *c, struct var *counter);
/* Conditional jumps among the instructions from `first` on, as they come out without optimisation.
 */
uint32_t lower_jumps_from(const struct lower *l, uint32_t first);
/* counted_end of a loop that the script has written. */
void lower_loop_end(struct lower *l, struct counted *c);

/* A loop whose rounds are laid out one after the other: `next` is where the one ends. */
struct laid_out {
	mir_block leave;
	uint64_t copies; /* lower.copies before it */
	bool comm_ready;
};
struct laid_out laid_out_begin(struct lower *l, uint64_t trips);
void laid_out_round(struct lower *l, const struct laid_out *o, const struct ast *n, struct rt item,
		    mir_block next);
void laid_out_end(struct lower *l, const struct laid_out *o);

/* ---- lower_while.c ---- */
/* `while`, and `loop`, which has no condition. */
void lower_while(struct lower *l, const struct ast *n);
/* What is known of the loop from the round of lowering before, NULL: nothing. */
struct bound *bound_find(const struct lower *l, const struct ast *n);
/* The next round of lowering lets the kernel run the loop. */
void bound_open(struct lower *l, const struct ast *n);
/* … lays its rounds out one after the other, where they are few. */
void bound_lay_out(struct lower *l, const struct ast *n);
/* The loop, of so many rounds, is laid out so. */
bool bound_is_laid_out(const struct lower *l, const struct ast *n, uint64_t trips);

#endif
