/*
 * host.c - what this host allows: privileges and the kernel's BPF.
 */
#include "loader/host.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The effective set as one word; 0 when it cannot be read. */
static uint64_t effective_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};

	if (syscall(SYS_capget, &header, data))
		return 0;
	return (uint64_t)data[1].effective << 32 | data[0].effective;
}

const char *host_missing_privileges(struct arena *a)
{
	static const struct {
		uint32_t number;
		const char *name;
	} needed[] = {{CAP_BPF, "CAP_BPF"}, {CAP_PERFMON, "CAP_PERFMON"}};
	uint64_t have = effective_capabilities();
	const char *missing = NULL;

	if (have & 1ull << CAP_SYS_ADMIN)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++) {
		if (have & 1ull << needed[i].number)
			continue;
		missing = missing ? arena_printf(a, "%s and %s", missing, needed[i].name)
				  : needed[i].name;
	}
	return missing;
}

void host_hint_privileges(struct failure *why)
{
	const char *missing = host_missing_privileges(why->arena);

	if (missing)
		failure_hint(why, "this process lacks %s: run it as root, or give them to it",
			     missing);
	else
		failure_hint(why,
			     "this process has CAP_BPF and CAP_PERFMON, so a security module, a "
			     "seccomp filter, lockdown or a container forbids it");
}

int host_check_bpf(struct failure *why)
{
	union bpf_attr attr;
	const char *missing;

	/* The command number is none: every kernel with bpf(2) refuses it with EINVAL, or with
	 * EPERM when this process may not use bpf(2). */
	memset(&attr, 0, sizeof(attr));
	if (syscall(SYS_bpf, UINT16_MAX, &attr, sizeof(attr)) < 0 && errno == ENOSYS)
		return failure_set(why, EXIT_OBJECT, "this kernel has no BPF (CONFIG_BPF_SYSCALL)");
	missing = host_missing_privileges(why->arena);
	if (!missing)
		return 0;
	failure_set(why, EXIT_OBJECT, "loading BPF programs needs %s, which this process lacks",
		    missing);
	failure_hint(why, "run it as root");
	return EXIT_OBJECT;
}

uint32_t host_kernel(void)
{
	struct utsname u;
	unsigned major, minor;

	if (uname(&u) || sscanf(u.release, "%u.%u", &major, &minor) != 2)
		return 0;
	return major * 100 + minor;
}

const char *host_arch(struct arena *a)
{
	struct utsname u;

	return uname(&u) ? "" : arena_strndup(a, u.machine, strlen(u.machine));
}

int host_check_manifest(const char *path, const struct manifest *m, struct failure *why)
{
	const char *arch = host_arch(why->arena);
	uint32_t have = host_kernel();

	if (m->arch && *m->arch && strcmp(m->arch, arch) != 0) {
		failure_set(why, EXIT_OBJECT, "'%s' reads the registers of %s, this is %s", path,
			    m->arch, arch);
		failure_hint(why, "compile it with --arch=%s", arch);
		return EXIT_OBJECT;
	}
	if (have && have < m->kernel)
		return failure_set(why, EXIT_OBJECT,
				   "the object needs Linux %u.%u or newer, this is %u.%u",
				   m->kernel / 100, m->kernel % 100, have / 100, have % 100);
	return 0;
}
