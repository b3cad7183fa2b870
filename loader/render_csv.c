/*
 * render_csv.c - comma-separated values with one head (RFC 4180).
 *
 * The columns are fixed before the first row: those of all events, then of all aggregates, each
 * name once. A row has cells in its own columns, the others are empty. Where rows of more than one
 * kind can come the first column says which it is. Times are in ns and sizes in bytes; values that
 * have parts are JSON in one cell.
 */
#include "loader/text_writer.h"

struct csv_column {
	const char *name;
	struct buf text; /* of the row that is being made */
};

struct csv {
	struct text_writer json;
	struct tree tree; /* which writes to it */
	struct symmap index;
	VEC(struct csv_column) columns;
	bool named; /* rows say which they are */
	bool has_head;
};

/* Where rows, counters and state have their names. */
static const char kind_column[] = "event";

static struct csv_column *column_of(struct render *r, const char *name)
{
	struct csv *c = r->state;
	uint32_t at = symmap_get(&c->index, sv_cstr(name), UINT32_MAX);

	if (at != UINT32_MAX)
		return &c->columns.v[at];
	symmap_put(&c->index, sv_cstr(name), c->columns.n);
	vec_push(r->arena, &c->columns,
		 ((struct csv_column){.name = name, .text = {.arena = r->arena}}));
	return &c->columns.v[c->columns.n - 1];
}

static const char *name_of(const struct wire_field *f, const char *unnamed)
{
	return *f->name ? f->name : unnamed;
}

/* Columns of a key or value: the fields of a record, else one. */
static const struct wire_field *fields_of(const struct wire_field *f, uint32_t *n)
{
	bool is_record = f->kind == WIRE_RECORD && f->null_at < 0;

	*n = f->kind == WIRE_NOTHING ? 0 : is_record ? f->nfields : 1;
	return is_record ? f->fields : f;
}

static bool is_shown(const struct render *r, const struct manifest_map *map)
{
	enum map_use use = map_use_find(map->use);

	return map_use_is_aggregate(use) || (r->o.own_maps && use == MAP_PLAIN);
}

static void add_event(struct render *r, const struct manifest_event *e)
{
	if (r->o.timestamps) {
		column_of(r, "time");
		column_of(r, "probe");
	}
	for (uint32_t i = 0; i < e->nfields; i++)
		column_of(r, name_of(&e->fields[i], "value"));
}

static void add_map(struct render *r, const struct manifest_map *map)
{
	static const char *const of_hist[] = {"low", "high", "count"};
	enum tally_what what[TALLY_COLUMNS];
	uint32_t n = tally_columns(map_use_find(map->use), what), nfields;
	const struct wire_field *fields = fields_of(&map->key, &nfields);

	for (uint32_t i = 0; i < nfields; i++)
		column_of(r, name_of(&fields[i], "key"));
	if (map_use_find(map->use) == MAP_PLAIN) {
		column_of(r, "cpu");
		fields = fields_of(&map->value, &nfields);
		for (uint32_t i = 0; i < nfields; i++)
			column_of(r, name_of(&fields[i], "value"));
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		column_of(r, tally_name(what[i]));
	for (uint32_t i = 0; !n && i < ARRAY_SIZE(of_hist); i++)
		column_of(r, of_hist[i]);
}

/* Rows of more than one kind can come; events of one name are one kind. */
static bool has_kinds(const struct render *r)
{
	uint32_t n = r->m->states.n + r->many_names;
	bool any = false;

	for (uint32_t i = 0; i < r->m->events.n; i++)
		any |= !r->m->events.v[i].is_print;
	for (uint32_t i = 0; i < r->m->maps.n; i++)
		n += is_shown(r, &r->m->maps.v[i]);
	return n + any > 1;
}

static size_t csv_open(struct render *r)
{
	struct csv *c = arena_new(r->arena, struct csv);

	c->json.b.arena = c->index.arena = r->arena;
	c->tree = (struct tree){&json_writer, &c->json};
	c->named = has_kinds(r);
	r->state = c;
	if (c->named)
		column_of(r, kind_column);
	for (uint32_t i = 0; i < r->m->events.n; i++)
		if (!r->m->events.v[i].is_print)
			add_event(r, &r->m->events.v[i]);
	for (uint32_t i = 0; i < r->m->maps.n; i++)
		if (is_shown(r, &r->m->maps.v[i]))
			add_map(r, &r->m->maps.v[i]);
	if (r->m->states.n)
		column_of(r, "value");
	return 4096;
}

static void put_quoted(struct out *o, struct sv text)
{
	bool quoted = false;
	size_t start = 0;

	for (size_t i = 0; i < text.n; i++)
		quoted |= text.p[i] && strchr(",\"\r\n", text.p[i]);
	if (!quoted) {
		out_text(o, text);
		return;
	}
	out_text(o, SV("\""));
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '"')
			continue;
		out_write(o, text.p + start, i + 1 - start);
		start = i;
	}
	out_text(o, sv_from(text, start));
	out_text(o, SV("\""));
}

static void put_head(struct render *r)
{
	struct csv *c = r->state;

	for (uint32_t i = 0; !c->has_head && i < c->columns.n; i++) {
		r->scratch.n = 0;
		text_utf8(&r->scratch, sv_cstr(c->columns.v[i].name));
		out_text(&r->out, i ? SV(",") : SV(""));
		put_quoted(&r->out, (struct sv){r->scratch.p, r->scratch.n});
	}
	if (!c->has_head && c->columns.n)
		out_text(&r->out, SV("\r\n"));
	c->has_head = true;
}

/* A row of that name begins, of events or something else. */
static void begin_row(struct render *r, const char *name)
{
	struct csv *c = r->state;

	put_head(r);
	for (uint32_t i = 0; i < c->columns.n; i++)
		c->columns.v[i].text.n = 0;
	if (c->named)
		text_utf8(&column_of(r, kind_column)->text, sv_cstr(name));
}

