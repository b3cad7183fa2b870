/*
 * cmd_format.c - `format` of what is known only at run time.
 *
 * Nushell makes a float of a duration and divides it once for each step of its unit, rounding each
 * time. The kernel has no floats: a number is kept as theirs are, as 53 bits and an exponent, and
 * rounded as they are, to the nearest, of two as near to the even one.
 */
#include "frontend/fold_format.h"
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

static mir_val op_with(struct lower *l, enum mir_op what, mir_val x, int64_t y)
{
	return op(l, what, x, mir_i64(&l->b, y));
}

static mir_val some(struct lower *l, mir_val v)
{
	return text_other(l, text_zero(l, v));
}

static mir_val magnitude(struct lower *l, mir_val v)
{
	mir_val sign = text_sign(l, v);

	return op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, v, sign), sign);
}

/* The lowest `n` bits, fewer than 63. */
static mir_val low_bits(struct lower *l, mir_val v, mir_val n)
{
	mir_val all = op_with(l, MIR_OP_SUB, op(l, MIR_OP_SHL, mir_i64(&l->b, 1), n), 1);

	return op(l, MIR_OP_AND, v, all);
}

/* ---- floats ---- */

/* m times 2 to the power e; m has 53 bits. */
struct rounded {
	mir_val m, e;
};

/* Of a number that is not 0: a bit below those that count stands for all that are cut off. */
static struct rounded round_to_53(struct lower *l, mir_val v)
{
	mir_val top = mir_unary(&l->b, MIR_OP_LOG2, MIR_T(I64), v), m, low, carry;

	v = op(l, MIR_OP_SHL, v, op(l, MIR_OP_SUB, mir_i64(&l->b, 63), top));
	m = op_with(l, MIR_OP_LSHR, v, 11);
	low = op_with(l, MIR_OP_ADD, op_with(l, MIR_OP_AND, v, 2047), 1023);
	low = op(l, MIR_OP_ADD, low, op_with(l, MIR_OP_AND, m, 1));
	m = op(l, MIR_OP_ADD, m, op_with(l, MIR_OP_LSHR, low, 11));
	carry = op_with(l, MIR_OP_LSHR, m, 53);
	return (struct rounded){.m = op(l, MIR_OP_LSHR, m, carry),
				.e = op(l, MIR_OP_ADD, op_with(l, MIR_OP_SUB, top, 52), carry)};
}

static struct rounded divided(struct lower *l, struct rounded x, int64_t by)
{
	mir_val long_m = op_with(l, MIR_OP_SHL, x.m, 11), cut;
	struct rounded r;

	cut = some(l, op_with(l, MIR_OP_UREM, long_m, by));
	long_m = op_with(l, MIR_OP_SHL, op_with(l, MIR_OP_UDIV, long_m, by), 1);
	r = round_to_53(l, op(l, MIR_OP_OR, long_m, cut));
	r.e = op_with(l, MIR_OP_SUB, op(l, MIR_OP_ADD, r.e, x.e), 12);
	return r;
}

/* A float above 2^53 as Nushell writes it: of the numbers that read back as the same the one with
 * most zeroes at its end. Its neighbours are 2^e apart, 1024 at most. */
static mir_val shortest(struct lower *l, struct rounded x, mir_val v)
{
	mir_val near, off, out, reach = op(l, MIR_OP_SHL, mir_i64(&l->b, 1), x.e), r = v;

	/* In halves, of which the border counts when m is even. */
	reach = op(l, MIR_OP_SUB, reach, op_with(l, MIR_OP_AND, x.m, 1));
	for (int64_t power = 10; power <= 10000; power *= 10) {
		near = op_with(l, MIR_OP_UDIV, op_with(l, MIR_OP_ADD, v, power / 2), power);
		near = op_with(l, MIR_OP_MUL, near, power);
		off = magnitude(l, op(l, MIR_OP_SUB, near, v));
		out = text_below(l, reach, op_with(l, MIR_OP_SHL, off, 1));
		r = text_pick(l, out, r, near);
	}
	return r;
}

