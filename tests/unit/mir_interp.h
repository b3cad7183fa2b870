/*
 * mir_interp.h - a tiny machine that runs MIR, to compare a program before and after a pass.
 *
 * It knows nothing of midend/eval.c: two opinions on what an operation means. Memory is one flat
 * array; a pointer is an offset into it. What a program does is its verdict, the counters of sites
 * and the bytes of its first global.
 */
#ifndef TESTS_MIR_INTERP_H
#define TESTS_MIR_INTERP_H

#include "lang/helpers.h"
#include "midend/mir.h"

__extension__ typedef __int128 i128;

enum { INTERP_MEMORY = 1 << 16, INTERP_SITES = 64, INTERP_STEPS = 200000, INTERP_INPUTS = 4 };

struct interp {
	const struct mir_module *m;
	int64_t input[INTERP_INPUTS];  /* what helpers give */
	uint8_t memory[INTERP_MEMORY]; /* 0 is null; globals, map values, then slots */
	uint32_t top, globals[16], maps[16];
	uint32_t counts[INTERP_SITES];
	unsigned steps;
	bool ended; /* a guard or fail ended the program */
	int64_t verdict;
	const char *wrong; /* the program did what it must not */
};

struct interp_frame {
	struct interp *in;
	const struct mir_func *f;
	const int64_t *args;
	int64_t *val;
	int64_t **more; /* by call: all its results */
	struct arena *arena;
};

static inline unsigned interp_bits(struct mir_type t)
{
	return mir_type_bits(t);
}

static inline int64_t interp_wrap(struct mir_type t, int64_t v)
{
	switch (interp_bits(t)) {
	case 1:
		return v & 1;
	case 8:
		return (int8_t)v;
	case 16:
		return (int16_t)v;
	case 32:
		return (int32_t)v;
	}
	return v;
}

static inline uint64_t interp_zext(struct mir_type t, int64_t v)
{
	switch (interp_bits(t)) {
	case 1:
		return v & 1;
	case 8:
		return (uint8_t)v;
	case 16:
		return (uint16_t)v;
	case 32:
		return (uint32_t)v;
	}
	return (uint64_t)v;
}

static inline int64_t interp_wrong(struct interp *in, const char *what)
{
	if (!in->wrong)
		in->wrong = what;
	in->ended = true;
	return 0;
}

static inline int64_t interp_divide(struct interp *in, enum mir_op op, int64_t x, int64_t y)
{
	int64_t q, r;

	if (y == 0 || (y == -1 && x == INT64_MIN))
		return interp_wrong(in, "division without a quotient");
	q = x / y;
	r = x % y;
	if (op == MIR_OP_SDIV)
		return q;
	if (op == MIR_OP_SREM)
		return r;
	if (r != 0 && ((r < 0) != (y < 0))) {
		q--;
		r += y;
	}
	return op == MIR_OP_FLOORDIV ? q : r;
}

static inline bool interp_overflows(i128 v)
{
	return v > INT64_MAX || v < INT64_MIN;
}

static inline uint8_t *interp_at(struct interp *in, int64_t p, int64_t offset, uint32_t n)
{
	if (p <= 0 || p + offset < 8 || p + offset + n > INTERP_MEMORY) {
		interp_wrong(in, "an access outside of memory");
		return in->memory;
	}
	return in->memory + p + offset;
}

static inline int64_t interp_helper(struct interp *in, const struct mir_inst *i, const int64_t *x)
{
	switch (i->ref) {
	case HELPER_get_current_pid_tgid:
		return in->input[0];
	case HELPER_get_current_uid_gid:
		return in->input[1];
	case HELPER_get_current_cgroup_id:
		return in->input[2];
	case HELPER_ktime_get_ns:
		return in->input[3] & INT64_MAX;
	case HELPER_get_prandom_u32:
		return (uint32_t)in->input[3];
	case HELPER_get_smp_processor_id:
		return in->input[3] & 3;
	case HELPER_probe_read_kernel:
		memset(interp_at(in, x[0], 0, (uint32_t)x[1]), (uint8_t)x[2], (size_t)x[1]);
		return x[2] & 1 ? -14 : 0;
	}
	return interp_wrong(in, "a helper the machine lacks");
}

