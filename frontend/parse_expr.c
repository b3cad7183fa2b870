/*
 * parse_expr.c - operators: precedence, assignment, and what other languages write instead.
 *
 * Operands are words, and an operator is a word too: that is why Nushell wants blanks around them.
 * Operators wait on a stack, so a long chain costs no C stack.
 */
#include "frontend/parser.h"

#include <ctype.h>

static const struct op_row {
	const char *text;
	uint8_t length, precedence;
	bool right;
} op_rows[OP_COUNT] = {
#define OP(id, text, precedence, ...)                                                              \
	[OP_##id] = {text, sizeof(text) - 1, precedence, OP_##id == OP_POW},
#include "lang/ops.def"
};

static const struct foreign_op {
	const char *text;
	enum op op;
	bool older;
} foreign_ops[] = {
#define FOREIGN(text, id) {text, OP_##id, false},
#define OLDER(text, id) {text, OP_##id, true},
#include "lang/ops.def"
};

static bool find_op(struct sv word, enum op *op)
{
	for (unsigned i = 0; i < OP_COUNT; i++)
		if (op_rows[i].length == word.n && memcmp(op_rows[i].text, word.p, word.n) == 0) {
			*op = (enum op)i;
			return true;
		}
	return false;
}

static const struct foreign_op *find_foreign_op(struct sv word)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(foreign_ops); i++)
		if (sv_is(word, foreign_ops[i].text))
			return &foreign_ops[i];
	return NULL;
}

static bool find_assign_op(struct sv word, enum assign_op *op)
{
	static const char *const spellings[] = {
		[ASSIGN_SET] = "=",  [ASSIGN_ADD] = "+=", [ASSIGN_SUB] = "-=",
		[ASSIGN_MUL] = "*=", [ASSIGN_DIV] = "/=", [ASSIGN_APPEND] = "++=",
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(spellings); i++)
		if (sv_is(word, spellings[i])) {
			*op = (enum assign_op)i;
			return true;
		}
	return false;
}

/* One operand or operator that waits for its right side. */
struct pending {
	struct ast *lhs;
	enum op op;
	struct span op_at;
};

struct expression {
	struct parser *p;
	unsigned flags;
	unsigned operators;
	VEC(struct pending) stack;
	struct ast *value; /* the operand read last, with what binds tighter folded in */
};

/* In a row condition a string on the left is a column of the row. */
static struct ast *as_column(struct parser *p, struct ast *n)
{
	struct ast *path, *it;

	if (n->kind == AST_NOT) {
		n->u.child = as_column(p, n->u.child);
		return n;
	}
	if (n->kind != AST_STRING)
		return n;
	path = parse_path_literal(p, n->at);
	if (path->kind != AST_PATH)
		return path;
	it = parse_node(p, AST_VAR, parse_span(p, n->at.start, n->at.start));
	it->u.var.name = SV("it");
	path->u.path.base = it;
	return path;
}

/* Folds the operators that bind at least as tightly as one of `precedence`. */
static void fold(struct expression *e, unsigned precedence, bool right)
{
	while (e->stack.n) {
		struct pending top = e->stack.v[e->stack.n - 1];
		unsigned its = op_rows[top.op].precedence;
		struct ast *n;

		if (its < precedence || (its == precedence && right))
			return;
		n = parse_node(e->p, AST_BINOP, span_join(top.lhs->at, e->value->at));
		n->u.bin.op = top.op;
		n->u.bin.op_at = top.op_at;
		n->u.bin.lhs = e->flags & EXPR_ROW ? as_column(e->p, top.lhs) : top.lhs;
		n->u.bin.rhs = e->value;
		e->value = n;
		e->stack.n--;
	}
}

/* The operator of signs, not letters, that the text starts with: the longest; empty when none. */
static struct sv sign_prefix(struct sv text)
{
	struct sv best = {text.p, 0};

