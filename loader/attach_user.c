/*
 * attach_user.c - functions of programs and libraries in user space.
 */
#include "loader/attach.h"
#include "loader/binary.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <signal.h>

/* The place in the file: PATH:0xOFF has no name, PATH:SYMBOL+OFF an offset from it. */
static int find_offset(struct attach *a, const char *path, uint64_t *offset)
{
	const struct manifest_program *t = a->target;
	struct binary_function f;
	int code;

	*offset = t->offset;
	if (!t->name || !*t->name)
		return 0;
	f = binary_function(a->arena, path, t->name);
	if (f.error) {
		code = attach_fail(a, "'%s' in '%s': %s", t->name, path, f.error);
		if (f.near)
			failure_hint(a->why, "did you mean '%s'?", f.near);
		return code;
	}
	if (f.size && t->offset >= f.size)
		return attach_fail(a, "'%s' has %llu bytes", t->name, (unsigned long long)f.size);
	*offset = f.offset + t->offset;
	return 0;
}

static int no_file_of_process(struct attach *a, int error)
{
	const char *name = a->target->path;
	uint32_t pid = a->target->pid;

	if (kill((pid_t)pid, 0) && errno == ESRCH)
		return attach_fail(a, "there is no process %u", pid);
	if (error != ENOENT)
		return attach_fail(a, "cannot see what process %u sees: %s", pid,
				   failure_errno(a->why, error));
	if (strchr(name, '/'))
		return attach_fail(a, "process %u sees no file '%s'", pid, name);
	return attach_fail(a, "process %u has no '%s' mapped", pid, name);
}

/* The file to probe, as this process reaches it: 0, or an exit code. */
static int find_file(struct attach *a, const char **path)
{
	const char *name = a->target->path;
	uint32_t pid = a->target->pid;

	*path = pid ? binary_find_in(a->arena, name, pid) : binary_find(a->arena, name);
	if (*path)
		return 0;
	if (pid)
		return no_file_of_process(a, errno);
	if (strchr(name, '/'))
		return attach_fail(a, "there is no file '%s'", name);
	return attach_fail(a, "'%s' is neither in $PATH nor a known library", name);
}

static int prepare_user_function(struct attach *a, bool is_return)
{
	int pid = a->target->pid ? (int)a->target->pid : -1;
	struct perf_event_attr attr;
	const char *path;
	uint64_t offset;
	int code = find_file(a, &path), err;

	if (!code)
		code = find_offset(a, path, &offset);
	if (code)
		return code;
	if (attach_probe_attr(&attr, "uprobe", is_return))
		return attach_fail(a, "this kernel has no uprobes (CONFIG_UPROBE_EVENTS)");
	attr.uprobe_path = (uint64_t)(uintptr_t)path;
	attr.probe_offset = offset;
	/* One of a process follows it to every cpu. */
	err = attach_open_event(a, &attr, pid, pid < 0 ? 0 : -1);
	return err ? attach_fail_errno(a, err) : 0;
}

int prepare_uprobe(struct attach *a)
{
	return prepare_user_function(a, false);
}

int prepare_uretprobe(struct attach *a)
{
	return prepare_user_function(a, true);
}
