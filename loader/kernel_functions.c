/*
 * kernel_functions.c - see kernel_functions.h.
 *
 * tracefs lists what ftrace can attach to. A name that several functions have is left out: it says
 * not which. (The addresses that newer kernels list are those of ftrace's own instructions, behind
 * a function's first; cookies are not found by them.)
 */
#include "loader/kernel_functions.h"
#include "support/source.h"

#include <fnmatch.h>
#include <stdlib.h>

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Cuts the next line. */
static struct sv next_line(struct sv *text)
{
	const char *end = memchr(text->p, '\n', text->n);
	struct sv line = {text->p, end ? (size_t)(end - text->p) : text->n};

	*text = sv_from(*text, line.n + 1);
	return line;
}

/* Cuts the next word. */
static struct sv next_word(struct sv *line)
{
	size_t start = 0, end;

	while (start < line->n && strchr(" \t", line->p[start]))
		start++;
	for (end = start; end < line->n && !strchr(" \t", line->p[end]);)
		end++;
	struct sv word = {line->p + start, end - start};

	*line = sv_from(*line, end);
	return word;
}

/* Lines of "vfs_read" or "vfs_read [module]". */
static void match_ftrace(struct arena *a, struct kernel_functions *all, struct sv text,
			 const char *glob)
{
	static const char broken[] = "__ftrace_invalid_address__";
	struct arena scratch = {0};

	while (text.n) {
		struct sv line = next_line(&text);
		const char *name = sv_dup(&scratch, next_word(&line));

		if (*name && strncmp(name, broken, sizeof(broken) - 1) != 0 &&
		    fnmatch(glob, name, 0) == 0)
			vec_push(a, all, arena_strndup(a, name, strlen(name)));
	}
	arena_free(&scratch);
}

static struct sv kallsyms(struct arena *a)
{
	static const char path[] = "/proc/kallsyms";
	struct source_set files = {.arena = a};
	int file = source_read(&files, path, path);

	return file < 0 ? SV("") : source_get(&files, (uint32_t)file)->text;
}

/* The name in "ffffffff81000000 T vfs_read\t[module]"; empty when it is not code. */
static struct sv symbol_name(struct sv line)
{
	struct sv type;

	next_word(&line);
	type = next_word(&line);
	return type.n == 1 && strchr("tTwW", type.p[0]) ? next_word(&line) : SV("");
}

static void match_symbols(struct arena *a, struct kernel_functions *all, const char *glob)
{
	struct arena scratch = {0};
	struct sv text = kallsyms(&scratch);

	while (text.n) {
		struct sv name = symbol_name(next_line(&text));

		if (name.n && fnmatch(glob, sv_dup(&scratch, name), 0) == 0)
			vec_push(a, all, sv_dup(a, name));
	}
	arena_free(&scratch);
}

struct kernel_functions kernel_functions_match(struct arena *a, struct tracefs *t, const char *glob)
{
	struct kernel_functions all = {0};
	struct arena scratch = {0};
	uint32_t n = 0;
	struct sv text;

	if (!tracefs_read(&scratch, t, "available_filter_functions", &text))
		match_ftrace(a, &all, text, glob);
	else
		match_symbols(a, &all, glob);
	arena_free(&scratch);
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_name);
	for (uint32_t i = 0; i < all.n;) {
		uint32_t same = i + 1;

		while (same < all.n && strcmp(all.v[same], all.v[i]) == 0)
			same++;
		if (same == i + 1)
			all.v[n++] = all.v[i];
		i = same;
	}
	all.n = n;
	return all;
}

const char *kernel_functions_near(struct arena *a, const char *name)
{
	struct nearest near = {.want = sv_cstr(name)};
	struct arena scratch = {0};
	struct sv text = kallsyms(&scratch);
	const char *best;

	while (text.n) {
		struct sv symbol = symbol_name(next_line(&text));

		if (symbol.n)
			nearest_offer(&near, symbol);
	}
	best = near.best.n ? sv_dup(a, near.best) : NULL;
	arena_free(&scratch);
	return best;
}