/* ---- numbers in a unit ---- */

/* A number of whole units and hundredths, which are shown where the flag says so. */
static struct text in_unit(struct lower *l, uint32_t cap, mir_val minus, mir_val whole,
			   mir_val hundredths, mir_val some_left, const struct format_unit *unit)
{
	mir_val one = mir_i64(&l->b, 1);
	struct writing w = writing_begin(l, cap);

	writing_put(l, &w, mir_i64(&l->b, '-'), minus);
	writing_put_digits(l, &w, whole, INT64_MAX / (uint64_t)unit->size + 193, one);
	writing_put(l, &w, mir_i64(&l->b, '.'), some_left);
	for (int64_t power = 10; power; power /= 10) {
		mir_val digit = op_with(l, MIR_OP_UDIV, hundredths, power);

		digit = op_with(l, MIR_OP_UREM, digit, 10);
		writing_put(l, &w, op_with(l, MIR_OP_ADD, digit, '0'), some_left);
	}
	writing_put(l, &w, mir_i64(&l->b, ' '), one);
	writing_put_text(l, &w, unit->label, one);
	return writing_end(l, &w);
}

struct rt lower_cmd_format_duration(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_val v = rt_want_number(l, *in, null_number), none = text_zero(l, v);
	mir_val back, up, whole, part, left, hundredths, low, half;
	struct format_unit unit;
	struct rounded x;

	format_duration_unit(l->arena, ast_positional(call, 0)->value->s, &unit);
	x = round_to_53(l, op(l, MIR_OP_OR, magnitude(l, v), none));
	for (uint32_t i = 0; i < unit.steps; i++)
		x = divided(l, x, format_steps[i]);
	x.m = text_when(l, text_other(l, none), x.m);
	/* Below 2^-62 it is nothing that two digits show. */
	back = text_clamp(l, op(l, MIR_OP_SUB, mir_i64(&l->b, 0), x.e), mir_i64(&l->b, 62));
	up = text_clamp(l, x.e, mir_i64(&l->b, 11));
	whole = op(l, MIR_OP_SHL, op(l, MIR_OP_LSHR, x.m, back), up);
	part = low_bits(l, x.m, back);
	left = some(l, part);
	if (!unit.steps)
		whole = shortest(l, (struct rounded){.m = x.m, .e = up}, whole);
	part = op_with(l, MIR_OP_MUL, part, 100);
	hundredths = op(l, MIR_OP_LSHR, part, back);
	low = low_bits(l, part, back);
	half = op_with(l, MIR_OP_LSHR, op(l, MIR_OP_SHL, mir_i64(&l->b, 1), back), 1);
	low = op(l, MIR_OP_ADD, low, op_with(l, MIR_OP_SUB, half, 1));
	low = op(l, MIR_OP_ADD, low, op_with(l, MIR_OP_AND, hundredths, 1));
	hundredths = op(l, MIR_OP_ADD, hundredths, op(l, MIR_OP_LSHR, low, back));
	hundredths = text_when(l, left, hundredths);
	whole = op(l, MIR_OP_ADD, whole, op_with(l, MIR_OP_UDIV, hundredths, 100));
	return rt_text(
		l, call->type,
		in_unit(l, call->type->cap, text_negative(l, v), whole, hundredths, left, &unit));
}

