/*
 * parse.c - parsing a file: the parser's state, nodes and messages, and the statements of a level.
 *
 * After a mistake the rest of the statement is skipped. Because a cursor never leaves its level,
 * the brackets around the mistake stay in step whatever stands between them, and what follows is
 * read.
 */
#include "frontend/parser.h"

enum { SHOWN_BYTES_MAX = 40 };

struct ast *parse_node(struct parser *p, enum ast_kind kind, struct span at)
{
	struct ast *n = arena_new(p->arena, struct ast);

	n->kind = kind;
	n->at = at;
	return n;
}

struct ast *parse_garbage(struct parser *p, struct span at)
{
	struct ast *n = parse_node(p, AST_GARBAGE, at);

	n->u.s = parse_text(p, at);
	return n;
}

void parse_list_add(struct parser *p, ast_list *list, struct ast *node)
{
	vec_push(p->arena, list, node);
}

struct span parse_span(const struct parser *p, uint32_t start, uint32_t end)
{
	return (struct span){p->lexer.file, start, end};
}

struct span parse_token_span(const struct parser *p, const struct cursor *c)
{
	return parse_span(p, c->token.start, c->token.end);
}

struct sv parse_text(const struct parser *p, struct span at)
{
	return (struct sv){p->lexer.text.p + at.start, at.end - at.start};
}

struct sv parse_word(const struct parser *p, const struct cursor *c)
{
	if (c->token.kind != TOKEN_WORD)
		return (struct sv){"", 0};
	return parse_text(p, parse_token_span(p, c));
}

bool parse_at_word(const struct parser *p, const struct cursor *c, const char *word)
{
	return c->token.kind == TOKEN_WORD && sv_is(parse_word(p, c), word);
}

bool parse_take(const struct parser *p, struct cursor *c, const char *word)
{
	if (!parse_at_word(p, c, word))
		return false;
	lex_advance(c);
	return true;
}

bool parse_at_brace(const struct parser *p, const struct cursor *c)
{
	struct sv word = parse_word(p, c);

	return word.n && word.p[0] == '{';
}

const char *parse_find_byte(struct sv word, char c)
{
	for (size_t i = 0; i < word.n && !lex_is_one_of(word.p[i], "([{\"'`"); i++)
		if (word.p[i] == c)
			return word.p + i;
	return NULL;
}

bool parse_enter(struct parser *p, struct span at)
{
	/* the scan limits brackets; a level of them counts twice here, as block and as element */
	if (p->depth < 3 * PARSE_DEPTH_MAX) {
		p->depth++;
		return true;
	}
	parse_report(p, DIAG_too_deep, at, (unsigned)PARSE_DEPTH_MAX);
	return false;
}

void parse_leave(struct parser *p)
{
	p->depth--;
}

bool parse_is_muted(const struct parser *p)
{
	return p->muted || p->sink->errors >= PARSE_ERRORS_MAX;
}

struct diag *parse_muted(struct parser *p)
{
	return arena_new(p->arena, struct diag);
}

