/*
 * pass.h - the pass manager: named passes over functions, pipelines of them, MIR verified between.
 */
#ifndef MIDEND_PASS_H
#define MIDEND_PASS_H

#include "midend/mir.h"

#include <stdio.h>

struct pass_options {
	unsigned level;		  /* 0..3; 's' is level 2 with `size` */
	bool size;
	bool verify;		  /* after every pass */
	struct sv passes;	  /* --passes=a,b: these instead of the level's pipeline; empty: none */
	struct sv print_after;	  /* --print-after=PASS ("all" for each); empty: none */
	FILE *print_to;
	bool time_report;
};

/* Runs the pipeline over the module. NULL, or what is wrong with the options ("no pass 'x'; did
 * you mean …"). A pass that breaks MIR is named and ends the process with exit code 70. */
const char *pass_run_all(struct mir_module *m, const struct pass_options *o);
/* One line per pass for --list passes. */
void pass_list(FILE *out);

#endif
