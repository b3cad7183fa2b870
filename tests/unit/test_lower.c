/* test_lower.c - parts of the lowering that golden cases show only from outside. */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* A lowering with one function to build in. */
struct fixture {
	struct arena arena;
	struct source_set sources;
	struct diag_sink sink;
	struct unit unit;
	struct manifest manifest;
	struct lower l;
};

static int setup(void **state)
{
	struct fixture *x = calloc(1, sizeof(*x));

	x->sources.arena = &x->arena;
	x->sink = diag_sink_new(&x->arena, &x->sources);
	x->unit = (struct unit){.arena = &x->arena, .sink = &x->sink, .types.arena = &x->arena};
	x->l = (struct lower){.unit = &x->unit, .arena = &x->arena, .manifest = &x->manifest};
	x->l.m = mir_module_new(&x->arena, NULL);
	x->l.names.arena = &x->arena;
	x->l.rounds = 1;
	x->l.f = mir_func_new(x->l.m, "f", "raw_tracepoint/x");
	x->l.f->label = "f";
	x->l.f->results = arena_new(&x->arena, struct mir_type);
	x->l.f->results[0] = MIR_T(I32);
	x->l.f->nresults = 1;
	x->l.b.func = x->l.f;
	ssa_begin(&x->l);
	*state = x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;

	arena_free(&x->arena);
	free(x);
	return 0;
}

/* Ends the function, which must then be whole, and counts its phis. */
static uint32_t finish(struct lower *l)
{
	const char *wrong;
	uint32_t phis = 0;

	mir_ret(&l->b, mir_const(&l->b, MIR_T(I32), 0));
	ssa_finish(l);
	wrong = mir_verify(l->arena, l->f);
	if (wrong)
		fail_msg("%s", wrong);
	for (uint32_t i = 1; i < l->f->insts.n; i++)
		phis += l->f->insts.v[i].op == MIR_OP_PHI && l->f->insts.v[i].block.id;
	return phis;
}

static struct rt number(struct lower *l, int64_t v)
{
	return rt_number(type_of(&l->unit->types, TYPE_U64), mir_i64(&l->b, v));
}

static void variables_that_a_loop_swaps_are_phis(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	struct var *a = var_new(l, number(l, 0).type, NULL), *b = var_new(l, a->type, NULL);
	struct var *same = var_new(l, a->type, NULL);
	struct counted c;
	struct rt x, y;

	var_write(l, a, number(l, 1));
	var_write(l, b, number(l, 2));
	var_write(l, same, number(l, 3));
	c = counted_begin(l, 10);
	x = var_read(l, a);
	y = var_read(l, b);
	var_read(l, same);
	var_write(l, a, y);
	var_write(l, b, x);
	counted_end(l, &c);
	/* The counter, a and b; not the one that no round changes. */
	assert_int_equal(finish(l), 3);
}

static void code_behind_a_jump_goes(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	struct join j = join_new(l, type_of(&l->unit->types, TYPE_U64), NULL);
	struct rt r;

	join_add(l, &j, number(l, 1));
	ssa_start_dead(l);
	assert_true(ssa_unreachable(l));
	join_add(l, &j, number(l, 2));
	r = join_end(l, &j);
	assert_false(ssa_unreachable(l));
	assert_int_equal(mir_inst(l->f, r.v)->imm, 1);
	assert_int_equal(finish(l), 0);
}

static void a_join_that_nothing_reaches_has_a_value(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	struct type_table *types = &l->unit->types;
	struct type_field fields[] = {
		{SV("n"), type_nullable(types, type_of(types, TYPE_INT), true)},
		{SV("s"), type_string(types, 5, false)},
	};
	struct join j = join_new(l, type_record(types, fields, 2), NULL);
	mir_block back = ssa_block_new(l);
	struct rt r;

	mir_jump(&l->b, back);
	ssa_start_dead(l);
	r = join_end(l, &j);
	assert_true(r.fields[0].null.id && r.fields[0].v.id);
	ssa_start(l, back);
	finish(l);
}

static void text_in_a_join_has_one_slot(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	const struct type *type = type_string(&l->unit->types, 9, false);
	struct join j = join_new(l, type, NULL);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);
	struct text longer = {.bytes = SV("seven by"), .cap = 8}, none = {.bytes = SV("")};
	struct rt r;

	mir_branch(&l->b, mir_const(&l->b, MIR_T(I1), 1), yes, no);
	ssa_start(l, yes);
	join_add(l, &j, rt_text(l, type, longer));
	ssa_start(l, no);
	join_add(l, &j, rt_text(l, type, none));
	r = join_end(l, &j);
	assert_int_equal(r.text.form, TEXT_BUFFER);
	assert_int_equal(mir_inst(l->f, r.text.ptr)->imm, text_room(9));
	assert_int_equal(mir_inst(l->f, r.text.len)->op, MIR_OP_PHI);
	assert_int_equal(finish(l), 1);
}

