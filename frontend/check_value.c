/*
 * check_value.c - what code is known to give once it is checked.
 *
 * Only what does nothing else has a value here: names for constants, tests of constants, an
 * expression at the end. Whatever a variable keeps or a command sends is left to run time.
 */
#include "frontend/check.h"

struct outcome {
	const struct value *value; /* NULL: not known */
	bool returned;
};

static struct outcome run_block(struct arena *a, const struct ast *n);

static const struct value *nothing(struct arena *a)
{
	return value_of(a, TYPE_NOTHING, 0);
}

/* The branch that a known condition takes; false when it is not known. */
static bool taken_branch(const struct ast *n, const struct ast **branch)
{
	const struct value *cond = n->u.if_.cond->value;

	if (!cond || cond->kind != TYPE_BOOL)
		return false;
	*branch = cond->i ? n->u.if_.then : n->u.if_.otherwise;
	return true;
}

static struct outcome run(struct arena *a, const struct ast *n)
{
	const struct ast *branch;

	switch (n->kind) {
	case AST_LET:
	case AST_CONST:
		return (struct outcome){
			.value = n->u.let.init && n->u.let.init->value ? nothing(a) : NULL};
	case AST_DEF:
		return (struct outcome){.value = nothing(a)};
	case AST_RETURN:
		return (struct outcome){n->u.child ? n->u.child->value : nothing(a), true};
	case AST_IF:
		if (!taken_branch(n, &branch))
			return (struct outcome){.value = NULL};
		return branch ? run_block(a, branch) : (struct outcome){.value = nothing(a)};
	case AST_MATCH:
		if (!n->u.match.known)
			return (struct outcome){.value = NULL};
		return n->u.match.taken ? run_block(a, n->u.match.taken)
					: (struct outcome){.value = nothing(a)};
	default:
		return (struct outcome){.value = n->value};
	}
}

static struct outcome run_block(struct arena *a, const struct ast *n)
{
	struct outcome o = {.value = nothing(a)};

	if (n->kind != AST_BLOCK)
		return run(a, n);
	for (uint32_t i = 0; i < n->u.block.stmts.n && o.value && !o.returned; i++)
		o = run(a, n->u.block.stmts.v[i]);
	return o;
}

const struct value *branch_value(struct arena *a, const struct ast *n)
{
	struct outcome o = run_block(a, n);

	return o.returned ? NULL : o.value;
}

const struct value *block_value(struct arena *a, const struct ast *body)
{
	return run_block(a, body).value;
}
