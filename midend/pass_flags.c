/*
 * pass_flags.c - in a function with many conditions they are numbers, of which the verifier knows
 * nothing.
 *
 * The verifier follows a condition that is kept: the kernel has no instruction that sets a register
 * to the result of a comparison, so LLVM jumps around a constant, and from there on there are two
 * states, with 0 and with 1. Where such a value decides a jump later they stay apart
 * (is_state_visited, kernel/bpf/verifier.c), and n of them are 2^n ways. So where there are many,
 * each becomes a number that is forgotten as soon as it is made, logic is arithmetic on it, a
 * selection is a mask, and a jump looks at a copy.
 *
 * What an index comes from (BOUND) stays, and addresses of structures, for there the verifier must
 * follow. Phis of loops are forgotten elsewhere.
 */
#include "lang/helpers.h"
#include "midend/flags.h"
#include "midend/free_bounds.h"

/* ---- code ---- */

static mir_val op(struct flags *s, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&s->b, what, x, y);
}

/* Of a sealed value LLVM knows nothing, or it would find the comparison again. */
static mir_val seal(struct flags *s, mir_val v)
{
	return op(s, MIR_OP_FORGET, v, s->zero);
}

static mir_val sign_bit(struct flags *s, mir_val v)
{
	return seal(s, op(s, MIR_OP_LSHR, seal(s, v), s->last));
}

/* A number that is 0 or 1, of which the verifier knows no more than that, and LLVM not even that:
 * it would make jumps of what is computed with it. */
static mir_val forget(struct flags *s, mir_val v)
{
	v = op(s, MIR_OP_FORGET, v, s->unknown);
	return seal(s, op(s, MIR_OP_AND, v, s->one));
}

static mir_val differ(struct flags *s, mir_val x, mir_val y)
{
	mir_val d = op(s, MIR_OP_XOR, x, y), minus = seal(s, op(s, MIR_OP_SUB, s->zero, d));

	return sign_bit(s, op(s, MIR_OP_OR, d, minus));
}

/* Signed: the sign of the difference, but where it overflows that of x. */
static mir_val less(struct flags *s, mir_val x, mir_val y)
{
	mir_val d = op(s, MIR_OP_SUB, x, y), over;

	over = op(s, MIR_OP_AND, op(s, MIR_OP_XOR, x, y), op(s, MIR_OP_XOR, d, x));
	return sign_bit(s, op(s, MIR_OP_XOR, d, over));
}

/* Unsigned: the borrow of the difference. */
static mir_val below(struct flags *s, mir_val x, mir_val y)
{
	mir_val not_x = mir_unary(&s->b, MIR_OP_NOT, MIR_T(I64), x), d = op(s, MIR_OP_SUB, x, y);

	d = op(s, MIR_OP_AND, op(s, MIR_OP_OR, not_x, y), d);
	return sign_bit(s, op(s, MIR_OP_OR, op(s, MIR_OP_AND, not_x, y), d));
}

/* What a comparison says, without a jump; none for what is no comparison of numbers. */
static mir_val compare(struct flags *s, const struct mir_inst *i)
{
	mir_val x, y;

	if (i->nargs != 2 || mir_inst(s->f, i->args[0])->type.kind != MIR_I64)
		return MIR_NO_VAL;
	x = i->args[0];
	y = i->args[1];
	switch (i->op) {
	case MIR_OP_EQ:
		return op(s, MIR_OP_XOR, differ(s, x, y), s->one);
	case MIR_OP_NE:
		return differ(s, x, y);
	case MIR_OP_SLT:
		return less(s, x, y);
	case MIR_OP_SLE:
		return op(s, MIR_OP_XOR, less(s, y, x), s->one);
	case MIR_OP_ULT:
		return below(s, x, y);
	case MIR_OP_ULE:
		return op(s, MIR_OP_XOR, below(s, y, x), s->one);
	default:
		return MIR_NO_VAL;
	}
}

static mir_val number_of(struct flags *s, mir_val v)
{
	const struct mir_inst *i = mir_inst(s->f, v);

	if (i->op == MIR_OP_CONST)
		return i->imm & 1 ? s->one : s->zero;
	if (s->number[v.id].id)
		return s->number[v.id];
	NB_ASSERT(!s->is_flag[v.id]);
	return forget(s, mir_unary(&s->b, MIR_OP_ZEXT, MIR_T(I64), v));
}

