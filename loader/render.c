/*
 * render.c - checks what comes from the kernel, sorts maps, and hands it to the format.
 *
 * A record is believed only as far as its event number and its size; the manifest's offsets were
 * checked against that size, so a format reads inside the record whatever its bytes are.
 */
#include "loader/render_format.h"

#include "loader/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const struct {
	const char *name, *help;
	const struct render_ops *ops;
} formats[RENDER_FORMATS] = {
#define FORMAT(id, symbol, name, help) {name, help, &render_##symbol},
#include "loader/formats.def"
};

int render_format_find(struct sv name)
{
	for (int i = 0; i < RENDER_FORMATS; i++)
		if (sv_is(name, formats[i].name))
			return i;
	return -1;
}

const char *render_format_name(enum render_format f)
{
	return formats[f].name;
}

const char *render_format_help(enum render_format f)
{
	return formats[f].help;
}

const char *render_format_refuses(enum render_format f, const struct manifest *m)
{
	return formats[f].ops->refuses ? formats[f].ops->refuses(m) : NULL;
}

bool render_has_column(const struct manifest_event *e, const char *name)
{
	for (uint32_t i = 0; i < e->nfields; i++)
		if (strcmp(e->fields[i].name, name) == 0)
			return true;
	return false;
}

const char *render_probe(const struct render *r, uint32_t program)
{
	return program < r->m->programs.n ? r->m->programs.v[program].label : NULL;
}

static bool same_columns(const struct manifest_event *a, const struct manifest_event *b)
{
	if (strcmp(a->name, b->name) != 0 || a->is_print != b->is_print || a->nfields != b->nfields)
		return false;
	for (uint32_t i = 0; i < a->nfields; i++)
		if (strcmp(a->fields[i].name, b->fields[i].name) != 0 ||
		    a->fields[i].kind != b->fields[i].kind)
			return false;
	return true;
}

/* Events of one name and the same columns, from however many places, are one shape. */
static void find_shapes(struct render *r)
{
	const char *name = NULL;

	r->events = arena_array(r->arena, struct render_event, r->m->events.n);
	for (uint32_t i = 0; i < r->m->events.n; i++) {
		struct render_event *e = &r->events[i];

		e->e = &r->m->events.v[i];
		while (e->shape < i && !same_columns(r->events[e->shape].e, e->e))
			e->shape++;
		if (e->e->is_print)
			continue;
		r->many_names |= name && strcmp(name, e->e->name) != 0;
		name = e->e->name;
	}
}

static int64_t clock_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

struct render *render_open(struct arena *a, const struct manifest *m,
			   const struct render_options *o)
{
	struct render *r = arena_new(a, struct render);

	r->arena = a;
	r->m = m;
	r->o = *o;
	r->ops = formats[o->format].ops;
	r->namer = (struct namer){o->ksym, o->ksym_arg, o->stack, o->stack_arg};
	r->scratch.arena = r->clean.arena = a;
	r->wall_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	find_shapes(r);
	out_open(a, &r->out, o->fd, r->ops->open(r));
	return r;
}

struct sv render_line_text(struct render *r, const struct manifest_event *e, const char *record)
{
	struct buf *b = &r->scratch;

	b->n = 0;
	text_parts(b, &r->namer, e->parts, e->nparts, e->fields, record, &r->stats.cut);
	return (struct sv){b->p, b->n};
}

/* The perf buffer, below kernel 5.8, pads a record so that with its u32 size it is 8-aligned. */
static bool is_size_of(const struct manifest_event *e, size_t size)
{
	return size >= e->size && size - e->size < 8;
}

