/*
 * parser.h - what the files of the parser share: its state, and who reads what.
 *
 * A function that reads a part of a level takes the cursor on its first token and leaves it behind
 * the part. A function that reads one word takes the word's span. When something is wrong it
 * reports once and returns a node all the same; what stands behind it up to the end of the
 * statement is skipped by parse_block().
 */
#ifndef FRONTEND_PARSER_H
#define FRONTEND_PARSER_H

#include "frontend/lex.h"
#include "frontend/parse.h"
#include "lang/commands.h"
#include "lang/diags.h"

/* What arguments a callee takes: positional ones in order, then flags. */
struct signature {
	struct sig_item *items;
	uint32_t n;
};

/* A `def` of the file; its signature is read before the statements that may call it. */
struct decl {
	struct sv name;
	uint32_t at; /* where the name stands */
	struct param *params;
	uint32_t nparams;
	uint32_t end; /* behind the parameter list */
	struct signature sig;
	bool wrapped;
};

struct scope {
	const struct scope *up;
	struct symmap decls; /* name to index in parser.decls */
};

struct parser {
	struct arena *arena;
	struct diag_sink *sink;
	struct lexer lexer;
	struct parse_options options;
	const struct scope *scope;
	VEC(struct decl *) decls;
	struct symmap decl_places;    /* offset of the name to index in decls */
	struct symmap commands;	      /* name to enum cmd */
	struct signature *signatures; /* by enum cmd; read when first needed */
	uint32_t name_words_max;      /* of the longest command name */
	unsigned depth;
	uint32_t skipped_to; /* where the last statement that was given up ended */
	/* Inside a group whose end was guessed: what is wrong there is a consequence. */
	unsigned muted;
};

typedef VEC(struct ast *) ast_vec;

/* parse.c: nodes, places and messages */
struct ast *parse_node(struct parser *p, enum ast_kind kind, struct span at);
struct ast *parse_garbage(struct parser *p, struct span at);
void parse_list_add(struct parser *p, ast_list *list, struct ast *node);
struct span parse_span(const struct parser *p, uint32_t start, uint32_t end);
struct span parse_token_span(const struct parser *p, const struct cursor *c);
struct sv parse_text(const struct parser *p, struct span at);
struct sv parse_word(const struct parser *p, const struct cursor *c); /* empty unless a word */
bool parse_at_word(const struct parser *p, const struct cursor *c, const char *word);
/* Takes the word if it is next. */
bool parse_take(const struct parser *p, struct cursor *c, const char *word);
/* The first `c` in the word, before any bracket or quote; or NULL. */
const char *parse_find_byte(struct sv word, char c);
/* Counts one level of nesting, until parse_leave(); false, reported, when there are too many. */
bool parse_enter(struct parser *p, struct span at);
void parse_leave(struct parser *p);
/* The text for a message: "'word'", "the end of the line". At most 40 bytes of it. */
const char *parse_show(struct parser *p, struct sv text);
/* Reports "expected WHAT, found" the token at the cursor, and skips the rest of the statement. What
 * is missing where a statement was given up is a consequence, and not reported. */
struct diag *parse_unexpected(struct parser *p, struct cursor *c, const char *what);
/* At the end of a statement. */
bool parse_at_end(const struct cursor *c);
/* There, because the statement was given up. */
bool parse_at_skipped(const struct parser *p, const struct cursor *c);
void parse_skip_statement(struct parser *p, struct cursor *c);
/* Where a diagnostic that is not to be shown goes. */
struct diag *parse_muted(struct parser *p);
bool parse_is_muted(const struct parser *p);
#define parse_report(p, code, ...)                                                                 \
	(parse_is_muted(p) ? parse_muted(p) : diag_report((p)->sink, code, __VA_ARGS__))
/* The inside of a group as a cursor. Mutes messages when the group's end was guessed, until
 * parse_close_group(). */
struct cursor parse_open_group(struct parser *p, const struct lex_group *g, enum lex_mode mode);
void parse_close_group(struct parser *p, const struct lex_group *g);
/* Whether a block, record or closure starts at the cursor. */
bool parse_at_brace(const struct parser *p, const struct cursor *c);
/* The statements of a level, as a BLOCK. */
struct ast *parse_block(struct parser *p, struct cursor *c);
/* The comment lines directly above byte `at`, without "# ", joined by newlines. */
struct sv parse_doc_above(struct parser *p, uint32_t at);

/* parse_stmt.c: statements and pipelines */
struct ast *parse_pipeline(struct parser *p, struct cursor *c);
/* The block that must start at the cursor; what else is there is reported and a BLOCK
 * with GARBAGE in it. */
