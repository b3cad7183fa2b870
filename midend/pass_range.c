/*
 * pass_range.c - finds out what numbers can be, and drops checks that cannot fail.
 *
 * Needs dominators and loops. Leaves constants where a number can only be one, no *.ov and no
 * comparison with one answer, comparisons instead of *.ov where the sign of an operand is known,
 * unsigned for signed division of numbers that are not negative.
 *
 * The dominator tree is walked in preorder. What a branch or guard has shown holds in the blocks
 * below it and is taken back behind them. Phis join what came along each edge that can be taken; with
 * loops the walk repeats, growing the phis at loop heads (with landmarks, so that it ends), then
 * shrinks them twice. The last walk rewrites.
 *
 * A check of a number from which `bound` is made stays, unless the number itself is plainly small
 * enough (a mask, a narrow load): the kernel's verifier has to see a reason too.
 */
#include "midend/range.h"

#include "midend/eval.h"
#include "midend/pass_run.h"

#include "lang/helpers.h"

enum {
	GROW_BEFORE_WIDENING = 3,
	MAX_WALKS = 24,
	SHRINKS = 2,
	ASSUME_DEPTH = 6,
};

struct undo {
	mir_val v;
	struct range was;
};

struct ranges {
	struct pass_run *run;
	struct mir_func *f;
	uint32_t nvalues; /* of the function before the pass added some */
	struct range *of; /* by value, where the walk is */
	VEC(struct undo) undos;
	uint32_t *edge;	 /* by block: number of its first incoming edge */
	bool *taken;	 /* by edge */
	uint32_t *input; /* by phi: number of its first operand in `inputs` */
	struct range *inputs, *phi; /* what came along each edge; by value: a head's phi */
	uint8_t *grown;	 /* by phi: how often it grew */
	bool *bounded;	 /* by value: a bound is made of it */
	mir_val *overflow; /* by value: the *.ov with the operands of this operation */
	uint32_t *place;   /* by value: in its block */
	enum { GROW, SHRINK, GIVE_UP, REWRITE } mode;
	bool moved; /* a phi at a loop head or an edge changed in this walk */
	/* rewriting */
	struct mir_forward forward;
	VEC(mir_val) made;
	VEC(uint32_t) list; /* of the block at hand, when something was added to it */
	bool changed;
};

static struct mir_type type_of(const struct ranges *r, mir_val v)
{
	return mir_inst(r->f, v)->type;
}

/* Values that the rewriting added are not followed. */
static bool is_followed(const struct ranges *r, mir_val v)
{
	return v.id < r->nvalues;
}

static struct range get(const struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);

	if (is_followed(r, v))
		return r->of[v.id];
	return i->op == MIR_OP_CONST ? range_of_const(i->type, i->imm) : range_of_type(i->type);
}

/* A `bound` is made of it: it indexes memory. */
static bool is_bounded(const struct ranges *r, mir_val v)
{
	return is_followed(r, v) && r->bounded[v.id];
}

/* ---- checks that the kernel needs ---- */

/* What the kernel's verifier sees without following the program: masks, narrow loads, shifts. */
static struct range evident(const struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	const struct mir_inst *y = i->nargs == 2 ? mir_inst(r->f, i->args[1]) : NULL;

	if (i->op == MIR_OP_CONST)
		return range_of_const(i->type, i->imm);
	if (i->op == MIR_OP_BOUND)
		return range_signed(0, i->imm - 1);
	if (i->op == MIR_OP_ZEXT && mir_inst(r->f, i->args[0])->op == MIR_OP_LOAD)
		return range_of_type(type_of(r, i->args[0]));
	if ((i->op == MIR_OP_AND || i->op == MIR_OP_LSHR) && y->op == MIR_OP_CONST)
		return range_binary(i->op, i->type, range_of_type(i->type),
				    range_of_const(y->type, y->imm), false);
	return range_of_type(i->type);
}

/* A comparison of a number that indexes memory, whose answer is not evident. */
static bool is_needed_check(const struct ranges *r, const struct mir_inst *i)
{
	if (mir_ops[i->op].result != MIR_RESULT_BOOL || i->nargs != 2 ||
	    !(is_bounded(r, i->args[0]) || is_bounded(r, i->args[1])))
		return false;
	return range_decide(i->op, type_of(r, i->args[0]), evident(r, i->args[0]),
			    evident(r, i->args[1])) < 0;
}

