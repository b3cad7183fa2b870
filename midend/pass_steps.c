/*
 * pass_steps.c - loops that cost the kernel's verifier much become loops that the kernel runs.
 *
 * Needs its callees done, and checks that are branches. The verifier walks a counted loop round by
 * round, and anew for each state in which the program comes to it; a loop that the kernel runs
 * (pass_loop.c) it walks a few times. Of a function that costs more than its share the loops that
 * cost most get `rounds`, outer ones before inner ones, until it does not; short loops are faster
 * where they stand.
 *
 * What is left is told of when it is sure to be more than the verifier goes through.
 *
 * Stays as it is: a loop with an index that is checked outside of it, which the verifier would have
 * forgotten inside; one that fills a record of the ring buffer, which must not leave the program;
 * one for which there is no frame left.
 */
#include "midend/call_size.h"

enum {
	VERIFIER_STEPS = 1000000, /* BPF_COMPLEXITY_LIMIT_INSNS, include/linux/bpf.h, since 5.2 */
	/* Rounds of a loop that the kernel runs, until the verifier learns no more. */
	ROUNDS_WALKED = 4,
	STEPS_MAX = VERIFIER_STEPS / 4, /* of the least that it may be */
	/* Of so many rounds the verifier keeps the states; of more it walks those again that it has
	 * dropped by then, for each way to them. */
	ROUNDS_KEPT = 4,
	FORKS_WALKED = 4,
	FORKS_JUMPS = 8,
	SAVED_LEAST = 1024, /* steps for which a loop moves */
	/* Below it a guess says nothing: kernels before 6.8 take longer over some moved loops. */
	GUESSED_LEAST = VERIFIER_STEPS / 4,
	SUBPROGRAM_SHARE = 8,
	RECORD_FRAMES = 160, /* bytes that a loop of a subprogram takes of it, about */
};

struct loop {
	mir_block head;
	mir_block *blocks; /* the head first */
	uint32_t n;
	uint64_t rounds; /* that the verifier walks */
	uint32_t before; /* the last loop before it on its level, + 1; 0: none */
	bool counted, by_kernel;
	bool leaves; /* a round can be the last one for a reason that the verifier does not know */
	bool forks;  /* tries to change a value until that succeeds, with loops or many jumps inside
		      */
};

/* What a guess takes into account. */
enum guess { GUESS_NOTHING, GUESS_FORKS, GUESS_ALL };

struct steps {
	struct pass_run *run;
	struct mir_func *f;
	struct mir_order order;
	uint32_t nblocks;   /* before loops move */
	struct loop *loops; /* outer ones before those inside */
	uint32_t nloops;
	bool *in;	  /* by block, scratch: nothing is marked between uses */
	uint64_t *cost;	  /* by block: of walking it once */
	uint64_t *weight; /* by block: how often the verifier comes by */
	uint32_t *nested; /* by block: loops around it that the kernel runs */
};

static uint64_t times(uint64_t x, uint64_t y)
{
	uint64_t r;

	return __builtin_mul_overflow(x, y, &r) ? UINT64_MAX : r;
}

static uint64_t plus(uint64_t x, uint64_t y)
{
	return x > UINT64_MAX - y ? UINT64_MAX : x + y;
}

/* ---- loops ---- */

static void mark(struct steps *s, const struct loop *l, bool in)
{
	for (uint32_t b = 0; b < l->n; b++)
		s->in[l->blocks[b].id] = in;
}

/* A round of the loop compares and swaps. */
static bool tries(const struct steps *s, const struct loop *l)
{
	for (uint32_t b = 0; b < l->n; b++) {
		const struct mir_bb *bb = mir_bb(s->f, l->blocks[b]);

		for (uint32_t k = 0; k < bb->n; k++)
			if (s->f->insts.v[bb->insts[k]].op == MIR_OP_ATOMIC_SWAP)
				return true;
	}
	return false;
}

