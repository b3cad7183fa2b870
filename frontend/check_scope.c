/*
 * check_scope.c - names in scope: a stack of entries with the shadowed entry kept, so that finding,
 * adding and leaving are constant time.
 */
#include "frontend/check.h"

#include <ctype.h>

uint32_t scope_push(struct checker *c)
{
	c->depth++;
	return c->scope.n;
}

void scope_pop(struct checker *c, uint32_t mark)
{
	while (c->scope.n > mark) {
		struct scope_entry *e = &c->scope.v[--c->scope.n];

		symmap_put(&c->names, e->sym->name, e->shadowed);
	}
	c->depth--;
	defs_pop(c, c->depth);
}

struct symbol *scope_add(struct checker *c, enum symbol_kind kind, struct sv name, struct span at,
			 const struct type *type)
{
	struct symbol *s = arena_new(c->arena, struct symbol);
	struct scope_entry e = {s, symmap_get(&c->names, name, UINT32_MAX)};

	*s = (struct symbol){
		.kind = kind, .name = name, .at = at, .type = type, .depth = c->depth};
	symmap_put(&c->names, name, c->scope.n);
	vec_push(c->arena, &c->scope, e);
	return s;
}

uint32_t scope_file(const struct checker *c)
{
	return c->frame && c->frame->def ? c->frame->file : c->file;
}

/* A file sees its own names and what it imports; a def its own and what stood around its
 * declaration. */
static bool visible(const struct checker *c, uint32_t entry, const struct symbol *s)
{
	const struct frame *f = c->frame;
	uint32_t file = scope_file(c);

	if (s->at.file != file && s->imported_by != file)
		return false;
	for (const struct frame *in = f; in; in = in->is_argument ? in->up : NULL)
		if (entry >= in->seen_below && entry < in->seen_base)
			return false;
	if (!f || !f->def || entry >= f->base)
		return true;
	return s->depth <= f->visible_depth &&
	       (s->at.file != file || s->at.start < f->visible_before);
}

/* Mutable, and of a closure or def: no other may capture it. */
static bool is_local_mut(const struct checker *c, const struct symbol *s)
{
	return s->kind == SYMBOL_MUT ||
	       (s->kind == SYMBOL_STATE && c->u->states.v[s->index].program != UINT32_MAX);
}

struct symbol *scope_find(struct checker *c, struct sv name, struct symbol **hidden)
{
	uint32_t at = symmap_get(&c->names, name, UINT32_MAX);

	*hidden = NULL;
	while (at != UINT32_MAX) {
		struct symbol *s = c->scope.v[at].sym;

		if (visible(c, at, s)) {
			bool is_mut = is_local_mut(c, s);
			bool outer = c->frame && (at < c->frame->base ||
						  (is_mut && at < c->frame->captures));
			bool run_time =
				is_mut || s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_CTX ||
				s->kind == SYMBOL_CAUGHT;

			if (!outer || !run_time)
				return s;
			*hidden = s;
			return NULL;
		}
		at = c->scope.v[at].shadowed;
	}
	return NULL;
}

void scope_nearest(struct checker *c, struct nearest *near)
{
	uint32_t from = c->scope.n > 500 ? c->scope.n - 500 : 0;

	for (uint32_t i = from; i < c->scope.n; i++)
		if (visible(c, i, c->scope.v[i].sym))
			nearest_offer(near, c->scope.v[i].sym->name);
}

/* Words that a C skeleton of the object could not use as names. */
static bool is_reserved(const char *s)
{
	static const char *const words[] = {
		"auto",	    "break",  "case",	  "char",   "const",	"continue", "default",
		"do",	    "double", "else",	  "enum",   "extern",	"float",    "for",
		"goto",	    "if",     "inline",	  "int",    "long",	"register", "restrict",
		"return",   "short",  "signed",	  "sizeof", "static",	"struct",   "switch",
		"typedef",  "union",  "unsigned", "void",   "volatile", "while",    "bool",
		"true",	    "false",  "main",	  "new",    "class",	"delete",   "events",
		"LICENSE",  "asm",    "typeof",
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return strncmp(s, "nubpf_", 6) == 0;
}

const char *unique_symbol(struct checker *c, struct sv name)
{
	char *base = arena_alloc(c->arena, name.n + 3, 1);
	const char *s = base;
	size_t n = 0;

	for (size_t i = 0; i < name.n && n < 64; i++) {
		unsigned char ch = (unsigned char)name.p[i];

		if (isalnum(ch) && ch < 0x80)
			base[n++] = (char)ch;
		else if (n && base[n - 1] != '_')
			base[n++] = '_';
	}
	while (n && base[n - 1] == '_')
		n--;
	base[n] = '\0';
	if (!n || isdigit((unsigned char)base[0]))
		s = arena_printf(c->arena, "p_%s", base);
	else if (is_reserved(base))
		s = arena_printf(c->arena, "%s_", base);
	base = arena_printf(c->arena, "%s", s);
	for (unsigned i = 2; symmap_get(&c->symbols, sv_cstr(s), 0); i++)
		s = arena_printf(c->arena, "%s_%u", base, i);
	symmap_put(&c->symbols, sv_cstr(s), 1);
	return s;
}
