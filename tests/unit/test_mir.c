/*
 * test_mir.c - building, changing, printing and reading MIR; dominators; the pass manager.
 */
#include "lang/helpers.h"
#include "midend/analysis.h"
#include "midend/edit.h"
#include "midend/pass.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
	struct arena arena;
	struct mir_module *m;
	struct mir_func *f;
	struct mir_builder b;
};

static int begin(void **state)
{
	static const struct mir_type verdict = {.kind = MIR_I32};
	struct fixture *x = calloc(1, sizeof(*x));

	if (!x)
		abort();
	x->m = mir_module_new(&x->arena, NULL);
	x->f = mir_func_new(x->m, "p", "xdp");
	x->f->results = arena_new(&x->arena, struct mir_type);
	*x->f->results = verdict;
	x->f->nresults = 1;
	x->b = (struct mir_builder){.func = x->f, .block = {1}};
	*state = x;
	return 0;
}

static int end(void **state)
{
	struct fixture *x = *state;

	arena_free(&x->arena);
	free(x);
	return 0;
}

static void expect_func(struct fixture *x, const char *text)
{
	struct buf b = {.arena = &x->arena};

	mir_print_func(&b, x->f);
	assert_string_equal(b.p, text);
}

static struct mir_module *parse(struct fixture *x, const char *text)
{
	const char *error = NULL;
	struct mir_module *m = mir_parse(&x->arena, sv_cstr(text), &error);

	if (!m)
		fail_msg("%s", error);
	return m;
}

static const char *print(struct fixture *x, const struct mir_module *m)
{
	struct buf b = {.arena = &x->arena};

	mir_print(&b, m);
	return b.p;
}

static void ret_zero(struct mir_builder *b)
{
	mir_ret(b, mir_const(b, MIR_T(I32), 0));
}

/* ---- building and changing ---- */

static void test_result_types(void **state)
{
	struct fixture *x = *state;
	mir_val a = mir_const(&x->b, MIR_T(I32), (int64_t)0xffffffff), c, wide;

	assert_int_equal(mir_inst(x->f, a)->imm, -1);
	c = mir_binary(&x->b, MIR_OP_EQ, a, a);
	assert_int_equal(mir_inst(x->f, c)->type.kind, MIR_I1);
	a = mir_binary(&x->b, MIR_OP_ADD, a, a);
	assert_int_equal(mir_inst(x->f, a)->type.kind, MIR_I32);
	wide = mir_unary(&x->b, MIR_OP_ZEXT, MIR_T(I64), a);
	assert_int_equal(
		mir_inst(x->f, mir_unary(&x->b, MIR_OP_LOG2, MIR_T(NONE), wide))->type.kind,
		MIR_I64);
	assert_int_equal(mir_const_wrap(MIR_T(I1), 3), 1);
	assert_int_equal(mir_const_wrap(MIR_T(I8), 0x180), -128);
}

static void test_sites_are_one_per_place(void **state)
{
	struct fixture *x = *state;
	struct mir_site s = {.message = "a", .at = {1, 2, 3}};
	uint32_t first = mir_site_new(x->m, s);

	assert_int_equal(mir_site_new(x->m, s), first);
	s.at.start = 1;
	assert_int_not_equal(mir_site_new(x->m, s), first);
	s.at.start = 2;
	s.kind = MIR_SITE_FULL;
	assert_int_not_equal(mir_site_new(x->m, s), first);
}

/* Edges and phis stay in step when branches change. */
static void test_edges(void **state)
{
	struct fixture *x = *state;
	mir_block then = mir_block_new(x->f), join = mir_block_new(x->f), late;
	mir_val one = mir_i64(&x->b, 1), two = mir_i64(&x->b, 2), phi;
	mir_val cond = mir_binary(&x->b, MIR_OP_SLT, one, two);

	mir_branch(&x->b, cond, then, join);
	x->b.block = then;
	mir_jump(&x->b, join);
	phi = mir_phi(x->f, join, MIR_T(I64), NO_SPAN);
	mir_phi_add(x->f, phi, one);
	mir_phi_add(x->f, phi, two);
	x->b.block = join;
	ret_zero(&x->b);
	assert_null(mir_verify(&x->arena, x->f));
	late = mir_block_new(x->f);
	x->b.block = late;
	ret_zero(&x->b);
	mir_set_target(x->f, (mir_block){1}, 1, late);
	assert_null(mir_verify(&x->arena, x->f));
	expect_func(x, "func p section \"xdp\" -> i32 {\n"
		       "b1:\n"
		       "\t%1:i64 = const 1\n"
		       "\t%2:i64 = const 2\n"
		       "\t%3:i1 = slt %1, %2\n"
		       "\tbranch %3, b2, b4\n"
		       "b2 <- b1:\n"
		       "\tjump b3\n"
		       "b3 <- b2:\n"
		       "\t%6:i64 = phi %2\n"
		       "\t%7:i32 = const 0\n"
		       "\tret %7\n"
		       "b4 <- b1:\n"
		       "\t%9:i32 = const 0\n"
		       "\tret %9\n"
		       "}\n");
	mir_branch_to_jump(x->f, (mir_block){1}, 1);
	assert_true(mir_remove_unreachable(&x->arena, x->f));
	assert_null(mir_verify(&x->arena, x->f));
	assert_false(mir_remove_unreachable(&x->arena, x->f));
}

