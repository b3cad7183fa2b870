/*
 * verify_records.c - every reserved ring-buffer record is submitted or discarded exactly once.
 *
 * From each `reserve` the paths are followed as long as the record is open, so the work is the
 * size of those stretches. A record starts PENDING (it may be null), is OPEN once a branch on
 * isnull has shown that it is there, and leaves the walk on the null side and when it is handed
 * over. The kernel refuses a program that loses a record or uses one twice.
 */
#include "midend/verify.h"

enum state { CLOSED, PENDING, OPEN };

struct walk {
	struct verify *vf;
	mir_val record;
	uint32_t stamp;	    /* of this record, in the arrays */
	uint32_t handed;    /* submits and discards met */
	uint32_t *seen;	    /* by block: stamp */
	uint32_t *arrivals; /* by block: edges on which the record came */
	uint8_t *state;	    /* by block: on entry */
	mir_block *queue;
	uint32_t head, tail;
};

/* 1: `cond` is true when the record is null; 0: when it is there; -1: says nothing. */
static int null_test(const struct walk *w, const struct mir_inst *user)
{
	const struct mir_func *f = w->vf->f;
	const struct mir_inst *cond = mir_inst(f, user->args[0]);
	int sense = 1;

	while (cond->op == MIR_OP_NOT) {
		sense = !sense;
		cond = mir_inst(f, cond->args[0]);
	}
	return cond->op == MIR_OP_ISNULL && cond->args[0].id == w->record.id ? sense : -1;
}

static bool is_handover(const struct walk *w, const struct mir_inst *i)
{
	const struct mir_func *f = w->vf->f;

	return (i->op == MIR_OP_SUBMIT || i->op == MIR_OP_DISCARD) &&
	       mir_inst(f, i->args[0])->args[0].id == w->record.id;
}

static bool arrive(struct walk *w, mir_val from, mir_block b, enum state state)
{
	if (state == CLOSED)
		return true;
	if (w->seen[b.id] != w->stamp) {
		w->seen[b.id] = w->stamp;
		w->state[b.id] = (uint8_t)state;
		w->arrivals[b.id] = 0;
		w->queue[w->tail++] = b;
	}
	w->arrivals[b.id]++;
	return w->state[b.id] == state ||
	       verify_fail(w->vf, from, "the record %%%u is checked on only some paths to b%u",
			   w->record.id, b.id);
}

static bool leave(struct walk *w, mir_val v, const struct mir_inst *end, enum state state)
{
	int test = end->op == MIR_OP_BRANCH ? null_test(w, end) : -1;

	if (end->op == MIR_OP_BRANCH && test >= 0)
		return arrive(w, v, end->target[0], test ? CLOSED : OPEN) &&
		       arrive(w, v, end->target[1], test ? OPEN : CLOSED);
	if (!end->target[0].id)
		return verify_fail(w->vf, v, "the record %%%u is still open here", w->record.id);
	return arrive(w, v, end->target[0], state) &&
	       (!end->target[1].id || arrive(w, v, end->target[1], state));
}

/* From position k of block b on, until the record is handed over or the block ends. */
static bool follow(struct walk *w, mir_block b, uint32_t k, enum state state)
{
	const struct mir_bb *bb = mir_bb(w->vf->f, b);

	for (; k < bb->n; k++) {
		mir_val v = {bb->insts[k]};
		const struct mir_inst *i = mir_inst(w->vf->f, v);

		if (v.id == w->record.id)
			return verify_fail(w->vf, v, "reserved again while the record is open");
		if (is_handover(w, i)) {
			w->handed++;
			return state == OPEN || verify_fail(w->vf, v, "the record may be null");
		}
		/* What is called may end the program: not looked into. */
		if (i->op == MIR_OP_CALL)
			return verify_fail(w->vf, v, "may end with the record %%%u open",
					   w->record.id);
		if (i->op == MIR_OP_GUARD) {
			if (state == OPEN || null_test(w, i) != 0)
				return verify_fail(w->vf, v, "may end with the record %%%u open",
						   w->record.id);
			state = OPEN;
		}
		if (mir_ops[i->op].flags & MIR_ENDS)
			return leave(w, v, i, state);
	}
	return true;
}

/* A block that the record enters, it enters on every edge. */
static bool check_arrivals(struct walk *w)
{
	const struct verify *vf = w->vf;

	for (uint32_t n = 0; n < w->tail; n++) {
		const struct mir_bb *bb = mir_bb(vf->f, w->queue[n]);
		uint32_t edges = 0;

		for (uint32_t p = 0; p < bb->npreds; p++)
			edges += mir_reachable(&vf->order, bb->preds[p]);
		if (edges != w->arrivals[w->queue[n].id])
			return verify_fail(w->vf, w->record, "open on only some paths to b%u",
					   w->queue[n].id);
	}
	return true;
}

static bool check_record(struct walk *w, const uint32_t *handovers)
{
	const struct mir_func *f = w->vf->f;

	w->stamp++;
	w->head = w->tail = w->handed = 0;
	if (!follow(w, mir_inst(f, w->record)->block, w->vf->pos[w->record.id] + 1, PENDING))
		return false;
	while (w->head < w->tail) {
		mir_block b = w->queue[w->head++];

		if (!follow(w, b, 0, w->state[b.id]))
			return false;
	}
	return check_arrivals(w) && (w->handed == handovers[w->record.id] ||
				     verify_fail(w->vf, w->record, "submitted or discarded twice"));
}

bool verify_records(struct verify *vf)
{
	const struct mir_func *f = vf->f;
	struct walk w = {
		.vf = vf,
		.seen = arena_array(vf->arena, uint32_t, f->blocks.n),
		.arrivals = arena_array(vf->arena, uint32_t, f->blocks.n),
		.state = arena_array(vf->arena, uint8_t, f->blocks.n),
		.queue = arena_array(vf->arena, mir_block, f->blocks.n),
	};
	uint32_t *handovers = arena_array(vf->arena, uint32_t, f->insts.n);

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (mir_reachable(&vf->order, i->block) &&
		    (i->op == MIR_OP_SUBMIT || i->op == MIR_OP_DISCARD))
			handovers[mir_inst(f, i->args[0])->args[0].id]++;
	}
	for (uint32_t v = 1; v < f->insts.n; v++) {
		w.record = (mir_val){v};
		if (f->insts.v[v].op == MIR_OP_RESERVE &&
		    mir_reachable(&vf->order, f->insts.v[v].block) && !check_record(&w, handovers))
			return false;
	}
	return true;
}
