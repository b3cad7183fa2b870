/*
 * pressure.c - what of a function needs the stack at once.
 *
 * Slots stand all the time; of values those count that are in use at the place where most are. A
 * value that is made again where it is needed, like a constant, takes none.
 */
#include "midend/pressure.h"

#include "midend/analysis.h"

enum { VALUE_BYTES = 8 };

struct interval {
	uint32_t first, last; /* numbers of instructions in order */
};

struct search {
	struct arena *a;
	const struct mir_func *f;
	struct mir_order order;
	struct mir_loops loops;
	struct interval *of;   /* by value; last 0: it needs no place */
	uint32_t *enter, *end; /* by block: numbers of its first and last instruction */
	mir_val *at;	       /* by number */
	uint32_t n;
};

static bool takes_place(const struct mir_inst *i)
{
	switch ((int)i->op) {
	case MIR_OP_CONST:
	case MIR_OP_GLOBAL:
	case MIR_OP_MAP:
	case MIR_OP_SLOT:
	case MIR_OP_OFFSET:
	case MIR_OP_ISNULL:
		return false;
	default:
		return i->type.kind != MIR_NONE && i->type.kind != MIR_I1;
	}
}

static void number_insts(struct search *s)
{
	const struct mir_func *f = s->f;

	s->of = arena_array(s->a, struct interval, f->insts.n);
	s->enter = arena_array(s->a, uint32_t, f->blocks.n);
	s->end = arena_array(s->a, uint32_t, f->blocks.n);
	s->at = arena_array(s->a, mir_val, f->insts.n);
	for (uint32_t k = 0; k < s->order.n; k++) {
		mir_block b = s->order.rpo[k];
		const struct mir_bb *bb = mir_bb(f, b);

		s->enter[b.id] = s->n;
		for (uint32_t i = 0; i < bb->n; i++) {
			s->of[bb->insts[i]].first = s->n;
			s->at[s->n++] = (mir_val){bb->insts[i]};
		}
		s->end[b.id] = s->n - 1;
	}
}

static void use(struct search *s, mir_val v, uint32_t at)
{
	struct interval *live;

	while (mir_inst(s->f, v)->op == MIR_OP_OFFSET)
		v = mir_inst(s->f, v)->args[0];
	live = &s->of[v.id];
	live->last = at > live->last ? at : live->last;
}

static void find_uses(struct search *s)
{
	for (uint32_t n = 0; n < s->n; n++) {
		const struct mir_inst *i = mir_inst(s->f, s->at[n]);
		const struct mir_bb *bb = mir_bb(s->f, i->block);

		for (uint32_t k = 0; k < i->nargs; k++)
			use(s, i->args[k], i->op == MIR_OP_PHI ? s->end[bb->preds[k].id] : n);
	}
	/* What a loop needs of before is in use until its end. */
	for (uint32_t e = 0; e < s->loops.n; e++) {
		uint32_t enter = s->enter[s->loops.edges[e].to.id];
		uint32_t end = s->end[s->loops.edges[e].from.id];

		for (uint32_t n = 0; n < enter; n++)
			if (s->of[s->at[n].id].last >= enter)
				use(s, s->at[n], end);
	}
}

/* The number of the instruction at which most values are in use. */
static uint32_t most_in_use(struct search *s)
{
	int32_t *change = arena_array(s->a, int32_t, s->n + 1), now = 0, most = -1;
	uint32_t at = 0;

	for (uint32_t n = 0; n < s->n; n++) {
		struct interval live = s->of[s->at[n].id];

		if (!takes_place(mir_inst(s->f, s->at[n])) || live.last <= live.first)
			continue;
		change[live.first]++;
		change[live.last]--;
	}
	for (uint32_t n = 0; n < s->n; n++) {
		now += change[n];
		if (now > most) {
			most = now;
			at = n;
		}
	}
	return at;
}

static void add(struct arena *a, struct pressure *p, struct span at, uint32_t bytes)
{
	vec_push(a, &p->items, ((struct pressure_item){at, bytes}));
	p->bytes += bytes;
}

static void add_callee(struct arena *a, struct pressure *p, const struct mir_func *f)
{
	struct pressure most = {0};

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		struct pressure callee;

		if (!i->block.id || !mir_calls(i))
			continue;
		callee = pressure_of(a, f->module->funcs.v[i->ref]);
		most = callee.bytes > most.bytes ? callee : most;
	}
	for (uint32_t n = 0; n < most.items.n; n++)
		add(a, p, most.items.v[n].at, most.items.v[n].bytes);
}

struct pressure pressure_of(struct arena *a, const struct mir_func *f)
{
	struct search s = {.a = a, .f = f, .order = mir_order_make(a, f)};
	struct pressure p = {0};
	uint32_t at;

	s.loops = mir_loops_make(a, f, &s.order);
	number_insts(&s);
	find_uses(&s);
	at = most_in_use(&s);
	p.at = mir_inst(f, s.at[at])->at;
	for (uint32_t n = 0; n < s.n; n++) {
		const struct mir_inst *i = mir_inst(f, s.at[n]);
		struct interval live = s.of[s.at[n].id];

		if (i->op == MIR_OP_SLOT)
			add(a, &p, i->at, ((uint32_t)i->imm + 7) & ~7u);
		else if (takes_place(i) && live.first <= at && live.last > at)
			add(a, &p, i->at, VALUE_BYTES);
	}
	add_callee(a, &p, f);
	return p;
}
