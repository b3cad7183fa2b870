/*
 * lower_change.c - text made from one text: a part of it, its letters in the other case, a text in
 * it replaced.
 *
 * Words and bytes are changed without branches, so that to the verifier all rounds look alike. Text
 * that was cut stays so: its length is above what the result has room for.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static mir_val byte_of(struct lower *l, const struct text *x, uint32_t at)
{
	return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), mir_load(&l->b, MIR_T(I8), x->ptr, at));
}

/* Nushell would put U+FFFD where a character is cut. */
static void guard_boundary(struct lower *l, const struct text *x, uint32_t at)
{
	struct mir_builder *b = &l->b;
	mir_val top;

	if (!at || at >= x->cap)
		return;
	top = mir_binary(b, MIR_OP_AND, byte_of(l, x, at), mir_i64(b, 0xc0));
	lower_guard(l, mir_binary(b, MIR_OP_NE, top, mir_i64(b, 0x80)),
		    "the part begins or ends inside a character");
}

struct text text_part(struct lower *l, const struct text *x, uint32_t from, uint32_t to)
{
	struct text t = text_fetch(l, x), r = {.form = TEXT_BUFFER};
	struct mir_builder *b = &l->b;
	uint32_t end = to < t.cap ? to : t.cap, room;
	mir_val len, byte;
	struct counted c;

	if (from >= end)
		return (struct text){.form = TEXT_CONST};
	guard_boundary(l, &t, from);
	guard_boundary(l, &t, end);
	r.cap = end - from;
	room = text_room(r.cap);
	r.ptr = ssa_slot(l, room);
	lower_zero(l, r.ptr, room);
	c = counted_begin(l, r.cap);
	byte = mir_load(b, MIR_T(I8), text_element(l, lower_offset(l, t.ptr, from), c.i, r.cap, 1),
			0);
	mir_store(b, text_element(l, r.ptr, c.i, r.cap, 1), byte, 0);
	counted_end(l, &c);
	len = mir_binary(b, MIR_OP_SUB, text_length(l, &t), mir_i64(b, from));
	len = text_choose(l, text_sign(l, len), mir_i64(b, 0), len);
	if (end < t.cap) {
		mir_val most = mir_i64(b, r.cap);

		len = text_choose(l, text_sign(l, mir_binary(b, MIR_OP_SUB, most, len)), most, len);
	}
	r.len = len;
	return r;
}

/* Every byte b of a word below 0x80 with b + add: bit 7 says that b is at least 0x80 - add. */
static mir_val at_least(struct lower *l, mir_val word, uint8_t first)
{
	uint64_t add = (0x80u - first) * UINT64_C(0x0101010101010101);

	return mir_binary(&l->b, MIR_OP_ADD, word, mir_i64(&l->b, (int64_t)add));
}

struct text text_case(struct lower *l, const struct text *x, bool upper)
{
	const struct type *number = type_of(&l->unit->types, TYPE_U64);
	const mir_val tops = mir_i64(&l->b, INT64_C(0x7f7f7f7f7f7f7f7f) ^ -1);
	struct text t = text_fetch(l, x), r = {.form = TEXT_BUFFER, .cap = t.cap};
	uint32_t room = text_room(t.cap), words = (t.cap + 7) / 8;
	struct var *beyond = var_new(l, number, NULL);
	struct mir_builder *b = &l->b;
	mir_val word, letters, none = mir_i64(b, 0);
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r.ptr = ssa_slot(l, room);
	r.len = text_length(l, &t);
	lower_zero(l, r.ptr, room);
	var_write(l, beyond, rt_number(number, none));
	c = counted_begin(l, words);
	word = mir_load(b, MIR_T(I64), text_element(l, t.ptr, c.i, words, 8), 0);
	var_write(l, beyond,
		  rt_number(number, mir_binary(b, MIR_OP_OR, var_read(l, beyond).v, word)));
	letters = mir_unary(b, MIR_OP_NOT, MIR_T(I64), at_least(l, word, (upper ? 'z' : 'Z') + 1));
	letters = mir_binary(b, MIR_OP_AND, letters, at_least(l, word, upper ? 'a' : 'A'));
	letters = mir_binary(b, MIR_OP_AND, letters, tops);
	letters = mir_binary(b, MIR_OP_LSHR, letters, mir_i64(b, 2)); /* 0x20 */
	mir_store(b, text_element(l, r.ptr, c.i, words, 8),
		  mir_binary(b, MIR_OP_XOR, word, letters), 0);
	counted_end(l, &c);
	word = mir_binary(b, MIR_OP_AND, var_read(l, beyond).v, tops);
	lower_guard(l, mir_binary(b, MIR_OP_EQ, word, none),
		    "the text has a character beyond ASCII");
	return r;
}

void text_clear_behind(struct lower *l, mir_val ptr, uint32_t bytes, mir_val len)
{
	struct counted c = counted_begin(l, bytes);
	mir_val byte = text_byte(l, ptr, c.i, bytes);

	byte = text_when(l, text_below(l, c.i, len), byte);
	mir_store(&l->b, text_element(l, ptr, c.i, bytes, 1),
		  mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), byte), 0);
	counted_end(l, &c);
}

