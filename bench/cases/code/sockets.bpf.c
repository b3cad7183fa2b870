/* TCP connections that are made or end: both ends, from the socket. */
#include "common.h"

enum { TCP_ESTABLISHED = 1, TCP_CLOSE = 7 };

struct sock_common {
	union {
		struct {
			u32 skc_daddr, skc_rcv_saddr;
		};
	};
	union {
		struct {
			u16 skc_dport, skc_num;
		};
	};
} __attribute__((preserve_access_index));

struct sock {
	struct sock_common __sk_common;
} __attribute__((preserve_access_index));

struct event {
	u32 event, cpu;
	u64 time;
	s32 state;
	u32 saddr, daddr;
	u16 from, to;
};

EVENTS;

SEC("tp_btf/inet_sock_set_state")
int on_state(u64 *ctx)
{
	struct sock *sk = (void *)ctx[0];
	s32 state = ctx[2];
	struct event *e;

	if (state != TCP_ESTABLISHED && state != TCP_CLOSE)
		return 0;
	e = NEW_EVENT(struct event);
	e->event = 0;
	e->cpu = bpf_get_smp_processor_id();
	e->time = bpf_ktime_get_ns();
	e->state = state;
	e->from = sk->__sk_common.skc_num;
	e->to = sk->__sk_common.skc_dport;
	e->saddr = sk->__sk_common.skc_rcv_saddr;
	e->daddr = sk->__sk_common.skc_daddr;
	bpf_ringbuf_submit(e, 0);
	return 0;
}
