/*
 * lower_cond.c - conditions, `if` and `match`.
 *
 * `and` and `or` are control flow. What is fetched in a branch is not known to be there behind it.
 */
#include "frontend/fold.h"
#include "frontend/lowering.h"

mir_val lower_truth(struct lower *l, struct rt v)
{
	v = rt_want(l, v, "null where a condition is needed");
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

mir_val lower_condition(struct lower *l, const struct ast *n)
{
	return lower_truth(l, lower_expr(l, n));
}

void lower_branch(struct lower *l, const struct ast *n, mir_block yes, mir_block no)
{
	bool is_and = n->kind == AST_BINOP && n->u.bin.op == OP_AND;
	struct span outer = l->b.at;
	bool comm_ready;
	mir_block rest;

	if (n->value) {
		mir_jump(&l->b, n->value->i ? yes : no);
	} else if (n->kind == AST_NOT) {
		lower_branch(l, n->u.child, no, yes);
	} else if (n->kind == AST_SUBEXPR && n->u.child->u.block.stmts.n == 1 &&
		   is_logic(n->u.child->u.block.stmts.v[0])) {
		lower_branch(l, n->u.child->u.block.stmts.v[0], yes, no);
	} else if (is_logic(n)) {
		rest = ssa_block_new(l);
		lower_branch(l, n->u.bin.lhs, is_and ? rest : yes, is_and ? no : rest);
		ssa_start(l, rest);
		comm_ready = l->comm_ready;
		lower_branch(l, n->u.bin.rhs, yes, no);
		l->comm_ready = comm_ready;
	} else {
		l->b.at = n->at;
		mir_branch(&l->b, lower_condition(l, n), yes, no);
		l->b.at = outer;
	}
}

struct rt lower_logic(struct lower *l, const struct ast *n)
{
	struct join j = join_new(l, n->type, n);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

	lower_branch(l, n, yes, no);
	ssa_start(l, yes);
	join_add(l, &j, rt_bool(l, lower_bool(l, true)));
	ssa_start(l, no);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	return join_end(l, &j);
}

/* A branch of an `if` or arm of a `match`: its value goes to the join. */
static void branch_value(struct lower *l, struct join *j, const struct ast *body)
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

	lower_branch(l, n->u.if_.cond, yes, no);
	comm_ready = l->comm_ready;
	ssa_start(l, yes);
	branch_value(l, &j, n->u.if_.then);
	l->comm_ready = comm_ready;
	if (!one_sided) {
		ssa_start(l, no);
		branch_value(l, &j, n->u.if_.otherwise);
		l->comm_ready = comm_ready;
	}
	return join_end(l, &j);
}

/* ---- match ---- */

static void match_value(struct lower *l, const struct value *v, struct rt subject, mir_block yes,
			mir_block no)
{
	mir_val null = rt_null(l, &subject);
	mir_block present = ssa_block_new(l);
	struct rt pattern;

	if (v->kind == TYPE_NOTHING) {
		mir_branch(&l->b, null.id ? null : lower_bool(l, false), yes, no);
		return;
	}
	if (null.id)
		mir_branch(&l->b, null, no, present);
	else
		mir_jump(&l->b, present);
	ssa_start(l, present);
	subject.null = MIR_NO_VAL;
	subject.type = type_nullable(&l->unit->types, subject.type, false);
	if (v->kind == TYPE_RANGE) {
		mir_branch(&l->b, lower_member(l, &subject, v), yes, no);
		return;
	}
	pattern = rt_const(l, v, value_type(&l->unit->types, v));
	mir_branch(&l->b, lower_equal(l, &subject, &pattern), yes, no);
}

/* Goes to `yes` when the pattern fits the subject, which it may bind to a name. */
static void match_pattern(struct lower *l, const struct ast *p, struct rt subject, mir_block yes,
			  mir_block no)
{
	struct span outer = l->b.at;

	l->b.at = p->at;
	if (p->kind == AST_PAT_ANY) {
		mir_jump(&l->b, yes);
	} else if (p->kind == AST_PAT_VAR) {
		lower_bind(l, p->u.var.sym, subject);
		mir_jump(&l->b, yes);
	} else {
		match_value(l, p->value, subject, yes, no);
	}
	l->b.at = outer;
}

struct rt lower_match(struct lower *l, const struct ast *n)
{
	struct rt subject = rt_settle(l, lower_expr(l, n->u.match.subject));
	struct join j = join_new(l, n->type, n);
	bool comm_ready;

	if (subject.type->kind == TYPE_STRING && subject.text.form != TEXT_CONST)
		subject.text = text_fetch(l, &subject.text);
	comm_ready = l->comm_ready;
	for (uint32_t i = 0; i < n->u.match.narms; i++) {
		const struct match_arm *arm = &n->u.match.arms[i];
		mir_block fits = ssa_block_new(l), next = ssa_block_new(l);

		for (uint32_t k = 0; k < arm->patterns.n; k++) {
			mir_block other = k + 1 < arm->patterns.n ? ssa_block_new(l) : next;

			match_pattern(l, arm->patterns.v[k], subject, fits, other);
			if (other.id != next.id)
				ssa_start(l, other);
		}
		ssa_start(l, fits);
		if (arm->guard) {
			mir_block run = ssa_block_new(l);

			lower_branch(l, arm->guard, run, next);
			ssa_start(l, run);
		}
		branch_value(l, &j, arm->body);
		l->comm_ready = comm_ready;
		ssa_start(l, next);
	}
	branch_value(l, &j, NULL);
	return join_end(l, &j);
}
