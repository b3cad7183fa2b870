/*
 * ast.c - the syntax tree as text: indented S-expressions, one node a line.
 *
 *   (let 1:1 took
 *     (subexpr 1:12
 *       (block 1:13
 *         (call 1:13 stop-timer [stop_timer]))))
 */
#include "frontend/ast.h"

#include "lang/commands.h"

#include <ctype.h>

struct printer {
	struct buf *b;
	const struct source_set *sources;
	bool types;
	unsigned depth;
};

static const char *const kind_names[] = {
#define AST(id, help) [AST_##id] = #id,
#include "frontend/ast.def"
};

static const char *const kind_helps[] = {
#define AST(id, help) [AST_##id] = help,
#include "frontend/ast.def"
};

static const char *const op_texts[] = {
#define OP(id, text, ...) [OP_##id] = text,
#include "lang/ops.def"
};

static const char *const assign_texts[] = {
	[ASSIGN_SET] = "=",  [ASSIGN_ADD] = "+=", [ASSIGN_SUB] = "-=",
	[ASSIGN_MUL] = "*=", [ASSIGN_DIV] = "/=", [ASSIGN_APPEND] = "++=",
};

static const char *const command_ids[] = {
	[CMD_NONE] = "",
#define CMD(id, ...) [CMD_##id] = #id,
#include "lang/commands.def"
};

const char *ast_kind_help(enum ast_kind kind)
{
	return kind_helps[kind];
}

static void print_node(struct printer *p, const char *role, const struct ast *n);

static void new_line(struct printer *p)
{
	buf_printf(p->b, "\n%*s", (int)(p->depth * 2), "");
}

/* A line that belongs to the node above: `(role text …`. close() ends it. */
static void open_line(struct printer *p, const char *role)
{
	new_line(p);
	p->depth++;
	buf_printf(p->b, "(%s", role);
}

static void close_line(struct printer *p)
{
	buf_putc(p->b, ')');
	p->depth--;
}

static void word(struct printer *p, struct sv text)
{
	bool plain = text.n > 0;

	for (size_t i = 0; i < text.n; i++)
		plain &= isgraph((unsigned char)text.p[i]) && !strchr("()\"\\", text.p[i]);
	buf_putc(p->b, ' ');
	if (plain)
		buf_write(p->b, text.p, text.n);
	else
		buf_quoted(p->b, text);
}

static void quoted(struct printer *p, struct sv text)
{
	buf_putc(p->b, ' ');
	buf_quoted(p->b, text);
}

static void flag(struct printer *p, bool on, const char *text)
{
	if (on)
		buf_printf(p->b, " %s", text);
}

static void text_line(struct printer *p, const char *role, struct sv text)
{
	if (!text.n)
		return;
	open_line(p, role);
	quoted(p, text);
	close_line(p);
}

static void list(struct printer *p, const char *role, const ast_list *l)
{
	for (uint32_t i = 0; i < l->n; i++)
		print_node(p, role, l->v[i]);
}

/* Not value_text(): strings are quoted, units are plain numbers, so nothing is ambiguous. */
static void print_value(struct printer *p, const struct value *v)
{
	switch (v->kind) {
	case TYPE_BOOL:
		buf_puts(p->b, v->i ? "true" : "false");
		return;
	case TYPE_INT:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
		buf_printf(p->b, "%lld", (long long)v->i);
		return;
	case TYPE_U64:
	case TYPE_KSYM:
		buf_printf(p->b, "%llu", (unsigned long long)v->i);
		return;
	case TYPE_FLOAT:
		buf_printf(p->b, "%.17g", v->f);
		return;
	case TYPE_STRING:
	case TYPE_BINARY:
		buf_quoted(p->b, v->s);
		return;
	case TYPE_LIST:
	case TYPE_RECORD:
		buf_putc(p->b, v->kind == TYPE_LIST ? '[' : '{');
		for (uint32_t i = 0; i < v->n; i++) {
			buf_puts(p->b, i ? ", " : "");
			if (v->kind == TYPE_RECORD)
				buf_printf(p->b, SV_FMT ": ", SV_ARG(v->names[i]));
			print_value(p, v->items[i]);
		}
		buf_putc(p->b, v->kind == TYPE_LIST ? ']' : '}');
		return;
	case TYPE_RANGE:
		buf_printf(p->b, "%lld..%lld..", (long long)v->range.from,
			   (long long)(v->range.from + v->range.step));
		if (v->range.has_to)
			buf_printf(p->b, "%s%lld", v->range.exclusive ? "<" : "",
				   (long long)v->range.to);
		return;
	case TYPE_NOTHING:
		buf_puts(p->b, "null");
		return;
	case TYPE_ERROR:
	case TYPE_CLOSURE:
	case TYPE_STACK:
	case TYPE_PTR:
	case TYPE_STRUCT:
	case TYPE_CTX:
	case TYPE_ANY:
	case TYPE_KINDS:
		buf_puts(p->b, "?");
		return;
	}
}

