/*
 * pass_cfg.c - simplifies control flow.
 *
 * Needs loops (headers are not threaded through). Leaves no unreachable block, no branch or guard
 * on a constant, no block that only jumps on where its edges can go around it, and no jump to a
 * block without other predecessors. A block of phis that branches on one of them is gone around by
 * those predecessors that bring a constant: `and` and `or` become plain branches.
 *
 * No block with phis gets a second edge from one predecessor: phis could not tell the two apart.
 */
#include "midend/pass_run.h"

struct cfg {
	struct pass_run *run;
	struct mir_func *f;
	bool changed;
};

enum { MAX_ROUNDS = 8 };

static bool is_const(const struct mir_func *f, mir_val v)
{
	return mir_inst(f, v)->op == MIR_OP_CONST;
}

/* Position of the first instruction that is no phi. */
static uint32_t after_phis(const struct mir_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f, b);
	uint32_t k = 0;

	while (k < bb->n && f->insts.v[bb->insts[k]].op == MIR_OP_PHI)
		k++;
	return k;
}

static uint32_t pred_index(const struct mir_bb *bb, mir_block pred)
{
	uint32_t p = 0;

	while (bb->preds[p].id != pred.id)
		p++;
	return p;
}

static bool has_pred(const struct mir_bb *bb, mir_block pred)
{
	for (uint32_t p = 0; p < bb->npreds; p++)
		if (bb->preds[p].id == pred.id)
			return true;
	return false;
}

/* ---- constant branches and guards ---- */

/* A guard that never holds ends its block. */
static void cut_at_guard(struct cfg *c, mir_block b, uint32_t k)
{
	struct mir_bb *bb = mir_bb(c->f, b);
	struct mir_inst *guard = &c->f->insts.v[bb->insts[k]];

	for (uint32_t n = k + 1; n < bb->n; n++)
		mir_kill(c->f, (mir_val){bb->insts[n]});
	bb->n = k + 1;
	guard->op = MIR_OP_FAIL;
	guard->nargs = 0;
}

static void fold_guards(struct cfg *c, mir_block b)
{
	struct mir_bb *bb = mir_bb(c->f, b);
	uint32_t n = 0;

	for (uint32_t k = 0; k < bb->n; k++) {
		struct mir_inst *i = &c->f->insts.v[bb->insts[k]];

		if (i->op == MIR_OP_GUARD && is_const(c->f, i->args[0])) {
			c->changed = true;
			if (mir_inst(c->f, i->args[0])->imm) {
				i->block = MIR_NO_BLOCK;
				continue;
			}
			cut_at_guard(c, b, k);
		}
		bb->insts[n++] = bb->insts[k];
	}
	bb->n = n;
}

static void fold_branch(struct cfg *c, mir_block b)
{
	const struct mir_inst *end = mir_end(c->f, b);

	if (end->op != MIR_OP_BRANCH)
		return;
	if (is_const(c->f, end->args[0]))
		mir_branch_to_jump(c->f, b, mir_inst(c->f, end->args[0])->imm ? 0 : 1);
	else if (end->target[0].id == end->target[1].id)
		mir_branch_to_jump(c->f, b, 0);
	else
		return;
	c->changed = true;
}

/* ---- going around blocks ---- */

/* The edge p → around becomes p → to, bringing the phis of `to` what they had from `around`, where
 * phis of `around` itself stand for their operand from p. False when that cannot be. */
static bool redirect(struct cfg *c, mir_block p, mir_block around, mir_block to)
{
	struct mir_func *f = c->f;
	const struct mir_inst *end = mir_end(f, p);
	struct mir_bb *bb = mir_bb(f, to);
	uint32_t phis = after_phis(f, to), from = pred_index(mir_bb(f, around), p), via;

	if (end->target[0].id == end->target[1].id || (phis && has_pred(bb, p)))
		return false;
	via = phis ? pred_index(bb, around) : 0;
	for (uint32_t k = 0; k < phis; k++) {
		mir_val phi = {bb->insts[k]}, x = mir_inst(f, phi)->args[via];

		if (mir_inst(f, x)->op == MIR_OP_PHI && mir_inst(f, x)->block.id == around.id)
			x = mir_inst(f, x)->args[from];
		mir_phi_add(f, phi, x);
	}
	mir_set_target(f, p, end->target[0].id == around.id ? 0 : 1, to);
	c->changed = true;
	return true;
}

