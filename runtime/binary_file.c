/* binary_file.c - see binary_file.h. */
#include "runtime/binary_file.h"
#include "runtime/library.h"

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

const char *binary_find(struct arena *a, const char *name)
{
	const char *found;

	if (strchr(name, '/'))
		return access(name, F_OK) == 0 ? name : NULL;
	found = find_executable(a, name);
	return found ? found : library_find(a, name);
}
