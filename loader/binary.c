/*
 * binary.c - where a user-space function lies: which file, and where in it.
 *
 * The file is mapped, not read: a symbol table is a small part of a large binary.
 */
#include "loader/binary.h"
#include "loader/elf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The whole file, mapped; {NULL, 0} with errno set. Privately writable because libelf wants it. */
static struct sv map_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *p = MAP_FAILED;
	struct stat st;

	if (fd < 0)
		return (struct sv){NULL, 0};
	if (fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode) && st.st_size > 0)
			p = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
				 0);
		else
			errno = ENOEXEC;
	}
	close(fd);
	return p == MAP_FAILED ? (struct sv){NULL, 0} : (struct sv){p, (size_t)st.st_size};
}

static bool is_function(const struct elf_symbol *s)
{
	return s->section && (s->type == STT_FUNC || s->type == STT_GNU_IFUNC);
}

/* Looks through both tables: a stripped binary still has its dynamic symbols. */
static bool find_symbol(const struct elf_file *f, const char *name, struct elf_symbol *found,
			struct nearest *near)
{
	static const uint32_t tables[] = {SHT_SYMTAB, SHT_DYNSYM};

	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		uint64_t at = 0;

		while (elf_file_next_symbol(f, tables[t], &at, found)) {
			if (!is_function(found))
				continue;
			if (strcmp(found->name, name) == 0)
				return true;
			nearest_offer(near, sv_cstr(found->name));
		}
	}
	return false;
}

static struct binary_function place_of(const struct elf_symbol *s)
{
	const GElf_Shdr *h = &s->section->header;

	if (s->type == STT_GNU_IFUNC)
		return (struct binary_function){
			.error = "it is an indirect function: the program picks one of several "
				 "implementations when it starts, so name that one"};
	if (s->value < h->sh_addr || s->value - h->sh_addr >= h->sh_size)
		return (struct binary_function){.error = "its address is outside its section"};
	return (struct binary_function){.offset = s->value - h->sh_addr + h->sh_offset,
					.size = s->size};
}

/* A binary without its symbol table has those alone that others link to. */
static const char *hint_for(struct arena *a, const struct elf_file *f, struct sv near)
{
	struct elf_symbol symbol;
	uint64_t at = 0;

	if (near.p)
		return arena_printf(a, "did you mean '" SV_FMT "'?", SV_ARG(near));
	if (elf_file_next_symbol(f, SHT_SYMTAB, &at, &symbol))
		return NULL;
	return "the binary is stripped: install its symbols, or give the place as PATH:0xOFFSET";
}

struct binary_function binary_function(struct arena *a, const char *path, const char *symbol)
{
	struct binary_function result = {.error = "the binary has no such function"};
	struct nearest near = {.want = sv_cstr(symbol)};
	struct sv bytes = map_file(path);
	struct elf_symbol found;
	struct elf_file f;
	const char *error;

	if (!bytes.p)
		return (struct binary_function){.error = arena_printf(a, "%s", strerror(errno))};
	error = elf_file_open(a, bytes, &f);
	if (error)
		result.error = error;
	else if (find_symbol(&f, symbol, &found, &near))
		result = place_of(&found);
	else
		result.hint = hint_for(a, &f, near.best);
	elf_file_close(&f);
	munmap((void *)(uintptr_t)bytes.p, bytes.n);
	return result;
}

static int by_place(const void *a, const void *b)
{
	const struct binary_place *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void match_symbols(struct arena *a, const struct elf_file *f, const char *glob,
			  struct binary_functions *all)
{
	static const uint32_t tables[] = {SHT_SYMTAB, SHT_DYNSYM};
	struct elf_symbol s;

	for (size_t t = 0; t < ARRAY_SIZE(tables); t++) {
		uint64_t at = 0;

		while (elf_file_next_symbol(f, tables[t], &at, &s)) {
			struct binary_function found;
			struct binary_place place;

			if (!is_function(&s) || fnmatch(glob, s.name, 0) != 0)
				continue;
			found = place_of(&s);
			if (found.error)
				continue;
			place.name = arena_strndup(a, s.name, strlen(s.name));
			place.offset = found.offset;
			vec_push(a, all, place);
		}
	}
}

struct binary_functions binary_functions_match(struct arena *a, const char *path, const char *glob)
{
	struct binary_functions all = {0};
	struct sv bytes = map_file(path);
	struct elf_file f;
	uint32_t n = 0;

	if (!bytes.p)
		return (struct binary_functions){.error = arena_printf(a, "%s", strerror(errno))};
	all.error = elf_file_open(a, bytes, &f);
	if (!all.error)
		match_symbols(a, &f, glob, &all);
	elf_file_close(&f);
	munmap((void *)(uintptr_t)bytes.p, bytes.n);
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_place);
	for (uint32_t i = 0; i < all.n; i++) {
		if (i == 0 || all.v[i].offset != all.v[n - 1].offset)
			all.v[n++] = all.v[i];
	}
	all.n = n;
	return all;
}
