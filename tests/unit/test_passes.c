/*
 * test_passes.c - passes keep what programs do.
 *
 * Random programs of every operation on numbers, with branches, loops, checked arithmetic, memory
 * and calls, run in a small machine before and after each pass alone and each pipeline, on edge
 * values. The generator is seeded with the test's number, so a failure names a program that can be
 * had again.
 */
#include "midend/pass.h"
#include "tests/unit/mir_interp.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { POOL = 256, RUNS = 6, PROGRAMS = 400, DATA_WORDS = 8, SLOT_BYTES = 32 };

/* Parameters of a subprogram: more than the kernel has registers. */
enum { MAX_NUMBERS = 8 };

struct pool {
	mir_val v[POOL];
	unsigned n;
};

struct gen {
	uint64_t seed;
	struct mir_module *m;
	struct mir_builder b;
	struct pool nums, conds, narrow;
	mir_val data, constants, slot;
	unsigned depth, budget;
	bool dense; /* few numbers and operations, so that they meet */
};

static const int64_t edges[] = {
	0,
	1,
	-1,
	2,
	-2,
	3,
	7,
	8,
	10,
	13,
	63,
	64,
	100,
	127,
	128,
	-128,
	255,
	256,
	1000,
	65535,
	65536,
	1000000007,
	INT32_MAX,
	INT32_MIN,
	(int64_t)INT32_MAX + 1,
	UINT32_MAX,
	(int64_t)UINT32_MAX + 1,
	3037000499,
	3037000500,
	-3037000500,
	INT64_MAX,
	INT64_MIN,
	INT64_MAX - 1,
	INT64_MIN + 1,
	INT64_MAX / 2,
	INT64_MIN / 2,
	INT64_MAX / 3,
	(int64_t)0x5555555555555555,
};

static uint64_t rnd(struct gen *g, uint64_t n)
{
	g->seed ^= g->seed << 13;
	g->seed ^= g->seed >> 7;
	g->seed ^= g->seed << 17;
	return (g->seed >> 11) % n;
}

static void put(struct pool *p, struct gen *g, mir_val v)
{
	if (p->n < POOL)
		p->v[p->n++] = v;
	else
		p->v[rnd(g, POOL)] = v;
}

static mir_val constant(struct gen *g)
{
	int64_t n = edges[rnd(g, g->dense ? 12 : ARRAY_SIZE(edges))];

	return g->dense ? mir_i64(&g->b, n)
			: mir_i64(&g->b, rnd(g, 8) ? n
						   : (int64_t)(rnd(g, UINT64_MAX) ^
							       rnd(g, UINT64_MAX) << 20));
}

/* Recent numbers more often than old ones. */
static mir_val number(struct gen *g)
{
	unsigned n = g->nums.n;

	if (!n || rnd(g, 4) == 0)
		return constant(g);
	return g->nums.v[rnd(g, 2) ? n - 1 - rnd(g, n < 5 ? n : 5) : rnd(g, n)];
}

static mir_val condition(struct gen *g)
{
	if (!g->conds.n)
		return mir_binary(&g->b, MIR_OP_SLT, number(g), constant(g));
	return g->conds.v[rnd(g, g->conds.n)];
}

static mir_val not_of(struct gen *g, mir_val c)
{
	return mir_unary(&g->b, MIR_OP_NOT, MIR_T(I1), c);
}

static void guard(struct gen *g, mir_val cond)
{
	mir_guard(&g->b, cond, (uint32_t)rnd(g, g->m->sites.n));
}

/* ---- numbers ---- */

static void gen_wrapping(struct gen *g)
{
	static const enum mir_op ops[] = {MIR_OP_ADD, MIR_OP_SUB, MIR_OP_MUL,  MIR_OP_AND,
					  MIR_OP_OR,  MIR_OP_XOR, MIR_OP_UDIV, MIR_OP_UREM};
	mir_val x = number(g), y = number(g);

	put(&g->nums, g, mir_binary(&g->b, ops[rnd(g, ARRAY_SIZE(ops))], x, y));
}

/* A number that is small, for certain, three times in four: programs that end at their first check
 * show little. */
static mir_val small(struct gen *g, int64_t mask)
{
	mir_val x = number(g);

	return rnd(g, 4) ? mir_binary(&g->b, MIR_OP_AND, x, mir_i64(&g->b, mask)) : x;
}

