/*
 * rejected.bpf.c - a program that the verifier refuses, to see the place that the loader names.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("raw_tracepoint/sys_enter")
int unchecked(struct bpf_raw_tracepoint_args *ctx)
{
	volatile __u64 *p = (void *)ctx->args[1];

	return (int)*p;
}

char LICENSE[] SEC("license") = "GPL";
