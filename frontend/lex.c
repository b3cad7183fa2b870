/* lex.c - see lex.h: the groups by place, and cursors. */
#include "frontend/lex.h"

uint32_t lex_line_start(const struct lexer *l, uint32_t at)
{
	uint32_t lo = 0, hi = l->nlines;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->lines[mid] <= at)
			lo = mid;
		else
			hi = mid;
	}
	return l->lines[lo];
}

const struct lex_group *lex_group_at(const struct lexer *l, uint32_t at)
{
	uint32_t lo = 0, hi = l->groups.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->groups.v[mid].start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->groups.n && l->groups.v[lo].start == at ? &l->groups.v[lo] : NULL;
}

static bool starts_group(char c)
{
	return c == '(' || c == '[' || c == '{' || c == '\'' || c == '"' || c == '`' || c == 'r';
}

static bool ends_word(enum lex_mode mode, char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case '|':
	case ';':
	case ')': /* inside a level these two are strays, reported by the scan */
	case '}':
		return true;
	case ',':
		return mode >= LEX_LIST;
	case ':':
		return mode >= LEX_RECORD;
	case '=':
		return mode == LEX_SIGNATURE;
	default:
		return false;
	}
}

/* The end of the word that starts at `at`. */
static uint32_t word_end(const struct cursor *c, uint32_t at)
{
	struct sv text = c->lexer->text;

	while (at < c->end && !ends_word(c->mode, text.p[at])) {
		const struct lex_group *g =
			starts_group(text.p[at]) ? lex_group_at(c->lexer, at) : NULL;

		at = g ? g->end : at + 1;
	}
	return at < c->end ? at : c->end;
}

static uint32_t comment_end(const struct cursor *c, uint32_t at)
{
	uint32_t end = lex_line_end(c->lexer->text, at);

	return end < c->end ? end : c->end;
}

/* Behind the newline at c->at: skips blank lines and comments. True when the next line goes on
 * with `|`, which no blank line may come before. */
static bool continues_with_pipe(struct cursor *c)
{
	struct sv text = c->lexer->text;
	bool line_is_blank = false, blank_line = false;

	while (c->at < c->end) {
		char b = text.p[c->at];

		if (b == '\n') {
			blank_line |= line_is_blank;
			line_is_blank = true;
			c->at++;
		} else if (lex_is_blank(b)) {
			c->at++;
		} else if (b == '#') {
			line_is_blank = false;
			c->at = comment_end(c, c->at);
		} else {
			return b == '|' && !blank_line &&
			       !(c->at + 1 < c->end && text.p[c->at + 1] == '|');
		}
	}
	return false;
}

static const char *const redirections[] = {
	"o>",	"out>", "o>>",	    "out>>",	"e>",	 "err>",  "e>>",       "err>>",
	"o+e>", "e+o>", "out+err>", "err+out>", "o+e>>", "e+o>>", "out+err>>", "err+out>>",
};

static enum token_kind word_kind(const struct cursor *c, struct sv word)
{
	if (c->mode > LEX_PAREN || word.n < 2 || word.p[word.n - 1] != '>')
		return TOKEN_WORD;
	for (uint32_t i = 0; i < ARRAY_SIZE(redirections); i++)
		if (sv_is(word, redirections[i]))
			return TOKEN_REDIRECT;
	return TOKEN_WORD;
}

static void read_word(struct cursor *c)
{
	struct sv text = c->lexer->text;
	struct token *t = &c->token;

	t->end = word_end(c, t->start);
	t->kind = word_kind(c, (struct sv){text.p + t->start, t->end - t->start});
	if (t->kind == TOKEN_REDIRECT && t->end < c->end && text.p[t->end] == '|') {
		t->kind = TOKEN_PIPE;
		t->end++;
	}
}

/* Skips what separates tokens; a newline that ends a statement or a comment that is one becomes
 * the token. */
static bool skip_blanks(struct cursor *c)
{
	struct sv text = c->lexer->text;

	while (c->at < c->end) {
		char b = text.p[c->at];

		if (b == '\n') {
			c->token.newline = true;
			c->token.start = c->at;
			if (c->mode != LEX_BLOCK) {
				c->at++;
			} else if (!continues_with_pipe(c)) {
				c->token.kind = TOKEN_NEWLINE;
				c->token.end = c->token.start + 1;
				return false;
			}
		} else if (b == '#') {
			uint32_t start = c->at;

			c->at = comment_end(c, c->at);
			if (c->mode == LEX_SIGNATURE) {
				c->token.kind = TOKEN_COMMENT;
				c->token.start = start;
				c->token.end = c->at;
				return false;
			}
		} else if (lex_is_blank(b) || b == ')' || b == '}' ||
			   (b == ',' && (c->mode == LEX_LIST || c->mode == LEX_RECORD))) {
			c->at++;
		} else {
			break;
		}
	}
	return true;
}

void lex_advance(struct cursor *c)
{
	struct sv text = c->lexer->text;
	struct token *t = &c->token;

	c->passed = t->end;
	t->newline = false;
	if (!skip_blanks(c))
		return;
	t->start = c->at;
	t->end = c->at + 1;
	if (c->at >= c->end) {
		t->kind = TOKEN_END;
		t->end = c->at;
		return;
	}
	switch (text.p[c->at]) {
	case '|':
		t->kind = TOKEN_PIPE;
		if (c->at + 1 < c->end && text.p[c->at + 1] == '|') {
			t->kind = TOKEN_PIPE_PIPE;
			t->end++;
		}
		break;
	case ';':
		t->kind = TOKEN_SEMICOLON;
		break;
	case ',':
		if (c->mode == LEX_SIGNATURE)
			t->kind = TOKEN_COMMA;
		else
			read_word(c);
		break;
	case ':':
		if (c->mode >= LEX_RECORD)
			t->kind = TOKEN_COLON;
		else
			read_word(c);
		break;
	case '=':
		if (c->mode == LEX_SIGNATURE)
			t->kind = TOKEN_EQUALS;
		else
			read_word(c);
		break;
	default:
		read_word(c);
		break;
	}
	c->at = t->end;
}

void lex_seek(struct cursor *c, uint32_t at)
{
	c->at = at;
	lex_advance(c);
}

struct cursor lex_open(const struct lexer *l, uint32_t start, uint32_t end, enum lex_mode mode)
{
	struct cursor c = {.lexer = l, .at = start, .end = end, .mode = mode, .token.end = start};

	lex_advance(&c);
	return c;
}

uint32_t lex_type_end(const struct lexer *l, uint32_t at, uint32_t end)
{
	uint32_t first_end = end; /* at the first separator, should the angles never close */
	unsigned depth = 0;

	while (at < end && !(depth == 0 && lex_is_comment(l->text, at))) {
		char c = l->text.p[at];
		const struct lex_group *g = starts_group(c) ? lex_group_at(l, at) : NULL;

		if (g) {
			at = g->end;
			continue;
		}
		if (lex_is_comment(l->text, at)) {
			at = lex_line_end(l->text, at);
			continue;
		}
		if (ends_word(LEX_SIGNATURE, c) || c == ']') {
			if (depth == 0)
				return at;
			if (first_end == end)
				first_end = at;
		}
		if (c == '<')
			depth++;
		else if (c == '>')
			depth -= depth > 0;
		at++;
	}
	return depth ? first_end : at < end ? at : end;
}
