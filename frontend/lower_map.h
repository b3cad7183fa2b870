/* lower_map.h - maps of aggregates, of timers and of the script's own, for the commands on them. */
#ifndef FRONTEND_LOWER_MAP_H
#define FRONTEND_LOWER_MAP_H

#include "frontend/lowering.h"

/* The map that the call means: of that use, named by its argument, else `name`, else as the
 * program, with that key type (NULL: none). */
struct agg *agg_find(struct lower *l, const struct ast *call, enum map_use use, struct sv name,
		     const struct type *key);
/* The map of the script's own that the call names, for keys (NULL: no use of them, or an array) and
 * values (NULL: no use of them) of these types; declared in the module. */
struct agg *agg_plain(struct lower *l, const struct ast *call, const struct type *key,
		      const struct type *value);
/* The value of --by. */
struct rt agg_by(struct lower *l, const struct ast *by);
/* The values of the map are of this type, or that is reported. */
void agg_agree_on_value(struct lower *l, const struct ast *call, struct agg *a,
			const struct type *value);
/* Declares the map when this is its first use in the module; buckets of a histogram are set. */
void agg_make(struct lower *l, struct agg *a);
/* A stack slot that holds the key; a bucket number may follow at a->bucket_at. */
mir_val agg_key(struct lower *l, const struct agg *a, const struct rt *key);
/* The address of the value under the key, which is made, of zeros, when it is not there. Where the
 * map is full that is counted, and control goes to `full`. */
mir_val agg_value(struct lower *l, const struct agg *a, mir_val key, mir_block full);
/* Adds one to the number under the key. */
void agg_bump(struct lower *l, const struct agg *a, mir_val key);
/* The address of the value under the key; nullable. */
mir_val agg_lookup(struct lower *l, const struct agg *a, mir_val key);
mir_val agg_update(struct lower *l, const struct agg *a, mir_val key, mir_val value, int64_t flags);
/* Goes to `null` or on with the pointer that is not null. */
mir_val lower_nonnull(struct lower *l, mir_val ptr, mir_block null);
/* Adds to the 64 bits at ptr + offset. */
void lower_atomic_add(struct lower *l, mir_val ptr, mir_val v, int64_t offset);

#endif
