/* How often does each process open a file? */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

typedef __u32 u32;
typedef __u64 u64;

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 10240);
	__type(key, u64);
	__type(value, u64);
} opens SEC(".maps");

u64 full;

SEC("tracepoint/syscalls/sys_enter_openat")
int on_open(void *ctx)
{
	u64 key = bpf_get_current_pid_tgid() >> 32, zero = 0, *count;

	count = bpf_map_lookup_elem(&opens, &key);
	if (!count) { /* another cpu may be first */
		bpf_map_update_elem(&opens, &key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&opens, &key);
	}
	if (count)
		*count += 1;
	else
		__sync_fetch_and_add(&full, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
