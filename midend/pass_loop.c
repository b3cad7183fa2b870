/*
 * pass_loop.c - a loop of which nobody knows how often it runs becomes a callback of the kernel's
 * bpf_loop, which bounds it.
 *
 * Needs nothing. Leaves no `rounds`: the loop that one heads moves, innermost first, into a
 * function of its own that runs one round, and `run` calls it until it gives 1. What the rounds
 * share stands in words of a slot, the record: numbers and addresses that the loop is given, what
 * one round leaves for the next (the head's phis), what is used behind the loop. Word 0 says which
 * way it was left: 0 none, that is as many rounds as `rounds` allows; then the program goes where
 * `rounds` is false.
 */
#include "midend/outline.h"

#include <string.h>

/* ---- which loop ---- */

static mir_val find_rounds(const struct mir_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f, b);

	for (uint32_t k = 0; k < bb->n; k++)
		if (f->insts.v[bb->insts[k]].op == MIR_OP_ROUNDS)
			return (mir_val){bb->insts[k]};
	return MIR_NO_VAL;
}

static void find_blocks(struct outline *o, const struct mir_loops *loops,
			const struct mir_order *order)
{
	memset(o->in, 0, o->f->blocks.n * sizeof(*o->in));
	o->nblocks = mir_loop_blocks(o->f, loops, order, o->head, o->in, o->blocks);
}

/* The head of a loop that has rounds, and no other such loop inside; false: there is none. */
static bool find_loop(struct outline *o, const struct mir_loops *loops,
		      const struct mir_order *order)
{
	for (uint32_t k = order->n; k-- > 0;) {
		bool innermost = true;

		o->head = order->rpo[k];
		o->rounds = find_rounds(o->f, o->head);
		if (!o->rounds.id || !loops->header[o->head.id])
			continue;
		find_blocks(o, loops, order);
		for (uint32_t b = 1; b < o->nblocks && innermost; b++)
			innermost = !find_rounds(o->f, o->blocks[b]).id ||
				    !loops->header[o->blocks[b].id];
		if (innermost)
			return true;
	}
	return false;
}

/* ---- what it is given and leaves ---- */

/* A record of a loop inside that only this loop uses: the function has it itself. */
static bool is_own_slot(const struct outline *o, mir_val v)
{
	bool runs = false;

	if (mir_inst(o->f, v)->op != MIR_OP_SLOT)
		return false;
	for (uint32_t u = 1; u < o->f->insts.n; u++) {
		const struct mir_inst *i = &o->f->insts.v[u];

		for (uint32_t a = 0; i->block.id && a < i->nargs; a++) {
			if (i->args[a].id != v.id)
				continue;
			if (!o->in[i->block.id])
				return false;
			runs |= i->op == MIR_OP_RUN;
		}
	}
	return runs;
}

static void give(struct outline *o, mir_val v)
{
	const struct mir_inst *i = mir_inst(o->f, v);

	if (outline_has(o, v) || o->word_of[v.id])
		return;
	for (uint32_t a = 0; outline_makes(i) && a < i->nargs; a++)
		give(o, i->args[a]);
	if (outline_makes(i) || is_own_slot(o, v))
		return;
	o->word_of[v.id] = o->nwords++;
	o->given[o->ngiven++] = v;
}

static void leave(struct outline *o, mir_val v)
{
	if (!outline_has(o, v) || o->word_of[v.id])
		return;
	o->word_of[v.id] = o->nwords++;
	o->left[o->nleft++] = v;
}

static void find_phis(struct outline *o)
{
	const struct mir_bb *bb = mir_bb(o->f, o->head);

	for (uint32_t k = 0; k < bb->n; k++) {
		mir_val v = {bb->insts[k]};

		if (!outline_is_phi(o, v))
			break;
		o->phis[o->nphis++] = v;
		o->word_of[v.id] = UINT32_MAX; /* its place comes later */
	}
}

/* Words in the order: the way out, what is left, what is given, phis. The first two are zeroed. */
static void find_words(struct outline *o)
{
	const struct mir_func *f = o->f;

	o->nwords = 1;
	find_phis(o);
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		const struct mir_bb *bb = &f->blocks.v[b];

		for (uint32_t k = 0; k < bb->n && !o->in[b] && !bb->dead; k++)
			for (uint32_t a = 0; a < f->insts.v[bb->insts[k]].nargs; a++)
				leave(o, f->insts.v[bb->insts[k]].args[a]);
	}
	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_bb *bb = mir_bb(f, o->blocks[b]);

		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *i = &f->insts.v[bb->insts[k]];
			bool of_head = outline_is_phi(o, (mir_val){bb->insts[k]});

			for (uint32_t a = 0; a < i->nargs; a++)
				if (!of_head || o->in[mir_bb(f, o->head)->preds[a].id])
					give(o, i->args[a]);
		}
	}
	for (uint32_t n = 0; n < o->nphis; n++)
		o->word_of[o->phis[n].id] = o->nwords++;
	o->bytes = OUTLINE_WORD * o->nwords;
}

