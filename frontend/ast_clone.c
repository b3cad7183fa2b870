/* ast_clone.c - a deep copy of a tree as the parser made it, for instances of defs. */
#include "frontend/check.h"

static void clone_list(struct arena *a, ast_list *l)
{
	ast_list copy = {0};

	vec_reserve(a, &copy, l->n);
	for (uint32_t i = 0; i < l->n; i++)
		vec_push(a, &copy, ast_clone(a, l->v[i]));
	*l = copy;
}

static struct param *clone_params(struct arena *a, const struct param *params, uint32_t n)
{
	struct param *copy = arena_array(a, struct param, n + 1);

	for (uint32_t i = 0; i < n; i++) {
		copy[i] = params[i];
		copy[i].init = ast_clone(a, params[i].init);
	}
	return copy;
}

static void clone_call(struct arena *a, struct ast *n)
{
	struct arg *args = arena_array(a, struct arg, n->u.call.nargs + 1);

	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		args[i] = n->u.call.args[i];
		args[i].value = ast_clone(a, args[i].value);
	}
	n->u.call.args = args;
}

static void clone_record(struct arena *a, struct ast *n)
{
	struct record_item *items = arena_array(a, struct record_item, n->u.record.n + 1);

	for (uint32_t i = 0; i < n->u.record.n; i++) {
		items[i].key = ast_clone(a, n->u.record.items[i].key);
		items[i].value = ast_clone(a, n->u.record.items[i].value);
	}
	n->u.record.items = items;
}

static void clone_match(struct arena *a, struct ast *n)
{
	struct match_arm *arms = arena_array(a, struct match_arm, n->u.match.narms + 1);

	n->u.match.subject = ast_clone(a, n->u.match.subject);
	for (uint32_t i = 0; i < n->u.match.narms; i++) {
		arms[i] = n->u.match.arms[i];
		clone_list(a, &arms[i].patterns);
		arms[i].guard = ast_clone(a, arms[i].guard);
		arms[i].body = ast_clone(a, arms[i].body);
	}
	n->u.match.arms = arms;
}

static void clone_children(struct arena *a, struct ast *n)
{
	switch (n->kind) {
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
		break;
	case AST_INTERP:
		clone_list(a, &n->u.interp.parts);
		break;
	case AST_LIST:
		clone_list(a, &n->u.list.items);
		break;
	case AST_TABLE:
		clone_list(a, &n->u.table.columns);
		clone_list(a, &n->u.table.rows);
		break;
	case AST_RECORD:
	case AST_PAT_RECORD:
		clone_record(a, n);
		break;
	case AST_RANGE:
		n->u.range.from = ast_clone(a, n->u.range.from);
		n->u.range.next = ast_clone(a, n->u.range.next);
		n->u.range.to = ast_clone(a, n->u.range.to);
		break;
	case AST_SPREAD:
	case AST_NOT:
	case AST_SUBEXPR:
	case AST_RETURN:
		n->u.child = ast_clone(a, n->u.child);
		break;
	case AST_PATH:
		n->u.path.base = ast_clone(a, n->u.path.base);
		break;
	case AST_BINOP:
		n->u.bin.lhs = ast_clone(a, n->u.bin.lhs);
		n->u.bin.rhs = ast_clone(a, n->u.bin.rhs);
		break;
	case AST_BLOCK:
		clone_list(a, &n->u.block.stmts);
		break;
	case AST_CLOSURE:
		n->u.closure.params = clone_params(a, n->u.closure.params, n->u.closure.nparams);
		n->u.closure.body = ast_clone(a, n->u.closure.body);
		break;
	case AST_PIPELINE:
		clone_list(a, &n->u.pipe.elems);
		break;
	case AST_CALL:
		clone_call(a, n);
		break;
	case AST_IF:
		n->u.if_.cond = ast_clone(a, n->u.if_.cond);
		n->u.if_.then = ast_clone(a, n->u.if_.then);
		n->u.if_.otherwise = ast_clone(a, n->u.if_.otherwise);
		break;
	case AST_MATCH:
		clone_match(a, n);
		break;
	case AST_FOR:
		n->u.for_.in = ast_clone(a, n->u.for_.in);
		n->u.for_.body = ast_clone(a, n->u.for_.body);
		break;
	case AST_WHILE:
	case AST_LOOP:
		n->u.loop.cond = ast_clone(a, n->u.loop.cond);
		n->u.loop.body = ast_clone(a, n->u.loop.body);
		break;
	case AST_TRY:
		n->u.try_.body = ast_clone(a, n->u.try_.body);
		n->u.try_.handler = ast_clone(a, n->u.try_.handler);
		n->u.try_.finally = ast_clone(a, n->u.try_.finally);
		break;
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		n->u.let.init = ast_clone(a, n->u.let.init);
		break;
	case AST_ASSIGN:
		n->u.assign.lhs = ast_clone(a, n->u.assign.lhs);
		n->u.assign.rhs = ast_clone(a, n->u.assign.rhs);
		break;
	case AST_DEF:
		n->u.def.params = clone_params(a, n->u.def.params, n->u.def.nparams);
		n->u.def.body = ast_clone(a, n->u.def.body);
		break;
	case AST_MODULE:
		n->u.module.body = ast_clone(a, n->u.module.body);
		break;
	case AST_PAT_LIST:
		clone_list(a, &n->u.pat_list.items);
		break;
	}
}

struct ast *ast_new(struct arena *a, enum ast_kind kind, struct span at)
{
	struct ast *n = arena_new(a, struct ast);

	*n = (struct ast){.kind = kind, .at = at};
	return n;
}

struct ast *ast_clone(struct arena *a, const struct ast *n)
{
	struct ast *copy;

	if (!n)
		return NULL;
	copy = arena_new(a, struct ast);
	*copy = *n;
	clone_children(a, copy);
	return copy;
}
