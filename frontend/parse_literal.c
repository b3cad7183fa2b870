/*
 * parse_literal.c - words that are literals without quotes: null, bools, numbers, durations, file
 * sizes, dates and binary data.
 *
 * A word that is none of them is a string to Nushell, so nothing here is an error but a literal
 * whose value does not fit.
 */
#include "frontend/parser.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

enum { NUMBER_BYTES_MAX = 400 };

/* The text without `_`, NUL-terminated; false when it is too long to be a number. */
static bool strip(char out[NUMBER_BYTES_MAX], struct sv text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '_')
			continue;
		if (n + 1 == NUMBER_BYTES_MAX)
			return false;
		out[n++] = text.p[i];
	}
	out[n] = '\0';
	return n > 0;
}

/* The base that `0x`, `0o` or `0b` names, else 10. */
static int radix_of(struct sv text)
{
	if (text.n < 3 || text.p[0] != '0')
		return 10;
	return text.p[1] == 'x' ? 16 : text.p[1] == 'o' ? 8 : text.p[1] == 'b' ? 2 : 10;
}

static bool all_digits(const char *text, int radix)
{
	for (; *text; text++) {
		int c = tolower((unsigned char)*text);
		int digit = lex_is_digit((char)c)  ? c - '0'
			    : c >= 'a' && c <= 'z' ? c - 'a' + 10
						   : 99;

		if (digit >= radix)
			return false;
	}
	return true;
}

/* Decimal, or 0x 0o 0b, which wrap as unsigned 64-bit numbers. */
static bool read_int(struct sv text, int64_t *out)
{
	char digits[NUMBER_BYTES_MAX];
	const char *from = digits;
	int radix;

	if (!strip(digits, text))
		return false;
	radix = radix_of(sv_cstr(digits));
	if (radix != 10)
		from += 2;
	else if (*from == '-' || *from == '+')
		from++;
	if (!*from || !all_digits(from, radix))
		return false;
	errno = 0;
	*out = radix == 10 ? strtoll(digits, NULL, 10) : (int64_t)strtoull(from, NULL, radix);
	return !errno;
}

/* What Rust's f64 reads: digits, `.`, an exponent, `inf`, `infinity`, `nan`. No hexadecimal. */
static bool read_float(struct sv text, double *out)
{
	char digits[NUMBER_BYTES_MAX], *end;
	const char *from;

	if (!strip(digits, text))
		return false;
	from = digits + (*digits == '-' || *digits == '+');
	if (!lex_is_digit(*from) && !(*from == '.' && lex_is_digit(from[1])) &&
	    strcasecmp(from, "inf") != 0 && strcasecmp(from, "infinity") != 0 &&
	    strcasecmp(from, "nan") != 0)
		return false;
	if (strpbrk(from, "xXpP("))
		return false;
	*out = strtod(digits, &end);
	return !*end;
}

/* A unit is `step` times another one, which is `base` ns or bytes: Nushell computes in these two
 * steps, and rounding shows it. */
struct unit {
	const char *text;
	enum ast_kind kind;
	double step, base;
};

/* Longer spellings first. Units of file sizes may be written in any case. */
static const struct unit units[] = {
	{"kib", AST_FILESIZE, 1024, 1},	     {"mib", AST_FILESIZE, 1024, 0x1p10},
	{"gib", AST_FILESIZE, 1024, 0x1p20}, {"tib", AST_FILESIZE, 1024, 0x1p30},
	{"pib", AST_FILESIZE, 1024, 0x1p40}, {"eib", AST_FILESIZE, 1024, 0x1p50},
	{"kb", AST_FILESIZE, 1000, 1},	     {"mb", AST_FILESIZE, 1000, 1e3},
	{"gb", AST_FILESIZE, 1000, 1e6},     {"tb", AST_FILESIZE, 1000, 1e9},
	{"pb", AST_FILESIZE, 1000, 1e12},    {"eb", AST_FILESIZE, 1000, 1e15},
	{"b", AST_FILESIZE, 0, 1},	     {"\u00b5s", AST_DURATION, 1000, 1},
	{"\u03bcs", AST_DURATION, 1000, 1},  {"ns", AST_DURATION, 0, 1},
	{"us", AST_DURATION, 1000, 1},	     {"ms", AST_DURATION, 1000, 1e3},
	{"sec", AST_DURATION, 1000, 1e6},    {"min", AST_DURATION, 60, 1e9},
	{"hr", AST_DURATION, 60, 60e9},	     {"day", AST_DURATION, 1440, 60e9},
	{"wk", AST_DURATION, 7, 86400e9},
};

