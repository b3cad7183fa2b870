/* call_size.h - whether a subprogram is called or laid out at each call: whichever is smaller. */
#ifndef MIDEND_CALL_SIZE_H
#define MIDEND_CALL_SIZE_H

#include "midend/pass_run.h"

enum {
	CALL_FRAMES_MAX = 8, /* MAX_CALL_FRAMES, include/linux/bpf_verifier.h */
	CALL_STACK_BYTES =
		256, /* of the 512, for all that is called at once; the program has the rest */
};

/* Instructions of the machine that one of MIR becomes, about. */
uint32_t inst_cost(const struct mir_inst *i);
/* Frames that the loops of the function take which the kernel runs, as if they stood one in the
 * other, but at most 3. */
uint32_t call_loop_frames(const struct mir_func *f);
/* How many functions stand one below the other in calls, while none is laid out yet: sets levels.
 */
void call_size_levels(struct mir_module *m);
/* Decides for a subprogram that will not change any more, after those that it calls: sets
 * is_called. The program is about to be made of all that the module holds now. */
void call_size_decide(struct pass_run *run, struct mir_func *f);

#endif
