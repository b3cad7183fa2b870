/*
 * parse_stmt.c - statements, and pipelines of their elements.
 *
 * Keywords are words like any other: only as the first word of an element do they mean something.
 */
#include "frontend/parser.h"

typedef struct ast *statement_fn(struct parser *p, struct cursor *c);

static struct ast *parse_element(struct parser *p, struct cursor *c);

/* A block that holds what stood in its place. */
static struct ast *garbage_block(struct parser *p, struct ast *garbage)
{
	struct ast *n = parse_node(p, AST_BLOCK, garbage->at);

	parse_list_add(p, &n->u.block.stmts, garbage);
	return n;
}

struct ast *parse_expect_block(struct parser *p, struct cursor *c)
{
	struct sv word = parse_word(p, c);
	struct span at = parse_token_span(p, c);
	struct ast *block;

	if (!word.n || word.p[0] != '{') {
		parse_unexpected(p, c, "a block '{ … }'");
		return garbage_block(p, parse_garbage(p, parse_span(p, at.start, at.start)));
	}
	block = parse_block_word(p, at);
	lex_advance(c);
	return block->kind == AST_BLOCK ? block : garbage_block(p, block);
}

/* A word that could be the name of a variable; reported and empty when it is none. */
static struct sv variable_name(struct parser *p, struct span at)
{
	struct sv name = parse_text(p, at);

	if (name.n && name.p[0] == '$')
		name = sv_from(name, 1);
	for (size_t i = 0; i < name.n; i++)
		if (lex_is_one_of(name.p[i], ".[({+-*^/=!<>&|\"'`#")) {
			parse_report(p, DIAG_bad_variable, at, parse_show(p, parse_text(p, at)));
			return (struct sv){"", 0};
		}
	parse_check_reserved(p, name, at);
	return name;
}

/* `let x=5`: the blanks are missing. */
static bool report_unspaced(struct parser *p, struct cursor *c, const char *keyword)
{
	struct sv word = parse_word(p, c);
	const char *eq = parse_find_byte(word, '=');
	struct diag *d;

	if (!eq || word.n == 1)
		return false;
	d = parse_report(p, DIAG_operator_blank, parse_token_span(p, c), "=");
	diag_help(p->sink, d, "write '%s %.*s = %s'", keyword, (int)(eq - word.p), word.p,
		  parse_show(p, sv_from(word, (size_t)(eq - word.p) + 1)));
	parse_skip_statement(p, c);
	return true;
}

/* `let x` alone binds the input. */
static struct ast *input_variable(struct parser *p, struct span at)
{
	struct ast *n = parse_node(p, AST_VAR, parse_span(p, at.end, at.end));

	n->u.var.name = SV("in");
	return n;
}

/* `NAME` or `NAME: TYPE` behind a keyword. False, reported, when there is no name. */
static bool parse_binding(struct parser *p, struct cursor *c, struct ast *n, const char *keyword)
{
	struct span at = parse_token_span(p, c);
	struct sv word = parse_word(p, c);
	const char *colon;

	if (!word.n || sv_is(word, "=")) {
		parse_unexpected(p, c, "the name of a variable");
		return false;
	}
	if (report_unspaced(p, c, keyword))
		return false;
	colon = parse_find_byte(word, ':');
	if (colon)
		at.end = at.start + (uint32_t)(colon - word.p);
	n->u.let.name = variable_name(p, at);
	n->u.let.name_at = at;
	if (colon) {
		n->u.let.type_text = parse_type(p, c, at.end + 1, &n->u.let.type_at);
		if (c->token.start == n->u.let.type_at.end && parse_at_word(p, c, "="))
			parse_report(p, DIAG_operator_blank, parse_token_span(p, c), "=");
	} else {
		lex_advance(c);
	}
	if (!n->u.let.name.n) {
		parse_skip_statement(p, c);
		return false;
	}
	return true;
}

