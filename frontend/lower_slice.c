/*
 * lower_slice.c - parts of text whose places are known only at run time, and what is found out about
 * its bytes.
 *
 * No byte is a branch: what holds of one is a flag, 1 or 0, which is computed with, so that all
 * rounds look alike to the verifier. A flag is no mask of all ones: since 6.18.40 and 6.19 the
 * verifier splits its way where one meets a constant (maybe_fork_scalars, kernel/bpf/verifier.c). It
 * is sealed by `bound`, or LLVM would make masks and branches of it. A place is kept inside its buffer by
 * an `and`: buffers that are looked into have a power of two of places.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static uint32_t power_above(uint32_t n)
{
	uint32_t p = 8;

	while (p <= n)
		p *= 2;
	return p;
}

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

mir_val text_byte(struct lower *l, mir_val ptr, mir_val i, uint32_t n)
{
	return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64),
			 mir_load(&l->b, MIR_T(I8), text_element(l, ptr, i, n, 1), 0));
}

/* The sign of v as a flag. */
mir_val text_negative(struct lower *l, mir_val v)
{
	v = op(l, MIR_OP_LSHR, v, mir_i64(&l->b, 63));
	return mir_append(&l->b,
			  (struct mir_inst){.op = MIR_OP_BOUND, .args = &v, .nargs = 1, .imm = 2});
}

mir_val text_flag(struct lower *l, mir_val cond)
{
	const struct mir_inst *i = mir_inst(l->f, cond);
	struct interval r;

	if (i->op == MIR_OP_NE && mir_inst(l->f, i->args[1])->op == MIR_OP_CONST &&
	    mir_inst(l->f, i->args[1])->imm == 0) {
		r = lower_interval(l, i->args[0]);
		if (r.low >= 0 && r.high <= 1)
			return i->args[0];
	}
	return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), cond);
}

mir_val text_other(struct lower *l, mir_val flag)
{
	return op(l, MIR_OP_XOR, flag, mir_i64(&l->b, 1));
}

mir_val text_when(struct lower *l, mir_val flag, mir_val v)
{
	return op(l, MIR_OP_MUL, v, flag);
}

mir_val text_pick(struct lower *l, mir_val flag, mir_val x, mir_val y)
{
	return op(l, MIR_OP_XOR, y, text_when(l, flag, op(l, MIR_OP_XOR, x, y)));
}

mir_val text_below(struct lower *l, mir_val x, mir_val y)
{
	return text_negative(l, op(l, MIR_OP_SUB, x, y));
}

mir_val text_between(struct lower *l, mir_val v, int64_t low, int64_t high)
{
	mir_val below = op(l, MIR_OP_SUB, v, mir_i64(&l->b, low));
	mir_val above = op(l, MIR_OP_SUB, mir_i64(&l->b, high), v);

	return text_other(l, text_negative(l, op(l, MIR_OP_OR, below, above)));
}

mir_val text_zero(struct lower *l, mir_val v)
{
	v = op(l, MIR_OP_OR, v, op(l, MIR_OP_SUB, mir_i64(&l->b, 0), v));
	return text_other(l, text_negative(l, v));
}

mir_val text_is(struct lower *l, mir_val v, int64_t byte)
{
	return text_zero(l, op(l, MIR_OP_XOR, v, mir_i64(&l->b, byte)));
}

mir_val text_clamp(struct lower *l, mir_val v, mir_val most)
{
	v = text_when(l, text_other(l, text_negative(l, v)), v);
	return text_pick(l, text_below(l, most, v), most, v);
}

mir_val text_visible(struct lower *l, const struct text *t, mir_val *cut)
{
	mir_val len = text_length(l, t), cap = mir_i64(&l->b, t->cap);

	*cut = MIR_NO_VAL;
	if (t->form != TEXT_BUFFER || !t->len.id)
		return len;
	*cut = text_below(l, cap, len);
	return text_pick(l, *cut, cap, len);
}

void text_guard_cut(struct lower *l, mir_val cut)
{
	lower_guard(l, op(l, MIR_OP_EQ, cut, mir_i64(&l->b, 0)),
		    "the text was cut, so that its end is not known");
}

mir_val text_whole(struct lower *l, const struct text *t)
{
	mir_val cut, n = text_visible(l, t, &cut);

	if (cut.id)
		text_guard_cut(l, cut);
	return n;
}

void text_mark_cut(struct lower *l, struct text *t, mir_val cut)
{
	if (cut.id && t->len.id)
		t->len = text_pick(l, cut, mir_i64(&l->b, (int64_t)t->cap + 1), t->len);
}

