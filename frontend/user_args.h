/*
 * user_args.h - arguments of functions in user space, from the debugging information (DWARF) of
 * their binary or of the file with it that lies beside it.
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
	const char *problem; /* why nothing is, or NULL */
	VEC(struct user_arg) args;
};

/* Reads it, once for each function; never NULL. */
const struct user_function *user_function(struct unit *u, const struct program *p);
/* The argument of this name; false when there is none. */
bool user_arg(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out);

#endif
