/* kernel_here.h - what the kernel under a unit test can do. */
#ifndef TESTS_UNIT_KERNEL_HERE_H
#define TESTS_UNIT_KERNEL_HERE_H

#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

/* We are root and raw tracepoint programs load. */
static inline bool kernel_loads(void)
{
	static int answer = -1;

	if (answer < 0)
		answer = geteuid() == 0 &&
			 libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL) > 0;
	return answer;
}

/* major * 100 + minor */
static inline unsigned kernel_version(void)
{
	unsigned major = 0, minor = 0;
	struct utsname u;

	if (uname(&u) == 0)
		sscanf(u.release, "%u.%u", &major, &minor);
	return major * 100 + minor;
}

/* Leaves a cmocka test that needs the kernel, saying why. */
#define NEED_KERNEL()                                                                              \
	do {                                                                                       \
		if (!kernel_loads()) {                                                             \
			print_message("skipped: not root, or no BPF in this kernel\n");            \
			skip();                                                                    \
		}                                                                                  \
	} while (0)

#endif
