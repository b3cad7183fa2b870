/*
 * regex_dfa.c - the automaton made deterministic and minimal, and run.
 *
 * Subset construction over classes of bytes that no edge tells apart. The search is unanchored: the
 * pattern begins anew behind every byte. A set that holds the end of the pattern is REGEX_FOUND,
 * whatever else it holds. States that no continuation tells apart are merged (Moore).
 */
#include "frontend/regex_tree.h"

enum { SETS_MAX = 4000, TABLE_MAX = 32768 };

/* The states of the pattern that a place in the text can be in, in order; `fresh`: at its start. */
struct state_set {
	uint32_t *v, n;
	bool fresh;
};

struct builder {
	struct arena *arena;
	const struct nfa *nfa;
	uint32_t nclasses;
	uint8_t classes[256], sample[257]; /* class of a byte, a byte of a class */
	VEC(struct state_set) sets;
	struct symmap index; /* the bytes of a set → its number */
	VEC(uint32_t) next;  /* [set * nclasses + class] */
	bool *mark;	     /* by NFA state */
	VEC(uint32_t) reached, work;
};

/* Bytes between which no edge begins or ends are of one class; class 0 is the end of the text. */
static void classify(struct builder *b)
{
	bool cut[257] = {true};

	for (uint32_t i = 0; i < b->nfa->states.n; i++) {
		const struct nfa_state *s = &b->nfa->states.v[i];

		for (uint32_t k = 0; k < s->nedges; k++)
			cut[s->edges[k].low] = cut[s->edges[k].high + 1] = true;
	}
	cut[1] = true; /* NUL stands alone: it may end the text */
	for (uint32_t c = 0; c < 256; c++) {
		b->nclasses += cut[c];
		b->classes[c] = (uint8_t)b->nclasses;
		b->sample[b->nclasses] = (uint8_t)c;
	}
	b->nclasses++;
}

/* Adds a state and what it leads to without a byte. */
static void reach(struct builder *b, uint32_t state, bool at_start, bool at_end)
{
	b->work.n = 0;
	vec_push(b->arena, &b->work, state);
	while (b->work.n) {
		uint32_t i = b->work.v[--b->work.n];
		const struct nfa_state *s = &b->nfa->states.v[i];

		if (b->mark[i])
			continue;
		b->mark[i] = true;
		vec_push(b->arena, &b->reached, i);
		if (s->kind == NFA_SPLIT || (s->kind == NFA_START && at_start) ||
		    (s->kind == NFA_END && at_end))
			vec_push(b->arena, &b->work, s->to);
		if (s->kind == NFA_SPLIT)
			vec_push(b->arena, &b->work, s->other);
	}
}

/* What was reached, in order, without the states that only lead on; the marks are gone. */
static struct state_set take(struct builder *b, bool fresh, bool *found)
{
	struct state_set s = {.v = arena_array(b->arena, uint32_t, b->reached.n + 2),
			      .fresh = fresh};

	*found = false;
	for (uint32_t i = 0; i < b->reached.n; i++) {
		uint32_t state = b->reached.v[i], at = s.n;

		b->mark[state] = false;
		*found |= b->nfa->states.v[state].kind == NFA_FOUND;
		if (b->nfa->states.v[state].kind == NFA_SPLIT)
			continue;
		for (; at && s.v[at - 1] > state; at--)
			s.v[at] = s.v[at - 1];
		s.v[at] = state;
		s.n++;
	}
	b->reached.n = 0;
	return s;
}

/* The number of the set, which is new or known. */
static uint32_t number_of(struct builder *b, struct state_set s)
{
	struct sv key;
	uint32_t at;

	s.v[s.n] = s.fresh;
	key = (struct sv){(const char *)s.v, (s.n + 1) * sizeof(*s.v)};
	at = symmap_get(&b->index, key, UINT32_MAX);
	if (at == UINT32_MAX) {
		at = b->sets.n;
		vec_push(b->arena, &b->sets, s);
		symmap_put(&b->index, key, at);
	}
	return at;
}

static uint32_t step(struct builder *b, uint32_t from, uint32_t class)
{
	struct state_set set = b->sets.v[from];
	uint8_t byte = b->sample[class];
	bool found;

	for (uint32_t i = 0; i < set.n; i++) {
		const struct nfa_state *s = &b->nfa->states.v[set.v[i]];

		if (class == REGEX_END_CLASS) {
			reach(b, set.v[i], set.fresh, true);
			continue;
		}
		for (uint32_t k = 0; k < s->nedges; k++)
			if (s->edges[k].low <= byte && byte <= s->edges[k].high)
				reach(b, s->edges[k].to, false, false);
	}
	if (class != REGEX_END_CLASS)
		reach(b, b->nfa->start, false, false);
	set = take(b, false, &found);
	if (found)
		return REGEX_FOUND;
	return class == REGEX_END_CLASS ? REGEX_DEAD : number_of(b, set);
}

