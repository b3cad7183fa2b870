/*
 * agree.h - what the parser makes of a text, in the words of Nushell's own parser.
 */
#ifndef TESTS_NU_AGREE_H
#define TESTS_NU_AGREE_H

#include "frontend/parse.h"

/* A token of `ast --flatten`: bytes [start, end), and "int" of `shape_int`. A bracket's `end` is
 * nothing: Nushell has it reach to what the bracket holds. */
struct flat_token {
	uint32_t start, end;
	const char *shape;
	bool opens;
	bool either; /* a closure that Nushell calls a block: one with `$in` in it, or a condition
		      */
};

/* The tokens of a tree by place, and the parts that it says nothing of: commands that the compiler
 * does not know, whose arguments it cannot read as Nushell does. */
struct flat {
	struct arena *arena;
	struct sv text;
	VEC(struct flat_token) tokens;
	VEC(struct span) unknown;
};

/* Every command and older spelling as `NAME<tab>DECLARATION`, a line of a Nushell module each. */
void agree_declare(struct buf *out);
/* The expressions whose grouping is compared, a line each behind a line that binds their variables.
 */
void agree_expressions(struct buf *out);
/* Compares with `theirs`, a file of the block that Nushell makes of them: 1, printed, when one
 * differs. */
int agree_precedence(const char *theirs);
/* The tokens of a file's tree. */
void agree_flatten(struct flat *f, const struct ast *root);

#endif
