/* Every process that ends: its parent and grandparent, from the tracepoint's argument. */
#include "common.h"
#include <bpf/bpf_core_read.h>

struct task_struct {
	struct task_struct *real_parent;
	s32 pid, tgid, exit_code;
} __attribute__((preserve_access_index));

struct event {
	u32 event, cpu;
	u64 time;
	u32 pid, parent, grandparent;
	s32 code;
};

EVENTS;

SEC("tp_btf/sched_process_exit")
int on_exit(u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct event *e;

	if (task->pid != task->tgid)
		return 0;
	e = NEW_EVENT(struct event);
	e->event = 0;
	e->cpu = bpf_get_smp_processor_id();
	e->time = bpf_ktime_get_ns();
	e->pid = task->tgid;
	e->parent = BPF_CORE_READ(task, real_parent, tgid);
	e->grandparent = BPF_CORE_READ(task, real_parent, real_parent, tgid);
	e->code = task->exit_code >> 8;
	bpf_ringbuf_submit(e, 0);
	return 0;
}