/* Jumps in a round, but for those of loops inside. */
static uint32_t jumps_in(const struct steps *s, const struct mir_loops *loops, const struct loop *l)
{
	uint32_t jumps = 0;

	for (uint32_t b = 0; b < l->n; b++) {
		const struct mir_bb *bb = mir_bb(s->f, l->blocks[b]);

		for (uint32_t k = 0; k < bb->n; k++) {
			uint8_t op = s->f->insts.v[bb->insts[k]].op;

			jumps += op == MIR_OP_SELECT ||
				 (op == MIR_OP_BRANCH && !loops->header[l->blocks[b].id]);
		}
	}
	return jumps;
}

/* How often a head lets its loop run that counts a phi of its own up to a constant. */
static bool find_rounds(const struct steps *s, struct loop *l)
{
	const struct mir_inst *end = mir_end(s->f, l->head), *cond, *limit;
	mir_val i;

	l->rounds = 1;
	if (end->op != MIR_OP_BRANCH)
		return false;
	cond = mir_inst(s->f, end->args[0]);
	if (cond->op == MIR_OP_ROUNDS) {
		l->by_kernel = true;
		l->rounds = ROUNDS_WALKED;
		return false;
	}
	if (cond->op != MIR_OP_ULT)
		return false;
	i = cond->args[0];
	limit = mir_inst(s->f, cond->args[1]);
	if (limit->op != MIR_OP_CONST || limit->imm < 0 ||
	    mir_inst(s->f, i)->block.id != l->head.id || mir_inst(s->f, i)->op != MIR_OP_PHI)
		return false;
	l->rounds = (uint64_t)limit->imm + 1;
	return s->in[end->target[0].id] && !s->in[end->target[1].id];
}

static void find_loops(struct steps *s)
{
	struct arena *a = s->run->scratch;
	struct mir_loops loops = mir_loops_make(a, s->f, &s->order);
	mir_block *work = arena_array(a, mir_block, s->f->blocks.n);

	s->loops = arena_array(a, struct loop, loops.n);
	for (uint32_t k = 0; k < s->order.n; k++) {
		struct loop *l = &s->loops[s->nloops];

		if (!loops.header[s->order.rpo[k].id])
			continue;
		*l = (struct loop){.head = s->order.rpo[k]};
		l->n = mir_loop_blocks(s->f, &loops, &s->order, l->head, s->in, work);
		l->blocks = arena_array(a, mir_block, l->n);
		memcpy(l->blocks, work, l->n * sizeof(*work));
		l->forks = jumps_in(s, &loops, l) >= FORKS_JUMPS && tries(s, l);
		l->counted = find_rounds(s, l);
		mark(s, l, false);
		s->nloops++;
	}
}

/* From here it goes on to the function's end at once. */
static bool is_end(const struct steps *s, mir_block b)
{
	const struct mir_inst *end = mir_end(s->f, b);

	for (uint32_t k = 0; end->op == MIR_OP_JUMP && k < s->order.n; k++)
		end = mir_end(s->f, end->target[0]);
	return end->op == MIR_OP_RET;
}

/* The loop is left from behind its head, but not to end the function. */
static bool leaves(struct steps *s, const struct loop *l)
{
	bool found = false;

	mark(s, l, true);
	for (uint32_t b = 1; b < l->n && !found; b++) {
		const struct mir_inst *end = mir_end(s->f, l->blocks[b]);

		for (uint32_t t = 0; end->op == MIR_OP_BRANCH && t < 2; t++)
			found |= !s->in[end->target[t].id] && !is_end(s, end->target[t]);
	}
	mark(s, l, false);
	return found;
}

