/*
 * agree_flatten.c - a syntax tree as the tokens that Nushell's `ast --flatten` prints of its own.
 *
 * Nushell prints what its expressions hold, so separators, parameters, types and the guards of a
 * match are no tokens, and a block without statements leaves none.
 */
#include "tests/nu/agree.h"

#include <stdlib.h>

#include "lang/commands.h"

static void walk(struct flat *f, const struct ast *n);

static void add(struct flat *f, uint32_t start, uint32_t end, const char *shape)
{
	vec_push(f->arena, &f->tokens, ((struct flat_token){start, end, shape, .opens = false}));
}

static void add_span(struct flat *f, struct span at, const char *shape)
{
	add(f, at.start, at.end, shape);
}

static void add_opener(struct flat *f, uint32_t at, const char *shape)
{
	vec_push(f->arena, &f->tokens, ((struct flat_token){at, at + 1, shape, .opens = true}));
}

/* A keyword of one word, or of two: `export def`. */
static void add_keyword(struct flat *f, uint32_t at, unsigned words)
{
	uint32_t end = at;

	while (words--) {
		while (f->text.p[end] == ' ')
			end++;
		while (f->text.p[end] >= 'a' && f->text.p[end] <= 'z')
			end++;
	}
	add(f, at, end, "internalcall");
}

static void walk_list(struct flat *f, const ast_list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		walk(f, list->v[i]);
}

/* A bracket and what is in it; an empty one is a token only to closures. */
static void walk_block(struct flat *f, const struct ast *n, uint32_t at, const char *shape)
{
	uint32_t before = f->tokens.n, unknown = f->unknown.n;

	add_opener(f, at, shape);
	walk_list(f, &n->u.block.stmts);
	if (f->tokens.n == before + 1 && f->unknown.n == unknown && strcmp(shape, "block") == 0)
		f->tokens.n--;
	for (uint32_t i = before; i < f->tokens.n; i++) {
		const struct flat_token *t = &f->tokens.v[i];

		if (t->end - t->start == 3 && memcmp(f->text.p + t->start, "$in", 3) == 0)
			f->tokens.v[before].either = true;
	}
}

/* What a keyword's block may be instead: garbage, an expression. */
static void walk_body(struct flat *f, const struct ast *n, const char *shape)
{
	if (n && n->kind == AST_BLOCK)
		walk_block(f, n, n->at.start, shape);
	else
		walk(f, n);
}

/* `5kb`: the number and the unit. */
static void walk_unit(struct flat *f, const struct ast *n)
{
	uint32_t unit = n->at.end;

	while (unit > n->at.start && !(f->text.p[unit - 1] >= '0' && f->text.p[unit - 1] <= '9') &&
	       f->text.p[unit - 1] != '.' && f->text.p[unit - 1] != '_')
		unit--;
	add(f, n->at.start, unit, "int");
	add(f, unit, n->at.end, "string");
}

static void walk_members(struct flat *f, const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.path.n; i++) {
		const struct path_member *m = &n->u.path.members[i];

		add_span(f, m->at, m->is_index ? "int" : "string");
	}
}

/* The `..` between two bounds. */
static void walk_range(struct flat *f, const struct ast *n)
{
	const struct ast *from = n->u.range.from, *next = n->u.range.next, *to = n->u.range.to;
	uint32_t at = from ? from->at.end : n->at.start;

	walk(f, from);
	if (next) {
		add(f, at, next->at.start, "operator");
		walk(f, next);
		at = next->at.end;
	}
	add(f, at, to ? to->at.start : n->at.end, "operator");
	walk(f, to);
}

static void walk_pattern(struct flat *f, const struct ast *n)
{
	switch (n->kind) {
	case AST_PAT_ANY:
		add_span(f, n->at, "nothing");
		break;
	case AST_PAT_VAR:
		add_span(f, n->at, "vardecl");
		break;
	case AST_PAT_LIST:
		add_opener(f, n->at.start, "match_pattern");
		/* Nushell reads nothing behind `..` */
		for (uint32_t i = 0; i < n->u.pat_list.items.n && i < n->u.pat_list.rest_at; i++)
			walk_pattern(f, n->u.pat_list.items.v[i]);
		break;
	case AST_PAT_RECORD:
		add_opener(f, n->at.start, "match_pattern");
		for (uint32_t i = 0; i < n->u.record.n; i++)
			walk_pattern(f, n->u.record.items[i].value);
		break;
	default:
		add_span(f, n->at, "match_pattern");
	}
}

