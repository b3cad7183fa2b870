/*
 * check_feed.c - the input of a block, which Nushell hands to its first command without a `$in`.
 *
 * `each { str length }` is `each { $in | str length }`, and so is a def whose body begins with a
 * command. The input reaches the first statement only: a command, a pipeline that begins with one, what
 * a `let` binds, and the blocks of an `if`, `match` or `try`, but no operand and no argument.
 */
#include "frontend/check.h"

static struct ast *input_variable(struct checker *c, struct span at)
{
	struct ast *in = arena_new(c->arena, struct ast);

	*in = (struct ast){.kind = AST_VAR, .at = at, .u.var.name = SV("in")};
	return in;
}

/* The commands of `elems` behind a `$in`. */
static struct ast *fed_pipeline(struct checker *c, const struct ast *n, struct ast *const *elems,
				uint32_t count)
{
	struct ast *pipe = arena_new(c->arena, struct ast);

	*pipe = (struct ast){.kind = AST_PIPELINE, .at = n->at};
	vec_push(c->arena, &pipe->u.pipe.elems, input_variable(c, n->at));
	for (uint32_t i = 0; i < count; i++)
		vec_push(c->arena, &pipe->u.pipe.elems, elems[i]);
	return pipe;
}

static void feed(struct checker *c, struct ast **at)
{
	struct ast *n = *at;

	if (!n)
		return;
	switch (n->kind) {
	case AST_CALL:
		*at = fed_pipeline(c, n, &n, 1);
		break;
	case AST_PIPELINE:
		if (n->u.pipe.elems.v[0]->kind == AST_CALL)
			*at = fed_pipeline(c, n, n->u.pipe.elems.v, n->u.pipe.elems.n);
		else
			feed(c, &n->u.pipe.elems.v[0]);
		break;
	case AST_BLOCK:
		if (n->u.block.stmts.n)
			feed(c, &n->u.block.stmts.v[0]);
		break;
	case AST_SUBEXPR:
		feed(c, &n->u.child);
		break;
	case AST_LET:
	case AST_MUT:
		feed(c, &n->u.let.init);
		break;
	case AST_IF:
		feed(c, &n->u.if_.then);
		feed(c, &n->u.if_.otherwise);
		break;
	case AST_MATCH:
		for (uint32_t i = 0; i < n->u.match.narms; i++)
			if (n->u.match.arms[i].body->kind == AST_BLOCK)
				feed(c, &n->u.match.arms[i].body);
		break;
	case AST_TRY:
		feed(c, &n->u.try_.body);
		break;
	default:
		break;
	}
}

void feed_input(struct checker *c, struct ast *n)
{
	feed(c, &n);
}