static void gen_checked(struct gen *g)
{
	unsigned which = (unsigned)rnd(g, 3);
	mir_val x = small(g, 0xffff), y = small(g, 0x7ffffffff);

	if (rnd(g, 4) == 0)
		put(&g->nums, g, mir_binary(&g->b, MIR_OP_ADD + which, x, y));
	guard(g, not_of(g, mir_binary(&g->b, MIR_OP_ADD_OV + which, x, y)));
	put(&g->nums, g, mir_binary(&g->b, MIR_OP_ADD + which, x, y));
}

static void gen_shift(struct gen *g)
{
	static const int64_t few[] = {1, 31, 40, 63};
	mir_val x = number(g), count;

	if (g->dense)
		count = mir_i64(&g->b, few[rnd(g, ARRAY_SIZE(few))]);
	else if (rnd(g, 3))
		count = mir_i64(&g->b, (int64_t)rnd(g, 64));
	else
		count = mir_binary(&g->b, MIR_OP_AND, number(g), mir_i64(&g->b, 63));
	x = mir_binary(&g->b, MIR_OP_SHL + (unsigned)rnd(g, 3), x, count);
	put(&g->nums, g, x);
	if (g->dense)
		put(&g->nums, g,
		    mir_binary(&g->b, mir_inst(g->b.func, x)->op, x,
			       mir_i64(&g->b, few[rnd(g, ARRAY_SIZE(few))])));
}

static void gen_division(struct gen *g)
{
	mir_val x = number(g), y = number(g), bad;

	if (rnd(g, 2))
		y = mir_binary(&g->b, MIR_OP_OR, y, mir_i64(&g->b, 1 + (int64_t)rnd(g, 100)));
	guard(g, mir_binary(&g->b, MIR_OP_NE, y, mir_i64(&g->b, 0)));
	bad = mir_binary(&g->b, MIR_OP_EQ, x, mir_i64(&g->b, INT64_MIN));
	bad = mir_binary(&g->b, MIR_OP_AND, bad,
			 mir_binary(&g->b, MIR_OP_EQ, y, mir_i64(&g->b, -1)));
	guard(g, not_of(g, bad));
	put(&g->nums, g, mir_binary(&g->b, MIR_OP_FLOORDIV + (unsigned)rnd(g, 4), x, y));
}

static void gen_narrow(struct gen *g)
{
	struct mir_type t = {.kind = (uint8_t)(MIR_I8 + rnd(g, 3))};
	mir_val x;

	switch (rnd(g, 5)) {
	case 0:
		put(&g->narrow, g, mir_unary(&g->b, MIR_OP_TRUNC, t, number(g)));
		return;
	case 1:
		put(&g->narrow, g, mir_load(&g->b, t, g->constants, (int64_t)rnd(g, 4) * 4));
		return;
	case 2:
		x = condition(g);
		put(&g->nums, g,
		    mir_unary(&g->b, rnd(g, 2) ? MIR_OP_ZEXT : MIR_OP_SEXT, MIR_T(I64), x));
		return;
	}
	if (!g->narrow.n)
		return;
	x = g->narrow.v[rnd(g, g->narrow.n)];
	t = mir_inst(g->b.func, x)->type;
	if (rnd(g, 4) == 0) {
		mir_val c = mir_const(&g->b, t, edges[rnd(g, ARRAY_SIZE(edges))]);
		static const enum mir_op ops[] = {MIR_OP_ADD, MIR_OP_XOR, MIR_OP_AND, MIR_OP_UDIV,
						  MIR_OP_SUB, MIR_OP_MUL, MIR_OP_UREM};

		put(&g->narrow, g, mir_binary(&g->b, ops[rnd(g, ARRAY_SIZE(ops))], x, c));
		put(&g->conds, g, mir_binary(&g->b, MIR_OP_EQ + (unsigned)rnd(g, 6), x, c));
	} else {
		put(&g->nums, g,
		    mir_unary(&g->b, rnd(g, 2) ? MIR_OP_ZEXT : MIR_OP_SEXT, MIR_T(I64), x));
	}
}