/* The value as a condition again, for what takes no number. */
static mir_val as_condition(struct flags *s, mir_val v, bool last)
{
	mir_val n = number_of(s, v);

	if (!last)
		n = op(s, MIR_OP_FORGET, n, s->unknown);
	return op(s, MIR_OP_NE, n, s->zero);
}

/* y ^ ((x ^ y) & -c) */
static mir_val pick(struct flags *s, mir_val c, mir_val x, mir_val y)
{
	mir_val mask = seal(s, op(s, MIR_OP_SUB, s->zero, c));
	mir_val both = op(s, MIR_OP_XOR, x, y);

	return op(s, MIR_OP_XOR, y, op(s, MIR_OP_AND, both, mask));
}

static mir_val logic(struct flags *s, const struct mir_inst *i)
{
	mir_val x = number_of(s, i->args[0]);

	switch (i->op) {
	case MIR_OP_NOT:
		return op(s, MIR_OP_XOR, x, s->one);
	case MIR_OP_SELECT:
		return pick(s, x, number_of(s, i->args[1]), number_of(s, i->args[2]));
	default:
		return op(s, i->op, x, number_of(s, i->args[1]));
	}
}

static mir_val place_again(struct flags *s, mir_val v)
{
	mir_place(s->f, s->b.block, mir_bb(s->f, s->b.block)->n, v);
	return v;
}

/* Operands that are numbers now, where the instruction wants conditions. */
static void want_conditions(struct flags *s, mir_val v)
{
	for (uint32_t a = 0; a < mir_inst(s->f, v)->nargs; a++) {
		mir_val arg = mir_inst(s->f, v)->args[a], c;

		if (!s->gone[arg.id])
			continue;
		c = as_condition(s, arg, s->uses[arg.id] <= 1);
		mir_inst(s->f, v)->args[a] = c;
	}
}

static void change(struct flags *s, mir_val v)
{
	struct mir_inst i = *mir_inst(s->f, v);
	mir_val n;

	if (v.id >= s->nvalues) { /* new */
		place_again(s, v);
		return;
	}
	s->b.at = i.at;
	if (s->gone[v.id]) {
		s->number[v.id] = logic(s, &i);
		return;
	}
	if (flags_is_mask(s, v) && s->is_flag[i.args[0].id]) {
		mir_forward_set(&s->forward, v,
				pick(s, number_of(s, i.args[0]), i.args[1], i.args[2]));
		return;
	}
	if (i.op == MIR_OP_ZEXT && s->is_flag[i.args[0].id]) {
		n = number_of(s, i.args[0]);
		if (i.type.kind != MIR_I64)
			n = mir_unary(&s->b, MIR_OP_TRUNC, i.type, n);
		mir_forward_set(&s->forward, v, n);
		return;
	}
	want_conditions(s, v);
	place_again(s, v);
	if (flags_is_result(s, v))
		s->number[v.id] = op(s, MIR_OP_FORGET, v, s->unknown);
	if (!s->is_flag[v.id] || i.op == MIR_OP_CONST)
		return;
	n = compare(s, &i);
	if (!n.id)
		n = forget(s, mir_unary(&s->b, MIR_OP_ZEXT, MIR_T(I64), v));
	s->number[v.id] = n;
}

/* ---- phis ---- */

static bool has_constant(const struct flags *s, mir_val phi)
{
	const struct mir_inst *i = mir_inst(s->f, phi);

	for (uint32_t a = 0; a < i->nargs; a++)
		if (mir_inst(s->f, i->args[a])->op == MIR_OP_CONST)
			return true;
	return false;
}

/* The phis of a block stand at its head; what they come to is forgotten behind them. */
static uint32_t change_phis(struct flags *s, const uint32_t *insts, uint32_t n, bool is_head)
{
	uint32_t phis = 0;

	while (phis < n && s->f->insts.v[insts[phis]].op == MIR_OP_PHI && insts[phis] < s->nvalues)
		place_again(s, (mir_val){insts[phis++]});
	for (uint32_t k = 0; k < phis; k++) {
		mir_val v = {insts[k]};
		struct mir_inst *i = mir_inst(s->f, v);

		s->b.at = i->at;
		if (s->gone[v.id]) {
			i->type = MIR_T(I64);
			s->number[v.id] = forget(s, v);
		} else if (s->is_flag[v.id]) {
			s->number[v.id] = forget(s, mir_unary(&s->b, MIR_OP_ZEXT, MIR_T(I64), v));
		} else if (i->type.kind == MIR_I64 && !is_head && !s->looped[s->b.block.id] &&
			   !s->kept[v.id] && has_constant(s, v)) {
			s->number[v.id] = op(s, MIR_OP_FORGET, v, s->unknown);
		}
	}
	return phis;
}