struct rt lower_cmd_format_filesize(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_val v = rt_want_number(l, *in, null_number), size, whole, left, rest, tens, minus;
	struct format_unit unit;

	format_filesize_unit(ast_positional(call, 0)->value->s, &unit);
	size = mir_i64(&l->b, unit.size);
	left = magnitude(l, v);
	whole = op(l, MIR_OP_UDIV, left, size);
	left = op(l, MIR_OP_UREM, left, size);
	minus = op(l, MIR_OP_AND, text_negative(l, v), some(l, whole));
	rest = op_with(l, MIR_OP_MUL, left, 10); /* of an EiB still 64 bits */
	tens = op_with(l, MIR_OP_MUL, op(l, MIR_OP_UDIV, rest, size), 10);
	rest = op_with(l, MIR_OP_MUL, op(l, MIR_OP_UREM, rest, size), 10);
	rest = op(l, MIR_OP_ADD, tens, op(l, MIR_OP_UDIV, rest, size));
	return rt_text(l, call->type,
		       in_unit(l, call->type->cap, minus, whole, rest, some(l, left), &unit));
}

/* ---- bits ---- */

/* Eight digits for each byte that is there, blanks between. */
static void put_bits(struct lower *l, const struct writing *w, mir_val byte, mir_val blank,
		     mir_val there)
{
	struct var *left = text_counter(l, byte);
	struct counted c;
	mir_val bits, digit;

	writing_put(l, w, mir_i64(&l->b, ' '), blank);
	c = counted_begin(l, 8);
	bits = var_read(l, left).v;
	digit = op_with(l, MIR_OP_AND, op_with(l, MIR_OP_LSHR, bits, 7), 1);
	writing_put(l, w, op_with(l, MIR_OP_ADD, digit, '0'), there);
	text_count(l, left, op_with(l, MIR_OP_SHL, bits, 1));
	counted_end(l, &c);
}

/* Of as many bytes as it takes to write it: 1, 2, 4 or 8. */
static struct text number_bits(struct lower *l, mir_val v, uint32_t cap)
{
	struct writing w = writing_begin(l, cap);
	struct counted c = counted_begin(l, 8);
	mir_val at, bytes = mir_i64(&l->b, 1), there;

	for (uint32_t size = 1; size < 8; size *= 2) {
		mir_val kept = op_with(l, MIR_OP_SHL, v, 64 - 8 * (int64_t)size);

		kept = op_with(l, MIR_OP_ASHR, kept, 64 - 8 * (int64_t)size);
		kept = text_zero(l, op(l, MIR_OP_XOR, kept, v));
		bytes = op(l, MIR_OP_ADD, bytes, op_with(l, MIR_OP_MUL, text_other(l, kept), size));
	}
	at = op(l, MIR_OP_SUB, mir_i64(&l->b, 7), c.i);
	there = text_below(l, at, bytes);
	v = op(l, MIR_OP_LSHR, v, op_with(l, MIR_OP_MUL, at, 8));
	put_bits(l, &w, v,
		 op(l, MIR_OP_AND, there, text_below(l, at, op_with(l, MIR_OP_SUB, bytes, 1))),
		 there);
	counted_end(l, &c);
	return writing_end(l, &w);
}

static struct text bytes_bits(struct lower *l, const struct text *x, uint32_t cap)
{
	struct text t = text_fetch(l, x);
	struct writing w;
	struct counted c;
	mir_val n, there;

	if (!t.cap)
		return (struct text){.form = TEXT_CONST};
	n = text_whole(l, &t);
	w = writing_begin(l, cap);
	c = counted_begin(l, t.cap);
	there = text_below(l, c.i, n);
	put_bits(l, &w, text_byte(l, t.ptr, c.i, t.cap), op(l, MIR_OP_AND, there, some(l, c.i)),
		 there);
	counted_end(l, &c);
	return writing_end(l, &w);
}

struct rt lower_cmd_format_bits(struct lower *l, const struct ast *call, const struct rt *in)
{
	enum type_kind kind = in->type->kind;
	struct rt x = rt_want(l, *in, kind == TYPE_STRING ? null_text : null_number);
	uint32_t cap = call->type->cap;

	if (kind == TYPE_STRING || kind == TYPE_BINARY)
		return rt_text(l, call->type, bytes_bits(l, &x.text, cap));
	if (kind == TYPE_BOOL)
		x.v = text_flag(l, x.v);
	return rt_text(l, call->type, number_bits(l, x.v, cap));
}