/* Which loops follow each other, and which of them can end in any round. */
static void find_order(struct steps *s)
{
	uint32_t *around = arena_array(s->run->scratch, uint32_t, s->nblocks), /* loop + 1 */
		*last = arena_array(s->run->scratch, uint32_t, s->nloops + 1);

	for (uint32_t n = 0; n < s->nloops; n++) {
		struct loop *l = &s->loops[n];
		uint32_t outer = around[l->head.id];

		l->leaves = leaves(s, l);
		l->before = last[outer];
		last[outer] = n + 1;
		for (uint32_t b = 0; b < l->n; b++)
			around[l->blocks[b].id] = n + 1;
		if (outer && l->counted)
			s->loops[outer - 1].forks |= tries(s, &s->loops[outer - 1]);
	}
}

/* ---- what it costs ---- */

static uint64_t cost_of_block(const struct steps *s, mir_block b)
{
	const struct mir_bb *bb = mir_bb(s->f, b);
	uint64_t cost = 0;

	for (uint32_t k = 0; k < bb->n; k++) {
		const struct mir_inst *i = &s->f->insts.v[bb->insts[k]];

		cost = plus(cost, inst_cost(i));
		if (mir_calls(i))
			cost = plus(cost, s->run->m->funcs.v[i->ref]->steps);
	}
	return cost;
}

/* What a round costs does not change when its loop moves. */
static void find_costs(struct steps *s)
{
	for (uint32_t k = 0; k < s->order.n; k++)
		s->cost[s->order.rpo[k].id] = cost_of_block(s, s->order.rpo[k]);
}

static uint64_t cost_of_blocks(const struct steps *s, const mir_block *blocks, uint32_t n)
{
	uint64_t cost = 0;

	for (uint32_t b = 0; b < n; b++)
		cost = plus(cost, times(s->cost[blocks[b].id], s->weight[blocks[b].id]));
	return cost;
}

/* In how many states the program comes to the loop, as a guess: a loop before it that can end in
 * any round gives one for each, and in loops the verifier does not keep those to compare them with
 * (miss_cnt in is_state_visited, kernel/bpf/verifier.c). */
static uint64_t states_at(const struct steps *s, const struct loop *l)
{
	const struct loop *before = l->before ? &s->loops[l->before - 1] : NULL;

	return before && before->leaves && !before->by_kernel ? before->rounds : 1;
}

static void weigh(struct steps *s, enum guess guess)
{
	for (uint32_t b = 0; b < s->nblocks; b++) {
		s->weight[b] = 1;
		s->nested[b] = 0;
	}
	for (uint32_t n = 0; n < s->nloops; n++) {
		const struct loop *l = &s->loops[n];
		uint64_t states = guess == GUESS_ALL ? states_at(s, l) : 1;

		if (guess && l->forks && !l->by_kernel && l->rounds > ROUNDS_KEPT)
			states = times(states, FORKS_WALKED);

		for (uint32_t b = 0; b < l->n; b++) {
			uint64_t *w = &s->weight[l->blocks[b].id];

			*w = times(*w, times(l->rounds, states));
			s->nested[l->blocks[b].id] += l->by_kernel;
		}
	}
}

/* ---- whether the kernel can run it ---- */

/* The value is made outside of the loop that is marked. */
static bool from_outside(const struct steps *s, mir_val v)
{
	return !s->in[mir_inst(s->f, v)->block.id];
}

static bool fits_a_callback(const struct steps *s, const struct mir_inst *i)
{
	for (uint32_t a = 0; a < i->nargs; a++) {
		const struct mir_inst *arg = mir_inst(s->f, i->args[a]);

		if (arg->type.kind == MIR_PTR && arg->type.nullable &&
		    (i->op == MIR_OP_PHI || from_outside(s, i->args[a])))
			return false;
		if (!from_outside(s, i->args[a]))
			continue;
		if (i->op == MIR_OP_BOUND || arg->op == MIR_OP_BOUND ||
		    (arg->type.kind == MIR_PTR && arg->type.space == MIR_SPACE_RECORD))
			return false;
	}
	return true;
}

