/*
 * main.c - random closures in the kernel and in Nushell: `differ --seed N --count M`.
 *
 * The closures of a seed are always the same. A difference is shrunk and printed with what both
 * sides make of it. The exit code is 1 when there was one.
 */
#include "tests/nu/batch.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLOSURES = 40, INPUTS = 10, DEPTH = 6, SHOWN = 20 };

struct totals {
	uint32_t by_verdict[VERDICT_NOT_LOADED + 1];
	uint64_t evaluations, errors, limits;
	VEC(struct refusal {
		const char *why;
		uint32_t n;
		const char *text;
	})
	refusals;
};

struct settings {
	const char *bin, *nu, *lib, *dir;
	uint64_t seed, count, shrink_seconds;
	bool verbose;
};

static const int64_t edges[] = {0,	    1,
				-1,	    2,
				3,	    -3,
				7,	    8,
				31,	    32,
				62,	    63,
				64,	    65,
				100,	    -100,
				255,	    4096,
				INT32_MAX,  INT32_MIN,
				UINT32_MAX, 1LL << 32,
				3037000500, 1LL << 62,
				INT64_MAX,  INT64_MAX - 1,
				INT64_MIN,  INT64_MIN + 1};

static int64_t random_input(struct random *r)
{
	switch (random_below(r, 4)) {
	case 0:
		return (int64_t)random_below(r, 20) - 5;
	case 1:
		return (int64_t)(random_below(r, UINT64_MAX) << random_below(r, 12));
	default:
		return edges[random_below(r, ARRAY_SIZE(edges))];
	}
}

static void show_outcome(const char *side, const struct outcome *o)
{
	printf("  %s:", side);
	for (uint32_t i = 0; i < o->rows.n; i++)
		printf(" [%s]", o->rows.v[i]);
	printf("%s%s%s\n", o->error ? " error: " : "", o->error ? o->error : "",
	       o->known ? "" : " (did not run)");
}

/* Shrinks the closure and prints it. */
static void report(const struct settings *s, const struct batch *found, uint32_t i,
		   struct tree *tree)
{
	static const char *const titles[] = {
		"same",	     "refused by nubpfc", "refused by Nushell",
		"different", "nubpfc breaks",	  "refused by the kernel"};
	const struct evaluated *e = &found->closures.v[i];
	struct batch b = *found;

	memset(&b.closures, 0, sizeof(b.closures));
	b.inputs = &found->inputs[e->input];
	b.ninputs = 1;
	shrink(&b, &tree, e->verdict, s->shrink_seconds);
	e = &b.closures.v[0];
	printf("\n%s: %s\n", titles[e->verdict], batch_closure(b.arena, e->text));
	printf("  ctx: arg0 %lld, arg1 %lld, arg2 %lld\n", (long long)b.inputs[0][0],
	       (long long)b.inputs[0][1], (long long)b.inputs[0][2]);
	if (e->verdict == VERDICT_DIFFERENT) {
		show_outcome("kernel ", &e->kernel[0]);
		show_outcome("nushell", &e->nushell[0]);
	} else if (e->why) {
		printf("%s\n", e->why);
	}
	printf("  again: tests/nu/run --seed %llu --count %d\n", (unsigned long long)s->seed,
	       CLOSURES * INPUTS);
}

/* Refusals are counted by their reason. */
static void count_refusal(struct arena *a, struct totals *t, const struct evaluated *e)
{
	/* Nushell begins with a line for the code of its error. */
	struct sv first = {e->why, strcspn(e->why, "\n")};
	const char *code = e->verdict == VERDICT_REFUSED ? e->why : sv_dup(a, first);

	for (uint32_t i = 0; i < t->refusals.n; i++) {
		if (strcmp(t->refusals.v[i].why, code) == 0) {
			t->refusals.v[i].n++;
			return;
		}
	}
	vec_push(a, &t->refusals,
		 ((struct refusal){arena_printf(a, "%s", code), 1,
				   arena_printf(a, "%s\n%s", e->text, e->why)}));
}