/* ---- what one instruction gives ---- */

static struct range of_phi(const struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range all = {.empty = true};

	for (uint32_t n = 0; n < i->nargs; n++)
		if (r->taken[r->edge[i->block.id] + n])
			all = range_join(all, r->inputs[r->input[v.id] + n]);
	return all.empty ? range_of_type(i->type) : all;
}

/* At a loop head: grows from walk to walk, then shrinks. */
static struct range of_head_phi(struct ranges *r, mir_val v)
{
	struct range now = of_phi(r, v), *was = &r->phi[v.id];

	if (r->mode == GIVE_UP)
		now = range_of_type(type_of(r, v));
	if (r->mode != GROW) {
		*was = now;
		return now;
	}
	now = range_join(*was, now);
	if (!range_eq(&now, was)) {
		if (r->grown[v.id] >= GROW_BEFORE_WIDENING)
			now = range_meet(range_widen(*was, now), range_of_type(type_of(r, v)));
		r->grown[v.id]++;
		r->moved |= !range_eq(&now, was);
		*was = now;
	}
	return now;
}

/* The *.ov of the same operands stands before v on every path, and is false here. */
static bool is_exact(const struct ranges *r, mir_val v)
{
	mir_val ov = r->overflow[v.id];
	mir_block at = mir_inst(r->f, v)->block, of;

	if (!ov.id)
		return false;
	of = mir_inst(r->f, ov)->block;
	if (of.id == at.id ? r->place[ov.id] > r->place[v.id]
			   : !mir_dominates(&r->run->dom, of, at))
		return false;
	return r->of[ov.id].umax == 0;
}

static struct range evaluate(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x = {0}, y = {0}, given;
	int answer;

	if (i->nargs >= 1)
		x = get(r, i->args[0]);
	if (i->nargs >= 2)
		y = get(r, i->args[1]);
	switch ((int)i->op) {
	case MIR_OP_CONST:
		return range_of_const(i->type, i->imm);
	case MIR_OP_PHI:
		return r->run->loops.header[i->block.id] ? of_head_phi(r, v) : of_phi(r, v);
	case MIR_OP_SELECT:
		if (x.umin == x.umax)
			return x.umin ? y : get(r, i->args[2]);
		return range_join(y, get(r, i->args[2]));
	case MIR_OP_HELPER:
		return range_signed(helpers[i->ref].low, helpers[i->ref].high);
	case MIR_OP_UPDATE:
	case MIR_OP_DELETE:
		return range_signed(-4095, 0);
	case MIR_OP_BOUND:
		given = range_signed(0, i->imm - 1);
		x = range_meet(x, given);
		return x.empty ? given : x;
	case MIR_OP_ZEXT:
	case MIR_OP_SEXT:
	case MIR_OP_TRUNC:
	case MIR_OP_NOT:
	case MIR_OP_LOG2:
		return range_unary(i->op, i->type, type_of(r, i->args[0]), x);
	}
	if (!(mir_ops[i->op].flags & MIR_PURE) || i->nargs != 2 || type_of(r, i->args[0]).kind == MIR_PTR)
		return range_of_type(i->type);
	if (mir_ops[i->op].result != MIR_RESULT_BOOL)
		return range_binary(i->op, i->type, x, y, is_exact(r, v));
	answer = is_needed_check(r, i) ? -1 : range_decide(i->op, type_of(r, i->args[0]), x, y);
	return answer < 0 ? range_of_type(i->type) : range_of_const(i->type, answer);
}

/* ---- what a condition tells ---- */

static void set(struct ranges *r, mir_val v, struct range now)
{
	vec_push(r->run->scratch, &r->undos, ((struct undo){v, r->of[v.id]}));
	r->of[v.id] = now;
}

static void take_back(struct ranges *r, uint32_t to)
{
	while (r->undos.n > to) {
		struct undo u = r->undos.v[--r->undos.n];

		r->of[u.v.id] = u.was;
	}
}

