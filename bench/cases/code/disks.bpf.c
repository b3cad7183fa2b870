/* How long requests take, by kind of disk. */
#include "common.h"

struct gendisk {
	s32 major;
} __attribute__((preserve_access_index));

struct request_queue {
	struct gendisk *disk;
} __attribute__((preserve_access_index));

struct request {
	struct request_queue *q;
} __attribute__((preserve_access_index));

struct key {
	s64 major;
	u32 slot, zero;
};

HASH(requests, u64, u64, BPF_MAP_TYPE_HASH);
COUNTS(nsecs, struct key);
u64 full;

SEC("tp_btf/block_rq_issue")
int on_issue(u64 *ctx)
{
	u64 rq = ctx[0], now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&requests, &rq, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
	return 0;
}

SEC("tp_btf/block_rq_complete")
int on_complete(u64 *ctx)
{
	struct request *rq = (void *)ctx[0];
	u64 at = ctx[0], *since = bpf_map_lookup_elem(&requests, &at), took;
	struct key key = {};

	if (!since)
		return 0;
	took = bpf_ktime_get_ns() - *since;
	bpf_map_delete_elem(&requests, &at);
	key.major = rq->q->disk->major;
	key.slot = took ? log2l(took) + 2 : 1;
	ADD(nsecs, &key);
	return 0;
}
