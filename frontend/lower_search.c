/*
 * lower_search.c - operators on strings.
 *
 * Text in a buffer has NULs behind it, so words decide equality and order. A constant against a
 * short buffer is a handful of words compared in a row; longer ones are walked by a counted loop.
 * Where a capacity rules the answer out there is no code at all.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

enum { WORDS_IN_A_ROW = 8 };

static uint32_t words_for(uint32_t bytes)
{
	return (bytes + 7) / 8;
}

mir_val text_element(struct lower *l, mir_val ptr, mir_val i, uint32_t n, uint32_t size)
{
	struct mir_type type = mir_inst(l->f, ptr)->type;
	mir_val at[2] = {ptr};

	if (n == 1) /* the check becomes one of equality, from which the verifier learns little */
		return ptr;
	at[1] = mir_append(&l->b,
			   (struct mir_inst){.op = MIR_OP_BOUND, .args = &i, .nargs = 1, .imm = n});
	type.size -= (n - 1) * size;
	return mir_append(
		&l->b,
		(struct mir_inst){
			.op = MIR_OP_INDEX, .type = type, .args = at, .nargs = 2, .imm = size});
}

static mir_val load_word(struct lower *l, const struct text *t, mir_val i, uint32_t n)
{
	return mir_load(&l->b, MIR_T(I64), text_element(l, t->ptr, i, n, 8), 0);
}

static mir_val load_byte(struct lower *l, const struct text *t, mir_val i, uint32_t n)
{
	return mir_load(&l->b, MIR_T(I8), text_element(l, t->ptr, i, n, 1), 0);
}

/* ---- equality ---- */

/* Bytes of the context can be compared where they stand, by whole words. */
static bool words_in_context(const struct text *t)
{
	return t->form == TEXT_PAYLOAD && t->offset % 8 == 0 && t->cap % 8 == 0;
}

static mir_val equal_const(struct lower *l, const struct text *x, struct sv s)
{
	struct text at = *x;
	bool terminated = s.n < x->cap, in_context = words_in_context(x);
	uint32_t compared = (uint32_t)s.n + terminated; /* the NUL behind the text, too */
	mir_val all = MIR_NO_VAL;

	if (s.n > x->cap || (!x->len.id && memchr(s.p, 0, s.n)))
		return lower_bool(l, false);
	if (!in_context)
		at = text_fetch(l, x);
	if (at.len.id) {
		all = mir_binary(&l->b, MIR_OP_EQ, at.len, mir_i64(&l->b, (int64_t)s.n));
		compared = (uint32_t)s.n;
	}
	for (uint32_t i = 0; i < words_for(compared); i++) {
		uint32_t rest = compared - 8 * i;
		mir_val word = mir_load(&l->b, MIR_T(I64), in_context ? lower_ctx(l) : at.ptr,
					(in_context ? x->offset : 0) + 8 * (int64_t)i);

		/* The context may have anything behind the NUL. */
		if (in_context && rest < 8)
			word = mir_binary(&l->b, MIR_OP_AND, word,
					  mir_i64(&l->b, (INT64_C(1) << 8 * rest) - 1));
		word = mir_binary(&l->b, MIR_OP_EQ, word, mir_i64(&l->b, text_word(s, i)));
		all = lower_both(l, all, word);
	}
	return all;
}

static mir_val first_difference(struct lower *l, struct text x, struct text y, mir_val *other)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	uint32_t cap = x.cap < y.cap ? x.cap : y.cap, n = words_for(cap);
	struct var *vx = var_new(l, word, NULL), *vy = var_new(l, word, NULL);
	mir_val a, b, none = mir_i64(&l->b, 0);
	struct counted c;
	mir_block differ, same;

	var_write(l, vx, rt_number(word, none));
	var_write(l, vy, rt_number(word, none));
	if (n) {
		c = counted_begin(l, n);
		a = load_word(l, &x, c.i, n);
		b = load_word(l, &y, c.i, n);
		differ = ssa_block_new(l);
		same = ssa_block_new(l);
		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, a, b), same, differ);
		ssa_start(l, differ);
		var_write(l, vx, rt_number(word, a));
		var_write(l, vy, rt_number(word, b));
		mir_jump(&l->b, c.leave);
		ssa_start(l, same);
		counted_end(l, &c);
	}
	*other = var_read(l, vy).v;
	return var_read(l, vx).v;
}

