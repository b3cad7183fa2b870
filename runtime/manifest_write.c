/*
 * manifest_write.c - a struct manifest as compact JSON, members in the order of the schema.
 *
 * A member with its default value is left out, which keeps a small script's manifest near 1 KB.
 * jansson writes objects in the order of insertion, so same manifest, same bytes.
 */
#include "runtime/manifest_schema.h"

#include <jansson.h>

static json_t *kept(json_t *v)
{
	if (!v)
		nb_out_of_memory();
	return v;
}

/* A JSON string holds Unicode only: where `s` is not UTF-8, every byte above 127 becomes U+FFFD. */
static json_t *json_text(const char *s)
{
	struct arena scratch = {0};
	struct buf b = {.arena = &scratch};
	json_t *v = json_string(s);

	if (v)
		return v;
	for (; *s; s++) {
		if ((unsigned char)*s < 0x80)
			buf_putc(&b, *s);
		else
			buf_puts(&b, "\xef\xbf\xbd");
	}
	v = kept(json_stringn(b.p, b.n));
	arena_free(&scratch);
	return v;
}

static void set(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, kept(value)) != 0)
		nb_out_of_memory();
}

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, kept(value)) != 0)
		nb_out_of_memory();
}

static json_t *write_members(const struct shape *shape, const void *base);

static json_t *write_array(const struct shape *shape, const void *v, uint32_t n)
{
	json_t *array = kept(json_array());

	for (uint32_t i = 0; i < n; i++)
		append(array, write_members(shape, (const char *)v + (size_t)i * shape->size));
	return array;
}

static json_t *write_parts(const struct wire_part *parts, uint32_t n)
{
	json_t *array = kept(json_array());

	for (uint32_t i = 0; i < n; i++)
		append(array,
		       parts[i].text ? json_text(parts[i].text) : json_integer(parts[i].field));
	return array;
}

/* [NAME, VALUE, NAME, VALUE, …] */
static json_t *write_enumerators(const struct manifest_enumerator *values, uint32_t n)
{
	json_t *array = kept(json_array());

	for (uint32_t i = 0; i < n; i++) {
		append(array, json_text(values[i].name));
		append(array, json_integer(values[i].value));
	}
	return array;
}

static void write_number(json_t *object, const char *name, int64_t value, int64_t missing)
{
	if (value != missing)
		set(object, name, json_integer(value));
}

static void write_bool(json_t *object, const char *name, bool value)
{
	if (value)
		set(object, name, json_true());
}

static void write_text(json_t *object, const char *name, const char *s, bool even_empty)
{
	if (s && (*s || even_empty))
		set(object, name, json_text(s));
}

/* One member of the struct at `base`; the schema says what lives where. */
static void write_member(json_t *object, const struct member *m, const void *base)
{
	const void *at = (const char *)base + m->offset;
	const void *beside = (const char *)base + m->beside;
	const uint32_t *number = at, *count = beside;
	const enum wire_kind *kind = at;
	const char *const *text = at;
	const struct wire_field *const *fields = at;
	const struct wire_part *const *parts = at;
	const struct manifest_enumerator *const *names = at;

	switch (m->type) {
	case MEMBER_TEXT:
		write_text(object, m->name, *text, false);
		break;
	case MEMBER_NAME:
	case MEMBER_SYMBOL:
	case MEMBER_OPTIONAL:
	case MEMBER_ENTRY:
		write_text(object, m->name, *text, true);
		break;
	case MEMBER_BOOL:
		write_bool(object, m->name, *(const bool *)at);
		break;
	case MEMBER_U32:
	case MEMBER_PROGRAM:
		write_number(object, m->name, *number, m->missing);
		break;
	case MEMBER_SIZE:
		write_number(object, m->name, *number,
			     wire_kind_size(*(const enum wire_kind *)beside));
		break;
	case MEMBER_OFFSET:
		write_number(object, m->name, *(const int32_t *)at, -1);
		break;
	case MEMBER_U64:
	case MEMBER_I64:
		write_number(object, m->name, *(const int64_t *)at, 0);
		break;
	case MEMBER_KIND:
		if (*kind != m->missing)
			set(object, m->name, json_string(wire_kind_name(*kind)));
		break;
	case MEMBER_FIELD:
		if (((const struct wire_field *)at)->kind != WIRE_NOTHING)
			set(object, m->name, write_members(&wire_field_shape, at));
		break;
	case MEMBER_FIELDS:
		if (*count)
			set(object, m->name, write_array(&wire_field_shape, *fields, *count));
		break;
	case MEMBER_ENUMERATORS:
		set(object, m->name, write_enumerators(*names, *count));
		break;
	case MEMBER_PARTS:
		if (m->missing ? *(const bool *)((const char *)base + m->missing) : *count > 0)
			set(object, m->name, write_parts(*parts, *count));
		break;
	}
}

static json_t *write_members(const struct shape *shape, const void *base)
{
	json_t *object = kept(json_object());

	for (const struct member *m = shape->members; m->name; m++)
		write_member(object, m, base);
	return object;
}

static int collect(const char *p, size_t n, void *buf)
{
	buf_write(buf, p, n);
	return 0;
}

struct sv manifest_write(struct arena *a, const struct manifest *m)
{
	struct buf b = {.arena = a};
	json_t *root = kept(json_object());
	json_t *own = write_members(&manifest_shape, m);

	set(root, "nubpf", json_integer(MANIFEST_VERSION));
	if (json_object_update(root, own) != 0)
		nb_out_of_memory();
	json_decref(own);
	for (uint32_t i = 0; i < MANIFEST_SECTIONS; i++) {
		const struct section *s = &manifest_sections[i];
		struct any_vec vec;

		memcpy(&vec, (const char *)m + s->offset, sizeof(vec));
		if (vec.n)
			set(root, s->name, write_array(&s->shape, vec.v, vec.n));
	}
	if (json_dump_callback(root, collect, &b, JSON_COMPACT) != 0)
		nb_out_of_memory();
	json_decref(root);
	return (struct sv){b.p, b.n};
}