static void skip_empty(struct cfg *c, mir_block b)
{
	const struct mir_bb *bb = mir_bb(c->f, b);
	mir_block to = mir_end(c->f, b)->target[0];

	if (bb->n != 1 || mir_end(c->f, b)->op != MIR_OP_JUMP || b.id == 1 || to.id == b.id)
		return;
	for (uint32_t p = bb->npreds; p-- > 0;)
		redirect(c, bb->preds[p], b, to);
}

/* Only phis and a branch on one of them, to elsewhere. */
static bool may_thread(const struct cfg *c, mir_block b)
{
	const struct mir_inst *end = mir_end(c->f, b);
	const struct mir_inst *cond;

	if (end->op != MIR_OP_BRANCH || after_phis(c->f, b) + 1 != mir_bb(c->f, b)->n ||
	    end->target[0].id == b.id || end->target[1].id == b.id || c->run->loops.header[b.id])
		return false;
	cond = mir_inst(c->f, end->args[0]);
	if (cond->op != MIR_OP_PHI || cond->block.id != b.id)
		return false;
	for (uint32_t n = 0; n < cond->nargs; n++)
		if (is_const(c->f, cond->args[n]))
			return true;
	return false;
}

/* What threading asks, true at its start; `around`: blocks that edges have gone around since, and
 * those whose phis got uses since. */
struct threading {
	struct mir_order order;
	struct mir_dom dom;
	struct mir_uses uses;
	bool *around;
};

/* The use of a phi of b by `user` is on an edge out of b or behind `behind`, which only b leads to.
 */
static bool use_is_fine(const struct cfg *c, const struct threading *t, mir_val phi,
			const struct mir_inst *user, mir_block b, mir_block behind)
{
	const struct mir_bb *at = mir_bb(c->f, user->block);
	bool dominates = behind.id && mir_bb(c->f, behind)->npreds == 1 && !t->around[behind.id];

	if (user->block.id == b.id)
		return user->op == MIR_OP_BRANCH;
	if (user->op != MIR_OP_PHI)
		return dominates && mir_dominates(&t->dom, behind, user->block);
	for (uint32_t n = 0; n < user->nargs; n++)
		if (user->args[n].id == phi.id && at->preds[n].id != b.id &&
		    !(dominates && mir_dominates(&t->dom, behind, at->preds[n])))
			return false;
	return true;
}

/* Edges may go around b when no use of its phis is left that they reach. */
static bool uses_are_fine(const struct cfg *c, const struct threading *t, mir_block b,
			  mir_block behind)
{
	const struct mir_bb *bb = mir_bb(c->f, b);

	for (uint32_t k = 0; k + 1 < bb->n; k++) {
		mir_val phi = {bb->insts[k]};

		for (uint32_t u = t->uses.start[phi.id]; u < t->uses.start[phi.id + 1]; u++)
			if (!use_is_fine(c, t, phi, mir_inst(c->f, t->uses.user[u]), b, behind))
				return false;
	}
	return true;
}

/* Predecessors that bring a constant go straight on; with uses behind one target, only those that
 * go to the other. */