static void gen_condition(struct gen *g)
{
	mir_val x, y;

	switch (rnd(g, 6)) {
	case 0:
		put(&g->conds, g, not_of(g, condition(g)));
		return;
	case 1:
		x = condition(g);
		y = condition(g);
		put(&g->conds, g, mir_binary(&g->b, MIR_OP_AND + (unsigned)rnd(g, 3), x, y));
		return;
	case 2:
		x = number(g);
		y = number(g);
		put(&g->conds, g, mir_binary(&g->b, MIR_OP_ADD_OV + (unsigned)rnd(g, 3), x, y));
		return;
	}
	x = number(g);
	y = number(g);
	put(&g->conds, g, mir_binary(&g->b, MIR_OP_EQ + (unsigned)rnd(g, 6), x, y));
}

static void gen_choice(struct gen *g)
{
	mir_val args[3] = {condition(g)};

	args[1] = number(g);
	args[2] = number(g);
	put(&g->nums, g,
	    mir_append(&g->b,
		       (struct mir_inst){
			       .op = MIR_OP_SELECT, .type = MIR_T(I64), .args = args, .nargs = 3}));
	put(&g->nums, g, mir_unary(&g->b, MIR_OP_LOG2, MIR_T(I64), args[1]));
}

static void gen_input(struct gen *g)
{
	static const uint32_t which[] = {HELPER_get_current_pid_tgid,  HELPER_get_current_uid_gid,
					 HELPER_get_current_cgroup_id, HELPER_ktime_get_ns,
					 HELPER_get_prandom_u32,       HELPER_get_smp_processor_id};

	put(&g->nums, g, mir_helper(&g->b, which[rnd(g, ARRAY_SIZE(which))], MIR_T(I64), NULL, 0));
}

/* ---- memory ---- */

static mir_val element(struct gen *g, mir_val base)
{
	mir_val i = small(g, 3), args[2] = {base};
	int64_t n = SLOT_BYTES / 8 - (rnd(g, 4) == 0);
	struct mir_type t = mir_inst(g->b.func, base)->type;

	guard(g, mir_binary(&g->b, MIR_OP_ULT, i, mir_i64(&g->b, n)));
	args[1] = mir_append(
		&g->b, (struct mir_inst){.op = MIR_OP_BOUND, .args = &i, .nargs = 1, .imm = n});
	t.size -= (uint32_t)(n - 1) * 8;
	return mir_append(
		&g->b, (struct mir_inst){
			       .op = MIR_OP_INDEX, .type = t, .args = args, .nargs = 2, .imm = 8});
}

static void gen_memory(struct gen *g)
{
	mir_val base = !g->dense && rnd(g, 2) ? g->data : g->slot, args[3];
	int64_t word = (int64_t)rnd(g, g->dense ? 2 : SLOT_BYTES / 8);

	if (rnd(g, 4) == 0) {
		base = element(g, base);
		word = 0;
	} else if (rnd(g, 3) == 0) {
		struct mir_type t = mir_inst(g->b.func, base)->type;

		t.size -= (uint32_t)word * 8;
		base = mir_append(&g->b, (struct mir_inst){.op = MIR_OP_OFFSET,
							   .type = t,
							   .args = &base,
							   .nargs = 1,
							   .imm = word * 8});
		word = 0;
	}
	switch (rnd(g, 6)) {
	case 0:
	case 1:
		put(&g->nums, g, mir_load(&g->b, MIR_T(I64), base, word * 8));
		break;
	case 2:
	case 3:
		mir_store(&g->b, base, number(g), word * 8);
		break;
	case 4:
		if (g->narrow.n)
			mir_store(&g->b, base, g->narrow.v[rnd(g, g->narrow.n)], word * 8);
		put(&g->narrow, g, mir_load(&g->b, MIR_T(I8), base, word * 8 + (int64_t)rnd(g, 8)));
		break;
	case 5:
		args[0] = g->slot;
		args[1] = mir_i64(&g->b, 8);
		args[2] = number(g);
		put(&g->nums, g, mir_helper(&g->b, HELPER_probe_read_kernel, MIR_T(I64), args, 3));
		break;
	}
}

static void gen_call(struct gen *g)
{
	uint32_t func = (uint32_t)rnd(g, g->m->funcs.n);
	const struct mir_func *f = g->m->funcs.v[func];
	mir_val args[MAX_NUMBERS], call;

	if (f == g->b.func)
		return;
	for (uint32_t n = 0; n < f->nparams; n++)
		args[n] = number(g);
	call = mir_append(&g->b, (struct mir_inst){.op = MIR_OP_CALL,
						   .type = MIR_T(I64),
						   .args = args,
						   .nargs = f->nparams,
						   .ref = func});
	put(&g->nums, g, call);
	for (uint32_t n = 1; n < f->nresults; n++)
		put(&g->nums, g,
		    mir_append(&g->b, (struct mir_inst){.op = MIR_OP_RESULT,
							.type = MIR_T(I64),
							.args = &call,
							.nargs = 1,
							.imm = n}));
}

