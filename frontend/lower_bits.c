/*
 * lower_bits.c - binary as bits: combined, complemented, moved and rotated, and as a number.
 *
 * The bits of binary are those of its bytes one after the other, the highest first. As in
 * lower_bytes.c loops have as many rounds as there is room, and no byte is a branch.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

static mir_val number(struct lower *l, int64_t v)
{
	return mir_i64(&l->b, v);
}

/* Bytes that will be written one by one, zero until then. */
static struct text room(struct lower *l, uint32_t cap, mir_val len)
{
	text_may_have_nuls(l);
	return text_buffer(l, cap, len);
}

static void put(struct lower *l, const struct text *r, mir_val at, mir_val byte)
{
	mir_store(&l->b, text_element(l, r->ptr, at, r->cap, 1),
		  mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), byte), 0);
}

/* The byte at a place, 0 where that is not below `len`: places below 0 are above it unsigned. */
static mir_val byte_in(struct lower *l, const struct window *w, mir_val at, mir_val len)
{
	mir_val inside =
		op(l, MIR_OP_AND, text_below(l, at, len), text_other(l, text_negative(l, at)));

	return text_when(l, inside, window_byte(l, w, at));
}

/* ---- and, or, xor, not ---- */

struct text text_bits_combined(struct lower *l, const struct text *x, const struct text *y,
			       enum mir_op what, bool big)
{
	struct text parts[2] = {text_fetch(l, x), text_fetch(l, y)}, r;
	uint32_t cap = parts[0].cap > parts[1].cap ? parts[0].cap : parts[1].cap;
	mir_val len[2], bytes[2], longest;
	struct window w[2];
	struct counted c;

	if (!cap)
		return (struct text){.form = TEXT_CONST};
	for (unsigned i = 0; i < 2; i++) {
		len[i] = text_whole(l, &parts[i]);
		w[i] = window_of(l, &parts[i], cap);
	}
	longest = text_pick(l, text_below(l, len[0], len[1]), len[1], len[0]);
	r = room(l, cap, longest);
	c = counted_begin(l, cap);
	for (unsigned i = 0; i < 2; i++) {
		mir_val at = c.i;

		if (big) /* the shorter one ends where the longer one does */
			at = op(l, MIR_OP_SUB, at, op(l, MIR_OP_SUB, longest, len[i]));
		bytes[i] = byte_in(l, &w[i], at, len[i]);
	}
	put(l, &r, c.i, op(l, what, bytes[0], bytes[1]));
	counted_end(l, &c);
	return r;
}

struct text text_bits_inverse(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x), r;
	mir_val n = text_whole(l, &t), byte;
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r = room(l, t.cap, n);
	c = counted_begin(l, t.cap);
	byte = op(l, MIR_OP_XOR, text_byte(l, t.ptr, c.i, t.cap), number(l, UINT8_MAX));
	put(l, &r, c.i, text_when(l, text_below(l, c.i, n), byte));
	counted_end(l, &c);
	return r;
}

/* ---- moved ---- */

/* The bits of a byte and of the one behind it, moved up by 0 to 7. */
static mir_val both_up(struct lower *l, mir_val byte, mir_val behind, mir_val by)
{
	mir_val pair = op(l, MIR_OP_OR, op(l, MIR_OP_SHL, byte, number(l, 8)), behind);

	return op(l, MIR_OP_LSHR, op(l, MIR_OP_SHL, pair, by), number(l, 8));
}

/* The place, of those of a ring of n, that is reached from one below 2 * n. */
static mir_val around(struct lower *l, mir_val at, mir_val n)
{
	return op(l, MIR_OP_SUB, at, text_when(l, text_other(l, text_below(l, at, n)), n));
}

struct text text_bits_moved(struct lower *l, const struct text *x, mir_val by, enum cmd cmd)
{
	struct text t = text_fetch(l, x), r;
	mir_val n = text_whole(l, &t), bits = op(l, MIR_OP_SHL, n, number(l, 3)), bytes, rest, at;
	mir_val next, one = number(l, 1);
	bool rotates = cmd == CMD_bits_rol || cmd == CMD_bits_ror;
	struct window w;
	struct counted c;

	lower_guard(l, op(l, MIR_OP_SLE, number(l, 0), by), "negative number of bits");
	lower_guard(l, op(l, MIR_OP_SLE, by, bits), "more bits than the number has");
	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	/* Down is up by what is left of all bits, with as many bytes of zeroes in front. */
	if (cmd == CMD_bits_ror || cmd == CMD_bits_shr)
		by = op(l, MIR_OP_SUB, bits, by);
	bytes = op(l, MIR_OP_LSHR, by, number(l, 3));
	rest = op(l, MIR_OP_AND, by, number(l, 7));
	if (rotates)
		bytes = around(l, bytes, n);
	else if (cmd == CMD_bits_shr)
		bytes = op(l, MIR_OP_SUB, bytes, n);
	w = window_of(l, &t, t.cap);
	r = room(l, t.cap, n);
	c = counted_begin(l, t.cap);
	at = op(l, MIR_OP_ADD, c.i, bytes);
	next = op(l, MIR_OP_ADD, at, one);
	if (rotates) {
		at = around(l, at, n);
		next = around(l, around(l, next, n), n);
	}
	at = both_up(l, byte_in(l, &w, at, n), byte_in(l, &w, next, n), rest);
	put(l, &r, c.i, text_when(l, text_below(l, c.i, n), at));
	counted_end(l, &c);
	return r;
}

/* ---- as a number ---- */

mir_val text_number(struct lower *l, const struct text *x, bool big, bool is_signed)
{
	static const char wrong[] = "the bytes are no int";
	struct text t = text_fetch(l, x);
	mir_val n = text_whole(l, &t), v = number(l, 0), sixty_four = number(l, 64), unused;
	struct window w;

	if (!t.cap)
		return v;
	if (t.cap > 8)
		lower_guard(l, op(l, MIR_OP_ULE, n, number(l, 8)), wrong);
	w = window_of(l, &t, 8);
	for (unsigned i = 0; i < 8; i++) {
		mir_val byte = text_byte(l, w.ptr, number(l, i), 8);

		byte = text_when(l, text_below(l, number(l, i), n), byte);
		v = op(l, MIR_OP_OR, v, op(l, MIR_OP_SHL, byte, number(l, 8 * (big ? 7 - i : i))));
	}
	/* Of none, 64 bits are unused: moving by 64 moves nothing, and there is nothing to move. */
	unused = op(l, MIR_OP_SUB, sixty_four, op(l, MIR_OP_SHL, n, number(l, 3)));
	unused = op(l, MIR_OP_AND, unused, number(l, 63));
	if (is_signed && !big)
		v = op(l, MIR_OP_SHL, v, unused);
	if (is_signed)
		return op(l, MIR_OP_ASHR, v, unused);
	if (big)
		v = op(l, MIR_OP_LSHR, v, unused);
	if (t.cap >= 8)
		lower_guard(l, op(l, MIR_OP_SLE, number(l, 0), v), wrong);
	return v;
}
