/*
 * opens.bpf.c - what nubpfc makes of a script with a parameter, rows, a counter, a histogram, a
 * run-time error, begin and end; by hand, so that the loader is tested without the compiler.
 * opens.json is its manifest.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define SITES 3
enum { SITE_LOST, SITE_DIVISION, SITE_FULL };

struct row {
	__u32 event, cpu;
	__u64 time;
	__u64 tgid;
	__u64 fd;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1024);
	__type(key, char[16]);
	__type(value, __u64);
} by_comm SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 66);
	__type(key, __u32);
	__type(value, __u64);
} sizes SEC(".maps");

const volatile __s64 param_pid = 0;
const volatile char param_who[16] = "";
const volatile __u8 param_loud = 0;
const volatile __u64 nubpf_stamp = 0;
__u64 nubpf_sites[SITES];
__s64 hits;

static __always_inline void emit(__u32 event, __u64 fd)
{
	struct row *row = bpf_ringbuf_reserve(&events, sizeof(*row), 0);

	if (!row) {
		__sync_fetch_and_add(&nubpf_sites[SITE_LOST], 1);
		return;
	}
	row->event = event;
	row->cpu = 0;
	row->time = nubpf_stamp ? bpf_ktime_get_ns() : 0;
	row->tgid = bpf_get_current_pid_tgid() >> 32;
	row->fd = fd;
	bpf_get_current_comm(row->comm, sizeof(row->comm));
	bpf_ringbuf_submit(row, 0);
}

SEC("raw_tracepoint")
int first(void *ctx)
{
	(void)ctx;
	emit(1, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_close")
int on_close(struct { __u64 head[2]; __u64 fd; } *ctx)
{
	__u64 tgid = bpf_get_current_pid_tgid() >> 32, one = 1, *count;
	char comm[16];
	__u32 bucket;

	if (param_pid && param_pid != (__s64)tgid)
		return 0;
	hits++;
	bpf_get_current_comm(comm, sizeof(comm));
	if (param_who[0] && (comm[0] != param_who[0] || comm[1] != param_who[1]))
		return 0;
	if (ctx->fd == 7777) {
		__sync_fetch_and_add(&nubpf_sites[SITE_DIVISION], 1);
		return 0;
	}
	count = bpf_map_lookup_elem(&by_comm, comm);
	if (count)
		*count += 1;
	else
		bpf_map_update_elem(&by_comm, comm, &one, BPF_NOEXIST);
	bucket = ctx->fd < 4 ? 1 : 5;
	count = bpf_map_lookup_elem(&sizes, &bucket);
	if (count)
		*count += 1;
	emit(0, ctx->fd);
	return 0;
}

SEC("raw_tracepoint/sys_enter")
int on_enter(struct bpf_raw_tracepoint_args *ctx)
{
	if (param_loud)
		emit(0, ctx->args[1]);
	return 0;
}

SEC("raw_tracepoint")
int last(void *ctx)
{
	(void)ctx;
	emit(2, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
