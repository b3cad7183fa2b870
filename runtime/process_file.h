/*
 * process_file.h - files as a process sees them, which may live in a container: with another root
 * and mounts of its own.
 */
#ifndef RUNTIME_PROCESS_FILE_H
#define RUNTIME_PROCESS_FILE_H

#include "support/text.h"

/* The file of that absolute path for the process, as this one reaches it; symbolic links lead where
 * they do for the process. NULL with errno set. */
const char *process_file(struct arena *a, uint32_t pid, const char *path);
/* What the process has mapped under the name ("libc", "libc.so.6", "bash"), also when it was
 * deleted since. NULL with errno set: ENOENT when there is none. */
const char *process_mapped(struct arena *a, uint32_t pid, const char *name);

#endif