struct window window_of(struct lower *l, const struct text *x, uint32_t reach)
{
	struct window w = {.places = power_above(x->cap), .reach = reach};
	uint32_t bytes = w.places + reach;

	w.ptr = ssa_slot(l, text_room(bytes));
	text_store(l, x, bytes, w.ptr, 0, TEXT_TO_SLOT);
	return w;
}

mir_val window_byte(struct lower *l, const struct window *w, mir_val at)
{
	at = op(l, MIR_OP_AND, at, mir_i64(&l->b, w->places - 1));
	return text_byte(l, w->ptr, at, w->places);
}

struct text window_part(struct lower *l, const struct window *w, mir_val from, mir_val len,
			uint32_t cap)
{
	mir_val source, byte;
	struct text r;
	struct counted c;

	if (!cap)
		return (struct text){.form = TEXT_CONST};
	r = text_buffer(l, cap, len);
	from = op(l, MIR_OP_AND, from, mir_i64(&l->b, w->places - 1));
	source = text_element(l, w->ptr, from, w->places, 1);
	c = counted_begin(l, cap);
	byte = text_when(l, text_below(l, c.i, len), text_byte(l, source, c.i, cap));
	mir_store(&l->b, text_element(l, r.ptr, c.i, cap, 1),
		  mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), byte), 0);
	counted_end(l, &c);
	return r;
}

struct text text_slice(struct lower *l, const struct text *x, mir_val from, mir_val len,
		       uint32_t cap)
{
	struct window w = window_of(l, x, cap);

	return window_part(l, &w, from, len, cap);
}

struct text text_masked(struct lower *l, const struct text *x, mir_val flag)
{
	struct text t = text_fetch(l, x), r;
	uint32_t words = (t.cap + 7) / 8;
	mir_val word;
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r = text_buffer(l, t.cap, (mir_val){0});
	r.len = text_when(l, flag, text_length(l, &t));
	c = counted_begin(l, words);
	word = mir_load(&l->b, MIR_T(I64), text_element(l, t.ptr, c.i, words, 8), 0);
	mir_store(&l->b, text_element(l, r.ptr, c.i, words, 8), text_when(l, flag, word), 0);
	counted_end(l, &c);
	return r;
}

struct var *text_counter(struct lower *l, mir_val start)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct var *v = var_new(l, word, NULL);

	var_write(l, v, rt_number(word, start));
	return v;
}

void text_count(struct lower *l, struct var *v, mir_val now)
{
	var_write(l, v, rt_number(type_of(&l->unit->types, TYPE_U64), now));
}

/* ---- trimming ---- */

/* The byte is trimmed: `what`, or of none a blank of ASCII. */
static mir_val is_trimmed(struct lower *l, mir_val byte, int what)
{
	if (what >= 0)
		return text_is(l, byte, what);
	return op(l, MIR_OP_OR, text_is(l, byte, ' '), text_between(l, byte, '\t', '\r'));
}

struct text text_trim(struct lower *l, const struct text *x, int what, bool left, bool right)
{
	struct text t = text_fetch(l, x), r;
	struct var *seen, *lead, *end;
	mir_val n, cut, none = mir_i64(&l->b, 0), one = mir_i64(&l->b, 1), kept, from, len;
	struct counted c;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	n = text_visible(l, &t, &cut);
	seen = text_counter(l, none); /* a byte stays */
	lead = text_counter(l, none);
	end = text_counter(l, none);
	c = counted_begin(l, t.cap);
	kept = text_other(l, is_trimmed(l, text_byte(l, t.ptr, c.i, t.cap), what));
	kept = op(l, MIR_OP_AND, kept, text_below(l, c.i, n));
	text_count(l, seen, op(l, MIR_OP_OR, var_read(l, seen).v, kept));
	from = text_other(l, var_read(l, seen).v);
	text_count(l, lead, op(l, MIR_OP_ADD, var_read(l, lead).v, from));
	len = op(l, MIR_OP_ADD, c.i, one);
	text_count(l, end, text_pick(l, kept, len, var_read(l, end).v));
	counted_end(l, &c);
	from = left ? var_read(l, lead).v : none;
	/* Of text that was cut the end is not known: nothing is trimmed there. */
	len = right ? var_read(l, end).v : n;
	if (right && cut.id)
		len = text_pick(l, cut, n, len);
	kept = var_read(l, seen).v;
	from = text_when(l, kept, from);
	len = text_when(l, kept, op(l, MIR_OP_SUB, len, from));
	r = text_slice(l, &t, from, len, t.cap);
	text_mark_cut(l, &r, cut);
	return r;
}

