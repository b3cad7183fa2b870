/*
 * pass_frame.c - makes the stack slots of a function fit the kernel's 512 bytes.
 *
 * Needs order, loops and uses, and its callees done: what they take is not there for it. When the
 * slots take more than the budget: slots that are never in use at the same time share their bytes,
 * then the biggest move to a per-CPU map until the rest fits; a subprogram has the stack only, and
 * takes as little as it can. Slots whose address goes through a phi or select stay as they are;
 * records of loops that the kernel runs stay on the stack, of which it wants an address. Kernels
 * before 5.12 know the stack only at places that are constant: for them slots that are read or
 * written elsewhere move, too, and a subprogram is not one that has such slots.
 *
 * The map, `nubpf_scratch`, has one value; every program has bytes of its own in it, since one
 * program may interrupt another on the same cpu. It is looked up once, at the entry; the kernel
 * wants the null check although it never fails.
 */
#include "midend/frame.h"

#include <linux/bpf.h>
#include <stdlib.h>

/* The largest per-CPU allocation: PCPU_MIN_UNIT_SIZE of the kernel's include/linux/percpu.h. */
enum { SCRATCH_MAX_BYTES = 32768 };

struct slot {
	mir_val v;
	uint32_t bytes;	      /* rounded up to 8 */
	uint32_t first, last; /* instructions in order between which it is in use */
	bool pinned; /* nobody knows how long it is in use: it has bytes of its own, on the stack */
	bool on_stack;	/* may share its bytes, but not leave the stack */
	bool indexed;	/* read or written at a place that is computed */
	uint32_t group; /* index of the slot whose bytes it uses */
};

struct frame {
	struct pass_run *run;
	struct mir_func *f;
	struct slot *slots;
	uint32_t n;
	uint32_t callees;      /* bytes of the frames below */
	uint32_t *place;       /* by value: its number in the order */
	uint32_t *enter, *end; /* by block: numbers of its first and last instruction */
};

uint32_t frame_of_slots(uint32_t slot_bytes)
{
	enum { SPILLED = 24, FRAME_UNIT = 32 };

	return (slot_bytes + SPILLED + FRAME_UNIT - 1) / FRAME_UNIT * FRAME_UNIT;
}

uint32_t frame_of_callees(const struct mir_func *f)
{
	uint32_t most = 0;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		const struct mir_func *callee;

		if (!i->block.id || !mir_calls(i))
			continue;
		callee = f->module->funcs.v[i->ref];
		most = callee->stack_bytes > most ? callee->stack_bytes : most;
	}
	return most;
}

/* What a program has for slots beside the functions that it calls. A subprogram has nowhere else to
 * put them: call_size.c has seen to it that they fit. */
static uint32_t room(const struct frame *fr)
{
	if (!fr->f->section)
		return UINT32_MAX;
	return fr->callees < PASS_STACK_BYTES ? PASS_STACK_BYTES - fr->callees : 0;
}

/* What it should make do with, as far as its slots can leave. */
static uint32_t budget(const struct frame *fr)
{
	uint32_t wanted = fr->f->section ? fr->run->options->stack_bytes : 0, there = room(fr);

	return wanted && wanted < there ? wanted : there;
}

static uint32_t collect(struct frame *fr)
{
	struct mir_func *f = fr->f;
	uint64_t total = 0;

	fr->slots = arena_array(fr->run->scratch, struct slot, f->insts.n);
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		struct slot *s = &fr->slots[fr->n];

		if (!i->block.id || i->op != MIR_OP_SLOT)
			continue;
		*s = (struct slot){.v = {v}, .bytes = ((uint32_t)i->imm + 7) & ~7u, .group = fr->n};
		total += s->bytes;
		fr->n++;
	}
	return total > UINT32_MAX ? UINT32_MAX : (uint32_t)total;
}

/* ---- when slots are in use ---- */

static void number_insts(struct frame *fr)
{
	struct mir_func *f = fr->f;
	uint32_t n = 0;

	fr->place = arena_array(fr->run->scratch, uint32_t, f->insts.n);
	fr->enter = arena_array(fr->run->scratch, uint32_t, f->blocks.n);
	fr->end = arena_array(fr->run->scratch, uint32_t, f->blocks.n);
	for (uint32_t k = 0; k < fr->run->order.n; k++) {
		mir_block b = fr->run->order.rpo[k];
		const struct mir_bb *bb = mir_bb(f, b);

		fr->enter[b.id] = n;
		for (uint32_t i = 0; i < bb->n; i++)
			fr->place[bb->insts[i]] = n++;
		fr->end[b.id] = n - 1;
	}
}

