/*
 * specialise_edit.c - instructions deleted from an object, and all that counts in them.
 *
 * Sections only shrink, in place: their sizes change and nothing moves. What a record said of a
 * deleted instruction now holds for the next one that is left.
 */
#include "loader/specialise.h"

struct edit {
	struct arena *arena;
	char *image;
	const struct elf_file *f;
	uint32_t index; /* of the section */
	const struct fold_code *code;
	uint32_t *to; /* new number of each instruction; [n] is the new count */
};

static Elf64_Shdr *header_of(const struct edit *e, uint32_t section)
{
	return (Elf64_Shdr *)(void *)(e->image + e->f->header.e_shoff) + section;
}

static void move_code(struct edit *e)
{
	struct bpf_insn *insns = e->code->insns;
	uint32_t n = e->code->n;

	for (uint32_t i = 0; i < n; i++) {
		struct bpf_insn v = insns[i];
		unsigned class = v.code & 7, op = v.code & 0xf0;
		int64_t target;

		if (e->code->flags[i] & FOLD_GONE)
			continue;
		if (!(e->code->flags[i] & FOLD_TAIL) && (class == BPF_JMP || class == BPF_JMP32) &&
		    op != BPF_CALL && op != BPF_EXIT) {
			bool is_long = v.code == (BPF_JMP32 | BPF_JA);

			target = (int64_t)i + 1 + (is_long ? v.imm : v.off);
			if (target >= 0 && target <= n)
				target = (int64_t)e->to[target] - e->to[i] - 1;
			if (is_long)
				v.imm = (int32_t)target;
			else
				v.off = (int16_t)target;
		}
		insns[e->to[i]] = v;
	}
	header_of(e, e->index)->sh_size = e->to[n] * sizeof(struct bpf_insn);
}

static void move_relocations(struct edit *e)
{
	for (uint32_t r = 1; r < e->f->nsections; r++) {
		const struct elf_section *s = &e->f->sections[r];
		char *bytes = e->image + s->header.sh_offset;
		size_t kept = 0;

		if (s->header.sh_type != SHT_REL || s->header.sh_info != e->index)
			continue;
		for (size_t k = 0; k + sizeof(Elf64_Rel) <= s->bytes.n; k += sizeof(Elf64_Rel)) {
			Elf64_Rel rel;

			memcpy(&rel, bytes + k, sizeof(rel));
			if (rel.r_offset / 8 >= e->code->n ||
			    e->code->flags[rel.r_offset / 8] & FOLD_GONE)
				continue;
			rel.r_offset = (uint64_t)e->to[rel.r_offset / 8] * 8;
			memcpy(bytes + kept, &rel, sizeof(rel));
			kept += sizeof(rel);
		}
		header_of(e, r)->sh_size = kept;
	}
}

static void move_symbols(struct edit *e)
{
	for (uint32_t t = 1; t < e->f->nsections; t++) {
		const struct elf_section *s = &e->f->sections[t];
		char *bytes = e->image + s->header.sh_offset;

		if (s->header.sh_type != SHT_SYMTAB)
			continue;
		for (size_t k = 0; k + sizeof(Elf64_Sym) <= s->bytes.n; k += sizeof(Elf64_Sym)) {
			uint64_t start, end;
			Elf64_Sym sym;

			memcpy(&sym, bytes + k, sizeof(sym));
			start = sym.st_value / 8;
			end = start + sym.st_size / 8;
			if (sym.st_shndx != e->index || end > e->code->n || end < start)
				continue;
			sym.st_value = (uint64_t)e->to[start] * 8;
			sym.st_size = (uint64_t)e->to[end] * 8 - sym.st_value;
			memcpy(bytes + k, &sym, sizeof(sym));
		}
	}
}

