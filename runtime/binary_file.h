/* binary_file.h - which file the binary of a target is: the compiler reads it, the loader attaches
 * to it.
 */
#ifndef RUNTIME_BINARY_FILE_H
#define RUNTIME_BINARY_FILE_H

#include "support/text.h"

/* The file that a target's binary names: a path as it stands; a bare name through $PATH, then, for
 * libraries ("libc", "libc.so.6"), where the dynamic linker looks. For a process (0: for none) a
 * path from its root, and a bare name among what it has mapped. NULL with errno set: ENOENT when
 * there is none. */
const char *binary_find(struct arena *a, const char *name, uint32_t pid);

#endif