struct ast *parse_expect_block(struct parser *p, struct cursor *c);
/* `if` and `match` may also stand where a value does. */
struct ast *parse_if(struct parser *p, struct cursor *c);

/* parse_match.c */
struct ast *parse_match(struct parser *p, struct cursor *c);

/* parse_def.c: defs and parameters */
/* Nobody can bind `in`, `env` and `nu`: reported. */
void parse_check_reserved(struct parser *p, struct sv name, struct span at);
struct ast *parse_def(struct parser *p, struct cursor *c, uint32_t start, bool exported);
/* The parameters up to the cursor's end, or up to a `|`. */
void parse_params(struct parser *p, struct cursor *c, struct param **params, uint32_t *n);
/* Makes the defs of a level known before its statements are read. */
void parse_declare(struct parser *p, struct cursor c, struct scope *scope);
/* The annotation behind a colon; the cursor's token is the colon or the word that ends with it. */
struct sv parse_type(struct parser *p, struct cursor *c, uint32_t at, struct span *where);

/* parse_command.c */
struct ast *parse_call(struct parser *p, struct cursor *c);
/* The word at `at` as a call of a known command, `count()`, `emit($x)`; NULL when it is none. */
struct ast *parse_older_call(struct parser *p, struct span at);
/* What stands behind a keyword is an argument to Nushell, so a word with a dash in front is a flag:
 * reported, the statement skipped. False when there is none. */
bool parse_report_flag(struct parser *p, struct cursor *c);
const struct decl *parse_find_decl(const struct parser *p, struct sv name);

/* parse_expr.c: operators */
enum {
	EXPR_BLOCK_BEHIND = 1, /* a word that starts with `{` ends it: `if COND {` */
	EXPR_ARROW_BEHIND = 2, /* `=>` ends it: a guard */
	EXPR_STATEMENT = 8,    /* an assignment operator may follow */
	EXPR_ROW = 4,	       /* a row condition: a bare word on the left is a column of $it */
};
struct ast *parse_expression(struct parser *p, struct cursor *c, unsigned flags);
/* The node is what an assignment operator at the cursor makes of it; `lhs` itself when there is
 * none. */
struct ast *parse_assignment(struct parser *p, struct cursor *c, struct ast *lhs);
/* Reports an operator without blanks in a word: `$x+1`, `$x++`. False when there is none. */
bool parse_report_unspaced(struct parser *p, struct span at);
/* A statement that starts with this word is an expression, not a command. */
bool parse_starts_expression(struct parser *p, struct span at);

/* parse_value.c: one word as a value */
struct ast *parse_value(struct parser *p, struct span at, enum shape shape);
/* A word that starts with `{`: as a block. */
struct ast *parse_block_word(struct parser *p, struct span at);
/* A word that starts with `{`, behind `else` or `=>`: a block, unless it is a record or has
 * parameters. */
struct ast *parse_branch_word(struct parser *p, struct span at);
/* A bracketed word that a cursor is on, `kind`, without anything behind the bracket; or NULL. */
const struct lex_group *parse_group(const struct parser *p, struct span at,
				    enum lex_group_kind kind);

/* parse_collection.c: lists, tables, records */
struct ast *parse_list(struct parser *p, const struct lex_group *g);
struct ast *parse_record(struct parser *p, const struct lex_group *g);

/* parse_path.c: variables, cell paths, ranges */
struct ast *parse_dollar(struct parser *p, struct span at);
/* `head` ends at byte `at`; reads the members up to `end`. */
struct ast *parse_path_tail(struct parser *p, struct ast *head, uint32_t at, uint32_t end);
struct ast *parse_path_literal(struct parser *p, struct span at);
bool parse_is_range(struct parser *p, struct span at);
struct ast *parse_range(struct parser *p, struct span at); /* NULL when it is none */

/* parse_literal.c: numbers and what looks like one; NULL when the word is none of them */
struct ast *parse_literal(struct parser *p, struct span at);
/* A word that Nushell takes for a number and cannot read: `0x1g`, `12ab`, whose unit is `b`. Reported;
 * false when it is none. */
bool parse_report_number(struct parser *p, struct span at);
/* What the word would be with Nushell's unit of time, `5sec` for `5s`; NULL when it has no unit. */
const char *parse_unit_meant(struct parser *p, struct span at);

/* parse_string.c */
struct ast *parse_quoted(struct parser *p, struct span at);
struct ast *parse_interp(struct parser *p, struct span at);
/* The text of a word that names something: quotes are taken off, brackets mean nothing. */
struct sv parse_name(struct parser *p, struct span at);
/* A bare word; with `(` in it, an interpolation. */
struct ast *parse_bare(struct parser *p, struct span at);
struct ast *parse_string_node(struct parser *p, struct span at, struct sv text, bool bare);

#endif
