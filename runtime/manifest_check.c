/*
 * manifest_check.c - the rules between members, so that decoding may trust a manifest.
 *
 * After this every byte that a field names lies inside its event and no byte of an element outside
 * its place, a record has a bounded number of values, a part has its field, a hist its bucket behind
 * its key, and a parameter a default that it can hold. Names are unique where the
 * command line or the object looks things up by name.
 */
#include "runtime/manifest_check.h"

enum { MAX_PARAM_BYTES = 4096, MAX_BUCKETS = 65536 };

static const char *check_size(struct arena *a, const struct wire_field *f)
{
	uint32_t want = wire_kind_size(f->kind);

	switch (f->kind) {
	case WIRE_INT:
	case WIRE_UINT:
		return f->size == 1 || f->size == 2 || f->size == 4 || f->size == 8
			       ? NULL
			       : arena_printf(a, "an integer has no %u bytes", f->size);
	case WIRE_BOOL:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_KSYM:
	case WIRE_STACK:
		return f->size == want ? NULL
				       : arena_printf(a, "kind %s has %u bytes, not %u",
						      wire_kind_name(f->kind), want, f->size);
	case WIRE_STRING:
	case WIRE_BINARY:
	case WIRE_RECORD:
	case WIRE_LIST:
	case WIRE_TEXT:
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	return NULL;
}

static const char *check_field(struct arena *a, const struct wire_field *f, uint32_t start,
			       uint32_t end);

/* What belongs to lists alone. */
static const char *check_places(struct arena *a, const struct wire_field *f)
{
	if (f->kind != WIRE_LIST)
		return f->places || f->taken_at >= 0
			       ? arena_printf(a, "kind %s has no places", wire_kind_name(f->kind))
			       : NULL;
	if (!f->places)
		return f->size || f->nfields || f->taken_at >= 0
			       ? "a list without places has no bytes"
			       : NULL;
	if (f->nfields != 1)
		return arena_printf(a, "a list has one kind of element, not %u", f->nfields);
	if (!f->size || f->size % f->places)
		return arena_printf(a, "%u bytes are not %u places of one size", f->size,
				    f->places);
	return check_field(a, &f->fields[0], 0, wire_place_bytes(f));
}

/* Every field once, so that a text is as long as its values. */
static const char *check_text(const struct wire_field *f)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < f->nparts; i++)
		if (!f->parts[i].text && f->parts[i].field != next++)
			return "the parts of a text are its fields in their order";
	return next == f->nfields ? NULL : "the parts of a text are its fields in their order";
}

static bool is_outside(int64_t at, uint32_t bytes, uint32_t start, uint32_t end)
{
	return at >= 0 && (at < start || at + bytes > end);
}

/* A field whose bytes lie in [start, end) of what holds it. */
static const char *check_field(struct arena *a, const struct wire_field *f, uint32_t start,
			       uint32_t end)
{
	const char *wrong = check_size(a, f);
	bool has_length = f->kind == WIRE_STRING || f->kind == WIRE_BINARY;
	bool has_bytes = f->kind != WIRE_NOTHING && !wire_is_group(f->kind) &&
			 (f->kind != WIRE_LIST || f->places);

	if (!wrong)
		wrong = check_places(a, f);
	if (!wrong && f->nparts && f->kind != WIRE_TEXT)
		wrong = arena_printf(a, "kind %s has no parts", wire_kind_name(f->kind));
	if (!wrong && f->kind == WIRE_TEXT)
		wrong = check_text(f);
	if (wrong)
		return arena_printf(a, "field \"%s\": %s", f->name, wrong);
	if (f->len_at >= 0 && !has_length)
		return arena_printf(a, "field \"%s\": kind %s has no length", f->name,
				    wire_kind_name(f->kind));
	if (f->kind == WIRE_BINARY && f->len_at < 0)
		return arena_printf(a, "field \"%s\": kind binary needs a length", f->name);
	if (f->names && f->kind != WIRE_INT && f->kind != WIRE_UINT)
		return arena_printf(a, "field \"%s\": kind %s has no enum", f->name,
				    wire_kind_name(f->kind));
	if (f->nfields && !wire_is_group(f->kind) && f->kind != WIRE_LIST)
		return arena_printf(a, "field \"%s\": kind %s has no fields", f->name,
				    wire_kind_name(f->kind));
	if ((has_bytes && is_outside(f->offset, f->size, start, end)) ||
	    is_outside(f->len_at, 4, start, end) || is_outside(f->null_at, 1, start, end) ||
	    is_outside(f->taken_at, wire_taken_bytes(f), start, end))
		return arena_printf(a, "field \"%s\" is outside bytes %u to %u of its record",
				    f->name, start, end);
	for (uint32_t i = 0; wire_is_group(f->kind) && i < f->nfields && !wrong; i++)
		wrong = check_field(a, &f->fields[i], start, end);
	return wrong;
}