static void end_row(struct render *r)
{
	const struct csv *c = r->state;

	for (uint32_t i = 0; i < c->columns.n; i++) {
		const struct buf *b = &c->columns.v[i].text;

		out_text(&r->out, i ? SV(",") : SV(""));
		put_quoted(&r->out, (struct sv){b->n ? b->p : "", b->n});
	}
	/* A line of nothing would be no row. */
	if (c->columns.n == 1 && !c->columns.v[0].text.n)
		out_text(&r->out, SV("\"\""));
	out_text(&r->out, SV("\r\n"));
}

/* What the writer has made since it was emptied. */
static void take_json(struct csv *c, struct buf *cell)
{
	cell->n = 0;
	buf_write(cell, c->json.b.p, c->json.b.n);
	c->json.b.n = 0;
	c->json.follows = false;
}

static void put_value(struct render *r, const char *column, const struct wire_field *f,
		      const void *record)
{
	struct buf *cell = &column_of(r, column)->text;
	struct value v = decode_field(f, record);
	struct csv *c = r->state;

	switch (v.kind) {
	case WIRE_STRING:
	case WIRE_TEXT:
	case WIRE_KSYM:
		r->scratch.n = 0;
		text_value(&r->scratch, &r->namer, f, record, &r->stats.cut);
		cell->n = 0;
		text_utf8(cell, (struct sv){r->scratch.p, r->scratch.n});
		break;
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	case WIRE_BOOL:
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_BINARY:
	case WIRE_RECORD:
	case WIRE_LIST:
	case WIRE_STACK:
		tree_value(r, &c->tree, f, record);
		take_json(c, cell);
		break;
	}
}

static void put_fields(struct render *r, const struct wire_field *f, const char *unnamed,
		       const void *record)
{
	uint32_t n;
	const struct wire_field *fields = fields_of(f, &n);

	for (uint32_t i = 0; i < n; i++)
		put_value(r, name_of(&fields[i], unnamed), &fields[i], record);
}

static void put_key(struct render *r, const struct manifest_map *map, const void *key)
{
	put_fields(r, &map->key, "key", key);
}

static void put_number(struct render *r, const char *column, uint64_t v)
{
	struct csv *c = r->state;

	json_writer.natural(&c->json, v);
	take_json(c, &column_of(r, column)->text);
}

static void csv_row(struct render *r, uint32_t event, const char *record)
{
	const struct manifest_event *e = &r->m->events.v[event];
	const char *probe = render_probe(r, e->program);
	struct wire_header header;

	begin_row(r, e->name);
	memcpy(&header, record, sizeof(header));
	if (r->o.timestamps && header.time)
		put_number(r, "time", header.time);
	if (r->o.timestamps && probe)
		text_utf8(&column_of(r, "probe")->text, sv_cstr(probe));
	for (uint32_t i = 0; i < e->nfields; i++) {
		const char *name = name_of(&e->fields[i], "value");

		column_of(r, name)->text.n = 0; /* a column of the script's own wins */
		put_value(r, name, &e->fields[i], record);
	}
	end_row(r);
}

static void csv_tally(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		      uint32_t nrows)
{
	enum tally_what what[TALLY_COLUMNS];
	uint32_t n = tally_columns(map_use_find(map->use), what);
	struct csv *c = r->state;

	for (uint32_t i = 0; i < nrows; i++) {
		begin_row(r, map->name);
		put_key(r, map, rows[i].key);
		for (uint32_t k = 0; k < n; k++) {
			if (what[k] >= TALLY_AVG &&
			    !tally_has(map_use_find(map->use), &rows[i].tally))
				continue;
			tree_number(r, &c->tree, map, what[k], &rows[i].tally);
			take_json(c, &column_of(r, tally_name(what[k]))->text);
		}
		end_row(r);
	}
}

static void csv_entries(struct render *r, const struct manifest_map *map,
			const struct map_entry *entries, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		begin_row(r, map->name);
		put_key(r, map, entries[i].key);
		if (entries[i].cpu >= 0)
			put_number(r, "cpu", (uint64_t)entries[i].cpu);
		put_fields(r, &map->value, "value", entries[i].value);
		end_row(r);
	}
}

static void put_bound(struct render *r, const struct manifest_map *map, const char *column,
		      bool has, int64_t v)
{
	struct csv *c = r->state;

	if (!has)
		return;
	if (map->unit == WIRE_UINT)
		json_writer.natural(&c->json, (uint64_t)v);
	else
		json_writer.integer(&c->json, v);
	take_json(c, &column_of(r, column)->text);
}

static void csv_hist(struct render *r, const struct manifest_map *map, const void *key,
		     const struct hist_bucket *buckets, uint32_t nbuckets)
{
	for (uint32_t i = 0; i < nbuckets; i++) {
		struct hist_range range = hist_range(map, buckets[i].number);

		begin_row(r, map->name);
		put_key(r, map, key);
		put_bound(r, map, "low", range.has_low, range.low);
		put_bound(r, map, "high", range.has_high, range.high);
		put_number(r, "count", buckets[i].count);
		end_row(r);
	}
}

static void csv_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	begin_row(r, state->name);
	put_value(r, "value", &state->value, bytes);
	end_row(r);
}

/* People read losses in the summary. */
static void csv_loss(struct render *r, const struct render_loss *loss)
{
	(void)r;
	(void)loss;
}

const struct render_ops render_csv = {
	.open = csv_open,
	.row = csv_row,
	.tally = csv_tally,
	.hist = csv_hist,
	.entries = csv_entries,
	.state = csv_state,
	.loss = csv_loss,
	.end = put_head,
};
