/*
 * verbs.h - what `nubpf` can do, one function per line of verbs.def.
 */
#ifndef LOADER_VERBS_H
#define LOADER_VERBS_H

#include "loader/failure.h"

/* Does the verb with its arguments (NULL at the end): the exit code. Unless it is 0, *why says what
 * is wrong, or nothing when the user has been told already. */
#define VERB(id, ...) int verb_##id(struct arena *a, char *const *argv, struct failure *why);
#include "loader/verbs.def"

#endif
