/*
 * kernel_symbols.c - names of kernel addresses, from /proc/kallsyms.
 */
#include "loader/kernel_symbols.h"
#include "support/source.h"

#include <stdio.h>
#include <stdlib.h>

struct kernel_symbol {
	uint64_t address;
	struct sv name;
};

static int by_address(const void *a, const void *b)
{
	const struct kernel_symbol *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

/* "ffffffff81000000 T _stext	[module]": false when it is not code. */
static bool read_line(struct sv line, struct kernel_symbol *s)
{
	enum { DIGITS = 16 };
	char digits[DIGITS + 1];

	if (line.n < DIGITS + 4 || !strchr("tTwW", line.p[DIGITS + 1]))
		return false;
	memcpy(digits, line.p, DIGITS);
	digits[DIGITS] = 0;
	s->address = strtoull(digits, NULL, 16);
	s->name = sv_from(line, DIGITS + 3);
	for (size_t i = 0; i < s->name.n; i++) {
		if (s->name.p[i] == '\t')
			s->name.n = i;
	}
	return s->address && s->name.n;
}

void kernel_symbols_read(struct kernel_symbols *s, struct sv text)
{
	VEC(struct kernel_symbol) all = {0};

	s->tried = true;
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		struct sv line = {text.p, end ? (size_t)(end - text.p) : text.n};
		struct kernel_symbol symbol;

		if (read_line(line, &symbol))
			vec_push(s->arena, &all, symbol);
		text = sv_from(text, line.n + 1);
	}
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_address);
	s->v = all.v;
	s->n = all.n;
}

bool kernel_symbols_find(struct kernel_symbols *s, uint64_t address, struct sv *name,
			 uint64_t *offset)
{
	uint32_t low = 0, high;

	if (!s->tried) {
		struct source_set files = {.arena = s->arena};
		int file = source_read(&files, "/proc/kallsyms", "/proc/kallsyms");

		kernel_symbols_read(s,
				    file < 0 ? SV("") : source_get(&files, (uint32_t)file)->text);
	}
	/* The last symbol at or below the address; user addresses are below all of them. */
	if (!s->n || address < s->v[0].address)
		return false;
	for (high = s->n; high - low > 1;) {
		uint32_t middle = low + (high - low) / 2;

		if (s->v[middle].address <= address)
			low = middle;
		else
			high = middle;
	}
	*name = s->v[low].name;
	*offset = address - s->v[low].address;
	return true;
}

size_t kernel_symbols_name(void *symbols, uint64_t address, char *name, size_t size)
{
	struct sv found;
	uint64_t offset;
	int n;

	if (!kernel_symbols_find(symbols, address, &found, &offset))
		return 0;
	n = snprintf(name, size, SV_FMT "+0x%llx", SV_ARG(found), (unsigned long long)offset);
	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size ? size - 1 : 0;
}
