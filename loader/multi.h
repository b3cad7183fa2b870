/*
 * multi.h - one link for many functions: kprobe.multi (Linux 5.18), uprobe.multi (Linux 6.6).
 */
#ifndef LOADER_MULTI_H
#define LOADER_MULTI_H

#include "support/arena.h"

enum {
	MULTI_KPROBE = 42, /* BPF_TRACE_KPROBE_MULTI: expected_attach_type of such programs */
	MULTI_UPROBE = 48, /* BPF_TRACE_UPROBE_MULTI */
};

/* What this kernel has, asked at the first use; starts as zeros. */
struct multi_support {
	bool asked_kprobes, has_kprobes;
	bool asked_uprobes, has_uprobes;
};

bool multi_has_kprobes(struct multi_support *m);
bool multi_has_uprobes(struct multi_support *m);

struct multi_uprobes {
	const char *path;
	const uint64_t *offsets; /* in the file */
	const uint64_t *cookies; /* or NULL */
	uint32_t n, pid;	 /* pid 0: in every process */
	bool is_return;
};

/* A link's descriptor, or -errno. libbpf 1.1 does not know this one. */
int multi_link_uprobes(int program_fd, const struct multi_uprobes *u);

#endif
