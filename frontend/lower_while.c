/*
 * lower_while.c - `while` and `loop`: how often they run at most.
 *
 * A counter bounds each of them, which the verifier sees. How far it goes is read off the SSA form
 * of the body: when the condition compares a variable with a limit, and every way through the body
 * moves it towards the limit by a known step, the condition ends the loop. Any other loop the kernel
 * runs as callbacks; for kernels that cannot it has UNPROVEN_ROUNDS, and one more is a run-time
 * error. The bound is known after the body, so the next round of lowering uses it.
 */
#include "frontend/lower_loop.h"

enum { UNPROVEN_ROUNDS = 128, UNPROVEN_ROUNDS_MAX = 256, STEP_DEPTH = 64, LAID_OUT_MAX = 64 };

struct bound *bound_find(const struct lower *l, const struct ast *n)
{
	for (uint32_t i = 0; i < l->bounds.n; i++)
		if (l->bounds.v[i].of == n)
			return &l->bounds.v[i];
	return NULL;
}

static struct bound *need_bound(struct lower *l, const struct ast *n)
{
	struct bound *known = bound_find(l, n);

	if (!known) {
		known = vec_add(l->arena, &l->bounds);
		*known = (struct bound){.of = n, .proven = true};
	}
	return known;
}

void bound_open(struct lower *l, const struct ast *n)
{
	struct bound *b = need_bound(l, n);

	l->again |= !b->open;
	b->open = true;
}

void bound_lay_out(struct lower *l, const struct ast *n)
{
	struct bound *b = need_bound(l, n);

	l->again |= !b->laid_out;
	b->laid_out = true;
}

bool bound_is_laid_out(const struct lower *l, const struct ast *n, uint64_t trips)
{
	const struct bound *b = bound_find(l, n);

	return b && b->laid_out && !b->open && trips * l->copies <= LAID_OUT_MAX;
}

/* A def's loop is laid out at each of its calls: the weakest bound counts. */
static void note_bound(struct lower *l, struct bound b)
{
	struct bound *known = bound_find(l, b.of);

	if (!known) {
		vec_push(l->arena, &l->bounds, b);
		l->again = true;
	} else if (b.trips > known->trips || b.proven < known->proven) {
		known->trips = b.trips > known->trips ? b.trips : known->trips;
		known->proven &= b.proven;
		l->again = true;
	}
}

/* ---- proof ---- */

/* By how much v differs from `from` on every way that leads to it; false when that is not known. */
static bool step_of(struct lower *l, mir_val v, mir_val from, unsigned depth,
		    struct interval *step)
{
	const struct mir_inst *i = mir_inst(l->f, v);
	struct interval by, more;

	*step = (struct interval){0, 0};
	if (v.id == from.id)
		return true;
	if (!depth)
		return false;
	if (i->op == MIR_OP_ADD || i->op == MIR_OP_SUB) {
		if (!step_of(l, i->args[0], from, depth - 1, step))
			return false;
		by = lower_meant_interval(l, i->args[1]);
		if (by.low < INT32_MIN || by.high > INT32_MAX)
			return false;
		step->low += i->op == MIR_OP_ADD ? by.low : -by.high;
		step->high += i->op == MIR_OP_ADD ? by.high : -by.low;
		return true;
	}
	if (i->op != MIR_OP_PHI || !i->nargs)
		return false;
	*step = (struct interval){INT64_MAX, INT64_MIN};
	for (uint32_t k = 0; k < i->nargs; k++) {
		if (i->args[k].id == v.id)
			continue;
		if (!step_of(l, i->args[k], from, depth / 2, &more))
			return false;
		step->low = more.low < step->low ? more.low : step->low;
		step->high = more.high > step->high ? more.high : step->high;
	}
	return true;
}

/* What values the limit of the condition can have: it must not change in the loop. */
static bool limit_of(struct lower *l, const struct ast *n, struct interval *limit)
{
	const struct symbol *s = n->kind == AST_VAR ? n->u.var.sym : NULL;
	const struct rt *r;

	if (n->value && n->value->kind == TYPE_INT) {
		*limit = (struct interval){n->value->i, n->value->i};
		return true;
	}
	if (!s || s->kind != SYMBOL_LOCAL || !s->lower || n->type->kind != TYPE_INT)
		return false;
	r = s->lower;
	if (!r->v.id || r->null.id)
		return false;
	*limit = lower_meant_interval(l, r->v);
	return true;
}

