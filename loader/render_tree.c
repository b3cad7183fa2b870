/* render_tree.c - see render_tree.h. */
#include "loader/render_tree.h"
#include "loader/stacks.h"
#include "runtime/units.h"

#include <errno.h>
#include <stdlib.h>

static const struct tree *tree_of(const struct render *r)
{
	return r->state;
}

static void begin(const struct tree *t)
{
	if (t->writer->begin)
		t->writer->begin(t->w);
}

static void end(const struct tree *t)
{
	if (t->writer->end)
		t->writer->end(t->w);
}

/* Names of the manifest may be any bytes. */
static struct sv clean(struct render *r, struct sv text)
{
	r->scratch.n = 0;
	text_utf8(&r->scratch, text);
	return (struct sv){r->scratch.p ? r->scratch.p : "", r->scratch.n};
}

/* What text_value() or render_line_text() has left in r->scratch, of which texts of the script are
 * as they are in it. */
static struct sv clean_value(struct render *r)
{
	struct buf *b = &r->clean;

	b->n = 0;
	text_utf8(b, (struct sv){r->scratch.p, r->scratch.n});
	return (struct sv){b->p ? b->p : "", b->n};
}

/* Nanoseconds since boot as the kernel counts them, null when the object did not. */
static void put_time(const struct tree *t, const char *record)
{
	struct wire_header header;

	memcpy(&header, record, sizeof(header));
	t->writer->key(t->w, SV("time"));
	if (header.time)
		t->writer->natural(t->w, header.time);
	else
		t->writer->null(t->w);
}

static void put_key(struct render *r, const struct tree *t, const char *name)
{
	t->writer->key(t->w, clean(r, sv_cstr(name)));
}

static void put_text(struct render *r, const struct tree *t, const char *text)
{
	t->writer->text(t->w, clean(r, sv_cstr(text)));
}

static void put_member(struct render *r, const struct tree *t, const char *name, const char *text)
{
	put_key(r, t, name);
	put_text(r, t, text);
}

static void put_stack(const struct tree *t, const struct stack *s)
{
	t->writer->list(t->w, s->nframes);
	for (uint32_t i = 0; i < s->nframes; i++)
		t->writer->text(t->w, s->frames[i].text);
	t->writer->list_end(t->w);
}

static void put_list(struct render *r, const struct tree *t, struct elements elements)
{
	struct elements count = elements;
	uint32_t n = 0;
	const char *at;

	while (decode_next(&count))
		n++;
	t->writer->list(t->w, n);
	while ((at = decode_next(&elements)))
		tree_value(r, t, elements.list->fields, at);
	t->writer->list_end(t->w);
}

static void put_record(struct render *r, const struct tree *t, const struct wire_field *f,
		       const void *record)
{
	t->writer->record(t->w, f->nfields);
	for (uint32_t i = 0; i < f->nfields; i++) {
		put_key(r, t, f->fields[i].name);
		tree_value(r, t, &f->fields[i], record);
	}
	t->writer->record_end(t->w);
}

