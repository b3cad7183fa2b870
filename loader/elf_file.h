/*
 * elf_file.h - sections and symbols of an ELF file that nobody vouches for.
 *
 * Reads the file's bytes in memory through libelf; every offset and size is checked against the
 * bytes before it is used. Serves the objects that are loaded and the binaries that uprobes name.
 */
#ifndef LOADER_ELF_FILE_H
#define LOADER_ELF_FILE_H

#include "support/text.h"

#include <gelf.h>

struct elf_section {
	const char *name;
	GElf_Shdr header;
	struct sv bytes; /* empty for SHT_NOBITS; the size is in the header */
};

struct elf_file {
	struct sv bytes;
	Elf *elf;
	GElf_Ehdr header;
	struct elf_section *sections; /* by section number; [0] is empty */
	uint32_t nsections;
};

/* A symbol and the section that holds it (NULL: undefined, absolute or common). */
struct elf_symbol {
	const char *name;
	uint64_t value, size;
	unsigned type; /* STT_FUNC */
	const struct elf_section *section;
};

/* Opens `bytes`, which must outlive the result: NULL, or what is wrong with them. Close it also
 * after an error. */
const char *elf_file_open(struct arena *a, struct sv bytes, struct elf_file *f);
void elf_file_close(struct elf_file *f);
/* The first section of this name, or NULL. */
const struct elf_section *elf_file_section(const struct elf_file *f, const char *name);
/* Reads symbol number *at of the first table of type `table` (SHT_SYMTAB, SHT_DYNSYM) and moves *at
 * on; false at the end. Symbols with broken names or sections are left out. */
bool elf_file_next_symbol(const struct elf_file *f, uint32_t table, uint64_t *at,
			  struct elf_symbol *symbol);
/* Value and section number of symbol `index` of the symbol table; false when there is none. */
bool elf_file_symbol_at(const struct elf_file *f, uint64_t index, uint64_t *value,
			uint32_t *section);
/* The defined symbol of this name in the symbol table, or false. */
bool elf_file_symbol(const struct elf_file *f, const char *name, struct elf_symbol *symbol);

#endif
