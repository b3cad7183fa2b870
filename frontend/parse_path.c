/* parse_path.c - variables, cell paths and ranges: the words with `$`, `.` and `..` in them. */
#include "frontend/parser.h"

/* The end of a member's name or index that starts at `at`. */
static uint32_t member_end(struct parser *p, uint32_t at, uint32_t end)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at);

	if (g && g->kind >= GROUP_SINGLE && g->kind <= GROUP_BACKTICK)
		return g->end < end ? g->end : end;
	while (at < end && !lex_is_one_of(p->lexer.text.p[at], ".?!"))
		at++;
	return at;
}

static bool is_index(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!lex_is_digit(text.p[i]))
			return false;
	return text.n > 0 && text.n < 19;
}

static void read_member(struct parser *p, struct path_member *m, struct span at)
{
	struct sv text = parse_text(p, at);

	m->at = at;
	m->is_index = is_index(text);
	if (m->is_index) {
		for (size_t i = 0; i < text.n; i++)
			m->index = m->index * 10 + (text.p[i] - '0');
		m->name = text;
	} else if (lex_is_one_of(text.p[0], "\"'`")) {
		struct ast *name = parse_quoted(p, at);

		m->name = name->kind == AST_STRING ? name->u.s : text;
	} else {
		m->name = text;
	}
}

/* `member?!.member` from byte `at`; a dot has been read. False, reported, when one is missing. */
static bool read_members(struct parser *p, struct ast *path, uint32_t at, uint32_t end)
{
	VEC(struct path_member) members = {0};

	for (;;) {
		uint32_t stop = at < end ? member_end(p, at, end) : at;
		struct path_member m = {0};

		if (stop == at) {
			parse_report(p, DIAG_unexpected, parse_span(p, at, at < end ? at + 1 : at),
				     "the name of a field behind '.'",
				     at < end ? arena_printf(p->arena, "'%c'", p->lexer.text.p[at])
					      : "nothing");
			return false;
		}
		read_member(p, &m, parse_span(p, at, stop));
		for (at = stop; at < end && lex_is_one_of(p->lexer.text.p[at], "?!"); at++) {
			m.optional |= p->lexer.text.p[at] == '?';
			m.insensitive |= p->lexer.text.p[at] == '!';
		}
		vec_push(p->arena, &members, m);
		if (at == end)
			break;
		if (p->lexer.text.p[at] != '.') {
			struct span rest = parse_span(p, at, end);

			parse_report(
				p, DIAG_unexpected, rest, "'.' or the end of the cell path",
				arena_printf(p->arena, "'%s'", parse_show(p, parse_text(p, rest))));
			return false;
		}
		at++;
	}
	path->u.path.members = members.v;
	path->u.path.n = members.n;
	return true;
}

struct ast *parse_path_tail(struct parser *p, struct ast *head, uint32_t at, uint32_t end)
{
	struct ast *path = parse_node(p, AST_PATH, span_join(head->at, parse_span(p, at, end)));
	struct span rest = parse_span(p, at, end);

	path->u.path.base = head;
	if (p->lexer.text.p[at] != '.') {
		parse_report(p, DIAG_unexpected, rest, "a blank or a cell path",
			     arena_printf(p->arena, "'%s'", parse_show(p, parse_text(p, rest))));
		return parse_garbage(p, path->at);
	}
	return read_members(p, path, at + 1, end) ? path : parse_garbage(p, path->at);
}

struct ast *parse_path_literal(struct parser *p, struct span at)
{
	struct ast *path = parse_node(p, AST_PATH, at);

	return read_members(p, path, at.start, at.end) ? path : parse_garbage(p, at);
}

/* Nushell takes any other byte for a part of the name. */
static bool is_variable_byte(char c)
{
	return !lex_is_one_of(c, "[({+-*^/=!<>&|\"'`;#)}") && c != '\0';
}

struct ast *parse_dollar(struct parser *p, struct span at)
{
	struct sv text = p->lexer.text;
	uint32_t end = at.start + 1;
	struct ast *n;

