/*
 * options.h - command lines: a table of options drives parsing, `--help` and "did you mean".
 *
 * The caller makes the table from its options.def, asks for one piece of the command line after
 * the other and switches on the option's id. Options and plain arguments may be mixed; `--` ends
 * the options; `--name value`, `--name=value`, `-n value`, `-nvalue` and `-abc` are read.
 */
#ifndef SUPPORT_OPTIONS_H
#define SUPPORT_OPTIONS_H

#include "support/text.h"

struct option_spec {
	uint32_t id;
	const char *name;    /* "duration" of --duration */
	char letter;	     /* 'd' of -d, or 0 */
	const char *metavar; /* "TIME" when the option takes a value; NULL: a switch */
	const char *help;
	bool may_have_value; /* a switch that also reads --name=false */
};

struct option_table {
	const struct option_spec *v;
	uint32_t n;
};

enum options_kind { OPTIONS_END, OPTIONS_OPTION, OPTIONS_PLAIN, OPTIONS_ERROR };

enum { OPTIONS_MAX_TABLES = 2 };

struct options {
	struct arena *arena;
	char *const *argv; /* starts at the first argument to read; ends with NULL */
	/* Searched in this order; the caller may change them between two calls. */
	struct option_table tables[OPTIONS_MAX_TABLES];
	/* What the last call found. */
	const struct option_spec *spec; /* OPTION */
	const char *value;		/* OPTION with a value; PLAIN: the argument */
	const char *error;		/* ERROR: what is wrong with the command line */
	/* Private. */
	const char *cluster; /* letters left of -abc */
	bool plain_only;     /* after `--` */
};

/* Reads the next piece. After OPTIONS_ERROR nothing more is to be read. */
enum options_kind options_next(struct options *o);
/* Lines "  -d, --duration TIME   help" for every option that has a help text. */
void options_help(struct buf *out, struct option_table table);

#endif