static void thread_block(struct cfg *c, struct threading *t, mir_block b)
{
	struct mir_func *f = c->f;
	const struct mir_bb *bb = mir_bb(f, b);
	const struct mir_inst *end = mir_end(f, b);
	bool local = uses_are_fine(c, t, b, MIR_NO_BLOCK);
	bool goes[2] = {local || uses_are_fine(c, t, b, end->target[1]),
			local || uses_are_fine(c, t, b, end->target[0])};

	for (uint32_t p = bb->npreds; p-- > 0;) {
		mir_val x = mir_inst(f, end->args[0])->args[p];
		unsigned target = is_const(f, x) && mir_inst(f, x)->imm ? 0 : 1;

		if (!is_const(f, x) || !goes[target])
			continue;
		for (uint32_t k = 0; k + 1 < bb->n; k++)
			t->around[mir_inst(f, f->insts.v[bb->insts[k]].args[p])->block.id] = true;
		if (redirect(c, bb->preds[p], b, end->target[target]))
			t->around[b.id] = true;
	}
}

static void thread_jumps(struct cfg *c)
{
	struct threading t = {0};

	for (uint32_t n = 1; n < c->f->blocks.n; n++) {
		mir_block b = {n};

		if (mir_bb(c->f, b)->dead || !may_thread(c, b))
			continue;
		if (!t.around) {
			t.around = arena_array(c->run->scratch, bool, c->f->blocks.n);
			t.order = mir_order_make(c->run->scratch, c->f);
			t.dom = mir_dom_make(c->run->scratch, c->f, &t.order);
			t.uses = mir_uses_make(c->run->scratch, c->f);
		}
		if (!t.around[n])
			thread_block(c, &t, b);
	}
}

/* ---- chains ---- */

static void merge_chain(struct cfg *c, struct mir_forward *w, mir_block b)
{
	struct mir_func *f = c->f;

	for (;;) {
		const struct mir_inst *end = mir_end(f, b);
		mir_block next = end->target[0];
		struct mir_bb *from;

		if (end->op != MIR_OP_JUMP || next.id == b.id || mir_bb(f, next)->npreds != 1)
			return;
		from = mir_bb(f, next);
		mir_inst(f, (mir_val){mir_bb(f, b)->insts[mir_bb(f, b)->n - 1]})->block =
			MIR_NO_BLOCK;
		mir_bb(f, b)->n--;
		for (uint32_t k = 0; k < from->n; k++) {
			mir_val v = {from->insts[k]};

			if (mir_inst(f, v)->op == MIR_OP_PHI) {
				mir_forward_set(w, v, mir_inst(f, v)->args[0]);
				mir_inst(f, v)->block = MIR_NO_BLOCK;
			} else {
				mir_place(f, b, mir_bb(f, b)->n, v);
			}
		}
		end = mir_end(f, b);
		for (unsigned t = 0; t < 2; t++)
			if (end->target[t].id)
				mir_edge_move(f, end->target[t], next, b);
		from->n = from->npreds = 0;
		from->dead = true;
		c->changed = true;
	}
}

static void merge_chains(struct cfg *c)
{
	struct mir_forward w = mir_forward_new(c->run->scratch, c->f);
	struct mir_order o = mir_order_make(c->run->scratch, c->f);

	for (uint32_t n = 0; n < o.n; n++)
		if (!mir_bb(c->f, o.rpo[n])->dead)
			merge_chain(c, &w, o.rpo[n]);
	mir_forward_apply(c->f, &w);
}

static void for_blocks(struct cfg *c, void (*visit)(struct cfg *, mir_block))
{
	for (uint32_t n = 1; n < c->f->blocks.n; n++)
		if (!c->f->blocks.v[n].dead)
			visit(c, (mir_block){n});
}

bool pass_cfg(struct pass_run *run, struct mir_func *f)
{
	struct cfg c = {.run = run, .f = f, .changed = true};
	bool any = false;

	for (unsigned round = 0; c.changed && round < MAX_ROUNDS; round++) {
		c.changed = false;
		for_blocks(&c, fold_guards);
		for_blocks(&c, fold_branch);
		c.changed |= mir_remove_unreachable(run->scratch, f);
		thread_jumps(&c);
		for_blocks(&c, skip_empty);
		c.changed |= mir_remove_unreachable(run->scratch, f);
		merge_chains(&c);
		any |= c.changed;
	}
	return any;
}
