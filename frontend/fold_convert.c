/*
 * fold_convert.c - constant strings as numbers.
 */
#include "frontend/fold_convert.h"

#include <stdlib.h>

/* Digits of a base, all of s; false when it has others, or does not fit. */
static bool digits(struct sv s, unsigned base, bool sign, int64_t *out)
{
	bool minus = sign && s.n && s.p[0] == '-';
	int64_t v = 0;

	if (sign && s.n && (s.p[0] == '-' || s.p[0] == '+'))
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

/* A decimal fraction, cut to an int that is nearest to it. */
static bool fraction(struct arena *a, struct sv s, int64_t *out)
{
	const char *text = sv_dup(a, s);
	char *end;
	double f;

	if (!s.n || strlen(text) != s.n || strspn(text, "0123456789.eE+-") != s.n)
		return false;
	f = strtod(text, &end);
	if (*end)
		return false;
	*out = f >= 9223372036854775807.0    ? INT64_MAX
	       : f <= -9223372036854775808.0 ? INT64_MIN
					     : (int64_t)f;
	return true;
}

bool fold_text_int(struct arena *a, struct sv s, int64_t *out)
{
	char *plain = arena_strndup(a, s.p, s.n);
	struct sv t = {plain, 0};

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ',')
			plain[t.n++] = s.p[i];
	t = fold_trim(t, SV(""), true, true);
	if (sv_starts(t, SV("0b")))
		return digits(sv_from(t, 2), 2, false, out);
	if (sv_starts(t, SV("0x")))
		return digits(sv_from(t, 2), 16, false, out);
	if (sv_starts(t, SV("0o")))
		return digits(sv_from(t, 2), 8, false, out);
	return digits(t, 10, true, out) || fraction(a, s, out);
}
