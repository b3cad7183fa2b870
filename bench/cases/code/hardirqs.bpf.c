/* How long handlers of interrupts take, by number. */
#include "common.h"

struct handler_exit {
	u64 common;
	s32 irq, ret;
};

struct key {
	s32 irq;
	u32 slot;
};

HASH(irqs, u32, u64, BPF_MAP_TYPE_HASH);
COUNTS(nsecs, struct key);
u64 full;

SEC("tracepoint/irq/irq_handler_entry")
int on_enter(void *ctx)
{
	u32 cpu = bpf_get_smp_processor_id();
	u64 now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&irqs, &cpu, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
	return 0;
}

SEC("tracepoint/irq/irq_handler_exit")
int on_leave(struct handler_exit *ctx)
{
	u32 cpu = bpf_get_smp_processor_id();
	u64 *since = bpf_map_lookup_elem(&irqs, &cpu), took;
	struct key key = {.irq = ctx->irq};

	if (!since)
		return 0;
	took = bpf_ktime_get_ns() - *since;
	bpf_map_delete_elem(&irqs, &cpu);
	key.slot = took ? log2l(took) + 2 : 1;
	ADD(nsecs, &key);
	return 0;
}