static void test_replace_and_remove(void **state)
{
	struct fixture *x = *state;
	mir_val one = mir_i64(&x->b, 1), two = mir_i64(&x->b, 2);
	mir_val sum = mir_binary(&x->b, MIR_OP_ADD, one, two);
	mir_val twice = mir_binary(&x->b, MIR_OP_MUL, sum, sum);

	mir_replace_uses(x->f, sum, two);
	assert_int_equal(mir_inst(x->f, twice)->args[0].id, two.id);
	assert_int_equal(mir_inst(x->f, twice)->args[1].id, two.id);
	mir_remove(x->f, sum);
	ret_zero(&x->b);
	assert_null(mir_verify(&x->arena, x->f));
	mir_remove(x->f, two);
	assert_non_null(mir_verify(&x->arena, x->f));
}

/* Chains of replacements end at their end, in any order of setting. */
static void test_forwarding(void **state)
{
	struct fixture *x = *state;
	struct mir_forward w;
	mir_val v[5];

	for (unsigned n = 0; n < 5; n++)
		v[n] = mir_i64(&x->b, n);
	w = mir_forward_new(&x->arena, x->f);
	mir_forward_set(&w, v[1], v[0]);
	mir_forward_set(&w, v[3], v[2]);
	mir_forward_set(&w, v[2], v[1]);
	mir_forward_set(&w, v[4], v[3]);
	for (unsigned n = 0; n < 5; n++)
		assert_int_equal(mir_forward_get(&w, v[n]).id, v[0].id);
}

/* Phis grow one operand at a time past every power of two. */
static void test_long_phi(void **state)
{
	struct fixture *x = *state;
	mir_block join = mir_block_new(x->f);
	mir_val phi = mir_phi(x->f, join, MIR_T(I64), NO_SPAN), n = mir_i64(&x->b, 7);

	for (unsigned k = 0; k < 100; k++) {
		mir_phi_add(x->f, phi, n);
		assert_int_equal(mir_inst(x->f, phi)->nargs, k + 1);
		assert_int_equal(mir_inst(x->f, phi)->args[k].id, n.id);
	}
}

static void test_flags(void **state)
{
	struct fixture *x = *state;
	mir_val ctx = mir_append(
		&x->b, (struct mir_inst){.op = MIR_OP_CTX, .type = mir_ptr(MIR_SPACE_CTX, 0)});
	mir_val slot = mir_append(&x->b, (struct mir_inst){.op = MIR_OP_SLOT,
							   .type = mir_ptr(MIR_SPACE_STACK, 8),
							   .imm = 8});
	mir_val a = mir_load(&x->b, MIR_T(I32), ctx, 0), b = mir_load(&x->b, MIR_T(I32), slot, 0);
	mir_val pid = mir_helper(&x->b, HELPER_get_current_pid_tgid, MIR_T(I64), NULL, 0);
	mir_val now = mir_helper(&x->b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0);

	assert_int_equal(mir_flags(x->f, mir_inst(x->f, a)), MIR_INVARIANT);
	assert_int_equal(mir_flags(x->f, mir_inst(x->f, b)), MIR_READS);
	assert_int_equal(mir_flags(x->f, mir_inst(x->f, pid)), MIR_INVARIANT);
	assert_int_equal(mir_flags(x->f, mir_inst(x->f, now)), 0);
}

/* ---- text ---- */

