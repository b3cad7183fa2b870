/*
 * owners.c - see owners.h: threads stand in /proc, cgroups are folders of the cgroup2 file system.
 */
#include "loader/owners.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <mntent.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* More owners than this are not asked for. */
enum { MOST_OWNERS = 1 << 17 };

/* PIDFD_THREAD of linux/pidfd.h, since Linux 6.9: of a thread that is not the first of its process.
 */
#define OF_THREAD O_EXCL

bool owners_fit(enum storage_listing listing, const struct wire_field *key)
{
	switch (listing) {
	case STORAGE_THREADS:
		return key->kind == WIRE_UINT && key->size == 4;
	case STORAGE_CGROUPS:
		return key->kind == WIRE_STRING && key->len_at >= 0;
	case STORAGE_UNLISTED:
		return true;
	}
	return false;
}

static int take(struct owners *o, int fd, const void *key)
{
	int err = o->seen == MOST_OWNERS ? -E2BIG : o->take(o->arg, fd, key);

	o->seen += !err;
	close(fd);
	return err;
}

/* ---- threads ---- */

static int open_thread(uint32_t pid, bool is_first)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, is_first ? 0 : OF_THREAD);

	return fd < 0 ? -errno : fd;
}

static int take_thread(struct owners *o, uint32_t pid, bool is_first)
{
	char *key = arena_alloc(o->arena, wire_field_end(o->key), 8);
	int fd = open_thread(pid, is_first);

	if (fd == -EINVAL && !is_first) {
		o->hidden++;
		o->why = "a thread that is not the first of its process is found since Linux 6.9";
		return 0;
	}
	if (fd < 0)
		return fd == -ESRCH || fd == -EINVAL || fd == -ENOENT ? 0 : fd;
	memset(key, 0, wire_field_end(o->key));
	memcpy(key + o->key->offset, &pid, sizeof(pid));
	return take(o, fd, key);
}

/* The number that a file's name is, or 0. */
static uint32_t number_of(const char *name)
{
	char *end;
	unsigned long n = strtoul(name, &end, 10);

	return *name >= '0' && *name <= '9' && !*end && n <= INT_MAX ? (uint32_t)n : 0;
}

static int walk_threads_of(struct owners *o, uint32_t process)
{
	char path[64];
	DIR *dir;
	int err = 0;

	snprintf(path, sizeof(path), "/proc/%u/task", process);
	dir = opendir(path);
	for (struct dirent *e = dir ? readdir(dir) : NULL; e && !err; e = readdir(dir))
		if (number_of(e->d_name))
			err = take_thread(o, number_of(e->d_name), number_of(e->d_name) == process);
	if (dir)
		closedir(dir);
	return err;
}

static int walk_threads(struct owners *o)
{
	DIR *dir = opendir("/proc");
	int err = 0;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e && !err; e = readdir(dir))
		if (number_of(e->d_name))
			err = walk_threads_of(o, number_of(e->d_name));
	if (dir)
		closedir(dir);
	if (!o->seen && !err)
		o->why = "no process is seen: is /proc mounted?";
	return err;
}

/* ---- cgroups ---- */

static const char *cgroup_mount(struct arena *a)
{
	FILE *mounts = setmntent("/proc/self/mounts", "r");
	const char *found = NULL;

	for (struct mntent *m = mounts ? getmntent(mounts) : NULL; m && !found;
	     m = getmntent(mounts))
		if (strcmp(m->mnt_type, "cgroup2") == 0)
			found = arena_strndup(a, m->mnt_dir, strlen(m->mnt_dir));
	if (mounts)
		endmntent(mounts);
	return found;
}

static int take_cgroup(struct owners *o, const char *folder, const char *path)
{
	char *key = arena_alloc(o->arena, wire_field_end(o->key), 8);
	uint32_t n = (uint32_t)strlen(path), said = n > o->key->size ? o->key->size + 1 : n;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT || errno == ENODEV ? 0 : -errno;
	memset(key, 0, wire_field_end(o->key));
	memcpy(key + o->key->offset, path, n > o->key->size ? o->key->size : n);
	memcpy(key + o->key->len_at, &said, sizeof(said));
	return take(o, fd, key);
}

static int walk_cgroups(struct owners *o)
{
	const char *mount = cgroup_mount(o->arena);
	char *roots[] = {arena_strndup(o->arena, mount ? mount : "", mount ? strlen(mount) : 0),
			 NULL};
	FTS *tree = mount ? fts_open(roots, FTS_PHYSICAL | FTS_NOSTAT | FTS_NOCHDIR, NULL) : NULL;
	int err = 0;

	if (!tree) {
		o->why = "no file system of cgroups (cgroup2) is mounted";
		return 0;
	}
	for (FTSENT *e = fts_read(tree); e && !err; e = fts_read(tree)) {
		const char *path = e->fts_path + strlen(mount);

		if (e->fts_info == FTS_D)
			err = take_cgroup(o, e->fts_path, *path ? path : "/");
	}
	fts_close(tree);
	return err;
}

/* ---- all ---- */

int owners_walk(struct owners *o)
{
	int err = 0;

	switch (o->listing) {
	case STORAGE_THREADS:
		err = walk_threads(o);
		break;
	case STORAGE_CGROUPS:
		err = walk_cgroups(o);
		break;
	case STORAGE_UNLISTED:
		o->why = "nothing lists what they belong to";
		break;
	}
	if (err != -E2BIG)
		return err;
	o->why = "there are more than are asked for";
	return 0;
}

static int open_cgroup(struct arena *a, const struct wire_field *key, const char *bytes)
{
	const char *mount = cgroup_mount(a), *path;
	uint32_t n;
	int fd;

	memcpy(&n, bytes + key->len_at, sizeof(n));
	if (!mount || n > key->size)
		return -ENOENT;
	path = arena_printf(a, "%s/%.*s", mount, (int)n, bytes + key->offset);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int owners_open(struct arena *a, enum storage_listing listing, const struct wire_field *key,
		const void *bytes)
{
	uint32_t pid;
	int fd;

	switch (listing) {
	case STORAGE_THREADS:
		memcpy(&pid, (const char *)bytes + key->offset, sizeof(pid));
		fd = open_thread(pid, true);
		return fd == -EINVAL || fd == -ENOENT ? open_thread(pid, false) : fd;
	case STORAGE_CGROUPS:
		return open_cgroup(a, key, bytes);
	case STORAGE_UNLISTED:
		break;
	}
	return -EOPNOTSUPP;
}
