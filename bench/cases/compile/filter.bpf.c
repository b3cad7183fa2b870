/* Writes of at least so many bytes by one process or all. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

typedef __s64 s64;
typedef __u32 u32;
typedef __u64 u64;

struct sys_enter_write {
	u64 common;
	s64 nr;
	u64 fd, buf, count;
};

struct event {
	u32 event, cpu;
	u64 time;
	u32 pid, fd;
	u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} events SEC(".maps");

const volatile s64 pid = 0, least = 0;
u64 lost;

SEC("tracepoint/syscalls/sys_enter_write")
int on_write(struct sys_enter_write *ctx)
{
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct event *e;

	if (pid && tgid != pid)
		return 0;
	if (ctx->count < (u64)least)
		return 0;
	e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
	if (!e) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}
	e->event = 0;
	e->cpu = 0;
	e->time = bpf_ktime_get_ns();
	e->pid = tgid;
	e->fd = ctx->fd;
	e->bytes = ctx->count;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
