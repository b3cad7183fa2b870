/*
 * test_specialise.c - load-time constants folded into BPF instructions.
 */
#include "loader/specialise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WIDE(dst)                                                                                  \
	{.code = BPF_LD | BPF_IMM | BPF_DW, .dst_reg = (dst)}, { 0 }
#define LOAD(size, dst, src, off_)                                                                 \
	{.code = BPF_LDX | BPF_MEM | (size), .dst_reg = (dst), .src_reg = (src), .off = (off_)}
#define MOVI(dst, imm_)                                                                            \
	{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (dst), .imm = (imm_)}
#define MOV(dst, src)                                                                              \
	{.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = (dst), .src_reg = (src)}
#define JUMPI(op, dst, imm_, off_)                                                                 \
	{.code = BPF_JMP | (op) | BPF_K, .dst_reg = (dst), .imm = (imm_), .off = (off_)}
#define CALL(n)                                                                                    \
	{.code = BPF_JMP | BPF_CALL, .imm = (n)}
#define EXIT                                                                                       \
	{.code = BPF_JMP | BPF_EXIT}

enum { MAX = 32 };

/* Folds `n` instructions whose first is a 16-byte load of .rodata's address when `address` says so. */
static uint32_t fold(struct bpf_insn *insns, uint32_t n, bool address, struct sv rodata,
		     uint8_t *flags)
{
	struct arena a = {0};
	int64_t where[MAX];
	bool relocated[MAX] = {0};
	struct fold_code c = {
		.insns = insns, .n = n, .flags = flags, .rodata = where, .relocated = relocated};
	uint32_t left = 0;

	memset(where, 0xff, sizeof(where));
	memset(flags, 0, MAX);
	for (uint32_t i = 0; i + 1 < n; i++)
		if (insns[i].code == (BPF_LD | BPF_IMM | BPF_DW))
			flags[++i] = FOLD_TAIL;
	if (address) {
		where[0] = 0;
		relocated[0] = true;
	}
	flags[0] |= FOLD_ENTRY;
	fold_code(&a, &c, rodata);
	for (uint32_t i = 0; i < n; i++)
		left += !(flags[i] & FOLD_GONE);
	arena_free(&a);
	return left;
}

/* `if $pid != 0 and tgid != $pid { return }; …` */
#define FILTER                                                                                     \
	WIDE(1), LOAD(BPF_DW, 1, 1, 0), JUMPI(BPF_JEQ, 1, 0, 2), CALL(14),                          \
		JUMPI(BPF_JNE, 0, 5, 1), CALL(5), MOVI(0, 0), EXIT

static void unused_filter_costs_nothing(void **state)
{
	struct bpf_insn insns[] = {FILTER};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), true,
			      (struct sv){"\0\0\0\0\0\0\0\0", 8}, flags),
			 3); /* the second call, the move and the exit */
}

static void used_filter_stays(void **state)
{
	struct bpf_insn insns[] = {FILTER};
	uint8_t flags[MAX];

	(void)state;
	/* The load and the test of $pid go, the rest runs. */
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), true,
			      (struct sv){"\5\0\0\0\0\0\0\0", 8}, flags),
			 5);
	assert_false(flags[4] & FOLD_GONE);
}

static void wanted_value_becomes_a_move(void **state)
{
	struct bpf_insn insns[] = {WIDE(1), LOAD(BPF_DW, 0, 1, 0), EXIT};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), true,
			      (struct sv){"\7\0\0\0\0\0\0\0", 8}, flags),
			 2);
	assert_int_equal(insns[2].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(insns[2].imm, 7);
}

static void wide_value_keeps_its_load(void **state)
{
	struct bpf_insn insns[] = {WIDE(1), LOAD(BPF_DW, 0, 1, 0), EXIT};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), true,
			      (struct sv){"\0\0\0\0\0\0\0\x40", 8}, flags),
			 4);
}

static void load_beyond_rodata_stays(void **state)
{
	struct bpf_insn insns[] = {WIDE(1), LOAD(BPF_DW, 0, 1, 8), EXIT};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), true,
			      (struct sv){"\0\0\0\0\0\0\0\0", 8}, flags),
			 4);
}

static void value_of_two_paths_is_unknown(void **state)
{
	/* r6 is 1 or 2 by what a helper says: the test of it must stay. */
	struct bpf_insn insns[] = {
		CALL(7), MOVI(6, 1), JUMPI(BPF_JEQ, 0, 0, 1), MOVI(6, 2), JUMPI(BPF_JEQ, 6, 1, 1),
		CALL(5), MOVI(0, 0), EXIT,
	};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), false, (struct sv){"", 0}, flags),
			 ARRAY_SIZE(insns));
}

static void loop_reaches_its_fixed_point(void **state)
{
	struct bpf_insn insns[] = {
		MOVI(6, 0),
		{.code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = 6, .imm = 1},
		JUMPI(BPF_JNE, 6, 10, -2),
		MOV(0, 6),
		EXIT,
	};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), false, (struct sv){"", 0}, flags),
			 ARRAY_SIZE(insns));
}

static void narrow_compare_uses_32_bits(void **state)
{
	struct bpf_insn insns[] = {
		MOVI(1, -1),
		{.code = BPF_JMP32 | BPF_JEQ | BPF_K, .dst_reg = 1, .imm = -1, .off = 1},
		CALL(5),
		MOVI(0, 0),
		EXIT,
	};
	uint8_t flags[MAX];

	(void)state;
	assert_int_equal(fold(insns, ARRAY_SIZE(insns), false, (struct sv){"", 0}, flags), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unused_filter_costs_nothing),
		cmocka_unit_test(used_filter_stays),
		cmocka_unit_test(wanted_value_becomes_a_move),
		cmocka_unit_test(wide_value_keeps_its_load),
		cmocka_unit_test(load_beyond_rodata_stays),
		cmocka_unit_test(value_of_two_paths_is_unknown),
		cmocka_unit_test(loop_reaches_its_fixed_point),
		cmocka_unit_test(narrow_compare_uses_32_bits),
	};

	return cmocka_run_group_tests_name("specialise", tests, NULL, NULL);
}
