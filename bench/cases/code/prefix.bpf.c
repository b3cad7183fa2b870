/* How often each process opens something below /etc. */
#include "common.h"

struct enter_openat {
	u64 common;
	s64 nr, dfd;
	const char *filename;
};

COUNTS(opens, u32);

SEC("tracepoint/syscalls/sys_enter_openat")
int on_open(struct enter_openat *ctx)
{
	u32 pid = bpf_get_current_pid_tgid() >> 32;
	char file[64];

	if (bpf_probe_read_user_str(file, sizeof(file), ctx->filename) < 0)
		return 0;
	if (__builtin_memcmp(file, "/etc/", 5) == 0)
		ADD(opens, &pid);
	return 0;
}
