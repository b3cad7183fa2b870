/*
 * regex_tree.h - what the stages of a regular expression's compilation hand on.
 */
#ifndef FRONTEND_REGEX_TREE_H
#define FRONTEND_REGEX_TREE_H

#include "frontend/regex.h"

enum { CODE_POINT_MAX = 0x10ffff };
#define REPEAT_FOREVER UINT32_MAX

/* ---- regex_class.c: sets of code points ---- */
struct char_range {
	uint32_t low, high;
};

/* In order and apart once they are normal. */
struct char_set {
	VEC(struct char_range) ranges;
};

void char_set_add(struct arena *a, struct char_set *s, uint32_t low, uint32_t high);
void char_set_join(struct arena *a, struct char_set *s, const struct char_set *other);
void char_set_normalise(struct char_set *s);
void char_set_negate(struct arena *a, struct char_set *s);
/* Adds every character that differs in case only. */
void char_set_fold(struct arena *a, struct char_set *s);
/* The set of \d \w \s, by its letter; false when there is none. */
bool char_set_perl(struct arena *a, char letter, struct char_set *s);
/* The set of [:name:]; false when there is none. */
bool char_set_posix(struct arena *a, struct sv name, struct char_set *s);

/* ---- regex_parse.c ---- */
enum regex_kind {
	REGEX_EMPTY,
	REGEX_SET,
	REGEX_START, /* of the text */
	REGEX_END,
	REGEX_SEQUENCE, /* left, then right */
	REGEX_CHOICE,	/* left or right */
	REGEX_REPEAT,	/* left, min to max times */
};

struct regex_node {
	enum regex_kind kind;
	struct char_set set;
	struct regex_node *left, *right;
	uint32_t min, max;
};

/* NULL with *why set when it is no pattern, or one beyond automata. */
struct regex_node *regex_parse(struct arena *a, struct sv pattern, const char **why);

/* ---- regex_nfa.c ---- */
struct nfa_edge {
	uint8_t low, high;
	uint32_t to;
};

struct nfa_state {
	enum { NFA_BYTES, NFA_SPLIT, NFA_START, NFA_END, NFA_FOUND } kind;
	uint32_t to, other;	/* SPLIT: both; START, END: `to` */
	struct nfa_edge *edges; /* BYTES */
	uint32_t nedges;
};

struct nfa {
	struct arena *arena;
	VEC(struct nfa_state) states;
	uint32_t start;
};

/* False when the pattern has more states than are ever made. */
bool nfa_build(struct nfa *n, const struct regex_node *tree);

#endif
