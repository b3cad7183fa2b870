/*
 * render_openmetrics.c - aggregates as OpenMetrics 1.0 text: a snapshot that scrapers read.
 *
 * A family for each column of an aggregate, nubpf_USE_NAME with the unit behind it; what the script
 * keyed by are labels. Durations are seconds, as the format wants. The upper bound of a bucket
 * belongs to it there, and not here: it is one less. Rows are only counted; what was lost is
 * counters, too.
 */
#include "loader/render_format.h"
#include "loader/stacks.h"
#include "runtime/units.h"

enum { NS_DIGITS = 9 };

struct metrics {
	struct symmap taken;		/* names of families */
	bool has_troubles;		/* their family has begun */
	struct buf labels;		/* of a sample, without the braces */
	VEC(const char *) names;	/* of its labels */
	const struct manifest_map *map; /* whose histograms come */
	const char *family;
};

static void put(struct render *r, const char *s)
{
	out_text(&r->out, sv_cstr(s));
}

static void put_buf(struct render *r, const struct buf *b)
{
	out_write(&r->out, b->p, b->n);
}

/* A text in quotes, or of HELP. */
static void add_escaped(struct buf *b, struct sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n') {
			buf_puts(b, "\\n");
			continue;
		}
		if (text.p[i] == '"' || text.p[i] == '\\')
			buf_putc(b, '\\');
		buf_putc(b, text.p[i]);
	}
}

static struct sv clean(struct render *r, const char *text)
{
	r->clean.n = 0;
	text_utf8(&r->clean, sv_cstr(text));
	return (struct sv){r->clean.p ? r->clean.p : "", r->clean.n};
}

/* Letters, digits and '_'. */
static void add_word(struct buf *b, const char *text)
{
	for (; *text; text++) {
		char c = *text;
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
			    (c >= '0' && c <= '9');

		buf_putc(b, good ? c : '_');
	}
}

static const char *unit_of(const struct manifest_map *map, enum tally_what what)
{
	if (what == TALLY_COUNT)
		return NULL;
	return map->unit == WIRE_DURATION ? "seconds" : map->unit == WIRE_FILESIZE ? "bytes" : NULL;
}

/* A name that no family has: parts with '_' between, those that are NULL left out. */
static const char *family_name(struct render *r, const char *use, const char *name,
			       const char *column, const char *unit)
{
	const char *parts[] = {use, name, column, unit};
	struct metrics *m = r->state;
	struct buf b = {.arena = r->arena};
	const char *unique;

	buf_puts(&b, "nubpf");
	for (uint32_t i = 0; i < ARRAY_SIZE(parts) && (i < 3 || parts[i]); i++) {
		if (!parts[i])
			continue;
		buf_putc(&b, '_');
		add_word(&b, parts[i]);
	}
	unique = b.p;
	for (uint32_t n = 2; symmap_get(&m->taken, sv_cstr(unique), 0); n++)
		unique = arena_printf(r->arena, "nubpf_%s_%u%s", use, n,
				      b.p + strlen("nubpf_") + strlen(use));
	symmap_put(&m->taken, sv_cstr(unique), 1);
	return unique;
}

static void begin_family(struct render *r, const char *family, const char *type, const char *unit,
			 const char *help, const char *name)
{
	struct buf b = {.arena = &r->temp};

	buf_printf(&b, "# TYPE %s %s\n", family, type);
	if (unit)
		buf_printf(&b, "# UNIT %s %s\n", family, unit);
	buf_printf(&b, "# HELP %s %s \"", family, help);
	add_escaped(&b, clean(r, name));
	buf_puts(&b, "\" of ");
	add_escaped(&b, clean(r, r->m->source));
	buf_putc(&b, '\n');
	put_buf(r, &b);
}

/* ---- labels ---- */

/* A label's name: what it may have in it, and no other one of the sample has. */
static const char *label_name(struct render *r, const char *name)
{
	bool is_digit = name[0] >= '0' && name[0] <= '9';
	struct metrics *m = r->state;
	struct buf b = {.arena = &r->temp};
	const char *unique;

	/* le is the bucket's, and two '_' are kept for the reader. */
	if (!*name || is_digit || strcmp(name, "le") == 0 || strncmp(name, "__", 2) == 0)
		buf_puts(&b, *name ? "key_" : "key");
	add_word(&b, name);
	unique = b.p;
	for (uint32_t i = 0, n = 2; i < m->names.n;) {
		if (strcmp(m->names.v[i], unique) != 0) {
			i++;
			continue;
		}
		unique = arena_printf(&r->temp, "%s_%u", b.p, n++);
		i = 0;
	}
	vec_push(&r->temp, &m->names, unique);
	return unique;
}

static void begin_label(struct render *r, const char *name)
{
	struct metrics *m = r->state;

	if (m->labels.n)
		buf_putc(&m->labels, ',');
	buf_puts(&m->labels, label_name(r, name));
	buf_puts(&m->labels, "=\"");
}

