/*
 * lower_loop.c - loops: each has a round counter with a constant bound, which the verifier sees.
 */
#include "frontend/lower_loop.h"

/* The verifier walks every round, and gives up after a million instructions
 * (BPF_COMPLEXITY_LIMIT_INSNS, include/linux/bpf.h, since 5.2). */
enum { LIST_MAX = 256 };

/* The verifier keeps the other side of each jump on its way for later, and gives up at 8192 of them
 * (BPF_COMPLEXITY_LIMIT_JMP_SEQ, kernel/bpf/verifier.c). */
enum { JUMPS_MAX = 8000 };

void loop_report(struct lower *l, struct span at, const char *why, const char *help)
{
	struct diag *d = diag_report(l->unit->sink, DIAG_loop_bound, at, why);

	if (!open_can(l))
		diag_help(l->unit->sink, d, "%s%skernels from %d.%d on run it: `--kernel=%d.%d`",
			  help ? help : "", help ? "; " : "", KERNEL_ROUNDS / 100,
			  KERNEL_ROUNDS % 100, KERNEL_ROUNDS / 100, KERNEL_ROUNDS % 100);
	else if (help)
		diag_help(l->unit->sink, d, "%s", help);
}

static void report_rounds(struct lower *l, struct span at, uint64_t rounds, uint64_t most)
{
	loop_report(l, at,
		    arena_printf(l->arena,
				 "it may run %llu rounds, with the loops around it; at most %llu fit",
				 (unsigned long long)rounds, (unsigned long long)most),
		    NULL);
}

struct counted counted_begin(struct lower *l, uint32_t trips)
{
	struct counted c = {.head = ssa_block_new(l),
			    .trips = trips,
			    .jumps = l->jumps,
			    .comm_ready = l->comm_ready};
	mir_block body = ssa_block_new(l);
	mir_val zero = mir_i64(&l->b, 0);

	c.next = ssa_block_new(l);
	c.leave = ssa_block_new(l);
	mir_jump(&l->b, c.head);
	ssa_start_open(l, c.head);
	c.i = mir_phi(l->f, c.head, MIR_T(I64), l->b.at);
	mir_phi_add(l->f, c.i, zero);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, c.i, mir_i64(&l->b, trips)), body, c.leave);
	ssa_start(l, body);
	c.first = l->f->insts.n;
	c.rounds = l->rounds;
	l->rounds *= trips;
	/* pass_steps.c lets the kernel run what is too much for the verifier. */
	if (l->rounds > ALL_ROUNDS_MAX && !open_can(l)) {
		report_rounds(l, l->b.at, l->rounds, ALL_ROUNDS_MAX);
		l->rounds = c.rounds;
	}
	if (l->rounds > l->most_rounds)
		l->most_rounds = l->rounds;
	return c;
}

uint32_t lower_jumps_from(const struct lower *l, uint32_t first)
{
	uint32_t jumps = 0;

	for (uint32_t i = first; i < l->f->insts.n; i++) {
		enum mir_op op = l->f->insts.v[i].op;

		jumps += op == MIR_OP_BRANCH || op == MIR_OP_GUARD || op == MIR_OP_SELECT ||
			 op == MIR_OP_FLOORDIV || op == MIR_OP_FLOORMOD;
	}
	return jumps;
}

/* The rounds of a loop follow one another on the verifier's way. */
static void count_jumps(struct lower *l, const struct counted *c)
{
	uint64_t body = lower_jumps_from(l, c->first) + (l->jumps - c->jumps);

	l->jumps = c->jumps + body * (c->trips ? c->trips - 1 : 0);
	if (l->jumps <= JUMPS_MAX)
		return;
	if (open_can(l)) {
		if (c->of)
			bound_open(l, c->of);
		l->jumps = 0;
		return;
	}
	loop_report(l, l->b.at,
		    arena_printf(l->arena,
				 "its rounds have %llu conditional jumps in all, at most %u fit",
				 (unsigned long long)l->jumps, (unsigned)JUMPS_MAX),
		    NULL);
	l->jumps = 0;
}

