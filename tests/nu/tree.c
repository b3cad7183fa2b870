/*
 * tree.c - random trees of the grammar, their texts and the ways to cut them.
 *
 * Templates are read once into parts. Making and printing a tree walk the parts in the same way and
 * keep the same account of what is visible.
 */
#include "tests/nu/tree.h"

#include <stdlib.h>

#ifdef TREE_FILES
#define GRAMMAR "tests/programs/grammar.def"
#define ROOT KIND_file
#else
#define GRAMMAR "tests/nu/grammar.def"
#define ROOT KIND_body
#endif

enum kind {
#define KIND(id, text) KIND_##id,
#define RULE(kind, weight, text)
#include GRAMMAR
	KINDS
};

static const struct {
	const char *name, *smallest;
} kinds[] = {
#define KIND(id, text) {#id, text},
#define RULE(kind, weight, text)
#include GRAMMAR
};

enum part_id {
	PART_TEXT,
	PART_CHILD,
	PART_NEXT,
	PART_NEW,
	PART_USE,
	PART_NUMBER,
	PART_SHOW,
	PART_HIDE,
	PART_FIX,
	PART_BACK
};

struct part {
	enum part_id id;
	enum kind kind;
	bool is_mut;
	struct sv text;
	uint64_t below;
};

struct rule {
	enum kind kind;
	uint32_t weight;
	const char *template;
	VEC(struct part) parts;
	uint32_t depth; /* levels of the smallest tree it can head, variables left aside */
};

static struct rule rules[] = {
#define KIND(id, text)
#define RULE(kind, weight, text) {KIND_##kind, weight, text, {NULL, 0, 0}, 0},
#include GRAMMAR
};

static uint32_t kind_depth[KINDS];

enum { UNKNOWN_DEPTH = 1000, MAX_VARS = 4096, MAX_PIECES = 150 };

struct random random_seed(uint64_t seed)
{
	struct random r = {seed * 0x9e3779b97f4a7c15u + 0x2545f4914f6cdd1du};

	r.state |= !r.state;
	for (int i = 0; i < 8; i++)
		random_below(&r, 2);
	return r;
}

uint64_t random_below(struct random *r, uint64_t n)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return (r->state * 0x2545f4914f6cdd1du >> 11) % n;
}

/* ---- templates ---- */

static enum kind find_kind(struct sv name, const char *template)
{
	for (uint32_t k = 0; k < KINDS; k++) {
		if (sv_is(name, kinds[k].name))
			return (enum kind)k;
	}
	NB_BUG("grammar.def: no kind '" SV_FMT "' in '%s'", SV_ARG(name), template);
}

/* The part that begins at `s`, a '<'; gives its length, 0 when the '<' is only text. */
static size_t read_marker(const char *s, const char *template, struct part *part)
{
	static const struct {
		const char *mark;
		enum part_id id;
	} fixed[] = {{"<.>", PART_SHOW}, {"<->", PART_BACK}, {"<hide>", PART_HIDE}, {"<fix>", PART_FIX}};
	static const char marks[] = "+$#=";
	static const enum part_id marked[] = {PART_NEW, PART_USE, PART_NUMBER, PART_NEXT};
	const char *mark = strchr(marks, s[1]);
	size_t start = s[1] && mark ? 2 : 1,
	       n = strspn(s + start, "abcdefghijklmnopqrstuvwxyz0123456789");

	for (uint32_t i = 0; i < ARRAY_SIZE(fixed); i++) {
		if (strncmp(s, fixed[i].mark, strlen(fixed[i].mark)) == 0) {
			*part = (struct part){.id = fixed[i].id};
			return strlen(fixed[i].mark);
		}
	}
	*part = (struct part){.id = start == 2 ? marked[mark - marks] : PART_CHILD};
	part->is_mut = s[start + n] == '!';
	if (n == 0 || s[start + n + part->is_mut] != '>')
		return 0;
	if (part->id == PART_NUMBER)
		part->below = strtoull(s + start, NULL, 10);
	else
		part->kind = find_kind((struct sv){s + start, n}, template);
	return start + n + part->is_mut + 1;
}

static void read_template(struct arena *a, struct rule *rule)
{
	const char *s = rule->template, *text = s;
	struct part part;
	size_t n;

	for (; *s; s += n ? n : 1) {
		n = *s == '<' ? read_marker(s, rule->template, &part) : 0;
		if (!n)
			continue;
		if (s > text)
			vec_push(a, &rule->parts,
				 ((struct part){.id = PART_TEXT,
						.text = {text, (size_t)(s - text)}}));
		vec_push(a, &rule->parts, part);
		text = s + n;
	}
	if (s > text)
		vec_push(a, &rule->parts,
			 ((struct part){.id = PART_TEXT, .text = {text, (size_t)(s - text)}}));
}

static uint32_t rule_depth(const struct rule *rule)
{
	uint32_t depth = 0;

	for (uint32_t i = 0; i < rule->parts.n; i++) {
		const struct part *p = &rule->parts.v[i];
		uint32_t d = p->id == PART_CHILD  ? kind_depth[p->kind] + 1
			     : p->id == PART_NEXT ? kind_depth[p->kind]
			     : p->id == PART_USE  ? UNKNOWN_DEPTH
						  : 0;

		if (d > depth)
			depth = d;
	}
	return depth;
}

