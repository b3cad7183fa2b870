/*
 * lower_bytes.c - binary and text turned round, put together from parts, and written in
 * hexadecimal.
 *
 * Loops here have as many rounds as there is room, and write a NUL where there is no byte: as in
 * lower_slice.c no byte is a branch.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

static mir_val low_byte(struct lower *l, mir_val v)
{
	return mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), v);
}

struct text text_spliced(struct lower *l, const struct text *x, mir_val at, mir_val removed,
			 const struct text *with)
{
	struct text t = text_fetch(l, x), piece = text_fetch(l, with), r;
	mir_val n = text_whole(l, &t), m = text_whole(l, &piece), end, from, byte, inside, put;
	struct window w = window_of(l, &t, t.cap), v = window_of(l, &piece, piece.cap);
	struct counted c;

	end = op(l, MIR_OP_ADD, at, m);
	r = text_buffer(l, t.cap + piece.cap, op(l, MIR_OP_SUB, op(l, MIR_OP_ADD, n, m), removed));
	if (!r.cap)
		return (struct text){.form = TEXT_CONST};
	c = counted_begin(l, r.cap);
	put = text_below(l, c.i, end);
	inside = op(l, MIR_OP_AND, put, text_other(l, text_below(l, c.i, at)));
	from = op(l, MIR_OP_SUB, removed, m);
	from = op(l, MIR_OP_ADD, c.i, text_when(l, text_other(l, put), from));
	byte = text_pick(l, inside, window_byte(l, &v, op(l, MIR_OP_SUB, c.i, at)),
			 window_byte(l, &w, from));
	byte = text_when(l, text_below(l, c.i, r.len), byte);
	mir_store(&l->b, text_element(l, r.ptr, c.i, r.cap, 1), low_byte(l, byte), 0);
	counted_end(l, &c);
	return r;
}

struct text text_bytes_reversed(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x), r;
	mir_val n = text_whole(l, &t), byte;
	struct window w = window_of(l, &t, t.cap);
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r = text_buffer(l, t.cap, n);
	c = counted_begin(l, t.cap);
	byte = op(l, MIR_OP_SUB, op(l, MIR_OP_SUB, n, mir_i64(&l->b, 1)), c.i);
	byte = text_when(l, text_below(l, c.i, n), window_byte(l, &w, byte));
	mir_store(&l->b, text_element(l, r.ptr, c.i, t.cap, 1), low_byte(l, byte), 0);
	counted_end(l, &c);
	return r;
}

/* Bytes that the character has that begins with this one. */
static mir_val char_bytes(struct lower *l, mir_val first)
{
	mir_val k = mir_i64(&l->b, 1);

	for (int64_t least = 0xc0; least <= 0xf0; least += least == 0xc0 ? 0x20 : 0x10)
		k = op(l, MIR_OP_ADD, k,
		       text_other(l, text_below(l, first, mir_i64(&l->b, least))));
	return k;
}

/* The bytes of a character stay in order: byte i of one of k bytes that begins at s goes to
 * n - s - k + (i - s). */
struct text text_reversed(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x), r = {.form = TEXT_BUFFER};
	mir_val n = text_whole(l, &t), byte, first, at, there, none = mir_i64(&l->b, 0);
	struct var *start, *bytes;
	uint32_t places = 8;
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	while (places <= t.cap || places < text_room(t.cap))
		places *= 2;
	r.cap = t.cap;
	r.len = n;
	r.ptr = ssa_slot(l, places);
	lower_zero(l, r.ptr, places);
	start = text_counter(l, none);
	bytes = text_counter(l, none);
	c = counted_begin(l, t.cap);
	byte = text_byte(l, t.ptr, c.i, t.cap);
	first = text_other(l, text_between(l, byte, 0x80, 0xbf));
	text_count(l, start, text_pick(l, first, c.i, var_read(l, start).v));
	text_count(l, bytes, text_pick(l, first, char_bytes(l, byte), var_read(l, bytes).v));
	there = text_below(l, c.i, n);
	at = op(l, MIR_OP_ADD, n, c.i);
	at = op(l, MIR_OP_SUB, at, op(l, MIR_OP_SHL, var_read(l, start).v, mir_i64(&l->b, 1)));
	at = op(l, MIR_OP_SUB, at, var_read(l, bytes).v);
	text_put_byte(l, r.ptr, places, text_pick(l, there, at, c.i), low_byte(l, byte));
	counted_end(l, &c);
	return r;
}

