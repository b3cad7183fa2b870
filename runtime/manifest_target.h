/* manifest_target.h - a target as it was read, into what the manifest says of a program. */
#ifndef RUNTIME_MANIFEST_TARGET_H
#define RUNTIME_MANIFEST_TARGET_H

#include "lang/target.h"
#include "runtime/manifest.h"

/* Family, target and its parts; the rest of the program stays as it is. */
void manifest_set_target(struct manifest_program *p, const struct target *t);

#endif
