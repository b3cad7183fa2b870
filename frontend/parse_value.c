/*
 * parse_value.c - one word as a value: by its first byte, and by the shape that is wanted.
 *
 * The hard case is `{`, which opens a block, a closure or a record. Nushell looks at the first two
 * words inside: `|` makes a closure, `name:` a record, nothing the one that is wanted.
 */
#include "frontend/parser.h"

enum brace { BRACE_EMPTY, BRACE_RECORD, BRACE_PARAMS, BRACE_CODE };

const struct lex_group *parse_group(const struct parser *p, struct span at,
				    enum lex_group_kind kind)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);

	return g && g->kind == kind && g->end == at.end ? g : NULL;
}

static enum brace brace_of(struct parser *p, const struct lex_group *g)
{
	struct cursor c = parse_open_group(p, g, LEX_RECORD);
	struct sv first = parse_word(p, &c);
	enum brace brace = BRACE_CODE;

	if (c.token.kind == TOKEN_END) {
		brace = BRACE_EMPTY;
	} else if (c.token.kind == TOKEN_PIPE || c.token.kind == TOKEN_PIPE_PIPE) {
		brace = BRACE_PARAMS;
	} else if (c.token.kind == TOKEN_WORD) {
		lex_advance(&c);
		if (c.token.kind == TOKEN_COLON || (first.n > 3 && sv_starts(first, SV("..."))))
			brace = BRACE_RECORD;
	}
	parse_close_group(p, g);
	return brace;
}

static struct ast *block_of_group(struct parser *p, const struct lex_group *g, struct span at)
{
	struct cursor c = parse_open_group(p, g, LEX_BLOCK);
	struct ast *block = parse_block(p, &c);

	parse_close_group(p, g);
	block->at = at;
	return block;
}

static struct ast *parse_closure(struct parser *p, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_CLOSURE, parse_span(p, g->start, g->end));
	struct cursor c = parse_open_group(p, g, LEX_BLOCK), in;

	while (c.token.kind == TOKEN_NEWLINE)
		lex_advance(&c);
	if (c.token.kind == TOKEN_PIPE_PIPE) {
		n->u.closure.has_params = true;
		lex_advance(&c);
	} else if (c.token.kind == TOKEN_PIPE) {
		n->u.closure.has_params = true;
		in = lex_open(&p->lexer, c.token.end, c.end, LEX_SIGNATURE);
		parse_params(p, &in, &n->u.closure.params, &n->u.closure.nparams);
		if (in.token.kind != TOKEN_PIPE)
			parse_unexpected(p, &in, "'|' behind the parameters");
		lex_seek(&c, in.token.end);
	}
	n->u.closure.body = parse_block(p, &c);
	parse_close_group(p, g);
	return n;
}

/* The group that the word starts with, which must be all of it; or reported. */
static const struct lex_group *brace_group(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);

	if (g && g->end < at.end)
		parse_report(
			p, DIAG_unexpected, parse_span(p, g->end, at.end), "a blank behind '}'",
			arena_printf(p->arena, "'%s'",
				     parse_show(p, parse_text(p, parse_span(p, g->end, at.end)))));
	return g;
}

struct ast *parse_block_word(struct parser *p, struct span at)
{
	const struct lex_group *g = brace_group(p, at);
	enum brace brace = brace_of(p, g);
	struct diag *d;

	if (brace == BRACE_RECORD) {
		d = parse_report(p, DIAG_unexpected, at, "a block", "a record");
		diag_help(p->sink, d, "a block that gives a record is '{ {…} }'");
		return parse_garbage(p, at);
	}
	if (brace == BRACE_PARAMS) {
		parse_report(p, DIAG_unexpected, at, "a block", "a closure");
		return parse_garbage(p, at);
	}
	return block_of_group(p, g, parse_span(p, g->start, g->end));
}

struct ast *parse_branch_word(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);
	enum brace brace = brace_of(p, g);

	if (brace == BRACE_RECORD || brace == BRACE_PARAMS || g->end < at.end)
		return parse_value(p, at, SHAPE_ANY);
	return block_of_group(p, g, at);
}

