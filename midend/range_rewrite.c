/* range_rewrite.c - what pass_range.c has found out, put into the program. */
#include "midend/edit.h"
#include "midend/range_pass.h"

static mir_val make_const(struct ranges *r, struct mir_type t, int64_t n)
{
	mir_val v = mir_new(r->f, (struct mir_inst){.op = MIR_OP_CONST, .type = t, .imm = n});

	vec_push(r->run->scratch, &r->made, v);
	r->changed = true;
	return v;
}

static void become(struct ranges *r, mir_val v, enum mir_op op, mir_val x, mir_val y)
{
	struct mir_inst *i = mir_inst(r->f, v);

	i->op = (uint8_t)op;
	i->args[0] = x;
	if (i->nargs == 2)
		i->args[1] = y;
	r->changed = true;
}

static void stands_for(struct ranges *r, mir_val v, mir_val same)
{
	mir_forward_set(&r->forward, v, same);
	mir_kill(r->f, v);
	r->changed = true;
}

/* A number that can only be one; what acts stays for its effect. */
static bool rewrite_const(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range now = ranges_get(r, v);
	int64_t n;

	if (i->op == MIR_OP_CONST || i->op == MIR_OP_BOUND || !range_is_const(&now, i->type, &n))
		return false;
	if (i->op == MIR_OP_PHI) {
		stands_for(r, v, make_const(r, i->type, n));
	} else {
		if (!(mir_ops[i->op].flags & MIR_PURE))
			return false;
		mir_become_const(r->f, v, n);
		r->changed = true;
	}
	return true;
}

/* With one operand of known sign the wrapped result tells: it went to the wrong side of the other.
 */
static void rewrite_overflow(struct ranges *r, mir_val v)
{
	const struct mir_inst i = *mir_inst(r->f, v);
	bool is_add = i.op == MIR_OP_ADD_OV, up;
	mir_val base = i.args[0], result;
	struct range x = ranges_get(r, i.args[0]), y = ranges_get(r, i.args[1]);

	if (is_add && (x.smin >= 0 || x.smax < 0) && !(y.smin >= 0 || y.smax < 0)) {
		base = i.args[1];
		y = x;
	}
	if (y.smin < 0 && y.smax >= 0)
		return;
	up = is_add == (y.smin >= 0);
	result = mir_new(r->f, (struct mir_inst){.op = is_add ? MIR_OP_ADD : MIR_OP_SUB,
						 .args = i.args,
						 .nargs = 2,
						 .at = i.at});
	mir_inst(r->f, result)->block = i.block;
	vec_push(r->run->scratch, &r->list, result.id);
	become(r, v, MIR_OP_SLT, up ? result : base, up ? base : result);
}

static bool is_one(const struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);

	return i->op == MIR_OP_CONST && i->imm == 1;
}

static void rewrite_division(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x = ranges_get(r, i->args[0]), y = ranges_get(r, i->args[1]);
	bool is_quotient = i->op == MIR_OP_FLOORDIV || i->op == MIR_OP_SDIV;

	if (x.smin >= 0 && y.smin > x.smax && !is_quotient)
		stands_for(r, v, i->args[0]);
	else if (x.smin >= 0 && y.smin > 0)
		become(r, v, is_quotient ? MIR_OP_UDIV : MIR_OP_UREM, i->args[0], i->args[1]);
}

/* log2(2x + 1), which is 0 for 0, of what is above 0: log2(x) + 1. */
static void rewrite_log2(struct ranges *r, mir_val v)
{
	const struct mir_inst *either = mir_inst(r->f, mir_inst(r->f, v)->args[0]), *twice;
	mir_val args[2];

	if (either->op != MIR_OP_OR || !is_one(r, either->args[1]))
		return;
	twice = mir_inst(r->f, either->args[0]);
	if (twice->op != MIR_OP_SHL || !is_one(r, twice->args[1]) ||
	    ranges_get(r, twice->args[0]).smin <= 0)
		return;
	args[0] = mir_new(r->f, (struct mir_inst){.op = MIR_OP_LOG2,
						  .type = MIR_T(I64),
						  .args = twice->args,
						  .nargs = 1,
						  .at = mir_inst(r->f, v)->at});
	mir_inst(r->f, args[0])->block = mir_inst(r->f, v)->block;
	vec_push(r->run->scratch, &r->list, args[0].id);
	args[1] = make_const(r, MIR_T(I64), 1);
	mir_inst(r->f, v)->op = MIR_OP_ADD;
	mir_set_operands(r->f, v, args, 2);
}

void ranges_rewrite_condition(struct ranges *r, mir_val v, struct range now)
{
	const struct mir_inst *cond = mir_inst(r->f, mir_inst(r->f, v)->args[0]);
	mir_val known;
	int64_t n;

	if (cond->op == MIR_OP_CONST || !range_is_const(&now, MIR_T(I1), &n))
		return;
	known = make_const(r, MIR_T(I1), n);
	mir_inst(r->f, v)->args[0] = known;
}

void ranges_rewrite(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x;

	if (i->type.kind != MIR_NONE && i->type.kind != MIR_PTR && rewrite_const(r, v))
		return;
	if (!i->nargs)
		return;
	x = ranges_get(r, i->args[0]);
	switch ((int)i->op) {
	case MIR_OP_ADD_OV:
	case MIR_OP_SUB_OV:
		rewrite_overflow(r, v);
		break;
	case MIR_OP_FLOORDIV:
	case MIR_OP_FLOORMOD:
	case MIR_OP_SDIV:
	case MIR_OP_SREM:
		rewrite_division(r, v);
		break;
	case MIR_OP_UREM:
		if (x.umax < ranges_get(r, i->args[1]).umin && !ranges_is_bounded(r, v))
			stands_for(r, v, i->args[0]);
		break;
	case MIR_OP_AND: /* a mask that takes nothing away */
		if (!(x.may & ~ranges_get(r, i->args[1]).must) && !ranges_is_bounded(r, v))
			stands_for(r, v, i->args[0]);
		break;
	case MIR_OP_SEXT:
		if (!(x.umax >> (mir_type_bits(ranges_type(r, i->args[0])) - 1)))
			become(r, v, MIR_OP_ZEXT, i->args[0], MIR_NO_VAL);
		break;
	case MIR_OP_LOG2:
		rewrite_log2(r, v);
		break;
	case MIR_OP_SELECT:
	case MIR_OP_GUARD:
		ranges_rewrite_condition(r, v, x);
		break;
	}
}

void ranges_rewrite_block(struct ranges *r, mir_block b)
{
	struct mir_bb *bb = mir_bb(r->f, b);

	if (r->list.n == bb->n)
		return;
	bb->insts = arena_array(r->f->module->arena, uint32_t, r->list.n);
	memcpy(bb->insts, r->list.v, r->list.n * sizeof(uint32_t));
	bb->n = bb->cap = r->list.n;
}
