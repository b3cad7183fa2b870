/* How long threads wait for a cpu, as a histogram of microseconds. */
#include "common.h"

struct wakeup {
	u64 common;
	char comm[16];
	s32 pid;
};

struct sched_switch {
	u64 common;
	char prev_comm[16];
	s32 prev_pid, prev_prio;
	s64 prev_state;
	char next_comm[16];
	s32 next_pid, next_prio;
};

HASH(waits, u32, u64, BPF_MAP_TYPE_HASH);
SLOTS(usecs, 66);
u64 full;

static __always_inline void start(u32 pid)
{
	u64 now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&waits, &pid, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
}

SEC("tracepoint/sched/sched_wakeup")
int on_wakeup(struct wakeup *ctx)
{
	start(ctx->pid);
	return 0;
}

SEC("tracepoint/sched/sched_switch")
int on_switch(struct sched_switch *ctx)
{
	u32 pid = ctx->next_pid;
	u64 *since, waited;

	if (ctx->prev_state == 0)
		start(ctx->prev_pid);
	since = bpf_map_lookup_elem(&waits, &pid);
	if (!since)
		return 0;
	waited = (bpf_ktime_get_ns() - *since) / 1000;
	bpf_map_delete_elem(&waits, &pid);
	HIT(usecs, waited ? log2l(waited) + 2 : 1);
	return 0;
}