	for (unsigned i = 0; i < OP_COUNT; i++) {
		struct sv op = {op_rows[i].text, op_rows[i].length};

		if (!isalpha((unsigned char)op.p[0]) && op.n > best.n && sv_starts(text, op))
			best.n = op.n;
	}
	if (!best.n && sv_starts(text, SV("=")))
		best.n = 1;
	return best;
}

/* A word where an operator should be, that starts with one: `$x -1`. */
static bool report_glued(struct parser *p, struct span before, struct span at)
{
	struct sv word = parse_text(p, at), sign = sign_prefix(word);
	struct diag *d;

	if (!sign.n || sign.n == word.n)
		return false;
	d = parse_report(p, DIAG_operator_blank,
			 parse_span(p, at.start, at.start + (uint32_t)sign.n),
			 sv_dup(p->arena, sign));
	diag_help(p->sink, d, "write '%s " SV_FMT " %s'", parse_show(p, parse_text(p, before)),
		  SV_ARG(sign), parse_show(p, sv_from(word, sign.n)));
	return true;
}

static bool is_operand(struct parser *p, struct span at)
{
	char first = p->lexer.text.p[at.start];

	return first == '$' || first == '(' || parse_literal(p, at);
}

bool parse_report_unspaced(struct parser *p, struct span at)
{
	struct sv word = parse_text(p, at), sign;
	bool variable = word.n && word.p[0] == '$';
	size_t i = variable;
	struct span sign_at;
	struct diag *d;

	while (i < word.n && (isalnum((unsigned char)word.p[i]) || word.p[i] == '_'))
		i++;
	sign = sign_prefix(sv_from(word, i));
	if (i <= variable || !sign.n || (!variable && !lex_is_digit(word.p[0])))
		return false;
	sign_at = parse_span(p, at.start + (uint32_t)i, at.start + (uint32_t)(i + sign.n));
	if (i + sign.n < word.n && !sv_is(sv_from(word, i), "--")) {
		if (!variable && !is_operand(p, parse_span(p, sign_at.end, at.end)))
			return false;
		d = parse_report(p, DIAG_operator_blank, sign_at, sv_dup(p->arena, sign));
		diag_help(p->sink, d, "write '%.*s " SV_FMT " %s'", (int)i, word.p, SV_ARG(sign),
			  parse_show(p, sv_from(word, i + sign.n)));
		return true;
	}
	if (!variable)
		return false;
	sign_at.end = at.end;
	d = parse_report(p, DIAG_unknown_operator, sign_at, sv_dup(p->arena, sv_from(word, i)));
	diag_help(p->sink, d, "write '%.*s %c= 1'", (int)i, word.p, word.p[i]);
	return true;
}

/* An operator of another language: its own one when older spellings are read. */
static bool foreign_op(struct expression *e, struct cursor *c, enum op *op)
{
	struct parser *p = e->p;
	struct span at = parse_token_span(p, c);
	struct sv word = parse_text(p, at);
	const struct foreign_op *f = find_foreign_op(word);
	struct diag *d;

	if (!f)
		return false;
	*op = f->op;
	if (f->older && p->options.older_spellings) {
		d = parse_report(p, DIAG_older_operator, at, f->text, op_rows[f->op].text);
		diag_help(p->sink, d, "write '%s'", op_rows[f->op].text);
		return true;
	}
	d = parse_report(p, DIAG_unknown_operator, at, f->text);
	diag_help(p->sink, d, "write '%s'", op_rows[f->op].text);
	return true;
}

static bool is_signs(struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!lex_is_one_of(word.p[i], "+-*/%=<>!&|^~?"))
			return false;
	return true;
}

