/*
 * lex.h - what a Nushell source is made of: groups (brackets, quotes) and, level by level, tokens.
 *
 * Nushell has no fixed tokens: a word ends at a blank, and which other bytes end it depends on
 * where it stands (`a:b` is one word in a call and three in a record). So reading is in two steps.
 * One scan of the file finds every group, that is bracketed text and quoted strings, and every
 * bracket without a partner. A cursor then walks the words of one level, jumping over the groups in
 * it, and the parser opens another cursor for the inside of each group. Every byte is looked at a
 * bounded number of times, so reading is linear however deep the nesting.
 */
#ifndef FRONTEND_LEX_H
#define FRONTEND_LEX_H

#include "support/diag.h"

enum lex_group_kind {
	GROUP_PAREN,
	GROUP_SQUARE,
	GROUP_CURLY,
	GROUP_SINGLE,
	GROUP_DOUBLE,
	GROUP_BACKTICK,
	GROUP_RAW,    /* r#'…'#, from the r */
	GROUP_INTERP, /* the quoted part of $"…" and $'…' */
};

/* Bytes [start, end) that the level around them reads as one, delimiters included. */
struct lex_group {
	uint32_t start, end;
	enum lex_group_kind kind;
	bool unclosed; /* has no closing delimiter; reported */
	bool too_deep; /* nested deeper than PARSE_DEPTH_MAX; reported */
};

struct lexer {
	struct sv text;
	uint32_t file;
	const uint32_t *lines; /* where each starts */
	uint32_t nlines;
	VEC(struct lex_group) groups; /* by start */
};

/* Finds the groups of file number `file` and reports unclosed and stray delimiters. */
struct lexer lex_scan(struct arena *a, struct diag_sink *sink, uint32_t file);
/* The start of the line that byte `at` is on. */
uint32_t lex_line_start(const struct lexer *l, uint32_t at);
/* The group that starts at byte `at`, or NULL. */
const struct lex_group *lex_group_at(const struct lexer *l, uint32_t at);

/* What separates words, by the place they stand in. */
enum lex_mode {
	LEX_BLOCK,     /* statements: a newline ends one, unless the next line starts with `|` */
	LEX_PAREN,     /* the same where newlines are blanks */
	LEX_LIST,      /* newlines and commas are blanks */
	LEX_RECORD,    /* the same, and `:` is a token */
	LEX_SIGNATURE, /* `:`, `,` and `=` are tokens, and so are comments */
};

enum token_kind {
	TOKEN_END,
	TOKEN_WORD, /* bytes up to the next separator, groups in it included */
	TOKEN_NEWLINE,
	TOKEN_SEMICOLON,
	TOKEN_PIPE, /* also `e>|`, `o+e>|` */
	TOKEN_PIPE_PIPE,
	TOKEN_COLON,
	TOKEN_COMMA,
	TOKEN_EQUALS,
	TOKEN_COMMENT,
	TOKEN_REDIRECT, /* `o>`, `err>>`, … */
};

struct token {
	enum token_kind kind;
	uint32_t start, end;
	bool newline; /* a newline stands between it and the token before */
};

/* Walks the tokens of one level; `token` is the one to look at. A copy is a place to go back to. */
struct cursor {
	const struct lexer *lexer;
	uint32_t at, end; /* the bytes still to read */
	enum lex_mode mode;
	struct token token;
	uint32_t passed; /* the end of the token before */
};

/* A cursor on the first token of bytes [start, end). */
struct cursor lex_open(const struct lexer *l, uint32_t start, uint32_t end, enum lex_mode mode);
void lex_advance(struct cursor *c);
/* Goes on at byte `at` of the cursor's level. */
void lex_seek(struct cursor *c, uint32_t at);
/* The end of the type annotation at byte `at`: `list<int>`, `record<a: int, b: string>`. */
uint32_t lex_type_end(const struct lexer *l, uint32_t at, uint32_t end);

static inline bool lex_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool lex_is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}
static inline bool lex_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The end of the line that byte `at` is on: its newline, or the end of the text. */
static inline uint32_t lex_line_end(struct sv text, uint32_t at)
{
	const char *p = memchr(text.p + at, '\n', text.n - at);

	return p ? (uint32_t)(p - text.p) : (uint32_t)text.n;
}
/* A `#` starts a comment where a word could start: to a cursor any that it meets between words, to
 * who does not read words any behind a byte that ends one. Brackets in a comment are no groups. */
static inline bool lex_is_comment(struct sv text, uint32_t at)
{
	return text.p[at] == '#' && (at == 0 || lex_is_one_of(text.p[at - 1], " \t\r\n|;([{"));
}

#endif
