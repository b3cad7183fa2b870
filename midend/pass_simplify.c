/*
 * pass_simplify.c - rewrites instructions into simpler ones that mean the same.
 *
 * Needs the order. Leaves no operation on constants only, no phi or select of one value, addresses
 * folded into loads and stores, constants on the right. New constants stand at the head of the
 * entry. Instructions that others now stand for are gone; what they used may be dead (see dce).
 * Algebra of numbers is in simplify_arith.c; here are copies, choices and memory.
 */
#include "midend/eval.h"
#include "midend/simplify.h"

enum { MAX_ROUNDS = 4 };

mir_val simplify_const(struct simplify *s, struct mir_type t, int64_t n)
{
	mir_val v = mir_new(s->f, (struct mir_inst){.op = MIR_OP_CONST, .type = t, .imm = n});

	vec_push(s->arena, &s->made, v);
	return v;
}

bool simplify_is_const(const struct simplify *s, mir_val v, uint32_t n, int64_t *number)
{
	const struct mir_inst *x = simplify_arg(s, v, n);

	*number = x->imm;
	return x->op == MIR_OP_CONST;
}

void simplify_become(struct simplify *s, mir_val v, enum mir_op op, mir_val x, mir_val y)
{
	simplify_def(s, v)->op = (uint8_t)op;
	mir_set_operands(s->f, v, (mir_val[]){x, y}, y.id ? 2 : 1);
}

/* ---- choices ---- */

/* The one value that all operands are, but for the phi itself. */
static bool rule_phi(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	mir_val one = MIR_NO_VAL;

	for (uint32_t n = 0; n < i->nargs; n++) {
		if (i->args[n].id == v.id || i->args[n].id == one.id)
			continue;
		if (one.id)
			return false;
		one = i->args[n];
	}
	*same = one;
	return false;
}

/* A choice between true and false, or between one of them and another condition. */
static bool select_i1(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t then, otherwise;
	bool a = simplify_is_const(s, v, 1, &then), b = simplify_is_const(s, v, 2, &otherwise);

	if (a && b) {
		if (then)
			*same = i->args[0];
		else
			simplify_become(s, v, MIR_OP_NOT, i->args[0], MIR_NO_VAL);
		return !then;
	}
	if (a && then)
		simplify_become(s, v, MIR_OP_OR, i->args[0], i->args[2]);
	else if (b && !otherwise)
		simplify_become(s, v, MIR_OP_AND, i->args[0], i->args[1]);
	else
		return false;
	return true;
}

static bool rule_select(struct simplify *s, mir_val v, mir_val *same)
{
	struct mir_inst *i = simplify_def(s, v);
	const struct mir_inst *cond = simplify_arg(s, v, 0);
	int64_t c, otherwise;

	if (i->args[1].id == i->args[2].id ||
	    (simplify_is_const(s, v, 1, &c) && simplify_is_const(s, v, 2, &otherwise) &&
	     c == otherwise))
		*same = i->args[1];
	else if (cond->op == MIR_OP_CONST)
		*same = i->args[cond->imm ? 1 : 2];
	if (same->id)
		return false;
	if (cond->op == MIR_OP_NOT) {
		mir_val then = i->args[1];

		i->args[0] = cond->args[0];
		i->args[1] = i->args[2];
		i->args[2] = then;
		return true;
	}
	if (!simplify_is_const(s, v, 1, &c))
		c = -1;
	if (!simplify_is_const(s, v, 2, &otherwise))
		otherwise = -1;
	if (i->type.kind != MIR_I1 && c == 1 && otherwise == 0) {
		simplify_become(s, v, MIR_OP_ZEXT, i->args[0], MIR_NO_VAL);
		return true;
	}
	return i->type.kind == MIR_I1 && select_i1(s, v, same);
}

static bool rule_branch(struct simplify *s, mir_val v, mir_val *same)
{
	struct mir_inst *i = simplify_def(s, v);
	const struct mir_inst *cond = simplify_arg(s, v, 0);
	mir_block then = i->target[0];

	(void)same;
	if (cond->op != MIR_OP_NOT)
		return false;
	i->args[0] = cond->args[0];
	i->target[0] = i->target[1];
	i->target[1] = then;
	return true;
}

/* ---- pointers and memory ---- */

static bool rule_isnull(struct simplify *s, mir_val v, mir_val *same)
{
	(void)same;
	if (simplify_arg(s, v, 0)->type.nullable)
		return false;
	mir_become_const(s->f, v, 0);
	return true;
}

static bool rule_nonnull(struct simplify *s, mir_val v, mir_val *same)
{
	if (!simplify_arg(s, v, 0)->type.nullable)
		*same = simplify_def(s, v)->args[0];
	return false;
}

static bool rule_offset(struct simplify *s, mir_val v, mir_val *same)
{
	struct mir_inst *i = simplify_def(s, v);
	const struct mir_inst *p = simplify_arg(s, v, 0);

	if (i->imm == 0) {
		*same = i->args[0];
		return false;
	}
	if (p->op != MIR_OP_OFFSET)
		return false;
	i->imm += p->imm;
	i->args[0] = p->args[0];
	return true;
}

