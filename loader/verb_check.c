/*
 * verb_check.c - `nubpf check`: what this host can do, and why not.
 */
#include "loader/host.h"
#include "loader/kernel_log.h"
#include "support/tracefs.h"
#include "loader/verbs.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <unistd.h>

/* The answer to one question. */
struct answer {
	bool yes;
	const char *detail; /* what there is, or what to do about it */
};

static struct answer check_kernel(struct arena *a)
{
	uint32_t kernel = host_kernel();

	return (struct answer){kernel >= 508,
			       arena_printf(a, "Linux %u.%u on %s; ring buffers need 5.8",
					    kernel / 100, kernel % 100, host_arch(a))};
}

static struct answer check_privileges(struct arena *a)
{
	const char *missing = host_missing_privileges(a);

	if (missing)
		return (struct answer){false, arena_printf(a, "this process lacks %s", missing)};
	return (struct answer){true, "CAP_BPF and CAP_PERFMON"};
}

/* What libbpf_probe_*() found: 1 supported, 0 not, negative -errno. */
static struct answer probed(struct arena *a, int result)
{
	if (result < 0)
		return (struct answer){false,
				       arena_printf(a, "cannot tell: %s", strerror(-result))};
	return (struct answer){result == 1, result ? "" : "this kernel has none"};
}

static struct answer check_programs(struct arena *a)
{
	return probed(a, libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_TRACEPOINT, NULL));
}

static struct answer check_ring(struct arena *a)
{
	return probed(a, libbpf_probe_bpf_map_type(BPF_MAP_TYPE_RINGBUF, NULL));
}

static struct answer check_btf(struct arena *a)
{
	(void)a;
	if (access(HOST_TYPES, R_OK) == 0)
		return (struct answer){true, HOST_TYPES};
	return (struct answer){false, "no " HOST_TYPES ": typed fields need "
				      "CONFIG_DEBUG_INFO_BTF"};
}

static struct answer check_tracefs(struct arena *a)
{
	struct tracefs t = {.fd = -1};
	int fd = tracefs_open(&t);
	struct answer answer = {fd >= 0, "mounted"};

	if (fd < 0)
		answer.detail = arena_printf(a, "%s; mount -t tracefs nodev /sys/kernel/tracing",
					     strerror(-fd));
	else if (access("/sys/kernel/tracing/events", F_OK) != 0 &&
		 access("/sys/kernel/debug/tracing/events", F_OK) != 0)
		answer.detail = "not mounted; nubpf-load uses a mount of its own";
	tracefs_close(&t);
	return answer;
}

static struct answer check_pmu(const char *path, const char *missing)
{
	if (access(path, F_OK) == 0)
		return (struct answer){true, ""};
	return (struct answer){false, missing};
}

static struct answer check_kprobes(struct arena *a)
{
	(void)a;
	return check_pmu("/sys/bus/event_source/devices/kprobe",
			 "this kernel has no CONFIG_KPROBE_EVENTS");
}

static struct answer check_uprobes(struct arena *a)
{
	(void)a;
	return check_pmu("/sys/bus/event_source/devices/uprobe",
			 "this kernel has no CONFIG_UPROBE_EVENTS");
}

static const struct {
	const char *what;
	struct answer (*ask)(struct arena *a);
	bool needed; /* without it nothing can be loaded */
} questions[] = {
	{"kernel", check_kernel, true},		  {"privileges", check_privileges, true},
	{"bpf programs", check_programs, true},	  {"ring buffer", check_ring, true},
	{"kernel types (BTF)", check_btf, false}, {"tracefs", check_tracefs, false},
	{"kprobes", check_kprobes, false},	  {"uprobes", check_uprobes, false},
};

int verb_check(struct arena *a, char *const *argv, struct failure *why)
{
	bool all = true;

	if (argv[0])
		return failure_set(why, EXIT_USAGE, "check takes no arguments");
	kernel_log_open(a, 0);
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++) {
		struct answer answer = questions[i].ask(a);

		printf("%-20s %-4s %s\n", questions[i].what, answer.yes ? "yes" : "no",
		       answer.detail);
		all = all && (answer.yes || !questions[i].needed);
	}
	return all ? 0 : EXIT_OBJECT;
}
