/*
 * lower_quantity.c - text as durations and filesizes.
 *
 * As in lower_number.c an expression says what a text may look like, and the walk takes every byte
 * for what it must be then. Units are told by their letters, packed into a word. Nushell computes
 * durations as floats: what those would round ends the event, as what has a fraction does.
 */
#include "frontend/fold_convert.h"
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"
#include "runtime/units.h"

#define SIZE_UNIT "([kKmMgGtTpPeE],*([iI],*)?([bB],*)?|[bB],*)"
static const char is_size[] = "^[\\s,]*([+-],*)?[0-9][0-9,]*[\\s,]*" SIZE_UNIT "?\\s*$";
static const char is_part_size[] =
	"^[\\s,]*([+-],*)?([0-9][0-9,]*[.][0-9,]*|[.][0-9,]+)[\\s,]*" SIZE_UNIT "\\s*$";

#define BLANKS "[ \\t-\\r]"
#define TIME "-?[0-9]+(ns|us|µs|μs|ms|sec|min|hr|day|wk)"
static const char is_time[] = "^" BLANKS "*(-?[0-9]+|(" TIME BLANKS "+)*" TIME ")?" BLANKS "*$";
static const char is_other_time[] = "[._:]|[0-9][eE][0-9+-]|[^\\x00-\\x7fµμ]";

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

static mir_val and_(struct lower *l, mir_val x, mir_val y)
{
	return op(l, MIR_OP_AND, x, y);
}

static mir_val or_(struct lower *l, mir_val x, mir_val y)
{
	return op(l, MIR_OP_OR, x, y);
}

static void guard_form(struct lower *l, const struct text *t, const char *form, const char *beyond,
		       const char *no, const char *unsure)
{
	mir_val good = text_matches(l, t, sv_cstr(form));
	mir_val other = lower_not(l, text_matches(l, t, sv_cstr(beyond)));

	lower_guard(l, or_(l, good, other), unsure);
	lower_guard(l, good, no);
}

/* A number and its unit, as far as they have been read. */
struct quantity {
	struct var *value, *minus, *some, *unit, *over;
};

static struct quantity quantity_start(struct lower *l)
{
	mir_val none = mir_i64(&l->b, 0);

	return (struct quantity){text_counter(l, none), text_counter(l, none),
				 text_counter(l, none), text_counter(l, none),
				 text_counter(l, none)};
}

static void set_over(struct lower *l, struct quantity *q, mir_val flag)
{
	text_count(l, q->over, or_(l, var_read(l, q->over).v, flag));
}

/* One more byte; `letter` is that byte where it belongs to a unit, and the flag says so. */
static void read_byte(struct lower *l, struct quantity *q, mir_val byte, mir_val letter, mir_val is)
{
	mir_val digit = text_between(l, byte, '0', '9'), value = var_read(l, q->value).v, next;
	mir_val unit = var_read(l, q->unit).v, over;

	next = op(l, MIR_OP_ADD, op(l, MIR_OP_MUL, value, mir_i64(&l->b, 10)),
		  and_(l, byte, mir_i64(&l->b, 15)));
	over = text_below(l, mir_i64(&l->b, INT64_MAX / 10), value);
	set_over(l, q, and_(l, digit, or_(l, over, text_negative(l, next))));
	text_count(l, q->value, text_pick(l, digit, next, value));
	text_count(l, q->some, or_(l, var_read(l, q->some).v, digit));
	text_count(l, q->minus, or_(l, var_read(l, q->minus).v, text_is(l, byte, '-')));
	next = or_(l, op(l, MIR_OP_SHL, unit, mir_i64(&l->b, 8)), letter);
	text_count(l, q->unit, text_pick(l, is, next, unit));
}

/* What the unit stands for where it is this one. */
static mir_val scale_of(struct lower *l, mir_val unit, const char *name, int64_t size)
{
	int64_t word = 0;

	for (; *name; name++)
		word = word << 8 | (unsigned char)*name;
	return text_when(l, text_is(l, unit, word), mir_i64(&l->b, size));
}

/* The number times `scale`, which is not 0, with its sign. */
static mir_val scaled(struct lower *l, struct quantity *q, mir_val scale, mir_val ended)
{
	mir_val value = var_read(l, q->value).v, minus = var_read(l, q->minus).v, sign;
	mir_val most = op(l, MIR_OP_UDIV, mir_i64(&l->b, INT64_MAX), scale);

	set_over(l, q, and_(l, ended, text_below(l, most, value)));
	sign = op(l, MIR_OP_SUB, mir_i64(&l->b, 0), minus);
	value = op(l, MIR_OP_MUL, value, scale);
	return op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, value, sign), sign);
}

static void guard_over(struct lower *l, struct quantity *q, const char *message)
{
	lower_guard(l, op(l, MIR_OP_EQ, var_read(l, q->over).v, mir_i64(&l->b, 0)), message);
}

