/*
 * attach_kernel.c - functions of the kernel: kprobe, ksyscall, and what their globs match.
 */
#include "loader/attach.h"
#include "loader/host.h"
#include "loader/kernel_functions.h"

#include <errno.h>
#include <linux/perf_event.h>

static bool is_return(const struct attach *a)
{
	enum probe_args args = probes[attach_probe(a)].args;

	return args == ARGS_RETURN || args == ARGS_SYSCALL_RETURN;
}

static bool is_syscall(const struct attach *a)
{
	return probes[attach_probe(a)].rest == REST_SYSCALL;
}

/* A system call's function is a wrapper that the architecture names (ARCH_HAS_SYSCALL_WRAPPER). */
static const char *syscall_prefix(struct arena *arena)
{
	return strcmp(host_arch(arena), "aarch64") == 0 ? "__arm64_sys_" : "__x64_sys_";
}

static const char *function_name(struct attach *a)
{
	const char *name = a->target->name;

	return is_syscall(a) ? arena_printf(a->arena, "%s%s", syscall_prefix(a->arena), name)
			     : name;
}

const char *attach_short_name(struct attach *a, const char *name)
{
	const char *prefix = syscall_prefix(a->arena);
	size_t n = is_syscall(a) ? strlen(prefix) : 0;

	return strncmp(name, prefix, n) == 0 ? name + n : name;
}

int find_functions(struct attach *a)
{
	const char *name = function_name(a);
	bool wants_multi =
		attach_probe(a) == PROBE_kprobe_multi || attach_probe(a) == PROBE_kretprobe_multi;
	struct kernel_functions all;

	if (!attach_is_glob(a)) {
		attach_add_match(a, name, 0);
		a->multi = wants_multi && multi_has_kprobes(&a->shared->multi);
	} else {
		all = kernel_functions_match(a->arena, &a->shared->tracefs, name);
		for (uint32_t i = 0; i < all.n; i++)
			attach_add_match(a, all.v[i], 0);
		a->multi = all.n > 0 && multi_has_kprobes(&a->shared->multi);
	}
	bpf_program__set_expected_attach_type(a->program,
					      a->multi ? (enum bpf_attach_type)MULTI_KPROBE : 0);
	return attach_check_matches(a);
}

static int no_such_function(struct attach *a, const char *name)
{
	const char *near = kernel_functions_near(a->arena, name);
	int code =
		attach_fail(a, "this kernel has no %s '%s' that can be probed",
			    is_syscall(a) ? "system call" : "function", attach_short_name(a, name));

	if (near && strcmp(near, name) != 0)
		failure_hint(a->why, "did you mean '%s'?", attach_short_name(a, near));
	return code;
}

static int explain(struct attach *a, const char *name, int err)
{
	if (err == -ENOENT)
		return no_such_function(a, name);
	if (err == -EINVAL || err == -EILSEQ || err == -EADDRNOTAVAIL)
		return attach_fail(a, "the kernel does not allow a probe at this place of '%s'",
				   name);
	return attach_fail_errno(a, err);
}

int prepare_functions(struct attach *a)
{
	struct perf_event_attr attr;
	int err = 0;

	if (a->multi)
		return 0;
	if (attach_probe_attr(&attr, "kprobe", is_return(a)))
		return attach_fail(a, "this kernel has no kprobes (CONFIG_KPROBE_EVENTS)");
	for (uint32_t i = 0; i < a->matches.n; i++) {
		const struct attach_match *m = &a->matches.v[i];

		attr.kprobe_func = (uint64_t)(uintptr_t)m->name;
		attr.probe_offset = a->target->offset;
		err = attach_open_match(a, i, &attr, -1, 0);
		/* Of those that a glob matches, some are out of bounds for the kernel. */
		if (err && (!attach_is_glob(a) || err == -EMFILE || err == -EPERM))
			return explain(a, m->name, err);
		if (err) {
			a->matches.v[i--] = a->matches.v[--a->matches.n];
			a->left_out++;
		}
	}
	return a->places.n ? 0 : explain(a, a->target->name, err);
}

/* Links matches [from, from + n): 0 or -errno. */
static int link_range(struct attach *a, uint32_t from, uint32_t n)
{
	const char **names = arena_array(a->arena, const char *, n);
	__u64 *cookies = arena_array(a->arena, __u64, n);
	struct bpf_kprobe_multi_opts o = {.sz = sizeof(o),
					  .syms = names,
					  .cnt = n,
					  .cookies = cookies,
					  .retprobe = is_return(a)};
	struct bpf_link *link;

	for (uint32_t i = 0; i < n; i++) {
		names[i] = a->matches.v[from + i].name;
		cookies[i] = a->matches.v[from + i].cookie;
	}
	link = bpf_program__attach_kprobe_multi_opts(a->program, NULL, &o);
	if (!link)
		return -errno;
	vec_push(a->arena, &a->links, link);
	return 0;
}

int link_functions(struct attach *a)
{
	int err;

	if (!a->multi)
		return link_event(a);
	err = attach_is_glob(a) ? 0 : link_range(a, 0, a->matches.n);
	if (err == -ESRCH)
		return no_such_function(a, a->matches.v[0].name);
	if (err)
		return attach_fail_errno(a, err);
	return attach_is_glob(a) ? attach_link_ranges(a, link_range) : 0;
}