static bool ends_with(struct sv text, struct sv unit, bool any_case)
{
	const char *tail = text.p + text.n - unit.n;

	if (text.n <= unit.n)
		return false;
	return any_case ? strncasecmp(tail, unit.p, unit.n) == 0
			: memcmp(tail, unit.p, unit.n) == 0;
}

/* NUMBER UNIT as Nushell computes it. The base units have no fraction and saturate. */
static bool scale(double number, const struct unit *unit, int64_t *out)
{
	double whole, fraction = modf(number, &whole), scaled = whole;

	if (unit->step != 0)
		scaled = (whole * unit->step + fraction * unit->step) * unit->base;
	if (scaled >= 0x1p63 || scaled < -0x1p63) {
		*out = scaled > 0 ? INT64_MAX : INT64_MIN;
		return scaled == 0x1p63 || unit->step == 0;
	}
	*out = (int64_t)scaled;
	return true;
}

/* The unit that the text ends with, or NULL. */
static const struct unit *unit_of(struct sv text)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(units); i++)
		if (ends_with(text, sv_cstr(units[i].text), units[i].kind == AST_FILESIZE))
			return &units[i];
	return NULL;
}

static struct ast *parse_unit_value(struct parser *p, struct span at)
{
	struct sv text = parse_text(p, at), digits = text;
	const struct unit *unit = unit_of(text);
	double number;
	struct ast *n;

	if (!unit)
		return NULL;
	digits.n -= strlen(unit->text);
	if (!read_float(digits, &number) || !isfinite(number) ||
	    isalpha((unsigned char)digits.p[digits.n - 1]))
		return NULL;
	n = parse_node(p, unit->kind, at);
	if (!scale(number, unit, &n->u.i)) {
		parse_report(p, DIAG_bad_number, at, parse_show(p, text),
			     "it does not fit in 64 bits");
		n->kind = AST_GARBAGE;
	}
	return n;
}

bool parse_report_number(struct parser *p, struct span at)
{
	struct sv text = parse_text(p, at), digits = text;
	const struct unit *unit = unit_of(text);
	bool digit = lex_is_digit(text.p[text.n > 1 && text.p[0] == '-']);
	const char *why = "it has digits of another base, or more than 64 bits";
	double number;
	struct diag *d;

	if (unit && digit) {
		digits.n -= strlen(unit->text);
		if (digits.p[digits.n - 1] == '$' || read_float(digits, &number))
			return false;
		why = arena_printf(p->arena, "Nushell reads '%s' as its unit", unit->text);
	} else if (text.n < 2 || text.p[0] != '0' || !lex_is_one_of(text.p[1], "xob") ||
		   (text.n > 2 && text.p[2] == '[')) {
		return false;
	}
	d = parse_report(p, DIAG_bad_number, at, parse_show(p, text), why);
	diag_help(p->sink, d, "a string of that text stands in quotes: '\"%s\"'",
		  parse_show(p, text));
	return true;
}

/* Digits at *s, exactly `n` of them; *value is their number. */
static bool take_digits(struct sv *s, size_t n, unsigned *value)
{
	*value = 0;
	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!lex_is_digit(s->p[i]))
			return false;
		*value = *value * 10 + (unsigned)(s->p[i] - '0');
	}
	*s = sv_from(*s, n);
	return true;
}

static bool take(struct sv *s, const char *set)
{
	if (!s->n || !lex_is_one_of(s->p[0], set))
		return false;
	*s = sv_from(*s, 1);
	return true;
}

static bool take_offset(struct sv *s)
{
	unsigned n;

	if (!s->n || take(s, "Zz"))
		return true;
	return take(s, "+-") && take_digits(s, 2, &n) && take(s, ":") && take_digits(s, 2, &n);
}

/* RFC 3339, where the time and the offset may be missing. */
static bool is_date(struct sv s)
{
	unsigned n, month, day;

	if (!take_digits(&s, 4, &n) || !take(&s, "-") || !take_digits(&s, 2, &month) ||
	    !take(&s, "-") || !take_digits(&s, 2, &day) || month < 1 || month > 12 || day < 1 ||
	    day > 31)
		return false;
	if (!s.n)
		return true;
	if (!take(&s, "Tt") || !take_digits(&s, 2, &n) || !take(&s, ":") ||
	    !take_digits(&s, 2, &n) || !take(&s, ":") || !take_digits(&s, 2, &n))
		return false;
	if (take(&s, ".")) {
		if (!take_digits(&s, 1, &n))
			return false;
		while (take_digits(&s, 1, &n))
			;
	}
	return take_offset(&s) && !s.n;
}

