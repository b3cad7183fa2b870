/* How often each system call is made. */
#include "common.h"

struct sys_enter {
	u64 common;
	s64 id;
};

COUNTS(calls, s64);

SEC("tracepoint/raw_syscalls/sys_enter")
int on_call(struct sys_enter *ctx)
{
	s64 id = ctx->id;

	ADD(calls, &id);
	return 0;
}