void text_put_byte(struct lower *l, mir_val ptr, uint32_t places, mir_val at, mir_val byte)
{
	at = mir_binary(&l->b, MIR_OP_AND, at, mir_i64(&l->b, places - 1));
	mir_store(&l->b, text_element(l, ptr, at, places, 1), byte, 0);
}

/* Each byte is written where the result ends; behind a match the result moves back over it, and the
 * other text is written. Where there is no match that text is written ahead, and what comes next
 * overwrites it. */
struct text text_replace(struct lower *l, const struct text *x, struct sv find, struct sv with,
			 bool all, uint32_t cap)
{
	struct text t = text_fetch(l, x), r = {.form = TEXT_BUFFER, .cap = cap};
	uint32_t places = 8, room = text_room(cap);
	struct mir_builder *b = &l->b;
	mir_val cut, n = text_visible(l, &t, &cut), none = mir_i64(b, 0), byte, at, found, one,
		     next;
	struct var *end = text_counter(l, none), *last = text_counter(l, none);
	struct seen seen = text_seen(l, find);
	struct counted c;

	while (places <= cap + with.n || places < room)
		places *= 2;
	r.ptr = ssa_slot(l, places);
	lower_zero(l, r.ptr, places);
	c = counted_begin(l, t.cap);
	one = mir_i64(b, 1);
	next = mir_binary(b, MIR_OP_ADD, c.i, one);
	byte = text_byte(l, t.ptr, c.i, t.cap);
	found = text_zero(l, text_see(l, &seen, byte));
	at = mir_binary(b, MIR_OP_SUB, next, mir_i64(b, (int64_t)find.n));
	at = text_below(l, at, var_read(l, last).v); /* it shares bytes with the one before */
	found = mir_binary(b, MIR_OP_AND, found, text_other(l, at));
	if (!all)
		found = mir_binary(b, MIR_OP_AND, found, text_zero(l, var_read(l, last).v));
	if (memchr(find.p, 0, find.n)) /* else nothing behind the text matches */
		found = mir_binary(b, MIR_OP_AND, found, text_below(l, c.i, n));
	text_count(l, last, text_pick(l, found, next, var_read(l, last).v));
	at = var_read(l, end).v;
	text_put_byte(l, r.ptr, places, at, mir_unary(b, MIR_OP_TRUNC, MIR_T(I8), byte));
	at = mir_binary(b, MIR_OP_ADD, at, text_below(l, c.i, n));
	at = mir_binary(b, MIR_OP_SUB, at, text_when(l, found, mir_i64(b, (int64_t)find.n)));
	for (uint32_t i = 0; i < with.n; i++)
		text_put_byte(l, r.ptr, places, mir_binary(b, MIR_OP_ADD, at, mir_i64(b, i)),
			      mir_const(b, MIR_T(I8), (unsigned char)with.p[i]));
	at = mir_binary(b, MIR_OP_ADD, at, text_when(l, found, mir_i64(b, (int64_t)with.n)));
	text_count(l, end, at);
	counted_end(l, &c);
	r.len = var_read(l, end).v;
	text_clear_behind(l, r.ptr, room, r.len);
	text_mark_cut(l, &r, cut);
	return r;
}

/* Where the text is found the other one is written, and its bytes are passed over. */
struct text text_replace_all(struct lower *l, const struct text *x, const struct text *find,
			     const struct text *with, uint32_t cap)
{
	struct text t = text_fetch(l, x), f = text_fetch(l, find), w = text_fetch(l, with), r;
	struct mir_builder *b = &l->b;
	mir_val cut, n = text_visible(l, &t, &cut), len = text_whole(l, &w), none = mir_i64(b, 0);
	struct needle nd = needle_of(l, &t, n, &f, w.cap);
	struct writing out = writing_begin(l, cap + w.cap); /* which is written ahead */
	struct var *last = text_counter(l, none);
	mir_val start, next, found, at;
	struct counted c, inner;

	if (!nd.rounds)
		return (struct text){.form = TEXT_CONST};
	out.cap = cap;
	c = counted_begin(l, nd.rounds);
	found = needle_found(l, &nd, c.i, &start, &next);
	at = text_below(l, start, var_read(l, last).v); /* it shares bytes with the one before */
	found = mir_binary(b, MIR_OP_AND, found, text_other(l, at));
	if (w.cap) {
		at = var_read(l, out.end).v;
		inner = counted_begin(l, w.cap);
		text_put_byte(l, out.ptr, out.places, mir_binary(b, MIR_OP_ADD, at, inner.i),
			      mir_load(b, MIR_T(I8), text_element(l, w.ptr, inner.i, w.cap, 1), 0));
		counted_end(l, &inner);
		text_count(l, out.end, mir_binary(b, MIR_OP_ADD, at, text_when(l, found, len)));
	}
	text_count(l, last, text_pick(l, found, next, var_read(l, last).v));
	at = text_other(l, text_below(l, c.i, var_read(l, last).v));
	at = mir_binary(b, MIR_OP_AND, at, text_below(l, c.i, n));
	writing_put(l, &out, window_byte(l, &nd.window, c.i), at);
	counted_end(l, &c);
	r = writing_end(l, &out);
	text_mark_cut(l, &r, cut);
	return r;
}
