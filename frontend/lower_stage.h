/* lower_stage.h - one element in one stage of a pipeline, for lower_stream.c. */
#ifndef FRONTEND_LOWER_STAGE_H
#define FRONTEND_LOWER_STAGE_H

#include "frontend/lower_stream.h"

/* How many elements have come to a stage: known while none of them was conditional. */
struct counter {
	struct var *var; /* NULL: it is `n` */
	uint32_t n;
};

/* Goes on with the element only when cond holds. */
void stage_drop_unless(struct lower *l, struct stream *s, mir_val cond);
/* The number of elements that came to the stage before, as this one comes. */
mir_val stage_count(struct lower *l, struct counter *c);
/* How many elements take and skip mean, and whether the call says so. */
bool stage_is_known(const struct ast *call, int64_t *amount);
mir_val stage_amount(struct lower *l, const struct stage *stage);
/* The flag of a stage that begins or ends with an element: it has. */
void stage_set_flag(struct lower *l, struct counter *c);
/* No more elements are wanted, this one neither. */
void stage_stop(struct lower *l, struct stream *s, struct counter *c);
/* One stage of the element; false when it drops every element that comes here. */
bool stage_through(struct lower *l, struct stream *s, const struct stage *stage, struct counter *c);

#endif
