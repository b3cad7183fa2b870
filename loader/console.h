/*
 * console.h - what all programs that show rows share: their options, and the terminal.
 */
#ifndef LOADER_CONSOLE_H
#define LOADER_CONSOLE_H

#include "loader/failure.h"
#include "loader/kernel_symbols.h"
#include "loader/render.h"
#include "loader/stacks.h"

/* A -f option. */
struct console_format {
	bool is_set, listed; /* listed: `-f help`, which has been answered */
	enum render_format format;
};

/* Reads the value of -f: 0, or EXIT_USAGE with *why filled. */
int console_set_format(struct console_format *f, const char *text, struct failure *why);
/* Reads a number that must be above zero with a function of values.h. */
int console_set_limit(uint64_t *limit, const char *option, const char *text,
		      const char *(*parse)(struct sv, int64_t *), struct failure *why);
/* The format has something to show of such an object: 0, or EXIT_USAGE. */
int console_check_format(const struct console_format *f, const struct manifest *m,
			 struct failure *why);
/* For standard output as it is: a table on a terminal, else lines of JSON. Names of addresses and
 * stacks come from the two. */
struct render_options console_options(const struct console_format *f, bool quiet,
				      struct kernel_symbols *symbols, struct stacks *stacks);
/* The end of a run: 0, or an exit code when writing failed. A reader that has seen enough is no
 * trouble. */
int console_settle(int error, struct failure *why);

#endif
