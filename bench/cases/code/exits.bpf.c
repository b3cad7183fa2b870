/* Every process that ends: who, its parent and its code. */
#include "common.h"
#include <bpf/bpf_core_read.h>

struct task_struct {
	struct task_struct *real_parent;
	s32 tgid, exit_code;
} __attribute__((preserve_access_index));

struct event {
	u32 event, cpu;
	u64 time;
	u32 pid, parent;
	s32 code;
	char comm[16];
};

EVENTS;

SEC("raw_tracepoint/sched_process_exit")
int on_exit(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	u64 id = bpf_get_current_pid_tgid();
	struct event *e;

	if ((u32)id != id >> 32)
		return 0;
	e = NEW_EVENT(struct event);
	e->event = 0;
	e->cpu = bpf_get_smp_processor_id();
	e->time = bpf_ktime_get_ns();
	e->pid = id >> 32;
	e->parent = BPF_CORE_READ(task, real_parent, tgid);
	e->code = BPF_CORE_READ(task, exit_code) >> 8;
	bpf_get_current_comm(e->comm, sizeof(e->comm));
	bpf_ringbuf_submit(e, 0);
	return 0;
}