static void test_numbers(void **state)
{
	struct fixture *x = *state;
	struct mir_module *m = parse(x, "func p section \"xdp\" -> i32 { ; holes stay\n"
					"b1:\n"
					"  jump b7\n"
					"b7:\n"
					"  %30:i32 = const 1 ; } is no end here\n"
					"  ret %30\n"
					"}");

	assert_null(mir_verify_module(m));
	assert_string_equal(print(x, m), "func p section \"xdp\" -> i32 {\n"
					 "b1:\n"
					 "\tjump b7\n"
					 "b7 <- b1:\n"
					 "\t%30:i32 = const 1\n"
					 "\tret %30\n"
					 "}\n");
	m = parse(x, "func p section \"xdp\" -> i32 {\n"
		     "b1:\n"
		     "\tjump b3999999999\n"
		     "b3999999999:\n"
		     "\t%4000000000:i32 = const 1\n"
		     "\tret %4000000000\n"
		     "}\n");
	assert_null(mir_verify_module(m));
	assert_string_equal(print(x, m), "func p section \"xdp\" -> i32 {\n"
					 "b1:\n"
					 "\tjump b2\n"
					 "b2 <- b1:\n"
					 "\t%2:i32 = const 1\n"
					 "\tret %2\n"
					 "}\n");
}

static void test_places(void **state)
{
	struct fixture *x = *state;
	static const char text[] = "site error \"a\\x01\\\"\" !3:4-5\n"
				   "\n"
				   "func p section \"xdp\" -> i32 { !1:0-9\n"
				   "b1:\n"
				   "\t%1:i32 = const 1 !1:2-3\n"
				   "\t%2:i32 = const 1\n"
				   "\tcount s0 !2:2-3\n"
				   "\tret %2 !0\n"
				   "}\n";
	struct mir_module *m = parse(x, text);
	struct source_set sources = {.arena = &x->arena};

	assert_int_equal(m->funcs.v[0]->insts.v[2].at.start, 2);
	assert_string_equal(print(x, m), text);
	assert_null(mir_verify_module(m));
	source_add(&sources, "a", "a", SV("0123456789"));
	m->sources = &sources;
	assert_non_null(mir_verify_module(m));
}

/* ---- dominators ---- */

/* Whether b is reached without passing `without`. */
static bool reached(const struct mir_func *f, mir_block b, mir_block without)
{
	bool seen[64] = {false};
	mir_block stack[128] = {{1}};
	unsigned n = without.id != 1;

	while (n) {
		mir_block at = stack[--n];

		if (at.id == b.id)
			return true;
		if (seen[at.id])
			continue;
		seen[at.id] = true;
		for (unsigned t = 0; t < 2; t++) {
			mir_block to = mir_end(f, at)->target[t];

			if (to.id && to.id != without.id && !seen[to.id])
				stack[n++] = to;
		}
	}
	return false;
}

static void random_blocks(struct mir_func *f, uint32_t n, uint64_t *seed)
{
	struct mir_builder b = {.func = f};
	mir_val cond = {0};

	while (f->blocks.n <= n)
		mir_block_new(f);
	for (b.block.id = 1; b.block.id <= n; b.block.id++) {
		uint32_t to[2];

		if (b.block.id == 1)
			cond = mir_const(&b, MIR_T(I1), 0);
		for (unsigned t = 0; t < 2; t++) {
			*seed = *seed * 6364136223846793005u + 1442695040888963407u;
			to[t] = 2 + (uint32_t)(*seed >> 40) % (n - 1);
		}
		if (*seed >> 61 == 0)
			ret_zero(&b);
		else if (*seed >> 60 & 1)
			mir_jump(&b, (mir_block){to[0]});
		else
			mir_branch(&b, cond, (mir_block){to[0]}, (mir_block){to[1]});
	}
}

static void test_dominators(void **state)
{
	struct fixture *x = *state;
	uint64_t seed = 1;

	for (unsigned round = 0; round < 60; round++) {
		struct mir_func *f = mir_func_new(x->m, "f", "xdp");
		uint32_t n = 3 + round % 20;
		struct mir_order o;
		struct mir_dom d;

		f->results = x->f->results;
		f->nresults = 1;
		random_blocks(f, n, &seed);
		o = mir_order_make(&x->arena, f);
		d = mir_dom_make(&x->arena, f, &o);
		for (mir_block a = {1}; a.id <= n; a.id++) {
			assert_int_equal(mir_reachable(&o, a), reached(f, a, MIR_NO_BLOCK));
			for (mir_block b = {1}; b.id <= n; b.id++)
				if (mir_reachable(&o, a) && mir_reachable(&o, b))
					assert_int_equal(mir_dominates(&d, a, b),
							 a.id == b.id || !reached(f, b, a));
		}
	}
}