static void count_verdicts(struct arena *keep, const struct batch *b, struct totals *t)
{
	for (uint32_t i = 0; i < b->closures.n; i++) {
		const struct evaluated *e = &b->closures.v[i];

		t->by_verdict[e->verdict]++;
		if (e->verdict == VERDICT_REFUSED || e->verdict == VERDICT_NOT_NU)
			count_refusal(keep, t, e);
		for (uint32_t k = 0; e->verdict == VERDICT_SAME && k < b->ninputs; k++) {
			t->limits += e->kernel[k].limited;
			if (e->kernel[k].limited)
				continue;
			t->evaluations++;
			t->errors += e->kernel[k].error != NULL;
		}
	}
}

/* The closures of one seed. */
static void run_seed(struct arena *keep, const struct settings *s, struct totals *t,
		     uint32_t *shown)
{
	struct arena arena = {0};
	struct random r = random_seed(s->seed);
	struct batch b = {.arena = &arena,
			  .bin = s->bin,
			  .nu = s->nu,
			  .lib = s->lib,
			  .dir = s->dir,
			  .seed = s->seed,
			  .ninputs = INPUTS};
	struct tree *trees[CLOSURES];

	b.inputs = arena_alloc(&arena, sizeof(*b.inputs) * INPUTS, 8);
	for (uint32_t i = 0; i < INPUTS; i++) {
		for (uint32_t k = 0; k < TREE_INPUTS; k++)
			b.inputs[i][k] = random_input(&r);
	}
	for (uint32_t i = 0; i < CLOSURES; i++) {
		trees[i] = tree_random(&arena, &r, 2 + (uint32_t)random_below(&r, DEPTH));
		vec_add(&arena, &b.closures)->text = tree_text(&arena, trees[i]);
	}
	batch_evaluate(&b);
	count_verdicts(keep, &b, t);
	for (uint32_t i = 0; i < CLOSURES; i++) {
		enum verdict v = b.closures.v[i].verdict;

		if (v >= VERDICT_DIFFERENT && (*shown)++ < SHOWN)
			report(s, &b, i, trees[i]);
	}
	fflush(stdout);
	arena_free(&arena);
}

static int summary(const struct settings *s, const struct totals *t)
{
	uint32_t bad = t->by_verdict[VERDICT_DIFFERENT] + t->by_verdict[VERDICT_CRASH] +
		       t->by_verdict[VERDICT_NOT_LOADED];

	for (uint32_t i = 0; s->verbose && i < t->refusals.n; i++)
		printf("refused %u times: %s\n%s\n", t->refusals.v[i].n, t->refusals.v[i].why,
		       t->refusals.v[i].text);
	printf("%llu evaluations of %u closures agree, %llu of them errors; %u closures differ; "
	       "%llu evaluations ended by a stated limit; refused: %u by nubpfc, %u by Nushell\n",
	       (unsigned long long)t->evaluations, t->by_verdict[VERDICT_SAME],
	       (unsigned long long)t->errors, bad, (unsigned long long)t->limits,
	       t->by_verdict[VERDICT_REFUSED],
	       t->by_verdict[VERDICT_NOT_NU]);
	/* A comparison that hardly took place proves nothing. */
	return bad || t->evaluations * 4 < s->count;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"seed", 1, NULL, 's'},	   {"count", 1, NULL, 'c'},  {"bin", 1, NULL, 'b'},
		{"nu", 1, NULL, 'n'},	   {"lib", 1, NULL, 'l'},    {"dir", 1, NULL, 'd'},
		{"verbose", 0, NULL, 'v'}, {"shrink", 1, NULL, 't'}, {NULL, 0, NULL, 0}};
	struct settings s = {.seed = 1, .count = 3000, .shrink_seconds = SHRINK_SECONDS};
	struct arena keep = {0};
	struct totals totals = {0};
	uint32_t shown = 0;
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
			s.nu = optarg;
			break;
		case 'l':
			s.lib = optarg;
			break;
		case 'd':
			s.dir = optarg;
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
	if (!s.bin || !s.nu || !s.lib || !s.dir) {
		fputs("differ: started by tests/nu/run\n", stderr);
		return 2;
	}
	tree_setup(&keep);
	for (uint64_t done = 0; done < s.count; done += CLOSURES * INPUTS, s.seed++)
		run_seed(&keep, &s, &totals, &shown);
	code = summary(&s, &totals);
	arena_free(&keep);
	return code;
}