void tree_value(struct render *r, const struct tree *t, const struct wire_field *f,
		const void *record)
{
	const struct tree_writer *w = t->writer;
	struct value v = decode_field(f, record);

	switch (v.kind) {
	case WIRE_BOOL:
		w->boolean(t->w, v.b);
		return;
	case WIRE_INT:
		w->integer(t->w, v.i);
		return;
	case WIRE_UINT:
		w->natural(t->w, v.u);
		return;
	case WIRE_DURATION:
		w->duration(t->w, v.i);
		return;
	case WIRE_FILESIZE:
		w->filesize(t->w, v.i);
		return;
	case WIRE_BINARY:
		r->stats.cut += v.cut;
		w->binary(t->w, v.text);
		return;
	case WIRE_STRING:
	case WIRE_TEXT:
	case WIRE_KSYM:
		r->scratch.n = 0;
		text_value(&r->scratch, &r->namer, f, record, &r->stats.cut);
		w->text(t->w, clean_value(r));
		return;
	case WIRE_RECORD:
		put_record(r, t, f, record);
		return;
	case WIRE_LIST:
		put_list(r, t, v.elements);
		return;
	case WIRE_STACK:
		put_stack(t, namer_stack(&r->namer, v.u));
		return;
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	w->null(t->w);
}

/* ---- rows ---- */

void tree_row(struct render *r, uint32_t event, const char *record)
{
	const struct manifest_event *e = &r->m->events.v[event];
	const struct tree *t = tree_of(r);
	const char *probe = render_probe(r, e->program);
	bool named = r->many_names && !render_has_column(e, "event");
	bool has_time = r->o.timestamps && !render_has_column(e, "time");
	bool has_probe = r->o.timestamps && probe && !render_has_column(e, "probe");

	begin(t);
	t->writer->record(t->w, e->nfields + named + has_time + has_probe);
	if (named)
		put_member(r, t, "event", e->name);
	if (has_time)
		put_time(t, record);
	if (has_probe)
		put_member(r, t, "probe", probe);
	for (uint32_t i = 0; i < e->nfields; i++) {
		put_key(r, t, *e->fields[i].name ? e->fields[i].name : "value");
		tree_value(r, t, &e->fields[i], record);
	}
	t->writer->record_end(t->w);
	end(t);
}

void tree_line(struct render *r, uint32_t event, const char *record)
{
	const struct manifest_event *e = &r->m->events.v[event];
	const struct tree *t = tree_of(r);
	const char *probe = r->o.timestamps ? render_probe(r, e->program) : NULL;

	begin(t);
	t->writer->record(t->w, 1 + (uint32_t)r->o.timestamps + (probe != NULL));
	t->writer->key(t->w, SV("print"));
	render_line_text(r, e, record);
	t->writer->text(t->w, clean_value(r));
	if (r->o.timestamps)
		put_time(t, record);
	if (probe)
		put_member(r, t, "probe", probe);
	t->writer->record_end(t->w);
	end(t);
}

/* ---- maps ---- */

static bool has_unit(const struct manifest_map *map)
{
	return map->unit == WIRE_DURATION || map->unit == WIRE_FILESIZE;
}

/* What every member of a map begins with, of a record with `more` members besides. */
static void begin_map(struct render *r, const struct tree *t, const struct manifest_map *map,
		      const void *key, uint32_t more)
{
	bool has_key = map->key.kind != WIRE_NOTHING;

	begin(t);
	t->writer->record(t->w, 1 + (uint32_t)has_key + (uint32_t)has_unit(map) + more);
	put_member(r, t, "map", map->name);
	if (has_key) {
		put_key(r, t, "key");
		tree_value(r, t, &map->key, key);
	}
	if (has_unit(map))
		put_member(r, t, "unit", wire_kind_name(map->unit));
}

static void end_map(const struct tree *t)
{
	t->writer->record_end(t->w);
	end(t);
}

/* A number of what the map measures. */
static void put_measure(const struct tree *t, enum wire_kind unit, int64_t v)
{
	if (unit == WIRE_DURATION)
		t->writer->duration(t->w, v);
	else if (unit == WIRE_FILESIZE)
		t->writer->filesize(t->w, v);
	else if (unit == WIRE_UINT)
		t->writer->natural(t->w, (uint64_t)v);
	else
		t->writer->integer(t->w, v);
}

void tree_number(struct render *r, const struct tree *t, const struct manifest_map *map,
		 enum tally_what what, const struct tally *tally)
{
	char text[TALLY_TEXT_MAX + 1];
	long long v;
	char *stop;

	(void)r;
	if (what >= TALLY_AVG && !tally_has(map_use_find(map->use), tally)) {
		t->writer->null(t->w);
		return;
	}
	text[tally_json(text, map, what, tally)] = 0;
	errno = 0;
	v = strtoll(text, &stop, 10);
	if (*stop || (errno && strlen(text) > 20)) {
		t->writer->decimal(t->w, sv_cstr(text));
	} else if (errno) {
		uint64_t u = strtoull(text, NULL, 10);
		char again[UNITS_MAX + 1];

		again[units_uint(again, u)] = 0;
		if (strcmp(again, text) == 0)
			t->writer->natural(t->w, u);
		else
			t->writer->decimal(t->w, sv_cstr(text));
	} else {
		put_measure(t, what == TALLY_COUNT || map->unit == WIRE_UINT ? WIRE_INT : map->unit,
			    v);
	}
}

void tree_tally(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		uint32_t nrows)
{
	enum tally_what columns[TALLY_COLUMNS];
	uint32_t n = tally_columns(map_use_find(map->use), columns);
	const struct tree *t = tree_of(r);

	for (uint32_t i = 0; i < nrows; i++) {
		begin_map(r, t, map, rows[i].key, n);
		for (uint32_t k = 0; k < n; k++) {
			put_key(r, t, tally_name(columns[k]));
			tree_number(r, t, map, columns[k], &rows[i].tally);
		}
		end_map(t);
	}
}

static void put_bound(struct render *r, const struct tree *t, const struct manifest_map *map,
		      const char *name, bool has, int64_t v)
{
	put_key(r, t, name);
	if (has)
		put_measure(t, map->unit, v);
	else
		t->writer->null(t->w);
}

void tree_hist(struct render *r, const struct manifest_map *map, const void *key,
	       const struct hist_bucket *buckets, uint32_t nbuckets)
{
	const struct tree *t = tree_of(r);

	if (!key && map->key.kind != WIRE_NOTHING)
		return;
	begin_map(r, t, map, key, 1);
	put_key(r, t, "buckets");
	t->writer->list(t->w, nbuckets);
	for (uint32_t i = 0; i < nbuckets; i++) {
		struct hist_range range = hist_range(map, buckets[i].number);

		t->writer->record(t->w, 3);
		put_bound(r, t, map, "low", range.has_low, range.low);
		put_bound(r, t, map, "high", range.has_high, range.high);
		put_key(r, t, "count");
		t->writer->natural(t->w, buckets[i].count);
		t->writer->record_end(t->w);
	}
	t->writer->list_end(t->w);
	end_map(t);
}

void tree_entries(struct render *r, const struct manifest_map *map, const struct map_entry *entries,
		  uint32_t n)
{
	const struct tree *t = tree_of(r);

	for (uint32_t i = 0; i < n; i++) {
		begin_map(r, t, map, entries[i].key, 1 + (uint32_t)(entries[i].cpu >= 0));
		if (entries[i].cpu >= 0) {
			put_key(r, t, "cpu");
			t->writer->natural(t->w, (uint64_t)entries[i].cpu);
		}
		put_key(r, t, "value");
		tree_value(r, t, &map->value, entries[i].value);
		end_map(t);
	}
}

/* ---- the rest ---- */

void tree_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	const char *probe = render_probe(r, state->program);
	const struct tree *t = tree_of(r);

	begin(t);
	t->writer->record(t->w, 2 + (uint32_t)(probe != NULL));
	put_member(r, t, "state", state->name);
	if (probe)
		put_member(r, t, "probe", probe);
	put_key(r, t, "value");
	tree_value(r, t, &state->value, bytes);
	t->writer->record_end(t->w);
	end(t);
}

void tree_loss(struct render *r, const struct render_loss *loss)
{
	const struct tree *t = tree_of(r);
	struct buf at = {.arena = &r->temp};

	begin(t);
	t->writer->record(t->w, 2 + (uint32_t)(loss->probe != NULL) + (loss->site != NULL));
	put_key(r, t, loss->kind);
	t->writer->natural(t->w, loss->count);
	if (loss->probe)
		put_member(r, t, "probe", loss->probe);
	if (loss->site) {
		buf_puts(&at, loss->site->file);
		buf_printf(&at, ":%u:%u", loss->site->line, loss->site->col);
		put_member(r, t, "at", at.p);
	}
	put_member(r, t, "message", loss->message);
	t->writer->record_end(t->w);
	end(t);
}