/* i1: what is behind the words that two buffers share; none when nothing is. Both texts end where
 * the shorter buffer does when the longer one goes on with a NUL. */
static mir_val equal_ends(struct lower *l, const struct text *a, const struct text *b)
{
	const struct text *longer = a->cap < b->cap ? b : a, *shorter = a->cap < b->cap ? a : b;
	uint32_t shared = words_for(shorter->cap);
	mir_val next;

	if (a->len.id && b->len.id)
		return mir_binary(&l->b, MIR_OP_EQ, a->len, b->len);
	if (longer->len.id)
		return mir_binary(&l->b, MIR_OP_ULE, longer->len, mir_i64(&l->b, shorter->cap));
	if (words_for(longer->cap) <= shared)
		return MIR_NO_VAL;
	next = mir_load(&l->b, MIR_T(I64), longer->ptr, 8 * (int64_t)shared);
	next = mir_binary(&l->b, MIR_OP_AND, next, mir_i64(&l->b, 255));
	return mir_binary(&l->b, MIR_OP_EQ, next, mir_i64(&l->b, 0));
}

mir_val text_equal(struct lower *l, const struct text *x, const struct text *y)
{
	struct text a, b;
	mir_val wx, wy, all;
	uint32_t words;

	if (x->form == TEXT_CONST && y->form == TEXT_CONST)
		return lower_bool(l, sv_eq(x->bytes, y->bytes));
	if (y->form == TEXT_CONST)
		return equal_const(l, x, y->bytes);
	if (x->form == TEXT_CONST)
		return equal_const(l, y, x->bytes);
	a = text_fetch(l, x);
	b = text_fetch(l, y);
	all = equal_ends(l, &a, &b);
	words = words_for(a.cap < b.cap ? a.cap : b.cap);
	if (words > WORDS_IN_A_ROW) {
		wx = first_difference(l, a, b, &wy);
		return lower_both(l, all, mir_binary(&l->b, MIR_OP_EQ, wx, wy));
	}
	for (uint32_t i = 0; i < words; i++) {
		wx = mir_load(&l->b, MIR_T(I64), a.ptr, 8 * i);
		wy = mir_load(&l->b, MIR_T(I64), b.ptr, 8 * i);
		all = lower_both(l, all, mir_binary(&l->b, MIR_OP_EQ, wx, wy));
	}
	return all.id ? all : lower_bool(l, true);
}

/* ---- order ---- */

/* Byte by byte: of the first words that differ, the lowest byte that does. */
mir_val text_less(struct lower *l, const struct text *x, const struct text *y, bool or_equal)
{
	struct mir_builder *b = &l->b;
	struct text tx = text_fetch(l, x), ty = text_fetch(l, y);
	mir_val wy, wx = first_difference(l, tx, ty, &wy);
	mir_val diff = mir_binary(b, MIR_OP_XOR, wx, wy);
	mir_val low =
		mir_binary(b, MIR_OP_AND, diff, mir_binary(b, MIR_OP_SUB, mir_i64(b, 0), diff));
	mir_val shift = mir_binary(b, MIR_OP_AND, mir_unary(b, MIR_OP_LOG2, MIR_T(I64), low),
				   mir_i64(b, 56));
	mir_val byte = mir_i64(b, 255), less, shorter, same;

	wx = mir_binary(b, MIR_OP_AND, mir_binary(b, MIR_OP_LSHR, wx, shift), byte);
	wy = mir_binary(b, MIR_OP_AND, mir_binary(b, MIR_OP_LSHR, wy, shift), byte);
	less = mir_binary(b, MIR_OP_ULT, wx, wy);
	/* Equal as far as both reach: the shorter text is the lesser. */
	shorter = mir_binary(b, or_equal ? MIR_OP_ULE : MIR_OP_ULT, text_length(l, &tx),
			     text_length(l, &ty));
	same = mir_binary(b, MIR_OP_EQ, diff, mir_i64(b, 0));
	return lower_select(l, same, shorter, less);
}