static void end_round(struct lower *l, const struct counted *c)
{
	count_jumps(l, c);
	mir_jump(&l->b, c->next);
	ssa_start(l, c->next);
}

static void end_loop(struct lower *l, const struct counted *c)
{
	mir_jump(&l->b, c->head);
	ssa_seal(l, c->head);
	ssa_start(l, c->leave);
	l->comm_ready = c->comm_ready;
	l->rounds = c->rounds;
}

void counted_end(struct lower *l, struct counted *c)
{
	end_round(l, c);
	mir_phi_add(l->f, c->i, mir_binary(&l->b, MIR_OP_ADD, c->i, mir_i64(&l->b, 1)));
	end_loop(l, c);
}

bool open_can(const struct lower *l)
{
	return kernel_has(l->unit->kernel, KERNEL_ROUNDS);
}

bool open_wanted(const struct lower *l, const struct ast *n, uint64_t trips)
{
	const struct bound *known = bound_find(l, n);

	return open_can(l) && (trips > LOOP_ROUNDS_MAX || trips * l->rounds > LOOP_ROUNDS_MAX ||
			       (known && known->open));
}

struct counted open_begin(struct lower *l)
{
	struct counted c = {.head = ssa_block_new(l),
			    .next = ssa_block_new(l),
			    .leave = ssa_block_new(l),
			    .trips = OPEN_PASSES,
			    .jumps = l->jumps,
			    .comm_ready = l->comm_ready,
			    .rounds = l->rounds};
	mir_val more;

	/* The verifier would go through it anew in each round of a loop around that it follows. */
	for (const struct around *a = l->around; a; a = a->up)
		bound_open(l, a->of);
	mir_jump(&l->b, c.head);
	ssa_start_open(l, c.head);
	more = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_ROUNDS, .imm = MIR_ROUNDS_MAX});
	lower_guard(l, more, "the loop did not end after 8388608 rounds");
	c.first = l->f->insts.n;
	l->open++;
	l->rounds *= OPEN_PASSES;
	if (l->rounds > l->most_rounds)
		l->most_rounds = l->rounds;
	return c;
}

void open_end(struct lower *l, struct counted *c, struct var *counter)
{
	l->open--;
	end_round(l, c);
	if (counter)
		var_write(l, counter,
			  rt_number(counter->type, mir_binary(&l->b, MIR_OP_ADD,
							      var_read(l, counter).v,
							      mir_i64(&l->b, 1))));
	end_loop(l, c);
}

/* A round without branches is one way only: what the verifier learns on it costs nothing. */
void lower_loop_end(struct lower *l, struct counted *c)
{
	for (uint32_t i = c->first; i < l->f->insts.n; i++) {
		enum mir_op op = l->f->insts.v[i].op;

		if (op != MIR_OP_BRANCH && op != MIR_OP_SELECT && op != MIR_OP_CALL)
			continue;
		ssa_loop(l, c->head, c->i);
		break;
	}
	counted_end(l, c);
}

bool lower_too_many(struct lower *l, const struct ast *n, uint64_t trips)
{
	if (trips <= LOOP_ROUNDS_MAX && trips * l->rounds <= LOOP_ROUNDS_MAX) {
		if (trips * l->rounds > l->most_written_rounds)
			l->most_written_rounds = trips * l->rounds;
		return false;
	}
	report_rounds(l, n->at, trips * l->rounds, LOOP_ROUNDS_MAX);
	return true;
}

void lower_loop_body(struct lower *l, const struct ast *n, struct rt item, mir_block next,
		     mir_block leave)
{
	struct loop loop = {.up = l->loop, .next = next, .leave = leave};
	struct around around = {.up = l->around, .of = n};

	l->loop = &loop;
	l->around = &around;
	if (n->kind == AST_FOR)
		lower_bind(l, n->u.for_.sym, item);
	lower_block(l, n->kind == AST_FOR ? n->u.for_.body : n->u.loop.body);
	l->loop = loop.up;
	l->around = around.up;
}