static bool can_move(struct steps *s, const struct loop *l)
{
	bool can = true;

	mark(s, l, true);
	for (uint32_t b = 0; b < l->n && can; b++) {
		const struct mir_bb *bb = mir_bb(s->f, l->blocks[b]);

		for (uint32_t k = 0; k < bb->n && can; k++)
			can = fits_a_callback(s, &s->f->insts.v[bb->insts[k]]);
	}
	mark(s, l, false);
	return can;
}

/* The most frames that stand below the loop, that of its rounds not among them. */
static uint32_t frames_in(const struct steps *s, const struct loop *l)
{
	uint32_t most = 0;

	for (uint32_t b = 0; b < l->n; b++) {
		const struct mir_bb *bb = mir_bb(s->f, l->blocks[b]);
		uint32_t nested = s->nested[l->blocks[b].id];

		most = nested > most ? nested : most;
		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *i = &s->f->insts.v[bb->insts[k]];
			uint32_t below = mir_calls(i) ? s->run->m->funcs.v[i->ref]->frames : 0;

			most = nested + below > most ? nested + below : most;
		}
	}
	return most;
}

static bool has_room(const struct steps *s, const struct loop *l)
{
	uint32_t moved = 0;

	if (s->f->frames_above + 2 + frames_in(s, l) > CALL_FRAMES_MAX)
		return false;
	for (uint32_t n = 0; n < s->nloops; n++)
		moved += s->loops[n].by_kernel;
	return s->f->section || s->f->stack_bytes + (moved + 1) * RECORD_FRAMES <= CALL_STACK_BYTES;
}

/* ---- the pass ---- */

/* The loop that costs most of those that can move; an inner one only when it has most of what its
 * outer one would save. */
static struct loop *costliest(struct steps *s)
{
	struct loop *best = NULL;
	uint64_t most = SAVED_LEAST;

	for (uint32_t n = 0; n < s->nloops; n++) {
		struct loop *l = &s->loops[n];
		uint64_t cost;

		if (!l->counted || l->rounds <= ROUNDS_WALKED)
			continue;
		cost = cost_of_blocks(s, l->blocks, l->n);
		cost -= cost / l->rounds * ROUNDS_WALKED;
		if (cost <= (best ? 2 * most : most) || !has_room(s, l) || !can_move(s, l))
			continue;
		best = l;
		most = cost;
	}
	return best;
}

/* The check of the head moves to a block behind it; the head counts rounds. */
static void give_rounds(struct steps *s, const struct loop *l)
{
	struct mir_func *f = s->f;
	mir_block check = mir_block_new(f), out, inside;
	mir_val end = {mir_bb(f, l->head)->insts[mir_bb(f, l->head)->n - 1]}, moved, rounds;
	uint32_t place = 0;

	inside = mir_inst(f, end)->target[0];
	out = mir_inst(f, end)->target[1];
	moved = mir_new(f, *mir_inst(f, end));
	mir_inst(f, moved)->target[0] = inside;
	mir_inst(f, moved)->target[1] = out;
	mir_place(f, check, 0, moved);
	mir_edge_move(f, inside, l->head, check);
	while (mir_bb(f, out)->preds[place].id != l->head.id)
		place++;
	mir_edge_add(f, out, check);
	for (uint32_t k = 0; k < mir_bb(f, out)->n; k++) {
		mir_val phi = {mir_bb(f, out)->insts[k]};

		if (mir_inst(f, phi)->op != MIR_OP_PHI)
			break;
		mir_phi_add(f, phi, mir_inst(f, phi)->args[place]);
	}
	rounds = mir_new(f, (struct mir_inst){.op = MIR_OP_ROUNDS,
					      .imm = (int64_t)l->rounds,
					      .at = mir_inst(f, end)->at});
	mir_place(f, l->head, mir_bb(f, l->head)->n - 1, rounds);
	mir_set_operands(f, end, &rounds, 1);
	mir_inst(f, end)->target[0] = check;
	mir_edge_add(f, check, l->head);
}