/* What showing fields costs, those of every place of a list: how many values, how many bytes of the
 * record, of names and of text around values. None grows beyond what is too much. */
struct amount {
	uint64_t values, bytes, names;
};

static uint64_t at_most(uint64_t n, uint64_t most)
{
	return n < most ? n : most;
}

static void add_amount(struct amount *n, const struct wire_field *f)
{
	uint32_t times = f->kind == WIRE_LIST ? f->places : 1;
	struct amount inner = {0};

	for (uint32_t i = 0; i < f->nfields; i++)
		add_amount(&inner, &f->fields[i]);
	for (uint32_t i = 0; i < f->nparts; i++)
		inner.names += f->parts[i].text ? strlen(f->parts[i].text) : 0;
	n->values += 1 + inner.values * times;
	n->names += strlen(f->name) + wire_longest_name(f) + inner.names * times;
	if (wire_is_group(f->kind))
		n->bytes += inner.bytes;
	else if (f->kind != WIRE_NOTHING)
		n->bytes += f->size;
	if (f->kind == WIRE_LIST && inner.bytes > wire_place_bytes(f))
		n->bytes = UINT32_MAX;
	n->values = at_most(n->values, UINT32_MAX);
	n->bytes = at_most(n->bytes, UINT32_MAX);
	n->names = at_most(n->names, UINT32_MAX);
}

static const char *check_amount(struct arena *a, const struct wire_field *fields, uint32_t nfields,
				uint32_t bytes)
{
	struct amount all = {0};

	for (uint32_t i = 0; i < nfields; i++)
		add_amount(&all, &fields[i]);
	if (all.values > WIRE_MAX_VALUES)
		return arena_printf(a, "it has more than %d values", WIRE_MAX_VALUES);
	if (all.names > MANIFEST_MAX_BYTES)
		return arena_printf(a, "its names have more than %d bytes", MANIFEST_MAX_BYTES);
	return all.bytes > bytes ? "its fields share bytes" : NULL;
}

/* A field that is all of a key or a state. */
static const char *check_alone(struct arena *a, const struct wire_field *f)
{
	const char *wrong = check_field(a, f, 0, MANIFEST_MAX_EVENT_BYTES);

	return wrong ? wrong : check_amount(a, f, 1, wire_field_end(f));
}

static const char *check_event(struct arena *a, const struct manifest_event *e)
{
	const char *wrong = NULL;

	if (e->size < sizeof(struct wire_header))
		return arena_printf(a, "its %u bytes have no room for the header", e->size);
	for (uint32_t i = 0; i < e->nfields && !wrong; i++)
		wrong = check_field(a, &e->fields[i], sizeof(struct wire_header), e->size);
	if (!wrong)
		wrong = check_amount(a, e->fields, e->nfields,
				     e->size - (uint32_t)sizeof(struct wire_header));
	if (wrong)
		return wrong;
	if (e->is_scalar &&
	    (e->nfields != 1 || (e->fields[0].kind == WIRE_RECORD && e->fields[0].null_at < 0)))
		return "a scalar is one field";
	for (uint32_t i = 0; i < e->nparts; i++)
		if (!e->parts[i].text && e->parts[i].field >= e->nfields)
			return arena_printf(a, "part %u names field %u of %u", i, e->parts[i].field,
					    e->nfields);
	return NULL;
}

/* A name that can stand after "--". */
static bool is_flag(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '=' || c == ' ' || (unsigned char)c < 0x20 || (i == 0 && c == '-'))
			return false;
	}
	return s.n > 0;
}

static const char *check_param(struct arena *a, const struct manifest *m, uint32_t n)
{
	const struct manifest_param *p = &m->params.v[n];
	bool is_text = p->kind == WIRE_STRING;
	uint32_t want = wire_kind_size(p->kind);

	if (p->kind != WIRE_BOOL && p->kind != WIRE_INT && p->kind != WIRE_DURATION &&
	    p->kind != WIRE_FILESIZE && !is_text)
		return arena_printf(a, "a parameter is not of kind %s", wire_kind_name(p->kind));
	if (is_text ? p->size < 1 || p->size > MAX_PARAM_BYTES : p->size != want)
		return arena_printf(a, "a parameter of kind %s has no %u bytes",
				    wire_kind_name(p->kind), p->size);
	if (is_text && strlen(p->init_text) >= p->size)
		return "its default is longer than its room";
	if (p->kind == WIRE_BOOL && p->init != 0 && p->init != 1)
		return "its default is not true or false";
	if (p->is_switch && p->kind != WIRE_BOOL)
		return "a switch is a bool";
	if (!is_flag(sv_cstr(p->name)) || strlen(p->letter) > 1 ||
	    (*p->letter && !is_flag(sv_cstr(p->letter))))
		return "its name cannot be a flag";
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(m->params.v[i].name, p->name) == 0 ||
		    (*p->letter && strcmp(m->params.v[i].letter, p->letter) == 0))
			return "its name is taken";
	return NULL;
}

