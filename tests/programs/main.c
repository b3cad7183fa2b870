/*
 * main.c - random programs that nubpfc accepts, given to the kernel: `programs --seed N --count M`.
 *
 * The programs of a seed are always the same. One that the kernel's verifier refuses, or that
 * nubpfc breaks on, is shrunk and printed; the exit code is 1 when there was one. With --keep the
 * objects are left in a folder, for another kernel to load.
 */
#include "tests/nu/process.h"
#include "tests/nu/tree.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { DEPTH = 6, SHOWN = 10 };

enum verdict { LOADED, REFUSED, NOT_HERE, NOT_LOADED, CRASHED, VERDICTS };

struct settings {
	const char *bin, *common, *dir, *kernel, *keep;
	uint64_t seed, count, shrink_seconds;
	bool verbose;
};

struct reason {
	char *code;
	uint64_t n;
	char *text;
};

struct totals {
	uint64_t by_verdict[VERDICTS], programs;
	VEC(struct reason) reasons;
};

/* The file: names that the grammar uses, then its programs, with flags. */
static const char *file_text(struct arena *a, const struct settings *s, const struct tree *t)
{
	struct buf b = {.arena = a};

	buf_printf(&b,
		   "use nubpf *\nglobal-define gi --type int\nmap-define mi --value-type int\n"
		   "map-define ma --value-type int --kind array\n%smut total: int = 3\n"
		   "def main [--least: int = 5, --name: string = 'sh', --all] {\n%s}\n",
		   batch_read(a, s->common), tree_text(a, t));
	return b.p;
}

/* What becomes of the file; *why is what the last program said. */
static enum verdict try_file(struct arena *a, const struct settings *s, const char *text,
			     const char **why)
{
	const char *source = arena_printf(a, "%s/program.nu", s->dir),
		   *object = arena_printf(a, "%s/program.bpf.o", s->dir),
		   *out = arena_printf(a, "%s/out", s->dir),
		   *err = arena_printf(a, "%s/err", s->dir),
		   *compiler = arena_printf(a, "%s/nubpfc", s->bin),
		   *loader = arena_printf(a, "%s/nubpf-load", s->bin),
		   *kernel = s->kernel ? arena_printf(a, "--kernel=%s", s->kernel) : "-O2";
	struct buf file = {.arena = a};
	int code;

	buf_puts(&file, text);
	batch_write(source, &file);
	code = batch_run((const char *[]){compiler, "-O2", kernel, "--diag=short", "--color=never",
					  "-o", object, source, NULL},
			 out, err);
	if (code == 0 && s->keep)
		return LOADED;
	if (code == 0)
		code = batch_run((const char *[]){loader, "--verify", object, NULL}, out, err) ? -1
											       : 0;
	*why = batch_read(a, err);
	if (code == -1)
		return strstr(*why, "Operation not permitted") ? NOT_HERE : NOT_LOADED;
	return code == 0 ? LOADED : code == 1 ? REFUSED : CRASHED;
}

/* The smallest file that is found in time and has the verdict. */
static void shrink(struct arena *a, const struct settings *s, struct tree **root,
		   enum verdict verdict)
{
	uint64_t end = batch_seconds() + s->shrink_seconds;
	uint32_t at = 0;
	const char *why;

	while (batch_seconds() < end) {
		struct cuts cuts = {.cuts = {NULL, 0, 0}};
		size_t length = strlen(file_text(a, s, *root));
		bool found = false;

		tree_cuts(a, root, &cuts);
		for (; at < cuts.cuts.n && batch_seconds() < end && !found; at++) {
			struct cut *cut = &cuts.cuts.v[at];
			struct tree *kept = *cut->where;
			const char *text;

			*cut->where = cut->with;
			text = file_text(a, s, *root);
			found = strlen(text) < length && try_file(a, s, text, &why) == verdict;
			if (!found)
				*cut->where = kept;
		}
		if (!found)
			break;
		at = at > 20 ? at - 20 : 0;
	}
}

static void report(struct arena *a, const struct settings *s, struct tree *t, enum verdict verdict,
		   uint64_t seed)
{
	const char *why = "";

	shrink(a, s, &t, verdict);
	try_file(a, s, file_text(a, s, t), &why);
	printf("\n%s:\n%s%s\n  again: tests/programs/run --seed %llu --count 1\n",
	       verdict == CRASHED ? "nubpfc breaks" : "refused by the kernel", file_text(a, s, t),
	       why, (unsigned long long)seed);
	fflush(stdout);
}

