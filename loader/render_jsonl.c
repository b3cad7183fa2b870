/*
 * render_jsonl.c - one JSON object per line; docs/output.md says which.
 *
 * Rows are the fast path: everything between two values of an event ("{"pid":", ","comm":") is
 * prepared when the renderer opens, the most bytes a row can take is known then too, and a row
 * is written straight into the output buffer.
 */
#include "loader/json_text.h"
#include "loader/render_format.h"
#include "loader/stacks.h"
#include "runtime/units.h"

enum { MAX_NUMBER = 20, ROOM = 4096 };

/* A value of a row, and what stands before it. */
struct json_column {
	struct sv before;
	const struct wire_field *field;
	struct json_column *inner; /* RECORD: one per field; LIST: of an element, nothing before it */
};

struct json_event {
	struct sv open; /* "{" or "{"event":"slow"" */
	struct sv probe;
	bool has_time;
	struct json_column *columns;
	uint32_t ncolumns;
};

struct jsonl {
	struct json_event *events;
};

static char *put(char *to, struct sv s)
{
	if (s.n)
		memcpy(to, s.p, s.n);
	return to + s.n;
}

static char *put_string(char *to, struct sv s)
{
	*to++ = '"';
	to = json_chars(to, s);
	*to++ = '"';
	return to;
}

static char *put_bytes(char *to, struct sv s)
{
	*to++ = '[';
	for (size_t i = 0; i < s.n; i++) {
		if (i)
			*to++ = ',';
		to += units_uint(to, (unsigned char)s.p[i]);
	}
	*to++ = ']';
	return to;
}

static char *put_stack(char *to, const struct stack *s)
{
	*to++ = '[';
	for (uint32_t i = 0; i < s->nframes; i++) {
		if (i)
			*to++ = ',';
		to = put_string(to, s->frames[i].text);
	}
	*to++ = ']';
	return to;
}

static char *put_value(struct render *r, char *to, const struct json_column *c, const void *record);

static char *put_record(struct render *r, char *to, const struct json_column *c, const void *record)
{
	if (!c->field->nfields)
		*to++ = '{';
	for (uint32_t i = 0; i < c->field->nfields; i++)
		to = put_value(r, to, &c->inner[i], record);
	*to++ = '}';
	return to;
}

static char *put_list(struct render *r, char *to, const struct json_column *c,
		      struct elements elements)
{
	const char *at;

	*to++ = '[';
	while ((at = decode_next(&elements))) {
		to = put_value(r, to, c->inner, at);
		*to++ = ',';
	}
	if (to[-1] == ',')
		to--;
	*to++ = ']';
	return to;
}

