/*
 * attach_user.c - functions of programs and libraries in user space.
 */
#include "loader/attach.h"
#include "loader/binary.h"
#include "loader/kernel_log.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <signal.h>

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

	*path = binary_find(a->arena, name, pid);
	if (*path)
		return 0;
	if (pid)
		return no_file_of_process(a, errno);
	if (strchr(name, '/'))
		return attach_fail(a, "there is no file '%s'", name);
	return attach_fail(a, "'%s' is neither in $PATH nor a known library", name);
}

/* The place in the file: PATH:0xOFF has no name, PATH:SYMBOL+OFF an offset from it. */
static int find_place(struct attach *a)
{
	const struct manifest_program *t = a->target;
	const char *name = t->name ? t->name : "";
	uint64_t at = t->offset;
	struct binary_function f;
	int code;

	if (*name) {
		f = binary_function(a->arena, a->binary, t->name);
		if (f.error) {
			code = attach_fail(a, "'%s' in '%s': %s", t->name, a->binary, f.error);
			if (f.hint)
				failure_hint(a->why, "%s", f.hint);
			return code;
		}
		if (f.size && t->offset >= f.size)
			return attach_fail(a, "'%s' has %llu bytes", t->name,
					   (unsigned long long)f.size);
		at += f.offset;
	}
	attach_add_match(a, name, at);
	return 0;
}

static int find_places(struct attach *a)
{
	struct binary_functions all = binary_functions_match(a->arena, a->binary, a->target->name);

	if (all.error)
		return attach_fail(a, "'%s': %s", a->binary, all.error);
	for (uint32_t i = 0; i < all.n; i++)
		attach_add_match(a, all.v[i].name, all.v[i].offset);
	a->multi = all.n > 1 && multi_has_uprobes(&a->shared->multi);
	return attach_check_matches(a);
}

static bool is_return(const struct attach *a)
{
	return probes[attach_probe(a)].args == ARGS_USER_RETURN;
}

int find_user_functions(struct attach *a)
{
	int code = find_file(a, &a->binary);

	if (!code)
		code = attach_is_glob(a) ? find_places(a) : find_place(a);
	if (!code)
		bpf_program__set_expected_attach_type(
			a->program, a->multi ? (enum bpf_attach_type)MULTI_UPROBE : 0);
	return code;
}

int prepare_user_functions(struct attach *a)
{
	int pid = a->target->pid ? (int)a->target->pid : -1, err = 0;
	struct perf_event_attr attr;

	if (a->multi)
		return 0;
	if (attach_probe_attr(&attr, "uprobe", is_return(a)))
		return attach_fail(a, "this kernel has no uprobes (CONFIG_UPROBE_EVENTS)");
	attr.uprobe_path = (uint64_t)(uintptr_t)a->binary;
	for (uint32_t i = 0; !err && i < a->matches.n; i++) {
		attr.probe_offset = a->matches.v[i].at;
		/* One of a process follows it to every cpu. */
		err = attach_open_match(a, i, &attr, pid, pid < 0 ? 0 : -1);
	}
	return err ? attach_fail_errno(a, err) : 0;
}

/* Links matches [from, from + n): 0 or -errno. */
static int link_range(struct attach *a, uint32_t from, uint32_t n)
{
	uint64_t *offsets = arena_array(a->arena, uint64_t, n);
	uint64_t *cookies = arena_array(a->arena, uint64_t, n);
	struct multi_uprobes u = {.path = a->binary,
				  .offsets = offsets,
				  .cookies = cookies,
				  .n = n,
				  .is_return = is_return(a),
				  .pid = a->target->pid};
	int fd;

	for (uint32_t i = 0; i < n; i++) {
		offsets[i] = a->matches.v[from + i].at;
		cookies[i] = a->matches.v[from + i].cookie;
	}
	fd = multi_link_uprobes(bpf_program__fd(a->program), &u);
	if (fd < 0)
		return fd;
	vec_push(a->arena, &a->link_fds, fd);
	return 0;
}

int link_user_functions(struct attach *a)
{
	return a->multi ? attach_link_ranges(a, link_range) : link_event(a);
}

int find_usdt(struct attach *a)
{
	return find_file(a, &a->binary);
}

int link_usdt(struct attach *a)
{
	const struct manifest_program *t = a->target;
	struct bpf_link *link;
	int code;

	kernel_log_clear();
	link = bpf_program__attach_usdt(a->program, t->pid ? (pid_t)t->pid : -1, a->binary,
					t->category, t->name, NULL);
	if (!link && (errno == ENOENT || errno == ESRCH)) {
		code = attach_fail(a, "'%s' has no probe '%s:%s'", a->binary, t->category, t->name);
		failure_hint(a->why, "`readelf -n %s` lists those that it has", a->binary);
		return code;
	}
	return attach_take_link(a, link);
}
