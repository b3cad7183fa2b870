/*
 * specialise.c - conditional constant propagation and dead-code marking over BPF instructions.
 *
 * A forward pass tracks which registers hold known numbers or addresses in .rodata and follows only
 * the jumps that can be taken; a backward pass then marks what nobody reads. Nothing is assumed
 * about memory but .rodata, which the kernel freezes.
 */
#include "loader/specialise.h"

enum { REGS = 11, CODE_MAX = 1 << 17 };

enum known { NOT_SEEN, NUMBER, ADDRESS, ANYTHING };

struct reg {
	enum known known;
	uint64_t value; /* NUMBER; ADDRESS: offset in .rodata */
};

struct state {
	struct reg r[REGS];
};

struct fold {
	struct fold_code *code;
	struct sv rodata;
	struct state *in; /* by instruction */
	uint32_t *work;	  /* instructions to visit */
	uint32_t nwork;
	bool *queued;
};

static const struct reg anything = {ANYTHING, 0};

static unsigned op_class(const struct bpf_insn *i)
{
	return i->code & 7;
}

static bool is_wide(const struct bpf_insn *i)
{
	return i->code == (BPF_LD | BPF_IMM | BPF_DW);
}

static bool is_jump(const struct bpf_insn *i)
{
	return op_class(i) == BPF_JMP || op_class(i) == BPF_JMP32;
}

static bool is_conditional(const struct bpf_insn *i)
{
	unsigned op = i->code & 0xf0;

	return is_jump(i) && op != BPF_JA && op != BPF_CALL && op != BPF_EXIT;
}

/* Where an unconditional or taken jump goes; out of range for a damaged object. */
static int64_t jump_target(const struct fold_code *c, uint32_t at)
{
	const struct bpf_insn *i = &c->insns[at];
	bool is_long = i->code == (BPF_JMP32 | BPF_JA);

	return (int64_t)at + 1 + (is_long ? i->imm : i->off);
}

static void visit(struct fold *f, int64_t to, const struct state *out)
{
	struct state *in;
	bool changed;

	if (to < 0 || to >= f->code->n)
		return;
	in = &f->in[to];
	changed = !(f->code->flags[to] & FOLD_REACHED);
	f->code->flags[to] |= FOLD_REACHED;
	for (int r = 0; r < REGS; r++) {
		struct reg *have = &in->r[r];
		const struct reg *more = &out->r[r];

		if (have->known == ANYTHING || more->known == NOT_SEEN ||
		    (have->known == more->known && have->value == more->value))
			continue;
		*have = have->known == NOT_SEEN ? *more : anything;
		changed = true;
	}
	if (changed && !f->queued[to]) {
		f->queued[to] = true;
		f->work[f->nwork++] = (uint32_t)to;
	}
}

/* A load of 1, 2, 4 or 8 bytes from .rodata. */
static struct reg load(const struct fold *f, const struct bpf_insn *i, struct reg base)
{
	static const unsigned sizes[] = {[BPF_W >> 3] = 4, [BPF_H >> 3] = 2, [BPF_B >> 3] = 1, [BPF_DW >> 3] = 8};
	unsigned size = sizes[(i->code & 0x18) >> 3];
	uint64_t at = base.value + (uint64_t)(int64_t)i->off, v = 0;

	if (base.known != ADDRESS || (i->code & 0xe0) != BPF_MEM || at > f->rodata.n ||
	    size > f->rodata.n - at)
		return anything;
	memcpy(&v, f->rodata.p + at, size);
	return (struct reg){NUMBER, v};
}

static bool arithmetic(unsigned op, uint64_t x, uint64_t y, unsigned bits, uint64_t *r)
{
	switch (op) {
	case BPF_ADD:
		*r = x + y;
		return true;
	case BPF_SUB:
		*r = x - y;
		return true;
	case BPF_AND:
		*r = x & y;
		return true;
	case BPF_OR:
		*r = x | y;
		return true;
	case BPF_XOR:
		*r = x ^ y;
		return true;
	case BPF_LSH:
		*r = x << (y & (bits - 1));
		return true;
	case BPF_RSH:
		*r = (bits == 32 ? (uint32_t)x : x) >> (y & (bits - 1));
		return true;
	case BPF_MOV:
		*r = y;
		return true;
	default:
		return false;
	}
}

