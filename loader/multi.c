/*
 * multi.c - see multi.h.
 *
 * Whether a kernel has such links depends on its version and its options, so it is asked: a program
 * of the kind is linked to what cannot be, and what the kernel says about that tells.
 */
#include "loader/multi.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { UPROBE_RETURN = 1 /* BPF_F_UPROBE_MULTI_RETURN */ };

/* The part of union bpf_attr that BPF_LINK_CREATE reads for uprobes (include/uapi/linux/bpf.h,
 * Linux 6.6): older headers lack it. */
struct uprobe_link_attr {
	uint32_t prog_fd, target_fd, attach_type, flags;
	uint64_t path, offsets, ref_ctr_offsets, cookies;
	uint32_t cnt, uprobe_flags, pid, pad;
};

/* A program that does nothing, to be linked so; or -errno. */
static int load_nothing(int attach_type)
{
	static const struct bpf_insn nothing[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	struct bpf_prog_load_opts o = {.sz = sizeof(o),
				       .expected_attach_type = (enum bpf_attach_type)attach_type};

	return bpf_prog_load(BPF_PROG_TYPE_KPROBE, "nothing", "GPL", nothing, ARRAY_SIZE(nothing),
			     &o);
}

int multi_link_uprobes(int program_fd, const struct multi_uprobes *u)
{
	struct uprobe_link_attr attr = {
		.prog_fd = (uint32_t)program_fd,
		.attach_type = MULTI_UPROBE,
		.path = (uint64_t)(uintptr_t)u->path,
		.offsets = (uint64_t)(uintptr_t)u->offsets,
		.cookies = (uint64_t)(uintptr_t)u->cookies,
		.cnt = u->n,
		.uprobe_flags = u->is_return ? UPROBE_RETURN : 0,
		.pid = u->pid,
	};
	int fd = (int)syscall(SYS_bpf, BPF_LINK_CREATE, &attr, sizeof(attr));

	return fd < 0 ? -errno : fd;
}

bool multi_has_kprobes(struct multi_support *m)
{
	const char *nobody = "nubpf_no_such_function";
	struct bpf_link_create_opts o = {.sz = sizeof(o)};
	int program, link;

	if (m->asked_kprobes)
		return m->has_kprobes;
	m->asked_kprobes = true;
	program = load_nothing(MULTI_KPROBE);
	if (program < 0)
		return false;
	o.kprobe_multi.syms = &nobody;
	o.kprobe_multi.cnt = 1;
	link = bpf_link_create(program, 0, (enum bpf_attach_type)MULTI_KPROBE, &o);
	m->has_kprobes = link >= 0 || (link != -EOPNOTSUPP && link != -EINVAL);
	if (link >= 0)
		close(link);
	close(program);
	return m->has_kprobes;
}

bool multi_has_uprobes(struct multi_support *m)
{
	uint64_t offset = 0;
	int program;

	if (m->asked_uprobes)
		return m->has_uprobes;
	m->asked_uprobes = true;
	program = load_nothing(MULTI_UPROBE);
	if (program < 0)
		return false;
	/* "/" is no file: a kernel that gets so far as to look has them. */
	m->has_uprobes = multi_link_uprobes(program, &(struct multi_uprobes){.path = "/",
									     .offsets = &offset,
									     .n = 1}) == -EBADF;
	close(program);
	return m->has_uprobes;
}