/* ---- rounds one after the other ---- */

struct laid_out laid_out_begin(struct lower *l, uint64_t trips)
{
	struct laid_out o = {
		.leave = ssa_block_new(l), .copies = l->copies, .comm_ready = l->comm_ready};

	l->copies *= trips ? trips : 1;
	return o;
}

void laid_out_round(struct lower *l, const struct laid_out *o, const struct ast *n, struct rt item,
		    mir_block next)
{
	lower_loop_body(l, n, item, next, o->leave);
	mir_jump(&l->b, next);
	ssa_start(l, next);
	l->comm_ready = o->comm_ready;
}

void laid_out_end(struct lower *l, const struct laid_out *o)
{
	mir_jump(&l->b, o->leave);
	ssa_start(l, o->leave);
	l->copies = o->copies;
}

/* ---- ranges ---- */

/* What a round has: from + i, or from - i where it does not go up; from + i * step where that is
 * given. */
struct course {
	mir_val from, up, step;
};

static mir_val round_value(struct lower *l, const struct course *c, mir_val i)
{
	mir_val v;

	if (c->step.id)
		i = mir_binary(&l->b, MIR_OP_MUL, i, c->step);
	v = mir_binary(&l->b, MIR_OP_ADD, c->from, i);
	if (!c->up.id)
		return v;
	return lower_select(l, c->up, v, mir_binary(&l->b, MIR_OP_SUB, c->from, i));
}

/* Rounds i of 0 to `last`, or to before it. */
static void open_range(struct lower *l, const struct ast *n, const struct course *course,
		       mir_val last, bool inclusive)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct var *counter;
	mir_block inside;
	struct counted c;
	mir_val i, v;

	if (lower_too_many(l, n, OPEN_PASSES))
		return;
	counter = var_new(l, word, NULL);
	var_write(l, counter, rt_number(word, mir_i64(&l->b, 0)));
	c = open_begin(l);
	inside = ssa_block_new(l);
	i = var_read(l, counter).v;
	mir_branch(&l->b, mir_binary(&l->b, inclusive ? MIR_OP_ULE : MIR_OP_ULT, i, last), inside,
		   c.leave);
	ssa_start(l, inside);
	v = round_value(l, course, i);
	lower_loop_body(l, n, rt_number(n->u.for_.sym->type, v), c.next, c.leave);
	open_end(l, &c, counter);
}

static struct course known_course(struct lower *l, const struct value *r)
{
	struct course c = {.from = mir_i64(&l->b, r->range.from)};

	if (r->range.step != 1)
		c.step = mir_i64(&l->b, r->range.step);
	return c;
}

static void for_known_range(struct lower *l, const struct ast *n, const struct value *r)
{
	wide distance = (wide)r->range.to - r->range.from;
	wide step = r->range.step, trips;
	struct course course;
	struct laid_out o;
	struct counted c;
	mir_val v;

	if (!r->range.has_to && open_can(l)) {
		course = known_course(l, r);
		open_range(l, n, &course, mir_i64(&l->b, INT64_MAX), true);
		return;
	}
	if (!r->range.has_to) {
		loop_report(l, n->u.for_.in->at, "the range has no end", NULL);
		return;
	}
	if (r->range.exclusive && distance)
		distance -= step > 0 ? 1 : -1;
	else if (r->range.exclusive)
		return;
	if (!step || (distance && (distance < 0) != (step < 0)))
		return;
	trips = distance / step + 1;
	if (open_wanted(l, n, trips > UINT32_MAX ? UINT32_MAX : (uint64_t)trips)) {
		v = mir_i64(&l->b, (int64_t)(distance / step));
		course = known_course(l, r);
		open_range(l, n, &course, v, true);
		return;
	}
	if (lower_too_many(l, n, trips > UINT32_MAX ? UINT32_MAX : (uint64_t)trips))
		return;
	if (bound_is_laid_out(l, n, (uint64_t)trips)) {
		o = laid_out_begin(l, (uint64_t)trips);
		for (int64_t i = 0; i < trips; i++) {
			v = mir_i64(&l->b, r->range.from + i * r->range.step);
			laid_out_round(l, &o, n, rt_number(n->u.for_.sym->type, v),
				       ssa_block_new(l));
		}
		laid_out_end(l, &o);
		return;
	}
	c = counted_begin(l, (uint32_t)trips);
	c.of = n;
	v = mir_binary(&l->b, MIR_OP_MUL, c.i, mir_i64(&l->b, r->range.step));
	v = mir_binary(&l->b, MIR_OP_ADD, mir_i64(&l->b, r->range.from), v);
	lower_loop_body(l, n, rt_number(n->u.for_.sym->type, v), c.next, c.leave);
	lower_loop_end(l, &c);
}