/* What stands where an operator should: reported, the rest of the statement skipped. */
static void report_no_operator(struct expression *e, struct cursor *c)
{
	struct parser *p = e->p;
	struct span at = parse_token_span(p, c);
	struct sv word = parse_text(p, at);

	if (sv_is(word, "not") || is_signs(word)) {
		struct diag *d = parse_report(p, DIAG_unknown_operator, at, parse_show(p, word));

		if (sv_is(word, "not"))
			diag_help(p->sink, d, "write 'not-in', 'not-has' or 'not-like'");
		else if (word.p[word.n - 1] == '=')
			diag_help(p->sink, d,
				  "the assignments are '=', '+=', '-=', '*=', '/=' and '++='");
		parse_skip_statement(p, c);
	} else if (report_glued(p, e->value->at, at)) {
		parse_skip_statement(p, c);
	} else {
		parse_unexpected(p, c, "an operator");
	}
}

/* The operator at the cursor. False when there is none: the expression ends here. */
static bool read_op(struct expression *e, struct cursor *c, enum op *op)
{
	struct sv word = parse_word(e->p, c);
	enum assign_op assign;

	if (c->token.kind == TOKEN_PIPE_PIPE)
		return foreign_op(e, c, op);
	if (!word.n)
		return false;
	if (find_op(word, op))
		return true;
	if (e->flags & EXPR_BLOCK_BEHIND && word.p[0] == '{')
		return false;
	if (e->flags & EXPR_ARROW_BEHIND && sv_is(word, "=>"))
		return false;
	if (e->flags & EXPR_STATEMENT && !e->operators && find_assign_op(word, &assign))
		return false;
	if (foreign_op(e, c, op))
		return true;
	report_no_operator(e, c);
	return false;
}

/* `!x` and `-$x` are strings to Nushell: never what was meant. */
static bool report_prefix(struct parser *p, struct span at)
{
	struct sv word = parse_text(p, at);
	bool value_behind = word.n > 1 && (word.p[1] == '$' || word.p[1] == '(');
	struct diag *d;

	if (word.p[0] == '!' && value_behind) {
		d = parse_report(p, DIAG_unknown_operator, parse_span(p, at.start, at.start + 1),
				 "!");
		diag_help(p->sink, d, "write 'not %s'", parse_show(p, sv_from(word, 1)));
		return true;
	}
	if (word.p[0] == '-' && value_behind) {
		d = parse_report(p, DIAG_unary_minus, at, parse_show(p, word));
		diag_help(p->sink, d, "write '0 - %s'", parse_show(p, sv_from(word, 1)));
		return true;
	}
	return false;
}

/* A word that is a duration elsewhere: `5s`, `10m`. */
static void warn_unit(struct parser *p, struct span at)
{
	const char *meant = parse_unit_meant(p, at);
	struct diag *d;

	if (!meant)
		return;
	d = parse_report(p, DIAG_unit_spelling, at, parse_show(p, parse_text(p, at)));
	diag_help(p->sink, d, "write '%s'", meant);
}

static struct ast *parse_word_operand(struct expression *e, struct cursor *c)
{
	struct parser *p = e->p;
	struct span at = parse_token_span(p, c);
	struct sv word = parse_text(p, at);
	struct ast *n = NULL;
	enum op op;

	if (find_op(word, &op)) {
		parse_unexpected(p, c, "a value");
		return parse_garbage(p, at);
	}
	if (report_prefix(p, at) ||
	    (lex_is_digit(word.p[0]) && !parse_literal(p, at) && parse_report_unspaced(p, at)))
		n = parse_garbage(p, at);
	else if (p->options.older_spellings)
		n = parse_older_call(p, at);
	if (!n)
		n = parse_value(p, at, SHAPE_ANY);
	if (n->kind == AST_STRING && n->bare)
		warn_unit(p, at);
	lex_advance(c);
	return n;
}

/* An operator ends the line. When a value starts the next one it is read on, as was meant, so that
 * it is no second mistake. */
static void report_line_end(struct parser *p, struct cursor *c)
{
	struct diag *d = parse_unexpected(p, c, "a value");
	struct cursor behind = *c;

	diag_help(p->sink, d, "a newline ends the statement: put the expression in parentheses");
	lex_advance(&behind);
	if (behind.token.kind == TOKEN_WORD &&
	    parse_starts_expression(p, parse_token_span(p, &behind)))
		*c = behind;
}