static void find_exits(struct outline *o)
{
	for (uint32_t b = 0; b < o->nblocks; b++) {
		const struct mir_inst *end = mir_end(o->f, o->blocks[b]);

		for (unsigned t = 0; t < 2; t++) {
			mir_block to = end->target[t];

			if (!to.id || o->in[to.id] || (!b && to.id == o->limit.id))
				continue;
			o->exits[o->nexits++] = (struct exit){o->blocks[b], to, t};
		}
	}
}

/* A comparison with a constant behind the loop says how great it is. */
static void find_checked(const struct outline *o, bool *checked)
{
	for (uint32_t v = 1; v < o->f->insts.n; v++) {
		const struct mir_inst *i = &o->f->insts.v[v];

		if (i->block.id && !o->in[i->block.id] &&
		    (i->op == MIR_OP_ULT || i->op == MIR_OP_ULE) &&
		    mir_inst(o->f, i->args[1])->op == MIR_OP_CONST)
			checked[i->args[0].id] = true;
	}
}

/* An index behind the loop comes from what it leaves, unchecked. */
static bool leaves_index(const struct outline *o)
{
	uint32_t nvalues = o->f->insts.n, n = 0;
	bool *seen = arena_array(o->run->scratch, bool, nvalues);
	mir_val *work = arena_array(o->run->scratch, mir_val, nvalues);

	find_checked(o, seen);
	for (uint32_t v = 1; v < nvalues; v++) {
		const struct mir_inst *i = &o->f->insts.v[v];

		if (!i->block.id || o->in[i->block.id] || i->op != MIR_OP_BOUND ||
		    seen[i->args[0].id])
			continue;
		seen[i->args[0].id] = true;
		work[n++] = i->args[0];
	}
	while (n) {
		mir_val v = work[--n];
		const struct mir_inst *i = mir_inst(o->f, v);

		if (outline_has(o, v) && !outline_is_phi(o, v))
			return true;
		if (outline_has(o, v) ||
		    (!(mir_ops[i->op].flags & MIR_PURE) && i->op != MIR_OP_PHI))
			continue;
		for (uint32_t a = 0; a < i->nargs; a++) {
			if (seen[i->args[a].id])
				continue;
			seen[i->args[a].id] = true;
			work[n++] = i->args[a];
		}
	}
	return false;
}

/* Nothing that is left is to be known on one way out only. */
static bool forgets_way(const struct outline *o)
{
	for (uint32_t n = 0; n < o->nleft; n++)
		if (mir_inst(o->f, o->left[n])->type.kind == MIR_PTR)
			return false;
	return !leaves_index(o);
}

/* ---- the pass ---- */

static bool outline_one(struct pass_run *run, struct mir_func *f, mir_val joined, uint32_t number)
{
	uint32_t nvalues = f->insts.n, nblocks = f->blocks.n;
	struct arena *a = run->scratch;
	struct outline o = {
		.run = run,
		.f = f,
		.joined = joined,
		.in = arena_array(a, bool, nblocks),
		.blocks = arena_array(a, mir_block, nblocks),
		.word_of = arena_array(a, uint32_t, nvalues),
		.given = arena_array(a, mir_val, nvalues),
		.reread = arena_array(a, struct reread, nvalues),
		.phis = arena_array(a, mir_val, nvalues),
		.shared = arena_array(a, mir_val, nvalues),
		.left = arena_array(a, mir_val, nvalues),
		.values = arena_array(a, mir_val, nvalues),
		.copies = arena_array(a, mir_block, nblocks),
		.exits = arena_array(a, struct exit, 2 * (size_t)nblocks),
	};
	struct mir_order order = mir_order_make(a, f);
	struct mir_dom dom = mir_dom_make(a, f, &order);
	struct mir_loops loops = mir_loops_make(a, f, &order);
	const struct mir_inst *end;

	if (!find_loop(&o, &loops, &order))
		return false;
	end = mir_end(f, o.head);
	NB_ASSERT(end->op == MIR_OP_BRANCH && end->args[0].id == o.rounds.id);
	o.limit = end->target[1];
	NB_ASSERT(!o.in[o.limit.id]);
	find_words(&o);
	find_exits(&o);
	o.forgets_way = forgets_way(&o);
	outline_make_round(&o, &dom, number);
	outline_replace(&o);
	mir_remove_unreachable(a, f);
	loop_slots_drop(run, f);
	return true;
}

/* What never comes back is no loop: it has its first round. Before loops around it move. */
static bool settle_others(struct pass_run *run, struct mir_func *f)
{
	struct mir_order order = mir_order_make(run->scratch, f);
	struct mir_loops loops = mir_loops_make(run->scratch, f, &order);
	bool left = false;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_ROUNDS)
			continue;
		if (loops.header[i->block.id])
			left = true;
		else
			mir_become_const(f, (mir_val){v}, 1);
	}
	return left;
}

bool pass_loop(struct pass_run *run, struct mir_func *f)
{
	bool has_rounds = false;
	uint32_t number = 1;
	mir_val joined;

	for (uint32_t v = 1; v < f->insts.n; v++)
		has_rounds |= f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_ROUNDS;
	if (!has_rounds)
		return false;
	if (!settle_others(run, f))
		return true;
	joined = loop_slots_join(run, f);
	while (outline_one(run, f, joined, number))
		number++;
	return true;
}