/* ---- number ---- */

/* From the highest digit on; those before the first that is not 0 are not there. */
static struct text in_base(struct lower *l, mir_val v, uint32_t form, uint32_t cap, bool prefix)
{
	uint32_t bits = format_form_bits(form), digits = (63 + bits) / bits;
	struct writing w = writing_begin(l, cap);
	mir_val one = mir_i64(&l->b, 1), left, digit, there;
	struct counted c;

	if (prefix)
		writing_put_text(l, &w, bits == 1 ? "0b" : bits == 3 ? "0o" : "0x", one);
	c = counted_begin(l, digits);
	left = op(l, MIR_OP_SUB, mir_i64(&l->b, digits - 1), c.i);
	there = text_zero(l, left);
	left = op(l, MIR_OP_LSHR, v, op_with(l, MIR_OP_MUL, left, bits));
	there = op(l, MIR_OP_OR, there, some(l, left));
	digit = op_with(l, MIR_OP_AND, left, (1 << bits) - 1);
	writing_put(l, &w, text_digit(l, digit, form != FORM_UPPERHEX), there);
	counted_end(l, &c);
	return writing_end(l, &w);
}

/* "-1.234567e6": all digits of the decimal text, but for zeroes at its end. */
static struct text with_exponent(struct lower *l, mir_val v, const struct text *decimal,
				 uint32_t cap, char letter)
{
	struct window source = window_of(l, decimal, 1);
	mir_val one = mir_i64(&l->b, 1), minus = text_negative(l, v), digits, byte, there, last;
	struct writing w = writing_begin(l, cap);
	struct var *end;
	struct counted c;

	digits = op(l, MIR_OP_SUB, text_length(l, decimal), minus);
	writing_put(l, &w, mir_i64(&l->b, '-'), minus);
	writing_put(l, &w, window_byte(l, &source, minus), one);
	end = text_counter(l, var_read(l, w.end).v);
	writing_put(l, &w, mir_i64(&l->b, '.'), one);
	c = counted_begin(l, DECIMAL_BYTES - 1);
	byte = window_byte(l, &source, op(l, MIR_OP_ADD, op(l, MIR_OP_ADD, c.i, one), minus));
	there = text_below(l, op(l, MIR_OP_ADD, c.i, one), digits);
	writing_put(l, &w, byte, there);
	last = op(l, MIR_OP_AND, there, text_other(l, text_is(l, byte, '0')));
	text_count(l, end, text_pick(l, last, var_read(l, w.end).v, var_read(l, end).v));
	counted_end(l, &c);
	text_count(l, w.end, var_read(l, end).v);
	writing_put(l, &w, mir_i64(&l->b, letter), one);
	writing_put_digits(l, &w, op(l, MIR_OP_SUB, digits, one), DECIMAL_BYTES, one);
	return writing_end(l, &w);
}

struct rt lower_cmd_format_number(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v =
		rt_number(type_of(&l->unit->types, TYPE_INT), rt_want_number(l, *in, null_number));
	struct rt r = {.type = call->type, .fields = arena_array(l->arena, struct rt, FORMS)};
	struct text decimal = lower_as_text(l, call, &v);

	for (uint32_t i = 0; i < FORMS; i++) {
		const struct type *t = call->type->fields[i].type;
		struct text text = decimal;

		if (format_form_bits(i))
			text = in_base(l, v.v, i, t->cap, !ast_has_flag(call, "no-prefix"));
		else if (i == FORM_LOWEREXP || i == FORM_UPPEREXP)
			text = with_exponent(l, v.v, &decimal, t->cap,
					     i == FORM_LOWEREXP ? 'e' : 'E');
		r.fields[i] = rt_text(l, t, text);
	}
	return r;
}

/* The checker makes an interpolated string of it. */
struct rt lower_cmd_format_pattern(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)call;
	(void)in;
	NB_BUG("'format pattern' at run time");
}
