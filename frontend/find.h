/*
 * find.h - what `find` looks for: read from its arguments once they are constants.
 *
 * Text is searched with one pattern; any other value is compared with the terms as text, or
 * searched with the pattern of --regex. Lists and records are found by what is in them.
 */
#ifndef FRONTEND_FIND_H
#define FRONTEND_FIND_H

#include "frontend/fold_call.h"
#include "frontend/regex.h"

struct find {
	struct sv *terms; /* as the text of a value must be */
	uint32_t nterms;
	struct sv pattern; /* of texts */
	bool by_pattern;   /* of all other values, too */
	bool invert;
	const struct value *columns; /* of records: a list of names; NULL: all */
};

/* False: an argument has another type, which *at is, and which *wants says; or, with *why set, it
 * is wrong. */
bool find_of(struct folding *f, struct find *out);
/* The constant is found; `invert` does not count. */
bool find_matches(struct arena *a, const struct find *find, const struct value *v);
/* The column of a record is looked into. */
bool find_takes(const struct find *find, struct sv column);
/* Nushell marks what it finds in a value of the type with colours, unless it is told not to. */
bool find_marks(const struct ast *call, const struct type *t);

#endif
