/* How often each process is taken off a cpu while it could run, and how often it waits. */
#include "common.h"

struct task_struct {
	u32 __state;
	s32 tgid;
} __attribute__((preserve_access_index));

COUNTS(taken, s64);
COUNTS(waited, s64);

SEC("tp_btf/sched_switch")
int on_switch(u64 *ctx)
{
	struct task_struct *prev = (void *)ctx[1];
	s64 tgid = prev->tgid;

	if (prev->__state == 0)
		ADD(taken, &tgid);
	else
		ADD(waited, &tgid);
	return 0;
}
