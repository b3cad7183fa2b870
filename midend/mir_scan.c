/* mir_scan.c - see mir_scan.h. */
#include "midend/mir_scan.h"

#include "midend/mir_text.h"

bool scan_fail(struct mir_scan *sc, const char *at, const char *fmt, ...)
{
	uint32_t line = 1;
	const char *line_start = sc->start;
	va_list ap;

	if (sc->error)
		return false;
	for (const char *c = sc->start; c < at; c++) {
		if (*c == '\n') {
			line++;
			line_start = c + 1;
		}
	}
	va_start(ap, fmt);
	sc->error =
		arena_printf(sc->arena, "%u:%u: error: %s", line, (unsigned)(at - line_start) + 1,
			     arena_vprintf(sc->arena, fmt, ap));
	va_end(ap);
	return false;
}

/* Blanks and comments, not newlines. */
void scan_blanks(struct mir_scan *sc)
{
	while (scan_peek(sc) == ' ' || scan_peek(sc) == '\t' || scan_peek(sc) == '\r')
		sc->p++;
	if (scan_peek(sc) == ';')
		while (sc->p < sc->end && *sc->p != '\n')
			sc->p++;
}

void scan_lines(struct mir_scan *sc)
{
	scan_blanks(sc);
	while (scan_peek(sc) == '\n') {
		sc->p++;
		scan_blanks(sc);
	}
}

bool scan_accept(struct mir_scan *sc, const char *text)
{
	size_t n = strlen(text);

	scan_blanks(sc);
	if ((size_t)(sc->end - sc->p) < n || memcmp(sc->p, text, n) != 0)
		return false;
	if (scan_is_word(text[n - 1]) && sc->p + n < sc->end && scan_is_word(sc->p[n]))
		return false;
	sc->p += n;
	return true;
}

bool scan_expect(struct mir_scan *sc, const char *text)
{
	return scan_accept(sc, text) || scan_fail(sc, sc->p, "expected '%s'", text);
}

bool scan_word(struct mir_scan *sc, struct sv *word)
{
	scan_blanks(sc);
	word->p = sc->p;
	while (sc->p < sc->end && scan_is_word(*sc->p))
		sc->p++;
	word->n = (size_t)(sc->p - word->p);
	return word->n || scan_fail(sc, sc->p, "expected a word");
}

bool scan_name(struct mir_scan *sc, struct sv *name)
{
	const char *at = sc->p;

	return scan_word(sc, name) && (!scan_is_digit(name->p[0]) ||
				       scan_fail(sc, at, "a name does not start with a digit"));
}

bool scan_int(struct mir_scan *sc, int64_t *n)
{
	bool negative = scan_accept(sc, "-");
	const char *at = sc->p;
	uint64_t u = 0, limit = negative ? (uint64_t)1 << 63 : INT64_MAX;

	scan_blanks(sc);
	if (!scan_is_digit(scan_peek(sc)))
		return scan_fail(sc, at, "expected a number");
	for (; scan_is_digit(scan_peek(sc)); sc->p++) {
		unsigned digit = (unsigned)(*sc->p - '0');

		if (u > (limit - digit) / 10)
			return scan_fail(sc, at, "the number does not fit in 64 bits");
		u = u * 10 + digit;
	}
	*n = (int64_t)(negative ? 0 - u : u);
	return true;
}

bool scan_u32(struct mir_scan *sc, uint32_t *n)
{
	const char *at = sc->p;
	int64_t wide;

	if (!scan_int(sc, &wide))
		return false;
	*n = (uint32_t)wide;
	return (wide >= 0 && wide <= UINT32_MAX) || scan_fail(sc, at, "not a number of 32 bits");
}