static inline int64_t interp_binary(struct interp *in, const struct mir_inst *i, struct mir_type t,
				    int64_t x, int64_t y)
{
	uint64_t u = interp_zext(t, x), w = interp_zext(t, y);

	switch ((int)i->op) {
	case MIR_OP_ADD:
		return (int64_t)(u + w);
	case MIR_OP_SUB:
		return (int64_t)(u - w);
	case MIR_OP_MUL:
		return (int64_t)(u * w);
	case MIR_OP_ADD_OV:
		return interp_overflows((i128)x + y);
	case MIR_OP_SUB_OV:
		return interp_overflows((i128)x - y);
	case MIR_OP_MUL_OV:
		return interp_overflows((i128)x * y);
	case MIR_OP_UDIV:
		return (int64_t)(w ? u / w : 0);
	case MIR_OP_UREM:
		return (int64_t)(w ? u % w : u);
	case MIR_OP_FLOORDIV:
	case MIR_OP_FLOORMOD:
	case MIR_OP_SDIV:
	case MIR_OP_SREM:
		return interp_divide(in, i->op, x, y);
	case MIR_OP_AND:
		return x & y;
	case MIR_OP_OR:
		return x | y;
	case MIR_OP_XOR:
		return x ^ y;
	case MIR_OP_SHL:
	case MIR_OP_LSHR:
	case MIR_OP_ASHR:
		if (w >= interp_bits(t))
			return interp_wrong(in, "a shift beyond the width");
		return i->op == MIR_OP_SHL    ? (int64_t)(u << w)
		       : i->op == MIR_OP_LSHR ? (int64_t)(u >> w)
					      : x >> w;
	case MIR_OP_EQ:
		return x == y;
	case MIR_OP_NE:
		return x != y;
	case MIR_OP_SLT:
		return x < y;
	case MIR_OP_SLE:
		return x <= y;
	case MIR_OP_ULT:
		return u < w;
	case MIR_OP_ULE:
		return u <= w;
	}
	return interp_wrong(in, "an operation the machine lacks");
}

static int64_t interp_call(struct interp *in, struct arena *a, const struct mir_func *f,
			   const int64_t *args, int64_t **results);

static inline int64_t interp_memory(struct interp_frame *fr, const struct mir_inst *i,
				    const int64_t *x)
{
	struct interp *in = fr->in;
	struct mir_type stored = i->nargs > 1 ? mir_inst(fr->f, i->args[1])->type : i->type;
	uint32_t bytes = interp_bits(i->op == MIR_OP_LOAD ? i->type : stored) / 8;
	int64_t v = 0, sum;

	switch ((int)i->op) {
	case MIR_OP_LOAD:
		memcpy(&v, interp_at(in, x[0], i->imm, bytes), bytes);
		return v;
	case MIR_OP_STORE:
		memcpy(interp_at(in, x[0], i->imm, bytes), &x[1], bytes);
		return 0;
	case MIR_OP_ATOMIC_ADD:
		memcpy(&v, interp_at(in, x[0], i->imm, 8), 8);
		v = (int64_t)((uint64_t)v + (uint64_t)x[1]);
		memcpy(interp_at(in, x[0], i->imm, 8), &v, 8);
		return 0;
	case MIR_OP_ATOMIC_FETCH:
		memcpy(&v, interp_at(in, x[0], i->imm, 8), 8);
		sum = (int64_t)((uint64_t)v + (uint64_t)x[1]);
		memcpy(interp_at(in, x[0], i->imm, 8), &sum, 8);
		return v;
	case MIR_OP_ATOMIC_SWAP:
		memcpy(&v, interp_at(in, x[0], i->imm, 8), 8);
		if (v == x[1])
			memcpy(interp_at(in, x[0], i->imm, 8), &x[2], 8);
		return v;
	case MIR_OP_COPY:
		memmove(interp_at(in, x[0], 0, (uint32_t)i->imm),
			interp_at(in, x[1], 0, (uint32_t)i->imm), (size_t)i->imm);
		return 0;
	case MIR_OP_ZERO:
		memset(interp_at(in, x[0], 0, (uint32_t)i->imm), 0, (size_t)i->imm);
		return 0;
	}
	return interp_wrong(in, "an operation the machine lacks");
}

static inline int64_t interp_inst(struct interp_frame *fr, mir_val v)
{
	const struct mir_inst *i = mir_inst(fr->f, v);
	struct interp *in = fr->in;
	int64_t x[8] = {0};
	struct mir_type t = i->nargs ? mir_inst(fr->f, i->args[0])->type : i->type;

	for (uint32_t n = 0; n < i->nargs && n < 8; n++)
		x[n] = fr->val[i->args[n].id];
	switch ((int)i->op) {
	case MIR_OP_CONST:
		return i->imm;
	case MIR_OP_PARAM:
		return fr->args[i->imm];
	case MIR_OP_NOT:
		return ~x[0];
	case MIR_OP_ZEXT:
		return (int64_t)interp_zext(t, x[0]);
	case MIR_OP_SEXT:
		return t.kind == MIR_I1 ? -x[0] : x[0];
	case MIR_OP_TRUNC:
	case MIR_OP_NONNULL:
	case MIR_OP_FORGET:
		return x[0];
	case MIR_OP_SELECT:
		return x[0] ? x[1] : x[2];
	case MIR_OP_LOG2:
		return x[0] ? 63 - __builtin_clzll((unsigned long long)x[0]) : 0;
	case MIR_OP_BOUND:
		return (uint64_t)x[0] < (uint64_t)i->imm ? x[0]
							 : interp_wrong(in, "a bound is broken");
	case MIR_OP_ISNULL:
		return x[0] == 0;
	case MIR_OP_OFFSET:
		return x[0] + i->imm;
	case MIR_OP_INDEX:
		return x[0] + x[1] * i->imm;
	case MIR_OP_GLOBAL:
		return in->globals[i->ref];
	case MIR_OP_LOOKUP:
		return in->maps[i->ref];
	case MIR_OP_LOAD:
	case MIR_OP_STORE:
	case MIR_OP_ATOMIC_ADD:
	case MIR_OP_ATOMIC_FETCH:
	case MIR_OP_ATOMIC_SWAP:
	case MIR_OP_COPY:
	case MIR_OP_ZERO:
		return interp_memory(fr, i, x);
	case MIR_OP_HELPER:
		return interp_helper(in, i, x);
	case MIR_OP_CALL:
		return interp_call(in, fr->arena, in->m->funcs.v[i->ref], x, &fr->more[v.id]);
	case MIR_OP_RESULT:
		return fr->more[i->args[0].id][i->imm];
	case MIR_OP_COUNT:
		in->counts[i->ref]++;
		return 0;
	case MIR_OP_GUARD:
		if (!x[0]) {
			in->counts[i->ref]++;
			in->ended = true;
		}
		return 0;
	}
	return interp_binary(in, i, t, x[0], x[1]);
}

