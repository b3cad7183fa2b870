/*
 * shrink.c - the smallest closure that still shows a difference: cuts are tried many at a time, the
 * smallest that keeps the verdict is taken, until none does or the time is over.
 */
#include "tests/nu/batch.h"

enum { CUTS_AT_ONCE = 40 };

/* Evaluates the root with each of the cuts [from, to); gives the index of the smallest that still
 * has the verdict, or UINT32_MAX. */
static uint32_t try_cuts(struct batch *b, struct tree **root, const struct cuts *cuts,
			 uint32_t from, enum verdict verdict)
{
	uint32_t best = UINT32_MAX;

	b->closures.n = 0;
	for (uint32_t i = from; i < cuts->cuts.n && i < from + CUTS_AT_ONCE; i++) {
		const struct cut *cut = &cuts->cuts.v[i];
		struct tree *kept = *cut->where;

		*cut->where = cut->with;
		vec_add(b->arena, &b->closures)->text = tree_text(b->arena, *root);
		*cut->where = kept;
	}
	batch_evaluate(b);
	for (uint32_t i = 0; i < b->closures.n; i++) {
		if (b->closures.v[i].verdict == verdict &&
		    (best == UINT32_MAX ||
		     strlen(b->closures.v[i].text) < strlen(b->closures.v[best - from].text)))
			best = from + i;
	}
	return best;
}

void shrink(struct batch *b, struct tree **root, enum verdict verdict, uint64_t seconds)
{
	uint64_t end = batch_seconds() + seconds;

	for (uint32_t at = 0; batch_seconds() < end;) {
		struct cuts cuts = {.cuts = {NULL, 0, 0}};
		uint32_t best;

		tree_cuts(b->arena, root, &cuts);
		if (at >= cuts.cuts.n)
			break;
		best = try_cuts(b, root, &cuts, at, verdict);
		if (best == UINT32_MAX) {
			at += CUTS_AT_ONCE;
		} else {
			*cuts.cuts.v[best].where = cuts.cuts.v[best].with;
			at = 0;
		}
	}
	b->closures.n = 0;
	vec_add(b->arena, &b->closures)->text = tree_text(b->arena, *root);
	batch_evaluate(b);
}
