/*
 * gen-nullable.c - writes lang/nullable.def: which arguments of tracepoints the running kernel's
 * verifier takes for addresses that may be null. It is asked, by loading two programs for each: one
 * that looks at what the argument leads to, and one that tests it before. Kernels before 6.13 ask
 * for no test. As root: cc -O tools/gen-nullable.c -lbpf -o gen-nullable && ./gen-nullable
 * >lang/nullable.def
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INSN(code_, dst, src, off_, imm_)                                                          \
	((struct bpf_insn){.code = (code_),                                                        \
			   .dst_reg = (dst),                                                       \
			   .src_reg = (src),                                                       \
			   .off = (off_),                                                          \
			   .imm = (imm_)})

static const struct btf_type *strip(const struct btf *btf, __u32 id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t)))
		t = btf__type_by_id(btf, t->type);
	return t;
}

/* Bytes of a first member that can be loaded, 0 for none. */
static int first_bytes(const struct btf *btf, const struct btf_type *s)
{
	const struct btf_type *t = s;

	while (t && btf_is_composite(t) && btf_vlen(t) && !btf_member_bitfield_size(t, 0))
		t = strip(btf, btf_members(t)[0].type);
	if (t && btf_is_ptr(t))
		return 8;
	return t && (btf_is_int(t) || btf_is_any_enum(t)) && t->size <= 8 ? (int)t->size : 0;
}

static int loads(__u32 btf_id, unsigned arg, int bytes, int tests)
{
	static const __u8 widths[] = {[1] = BPF_B, [2] = BPF_H, [4] = BPF_W, [8] = BPF_DW};
	struct bpf_insn insns[5];
	unsigned n = 0;
	LIBBPF_OPTS(bpf_prog_load_opts, o, .expected_attach_type = BPF_TRACE_RAW_TP,
		    .attach_btf_id = btf_id);
	int fd;

	insns[n++] = INSN(BPF_LDX | BPF_MEM | BPF_DW, 1, 1, (__s16)(8 * arg), 0);
	if (tests)
		insns[n++] = INSN(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1, 0);
	insns[n++] = INSN(BPF_LDX | BPF_MEM | widths[bytes], 2, 1, 0, 0);
	insns[n++] = INSN(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0);
	insns[n++] = INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	fd = bpf_prog_load(BPF_PROG_TYPE_TRACING, "nullable", "GPL", insns, n, &o);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void ask(const struct btf *btf, __u32 id, const char *name)
{
	const struct btf_type *p = strip(btf, btf__type_by_id(btf, id)->type);

	p = p && btf_is_ptr(p) ? strip(btf, p->type) : NULL;
	for (unsigned n = 1; p && btf_is_func_proto(p) && n < btf_vlen(p); n++) {
		const struct btf_type *t = strip(btf, btf_params(p)[n].type);
		int bytes;

		t = t && btf_is_ptr(t) ? strip(btf, t->type) : NULL;
		bytes = t && btf_is_struct(t) && t->size ? first_bytes(btf, t) : 0;
		if ((bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8) &&
		    !loads(id, n - 1, bytes, 0) && loads(id, n - 1, bytes, 1))
			printf("NULLABLE(%s, %u)\n", name, n - 1);
	}
}

int main(void)
{
	struct btf *btf = btf__load_vmlinux_btf();

	if (!btf) {
		fprintf(stderr, "the kernel's types cannot be read: %s\n", strerror(errno));
		return 1;
	}
	libbpf_set_print(NULL);
	printf("/*\n * nullable.def: arguments of tracepoints that the kernel's verifier takes for "
	       "addresses that may\n"
	       " * be null, so that a program has to test them before it looks at what is there "
	       "(since 6.13).\n"
	       " * Written by tools/gen-nullable.c.\n *   NULLABLE(tracepoint, argument)\n */\n");
	for (__u32 id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *t = btf__type_by_id(btf, id);
		const char *name = btf__name_by_offset(btf, t->name_off);

		if (btf_is_typedef(t) && strncmp(name, "btf_trace_", 10) == 0)
			ask(btf, id, name + 10);
	}
	printf("#undef NULLABLE\n");
	btf__free(btf);
	return 0;
}