/* ---- parts ---- */

/* i1: the bytes of `part` are those of `x` from `at` on. One loop over the part; `at` may be any
 * number, positions outside the buffer never match. The part ends at its NUL: of its length the
 * verifier would learn something at each exit of the loop. */
static mir_val matches_at(struct lower *l, const struct text *x, const struct text *part,
			  mir_val at)
{
	struct join j = join_new(l, type_of(&l->unit->types, TYPE_BOOL), NULL);
	mir_block more = ssa_block_new(l), inside = ssa_block_new(l), next = ssa_block_new(l);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);
	uint32_t room = mir_inst(l->f, x->ptr)->type.size, most = words_for(part->cap) * 8;
	struct counted c = counted_begin(l, most);
	mir_val byte = load_byte(l, part, c.i, most), position, go_on;

	if (l->has_nuls)
		go_on = mir_binary(&l->b, MIR_OP_ULT, c.i, text_length(l, part));
	else
		go_on = mir_binary(&l->b, MIR_OP_NE, byte, mir_const(&l->b, MIR_T(I8), 0));
	mir_branch(&l->b, go_on, more, yes);
	ssa_start(l, more);
	position = mir_binary(&l->b, MIR_OP_ADD, at, c.i);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, position, mir_i64(&l->b, room)), inside,
		   no);
	ssa_start(l, inside);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, load_byte(l, x, position, room), byte), next,
		   no);
	ssa_start(l, next);
	counted_end(l, &c);
	mir_jump(&l->b, yes);
	ssa_start(l, yes);
	join_add(l, &j, rt_bool(l, lower_bool(l, true)));
	ssa_start(l, no);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	return join_end(l, &j).v;
}

mir_val text_starts(struct lower *l, const struct text *x, const struct text *prefix)
{
	mir_val all = MIR_NO_VAL;
	struct text at;

	if (!prefix->cap)
		return lower_bool(l, true);
	if (prefix->form != TEXT_CONST) {
		struct text part = text_fetch(l, prefix);

		at = text_fetch(l, x);
		return matches_at(l, &at, &part, mir_i64(&l->b, 0));
	}
	if (prefix->bytes.n > x->cap)
		return lower_bool(l, false);
	at = text_fetch(l, x);
	for (uint32_t i = 0; i < words_for((uint32_t)prefix->bytes.n); i++) {
		uint32_t rest = (uint32_t)prefix->bytes.n - 8 * i;
		mir_val word = mir_load(&l->b, MIR_T(I64), at.ptr, 8 * i);

		if (rest < 8)
			word = mir_binary(&l->b, MIR_OP_AND, word,
					  mir_i64(&l->b, (INT64_C(1) << 8 * rest) - 1));
		all = lower_both(l, all,
				 mir_binary(&l->b, MIR_OP_EQ, word,
					    mir_i64(&l->b, text_word(prefix->bytes, i))));
	}
	return all;
}

mir_val text_ends(struct lower *l, const struct text *x, const struct text *suffix)
{
	struct text at, part;
	mir_val lx, ls, fits;

	if (!suffix->cap)
		return lower_bool(l, true);
	if (suffix->form == TEXT_CONST && suffix->bytes.n > x->cap)
		return lower_bool(l, false);
	at = text_fetch(l, x);
	part = text_fetch(l, suffix);
	lx = text_length(l, &at);
	ls = text_length(l, suffix);
	/* A suffix that is longer starts before the text: at a huge unsigned position, unless it is
	 * empty. */
	fits = mir_binary(&l->b, MIR_OP_ULE, ls, lx);
	return lower_both(l, fits,
			  matches_at(l, &at, &part, mir_binary(&l->b, MIR_OP_SUB, lx, ls)));
}