/* All sets, from the start's, which is the returned number. Sets 0 and 1 are dead and found. */
static uint32_t construct(struct builder *b)
{
	uint32_t start;
	bool found;

	b->sets.n = 2;
	vec_reserve(b->arena, &b->sets, 2);
	reach(b, b->nfa->start, true, false);
	start = number_of(b, take(b, true, &found));
	if (found)
		start = REGEX_FOUND;
	for (uint32_t c = 0; c < 2 * b->nclasses; c++)
		vec_push(b->arena, &b->next, c / b->nclasses);
	for (uint32_t i = 2; i < b->sets.n && b->sets.n < SETS_MAX; i++)
		for (uint32_t c = 0; c < b->nclasses; c++) {
			uint32_t to = step(b, i, c);

			vec_push(b->arena, &b->next, to);
		}
	return start;
}

/* Numbers the blocks of equal states: *block by set; how many there are. Dead and found keep their
 * numbers. */
static uint32_t minimise(struct builder *b, uint32_t *block)
{
	uint32_t n = b->sets.n, nblocks = 2, before = 0;
	uint32_t *row = arena_array(b->arena, uint32_t, (size_t)n *(b->nclasses + 1));

	/* At first all but found are one. */
	for (uint32_t i = 0; i < n; i++)
		block[i] = i == REGEX_FOUND;
	while (nblocks != before) {
		struct symmap blocks = {.arena = b->arena};

		before = nblocks;
		nblocks = 0;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t *r = &row[(size_t)i * (b->nclasses + 1)];

			r[0] = block[i];
			for (uint32_t c = 0; c < b->nclasses; c++)
				r[c + 1] = block[b->next.v[i * b->nclasses + c]];
		}
		for (uint32_t i = 0; i < n; i++) {
			struct sv key = {(const char *)&row[(size_t)i * (b->nclasses + 1)],
					 (b->nclasses + 1) * sizeof(*row)};

			block[i] = symmap_get(&blocks, key, nblocks);
			if (block[i] == nblocks)
				symmap_put(&blocks, key, nblocks++);
		}
	}
	return nblocks;
}

const struct regex *regex_compile(struct arena *a, struct sv pattern, const char **why)
{
	struct regex_node *tree = regex_parse(a, pattern, why);
	struct nfa nfa = {.arena = a};
	struct builder b = {.arena = a, .nfa = &nfa, .index = {.arena = a}};
	struct regex *re = arena_new(a, struct regex);
	uint32_t start, *block;

	if (!tree)
		return NULL;
	*why = "it makes an automaton of more than 256 states or 32 KiB (\\d and \\w are of all "
	       "scripts: [0-9] and [0-9A-Za-z_] are small)";
	if (!nfa_build(&nfa, tree))
		return NULL;
	b.mark = arena_array(a, bool, nfa.states.n);
	classify(&b);
	if (b.nclasses > 256)
		return NULL;
	start = construct(&b);
	if (b.sets.n >= SETS_MAX)
		return NULL;
	block = arena_array(a, uint32_t, b.sets.n);
	re->nstates = minimise(&b, block);
	re->nclasses = b.nclasses;
	if (re->nstates > 256 || re->nstates * re->nclasses > TABLE_MAX)
		return NULL;
	memcpy(re->classes, b.classes, sizeof(re->classes));
	re->start = (uint8_t)block[start];
	re->next = arena_array(a, uint8_t, re->nstates * re->nclasses);
	for (uint32_t i = 0; i < b.sets.n * b.nclasses; i++)
		re->next[block[i / b.nclasses] * b.nclasses + i % b.nclasses] =
			(uint8_t)block[b.next.v[i]];
	*why = NULL;
	return re;
}

bool regex_search(const struct regex *re, struct sv text)
{
	uint32_t state = re->start;

	for (size_t i = 0; i < text.n && state > REGEX_FOUND; i++)
		state = re->next[state * re->nclasses + re->classes[(unsigned char)text.p[i]]];
	return re->next[state * re->nclasses + REGEX_END_CLASS] == REGEX_FOUND;
}
