/* How long a function of the kernel takes, as a histogram. */
#include "common.h"

HASH(started, u32, u64, BPF_MAP_TYPE_HASH);
SLOTS(nsecs, 66);
u64 full;

SEC("kprobe/vfs_read")
int on_enter(void *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&started, &tid, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
	return 0;
}

SEC("kretprobe/vfs_read")
int on_leave(void *ctx)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 *since = bpf_map_lookup_elem(&started, &tid), took;

	if (!since)
		return 0;
	took = bpf_ktime_get_ns() - *since;
	bpf_map_delete_elem(&started, &tid);
	HIT(nsecs, took ? log2l(took) + 2 : 1);
	return 0;
}
