/*
 * values.c - values on the command line, spelled as Nushell spells them.
 *
 * A number with a unit is computed in whole units of the smallest size that its decimals reach,
 * never in floating point: 0.1sec is exactly 100000000 ns. Digits below one ns or one byte are
 * dropped.
 */
#include "loader/values.h"

#include <strings.h>

struct unit {
	const char *name;
	int64_t scale;
};

static const struct unit duration_units[] = {
	{"ns", 1},
	{"us", 1000},
	{"\u00b5s", 1000}, /* micro sign */
	{"\u03bcs", 1000}, /* Greek mu */
	{"ms", 1000000},
	{"sec", 1000000000},
	{"min", 60000000000},
	{"hr", 3600000000000},
	{"day", 86400000000000},
	{"wk", 604800000000000},
	/* What people type for a --duration; Nushell itself has no such literals. */
	{"s", 1000000000},
	{"m", 60000000000},
	{"h", 3600000000000},
};

static const struct unit filesize_units[] = {
	{"b", 1},
	{"kb", 1000},
	{"mb", 1000000},
	{"gb", 1000000000},
	{"tb", 1000000000000},
	{"pb", 1000000000000000},
	{"eb", 1000000000000000000},
	{"kib", 1ll << 10},
	{"mib", 1ll << 20},
	{"gib", 1ll << 30},
	{"tib", 1ll << 40},
	{"pib", 1ll << 50},
	{"eib", 1ll << 60},
};

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* All of `text` in a base that is a power of two, 1 << shift: 64 bits, no sign. */
static bool read_bits(struct sv text, unsigned shift, uint64_t *value)
{
	bool any = false;

	*value = 0;
	for (size_t i = 0; i < text.n; i++) {
		int digit = digit_of(text.p[i]);

		if (text.p[i] == '_')
			continue;
		if (digit >= 1 << shift || *value >> (64 - shift))
			return false;
		*value = *value << shift | (uint64_t)digit;
		any = true;
	}
	return any;
}

/* The sign and the decimal digits at the start of `text`; the rest stays in *text. */
static bool read_digits(struct sv *text, bool *negative, uint64_t *value)
{
	bool any = false;

	*negative = text->n && text->p[0] == '-';
	if (text->n && (text->p[0] == '-' || text->p[0] == '+'))
		*text = sv_from(*text, 1);
	*value = 0;
	while (text->n && (digit_of(text->p[0]) < 10 || (any && text->p[0] == '_'))) {
		if (text->p[0] != '_' &&
		    (__builtin_mul_overflow(*value, 10, value) ||
		     __builtin_add_overflow(*value, (uint64_t)digit_of(text->p[0]), value)))
			return false;
		any = true;
		*text = sv_from(*text, 1);
	}
	return any;
}

static bool apply_sign(bool negative, uint64_t magnitude, int64_t *value)
{
	if (magnitude > (uint64_t)INT64_MAX + negative)
		return false;
	*value = (int64_t)(negative ? -magnitude : magnitude);
	return true;
}

const char *value_int(struct sv text, int64_t *value)
{
	static const char expected[] = "an int such as 42, -1, 1_000 or 0xff";
	static const struct {
		const char *prefix;
		unsigned shift;
	} bases[] = {{"0x", 4}, {"0o", 3}, {"0b", 1}};
	uint64_t magnitude;
	bool negative;

	for (size_t i = 0; i < ARRAY_SIZE(bases); i++) {
		if (!sv_starts(text, sv_cstr(bases[i].prefix)))
			continue;
		if (!read_bits(sv_from(text, 2), bases[i].shift, &magnitude))
			return expected;
		*value = (int64_t)magnitude;
		return NULL;
	}
	if (!read_digits(&text, &negative, &magnitude) || text.n)
		return expected;
	return apply_sign(negative, magnitude, value) ? NULL : "an int of 64 bits";
}

const char *value_bool(struct sv text, int64_t *value)
{
	*value = sv_is(text, "true");
	return *value || sv_is(text, "false") ? NULL : "true or false";
}

static const struct unit *find_unit(const struct unit *units, size_t n, struct sv name)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(units[i].name) == name.n &&
		    strncasecmp(units[i].name, name.p, name.n) == 0)
			return &units[i];
	}
	return NULL;
}

static const char *read_with_unit(struct sv text, const struct unit *units, size_t n,
				  const char *expected, int64_t *value)
{
	const struct unit *unit;
	struct sv decimals = {"", 0};
	uint64_t whole, part = 0, scale;
	bool negative;

	if (!read_digits(&text, &negative, &whole))
		return expected;
	if (text.n && text.p[0] == '.') {
		decimals.p = text.p + 1;
		for (text = sv_from(text, 1); text.n && digit_of(text.p[0]) < 10;)
			text = sv_from(text, 1);
		decimals.n = (size_t)(text.p - decimals.p);
	}
	unit = find_unit(units, n, text);
	if (!unit)
		return expected;
	/* Digit by digit, as long as a digit is worth at least one. */
	scale = (uint64_t)unit->scale;
	for (size_t i = decimals.n > 18 ? 18 : decimals.n; i-- > 0;) {
		uint64_t tail = part;

		part = ((uint64_t)digit_of(decimals.p[i]) * scale + tail) / 10;
	}
	if (__builtin_mul_overflow(whole, scale, &whole) ||
	    __builtin_add_overflow(whole, part, &whole) || !apply_sign(negative, whole, value))
		return "a value of 64 bits";
	return NULL;
}

const char *value_duration(struct sv text, int64_t *value)
{
	return read_with_unit(text, duration_units, ARRAY_SIZE(duration_units),
			      "a duration such as 5ms, 1.5sec or 2min", value);
}

const char *value_filesize(struct sv text, int64_t *value)
{
	return read_with_unit(text, filesize_units, ARRAY_SIZE(filesize_units),
			      "a filesize such as 512b, 4kb or 1.5mib", value);
}