static void extend(struct slot *s, uint32_t first, uint32_t last)
{
	s->first = first < s->first ? first : s->first;
	s->last = last > s->last ? last : s->last;
}

/* An address that is kept in a record is in use until a loop has run with the record. */
static void extend_to_run(struct frame *fr, struct slot *s, mir_val keep)
{
	mir_val record = mir_inst(fr->f, keep)->args[0];
	const struct mir_uses *uses = &fr->run->uses;

	for (uint32_t u = uses->start[record.id]; u < uses->start[record.id + 1]; u++)
		if (mir_inst(fr->f, uses->user[u])->op == MIR_OP_RUN)
			extend(s, fr->place[keep.id], fr->place[uses->user[u].id]);
}

/* Every use of the address or of an address made from it. */
static void find_uses(struct frame *fr, struct slot *s, mir_val *work)
{
	const struct mir_uses *uses = &fr->run->uses;
	uint32_t n = 0;

	s->first = UINT32_MAX;
	work[n++] = s->v;
	while (n) {
		mir_val p = work[--n];

		for (uint32_t u = uses->start[p.id]; u < uses->start[p.id + 1]; u++) {
			mir_val user = uses->user[u];
			uint8_t op = mir_inst(fr->f, user)->op;

			if (op == MIR_OP_OFFSET || op == MIR_OP_INDEX)
				work[n++] = user;
			else if (op == MIR_OP_PHI || op == MIR_OP_SELECT)
				s->pinned = true;
			else if (op == MIR_OP_KEEP && mir_inst(fr->f, user)->args[1].id == p.id)
				extend_to_run(fr, s, user);
			else
				extend(s, fr->place[user.id], fr->place[user.id]);
			s->on_stack |= s->pinned || op == MIR_OP_RUN;
			s->indexed |= op == MIR_OP_INDEX;
		}
	}
	if (s->first > s->last)
		s->first = s->last = fr->place[s->v.id];
}

/* What is used inside of a loop and elsewhere, or in two turns of it, is in use in all of it. */
static bool extend_over_loops(struct frame *fr, struct slot *s)
{
	const struct mir_loops *l = &fr->run->loops;
	uint32_t first = s->first, last = s->last;

	for (uint32_t e = 0; e < l->n; e++) {
		uint32_t enter = fr->enter[l->edges[e].to.id], end = fr->end[l->edges[e].from.id];

		if (s->first <= end && s->last >= enter)
			extend(s, enter, end);
	}
	return first != s->first || last != s->last;
}

static void find_lifetimes(struct frame *fr)
{
	mir_val *work = arena_array(fr->run->scratch, mir_val, fr->f->insts.n);

	number_insts(fr);
	for (uint32_t n = 0; n < fr->n; n++) {
		find_uses(fr, &fr->slots[n], work);
		while (extend_over_loops(fr, &fr->slots[n]))
			;
	}
}

/* ---- sharing ---- */

static int by_size(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	return x->v.id < y->v.id ? -1 : 1;
}

static bool group_is_free(const struct frame *fr, uint32_t group, const struct slot *s)
{
	for (uint32_t n = group; n < fr->n; n++) {
		const struct slot *o = &fr->slots[n];

		if (o == s)
			return true;
		if (o->group == group && o->first <= s->last && s->first <= o->last)
			return false;
	}
	return true;
}

/* The oldest kernel does not take the slot on the stack. */
static bool must_move(const struct frame *fr, const struct slot *s)
{
	return s->indexed && !kernel_has(fr->run->options->kernel, KERNEL_STACK_INDEX);
}

/* Biggest first, so that every slot fits the bytes of the first of its group. Returns the total. */
static uint32_t share(struct frame *fr)
{
	uint32_t total = 0;

	qsort(fr->slots, fr->n, sizeof(*fr->slots), by_size);
	for (uint32_t n = 0; n < fr->n; n++) {
		struct slot *s = &fr->slots[n];

		s->group = n;
		for (uint32_t g = 0; g < n && s->group == n && !s->pinned; g++)
			if (fr->slots[g].group == g && !fr->slots[g].pinned &&
			    fr->slots[g].on_stack == s->on_stack &&
			    must_move(fr, &fr->slots[g]) == must_move(fr, s) &&
			    group_is_free(fr, g, s))
				s->group = g;
		total += s->group == n ? s->bytes : 0;
	}
	return total;
}

