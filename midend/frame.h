/* frame.h - what pass_frame.c knows of stack slots. */
#ifndef MIDEND_FRAME_H
#define MIDEND_FRAME_H

#include "midend/pass_run.h"

/* Bytes that the slots of the function need when those share that can. */
uint32_t frame_slot_bytes(struct pass_run *run, struct mir_func *f);
/* What the kernel counts for a frame with these slots: with those that LLVM may add, rounded up
 * (check_max_stack_depth, kernel/bpf/verifier.c; 16 since 6.8, 32 before). */
uint32_t frame_of_slots(uint32_t slot_bytes);
/* The most that the frames of functions called from f take at once. */
uint32_t frame_of_callees(const struct mir_func *f);

/* Some of its stack is read or written at a place that is computed. */
bool frame_is_indexed(const struct mir_func *f);

#endif
