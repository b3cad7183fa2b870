/*
 * process_file.c - see process_file.h.
 *
 * /proc/PID/root is the root of a process; but a path behind it follows absolute symbolic links
 * from the root of who asks. So the kernel is asked for the file in that root, and then for a name
 * of it.
 */
#include "runtime/process_file.h"
#include "runtime/library.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_file(const char *path, const struct stat *file)
{
	struct stat s;

	return stat(path, &s) == 0 && s.st_dev == file->st_dev && s.st_ino == file->st_ino;
}

/* A name by which this process reaches the file that has `path` for the other one, or for both;
 * NULL: only what it was found by is one. */
static const char *name_of(struct arena *a, uint32_t pid, const char *path, const struct stat *file)
{
	const char *below = arena_printf(a, "/proc/%u/root%s", pid, path);

	if (is_file(below, file))
		return below;
	return is_file(path, file) ? arena_strndup(a, path, strlen(path)) : NULL;
}

const char *process_file(struct arena *a, uint32_t pid, const char *path)
{
	struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT};
	const char *below = arena_printf(a, "/proc/%u/root", pid), *held, *name;
	int root = open(below, O_PATH | O_DIRECTORY | O_CLOEXEC), fd;
	char real[PATH_MAX] = "";
	struct stat file;

	if (root < 0)
		return NULL;
	fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
	close(root);
	if (fd < 0 && errno == ENOSYS) { /* before Linux 5.6 */
		below = arena_printf(a, "%s%s", below, path);
		return access(below, F_OK) == 0 ? below : NULL;
	}
	if (fd < 0)
		return NULL;
	held = arena_printf(a, "/proc/self/fd/%d", fd);
	if (readlink(held, real, sizeof(real) - 1) < 0 || stat(held, &file)) {
		close(fd);
		return NULL;
	}
	name = name_of(a, pid, real, &file);
	if (!name) /* the descriptor is its only name, and stays */
		return held;
	close(fd);
	return name;
}

/* "libc" is "libc.so.6" of "/lib/libc.so.6"; "bash" is itself alone. Cuts what the kernel says of a
 * deleted file off. */
static bool is_called(char *path, const char *name)
{
	static const char deleted[] = " (deleted)";
	size_t n = strlen(path), cut = sizeof(deleted) - 1;
	const char *base = strrchr(path, '/');

	if (n > cut && strcmp(path + n - cut, deleted) == 0)
		path[n - cut] = '\0';
	return base && (strcmp(base + 1, name) == 0 || library_is_called(base + 1, name));
}

/* A line of /proc/PID/maps: the mapped file itself is in /proc/PID/map_files, under its addresses.
 */
static const char *mapped_file(struct arena *a, uint32_t pid, const char *line, const char *path)
{
	unsigned long from, to;
	const char *held, *name;
	struct stat file;

	if (sscanf(line, "%lx-%lx", &from, &to) != 2)
		return NULL;
	held = arena_printf(a, "/proc/%u/map_files/%lx-%lx", pid, from, to);
	if (stat(held, &file)) /* for root alone */
		return process_file(a, pid, path);
	name = name_of(a, pid, path, &file);
	return name ? name : held;
}

const char *process_mapped(struct arena *a, uint32_t pid, const char *name)
{
	char line[PATH_MAX + 128];
	const char *found = NULL;
	FILE *maps = fopen(arena_printf(a, "/proc/%u/maps", pid), "re");

	if (!maps)
		return NULL;
	while (!found && fgets(line, sizeof(line), maps)) {
		char *path = strchr(line, '/');

		line[strcspn(line, "\n")] = 0;
		if (path && is_called(path, name))
			found = mapped_file(a, pid, line, path);
	}
	fclose(maps);
	if (!found)
		errno = ENOENT;
	return found;
}
