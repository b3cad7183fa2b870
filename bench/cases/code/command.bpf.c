/* Reads by commands of one name. */
#include "common.h"

struct enter_read {
	u64 common;
	s64 nr;
	u64 fd;
};

COUNTS(reads, u64);

SEC("tracepoint/syscalls/sys_enter_read")
int on_read(struct enter_read *ctx)
{
	u64 fd = ctx->fd;
	char comm[16];

	bpf_get_current_comm(comm, sizeof(comm));
	if (__builtin_memcmp(comm, "trigger", 8) == 0)
		ADD(reads, &fd);
	return 0;
}
