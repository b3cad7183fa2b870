/*
 * render_table.c - rows under a head, for people; lines of print, counters, histograms.
 *
 * Rows wait a moment so that those of one shape come together: until the stream pauses, a second
 * has passed or a screenful is there. They then continue the table that is open when it is theirs
 * and wide enough, else it is closed and a new head printed. Lines of print do not wait. All text
 * from the kernel is made safe for terminals.
 */
#include "loader/render_format.h"
#include "loader/stacks.h"
#include "loader/table.h"
#include "runtime/units.h"

#include <time.h>

#define NONE UINT32_MAX

static const int64_t PAUSE_NS = 100000000, AT_MOST_NS = 1000000000;

enum { SCREENFUL = 20, FILEFUL = 1000, BAR_WIDTH = 30, TIME_WIDTH = 15 };

struct tables {
	struct table *shapes; /* one per event; those of one shape share the first one's */
	uint32_t *waiting;    /* shapes with rows, in the order of their first row */
	uint32_t nwaiting;
	uint32_t nrows; /* waiting, of all shapes */
	uint32_t open;	/* shape whose table has no foot yet, or NONE */
	int64_t first_ns, last_ns;
	struct buf page;
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

/* Room that the first rows of a stream are given, so that later ones rarely need more. */
static uint32_t usual_width(const struct wire_field *f)
{
	if (f->names)
		return 16;
	switch (f->kind) {
	case WIRE_INT:
	case WIRE_UINT:
		return f->size < 4 ? 5 : 7;
	case WIRE_DURATION:
		return (uint32_t)strlen("123ms 456us 789ns");
	case WIRE_FILESIZE:
	case WIRE_BINARY:
	case WIRE_RECORD:
	case WIRE_LIST:
		return 8;
	case WIRE_BOOL:
		return 5;
	case WIRE_TEXT:
		return 16;
	case WIRE_STRING:
		return f->size < 16 ? f->size : 16;
	case WIRE_KSYM:
	case WIRE_STACK:
		return 24;
	case WIRE_NOTHING:
	case WIRE_KINDS:
		break;
	}
	return 0;
}

static const char *color_of(enum wire_kind kind)
{
	if (kind == WIRE_FILESIZE)
		return "\x1b[36m";
	return kind == WIRE_BOOL ? "\x1b[96m" : NULL;
}

static const char *safe_title(struct arena *a, const char *s)
{
	struct buf b = {.arena = a};

	text_safe(&b, sv_cstr(s), false);
	return b.p ? b.p : "";
}

static struct table_column column_of(struct arena *a, const struct wire_field *f,
				     const char *unnamed)
{
	return (struct table_column){.title = safe_title(a, *f->name ? f->name : unnamed),
				     .is_right = !f->names && text_is_right(f->kind),
				     .color = color_of(f->kind)};
}

/* The table of an event's rows: time, probe, its fields; an empty record is one empty column. */
static void open_shape(struct render *r, struct table *t, const struct manifest_event *e)
{
	struct table_column *columns = arena_array(r->arena, struct table_column, e->nfields + 3);
	uint32_t n = 0;

	if (r->o.timestamps) {
		columns[n++] = (struct table_column){.title = "time", .min = TIME_WIDTH};
		columns[n++] = (struct table_column){.title = "probe"};
	}
	for (uint32_t i = 0; i < e->nfields; i++) {
		columns[n] = column_of(r->arena, &e->fields[i], "value");
		columns[n++].min = usual_width(&e->fields[i]);
	}
	if (!n)
		columns[n++] = (struct table_column){.title = safe_title(r->arena, e->name)};
	table_open(r->arena, t, columns, n);
	t->color = r->o.color;
	t->limit = r->o.width;
}

static size_t table_format_open(struct render *r)
{
	struct tables *t = arena_new(r->arena, struct tables);

	r->state = t;
	t->open = NONE;
	t->page.arena = r->arena;
	t->shapes = arena_array(r->arena, struct table, r->m->events.n);
	t->waiting = arena_array(r->arena, uint32_t, r->m->events.n);
	for (uint32_t i = 0; i < r->m->events.n; i++)
		if (r->events[i].shape == i && !r->events[i].e->is_print)
			open_shape(r, &t->shapes[i], r->events[i].e);
	return 4096;
}

/* Moves the page to the output. */
static void put_page(struct render *r, struct buf *page)
{
	out_write(&r->out, page->p, page->n);
	page->n = 0;
}

static void put_title(struct render *r, struct buf *b, const char *before, const char *title)
{
	buf_puts(b, before);
	if (r->o.color)
		buf_puts(b, "\x1b[1m");
	text_safe(b, sv_cstr(title), false);
	if (r->o.color)
		buf_puts(b, "\x1b[0m");
}

static void close_table(struct tables *t)
{
	if (t->open != NONE)
		table_foot(&t->page, &t->shapes[t->open]);
	t->open = NONE;
}

static void put_waiting(struct render *r)
{
	struct tables *t = r->state;

	for (uint32_t i = 0; i < t->nwaiting; i++) {
		uint32_t shape = t->waiting[i];
		struct table *table = &t->shapes[shape];

		if (t->open != shape || !table_fits(table)) {
			close_table(t);
			if (r->many_names) {
				put_title(r, &t->page, "", r->m->events.v[shape].name);
				buf_putc(&t->page, '\n');
			}
			table_measure(table);
			table_head(&t->page, table);
			t->open = shape;
		}
		table_body(&t->page, table);
	}
	t->nwaiting = 0;
	t->nrows = 0;
	put_page(r, &t->page);
}

static void table_idle(struct render *r, bool all)
{
	struct tables *t = r->state;
	int64_t now = t->nrows ? now_ns() : 0;

	if (t->nrows && (all || now - t->last_ns >= PAUSE_NS || now - t->first_ns >= AT_MOST_NS))
		put_waiting(r);
	if (all) {
		close_table(t);
		put_page(r, &t->page);
	}
}

static int table_wait_ms(const struct render *r)
{
	const struct tables *t = r->state;
	int64_t due;

	if (!t->nrows)
		return r->out.n ? 0 : -1;
	due = t->last_ns + PAUSE_NS;
	if (due > t->first_ns + AT_MOST_NS)
		due = t->first_ns + AT_MOST_NS;
	due -= now_ns();
	return due <= 0 ? 0 : (int)(due / 1000000 + 1);
}

/* "15:04:05.123456" by the clock on the wall. */
static void put_time(struct render *r, struct buf *b, const char *record)
{
	struct wire_header header;
	struct tm tm;
	time_t seconds;
	int64_t ns;

	memcpy(&header, record, sizeof(header));
	if (!header.time)
		return;
	ns = (int64_t)(header.time + (uint64_t)r->wall_ns);
	seconds = ns / 1000000000;
	if (ns < 0 || !localtime_r(&seconds, &tm))
		return;
	buf_printf(b, "%02d:%02d:%02d.%06d", tm.tm_hour, tm.tm_min, tm.tm_sec,
		   (int)(ns % 1000000000 / 1000));
}

/* One frame a line. */
static void put_frames(struct buf *b, const struct stack *s, const char *before)
{
	for (uint32_t i = 0; i < s->nframes; i++) {
		buf_puts(b, i ? "\n" : "");
		buf_puts(b, before);
		buf_write(b, s->frames[i].text.p, s->frames[i].text.n);
	}
}

static void put_cell(struct render *r, struct table *t, const struct wire_field *f,
		     const void *record)
{
	struct value v = decode_field(f, record);

	if (v.kind == WIRE_STACK) {
		put_frames(&t->text, namer_stack(&r->namer, v.u), "");
		table_cell(t);
		return;
	}
	r->scratch.n = 0;
	text_value(&r->scratch, &r->namer, f, record, &r->stats.cut);
	text_safe(&t->text, (struct sv){r->scratch.p, r->scratch.n}, false);
	table_cell(t);
}

static void table_row(struct render *r, uint32_t event, const char *record)
{
	struct tables *t = r->state;
	const struct manifest_event *e = r->events[event].e;
	struct table *table = &t->shapes[r->events[event].shape];
	const char *probe = render_probe(r, e->program);

	if (!table->cells.n)
		t->waiting[t->nwaiting++] = r->events[event].shape;
	if (r->o.timestamps) {
		put_time(r, &table->text, record);
		table_cell(table);
		text_safe(&table->text, sv_cstr(probe ? probe : ""), false);
		table_cell(table);
	}
	for (uint32_t i = 0; i < e->nfields; i++)
		put_cell(r, table, &e->fields[i], record);
	if (!e->nfields && !r->o.timestamps)
		table_cell(table);
	t->last_ns = now_ns();
	if (t->nrows++ == 0)
		t->first_ns = t->last_ns;
	if (t->nrows >= (r->o.is_terminal ? SCREENFUL : FILEFUL))
		put_waiting(r);
}

static void table_line(struct render *r, uint32_t event, const char *record)
{
	struct tables *t = r->state;
	struct sv text = render_line_text(r, r->events[event].e, record);

	close_table(t);
	if (r->o.timestamps) {
		put_time(r, &t->page, record);
		buf_putc(&t->page, ' ');
	}
	text_safe(&t->page, text, true);
	buf_putc(&t->page, '\n');
	put_page(r, &t->page);
}

/* Columns of a key or value: the fields of a record, else one. */
static const struct wire_field *fields_of(const struct wire_field *f, uint32_t *n)
{
	bool is_row = f->kind == WIRE_RECORD && f->null_at < 0;

	*n = is_row ? f->nfields : 1;
	return is_row ? f->fields : f;
}

/* A bar is for counts and sums, of which a part and a whole make sense, alone. */
static bool has_bar(enum map_use use)
{
	return use == MAP_COUNT || use == MAP_SUM;
}

static uint64_t bar_size(enum tally_what what, const struct tally *t)
{
	if (what == TALLY_COUNT || t->sum < 0)
		return what == TALLY_COUNT ? t->n : 0;
	return t->sum > INT64_MAX ? INT64_MAX : (uint64_t)t->sum;
}

static void put_tally_rows(struct render *r, struct table *t, const struct manifest_map *map,
			   const struct map_row *rows, uint32_t nrows)
{
	enum map_use use = map_use_find(map->use);
	enum tally_what columns[TALLY_COLUMNS];
	uint32_t ncolumns = tally_columns(use, columns), nfields;
	const struct wire_field *fields = fields_of(&map->key, &nfields);
	char text[TALLY_TEXT_MAX];

	for (uint32_t i = 0; i < nrows; i++) {
		for (uint32_t f = 0; f < nfields; f++)
			put_cell(r, t, &fields[f], rows[i].key);
		for (uint32_t k = 0; k < ncolumns; k++) {
			if (tally_has(use, &rows[i].tally))
				buf_write(&t->text, text,
					  tally_text(text, map, columns[k], &rows[i].tally));
			table_cell(t);
		}
		if (!has_bar(use))
			continue;
		hist_bar(&t->text, bar_size(columns[0], &rows[i].tally),
			 bar_size(columns[0], &rows[0].tally), BAR_WIDTH);
		table_cell(t);
	}
}

/* "3 keys, 12 in total". */
static void put_tally_foot(struct buf *b, const struct manifest_map *map,
			   const struct map_row *rows, uint32_t nrows)
{
	static const struct {
		enum map_use use;
		enum tally_what what;
		const char *behind;
	} totals[] = {
		{MAP_COUNT, TALLY_COUNT, " in total"}, {MAP_SUM, TALLY_SUM, " in total"},
		{MAP_MIN, TALLY_MIN, " at least"},     {MAP_MAX, TALLY_MAX, " at most"},
		{MAP_AVG, TALLY_AVG, " on average"},   {MAP_STATS, TALLY_COUNT, " values"},
		{MAP_STATS, TALLY_SUM, " in total"},
	};
	enum map_use use = map_use_find(map->use);
	struct tally all = {0};
	char text[TALLY_TEXT_MAX];

	for (uint32_t i = 0; i < nrows; i++)
		tally_merge(&all, map, &rows[i].tally);
	buf_printf(b, "%u %s", nrows, nrows == 1 ? "key" : "keys");
	for (uint32_t i = 0; i < ARRAY_SIZE(totals) && tally_has(use, &all); i++) {
		if (totals[i].use != use)
			continue;
		buf_puts(b, ", ");
		buf_write(b, text, tally_text(text, map, totals[i].what, &all));
		buf_puts(b, totals[i].behind);
	}
	buf_putc(b, '\n');
}

static void put_tallies(struct render *r, struct buf *b, const struct manifest_map *map,
			const struct map_row *rows, uint32_t nrows)
{
	enum tally_what what[TALLY_COLUMNS];
	uint32_t nwhat = tally_columns(map_use_find(map->use), what), n;
	const struct wire_field *fields = fields_of(&map->key, &n);
	struct table_column *columns = arena_array(&r->temp, struct table_column, n + nwhat + 1);
	struct table t;

	for (uint32_t i = 0; i < n; i++)
		columns[i] = column_of(&r->temp, &fields[i], "key");
	for (uint32_t i = 0; i < nwhat; i++)
		columns[n++] =
			(struct table_column){.title = tally_name(what[i]), .is_right = true};
	if (has_bar(map_use_find(map->use)))
		columns[n++] = (struct table_column){.title = "", .is_right = true};
	table_open(&r->temp, &t, columns, n);
	t.color = r->o.color;
	t.limit = r->o.width;
	put_tally_rows(r, &t, map, rows, nrows);
	table_measure(&t);
	buf_putc(b, '\n');
	table_head(b, &t);
	table_body(b, &t);
	table_foot(b, &t);
	put_tally_foot(b, map, rows, nrows);
}

/* "name: 12", or "name: count 4, sum 12, …". */
static void put_one_tally(struct buf *b, const struct manifest_map *map, const struct tally *t)
{
	enum tally_what what[TALLY_COLUMNS];
	uint32_t n = tally_columns(map_use_find(map->use), what);
	char text[TALLY_TEXT_MAX];

	for (uint32_t i = 0; i < n; i++) {
		buf_puts(b, i ? ", " : ": ");
		if (n > 1)
			buf_printf(b, "%s ", tally_name(what[i]));
		buf_write(b, text, tally_text(text, map, what[i], t));
	}
	buf_putc(b, '\n');
}

static void table_tally(struct render *r, const struct manifest_map *map,
			const struct map_row *rows, uint32_t nrows)
{
	struct buf b = {.arena = &r->temp};

	put_title(r, &b, "\n", map->name);
	if (!nrows ||
	    (map->key.kind == WIRE_NOTHING && !tally_has(map_use_find(map->use), &rows[0].tally)))
		buf_puts(&b, ": empty\n");
	else if (map->key.kind == WIRE_NOTHING)
		put_one_tally(&b, map, &rows[0].tally);
	else
		put_tallies(r, &b, map, rows, nrows);
	put_page(r, &b);
}

static void table_hist(struct render *r, const struct manifest_map *map, const void *key,
		       const struct hist_bucket *buckets, uint32_t nbuckets)
{
	struct buf b = {.arena = &r->temp};

	put_title(r, &b, "\n", map->name);
	if (key && map->key.kind == WIRE_STACK) {
		struct value v = decode_field(&map->key, key);

		buf_puts(&b, v.kind == WIRE_STACK ? ":\n" : ": null");
		if (v.kind == WIRE_STACK)
			put_frames(&b, namer_stack(&r->namer, v.u), "  ");
	} else if (key && map->key.kind != WIRE_NOTHING) {
		buf_puts(&b, ": ");
		r->scratch.n = 0;
		text_value(&r->scratch, &r->namer, &map->key, key, &r->stats.cut);
		text_safe(&b, (struct sv){r->scratch.p, r->scratch.n}, false);
	}
	buf_puts(&b, nbuckets ? "\n" : ": empty\n");
	hist_print(&b, map, buckets, nbuckets);
	put_page(r, &b);
}

static void put_entry_rows(struct render *r, struct table *t, const struct manifest_map *map,
			   const struct map_entry *entries, uint32_t n)
{
	uint32_t nkey, nvalue;
	const struct wire_field *key = fields_of(&map->key, &nkey);
	const struct wire_field *value = fields_of(&map->value, &nvalue);
	char digits[UNITS_MAX];

	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t f = 0; entries[i].key && f < nkey; f++)
			put_cell(r, t, &key[f], entries[i].key);
		if (entries[i].cpu >= 0) {
			buf_write(&t->text, digits, units_int(digits, entries[i].cpu));
			table_cell(t);
		}
		for (uint32_t f = 0; f < nvalue; f++)
			put_cell(r, t, &value[f], entries[i].value);
	}
}

