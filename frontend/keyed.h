/*
 * keyed.h - what the commands on maps of the script's own share: a map with a key, whose value is
 * found, made, stored.
 */
#ifndef FRONTEND_KEYED_H
#define FRONTEND_KEYED_H

#include "frontend/lower_map.h"

struct keyed {
	struct agg *map;
	mir_val slot;	  /* of the key */
	mir_val owner;	  /* whose value it is, instead */
	bool may_be_none; /* control may have gone elsewhere: there is no such key */
};

/* ---- cmd_map.c ---- */
/* The key of a call: the argument, else the input; where there is no such element or structure
 * control goes to `outside`. `value` is what is put, of which the map is to hold the type; NULL:
 * nothing is. */
struct keyed keyed_of(struct lower *l, const struct ast *call, const struct ast *arg,
		      const struct rt *in, const struct type *value, mir_block outside);
/* The address of the value, nullable. */
mir_val keyed_find(struct lower *l, const struct keyed *k);
/* The address of a value that belongs to something, which is made of zeros where there is none. */
mir_val keyed_make(struct lower *l, const struct keyed *k, mir_block full);
/* The value as the map holds it. */
mir_val keyed_slot(struct lower *l, const struct agg *a, struct rt value);
void keyed_delete(struct lower *l, const struct keyed *k);
void keyed_count_full(struct lower *l, const struct agg *a);
/* What a value that must be one is missing. */
extern const char keyed_null_value[];

/* ---- cmd_map_update.c ---- */
/* Stores the value as one; where there is no room for it control goes to `full`. Of a map whose
 * values are changed as a whole. */
void whole_put(struct lower *l, const struct keyed *k, mir_val value, mir_block full);
void whole_delete(struct lower *l, const struct keyed *k);

#endif