static void walk_match(struct flat *f, const struct ast *n)
{
	add_keyword(f, n->at.start, 1);
	walk(f, n->u.match.subject);
	for (uint32_t i = 0; i < n->u.match.narms; i++) {
		const struct match_arm *arm = &n->u.match.arms[i];

		for (uint32_t j = 0; j < arm->patterns.n; j++)
			walk_pattern(f, arm->patterns.v[j]);
		walk_body(f, arm->body, "block");
	}
}

/* `-ne` is one token for each letter, to Nushell of the whole word. */
static void add_flag(struct flat *f, struct span at)
{
	if (f->text.p[at.start] != '-') {
		while (f->text.p[at.start] != '-')
			at.start--;
		while (at.end < f->text.n && f->text.p[at.end] >= 'a' && f->text.p[at.end] <= 'z')
			at.end++;
	}
	add_span(f, at, "flag");
}

static void walk_call(struct flat *f, const struct ast *n)
{
	uint32_t before;

	if (n->u.call.cmd == CMD_NONE) {
		vec_push(f->arena, &f->unknown, n->at);
		return;
	}
	add_span(f, n->u.call.name_at, "internalcall");
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		const struct arg *a = &n->u.call.args[i];

		if (a->flag.n)
			add_flag(f, a->at);
		if (a->is_spread)
			add(f, a->at.start, a->at.start + 3, "operator");
		before = f->tokens.n;
		walk(f, a->value);
		if (a->value && a->value->kind == AST_CLOSURE)
			f->tokens.v[before].either |= n->u.call.cmd == CMD_any ||
						      n->u.call.cmd == CMD_all ||
						      n->u.call.cmd == CMD_where;
	}
}

/* Elements, and the `|` between two of them; none stands before a redirection. */
static void walk_pipeline(struct flat *f, const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.pipe.elems.n; i++) {
		const struct ast *e = n->u.pipe.elems.v[i];
		uint32_t at = e->at.start, before = i ? n->u.pipe.elems.v[i - 1]->at.end : at;

		while (at > before && f->text.p[at] != '|')
			at--;
		if (i && f->text.p[at] == '|')
			add(f, at, at + 1, "pipe");
		walk(f, e);
	}
}

static void walk_let(struct flat *f, const struct ast *n)
{
	uint32_t at = n->u.let.name_at.start;
	const struct ast *init = n->u.let.init;

	/* `V | let x` starts with V, and `let x` alone has no value of its own */
	if (init && init->at.start == n->at.start) {
		walk(f, init);
		while (f->text.p[at] != '|')
			at--;
		add(f, at, at + 1, "pipe");
		at += 1 + (uint32_t)strspn(f->text.p + at + 1, " \n\t");
		add_keyword(f, at, 1);
		add_span(f, n->u.let.name_at, "vardecl");
		return;
	}
	add_keyword(f, n->at.start, n->u.let.exported ? 2 : 1);
	add_span(f, n->u.let.name_at, "vardecl");
	if (init && init->at.start != init->at.end)
		walk(f, init);
}

static void walk_record(struct flat *f, const struct ast *n)
{
	add_opener(f, n->at.start, "record");
	for (uint32_t i = 0; i < n->u.record.n; i++) {
		const struct record_item *item = &n->u.record.items[i];

		if (!item->key)
			add(f, item->value->at.start - 3, item->value->at.start, "operator");
		walk(f, item->key);
		walk(f, item->value);
	}
}

static void walk_string(struct flat *f, const struct ast *n)
{
	bool raw = !n->bare && f->text.p[n->at.start] == 'r' && f->text.p[n->at.start + 1] == '#';

	add_span(f, n->at, raw ? "raw_string" : "string");
}