/* Numbers come to phis that were conditions; others, and results, are what was forgotten of them.
 */
static void finish_phis(struct flags *s)
{
	mir_val *others = arena_array(s->run->scratch, mir_val, s->nvalues);
	uint32_t n = 0;

	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (!i->block.id || !s->number[v].id ||
		    (i->op != MIR_OP_PHI && !flags_is_result(s, (mir_val){v})))
			continue;
		for (uint32_t a = 0; i->type.kind == MIR_I64 && s->is_flag[v] && a < i->nargs;
		     a++) {
			mir_val old = i->args[a];
			const struct mir_inst *arg = mir_inst(s->f, old);

			i->args[a] = arg->op != MIR_OP_CONST ? s->number[old.id]
				     : arg->imm & 1	     ? s->one
							     : s->zero;
			NB_ASSERT(i->args[a].id);
		}
		if (s->is_flag[v])
			continue;
		others[n++] = (mir_val){v};
		mir_forward_set(&s->forward, (mir_val){v}, s->number[v]);
	}
	mir_forward_apply(s->f, &s->forward);
	for (uint32_t k = 0; k < n; k++)
		mir_set_operands(s->f, s->number[others[k].id], (mir_val[]){others[k], s->unknown},
				 2);
}

/* ---- the pass ---- */

static void change_block(struct flags *s, mir_block b, bool is_head)
{
	struct mir_bb *bb = mir_bb(s->f, b);
	const uint32_t *insts = bb->insts;
	uint32_t n = bb->n, k;

	bb->insts = NULL;
	bb->n = bb->cap = 0;
	s->b.block = b;
	for (k = 0; k < n; k++)
		s->f->insts.v[insts[k]].block = MIR_NO_BLOCK;
	for (k = change_phis(s, insts, n, is_head); k < n; k++)
		change(s, (mir_val){insts[k]});
}

/* At the head of the entry. */
static void make_constants(struct flags *s)
{
	const mir_block entry = {1};
	static const int64_t numbers[] = {0, 1, 63};
	mir_val made[4];

	for (uint32_t k = 0; k < 3; k++)
		made[k] = mir_new(s->f, (struct mir_inst){.op = MIR_OP_CONST,
							  .type = MIR_T(I64),
							  .imm = numbers[k],
							  .at = s->f->at});
	made[3] = mir_new(s->f, (struct mir_inst){.op = MIR_OP_HELPER,
						  .type = MIR_T(I64),
						  .ref = HELPER_get_prandom_u32,
						  .at = s->f->at});
	for (uint32_t k = 0; k < 4; k++)
		mir_place(s->f, entry, k, made[k]);
	s->zero = made[0];
	s->one = made[1];
	s->last = made[2];
	s->unknown = made[3];
}

bool pass_flags(struct pass_run *run, struct mir_func *f)
{
	struct arena *a = run->scratch;
	struct flags s = {.run = run, .f = f};
	bool changed = mir_remove_unreachable(a, f);

	if (f->is_crowded)
		return changed;
	s.b.func = f;
	flags_find(&s);
	if (!flags_are_many(&s))
		return changed;
	f->is_crowded = true;
	make_constants(&s);
	if (free_bounds(run, f, s.followed, s.nvalues, s.unknown)) {
		run->order = mir_order_make(a, f);
		run->loops = mir_loops_make(a, f, &run->order);
	}
	flags_find(&s);
	s.number = arena_array(a, mir_val, s.nvalues);
	s.forward = mir_forward_new(a, f);
	for (uint32_t k = 0; k < run->order.n; k++)
		change_block(&s, run->order.rpo[k], run->loops.header[run->order.rpo[k].id]);
	finish_phis(&s);
	return true;
}