/* v is in `range` too, and so is what it was made from. False when that cannot be. */
static bool learn(struct ranges *r, mir_val v, struct range range, unsigned depth)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range was = get(r, v), now = range_meet(was, range), x, added;

	if (now.empty)
		return false;
	if (range_eq(&was, &now) || !depth || !is_followed(r, v))
		return true;
	set(r, v, now);
	if (i->op == MIR_OP_ZEXT || i->op == MIR_OP_BOUND)
		return learn(r, i->args[0], now, depth - 1);
	if (i->op != MIR_OP_ADD || i->type.kind != MIR_I64)
		return true;
	x = get(r, i->args[0]);
	added = get(r, i->args[1]);
	if (added.umin != added.umax || range_decide(MIR_OP_ADD_OV, i->type, x, added) != 0)
		return true;
	return learn(r, i->args[0], range_binary(MIR_OP_SUB, i->type, now, added, true), depth - 1);
}

/* The condition is `truth` from here on. False when it cannot be. */
static bool assume(struct ranges *r, mir_val cond, bool truth, unsigned depth)
{
	const struct mir_inst *i = mir_inst(r->f, cond);
	struct range now = get(r, cond), x, y;

	if (now.umin == now.umax || !is_followed(r, cond))
		return now.umin == truth || now.umin != now.umax;
	set(r, cond, range_of_const(MIR_T(I1), truth));
	if (!depth)
		return true;
	if (i->op == MIR_OP_NOT)
		return assume(r, i->args[0], !truth, depth - 1);
	if (i->op == (truth ? MIR_OP_AND : MIR_OP_OR))
		return assume(r, i->args[0], truth, depth - 1) &&
		       assume(r, i->args[1], truth, depth - 1);
	if (mir_ops[i->op].result != MIR_RESULT_BOOL || i->nargs != 2)
		return true;
	x = get(r, i->args[0]);
	y = get(r, i->args[1]);
	range_assume(i->op, truth, type_of(r, i->args[0]), &x, &y);
	if (x.empty || y.empty)
		return is_needed_check(r, i);
	return learn(r, i->args[0], x, depth - 1) && learn(r, i->args[1], y, depth - 1);
}

/* ---- rewriting ---- */

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
	struct range now = get(r, v);
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

/* With one operand of known sign the wrapped result tells: it went to the wrong side of the other. */
static void rewrite_overflow(struct ranges *r, mir_val v)
{
	const struct mir_inst i = *mir_inst(r->f, v);
	bool is_add = i.op == MIR_OP_ADD_OV, up;
	mir_val base = i.args[0], result;
	struct range x = get(r, i.args[0]), y = get(r, i.args[1]);

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

static void rewrite_division(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x = get(r, i->args[0]), y = get(r, i->args[1]);
	bool is_quotient = i->op == MIR_OP_FLOORDIV || i->op == MIR_OP_SDIV;

	if (x.smin >= 0 && y.smin > x.smax && !is_quotient)
		stands_for(r, v, i->args[0]);
	else if (x.smin >= 0 && y.smin > 0)
		become(r, v, is_quotient ? MIR_OP_UDIV : MIR_OP_UREM, i->args[0], i->args[1]);
}

/* A condition whose answer is known where it is used. */
static void rewrite_condition(struct ranges *r, mir_val v, struct range now)
{
	const struct mir_inst *cond = mir_inst(r->f, mir_inst(r->f, v)->args[0]);
	mir_val known;
	int64_t n;

	if (cond->op == MIR_OP_CONST || !range_is_const(&now, MIR_T(I1), &n))
		return;
	known = make_const(r, MIR_T(I1), n);
	mir_inst(r->f, v)->args[0] = known;
}

static void rewrite(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x;

	if (i->type.kind != MIR_NONE && i->type.kind != MIR_PTR && rewrite_const(r, v))
		return;
	if (!i->nargs)
		return;
	x = get(r, i->args[0]);
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
		if (x.umax < get(r, i->args[1]).umin && !is_bounded(r, v))
			stands_for(r, v, i->args[0]);
		break;
	case MIR_OP_AND: /* a mask that takes nothing away */
		if (!(x.may & ~get(r, i->args[1]).must) && !is_bounded(r, v))
			stands_for(r, v, i->args[0]);
		break;
	case MIR_OP_SEXT:
		if (!(x.umax >> (mir_type_bits(type_of(r, i->args[0])) - 1)))
			become(r, v, MIR_OP_ZEXT, i->args[0], MIR_NO_VAL);
		break;
	case MIR_OP_SELECT:
	case MIR_OP_GUARD:
		rewrite_condition(r, v, x);
		break;
	}
}

