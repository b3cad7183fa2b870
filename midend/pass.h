/*
 * pass.h - the pass manager: named passes over functions, pipelines of them, MIR verified between.
 */
#ifndef MIDEND_PASS_H
#define MIDEND_PASS_H

#include "lang/kernels.h"
#include "midend/mir.h"

#include <stdio.h>

/* What the kernel gives a program is 512 bytes; the rest is for values that LLVM spills. */
enum { PASS_STACK_BYTES = 416 };

/* The kernel's verifier gives up at a million (BPF_COMPLEXITY_LIMIT_INSNS, include/linux/bpf.h, since
 * 5.2). The estimate knows nothing of the states in which a program comes to a loop. */
enum { PASS_STEPS = 16384 };

/* Conditions of a function from which on they are numbers (pass_flags.c). Of fewer the verifier
 * mostly sees the end; more code needs more registers, and a kernel before 6.8 loses what it knows
 * of a number that is spilled. */
enum { PASS_CONDITIONS = 64 };

/* Fewer are numbers too where the instructions of the function, times the ways that conditions
 * which wait for each other can come out, are as many: 2^7 ways through 800 instructions cost the
 * verifier 131543 steps. */
enum { PASS_WALKED = 1 << 16 };

/* The per-CPU array, one value, in which large values live that do not fit the stack. */
#define PASS_SCRATCH_MAP "nubpf_scratch"

/* What becomes of calls of subprograms. */
enum call_form {
	CALLS_SMALLER,	/* what takes fewer instructions */
	CALLS_LAID_OUT, /* their bodies */
	CALLS_KEPT,	/* calls, wherever the kernel can */
};

/* A program that cannot be compiled, found by a pass. */
struct pass_problem {
	struct span at;
	const char *message;
	const char *help; /* or NULL */
	bool lacks_stack; /* less of it in use may help */
};

struct pass_problems {
	VEC(struct pass_problem) list;
};

struct pass_options {
	unsigned level;	  /* 0..3 */
	bool verify;	  /* after every pass */
	struct sv passes; /* --passes=a,b: these instead of the level's pipeline; empty: none */
	struct sv print_after; /* --print-after=PASS ("all" for each); empty: none */
	FILE *print_to;
	bool time_report;
	enum call_form calls;
	uint32_t kernel; /* the oldest that must take it, major * 100 + minor; 0: any that can */
	uint32_t conditions; /* from which on they are numbers; 0: PASS_CONDITIONS */
	bool has_sdiv;	     /* the machine divides signed numbers: cpu v4 */
	uint64_t steps;	 /* of the verifier that a program may cost; 0: PASS_STEPS */
	unsigned stack_bytes; /* for stack slots; 0: PASS_STACK_BYTES */
	/* Where problems of the program go (in the module's arena); NULL: the first is returned. */
	struct pass_problems *problems;
};

/* Runs the pipeline over the module, which must verify. NULL, or what is wrong with the options
 * ("no pass 'x'; did you mean …"). A pass that breaks MIR is named and ends the process with exit
 * code 70. After a level's pipeline the module is what mir_verify_legal says. */
const char *pass_run_all(struct mir_module *m, const struct pass_options *o);
/* One line per pass for --list passes. */
void pass_list(FILE *out);

#endif
