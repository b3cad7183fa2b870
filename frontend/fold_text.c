/*
 * fold_text.c - Nushell's `str` commands on constants, with the Unicode that it knows.
 */
#include "frontend/fold_text.h"
#include "frontend/fold.h"
#include "frontend/regex_tree.h"

#include <utf8proc.h>

/* The character at p[at]; its bytes. What is not UTF-8 is a character of one byte. */
static size_t char_at(struct sv s, size_t at, uint32_t *c)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at,
					      (utf8proc_ssize_t)(s.n - at), &code);

	*c = n > 0 ? (uint32_t)code : (unsigned char)s.p[at];
	return n > 0 ? (size_t)n : 1;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct sv fold_trim(struct sv s)
{
	for (; s.n && is_blank(s.p[s.n - 1]); s.n--)
		;
	while (s.n && is_blank(s.p[0]))
		s = sv_from(s, 1);
	return s;
}

/* SpecialCasing.txt: capitals of several characters; the small sigma that ends a word. */
static bool is_special(uint32_t c, bool upper)
{
	static const struct char_range expand[] = {
		{0xdf, 0xdf},	  {0x149, 0x149},   {0x1f0, 0x1f0},
		{0x390, 0x390},	  {0x3b0, 0x3b0},   {0x587, 0x587},
		{0x1e96, 0x1e9a}, {0x1f50, 0x1fff}, {0xfb00, 0xfb17},
	};

	if (!upper)
		return c == 0x130 || c == 0x3a3;
	for (uint32_t i = 0; i < ARRAY_SIZE(expand); i++)
		if (expand[i].low <= c && c <= expand[i].high)
			return true;
	return false;
}

bool fold_case(struct arena *a, struct sv s, bool upper, struct sv *out)
{
	struct buf b = {.arena = a};
	utf8proc_uint8_t bytes[4];
	uint32_t c;

	buf_puts(&b, "");
	for (size_t at = 0; at < s.n;) {
		utf8proc_int32_t code;

		at += char_at(s, at, &c);
		if (is_special(c, upper))
			return false;
		code = (utf8proc_int32_t)c;
		code = upper ? utf8proc_toupper(code) : utf8proc_tolower(code);
		buf_write(&b, bytes, (size_t)utf8proc_encode_char(code, bytes));
	}
	*out = (struct sv){b.p, b.n};
	return true;
}

static bool is_boundary(struct sv s, size_t at)
{
	return at >= s.n || ((unsigned char)s.p[at] & 0xc0) != 0x80;
}

/* A place as Nushell counts it, within the text. */
static int64_t place(int64_t at, size_t n)
{
	int64_t size = (int64_t)n;

	if (at < 0)
		at += size;
	return at < 0 ? 0 : at > size ? size : at;
}

bool fold_substring(struct sv s, const struct value *range, struct sv *out)
{
	int64_t from = place(range->range.from, s.n), to = (int64_t)s.n;

	if (range->range.has_to && range->range.to < (int64_t)s.n) {
		to = range->range.to < 0 ? range->range.to + (int64_t)s.n : range->range.to;
		to = to < 0 ? 0 : to + !range->range.exclusive;
	}
	if (from >= to) {
		*out = SV("");
		return true;
	}
	*out = (struct sv){s.p + from, (size_t)(to - from)};
	return is_boundary(s, (size_t)from) && is_boundary(s, (size_t)to);
}

struct sv fold_replace(struct arena *a, struct sv s, struct sv find, struct sv with, bool all)
{
	struct buf b = {.arena = a};
	bool done = false;

	buf_puts(&b, "");
	while (s.n) {
		if (!done && sv_starts(s, find)) {
			buf_write(&b, with.p, with.n);
			s = sv_from(s, find.n);
			done = !all;
		} else {
			buf_putc(&b, s.p[0]);
			s = sv_from(s, 1);
		}
	}
	return (struct sv){b.p, b.n};
}

int64_t fold_index(struct sv s, struct sv part)
{
	const char *at = part.n ? memmem(s.p, s.n, part.p, part.n) : s.p;

	return at ? at - s.p : -1;
}

int64_t fold_chars(struct sv s)
{
	int64_t n = 0;
	uint32_t c;

	for (size_t at = 0; at < s.n; n++)
		at += char_at(s, at, &c);
	return n;
}
