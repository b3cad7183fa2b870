/*
 * pass_expand.c - lowers what the backend does not know (operations marked X in mir.def).
 *
 * Needs nothing. Leaves no unreachable block, no *.ov and no floored division anywhere, and no
 * guard and no fail in programs; only a program can end itself, and what subprograms have of those
 * `call` has made returns of before. A guard becomes a branch to a cold block that counts its site
 * and jumps to the one exit of the function with the neutral verdict; every guard and fail of one
 * site shares that block.
 *
 * BPF before cpu v4 has no signed division and LLVM refuses it: with v4 sdiv and srem stay, and
 * floored division by what is no constant is made of them. 128-bit products do not exist either.
 * The formulas below hold for all pairs of i64 that the operations allow. No call has two arguments
 * that append: C leaves their order open, and the output must not depend on the compiler.
 */
#include "midend/pass_run.h"

struct expand {
	struct mir_func *f;
	struct mir_builder b; /* where the block being rebuilt now ends */
	mir_block *fail_of;   /* by site */
	mir_block exit;
	bool has_sdiv;	  /* the machine divides signed numbers */
	mir_val *divisor; /* by value: what it is divided by somewhere, rounded down */
};

static mir_val bin(struct expand *e, enum mir_op op, mir_val x, mir_val y)
{
	return mir_binary(&e->b, op, x, y);
}

static mir_val num(struct expand *e, int64_t n)
{
	return mir_i64(&e->b, n);
}

/* v becomes `op x, y`: the last step of its expansion. */
static void finish(struct expand *e, mir_val v, enum mir_op op, mir_val x, mir_val y)
{
	struct mir_inst *i = mir_inst(e->f, v);

	i->op = (uint8_t)op;
	i->nargs = 2;
	i->args[0] = x;
	i->args[1] = y;
	i->imm = 0;
}

static bool constant(const struct expand *e, mir_val v, int64_t *n)
{
	const struct mir_inst *i = mir_inst(e->f, v);

	*n = i->imm;
	return i->op == MIR_OP_CONST;
}

/* 0 for x >= 0, -1 for x < 0. */
static mir_val sign(struct expand *e, mir_val x)
{
	return bin(e, MIR_OP_ASHR, x, num(e, 63));
}

/* (x ^ s) - s: x for s = 0, -x for s = -1. */
static mir_val negate_if(struct expand *e, mir_val x, mir_val s)
{
	return bin(e, MIR_OP_SUB, bin(e, MIR_OP_XOR, x, s), s);
}

/* x + c overflows when the sum went to the wrong side of x; in general when both operands differ
 * from the sum in sign. */
static void expand_add_ov(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	mir_val sum = bin(e, MIR_OP_ADD, x, y), from_x, from_y;
	int64_t n;

	if (constant(e, y, &n)) {
		finish(e, v, MIR_OP_SLT, n < 0 ? x : sum, n < 0 ? sum : x);
		return;
	}
	from_x = bin(e, MIR_OP_XOR, x, sum);
	from_y = bin(e, MIR_OP_XOR, y, sum);
	sum = bin(e, MIR_OP_AND, from_x, from_y);
	finish(e, v, MIR_OP_SLT, sum, num(e, 0));
}

static void expand_sub_ov(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	mir_val diff = bin(e, MIR_OP_SUB, x, y), from_x, from_y;
	int64_t n;

	if (constant(e, y, &n)) {
		finish(e, v, MIR_OP_SLT, n < 0 ? diff : x, n < 0 ? x : diff);
		return;
	}
	from_y = bin(e, MIR_OP_XOR, x, y);
	from_x = bin(e, MIR_OP_XOR, x, diff);
	diff = bin(e, MIR_OP_AND, from_y, from_x);
	finish(e, v, MIR_OP_SLT, diff, num(e, 0));
}

/* x * c overflows outside of an interval: one unsigned comparison after moving it to 0. */
static void expand_mul_ov_const(struct expand *e, mir_val v, mir_val x, int64_t c)
{
	int64_t low, high;
	mir_val from_low;

	if (c == 0 || c == 1) {
		mir_become_const(e->f, v, 0);
		return;
	}
	if (c == -1) {
		finish(e, v, MIR_OP_EQ, x, num(e, INT64_MIN));
		return;
	}
	low = c > 0 ? INT64_MIN / c : INT64_MAX / c;
	high = c > 0 ? INT64_MAX / c : INT64_MIN / c;
	from_low = bin(e, MIR_OP_SUB, x, num(e, low));
	finish(e, v, MIR_OP_ULT, num(e, (int64_t)((uint64_t)high - (uint64_t)low)), from_low);
}

/* |x| * |y| must stay within MAX, or MAX + 1 when the product is negative: |x| is not 0 and
 * |y| > limit / |x|. A quotient by 0 is 0 here as in the machine. */