static int hex_digit(char c)
{
	if (scan_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool scan_hex_byte(struct mir_scan *sc, char *byte)
{
	int high, low;

	if (sc->end - sc->p < 2)
		return scan_fail(sc, sc->p, "expected two hex digits");
	high = hex_digit(sc->p[0]);
	low = hex_digit(sc->p[1]);
	if (high < 0 || low < 0)
		return scan_fail(sc, sc->p, "expected two hex digits");
	*byte = (char)(high * 16 + low);
	sc->p += 2;
	return true;
}

static bool read_escape(struct mir_scan *sc, char *c)
{
	char escaped = scan_peek(sc);

	if (sc->p < sc->end)
		sc->p++;
	switch (escaped) {
	case 'n':
		*c = '\n';
		return true;
	case 't':
		*c = '\t';
		return true;
	case '"':
	case '\\':
		*c = escaped;
		return true;
	case 'x':
		return scan_hex_byte(sc, c) && (*c || scan_fail(sc, sc->p, "a NUL in a string"));
	}
	return scan_fail(sc, sc->p, "an unknown escape");
}

bool scan_string(struct mir_scan *sc, const char **s)
{
	struct buf b = {.arena = sc->arena};

	if (!scan_expect(sc, "\""))
		return false;
	buf_write(&b, "", 0);
	while (scan_peek(sc) != '"') {
		char c = scan_peek(sc);

		if (sc->p == sc->end || c == '\n' || c == '\0')
			return scan_fail(sc, sc->p, "the string does not end");
		sc->p++;
		if (c == '\\' && !read_escape(sc, &c))
			return false;
		buf_putc(&b, c);
	}
	sc->p++;
	*s = b.p;
	return true;
}

/* One of `names`, by index. */
bool scan_choice(struct mir_scan *sc, const char *const *names, uint32_t n, uint32_t *choice)
{
	struct sv word;

	if (!scan_word(sc, &word))
		return false;
	for (*choice = 0; *choice < n; ++*choice)
		if (sv_is(word, names[*choice]))
			return true;
	return scan_fail(sc, word.p, "'" SV_FMT "' does not fit here", SV_ARG(word));
}

bool scan_type(struct mir_scan *sc, struct mir_type *t)
{
	uint32_t choice;

	*t = (struct mir_type){0};
	if (!scan_accept(sc, "ptr")) {
		if (!scan_choice(sc, mir_kind_names + MIR_I1, MIR_PTR - MIR_I1, &choice))
			return false;
		t->kind = (uint8_t)(MIR_I1 + choice);
		return true;
	}
	if (!scan_expect(sc, "<") || !scan_choice(sc, mir_space_names, MIR_SPACE_COUNT, &choice))
		return false;
	t->kind = MIR_PTR;
	t->space = (uint8_t)choice;
	t->nullable = scan_accept(sc, "?");
	scan_blanks(sc);
	if (scan_is_digit(scan_peek(sc)) && !scan_u32(sc, &t->size))
		return false;
	return scan_expect(sc, ">");
}

bool scan_types(struct mir_scan *sc, struct mir_type **types, uint32_t *n)
{
	VEC(struct mir_type) list = {0};

	do {
		struct mir_type t;

		if (!scan_type(sc, &t))
			return false;
		vec_push(sc->arena, &list, t);
	} while (scan_accept(sc, ","));
	*types = list.v;
	*n = list.n;
	return true;
}

/* An optional place, then the end of the line. */
bool scan_line_end(struct mir_scan *sc, struct span *at)
{
	if (scan_accept(sc, "!")) {
		*at = NO_SPAN;
		if (!scan_u32(sc, &at->file))
			return false;
		if (at->file && (!scan_expect(sc, ":") || !scan_u32(sc, &at->start) ||
				 !scan_expect(sc, "-") || !scan_u32(sc, &at->end)))
			return false;
	}
	scan_blanks(sc);
	if (sc->p == sc->end)
		return true;
	if (*sc->p != '\n')
		return scan_fail(sc, sc->p, "expected the end of the line");
	sc->p++;
	return true;
}
