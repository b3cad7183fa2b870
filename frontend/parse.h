/*
 * parse.h - Nushell 0.115 source text to a syntax tree.
 *
 * The lexer and parser know Nushell and nothing of BPF. One mistake gives one message and the rest
 * is still read: what could not be is an AST_GARBAGE node, which nobody reports again.
 */
#ifndef FRONTEND_PARSE_H
#define FRONTEND_PARSE_H

#include "frontend/ast.h"
#include "support/diag.h"

struct parse_options {
	/* Spellings of LANGUAGE §8 that Nushell itself does not parse (`&&`, `%`, `count()`) are
	 * read, with a warning each. */
	bool older_spellings;
};

/* Parses file number `file` of sink->sources. Returns the file's AST_BLOCK, never NULL; problems
 * are in `sink`. Nesting deeper than PARSE_DEPTH_MAX is reported, never a stack overflow. */
struct ast *parse_file(struct arena *a, struct diag_sink *sink, uint32_t file,
		       struct parse_options options);

enum {
	PARSE_DEPTH_MAX = 200,	    /* nested brackets; branches of an `else if` chain */
	PARSE_OPERATORS_MAX = 1000, /* operators in one expression */
	PARSE_ERRORS_MAX = 1000,    /* later ones are not recorded */
};

#endif