static void print_annotations(struct printer *p, const struct ast *n)
{
	if (!p->types || !n->type)
		return;
	buf_puts(p->b, " : ");
	type_print(p->b, n->type, true);
	if (n->value) {
		buf_puts(p->b, " = ");
		print_value(p, n->value);
	}
}

static void print_params(struct printer *p, const struct param *params, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct param *q = &params[i];

		open_line(p, "param");
		word(p, q->name);
		flag(p, q->is_flag, "flag");
		flag(p, q->is_switch, "switch");
		flag(p, q->is_optional, "optional");
		flag(p, q->is_rest, "rest");
		if (q->flag_short.n) {
			buf_puts(p->b, " short");
			word(p, q->flag_short);
		}
		if (q->type_text.n) {
			buf_puts(p->b, " type");
			word(p, q->type_text);
		}
		text_line(p, "doc", q->doc);
		print_node(p, "default", q->init);
		close_line(p);
	}
}

static void print_args(struct printer *p, const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		const struct arg *a = &n->u.call.args[i];

		if (!a->flag.n) {
			print_node(p, a->is_spread ? "spread" : NULL, a->value);
			continue;
		}
		open_line(p, "flag");
		word(p, a->flag);
		print_node(p, NULL, a->value);
		close_line(p);
	}
}

static void print_call(struct printer *p, const struct ast *n)
{
	word(p, n->u.call.name);
	if (n->u.call.cmd != CMD_NONE)
		buf_printf(p->b, " [%s]", command_ids[n->u.call.cmd]);
	flag(p, n->u.call.external, "external");
	flag(p, n->u.call.c_style, "c-style");
}

static void print_members(struct printer *p, const struct ast *n)
{
	buf_putc(p->b, ' ');
	for (uint32_t i = 0; i < n->u.path.n; i++) {
		const struct path_member *m = &n->u.path.members[i];

		buf_putc(p->b, '.');
		if (m->is_index)
			buf_printf(p->b, "%lld", (long long)m->index);
		else
			buf_quoted(p->b, m->name);
		buf_puts(p->b, m->optional ? "?" : "");
		buf_puts(p->b, m->insensitive ? "!" : "");
	}
}

static void print_arms(struct printer *p, const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.match.narms; i++) {
		const struct match_arm *arm = &n->u.match.arms[i];

		open_line(p, "arm");
		list(p, NULL, &arm->patterns);
		print_node(p, "guard", arm->guard);
		print_node(p, "gives", arm->body);
		close_line(p);
	}
}

static void print_fields(struct printer *p, const struct ast *n)
{
	for (uint32_t i = 0; i < n->u.record.n; i++) {
		const struct record_item *item = &n->u.record.items[i];

		if (item->key && item->key->kind == AST_STRING) {
			open_line(p, "field");
			word(p, item->key->u.s);
			print_node(p, NULL, item->value);
			close_line(p);
		} else if (item->key) {
			open_line(p, "field");
			print_node(p, NULL, item->key);
			print_node(p, NULL, item->value);
			close_line(p);
		} else {
			print_node(p, "spread", item->value);
		}
	}
}

static void print_def(struct printer *p, const struct ast *n)
{
	word(p, n->u.def.name);
	flag(p, n->u.def.exported, "export");
	flag(p, n->u.def.env, "env");
	flag(p, n->u.def.wrapped, "wrapped");
	text_line(p, "doc", n->u.def.doc);
	text_line(p, "input", n->u.def.in_type_text);
	text_line(p, "output", n->u.def.out_type_text);
	print_params(p, n->u.def.params, n->u.def.nparams);
	print_node(p, NULL, n->u.def.body);
}

/* What a node with children of its own kind has, on its line. */
static void print_head(struct printer *p, const struct ast *n)
{
	switch (n->kind) {
	case AST_BOOL:
		buf_puts(p->b, n->u.i ? " true" : " false");
		return;
	case AST_INT:
	case AST_DURATION:
	case AST_FILESIZE:
		buf_printf(p->b, " %lld", (long long)n->u.i);
		return;
	case AST_FLOAT:
		buf_printf(p->b, " %.17g", n->u.f);
		return;
	case AST_STRING:
		quoted(p, n->u.s);
		flag(p, n->bare, "bare");
		return;
	case AST_BINARY:
	case AST_DATE:
	case AST_GARBAGE:
		quoted(p, n->u.s);
		return;
	case AST_VAR:
	case AST_PAT_VAR:
		word(p, n->u.var.name);
		return;
	case AST_PATH:
		print_members(p, n);
		return;
	case AST_BINOP:
		buf_printf(p->b, " %s", op_texts[n->u.bin.op]);
		return;
	case AST_RANGE:
		flag(p, n->u.range.exclusive, "exclusive");
		return;
	case AST_CLOSURE:
		flag(p, !n->u.closure.has_params, "bare");
		return;
	case AST_CALL:
		print_call(p, n);
		return;
	case AST_ASSIGN:
		buf_printf(p->b, " %s", assign_texts[n->u.assign.op]);
		return;
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		word(p, n->u.let.name);
		flag(p, n->u.let.exported, "export");
		if (n->u.let.type_text.n) {
			buf_puts(p->b, " type");
			word(p, n->u.let.type_text);
		}
		return;
	case AST_FOR:
		word(p, n->u.for_.var);
		return;
	case AST_USE:
		word(p, n->u.use.module);
		flag(p, n->u.use.exported, "export");
		for (uint32_t i = 0; i < n->u.use.nmembers; i++)
			word(p, n->u.use.members[i]);
		return;
	case AST_MODULE:
		word(p, n->u.module.name);
		flag(p, n->u.module.exported, "export");
		return;
	case AST_PAT_LIST:
		if (n->u.pat_list.rest_at != UINT32_MAX) {
			buf_printf(p->b, " rest %u", n->u.pat_list.rest_at);
			if (n->u.pat_list.rest_name.n)
				word(p, n->u.pat_list.rest_name);
		}
		return;
	case AST_NOTHING:
	case AST_INTERP:
	case AST_LIST:
	case AST_TABLE:
	case AST_RECORD:
	case AST_SPREAD:
	case AST_NOT:
	case AST_SUBEXPR:
	case AST_BLOCK:
	case AST_PIPELINE:
	case AST_IF:
	case AST_MATCH:
	case AST_WHILE:
	case AST_LOOP:
	case AST_TRY:
	case AST_DEF:
	case AST_RETURN:
	case AST_BREAK:
	case AST_CONTINUE:
	case AST_PAT_ANY:
	case AST_PAT_RECORD:
	case AST_KINDS:
		return;
	}
}

static void print_children(struct printer *p, const struct ast *n)
{
	switch (n->kind) {
	case AST_INTERP:
		list(p, NULL, &n->u.interp.parts);
		return;
	case AST_LIST:
		list(p, NULL, &n->u.list.items);
		return;
	case AST_TABLE:
		list(p, "column", &n->u.table.columns);
		list(p, "row", &n->u.table.rows);
		return;
	case AST_RECORD:
	case AST_PAT_RECORD:
		print_fields(p, n);
		return;
	case AST_RANGE:
		print_node(p, "from", n->u.range.from);
		print_node(p, "next", n->u.range.next);
		print_node(p, "to", n->u.range.to);
		return;
	case AST_SPREAD:
	case AST_NOT:
	case AST_SUBEXPR:
	case AST_RETURN:
		print_node(p, NULL, n->u.child);
		return;
	case AST_PATH:
		print_node(p, NULL, n->u.path.base);
		return;
	case AST_BINOP:
		print_node(p, NULL, n->u.bin.lhs);
		print_node(p, NULL, n->u.bin.rhs);
		return;
	case AST_BLOCK:
		list(p, NULL, &n->u.block.stmts);
		return;
	case AST_CLOSURE:
		print_params(p, n->u.closure.params, n->u.closure.nparams);
		print_node(p, NULL, n->u.closure.body);
		return;
	case AST_PIPELINE:
		list(p, NULL, &n->u.pipe.elems);
		return;
	case AST_CALL:
		print_args(p, n);
		return;
	case AST_IF:
		print_node(p, NULL, n->u.if_.cond);
		print_node(p, "then", n->u.if_.then);
		print_node(p, "else", n->u.if_.otherwise);
		return;
	case AST_MATCH:
		print_node(p, NULL, n->u.match.subject);
		print_arms(p, n);
		return;
	case AST_FOR:
		print_node(p, "in", n->u.for_.in);
		print_node(p, NULL, n->u.for_.body);
		return;
	case AST_WHILE:
	case AST_LOOP:
		print_node(p, "cond", n->u.loop.cond);
		print_node(p, NULL, n->u.loop.body);
		return;
	case AST_TRY:
		print_node(p, NULL, n->u.try_.body);
		print_node(p, "catch", n->u.try_.handler);
		print_node(p, "finally", n->u.try_.finally);
		return;
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		text_line(p, "doc", n->u.let.doc);
		print_node(p, NULL, n->u.let.init);
		return;
	case AST_ASSIGN:
		print_node(p, NULL, n->u.assign.lhs);
		print_node(p, NULL, n->u.assign.rhs);
		return;
	case AST_DEF:
		print_def(p, n);
		return;
	case AST_MODULE:
		print_node(p, NULL, n->u.module.body);
		return;
	case AST_PAT_LIST:
		list(p, NULL, &n->u.pat_list.items);
		return;
	case AST_NOTHING:
	case AST_BOOL:
	case AST_INT:
	case AST_FLOAT:
	case AST_DURATION:
	case AST_FILESIZE:
	case AST_STRING:
	case AST_BINARY:
	case AST_DATE:
	case AST_VAR:
	case AST_BREAK:
	case AST_CONTINUE:
	case AST_USE:
	case AST_PAT_ANY:
	case AST_PAT_VAR:
	case AST_GARBAGE:
	case AST_KINDS:
		return;
	}
}

static void print_node(struct printer *p, const char *role, const struct ast *n)
{
	struct place at;

	if (!n)
		return;
	at = source_place(p->sources, n->at);
	if (p->depth)
		new_line(p);
	p->depth++;
	if (role)
		buf_printf(p->b, "%s=", role);
	buf_putc(p->b, '(');
	for (const char *c = kind_names[n->kind]; *c; c++)
		buf_putc(p->b, *c == '_' ? '-' : (char)tolower((unsigned char)*c));
	buf_printf(p->b, " %u:%u", at.line, at.col);
	print_head(p, n);
	print_annotations(p, n);
	print_children(p, n);
	buf_putc(p->b, ')');
	p->depth--;
}

void ast_print(struct buf *b, const struct source_set *sources, const struct ast *root, bool types)
{
	struct printer p = {.b = b, .sources = sources, .types = types};

	print_node(&p, NULL, root);
	buf_putc(b, '\n');
}
