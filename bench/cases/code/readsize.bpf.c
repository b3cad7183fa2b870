/* How much reads bring, as a histogram, and errors by number. */
#include "common.h"

struct exit_read {
	u64 common;
	s64 nr, ret;
};

COUNTS(errors, s64);
SLOTS(bytes, 66);

SEC("tracepoint/syscalls/sys_exit_read")
int on_read(struct exit_read *ctx)
{
	s64 ret = ctx->ret;

	if (ret < 0) {
		ret = -ret;
		ADD(errors, &ret);
	} else {
		HIT(bytes, ret ? log2l(ret) + 2 : 1);
	}
	return 0;
}
