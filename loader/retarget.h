/* retarget.h - `--target PROG=SPEC`: another target for a program of the object. */
#ifndef LOADER_RETARGET_H
#define LOADER_RETARGET_H

#include "loader/failure.h"
#include "runtime/manifest.h"

/* Changes the manifest as the text says: 0, or EXIT_USAGE with *why filled. */
int retarget(struct manifest *m, const char *text, struct failure *why);

#endif
