/* json_text.c - see json_text.h. */
#include "loader/json_text.h"
#include "loader/decode.h"

static const char hex[] = "0123456789abcdef";

static char *put(char *to, struct sv s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

/* May the byte stand in a JSON string as it is? */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* The same for eight bytes at once; it may say no where the answer is yes. */
static bool are_plain(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101, tops = ones * 0x80;
	uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\'), del = w ^ (ones * 0x7f);

	return !((w | (w - ones * 0x20) | (quote - ones) | (slash - ones) | (del - ones)) & tops);
}

/* One character that cannot be copied. */
static char *put_special(char *to, struct sv *s)
{
	static const char letters[] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	unsigned char c = (unsigned char)*s->p;
	const char *start = s->p;

	if (c >= 0x80) {
		if (decode_char(s) < 0)
			return put(to, SV("\xef\xbf\xbd"));
		return put(to, (struct sv){start, (size_t)(s->p - start)});
	}
	s->p++, s->n--;
	*to++ = '\\';
	if (c == '"' || c == '\\') {
		*to++ = (char)c;
	} else if (c < sizeof(letters) && letters[c]) {
		*to++ = letters[c];
	} else {
		to = put(to, SV("u00"));
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return to;
}

char *json_chars(char *to, struct sv s)
{
	while (s.n) {
		uint64_t w;

		for (; s.n >= sizeof(w); s.p += sizeof(w), s.n -= sizeof(w)) {
			memcpy(&w, s.p, sizeof(w));
			if (!are_plain(w))
				break;
			memcpy(to, &w, sizeof(w));
			to += sizeof(w);
		}
		while (s.n && is_plain((unsigned char)*s.p))
			*to++ = *s.p++, s.n--;
		if (s.n)
			to = put_special(to, &s);
	}
	return to;
}
