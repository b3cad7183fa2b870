/*
 * lower_number.c - text as numbers and bools.
 *
 * What a text may look like is a regular expression, walked as those of `=~` are; so the loop that
 * computes the number takes every byte that is no digit as nothing. What only a float can say ends
 * the event: the kernel has none.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

static const char float_text[] = "the text is a number with a fraction or an exponent";

/* Of a text without blanks, as Rust reads a float; ints are none of these. */
#define FRACTION "([0-9]+[.][0-9]*|[.][0-9]+)"
#define EXPONENT "[eE][+-]?[0-9]+"
#define NO_NUMBER "[iI][nN][fF]([iI][nN][iI][tT][yY])?|[nN][aA][nN]"
static const char is_float[] =
	"^[+-]?(" FRACTION "(" EXPONENT ")?|[0-9]+" EXPONENT "|" NO_NUMBER ")$";

/* Commas are dropped before anything else; so they may stand anywhere. */
#define DIGITS(set) "([+-],*)?[" set "][" set ",]*"
static const char is_int[] = "^[\\s,]*(" DIGITS("0-9") "|0,*x,*" DIGITS(
	"0-9a-fA-F") "|0,*o,*" DIGITS("0-7") "|0,*b,*" DIGITS("01") ")[\\s,]*$";
/* An int too great becomes a float, which takes it as it stands, and that the nearest int. */
static const char is_plain_int[] = "^[+-]?[0-9]+$";

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

static mir_val matches(struct lower *l, const struct text *x, const char *pattern)
{
	return text_matches(l, x, sv_cstr(pattern));
}

static struct text whole_text(struct lower *l, const struct text *x)
{
	struct text t = text_fetch(l, x);

	text_whole(l, &t);
	return t;
}

/* What is read of a number, byte by byte. A base is known by its letter, before which there is only
 * a 0; `b` is a digit, too, behind an `x`. */
struct reading {
	struct var *value, *base, *most, *minus, *over;
};

static struct reading reading_start(struct lower *l)
{
	mir_val none = mir_i64(&l->b, 0);

	return (struct reading){.value = text_counter(l, none),
				.base = text_counter(l, mir_i64(&l->b, 10)),
				.most = text_counter(l, mir_i64(&l->b, INT64_MAX / 10)),
				.minus = text_counter(l, none),
				.over = text_counter(l, none)};
}

/* `most` times the base is at most 2^63, so that below it nothing wraps. */
static void read_base(struct lower *l, struct reading *r, mir_val byte)
{
	static const struct {
		char letter;
		int64_t base;
	} bases[] = {{'x', 16}, {'o', 8}, {'b', 2}};

	for (uint32_t i = 0; i < ARRAY_SIZE(bases); i++) {
		mir_val base = var_read(l, r->base).v, here = text_is(l, byte, bases[i].letter);
		mir_val is = op(l, MIR_OP_AND, here, text_is(l, base, 10));
		int64_t most = (int64_t)((UINT64_C(1) << 63) / (uint64_t)bases[i].base);

		text_count(l, r->base, text_pick(l, is, mir_i64(&l->b, bases[i].base), base));
		text_count(l, r->most,
			   text_pick(l, is, mir_i64(&l->b, most), var_read(l, r->most).v));
	}
}

static void read_digit(struct lower *l, struct reading *r, mir_val byte)
{
	mir_val number = text_between(l, byte, '0', '9'), hex, letter, digit, value, is, over;
	mir_val small = op(l, MIR_OP_OR, byte, mir_i64(&l->b, 0x20));

	letter = text_between(l, small, 'a', 'f');
	hex = text_is(l, var_read(l, r->base).v, 16);
	is = op(l, MIR_OP_OR, number, op(l, MIR_OP_AND, letter, hex));
	digit = op(l, MIR_OP_SUB, op(l, MIR_OP_AND, byte, mir_i64(&l->b, 15)),
		   text_when(l, letter, mir_i64(&l->b, -9)));
	value = var_read(l, r->value).v;
	over = op(l, MIR_OP_AND, is, text_below(l, var_read(l, r->most).v, value));
	text_count(l, r->over, op(l, MIR_OP_OR, var_read(l, r->over).v, over));
	digit = op(l, MIR_OP_ADD, op(l, MIR_OP_MUL, value, var_read(l, r->base).v), digit);
	text_count(l, r->value, text_pick(l, is, digit, value));
}

/* The magnitude, of which *over says that it is none of an int's. */
static mir_val reading_end(struct lower *l, struct reading *r, mir_val *over)
{
	mir_val value = var_read(l, r->value).v, minus = var_read(l, r->minus).v;
	/* Above INT64_MAX its sign is set, and -2^63 is an int. */
	mir_val beyond = op(l, MIR_OP_SUB, value, minus);

	*over = op(l, MIR_OP_OR, var_read(l, r->over).v, text_negative(l, beyond));
	return value;
}

