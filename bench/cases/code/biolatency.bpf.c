/* How long requests to disks take, as a histogram by kind of request. */
#include "common.h"

struct request {
	u64 common;
	u32 dev;
	u64 sector;
};

struct key {
	u64 sector;
	u32 dev, zero;
};

HASH(requests, struct key, u64, BPF_MAP_TYPE_HASH);
SLOTS(usecs, 66);
u64 full;

SEC("tracepoint/block/block_rq_issue")
int on_issue(struct request *ctx)
{
	struct key key = {.dev = ctx->dev, .sector = ctx->sector};
	u64 now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&requests, &key, &now, BPF_ANY))
		__sync_fetch_and_add(&full, 1);
	return 0;
}

SEC("tracepoint/block/block_rq_complete")
int on_complete(struct request *ctx)
{
	struct key key = {.dev = ctx->dev, .sector = ctx->sector};
	u64 *since = bpf_map_lookup_elem(&requests, &key), took;

	if (!since)
		return 0;
	took = (bpf_ktime_get_ns() - *since) / 1000;
	bpf_map_delete_elem(&requests, &key);
	HIT(usecs, took ? log2l(took) + 2 : 1);
	return 0;
}
