/*
 * test_backend_numbers.c - random straight-line MIR on numbers: the kernel computes what mir_eval
 * says.
 *
 * A program takes four arguments, applies random operations of all widths, and stores each value.
 * So the backend's code, LLVM's passes and the midend's folding are held against each other.
 * ROUNDS and SEED in the environment make it longer or another one.
 */
#include "backend/backend.h"
#include "midend/eval.h"
#include "tests/unit/kernel_here.h"

#include <bpf/bpf.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { INPUTS = 4, VALUES = 64, RUNS = 6 };

static uint64_t seed;

static uint64_t random_word(void)
{
	seed ^= seed << 13; /* Marsaglia's xorshift */
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

/* Numbers near the ends of the widths, small ones, and any. */
static int64_t random_number(void)
{
	static const int64_t edges[] = {0,	   1,	       -1,	  2,	     7,
					8,	   255,	       256,	  INT16_MIN, INT32_MAX,
					INT32_MIN, UINT32_MAX, 1ll << 32, INT64_MAX, INT64_MIN};
	uint64_t r = random_word();

	switch (r % 4) {
	case 0:
		return edges[(r >> 8) % ARRAY_SIZE(edges)];
	case 1:
		return (int64_t)(r >> 8) % 100 - 50;
	case 2:
		return (int64_t)random_word() >> (r >> 8) % 64;
	default:
		return (int64_t)random_word();
	}
}

static const enum mir_op binaries[] = {MIR_OP_ADD,  MIR_OP_SUB,	 MIR_OP_MUL, MIR_OP_UDIV,
				       MIR_OP_UREM, MIR_OP_AND,	 MIR_OP_OR,  MIR_OP_XOR,
				       MIR_OP_SHL,  MIR_OP_LSHR, MIR_OP_ASHR};
static const enum mir_op compares[] = {MIR_OP_EQ,  MIR_OP_NE,  MIR_OP_SLT,
				       MIR_OP_SLE, MIR_OP_ULT, MIR_OP_ULE};
static const enum mir_kind kinds[] = {MIR_I8, MIR_I16, MIR_I32, MIR_I64};

#define PICK(list) ((list)[random_word() % ARRAY_SIZE(list)])

struct generator {
	struct mir_builder builder;
	mir_val pool[VALUES]; /* i64 each */
	uint32_t n;
};

static mir_val convert(struct generator *g, enum mir_op op, enum mir_kind kind, mir_val x)
{
	return mir_unary(&g->builder, op, (struct mir_type){.kind = (uint8_t)kind}, x);
}

static mir_val pick(struct generator *g)
{
	if (random_word() % 4 == 0)
		return mir_i64(&g->builder, random_number());
	return g->pool[random_word() % g->n];
}

/* An operation in a random width, widened again. */
static mir_val narrow_binary(struct generator *g, enum mir_op op)
{
	enum mir_kind kind = PICK(kinds);
	bool shifts = op == MIR_OP_SHL || op == MIR_OP_LSHR || op == MIR_OP_ASHR;
	mir_val x = pick(g), y = pick(g);

	if (kind == MIR_I64 && !shifts)
		return mir_binary(&g->builder, op, x, y);
	if (shifts) /* counts below every width */
		y = mir_binary(&g->builder, MIR_OP_AND, y, mir_i64(&g->builder, 7));
	if (kind != MIR_I64) {
		x = convert(g, MIR_OP_TRUNC, kind, x);
		y = convert(g, MIR_OP_TRUNC, kind, y);
	}
	x = mir_binary(&g->builder, op, x, y);
	if (kind == MIR_I64)
		return x;
	return convert(g, random_word() % 2 ? MIR_OP_ZEXT : MIR_OP_SEXT, MIR_I64, x);
}

static mir_val random_operation(struct generator *g)
{
	struct mir_builder *b = &g->builder;
	mir_val cond;

	switch (random_word() % 8) {
	case 0:
		return mir_unary(b, MIR_OP_LOG2, MIR_T(I64), pick(g));
	case 1:
		return mir_unary(b, MIR_OP_NOT, MIR_T(I64), pick(g));
	case 2:
		cond = mir_binary(b, PICK(compares), pick(g), pick(g));
		if (random_word() % 2)
			cond = mir_unary(b, MIR_OP_NOT, MIR_T(I1), cond);
		return convert(g, random_word() % 2 ? MIR_OP_ZEXT : MIR_OP_SEXT, MIR_I64, cond);
	case 3:
		cond = mir_binary(b, PICK(compares), pick(g), pick(g));
		return mir_append(b, (struct mir_inst){.op = MIR_OP_SELECT,
						       .type = MIR_T(I64),
						       .args = (mir_val[]){cond, pick(g), pick(g)},
						       .nargs = 3});
	default:
		return narrow_binary(g, PICK(binaries));
	}
}

/* A program that stores its VALUES values into the global `out`. */
static struct mir_module *generate(struct arena *a)
{
	struct mir_module *m = mir_module_new(a, NULL);
	struct generator g = {0};
	uint32_t out = mir_global_new(m, (struct mir_global){.name = "out",
							     .section = MIR_GLOBAL_BSS,
							     .size = 8 * VALUES,
							     .align = 8,
							     .shape = "u64[]"});
	struct mir_func *f = mir_func_new(m, "p", "raw_tracepoint/sys_enter");
	mir_val ctx, to;

	f->results = arena_new(a, struct mir_type);
	f->results[0] = MIR_T(I32);
	f->nresults = 1;
	g.builder = (struct mir_builder){.func = f, .block = {1}};
	ctx = mir_append(&g.builder,
			 (struct mir_inst){.op = MIR_OP_CTX, .type = mir_ptr(MIR_SPACE_CTX, 0)});
	to = mir_append(&g.builder, (struct mir_inst){.op = MIR_OP_GLOBAL,
						      .ref = out,
						      .type = mir_ptr(MIR_SPACE_DATA, 8 * VALUES)});
	for (; g.n < INPUTS; g.n++)
		g.pool[g.n] = mir_load(&g.builder, MIR_T(I64), ctx, 8 * g.n);
	for (; g.n < VALUES; g.n++)
		g.pool[g.n] = random_operation(&g);
	for (uint32_t i = 0; i < VALUES; i++)
		mir_store(&g.builder, to, g.pool[i], 8 * i);
	mir_ret(&g.builder, mir_const(&g.builder, MIR_T(I32), 0));
	return m;
}

/* What the program stores, by mir_eval. */
static void evaluate(struct arena *a, const struct mir_func *f, const int64_t *in, int64_t *out)
{
	int64_t *value = arena_array(a, int64_t, f->insts.n);
	const struct mir_bb *bb = mir_bb(f, (mir_block){1});

	for (uint32_t n = 0; n < bb->n; n++) {
		const struct mir_inst *i = mir_inst(f, (mir_val){bb->insts[n]});
		int64_t x[3] = {0}, *result = &value[bb->insts[n]];

		for (uint32_t k = 0; k < i->nargs && k < ARRAY_SIZE(x); k++)
			x[k] = value[i->args[k].id];
		if (i->op == MIR_OP_CONST)
			*result = i->imm;
		else if (i->op == MIR_OP_LOAD)
			*result = in[i->imm / 8];
		else if (i->op == MIR_OP_STORE)
			out[i->imm / 8] = x[1];
		else if (i->op == MIR_OP_SELECT)
			*result = x[0] ? x[1] : x[2];
		else if ((i->op == MIR_OP_UDIV || i->op == MIR_OP_UREM) && x[1] == 0)
			*result = i->op == MIR_OP_UDIV ? 0 : x[0];
		else if (i->op != MIR_OP_CTX && i->op != MIR_OP_GLOBAL && i->op != MIR_OP_RET)
			assert_true(mir_eval((enum mir_op)i->op, i->type,
					     mir_inst(f, i->args[0])->type, x, result));
	}
}

static void show(struct arena *a, const struct mir_module *m, const char *how)
{
	struct buf text = {.arena = a};

	mir_print(&text, m);
	fprintf(stderr, "; %s\n%s", how, text.p);
}

static void check(struct arena *a, const struct mir_module *m, const struct backend_options *o,
		  const char *how)
{
	struct backend_result r = backend_compile(a, m, NULL, o);
	struct bpf_object *object;
	struct bpf_map *map;
	int program;

	if (r.error)
		fail_msg("%s", r.error);
	object = bpf_object__open_mem(r.bytes.p, r.bytes.n, NULL);
	assert_non_null(object);
	if (bpf_object__load(object)) {
		show(a, m, how);
		fail_msg("the kernel refuses it");
	}
	program = bpf_program__fd(bpf_object__next_program(object, NULL));
	map = bpf_object__next_map(object, NULL);
	for (int run = 0; run < RUNS; run++) {
		int64_t in[INPUTS], got[VALUES], want[VALUES] = {0};
		struct bpf_test_run_opts opts = {
			.sz = sizeof(opts), .ctx_in = in, .ctx_size_in = sizeof(in)};

		for (int i = 0; i < INPUTS; i++)
			in[i] = random_number();
		evaluate(a, m->funcs.v[0], in, want);
		assert_int_equal(bpf_prog_test_run_opts(program, &opts), 0);
		assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(map), &(int){0}, got), 0);
		for (int i = 0; i < VALUES; i++) {
			if (got[i] == want[i])
				continue;
			show(a, m, how);
			fail_msg("out[%d] is %lld, not %lld; inputs %lld %lld %lld %lld", i,
				 (long long)got[i], (long long)want[i], (long long)in[0],
				 (long long)in[1], (long long)in[2], (long long)in[3]);
		}
	}
	bpf_object__close(object);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *how;
		struct backend_options options;
		unsigned kernel;
		int llvm;
	} configs[] = {
		{"-O0 v3", {.level = 0, .cpu = "v3", .main_name = "random"}, 0, 0},
		{"-O2 v3", {.level = 2, .cpu = "v3", .main_name = "random"}, 0, 0},
		{"-O2 v2", {.level = 2, .cpu = "v2", .main_name = "random"}, 0, 0},
		{"-O2 v4", {.level = 2, .cpu = "v4", .main_name = "random"}, 606, 18},
	};
	long rounds = getenv("ROUNDS") ? atol(getenv("ROUNDS")) : 20;

	(void)state;
	NEED_KERNEL();
	seed = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 0) : 0x9e3779b97f4a7c15u;
	for (long n = 0; n < rounds; n++) {
		struct arena a = {0};
		struct mir_module *m = generate(&a);
		const char *error = mir_verify_legal(m);

		if (error)
			fail_msg("%s", error);
		for (size_t i = 0; i < ARRAY_SIZE(configs); i++)
			if (kernel_version() >= configs[i].kernel &&
			    atoi(backend_llvm_version()) >= configs[i].llvm)
				check(&a, m, &configs[i].options, configs[i].how);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
