/*
 * test_run.h - programs run by BPF_PROG_TEST_RUN, each run's rows and verdict as JSON lines.
 */
#ifndef LOADER_TEST_RUN_H
#define LOADER_TEST_RUN_H

#include "loader/session.h"

enum { TEST_MAX_ARGS = 12 }; /* MAX_BPF_FUNC_ARGS of the kernel */

/* Raw tracepoint arguments; those not given are 0. */
struct test_args {
	uint64_t v[TEST_MAX_ARGS];
};

struct test_input {
	VEC(struct test_args) runs; /* each program runs once with each; never empty */
	bool numbered;		    /* lines say which run, the first is 1 */
	struct sv packet;	    /* empty: none given */
	uint32_t repeat;
};

/* Runs every loaded program of the session in the order of the file and prints its lines to `out`.
 * *ran counts the programs that could be run. 0, or an exit code with s->why filled. */
int test_run(struct session *s, const struct test_input *input, FILE *out, uint32_t *ran);

#endif