static struct ast *parse_braces(struct parser *p, const struct lex_group *g, enum shape shape)
{
	switch (brace_of(p, g)) {
	case BRACE_RECORD:
		return parse_record(p, g);
	case BRACE_EMPTY:
		return shape == SHAPE_CLOSURE ? parse_closure(p, g) : parse_record(p, g);
	case BRACE_PARAMS:
	case BRACE_CODE:
		break;
	}
	return parse_closure(p, g);
}

static struct ast *parse_subexpression(struct parser *p, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_SUBEXPR, parse_span(p, g->start, g->end));
	struct cursor c = parse_open_group(p, g, LEX_PAREN);

	n->parens = true;
	n->u.child = parse_block(p, &c);
	parse_close_group(p, g);
	return n;
}

/* A value in brackets, and the cell path behind it. */
static struct ast *parse_bracketed(struct parser *p, struct span at, enum shape shape)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);
	char behind = g->end < at.end ? p->lexer.text.p[g->end] : '\0';
	struct ast *n;

	if (g->kind == GROUP_PAREN && behind && behind != '.')
		return parse_bare(p, at);
	if (g->too_deep)
		return parse_garbage(p, at);
	if (g->kind == GROUP_PAREN)
		n = parse_subexpression(p, g);
	else if (g->kind == GROUP_SQUARE)
		n = parse_list(p, g);
	else
		n = parse_braces(p, g, shape);
	return behind ? parse_path_tail(p, n, g->end, at.end) : n;
}

static bool is_plain(enum shape shape)
{
	return shape == SHAPE_STRING || shape == SHAPE_WORD;
}

/* `true`, `false` and `null` are never strings to Nushell. */
static bool report_constant(struct parser *p, struct span at)
{
	struct sv word = parse_text(p, at);
	struct diag *d;

	if (!sv_is(word, "true") && !sv_is(word, "false") && !sv_is(word, "null"))
		return false;
	d = parse_report(p, DIAG_unexpected, at, "a string",
			 arena_printf(p->arena, "'%s'", parse_show(p, word)));
	diag_help(p->sink, d, "a string of that text stands in quotes: '\"%s\"'",
		  parse_show(p, word));
	return true;
}

static void report_duration(struct parser *p, struct span at)
{
	const char *meant = parse_unit_meant(p, at);
	const char *shown = arena_printf(p->arena, "'%s'", parse_show(p, parse_text(p, at)));
	struct diag *d = parse_report(p, DIAG_unexpected, at, "a duration", shown);

	if (meant)
		diag_help(p->sink, d, "write '%s'", meant);
}

struct ast *parse_value(struct parser *p, struct span at, enum shape shape)
{
	char first = p->lexer.text.p[at.start];
	struct ast *n;

	switch (first) {
	case '$':
		if (at.end > at.start + 1 && lex_is_one_of(p->lexer.text.p[at.start + 1], "\"'"))
			return parse_interp(p, at);
		n = parse_range(p, at);
		return n ? n : parse_dollar(p, at);
	case '(':
		n = parse_range(p, at);
		return n ? n : parse_bracketed(p, at, shape);
	case '[':
	case '{':
		return parse_bracketed(p, at, shape);
	case '"':
	case '\'':
	case '`':
		if (shape == SHAPE_PATH)
			return parse_path_literal(p, at);
		return parse_quoted(p, at);
	case 'r':
		if (lex_group_at(&p->lexer, at.start))
			return parse_quoted(p, at);
		break;
	default:
		break;
	}
	if (shape == SHAPE_PATH)
		return parse_path_literal(p, at);
	if (is_plain(shape) && report_constant(p, at))
		return parse_garbage(p, at);
	n = is_plain(shape) ? NULL : parse_range(p, at);
	if (!n && !is_plain(shape))
		n = parse_literal(p, at);
	if (!n && !is_plain(shape) && parse_report_number(p, at))
		return parse_garbage(p, at);
	if (!n && shape == SHAPE_DURATION) {
		report_duration(p, at);
		return parse_garbage(p, at);
	}
	return n ? n : parse_bare(p, at);
}