static uint32_t read_u32(const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static void write_u32(char *p, uint32_t v)
{
	memcpy(p, &v, sizeof(v));
}

enum records { RECORDS_FUNC, RECORDS_LINE, RECORDS_CORE };

/* Records of one section: those that stay, in place, with their new offsets. Returns how many. */
static uint32_t move_records(const struct edit *e, char *records, uint32_t n, uint32_t size,
			     enum records kind)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		char *r = records + (size_t)i * size;
		uint32_t old = read_u32(r) / 8, at;

		if (old >= e->code->n)
			continue;
		at = e->to[old];
		if (at >= e->to[e->code->n] ||
		    (kind == RECORDS_CORE && e->code->flags[old] & FOLD_GONE))
			continue;
		/* Line records must ascend: the last one for an instruction is its own. */
		if (kind == RECORDS_LINE && kept &&
		    read_u32(records + (size_t)(kept - 1) * size) == at * 8)
			kept--;
		memmove(records + (size_t)kept * size, r, size);
		write_u32(records + (size_t)kept * size, at * 8);
		kept++;
	}
	return kept;
}

/* One part of .BTF.ext: a record size, then per section a name, a count and records. Moves the
 * blocks that stay together; returns the part's new length, 0 when none is left. */
static uint32_t move_part(const struct edit *e, char *part, uint32_t length, struct sv strings,
			  enum records kind)
{
	const char *name = e->f->sections[e->index].name;
	uint32_t at = 4, out = 4, size;

	if (length < 4)
		return length;
	size = read_u32(part);
	while (size >= 8 && at + 8 <= length) {
		uint32_t off = read_u32(part + at), n = read_u32(part + at + 4), kept;
		size_t bytes = (size_t)n * size;

		if (bytes > length - at - 8)
			break;
		kept = n;
		if (off < strings.n && strnlen(strings.p + off, strings.n - off) < strings.n - off &&
		    strcmp(strings.p + off, name) == 0)
			kept = move_records(e, part + at + 8, n, size, kind);
		if (kept) {
			memmove(part + out, part + at, 8 + (size_t)kept * size);
			write_u32(part + out + 4, kept);
			out += 8 + kept * size;
		}
		at += 8 + (uint32_t)bytes;
	}
	return out > 4 ? out : 0;
}

/* The string section of .BTF: its header says where. */
static struct sv btf_strings(const struct edit *e)
{
	const struct elf_section *s = elf_file_section(e->f, ".BTF");
	uint32_t header, off, length;

	if (!s || s->bytes.n < 24)
		return (struct sv){"", 0};
	header = read_u32(s->bytes.p + 4);
	off = read_u32(s->bytes.p + 16);
	length = read_u32(s->bytes.p + 20);
	if (header > s->bytes.n || off > s->bytes.n - header || length > s->bytes.n - header - off)
		return (struct sv){"", 0};
	return (struct sv){s->bytes.p + header + off, length};
}

/* Header of .BTF.ext (linux/include/uapi/linux/btf.h): magic, version, flags, hdr_len, then offset
 * and length of the function, line and CO-RE parts, offsets counting from the header's end. */
static void move_btf_ext(struct edit *e)
{
	const struct elf_section *s = elf_file_section(e->f, ".BTF.ext");
	struct sv strings = btf_strings(e);
	char *bytes;
	uint32_t header, size;

	if (!s || s->bytes.n < 24)
		return;
	bytes = e->image + s->header.sh_offset;
	header = read_u32(bytes + 4);
	size = header_of(e, (uint32_t)(s - e->f->sections))->sh_size > UINT32_MAX
		       ? 0
		       : (uint32_t)s->bytes.n;
	for (unsigned kind = RECORDS_FUNC; kind <= RECORDS_CORE; kind++) {
		uint32_t field = 8 + 8 * kind, off, length;

		if (field + 8 > header || header > size)
			break;
		off = read_u32(bytes + field);
		length = read_u32(bytes + field + 4);
		if (off > size - header || length > size - header - off)
			break;
		write_u32(bytes + field + 4,
			  move_part(e, bytes + header + off, length, strings, (enum records)kind));
	}
}

void fold_delete(struct arena *a, char *image, const struct elf_file *f, uint32_t index,
		 const struct fold_code *code)
{
	struct edit e = {.arena = a, .image = image, .f = f, .index = index, .code = code};
	uint32_t next = 0;

	e.to = arena_array(a, uint32_t, code->n + 1);
	for (uint32_t i = 0; i < code->n; i++) {
		e.to[i] = next;
		next += !(code->flags[i] & FOLD_GONE);
	}
	e.to[code->n] = next;
	move_relocations(&e);
	move_symbols(&e);
	move_btf_ext(&e);
	move_code(&e);
}
