/* parse_string.c - quoted strings and their escapes, interpolation, bare words. */
#include "frontend/parser.h"

#include <ctype.h>

struct ast *parse_string_node(struct parser *p, struct span at, struct sv text, bool bare)
{
	struct ast *n = parse_node(p, AST_STRING, at);

	n->u.s = text;
	n->bare = bare;
	return n;
}

static void write_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_putc(b, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_putc(b, (char)(0xe0 | c >> 12));
		} else {
			buf_putc(b, (char)(0xf0 | c >> 18));
			buf_putc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_putc(b, (char)(0x80 | (c & 0x3f)));
}

static int hex_digit(char c)
{
	if (lex_is_digit(c))
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `u{…}` behind a backslash: the bytes read, 0 when it is malformed. */
static size_t unicode_escape(struct sv s, uint32_t *out)
{
	size_t i = 2;

	*out = 0;
	if (s.n < 4 || s.p[1] != '{')
		return 0;
	for (; i < s.n && hex_digit(s.p[i]) >= 0 && i < 8; i++)
		*out = *out * 16 + (uint32_t)hex_digit(s.p[i]);
	if (i == 2 || i >= s.n || s.p[i] != '}' || *out > 0x10ffff ||
	    (*out >= 0xd800 && *out < 0xe000))
		return 0;
	return i + 1;
}

/* One escape, `s` standing behind its backslash: its length, 0 when there is no such escape. */
static size_t read_escape(struct buf *b, struct sv s)
{
	static const char plain[] = "\"'\\/(){}$^#|~";
	static const char from[] = "nrtbfae0", to[] = "\n\r\t\b\f\a\033\0";
	uint32_t c;
	size_t n;
	const char *at;

	if (!s.n || !s.p[0])
		return 0;
	if (lex_is_one_of(s.p[0], plain)) {
		buf_putc(b, s.p[0]);
		return 1;
	}
	at = strchr(from, s.p[0]);
	if (at) {
		buf_putc(b, to[at - from]);
		return 1;
	}
	if (s.p[0] == 'x' && s.n >= 3 && hex_digit(s.p[1]) >= 0 && hex_digit(s.p[2]) >= 0) {
		buf_putc(b, (char)(hex_digit(s.p[1]) * 16 + hex_digit(s.p[2])));
		return 3;
	}
	n = s.p[0] == 'u' ? unicode_escape(s, &c) : 0;
	if (n)
		write_utf8(b, c);
	return n;
}

static void report_escape(struct parser *p, uint32_t at, struct sv behind)
{
	struct span where = parse_span(p, at, at + 1 + (behind.n > 0));
	const char *what;

	while (behind.n > 1 && where.end < at + 1 + behind.n &&
	       ((unsigned char)p->lexer.text.p[where.end] & 0xc0) == 0x80)
		where.end++;
	if (behind.n && behind.p[0] == 'u')
		what = "'\\u' needs one to six hexadecimal digits in braces, at most 10ffff";
	else if (behind.n && behind.p[0] == 'x')
		what = "'\\x' needs two hexadecimal digits";
	else
		what = arena_printf(p->arena, "unknown escape '%s'",
				    parse_show(p, parse_text(p, where)));
	parse_report(p, DIAG_bad_string, where, what);
}

/* The text of bytes [at.start, at.end) with its escapes read. */
static struct sv unescape(struct parser *p, struct span at)
{
	struct sv s = parse_text(p, at);
	struct buf b = {.arena = p->arena};

	if (!s.n || !memchr(s.p, '\\', s.n))
		return s;
	for (size_t i = 0; i < s.n;) {
		size_t n;

		if (s.p[i] != '\\') {
			buf_putc(&b, s.p[i++]);
			continue;
		}
		n = read_escape(&b, sv_from(s, i + 1));
		if (!n)
			report_escape(p, at.start + (uint32_t)i, sv_from(s, i + 1));
		i += 1 + (n ? n : 1);
	}
	return (struct sv){b.p ? b.p : "", b.n};
}

/* The part of the group between its delimiters. */
static struct span inside(const struct parser *p, const struct lex_group *g)
{
	struct span at = parse_span(p, g->start + 1, g->unclosed ? g->end : g->end - 1);

	if (g->kind == GROUP_RAW) {
		uint32_t hashes = 0;

		while (p->lexer.text.p[at.start + hashes] == '#')
			hashes++;
		at.start += hashes + 1;
		if (!g->unclosed)
			at.end -= hashes;
	}
	return at;
}

static bool report_behind(struct parser *p, const struct lex_group *g, struct span at)
{
	if (g->end >= at.end)
		return false;
	parse_report(p, DIAG_bad_string, parse_span(p, g->end, at.end),
		     "a blank must stand behind the closing quote");
	return true;
}

struct ast *parse_quoted(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);
	struct span text;

	/* Behind a bracket that is never closed, which is reported, quotes are not paired. */
	if (!g || report_behind(p, g, at))
		return parse_garbage(p, at);
	text = inside(p, g);
	return parse_string_node(p, at,
				 g->kind == GROUP_DOUBLE && !g->unclosed ? unescape(p, text)
									 : parse_text(p, text),
				 false);
}

static void add_text(struct parser *p, struct ast *n, struct span at, bool escapes)
{
	if (at.start == at.end)
		return;
	parse_list_add(
		p, &n->u.interp.parts,
		parse_string_node(p, at, escapes ? unescape(p, at) : parse_text(p, at), false));
}

static void add_expression(struct parser *p, struct ast *n, const struct lex_group *g)
{
	struct ast *value = parse_value(p, parse_span(p, g->start, g->end), SHAPE_ANY);

	if (value->kind != AST_SUBEXPR || value->u.child->u.block.stmts.n)
		parse_list_add(p, &n->u.interp.parts, value);
}

/* The parts of bytes [at.start, at.end): text and `(…)`. In a bare word quotes are jumped over. */
static struct ast *read_parts(struct parser *p, struct ast *n, struct span at, bool escapes,
			      bool bare)
{
	struct sv text = p->lexer.text;
	uint32_t done = at.start, i = at.start;

	while (i < at.end) {
		const struct lex_group *g =
			text.p[i] == '(' || bare ? lex_group_at(&p->lexer, i) : NULL;

		if (escapes && text.p[i] == '\\') {
			i += 2;
		} else if (g && g->kind == GROUP_PAREN) {
			add_text(p, n, parse_span(p, done, i), escapes);
			add_expression(p, n, g);
			done = i = g->end;
		} else {
			i = g ? g->end : i + 1;
		}
	}
	add_text(p, n, parse_span(p, done, at.end), escapes);
	return n;
}

struct ast *parse_interp(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start + 1);
	bool escapes = p->lexer.text.p[at.start + 1] == '"';
	struct ast *n = parse_node(p, AST_INTERP, at);

	if (report_behind(p, g, at))
		return parse_garbage(p, at);
	p->muted += g->unclosed;
	read_parts(p, n, inside(p, g), escapes, false);
	p->muted -= g->unclosed;
	return n;
}

struct ast *parse_bare(struct parser *p, struct span at)
{
	struct sv text = parse_text(p, at);

	if (!memchr(text.p, '(', text.n))
		return parse_string_node(p, at, text, true);
	return read_parts(p, parse_node(p, AST_INTERP, at), at, false, true);
}

struct sv parse_name(struct parser *p, struct span at)
{
	struct ast *n;

	if (!lex_is_one_of(p->lexer.text.p[at.start], "\"'`"))
		return parse_text(p, at);
	n = parse_quoted(p, at);
	return n->kind == AST_STRING ? n->u.s : parse_text(p, at);
}
