/*
 * pass_range.c - finds out what numbers can be, and drops checks that cannot fail.
 *
 * Needs dominators and loops. What is known of a subprogram's parameters the pass `given` has joined
 * from its calls, callers first; what is known of its results, from its returns, when it was its turn
 * before its callers'. Leaves constants where a number can only be one, no *.ov and no
 * comparison with one answer, comparisons instead of *.ov where the sign of an operand is known,
 * unsigned for signed division of numbers that are not negative.
 *
 * The dominator tree is walked in preorder. What a branch or guard has shown holds in the blocks
 * below it and is taken back behind them. Phis join what came along each edge that can be taken;
 * with loops the walk repeats, growing the phis at loop heads (with landmarks, so that it ends),
 * then shrinks them twice. The last walk rewrites.
 *
 * A check of a number from which `bound` is made stays, unless the number itself is plainly small
 * enough (a mask, a narrow load): the kernel's verifier has to see a reason too.
 */
#include "midend/range_pass.h"
#include "midend/tally.h"

#include "lang/helpers.h"

enum {
	GROW_BEFORE_WIDENING = 3,
	MAX_WALKS = 24,
	SHRINKS = 2,
	ASSUME_DEPTH = 6,
};

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
		return range_of_type(ranges_type(r, i->args[0]));
	if ((i->op == MIR_OP_AND || i->op == MIR_OP_LSHR) && y && y->op == MIR_OP_CONST)
		return range_binary(i->op, i->type, range_of_type(i->type),
				    range_of_const(y->type, y->imm), false);
	return range_of_type(i->type);
}

