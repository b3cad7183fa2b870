/* parse_collection.c - lists, tables and records. */
#include "frontend/parser.h"

/* `...$list`, `...[1 2]`, `...(ls)`, `...{a: 1}`: the word is a spread of what follows. */
static struct ast *parse_spread(struct parser *p, struct span at, const char *openers)
{
	struct sv word = parse_text(p, at);
	struct ast *n;

	if (word.n < 4 || !sv_starts(word, SV("...")) || !lex_is_one_of(word.p[3], openers))
		return NULL;
	n = parse_node(p, AST_SPREAD, at);
	n->u.child = parse_value(p, parse_span(p, at.start + 3, at.end), SHAPE_ANY);
	return n;
}

static void parse_items(struct parser *p, struct cursor *c, ast_list *items)
{
	for (; c->token.kind == TOKEN_WORD; lex_advance(c)) {
		struct span at = parse_token_span(p, c);
		struct ast *n = parse_spread(p, at, "$[(");

		parse_list_add(p, items, n ? n : parse_value(p, at, SHAPE_ANY));
	}
}

static bool has_spread(const ast_list *items)
{
	for (uint32_t i = 0; i < items->n; i++)
		if (items->v[i]->kind == AST_SPREAD)
			return true;
	return false;
}

static void check_row(struct parser *p, const ast_list *columns, const struct ast *row)
{
	const ast_list *cells = &row->u.list.items;

	if (cells->n != columns->n && !has_spread(cells) && !has_spread(columns))
		parse_report(p, DIAG_unexpected, row->at,
			     arena_printf(p->arena, "a row of %u values", columns->n),
			     arena_printf(p->arena, "%u", cells->n));
}

/* Behind `[columns];`: rows, which are lists. */
static struct ast *parse_table(struct parser *p, struct cursor *c, const struct ast *columns)
{
	struct ast *n = parse_node(p, AST_TABLE, columns->at);

	n->u.table.columns = columns->u.list.items;
	for (; c->token.kind == TOKEN_WORD; lex_advance(c)) {
		struct span at = parse_token_span(p, c);
		struct ast *row = parse_value(p, at, SHAPE_ANY);

		if (row->kind == AST_LIST) {
			check_row(p, &n->u.table.columns, row);
			parse_list_add(p, &n->u.table.rows, row);
		} else {
			parse_report(p, DIAG_unexpected, at, "a row '[…]' of the table",
				     ast_kind_help(row->kind));
		}
	}
	return n;
}

struct ast *parse_list(struct parser *p, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_LIST, parse_span(p, g->start, g->end));
	struct cursor c = parse_open_group(p, g, LEX_LIST);
	ast_list *items = &n->u.list.items;

	if (parse_enter(p, n->at)) {
		parse_items(p, &c, items);
		if (c.token.kind == TOKEN_SEMICOLON && items->n == 1 &&
		    items->v[0]->kind == AST_LIST) {
			struct span at = n->at;

			lex_advance(&c);
			n = parse_table(p, &c, items->v[0]);
			n->at = at;
		}
		if (c.token.kind != TOKEN_END)
			parse_unexpected(p, &c, "an item of the list");
		parse_leave(p);
	}
	parse_close_group(p, g);
	return n;
}

/* `{x: $x + 1}`: a value is one word, so the operator looks like the next key. */
static void report_key(struct parser *p, struct cursor *c, struct span at,
		       const struct record_item *last)
{
	struct sv word = parse_text(p, at);
	struct diag *d = parse_report(p, DIAG_unexpected, at, "':' behind the field's name",
				      arena_printf(p->arena, "'%s'", parse_show(p, word)));

	if (last && last->key && last->key->kind == AST_STRING)
		diag_help(p->sink, d,
			  "a field's value is one word: put an expression in parentheses, "
			  "'" SV_FMT ": (%s …)'",
			  SV_ARG(last->key->u.s), parse_show(p, parse_text(p, last->value->at)));
	parse_skip_statement(p, c);
}

/* The value at the cursor. A datetime is the one word that may have colons in it here. */
static struct ast *parse_field_value(struct parser *p, struct cursor *c)
{
	struct span at = parse_token_span(p, c);
	struct cursor whole = lex_open(&p->lexer, at.start, c->end, LEX_LIST);
	struct ast *n;

	if (lex_is_digit(p->lexer.text.p[at.start]) && whole.token.end > at.end) {
		n = parse_literal(p, parse_token_span(p, &whole));
		if (n && n->kind == AST_DATE) {
			lex_seek(c, whole.token.end);
			return n;
		}
	}
	n = parse_value(p, at, SHAPE_ANY);
	lex_advance(c);
	return n;
}

static bool parse_field(struct parser *p, struct cursor *c, struct record_item *item,
			const struct record_item *last)
{
	struct span at = parse_token_span(p, c);
	struct ast *spread = parse_spread(p, at, "${(");

	lex_advance(c);
	if (spread) {
		item->value = spread->u.child;
		return true;
	}
	if (c->token.kind != TOKEN_COLON) {
		report_key(p, c, at, last);
		return false;
	}
	item->key = parse_value(p, at, SHAPE_WORD);
	lex_advance(c);
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(p, c, "the field's value");
		return false;
	}
	item->value = parse_field_value(p, c);
	return true;
}

struct ast *parse_record(struct parser *p, const struct lex_group *g)
{
	struct ast *n = parse_node(p, AST_RECORD, parse_span(p, g->start, g->end));
	struct cursor c = parse_open_group(p, g, LEX_RECORD);
	VEC(struct record_item) items = {0};

	if (parse_enter(p, n->at)) {
		while (c.token.kind == TOKEN_WORD) {
			struct record_item item = {0};

			if (!parse_field(p, &c, &item, items.n ? &items.v[items.n - 1] : NULL))
				break;
			vec_push(p->arena, &items, item);
		}
		if (c.token.kind != TOKEN_END)
			parse_unexpected(p, &c, "a field");
		parse_leave(p);
	}
	parse_close_group(p, g);
	n->u.record.items = items.v;
	n->u.record.n = items.n;
	return n;
}
