/*
 * regex_nfa.c - the tree of a regular expression to an automaton over bytes.
 *
 * Thompson's construction, from the back: each part is built knowing the state behind it. A set of
 * characters becomes the smallest automaton of its UTF-8 encodings: the code points that share all
 * bytes but the last k are a block of 64^k, and blocks with the same rest are one state.
 */
#include "frontend/regex_tree.h"

enum { STATES_MAX = 20000 };

static uint32_t add_state(struct nfa *n, struct nfa_state s)
{
	vec_push(n->arena, &n->states, s);
	return n->states.n - 1;
}

static uint32_t add_split(struct nfa *n, uint32_t to, uint32_t other)
{
	return add_state(n, (struct nfa_state){.kind = NFA_SPLIT, .to = to, .other = other});
}

/* ---- sets of characters ---- */

#define NOWHERE UINT32_MAX

/* The automaton of one set: its states from `first` on, and the one behind. */
struct encoder {
	struct nfa *nfa;
	const struct char_set *set;
	uint32_t first, then;
	uint32_t any[4]; /* the state that reads so many bytes of any block; 0: not made yet */
};

typedef VEC(struct nfa_edge) edge_list;

static void add_edge(struct encoder *e, edge_list *edges, uint8_t byte, uint32_t to)
{
	struct nfa_edge *last = edges->n ? &edges->v[edges->n - 1] : NULL;

	if (to == NOWHERE)
		return;
	if (last && last->to == to && last->high + 1 == byte)
		last->high = byte;
	else
		vec_push(e->nfa->arena, edges, ((struct nfa_edge){byte, byte, to}));
}

/* The state with these edges, one of those that are there when one has them. */
static uint32_t state_of(struct encoder *e, const edge_list *edges)
{
	if (!edges->n)
		return NOWHERE;
	for (uint32_t i = e->first; i < e->nfa->states.n; i++) {
		const struct nfa_state *s = &e->nfa->states.v[i];
		bool same = s->nedges == edges->n;

		for (uint32_t k = 0; same && k < s->nedges; k++)
			same = s->edges[k].low == edges->v[k].low &&
			       s->edges[k].high == edges->v[k].high &&
			       s->edges[k].to == edges->v[k].to;
		if (same)
			return i;
	}
	return add_state(e->nfa, (struct nfa_state){
					 .kind = NFA_BYTES, .edges = edges->v, .nedges = edges->n});
}

static uint32_t any_block(struct encoder *e, uint32_t left)
{
	edge_list edges = {0};

	if (!left)
		return e->then;
	if (!e->any[left]) {
		struct nfa_edge all = {0x80, 0xbf, any_block(e, left - 1)};

		vec_push(e->nfa->arena, &edges, all);
		e->any[left] = state_of(e, &edges);
	}
	return e->any[left];
}

/* The first range that does not end before c. */
static const struct char_range *range_at(const struct char_set *s, uint32_t c)
{
	uint32_t low = 0, high = s->ranges.n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (s->ranges.v[mid].high < c)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->ranges.n ? &s->ranges.v[low] : NULL;
}

/* The state that reads `left` more bytes of the code points from `base` on, but none outside
 * low..high: what is shorter in another form, and surrogates. */
static uint32_t encode_block(struct encoder *e, uint32_t base, uint32_t left, uint32_t low,
			     uint32_t high)
{
	uint32_t size = 1u << (6 * left), last = base + size - 1;
	const struct char_range *r = range_at(e->set, base > low ? base : low);
	edge_list edges = {0};

	if (!r || r->low > last || r->low > high || last < low || base > high)
		return NOWHERE;
	if (r->low <= base && last <= r->high && low <= base && last <= high)
		return any_block(e, left);
	for (uint32_t i = 0; i < 64; i++)
		add_edge(e, &edges, (uint8_t)(0x80 + i),
			 encode_block(e, base + i * (size / 64), left - 1, low, high));
	return state_of(e, &edges);
}

static uint32_t build_set(struct nfa *n, const struct char_set *set, uint32_t then)
{
	static const struct {
		uint8_t lead, last;
		uint32_t left, low, high;
	} forms[] = {
		{0x00, 0x7f, 0, 0, 0x7f},	 {0xc2, 0xdf, 1, 0x80, 0x7ff},
		{0xe0, 0xec, 2, 0x800, 0xcfff},	 {0xed, 0xed, 2, 0xd000, 0xd7ff},
		{0xee, 0xef, 2, 0xe000, 0xffff}, {0xf0, 0xf4, 3, 0x10000, CODE_POINT_MAX},
	};
	struct encoder e = {.nfa = n, .set = set, .first = n->states.n, .then = then};
	edge_list edges = {0};

	for (uint32_t i = 0; i < ARRAY_SIZE(forms); i++) {
		uint32_t mask = forms[i].left ? 0x3fu >> forms[i].left : 0x7f;

		for (uint32_t b = forms[i].lead; b <= forms[i].last; b++)
			add_edge(&e, &edges, (uint8_t)b,
				 encode_block(&e, (b & mask) << (6 * forms[i].left), forms[i].left,
					      forms[i].low, forms[i].high));
	}
	return add_state(
		n, (struct nfa_state){.kind = NFA_BYTES, .edges = edges.v, .nedges = edges.n});
}

/* ---- the tree ---- */

static uint32_t build(struct nfa *n, const struct regex_node *t, uint32_t then);

static uint32_t build_repeat(struct nfa *n, const struct regex_node *t, uint32_t then)
{
	uint32_t start = then;

	if (t->max == REPEAT_FOREVER) {
		start = add_split(n, 0, then);
		/* build() may move the states. */
		uint32_t body = build(n, t->left, start);

		n->states.v[start].to = body;
	} else {
		for (uint32_t i = t->min; i < t->max && n->states.n < STATES_MAX; i++)
			start = add_split(n, build(n, t->left, start), then);
	}
	for (uint32_t i = 0; i < t->min && n->states.n < STATES_MAX; i++)
		start = build(n, t->left, start);
	return start;
}

/* The state where the part begins, when `then` is what comes behind it. */
static uint32_t build(struct nfa *n, const struct regex_node *t, uint32_t then)
{
	if (n->states.n >= STATES_MAX)
		return then;
	switch (t->kind) {
	case REGEX_EMPTY:
		return then;
	case REGEX_SET:
		return build_set(n, &t->set, then);
	case REGEX_START:
		return add_state(n, (struct nfa_state){.kind = NFA_START, .to = then});
	case REGEX_END:
		return add_state(n, (struct nfa_state){.kind = NFA_END, .to = then});
	case REGEX_SEQUENCE:
		return build(n, t->left, build(n, t->right, then));
	case REGEX_CHOICE:
		then = add_split(n, then, then); /* one place for both to meet */
		return add_split(n, build(n, t->left, then), build(n, t->right, then));
	case REGEX_REPEAT:
		return build_repeat(n, t, then);
	}
	return then;
}

bool nfa_build(struct nfa *n, const struct regex_node *tree)
{
	n->start = build(n, tree, add_state(n, (struct nfa_state){.kind = NFA_FOUND}));
	return n->states.n < STATES_MAX;
}