/* ---- the walk ---- */

/* What the edge from → to brings. */
static void record_edge(struct ranges *r, mir_block from, mir_block to)
{
	const struct mir_bb *bb = mir_bb(r->f, to);

	for (uint32_t p = 0; p < bb->npreds; p++) {
		if (bb->preds[p].id != from.id)
			continue;
		r->moved |= !r->taken[r->edge[to.id] + p] && r->run->loops.header[to.id];
		r->taken[r->edge[to.id] + p] = true;
		for (uint32_t k = 0; k < bb->n && r->f->insts.v[bb->insts[k]].op == MIR_OP_PHI; k++) {
			uint32_t phi = bb->insts[k];

			r->inputs[r->input[phi] + p] = get(r, r->f->insts.v[phi].args[p]);
		}
	}
}

static void leave_block(struct ranges *r, mir_block b)
{
	const struct mir_inst end = *mir_end(r->f, b);
	mir_val last = {mir_bb(r->f, b)->insts[mir_bb(r->f, b)->n - 1]};
	struct range cond;
	bool goes[2] = {end.target[0].id != 0, end.target[1].id != 0};

	for (unsigned t = 0; t < 2; t++) {
		uint32_t mark = r->undos.n;

		if (!goes[t])
			continue;
		if (end.op == MIR_OP_BRANCH && end.target[0].id != end.target[1].id)
			goes[t] = assume(r, end.args[0], t == 0, ASSUME_DEPTH);
		if (goes[t])
			record_edge(r, b, end.target[t]);
		take_back(r, mark);
	}
	if (r->mode != REWRITE || end.op != MIR_OP_BRANCH)
		return;
	cond = get(r, end.args[0]);
	if (goes[0] != goes[1])
		cond = range_of_const(MIR_T(I1), goes[0]);
	rewrite_condition(r, last, cond);
}

static bool is_reached(const struct ranges *r, mir_block b)
{
	const struct mir_bb *bb = mir_bb(r->f, b);

	for (uint32_t p = 0; p < bb->npreds; p++)
		if (r->taken[r->edge[b.id] + p])
			return true;
	return b.id == 1;
}

/* What the branch that leads here, and only here, has shown. */
static void assume_entry(struct ranges *r, mir_block b)
{
	const struct mir_bb *bb = mir_bb(r->f, b);
	const struct mir_inst *end;

	if (bb->npreds != 1)
		return;
	end = mir_end(r->f, bb->preds[0]);
	if (end->op == MIR_OP_BRANCH)
		assume(r, end->args[0], end->target[0].id == b.id, ASSUME_DEPTH);
}

static void rewrite_block(struct ranges *r, mir_block b)
{
	struct mir_bb *bb = mir_bb(r->f, b);

	if (r->list.n == bb->n)
		return;
	bb->insts = arena_array(r->f->module->arena, uint32_t, r->list.n);
	memcpy(bb->insts, r->list.v, r->list.n * sizeof(uint32_t));
	bb->n = bb->cap = r->list.n;
}

static void visit_block(struct ranges *r, mir_block b)
{
	const struct mir_bb *bb = mir_bb(r->f, b);
	uint32_t k;
	bool goes_on = true;

	assume_entry(r, b);
	r->list.n = 0;
	for (k = 0; k < bb->n && goes_on; k++) {
		mir_val v = {bb->insts[k]}, cond = MIR_NO_VAL;
		const struct mir_inst *i = mir_inst(r->f, v);

		if (i->op == MIR_OP_GUARD)
			cond = i->args[0];
		if (i->type.kind != MIR_NONE)
			r->of[v.id] = evaluate(r, v);
		if (r->mode == REWRITE && k + 1 < bb->n)
			rewrite(r, v);
		vec_push(r->run->scratch, &r->list, v.id);
		if (cond.id)
			goes_on = assume(r, cond, true, ASSUME_DEPTH);
	}
	if (goes_on)
		leave_block(r, b);
	for (; k < bb->n; k++)
		vec_push(r->run->scratch, &r->list, bb->insts[k]);
	if (r->mode == REWRITE)
		rewrite_block(r, b);
}

