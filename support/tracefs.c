/*
 * tracefs.c - the kernel's tracefs, wherever it is mounted, or not mounted at all.
 */
#include "support/tracefs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { PATH_BYTES = 512, FILE_MAX_BYTES = 64 << 20 };

static int open_mounted(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct statfs fs;

	if (fd < 0)
		return -errno;
	/* Without the mount the directory is there and empty. */
	if (fstatfs(fd, &fs) == 0 && fs.f_type == TRACEFS_MAGIC)
		return fd;
	close(fd);
	return -ENOENT;
}

/* By number: older C libraries have no functions for these calls. */
static int open_detached(void)
{
	int context = (int)syscall(SYS_fsopen, "tracefs", FSOPEN_CLOEXEC);
	int fd;

	if (context < 0)
		return -errno;
	fd = (int)syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	if (fd == 0)
		fd = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
	if (fd < 0)
		fd = -errno;
	close(context);
	return fd;
}

int tracefs_open(struct tracefs *t)
{
	if (t->fd >= 0)
		return t->fd;
	if (t->error)
		return t->error;
	t->fd = open_mounted("/sys/kernel/tracing");
	if (t->fd < 0)
		t->fd = open_mounted("/sys/kernel/debug/tracing");
	if (t->fd < 0)
		t->fd = open_detached();
	if (t->fd < 0)
		t->error = t->fd;
	return t->fd;
}

void tracefs_close(struct tracefs *t)
{
	if (t->fd >= 0)
		close(t->fd);
	*t = (struct tracefs){.fd = -1};
}

/* A name of the object becomes one directory entry, never a path. */
static bool is_entry(const char *name)
{
	return name && *name && name[0] != '.' && !strchr(name, '/');
}

/* A descriptor of a tracepoint's file, or -errno. */
static int open_event(struct tracefs *t, const char *category, const char *name, const char *file)
{
	int root = tracefs_open(t), fd;
	char path[PATH_BYTES];

	if (root < 0)
		return root;
	if (!is_entry(category) || !is_entry(name) ||
	    snprintf(path, sizeof(path), "events/%s/%s/%s", category, name, file) >=
		    (int)sizeof(path))
		return -ENOENT;
	fd = openat(root, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOTDIR ? -ENOENT : -errno;
	return fd;
}

/* Reads it to its end and closes it: 0 or -errno. */
static int read_all(struct arena *a, int fd, struct sv *text)
{
	struct buf b = {.arena = a};
	char piece[65536];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) > 0 && b.n < FILE_MAX_BYTES)
		buf_write(&b, piece, (size_t)n);
	n = n < 0 ? -errno : 0;
	close(fd);
	*text = (struct sv){b.p, b.n};
	return (int)n;
}

int tracefs_event_read(struct arena *a, struct tracefs *t, const char *category, const char *name,
		       const char *file, struct sv *text)
{
	int fd = open_event(t, category, name, file);

	return fd < 0 ? fd : read_all(a, fd, text);
}

int tracefs_read(struct arena *a, struct tracefs *t, const char *file, struct sv *text)
{
	int root = tracefs_open(t), fd;

	if (root < 0)
		return root;
	fd = openat(root, file, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : read_all(a, fd, text);
}

int64_t tracefs_event_id(struct tracefs *t, const char *category, const char *name)
{
	int fd = open_event(t, category, name, "id");
	char text[32] = {0};
	ssize_t n;

	if (fd < 0)
		return fd;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	return n <= 0 ? -EIO : strtoll(text, NULL, 10);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int tracefs_match(struct arena *a, struct tracefs *t, const char *category, const char *glob,
		  const char ***names)
{
	VEC(const char *) all = {0};
	struct dirent *entry;
	char path[PATH_BYTES];
	int root = tracefs_open(t), fd;
	DIR *dir;

	if (root < 0)
		return root;
	if (!is_entry(category) ||
	    snprintf(path, sizeof(path), "events/%s", category) >= (int)sizeof(path))
		return -ENOENT;
	fd = openat(root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return -errno;
	while ((entry = readdir(dir))) {
		if (is_entry(entry->d_name) && entry->d_type == DT_DIR &&
		    fnmatch(glob, entry->d_name, 0) == 0)
			vec_push(a, &all, arena_strndup(a, entry->d_name, strlen(entry->d_name)));
	}
	closedir(dir);
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_name);
	*names = all.v;
	return (int)all.n;
}

static const char *nearest_entry(struct arena *a, struct tracefs *t, const char *path,
				 const char *want)
{
	struct nearest near = {.want = sv_cstr(want)};
	int fd = openat(t->fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	while ((entry = readdir(dir))) {
		if (is_entry(entry->d_name) && entry->d_type == DT_DIR)
			nearest_offer(&near, sv_cstr(arena_strndup(a, entry->d_name,
								   strlen(entry->d_name))));
	}
	closedir(dir);
	return near.best.p;
}

/* The first category in the alphabet with a tracepoint of exactly this name, or NULL. */
static const char *category_with(struct arena *a, struct tracefs *t, const char *name)
{
	int fd = openat(t->fd, "events", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const char *best = NULL;
	struct dirent *entry;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	while ((entry = readdir(dir))) {
		char path[PATH_BYTES];

		if (entry->d_type != DT_DIR || (best && strcmp(entry->d_name, best) >= 0) ||
		    snprintf(path, sizeof(path), "%s/%s/id", entry->d_name, name) >=
			    (int)sizeof(path))
			continue;
		if (faccessat(fd, path, F_OK, 0) == 0)
			best = arena_strndup(a, entry->d_name, strlen(entry->d_name));
	}
	closedir(dir);
	return best;
}

const char *tracefs_nearest(struct arena *a, struct tracefs *t, const char *category,
			    const char *name)
{
	const char *found;

	if (tracefs_open(t) < 0 || !is_entry(category) || !is_entry(name))
		return NULL;
	found = category_with(a, t, name);
	if (found)
		return arena_printf(a, "%s/%s", found, name);
	category = nearest_entry(a, t, "events", category);
	if (!category)
		return NULL;
	found = nearest_entry(a, t, arena_printf(a, "events/%s", category), name);
	return found ? arena_printf(a, "%s/%s", category, found) : NULL;
}
