/* common.h - what the programs of this folder share, as people write it. */
#include <asm-generic/errno-base.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

typedef __s32 s32;
typedef __s64 s64;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#include "../log2.h"

char LICENSE[] SEC("license") = "GPL";

#define HASH(NAME, KEY, VALUE, TYPE)                                                               \
	struct {                                                                                   \
		__uint(type, TYPE);                                                                \
		__uint(max_entries, 10240);                                                        \
		__type(key, KEY);                                                                  \
		__type(value, VALUE);                                                              \
	} NAME SEC(".maps")

/* Counters per cpu, and what did not fit. */
#define COUNTS(NAME, KEY)                                                                          \
	HASH(NAME, KEY, u64, BPF_MAP_TYPE_PERCPU_HASH);                                            \
	u64 NAME##_full

/* As bpf_map_lookup_or_try_init of the bcc tools: another cpu may have been first. */
static __always_inline u64 *lookup_or_init(void *map, const void *key)
{
	u64 zero = 0, *old = bpf_map_lookup_elem(map, key);
	long err;

	if (old)
		return old;
	err = bpf_map_update_elem(map, key, &zero, BPF_NOEXIST);
	if (err && err != -EEXIST)
		return 0;
	return bpf_map_lookup_elem(map, key);
}

#define ADD(NAME, KEY)                                                                             \
	({                                                                                         \
		u64 *old = lookup_or_init(&(NAME), KEY);                                           \
                                                                                                   \
		if (old)                                                                           \
			*old += 1;                                                                 \
		else                                                                               \
			__sync_fetch_and_add(&NAME##_full, 1);                                     \
	})

#define SLOTS(NAME, N)                                                                             \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                           \
		__uint(max_entries, N);                                                            \
		__type(key, u32);                                                                  \
		__type(value, u64);                                                                \
	} NAME SEC(".maps")

#define HIT(NAME, SLOT)                                                                            \
	({                                                                                         \
		u32 at = (SLOT);                                                                   \
		u64 *old = bpf_map_lookup_elem(&(NAME), &at);                                      \
                                                                                                   \
		if (old)                                                                           \
			*old += 1;                                                                 \
	})

#define EVENTS                                                                                     \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_RINGBUF);                                                \
		__uint(max_entries, 1 << 20);                                                      \
	} events SEC(".maps");                                                                     \
	u64 lost

/* A new event, or the end of the program. */
#define NEW_EVENT(TYPE)                                                                            \
	({                                                                                         \
		TYPE *made = bpf_ringbuf_reserve(&events, sizeof(TYPE), 0);                        \
                                                                                                   \
		if (!made) {                                                                       \
			__sync_fetch_and_add(&lost, 1);                                            \
			return 0;                                                                  \
		}                                                                                  \
		made;                                                                              \
	})
