/*
 * manifest_read.c - the JSON of an object back into a struct manifest, believing nothing.
 *
 * The walk over the schema checks types, ranges and names member by member; what members mean
 * together (fields inside their record, parts of existing fields, buckets inside a key) is checked
 * in manifest_check.c. The first fault ends the reading and becomes the one error text.
 */
#include "runtime/manifest_check.h"

#include <jansson.h>

/* Where the reading stands, for messages: "event 2, fields 1". */
struct reader {
	struct arena *arena;
	const char *error;
	const char *what; /* kind of object, and its number in its section */
	uint32_t index, nprograms, depth;
	const struct manifest *m;
};

static bool __attribute__((format(printf, 2, 3))) fail(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	const char *why;

	if (r->error)
		return false;
	va_start(ap, fmt);
	why = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	r->error = r->what ? arena_printf(r->arena, "%s %u: %s", r->what, r->index, why) : why;
	return false;
}

/* A string member, NULL when it is absent. Control characters have no place in any name; texts
 * may hold tabs and newlines. */
static bool read_text(struct reader *r, const struct member *m, json_t *v, const char **out)
{
	bool is_name = m->type != MEMBER_TEXT;
	struct sv s;

	*out = m->type == MEMBER_TEXT ? "" : NULL;
	if (!v)
		return m->type != MEMBER_NAME && m->type != MEMBER_SYMBOL
			       ? true
			       : fail(r, "\"%s\" is missing", m->name);
	if (!json_is_string(v))
		return fail(r, "\"%s\" is not a string", m->name);
	s = (struct sv){json_string_value(v), json_string_length(v)};
	for (size_t i = 0; i < s.n; i++)
		if (is_name && ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f))
			return fail(r, "\"%s\" holds a control character", m->name);
	if (is_name && m->type != MEMBER_OPTIONAL && !s.n)
		return fail(r, "\"%s\" is empty", m->name);
	if (m->type == MEMBER_SYMBOL && !manifest_is_symbol(s))
		return fail(r, "\"%s\" is not the name of a symbol", m->name);
	if (m->type == MEMBER_ENTRY && (memchr(s.p, '/', s.n) || sv_is(s, ".") || sv_is(s, "..")))
		return fail(r, "\"%s\" is not a plain name", m->name);
	*out = sv_dup(r->arena, s);
	return true;
}

static bool read_bool(struct reader *r, const struct member *m, json_t *v, bool *out)
{
	if (v && !json_is_boolean(v))
		return fail(r, "\"%s\" is not true or false", m->name);
	*out = json_is_true(v);
	return true;
}

static bool read_number(struct reader *r, const struct member *m, json_t *v, int64_t missing,
			int64_t min, int64_t max, int64_t *out)
{
	*out = missing;
	if (!v)
		return true;
	if (!json_is_integer(v))
		return fail(r, "\"%s\" is not an integer", m->name);
	*out = json_integer_value(v);
	if (*out < min || *out > max)
		return fail(r, "\"%s\" is %lld, not %lld to %lld", m->name, (long long)*out,
			    (long long)min, (long long)max);
	return true;
}