/* ---- characters ---- */

mir_val text_chars(struct lower *l, const struct text *x)
{
	const mir_val tops = mir_i64(&l->b, INT64_C(0x7f7f7f7f7f7f7f7f) ^ -1);
	struct text t = text_fetch(l, x);
	uint32_t words = (t.cap + 7) / 8;
	mir_val cut, n = text_visible(l, &t, &cut), word, marks;
	struct var *inner;
	struct counted c;

	if (!t.cap)
		return mir_i64(&l->b, 0);
	/* Bytes inside a character have bit 7 and not bit 6. */
	inner = text_counter(l, mir_i64(&l->b, 0));
	c = counted_begin(l, words);
	word = mir_load(&l->b, MIR_T(I64), text_element(l, t.ptr, c.i, words, 8), 0);
	marks = mir_unary(&l->b, MIR_OP_NOT, MIR_T(I64), op(l, MIR_OP_SHL, word, mir_i64(&l->b, 1)));
	marks = op(l, MIR_OP_AND, op(l, MIR_OP_AND, word, marks), tops);
	marks = op(l, MIR_OP_LSHR, marks, mir_i64(&l->b, 7));
	marks = op(l, MIR_OP_MUL, marks, mir_i64(&l->b, 0x0101010101010101));
	marks = op(l, MIR_OP_LSHR, marks, mir_i64(&l->b, 56));
	text_count(l, inner, op(l, MIR_OP_ADD, var_read(l, inner).v, marks));
	counted_end(l, &c);
	return op(l, MIR_OP_SUB, n, var_read(l, inner).v);
}

struct text text_capital(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x), r = {.form = TEXT_BUFFER, .cap = t.cap};
	uint32_t room = text_room(t.cap);
	mir_val first, small;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	r.ptr = ssa_slot(l, room);
	r.len = text_store(l, &t, t.cap, r.ptr, 0, TEXT_TO_SLOT);
	first = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), mir_load(&l->b, MIR_T(I8), r.ptr, 0));
	lower_guard(l, op(l, MIR_OP_ULT, first, mir_i64(&l->b, 0x80)),
		    "the text begins with a character beyond ASCII");
	small = text_when(l, text_between(l, first, 'a', 'z'), mir_i64(&l->b, 0x20));
	first = mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), op(l, MIR_OP_XOR, first, small));
	mir_store(&l->b, r.ptr, first, 0);
	return r;
}

/* ---- places ---- */

void text_guard_place(struct lower *l, const struct window *w, mir_val at)
{
	mir_val top = op(l, MIR_OP_AND, window_byte(l, w, at), mir_i64(&l->b, 0xc0));

	lower_guard(l, op(l, MIR_OP_NE, top, mir_i64(&l->b, 0x80)),
		    "the part begins or ends inside a character");
}

struct text text_part_at(struct lower *l, const struct text *x, mir_val from, mir_val to,
			 bool exclusive, uint32_t cap, bool characters)
{
	struct text t = text_fetch(l, x), r;
	mir_val cut, n = text_visible(l, &t, &cut), end, len;
	struct window w = window_of(l, &t, cap);

	if (cut.id) {
		mir_val back = text_negative(l, to.id ? op(l, MIR_OP_OR, from, to) : from);

		text_guard_cut(l, op(l, MIR_OP_AND, cut, back));
	}
	from = text_clamp(l, op(l, MIR_OP_ADD, from, text_when(l, text_negative(l, from), n)), n);
	end = n;
	if (to.id) {
		mir_val below = text_negative(l, to), back = op(l, MIR_OP_ADD, to, n);
		mir_val before = op(l, MIR_OP_AND, below, text_negative(l, back));

		end = op(l, MIR_OP_ADD, text_pick(l, below, back, to), mir_i64(&l->b, !exclusive));
		end = text_when(l, text_other(l, before), end);
		back = op(l, MIR_OP_OR, below, text_below(l, to, n));
		end = text_clamp(l, text_pick(l, back, end, n), n);
	}
	len = op(l, MIR_OP_SUB, end, from);
	len = text_when(l, text_other(l, text_negative(l, len)), len);
	if (characters) {
		mir_val some = text_other(l, text_zero(l, len));

		text_guard_place(l, &w, text_when(l, some, from));
		text_guard_place(l, &w, text_when(l, some, end));
	}
	r = window_part(l, &w, from, len, cap);
	if (cut.id)
		text_mark_cut(l, &r,
			      op(l, MIR_OP_AND, cut, text_other(l, text_below(l, end, n))));
	return r;
}