static void add_label(struct render *r, const char *name, struct sv value)
{
	struct metrics *m = r->state;

	begin_label(r, name);
	add_escaped(&m->labels, value);
	buf_putc(&m->labels, '"');
}

static void add_stack(struct render *r, const char *name, const struct stack *s)
{
	struct metrics *m = r->state;

	begin_label(r, name);
	for (uint32_t i = s->nframes; i-- > 0;) {
		add_escaped(&m->labels, s->frames[i].name);
		if (i)
			buf_putc(&m->labels, ';');
	}
	buf_putc(&m->labels, '"');
}

static void add_field(struct render *r, const struct wire_field *f, const void *key)
{
	struct value v = decode_field(f, key);

	if (v.kind == WIRE_STACK) {
		add_stack(r, f->name, namer_stack(&r->namer, v.u));
		return;
	}
	r->scratch.n = 0;
	text_value(&r->scratch, &r->namer, f, key, &r->stats.cut);
	r->clean.n = 0;
	text_utf8(&r->clean, (struct sv){r->scratch.p, r->scratch.n});
	add_label(r, f->name, (struct sv){r->clean.p, r->clean.n});
}

static void begin_labels(struct render *r)
{
	struct metrics *m = r->state;

	m->labels.n = 0;
	memset(&m->names, 0, sizeof(m->names)); /* of r->temp, which may have been freed */
}

static void set_labels(struct render *r, const struct manifest_map *map, const void *key)
{
	begin_labels(r);
	if (map->key.kind == WIRE_NOTHING)
		return;
	if (map->key.kind != WIRE_RECORD || map->key.null_at >= 0) {
		add_field(r, &map->key, key);
		return;
	}
	for (uint32_t i = 0; i < map->key.nfields; i++)
		add_field(r, &map->key.fields[i], key);
}

/* ---- samples ---- */

/* FAMILY SUFFIX {labels} VALUE */
static void put_sample(struct render *r, const char *family, const char *suffix, const char *value)
{
	const struct metrics *m = r->state;

	put(r, family);
	put(r, suffix);
	if (m->labels.n) {
		put(r, "{");
		put_buf(r, &m->labels);
		put(r, "}");
	}
	put(r, " ");
	put(r, value);
	put(r, "\n");
}

/* Nanoseconds as seconds, exactly; other numbers as they are. */
static const char *in_unit(struct render *r, const char *digits, const char *unit)
{
	bool negative = *digits == '-';
	const char *at = digits + negative;
	size_t n = strlen(at);

	if (!unit || strcmp(unit, "seconds") != 0)
		return digits;
	if (n <= NS_DIGITS)
		return arena_printf(&r->temp, "%s0.%.*s%s", negative ? "-" : "",
				    (int)(NS_DIGITS - n), "000000000", at);
	return arena_printf(&r->temp, "%s%.*s.%s", negative ? "-" : "", (int)(n - NS_DIGITS), at,
			    at + n - NS_DIGITS);
}

static const char *number(struct render *r, const struct manifest_map *map, enum tally_what what,
			  const struct tally *t)
{
	char *digits = arena_alloc(&r->temp, TALLY_TEXT_MAX + 1, 1);

	digits[tally_json(digits, map, what, t)] = 0;
	return in_unit(r, digits, unit_of(map, what));
}

static void openmetrics_tally(struct render *r, const struct manifest_map *map,
			      const struct map_row *rows, uint32_t nrows)
{
	enum tally_what columns[TALLY_COLUMNS];
	enum map_use use = map_use_find(map->use);
	uint32_t n = tally_columns(use, columns);

	for (uint32_t k = 0; k < n; k++) {
		bool is_counter = columns[k] == TALLY_COUNT;
		const char *column = strcmp(tally_name(columns[k]), map->use) == 0
					     ? NULL
					     : tally_name(columns[k]);
		const char *unit = unit_of(map, columns[k]);
		const char *family = family_name(r, map->use, map->name, column, unit);

		begin_family(r, family, is_counter ? "counter" : "gauge", unit,
			     tally_name(columns[k]), map->name);
		for (uint32_t i = 0; i < nrows; i++) {
			if (columns[k] >= TALLY_AVG && !tally_has(use, &rows[i].tally))
				continue;
			set_labels(r, map, rows[i].key);
			put_sample(r, family, is_counter ? "_total" : "",
				   number(r, map, columns[k], &rows[i].tally));
		}
	}
}

static void put_bucket(struct render *r, const char *le, uint64_t count)
{
	struct metrics *m = r->state;
	uint32_t length = m->labels.n;
	char digits[UNITS_MAX + 1];

	if (length)
		buf_putc(&m->labels, ',');
	buf_printf(&m->labels, "le=\"%s\"", le);
	digits[units_uint(digits, count)] = 0;
	put_sample(r, m->family, "_bucket", digits);
	m->labels.n = length;
}