void tree_setup(struct arena *a)
{
	bool changed = true;

	for (uint32_t i = 0; i < ARRAY_SIZE(rules); i++)
		read_template(a, &rules[i]);
	for (uint32_t k = 0; k < KINDS; k++)
		kind_depth[k] = UNKNOWN_DEPTH;
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < ARRAY_SIZE(rules); i++) {
			rules[i].depth = rule_depth(&rules[i]);
			if (rules[i].depth < kind_depth[rules[i].kind]) {
				kind_depth[rules[i].kind] = rules[i].depth;
				changed = true;
			}
		}
	}
	/* A rule that uses a variable is as deep as the rest of it once there is one. */
	for (uint32_t i = 0; i < ARRAY_SIZE(rules); i++) {
		rules[i].depth = 0;
		for (uint32_t p = 0; p < rules[i].parts.n; p++) {
			const struct part *part = &rules[i].parts.v[p];

			if (part->id == PART_CHILD && kind_depth[part->kind] + 1 > rules[i].depth)
				rules[i].depth = kind_depth[part->kind] + 1;
			else if (part->id == PART_NEXT && kind_depth[part->kind] > rules[i].depth)
				rules[i].depth = kind_depth[part->kind];
		}
	}
}

/* ---- what is visible ---- */

struct var {
	enum kind kind;
	bool is_mut, is_shown;
	uint32_t id;
};

/* Variables from `hidden` on, those that are shown, can be used; mutable ones from `fixed` on. */
struct view {
	uint32_t hidden, fixed, declared;
};

struct scope {
	struct var v[MAX_VARS];
	struct view view;
};

/* The part's effect on what is visible; `start` is the view at the start of its template. */
static void follow(struct scope *s, const struct part *p, uint32_t id, struct view start)
{
	switch (p->id) {
	case PART_NEW:
		NB_ASSERT(s->view.declared < MAX_VARS);
		s->v[s->view.declared++] = (struct var){p->kind, p->is_mut, false, id};
		break;
	case PART_SHOW:
		for (uint32_t i = start.declared; i < s->view.declared; i++)
			s->v[i].is_shown = true;
		break;
	case PART_HIDE:
		s->view.hidden = s->view.declared;
		break;
	case PART_FIX:
		s->view.fixed = s->view.declared;
		break;
	case PART_BACK:
		s->view = start;
		break;
	case PART_TEXT:
	case PART_CHILD:
	case PART_NEXT:
	case PART_USE:
	case PART_NUMBER:
		break;
	}
}

static bool can_be_used(const struct scope *s, uint32_t i)
{
	return s->v[i].is_shown && (!s->v[i].is_mut || i >= s->view.fixed);
}

/* The n-th visible variable of the kind, NULL when there are fewer. */
static const struct var *visible(const struct scope *s, const struct part *use, uint64_t n)
{
	for (uint32_t i = s->view.hidden; i < s->view.declared; i++) {
		const struct var *v = &s->v[i];

		if (can_be_used(s, i) && v->kind == use->kind && (v->is_mut || !use->is_mut) &&
		    n-- == 0)
			return v;
	}
	return NULL;
}

static bool is_visible(const struct scope *s, uint32_t id)
{
	for (uint32_t i = s->view.hidden; i < s->view.declared; i++) {
		if (s->v[i].id == id && can_be_used(s, i))
			return true;
	}
	return false;
}

/* ---- random trees ---- */

struct maker {
	struct arena *arena;
	struct random *random;
	struct scope scope;
	uint32_t vars, pieces;
};

static bool is_possible(const struct maker *m, const struct rule *rule, enum kind kind,
			uint32_t depth)
{
	if (rule->kind != kind || rule->depth > depth)
		return false;
	for (uint32_t i = 0; i < rule->parts.n; i++) {
		const struct part *p = &rule->parts.v[i];

		if (p->id == PART_USE && !visible(&m->scope, p, 0))
			return false;
	}
	return true;
}

static const struct rule *choose(const struct maker *m, enum kind kind, uint32_t depth)
{
	const struct rule *last = NULL;
	uint64_t sum = 0, at;

	for (uint32_t i = 0; i < ARRAY_SIZE(rules); i++)
		sum += is_possible(m, &rules[i], kind, depth) ? rules[i].weight : 0;
	NB_ASSERT(sum);
	at = random_below(m->random, sum);
	for (uint32_t i = 0; i < ARRAY_SIZE(rules); i++) {
		if (!is_possible(m, &rules[i], kind, depth))
			continue;
		last = &rules[i];
		if (at < last->weight)
			break;
		at -= last->weight;
	}
	return last;
}

static const struct var *any_visible(struct maker *m, const struct part *use)
{
	uint64_t n = 0;

	while (visible(&m->scope, use, n))
		n++;
	return visible(&m->scope, use, random_below(m->random, n));
}