static struct reg compute(const struct bpf_insn *i, const struct state *s)
{
	bool wide = op_class(i) == BPF_ALU64;
	struct reg x = s->r[i->dst_reg % REGS], y = s->r[i->src_reg % REGS];
	unsigned op = i->code & 0xf0;
	uint64_t r;

	if ((i->code & BPF_X) == 0)
		y = (struct reg){NUMBER, (uint64_t)(int64_t)i->imm};
	if (i->off) /* v4: sign-extending moves, signed division */
		return anything;
	if (wide && op == BPF_MOV)
		return y;
	if (wide && op == BPF_ADD && x.known == ADDRESS && y.known == NUMBER)
		return (struct reg){ADDRESS, x.value + y.value};
	if (y.known != NUMBER || (op != BPF_MOV && x.known != NUMBER) ||
	    !arithmetic(op, x.value, y.value, wide ? 64 : 32, &r))
		return anything;
	return (struct reg){NUMBER, wide ? r : (uint32_t)r};
}

/* 1 taken, 0 not, -1 not known. */
static int outcome(const struct bpf_insn *i, const struct state *s)
{
	struct reg a = s->r[i->dst_reg % REGS], b = s->r[i->src_reg % REGS];
	bool narrow = op_class(i) == BPF_JMP32;
	uint64_t x, y;
	int64_t sx, sy;

	if ((i->code & BPF_X) == 0)
		b = (struct reg){NUMBER, (uint64_t)(int64_t)i->imm};
	if (a.known != NUMBER || b.known != NUMBER)
		return -1;
	x = narrow ? (uint32_t)a.value : a.value;
	y = narrow ? (uint32_t)b.value : b.value;
	sx = narrow ? (int32_t)x : (int64_t)x;
	sy = narrow ? (int32_t)y : (int64_t)y;
	switch (i->code & 0xf0) {
	case BPF_JEQ:
		return x == y;
	case BPF_JNE:
		return x != y;
	case BPF_JGT:
		return x > y;
	case BPF_JGE:
		return x >= y;
	case BPF_JLT:
		return x < y;
	case BPF_JLE:
		return x <= y;
	case BPF_JSET:
		return (x & y) != 0;
	case BPF_JSGT:
		return sx > sy;
	case BPF_JSGE:
		return sx >= sy;
	case BPF_JSLT:
		return sx < sy;
	case BPF_JSLE:
		return sx <= sy;
	default:
		return -1;
	}
}

static void forget_calls(struct state *s)
{
	for (int r = 0; r < 6; r++)
		s->r[r] = anything;
}

/* What an instruction that is no jump leaves in the registers. */
static void transfer(const struct fold *f, uint32_t at, struct state *s)
{
	const struct bpf_insn *i = &f->code->insns[at];
	struct reg *dst = &s->r[i->dst_reg % REGS];

	switch (op_class(i)) {
	case BPF_LD:
		if (!is_wide(i))
			forget_calls(s);
		else if (f->code->rodata[at] >= 0)
			*dst = (struct reg){ADDRESS, (uint64_t)f->code->rodata[at]};
		else if (f->code->relocated[at] || i->src_reg)
			*dst = anything;
		else
			*dst = (struct reg){NUMBER, (uint32_t)i->imm | (uint64_t)(uint32_t)i[1].imm << 32};
		break;
	case BPF_LDX:
		*dst = load(f, i, s->r[i->src_reg % REGS]);
		break;
	case BPF_STX: /* an atomic operation may fetch */
		if ((i->code & 0xe0) == BPF_ATOMIC) {
			s->r[i->src_reg % REGS] = anything;
			s->r[0] = anything;
		}
		break;
	case BPF_ALU:
	case BPF_ALU64:
		*dst = compute(i, s);
		break;
	default:
		break;
	}
}