static void table_entries(struct render *r, const struct manifest_map *map,
			  const struct map_entry *entries, uint32_t n)
{
	struct buf b = {.arena = &r->temp};
	uint32_t nkey, nvalue, at = 0;
	const struct wire_field *key = fields_of(&map->key, &nkey);
	const struct wire_field *value = fields_of(&map->value, &nvalue);
	struct table_column *columns =
		arena_array(&r->temp, struct table_column, nkey + nvalue + 1);
	struct table t;

	put_title(r, &b, "\n", map->name);
	if (!n) {
		buf_puts(&b, ": empty\n");
		put_page(r, &b);
		return;
	}
	for (uint32_t i = 0; entries[0].key && i < nkey; i++)
		columns[at++] = column_of(&r->temp, &key[i], "key");
	if (entries[0].cpu >= 0)
		columns[at++] = (struct table_column){.title = "cpu", .is_right = true};
	for (uint32_t i = 0; i < nvalue; i++)
		columns[at++] = column_of(&r->temp, &value[i], "value");
	table_open(&r->temp, &t, columns, at);
	t.color = r->o.color;
	t.limit = r->o.width;
	put_entry_rows(r, &t, map, entries, n);
	table_measure(&t);
	buf_putc(&b, '\n');
	table_head(&b, &t);
	table_body(&b, &t);
	table_foot(&b, &t);
	put_page(r, &b);
}

static void table_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	const char *probe = render_probe(r, state->program);
	struct buf b = {.arena = &r->temp};

	put_title(r, &b, "\n", state->name);
	if (probe) {
		buf_puts(&b, " of ");
		text_safe(&b, sv_cstr(probe), false);
	}
	buf_puts(&b, ": ");
	r->scratch.n = 0;
	text_value(&r->scratch, &r->namer, &state->value, bytes, &r->stats.cut);
	text_safe(&b, (struct sv){r->scratch.p, r->scratch.n}, false);
	buf_putc(&b, '\n');
	put_page(r, &b);
}

/* People read losses in the summary. */
static void table_loss(struct render *r, const struct render_loss *loss)
{
	(void)r;
	(void)loss;
}

const struct render_ops render_table = {
	.open = table_format_open,
	.row = table_row,
	.line = table_line,
	.idle = table_idle,
	.wait_ms = table_wait_ms,
	.tally = table_tally,
	.hist = table_hist,
	.entries = table_entries,
	.state = table_state,
	.loss = table_loss,
};
