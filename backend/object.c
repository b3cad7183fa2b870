/*
 * object.c - from LLVM's object to the one to ship.
 *
 * libbpf's static linker, over one input, drops DWARF, deduplicates BTF and fills in the sizes of
 * data sections. Then the manifest goes in: section `.nubpf` of type SHT_STRTAB,
 * the one kind of section that libbpf passes over in silence, and SHF_ALLOC, without which
 * llvm-strip would take it for a table of symbol names and empty it.
 */
#include "backend/llvm_unit.h"

#include <bpf/libbpf.h>
#include <elf.h>
#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PATH_BYTES = 32, INSN_BYTES = 8, STACK_BYTES = 512, FRAME_UNIT = 32 };

/* What libbpf complained about last; its print function has no argument to reach a unit by. */
static _Thread_local char complaint[256];

__attribute__((format(printf, 2, 0))) static int on_libbpf_print(enum libbpf_print_level level,
								 const char *fmt, va_list ap)
{
	if (level == LIBBPF_WARN) {
		vsnprintf(complaint, sizeof(complaint), fmt, ap);
		complaint[strcspn(complaint, "\n")] = '\0';
	}
	return 0;
}

static void fd_path(char path[PATH_BYTES], int fd)
{
	snprintf(path, PATH_BYTES, "/proc/self/fd/%d", fd);
}

static int memory_file(struct llvm_unit *u, struct sv bytes)
{
	int fd = memfd_create("nubpf", MFD_CLOEXEC);

	if (fd < 0) {
		llvm_unit_fail(u, "memfd_create: %s", strerror(errno));
		return -1;
	}
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno != EINTR) {
			llvm_unit_fail(u, "write: %s", strerror(errno));
			break;
		}
		bytes = sv_from(bytes, n > 0 ? (size_t)n : 0);
	}
	return fd;
}

static struct sv read_back(struct llvm_unit *u, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *p = size < 0 ? NULL : arena_alloc(u->arena, (size_t)size + 1, 16);

	if (!p || pread(fd, p, (size_t)size, 0) != size) {
		llvm_unit_fail(u, "read: %s", strerror(errno));
		return (struct sv){0};
	}
	return (struct sv){p, (size_t)size};
}

static void link_object(struct llvm_unit *u, int in, int out)
{
	char in_path[PATH_BYTES], out_path[PATH_BYTES];
	libbpf_print_fn_t print;
	struct bpf_linker *linker;
	int err = -ENOMEM;

	fd_path(in_path, in);
	fd_path(out_path, out);
	complaint[0] = '\0';
	print = libbpf_set_print(on_libbpf_print);
	linker = bpf_linker__new(out_path, NULL);
	if (linker) {
		err = bpf_linker__add_file(linker, in_path, NULL);
		if (!err)
			err = bpf_linker__finalize(linker);
	}
	bpf_linker__free(linker);
	libbpf_set_print(print);
	if (err)
		llvm_unit_fail(u, "%s", complaint[0] ? complaint : strerror(-err));
}

/* Adds `name` to the section that holds section names; its offset there. */
static size_t add_section_name(struct llvm_unit *u, Elf *elf, const char *name)
{
	size_t index, at;
	Elf_Data *data;
	char *p;

	if (elf_getshdrstrndx(elf, &index))
		return 0;
	data = elf_getdata(elf_getscn(elf, index), NULL);
	if (!data)
		return 0;
	at = data->d_size;
	p = arena_alloc(u->arena, at + strlen(name) + 1, 1);
	memcpy(p, data->d_buf, at);
	strcpy(p + at, name);
	data->d_buf = p;
	data->d_size = at + strlen(name) + 1;
	elf_flagdata(data, ELF_C_SET, ELF_F_DIRTY);
	return at;
}

static bool add_section(struct llvm_unit *u, Elf *elf, const char *name, struct sv content)
{
	size_t name_at = add_section_name(u, elf, name);
	Elf_Scn *scn = name_at ? elf_newscn(elf) : NULL;
	Elf_Data *data = scn ? elf_newdata(scn) : NULL;
	GElf_Shdr header;

	if (!data || !gelf_getshdr(scn, &header))
		return false;
	data->d_buf = arena_strndup(u->arena, content.p, content.n);
	data->d_size = content.n;
	data->d_type = ELF_T_BYTE;
	data->d_align = 1;
	header.sh_name = (Elf64_Word)name_at;
	header.sh_type = SHT_STRTAB;
	header.sh_flags = SHF_ALLOC;
	header.sh_addralign = 1;
	return gelf_update_shdr(scn, &header);
}

/* libbpf links objects of the machine's byte order only; one of the other keeps LLVM's BTF as it
 * is, which has no DWARF beside it either. */