bool render_is_notice(struct render *r, const void *bytes, size_t size)
{
	struct wire_new_stack_builds notice = {.bytes = 0};
	uint32_t n = 0;

	if (size < sizeof(notice.stack))
		return false;
	memcpy(&notice, bytes, size < sizeof(notice) ? size : sizeof(notice));
	if (notice.stack.header.event != (uint32_t)WIRE_NEW_STACK)
		return false;
	if (size >= sizeof(notice) && notice.bytes > 0)
		n = notice.bytes < (int64_t)sizeof(notice.frames)
			    ? (uint32_t)notice.bytes / sizeof(*notice.frames)
			    : WIRE_BUILD_FRAMES;
	if (r->o.new_stack)
		r->o.new_stack(r->o.stack_arg, notice.stack.number, notice.frames, n);
	return true;
}

static void show_line(struct render *r, uint32_t event, const char *record)
{
	struct buf b = {.arena = &r->temp};

	if (r->ops->line) {
		r->ops->line(r, event, record);
		return;
	}
	text_safe(&b, render_line_text(r, r->events[event].e, record), true);
	dprintf(r->o.lines_fd, "%s\n", b.p ? b.p : "");
	arena_free(&r->temp);
}

static void write_waiting(struct render *r, bool all)
{
	if (r->ops->idle)
		r->ops->idle(r, all);
}

int render_event(struct render *r, const void *bytes, size_t size)
{
	struct wire_header header;

	if (size < sizeof(header)) {
		r->stats.damaged++;
		return r->out.error;
	}
	memcpy(&header, bytes, sizeof(header));
	if (header.event >= r->m->events.n || !is_size_of(r->events[header.event].e, size)) {
		r->stats.damaged++;
		return r->out.error;
	}
	if (r->events[header.event].e->is_print) {
		r->stats.lines++;
		show_line(r, header.event, bytes);
	} else {
		r->stats.rows++;
		r->ops->row(r, header.event, bytes);
	}
	return r->out.error;
}

int render_idle(struct render *r)
{
	write_waiting(r, false);
	return out_flush(&r->out);
}

int render_wait_ms(const struct render *r)
{
	return r->ops->wait_ms ? r->ops->wait_ms(r) : r->out.n ? 0 : -1;
}

static uint32_t bucket_of(const struct manifest_map *map, const struct map_row *row)
{
	uint32_t number, last = hist_buckets(map) - 1;

	memcpy(&number, (const char *)row->key + map->bucket_at, sizeof(number));
	return number < last ? number : last;
}

static int by_tally(const void *left, const void *right, void *arg)
{
	const struct map_row *a = left, *b = right;
	const struct manifest_map *map = *(const struct manifest_map **)arg;

	int order = tally_compare(map, &a->tally, &b->tally);

	if (order)
		return order;
	return decode_compare(&map->key, a->key, b->key);
}

static int by_bucket(const void *left, const void *right, void *arg)
{
	const struct map_row *a = left, *b = right;
	const struct manifest_map *map = *(const struct manifest_map **)arg;
	int order = decode_compare(&map->key, a->key, b->key);
	uint32_t x = bucket_of(map, a), y = bucket_of(map, b);

	return order ? order : (x > y) - (x < y);
}

/* Buckets that counted of the rows of one key: how many. */
static uint32_t collect(struct hist_bucket *buckets, const struct manifest_map *map,
			const struct map_row *rows, uint32_t nrows)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < nrows; i++) {
		uint32_t number = bucket_of(map, &rows[i]);

		if (!rows[i].tally.n)
			continue;
		if (n && buckets[n - 1].number == number)
			buckets[n - 1].count += rows[i].tally.n;
		else
			buckets[n++] = (struct hist_bucket){number, rows[i].tally.n};
	}
	return n;
}

static void render_hist(struct render *r, const struct manifest_map *map,
			const struct map_row *rows, uint32_t nrows)
{
	struct hist_bucket *buckets = arena_array(&r->temp, struct hist_bucket, nrows + 1);
	uint32_t end;

	if (!nrows)
		r->ops->hist(r, map, NULL, NULL, 0);
	for (uint32_t start = 0; start < nrows; start = end) {
		const void *key = rows[start].key;

		for (end = start + 1; end < nrows; end++)
			if (decode_compare(&map->key, key, rows[end].key) != 0)
				break;
		r->ops->hist(r, map, key, buckets,
			     collect(buckets, map, rows + start, end - start));
	}
}

