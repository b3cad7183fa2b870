/*
 * fold_fill.h - `fill`: text made wide enough.
 */
#ifndef FRONTEND_FOLD_FILL_H
#define FRONTEND_FOLD_FILL_H

#include "frontend/fold_call.h"

enum fill_side {
	FILL_BEHIND,
	FILL_BEFORE,
	FILL_AROUND,	    /* of an odd number one more behind it */
	FILL_AROUND_BEFORE, /* … before it */
};

struct fill {
	uint32_t width; /* characters, at most so many of a width that is computed */
	struct sv piece;
	enum fill_side side;
};

/* The widest; bytes of what is computed. */
enum { FILL_WIDTH_MAX = 1024, FILLED_MAX = 256 };
#define FILL_ALIGNMENTS "--alignment is left, right, center or middleright"

/* What the flags of a call say, which are known; false when --alignment is none of Nushell's. */
bool fill_options(const struct ast *call, struct fill *out);
const struct value *fold_fill(struct folding *f, const struct value *in);

#endif
