/*
 * lower_units.c - durations and filesizes as text, as runtime/units.c writes them.
 */
#include "frontend/lower_text.h"
#include "runtime/units.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

struct text text_duration(struct lower *l, mir_val ns)
{
	struct writing w = writing_begin(l, DURATION_BYTES);
	mir_val minus = text_negative(l, ns), sign = text_sign(l, ns), left, none, any, alone;

	left = op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, ns, sign), sign);
	none = text_zero(l, left);
	/* The only number without an opposite has a sign at every part. */
	alone = text_negative(l, left);
	writing_put(l, &w, mir_i64(&l->b, '-'), minus);
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
		writing_put(l, &w, mir_i64(&l->b, ' '), op(l, MIR_OP_AND, show, any));
		writing_put(l, &w, mir_i64(&l->b, '-'), op(l, MIR_OP_AND, show, alone));
		writing_put_digits(l, &w, count, above / unit->size, show);
		writing_put_text(l, &w, unit->name, show);
		any = op(l, MIR_OP_OR, any, show);
	}
	return writing_end(l, &w);
}

struct text text_filesize(struct lower *l, mir_val bytes)
{
	struct writing w = writing_begin(l, FILESIZE_BYTES);
	mir_val sign = text_sign(l, bytes), one = mir_i64(&l->b, 1), left, size = one, letter, far;

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
	writing_put(l, &w, mir_i64(&l->b, '-'), text_negative(l, bytes));
	writing_put_digits(l, &w, op(l, MIR_OP_UDIV, left, size), 999, one);
	writing_put(l, &w, mir_i64(&l->b, '.'), far);
	left = op(l, MIR_OP_UREM, left, size);
	size = op(l, MIR_OP_OR, op(l, MIR_OP_UDIV, size, mir_i64(&l->b, 10)), text_other(l, far));
	left = op(l, MIR_OP_UREM, op(l, MIR_OP_UDIV, left, size), mir_i64(&l->b, 10));
	writing_put(l, &w, op(l, MIR_OP_ADD, left, mir_i64(&l->b, '0')), far);
	writing_put(l, &w, mir_i64(&l->b, ' '), one);
	writing_put(l, &w, letter, far);
	writing_put(l, &w, mir_i64(&l->b, 'B'), one);
	return writing_end(l, &w);
}