/* ---- control ---- */

static void gen_block(struct gen *g, unsigned n);

static void finish(struct gen *g)
{
	const struct mir_func *f = g->b.func;
	mir_val x[MAX_NUMBERS];

	if (f->section) {
		mir_ret(&g->b, mir_unary(&g->b, MIR_OP_TRUNC, MIR_T(I32), number(g)));
		return;
	}
	for (uint32_t n = 0; n < f->nresults; n++)
		x[n] = number(g);
	mir_append(&g->b, (struct mir_inst){.op = MIR_OP_RET, .args = x, .nargs = f->nresults});
}

/* One side of an if: goes to `join`, or ends. What it brings for each of the n phis. */
static bool gen_side(struct gen *g, mir_block at, mir_block join, mir_val *brings, unsigned n)
{
	struct gen before = *g;
	bool joins = true;

	g->b.block = at;
	gen_block(g, (unsigned)rnd(g, 5));
	for (unsigned k = 0; k < n; k++)
		brings[k] = k < 2	? number(g)
			    : rnd(g, 2) ? condition(g)
					: mir_const(&g->b, MIR_T(I1), (int64_t)rnd(g, 2));
	if (rnd(g, 24) == 0) {
		mir_append(&g->b, (struct mir_inst){.op = MIR_OP_FAIL,
						    .ref = (uint32_t)rnd(g, g->m->sites.n)});
		joins = false;
	} else if (rnd(g, 16) == 0) {
		finish(g);
		joins = false;
	} else {
		mir_jump(&g->b, join);
	}
	before.seed = g->seed;
	before.budget = g->budget;
	*g = before;
	return joins;
}

static void gen_if(struct gen *g)
{
	mir_val cond = condition(g), brings[2][3], phis[3];
	mir_block side[2] = {mir_block_new(g->b.func), mir_block_new(g->b.func)};
	mir_block join = mir_block_new(g->b.func);
	bool joins[2];

	mir_branch(&g->b, cond, side[0], side[1]);
	for (unsigned s = 0; s < 2; s++)
		joins[s] = gen_side(g, side[s], join, brings[s], 3);
	for (unsigned k = 0; k < 3; k++)
		phis[k] = mir_phi(g->b.func, join, k < 2 ? MIR_T(I64) : MIR_T(I1), g->b.at);
	for (unsigned s = 0; s < 2; s++)
		for (unsigned k = 0; k < 3 && joins[s]; k++)
			mir_phi_add(g->b.func, phis[k], brings[s][k]);
	g->b.block = join;
	put(&g->nums, g, phis[0]);
	put(&g->nums, g, phis[1]);
	put(&g->conds, g, phis[2]);
}

static void gen_loop(struct gen *g)
{
	struct mir_func *f = g->b.func;
	int64_t step = 1 + (int64_t)rnd(g, 3), from = (int64_t)rnd(g, 5) - 2;
	mir_block head = mir_block_new(f), body = mir_block_new(f), out = mir_block_new(f);
	mir_val first[2] = {mir_i64(&g->b, from), number(g)}, i, acc;
	struct gen before;

	mir_jump(&g->b, head);
	g->b.block = head;
	i = mir_phi(f, head, MIR_T(I64), g->b.at);
	acc = mir_phi(f, head, MIR_T(I64), g->b.at);
	mir_phi_add(f, i, first[0]);
	mir_phi_add(f, acc, first[1]);
	put(&g->nums, g, acc);
	put(&g->nums, g, i);
	mir_branch(&g->b,
		   mir_binary(&g->b, MIR_OP_SLT, i, mir_i64(&g->b, from + (int64_t)rnd(g, 7))),
		   body, out);
	before = *g;
	g->b.block = body;
	gen_block(g, (unsigned)rnd(g, 5));
	mir_phi_add(f, acc, number(g));
	mir_phi_add(f, i, mir_binary(&g->b, MIR_OP_ADD, i, mir_i64(&g->b, step)));
	mir_jump(&g->b, head);
	before.seed = g->seed;
	before.budget = g->budget;
	*g = before;
	g->b.block = out;
}