static void step(struct fold *f, uint32_t at)
{
	const struct bpf_insn *i = &f->code->insns[at];
	struct state s = f->in[at];
	unsigned op = i->code & 0xf0;
	int taken;

	if (is_conditional(i)) {
		taken = outcome(i, &s);
		if (taken != 0)
			visit(f, jump_target(f->code, at), &s);
		if (taken != 1)
			visit(f, (int64_t)at + 1, &s);
	} else if (is_jump(i) && op == BPF_JA) {
		visit(f, jump_target(f->code, at), &s);
	} else if (is_jump(i) && op == BPF_CALL) {
		forget_calls(&s);
		visit(f, (int64_t)at + 1, &s);
	} else if (!is_jump(i)) {
		transfer(f, at, &s);
		visit(f, (int64_t)at + 1 + is_wide(i), &s);
	}
}

static void propagate(struct fold *f)
{
	struct state start;

	for (int r = 0; r < REGS; r++)
		start.r[r] = anything;
	for (uint32_t i = 0; i < f->code->n; i++)
		if (f->code->flags[i] & FOLD_ENTRY)
			visit(f, i, &start);
	while (f->nwork) {
		uint32_t at = f->work[--f->nwork];

		f->queued[at] = false;
		step(f, at);
	}
}

/* Loads of known numbers become moves; decided jumps and what is never reached are marked. */
static void apply(struct fold *f)
{
	struct fold_code *c = f->code;

	for (uint32_t i = 0; i < c->n; i++) {
		struct bpf_insn *p = &c->insns[i];
		int taken;

		if (c->flags[i] & FOLD_TAIL)
			continue;
		if (!(c->flags[i] & FOLD_REACHED)) {
			c->flags[i] |= FOLD_GONE;
			continue;
		}
		if (is_conditional(p)) {
			taken = outcome(p, &f->in[i]);
			if (taken == 1) {
				*p = (struct bpf_insn){.code = BPF_JMP | BPF_JA, .off = p->off};
				c->flags[i] |= FOLD_TAKEN;
			} else if (taken == 0) {
				c->flags[i] |= FOLD_GONE;
			}
		} else if (op_class(p) == BPF_LDX) {
			struct reg v = load(f, p, f->in[i].r[p->src_reg % REGS]);

			if (v.known == NUMBER && (int64_t)v.value == (int32_t)v.value)
				*p = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K,
						       .dst_reg = p->dst_reg,
						       .imm = (int32_t)v.value};
		}
	}
}

/* The argument registers that a call reads: all five unless it is a helper whose row says less. */
static unsigned call_reads(const struct bpf_insn *i)
{
	if (i->src_reg)
		return 0x3e;
	switch (i->imm) {
#define HELPER(id, number, args, ...)                                                              \
	case number:                                                                               \
		return ((1u << (sizeof(args) - 1)) - 1) << 1;
#include "lang/helpers.def"
	default:
		return 0x3e;
	}
}

/* Registers that an instruction reads, and the one it only writes (-1: none, or it does more). */
static unsigned reads(const struct bpf_insn *i, int *writes)
{
	unsigned dst = 1u << i->dst_reg % REGS, src = 1u << i->src_reg % REGS;
	unsigned op = i->code & 0xf0;

	*writes = -1;
	switch (op_class(i)) {
	case BPF_LD:
		if (!is_wide(i))
			return 0x7ff;
		*writes = i->dst_reg;
		return 0;
	case BPF_LDX:
		*writes = i->dst_reg;
		return src;
	case BPF_ALU:
	case BPF_ALU64:
		*writes = i->dst_reg;
		return (op == BPF_MOV ? 0 : dst) | ((i->code & BPF_X) && op != BPF_NEG ? src : 0);
	case BPF_ST:
		return dst;
	case BPF_STX:
		return dst | src | ((i->code & 0xe0) == BPF_ATOMIC ? 1u : 0);
	default:
		if (op == BPF_CALL)
			return call_reads(i);
		if (op == BPF_EXIT)
			return 1;
		return op == BPF_JA ? 0 : dst | (i->code & BPF_X ? src : 0);
	}
}

