/*
 * kernel_functions.h - which functions the running kernel has: for globs, and for "did you mean".
 */
#ifndef LOADER_KERNEL_FUNCTIONS_H
#define LOADER_KERNEL_FUNCTIONS_H

#include "support/tracefs.h"

struct kernel_functions {
	const char **v;
	uint32_t n, cap;
};

/* Those that the glob matches and that tracing can be attached to, in the alphabet; without those
 * whose name is not their own. Where the kernel does not say what can be attached to, every one
 * that /proc/kallsyms knows. */
struct kernel_functions kernel_functions_match(struct arena *a, struct tracefs *t,
					       const char *glob);
/* The function that is spelled like this one, or NULL. */
const char *kernel_functions_near(struct arena *a, const char *name);

#endif