static void expand_mul_ov(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	mir_val sx, sy, limit, ux, uy, quotient, above;
	int64_t n;

	if (constant(e, y, &n)) {
		expand_mul_ov_const(e, v, x, n);
		return;
	}
	sx = sign(e, x);
	sy = sign(e, y);
	ux = negate_if(e, x, sx);
	uy = negate_if(e, y, sy);
	limit = bin(e, MIR_OP_XOR, sx, sy);
	limit = bin(e, MIR_OP_SUB, num(e, INT64_MAX), limit);
	quotient = bin(e, MIR_OP_UDIV, limit, ux);
	above = bin(e, MIR_OP_ULT, quotient, uy);
	finish(e, v, MIR_OP_AND, above, bin(e, MIR_OP_NE, ux, num(e, 0)));
}

/* The last operation of a formula, not yet appended. */
struct last {
	enum mir_op op;
	mir_val x, y;
};

/* Rounded down: for a positive constant ((x ^ s) / c) ^ s, since ~x = -x - 1; else, when the signs
 * differ, -((|x| + |y| - 1) / |y|), whose dividend always fits 64 unsigned bits. */
static struct last floor_quotient(struct expand *e, mir_val x, mir_val y)
{
	mir_val sx = sign(e, x), sy, differ, ux, uy, bias, q;
	int64_t n;

	if (constant(e, y, &n) && n > 0) {
		q = bin(e, MIR_OP_UDIV, bin(e, MIR_OP_XOR, x, sx), y);
		return (struct last){MIR_OP_XOR, q, sx};
	}
	sy = sign(e, y);
	ux = negate_if(e, x, sx);
	uy = negate_if(e, y, sy);
	differ = bin(e, MIR_OP_XOR, sx, sy);
	bias = bin(e, MIR_OP_AND, bin(e, MIR_OP_SUB, uy, num(e, 1)), differ);
	q = bin(e, MIR_OP_UDIV, bin(e, MIR_OP_ADD, ux, bias), uy);
	return (struct last){MIR_OP_SUB, bin(e, MIR_OP_XOR, q, differ), differ};
}

/* -1 where the remainder r of division by y, rounded to zero, has the other sign than y: the
 * quotient is one too large then. */
static mir_val behind(struct expand *e, mir_val r, mir_val y)
{
	mir_val differ = bin(e, MIR_OP_XOR, r, y), negative = bin(e, MIR_OP_SUB, num(e, 0), r);
	mir_val not_zero = bin(e, MIR_OP_OR, r, negative);

	return sign(e, bin(e, MIR_OP_AND, differ, not_zero));
}

/* x - quotient * y */
static mir_val rest_of(struct expand *e, mir_val x, mir_val quotient, mir_val y)
{
	return bin(e, MIR_OP_SUB, x, bin(e, MIR_OP_MUL, quotient, y));
}

static void expand_floordiv(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	struct last q;
	mir_val quotient;
	int64_t n;

	if (e->has_sdiv && !constant(e, y, &n)) {
		quotient = bin(e, MIR_OP_SDIV, x, y);
		finish(e, v, MIR_OP_ADD, quotient, behind(e, rest_of(e, x, quotient, y), y));
		return;
	}
	q = floor_quotient(e, x, y);
	finish(e, v, q.op, q.x, q.y);
}

/* x - q * y wraps to the right result whatever q * y does. */
/* Where the quotient is wanted as well, the formulas share it. */
static void expand_floormod(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	bool is_shared = e->divisor[x.id].id == y.id;
	struct last q;
	mir_val rest;
	int64_t n;

	if (e->has_sdiv && !constant(e, y, &n)) {
		rest = is_shared ? rest_of(e, x, bin(e, MIR_OP_SDIV, x, y), y)
				 : bin(e, MIR_OP_SREM, x, y);
		finish(e, v, MIR_OP_ADD, rest, bin(e, MIR_OP_AND, behind(e, rest, y), y));
		return;
	}
	q = floor_quotient(e, x, y);
	finish(e, v, MIR_OP_SUB, x, bin(e, MIR_OP_MUL, bin(e, q.op, q.x, q.y), y));
}

static void expand_sdiv(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	mir_val sx = sign(e, x), sy = sign(e, y), differ = bin(e, MIR_OP_XOR, sx, sy);
	mir_val ux = negate_if(e, x, sx), uy = negate_if(e, y, sy);
	mir_val q = bin(e, MIR_OP_UDIV, ux, uy);

	finish(e, v, MIR_OP_SUB, bin(e, MIR_OP_XOR, q, differ), differ);
}

static void expand_srem(struct expand *e, mir_val v, mir_val x, mir_val y)
{
	mir_val sx = sign(e, x), sy = sign(e, y);
	mir_val ux = negate_if(e, x, sx), uy = negate_if(e, y, sy);
	mir_val r = bin(e, MIR_OP_UREM, ux, uy);

	finish(e, v, MIR_OP_SUB, bin(e, MIR_OP_XOR, r, sx), sx);
}

/* ---- guards and failures ---- */