/* A comparison of a number that indexes memory, whose answer is not evident. */
static bool is_needed_check(const struct ranges *r, const struct mir_inst *i)
{
	if (mir_ops[i->op].result != MIR_RESULT_BOOL || i->nargs != 2 ||
	    !(ranges_is_bounded(r, i->args[0]) || ranges_is_bounded(r, i->args[1])))
		return false;
	return range_decide(i->op, ranges_type(r, i->args[0]), evident(r, i->args[0]),
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

	if (r->mode == RANGES_GIVE_UP)
		now = range_of_type(ranges_type(r, v));
	if (r->mode != RANGES_GROW) {
		*was = now;
		return now;
	}
	now = range_join(*was, now);
	if (!range_eq(&now, was)) {
		if (r->grown[v.id] >= GROW_BEFORE_WIDENING)
			now = range_meet(range_widen(*was, now), range_of_type(ranges_type(r, v)));
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

static struct range of_result(const struct ranges *r, const struct mir_inst *call, uint32_t n)
{
	const struct mir_func *callee = r->run->m->funcs.v[call->ref];

	return callee->gives ? callee->gives[n] : range_of_type(callee->results[n]);
}

static struct range evaluate(struct ranges *r, mir_val v)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range x = {0}, y = {0}, given;
	int answer;

	if (i->nargs >= 1)
		x = ranges_get(r, i->args[0]);
	if (i->nargs >= 2)
		y = ranges_get(r, i->args[1]);
	switch ((int)i->op) {
	case MIR_OP_CONST:
		return range_of_const(i->type, i->imm);
	case MIR_OP_LOAD:
		return tally_range(r->run->m, r->f, v);
	case MIR_OP_PARAM:
		return r->f->given ? r->f->given[i->imm] : range_of_type(i->type);
	case MIR_OP_CALL:
		return of_result(r, i, 0);
	case MIR_OP_RESULT:
		return of_result(r, mir_inst(r->f, i->args[0]), (uint32_t)i->imm);
	case MIR_OP_PHI:
		return r->run->loops.header[i->block.id] ? of_head_phi(r, v) : of_phi(r, v);
	case MIR_OP_SELECT:
		if (x.umin == x.umax)
			return x.umin ? y : ranges_get(r, i->args[2]);
		return range_join(y, ranges_get(r, i->args[2]));
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
		return range_unary(i->op, i->type, ranges_type(r, i->args[0]), x);
	}
	if (!(mir_ops[i->op].flags & MIR_PURE) || i->nargs != 2 ||
	    ranges_type(r, i->args[0]).kind == MIR_PTR)
		return range_of_type(i->type);
	if (mir_ops[i->op].result != MIR_RESULT_BOOL)
		return range_binary(i->op, i->type, x, y, is_exact(r, v));
	answer = is_needed_check(r, i) ? -1 : range_decide(i->op, ranges_type(r, i->args[0]), x, y);
	return answer < 0 ? range_of_type(i->type) : range_of_const(i->type, answer);
}

/* ---- what a condition tells ---- */

static void set(struct ranges *r, mir_val v, struct range now)
{
	vec_push(r->run->scratch, &r->undos, ((struct ranges_undo){v, r->of[v.id]}));
	r->of[v.id] = now;
}

static void take_back(struct ranges *r, uint32_t to)
{
	while (r->undos.n > to) {
		struct ranges_undo u = r->undos.v[--r->undos.n];

		r->of[u.v.id] = u.was;
	}
}

/* v is in `range` too, and so is what it was made from. False when that cannot be. */
static bool learn(struct ranges *r, mir_val v, struct range range, unsigned depth)
{
	const struct mir_inst *i = mir_inst(r->f, v);
	struct range was = ranges_get(r, v), now = range_meet(was, range), x, added;

	if (now.empty)
		return false;
	if (range_eq(&was, &now) || !depth || !ranges_follow(r, v))
		return true;
	set(r, v, now);
	if (i->op == MIR_OP_ZEXT || i->op == MIR_OP_BOUND)
		return learn(r, i->args[0], now, depth - 1);
	if (i->op != MIR_OP_ADD || i->type.kind != MIR_I64)
		return true;
	x = ranges_get(r, i->args[0]);
	added = ranges_get(r, i->args[1]);
	if (added.umin != added.umax || range_decide(MIR_OP_ADD_OV, i->type, x, added) != 0)
		return true;
	return learn(r, i->args[0], range_binary(MIR_OP_SUB, i->type, now, added, true), depth - 1);
}

/* The condition is `truth` from here on. False when it cannot be. */
static bool assume(struct ranges *r, mir_val cond, bool truth, unsigned depth)
{
	const struct mir_inst *i = mir_inst(r->f, cond);
	struct range now = ranges_get(r, cond), x, y;

	if (now.umin == now.umax || !ranges_follow(r, cond))
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
	x = ranges_get(r, i->args[0]);
	y = ranges_get(r, i->args[1]);
	range_assume(i->op, truth, ranges_type(r, i->args[0]), &x, &y);
	if (x.empty || y.empty)
		return is_needed_check(r, i);
	return learn(r, i->args[0], x, depth - 1) && learn(r, i->args[1], y, depth - 1);
}

/* ---- what subprograms are given and give ---- */

/* Joins the intervals of operands to what they are elsewhere. */
static void join_operands(struct ranges *r, const struct mir_inst *i, const struct range **to)
{
	struct range *all = arena_array(r->run->m->arena, struct range, i->nargs + 1);

	for (uint32_t n = 0; n < i->nargs; n++)
		all[n] = *to ? range_join((*to)[n], ranges_get(r, i->args[n]))
			     : ranges_get(r, i->args[n]);
	*to = all;
}

/* Where the walk is the last one. */
static void note(struct ranges *r, const struct mir_inst *i)
{
	if (i->op == MIR_OP_CALL && r->mode == RANGES_NOTE)
		join_operands(r, i, &r->run->m->funcs.v[i->ref]->given);
	if (i->op == MIR_OP_RET && r->mode == RANGES_REWRITE && !r->f->section)
		join_operands(r, i, &r->f->gives);
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
		for (uint32_t k = 0; k < bb->n && r->f->insts.v[bb->insts[k]].op == MIR_OP_PHI;
		     k++) {
			uint32_t phi = bb->insts[k];

			r->inputs[r->input[phi] + p] = ranges_get(r, r->f->insts.v[phi].args[p]);
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
	if (r->mode != RANGES_REWRITE || end.op != MIR_OP_BRANCH)
		return;
	cond = ranges_get(r, end.args[0]);
	if (goes[0] != goes[1])
		cond = range_of_const(MIR_T(I1), goes[0]);
	ranges_rewrite_condition(r, last, cond);
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
		note(r, i);
		if (r->mode == RANGES_REWRITE && k + 1 < bb->n)
			ranges_rewrite(r, v);
		vec_push(r->run->scratch, &r->list, v.id);
		if (cond.id)
			goes_on = assume(r, cond, true, ASSUME_DEPTH);
	}
	if (goes_on)
		leave_block(r, b);
	for (; k < bb->n; k++)
		vec_push(r->run->scratch, &r->list, bb->insts[k]);
	if (r->mode == RANGES_REWRITE)
		ranges_rewrite_block(r, b);
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
		[MIR_OP_ADD] = MIR_OP_ADD_OV,	 [MIR_OP_SUB] = MIR_OP_SUB_OV,
		[MIR_OP_MUL] = MIR_OP_MUL_OV,	 [MIR_OP_ADD_OV] = MIR_OP_ADD_OV,
		[MIR_OP_SUB_OV] = MIR_OP_SUB_OV, [MIR_OP_MUL_OV] = MIR_OP_MUL_OV,
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
			h = (checked[i->op] + i->args[0].id * 0x9e3779b9u +
			     i->args[1].id * 0x85ebca6bu);
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

/* Walks until phis have settled, then once more in the mode `last`. */
static void solve(struct ranges *r, int last)
{
	uint32_t *marks = arena_array(r->run->scratch, uint32_t, r->f->blocks.n);

	prepare(r);
	if (r->run->loops.n) {
		unsigned walks = 0;

		do
			walk(r, marks);
		while (r->moved && ++walks < MAX_WALKS);
		r->mode = r->moved ? RANGES_GIVE_UP : RANGES_SHRINK;
		for (unsigned n = 0; n < SHRINKS; n++)
			walk(r, marks);
	}
	r->mode = last;
	walk(r, marks);
}

bool pass_given(struct pass_run *run, struct mir_func *f)
{
	struct ranges r = {.run = run, .f = f};

	for (uint32_t v = 1; v < f->insts.n; v++) {
		if (f->insts.v[v].op != MIR_OP_CALL || !f->insts.v[v].block.id)
			continue;
		solve(&r, RANGES_NOTE);
		break;
	}
	return false;
}

bool pass_range(struct pass_run *run, struct mir_func *f)
{
	struct ranges r = {.run = run, .f = f};

	f->gives = NULL;
	solve(&r, RANGES_REWRITE);
	if (!r.changed)
		return false;
	mir_forward_apply(f, &r.forward);
	mir_sweep(f);
	mir_prepend(f, (mir_block){1}, r.made.v, r.made.n);
	return true;
}
