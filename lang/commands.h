/*
 * commands.h - the command table as data, and its signatures parsed.
 */
#ifndef LANG_COMMANDS_H
#define LANG_COMMANDS_H

#include "support/text.h"

enum cmd {
	CMD_NONE,
#define CMD(id, ...) CMD_##id,
#include "lang/commands.def"
	CMD_COUNT
};

enum cmd_where { WHERE_KERNEL, WHERE_EACH, WHERE_CONSTANT, WHERE_USER, WHERE_ATTACH };

enum shape {
	SHAPE_ANY,
	SHAPE_INT,
	SHAPE_STRING,
	SHAPE_BOOL,
	SHAPE_DURATION,
	SHAPE_FILESIZE,
	SHAPE_CLOSURE,
	SHAPE_COND,
	SHAPE_PATH,
	SHAPE_RANGE,
	SHAPE_RECORD,
	SHAPE_WORD,
	SHAPE_NONE, /* a switch */
};

enum sig_kind { SIG_REQUIRED, SIG_OPTIONAL, SIG_REST, SIG_FLAG };

struct sig_item {
	enum sig_kind kind;
	struct sv name;
	char letter; /* of --name(-l), or 0 */
	enum shape shape;
};

struct command {
	const char *name;
	enum cmd_where where;
	const char *signature;
	const char *output;
	uint32_t kernel;
	const char *help;
};

enum alias_kind {
	ALIAS_COMMAND,
	ALIAS_CTX,
	ALIAS_ARG,
	ALIAS_PROBE,
	ALIAS_PROBE2,
	ALIAS_FILTER,
	ALIAS_EMIT,
	ALIAS_VARIABLE,
};

struct alias {
	const char *spelling;
	enum alias_kind kind;
	const char *target;
};

extern const struct command commands[CMD_COUNT]; /* by enum cmd */
extern const struct alias aliases[];
extern const uint32_t naliases;

/* A range is a list to the command. */
bool command_takes_range(uint32_t cmd);
/* The command of that full name, or CMD_NONE. */
enum cmd command_find(struct sv name);
/* The alias of that spelling (`bpf_x` is `bpf-x`), or NULL. */
const struct alias *alias_find(struct sv spelling);
/* The category that Nushell lists its command of that name under, or NULL: it has none. */
const char *nushell_category(struct sv name);
/* Reads the next item of a signature; false at its end. */
bool sig_next(const char **at, struct sig_item *item);

#endif