static void walk_statement(struct flat *f, const struct ast *n)
{
	switch (n->kind) {
	case AST_IF:
		add_keyword(f, n->at.start, 1);
		walk(f, n->u.if_.cond);
		walk_body(f, n->u.if_.then, "block");
		walk_body(f, n->u.if_.otherwise, "block");
		break;
	case AST_FOR:
		add_keyword(f, n->at.start, 1);
		add_span(f, n->u.for_.var_at, "vardecl");
		walk(f, n->u.for_.in);
		walk_body(f, n->u.for_.body, "block");
		break;
	case AST_WHILE:
	case AST_LOOP:
		add_keyword(f, n->at.start, 1);
		walk(f, n->u.loop.cond);
		walk_body(f, n->u.loop.body, "block");
		break;
	case AST_TRY:
		add_keyword(f, n->at.start, 1);
		walk_body(f, n->u.try_.body, "block");
		walk_body(f, n->u.try_.handler, "closure");
		walk_body(f, n->u.try_.finally, "closure");
		break;
	case AST_ASSIGN:
		walk(f, n->u.assign.lhs);
		add_span(f, n->u.assign.op_at, "operator");
		walk(f, n->u.assign.rhs);
		break;
	case AST_RETURN:
		add_keyword(f, n->at.start, 1);
		walk(f, n->u.child);
		break;
	case AST_BREAK:
	case AST_CONTINUE:
		add_keyword(f, n->at.start, 1);
		break;
	case AST_DEF:
		add_keyword(f, n->at.start, n->u.def.exported ? 2 : 1);
		add_span(f, n->u.def.name_at, "string");
		walk_body(f, n->u.def.body, "closure");
		break;
	default: /* `use` and `module`: their names have no places */
		vec_push(f->arena, &f->unknown, n->at);
	}
}

/* What brackets, quotes or digits make. */
static void walk_value(struct flat *f, const struct ast *n)
{
	uint32_t before;

	switch (n->kind) {
	case AST_DURATION:
	case AST_FILESIZE:
		walk_unit(f, n);
		break;
	case AST_STRING:
		walk_string(f, n);
		break;
	case AST_INTERP:
		if (f->text.p[n->at.start] == '$' && n->u.interp.parts.n)
			add(f, n->at.start, n->at.start + 2, "string_interpolation");
		walk_list(f, &n->u.interp.parts);
		break;
	case AST_LIST:
		add_opener(f, n->at.start, "list");
		walk_list(f, &n->u.list.items);
		break;
	case AST_TABLE:
		add_opener(f, n->at.start, "table");
		walk_list(f, &n->u.table.columns);
		for (uint32_t i = 0; i < n->u.table.rows.n; i++)
			walk_list(f, &n->u.table.rows.v[i]->u.list.items);
		break;
	case AST_RECORD:
		walk_record(f, n);
		break;
	case AST_RANGE:
		walk_range(f, n);
		break;
	case AST_SUBEXPR:
		walk_block(f, n->u.child, n->at.start, "block");
		break;
	case AST_CLOSURE:
		before = f->tokens.n;
		walk_block(f, n->u.closure.body, n->at.start, "closure");
		/* `where { … }`, which could be a row condition */
		if (!n->u.closure.has_params && f->tokens.n > before)
			f->tokens.v[before].either = true;
		break;
	default:
		walk_statement(f, n);
	}
}

static void walk(struct flat *f, const struct ast *n)
{
	static const char *const leaves[AST_KINDS] = {
		[AST_NOTHING] = "nothing", [AST_BOOL] = "bool",	     [AST_INT] = "int",
		[AST_FLOAT] = "float",	   [AST_BINARY] = "binary",  [AST_DATE] = "datetime",
		[AST_VAR] = "variable",	   [AST_GARBAGE] = "garbage"};

	if (!n)
		return;
	if (leaves[n->kind]) {
		add_span(f, n->at, leaves[n->kind]);
		return;
	}
	switch (n->kind) {
	case AST_SPREAD:
	case AST_NOT:
		add(f, n->at.start, n->at.start + 3, "operator");
		walk(f, n->u.child);
		break;
	case AST_PATH:
		/* `where a > 1`: the column is also the variable that Nushell writes before it */
		if (n->u.path.base && n->u.path.base->at.start == n->u.path.base->at.end)
			add_span(f, n->at, "variable");
		else
			walk(f, n->u.path.base);
		walk_members(f, n);
		break;
	case AST_BINOP:
		walk(f, n->u.bin.lhs);
		add_span(f, n->u.bin.op_at, "operator");
		walk(f, n->u.bin.rhs);
		break;
	case AST_BLOCK:
		walk_list(f, &n->u.block.stmts);
		break;
	case AST_PIPELINE:
		walk_pipeline(f, n);
		break;
	case AST_CALL:
		walk_call(f, n);
		break;
	case AST_MATCH:
		walk_match(f, n);
		break;
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		walk_let(f, n);
		break;
	default:
		walk_value(f, n);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct flat_token *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return strcmp(x->shape, y->shape);
}

void agree_flatten(struct flat *f, const struct ast *root)
{
	walk(f, root);
	if (f->tokens.n)
		qsort(f->tokens.v, f->tokens.n, sizeof(*f->tokens.v), by_place);
}