/* The digits of 0x[ff 00] without blanks, commas and comments; false when there is another byte. */
static bool binary_digits(struct parser *p, const struct lex_group *g, int radix, struct buf *out)
{
	struct cursor c = parse_open_group(p, g, LEX_LIST);
	bool fine = true;

	for (; c.token.kind == TOKEN_WORD; lex_advance(&c)) {
		struct sv word = parse_word(p, &c);

		buf_write(out, word.p, word.n);
	}
	fine = c.token.kind == TOKEN_END;
	parse_close_group(p, g);
	return fine && (!out->n || (strlen(out->p) == out->n && all_digits(out->p, radix)));
}

/* Bytes are made of `per_byte` digits each; hexadecimal and binary may leave out zeros in front. */
static bool pack_digits(struct parser *p, const struct buf *digits, int radix, struct sv *out)
{
	uint32_t per_byte = radix == 16 ? 2 : radix == 8 ? 3 : 8;
	uint32_t pad = (per_byte - digits->n % per_byte) % per_byte, filled = pad;
	struct buf b = {.arena = p->arena};
	unsigned byte = 0;

	if (pad && radix == 8)
		return false;
	for (uint32_t i = 0; i < digits->n; i++) {
		char digit[] = {digits->p[i], '\0'};

		byte = byte * (unsigned)radix + (unsigned)strtoul(digit, NULL, radix);
		if (++filled % per_byte != 0)
			continue;
		if (byte > 0xff)
			return false;
		buf_putc(&b, (char)byte);
		byte = 0;
	}
	*out = (struct sv){b.p ? b.p : "", b.n};
	return true;
}

static struct ast *parse_binary(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start + 2);
	struct buf digits = {.arena = p->arena};
	int radix = radix_of(parse_text(p, at));
	struct ast *n;

	if (!g || g->kind != GROUP_SQUARE || g->end != at.end || radix == 10)
		return NULL;
	n = parse_node(p, AST_BINARY, at);
	if (!binary_digits(p, g, radix, &digits) || !pack_digits(p, &digits, radix, &n->u.s)) {
		parse_report(p, DIAG_bad_number, at, parse_show(p, parse_text(p, at)),
			     radix == 8 ? "octal bytes have three digits each, at most 377"
					: "it has digits of another base");
		n->kind = AST_GARBAGE;
	}
	return n;
}

static struct ast *parse_constant(struct parser *p, struct span at)
{
	struct sv text = parse_text(p, at);
	struct ast *n;

	if (sv_is(text, "null"))
		return parse_node(p, AST_NOTHING, at);
	if (!sv_is(text, "true") && !sv_is(text, "false"))
		return NULL;
	n = parse_node(p, AST_BOOL, at);
	n->u.i = text.n == 4;
	return n;
}

struct ast *parse_literal(struct parser *p, struct span at)
{
	struct sv text = parse_text(p, at);
	char first = text.p[0];
	struct ast *n;
	int64_t i;
	double f;

	if (isalpha((unsigned char)first) && !lex_is_one_of(first, "tfniNI"))
		return NULL;
	n = parse_constant(p, at);
	if (n)
		return n;
	if (!lex_is_digit(first) && !lex_is_one_of(first, "+-._niNI"))
		return NULL;
	if (text.n > 3 && text.p[2] == '[')
		return parse_binary(p, at);
	if (read_int(text, &i)) {
		n = parse_node(p, AST_INT, at);
		n->u.i = i;
		return n;
	}
	if (read_float(text, &f)) {
		n = parse_node(p, AST_FLOAT, at);
		n->u.f = f;
		return n;
	}
	if (is_date(text)) {
		n = parse_node(p, AST_DATE, at);
		n->u.s = text;
		return n;
	}
	return parse_unit_value(p, at);
}

const char *parse_unit_meant(struct parser *p, struct span at)
{
	static const struct {
		const char *foreign, *ours;
	} spellings[] = {
		{"s", "sec"},	 {"secs", "sec"}, {"second", "sec"}, {"seconds", "sec"},
		{"m", "min"},	 {"mins", "min"}, {"minute", "min"}, {"minutes", "min"},
		{"h", "hr"},	 {"hrs", "hr"},	  {"hour", "hr"},    {"hours", "hr"},
		{"d", "day"},	 {"days", "day"}, {"w", "wk"},	     {"week", "wk"},
		{"weeks", "wk"}, {"n", "ns"},	  {"u", "us"},
	};
	struct sv word = parse_text(p, at), unit = word;

	while (unit.n && (lex_is_digit(unit.p[0]) || lex_is_one_of(unit.p[0], "._")))
		unit = sv_from(unit, 1);
	if (unit.n == word.n)
		return NULL;
	for (uint32_t i = 0; i < ARRAY_SIZE(spellings); i++) {
		if (sv_is(unit, spellings[i].foreign))
			return arena_printf(p->arena, "%.*s%s", (int)(word.n - unit.n), word.p,
					    spellings[i].ours);
	}
	return NULL;
}
