/* text_writer.c - see text_writer.h. */
#include "loader/text_writer.h"
#include "loader/json_text.h"
#include "runtime/units.h"

/* What stands between the last value and the one that comes. */
static struct buf *before(void *writer)
{
	struct text_writer *w = writer;

	if (w->follows)
		buf_putc(&w->b, ',');
	w->follows = true;
	return &w->b;
}

static void put_null(void *w)
{
	buf_puts(before(w), "null");
}

static void put_boolean(void *w, bool v)
{
	buf_puts(before(w), v ? "true" : "false");
}

static void put_integer(void *w, int64_t v)
{
	char digits[UNITS_MAX];

	buf_write(before(w), digits, units_int(digits, v));
}

static void put_natural(void *w, uint64_t v)
{
	char digits[UNITS_MAX];

	buf_write(before(w), digits, units_uint(digits, v));
}

static void put_decimal(void *w, struct sv digits)
{
	buf_write(before(w), digits.p, digits.n);
}

/* Numbers of characters that JSON's escapes make of a piece of text. */
enum { PIECE = 256 };

static void put_quoted(struct buf *b, struct sv s)
{
	char piece[PIECE * JSON_MAX_ESCAPE];

	buf_putc(b, '"');
	while (s.n) {
		size_t n = s.n < PIECE ? s.n : PIECE;

		/* Whole characters: a piece ends before the start of one. */
		while (n < s.n && n > PIECE - 4 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
		buf_write(b, piece, (size_t)(json_chars(piece, (struct sv){s.p, n}) - piece));
		s = sv_from(s, n);
	}
	buf_putc(b, '"');
}

static void put_text(void *w, struct sv utf8)
{
	put_quoted(before(w), utf8);
}

static void put_list(void *writer, uint32_t n)
{
	struct text_writer *w = writer;

	(void)n;
	buf_putc(before(w), '[');
	w->follows = false;
}

static void put_list_end(void *writer)
{
	struct text_writer *w = writer;

	buf_putc(&w->b, ']');
	w->follows = true;
}

static void put_record(void *writer, uint32_t n)
{
	struct text_writer *w = writer;

	(void)n;
	buf_putc(before(w), '{');
	w->follows = false;
}

static void put_record_end(void *writer)
{
	struct text_writer *w = writer;

	buf_putc(&w->b, '}');
	w->follows = true;
}

static void put_key(void *writer, struct sv utf8)
{
	struct text_writer *w = writer;

	put_quoted(before(w), utf8);
	buf_putc(&w->b, ':');
	w->follows = false;
}

static void put_bytes_as_list(void *w, struct sv bytes)
{
	put_list(w, (uint32_t)bytes.n);
	for (size_t i = 0; i < bytes.n; i++)
		put_natural(w, (unsigned char)bytes.p[i]);
	put_list_end(w);
}

const struct tree_writer json_writer = {
	.null = put_null,
	.boolean = put_boolean,
	.integer = put_integer,
	.natural = put_natural,
	.duration = put_integer,
	.filesize = put_integer,
	.decimal = put_decimal,
	.text = put_text,
	.binary = put_bytes_as_list,
	.list = put_list,
	.list_end = put_list_end,
	.record = put_record,
	.key = put_key,
	.record_end = put_record_end,
};

/* ---- NUON ---- */

/* Nushell reads a number above its ints as a float, which is another one: it stays a text. */
static void nuon_natural(void *w, uint64_t v)
{
	char digits[UNITS_MAX];

	if (v <= INT64_MAX)
		put_natural(w, v);
	else
		put_text(w, (struct sv){digits, units_uint(digits, v)});
}

static void nuon_decimal(void *w, struct sv digits)
{
	if (memchr(digits.p, '.', digits.n))
		put_decimal(w, digits);
	else
		put_text(w, digits);
}

static void nuon_duration(void *w, int64_t ns)
{
	put_integer(w, ns);
	buf_puts(&((struct text_writer *)w)->b, "ns");
}

static void nuon_filesize(void *w, int64_t bytes)
{
	put_integer(w, bytes);
	buf_puts(&((struct text_writer *)w)->b, "b");
}

/* JSON's \u001b is no escape of Nushell's. */
static void nuon_quoted(struct buf *b, struct sv s)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_putc(b, '\\');
		if (c < 0x20 || c == 0x7f)
			buf_printf(b, "\\u{%x}", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

static void nuon_text(void *w, struct sv utf8)
{
	nuon_quoted(before(w), utf8);
}

static void nuon_key(void *writer, struct sv utf8)
{
	struct text_writer *w = writer;

	nuon_quoted(before(w), utf8);
	buf_putc(&w->b, ':');
	w->follows = false;
}

static void nuon_binary(void *w, struct sv bytes)
{
	struct buf *b = before(w);

	buf_puts(b, "0x[");
	for (size_t i = 0; i < bytes.n; i++)
		buf_printf(b, "%02X", (unsigned char)bytes.p[i]);
	buf_putc(b, ']');
}

const struct tree_writer nuon_writer = {
	.null = put_null,
	.boolean = put_boolean,
	.integer = put_integer,
	.natural = nuon_natural,
	.duration = nuon_duration,
	.filesize = nuon_filesize,
	.decimal = nuon_decimal,
	.text = nuon_text,
	.binary = nuon_binary,
	.list = put_list,
	.list_end = put_list_end,
	.record = put_record,
	.key = nuon_key,
	.record_end = put_record_end,
};