/* Frames that may stand above each function. */
static void find_frames(struct mir_module *m)
{
	bool moved = true;

	while (moved) {
		moved = false;
		for (uint32_t k = 0; k < m->funcs.n; k++) {
			struct mir_func *f = m->funcs.v[k];
			uint32_t loops = call_loop_frames(f);

			f->frames = 1;
			for (uint32_t v = 1; v < f->insts.n; v++) {
				const struct mir_inst *i = &f->insts.v[v];
				uint32_t above = f->frames_above + 1 + loops;

				if (!i->block.id || !mir_calls(i) ||
				    m->funcs.v[i->ref]->frames_above >= above)
					continue;
				m->funcs.v[i->ref]->frames_above = above;
				moved = true;
			}
		}
	}
}

static uint32_t frames_of(const struct steps *s)
{
	const struct loop all = {.blocks = s->order.rpo, .n = s->order.n};

	return 1 + frames_in(s, &all);
}

/* With the loop that costs most. */
static void report_too_many(const struct steps *s, bool may_move)
{
	struct span at = s->f->at;
	uint64_t most = 0;

	for (uint32_t n = 0; n < s->nloops; n++) {
		uint64_t cost = cost_of_blocks(s, s->loops[n].blocks, s->loops[n].n);

		if (cost <= most)
			continue;
		most = cost;
		at = mir_end(s->f, s->loops[n].head)->at;
	}
	pass_report(
		s->run, at,
		may_move ? "bound strings and lists (`--max-len`, `first`), or loop less"
			 : "kernels from 5.17 on run loops themselves: `--kernel=5.17`; or bound "
			   "strings and lists (`--max-len`, `first`)",
		"the verifier would take %llu steps or several times as many through %s, %llu of "
		"them here; %d are all that it takes",
		(unsigned long long)s->f->steps, s->f->label ? s->f->label : s->f->name,
		(unsigned long long)most, VERIFIER_STEPS);
}

bool pass_steps(struct pass_run *run, struct mir_func *f)
{
	uint64_t most = run->options->steps ? run->options->steps : PASS_STEPS;
	struct steps s = {
		.run = run,
		.f = f,
		.order = mir_order_make(run->scratch, f),
		.nblocks = f->blocks.n,
		.in = arena_array(run->scratch, bool, f->blocks.n),
		.cost = arena_array(run->scratch, uint64_t, f->blocks.n),
		.weight = arena_array(run->scratch, uint64_t, f->blocks.n),
		.nested = arena_array(run->scratch, uint32_t, f->blocks.n),
	};
	bool may_move = kernel_has(run->options->kernel, KERNEL_ROUNDS);
	bool changed = false;
	struct loop *l;

	if (!f->frames)
		find_frames(run->m);
	if (!f->section)
		most /= SUBPROGRAM_SHARE;
	find_loops(&s);
	find_order(&s);
	find_costs(&s);
	for (;;) {
		uint64_t cost;

		weigh(&s, GUESS_ALL);
		cost = cost_of_blocks(&s, s.order.rpo, s.order.n);
		if (cost < GUESSED_LEAST) {
			weigh(&s, GUESS_FORKS);
			cost = cost_of_blocks(&s, s.order.rpo, s.order.n);
		}
		l = may_move && cost > most ? costliest(&s) : NULL;
		if (!l)
			break;
		give_rounds(&s, l);
		l->counted = false;
		l->by_kernel = true;
		l->rounds = ROUNDS_WALKED;
		changed = true;
	}
	f->frames = frames_of(&s);
	/* Without another way the guess decides: nothing is left to the kernel. */
	weigh(&s, !may_move ? GUESS_ALL : run->options->steps ? GUESS_FORKS : GUESS_NOTHING);
	f->steps = cost_of_blocks(&s, s.order.rpo, s.order.n);
	if (f->section && f->steps > STEPS_MAX)
		report_too_many(&s, may_move);
	return changed;
}