static void gen_step(struct gen *g)
{
	static void (*const how[])(struct gen *) = {
		gen_wrapping, gen_wrapping, gen_checked,   gen_checked,	  gen_shift,  gen_division,
		gen_narrow,   gen_narrow,   gen_condition, gen_condition, gen_choice, gen_input,
		gen_memory,   gen_memory,   gen_call,	   gen_if,	  gen_if,     gen_loop,
	};
	unsigned which = (unsigned)rnd(g, ARRAY_SIZE(how));

	if (g->dense && rnd(g, 2))
		which = rnd(g, 2) ? 12 : (unsigned)rnd(g, 11);
	if (which >= ARRAY_SIZE(how) - 3 && g->depth > 3)
		return;
	g->depth += which >= ARRAY_SIZE(how) - 3;
	how[which](g);
	g->depth -= which >= ARRAY_SIZE(how) - 3;
}

static void gen_block(struct gen *g, unsigned n)
{
	while (n-- > 0 && g->budget) {
		g->budget--;
		gen_step(g);
	}
}

static mir_val global(struct gen *g, uint32_t which)
{
	const struct mir_global *gl = &g->m->globals.v[which];

	return mir_append(
		&g->b, (struct mir_inst){
			       .op = MIR_OP_GLOBAL,
			       .type = mir_ptr(which ? MIR_SPACE_CONST : MIR_SPACE_DATA, gl->size),
			       .ref = which});
}

static void gen_func(struct gen *g, const char *name, const char *section)
{
	static struct mir_type numbers[MAX_NUMBERS], verdict = {.kind = MIR_I32};
	struct mir_func *f = mir_func_new(g->m, name, section);

	f->neutral = 7;
	for (uint32_t n = 0; n < MAX_NUMBERS; n++)
		numbers[n] = MIR_T(I64);
	f->params = numbers;
	f->nparams = section ? 0 : 1 + (uint32_t)rnd(g, MAX_NUMBERS);
	f->results = section ? &verdict : numbers;
	f->nresults = section ? 1 : 1 + (uint32_t)rnd(g, 3);
	g->b = (struct mir_builder){.func = f, .block = {1}};
	g->nums.n = g->conds.n = g->narrow.n = 0;
	g->budget = 60;
	g->data = global(g, 0);
	g->constants = global(g, 1);
	g->slot = mir_append(&g->b, (struct mir_inst){.op = MIR_OP_SLOT,
						      .type = mir_ptr(MIR_SPACE_STACK, SLOT_BYTES),
						      .imm = SLOT_BYTES});
	mir_append(&g->b,
		   (struct mir_inst){
			   .op = MIR_OP_ZERO, .args = &g->slot, .nargs = 1, .imm = SLOT_BYTES});
	for (uint32_t n = 0; n < f->nparams; n++)
		put(&g->nums, g,
		    mir_append(&g->b, (struct mir_inst){
					      .op = MIR_OP_PARAM, .type = MIR_T(I64), .imm = n}));
	gen_block(g, 3 + (unsigned)rnd(g, g->dense ? 12 : 25));
	if (g->dense && f->section)
		for (unsigned n = 0; n < DATA_WORDS; n++)
			mir_store(&g->b, g->data, number(g), 8 * n);
	finish(g);
}

static struct mir_module *generate(struct arena *a, uint64_t seed)
{
	static const uint8_t init[16] = {0x80, 0x7f, 0xff, 0, 0x12, 0x34, 0x56, 0xf8, 1};
	struct gen g = {.seed = seed * 0x9e3779b97f4a7c15u + 1};
	unsigned subprograms = (unsigned)(seed % 3);

	g.dense = seed % 5 < 2;
	g.m = mir_module_new(a, NULL);
	mir_global_new(g.m, (struct mir_global){.name = "out",
						.section = MIR_GLOBAL_DATA,
						.size = 8 * DATA_WORDS,
						.align = 8});
	mir_global_new(g.m, (struct mir_global){
				    .name = "in", .size = sizeof(init), .align = 8, .init = init});
	for (uint32_t n = 0; n < 3; n++)
		mir_site_new(g.m, (struct mir_site){.message = "site", .at = {1, n, n}});
	for (unsigned n = 0; n < subprograms; n++)
		gen_func(&g, n ? "g" : "f", NULL);
	gen_func(&g, "program", "section");
	return g.m;
}

/* ---- comparison ---- */

