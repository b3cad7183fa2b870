/*
 * fold_convert.c - constant strings as numbers.
 */
#include "frontend/fold_convert.h"
#include "frontend/fold_float.h"

#include <stdlib.h>
#include <strings.h>

/* Digits of a base, all of s; false when it has others, or does not fit. */
static bool digits(struct sv s, unsigned base, int64_t *out)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = sv_from(s, 1);
	if (!s.n)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] | 32;
		unsigned d = s.p[i] >= '0' && s.p[i] <= '9' ? (unsigned)(s.p[i] - '0')
			     : c >= 'a' && c <= 'z'	    ? (unsigned)(c - 'a') + 10
							    : 99;

		if (d >= base || __builtin_mul_overflow(v, (int64_t)base, &v) ||
		    (minus ? __builtin_sub_overflow(v, (int64_t)d, &v)
			   : __builtin_add_overflow(v, (int64_t)d, &v)))
			return false;
	}
	*out = v;
	return true;
}

/* A float as Rust reads it, which knows no hexadecimal. */
static bool floating(struct arena *a, struct sv s, double *out)
{
	const char *text = sv_dup(a, s), *from = text + (s.n && (*text == '-' || *text == '+'));
	char *end;

	if (strlen(text) != s.n)
		return false;
	if (strcasecmp(from, "inf") != 0 && strcasecmp(from, "infinity") != 0 &&
	    strcasecmp(from, "nan") != 0 &&
	    (!*from || strspn(from, "0123456789.eE+-") != strlen(from)))
		return false;
	*out = strtod(text, &end);
	return end == text + s.n;
}

bool fold_text_int(struct arena *a, struct sv s, int64_t *out)
{
	char *plain = arena_strndup(a, s.p, s.n);
	struct sv t = {plain, 0};
	double f;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ',')
			plain[t.n++] = s.p[i];
	t = fold_trim(t, SV(""), true, true);
	if (sv_starts(t, SV("0b")))
		return digits(sv_from(t, 2), 2, out);
	if (sv_starts(t, SV("0x")))
		return digits(sv_from(t, 2), 16, out);
	if (sv_starts(t, SV("0o")))
		return digits(sv_from(t, 2), 8, out);
	if (digits(t, 10, out))
		return true;
	if (!floating(a, s, &f))
		return false;
	*out = float_to_int(f);
	return true;
}

bool fold_text_radix(struct arena *a, struct sv s, unsigned radix, int64_t *out)
{
	struct sv t = fold_trim(s, SV(""), true, true);

	if (radix == 10 || sv_starts(t, SV("0b")) || sv_starts(t, SV("0x")) ||
	    sv_starts(t, SV("0o")))
		return fold_text_int(a, s, out);
	return digits(t, radix, out);
}

bool fold_text_bool(struct arena *a, struct sv s, bool *out)
{
	struct sv t = fold_trim(s, SV(""), true, true);
	double f;

	*out = t.n == 4 && strncasecmp(t.p, "true", 4) == 0;
	if (*out || (t.n == 5 && strncasecmp(t.p, "false", 5) == 0))
		return true;
	if (!floating(a, t, &f))
		return false;
	*out = f != 0;
	return true;
}

int64_t fold_unit_ns(struct sv s)
{
	static const struct {
		const char *name;
		int64_t ns;
	} units[] = {{"ns", 1},
		     {"us", 1000},
		     {"\u00b5s", 1000},
		     {"\u03bcs", 1000},
		     {"ms", 1000000},
		     {"sec", 1000000000},
		     {"min", 60000000000},
		     {"hr", 3600000000000},
		     {"day", 86400000000000},
		     {"wk", 604800000000000}};

	for (uint32_t i = 0; i < ARRAY_SIZE(units); i++)
		if (sv_is(s, units[i].name))
			return units[i].ns;
	return 0;
}

/* The digits at the front, perhaps behind a sign. */
static struct sv leading_number(struct sv s)
{
	size_t n = s.n && s.p[0] == '-';

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return (struct sv){s.p, n};
}

/* v units of so many ns; false where the product, which Nushell computes as a float, is rounded. */
static bool exact_product(int64_t v, int64_t ns, int64_t *out)
{
	double f = (double)v * (double)ns;

	return !__builtin_mul_overflow(v, ns, out) && f < 0x1p63 && (int64_t)f == *out;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool fold_text_duration(struct sv s, int64_t alone, int64_t *out)
{
	uint32_t parts = 0;
	bool bare = false;

	*out = 0;
	for (s = fold_trim(s, SV(""), true, true); s.n; parts++) {
		struct sv number = leading_number(s), unit = sv_from(s, number.n);
		int64_t v, ns;

		for (unit.n = 0; number.n + unit.n < s.n && !is_blank(unit.p[unit.n]);)
			unit.n++;
		s = fold_trim(sv_from(s, number.n + unit.n), SV(""), true, false);
		ns = unit.n ? fold_unit_ns(unit) : alone;
		if (!ns || !digits(number, 10, &v) || !exact_product(v, ns, &v) ||
		    __builtin_add_overflow(*out, v, out))
			return false;
		bare |= !unit.n;
	}
	return !bare || parts == 1; /* a number without a unit stands alone */
}

/* How many bytes: 0 for what is no unit. */
static int64_t unit_bytes(struct sv s)
{
	static const char prefixes[] = "kmgtpe";
	const char *prefix = s.n ? memchr(prefixes, s.p[0] | 0x20, sizeof(prefixes) - 1) : NULL;
	struct sv rest = prefix ? sv_from(s, 1) : s;
	bool binary = prefix && rest.n == 2 && (rest.p[0] | 0x20) == 'i';
	int64_t bytes = 1;

	if (binary)
		rest = sv_from(rest, 1);
	if (rest.n > 1 || (rest.n && (rest.p[0] | 0x20) != 'b'))
		return 0;
	for (const char *p = prefix; p && p >= prefixes; p--)
		bytes *= binary ? 1024 : 1000;
	return bytes;
}

bool fold_text_filesize(struct sv s, int64_t *out)
{
	struct sv number;
	int64_t bytes;

	s = fold_trim(s, SV(""), true, true);
	number = leading_number(s);
	bytes = unit_bytes(fold_trim(sv_from(s, number.n), SV(""), true, true));
	return bytes && digits(number, 10, out) && !__builtin_mul_overflow(*out, bytes, out) &&
	       *out != INT64_MIN; /* which Nushell finds too great */
}