/* The phis of `to` all at once, as on the edge from `from`. */
static inline void interp_phis(struct interp_frame *fr, mir_block from, mir_block to)
{
	const struct mir_bb *bb = mir_bb(fr->f, to);
	int64_t *now = arena_array(fr->arena, int64_t, bb->n);
	uint32_t p = 0, k;

	while (bb->preds[p].id != from.id)
		p++;
	for (k = 0; k < bb->n && fr->f->insts.v[bb->insts[k]].op == MIR_OP_PHI; k++)
		now[k] = fr->val[fr->f->insts.v[bb->insts[k]].args[p].id];
	while (k-- > 0)
		fr->val[bb->insts[k]] = now[k];
}

static int64_t interp_call(struct interp *in, struct arena *a, const struct mir_func *f,
			   const int64_t *args, int64_t **results)
{
	struct interp_frame fr = {in,
				  f,
				  args,
				  arena_array(a, int64_t, f->insts.n),
				  arena_array(a, int64_t *, f->insts.n),
				  a};
	uint32_t top = in->top;
	mir_block b = {1};

	/* A slot is one place for the whole call, wherever its instruction stands. */
	for (uint32_t v = 1; v < f->insts.n; v++) {
		if (!f->insts.v[v].block.id || f->insts.v[v].op != MIR_OP_SLOT)
			continue;
		fr.val[v] = in->top;
		memset(in->memory + in->top, 0xa5, (size_t)f->insts.v[v].imm);
		in->top += ((uint32_t)f->insts.v[v].imm + 15) & ~7u;
	}
	*results = arena_array(a, int64_t, f->nresults);
	while (!in->ended) {
		const struct mir_bb *bb = mir_bb(f, b);
		const struct mir_inst *end = mir_end(f, b);
		mir_block next;

		for (uint32_t k = 0; k + 1 < bb->n && !in->ended; k++) {
			const struct mir_inst *i = &f->insts.v[bb->insts[k]];

			if (i->op == MIR_OP_PHI || i->op == MIR_OP_SLOT)
				continue;
			fr.val[bb->insts[k]] =
				interp_wrap(i->type, interp_inst(&fr, (mir_val){bb->insts[k]}));
			if (++in->steps > INTERP_STEPS)
				interp_wrong(in, "no end");
		}
		if (in->ended)
			break;
		if (end->op == MIR_OP_FAIL) {
			in->counts[end->ref]++;
			in->ended = true;
			break;
		}
		if (end->op == MIR_OP_RET) {
			for (uint32_t n = 0; n < end->nargs; n++)
				(*results)[n] = fr.val[end->args[n].id];
			break;
		}
		next = end->target[end->op == MIR_OP_BRANCH && !fr.val[end->args[0].id]];
		interp_phis(&fr, b, next);
		b = next;
	}
	in->top = top;
	return f->nresults ? (*results)[0] : 0;
}

/* Runs program `f` from fresh memory. */
static inline void interp_run(struct interp *in, const struct mir_module *m,
			      const struct mir_func *f)
{
	struct arena a = {0};
	int64_t *results;

	in->m = m;
	in->top = 64;
	for (uint32_t n = 0; n < m->globals.n; n++) {
		in->globals[n] = in->top;
		memset(in->memory + in->top, 0, m->globals.v[n].size);
		if (m->globals.v[n].init)
			memcpy(in->memory + in->top, m->globals.v[n].init, m->globals.v[n].size);
		in->top += (m->globals.v[n].size + 7) & ~7u;
	}
	for (uint32_t n = 0; n < m->maps.n; n++) {
		in->maps[n] = in->top;
		memset(in->memory + in->top, 0x5a, m->maps.v[n].value_size);
		in->top += (m->maps.v[n].value_size + 7) & ~7u;
	}
	in->verdict = interp_call(in, &a, f, NULL, &results);
	if (in->ended)
		in->verdict = f->neutral;
	arena_free(&a);
}

#endif