static struct ast *parse_let_as(struct parser *p, struct cursor *c, enum ast_kind kind,
				const char *keyword)
{
	struct ast *n = parse_node(p, kind, parse_token_span(p, c));

	n->u.let.doc = parse_doc_above(p, c->token.start);
	lex_advance(c);
	if (!parse_binding(p, c, n, keyword))
		return parse_garbage(p, n->at);
	if (parse_at_end(c) && kind == AST_LET && !parse_at_skipped(p, c)) {
		n->at.end = c->passed;
		n->u.let.init = input_variable(p, n->at);
		return n;
	}
	if (!parse_take(p, c, "=")) {
		bool type = sv_starts(parse_word(p, c), SV(":"));
		struct diag *d = parse_unexpected(p, c, "'='");

		diag_help(p->sink, d, "write '%s " SV_FMT "%s = VALUE'", keyword,
			  SV_ARG(n->u.let.name), type ? ": TYPE" : "");
		n->u.let.init = parse_garbage(p, n->at);
		return n;
	}
	n->u.let.init = parse_pipeline(p, c);
	n->at = span_join(n->at, n->u.let.init->at);
	return n;
}

static struct ast *parse_let(struct parser *p, struct cursor *c)
{
	return parse_let_as(p, c, AST_LET, "let");
}

static struct ast *parse_mut(struct parser *p, struct cursor *c)
{
	return parse_let_as(p, c, AST_MUT, "mut");
}

static struct ast *parse_const(struct parser *p, struct cursor *c)
{
	return parse_let_as(p, c, AST_CONST, "const");
}

/* What stands behind `else` when it is not another `if`. */
static struct ast *parse_else(struct parser *p, struct cursor *c)
{
	struct ast *n;

	if (!parse_at_brace(p, c))
		return parse_element(p, c);
	n = parse_branch_word(p, parse_token_span(p, c));
	lex_advance(c);
	return n;
}

/* A chain of `else if` is read in a loop: it may be long. */
struct ast *parse_if(struct parser *p, struct cursor *c)
{
	struct ast *first = NULL, **slot = &first;
	unsigned branches = 0;

	do {
		struct ast *n = parse_node(p, AST_IF, parse_token_span(p, c));

		if (++branches > PARSE_DEPTH_MAX) {
			parse_report(p, DIAG_too_deep, n->at, (unsigned)PARSE_DEPTH_MAX);
			parse_skip_statement(p, c);
			*slot = parse_garbage(p, n->at);
			break;
		}
		*slot = n;
		slot = &n->u.if_.otherwise;
		lex_advance(c);
		if (parse_report_flag(p, c)) {
			*n = *parse_garbage(p, n->at);
			break;
		}
		n->u.if_.cond = parse_expression(p, c, EXPR_BLOCK_BEHIND);
		n->u.if_.then = parse_expect_block(p, c);
		if (!parse_take(p, c, "else"))
			break;
		if (!parse_at_word(p, c, "if"))
			*slot = parse_else(p, c);
	} while (!*slot);
	for (struct ast *n = first; n && n->kind == AST_IF; n = n->u.if_.otherwise)
		n->at.end = c->passed;
	return first;
}

static struct ast *parse_while(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_WHILE, parse_token_span(p, c));

	lex_advance(c);
	if (parse_report_flag(p, c))
		return parse_garbage(p, n->at);
	n->u.loop.cond = parse_expression(p, c, EXPR_BLOCK_BEHIND);
	n->u.loop.body = parse_expect_block(p, c);
	n->at.end = c->passed;
	return n;
}

static struct ast *parse_loop(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_LOOP, parse_token_span(p, c));

	lex_advance(c);
	n->u.loop.body = parse_expect_block(p, c);
	n->at.end = c->passed;
	return n;
}

static struct ast *parse_for(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_FOR, parse_token_span(p, c));
	struct ast binding = {.kind = AST_LET};

	lex_advance(c);
	if (!parse_binding(p, c, &binding, "for"))
		return parse_garbage(p, n->at);
	n->u.for_.var = binding.u.let.name;
	n->u.for_.var_at = binding.u.let.name_at;
	n->u.for_.type_text = binding.u.let.type_text;
	if (!parse_take(p, c, "in") || c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "'in' and what to go through");
		return parse_garbage(p, n->at);
	}
	n->u.for_.in = parse_value(p, parse_token_span(p, c), SHAPE_ANY);
	lex_advance(c);
	if (c->token.kind == TOKEN_WORD && !parse_at_brace(p, c)) {
		struct diag *d = parse_unexpected(p, c, "a block '{ … }'");

		diag_help(p->sink, d,
			  "put what to go through in parentheses: 'for " SV_FMT " in (…) { … }'",
			  SV_ARG(n->u.for_.var));
		return parse_garbage(p, n->at);
	}
	n->u.for_.body = parse_expect_block(p, c);
	n->at.end = c->passed;
	return n;
}