/* The block that counts the site and leaves the program. */
static mir_block fail_block(struct expand *e, uint32_t site, struct span at)
{
	struct mir_builder b = {.func = e->f, .at = at};

	if (e->fail_of[site].id)
		return e->fail_of[site];
	b.block = mir_block_new(e->f);
	e->fail_of[site] = b.block;
	mir_append(&b, (struct mir_inst){.op = MIR_OP_COUNT, .ref = site});
	if (!e->exit.id) {
		struct mir_builder x = {.func = e->f, .block = mir_block_new(e->f), .at = e->f->at};

		e->exit = x.block;
		mir_ret(&x, mir_const(&x, e->f->results[0], e->f->neutral));
	}
	mir_jump(&b, e->exit);
	return b.block;
}

static void expand_guard(struct expand *e, mir_val v)
{
	const struct mir_inst guard = *mir_inst(e->f, v);
	mir_block fail = fail_block(e, guard.ref, guard.at), next = mir_block_new(e->f);

	mir_branch(&e->b, guard.args[0], next, fail);
	mir_inst(e->f, v)->block = MIR_NO_BLOCK;
	e->b.block = next;
}

/* Moves the instruction to the end of the block being rebuilt. */
static void keep(struct expand *e, mir_val v)
{
	mir_place(e->f, e->b.block, mir_bb(e->f, e->b.block)->n, v);
}

typedef void expand_how(struct expand *e, mir_val v, mir_val x, mir_val y);

static expand_how *how_of(const struct expand *e, uint8_t op)
{
	static expand_how *const how[MIR_OPS] = {
		[MIR_OP_ADD_OV] = expand_add_ov,     [MIR_OP_SUB_OV] = expand_sub_ov,
		[MIR_OP_MUL_OV] = expand_mul_ov,     [MIR_OP_FLOORDIV] = expand_floordiv,
		[MIR_OP_FLOORMOD] = expand_floormod, [MIR_OP_SDIV] = expand_sdiv,
		[MIR_OP_SREM] = expand_srem,
	};

	return e->has_sdiv && (op == MIR_OP_SDIV || op == MIR_OP_SREM) ? NULL : how[op];
}

static bool expand_inst(struct expand *e, mir_val v)
{
	const struct mir_inst i = *mir_inst(e->f, v);
	expand_how *how = how_of(e, i.op);

	e->b.at = i.at;
	if (how) {
		how(e, v, i.args[0], i.args[1]);
	} else if (e->f->section && i.op == MIR_OP_GUARD) {
		expand_guard(e, v);
		return true;
	} else if (e->f->section && i.op == MIR_OP_FAIL) {
		mir_jump(&e->b, fail_block(e, i.ref, i.at));
		mir_inst(e->f, v)->block = MIR_NO_BLOCK;
		return true;
	}
	keep(e, v);
	return how != NULL;
}

static bool needs_work(const struct expand *e, mir_block b)
{
	const struct mir_bb *bb = mir_bb(e->f, b);

	for (uint32_t k = 0; k < bb->n; k++) {
		uint8_t op = mir_inst(e->f, (mir_val){bb->insts[k]})->op;

		if (mir_ops[op].flags & MIR_EXPANDS || how_of(e, op))
			return true;
	}
	return false;
}

static bool expand_block(struct expand *e, mir_block b)
{
	struct mir_bb *bb = mir_bb(e->f, b);
	const uint32_t *insts = bb->insts;
	uint32_t n = bb->n;
	const struct mir_inst *end = mir_end(e->f, b);
	mir_block target[2] = {end->target[0], end->target[1]};
	bool changed = false;

	bb->insts = NULL;
	bb->n = bb->cap = 0;
	e->b.block = b;
	for (uint32_t k = 0; k < n; k++)
		changed |= expand_inst(e, (mir_val){insts[k]});
	for (unsigned t = 0; t < 2 && e->b.block.id != b.id; t++)
		if (target[t].id)
			mir_edge_move(e->f, target[t], b, e->b.block);
	return changed;
}

bool pass_expand(struct pass_run *run, struct mir_func *f)
{
	struct expand e = {
		.f = f,
		.b = {.func = f},
		.fail_of = arena_array(run->scratch, mir_block, run->m->sites.n),
		.has_sdiv = run->options->has_sdiv,
		.divisor = arena_array(run->scratch, mir_val, f->insts.n),
	};
	uint32_t nblocks = f->blocks.n, ninsts = f->insts.n;
	bool changed = false;

	for (uint32_t n = 1; n < ninsts; n++)
		if (f->insts.v[n].block.id && f->insts.v[n].op == MIR_OP_FLOORDIV)
			e.divisor[f->insts.v[n].args[0].id] = f->insts.v[n].args[1];
	for (uint32_t b = 1; b < nblocks; b++)
		if (!f->blocks.v[b].dead && needs_work(&e, (mir_block){b}))
			changed |= expand_block(&e, (mir_block){b});
	return mir_remove_unreachable(run->scratch, f) || changed;
}
