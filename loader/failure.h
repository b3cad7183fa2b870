/*
 * failure.h - what went wrong in the loader, said once.
 *
 * A function that can fail for a reason the user must know gives 0 or an exit code and fills a
 * struct failure; the program's main prints it. What failed deeper down comes as -errno and gets
 * its context here.
 */
#ifndef LOADER_FAILURE_H
#define LOADER_FAILURE_H

#include "support/text.h"

#include <stdio.h>

enum {
	EXIT_OBJECT = 1, /* the object is no good, or the kernel refused something */
	EXIT_USAGE = 2,
	EXIT_FILE = 74,
};

struct failure {
	struct arena *arena;
	const char *message;
	const char *hint;   /* what to do instead, or NULL */
	const char *detail; /* more lines, as they come from elsewhere, or NULL */
};

/* Records what is wrong, without a hint, and gives `code` back. */
int failure_set(struct failure *f, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void failure_hint(struct failure *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "nubpf-load: MESSAGE", then "hint: …" and the detail. */
void failure_print(const struct failure *f, const char *program, FILE *out);
/* "No such file or directory" for -ENOENT. */
const char *failure_errno(struct failure *f, int error);

#endif
