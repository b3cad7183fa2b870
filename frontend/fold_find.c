/*
 * fold_find.c - `find` on constants.
 */
#include "frontend/find.h"
#include "frontend/fold_text.h"
#include "frontend/sema.h"

/* In small letters, as Nushell has the text of values that are none. */
static struct sv small(struct arena *a, struct sv s)
{
	struct sv r;

	return fold_case(a, s, false, &r) ? r : s;
}

static void add_escaped(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] && strchr("\\.+*?()|[]{}^$", s.p[i]))
			buf_putc(b, '\\');
		buf_putc(b, s.p[i]);
	}
}

static bool is_scalar(const struct value *v)
{
	return v->kind != TYPE_LIST && v->kind != TYPE_RECORD && v->kind != TYPE_RANGE &&
	       v->kind != TYPE_BINARY;
}

static bool terms_of(struct folding *f, struct find *out, struct buf *pattern)
{
	const struct ast *a;
	uint32_t n = 0;

	while (ast_positional(f->call, n))
		n++;
	out->terms = arena_array(f->arena, struct sv, n + 1);
	for (; (a = ast_positional(f->call, out->nterms)); out->nterms++) {
		struct sv s;

		if (!is_scalar(a->value))
			return fold_wants(f, a, "a string, number or bool") != NULL;
		s = value_as_text(f->arena, a->value);
		if (out->nterms)
			buf_putc(pattern, '|');
		add_escaped(pattern, s);
		out->terms[out->nterms] = fold_flag(f, "ignore-case") ? small(f->arena, s) : s;
	}
	return true;
}

static bool columns_of(struct folding *f, const struct ast *flag, struct find *out)
{
	const struct value *v = flag ? flag->value : NULL;

	if (!flag)
		return true;
	for (uint32_t i = 0; v->kind == TYPE_LIST && i < v->n; i++)
		if (v->items[i]->kind != TYPE_STRING)
			return fold_wants(f, flag, "a list of strings") != NULL;
	if (v->kind != TYPE_LIST)
		return fold_wants(f, flag, "a list of strings") != NULL;
	out->columns = v->n ? v : NULL;
	return true;
}

bool find_of(struct folding *f, struct find *out)
{
	const struct ast *regex = ast_flag(f->call, "regex");
	bool letters = fold_flag(f, "ignore-case"), dots = fold_flag(f, "dotall");
	struct buf pattern = {.arena = f->arena};
	struct sv s;

	*out = (struct find){.by_pattern = regex, .invert = fold_flag(f, "invert")};
	if (regex && ast_positional(f->call, 0))
		return fold_fails(f, "Nushell takes terms or --regex, not both") != NULL;
	if (dots && !regex)
		return fold_fails(f, "--dotall is for --regex") != NULL;
	buf_puts(&pattern, letters && dots ? "(?is)" : letters ? "(?i)" : dots ? "(?s)" : "");
	if (!columns_of(f, ast_flag(f->call, "columns"), out) || !terms_of(f, out, &pattern) ||
	    (regex && !fold_text_argument(f, regex, &s)))
		return false;
	if (regex)
		buf_write(&pattern, s.p, s.n);
	out->by_pattern |= !out->nterms;
	out->pattern = (struct sv){pattern.p, pattern.n};
	return regex_compile(f->arena, out->pattern, &f->why) != NULL;
}

bool find_takes(const struct find *find, struct sv column)
{
	for (uint32_t i = 0; find->columns && i < find->columns->n; i++)
		if (sv_eq(find->columns->items[i]->s, column))
			return true;
	return !find->columns;
}

static bool searched(struct arena *a, const struct find *find, struct sv s)
{
	const char *why;

	return regex_search(regex_compile(a, find->pattern, &why), s);
}

bool find_matches(struct arena *a, const struct find *find, const struct value *v)
{
	struct sv s;

	if (v->kind == TYPE_STRING)
		return searched(a, find, v->s);
	if (v->kind == TYPE_LIST || v->kind == TYPE_RECORD) {
		struct find inner = *find;

		/* Columns are those of the record that an element is. */
		inner.columns = NULL;
		for (uint32_t i = 0; i < v->n; i++)
			if ((v->kind == TYPE_LIST || find_takes(find, v->names[i])) &&
			    find_matches(a, &inner, v->items[i]))
				return true;
		return false;
	}
	if (!is_scalar(v))
		return false;
	s = v->kind == TYPE_NOTHING ? SV("") : small(a, value_as_text(a, v));
	if (find->by_pattern)
		return searched(a, find, s);
	for (uint32_t i = 0; i < find->nterms; i++)
		if (sv_eq(find->terms[i], s))
			return true;
	return false;
}

bool find_marks(const struct ast *call, const struct type *t)
{
	return !ast_has_flag(call, "no-highlight") && !ast_has_flag(call, "invert") && type_has_text(t);
}

const struct value *fold_cmd_find(struct folding *f, const struct value *in)
{
	struct fold_items items = {.arena = f->arena};
	const struct value *list = in;
	struct find find;

	if (!find_of(f, &find))
		return NULL;
	if (in->kind == TYPE_STRING && !fold_flag(f, "multiline") && in->s.n &&
	    memchr(in->s.p, '\n', in->s.n))
		list = fold_cmd_lines(f, in);
	if (list->kind == TYPE_STRING)
		return find_matches(f->arena, &find, in) != find.invert
			       ? in
			       : value_of(f->arena, TYPE_NOTHING, 0);
	if (list->kind != TYPE_LIST)
		return fold_wants(f, NULL, "a list or string");
	for (uint32_t i = 0; i < list->n; i++)
		if (find_matches(f->arena, &find, list->items[i]) != find.invert)
			fold_add(&items, list->items[i]);
	return fold_list(&items);
}
