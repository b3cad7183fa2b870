/* binary_file.c - see binary_file.h. */
#include "runtime/binary_file.h"
#include "runtime/library.h"
#include "runtime/process_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *find_executable(struct arena *a, const char *name)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t n = strcspn(path, ":");
		const char *file = arena_printf(a, "%.*s/%s", (int)n, path, name);

		if (n && access(file, X_OK) == 0)
			return file;
		path += n + (path[n] == ':');
	}
	return NULL;
}

/* A path below the root of a process is one of that process. */
static bool is_below_root(const char *name, uint32_t *pid, const char **path)
{
	int n = 0;

	if (sscanf(name, "/proc/%u/root%n", pid, &n) != 1 || !n || name[n] != '/')
		return false;
	*path = name + n;
	return true;
}

const char *binary_find(struct arena *a, const char *name, uint32_t pid)
{
	const char *found, *path = name;
	bool is_path = strchr(name, '/');

	if (is_path && (is_below_root(name, &pid, &path) || (pid && name[0] == '/')))
		return process_file(a, pid, path);
	if (is_path)
		return access(name, F_OK) == 0 ? name : NULL;
	if (pid)
		return process_mapped(a, pid, name);
	found = find_executable(a, name);
	if (!found)
		found = library_find(a, name);
	if (!found)
		errno = ENOENT;
	return found;
}
