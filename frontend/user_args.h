/*
 * user_args.h - arguments and results of functions in user space, from the debugging information
 * (DWARF) of their binary or of the file with it that lies beside it.
 */
#ifndef FRONTEND_USER_ARGS_H
#define FRONTEND_USER_ARGS_H

#include "frontend/sema.h"

struct user_arg {
	struct sv name;
	const struct type
		*type; /* NULL: the language has none, or it is in no register of its own */
	uint32_t reg, size;
	bool is_signed;
};

/* What is known of the function that a program of user space traces. */
struct user_function {
	const char *path, *name;
	uint64_t offset;
	uint32_t pid;
	const char *problem; /* why nothing is, or NULL */
	VEC(struct user_arg) args;
	struct user_arg result; /* type NULL: the language has none */
	bool gives_nothing;
};

/* Reads it, once for each function; never NULL. */
const struct user_function *user_function(struct unit *u, const struct program *p);
/* The argument of this name; false when there is none. */
bool user_arg(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out);
/* The argument that is in register `n` of those for arguments; false when it is not known. */
bool user_arg_number(struct unit *u, const struct program *p, uint32_t n, struct ctx_field *out);
/* What the function, of which something is known, gives; false when that is nothing. Its type is
 * NULL when the language has none. */
bool user_result(struct unit *u, const struct program *p, struct ctx_field *out);

#endif