/* A known index inside its bound is an offset. */
static bool rule_index(struct simplify *s, mir_val v, mir_val *same)
{
	const struct mir_inst *i = simplify_def(s, v), *bound = simplify_arg(s, v, 1);
	const struct mir_inst *n = simplify_def(s, bound->args[0]);

	(void)same;
	if (n->op != MIR_OP_CONST || n->imm < 0 || n->imm >= bound->imm)
		return false;
	simplify_become(s, v, MIR_OP_OFFSET, i->args[0], MIR_NO_VAL);
	simplify_def(s, v)->imm *= n->imm;
	return true;
}

/* Loads and stores at an offset from a pointer that is an offset. */
static bool rule_access(struct simplify *s, mir_val v, mir_val *same)
{
	struct mir_inst *i = simplify_def(s, v);
	const struct mir_inst *p = simplify_arg(s, v, 0);

	(void)same;
	if (p->op != MIR_OP_OFFSET)
		return false;
	i->imm += p->imm;
	i->args[0] = p->args[0];
	return true;
}

static simplify_rule *const rules[MIR_OPS] = {
	[MIR_OP_PHI] = rule_phi,
	[MIR_OP_SELECT] = rule_select,
	[MIR_OP_BRANCH] = rule_branch,
	[MIR_OP_ISNULL] = rule_isnull,
	[MIR_OP_NONNULL] = rule_nonnull,
	[MIR_OP_OFFSET] = rule_offset,
	[MIR_OP_INDEX] = rule_index,
	[MIR_OP_LOAD] = rule_access,
	[MIR_OP_STORE] = rule_access,
	[MIR_OP_ATOMIC_ADD] = rule_access,
	[MIR_OP_ATOMIC_FETCH] = rule_access,
	[MIR_OP_ATOMIC_SWAP] = rule_access,
};

/* ---- one instruction ---- */

static bool fold(struct simplify *s, mir_val v)
{
	const struct mir_inst *i = simplify_def(s, v);
	int64_t x[2] = {0}, result;

	if (!(mir_ops[i->op].flags & MIR_PURE) || i->nargs < 1 || i->nargs > 2)
		return false;
	for (uint32_t n = 0; n < i->nargs; n++)
		if (!simplify_is_const(s, v, n, &x[n]))
			return false;
	if (!mir_eval(i->op, i->type, simplify_arg(s, v, 0)->type, x, &result))
		return false;
	mir_become_const(s->f, v, result);
	return true;
}

static bool put_constant_right(struct simplify *s, mir_val v)
{
	struct mir_inst *i = simplify_def(s, v);
	mir_val left;

	if (!(mir_ops[i->op].flags & MIR_COMMUTES) || simplify_arg(s, v, 0)->op != MIR_OP_CONST ||
	    simplify_arg(s, v, 1)->op == MIR_OP_CONST)
		return false;
	left = i->args[0];
	i->args[0] = i->args[1];
	i->args[1] = left;
	return true;
}

/* One step; false when there is none left or another value now stands for v. */
static bool step(struct simplify *s, mir_val v)
{
	uint8_t op = simplify_def(s, v)->op;
	simplify_rule *rule = rules[op] ? rules[op] : simplify_arith[op];
	mir_val same = MIR_NO_VAL;
	bool changed;

	vec_reserve(s->f->module->arena, &s->f->insts, s->f->insts.n + 4);
	if (fold(s, v) || put_constant_right(s, v))
		return true;
	changed = rule && rule(s, v, &same);
	if (same.id && same.id != v.id) {
		mir_forward_set(&s->forward, v, same);
		mir_kill(s->f, v);
		s->changed = true;
		return false;
	}
	return changed;
}

static void simplify_inst(struct simplify *s, mir_val v)
{
	for (uint32_t n = 0; n < simplify_def(s, v)->nargs; n++) {
		mir_val *x = &simplify_def(s, v)->args[n];

		*x = mir_forward_get(&s->forward, *x);
	}
	while (step(s, v))
		s->changed = true;
}

static void simplify_round(struct simplify *s, const struct mir_order *o)
{
	for (uint32_t n = 0; n < o->n; n++) {
		const struct mir_bb *bb = mir_bb(s->f, o->rpo[n]);

		for (uint32_t k = 0; k < bb->n; k++)
			if (s->f->insts.v[bb->insts[k]].block.id)
				simplify_inst(s, (mir_val){bb->insts[k]});
	}
}

bool pass_simplify(struct pass_run *run, struct mir_func *f)
{
	struct simplify s = {.f = f, .arena = run->scratch, .changed = true};
	bool any = false;

	s.forward = mir_forward_new(run->scratch, f);
	for (unsigned round = 0; s.changed && round < MAX_ROUNDS; round++) {
		s.changed = false;
		simplify_round(&s, &run->order);
		any |= s.changed;
	}
	if (!any)
		return false;
	mir_forward_apply(f, &s.forward);
	mir_sweep(f);
	mir_prepend(f, (mir_block){1}, s.made.v, s.made.n);
	return true;
}