/* A write to a register that nobody reads may go, unless the instruction may fault or is checked:
 * loads through anything but .rodata stay. */
static bool may_go(const struct fold *f, uint32_t at)
{
	const struct bpf_insn *i = &f->code->insns[at];

	if (op_class(i) == BPF_LDX)
		return f->in[at].r[i->src_reg % REGS].known == ADDRESS;
	return true;
}

static unsigned live_after(const struct fold_code *c, const uint16_t *live, uint32_t at)
{
	const struct bpf_insn *i = &c->insns[at];
	unsigned op = i->code & 0xf0, r = 0;
	int64_t to;

	if (is_jump(i) && op == BPF_EXIT && op_class(i) == BPF_JMP)
		return 0;
	if (is_jump(i) && op != BPF_CALL && !(c->flags[at] & FOLD_GONE)) {
		to = jump_target(c, at);
		r = to >= 0 && to < c->n ? live[to] : 0x7ff;
		if (op == BPF_JA)
			return r;
	}
	to = (int64_t)at + 1 + is_wide(i);
	return r | (to < c->n ? live[to] : 0);
}

/* Liveness to its fixed point over what is left, then one round of deletion; false when none. */
static bool delete_dead(struct fold *f, uint16_t *live)
{
	struct fold_code *c = f->code;
	bool changed = true, deleted = false;
	int writes;

	memset(live, 0, c->n * sizeof(*live));
	while (changed) {
		changed = false;
		for (uint32_t i = c->n; i-- > 0;) {
			unsigned out, in;

			if (c->flags[i] & FOLD_TAIL || !(c->flags[i] & FOLD_REACHED))
				continue;
			out = live_after(c, live, i);
			in = out;
			if (!(c->flags[i] & FOLD_GONE)) {
				unsigned used = reads(&c->insns[i], &writes);

				if (is_jump(&c->insns[i]) && (c->insns[i].code & 0xf0) == BPF_CALL)
					out &= ~0x3fu;
				in = (writes >= 0 ? out & ~(1u << writes) : out) | used;
			}
			changed |= live[i] != in;
			live[i] = (uint16_t)in;
		}
	}
	for (uint32_t i = 0; i < c->n; i++) {
		if (c->flags[i] & (FOLD_TAIL | FOLD_GONE) || !(c->flags[i] & FOLD_REACHED))
			continue;
		reads(&c->insns[i], &writes);
		if (writes < 0 || live_after(c, live, i) >> writes & 1 || !may_go(f, i))
			continue;
		c->flags[i] |= FOLD_GONE;
		deleted = true;
	}
	return deleted;
}

/* A jump to what follows once everything between is gone, goes too. */
static void delete_jumps(struct fold_code *c)
{
	for (uint32_t i = c->n; i-- > 0;) {
		int64_t to;

		if ((c->flags[i] & (FOLD_GONE | FOLD_TAIL)) || !is_jump(&c->insns[i]) ||
		    (c->insns[i].code & 0xf0) != BPF_JA)
			continue;
		to = (int64_t)i + 1;
		while (to < c->n && c->flags[to] & (FOLD_GONE | FOLD_TAIL))
			to++;
		if (jump_target(c, i) > i && jump_target(c, i) <= to)
			c->flags[i] |= FOLD_GONE;
	}
}

bool fold_code(struct arena *a, struct fold_code *c, struct sv rodata)
{
	struct fold f = {.code = c, .rodata = rodata};
	bool gone = false;

	if (c->n > CODE_MAX)
		return false;
	f.in = arena_array(a, struct state, c->n);
	f.work = arena_array(a, uint32_t, c->n);
	f.queued = arena_array(a, bool, c->n);
	propagate(&f);
	apply(&f);
	for (uint16_t *live = arena_array(a, uint16_t, c->n); delete_dead(&f, live);)
		;
	delete_jumps(c);
	for (uint32_t i = 0; i < c->n; i++) {
		if (i && c->flags[i] & FOLD_TAIL)
			c->flags[i] = (uint8_t)(FOLD_TAIL | (c->flags[i - 1] & FOLD_GONE));
		gone |= (c->flags[i] & FOLD_GONE) != 0;
	}
	return gone;
}

