/* decode.c - see decode.h. */
#include "loader/decode.h"

#include <utf8proc.h>

static uint64_t load_uint(const char *p, uint32_t size)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (size) {
	case 1:
		memcpy(&u8, p, sizeof(u8));
		return u8;
	case 2:
		memcpy(&u16, p, sizeof(u16));
		return u16;
	case 4:
		memcpy(&u32, p, sizeof(u32));
		return u32;
	default:
		memcpy(&u64, p, sizeof(u64));
		return u64;
	}
}

static int64_t load_int(const char *p, uint32_t size)
{
	unsigned shift = 64 - size * 8;

	return (int64_t)(load_uint(p, size) << shift) >> shift;
}

/* A cut string may end inside a character: that piece is left out. */
static size_t whole_chars(const char *p, size_t n)
{
	size_t start = n;

	while (start > 0 && n - start < 3 && ((unsigned char)p[start - 1] & 0xc0) == 0x80)
		start--;
	if (start > 0 && (unsigned char)p[start - 1] >= 0xc0) {
		struct sv last = {p + start - 1, n - start + 1};

		if (decode_char(&last) < 0)
			return start - 1;
	}
	return n;
}

static void load_text(struct value *v, const struct wire_field *f, const char *base)
{
	const char *p = base + f->offset;
	uint64_t n = f->size;

	if (f->len_at >= 0) {
		n = load_uint(base + f->len_at, 4);
		v->cut = n > f->size;
	} else {
		const char *nul = memchr(p, '\0', f->size);

		if (nul)
			n = (size_t)(nul - p);
	}
	if (v->cut)
		n = f->kind == WIRE_STRING ? whole_chars(p, f->size) : f->size;
	v->text = (struct sv){p, n};
}

/* The value as it is stored. */
static struct value load_value(const struct wire_field *f, const void *record)
{
	const char *base = record;
	struct value v = {.kind = f->kind};

	if (f->null_at >= 0 && base[f->null_at]) {
		v.kind = WIRE_NOTHING;
		return v;
	}
	switch (f->kind) {
	case WIRE_BOOL:
		v.b = base[f->offset] != 0;
		break;
	case WIRE_INT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
		v.i = load_int(base + f->offset, f->size);
		break;
	case WIRE_UINT:
	case WIRE_KSYM:
	case WIRE_STACK:
		v.u = load_uint(base + f->offset, f->size);
		break;
	case WIRE_STRING:
	case WIRE_BINARY:
		load_text(&v, f, base);
		break;
	case WIRE_RECORD:
	case WIRE_TEXT:
		v.record = f;
		break;
	case WIRE_LIST:
		v.elements = (struct elements){f, base, 0};
		break;
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	return v;
}

struct value decode_field(const struct wire_field *f, const void *record)
{
	struct value v = load_value(f, record);
	const char *name = NULL;

	if (f->enumeration && v.kind != WIRE_NOTHING)
		name = manifest_enumerator_name(f->enumeration, v.i);
	return name ? (struct value){.kind = WIRE_STRING, .text = sv_cstr(name)} : v;
}

const char *decode_next(struct elements *e)
{
	const struct wire_field *f = e->list;

	while (e->next < f->places) {
		uint32_t i = e->next++;

		if (f->taken_at < 0 || e->record[(uint32_t)f->taken_at + i / 8] >> i % 8 & 1)
			return e->record + f->offset + (size_t)i * wire_place_bytes(f);
	}
	return NULL;
}

static int compare_lists(struct elements left, struct elements right)
{
	for (;;) {
		const char *a = decode_next(&left), *b = decode_next(&right);
		int order = a && b ? decode_compare(&left.list->fields[0], a, b)
				   : (a != NULL) - (b != NULL);

		if (order || !a)
			return order;
	}
}

static int compare_text(struct sv a, struct sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

int decode_compare(const struct wire_field *f, const void *left, const void *right)
{
	struct value a = load_value(f, left), b = load_value(f, right);
	int order = 0;

	if (a.kind != b.kind)
		return a.kind == WIRE_NOTHING ? -1 : 1;
	switch (a.kind) {
	case WIRE_BOOL:
		return (int)a.b - (int)b.b;
	case WIRE_INT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
		return (a.i > b.i) - (a.i < b.i);
	case WIRE_UINT:
	case WIRE_KSYM:
	case WIRE_STACK:
		return (a.u > b.u) - (a.u < b.u);
	case WIRE_STRING:
	case WIRE_BINARY:
		return compare_text(a.text, b.text);
	case WIRE_RECORD:
	case WIRE_TEXT:
		for (uint32_t i = 0; i < f->nfields && !order; i++)
			order = decode_compare(&f->fields[i], left, right);
		return order;
	case WIRE_LIST:
		return compare_lists(a.elements, b.elements);
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	return 0;
}

int32_t decode_char(struct sv *text)
{
	unsigned char first = (unsigned char)*text->p;
	utf8proc_int32_t c = first;
	utf8proc_ssize_t n = 1;

	if (first >= 0x80)
		n = utf8proc_iterate((const utf8proc_uint8_t *)text->p, (utf8proc_ssize_t)text->n,
				     &c);
	if (n <= 0) {
		c = -1;
		n = 1;
	}
	text->p += n;
	text->n -= (size_t)n;
	return c;
}
