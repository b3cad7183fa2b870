/* group_path.c - see group_path.h. */
#include "loader/group_path.h"

#include <dirent.h>
#include <errno.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

char *group_folder(struct arena *a, const char *name)
{
	return arena_printf(a, GROUP_ROOT "/%s", name);
}

char *group_file(struct arena *a, const char *name, const char *file)
{
	return arena_printf(a, GROUP_ROOT "/%s/%s", name, file);
}

int group_check_mount(struct failure *why)
{
	struct statfs s;
	int err = statfs("/sys/fs/bpf", &s) ? errno : s.f_type == BPF_FS_MAGIC ? 0 : ENODEV;

	if (!err)
		return 0;
	failure_set(why, EXIT_OBJECT, "groups lie in the BPF file system, which is not mounted%s%s",
		    err == ENODEV ? "" : ": ", err == ENODEV ? "" : failure_errno(why, err));
	failure_hint(why, "mount -t bpf bpf /sys/fs/bpf");
	return EXIT_OBJECT;
}

int group_remove_folder(struct arena *a, const char *name)
{
	char *folder = group_folder(a, name);
	DIR *dir = opendir(folder);
	struct dirent *e;

	if (!dir)
		return errno == ENOENT ? 0 : -errno;
	while ((e = readdir(dir))) {
		if (e->d_name[0] != '.')
			unlink(group_file(a, name, e->d_name));
	}
	closedir(dir);
	return rmdir(folder) ? -errno : 0;
}