static void lay_out_range(struct lower *l, const struct ast *n, const struct course *course,
			  mir_val rounds, uint32_t trips)
{
	struct laid_out o = laid_out_begin(l, trips);

	for (uint32_t i = 0; i < trips; i++) {
		mir_val at = mir_i64(&l->b, i), v;
		mir_block inside = ssa_block_new(l);

		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, at, rounds), inside, o.leave);
		ssa_start(l, inside);
		v = round_value(l, course, at);
		laid_out_round(l, &o, n, rt_number(n->u.for_.sym->type, v), ssa_block_new(l));
	}
	laid_out_end(l, &o);
}

/* At most so many rounds, of which there are `rounds`, one more where that is inclusive. */
static void for_course(struct lower *l, const struct ast *n, const struct course *course,
		       mir_val rounds, uint64_t trips, bool inclusive)
{
	bool open = open_wanted(l, n, trips);
	struct mir_builder *b = &l->b;
	mir_block inside;
	struct counted c;
	mir_val v;

	if (open) {
		open_range(l, n, course, rounds, inclusive);
		return;
	}
	if (inclusive)
		rounds = mir_binary(b, MIR_OP_ADD, rounds, mir_i64(b, 1));
	if (bound_is_laid_out(l, n, trips)) {
		lay_out_range(l, n, course, rounds, (uint32_t)trips);
		return;
	}
	c = counted_begin(l, (uint32_t)trips);
	c.of = n;
	inside = ssa_block_new(l);
	/* How many rounds there are is nothing that the verifier knows: the check of their most stays. */
	v = mir_append(b, (struct mir_inst){.op = MIR_OP_BOUND,
					    .args = &c.i,
					    .nargs = 1,
					    .imm = (int64_t)trips});
	mir_branch(b, mir_binary(b, MIR_OP_ULT, v, rounds), inside, c.leave);
	ssa_start(l, inside);
	v = round_value(l, course, c.i);
	lower_loop_body(l, n, rt_number(n->u.for_.sym->type, v), c.next, c.leave);
	lower_loop_end(l, &c);
}

/* So many rounds are few enough, or that is reported. */
static bool rounds_fit(struct lower *l, const struct ast *n, const struct ast *range,
		       uint64_t trips)
{
	if (trips <= LOOP_ROUNDS_MAX || open_can(l))
		return trips && (open_wanted(l, n, trips) || !lower_too_many(l, n, trips));
	loop_report(l, range->at, "the ends of the range can be too far apart",
		    "limit an end, as in '($n bit-and 63)' or '($n mod 64)'");
	return false;
}

