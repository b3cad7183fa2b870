/* Writes by process and descriptor. */
#include "common.h"

struct enter_write {
	u64 common;
	s64 nr;
	u64 fd;
};

struct key {
	u32 pid, fd;
};

COUNTS(writes, struct key);

SEC("tracepoint/syscalls/sys_enter_write")
int on_write(struct enter_write *ctx)
{
	struct key key = {.pid = bpf_get_current_pid_tgid() >> 32, .fd = ctx->fd};

	ADD(writes, &key);
	return 0;
}
