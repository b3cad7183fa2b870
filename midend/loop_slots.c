/*
 * loop_slots.c - the slots that loops use which the kernel runs become one, so that what a loop is
 * given is one address, and the others stand at distances from it.
 *
 * For programs only: a slot that large moves to scratch memory (pass_frame.c), which a subprogram
 * has not. What goes through a phi or select stays by itself, for it cannot move.
 */
#include "midend/loop_slots.h"

#include "lang/helpers.h"

/* What is the same in the whole function stands at its entry, where no loop is: a constant must not
 * come back from a record, of which the verifier knows nothing. */
static void hoist(struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (i->block.id <= 1 ||
		    (i->op != MIR_OP_CTX && i->op != MIR_OP_PARAM && i->op != MIR_OP_SLOT &&
		     i->op != MIR_OP_CONST && i->op != MIR_OP_GLOBAL && i->op != MIR_OP_MAP))
			continue;
		mir_remove(f, (mir_val){v});
		mir_place(f, (mir_block){1}, 0, (mir_val){v});
	}
}

struct join {
	struct pass_run *run;
	struct mir_func *f;
	struct mir_uses uses;
	bool *in; /* by block: it is of a loop that the kernel runs */
	mir_val *work;
};

static void mark_loops(struct join *j)
{
	struct mir_order order = mir_order_make(j->run->scratch, j->f);
	struct mir_loops loops = mir_loops_make(j->run->scratch, j->f, &order);
	mir_block *blocks = arena_array(j->run->scratch, mir_block, j->f->blocks.n);
	bool *in = arena_array(j->run->scratch, bool, j->f->blocks.n);

	for (uint32_t v = 1; v < j->f->insts.n; v++) {
		const struct mir_inst *i = &j->f->insts.v[v];

		if (i->block.id && i->op == MIR_OP_ROUNDS && loops.header[i->block.id])
			mir_loop_mark(j->f, &loops, &order, i->block, in, blocks, j->in);
	}
}

/* The slot is used in a loop, and wherever it is it is known to be. */
static bool joins(const struct join *j, mir_val slot)
{
	bool used = false;
	uint32_t n = 0;

	j->work[n++] = slot;
	while (n) {
		mir_val p = j->work[--n];

		for (uint32_t u = j->uses.start[p.id]; u < j->uses.start[p.id + 1]; u++) {
			const struct mir_inst *user = mir_inst(j->f, j->uses.user[u]);

			if (user->op == MIR_OP_PHI || user->op == MIR_OP_SELECT ||
			    user->op == MIR_OP_RUN)
				return false;
			used |= j->in[user->block.id];
			if (user->op == MIR_OP_OFFSET || user->op == MIR_OP_INDEX)
				j->work[n++] = j->uses.user[u];
		}
	}
	return used;
}

mir_val loop_slots_join(struct pass_run *run, struct mir_func *f)
{
	uint32_t nvalues = f->insts.n, bytes = 0, n = 0;
	mir_val *slots = arena_array(run->scratch, mir_val, nvalues), all;
	struct join j = {
		.run = run,
		.f = f,
		.in = arena_array(run->scratch, bool, f->blocks.n),
		.work = arena_array(run->scratch, mir_val, nvalues),
	};

	hoist(f);
	if (!f->section)
		return MIR_NO_VAL;
	j.uses = mir_uses_make(run->scratch, f);
	mark_loops(&j);
	for (uint32_t v = 1; v < nvalues; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_SLOT || !joins(&j, (mir_val){v}) ||
		    i->imm > LOOP_SLOTS_MAX - bytes)
			continue;
		slots[n++] = (mir_val){v};
		bytes += ((uint32_t)i->imm + 7) & ~7u;
	}
	if (n < 2)
		return MIR_NO_VAL;
	all = mir_new(f, (struct mir_inst){.op = MIR_OP_SLOT,
					   .type = mir_ptr(MIR_SPACE_STACK, bytes),
					   .imm = bytes,
					   .at = mir_inst(f, slots[0])->at});
	bytes = 0;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t size = (uint32_t)mir_inst(f, slots[k])->imm;

		mir_inst(f, slots[k])->op = MIR_OP_OFFSET;
		mir_inst(f, slots[k])->imm = bytes;
		mir_set_operands(f, slots[k], &all, 1);
		bytes += (size + 7) & ~7u;
	}
	mir_place(f, (mir_block){1}, 0, all);
	return all;
}

