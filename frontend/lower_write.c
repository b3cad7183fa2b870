/*
 * lower_write.c - text that is written byte by byte.
 *
 * Every byte that a part may have is written where the text ends, which moves on only when the part
 * has it; what is written ahead is overwritten by what comes next.
 */
#include "frontend/lower_text.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

struct writing writing_begin(struct lower *l, uint32_t cap)
{
	struct writing w = {.cap = cap, .places = 8};

	while (w.places < text_room(cap))
		w.places *= 2;
	w.ptr = ssa_slot(l, w.places);
	lower_zero(l, w.ptr, w.places);
	w.end = text_counter(l, mir_i64(&l->b, 0));
	return w;
}

void writing_put(struct lower *l, const struct writing *w, mir_val byte, mir_val flag)
{
	mir_val end = var_read(l, w->end).v;

	text_put_byte(l, w->ptr, w->places, end, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), byte));
	text_count(l, w->end, op(l, MIR_OP_ADD, end, flag));
}

void writing_put_text(struct lower *l, const struct writing *w, const char *s, mir_val flag)
{
	for (; *s; s++)
		writing_put(l, w, mir_i64(&l->b, (unsigned char)*s), flag);
}

void writing_put_digits(struct lower *l, const struct writing *w, mir_val count, uint64_t most,
			mir_val show)
{
	uint64_t power = 1;

	while (most / 10 >= power)
		power *= 10;
	for (; power; power /= 10) {
		mir_val left = op(l, MIR_OP_UDIV, count, mir_i64(&l->b, (int64_t)power));
		mir_val digit = op(l, MIR_OP_UREM, left, mir_i64(&l->b, 10));
		mir_val shown = power == 1 ? show : text_other(l, text_zero(l, left));

		writing_put(l, w, op(l, MIR_OP_ADD, digit, mir_i64(&l->b, '0')), shown);
	}
}

struct text writing_end(struct lower *l, const struct writing *w)
{
	struct text t = {.form = TEXT_BUFFER, .cap = w->cap, .ptr = w->ptr};

	t.len = var_read(l, w->end).v;
	text_clear_behind(l, t.ptr, w->places, t.len);
	return t;
}
