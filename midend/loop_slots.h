/* loop_slots.h - what pass_loop.c needs to give loops one address for many slots. */
#ifndef MIDEND_LOOP_SLOTS_H
#define MIDEND_LOOP_SLOTS_H

#include "midend/pass_run.h"

enum { LOOP_SLOTS_MAX = 16384 };

/* Moves what is the same in the whole function to its entry, and joins the slots of a program that
 * loops use which the kernel runs: an offset of one slot each. */
void loop_slots_join(struct pass_run *run, struct mir_func *f);
/* Removes slots that only a loop used which is a function of its own now. */
void loop_slots_drop(struct pass_run *run, struct mir_func *f);

#endif