/* `catch` and `finally` take a block, or a closure that is given the error. */
static struct ast *parse_handler(struct parser *p, struct cursor *c)
{
	struct ast *n;

	if (!parse_at_brace(p, c))
		return parse_expect_block(p, c);
	n = parse_value(p, parse_token_span(p, c), SHAPE_CLOSURE);
	lex_advance(c);
	if (n->kind != AST_CLOSURE || n->u.closure.has_params)
		return n;
	n->u.closure.body->at = n->at;
	return n->u.closure.body;
}

static struct ast *parse_try(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_TRY, parse_token_span(p, c));

	lex_advance(c);
	n->u.try_.body = parse_expect_block(p, c);
	if (parse_take(p, c, "catch"))
		n->u.try_.handler = parse_handler(p, c);
	if (parse_take(p, c, "finally"))
		n->u.try_.finally = parse_handler(p, c);
	n->at.end = c->passed;
	return n;
}

static struct ast *parse_return(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_RETURN, parse_token_span(p, c));

	lex_advance(c);
	if (c->token.kind != TOKEN_WORD || parse_report_flag(p, c))
		return n;
	n->u.child = parse_value(p, parse_token_span(p, c), SHAPE_ANY);
	lex_advance(c);
	n->at.end = c->passed;
	if (c->token.kind == TOKEN_WORD) {
		struct diag *d = parse_unexpected(p, c, "the end of the statement");

		diag_help(p->sink, d, "'return' takes one value: 'return (…)'");
	}
	return n;
}

static struct ast *parse_break(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_BREAK, parse_token_span(p, c));

	lex_advance(c);
	return n;
}

static struct ast *parse_continue(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_CONTINUE, parse_token_span(p, c));

	lex_advance(c);
	return n;
}

static void parse_use_members(struct parser *p, struct cursor *c, struct ast *n)
{
	VEC(struct sv) names = {0};

	for (; c->token.kind == TOKEN_WORD; lex_advance(c)) {
		struct span at = parse_token_span(p, c);
		const struct lex_group *g = parse_group(p, at, GROUP_SQUARE);
		struct cursor in;

		if (!g) {
			vec_push(p->arena, &names, parse_name(p, at));
			continue;
		}
		in = parse_open_group(p, g, LEX_LIST);
		for (; in.token.kind == TOKEN_WORD; lex_advance(&in))
			vec_push(p->arena, &names, parse_name(p, parse_token_span(p, &in)));
		parse_close_group(p, g);
	}
	n->u.use.members = names.v;
	n->u.use.nmembers = names.n;
}

static struct ast *parse_use(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_USE, parse_token_span(p, c));

	lex_advance(c);
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "the name of a module");
		return parse_garbage(p, n->at);
	}
	n->u.use.module_at = parse_token_span(p, c);
	n->u.use.module = parse_name(p, n->u.use.module_at);
	lex_advance(c);
	parse_use_members(p, c, n);
	n->at.end = c->passed;
	return n;
}

static struct ast *parse_module(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_MODULE, parse_token_span(p, c));

	lex_advance(c);
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "the name of a module");
		return parse_garbage(p, n->at);
	}
	n->u.module.name = parse_name(p, parse_token_span(p, c));
	lex_advance(c);
	if (parse_at_brace(p, c))
		n->u.module.body = parse_expect_block(p, c);
	n->at.end = c->passed;
	return n;
}

static struct ast *parse_plain_def(struct parser *p, struct cursor *c)
{
	return parse_def(p, c, c->token.start, false);
}

static struct ast *parse_export(struct parser *p, struct cursor *c)
{
	struct cursor behind = *c;
	uint32_t start = c->token.start;
	struct ast *n;

	lex_advance(&behind);
	if (parse_at_word(p, &behind, "def")) {
		*c = behind;
		return parse_def(p, c, start, true);
	}
	if (!parse_at_word(p, &behind, "const") && !parse_at_word(p, &behind, "use") &&
	    !parse_at_word(p, &behind, "module"))
		return parse_call(p, c); /* `export alias`, `export extern`: user space */
	*c = behind;
	n = parse_element(p, c);
	n->at.start = start;
	if (n->kind == AST_MODULE)
		n->u.module.exported = true;
	else if (n->kind == AST_CONST)
		n->u.let.exported = true;
	else if (n->kind == AST_USE)
		n->u.use.exported = true;
	return n;
}