static void check_interval(const struct lower *l, mir_val v, int64_t low, int64_t high)
{
	struct interval i = lower_interval(l, v);

	assert_true(i.low == low && i.high == high);
}

static void intervals_follow_operations(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	struct mir_builder *b = &l->b;
	mir_val any = mir_load(b, MIR_T(I64), lower_ctx(l), 0), byte, seven = mir_i64(b, 7);
	mir_val clock = mir_helper(b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0);

	byte = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), mir_load(b, MIR_T(I8), lower_ctx(l), 8));
	check_interval(l, any, INT64_MIN, INT64_MAX);
	check_interval(l, byte, 0, 255);
	check_interval(l, clock, 0, INT64_MAX);
	check_interval(l, mir_binary(b, MIR_OP_SUB, clock, clock), -INT64_MAX, INT64_MAX);
	check_interval(l, mir_binary(b, MIR_OP_ADD, clock, clock), INT64_MIN, INT64_MAX);
	check_interval(l, mir_binary(b, MIR_OP_AND, any, seven), 0, 7);
	check_interval(l, mir_binary(b, MIR_OP_LSHR, any, mir_i64(b, 32)), 0, UINT32_MAX);
	check_interval(l, mir_binary(b, MIR_OP_FLOORMOD, any, seven), 0, 6);
	check_interval(l, mir_binary(b, MIR_OP_MUL, byte, mir_i64(b, -3)), -765, 0);
	check_interval(l, lower_select(l, mir_const(b, MIR_T(I1), 0), byte, mir_i64(b, -9)), -9,
		       255);
	finish(l);
}

static void parts_of_events_are_aligned_without_gaps(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;
	struct type_table *types = &l->unit->types;
	struct type_field fields[] = {
		{SV("ok"), type_of(types, TYPE_BOOL)},
		{SV("n"), type_nullable(types, type_of(types, TYPE_INT), true)},
		{SV("comm"), type_string(types, 16, true)},
		{SV("path"), type_string(types, 5, false)},
	};
	struct wire_plan plan = {0};
	struct wire_field w;

	wire_describe(l, &plan, &w, SV("r"), type_record(types, fields, 4), NULL);
	/* n 8, comm 16, path 8 | its length 4 | ok 1, n's null 1 */
	assert_int_equal(wire_place(&plan, 16), 16 + 8 + 16 + 8 + 4 + 2);
	assert_int_equal(w.fields[1].offset, 16);
	assert_int_equal(w.fields[2].offset, 24);
	assert_int_equal(w.fields[2].len_at, -1);
	assert_int_equal(w.fields[3].offset, 40);
	assert_int_equal(w.fields[3].len_at, 48);
	assert_int_equal(w.fields[0].offset, 52);
	assert_int_equal(w.fields[0].null_at, -1);
	assert_int_equal(w.fields[1].null_at, 53);
}

static void symbols_are_unique_identifiers(void **state)
{
	struct lower *l = &((struct fixture *)*state)->l;

	assert_string_equal(lower_symbol(l, "count", SV("a b")), "count_a_b");
	assert_string_equal(lower_symbol(l, "count", SV("a-b")), "count_a_b_2");
	assert_string_equal(lower_symbol(l, "", SV("7up")), "_up");
	assert_string_equal(lower_symbol(l, "hist", SV("7\xc3\xa9")), "hist_7__");
}

static void words_of_text_are_little_endian(void **state)
{
	(void)state;
	assert_int_equal(text_word(SV("abcdefghi"), 0), 0x6867666564636261);
	assert_int_equal(text_word(SV("abcdefghi"), 1), 0x69);
	assert_int_equal(text_word(SV(""), 0), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(variables_that_a_loop_swaps_are_phis),
		CASE(code_behind_a_jump_goes),
		CASE(a_join_that_nothing_reaches_has_a_value),
		CASE(text_in_a_join_has_one_slot),
		CASE(intervals_follow_operations),
		CASE(parts_of_events_are_aligned_without_gaps),
		CASE(symbols_are_unique_identifiers),
		CASE(words_of_text_are_little_endian),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
