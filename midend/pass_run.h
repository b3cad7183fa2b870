/*
 * pass_run.h - what a pass sees: the module, the analyses it asked for in passes.def, memory that
 * lasts as long as its run.
 *
 * A pass is `bool pass_<id>(struct pass_run *, struct mir_func *)` in pass_<id>.c: true when it
 * changed something. It decides by number, never by pointer or hash order.
 */
#ifndef MIDEND_PASS_RUN_H
#define MIDEND_PASS_RUN_H

#include "midend/analysis.h"
#include "midend/edit.h"
#include "midend/pass.h"

struct pass_run {
	struct mir_module *m;
	const struct pass_options *options;
	struct arena *scratch;
	struct mir_order order;
	struct mir_dom dom;
	struct mir_uses uses;
	struct mir_loops loops;
	struct pass_problems problems;
};

#define PASS(id, ...) bool pass_##id(struct pass_run *run, struct mir_func *f);
#include "midend/passes.def"

/* Records that the program cannot be compiled; the text lives in the module's arena. */
void pass_report(struct pass_run *run, struct span at, const char *help, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif
