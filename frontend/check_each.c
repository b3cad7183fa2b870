/*
 * check_each.c - commands that work on each element of a list, or on columns, as what they mean:
 * `fill` of a list is `each { fill }`, `str length a` of a record `update a { str length }`.
 */
#include "frontend/check.h"

static struct ast *new_call(struct checker *c, enum cmd cmd, const struct ast *at,
			    struct ast *const *values, uint32_t n)
{
	struct ast *call = ast_new(c->arena, AST_CALL, at->at);

	call->u.call.cmd = cmd;
	call->u.call.name = sv_cstr(commands[cmd].name);
	call->u.call.name_at = at->u.call.name_at;
	call->u.call.args = arena_array(c->arena, struct arg, n + 1);
	for (uint32_t i = 0; i < n; i++)
		call->u.call.args[i] = (struct arg){.value = values[i], .at = values[i]->at};
	call->u.call.nargs = n;
	return call;
}

/* `{ CALL }`: the command takes the closure's $in. */
static struct ast *closure_of(struct checker *c, struct ast *call)
{
	struct ast *closure = ast_new(c->arena, AST_CLOSURE, call->at);

	closure->u.closure.body = ast_new(c->arena, AST_BLOCK, call->at);
	vec_push(c->arena, &closure->u.closure.body->u.block.stmts, call);
	return closure;
}

/* The same value for each element, and none of them is $in. */
static bool is_same_for_all(const struct ast *n)
{
	switch (n->kind) {
	case AST_VAR:
		return !sv_is(n->u.var.name, "in");
	case AST_PATH:
		return !n->u.path.base || is_same_for_all(n->u.path.base);
	case AST_SUBEXPR:
		return is_same_for_all(n->u.child);
	case AST_BLOCK:
		return n->u.block.stmts.n == 1 && is_same_for_all(n->u.block.stmts.v[0]);
	case AST_RANGE:
		return (!n->u.range.from || is_same_for_all(n->u.range.from)) &&
		       (!n->u.range.next || is_same_for_all(n->u.range.next)) &&
		       (!n->u.range.to || is_same_for_all(n->u.range.to));
	default:
		return n->kind < AST_VAR;
	}
}

/* Positional arguments before the columns, UINT32_MAX where the command takes none. */
static uint32_t before_cells(const struct command *cmd)
{
	const char *at = cmd->signature;
	struct sig_item item;
	uint32_t n = 0;

	while (sig_next(&at, &item)) {
		if (item.kind == SIG_REST)
			return sv_is(item.name, "cells") ? n : UINT32_MAX;
		n += item.kind != SIG_FLAG;
	}
	return UINT32_MAX;
}

/* The call without its columns, which go to `cells`; NULL after a report. */
static struct ast *take_cells(struct checker *c, const struct ast *n, uint32_t before,
			      ast_list *cells)
{
	struct ast *call = ast_new(c->arena, AST_CALL, n->at);
	uint32_t at = 0;

	*call = *n;
	call->u.call.args = arena_array(c->arena, struct arg, n->u.call.nargs + 1);
	call->u.call.nargs = 0;
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		const struct arg *a = &n->u.call.args[i];

		if (a->flag.n || at++ < before) {
			call->u.call.args[call->u.call.nargs++] = *a;
		} else if (a->is_spread) {
			diag_report(c->sink, DIAG_spread_argument, a->at,
				    commands[n->u.call.cmd].name);
			return NULL;
		} else {
			vec_push(c->arena, cells, a->value);
		}
	}
	return call;
}

static bool check_same_for_all(struct checker *c, const struct ast *call)
{
	for (uint32_t i = 0; i < call->u.call.nargs; i++) {
		const struct ast *v = call->u.call.args[i].value;
		struct diag *d;

		if (!v || is_same_for_all(v))
			continue;
		d = diag_report(c->sink, DIAG_kernel_cannot, v->at,
				"an argument that is computed for each element",
				"it is the same for all");
		diag_help(c->sink, d, "bind it first: `let value = …`");
		return false;
	}
	return true;
}

/* `$in | CALL | …`: a call behind another. */
static void make_pipeline(struct checker *c, struct ast *n, const ast_list *calls)
{
	struct ast *in = ast_new(c->arena, AST_VAR, n->at);

	in->u.var.name = SV("in");
	*n = (struct ast){.kind = AST_PIPELINE, .at = n->at};
	vec_push(c->arena, &n->u.pipe.elems, in);
	for (uint32_t i = 0; i < calls->n; i++)
		vec_push(c->arena, &n->u.pipe.elems, calls->v[i]);
}

static void update_cells(struct checker *c, struct ast *n, const struct ast *call,
			 const ast_list *cells)
{
	ast_list updates = {0};

	for (uint32_t i = 0; i < cells->n; i++) {
		struct ast *copy = ast_clone(c->arena, call);
		struct ast *args[] = {cells->v[i], closure_of(c, copy)};

		vec_push(c->arena, &updates, new_call(c, CMD_update, n, args, 2));
	}
	if (updates.n == 1)
		*n = *updates.v[0];
	else
		make_pipeline(c, n, &updates);
}

/* `split` of a list gives the pieces, or rows, of all texts in one. */
static void map_elements(struct checker *c, struct ast *n, struct ast *call)
{
	struct ast *closure = closure_of(c, call);
	struct ast *each = new_call(c, CMD_each, n, &closure, 1);
	ast_list calls = {0};

	each->u.call.is_mapped = true;
	if (n->u.call.cmd != CMD_split_row && n->u.call.cmd != CMD_split_column) {
		*n = *each;
		return;
	}
	vec_push(c->arena, &calls, each);
	vec_push(c->arena, &calls, new_call(c, CMD_flatten, n, NULL, 0));
	make_pipeline(c, n, &calls);
}

/* What has columns: a record, or a list of records; false after a report. */
static bool check_has_columns(struct checker *c, const struct ast *n, const struct ast *input)
{
	const struct type *t = input->type;

	if (t->kind == TYPE_LIST && t->elem)
		t = t->elem;
	if (t->kind == TYPE_RECORD || t->kind == TYPE_LIST || t->kind == TYPE_ERROR)
		return true;
	return check_bad_input(c, n, input, "a record or a list of records");
}

static bool maps(uint32_t cmd, const struct ast *input)
{
	enum type_kind kind = input->type->kind;

	return commands[cmd].where == WHERE_EACH &&
	       (kind == TYPE_LIST || (kind == TYPE_RANGE && command_takes_range(cmd)));
}

bool rewrite_each(struct checker *c, struct ast *n, struct ast *input)
{
	const struct command *cmd = &commands[n->u.call.cmd];
	uint32_t before = before_cells(cmd);
	ast_list cells = {0};
	struct ast *call;

	if (!input || (before == UINT32_MAX && cmd->where != WHERE_EACH))
		return false;
	call = take_cells(c, n, before, &cells);
	if (call && !cells.n && !maps(n->u.call.cmd, input))
		return false;
	if (!call || (cells.n && !check_has_columns(c, n, input)) || !check_same_for_all(c, call))
		*n = (struct ast){.kind = AST_GARBAGE, .at = n->at};
	else if (cells.n)
		update_cells(c, n, call, &cells);
	else
		map_elements(c, n, call);
	return true;
}
