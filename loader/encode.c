/*
 * encode.c - values from the command line as the bytes that a script puts into its maps.
 *
 * Equal values have equal bytes: what a null value would have been, and what stands behind a text,
 * is zero, as the script leaves it.
 */
#include "loader/encode.h"
#include "loader/values.h"

#include <jansson.h>
#include <limits.h>

struct encoding {
	struct arena *arena;
	char *base; /* of the key or value that the field's offsets count from */
	size_t size;
};

static const char *put(const struct encoding *e, const struct wire_field *f, const json_t *v);

static const char *put_number(const struct encoding *e, const struct wire_field *f, int64_t v)
{
	unsigned bits = f->size * CHAR_BIT;

	if (bits < 64 && f->kind == WIRE_UINT && (v < 0 || v >> bits))
		return arena_printf(e->arena, "a number of %u bits", bits);
	if (bits < 64 && f->kind == WIRE_INT &&
	    (v < -(INT64_C(1) << (bits - 1)) || v >> (bits - 1) > 0))
		return arena_printf(e->arena, "a signed number of %u bits", bits);
	memcpy(e->base + f->offset, &v, f->size); /* the machine's own byte order, little or not */
	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		memcpy(e->base + f->offset, (const char *)&v + sizeof(v) - f->size, f->size);
	return NULL;
}

/* A number by the name that its enumeration has for it. */
static bool find_name(const struct wire_field *f, const char *name, int64_t *v)
{
	for (uint32_t i = 0; f->enumeration && i < f->enumeration->nvalues; i++) {
		if (strcmp(f->enumeration->values[i].name, name) == 0) {
			*v = f->enumeration->values[i].value;
			return true;
		}
	}
	return false;
}

static const char *put_number_text(const struct encoding *e, const struct wire_field *f,
				   const char *text)
{
	struct sv s = sv_cstr(text);
	const char *expected;
	int64_t v = 0;

	if (find_name(f, text, &v))
		return put_number(e, f, v);
	expected = f->kind == WIRE_DURATION   ? value_duration(s, &v)
		   : f->kind == WIRE_FILESIZE ? value_filesize(s, &v)
					      : value_int(s, &v);
	return expected ? expected : put_number(e, f, v);
}

static const char *put_text(const struct encoding *e, const struct wire_field *f, const char *text,
			    size_t n)
{
	uint32_t length = (uint32_t)n;

	if (n > f->size)
		return arena_printf(e->arena, "at most %u bytes", f->size);
	memcpy(e->base + f->offset, text, n);
	if (f->len_at >= 0)
		memcpy(e->base + f->len_at, &length, sizeof(length));
	return NULL;
}

static const char *put_binary(const struct encoding *e, const struct wire_field *f, const json_t *v)
{
	char *bytes = arena_alloc(e->arena, json_array_size(v) + 1, 1);

	if (!json_is_array(v))
		return "an array of bytes";
	for (size_t i = 0; i < json_array_size(v); i++) {
		const json_t *byte = json_array_get(v, i);

		if (!json_is_integer(byte) || json_integer_value(byte) < 0 ||
		    json_integer_value(byte) > UCHAR_MAX)
			return "an array of bytes";
		bytes[i] = (char)json_integer_value(byte);
	}
	return put_text(e, f, bytes, json_array_size(v));
}

static const char *put_record(const struct encoding *e, const struct wire_field *f, const json_t *v)
{
	const char *wrong = NULL;

	if (!json_is_object(v) || json_object_size(v) != f->nfields)
		wrong = arena_printf(e->arena, "a record of %u columns", f->nfields);
	for (uint32_t i = 0; !wrong && i < f->nfields; i++) {
		const json_t *column = json_object_get(v, f->fields[i].name);

		wrong = column ? put(e, &f->fields[i], column)
			       : arena_printf(e->arena, "a column '%s'", f->fields[i].name);
	}
	return wrong;
}

static const char *put_list(const struct encoding *e, const struct wire_field *f, const json_t *v)
{
	size_t n = json_array_size(v);
	const char *wrong = NULL;

	if (!json_is_array(v) || n > f->places || (f->taken_at < 0 && n != f->places))
		return arena_printf(e->arena, "a list of %s%u elements",
				    f->taken_at < 0 ? "" : "at most ", f->places);
	for (size_t i = 0; !wrong && i < n; i++) {
		struct encoding place = *e;

		place.base += f->offset + i * wire_place_bytes(f);
		wrong = put(&place, f->fields, json_array_get(v, i));
		if (f->taken_at >= 0)
			e->base[(size_t)f->taken_at + i / 8] |= (char)(1 << i % 8);
	}
	return wrong;
}

static const char *put(const struct encoding *e, const struct wire_field *f, const json_t *v)
{
	if (json_is_null(v)) {
		if (f->kind == WIRE_NOTHING)
			return NULL;
		if (f->null_at < 0)
			return arena_printf(e->arena, "a value of kind %s, not null",
					    wire_kind_name(f->kind));
		e->base[f->null_at] = 1;
		return NULL;
	}
	switch (f->kind) {
	case WIRE_BOOL:
		if (!json_is_boolean(v))
			return "true or false";
		e->base[f->offset] = json_is_true(v);
		return NULL;
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
		if (json_is_integer(v))
			return put_number(e, f, json_integer_value(v));
		if (json_is_string(v))
			return put_number_text(e, f, json_string_value(v));
		return "a number";
	case WIRE_STRING:
		return json_is_string(v)
			       ? put_text(e, f, json_string_value(v), json_string_length(v))
			       : "a string";
	case WIRE_BINARY:
		return put_binary(e, f, v);
	case WIRE_RECORD:
		return put_record(e, f, v);
	case WIRE_LIST:
		return put_list(e, f, v);
	case WIRE_NOTHING:
		return "null";
	case WIRE_KSYM:
	case WIRE_STACK:
	case WIRE_TEXT:
	case WIRE_KINDS:
		break;
	}
	return arena_printf(e->arena, "another map: a value of kind %s cannot be given",
			    wire_kind_name(f->kind));
}

/* A JSON value, or what stands for the string or number that it is. */
static json_t *read_text(const struct wire_field *f, const char *text)
{
	bool is_word = f->kind == WIRE_STRING && *text != '"' && strcmp(text, "null") != 0;
	json_t *v = is_word ? NULL
			    : json_loads(text,
					 JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
					 NULL);

	/* Not JSON, as 5ms and 0xff are none, nor a number of more than 63 bits. */
	return v ? v : json_stringn(text, strlen(text));
}

const char *encode_text(struct arena *a, const struct wire_field *f, const char *text, void *bytes,
			size_t size)
{
	struct encoding e = {a, bytes, size};
	const char *wrong = "text in UTF-8";
	json_t *v;

	memset(bytes, 0, size);
	if (wire_field_end(f) > size)
		return "a map that holds what the manifest says";
	v = read_text(f, text);
	if (v)
		wrong = put(&e, f, v);
	json_decref(v);
	return wrong;
}
