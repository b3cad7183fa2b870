/* TCP connections that end: their ports. */
#include "common.h"

struct set_state {
	u64 common;
	const void *skaddr;
	s32 oldstate, newstate;
	u16 sport, dport, family, protocol;
};

struct event {
	u32 event, cpu;
	u64 time;
	u16 from, to, family, protocol;
};

EVENTS;

SEC("tracepoint/sock/inet_sock_set_state")
int on_state(struct set_state *ctx)
{
	struct event *e;

	if (ctx->newstate != 7)
		return 0;
	e = NEW_EVENT(struct event);
	e->event = 0;
	e->cpu = bpf_get_smp_processor_id();
	e->time = bpf_ktime_get_ns();
	e->from = ctx->sport;
	e->to = ctx->dport;
	e->family = ctx->family;
	e->protocol = ctx->protocol;
	bpf_ringbuf_submit(e, 0);
	return 0;
}