/* ---- hexadecimal ---- */

mir_val text_digit(struct lower *l, mir_val v, bool lower)
{
	mir_val letter = text_below(l, mir_i64(&l->b, 9), v);

	v = op(l, MIR_OP_ADD, v, mir_i64(&l->b, '0'));
	return op(l, MIR_OP_ADD, v,
		  text_when(l, letter, mir_i64(&l->b, (lower ? 'a' : 'A') - '0' - 10)));
}

struct text text_hex(struct lower *l, const struct text *x, bool lower)
{
	struct text t = text_fetch(l, x), r;
	mir_val n = text_whole(l, &t), byte, there, at, one = mir_i64(&l->b, 1), high, low;
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r = text_buffer(l, 2 * t.cap, op(l, MIR_OP_SHL, n, one));
	c = counted_begin(l, t.cap);
	byte = text_byte(l, t.ptr, c.i, t.cap);
	there = text_below(l, c.i, n);
	high = text_digit(l, op(l, MIR_OP_LSHR, byte, mir_i64(&l->b, 4)), lower);
	low = text_digit(l, op(l, MIR_OP_AND, byte, mir_i64(&l->b, 15)), lower);
	at = text_element(l, r.ptr, c.i, t.cap, 2);
	mir_store(&l->b, at, low_byte(l, text_when(l, there, high)), 0);
	mir_store(&l->b, at, low_byte(l, text_when(l, there, low)), 1);
	counted_end(l, &c);
	return r;
}

/* What the digit says; *bad is set where it is none. */
static mir_val value_of_digit(struct lower *l, mir_val byte, mir_val *bad)
{
	mir_val small = op(l, MIR_OP_OR, byte, mir_i64(&l->b, 0x20));
	mir_val letter = text_between(l, small, 'a', 'f'), number = text_between(l, byte, '0', '9');

	*bad = text_other(l, op(l, MIR_OP_OR, letter, number));
	return op(l, MIR_OP_ADD, op(l, MIR_OP_AND, byte, mir_i64(&l->b, 15)),
		  text_when(l, letter, mir_i64(&l->b, 9)));
}

struct text text_unhex(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x), r;
	uint32_t pairs = t.cap / 2;
	mir_val n = text_whole(l, &t), byte, odd, one = mir_i64(&l->b, 1), there, bad[2], at;
	struct var *wrong = text_counter(l, op(l, MIR_OP_AND, n, one));
	struct counted c;

	if (pairs) {
		r = text_buffer(l, pairs, op(l, MIR_OP_LSHR, n, one));
		c = counted_begin(l, pairs);
		there = text_below(l, c.i, r.len);
		at = text_element(l, t.ptr, c.i, pairs, 2);
		byte = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), mir_load(&l->b, MIR_T(I8), at, 0));
		odd = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), mir_load(&l->b, MIR_T(I8), at, 1));
		byte = op(l, MIR_OP_SHL, value_of_digit(l, byte, &bad[0]), mir_i64(&l->b, 4));
		byte = op(l, MIR_OP_OR, byte, value_of_digit(l, odd, &bad[1]));
		odd = op(l, MIR_OP_AND, there, op(l, MIR_OP_OR, bad[0], bad[1]));
		text_count(l, wrong, op(l, MIR_OP_OR, var_read(l, wrong).v, odd));
		mir_store(&l->b, text_element(l, r.ptr, c.i, pairs, 1),
			  low_byte(l, text_when(l, there, byte)), 0);
		counted_end(l, &c);
	}
	lower_guard(l, op(l, MIR_OP_EQ, var_read(l, wrong).v, mir_i64(&l->b, 0)),
		    "the text is no hexadecimal");
	return pairs ? r : (struct text){.form = TEXT_CONST};
}
