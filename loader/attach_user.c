/*
 * attach_user.c - functions of programs and libraries in user space.
 */
#include "loader/attach.h"
#include "loader/binary.h"

#include <linux/perf_event.h>

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

static int prepare_user_function(struct attach *a, bool is_return)
{
	const char *name = a->target->path;
	const char *path = binary_find(a->arena, name);
	struct perf_event_attr attr;
	uint64_t offset;
	int code, err;

	if (!path && strchr(name, '/'))
		return attach_fail(a, "there is no file '%s'", name);
	if (!path)
		return attach_fail(a, "'%s' is neither in $PATH nor a known library", name);
	code = find_offset(a, path, &offset);
	if (code)
		return code;
	if (attach_probe_attr(&attr, "uprobe", is_return))
		return attach_fail(a, "this kernel has no uprobes (CONFIG_UPROBE_EVENTS)");
	attr.uprobe_path = (uint64_t)(uintptr_t)path;
	attr.probe_offset = offset;
	err = attach_open_event(a, &attr, 0);
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
