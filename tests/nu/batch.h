/*
 * batch.h - closures evaluated with the same inputs by the kernel and by Nushell.
 */
#ifndef TESTS_NU_BATCH_H
#define TESTS_NU_BATCH_H

#include "tests/nu/process.h"
#include "tests/nu/tree.h"

enum verdict {
	VERDICT_SAME,	    /* both sides gave the same for every input */
	VERDICT_REFUSED,    /* nubpfc has a diagnostic for it; `why` is its code */
	VERDICT_NOT_NU,	    /* Nushell does not parse it; `why` is what it says */
	VERDICT_DIFFERENT,  /* for some input */
	VERDICT_CRASH,	    /* nubpfc ended with another code than 0 and 1 */
	VERDICT_NOT_LOADED, /* nubpfc accepts it and the kernel does not */
};

/* What one side makes of one input: rows (type and JSON), then maybe an error. */
struct outcome {
	VEC(const char *) rows;
	const char *error; /* a code of Nushell, or the message of a site */
	bool known;
	bool limited; /* the kernel's: by a limit that Nushell does not have, so not compared further */
};

struct evaluated {
	const char *text;
	struct outcome *kernel, *nushell; /* one for each input */
	enum verdict verdict;
	const char *why;
	uint32_t input; /* the first that differs */
};

struct batch {
	struct arena *arena;
	const char *bin, *nu, *lib; /* folder of nubpfc and nubpf; Nushell; folder of *.nu */
	const char *dir;	     /* for files */
	uint64_t seed;
	VEC(struct evaluated) closures;
	int64_t (*inputs)[TREE_INPUTS];
	uint32_t ninputs;
};

/* Fills the verdicts of all closures. */
void batch_evaluate(struct batch *b);

/* The two sides, for closures [from, to) as far as their verdict is VERDICT_SAME. */
void kernel_evaluate(struct batch *b, uint32_t from, uint32_t to);
void nushell_evaluate(struct batch *b, uint32_t from, uint32_t to);

/* The closure as both sides read it. */
const char *batch_closure(struct arena *a, const char *text);

/* Shrinks the difference of `root` on the one input of `b`, whose closures are not used, for at
 * most about `seconds`; *root is then the smallest body found and the batch's first closure its
 * evaluation. */
void shrink(struct batch *b, struct tree **root, enum verdict verdict, uint64_t seconds);

#endif