mir_val text_int(struct lower *l, const struct text *x)
{
	struct text t = whole_text(l, x);
	mir_val byte, value, minus, over, plain, sign, most;
	struct reading r;
	struct counted c;

	lower_guard(l, op(l, MIR_OP_EQ, matches(l, &t, is_float), lower_bool(l, false)),
		    float_text);
	lower_guard(l, matches(l, &t, is_int), "the text is no int");
	if (!t.cap)
		return mir_i64(&l->b, 0);
	r = reading_start(l);
	c = counted_begin(l, t.cap);
	byte = text_byte(l, t.ptr, c.i, t.cap);
	minus = text_is(l, byte, '-');
	text_count(l, r.minus, op(l, MIR_OP_OR, var_read(l, r.minus).v, minus));
	read_base(l, &r, byte);
	read_digit(l, &r, byte);
	counted_end(l, &c);
	value = reading_end(l, &r, &over);
	plain = text_flag(l, matches(l, &t, is_plain_int));
	lower_guard(
		l,
		op(l, MIR_OP_EQ, op(l, MIR_OP_AND, over, text_other(l, plain)), mir_i64(&l->b, 0)),
		"the text is no int");
	minus = var_read(l, r.minus).v;
	most = op(l, MIR_OP_ADD, mir_i64(&l->b, INT64_MAX), minus);
	value = text_pick(l, over, most, value);
	sign = op(l, MIR_OP_SUB, mir_i64(&l->b, 0), minus);
	return op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, value, sign), sign);
}

/* One more digit of a radix; letters are digits from ten on. */
static void read_radix_digit(struct lower *l, struct reading *r, mir_val byte, uint32_t radix)
{
	mir_val number = text_between(l, byte, '0', '9'), letter, is, over, digit;
	mir_val small = op(l, MIR_OP_OR, byte, mir_i64(&l->b, 0x20)),
		value = var_read(l, r->value).v;
	int64_t most = (int64_t)((UINT64_C(1) << 63) / radix);

	letter = text_between(l, small, 'a', 'z');
	is = op(l, MIR_OP_OR, number, letter);
	digit = text_pick(l, letter, op(l, MIR_OP_SUB, small, mir_i64(&l->b, 'a' - 10)),
			  op(l, MIR_OP_AND, byte, mir_i64(&l->b, 15)));
	over = op(l, MIR_OP_AND, is, text_below(l, mir_i64(&l->b, most), value));
	text_count(l, r->over, op(l, MIR_OP_OR, var_read(l, r->over).v, over));
	digit = op(l, MIR_OP_ADD, op(l, MIR_OP_MUL, value, mir_i64(&l->b, radix)), digit);
	text_count(l, r->value, text_pick(l, is, digit, value));
}

static mir_val radix_int(struct lower *l, const struct text *t, uint32_t radix)
{
	static const char no[] = "the text is no int of this radix";
	char last = (char)('a' + radix - 11);
	const char *pattern = radix <= 10 ? arena_printf(l->arena, "^\\s*[+-]?[0-%c]+\\s*$",
							 (int)('0' + radix - 1))
					  : arena_printf(l->arena, "^\\s*[+-]?[0-9a-%cA-%c]+\\s*$",
							 last, last - 0x20);
	mir_val byte, minus, value, over, sign;
	struct reading r;
	struct counted c;

	lower_guard(l, matches(l, t, pattern), no);
	r = reading_start(l);
	c = counted_begin(l, t->cap);
	byte = text_byte(l, t->ptr, c.i, t->cap);
	minus = text_is(l, byte, '-');
	text_count(l, r.minus, op(l, MIR_OP_OR, var_read(l, r.minus).v, minus));
	read_radix_digit(l, &r, byte, radix);
	counted_end(l, &c);
	value = reading_end(l, &r, &over);
	lower_guard(l, op(l, MIR_OP_EQ, over, mir_i64(&l->b, 0)), no);
	sign = op(l, MIR_OP_SUB, mir_i64(&l->b, 0), var_read(l, r.minus).v);
	return op(l, MIR_OP_SUB, op(l, MIR_OP_XOR, value, sign), sign);
}

/* A prefix says the radix, whatever else does. */
mir_val text_int_of(struct lower *l, const struct text *x, uint32_t radix)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	mir_block prefix = ssa_block_new(l), plain = ssa_block_new(l);
	struct text t = whole_text(l, x);
	struct join j = join_new(l, number, NULL);

	if (!t.cap) {
		lower_guard(l, lower_bool(l, false), "the text is no int of this radix");
		return mir_i64(&l->b, 0);
	}
	mir_branch(&l->b, matches(l, &t, "^\\s*0[xob]"), prefix, plain);
	ssa_start(l, prefix);
	join_add(l, &j, rt_number(number, text_int(l, &t)));
	ssa_start(l, plain);
	join_add(l, &j, rt_number(number, radix_int(l, &t, radix)));
	return join_end(l, &j).v;
}

/* Numbers without an exponent are zero when all their digits are. */
#define BLANKS(what) "^\\s*(" what ")\\s*$"
static const char is_false[] = BLANKS("[fF][aA][lL][sS][eE]|[+-]?(0+[.]?0*|[.]0+)");
static const char is_bool[] =
	BLANKS("[fF][aA][lL][sS][eE]|[tT][rR][uU][eE]|[+-]?([0-9]+|" FRACTION "|" NO_NUMBER ")");
static const char has_exponent[] = BLANKS("[+-]?([0-9]+|" FRACTION ")" EXPONENT);

mir_val text_bool(struct lower *l, const struct text *x)
{
	struct text t = whole_text(l, x);
	mir_val no = lower_bool(l, false);

	lower_guard(l, op(l, MIR_OP_EQ, matches(l, &t, has_exponent), no), float_text);
	lower_guard(l, matches(l, &t, is_bool), "the text is no bool");
	return op(l, MIR_OP_EQ, matches(l, &t, is_false), no);
}