static struct mir_module *clone(struct arena *a, const struct mir_module *m)
{
	struct buf b = {.arena = a};
	const char *error = "";
	struct mir_module *copy;

	mir_print(&b, m);
	copy = mir_parse(a, (struct sv){b.p, b.n}, &error);
	if (!copy)
		fail_msg("the text does not parse: %s", error);
	return copy;
}

static const struct mir_func *program(const struct mir_module *m)
{
	return m->funcs.v[m->funcs.n - 1];
}

static void run(struct interp *in, const struct mir_module *m, uint64_t number)
{
	struct gen g = {.seed = number * 77 + 5};

	memset(in, 0, sizeof(*in));
	for (unsigned n = 0; n < INTERP_INPUTS; n++)
		in->input[n] = rnd(&g, 3)
				       ? edges[rnd(&g, ARRAY_SIZE(edges))]
				       : (int64_t)(rnd(&g, UINT64_MAX) << 13 ^ rnd(&g, UINT64_MAX));
	interp_run(in, m, program(m));
}

static void print_both(const struct mir_module *before, const struct mir_module *after)
{
	struct arena a = {0};
	struct buf b = {.arena = &a};

	mir_print(&b, before);
	buf_puts(&b, "\n; became\n\n");
	mir_print(&b, after);
	fprintf(stderr, "%s\n", b.p);
	arena_free(&a);
}

static void compare(const struct mir_module *before, const struct mir_module *after, uint64_t seed,
		    const char *passes)
{
	static struct interp a, b;

	for (uint64_t n = 0; n < RUNS; n++) {
		run(&a, before, n + seed);
		run(&b, after, n + seed);
		if (!a.wrong && !b.wrong && a.verdict == b.verdict &&
		    memcmp(a.counts, b.counts, sizeof(a.counts)) == 0 &&
		    memcmp(a.memory + a.globals[0], b.memory + b.globals[0], 8 * DATA_WORDS) == 0)
			continue;
		print_both(before, after);
		fail_msg("program %lu, input %lu, after %s: %s%s, verdict %ld became %ld",
			 (unsigned long)seed, (unsigned long)n, passes, a.wrong ? a.wrong : "",
			 b.wrong ? b.wrong : "", (long)a.verdict, (long)b.verdict);
	}
}

static void check_passes(struct arena *a, const struct mir_module *m, uint64_t seed,
			 struct pass_options o, const char *what)
{
	struct mir_module *after = clone(a, m);
	const char *error;

	o.verify = true;
	error = pass_run_all(after, &o);
	if (error)
		fail_msg("program %lu after %s: %s", (unsigned long)seed, what, error);
	compare(m, after, seed, what);
}

static const char *const lists[] = {
	"inline",
	"simplify",
	"cfg",
	"gvn",
	"range",
	"dce",
	"inline,expand",
	"inline,cfg,range",
	"inline,gvn,range,cfg,range,simplify,gvn",
	"inline,simplify,cfg,gvn,range,expand,gvn,simplify",
	"call",
	"given,range",
	"given,range,cfg,call,expand,gvn,simplify,dce,frame",
	"flags",
	"inline,simplify,cfg,gvn,range,expand,gvn,simplify,flags,dce",
};

static void test_random_programs(void **state)
{
	const char *first = getenv("NUBPF_SEED"), *count = getenv("NUBPF_PROGRAMS");
	uint64_t from = first ? strtoull(first, NULL, 10) : 1;
	uint64_t n = count ? strtoull(count, NULL, 10) : PROGRAMS;

	(void)state;
	for (uint64_t seed = from; seed < from + n; seed++) {
		struct arena a = {0};
		struct mir_module *m = generate(&a, seed);
		const char *error = mir_verify_module(m);

		if (error)
			fail_msg("program %lu: %s", (unsigned long)seed, error);
		compare(m, clone(&a, m), seed, "nothing");
		for (unsigned k = 0; k < ARRAY_SIZE(lists); k++)
			check_passes(
				&a, m, seed,
				(struct pass_options){.passes = sv_cstr(lists[k]), .conditions = 1},
				lists[k]);
		for (unsigned level = 0; level < 4; level++)
			check_passes(&a, m, seed,
				     (struct pass_options){.level = level,
							   .stack_bytes = level & 1 ? 40 : 0},
				     "a pipeline");
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_programs),
	};

	return cmocka_run_group_tests_name("passes", tests, NULL, NULL);
}
