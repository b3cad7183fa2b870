/* How long reads take, as a histogram, and every slow one as a row. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

typedef __s64 s64;
typedef __u32 u32;
typedef __u64 u64;

#include "../log2.h"

struct sys_exit_read {
	u64 common;
	s64 nr, ret;
};

struct event {
	u32 event, cpu;
	u64 time;
	u64 pid;
	char comm[16];
	s64 bytes;
	u64 took;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, u64);
	__type(value, u64);
} started SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 66);
	__type(key, u32);
	__type(value, u64);
} reads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} events SEC(".maps");

const volatile u64 min = 10000000;
u64 lost, full;

SEC("tracepoint/syscalls/sys_enter_read")
int start(void *ctx)
{
	u64 key = (u32)bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&started, &key, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_read")
int done(struct sys_exit_read *ctx)
{
	u64 id = bpf_get_current_pid_tgid(), key = (u32)id, took, *ts, *slot;
	struct event *e;
	u32 bucket;

	ts = bpf_map_lookup_elem(&started, &key);
	if (!ts)
		return 0;
	took = bpf_ktime_get_ns() - *ts;
	bpf_map_delete_elem(&started, &key);
	bucket = took ? log2l(took) + 2 : 1;
	slot = bpf_map_lookup_elem(&reads, &bucket);
	if (slot)
		*slot += 1;
	if (took < min)
		return 0;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}
	e->event = 0;
	e->cpu = 0;
	e->time = bpf_ktime_get_ns();
	e->pid = id >> 32;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	e->bytes = ctx->ret;
	e->took = took;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
