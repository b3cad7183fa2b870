/*
 * lower_cond.c - conditions and `if`.
 *
 * `and` and `or` are control flow. What is fetched in a branch is not known to be there behind it.
 */
#include "frontend/lowering.h"

mir_val lower_truth(struct lower *l, struct rt v, const char *message)
{
	v = rt_want(l, v, message);
	if (v.type->kind == TYPE_BOOL)
		return v.v;
	if (!v.v.id)
		return lower_bool(l, false);
	return mir_binary(&l->b, MIR_OP_NE, v.v, mir_i64(&l->b, 0));
}

static bool is_logic(const struct ast *n)
{
	return n->kind == AST_BINOP && (n->u.bin.op == OP_AND || n->u.bin.op == OP_OR);
}

mir_val lower_condition(struct lower *l, const struct ast *n, const char *message)
{
	return lower_truth(l, lower_expr(l, n), message);
}

void lower_branch(struct lower *l, const struct ast *n, mir_block yes, mir_block no,
		  const char *message)
{
	bool is_and = n->kind == AST_BINOP && n->u.bin.op == OP_AND;
	struct span outer = l->b.at;
	bool comm_ready;
	mir_block rest;

	if (n->value) {
		mir_jump(&l->b, n->value->i ? yes : no);
	} else if (n->kind == AST_NOT) {
		lower_branch(l, n->u.child, no, yes, null_condition);
	} else if (n->kind == AST_SUBEXPR && n->u.child->u.block.stmts.n == 1 &&
		   is_logic(n->u.child->u.block.stmts.v[0])) {
		lower_branch(l, n->u.child->u.block.stmts.v[0], yes, no, message);
	} else if (is_logic(n)) {
		rest = ssa_block_new(l);
		message = null_operand(n->u.bin.op);
		lower_branch(l, n->u.bin.lhs, is_and ? rest : yes, is_and ? no : rest, message);
		ssa_start(l, rest);
		comm_ready = l->comm_ready;
		lower_branch(l, n->u.bin.rhs, yes, no, message);
		l->comm_ready = comm_ready;
	} else {
		l->b.at = n->at;
		mir_branch(&l->b, lower_condition(l, n, message), yes, no);
		l->b.at = outer;
	}
}

struct rt lower_logic(struct lower *l, const struct ast *n)
{
	struct join j = join_new(l, n->type, n);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

	lower_branch(l, n, yes, no, null_condition);
	ssa_start(l, yes);
	join_add(l, &j, rt_bool(l, lower_bool(l, true)));
	ssa_start(l, no);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	return join_end(l, &j);
}

void lower_branch_value(struct lower *l, struct join *j, const struct ast *body)
{
	struct rt v = body ? lower_expr(l, body) : rt_nothing(l);

	/* Where nobody wants the value the branches need not agree. */
	join_add(l, j, j->type->kind == TYPE_NOTHING ? rt_nothing(l) : v);
}

struct rt lower_if(struct lower *l, const struct ast *n)
{
	bool one_sided = !n->u.if_.otherwise && n->type->kind == TYPE_NOTHING;
	struct join j = join_new(l, n->type, n);
	mir_block yes = ssa_block_new(l), no = one_sided ? j.block : ssa_block_new(l);
	bool comm_ready;

	lower_branch(l, n->u.if_.cond, yes, no, null_condition);
	comm_ready = l->comm_ready;
	ssa_start(l, yes);
	lower_branch_value(l, &j, n->u.if_.then);
	l->comm_ready = comm_ready;
	if (!one_sided) {
		ssa_start(l, no);
		lower_branch_value(l, &j, n->u.if_.otherwise);
		l->comm_ready = comm_ready;
	}
	return join_end(l, &j);
}
