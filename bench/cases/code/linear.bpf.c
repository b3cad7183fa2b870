/* Descriptors that are read from, in steps of eight. */
#include "common.h"

struct enter_read {
	u64 common;
	s64 nr;
	u64 fd;
};

SLOTS(fds, 10);

SEC("tracepoint/syscalls/sys_enter_read")
int on_read(struct enter_read *ctx)
{
	u64 fd = ctx->fd;

	HIT(fds, fd < 64 ? fd / 8 + 1 : 9);
	return 0;
}