/* The first of each group stands at the entry, the others are its address. */
static void apply_sharing(struct frame *fr)
{
	struct mir_func *f = fr->f;

	for (uint32_t n = 0; n < fr->n; n++) {
		struct slot *s = &fr->slots[n], *first = &fr->slots[s->group];
		struct mir_inst *i = mir_inst(f, s->v);

		if (s != first) {
			i->op = MIR_OP_OFFSET;
			i->imm = 0;
			mir_set_operands(f, s->v, &first->v, 1);
		} else {
			mir_remove(f, s->v);
			mir_place(f, (mir_block){1}, 0, s->v);
		}
	}
}

/* ---- scratch memory ---- */

/* The map, with room for `bytes` more; *offset is where they start. False when that is too much. */
static bool grow_scratch(struct mir_module *m, uint32_t bytes, uint32_t *map, uint32_t *offset)
{
	for (*map = 0; *map < m->maps.n; ++*map)
		if (strcmp(m->maps.v[*map].name, PASS_SCRATCH_MAP) == 0)
			break;
	*offset = *map < m->maps.n ? m->maps.v[*map].value_size : 0;
	if (bytes > SCRATCH_MAX_BYTES - *offset)
		return false;
	if (*map == m->maps.n)
		mir_map_new(m, (struct mir_map){.name = PASS_SCRATCH_MAP,
						.kind = BPF_MAP_TYPE_PERCPU_ARRAY,
						.key_size = sizeof(uint32_t),
						.max_entries = 1});
	m->maps.v[*map].value_size += bytes;
	return true;
}

static uint32_t func_index(const struct frame *fr)
{
	uint32_t n = 0;

	while (fr->run->m->funcs.v[n] != fr->f)
		n++;
	return n;
}

static mir_block missing_block(struct frame *fr)
{
	struct mir_func *f = fr->f;
	struct mir_builder b = {.func = f, .block = mir_block_new(f), .at = f->at};
	uint32_t site = mir_site_new(f->module, (struct mir_site){.kind = MIR_SITE_ERROR,
								  .message = "no scratch memory",
								  .at = f->at,
								  .func = func_index(fr)});

	mir_append(&b, (struct mir_inst){.op = MIR_OP_COUNT, .ref = site});
	mir_ret(&b, mir_const(&b, f->results[0], f->neutral));
	return b.block;
}

/* Empties the entry block into a new one. */
static mir_block move_entry(struct mir_func *f)
{
	const mir_block entry = {1}, body = mir_block_new(f);
	struct mir_bb *bb = mir_bb(f, entry);
	const struct mir_inst *end = mir_end(f, entry);
	const uint32_t *insts = bb->insts;
	uint32_t n = bb->n;

	for (unsigned t = 0; t < 2; t++)
		if (end->target[t].id)
			mir_edge_move(f, end->target[t], entry, body);
	bb->insts = NULL;
	bb->n = bb->cap = 0;
	for (uint32_t k = 0; k < n; k++)
		mir_place(f, body, k, (mir_val){insts[k]});
	return body;
}

/* Looks the map up at the entry; its address, known to be there, first thing in the next block. */
static mir_val look_up(struct frame *fr, uint32_t map)
{
	struct mir_func *f = fr->f;
	mir_block body = move_entry(f), missing = missing_block(fr);
	struct mir_builder b = {.func = f, .block = {1}, .at = f->at};
	struct mir_type t = mir_ptr(MIR_SPACE_MAP, f->module->maps.v[map].value_size);
	mir_val key, value;

	key = mir_append(&b, (struct mir_inst){.op = MIR_OP_SLOT,
					       .type = mir_ptr(MIR_SPACE_STACK, sizeof(uint32_t)),
					       .imm = sizeof(uint32_t)});
	mir_store(&b, key, mir_const(&b, MIR_T(I32), 0), 0);
	t.nullable = true;
	value = mir_append(
		&b, (struct mir_inst){
			    .op = MIR_OP_LOOKUP, .type = t, .args = &key, .nargs = 1, .ref = map});
	mir_branch(&b, mir_unary(&b, MIR_OP_ISNULL, MIR_T(I1), value), missing, body);
	t.nullable = false;
	value = mir_new(
		f,
		(struct mir_inst){
			.op = MIR_OP_NONNULL, .type = t, .args = &value, .nargs = 1, .at = f->at});
	mir_place(f, body, 0, value);
	return value;
}

/* The address and all that is made from it now point into the map. */
static void point_into_map(struct frame *fr, mir_val v, mir_val *work)
{
	const struct mir_uses *uses = &fr->run->uses;
	uint32_t n = 0;

	work[n++] = v;
	while (n) {
		mir_val p = work[--n];

		mir_inst(fr->f, p)->type.space = MIR_SPACE_MAP;
		for (uint32_t u = uses->start[p.id]; u < uses->start[p.id + 1]; u++) {
			uint8_t op = mir_inst(fr->f, uses->user[u])->op;

			if (op == MIR_OP_OFFSET || op == MIR_OP_INDEX)
				work[n++] = uses->user[u];
		}
	}
}

