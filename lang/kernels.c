/* kernels.c - see kernels.h. */
#include "lang/kernels.h"
#include "lang/helpers.h"
#include "lang/maps.h"

#include <stdlib.h>
#include <string.h>

struct line {
	uint32_t since;
	const char *kind, *what, *source, *older;
};

static const struct line features[] = {
#define KERNEL(id, since, source, what, older) {since, "", what, source, older},
#include "lang/kernels.def"
};

uint32_t kernel_of_map(uint32_t kind)
{
	for (uint32_t i = 0; i < MAPKINDS; i++)
		if (map_kinds[i].type == kind)
			return map_kinds[i].kernel;
	return KERNEL_ARRAY;
}

static int by_version(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return strcmp(x->what, y->what);
}

void kernel_list(FILE *out)
{
	enum { FEATURES = sizeof(features) / sizeof(*features) };
	struct line lines[FEATURES + HELPER_COUNT];
	size_t n = 0;

	for (size_t i = 0; i < FEATURES; i++)
		lines[n++] = features[i];
	for (uint32_t h = 1; h < HELPER_COUNT; h++) {
		const struct helper_info *i = &helpers[h];

		lines[n++] = (struct line){i->kernel, "bpf_", i->name, i->source,
					   i->instead ? helpers[i->instead].name : "refused"};
	}
	qsort(lines, n, sizeof(*lines), by_version);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%u.%-3u %s%-*s %s  %s\n", lines[i].since / 100, lines[i].since % 100,
			lines[i].kind, 56 - (int)strlen(lines[i].kind), lines[i].what,
			lines[i].source, lines[i].older);
}