static bool read_u32(struct reader *r, const struct member *m, json_t *v, uint32_t missing,
		     uint32_t max, uint32_t *out)
{
	int64_t n;

	if (!read_number(r, m, v, missing, 0, max, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

static bool read_offset(struct reader *r, const struct member *m, json_t *v, int32_t *out)
{
	int64_t n;

	if (!read_number(r, m, v, -1, 0, m->limit, &n))
		return false;
	*out = (int32_t)n;
	return true;
}

static bool read_program(struct reader *r, const struct member *m, json_t *v, uint32_t *out)
{
	int64_t n;

	if (!read_number(r, m, v, m->missing, 0, UINT32_MAX, &n))
		return false;
	*out = (uint32_t)n;
	if (*out >= r->nprograms && (v || m->missing == 0))
		return fail(r, "program %u does not exist", *out);
	return true;
}

static bool read_kind(struct reader *r, const struct member *m, json_t *v, enum wire_kind *out)
{
	*out = m->missing;
	if (!v)
		return true;
	if (!json_is_string(v))
		return fail(r, "\"%s\" is not a string", m->name);
	*out = wire_kind_find((struct sv){json_string_value(v), json_string_length(v)});
	if (*out == WIRE_KINDS)
		return fail(r, "\"%s\" is \"%s\", which this version does not know", m->name,
			    json_string_value(v));
	return true;
}

static bool read_members(struct reader *r, const struct shape *shape, json_t *object, void *base);

static bool read_field(struct reader *r, const struct member *m, json_t *v, struct wire_field *out)
{
	if (!v) {
		*out = WIRE_FIELD_NONE;
		return true;
	}
	if (!json_is_object(v))
		return fail(r, "\"%s\" is not an object", m->name);
	if (!read_members(r, &wire_field_shape, v, out))
		return false;
	if (out->names > r->m->enums.n)
		return fail(r, "enum %u does not exist", out->names);
	out->enumeration = out->names ? &r->m->enums.v[out->names - 1] : NULL;
	return true;
}

/* An array of at most `limit` elements; absent is empty. */
static bool read_count(struct reader *r, const char *name, json_t *v, uint32_t limit, uint32_t *n)
{
	*n = 0;
	if (v && !json_is_array(v))
		return fail(r, "\"%s\" is not an array", name);
	if (json_array_size(v) > limit)
		return fail(r, "\"%s\" has more than %u elements", name, limit);
	*n = (uint32_t)json_array_size(v);
	return true;
}

static bool read_fields(struct reader *r, const struct member *m, json_t *v,
			struct wire_field **out, uint32_t *n)
{
	bool ok = true;

	if (!read_count(r, m->name, v, WIRE_MAX_FIELDS, n))
		return false;
	if (*n && ++r->depth > WIRE_MAX_DEPTH)
		return fail(r, "records and lists are nested more than %d deep", WIRE_MAX_DEPTH);
	*out = arena_array(r->arena, struct wire_field, *n);
	for (uint32_t i = 0; i < *n && ok; i++)
		ok = read_field(r, m, json_array_get(v, i), &(*out)[i]);
	if (*n)
		r->depth--;
	return ok;
}

static bool read_parts(struct reader *r, const struct member *m, json_t *v, void *base,
		       struct wire_part **out, uint32_t *n)
{
	struct wire_part *parts;

	if (!read_count(r, m->name, v, WIRE_MAX_FIELDS, n))
		return false;
	if (m->missing)
		*(bool *)((char *)base + m->missing) = v != NULL;
	parts = *out = arena_array(r->arena, struct wire_part, *n);
	for (uint32_t i = 0; i < *n; i++) {
		json_t *part = json_array_get(v, i);
		struct sv text = {json_string_value(part), json_string_length(part)};

		if (json_is_string(part))
			parts[i].text = sv_dup(r->arena, text);
		else if (!read_u32(r, m, part, 0, WIRE_MAX_FIELDS, &parts[i].field))
			return false;
	}
	return true;
}

static bool read_enumerators(struct reader *r, const struct member *m, json_t *v,
			     struct manifest_enumerator **out, uint32_t *n)
{
	struct manifest_enumerator *values;
	uint32_t items;

	if (!read_count(r, m->name, v, 2 * MANIFEST_MAX_ENUMERATORS, &items))
		return false;
	values = *out = arena_array(r->arena, struct manifest_enumerator, items / 2 + 1);
	*n = items / 2;
	for (uint32_t i = 0; i < items; i += 2) {
		json_t *name = json_array_get(v, i), *value = json_array_get(v, i + 1);
		struct member as_name = {.name = m->name, .type = MEMBER_NAME};

		if (!json_is_integer(value))
			return fail(r, "\"%s\" is not names, each with a number", m->name);
		if (!read_text(r, &as_name, name, &values[i / 2].name))
			return false;
		values[i / 2].value = json_integer_value(value);
		if (i && values[i / 2].value < values[i / 2 - 1].value)
			return fail(r, "\"%s\" is not in the order of its numbers", m->name);
	}
	return true;
}

/* One member into the struct at `base`; v is NULL when the object has none of that name. */
static bool read_member(struct reader *r, const struct member *m, json_t *v, void *base)
{
	void *at = (char *)base + m->offset;
	void *beside = (char *)base + m->beside;

	switch (m->type) {
	case MEMBER_NAME:
	case MEMBER_SYMBOL:
	case MEMBER_TEXT:
	case MEMBER_OPTIONAL:
	case MEMBER_ENTRY:
		return read_text(r, m, v, at);
	case MEMBER_BOOL:
		return read_bool(r, m, v, at);
	case MEMBER_U32:
		return read_u32(r, m, v, m->missing, m->limit, at);
	case MEMBER_SIZE:
		return read_u32(r, m, v, wire_kind_size(*(enum wire_kind *)beside), m->limit, at);
	case MEMBER_OFFSET:
		return read_offset(r, m, v, at);
	case MEMBER_PROGRAM:
		return read_program(r, m, v, at);
	case MEMBER_U64:
		return read_number(r, m, v, 0, 0, INT64_MAX, at);
	case MEMBER_I64:
		return read_number(r, m, v, 0, INT64_MIN, INT64_MAX, at);
	case MEMBER_KIND:
		return read_kind(r, m, v, at);
	case MEMBER_FIELD:
		return read_field(r, m, v, at);
	case MEMBER_FIELDS:
		return read_fields(r, m, v, at, beside);
	case MEMBER_ENUMERATORS:
		return read_enumerators(r, m, v, at, beside);
	case MEMBER_PARTS:
		return read_parts(r, m, v, base, at, beside);
	}
	return false;
}

static bool read_members(struct reader *r, const struct shape *shape, json_t *object, void *base)
{
	if (!json_is_object(object))
		return fail(r, "a %s is not an object", shape->what);
	for (const struct member *m = shape->members; m->name; m++)
		if (!read_member(r, m, json_object_get(object, m->name), base))
			return false;
	return true;
}

static bool read_section(struct reader *r, const struct section *s, json_t *root,
			 struct manifest *out)
{
	json_t *array = json_object_get(root, s->name);
	struct any_vec vec = {0};

	r->what = NULL;
	if (!read_count(r, s->name, array, s->limit, &vec.n))
		return false;
	vec.cap = vec.n;
	vec.v = arena_alloc(r->arena, (size_t)vec.n * s->shape.size, _Alignof(max_align_t));
	memcpy((char *)out + s->offset, &vec, sizeof(vec));
	r->what = s->shape.what;
	for (r->index = 0; r->index < vec.n; r->index++)
		if (!read_members(r, &s->shape, json_array_get(array, r->index),
				  (char *)vec.v + (size_t)r->index * s->shape.size))
			return false;
	return true;
}

static bool read_version(struct reader *r, json_t *root, uint32_t *version)
{
	json_t *v = json_object_get(root, "nubpf");

	if (!json_is_integer(v) || json_integer_value(v) < 1)
		return fail(r, "\"nubpf\" does not say the version of the manifest");
	if (json_integer_value(v) > MANIFEST_VERSION)
		return fail(r,
			    "its version is %lld and this program reads up to %d; use a newer one",
			    (long long)json_integer_value(v), MANIFEST_VERSION);
	*version = (uint32_t)json_integer_value(v);
	return true;
}

static bool read_root(struct reader *r, json_t *root, struct manifest *m)
{
	const char *wrong;

	if (!json_is_object(root))
		return fail(r, "it is not a JSON object");
	if (!read_version(r, root, &m->version) || !read_members(r, &manifest_shape, root, m))
		return false;
	r->nprograms = (uint32_t)json_array_size(json_object_get(root, "programs"));
	for (uint32_t i = 0; i < MANIFEST_SECTIONS; i++)
		if (!read_section(r, &manifest_sections[i], root, m))
			return false;
	r->what = NULL;
	wrong = manifest_check(r->arena, m);
	return wrong ? fail(r, "%s", wrong) : true;
}

struct manifest *manifest_read(struct arena *a, struct sv json, const char **error)
{
	struct manifest *m = arena_new(a, struct manifest);
	struct reader r = {.arena = a, .m = m};
	json_error_t why;
	json_t *root;

	*error = NULL;
	if (json.n > MANIFEST_MAX_BYTES) {
		*error = arena_printf(a, "it has %zu bytes, more than %d", json.n,
				      MANIFEST_MAX_BYTES);
		return NULL;
	}
	root = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &why);
	if (!root) {
		*error = arena_printf(a, "it is not JSON: %s", why.text);
		return NULL;
	}
	if (!read_root(&r, root, m)) {
		*error = r.error;
		m = NULL;
	}
	json_decref(root);
	return m;
}