static void move_group(struct frame *fr, uint32_t group, mir_val base, uint32_t offset,
		       mir_val *work)
{
	mir_val v = fr->slots[group].v;
	struct mir_inst *i = mir_inst(fr->f, v);

	i->op = MIR_OP_OFFSET;
	i->imm = offset;
	mir_set_operands(fr->f, v, &base, 1);
	for (uint32_t n = group; n < fr->n; n++)
		if (fr->slots[n].group == group)
			point_into_map(fr, fr->slots[n].v, work);
}

/* Groups that must leave, and the biggest others until the rest and the map's key fit: marks them,
 * gives their bytes. False: there is no room for what cannot leave. */
static bool choose(const struct frame *fr, uint32_t total, bool *moves, uint32_t *bytes)
{
	*bytes = 0;
	for (uint32_t n = 0; n < fr->n; n++) {
		moves[n] = fr->slots[n].group == n && !fr->slots[n].on_stack &&
			   must_move(fr, &fr->slots[n]);
		*bytes += moves[n] ? fr->slots[n].bytes : 0;
	}
	for (uint32_t n = 0; n < fr->n && total > budget(fr) && total - *bytes + 8 > budget(fr);
	     n++) {
		if (moves[n] || fr->slots[n].group != n || fr->slots[n].on_stack)
			continue;
		moves[n] = true;
		*bytes += fr->slots[n].bytes;
	}
	return total <= room(fr) || total - *bytes + 8 <= room(fr);
}

static bool some_must_move(const struct frame *fr)
{
	for (uint32_t n = 0; n < fr->n; n++)
		if (must_move(fr, &fr->slots[n]))
			return true;
	return false;
}

static void report_too_large(struct frame *fr, uint32_t total)
{
	const struct slot *biggest = &fr->slots[0];

	pass_report(fr->run, mir_inst(fr->f, biggest->v)->at,
		    "bound the value: `--max-len` for strings, `first` or `take` for lists",
		    "the values of %s need %u bytes at once, %u of them for this one; there is "
		    "room for %d",
		    fr->f->label ? fr->f->label : fr->f->name, total, biggest->bytes,
		    SCRATCH_MAX_BYTES);
	fr->run->problems.list.v[fr->run->problems.list.n - 1].lacks_stack = true;
}

uint32_t frame_slot_bytes(struct pass_run *run, struct mir_func *f)
{
	struct pass_run here = *run;
	struct frame fr = {.run = &here, .f = f};

	if (!collect(&fr))
		return 0;
	here.order = mir_order_make(run->scratch, f);
	here.loops = mir_loops_make(run->scratch, f, &here.order);
	here.uses = mir_uses_make(run->scratch, f);
	find_lifetimes(&fr);
	return share(&fr);
}

bool frame_is_indexed(const struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (i->block.id && i->op == MIR_OP_INDEX && i->type.space == MIR_SPACE_STACK)
			return true;
	}
	return false;
}

bool pass_frame(struct pass_run *run, struct mir_func *f)
{
	struct frame fr = {.run = run, .f = f, .callees = frame_of_callees(f)};
	uint32_t total = collect(&fr), bytes, map = 0, offset = 0;
	mir_val base, *work;
	bool *moves;

	f->stack_bytes = fr.callees + frame_of_slots(total);
	if (total <= budget(&fr) && (f->section || !fr.n) &&
	    kernel_has(run->options->kernel, KERNEL_STACK_INDEX))
		return false;
	find_lifetimes(&fr);
	if (total <= budget(&fr) && f->section && !some_must_move(&fr))
		return false;
	total = share(&fr);
	f->stack_bytes = fr.callees + frame_of_slots(total);
	moves = arena_array(run->scratch, bool, fr.n);
	if (!choose(&fr, total, moves, &bytes) ||
	    (bytes && !grow_scratch(run->m, bytes, &map, &offset))) {
		report_too_large(&fr, total);
		return false;
	}
	apply_sharing(&fr);
	if (!bytes)
		return true;
	base = look_up(&fr, map);
	work = arena_array(run->scratch, mir_val, f->insts.n);
	for (uint32_t n = 0; n < fr.n; n++) {
		if (!moves[n])
			continue;
		move_group(&fr, n, base, offset, work);
		offset += fr.slots[n].bytes;
	}
	return true;
}
