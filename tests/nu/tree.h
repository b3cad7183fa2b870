/*
 * tree.h - random closures as trees of the rules in grammar.def, so that a failing one can be
 * shrunk.
 */
#ifndef TESTS_NU_TREE_H
#define TESTS_NU_TREE_H

#include "support/text.h"

/* xorshift64*; the state is never 0. */
struct random {
	uint64_t state;
};

struct random random_seed(uint64_t seed);
/* A number below n. */
uint64_t random_below(struct random *r, uint64_t n);

struct rule;

/* A rule whose pieces are filled in: one slot for each piece of its template. */
struct tree {
	const struct rule *rule;
	union {
		struct tree *child;
		uint32_t var;
		uint64_t number;
	} * slot;
};

/* Every body begins with `let v0 = ($ctx.arg0 | into int)` and so on; a file of
 * tests/programs/grammar.def (TREE_FILES) has programs that begin with what they see. */
#ifdef TREE_FILES
enum { TREE_INPUTS = 0 };
#else
enum { TREE_INPUTS = 3 };
#endif

/* Reads the templates of grammar.def; once, first. */
void tree_setup(struct arena *a);
/* A whole body of a closure, or a file, at most about `depth` levels. */
struct tree *tree_random(struct arena *a, struct random *r, uint32_t depth);
/* Its text. A variable whose declaration is gone is its kind's smallest text. */
const char *tree_text(struct arena *a, const struct tree *root);

/* One way to make a tree smaller: put `with` where *where is. */
struct cut {
	struct tree **where, *with;
};
struct cuts {
	VEC(struct cut) cuts;
};
/* Every piece replaced by one of its kind within it, and by each piece of its kind without parts.
 */
void tree_cuts(struct arena *a, struct tree **root, struct cuts *cuts);

#endif
