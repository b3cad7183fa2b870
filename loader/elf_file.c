/*
 * elf_file.c - sections and symbols of an ELF file that nobody vouches for.
 *
 * libelf parses the header and the section headers; section contents are cut out of the file's own
 * bytes here, so that no later step depends on what libelf makes of a hostile size.
 */
#include "loader/elf_file.h"

/* The NUL-terminated string at `offset`, or NULL when it does not end inside the section. */
static const char *string_at(struct sv table, uint64_t offset)
{
	if (offset >= table.n || !memchr(table.p + offset, 0, table.n - (size_t)offset))
		return NULL;
	return table.p + offset;
}

static const char *read_section(struct elf_file *f, uint32_t i)
{
	struct elf_section *s = &f->sections[i];
	Elf_Scn *scn = elf_getscn(f->elf, i);

	if (!scn || !gelf_getshdr(scn, &s->header))
		return "its section headers are damaged";
	if (s->header.sh_type == SHT_NOBITS || s->header.sh_type == SHT_NULL)
		return NULL;
	if (s->header.sh_offset > f->bytes.n ||
	    s->header.sh_size > f->bytes.n - s->header.sh_offset)
		return "a section reaches beyond the end of the file; it is cut or damaged";
	s->bytes = (struct sv){f->bytes.p + s->header.sh_offset, (size_t)s->header.sh_size};
	return NULL;
}

static const char *read_sections(struct arena *a, struct elf_file *f)
{
	size_t count, names;
	const char *error;

	if (elf_getshdrnum(f->elf, &count) || count > UINT16_MAX)
		return "its section headers are damaged";
	f->sections = arena_array(a, struct elf_section, count + 1);
	f->sections[0].name = "";
	for (uint32_t i = 1; i < count; i++) {
		error = read_section(f, i);
		if (error)
			return error;
	}
	f->nsections = (uint32_t)count;
	if (elf_getshdrstrndx(f->elf, &names) || names >= count)
		return count ? "its section names are damaged" : NULL;
	for (uint32_t i = 1; i < count; i++) {
		f->sections[i].name =
			string_at(f->sections[names].bytes, f->sections[i].header.sh_name);
		if (!f->sections[i].name)
			return "its section names are damaged";
	}
	return NULL;
}

const char *elf_file_open(struct arena *a, struct sv bytes, struct elf_file *f)
{
	*f = (struct elf_file){.bytes = bytes};
	elf_version(EV_CURRENT);
	if (bytes.n < EI_NIDENT || memcmp(bytes.p, ELFMAG, SELFMAG) != 0)
		return "it is not an ELF file";
	f->elf = elf_memory((char *)(uintptr_t)bytes.p, bytes.n);
	if (!f->elf || elf_kind(f->elf) != ELF_K_ELF || !gelf_getehdr(f->elf, &f->header))
		return "its ELF header is damaged";
	return read_sections(a, f);
}

void elf_file_close(struct elf_file *f)
{
	if (f->elf)
		elf_end(f->elf);
	f->elf = NULL;
}

const struct elf_section *elf_file_section(const struct elf_file *f, const char *name)
{
	for (uint32_t i = 1; i < f->nsections; i++) {
		if (strcmp(f->sections[i].name, name) == 0)
			return &f->sections[i];
	}
	return NULL;
}

/* Symbol entries as the file has them: both classes are read, the byte order must be this host's.
 */
static bool decode_symbol(const struct elf_file *f, struct sv entries, uint64_t at, GElf_Sym *sym)
{
	if (f->header.e_ident[EI_CLASS] == ELFCLASS64) {
		if ((at + 1) * sizeof(Elf64_Sym) > entries.n)
			return false;
		memcpy(sym, entries.p + at * sizeof(Elf64_Sym), sizeof(Elf64_Sym));
		return true;
	}
	Elf32_Sym narrow;

	if ((at + 1) * sizeof(Elf32_Sym) > entries.n)
		return false;
	memcpy(&narrow, entries.p + at * sizeof(Elf32_Sym), sizeof(narrow));
	*sym = (GElf_Sym){.st_name = narrow.st_name,
			  .st_info = narrow.st_info,
			  .st_other = narrow.st_other,
			  .st_shndx = narrow.st_shndx,
			  .st_value = narrow.st_value,
			  .st_size = narrow.st_size};
	return true;
}

static const struct elf_section *find_table(const struct elf_file *f, uint32_t type)
{
	for (uint32_t i = 1; i < f->nsections; i++) {
		if (f->sections[i].header.sh_type == type &&
		    f->sections[i].header.sh_link < f->nsections)
			return &f->sections[i];
	}
	return NULL;
}

bool elf_file_next_symbol(const struct elf_file *f, uint32_t table, uint64_t *at,
			  struct elf_symbol *symbol)
{
	const struct elf_section *s = find_table(f, table);
	GElf_Sym sym;

	if (!s)
		return false;
	while (decode_symbol(f, s->bytes, *at, &sym)) {
		const char *name = string_at(f->sections[s->header.sh_link].bytes, sym.st_name);

		(*at)++;
		if (!name || !*name)
			continue;
		*symbol = (struct elf_symbol){
			.name = name,
			.value = sym.st_value,
			.size = sym.st_size,
			.type = GELF_ST_TYPE(sym.st_info),
		};
		if (sym.st_shndx != SHN_UNDEF && sym.st_shndx < SHN_LORESERVE) {
			if (sym.st_shndx >= f->nsections)
				continue;
			symbol->section = &f->sections[sym.st_shndx];
		}
		return true;
	}
	return false;
}

bool elf_file_symbol_at(const struct elf_file *f, uint64_t index, uint64_t *value,
			uint32_t *section)
{
	const struct elf_section *s = find_table(f, SHT_SYMTAB);
	GElf_Sym sym;

	if (!s || index >= s->bytes.n || !decode_symbol(f, s->bytes, index, &sym))
		return false;
	*value = sym.st_value;
	*section = sym.st_shndx;
	return true;
}

bool elf_file_symbol(const struct elf_file *f, const char *name, struct elf_symbol *symbol)
{
	uint64_t at = 0;

	while (elf_file_next_symbol(f, SHT_SYMTAB, &at, symbol)) {
		if (symbol->section && strcmp(symbol->name, name) == 0)
			return true;
	}
	return false;
}