/* ---- the pass manager ---- */

static void test_pass_names(void **state)
{
	struct fixture *x = *state;
	struct pass_options o = {.passes = SV("simplify,gnv")};

	ret_zero(&x->b);
	assert_string_equal(pass_run_all(x->m, &o), "no pass 'gnv'; did you mean 'gvn'?");
	o = (struct pass_options){.passes = SV("dce"), .print_after = SV("everything")};
	assert_string_equal(pass_run_all(x->m, &o), "no pass 'everything'");
	o = (struct pass_options){.passes = SV("dce,,gvn")};
	assert_non_null(pass_run_all(x->m, &o));
}

static void test_print_after(void **state)
{
	struct fixture *x = *state;
	struct pass_options o = {.passes = SV("simplify,dce"), .print_after = SV("dce")};
	char text[256] = "";

	mir_i64(&x->b, 1);
	ret_zero(&x->b);
	o.print_to = fmemopen(text, sizeof(text), "w");
	assert_non_null(o.print_to);
	assert_null(pass_run_all(x->m, &o));
	fclose(o.print_to);
	assert_string_equal(text, "; p after dce\n"
				  "func p section \"xdp\" -> i32 {\n"
				  "b1:\n"
				  "\t%2:i32 = const 0\n"
				  "\tret %2\n"
				  "}\n");
}

/* A program that cannot be compiled is a problem with a place, or else the returned message. */
static void test_problems(void **state)
{
	struct fixture *x = *state;
	struct pass_problems problems = {0};
	struct pass_options o = {.passes = SV("frame")};
	mir_val args[3];

	x->b.at = (struct span){1, 5, 9};
	args[0] = mir_append(&x->b, (struct mir_inst){.op = MIR_OP_SLOT,
						      .type = mir_ptr(MIR_SPACE_STACK, 50000),
						      .imm = 50000});
	args[1] = args[2] = mir_i64(&x->b, 16);
	mir_helper(&x->b, HELPER_probe_read_kernel, MIR_T(I64), args, 3);
	ret_zero(&x->b);
	assert_non_null(strstr(pass_run_all(x->m, &o), "50000 bytes"));
	o.problems = &problems;
	assert_null(pass_run_all(x->m, &o));
	assert_int_equal(problems.list.n, 1);
	assert_int_equal(problems.list.v[0].at.start, 5);
	assert_non_null(problems.list.v[0].help);
}

/* Every level leaves what the backend takes; the same input gives the same output. */
static void test_levels(void **state)
{
	struct fixture *x = *state;
	static const char text[] = "site error \"a\"\n"
				   "func f(i64) -> i64 {\n"
				   "b1:\n"
				   "\t%1:i64 = param 0\n"
				   "\t%2:i1 = mul.ov %1, %1\n"
				   "\t%3:i1 = not %2\n"
				   "\tguard %3, s0\n"
				   "\tret %1\n"
				   "}\n"
				   "func p section \"xdp\" -> i32 {\n"
				   "b1:\n"
				   "\t%1:i64 = helper get_current_pid_tgid\n"
				   "\t%2:i64 = call @f, %1\n"
				   "\t%3:i32 = trunc %2\n"
				   "\tret %3\n"
				   "}\n";

	for (unsigned level = 0; level < 4; level++) {
		const char *out[2];

		for (unsigned n = 0; n < 2; n++) {
			struct mir_module *m = parse(x, text);
			struct pass_options o = {.level = level, .verify = true};

			assert_null(pass_run_all(m, &o));
			assert_null(mir_verify_legal(m));
			assert_int_equal(m->funcs.n, 1);
			out[n] = print(x, m);
		}
		assert_string_equal(out[0], out[1]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_result_types), TEST(test_sites_are_one_per_place),
		TEST(test_edges),	 TEST(test_replace_and_remove),
		TEST(test_forwarding),	 TEST(test_long_phi),
		TEST(test_flags),	 TEST(test_numbers),
		TEST(test_places),	 TEST(test_dominators),
		TEST(test_pass_names),	 TEST(test_print_after),
		TEST(test_problems),	 TEST(test_levels),
	};

	return cmocka_run_group_tests_name("mir", tests, NULL, NULL);
}
