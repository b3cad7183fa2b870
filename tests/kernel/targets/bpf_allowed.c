/*
 * bpf_allowed.c - says on standard output why this process cannot load and attach tracing programs,
 * with exit code 1; nothing when it can.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	const struct bpf_insn insns[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K},
		{.code = BPF_JMP | BPF_EXIT},
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.insns = (__u64)(unsigned long)insns,
		.insn_cnt = 2,
		.license = (__u64)(unsigned long)"GPL",
	};
	struct perf_event_attr perf = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(perf),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.disabled = 1,
	};

	if (geteuid() != 0) {
		puts("not root");
		return 1;
	}
	if (syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)) < 0) {
		printf("the kernel loads no BPF program: %s\n", strerror(errno));
		return 1;
	}
	if (syscall(SYS_perf_event_open, &perf, -1, 0, -1, PERF_FLAG_FD_CLOEXEC) < 0) {
		printf("the kernel opens no perf event: %s\n", strerror(errno));
		return 1;
	}
	return 0;
}