/* The greatest value of the bucket below `high`; there is none below the least number of all. */
static const char *last_below(struct render *r, const struct manifest_map *map, int64_t high)
{
	char *digits = arena_alloc(&r->temp, UNITS_MAX + 1, 1);

	if (map->unit == WIRE_UINT)
		digits[units_uint(digits, high ? (uint64_t)high - 1 : 0)] = 0;
	else
		digits[units_int(digits, high > INT64_MIN ? high - 1 : high)] = 0;
	return in_unit(r, digits, unit_of(map, TALLY_MAX));
}

static void openmetrics_hist(struct render *r, const struct manifest_map *map, const void *key,
			     const struct hist_bucket *buckets, uint32_t nbuckets)
{
	const char *unit = unit_of(map, TALLY_MAX);
	struct metrics *m = r->state;
	uint64_t total = 0;

	if (m->map != map) {
		m->map = map;
		m->family = family_name(r, "hist", map->name, NULL, unit);
		begin_family(r, m->family, "histogram", unit, "values", map->name);
	}
	if (!key && map->key.kind != WIRE_NOTHING)
		return;
	set_labels(r, map, key);
	for (uint32_t i = 0; i < nbuckets; i++) {
		struct hist_range range = hist_range(map, buckets[i].number);

		if (__builtin_add_overflow(total, buckets[i].count, &total))
			total = UINT64_MAX;
		if (range.has_high)
			put_bucket(r, last_below(r, map, range.high), total);
	}
	put_bucket(r, "+Inf", total);
}

static void openmetrics_state(struct render *r, const struct manifest_state *state,
			      const void *bytes)
{
	struct value v = decode_field(&state->value, bytes);
	const char *probe = render_probe(r, state->program), *family;
	const char *unit = v.kind == WIRE_DURATION   ? "seconds"
			   : v.kind == WIRE_FILESIZE ? "bytes"
						     : NULL;
	char digits[UNITS_MAX + 1];

	if (v.kind == WIRE_UINT)
		digits[units_uint(digits, v.u)] = 0;
	else if (v.kind == WIRE_BOOL)
		digits[units_int(digits, v.b)] = 0;
	else if (v.kind == WIRE_INT || unit)
		digits[units_int(digits, v.i)] = 0;
	else
		return; /* a text is no metric */
	family = family_name(r, "state", state->name, NULL, unit);
	begin_family(r, family, "gauge", unit, "state", state->name);
	begin_labels(r);
	if (probe)
		add_label(r, "probe", clean(r, probe));
	put_sample(r, family, "", in_unit(r, digits, unit));
}

/* ---- rows and losses ---- */

static void openmetrics_loss(struct render *r, const struct render_loss *loss)
{
	struct metrics *m = r->state;
	char digits[UNITS_MAX + 1];

	if (!m->has_troubles)
		put(r, "# TYPE nubpf_trouble counter\n# HELP nubpf_trouble what was lost or went "
		       "wrong, by kind and place\n");
	m->has_troubles = true;
	begin_labels(r);
	add_label(r, "kind", clean(r, loss->kind));
	if (loss->probe)
		add_label(r, "probe", clean(r, loss->probe));
	if (loss->site)
		add_label(r, "at",
			  clean(r, arena_printf(&r->temp, "%s:%u:%u", loss->site->file,
						loss->site->line, loss->site->col)));
	add_label(r, "message", clean(r, loss->message));
	digits[units_uint(digits, loss->count)] = 0;
	put_sample(r, "nubpf_trouble", "_total", digits);
}

static void openmetrics_row(struct render *r, uint32_t event, const char *record)
{
	(void)r;
	(void)event;
	(void)record;
}

/* A script's own maps hold anything. */
static void openmetrics_entries(struct render *r, const struct manifest_map *map,
				const struct map_entry *entries, uint32_t n)
{
	(void)r;
	(void)map;
	(void)entries;
	(void)n;
}

static void openmetrics_end(struct render *r)
{
	char digits[UNITS_MAX + 1];

	begin_labels(r);
	put(r, "# TYPE nubpf_rows counter\n# HELP nubpf_rows rows that were emitted and read\n");
	digits[units_uint(digits, r->stats.rows)] = 0;
	put_sample(r, "nubpf_rows", "_total", digits);
	put(r, "# EOF\n");
	arena_free(&r->temp);
}

static size_t openmetrics_open(struct render *r)
{
	struct metrics *m = arena_new(r->arena, struct metrics);

	m->taken.arena = m->labels.arena = r->arena;
	symmap_put(&m->taken, SV("nubpf_rows"), 1);
	symmap_put(&m->taken, SV("nubpf_trouble"), 1);
	r->state = m;
	return 4096;
}

const struct render_ops render_openmetrics = {
	.open = openmetrics_open,
	.row = openmetrics_row,
	.tally = openmetrics_tally,
	.hist = openmetrics_hist,
	.entries = openmetrics_entries,
	.state = openmetrics_state,
	.loss = openmetrics_loss,
	.end = openmetrics_end,
};
