/* errors.h - the run-time errors of lang/errors.def as data. */
#ifndef LANG_ERRORS_H
#define LANG_ERRORS_H

#include <stddef.h>

#define NULL_OPERAND(op) "null where '" op "' needs a value"
#define NULL_ARGUMENT(type) "null where an argument of type '" type "' is needed"

struct run_error {
	const char *message; /* "division by zero" */
	const char *code;    /* "nu::shell::…"; NULL: Nushell has no such error, nothing catches it */
	const char *text;    /* Nushell's; NULL: depends on run-time values */
};

/* The error with that message, or NULL. */
const struct run_error *run_error_find(const char *message);

#endif