	if (end < at.end && text.p[end] == '.') {
		n = end + 1 == at.end ? parse_node(p, AST_PATH, at)
				      : parse_path_literal(p, parse_span(p, end + 1, at.end));
		n->at = at;
		return n;
	}
	while (end < at.end && text.p[end] != '.' && is_variable_byte(text.p[end]))
		end++;
	if (end == at.start + 1 || (end < at.end && text.p[end] != '.')) {
		if (!parse_report_unspaced(p, at))
			parse_report(p, DIAG_bad_variable, at, parse_show(p, parse_text(p, at)));
		return parse_garbage(p, at);
	}
	n = parse_node(p, AST_VAR, parse_span(p, at.start, end));
	n->u.var.name = parse_text(p, parse_span(p, at.start + 1, end));
	return end < at.end ? parse_path_tail(p, n, end, at.end) : n;
}

struct range_word {
	uint32_t dots[2]; /* where `..` stands */
	uint32_t n;
	uint32_t behind; /* the last operator's end */
	bool exclusive;
};

/* Finds the `..` of the word outside brackets and quotes; false when there is none, or too many. */
static bool find_dots(struct parser *p, struct span at, struct range_word *r)
{
	struct sv text = p->lexer.text;

	*r = (struct range_word){0};
	for (uint32_t i = at.start; i + 1 < at.end;) {
		const struct lex_group *g =
			lex_is_one_of(text.p[i], "([{\"'`") ? lex_group_at(&p->lexer, i) : NULL;

		if (g) {
			i = g->end;
		} else if (text.p[i] == '.' && text.p[i + 1] == '.') {
			if (r->n == 2 || (i + 2 < at.end && text.p[i + 2] == '.'))
				return false;
			r->dots[r->n++] = i;
			i += 2;
		} else {
			i++;
		}
	}
	if (!r->n)
		return false;
	r->behind = r->dots[r->n - 1] + 2;
	if (r->behind < at.end && lex_is_one_of(text.p[r->behind], "<=")) {
		r->exclusive = text.p[r->behind] == '<';
		r->behind++;
	}
	return true;
}

/* A bound is absent, a number, `$variable` or `(…)`; anything else makes the word no range. */
static bool is_bound(struct parser *p, uint32_t start, uint32_t end)
{
	const struct lex_group *g;
	struct ast *n;

	if (start == end || p->lexer.text.p[start] == '$')
		return true;
	if (p->lexer.text.p[start] == '(') {
		g = lex_group_at(&p->lexer, start);
		return g && (g->end == end || (g->end < end && p->lexer.text.p[g->end] == '.'));
	}
	n = parse_literal(p, parse_span(p, start, end));
	return n && (n->kind == AST_INT || n->kind == AST_FLOAT);
}

static struct ast *read_bound(struct parser *p, uint32_t start, uint32_t end)
{
	return start == end ? NULL : parse_value(p, parse_span(p, start, end), SHAPE_ANY);
}

static bool is_range(struct parser *p, struct span at, struct range_word *r)
{
	uint32_t last;

	if (!find_dots(p, at, r))
		return false;
	last = r->dots[r->n - 1];
	if (at.start == r->dots[0] && r->behind == at.end)
		return false;
	if (r->n == 2 && (r->dots[0] + 2 == last || !is_bound(p, r->dots[0] + 2, last)))
		return false;
	return is_bound(p, at.start, r->dots[0]) && is_bound(p, r->behind, at.end);
}

bool parse_is_range(struct parser *p, struct span at)
{
	struct range_word r;

	return is_range(p, at, &r);
}

/* Nushell looks for `..` in the whole word: one inside a bound, and the word is no range to it. */
static void report_inner_dots(struct parser *p, struct span at, const struct range_word *r)
{
	struct sv text = p->lexer.text;
	uint32_t all = 0;
	struct diag *d;

	for (uint32_t i = at.start; i + 1 < at.end; i++) {
		if (text.p[i] == '.' && text.p[i + 1] == '.') {
			all++;
			i++;
		}
	}
	if (all == r->n)
		return;
	d = parse_report(p, DIAG_range_inside, at);
	diag_help(p->sink, d, "bind the bound first: `let end = (…)`, then `0..$end`");
}

struct ast *parse_range(struct parser *p, struct span at)
{
	struct range_word r;
	struct ast *n;

	if (!is_range(p, at, &r))
		return NULL;
	report_inner_dots(p, at, &r);
	n = parse_node(p, AST_RANGE, at);
	n->u.range.from = read_bound(p, at.start, r.dots[0]);
	if (r.n == 2)
		n->u.range.next = read_bound(p, r.dots[0] + 2, r.dots[1]);
	n->u.range.to = read_bound(p, r.behind, at.end);
	n->u.range.exclusive = r.exclusive;
	return n;
}
