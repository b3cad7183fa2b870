/* Reads and their bytes in all, in variables. */
#include "common.h"

struct exit_read {
	u64 common;
	s64 nr, ret;
};

s64 reads, bytes;

SEC("tracepoint/syscalls/sys_exit_read")
int on_read(struct exit_read *ctx)
{
	s64 ret = ctx->ret;

	if (ret > 0) {
		__sync_fetch_and_add(&reads, 1);
		__sync_fetch_and_add(&bytes, ret);
	}
	return 0;
}