static const char *check_hist(struct arena *a, const struct manifest_map *map)
{
	uint32_t key = wire_field_end(&map->key);
	uint64_t range = (uint64_t)map->high - (uint64_t)map->low;

	if (map->bucket_at < key)
		return "the bucket number lies inside the key";
	if (map->linear && (map->low >= map->high || map->step <= 0))
		return "its linear buckets have no range";
	if (map->linear && range / (uint64_t)map->step > MAX_BUCKETS)
		return arena_printf(a, "it has more than %d buckets", MAX_BUCKETS);
	return NULL;
}

/* Its `unit` says what was measured. */
static bool is_measure(const char *use)
{
	static const char *const uses[] = {"hist", "sum", "min", "max", "avg", "stats"};

	for (uint32_t i = 0; i < ARRAY_SIZE(uses); i++)
		if (strcmp(use, uses[i]) == 0)
			return true;
	return false;
}

static const char *check_map(struct arena *a, const struct manifest_map *map)
{
	const char *wrong = check_alone(a, &map->key);

	if (!wrong)
		wrong = check_alone(a, &map->value);
	if (!wrong && is_measure(map->use) && map->unit != WIRE_INT && map->unit != WIRE_UINT &&
	    map->unit != WIRE_DURATION && map->unit != WIRE_FILESIZE)
		wrong = arena_printf(a, "a %s does not measure kind %s", map->use,
				     wire_kind_name(map->unit));
	return wrong || strcmp(map->use, "hist") != 0 ? wrong : check_hist(a, map);
}

/* Symbols of one kind are distinct: otherwise two programs would be one. */
static const char *check_symbols(struct arena *a, const struct manifest *m)
{
	struct symmap programs = {.arena = a}, maps = {.arena = a};

	for (uint32_t i = 0; i < m->programs.n; i++) {
		struct sv name = sv_cstr(m->programs.v[i].symbol);

		if (symmap_get(&programs, name, UINT32_MAX) != UINT32_MAX)
			return arena_printf(a, "program %u: its symbol is taken", i);
		symmap_put(&programs, name, i);
	}
	for (uint32_t i = 0; i < m->maps.n; i++) {
		struct sv name = sv_cstr(m->maps.v[i].symbol);

		if (symmap_get(&maps, name, UINT32_MAX) != UINT32_MAX)
			return arena_printf(a, "map %u: its symbol is taken", i);
		symmap_put(&maps, name, i);
	}
	return NULL;
}

static const char *name_place(struct arena *a, const char *what, uint32_t n, const char *wrong)
{
	return wrong ? arena_printf(a, "%s %u: %s", what, n, wrong) : NULL;
}

/* Alternatives stand in the order in which they are tried, each with one before and one behind. */
static const char *check_alternatives(struct arena *a, const struct manifest *m)
{
	bool *has_one = arena_array(a, bool, m->programs.n);

	for (uint32_t i = 0; i < m->programs.n; i++) {
		uint32_t before = m->programs.v[i].instead_of;

		if (before == UINT32_MAX)
			continue;
		if (before >= i || has_one[before])
			return arena_printf(a, "program %u is no alternative of program %u", i,
					    before);
		has_one[before] = true;
	}
	return NULL;
}

const char *manifest_check(struct arena *a, const struct manifest *m)
{
	const char *wrong = check_symbols(a, m);

	if (!wrong)
		wrong = check_alternatives(a, m);

	for (uint32_t i = 0; i < m->events.n && !wrong; i++)
		wrong = name_place(a, "event", i, check_event(a, &m->events.v[i]));
	for (uint32_t i = 0; i < m->params.n && !wrong; i++)
		wrong = name_place(a, "param", i, check_param(a, m, i));
	for (uint32_t i = 0; i < m->maps.n && !wrong; i++)
		wrong = name_place(a, "map", i, check_map(a, &m->maps.v[i]));
	for (uint32_t i = 0; i < m->states.n && !wrong; i++)
		wrong = name_place(a, "state", i, check_alone(a, &m->states.v[i].value));
	return wrong;
}
