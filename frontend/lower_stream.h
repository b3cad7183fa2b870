/*
 * lower_stream.h - the elements of a list one by one through a pipeline, and what fails on the way:
 * between lower_stream.c, lower_maps.c, lower_absorb.c and the commands that take them.
 */
#ifndef FRONTEND_LOWER_STREAM_H
#define FRONTEND_LOWER_STREAM_H

#include "frontend/lowering.h"

/* ---- lower_stream.c: elements one by one ---- */
/* Goes through a list: while (stream_next()) has the next element in `item`. What is lowered
 * between runs only when there is one. */
struct stream {
	struct elem {
		struct rt item;
		mir_val present; /* as of a list */
		uint32_t after;	 /* the place of the stage that adds it; 0: none does */
	} * elems;
	uint32_t n;
	const struct stage **stages;
	struct counter *counters; /* by stage: the elements that came to it */
	uint32_t nstages, at;
	struct rt item;
	mir_block next; /* where control goes without this element; none: it is always there */
	bool comm_ready;
	bool over;	   /* no more are wanted */
	bool blind;	   /* nobody looks at the elements: an error is one, see lower_absorb.c */
	mir_block arrived; /* where an error has got through all stages */
	uint64_t copies;
};
/* The list, each element of which still goes through the command. */
struct rt stream_stage(struct lower *l, const struct ast *call, const struct rt *in,
		       const struct rt *put);
/* The command puts more elements before or behind those that come. */
bool stream_adds(const struct ast *call);
struct stream stream_begin(struct lower *l, const struct rt *list);
/* lower_maps.c: the stages at the end that make one element of each and do nothing else; the list
 * without them, and with them again. */
struct maps {
	const struct stage **v;
	uint32_t n;
};
struct rt maps_split(struct lower *l, const struct rt *in, struct maps *m);
struct rt maps_join(struct lower *l, struct rt list, const struct maps *m);
/* Where the command's closure does not look at its element: the list without them; the list with
 * the command as a stage before them. */
struct rt maps_drop(struct lower *l, const struct ast *call, const struct rt *in);
struct rt maps_stage(struct lower *l, const struct ast *call, const struct rt *in);
bool stream_next(struct lower *l, struct stream *s);
/* Behind what was done with the element: `with` where there was one; where not `without`, which was
 * known before, or NULL for zeroes. */
struct rt stream_merge(struct lower *l, struct stream *s, struct rt with, const struct rt *without);
/* Continues without the element, after control has gone elsewhere with it. */
void stream_gone(struct lower *l, struct stream *s);
void stream_end(struct lower *l, struct stream *s);
/* A record of whether there is a value, and the value. */
struct rt rt_found(struct lower *l, mir_val present, struct rt value);
/* One value of all elements: the first one, or `start`, combined with each of the others. */
typedef struct rt combine_fn(struct lower *l, const struct ast *call, struct rt item,
			     struct rt so_far);
struct rt list_reduce(struct lower *l, const struct ast *call, const struct rt *in,
		      const struct rt *start, combine_fn *combine);
/* The record of `wrap` with the value in it. */
struct rt lower_wrapped(struct lower *l, const struct ast *call, struct rt item);
/* The list with what it still had to go through done. */
struct rt stream_collect(struct lower *l, struct rt list);
/* The same for who only wants to know how many elements there are: those that are errors are
 * elements too, and none has a value. */
struct rt stream_count(struct lower *l, struct rt list);
/* The command takes elements one by one, and so is given what is not collected. */
bool stream_takes(enum cmd cmd);
/* i1: what a predicate gave; null is not true. */
mir_val lower_is_true(struct lower *l, const struct rt *v);

/* ---- lower_absorb.c: errors in closures of a list's commands that are not raised ---- */
struct absorb {
	struct handler handler;
	struct handler *outer;
	bool in_each;
};
/* What fails between the two goes to the handler's block, where the caller goes on; absorb_end:
 * whether anything can. */
void absorb_begin(struct lower *l, struct absorb *a);
bool absorb_end(struct lower *l, struct absorb *a);
/* Continues where it has failed; what has not goes to the block that this gives. */
mir_block absorb_failed(struct lower *l, const struct absorb *a);
/* i1: the predicate of a command gives `sought` for the element, and does not fail; `comm_ready` is
 * what holds behind it. */
mir_val lower_holds(struct lower *l, const struct ast *call, const struct rt *item, bool comm_ready,
		    bool sought);
/* What a command of a list does with an element that is an error. */
enum absorb_kind {
	ABSORB_PASSES, /* passes it on */
	ABSORB_WRAPS,  /* makes a record of it, parts of which can be had */
	ABSORB_COUNTS, /* passes it on or not, by its number */
	ABSORB_JOINS,  /* passes it on, with others */
	ABSORB_STOPS,  /* takes it for the end of the list */
	ABSORB_DROPS,  /* does not pass it on */
	ABSORB_STARTS, /* takes it for the beginning, and passes it on */
	ABSORB_UNKNOWN,
};
enum absorb_kind absorb_at(const struct stage *stage);
/* What fails in the first of these stages is never raised: one behind it takes it for the end, or
 * all pass it on to what is `blind` to it. */
bool absorb_can(const struct stage *const *stages, uint32_t n, bool blind);

#endif
