/*
 * parse_match.c - `match`: its arms and their patterns.
 *
 * An arm is PATTERN | PATTERN if GUARD => RESULT. The result is one word, as Nushell has it: a
 * value, a block, the name of a command.
 */
#include "frontend/parser.h"

static struct ast *parse_pattern(struct parser *p, struct span at);

static struct ast *pattern_variable(struct parser *p, struct span at)
{
	struct ast *n = parse_dollar(p, at);

	if (n->kind == AST_VAR) {
		n->kind = AST_PAT_VAR;
		parse_check_reserved(p, n->u.var.name, at);
	}
	return n;
}

/* `..` and `..$rest` may stand anywhere in a list pattern, once. */
static bool read_rest(struct parser *p, struct ast *n, struct span at)
{
	struct sv word = parse_text(p, at);

	if (!sv_starts(word, SV("..")) || (word.n > 2 && word.p[2] != '$'))
		return false;
	if (n->u.pat_list.rest_at != UINT32_MAX)
		parse_report(p, DIAG_unexpected, at, "one '..' in a list pattern", "another");
	n->u.pat_list.rest_at = n->u.pat_list.items.n;
	if (word.n > 3) {
		struct ast *rest = pattern_variable(p, parse_span(p, at.start + 2, at.end));

		if (rest->kind == AST_PAT_VAR)
			n->u.pat_list.rest_name = rest->u.var.name;
	}
	return true;
}

static struct ast *pattern_list(struct parser *p, struct span at, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_PAT_LIST, at);
	struct cursor c = parse_open_group(p, g, LEX_LIST);

	n->u.pat_list.rest_at = UINT32_MAX;
	while (c.token.kind != TOKEN_END) {
		struct span item = parse_token_span(p, &c);

		if (c.token.kind != TOKEN_WORD) {
			parse_unexpected(p, &c, "a pattern");
			break;
		}
		if (!read_rest(p, n, item))
			parse_list_add(p, &n->u.pat_list.items, parse_pattern(p, item));
		lex_advance(&c);
	}
	parse_close_group(p, g);
	return n;
}

/* {a: PATTERN, $b}: `$b` binds the field of that name. */
static struct ast *pattern_record(struct parser *p, struct span at, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_PAT_RECORD, at);
	struct cursor c = parse_open_group(p, g, LEX_RECORD);
	VEC(struct record_item) items = {0};

	while (c.token.kind == TOKEN_WORD) {
		struct span key_at = parse_token_span(p, &c);
		struct record_item item = {0};

		lex_advance(&c);
		if (p->lexer.text.p[key_at.start] == '$' && c.token.kind != TOKEN_COLON) {
			item.value = pattern_variable(p, key_at);
			item.key = parse_string_node(
				p, key_at,
				parse_text(p, parse_span(p, key_at.start + 1, key_at.end)), true);
		} else if (c.token.kind != TOKEN_COLON) {
			parse_unexpected(p, &c, "':'");
			break;
		} else {
			item.key = parse_value(p, key_at, SHAPE_WORD);
			lex_advance(&c);
			if (c.token.kind != TOKEN_WORD) {
				parse_unexpected(p, &c, "a pattern");
				break;
			}
			item.value = parse_pattern(p, parse_token_span(p, &c));
			lex_advance(&c);
		}
		vec_push(p->arena, &items, item);
	}
	if (c.token.kind != TOKEN_END)
		parse_unexpected(p, &c, "a field");
	parse_close_group(p, g);
	n->u.record.items = items.v;
	n->u.record.n = items.n;
	return n;
}

static struct ast *parse_pattern(struct parser *p, struct span at)
{
	const struct lex_group *g;

	if (sv_is(parse_text(p, at), "_"))
		return parse_node(p, AST_PAT_ANY, at);
	if ((g = parse_group(p, at, GROUP_SQUARE)))
		return pattern_list(p, at, g);
	if ((g = parse_group(p, at, GROUP_CURLY)))
		return pattern_record(p, at, g);
	if (p->lexer.text.p[at.start] == '$' && at.end > at.start + 1 &&
	    !lex_is_one_of(p->lexer.text.p[at.start + 1], "\"'."))
		return pattern_variable(p, at);
	return parse_value(p, at, SHAPE_ANY);
}

