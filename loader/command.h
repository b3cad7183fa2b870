/*
 * command.h - the command line of every program that takes an object and its script's flags.
 *
 * Options stand before or after the object; the script's own flags stand after it and win over an
 * option of the same name.
 */
#ifndef LOADER_COMMAND_H
#define LOADER_COMMAND_H

#include "loader/object.h"
#include "loader/params.h"
#include "support/options.h"

/* What a program makes of its options. */
struct command_spec {
	const char *usage; /* "nubpf-load [options] FILE.bpf.o" */
	const char *about; /* a paragraph below the options */
	struct option_table table;
	/* Takes option `id` of the table with its value: 0, or EXIT_USAGE with *why filled. */
	int (*apply)(void *into, uint32_t id, const char *value, struct failure *why);
};

struct command {
	const struct command_spec *spec;
	void *into;
	struct arena *arena;
	struct failure *why;
	struct options line;
	const char *file;	    /* the object; NULL: none was given */
	struct param_value *values; /* one per manifest.params */
};

enum { COMMAND_FIRST_PARAM = 1 << 16 }; /* ids of a table are below it */

/* Reads the options before the object and sets c->file. 0, or EXIT_USAGE with *why filled. */
int command_begin(struct command *c, char *const *argv);
/* Reads the rest, now that the object has said what flags its script has, and sets c->values. */
int command_finish(struct command *c, const struct manifest *m);
/* NAME=VALUE of --set, after command_finish(). */
int command_set(struct command *c, const struct manifest *m, const char *setting);
/* Prints --help; m is NULL when no object was given. */
void command_help(struct command *c, const struct manifest *m, FILE *out);
/* EXIT_USAGE and "OPTION: expected EXPECTED, found 'FOUND'". */
int command_wrong_value(struct failure *why, const char *option, const char *expected,
			const char *found);

#endif