/* A look for uses of slots. */
struct search {
	const struct mir_func *f;
	struct mir_uses uses;
	const bool *in; /* by block: it is of the loop */
	mir_val *work;
	uint32_t *seen; /* by value: the slot that it was reached from */
};

/* The slot is used in the loop and elsewhere. */
static bool is_shared(struct search *s, mir_val slot)
{
	bool inside = false, outside = false;
	uint32_t n = 0;

	s->work[n++] = slot;
	while (n && !(inside && outside)) {
		mir_val p = s->work[--n];

		for (uint32_t u = s->uses.start[p.id]; u < s->uses.start[p.id + 1]; u++) {
			mir_val v = s->uses.user[u];
			const struct mir_inst *user = mir_inst(s->f, v);

			if (user->type.kind != MIR_PTR || user->type.space != MIR_SPACE_STACK) {
				inside |= s->in[user->block.id];
				outside |= !s->in[user->block.id];
			} else if (s->seen[v.id] != slot.id) {
				s->seen[v.id] = slot.id;
				s->work[n++] = v;
			}
		}
	}
	return inside && outside;
}

uint32_t loop_slots_shared(struct pass_run *run, struct mir_func *f, const bool *in, mir_val joined,
			   mir_val *out)
{
	uint32_t nvalues = f->insts.n, n = 0;
	struct search s = {
		.f = f,
		.uses = mir_uses_make(run->scratch, f),
		.in = in,
		.work = arena_array(run->scratch, mir_val, nvalues),
		.seen = arena_array(run->scratch, uint32_t, nvalues),
	};

	for (uint32_t v = 1; v < nvalues; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		bool is_part = i->op == MIR_OP_OFFSET && joined.id && i->args[0].id == joined.id;

		if (i->block.id && (i->op == MIR_OP_SLOT || is_part) && v != joined.id &&
		    is_shared(&s, (mir_val){v}))
			out[n++] = (mir_val){v};
	}
	return n;
}

static void forget(struct mir_builder *b, mir_val slot, int64_t at, struct mir_type t,
		   mir_val unknown)
{
	mir_val v = mir_load(b, t, slot, at);

	if (t.kind != MIR_I64)
		v = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), v);
	v = mir_binary(b, MIR_OP_FORGET, v, unknown);
	mir_store(b, slot, t.kind == MIR_I64 ? v : mir_unary(b, MIR_OP_TRUNC, t, v), at);
}

void loop_slots_forget(struct mir_builder *b, mir_val slot, mir_val unknown)
{
	uint32_t size = mir_inst(b->func, slot)->type.size, at = 0;

	if (size > LOOP_SLOT_WORDS) {
		const mir_val args[] = {slot, mir_i64(b, size), slot};

		mir_helper(b, HELPER_probe_read_kernel, MIR_T(I64), args, ARRAY_SIZE(args));
		return;
	}
	for (; at + 8 <= size; at += 8)
		forget(b, slot, at, MIR_T(I64), unknown);
	for (; at < size; at++)
		forget(b, slot, at, MIR_T(I8), unknown);
}

void loop_slots_drop(struct pass_run *run, struct mir_func *f)
{
	bool *used = arena_array(run->scratch, bool, f->insts.n);

	for (uint32_t v = 1; v < f->insts.n; v++)
		for (uint32_t a = 0; f->insts.v[v].block.id && a < f->insts.v[v].nargs; a++)
			used[f->insts.v[v].args[a].id] = true;
	for (uint32_t v = 1; v < f->insts.n; v++)
		if (f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_SLOT && !used[v])
			mir_remove(f, (mir_val){v});
}