mir_val text_as_filesize(struct lower *l, const struct text *x)
{
	static const char no[] = "the text is no filesize", letters[] = "kmgtpe";
	struct text t = text_fetch(l, x);
	mir_val byte, small, unit, scale, size, one = mir_i64(&l->b, 1);
	struct quantity q;
	struct counted c;

	text_whole(l, &t);
	guard_form(l, &t, is_size, is_part_size, no, "the text is a filesize with a fraction");
	if (!t.cap)
		return mir_i64(&l->b, 0);
	q = quantity_start(l);
	c = counted_begin(l, t.cap);
	byte = text_byte(l, t.ptr, c.i, t.cap);
	small = or_(l, byte, mir_i64(&l->b, 0x20));
	read_byte(l, &q, byte, small, text_between(l, small, 'a', 'z'));
	counted_end(l, &c);
	unit = var_read(l, q.unit).v;
	scale = text_zero(l, unit);
	scale = or_(l, scale, text_is(l, unit, 'b'));
	for (uint32_t i = 0; letters[i]; i++) {
		int64_t tens = 1000, twos = INT64_C(1) << 10 * (i + 1);
		char name[4] = {letters[i]};

		for (uint32_t k = 0; k < i; k++)
			tens *= 1000;
		for (uint32_t k = 0; k < 4; k++) {
			memcpy(name + 1,
			       k == 0	? ""
			       : k == 1 ? "b"
			       : k == 2 ? "i"
					: "ib",
			       k == 0	? 1
			       : k == 3 ? 3
					: 2);
			size = scale_of(l, unit, name, k < 2 ? tens : twos);
			scale = or_(l, scale, size);
		}
	}
	scale = or_(l, scale, text_zero(l, scale));
	size = scaled(l, &q, scale, one);
	guard_over(l, &q, no);
	return size;
}

/* The product is no float: it has more than 53 bits between the first and the last that are set. */
static mir_val is_rough(struct lower *l, mir_val v)
{
	mir_val minus, first, last;

	v = op(l, MIR_OP_ADD, v, text_zero(l, v));
	minus = op(l, MIR_OP_SUB, mir_i64(&l->b, 0), v);
	first = mir_unary(&l->b, MIR_OP_LOG2, MIR_T(I64), v);
	last = mir_unary(&l->b, MIR_OP_LOG2, MIR_T(I64), and_(l, v, minus));
	return text_below(l, mir_i64(&l->b, 52), op(l, MIR_OP_SUB, first, last));
}

/* A blank, or the NUL behind the text, ends a number with its unit: it is added. */
static void end_part(struct lower *l, struct quantity *q, struct var *total, mir_val blank,
		     int64_t alone)
{
	mir_val unit = var_read(l, q->unit).v, ended = and_(l, blank, var_read(l, q->some).v);
	mir_val scale = text_when(l, text_zero(l, unit), mir_i64(&l->b, alone)), part, sum, so_far;
	mir_val goes_on = text_other(l, blank), carry;

	for (uint32_t i = 0; i < UNITS_DURATIONS; i++)
		scale = or_(l, scale,
			    scale_of(l, unit, units_durations[i].name,
				     (int64_t)units_durations[i].size));
	scale = or_(l, scale, scale_of(l, unit, "μs", 1000));
	scale = or_(l, scale, scale_of(l, unit, "us", 1000));
	scale = or_(l, scale, text_zero(l, scale));
	part = scaled(l, q, scale, ended);
	set_over(l, q,
		 and_(l, ended, is_rough(l, op(l, MIR_OP_MUL, var_read(l, q->value).v, scale))));
	so_far = var_read(l, total).v;
	sum = op(l, MIR_OP_ADD, so_far, part);
	carry = and_(l, op(l, MIR_OP_XOR, so_far, sum), op(l, MIR_OP_XOR, part, sum));
	set_over(l, q, and_(l, ended, text_negative(l, carry)));
	text_count(l, total, text_pick(l, ended, sum, so_far));
	text_count(l, q->value, text_when(l, goes_on, var_read(l, q->value).v));
	text_count(l, q->some, and_(l, goes_on, var_read(l, q->some).v));
	text_count(l, q->minus, and_(l, goes_on, var_read(l, q->minus).v));
	text_count(l, q->unit, text_when(l, goes_on, unit));
}

mir_val text_as_duration(struct lower *l, const struct text *x, int64_t alone)
{
	static const char unsure[] = "the text is a duration that is not made of whole numbers";
	struct text t = text_fetch(l, x);
	struct var *total;
	mir_val byte, blank, other;
	struct quantity q;
	struct counted c;

	text_whole(l, &t);
	guard_form(l, &t, is_time, is_other_time, "the text is no duration", unsure);
	if (!t.cap)
		return mir_i64(&l->b, 0);
	q = quantity_start(l);
	total = text_counter(l, mir_i64(&l->b, 0));
	c = counted_begin(l, t.cap + 1); /* there is a NUL behind the text */
	byte = text_byte(l, t.ptr, c.i, t.cap + 1);
	blank = or_(l, text_is(l, byte, ' '), text_between(l, byte, '\t', '\r'));
	blank = or_(l, blank, text_zero(l, byte));
	other = or_(l, blank, or_(l, text_between(l, byte, '0', '9'), text_is(l, byte, '-')));
	read_byte(l, &q, byte, byte, text_other(l, other));
	end_part(l, &q, total, blank, alone);
	counted_end(l, &c);
	guard_over(l, &q, unsure);
	return var_read(l, total).v;
}