/* The column's value with what stands before it. */
static char *put_value(struct render *r, char *to, const struct json_column *c, const void *record)
{
	struct value v = decode_field(c->field, record);
	char name[NAMER_MAX];

	to = put(to, c->before);
	r->stats.cut += v.cut;
	switch (v.kind) {
	case WIRE_BOOL:
		return put(to, v.b ? SV("true") : SV("false"));
	case WIRE_INT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
		return to + units_int(to, v.i);
	case WIRE_UINT:
		return to + units_uint(to, v.u);
	case WIRE_STRING:
		to = put_string(to, v.text);
		return v.cut ? put(to - 1, SV("\xe2\x80\xa6\"")) : to;
	case WIRE_BINARY:
		return put_bytes(to, v.text);
	case WIRE_RECORD:
		return put_record(r, to, c, record);
	case WIRE_LIST:
		return put_list(r, to, c, v.elements);
	case WIRE_TEXT:
		r->scratch.n = 0;
		text_value(&r->scratch, &r->namer, c->field, record, &r->stats.cut);
		return put_string(to, (struct sv){r->scratch.p, r->scratch.n});
	case WIRE_KSYM:
		return put_string(to, (struct sv){name, namer_ksym(&r->namer, v.u, name)});
	case WIRE_STACK:
		return put_stack(to, namer_stack(&r->namer, v.u));
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	return put(to, SV("null"));
}

/* The most bytes that text_value() makes. */
static size_t most_text(const struct wire_field *f)
{
	size_t n = UNITS_MAX + strlen("[]");

	if (f->kind == WIRE_STRING)
		n += (size_t)f->size * strlen("\xef\xbf\xbd") + strlen("\xe2\x80\xa6");
	if (f->kind == WIRE_BINARY)
		n += (size_t)f->size * strlen("255, ") + strlen("\xe2\x80\xa6");
	if (f->kind == WIRE_KSYM)
		n += (size_t)NAMER_MAX * strlen("\xef\xbf\xbd");
	if (f->kind == WIRE_STACK)
		n += STACK_TEXT_MAX;
	n += wire_longest_name(f);
	for (uint32_t i = 0; i < f->nparts; i++)
		n += f->parts[i].text ? strlen(f->parts[i].text) : 0;
	for (uint32_t i = 0; i < f->nfields; i++)
		n += (most_text(&f->fields[i]) + strlen(f->fields[i].name) + strlen(": , ")) *
		     (f->kind == WIRE_LIST ? f->places : 1);
	return n;
}

/* The most bytes put_value() writes. */
static size_t most_bytes(const struct json_column *c)
{
	const struct wire_field *f = c->field;
	size_t n = c->before.n + MAX_NUMBER + 2;

	if (f->kind == WIRE_STRING)
		n += (size_t)f->size * JSON_MAX_ESCAPE + strlen("\xe2\x80\xa6");
	if (f->kind == WIRE_BINARY)
		n += (size_t)f->size * strlen("255,");
	if (f->kind == WIRE_KSYM)
		n += (size_t)NAMER_MAX * JSON_MAX_ESCAPE;
	if (f->kind == WIRE_STACK)
		n += (size_t)STACK_TEXT_MAX * JSON_MAX_ESCAPE;
	n += wire_longest_name(f) * JSON_MAX_ESCAPE;
	if (f->kind == WIRE_TEXT)
		return n + most_text(f) * JSON_MAX_ESCAPE;
	for (uint32_t i = 0; i < f->nfields; i++)
		n += (most_bytes(&c->inner[i]) + 1) * (f->kind == WIRE_LIST ? f->places : 1);
	return n;
}

/* `before` + "name": with the name escaped. */
static struct sv member(struct arena *a, const char *before, const char *name)
{
	struct sv s = sv_cstr(name);
	char *text = arena_alloc(a, strlen(before) + s.n * JSON_MAX_ESCAPE + 4, 1);
	char *end = put(text, sv_cstr(before));

	end = put_string(end, s);
	*end++ = ':';
	return (struct sv){text, (size_t)(end - text)};
}

static struct json_column *columns_of(struct arena *a, const struct wire_field *fields, uint32_t n,
				      const char *first)
{
	struct json_column *columns = arena_array(a, struct json_column, n);

	for (uint32_t i = 0; i < n; i++) {
		const char *name = fields[i].name;

		columns[i].before = member(a, i ? "," : first, *name ? name : "value");
		columns[i].field = &fields[i];
		columns[i].inner = columns_of(a, fields[i].fields, fields[i].nfields, "{");
		if (fields[i].kind == WIRE_LIST && fields[i].nfields)
			columns[i].inner->before = SV("");
	}
	return columns;
}

static struct sv text_member(struct arena *a, const char *before, const char *name,
			     const char *value)
{
	struct sv key = member(a, before, name), text = sv_cstr(value);
	char *all = arena_alloc(a, key.n + text.n * JSON_MAX_ESCAPE + 3, 1);
	char *end = put_string(put(all, key), text);

	return (struct sv){all, (size_t)(end - all)};
}

/* Everything of a row but its values; gives the most bytes that the row takes. */
static size_t prepare(struct render *r, struct json_event *j, const struct manifest_event *e)
{
	const char *probe = render_probe(r, e->program);
	bool named = r->many_names && !render_has_column(e, "event");
	bool first;
	size_t n;

	j->open = named ? text_member(r->arena, "{", "event", e->name) : SV("{");
	j->has_time = r->o.timestamps && !render_has_column(e, "time");
	if (r->o.timestamps && probe && !render_has_column(e, "probe"))
		j->probe = text_member(r->arena, named || j->has_time ? "," : "", "probe", probe);
	first = !named && !j->has_time && !j->probe.n;
	j->columns = columns_of(r->arena, e->fields, e->nfields, first ? "" : ",");
	j->ncolumns = e->nfields;
	n = j->open.n + strlen(",\"time\":") + MAX_NUMBER + j->probe.n + strlen("}\n");
	for (uint32_t i = 0; i < j->ncolumns; i++)
		n += most_bytes(&j->columns[i]);
	return n;
}

static size_t jsonl_open(struct render *r)
{
	struct jsonl *j = arena_new(r->arena, struct jsonl);
	size_t most = ROOM;

	r->state = j;
	j->events = arena_array(r->arena, struct json_event, r->m->events.n);
	for (uint32_t i = 0; i < r->m->events.n; i++) {
		size_t n = r->m->events.v[i].is_print
				   ? 0
				   : prepare(r, &j->events[i], &r->m->events.v[i]);

		most = n > most ? n : most;
	}
	return most;
}

/* Nanoseconds since boot as the kernel counts them, null when the object did not. */
static char *put_time(char *to, const char *record)
{
	struct wire_header header;

	memcpy(&header, record, sizeof(header));
	return header.time ? to + units_uint(to, header.time) : put(to, SV("null"));
}

static void jsonl_row(struct render *r, uint32_t event, const char *record)
{
	const struct json_event *j = &((struct jsonl *)r->state)->events[event];
	char *to = put(out_room(&r->out), j->open);

	if (j->has_time) {
		to = put(to, j->open.n > 1 ? SV(",\"time\":") : SV("\"time\":"));
		to = put_time(to, record);
	}
	to = put(to, j->probe);
	for (uint32_t i = 0; i < j->ncolumns; i++)
		to = put_value(r, to, &j->columns[i], record);
	to = put(to, SV("}\n"));
	out_took(&r->out, to);
}

/* The rest is not per row: written piece by piece into the buffer. */

static void write_string(struct render *r, struct sv s)
{
	enum { PIECE = 512 };

	out_write(&r->out, "\"", 1);
	while (s.n) {
		/* Whole characters: a piece ends before the start of one. */
		size_t n = s.n < PIECE ? s.n : PIECE;

		while (n < s.n && n > PIECE - 4 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
			n--;
		out_took(&r->out, json_chars(out_room(&r->out), (struct sv){s.p, n}));
		s = sv_from(s, n);
	}
	out_write(&r->out, "\"", 1);
}

static void write_text(struct render *r, const char *s)
{
	out_write(&r->out, s, strlen(s));
}

static void write_uint(struct render *r, uint64_t v)
{
	char *to = out_room(&r->out);

	out_took(&r->out, to + units_uint(to, v));
}

static void write_member(struct render *r, const char *before, const char *name, const char *value)
{
	write_text(r, before);
	write_string(r, sv_cstr(name));
	write_text(r, ":");
	write_string(r, sv_cstr(value));
}

/* A value outside rows: of a key or a state. */
static void write_value(struct render *r, const struct wire_field *f, const void *record)
{
	struct json_column *c = columns_of(&r->temp, f, 1, "");
	char *text;

	c->before = SV("");
	text = arena_alloc(&r->temp, most_bytes(c), 1);
	out_write(&r->out, text, (size_t)(put_value(r, text, c, record) - text));
}

static void jsonl_line(struct render *r, uint32_t event, const char *record)
{
	const struct manifest_event *e = &r->m->events.v[event];
	struct sv text = render_line_text(r, e, record);
	const char *probe = render_probe(r, e->program);

	write_text(r, "{\"print\":");
	write_string(r, text);
	if (r->o.timestamps) {
		char *to = put(out_room(&r->out), SV(",\"time\":"));

		out_took(&r->out, put_time(to, record));
		if (probe)
			write_member(r, ",", "probe", probe);
	}
	write_text(r, "}\n");
}

/* {"map":"opens","key":…; the key only where there is one. */
static void write_map(struct render *r, const struct manifest_map *map, const void *key)
{
	write_member(r, "{", "map", map->name);
	if (map->key.kind == WIRE_NOTHING)
		return;
	write_text(r, ",\"key\":");
	write_value(r, &map->key, key);
}

static void write_unit(struct render *r, const struct manifest_map *map)
{
	if (map->unit == WIRE_DURATION || map->unit == WIRE_FILESIZE)
		write_member(r, ",", "unit", wire_kind_name(map->unit));
}

static void jsonl_tally(struct render *r, const struct manifest_map *map,
			const struct map_row *rows, uint32_t nrows)
{
	enum map_use use = map_use_find(map->use);
	enum tally_what columns[TALLY_COLUMNS];
	uint32_t ncolumns = tally_columns(use, columns);

	for (uint32_t i = 0; i < nrows; i++) {
		bool has = tally_has(use, &rows[i].tally);

		write_map(r, map, rows[i].key);
		write_unit(r, map);
		for (uint32_t k = 0; k < ncolumns; k++) {
			char *to;

			write_text(r, ",\"");
			write_text(r, tally_name(columns[k]));
			write_text(r, "\":");
			to = out_room(&r->out);
			out_took(&r->out,
				 has || columns[k] < TALLY_AVG
					 ? to + tally_json(to, map, columns[k], &rows[i].tally)
					 : put(to, SV("null")));
		}
		write_text(r, "}\n");
	}
}

static void jsonl_entries(struct render *r, const struct manifest_map *map,
			  const struct map_entry *entries, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		write_map(r, map, entries[i].key);
		if (entries[i].cpu >= 0) {
			write_text(r, ",\"cpu\":");
			write_uint(r, (uint64_t)entries[i].cpu);
		}
		write_text(r, ",\"value\":");
		write_value(r, &map->value, entries[i].value);
		write_text(r, "}\n");
	}
}

static void write_bound(struct render *r, const char *before, bool has, int64_t v, bool is_unsigned)
{
	char *to = put(out_room(&r->out), sv_cstr(before));

	if (!has)
		to = put(to, SV("null"));
	else
		to += is_unsigned ? units_uint(to, (uint64_t)v) : units_int(to, v);
	out_took(&r->out, to);
}

static void jsonl_hist(struct render *r, const struct manifest_map *map, const void *key,
		       const struct hist_bucket *buckets, uint32_t nbuckets)
{
	bool is_unsigned = map->unit == WIRE_UINT;

	if (!key && map->key.kind != WIRE_NOTHING)
		return;
	write_map(r, map, key);
	write_unit(r, map);
	write_text(r, ",\"buckets\":[");
	for (uint32_t i = 0; i < nbuckets; i++) {
		struct hist_range range = hist_range(map, buckets[i].number);

		write_bound(r, i ? ",{\"low\":" : "{\"low\":", range.has_low, range.low,
			    is_unsigned);
		write_bound(r, ",\"high\":", range.has_high, range.high, is_unsigned);
		write_text(r, ",\"count\":");
		write_uint(r, buckets[i].count);
		write_text(r, "}");
	}
	write_text(r, "]}\n");
}

static void jsonl_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	const char *probe = render_probe(r, state->program);

	write_member(r, "{", "state", state->name);
	if (probe)
		write_member(r, ",", "probe", probe);
	write_text(r, ",\"value\":");
	write_value(r, &state->value, bytes);
	write_text(r, "}\n");
}

static void jsonl_loss(struct render *r, const struct render_loss *loss)
{
	write_text(r, "{");
	write_string(r, sv_cstr(loss->kind));
	write_text(r, ":");
	write_uint(r, loss->count);
	if (loss->probe)
		write_member(r, ",", "probe", loss->probe);
	if (loss->site) {
		r->scratch.n = 0;
		buf_puts(&r->scratch, loss->site->file);
		buf_printf(&r->scratch, ":%u:%u", loss->site->line, loss->site->col);
		write_text(r, ",\"at\":");
		write_string(r, (struct sv){r->scratch.p, r->scratch.n});
	}
	write_member(r, ",", "message", loss->message);
	write_text(r, "}\n");
}

const struct render_ops render_jsonl = {
	.open = jsonl_open,
	.row = jsonl_row,
	.line = jsonl_line,
	.tally = jsonl_tally,
	.hist = jsonl_hist,
	.entries = jsonl_entries,
	.state = jsonl_state,
	.loss = jsonl_loss,
};
