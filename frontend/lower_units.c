/*
 * lower_units.c - durations and filesizes as text, as runtime/units.c writes them.
 *
 * Every byte that a part may have is written where the text ends, which moves on only when the part
 * has it; what is written ahead is overwritten by what comes next.
 */
#include "frontend/lower_text.h"
#include "runtime/units.h"

enum { PLACES = 64 }; /* a power of two above the longest text */

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

struct writing {
	mir_val ptr, end;
};

static void put(struct lower *l, struct writing *w, mir_val byte, mir_val flag)
{
	text_put_byte(l, w->ptr, PLACES, w->end, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), byte));
	w->end = op(l, MIR_OP_ADD, w->end, flag);
}

/* The digits of a count that is not above `most`. */
static void put_digits(struct lower *l, struct writing *w, mir_val count, uint32_t most,
		       mir_val show)
{
	uint32_t power = 1;

	while (power * 10 <= most)
		power *= 10;
	for (; power; power /= 10) {
		mir_val left = op(l, MIR_OP_UDIV, count, mir_i64(&l->b, power));
		mir_val digit = op(l, MIR_OP_UREM, left, mir_i64(&l->b, 10));
		mir_val shown = power == 1 ? show : text_other(l, text_zero(l, left));

		put(l, w, op(l, MIR_OP_ADD, digit, mir_i64(&l->b, '0')), shown);
	}
}

struct text text_duration(struct lower *l, mir_val ns)
{
	struct writing w = {.ptr = ssa_slot(l, PLACES), .end = mir_i64(&l->b, 0)};
	struct text t = {.form = TEXT_BUFFER, .cap = DURATION_BYTES, .ptr = w.ptr};
	mir_val minus = text_negative(l, ns), sign = text_sign(l, ns), left, none, any, alone;

	lower_zero(l, w.ptr, PLACES);
	left = op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, ns, sign), sign);
	none = text_zero(l, left);
	/* The only number without an opposite has a sign at every part. */
	alone = text_negative(l, left);
	put(l, &w, mir_i64(&l->b, '-'), minus);
	any = mir_i64(&l->b, 0);
	for (uint32_t i = 0; i < UNITS_DURATIONS; i++) {
		const struct units_unit *unit = &units_durations[i];
		uint64_t above = i ? unit[-1].size - 1 : INT64_MAX;
		mir_val size = mir_i64(&l->b, (int64_t)unit->size),
			count = op(l, MIR_OP_UDIV, left, size);
		mir_val show = text_other(l, text_zero(l, count));

		left = op(l, MIR_OP_UREM, left, size);
		if (unit->size == 1000000000) /* nothing is 0sec */
			show = op(l, MIR_OP_OR, show, none);
		put(l, &w, mir_i64(&l->b, ' '), op(l, MIR_OP_AND, show, any));
		put(l, &w, mir_i64(&l->b, '-'), op(l, MIR_OP_AND, show, alone));
		put_digits(l, &w, count, (uint32_t)(above / unit->size), show);
		for (const char *p = unit->name; *p; p++)
			put(l, &w, mir_i64(&l->b, (unsigned char)*p), show);
		any = op(l, MIR_OP_OR, any, show);
	}
	t.len = w.end;
	text_clear_behind(l, t.ptr, PLACES, t.len);
	return t;
}

struct text text_filesize(struct lower *l, mir_val bytes)
{
	struct writing w = {.ptr = ssa_slot(l, PLACES), .end = mir_i64(&l->b, 0)};
	struct text t = {.form = TEXT_BUFFER, .cap = FILESIZE_BYTES, .ptr = w.ptr};
	mir_val sign = text_sign(l, bytes), one = mir_i64(&l->b, 1), left, size = one, letter, far;

	lower_zero(l, w.ptr, PLACES);
	left = op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, bytes, sign), sign);
	letter = far = mir_i64(&l->b, 0);
	/* From the smallest on: the last unit that it reaches counts. */
	for (uint32_t i = UNITS_SIZES - 1; i-- > 0;) {
		mir_val unit = mir_i64(&l->b, (int64_t)units_sizes[i].size);
		/* A size is below 2^63, but for that of the number without an opposite. */
		mir_val reached = op(l, MIR_OP_OR, text_negative(l, left),
				     text_other(l, text_below(l, left, unit)));

		size = text_pick(l, reached, unit, size);
		letter = text_pick(l, reached,
				   mir_i64(&l->b, (unsigned char)units_sizes[i].name[0]), letter);
		far = op(l, MIR_OP_OR, far, reached);
	}
	put(l, &w, mir_i64(&l->b, '-'), text_negative(l, bytes));
	put_digits(l, &w, op(l, MIR_OP_UDIV, left, size), 999, one);
	put(l, &w, mir_i64(&l->b, '.'), far);
	left = op(l, MIR_OP_UREM, left, size);
	size = op(l, MIR_OP_OR, op(l, MIR_OP_UDIV, size, mir_i64(&l->b, 10)), text_other(l, far));
	left = op(l, MIR_OP_UREM, op(l, MIR_OP_UDIV, left, size), mir_i64(&l->b, 10));
	put(l, &w, op(l, MIR_OP_ADD, left, mir_i64(&l->b, '0')), far);
	put(l, &w, mir_i64(&l->b, ' '), one);
	put(l, &w, letter, far);
	put(l, &w, mir_i64(&l->b, 'B'), one);
	t.len = w.end;
	text_clear_behind(l, t.ptr, PLACES, t.len);
	return t;
}