static struct tree *make(struct maker *m, enum kind kind, uint32_t depth)
{
	struct tree *t = arena_new(m->arena, struct tree);
	struct view start = m->scope.view;

	if (m->pieces++ > MAX_PIECES || depth < kind_depth[kind])
		depth = kind_depth[kind];
	t->rule = choose(m, kind, depth);
	t->slot = arena_alloc(m->arena, (t->rule->parts.n + 1) * sizeof(*t->slot), 8);
	for (uint32_t i = 0; i < t->rule->parts.n; i++) {
		const struct part *p = &t->rule->parts.v[i];

		if (p->id == PART_NEW)
			t->slot[i].var = m->vars++;
		else if (p->id == PART_CHILD)
			t->slot[i].child = make(m, p->kind, depth - 1);
		else if (p->id == PART_NEXT)
			t->slot[i].child = make(m, p->kind, depth);
		else if (p->id == PART_NUMBER)
			t->slot[i].number = random_below(m->random, p->below);
		else if (p->id == PART_USE)
			t->slot[i].var = any_visible(m, p)->id;
		follow(&m->scope, p, t->slot[i].var, start);
	}
	m->scope.view = start;
	return t;
}

struct tree *tree_random(struct arena *a, struct random *r, uint32_t depth)
{
	struct maker *m = arena_new(a, struct maker);

	*m = (struct maker){.arena = a, .random = r};
	/* The first variables are the inputs, see tree.h. */
	for (int i = 0; i < TREE_INPUTS; i++)
		m->scope.v[i] = (struct var){KIND_int, false, true, (uint32_t)i};
	m->vars = m->scope.view.declared = TREE_INPUTS;
	return make(m, ROOT, depth);
}

/* ---- texts ---- */

static void print(struct buf *b, struct scope *s, const struct tree *t)
{
	struct view start = s->view;

	for (uint32_t i = 0; i < t->rule->parts.n; i++) {
		const struct part *p = &t->rule->parts.v[i];
		bool callable = strncmp(kinds[p->kind].name, "def", 3) == 0;

		switch (p->id) {
		case PART_TEXT:
			buf_write(b, p->text.p, p->text.n);
			break;
		case PART_CHILD:
		case PART_NEXT:
			print(b, s, t->slot[i].child);
			break;
		case PART_NUMBER:
			buf_printf(b, "%llu", (unsigned long long)t->slot[i].number);
			break;
		case PART_NEW:
			buf_printf(b, "v%u", t->slot[i].var);
			break;
		case PART_USE:
			if (is_visible(s, t->slot[i].var))
				buf_printf(b, "%sv%u", callable ? "" : "$", t->slot[i].var);
			else
				buf_puts(b, kinds[p->kind].smallest);
			break;
		case PART_SHOW:
		case PART_HIDE:
		case PART_FIX:
		case PART_BACK:
			break;
		}
		follow(s, p, t->slot[i].var, start);
	}
	s->view = start;
}

const char *tree_text(struct arena *a, const struct tree *root)
{
	struct scope *s = arena_new(a, struct scope);
	struct buf b = {.arena = a};

	for (int i = 0; i < TREE_INPUTS; i++) {
		s->v[i] = (struct var){KIND_int, false, true, (uint32_t)i};
		buf_printf(&b, "let v%d = ($ctx.arg%d | into int)\n", i, i);
	}
	s->view.declared = TREE_INPUTS;
	print(&b, s, root);
	return b.p;
}

/* ---- cuts ---- */

static void inner_cuts(struct arena *a, struct tree **where, struct tree *t, struct cuts *cuts)
{
	for (uint32_t i = 0; i < t->rule->parts.n; i++) {
		if (t->rule->parts.v[i].id != PART_CHILD && t->rule->parts.v[i].id != PART_NEXT)
			continue;
		if (t->slot[i].child->rule->kind == (*where)->rule->kind)
			vec_push(a, &cuts->cuts, ((struct cut){where, t->slot[i].child}));
		inner_cuts(a, where, t->slot[i].child, cuts);
	}
}

void tree_cuts(struct arena *a, struct tree **root, struct cuts *cuts)
{
	struct tree *t = *root;

	inner_cuts(a, root, t, cuts);
	for (uint32_t i = 0; t->rule->parts.n && i < ARRAY_SIZE(rules); i++) {
		struct tree *leaf;

		if (rules[i].kind != t->rule->kind || rules[i].parts.n != 1 ||
		    rules[i].parts.v[0].id != PART_TEXT || &rules[i] == t->rule ||
		    (t->rule->parts.n == 1 && &rules[i] > t->rule))
			continue;
		leaf = arena_new(a, struct tree);
		leaf->rule = &rules[i];
		leaf->slot = arena_alloc(a, sizeof(*leaf->slot), 8);
		vec_push(a, &cuts->cuts, ((struct cut){root, leaf}));
	}
	for (uint32_t i = 0; i < t->rule->parts.n; i++) {
		if (t->rule->parts.v[i].id == PART_CHILD || t->rule->parts.v[i].id == PART_NEXT)
			tree_cuts(a, &t->slot[i].child, cuts);
	}
}
