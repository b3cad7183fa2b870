/* render_text.c - see render_text.h. */
#include "loader/render_text.h"
#include "loader/stacks.h"

#include "runtime/units.h"

#include <stdio.h>
#include <utf8proc.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
static const char ellipsis[] = "\xe2\x80\xa6";	  /* U+2026 */

size_t namer_ksym(const struct namer *n, uint64_t address, char *out)
{
	size_t len = n->ksym ? n->ksym(n->arg, address, out, NAMER_MAX) : 0;

	if (len > 0 && len <= NAMER_MAX)
		return len;
	return (size_t)snprintf(out, NAMER_MAX, "0x%llx", (unsigned long long)address);
}

const struct stack *namer_stack(const struct namer *n, uint64_t number)
{
	static const struct stack none;

	return n->stack ? n->stack(n->stack_arg, number) : &none;
}

static void put_stack(struct buf *b, const struct stack *s)
{
	buf_putc(b, '[');
	for (uint32_t i = 0; i < s->nframes; i++) {
		buf_puts(b, i ? ", " : "");
		buf_write(b, s->frames[i].text.p, s->frames[i].text.n);
	}
	buf_putc(b, ']');
}

void text_utf8(struct buf *b, struct sv s)
{
	while (s.n) {
		const char *start = s.p;
		int32_t c = decode_char(&s);

		while (c >= 0 && s.n && (unsigned char)*s.p < 0x80)
			s.p++, s.n--;
		buf_write(b, c < 0 ? replacement : start, c < 0 ? 3 : (size_t)(s.p - start));
	}
}

static void put_bytes(struct buf *b, struct sv s)
{
	char digits[UNITS_MAX];

	buf_putc(b, '[');
	for (size_t i = 0; i < s.n; i++) {
		if (i)
			buf_puts(b, ", ");
		buf_write(b, digits, units_uint(digits, (unsigned char)s.p[i]));
	}
	buf_putc(b, ']');
}

static void put_record(struct buf *b, const struct namer *n, const struct wire_field *f,
		       const void *record, uint64_t *cut)
{
	buf_putc(b, '{');
	for (uint32_t i = 0; i < f->nfields; i++) {
		if (i)
			buf_puts(b, ", ");
		buf_puts(b, f->fields[i].name);
		buf_puts(b, ": ");
		text_value(b, n, &f->fields[i], record, cut);
	}
	buf_putc(b, '}');
}

static void put_list(struct buf *b, const struct namer *n, struct elements elements, uint64_t *cut)
{
	const struct wire_field *elem = elements.list->fields;
	const char *at = decode_next(&elements);

	buf_putc(b, '[');
	while (at) {
		text_value(b, n, elem, at, cut);
		at = decode_next(&elements);
		if (at)
			buf_puts(b, ", ");
	}
	buf_putc(b, ']');
}

void text_value(struct buf *b, const struct namer *n, const struct wire_field *f,
		const void *record, uint64_t *cut)
{
	struct value v = decode_field(f, record);
	char text[NAMER_MAX];

	switch (v.kind) {
	case WIRE_BOOL:
		buf_puts(b, v.b ? "true" : "false");
		break;
	case WIRE_INT:
		buf_write(b, text, units_int(text, v.i));
		break;
	case WIRE_UINT:
		buf_write(b, text, units_uint(text, v.u));
		break;
	case WIRE_DURATION:
		buf_write(b, text, units_duration(text, v.i));
		break;
	case WIRE_FILESIZE:
		buf_write(b, text, units_filesize(text, v.i));
		break;
	case WIRE_STRING:
		text_utf8(b, v.text);
		break;
	case WIRE_BINARY:
		put_bytes(b, v.text);
		break;
	case WIRE_RECORD:
		put_record(b, n, f, record, cut);
		break;
	case WIRE_LIST:
		put_list(b, n, v.elements, cut);
		break;
	case WIRE_TEXT:
		text_parts(b, n, f->parts, f->nparts, f->fields, record, cut);
		break;
	case WIRE_KSYM:
		text_utf8(b, (struct sv){text, namer_ksym(n, v.u, text)});
		break;
	case WIRE_STACK:
		put_stack(b, namer_stack(n, v.u));
		break;
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	if (v.cut) {
		buf_puts(b, ellipsis);
		++*cut;
	}
}

void text_parts(struct buf *b, const struct namer *n, const struct wire_part *parts,
		uint32_t nparts, const struct wire_field *fields, const void *record, uint64_t *cut)
{
	for (uint32_t i = 0; i < nparts; i++) {
		if (parts[i].text)
			buf_puts(b, parts[i].text);
		else
			text_value(b, n, &fields[parts[i].field], record, cut);
	}
}

/* What a terminal acts on, or what turns a line around: controls, format characters (the bidi
 * overrides among them), line separators, private and unassigned characters of no known width. */
static bool is_unsafe(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default: /* utf8proc's enum, which grows with Unicode */
		return false;
	}
}

static void put_escaped(struct buf *b, int32_t c)
{
	switch (c) {
	case '\n':
		buf_puts(b, "\\n");
		break;
	case '\t':
		buf_puts(b, "\\t");
		break;
	case '\r':
		buf_puts(b, "\\r");
		break;
	default:
		buf_printf(b, c < 0x80 ? "\\x%02x" : "\\u{%x}", (unsigned)c);
		break;
	}
}

void text_safe(struct buf *b, struct sv s, bool lines)
{
	while (s.n) {
		const char *start = s.p;
		int32_t c;

		while (s.n && *s.p >= 0x20 && *s.p < 0x7f)
			s.p++, s.n--;
		buf_write(b, start, (size_t)(s.p - start));
		if (!s.n)
			break;
		start = s.p;
		c = decode_char(&s);
		if (c < 0)
			buf_puts(b, replacement);
		else if ((lines && (c == '\n' || c == '\t')) || !is_unsafe(c))
			buf_write(b, start, (size_t)(s.p - start));
		else
			put_escaped(b, c);
	}
}

static uint32_t char_width(int32_t c)
{
	int width;

	if (c >= 0x20 && c < 0x7f)
		return 1;
	width = c < 0 ? 1 : utf8proc_charwidth(c);
	return width > 0 ? (uint32_t)width : 0;
}

uint32_t text_width(struct sv s)
{
	uint32_t width = 0;

	while (s.n)
		width += char_width(decode_char(&s));
	return width;
}

struct sv text_fit(struct sv s, uint32_t width)
{
	struct sv rest = s;
	const char *end = s.p;

	while (rest.n) {
		uint32_t w = char_width(decode_char(&rest));

		if (w > width)
			break;
		width -= w;
		end = rest.p;
	}
	return (struct sv){s.p, (size_t)(end - s.p)};
}

bool text_is_right(enum wire_kind kind)
{
	return kind == WIRE_INT || kind == WIRE_UINT || kind == WIRE_DURATION ||
	       kind == WIRE_FILESIZE;
}