static struct ast *parse_result(struct parser *p, struct cursor *c)
{
	struct span at = parse_token_span(p, c);
	struct ast *n;

	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "what the arm gives");
		return parse_garbage(p, parse_span(p, at.start, at.start));
	}
	if (parse_at_brace(p, c)) {
		n = parse_branch_word(p, at);
	} else if (parse_starts_expression(p, at)) {
		n = parse_value(p, at, SHAPE_ANY);
	} else {
		struct cursor one = lex_open(&p->lexer, at.start, at.end, LEX_PAREN);

		n = parse_pipeline(p, &one);
	}
	lex_advance(c);
	return n;
}

/* Behind an arm: on the same line only a comma may follow. */
static void expect_arm_end(struct parser *p, struct cursor *c, const struct ast *body)
{
	struct diag *d;

	if (c->token.kind == TOKEN_END || c->token.newline || c->token.kind == TOKEN_NEWLINE)
		return;
	for (uint32_t i = body->at.end; i < c->token.start; i++)
		if (p->lexer.text.p[i] == ',')
			return;
	if (c->token.kind == TOKEN_WORD && !parse_at_word(p, c, "=>")) {
		struct cursor behind = *c;

		/* another arm may follow without a comma */
		lex_advance(&behind);
		if (parse_at_word(p, &behind, "=>") || parse_at_word(p, &behind, "if") ||
		    behind.token.kind == TOKEN_PIPE)
			return;
	}
	d = parse_unexpected(p, c, "the end of the arm");
	diag_help(p->sink, d, "an arm gives one value: put more in a block, '=> { … }'");
}

/* `1=>2` */
static bool report_glued_arrow(struct parser *p, struct cursor *c)
{
	struct sv word = parse_word(p, c);
	const char *arrow = parse_find_byte(word, '=');
	uint32_t at;

	if (!arrow || arrow + 1 == word.p + word.n || arrow[1] != '>')
		return false;
	at = c->token.start + (uint32_t)(arrow - word.p);
	parse_report(p, DIAG_operator_blank, parse_span(p, at, at + 2), "=>");
	parse_skip_statement(p, c);
	return true;
}

static bool parse_arm(struct parser *p, struct cursor *c, struct match_arm *arm)
{
	for (;;) {
		if (c->token.kind != TOKEN_WORD || parse_at_word(p, c, "=>")) {
			parse_unexpected(p, c, "a pattern");
			return false;
		}
		if (report_glued_arrow(p, c))
			return false;
		parse_list_add(p, &arm->patterns, parse_pattern(p, parse_token_span(p, c)));
		lex_advance(c);
		if (c->token.kind != TOKEN_PIPE)
			break;
		lex_advance(c);
	}
	if (parse_take(p, c, "if"))
		arm->guard = parse_expression(p, c, EXPR_ARROW_BEHIND);
	if (!parse_take(p, c, "=>")) {
		parse_unexpected(p, c, "'=>'");
		return false;
	}
	arm->body = parse_result(p, c);
	expect_arm_end(p, c, arm->body);
	return true;
}

static void parse_arms(struct parser *p, struct ast *n, const struct lex_group *g)
{
	struct cursor c = parse_open_group(p, g, LEX_LIST);
	VEC(struct match_arm) arms = {0};

	while (c.token.kind != TOKEN_END) {
		struct match_arm arm = {0};

		if (parse_arm(p, &c, &arm))
			vec_push(p->arena, &arms, arm);
		else if (c.token.kind != TOKEN_END)
			lex_advance(&c);
	}
	parse_close_group(p, g);
	n->u.match.arms = arms.v;
	n->u.match.narms = arms.n;
}

struct ast *parse_match(struct parser *p, struct cursor *c)
{
	struct ast *n = parse_node(p, AST_MATCH, parse_token_span(p, c));
	const struct lex_group *g;
	struct diag *d;

	lex_advance(c);
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "a value to match");
		return parse_garbage(p, n->at);
	}
	if (parse_report_flag(p, c))
		return parse_garbage(p, n->at);
	n->u.match.subject = parse_value(p, parse_token_span(p, c), SHAPE_ANY);
	lex_advance(c);
	g = c->token.kind == TOKEN_WORD ? parse_group(p, parse_token_span(p, c), GROUP_CURLY)
					: NULL;
	if (!g) {
		d = parse_unexpected(p, c, "the arms of the match in '{ … }'");
		diag_help(p->sink, d, "'match' takes one value: 'match (…) { … }'");
		return parse_garbage(p, n->at);
	}
	parse_arms(p, n, g);
	lex_advance(c);
	n->at.end = c->passed;
	return n;
}