static void walk(struct ranges *r, uint32_t *marks)
{
	const struct mir_dom *d = &r->run->dom;
	mir_block b = {1};

	r->moved = false;
	while (b.id) {
		mir_block next = MIR_NO_BLOCK;

		marks[b.id] = r->undos.n;
		if (is_reached(r, b)) {
			visit_block(r, b);
			next = d->child[b.id];
		}
		while (!next.id && b.id) {
			take_back(r, marks[b.id]);
			next = d->sibling[b.id];
			b = d->idom[b.id];
		}
		b = next;
	}
}

/* ---- preparation ---- */

/* For each *.ov the operation on the same operands, wherever it stands: while the *.ov is known to
 * be false, the operation is exact. */
static void find_overflows(struct ranges *r)
{
	static const uint8_t checked[MIR_OPS] = {
		[MIR_OP_ADD] = MIR_OP_ADD_OV, [MIR_OP_SUB] = MIR_OP_SUB_OV, [MIR_OP_MUL] = MIR_OP_MUL_OV,
		[MIR_OP_ADD_OV] = MIR_OP_ADD_OV, [MIR_OP_SUB_OV] = MIR_OP_SUB_OV,
		[MIR_OP_MUL_OV] = MIR_OP_MUL_OV,
	};
	uint32_t size = 64;
	uint32_t *table;

	while (size < 2 * r->nvalues)
		size *= 2;
	table = arena_array(r->run->scratch, uint32_t, size);
	for (unsigned round = 0; round < 2; round++) { /* the *.ov, then what they guard */
		for (uint32_t v = 1; v < r->nvalues; v++) {
			const struct mir_inst *i = &r->f->insts.v[v], *o;
			uint32_t h;

			if (!i->block.id || !checked[i->op] || (checked[i->op] == i->op) == round)
				continue;
			h = (checked[i->op] + i->args[0].id * 0x9e3779b9u + i->args[1].id * 0x85ebca6bu);
			for (h &= size - 1; table[h]; h = (h + 1) & (size - 1)) {
				o = &r->f->insts.v[table[h]];
				if (o->op == checked[i->op] && o->args[0].id == i->args[0].id &&
				    o->args[1].id == i->args[1].id)
					break;
			}
			if (round)
				r->overflow[v].id = table[h];
			else
				table[h] = v;
		}
	}
}

static void prepare(struct ranges *r)
{
	struct arena *a = r->run->scratch;
	struct mir_func *f = r->f;
	uint32_t edges = 0, inputs = 0;

	r->nvalues = f->insts.n;
	r->of = arena_array(a, struct range, f->insts.n);
	r->phi = arena_array(a, struct range, f->insts.n);
	r->edge = arena_array(a, uint32_t, f->blocks.n);
	r->input = arena_array(a, uint32_t, f->insts.n);
	r->grown = arena_array(a, uint8_t, f->insts.n);
	r->bounded = arena_array(a, bool, f->insts.n);
	r->overflow = arena_array(a, mir_val, f->insts.n);
	r->place = mir_positions_make(a, f);
	r->forward = mir_forward_new(a, f);
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		r->edge[b] = edges;
		edges += f->blocks.v[b].npreds;
	}
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id)
			continue;
		if (i->op == MIR_OP_BOUND)
			r->bounded[i->args[0].id] = true;
		r->phi[v].empty = true;
		r->input[v] = inputs;
		inputs += i->op == MIR_OP_PHI ? i->nargs : 0;
	}
	r->taken = arena_array(a, bool, edges);
	r->inputs = arena_array(a, struct range, inputs);
	find_overflows(r);
}

bool pass_range(struct pass_run *run, struct mir_func *f)
{
	struct ranges r = {.run = run, .f = f};
	uint32_t *marks = arena_array(run->scratch, uint32_t, f->blocks.n);

	prepare(&r);
	if (run->loops.n) {
		unsigned walks = 0;

		do
			walk(&r, marks);
		while (r.moved && ++walks < MAX_WALKS);
		r.mode = r.moved ? GIVE_UP : SHRINK;
		for (unsigned n = 0; n < SHRINKS; n++)
			walk(&r, marks);
	}
	r.mode = REWRITE;
	walk(&r, marks);
	if (!r.changed)
		return false;
	mir_forward_apply(f, &r.forward);
	mir_sweep(f);
	mir_prepend(f, (mir_block){1}, r.made.v, r.made.n);
	return true;
}