static const struct keyword {
	const char *word;
	statement_fn *parse;
} keywords[] = {
	{"if", parse_if},	  {"let", parse_let},
	{"return", parse_return}, {"match", parse_match},
	{"mut", parse_mut},	  {"for", parse_for},
	{"while", parse_while},	  {"loop", parse_loop},
	{"break", parse_break},	  {"continue", parse_continue},
	{"try", parse_try},	  {"def", parse_plain_def},
	{"const", parse_const},	  {"use", parse_use},
	{"module", parse_module}, {"export", parse_export},
};

static statement_fn *keyword_find(struct sv word)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (sv_is(word, keywords[i].word))
			return keywords[i].parse;
	return NULL;
}

/* `else` or `catch` at the start of a line belongs to the statement before it. */
static bool report_lost_keyword(struct parser *p, struct cursor *c)
{
	struct sv word = parse_word(p, c);
	struct diag *d;

	if (!sv_is(word, "else") && !sv_is(word, "catch"))
		return false;
	d = parse_report(p, DIAG_else_line, parse_token_span(p, c), sv_dup(p->arena, word));
	diag_help(p->sink, d, "write '} " SV_FMT " …' on one line", SV_ARG(word));
	parse_skip_statement(p, c);
	return true;
}

/* One element of a pipeline: a keyword's statement, an expression or a command. */
static struct ast *parse_element(struct parser *p, struct cursor *c)
{
	struct span at = parse_token_span(p, c);
	statement_fn *keyword;
	struct ast *n;

	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "a command or a value");
		return parse_garbage(p, parse_span(p, at.start, at.start));
	}
	if (report_lost_keyword(p, c) || !parse_enter(p, at)) {
		parse_skip_statement(p, c);
		return parse_garbage(p, at);
	}
	keyword = keyword_find(parse_word(p, c));
	if (keyword)
		n = keyword(p, c);
	else if (parse_starts_expression(p, at))
		n = parse_assignment(p, c, parse_expression(p, c, EXPR_STATEMENT));
	else
		n = parse_call(p, c);
	parse_leave(p);
	return n;
}

/* `o> FILE` behind an element: a CALL of that name, so that nobody takes it for nothing. */
static struct ast *parse_redirection(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_CALL, parse_token_span(p, c));

	n->u.call.name = parse_text(p, n->at);
	n->u.call.name_at = n->at;
	lex_advance(c);
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "a file name");
		return n;
	}
	n->u.call.args = arena_new(p->arena, struct arg);
	n->u.call.nargs = 1;
	n->u.call.args->at = parse_token_span(p, c);
	n->u.call.args->value = parse_value(p, n->u.call.args->at, SHAPE_WORD);
	lex_advance(c);
	n->at.end = c->passed;
	return n;
}

/* `… | let x` binds what comes through the pipe. */
static bool is_let_end(const struct parser *p, const struct cursor *c)
{
	return parse_at_word(p, c, "let") || parse_at_word(p, c, "mut");
}

static struct ast *pipeline_node(struct parser *p, const ast_list *elems)
{
	struct ast *n;

	if (elems->n == 1)
		return elems->v[0];
	n = parse_node(p, AST_PIPELINE, span_join(elems->v[0]->at, elems->v[elems->n - 1]->at));
	n->u.pipe.elems = *elems;
	return n;
}

static struct ast *parse_let_end(struct parser *p, struct cursor *c, const ast_list *elems)
{
	struct ast *n =
		parse_node(p, parse_at_word(p, c, "let") ? AST_LET : AST_MUT, elems->v[0]->at);

	lex_advance(c);
	n->u.let.init = pipeline_node(p, elems);
	if (!parse_binding(p, c, n, "let"))
		return parse_garbage(p, n->at);
	n->at.end = c->passed;
	return n;
}

struct ast *parse_pipeline(struct parser *p, struct cursor *c)
{
	ast_list elems = {0};

	for (;;) {
		if (elems.n && is_let_end(p, c)) {
			struct ast *let = parse_let_end(p, c, &elems);

			elems = (ast_list){0};
			parse_list_add(p, &elems, let);
		} else {
			parse_list_add(p, &elems, parse_element(p, c));
		}
		while (c->token.kind == TOKEN_REDIRECT)
			parse_list_add(p, &elems, parse_redirection(p, c));
		if (c->token.kind != TOKEN_PIPE)
			return pipeline_node(p, &elems);
		while (c->token.kind == TOKEN_PIPE || c->token.kind == TOKEN_NEWLINE)
			lex_advance(c);
	}
}