/* Rounds that a condition `$x OP limit` allows; false when that is not known. */
static bool rounds_of(struct lower *l, const struct ast *cond, mir_block head, wide *rounds)
{
	const struct ast *x = cond->u.bin.lhs;
	const struct symbol *s = x->kind == AST_VAR ? x->u.var.sym : NULL;
	enum op op = cond->u.bin.op;
	mir_block at = l->b.block;
	struct interval limit, step, start;
	const struct mir_inst *phi;
	mir_val v;

	if ((op != OP_LT && op != OP_LE && op != OP_GT && op != OP_GE) || !s ||
	    s->kind != SYMBOL_MUT || x->type->kind != TYPE_INT || x->type->nullable ||
	    !limit_of(l, cond->u.bin.rhs, &limit))
		return false;
	l->b.block = head;
	v = var_read(l, s->lower).v;
	l->b.block = at;
	phi = mir_inst(l->f, v);
	if (phi->op != MIR_OP_PHI || phi->block.id != head.id || phi->nargs != 2 ||
	    !step_of(l, phi->args[1], v, STEP_DEPTH, &step))
		return false;
	start = lower_meant_interval(l, phi->args[0]);
	if (op == OP_LT || op == OP_LE) {
		*rounds = (wide)limit.high - start.low + (op == OP_LE);
	} else {
		*rounds = (wide)start.high - limit.low + (op == OP_GE);
		step = (struct interval){-step.high, -step.low};
	}
	if (step.low <= 0)
		return false;
	*rounds = *rounds < 0 ? 0 : (*rounds + step.low - 1) / step.low;
	return true;
}

static bool prove(struct lower *l, const struct ast *cond, mir_block head, wide *rounds)
{
	cond = ast_unwrap(cond);
	if (cond->kind != AST_BINOP)
		return false;
	if (cond->u.bin.op == OP_AND)
		return prove(l, cond->u.bin.lhs, head, rounds) ||
		       prove(l, cond->u.bin.rhs, head, rounds);
	return rounds_of(l, cond, head, rounds);
}

static struct bound bound_of(struct lower *l, const struct ast *n, mir_block head)
{
	struct bound b = {.of = n, .trips = UNPROVEN_ROUNDS};
	wide rounds;

	if (!n->u.loop.cond || !prove(l, n->u.loop.cond, head, &rounds))
		return b;
	b.proven = true;
	b.trips = rounds > UINT32_MAX ? UINT32_MAX : (uint32_t)rounds;
	return b;
}

/* ---- code ---- */

/* The verifier follows the end of each round into the next round of the loop around: the ways through
 * both multiply. */
static void report_nested(struct lower *l, const struct ast *n, uint64_t rounds)
{
	loop_report(l, n->at,
		    arena_printf(l->arena,
				 "with the loops around it it may run %llu rounds; at most %u fit",
				 (unsigned long long)rounds, (unsigned)UNPROVEN_ROUNDS_MAX),
		    "loop over a range with constant ends, and 'break' early");
}

/* Goes on with a round where the condition holds. */
static void enter_body(struct lower *l, const struct ast *n, mir_block body, mir_block leave)
{
	if (n->u.loop.cond)
		lower_branch(l, n->u.loop.cond, body, leave,
			     "null where 'while' needs a condition");
	else
		mir_jump(&l->b, body);
	ssa_start(l, body);
}

/* One that the kernel runs. */
static void lower_open(struct lower *l, const struct ast *n)
{
	mir_block body = ssa_block_new(l);
	struct counted c;

	if (lower_too_many(l, n, OPEN_PASSES))
		return;
	c = open_begin(l);
	enter_body(l, n, body, c.leave);
	lower_loop_body(l, n, rt_nothing(l), c.next, c.leave);
	open_end(l, &c, NULL);
	note_bound(l, bound_of(l, n, c.head));
}

/* Behind the last round its condition is tried once more. */
static void lay_out_while(struct lower *l, const struct ast *n, uint32_t trips)
{
	struct laid_out o = laid_out_begin(l, trips);

	for (uint32_t i = 0; i < trips; i++) {
		enter_body(l, n, ssa_block_new(l), o.leave);
		laid_out_round(l, &o, n, rt_nothing(l), ssa_block_new(l));
	}
	enter_body(l, n, ssa_block_new(l), o.leave);
	laid_out_end(l, &o);
}

void lower_while(struct lower *l, const struct ast *n)
{
	const struct bound *known = bound_find(l, n);
	uint32_t trips = known ? known->trips : 1;
	bool proven = known && known->proven;
	mir_block body, leave;
	struct counted c;

	if (known && open_can(l) && (!proven || open_wanted(l, n, trips))) {
		lower_open(l, n);
		return;
	}
	if (lower_too_many(l, n, trips))
		return;
	if (known && !proven && trips * l->rounds > UNPROVEN_ROUNDS_MAX) {
		report_nested(l, n, trips * l->rounds);
		return;
	}
	if (proven && bound_is_laid_out(l, n, trips)) {
		lay_out_while(l, n, trips);
		return;
	}
	/* Behind the last round its condition is tried once more. */
	c = counted_begin(l, trips + 1);
	c.of = known ? n : NULL;
	body = ssa_block_new(l);
	leave = ssa_block_new(l);
	enter_body(l, n, body, leave);
	if (!proven)
		lower_guard(l, mir_binary(&l->b, MIR_OP_ULT, c.i, mir_i64(&l->b, trips)),
			    "the loop did not end after 128 rounds");
	lower_loop_body(l, n, rt_nothing(l), c.next, leave);
	lower_loop_end(l, &c);
	note_bound(l, bound_of(l, n, c.head));
	mir_jump(&l->b, leave);
	ssa_start(l, leave);
}
