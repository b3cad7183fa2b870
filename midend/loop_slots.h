/* loop_slots.h - what pass_loop.c needs to give loops one address for many slots. */
#ifndef MIDEND_LOOP_SLOTS_H
#define MIDEND_LOOP_SLOTS_H

#include "midend/pass_run.h"

enum {
	LOOP_SLOTS_MAX = 16384,
	LOOP_SLOT_WORDS = 32, /* bytes of a slot of which words are forgotten one by one */
};

/* Moves what is the same in the whole function to its entry, and joins the slots of a program that
 * loops use which the kernel runs: an offset of one slot each. That slot, or none. */
mir_val loop_slots_join(struct pass_run *run, struct mir_func *f);
/* The slots, offsets of `joined` among them, that the loop of the blocks in in[] uses and others
 * too; into out[], which has an element for each value. Returns how many. */
uint32_t loop_slots_shared(struct pass_run *run, struct mir_func *f, const bool *in, mir_val joined,
			   mir_val *out);
/* Lets the verifier forget what is in the slot; it knows nothing of `unknown`. Of a large one the
 * kernel copies the bytes to where they are; a small one is set. */
void loop_slots_forget(struct mir_builder *b, mir_val slot, mir_val unknown);
/* Removes slots that only a loop used which is a function of its own now. */
void loop_slots_drop(struct pass_run *run, struct mir_func *f);

#endif