/* One operand with the `not`s before it. */
static struct ast *parse_operand(struct expression *e, struct cursor *c)
{
	struct parser *p = e->p;
	VEC(struct span) nots = {0};
	struct ast *n;

	for (; parse_at_word(p, c, "not"); lex_advance(c)) {
		if (nots.n == PARSE_OPERATORS_MAX) {
			parse_report(p, DIAG_too_long, nots.v[0], (unsigned)PARSE_OPERATORS_MAX);
			parse_skip_statement(p, c);
			return parse_garbage(p, nots.v[0]);
		}
		vec_push(p->arena, &nots, parse_token_span(p, c));
	}
	if (e->operators && c->token.kind == TOKEN_NEWLINE)
		report_line_end(p, c);
	if (c->token.kind != TOKEN_WORD) {
		struct span at = parse_token_span(p, c);

		parse_unexpected(p, c, "a value");
		return parse_garbage(p, parse_span(p, at.start, at.start));
	}
	if (parse_at_word(p, c, "if") || parse_at_word(p, c, "match")) {
		struct span at = parse_token_span(p, c);

		if (!parse_enter(p, at)) {
			parse_skip_statement(p, c);
			return parse_garbage(p, at);
		}
		n = parse_at_word(p, c, "if") ? parse_if(p, c) : parse_match(p, c);
		parse_leave(p);
	} else {
		n = parse_word_operand(e, c);
	}
	while (nots.n) {
		struct ast *not = parse_node(p, AST_NOT, span_join(nots.v[--nots.n], n->at));

		not->u.child = n;
		n = not;
	}
	return n;
}

struct ast *parse_expression(struct parser *p, struct cursor *c, unsigned flags)
{
	struct expression e = {.p = p, .flags = flags};
	enum op op;

	e.value = parse_operand(&e, c);
	while (read_op(&e, c, &op)) {
		struct pending next = {.op = op, .op_at = parse_token_span(p, c)};

		if (++e.operators > PARSE_OPERATORS_MAX) {
			parse_report(p, DIAG_too_long, next.op_at, (unsigned)PARSE_OPERATORS_MAX);
			parse_skip_statement(p, c);
			break;
		}
		lex_advance(c);
		fold(&e, op_rows[op].precedence, op_rows[op].right);
		next.lhs = e.value;
		vec_push(p->arena, &e.stack, next);
		e.value = parse_operand(&e, c);
	}
	fold(&e, 0, false);
	return flags & EXPR_ROW ? as_column(p, e.value) : e.value;
}

struct ast *parse_assignment(struct parser *p, struct cursor *c, struct ast *lhs)
{
	enum assign_op op;
	struct ast *n;

	if (c->token.kind != TOKEN_WORD || !find_assign_op(parse_word(p, c), &op))
		return lhs;
	n = parse_node(p, AST_ASSIGN, lhs->at);
	n->u.assign.op = op;
	n->u.assign.lhs = lhs;
	n->u.assign.op_at = parse_token_span(p, c);
	lex_advance(c);
	n->u.assign.rhs = parse_pipeline(p, c);
	n->at = span_join(n->at, n->u.assign.rhs->at);
	return n;
}

bool parse_starts_expression(struct parser *p, struct span at)
{
	struct sv word = parse_text(p, at);

	switch (word.p[0]) {
	case '(':
	case '{':
	case '[':
	case '$':
	case '"':
	case '\'':
	case '-':
		return true;
	case 'r':
		if (lex_group_at(&p->lexer, at.start))
			return true;
		break;
	case '!':
		return word.n > 1 && (word.p[1] == '$' || word.p[1] == '(');
	default:
		break;
	}
	if (sv_is(word, "not") || parse_literal(p, at) || parse_is_range(p, at))
		return true;
	return lex_is_digit(word.p[0]) && parse_report_unspaced(p, at);
}
