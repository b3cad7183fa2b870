/* kernel_names.h - names of enumerations as the running kernel has them. */
#ifndef LOADER_KERNEL_NAMES_H
#define LOADER_KERNEL_NAMES_H

#include "runtime/manifest.h"

/* Gives the manifest's enumerations the names and numbers that the running kernel has for them;
 * those that it does not have, or all when its types cannot be read, stay as the compiler saw them.
 */
void kernel_names(struct arena *a, struct manifest *m);

#endif