static void for_range(struct lower *l, const struct ast *n, const struct ast *range)
{
	bool inclusive = !range->u.range.exclusive;
	struct mir_builder *b = &l->b;
	struct course course = {0};
	mir_val to, rounds;
	struct stepped s;
	uint64_t trips;

	if (!range->u.range.to && !open_can(l)) {
		loop_report(l, range->at, "the range has no end",
			    "loop over a range with constant ends, and 'break' early");
		return;
	}
	if (range->u.range.next) {
		s = lower_stepped(l, range);
		course = (struct course){.from = s.from, .step = s.step};
		if (!range->u.range.to)
			open_range(l, n, &course, s.rounds, true);
		else if (rounds_fit(l, n, range, s.trips))
			for_course(l, n, &course, s.rounds, s.trips, inclusive);
		return;
	}
	course.from = range->u.range.from ? rt_or_zero(l, lower_expr(l, range->u.range.from)).v
					  : mir_i64(b, 0);
	if (!range->u.range.to) {
		open_range(l, n, &course, mir_i64(b, INT64_MAX), true);
		return;
	}
	to = rt_want_number(l, lower_expr(l, range->u.range.to), "the range has no end");
	trips = lower_distance_max(l, course.from, to) + inclusive;
	if (!rounds_fit(l, n, range, trips))
		return;
	course.up = mir_binary(b, MIR_OP_SLE, course.from, to);
	rounds = lower_select(l, course.up, mir_binary(b, MIR_OP_SUB, to, course.from),
			      mir_binary(b, MIR_OP_SUB, course.from, to));
	for_course(l, n, &course, rounds, trips, inclusive);
}

/* ---- lists ---- */

/* A constant list is laid out item by item. */
static void for_list(struct lower *l, const struct ast *n, const struct value *list)
{
	struct laid_out o;

	if (list->n > LIST_MAX) {
		lower_too_many(l, n, (uint64_t)LOOP_ROUNDS_MAX + list->n);
		return;
	}
	o = laid_out_begin(l, list->n);
	for (uint32_t i = 0; i < list->n; i++)
		laid_out_round(l, &o, n, rt_const(l, list->items[i], n->u.for_.sym->type),
			       ssa_block_new(l));
	laid_out_end(l, &o);
}

/* A list made at run time: its places in a row, those that are not taken passed over. Over null there
 * is no round. */
static void for_places(struct lower *l, const struct ast *n, struct rt list)
{
	struct laid_out o = laid_out_begin(l, list.type->cap);
	mir_block some;

	if (list.null.id) {
		some = ssa_block_new(l);
		mir_branch(&l->b, list.null, o.leave, some);
		ssa_start(l, some);
		list = rt_convert(l, list, type_nullable(&l->unit->types, list.type, false));
	}
	list = rt_items(l, rt_settle(l, list));
	for (uint32_t i = 0; i < list.type->cap; i++) {
		mir_block next = ssa_block_new(l), inside;

		if (list.present[i].id) {
			inside = ssa_block_new(l);
			mir_branch(&l->b, list.present[i], inside, next);
			ssa_start(l, inside);
		}
		laid_out_round(l, &o, n, list.items[i], next);
	}
	laid_out_end(l, &o);
}

void lower_for(struct lower *l, const struct ast *n)
{
	const struct ast *in = ast_unwrap(n->u.for_.in);
	struct rt over;

	if (in->kind == AST_RANGE && !in->value) {
		for_range(l, n, in);
		return;
	}
	over = lower_expr(l, in);
	if (over.known && over.known->kind == TYPE_RANGE) {
		for_known_range(l, n, over.known);
	} else if (over.known && over.known->kind == TYPE_LIST) {
		for_list(l, n, over.known);
	} else if (over.type->kind == TYPE_LIST) {
		for_places(l, n, over);
	} else if (over.type->kind == TYPE_RANGE) {
		diag_report(l->unit->sink, DIAG_loop_bound, in->at,
			    "its range is not known at compile time");
	} else {
		/* Anything else is one item, as in Nushell; null is none. */
		mir_block leave = ssa_block_new(l), body = ssa_block_new(l);
		bool comm_ready = l->comm_ready;

		if (rt_null(l, &over).id)
			mir_branch(&l->b, rt_null(l, &over), leave, body);
		else
			mir_jump(&l->b, body);
		ssa_start(l, body);
		over = rt_convert(l, over, n->u.for_.sym->type);
		lower_loop_body(l, n, over, leave, leave);
		mir_jump(&l->b, leave);
		ssa_start(l, leave);
		l->comm_ready = comm_ready;
	}
}