int render_map(struct render *r, const struct manifest_map *map, const struct map_row *rows,
	       uint32_t nrows)
{
	enum map_use use = map_use_find(map->use);
	bool is_hist = use == MAP_HIST;
	struct map_row *sorted;

	if (!map_use_is_aggregate(use))
		return r->out.error;
	write_waiting(r, true);
	sorted = arena_array(&r->temp, struct map_row, nrows);
	if (nrows)
		memcpy(sorted, rows, sizeof(*rows) * nrows);
	qsort_r(sorted, nrows, sizeof(*sorted), is_hist ? by_bucket : by_tally, &map);
	if (is_hist)
		render_hist(r, map, sorted, nrows);
	else
		r->ops->tally(r, map, sorted, nrows);
	arena_free(&r->temp);
	return out_flush(&r->out);
}

static int by_key(const void *left, const void *right, void *arg)
{
	const struct map_entry *a = left, *b = right;
	const struct manifest_map *map = *(const struct manifest_map **)arg;
	int order = decode_compare(&map->key, a->key, b->key);

	return order ? order : (a->cpu > b->cpu) - (a->cpu < b->cpu);
}

int render_entries(struct render *r, const struct manifest_map *map,
		   const struct map_entry *entries, uint32_t n)
{
	struct map_entry *sorted = arena_array(&r->temp, struct map_entry, n + 1);

	write_waiting(r, true);
	if (n)
		memcpy(sorted, entries, sizeof(*entries) * n);
	if (n && entries[0].key)
		qsort_r(sorted, n, sizeof(*sorted), by_key, &map);
	r->ops->entries(r, map, sorted, n);
	arena_free(&r->temp);
	return out_flush(&r->out);
}

int render_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	write_waiting(r, true);
	r->ops->state(r, state, bytes);
	arena_free(&r->temp);
	return out_flush(&r->out);
}

static void report_losses(struct render *r, const struct load_summary *s)
{
	if (r->stats.damaged)
		r->ops->loss(r, &(struct render_loss){.kind = "damaged",
						      .message = "records that nothing describes",
						      .count = r->stats.damaged});
	for (uint32_t i = 0; s->programs && i < r->m->programs.n; i++) {
		const struct load_program *p = &s->programs[i];
		struct render_loss loss = {.kind = "lost", .probe = r->m->programs.v[i].label};

		loss.message = "events lost";
		loss.count = p->lost;
		if (loss.count)
			r->ops->loss(r, &loss);
		loss.kind = "misses";
		loss.message = "runs that the kernel left out";
		loss.count = p->misses;
		if (loss.count)
			r->ops->loss(r, &loss);
	}
	for (uint32_t i = 0; s->sites && i < r->m->sites.n; i++) {
		const struct manifest_site *site = &r->m->sites.v[i];

		if (s->sites[i])
			r->ops->loss(r,
				     &(struct render_loss){.kind = site->kind,
							   .message = site->message,
							   .site = site,
							   .probe = render_probe(r, site->program),
							   .count = s->sites[i]});
	}
}

int render_end(struct render *r)
{
	write_waiting(r, true);
	if (r->ops->end)
		r->ops->end(r);
	return out_flush(&r->out);
}

int render_summary(struct render *r, const struct load_summary *s)
{
	int error;

	write_waiting(r, true);
	report_losses(r, s);
	if (r->ops->end)
		r->ops->end(r);
	error = out_flush(&r->out);
	if (r->o.summary_fd >= 0)
		summary_print(r->arena, r->o.summary_fd, r->m, &r->stats, s);
	return error;
}

const struct render_stats *render_stats(const struct render *r)
{
	return &r->stats;
}