const char *parse_show(struct parser *p, struct sv text)
{
	size_t n = 0;

	while (n < text.n && n < SHOWN_BYTES_MAX && text.p[n] != '\n' && text.p[n] != '\0')
		n++;
	while (n && n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	return arena_printf(p->arena, "%.*s%s", (int)n, text.p, n < text.n ? "…" : "");
}

static const char *show_token(struct parser *p, const struct cursor *c)
{
	switch (c->token.kind) {
	case TOKEN_END:
		if (c->end == p->lexer.text.n)
			return "the end of the file";
		return arena_printf(p->arena, "'%c'", p->lexer.text.p[c->end]);
	case TOKEN_NEWLINE:
		return "the end of the line";
	case TOKEN_COMMENT:
		return "a comment";
	case TOKEN_WORD:
	case TOKEN_SEMICOLON:
	case TOKEN_PIPE:
	case TOKEN_PIPE_PIPE:
	case TOKEN_COLON:
	case TOKEN_COMMA:
	case TOKEN_EQUALS:
	case TOKEN_REDIRECT:
		break;
	}
	return arena_printf(p->arena, "'%s'", parse_show(p, parse_text(p, parse_token_span(p, c))));
}

bool parse_at_end(const struct cursor *c)
{
	return c->token.kind == TOKEN_END || c->token.kind == TOKEN_NEWLINE ||
	       c->token.kind == TOKEN_SEMICOLON;
}

bool parse_at_skipped(const struct parser *p, const struct cursor *c)
{
	return parse_at_end(c) && c->token.start == p->skipped_to;
}

void parse_skip_statement(struct parser *p, struct cursor *c)
{
	while (!parse_at_end(c))
		lex_advance(c);
	p->skipped_to = c->token.start;
}

struct diag *parse_unexpected(struct parser *p, struct cursor *c, const char *what)
{
	struct diag *d;

	if (parse_at_skipped(p, c))
		return parse_muted(p);
	d = parse_report(p, DIAG_unexpected, parse_token_span(p, c), what, show_token(p, c));
	parse_skip_statement(p, c);
	return d;
}

struct cursor parse_open_group(struct parser *p, const struct lex_group *g, enum lex_mode mode)
{
	uint32_t end = g->unclosed ? g->end : g->end - 1;

	if (g->unclosed && g->kind != GROUP_CURLY)
		p->muted++;
	return lex_open(&p->lexer, g->start + 1, g->too_deep ? g->start + 1 : end, mode);
}

void parse_close_group(struct parser *p, const struct lex_group *g)
{
	if (g->unclosed && g->kind != GROUP_CURLY)
		p->muted--;
}

/* Behind a statement: nothing but its end may follow. */
static void expect_end(struct parser *p, struct cursor *c)
{
	if (!parse_at_end(c))
		parse_unexpected(p, c, "the end of the statement");
}

struct ast *parse_block(struct parser *p, struct cursor *c)
{
	struct ast *block = parse_node(p, AST_BLOCK, parse_span(p, c->token.start, c->token.start));
	struct scope scope = {.up = p->scope, .decls = {.arena = p->arena}};

	if (!parse_enter(p, block->at))
		return block;
	p->scope = &scope;
	parse_declare(p, *c, &scope);
	while (c->token.kind != TOKEN_END) {
		if (parse_at_end(c)) {
			lex_advance(c);
			continue;
		}
		parse_list_add(p, &block->u.block.stmts, parse_pipeline(p, c));
		expect_end(p, c);
	}
	if (block->u.block.stmts.n) {
		ast_list *s = &block->u.block.stmts;

		block->at = span_join(s->v[0]->at, s->v[s->n - 1]->at);
	}
	p->scope = scope.up;
	parse_leave(p);
	return block;
}

/* The comment that the line [start, end) is, without "# "; its p is NULL when it is none. */
static struct sv comment_line(struct sv text, uint32_t start, uint32_t end)
{
	while (start < end && lex_is_blank(text.p[start]))
		start++;
	while (end > start && lex_is_blank(text.p[end - 1]))
		end--;
	if (start == end || text.p[start] != '#')
		return (struct sv){NULL, 0};
	start++;
	if (start < end && text.p[start] == ' ')
		start++;
	return (struct sv){text.p + start, end - start};
}

/* `@category x`: an attribute, which stands between a def and its comments. */
static bool is_attribute_line(struct sv text, uint32_t start)
{
	while (start < text.n && lex_is_blank(text.p[start]))
		start++;
	return start < text.n && text.p[start] == '@';
}

struct sv parse_doc_above(struct parser *p, uint32_t at)
{
	struct sv text = p->lexer.text;
	uint32_t here = lex_line_start(&p->lexer, at), first;
	struct buf b = {.arena = p->arena};

	while (here && is_attribute_line(text, lex_line_start(&p->lexer, here - 1)))
		here = lex_line_start(&p->lexer, here - 1);
	first = here;
	while (first) {
		uint32_t above = lex_line_start(&p->lexer, first - 1);

		if (!comment_line(text, above, first - 1).p)
			break;
		first = above;
	}
	while (first < here) {
		uint32_t next = first;
		struct sv line;

		while (text.p[next] != '\n')
			next++;
		line = comment_line(text, first, next);
		if (b.n)
			buf_putc(&b, '\n');
		buf_write(&b, line.p, line.n);
		first = next + 1;
	}
	return (struct sv){b.p ? b.p : "", b.n};
}

static uint32_t count_words(const char *name)
{
	uint32_t n = 1;

	for (; *name; name++)
		n += *name == ' ';
	return n;
}

struct ast *parse_file(struct arena *a, struct diag_sink *sink, uint32_t file,
		       struct parse_options options)
{
	struct parser p = {.arena = a,
			   .sink = sink,
			   .options = options,
			   .commands = {.arena = a},
			   .decl_places = {.arena = a},
			   .signatures = arena_array(a, struct signature, CMD_COUNT),
			   .name_words_max = 1,
			   .skipped_to = UINT32_MAX};
	struct cursor c;
	struct ast *block;

	for (uint32_t i = 1; i < CMD_COUNT; i++) {
		uint32_t words = count_words(commands[i].name);

		symmap_put(&p.commands, sv_cstr(commands[i].name), i);
		if (words > p.name_words_max)
			p.name_words_max = words;
	}
	p.lexer = lex_scan(a, sink, file);
	c = lex_open(&p.lexer, 0, (uint32_t)p.lexer.text.n, LEX_BLOCK);
	block = parse_block(&p, &c);
	block->at = parse_span(&p, 0, (uint32_t)p.lexer.text.n);
	return block;
}