/* Refusals by the code of the first diagnostic. */
static void count_refusal(struct arena *keep, struct totals *t, const char *why, const char *text)
{
	size_t n = strcspn(why, "\n");
	struct sv line = {why, n};
	char *first = sv_dup(keep, line), *code = strrchr(first, '[');

	code = code ? code : first;
	for (uint32_t i = 0; i < t->reasons.n; i++) {
		if (strcmp(t->reasons.v[i].code, code) == 0) {
			t->reasons.v[i].n++;
			return;
		}
	}
	vec_push(keep, &t->reasons,
		 ((struct reason){code, 1, arena_printf(keep, "%s\n%s", first, text)}));
}

static void keep_object(struct arena *a, const struct settings *s, uint64_t seed)
{
	const char *from = arena_printf(a, "%s/program.bpf.o", s->dir),
		   *to = arena_printf(a, "%s/%llu.bpf.o", s->keep, (unsigned long long)seed);

	if (rename(from, to)) {
		perror(to);
		exit(74);
	}
}

static void run_seed(struct arena *keep, const struct settings *s, uint64_t seed, struct totals *t)
{
	struct arena arena = {0};
	struct random r = random_seed(seed);
	struct tree *tree = tree_random(&arena, &r, 3 + (uint32_t)random_below(&r, DEPTH));
	const char *text = file_text(&arena, s, tree), *why = "";
	enum verdict verdict = try_file(&arena, s, text, &why);

	t->by_verdict[verdict]++;
	for (const char *at = text; verdict == LOADED && (at = strstr(at, "ebpf attach")); at++)
		t->programs++;
	if (verdict == LOADED && s->keep)
		keep_object(&arena, s, seed);
	if (verdict == REFUSED)
		count_refusal(keep, t, why, text);
	if (verdict >= NOT_LOADED && t->by_verdict[NOT_LOADED] + t->by_verdict[CRASHED] <= SHOWN)
		report(&arena, s, tree, verdict, seed);
	arena_free(&arena);
}

static int summary(const struct settings *s, const struct totals *t)
{
	uint64_t bad = t->by_verdict[NOT_LOADED] + t->by_verdict[CRASHED];

	for (uint32_t i = 0; s->verbose && i < t->reasons.n; i++)
		printf("refused %llu times: %s\n", (unsigned long long)t->reasons.v[i].n,
		       t->reasons.v[i].text);
	printf("%llu files with %llu programs %s; refused: %llu by nubpfc, %llu by what this host "
	       "allows; %llu by the kernel's verifier, %llu broke nubpfc\n",
	       (unsigned long long)t->by_verdict[LOADED], (unsigned long long)t->programs,
	       s->keep ? "made" : "loaded", (unsigned long long)t->by_verdict[REFUSED],
	       (unsigned long long)t->by_verdict[NOT_HERE],
	       (unsigned long long)t->by_verdict[NOT_LOADED],
	       (unsigned long long)t->by_verdict[CRASHED]);
	/* Where little is accepted little is shown. */
	return bad || t->by_verdict[REFUSED] > t->by_verdict[LOADED];
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"seed", 1, NULL, 's'},	  {"count", 1, NULL, 'c'},
						{"bin", 1, NULL, 'b'},	  {"common", 1, NULL, 'n'},
						{"dir", 1, NULL, 'd'},	  {"kernel", 1, NULL, 'k'},
						{"keep", 1, NULL, 'o'},	  {"verbose", 0, NULL, 'v'},
						{"shrink", 1, NULL, 't'}, {NULL, 0, NULL, 0}};
	struct settings s = {.seed = 1, .count = 500, .shrink_seconds = SHRINK_SECONDS};
	struct arena keep = {0};
	struct totals totals = {0};
	int option, code;

	while ((option = getopt_long(argc, argv, "v", options, NULL)) >= 0) {
		switch (option) {
		case 's':
			s.seed = strtoull(optarg, NULL, 10);
			break;
		case 'c':
			s.count = strtoull(optarg, NULL, 10);
			break;
		case 'b':
			s.bin = optarg;
			break;
		case 'n':
			s.common = optarg;
			break;
		case 'd':
			s.dir = optarg;
			break;
		case 'k':
			s.kernel = optarg;
			break;
		case 'o':
			s.keep = optarg;
			break;
		case 't':
			s.shrink_seconds = strtoull(optarg, NULL, 10);
			break;
		case 'v':
			s.verbose = true;
			break;
		default:
			return 2;
		}
	}
	if (!s.bin || !s.common || !s.dir) {
		fputs("programs: started by tests/programs/run\n", stderr);
		return 2;
	}
	tree_setup(&keep);
	for (uint64_t seed = s.seed; totals.by_verdict[LOADED] < s.count; seed++)
		run_seed(&keep, &s, seed, &totals);
	code = summary(&s, &totals);
	arena_free(&keep);
	return code;
}
