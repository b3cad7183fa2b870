/* Every file that is opened: who, which and how. */
#include "common.h"

struct enter_openat {
	u64 common;
	s64 nr, dfd;
	const char *filename;
	s64 flags;
};

struct event {
	u32 event, cpu;
	u64 time;
	u32 pid;
	char comm[16];
	s64 flags;
	u32 length;
	char file[128];
};

EVENTS;

SEC("tracepoint/syscalls/sys_enter_openat")
int on_open(struct enter_openat *ctx)
{
	struct event *e = NEW_EVENT(struct event);

	e->event = 0;
	e->cpu = bpf_get_smp_processor_id();
	e->time = bpf_ktime_get_ns();
	e->pid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	e->flags = ctx->flags;
	e->length = bpf_probe_read_user_str(e->file, sizeof(e->file), ctx->filename);
	bpf_ringbuf_submit(e, 0);
	return 0;
}