/* The relocations of a section, and which of its instructions read .rodata. False when the section is
 * not code that this file understands. */
static bool read_code(struct arena *a, const struct elf_file *f, char *image, uint32_t index,
		      uint32_t rodata, struct fold_code *c)
{
	const struct elf_section *s = &f->sections[index];
	struct elf_symbol symbol;
	uint64_t at = 0;

	*c = (struct fold_code){.n = (uint32_t)(s->bytes.n / sizeof(struct bpf_insn))};
	if (!c->n || s->bytes.n % sizeof(struct bpf_insn) || s->header.sh_offset % 8)
		return false;
	c->insns = (struct bpf_insn *)(void *)(image + s->header.sh_offset);
	c->flags = arena_array(a, uint8_t, c->n);
	c->rodata = arena_array(a, int64_t, c->n);
	c->relocated = arena_array(a, bool, c->n);
	memset(c->rodata, 0xff, c->n * sizeof(*c->rodata));
	for (uint32_t i = 0; i < c->n; i++) {
		if (c->insns[i].dst_reg >= REGS || c->insns[i].src_reg >= REGS)
			return false;
		if (is_wide(&c->insns[i])) {
			if (i + 1 >= c->n)
				return false;
			c->flags[++i] |= FOLD_TAIL;
		}
	}
	while (elf_file_next_symbol(f, SHT_SYMTAB, &at, &symbol))
		if (symbol.section == s && symbol.type == STT_FUNC && symbol.value / 8 < c->n)
			c->flags[symbol.value / 8] |= FOLD_ENTRY;
	for (uint32_t r = 1; r < f->nsections; r++) {
		const struct elf_section *rel = &f->sections[r];

		if (rel->header.sh_type != SHT_REL || rel->header.sh_info != index)
			continue;
		for (size_t k = 0; k + sizeof(Elf64_Rel) <= rel->bytes.n; k += sizeof(Elf64_Rel)) {
			Elf64_Rel e;
			uint64_t value;
			uint32_t section;

			memcpy(&e, rel->bytes.p + k, sizeof(e));
			if (e.r_offset / 8 >= c->n)
				return false;
			c->relocated[e.r_offset / 8] = true;
			if (elf_file_symbol_at(f, ELF64_R_SYM(e.r_info), &value, &section) &&
			    section == rodata)
				c->rodata[e.r_offset / 8] =
					(int64_t)(value + (uint32_t)c->insns[e.r_offset / 8].imm);
		}
	}
	return true;
}

/* The header table that sizes are changed in lies in the file as this code wants it. */
static bool is_editable(const struct elf_file *f)
{
	uint64_t table = (uint64_t)f->nsections * sizeof(Elf64_Shdr);

	return f->header.e_ident[EI_CLASS] == ELFCLASS64 &&
	       f->header.e_shentsize == sizeof(Elf64_Shdr) && f->header.e_shoff % 8 == 0 &&
	       f->header.e_shoff <= f->bytes.n && table <= f->bytes.n - f->header.e_shoff;
}

struct sv specialise(struct arena *a, const struct elf_file *f)
{
	const struct elf_section *rodata = elf_file_section(f, ".rodata");
	char *image = NULL;

	if (!rodata || !rodata->bytes.n || !is_editable(f))
		return f->bytes;
	for (uint32_t i = 1; i < f->nsections; i++) {
		const struct elf_section *s = &f->sections[i];
		struct fold_code c;

		if (s->header.sh_type != SHT_PROGBITS || !(s->header.sh_flags & SHF_EXECINSTR) ||
		    strcmp(s->name, ".text") == 0)
			continue;
		if (!image) {
			image = arena_alloc(a, f->bytes.n, 16);
			memcpy(image, f->bytes.p, f->bytes.n);
		}
		if (!read_code(a, f, image, i, (uint32_t)(rodata - f->sections), &c))
			continue;
		if (fold_code(a, &c, rodata->bytes))
			fold_delete(a, image, f, i, &c);
	}
	return image ? (struct sv){image, f->bytes.n} : f->bytes;
}
