/*
 * pass_inline.c - replaces calls by the body of the function called, where that is smaller.
 *
 * Needs its callees done (the manager goes bottom-up); call_size.c says which of them stay functions.
 * Leaves calls of those only. The block of a call is cut behind it; the callee's blocks are copied in between,
 * each `ret` a jump to the rest, where a phi per result collects the values when there are several.
 * Guards and fails of the callee end the program that it was copied into, as their meaning is.
 *
 * Calls of a block are handled last to first, so each instruction moves at most once.
 */
#include "midend/call_size.h"

/* Programs beyond this many instructions are far from what the kernel takes (1 million steps). */
enum { INLINE_MAX_INSTS = 1 << 20 };

struct copy {
	struct mir_func *f;
	const struct mir_func *callee;
	mir_val call;
	mir_val *values;  /* by value of the callee */
	uint32_t base;	  /* block b of the callee is block base + b */
	mir_block rest;	  /* what follows the call */
	mir_val *results; /* phis of the rest */
};

/* The instructions behind the call, moved to a new block that takes over the edges. */
static mir_block cut_behind(struct mir_func *f, mir_block b, uint32_t k)
{
	mir_block rest = mir_block_new(f);
	struct mir_bb *bb = mir_bb(f, b);
	const struct mir_inst *end = mir_end(f, b);

	for (uint32_t n = k + 1; n < bb->n; n++)
		mir_place(f, rest, mir_bb(f, rest)->n, (mir_val){bb->insts[n]});
	bb->n = k + 1;
	for (unsigned t = 0; t < 2; t++)
		if (end->target[t].id)
			mir_edge_move(f, end->target[t], b, rest);
	return rest;
}

static mir_val mapped(const struct copy *c, mir_val v)
{
	return c->values[v.id];
}

static void copy_return(struct copy *c, mir_block b, const struct mir_inst *ret)
{
	struct mir_builder to = {.func = c->f, .block = b, .at = ret->at};

	for (uint32_t n = 0; n < ret->nargs; n++)
		mir_phi_add(c->f, c->results[n], mapped(c, ret->args[n]));
	mir_jump(&to, c->rest);
}

/* Numbers first, operands later: phis name values that come after them. */
static void number_values(struct copy *c)
{
	const struct mir_inst call = *mir_inst(c->f, c->call);

	for (uint32_t b = 1; b < c->callee->blocks.n; b++) {
		const struct mir_bb *bb = &c->callee->blocks.v[b];

		for (uint32_t k = 0; k < bb->n; k++) {
			struct mir_inst i = c->callee->insts.v[bb->insts[k]];

			if (i.op == MIR_OP_PARAM) {
				c->values[bb->insts[k]] = call.args[i.imm];
			} else if (i.op != MIR_OP_RET) {
				i.nargs = 0;
				c->values[bb->insts[k]] = mir_new(c->f, i);
			}
		}
	}
}

static mir_block copy_target(const struct copy *c, mir_block b)
{
	return b.id ? (mir_block){c->base + b.id} : MIR_NO_BLOCK;
}

static void copy_inst(struct copy *c, mir_block to, uint32_t from)
{
	const struct mir_inst *old = &c->callee->insts.v[from];
	mir_val *args, v = c->values[from];
	struct mir_inst *i;

	if (old->op == MIR_OP_PARAM)
		return;
	if (old->op == MIR_OP_RET) {
		copy_return(c, to, old);
		return;
	}
	args = mir_set_operands(c->f, v, old->args, old->nargs);
	for (uint32_t n = 0; n < old->nargs; n++)
		args[n] = mapped(c, old->args[n]);
	i = mir_inst(c->f, v);
	i->target[0] = copy_target(c, old->target[0]);
	i->target[1] = copy_target(c, old->target[1]);
	mir_place(c->f, to, mir_bb(c->f, to)->n, v);
}

