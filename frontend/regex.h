/*
 * regex.h - regular expressions as Nushell reads them, compiled to automata over bytes.
 *
 * The syntax is that of fancy-regex 0.x over regex 1.x, which is what `=~` uses: classes are of
 * Unicode, the search is unanchored, `$` is the end of the text only. What needs more than a finite
 * automaton is refused. A pattern is parsed to a tree (regex_parse.c), whose sets of characters are
 * of code points (regex_class.c); the tree becomes an automaton over the bytes of UTF-8
 * (regex_nfa.c), which is made deterministic and minimal (regex_dfa.c).
 */
#ifndef FRONTEND_REGEX_H
#define FRONTEND_REGEX_H

#include "support/text.h"

enum { REGEX_DEAD, REGEX_FOUND, REGEX_END_CLASS = 0 };

/* States REGEX_DEAD and REGEX_FOUND lead nowhere else: the answer is known there. From all others
 * the end of the text, as a byte of class REGEX_END_CLASS, leads to one of the two. */
struct regex {
	uint32_t nstates, nclasses; /* at most 256 */
	uint8_t start;
	uint8_t classes[256]; /* of each byte; none has that of the end */
	uint8_t *next;	      /* [state * nclasses + class] */
};

/* The automaton of a pattern, or NULL with *why set. */
const struct regex *regex_compile(struct arena *a, struct sv pattern, const char **why);
/* The text has a part that the pattern matches. */
bool regex_search(const struct regex *re, struct sv text);

#endif
