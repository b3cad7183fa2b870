/*
 * audit.c - what older kernels do not know in an object: `audit VERSION FILE.bpf.o…`.
 *
 * For versions that no virtual machine here runs. What each has is written down from the kernel's
 * own headers, not from the tables of the compiler: the last kind of map, of program and of helper
 * in its include/uapi/linux/bpf.h, and which instructions its kernel/bpf/verifier.c takes. Prints a
 * line for each thing that is too new and fails when there is one.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct version {
	const char *name;
	enum bpf_map_type last_map;
	enum bpf_prog_type last_program;
	int last_helper;
	bool has_fetch;	  /* atomics that give the old value, on 32 bits, and others than add */
	bool has_v4;	  /* signed division and extension, long jumps, byte swaps */
	bool has_offsets; /* the stack at places that are computed */
	bool has_callbacks;
} versions[] = {
	{"5.2", BPF_MAP_TYPE_SK_STORAGE, BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, 108, false, false,
	 false, false},
	{"5.4", BPF_MAP_TYPE_DEVMAP_HASH, BPF_PROG_TYPE_CGROUP_SOCKOPT, 110, false, false, false,
	 false},
	{"5.10", BPF_MAP_TYPE_INODE_STORAGE, BPF_PROG_TYPE_SK_LOOKUP, 155, false, false, false,
	 false},
	{"5.15", BPF_MAP_TYPE_TASK_STORAGE, BPF_PROG_TYPE_SYSCALL, 175, true, false, true, false},
};

static unsigned found;

static void too_new(const char *path, const char *where, unsigned at, const char *what, int number)
{
	printf("%s: %s, instruction %u: %s %d\n", path, where, at, what, number);
	found++;
}

static bool is_v4(const struct bpf_insn *i)
{
	unsigned class = BPF_CLASS(i->code), op = BPF_OP(i->code);

	if (class == BPF_LDX)
		return BPF_MODE(i->code) == 0x80; /* BPF_MEMSX */
	if (class == BPF_ALU || class == BPF_ALU64)
		return (op == BPF_END && class == BPF_ALU64) ||
		       (i->off && (op == BPF_DIV || op == BPF_MOD || op == BPF_MOV));
	return class == BPF_JMP32 && op == BPF_JA;
}

static bool is_new_atomic(const struct bpf_insn *i)
{
	return BPF_CLASS(i->code) == BPF_STX && BPF_MODE(i->code) == BPF_ATOMIC &&
	       i->imm != BPF_ADD;
}

/* A register that is the frame pointer and becomes it plus another register. */
static bool is_offset_of_stack(const struct bpf_insn *i, size_t at, const struct bpf_insn *first)
{
	if (i->code != (BPF_ALU64 | BPF_ADD | BPF_X))
		return false;
	for (const struct bpf_insn *p = i; p-- > first && at--;) {
		if (BPF_CLASS(p->code) == BPF_JMP || BPF_CLASS(p->code) == BPF_JMP32)
			return false;
		if (p->dst_reg != i->dst_reg)
			continue;
		if (p->code == (BPF_ALU64 | BPF_MOV | BPF_X) && p->src_reg == BPF_REG_10)
			return true;
		if (p->code != (BPF_ALU64 | BPF_ADD | BPF_K))
			return false;
	}
	return false;
}

static void audit_program(const struct version *v, const char *path, const struct bpf_program *p)
{
	const struct bpf_insn *insns = bpf_program__insns(p);
	const char *name = bpf_program__name(p);

	if (bpf_program__type(p) > v->last_program)
		too_new(path, name, 0, "program type", bpf_program__type(p));
	for (size_t n = 0; n < bpf_program__insn_cnt(p); n++) {
		const struct bpf_insn *i = &insns[n];
		unsigned at = (unsigned)n;

		if (i->code == (BPF_JMP | BPF_CALL) && i->src_reg == 0 && i->imm > v->last_helper)
			too_new(path, name, at, "helper", i->imm);
		if (i->code == (BPF_LD | BPF_IMM | BPF_DW) && i->src_reg == BPF_PSEUDO_FUNC &&
		    !v->has_callbacks)
			too_new(path, name, at, "callback", 0);
		if (is_v4(i) && !v->has_v4)
			too_new(path, name, at, "opcode", i->code);
		if (is_new_atomic(i) && !v->has_fetch)
			too_new(path, name, at, "atomic", i->imm);
		if (!v->has_offsets && is_offset_of_stack(i, n, insns))
			too_new(path, name, at, "stack plus register", i->src_reg);
	}
}

static void audit(const struct version *v, const char *path)
{
	struct bpf_object *o = bpf_object__open_file(path, NULL);
	struct bpf_program *p;
	struct bpf_map *m;

	if (!o) {
		printf("%s: libbpf does not read it\n", path);
		found++;
		return;
	}
	bpf_object__for_each_map(m, o)
	{
		if (bpf_map__type(m) > v->last_map)
			too_new(path, bpf_map__name(m), 0, "map type", bpf_map__type(m));
	}
	bpf_object__for_each_program(p, o) audit_program(v, path, p);
	bpf_object__close(o);
}

int main(int argc, char **argv)
{
	const struct version *v = NULL;

	for (size_t i = 0; argc > 2 && i < sizeof(versions) / sizeof(*versions); i++)
		if (strcmp(argv[1], versions[i].name) == 0)
			v = &versions[i];
	if (!v) {
		fputs("usage: audit 5.2|5.4|5.10|5.15 FILE.bpf.o…\n", stderr);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		audit(v, argv[i]);
	return found != 0;
}
