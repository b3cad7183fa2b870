/*
 * regex_class.c - sets of characters: what \d, \w, \s and [:alpha:] mean, complements, and case.
 *
 * As in Rust's regex the classes are of Unicode (UTS 18, annex C); the properties that general
 * categories do not give are listed here.
 */
#include "frontend/regex_tree.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Above it no character has case (Adlam ends at U+1E943). */
enum { CASED_END = 0x1e944 };

void char_set_add(struct arena *a, struct char_set *s, uint32_t low, uint32_t high)
{
	struct char_range r = {low, high};

	vec_push(a, &s->ranges, r);
}

void char_set_join(struct arena *a, struct char_set *s, const struct char_set *other)
{
	for (uint32_t i = 0; i < other->ranges.n; i++)
		vec_push(a, &s->ranges, other->ranges.v[i]);
}

static int by_low(const void *x, const void *y)
{
	const struct char_range *a = x, *b = y;

	return (a->low > b->low) - (a->low < b->low);
}

void char_set_normalise(struct char_set *s)
{
	uint32_t n = 0;

	if (s->ranges.n)
		qsort(s->ranges.v, s->ranges.n, sizeof(*s->ranges.v), by_low);
	for (uint32_t i = 0; i < s->ranges.n; i++) {
		struct char_range r = s->ranges.v[i], *last = n ? &s->ranges.v[n - 1] : NULL;

		if (last && r.low <= last->high + 1)
			last->high = r.high > last->high ? r.high : last->high;
		else
			s->ranges.v[n++] = r;
	}
	s->ranges.n = n;
}

void char_set_negate(struct arena *a, struct char_set *s)
{
	struct char_set r = {0};
	uint32_t next = 0;

	char_set_normalise(s);
	for (uint32_t i = 0; i < s->ranges.n; i++) {
		if (s->ranges.v[i].low > next)
			char_set_add(a, &r, next, s->ranges.v[i].low - 1);
		next = s->ranges.v[i].high + 1;
	}
	if (next <= CODE_POINT_MAX)
		char_set_add(a, &r, next, CODE_POINT_MAX);
	*s = r;
}

/* Simple case folding. Capitals with a dot above and small letters without one fold to themselves
 * (CaseFolding.txt has them for Turkic languages only). */
static uint32_t folded(uint32_t c)
{
	if (c == 0x130 || c == 0x131)
		return c;
	return (uint32_t)utf8proc_tolower(utf8proc_toupper((utf8proc_int32_t)c));
}

static bool contains(const struct char_set *s, uint32_t c)
{
	uint32_t low = 0, high = s->ranges.n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (s->ranges.v[mid].high < c)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->ranges.n && s->ranges.v[low].low <= c;
}

void char_set_fold(struct arena *a, struct char_set *s)
{
	struct char_set classes = {0};

	char_set_normalise(s);
	for (uint32_t i = 0; i < s->ranges.n; i++)
		for (uint32_t c = s->ranges.v[i].low; c <= s->ranges.v[i].high && c < CASED_END;
		     c++)
			char_set_add(a, &classes, folded(c), folded(c));
	char_set_normalise(&classes);
	for (uint32_t c = 0; c < CASED_END; c++)
		if (contains(&classes, folded(c)))
			char_set_add(a, s, c, c);
	char_set_normalise(s);
}

/* Alphabetic, marks, decimal digits, connectors and join controls. */
static bool is_word(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_PC:
		return true;
	default: /* letters in circles and squares are Other_Alphabetic */
		return c == 0x200c || c == 0x200d || (c >= 0x24b6 && c <= 0x24e9) ||
		       (c >= 0x1f130 && c <= 0x1f149) || (c >= 0x1f150 && c <= 0x1f169) ||
		       (c >= 0x1f170 && c <= 0x1f189);
	}
}

static bool is_digit(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

static void collect(struct arena *a, struct char_set *s, bool in(uint32_t c))
{
	for (uint32_t c = 0; c <= CODE_POINT_MAX; c++) {
		uint32_t low = c;

		/* Planes 4 to 13 and the private ones have no characters of any class. */
		if (c == 0x40000)
			c = low = 0xe0000;
		if (c == 0xf0000)
			break;
		if (!in(c))
			continue;
		while (c < CODE_POINT_MAX && in(c + 1))
			c++;
		char_set_add(a, s, low, c);
	}
}

bool char_set_perl(struct arena *a, char letter, struct char_set *s)
{
	static const struct char_range white[] = {
		{9, 13},	  {' ', ' '},	    {0x85, 0x85},     {0xa0, 0xa0},
		{0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f},
		{0x205f, 0x205f}, {0x3000, 0x3000},
	};

	switch (letter) {
	case 'd':
		collect(a, s, is_digit);
		return true;
	case 'w':
		collect(a, s, is_word);
		return true;
	case 's':
		for (uint32_t i = 0; i < ARRAY_SIZE(white); i++)
			vec_push(a, &s->ranges, white[i]);
		return true;
	default:
		return false;
	}
}

bool char_set_posix(struct arena *a, struct sv name, struct char_set *s)
{
	static const struct {
		const char *name, *pairs;
	} classes[] = {
		{"alnum", "09AZaz"},
		{"alpha", "AZaz"},
		{"ascii", "\001\177"},
		{"blank", "\t\t  "},
		{"cntrl", "\001\037\177\177"},
		{"digit", "09"},
		{"graph", "!~"},
		{"lower", "az"},
		{"print", " ~"},
		{"punct", "!/:@[`{~"},
		{"space", "\t\r  "},
		{"upper", "AZ"},
		{"word", "09AZ__az"},
		{"xdigit", "09AFaf"},
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(classes); i++) {
		if (!sv_is(name, classes[i].name))
			continue;
		for (const char *p = classes[i].pairs; *p; p += 2)
			char_set_add(a, s, (unsigned char)p[0], (unsigned char)p[1]);
		if (sv_is(name, "ascii") || sv_is(name, "cntrl"))
			char_set_add(a, s, 0, 0);
		return true;
	}
	return false;
}
