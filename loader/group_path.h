/*
 * group_path.h - where groups lie: folders in the kernel's file system of BPF objects.
 */
#ifndef LOADER_GROUP_PATH_H
#define LOADER_GROUP_PATH_H

#include "loader/failure.h"

#define GROUP_ROOT "/sys/fs/bpf/nubpf"

/* GROUP_ROOT/NAME, and a file in it. The kernel keeps names with a '.' for itself. */
char *group_folder(struct arena *a, const char *name);
char *group_file(struct arena *a, const char *name, const char *file);
/* The file system is there: 0, or an exit code with a hint how to mount it. */
int group_check_mount(struct failure *why);
/* Removes a folder with all that is pinned in it; a missing one is no error: 0 or -errno. */
int group_remove_folder(struct arena *a, const char *name);

#endif
