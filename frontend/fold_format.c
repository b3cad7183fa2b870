/*
 * fold_format.c - `format`, `char` and `decode` on constants.
 */
#include "frontend/fold_call.h"
#include "frontend/fold_convert.h"
#include "frontend/fold_float.h"
#include "frontend/fold_format.h"
#include "frontend/fold_text.h"
#include "frontend/sema.h"

#include <math.h>
#include <utf8proc.h>

static const struct value *text(struct folding *f, struct buf *b)
{
	return value_string(f->arena, (struct sv){b->p, b->n});
}

/* ---- numbers in a unit ---- */

const int64_t format_steps[FORMAT_STEPS] = {1000, 1000, 1000, 60, 60, 24, 7};

bool format_duration_unit(struct arena *a, struct sv name, struct format_unit *out)
{
	int64_t size = fold_unit_ns(name), product = 1;

	*out = (struct format_unit){.label = sv_is(name, "us") ? "\u00b5s" : sv_dup(a, name),
				    .size = size};
	while (product < size)
		product *= format_steps[out->steps++];
	return size != 0;
}

bool format_filesize_unit(struct sv name, struct format_unit *out)
{
	static const char *const units[] = {"B",   "kB",  "MB",	 "GB",	"TB",  "PB", "EB",
					    "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

	for (uint32_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (!sv_is(name, units[i]))
			continue;
		*out = (struct format_unit){.label = units[i], .size = 1};
		for (uint32_t k = i > 6 ? 6 : 0; k < i; k++)
			out->size *= i > 6 ? 1024 : 1000;
		return true;
	}
	return false;
}

/* "1.50 sec"; a whole number of units has no fraction. */
static const struct value *one_duration(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	struct format_unit unit;
	struct sv name;
	double v;

	if (in->kind != TYPE_DURATION)
		return fold_wants(f, NULL, "a duration");
	if (!fold_text_argument(f, ast_positional(f->call, 0), &name))
		return NULL;
	if (!format_duration_unit(f->arena, name, &unit))
		return fold_fails(f, FORMAT_DURATION_UNITS);
	v = (double)in->i;
	for (uint32_t i = 0; i < unit.steps; i++)
		v /= (double)format_steps[i];
	if (v == trunc(v))
		float_text(&b, v, false);
	else
		buf_printf(&b, "%.2f", v);
	buf_printf(&b, " %s", unit.label);
	return text(f, &b);
}

const struct value *fold_cmd_format_duration(struct folding *f, const struct value *in)
{
	return in->kind == TYPE_LIST ? fold_each(f, in, one_duration) : one_duration(f, in);
}

/* Two digits of the fraction, cut off; the sign is that of the whole units. */
const struct value *fold_cmd_format_filesize(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	struct format_unit unit;
	uint64_t left, size;
	struct sv name;

	if (in->kind != TYPE_FILESIZE)
		return fold_wants(f, NULL, "a filesize");
	if (!fold_text_argument(f, ast_positional(f->call, 0), &name))
		return NULL;
	if (!format_filesize_unit(name, &unit))
		return fold_fails(f, FORMAT_FILESIZE_UNITS);
	size = (uint64_t)unit.size;
	left = in->i < 0 ? 0 - (uint64_t)in->i : (uint64_t)in->i;
	buf_printf(&b, "%lld", (long long)(in->i / unit.size));
	left %= size;
	if (left) {
		uint64_t rest = left * 10 % size;

		buf_printf(&b, ".%llu%llu", (unsigned long long)(left * 10 / size),
			   (unsigned long long)(rest * 10 / size));
	}
	buf_printf(&b, " %s", unit.label);
	return text(f, &b);
}

/* ---- bits ---- */

static void add_byte(struct buf *b, unsigned char byte)
{
	if (b->n)
		buf_putc(b, ' ');
	for (uint32_t i = 8; i-- > 0;)
		buf_putc(b, byte >> i & 1 ? '1' : '0');
}

const struct value *fold_cmd_format_bits(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	uint32_t bytes;

	buf_puts(&b, "");
	switch (in->kind) {
	case TYPE_STRING:
	case TYPE_BINARY:
		for (size_t i = 0; i < in->s.n; i++)
			add_byte(&b, (unsigned char)in->s.p[i]);
		return text(f, &b);
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
		bytes = in->i == (int8_t)in->i	  ? 1
			: in->i == (int16_t)in->i ? 2
			: in->i == (int32_t)in->i ? 4
						  : 8;
		while (bytes-- > 0)
			add_byte(&b, (unsigned char)((uint64_t)in->i >> 8 * bytes));
		return text(f, &b);
	default:
		return fold_wants(f, NULL, "a number, bool, string or binary");
	}
}

/* ---- number ---- */

const struct sv format_forms[FORMS] = {
	[FORM_DEBUG] = {"debug", 5},	   [FORM_DISPLAY] = {"display", 7},
	[FORM_BINARY] = {"binary", 6},	   [FORM_LOWEREXP] = {"lowerexp", 8},
	[FORM_UPPEREXP] = {"upperexp", 8}, [FORM_LOWERHEX] = {"lowerhex", 8},
	[FORM_UPPERHEX] = {"upperhex", 8}, [FORM_OCTAL] = {"octal", 5},
};

uint32_t format_form_bits(uint32_t form)
{
	return form == FORM_BINARY				? 1
	       : form == FORM_OCTAL				? 3
	       : form == FORM_LOWERHEX || form == FORM_UPPERHEX ? 4
								: 0;
}

static const struct value *in_base(struct folding *f, uint64_t v, uint32_t form)
{
	const char *digits = form == FORM_UPPERHEX ? "0123456789ABCDEF" : "0123456789abcdef";
	uint32_t bits = format_form_bits(form);
	bool prefix = !fold_flag(f, "no-prefix");
	char s[64];
	size_t n = sizeof(s);
	struct buf b = {.arena = f->arena};

	do {
		s[--n] = digits[v & ((1u << bits) - 1)];
		v >>= bits;
	} while (v);
	buf_puts(&b, !prefix ? "" : bits == 1 ? "0b" : bits == 3 ? "0o" : "0x");
	buf_write(&b, s + n, sizeof(s) - n);
	return text(f, &b);
}

/* "1.234567e6": all digits of an int. */
static const struct value *with_exponent(struct folding *f, int64_t v, char letter)
{
	struct buf b = {.arena = f->arena};
	char s[24];
	int n = snprintf(s, sizeof(s), "%llu",
			 v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v);
	int used = n;

	while (used > 1 && s[used - 1] == '0')
		used--;
	buf_puts(&b, v < 0 ? "-" : "");
	buf_putc(&b, s[0]);
	if (used > 1) {
		buf_putc(&b, '.');
		buf_write(&b, s + 1, (size_t)used - 1);
	}
	buf_printf(&b, "%c%d", letter, n - 1);
	return text(f, &b);
}

const struct value *fold_cmd_format_number(struct folding *f, const struct value *in)
{
	const struct value **v = arena_array(f->arena, const struct value *, FORMS);
	struct buf b = {.arena = f->arena};

	if (in->kind != TYPE_INT)
		return fold_wants(f, NULL, "an int");
	value_text(&b, in);
	v[FORM_DEBUG] = v[FORM_DISPLAY] = text(f, &b);
	v[FORM_LOWEREXP] = with_exponent(f, in->i, 'e');
	v[FORM_UPPEREXP] = with_exponent(f, in->i, 'E');
	for (uint32_t i = 0; i < FORMS; i++)
		if (format_form_bits(i))
			v[i] = in_base(f, (uint64_t)in->i, i);
	return value_record(f->arena, format_forms, v, FORMS);
}

/* ---- pattern ---- */

static const struct value *member(const struct value *v, struct sv path)
{
	while (v && path.n) {
		size_t n = 0;

		while (n < path.n && path.p[n] != '.')
			n++;
		v = value_column(v, (struct sv){path.p, n});
		path = sv_from(path, n < path.n ? n + 1 : n);
	}
	return v;
}

enum pattern_part fold_pattern_part(struct sv *left, struct sv *part)
{
	const char *end;
	size_t n = 0;

	if (!left->n)
		return PATTERN_END;
	while (n < left->n && left->p[n] != '{' && left->p[n] != '}')
		n++;
	if (!n && left->n > 1 && left->p[1] == left->p[0]) { /* a brace, twice */
		*part = (struct sv){left->p, 1};
		*left = sv_from(*left, 2);
		return PATTERN_TEXT;
	}
	if (n) {
		*part = (struct sv){left->p, n};
		*left = sv_from(*left, n);
		return PATTERN_TEXT;
	}
	end = left->p[0] == '{' ? memchr(left->p, '}', left->n) : NULL;
	if (!end || end == left->p + 1)
		return PATTERN_WRONG;
	*part = (struct sv){left->p + 1, (size_t)(end - left->p) - 1};
	*left = sv_from(*left, part->n + 2);
	return PATTERN_COLUMN;
}

static const struct value *one_pattern(struct folding *f, const struct value *row)
{
	struct buf b = {.arena = f->arena};
	struct sv left, part;
	enum pattern_part kind;
	const struct value *v;

	buf_puts(&b, "");
	if (row->kind != TYPE_RECORD)
		return fold_wants(f, NULL, "a record or a list of records");
	if (!fold_text_argument(f, ast_positional(f->call, 0), &left))
		return NULL;
	while ((kind = fold_pattern_part(&left, &part)) != PATTERN_END) {
		if (kind == PATTERN_WRONG)
			return fold_fails(f, PATTERN_NEEDS);
		v = kind == PATTERN_COLUMN ? member(row, part) : NULL;
		if (kind == PATTERN_COLUMN && !v)
			return fold_fails(f, "the record has no such column");
		if (v)
			value_text(&b, v);
		else
			buf_write(&b, part.p, part.n);
	}
	return text(f, &b);
}

const struct value *fold_cmd_format_pattern(struct folding *f, const struct value *in)
{
	return in->kind == TYPE_LIST ? fold_each(f, in, one_pattern) : one_pattern(f, in);
}

/* ---- characters ---- */

static const struct {
	const char *name, *text;
	size_t n;
} chars[] = {
#define CHAR(name, text) {name, text, sizeof(text) - 1},
#include "lang/chars.def"
};

static bool add_code(struct buf *b, int64_t code)
{
	utf8proc_uint8_t bytes[4];

	if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return false;
	buf_write(b, (const char *)bytes,
		  (size_t)utf8proc_encode_char((utf8proc_int32_t)code, bytes));
	return true;
}

const struct value *fold_cmd_char(struct folding *f, const struct value *in)
{
	bool by_hex = fold_flag(f, "unicode"), by_number = fold_flag(f, "integer");
	struct buf b = {.arena = f->arena};
	const struct ast *a;

	if (in->kind != TYPE_NOTHING)
		return fold_wants(f, NULL, "nothing");
	if (!ast_positional(f->call, 0))
		return fold_fails(f, "the character is not named");
	for (uint32_t i = 0; (a = ast_positional(f->call, i)); i++) {
		const struct value *v = a->value;
		int64_t code = v->i;

		if (by_number ? v->kind != TYPE_INT : v->kind != TYPE_STRING)
			return fold_wants(f, a, by_number ? "an int" : "a string");
		if (by_hex && !fold_text_radix(f->arena, v->s, 16, &code))
			return fold_fails(f, "its number is no hexadecimal");
		if ((by_hex || by_number) && !add_code(&b, code))
			return fold_fails(f, "no character has this number");
		for (uint32_t k = 0; !by_hex && !by_number && k < ARRAY_SIZE(chars); k++)
			if (sv_is(v->s, chars[k].name))
				return value_string(f->arena,
						    (struct sv){chars[k].text, chars[k].n});
		if (!by_hex && !by_number)
			return fold_fails(f, "no character has this name");
	}
	return text(f, &b);
}

const struct value *fold_cmd_decode(struct folding *f, const struct value *in)
{
	const struct ast *encoding = ast_positional(f->call, 0);
	struct sv name = SV("utf-8");

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, "binary");
	if (encoding && !fold_text_argument(f, encoding, &name))
		return NULL;
	if (!sv_is(name, "utf-8") && !sv_is(name, "utf8"))
		return fold_fails(f, "the encoding is utf-8");
	for (size_t at = 0; at < in->s.n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)in->s.p + at,
						      (utf8proc_ssize_t)(in->s.n - at), &c);

		if (n < 0)
			return fold_fails(f, "it is no UTF-8");
		at += (size_t)n;
	}
	return value_string(f->arena, in->s);
}