static bool is_foreign(const struct llvm_unit *u)
{
	return u->options->big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

/* ---- what the functions take ---- */

/* How far down from the frame pointer the instructions reach: what the kernel counts. */
static uint32_t stack_bytes(const struct bpf_insn *insns, size_t n)
{
	int32_t low = 0;

	for (size_t i = 0; i < n; i++) {
		const struct bpf_insn *v = &insns[i];
		unsigned class = v->code & 7;
		int32_t at = 0;

		if ((class == BPF_LDX && v->src_reg == BPF_REG_10) ||
		    ((class == BPF_ST || class == BPF_STX) && v->dst_reg == BPF_REG_10))
			at = v->off;
		else if (i && v->code == (BPF_ALU64 | BPF_ADD | BPF_K) &&
			 v[-1].code == (BPF_ALU64 | BPF_MOV | BPF_X) &&
			 v[-1].src_reg == BPF_REG_10 && v[-1].dst_reg == v->dst_reg)
			at = v->imm;
		low = at < low ? at : low;
	}
	return (uint32_t)-low;
}

static uint32_t symbol_stack_bytes(Elf *elf, const GElf_Sym *symbol)
{
	Elf_Data *data = elf_getdata(elf_getscn(elf, symbol->st_shndx), NULL);

	if (!data || !data->d_buf || symbol->st_value > data->d_size ||
	    symbol->st_size > data->d_size - symbol->st_value)
		return 0;
	return stack_bytes((const struct bpf_insn *)(const void *)((const char *)data->d_buf +
								  symbol->st_value),
			   symbol->st_size / INSN_BYTES);
}

/* The frames of function number `f` and of the deepest ones that it calls, as check_max_stack_depth of
 * the kernel's verifier adds them up (before 6.8; later ones round to less). */
static uint32_t chain_bytes(const struct llvm_unit *u, const struct backend_result *r, uint32_t f,
			    uint32_t *known)
{
	const struct mir_func *mir = u->mir->funcs.v[f];
	uint32_t own = 1, deepest = 0;

	if (known[f])
		return known[f];
	for (uint32_t i = 0; i < r->functions.n; i++)
		if (strcmp(r->functions.v[i].name, mir->name) == 0 && r->functions.v[i].stack_bytes)
			own = r->functions.v[i].stack_bytes;
	for (uint32_t v = 1; v < mir->insts.n; v++) {
		uint32_t bytes;

		if (!mir->insts.v[v].block.id || !mir_calls(&mir->insts.v[v]))
			continue;
		bytes = chain_bytes(u, r, mir->insts.v[v].ref, known);
		deepest = bytes > deepest ? bytes : deepest;
	}
	known[f] = (own + FRAME_UNIT - 1) / FRAME_UNIT * FRAME_UNIT + deepest;
	return known[f];
}

/* LLVM watches each frame by itself. */
static void check_chains(struct llvm_unit *u, const struct backend_result *r)
{
	uint32_t *known = arena_array(u->arena, uint32_t, u->mir->funcs.n);

	for (uint32_t f = 0; f < u->mir->funcs.n; f++)
		if (u->mir->funcs.v[f]->section && chain_bytes(u, r, f, known) > STACK_BYTES)
			llvm_unit_fail(u,
				       "in function %s with those that it calls: the stack limit is "
				       "exceeded",
				       u->mir->funcs.v[f]->name);
}

/* The sizes of functions, from the symbol table. */
static void measure(struct llvm_unit *u, Elf *elf, struct backend_result *result)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr header;
	GElf_Sym symbol;

	while ((scn = elf_nextscn(elf, scn)))
		if (gelf_getshdr(scn, &header) && header.sh_type == SHT_SYMTAB)
			break;
	for (int i = 0; scn && gelf_getsym(elf_getdata(scn, NULL), i, &symbol); i++) {
		struct backend_function *f;

		if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC)
			continue;
		f = vec_add(u->arena, &result->functions);
		f->name = arena_printf(u->arena, "%s",
				       elf_strptr(elf, header.sh_link, symbol.st_name));
		f->insns = (uint32_t)(symbol.st_size / INSN_BYTES);
		f->stack_bytes = is_foreign(u) ? 0 : symbol_stack_bytes(elf, &symbol);
		result->insns += f->insns;
	}
	check_chains(u, result);
}

static void finish_elf(struct llvm_unit *u, int fd, struct sv manifest,
		       struct backend_result *result)
{
	Elf *elf = elf_version(EV_CURRENT) ? elf_begin(fd, ELF_C_RDWR, NULL) : NULL;

	if (elf)
		measure(u, elf, result);
	if (!elf || (manifest.n && !add_section(u, elf, ".nubpf", manifest)) ||
	    elf_update(elf, ELF_C_WRITE) < 0)
		llvm_unit_fail(u, "libelf: %s", elf_errmsg(-1));
	elf_end(elf);
}

void object_finish(struct llvm_unit *u, struct sv object, const struct manifest *manifest,
		   struct backend_result *result)
{
	struct sv text = manifest ? manifest_write(u->arena, manifest) : SV("");
	int in = memory_file(u, object);
	int out = is_foreign(u) ? dup(in) : memory_file(u, SV(""));

	if (!u->error && !is_foreign(u))
		link_object(u, in, out);
	if (!u->error)
		finish_elf(u, out, text, result);
	if (!u->error)
		result->bytes = read_back(u, out);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
}