static void copy_body(struct copy *c, mir_block before)
{
	struct mir_builder b = {.func = c->f, .block = before, .at = mir_inst(c->f, c->call)->at};

	c->base = c->f->blocks.n - 1;
	for (uint32_t n = 1; n < c->callee->blocks.n; n++)
		mir_bb(c->f, mir_block_new(c->f))->dead = c->callee->blocks.v[n].dead;
	for (uint32_t n = 0; n < c->callee->nresults; n++)
		c->results[n] = mir_phi(c->f, c->rest, c->callee->results[n], b.at);
	number_values(c);
	for (uint32_t n = 1; n < c->callee->blocks.n; n++) {
		const struct mir_bb *from = &c->callee->blocks.v[n];
		mir_block to = {c->base + n};

		for (uint32_t p = 0; p < from->npreds; p++)
			mir_edge_add(c->f, to, copy_target(c, from->preds[p]));
		for (uint32_t k = 0; k < from->n; k++)
			copy_inst(c, to, from->insts[k]);
	}
	mir_jump(&b, copy_target(c, (mir_block){1}));
}

/* Replaces the call at position k of block b; its results, phis now, in an array. */
static mir_val *inline_call(struct pass_run *run, struct mir_func *f, mir_block b, uint32_t k)
{
	struct copy c = {.f = f, .call = {mir_bb(f, b)->insts[k]}};

	c.callee = run->m->funcs.v[mir_inst(f, c.call)->ref];
	c.values = arena_array(run->scratch, mir_val, c.callee->insts.n);
	c.results = arena_array(run->scratch, mir_val, c.callee->nresults);
	c.rest = cut_behind(f, b, k);
	mir_bb(f, b)->n = k;
	mir_inst(f, c.call)->block = MIR_NO_BLOCK;
	copy_body(&c, b);
	return c.results;
}

static bool too_large(struct pass_run *run, const struct mir_func *f, mir_val call)
{
	uint32_t more = run->m->funcs.v[mir_inst(f, call)->ref]->insts.n;

	if (f->insts.n + more <= INLINE_MAX_INSTS)
		return false;
	if (!run->problems.list.n)
		pass_report(
			run, mir_inst(f, call)->at, "call it from fewer places",
			"the program has more than %d instructions once its functions are inlined",
			INLINE_MAX_INSTS);
	return true;
}

/* Uses of calls and of their further results become uses of the phis. */
static void forward_results(struct pass_run *run, struct mir_func *f, mir_val **results,
			    uint32_t nvalues)
{
	struct mir_forward w = mir_forward_new(run->scratch, f);

	for (uint32_t v = 1; v < nvalues; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (results[v] && i->type.kind != MIR_NONE)
			mir_forward_set(&w, (mir_val){v}, results[v][0]);
		if (i->block.id && i->op == MIR_OP_RESULT && results[i->args[0].id]) {
			mir_forward_set(&w, (mir_val){v}, results[i->args[0].id][i->imm]);
			mir_kill(f, (mir_val){v});
		}
	}
	mir_sweep(f);
	mir_forward_apply(f, &w);
}

bool pass_inline(struct pass_run *run, struct mir_func *f)
{
	uint32_t nvalues = f->insts.n, nblocks = f->blocks.n;
	mir_val **results = arena_array(run->scratch, mir_val *, nvalues);
	bool changed = false;

	if (!f->levels)
		call_size_levels(run->m);
	for (uint32_t b = 1; b < nblocks; b++) {
		for (uint32_t k = f->blocks.v[b].n; k-- > 0;) {
			mir_val v = {f->blocks.v[b].insts[k]};

			if (mir_inst(f, v)->op != MIR_OP_CALL ||
			    run->m->funcs.v[mir_inst(f, v)->ref]->is_called || too_large(run, f, v))
				continue;
			results[v.id] = inline_call(run, f, (mir_block){b}, k);
			changed = true;
		}
	}
	if (changed) {
		forward_results(run, f, results, nvalues);
		mir_remove_unreachable(run->scratch, f);
	}
	if (!f->section)
		call_size_decide(run, f);
	return changed;
}
