/*
 * object.c - reading an object file and checking it against its manifest.
 */
#include "loader/object.h"

#include "loader/kernel_names.h"
#include "loader/attach.h"
#include "support/source.h"

static int bad(struct object *o, struct failure *why, const char *what)
{
	return failure_set(why, EXIT_OBJECT, "'%s' cannot be loaded: %s", o->path, what);
}

static int check_header(struct object *o, struct failure *why)
{
	const GElf_Ehdr *h = &o->elf.header;

	if (h->e_machine != EM_BPF || h->e_type != ET_REL)
		return bad(o, why, "it is not a BPF object, but an ELF file of another kind");
	if (h->e_ident[EI_CLASS] != ELFCLASS64)
		return bad(o, why, "it is a 32-bit ELF file; BPF objects have 64 bits");
	if (h->e_ident[EI_DATA] != ELFDATA2LSB)
		return bad(o, why, "it is for big-endian machines");
	return 0;
}

static int read_manifest(struct arena *a, struct object *o, struct failure *why)
{
	const struct elf_section *s = elf_file_section(&o->elf, ".nubpf");
	const char *error = NULL;

	if (!s) {
		bad(o, why, "it has no section '.nubpf', so nubpfc did not make it");
		failure_hint(why, "other libbpf objects are loaded with "
				  "`bpftool prog loadall FILE /sys/fs/bpf/NAME autoattach`");
		return EXIT_OBJECT;
	}
	if (s->bytes.n > MANIFEST_MAX_BYTES)
		return bad(o, why, "its manifest is larger than 4 MiB");
	o->manifest = manifest_read(a, s->bytes, &error);
	if (!o->manifest)
		return bad(o, why, arena_printf(a, "its manifest is no good: %s", error));
	return 0;
}

/* The variable `name` as a slot of at least `size` bytes. */
static int find_slot(struct object *o, const char *name, uint64_t size, struct object_slot *slot,
		     struct failure *why)
{
	struct elf_symbol symbol;
	uint64_t room;

	if (!elf_file_symbol(&o->elf, name, &symbol))
		return bad(o, why, arena_printf(why->arena, "it has no variable '%s'", name));
	room = symbol.section->header.sh_size;
	if (symbol.section->name[0] != '.' || symbol.value > room ||
	    symbol.size > room - symbol.value || symbol.size < size)
		return bad(
			o, why,
			arena_printf(why->arena,
				     "variable '%s' has %llu bytes at %llu of section '%s', which "
				     "has %llu; the manifest says %llu",
				     name, (unsigned long long)symbol.size,
				     (unsigned long long)symbol.value, symbol.section->name,
				     (unsigned long long)room, (unsigned long long)size));
	*slot = (struct object_slot){symbol.section->name, symbol.value, symbol.size};
	return 0;
}

static bool is_read_only(const struct object_slot *slot)
{
	return strncmp(slot->map, ".rodata", strlen(".rodata")) == 0;
}

static int check_param(struct object *o, uint32_t i, struct failure *why)
{
	const struct manifest_param *p = &o->manifest->params.v[i];
	int code = find_slot(o, p->symbol, p->size, &o->params[i], why);

	if (code)
		return code;
	if (!is_read_only(&o->params[i]))
		return bad(
			o, why,
			arena_printf(why->arena, "parameter '%s' is not read-only data", p->name));
	return 0;
}

static int check_data(struct arena *a, struct object *o, struct failure *why)
{
	const struct manifest *m = o->manifest;
	struct elf_symbol symbol;
	int code = 0;

	o->params = arena_array(a, struct object_slot, m->params.n);
	o->states = arena_array(a, struct object_slot, m->states.n);
	for (uint32_t i = 0; !code && i < m->params.n; i++)
		code = check_param(o, i, why);
	for (uint32_t i = 0; !code && i < m->states.n; i++)
		code = find_slot(o, m->states.v[i].symbol,
				 (uint64_t)m->states.v[i].value.offset + m->states.v[i].value.size,
				 &o->states[i], why);
	if (!code && m->sites.n)
		code = find_slot(o, "nubpf_sites", m->sites.n * sizeof(uint64_t), &o->sites, why);
	if (!code && elf_file_symbol(&o->elf, "nubpf_stamp", &symbol)) {
		code = find_slot(o, "nubpf_stamp", 1, &o->stamp, why);
		if (!code && !is_read_only(&o->stamp))
			code = bad(o, why, "variable 'nubpf_stamp' is not read-only data");
	}
	return code;
}

static int check_program(struct object *o, const struct manifest_program *p, struct failure *why)
{
	const struct family *family = family_find(p->family);
	const char *lacks = family ? family_check(family, p) : NULL;
	struct elf_symbol symbol;

	if (!family) {
		bad(o, why,
		    arena_printf(why->arena,
				 "'%s' has a target of family '%s', which this "
				 "loader does not know",
				 p->label, p->family));
		failure_hint(why, "the object was made by %s; this loader is %s", o->manifest->tool,
			     NUBPF_VERSION);
		return EXIT_OBJECT;
	}
	if (lacks)
		return bad(
			o, why,
			arena_printf(why->arena, "the target of '%s' lacks %s", p->label, lacks));
	if (!elf_file_symbol(&o->elf, p->symbol, &symbol) || symbol.type != STT_FUNC ||
	    !(symbol.section->header.sh_flags & SHF_EXECINSTR))
		return bad(o, why, arena_printf(why->arena, "it has no program '%s'", p->symbol));
	return 0;
}

static int check_code(struct object *o, struct failure *why)
{
	const struct manifest *m = o->manifest;
	struct elf_symbol symbol;
	uint32_t rings = 0;
	int code;

	if (!m->programs.n)
		return bad(o, why, "it has no programs");
	for (uint32_t i = 0; i < m->programs.n; i++) {
		code = check_program(o, &m->programs.v[i], why);
		if (code)
			return code;
	}
	for (uint32_t i = 0; i < m->maps.n; i++) {
		const char *name = m->maps.v[i].symbol;

		if (!elf_file_symbol(&o->elf, name, &symbol) ||
		    strcmp(symbol.section->name, ".maps") != 0)
			return bad(o, why, arena_printf(why->arena, "it has no map '%s'", name));
		rings += strcmp(m->maps.v[i].use, "events") == 0;
	}
	if (rings > 1)
		return bad(o, why, "it has more than one map for events");
	return 0;
}

int object_check(struct arena *a, struct sv bytes, struct object *o, struct failure *why)
{
	const char *error = elf_file_open(a, bytes, &o->elf);
	int code;

	o->bytes = bytes;
	if (error)
		return bad(o, why, error);
	code = check_header(o, why);
	if (!code)
		code = read_manifest(a, o, why);
	if (!code)
		code = check_code(o, why);
	if (!code)
		code = check_data(a, o, why);
	return code;
}

int object_open(struct arena *a, struct sv bytes, struct object *o, struct failure *why)
{
	int code = object_check(a, bytes, o, why);

	if (!code)
		kernel_names(a, o->manifest);
	return code;
}

int object_read(struct arena *a, const char *path, struct object *o, struct failure *why)
{
	struct source_set files = {.arena = a};
	int file = source_read(&files, path, path);

	*o = (struct object){.path = path};
	if (file < 0)
		return failure_set(why, EXIT_FILE, "cannot read '%s': %s", path,
				   failure_errno(why, file));
	return object_open(a, source_get(&files, (uint32_t)file)->text, o, why);
}

void object_close(struct object *o)
{
	elf_file_close(&o->elf);
}
