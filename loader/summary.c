/*
 * summary.c - "123 events, 0 lost, 2 run-time errors in 10.0 s", then a line per place.
 *
 * The first line always tells what was lost, even when that is nothing; a line per place follows
 * only where something happened.
 */
#include "loader/summary.h"

#include "loader/render_out.h"
#include "loader/render_text.h"
#include "runtime/units.h"

struct totals {
	uint64_t lost, errors, cuts, run_ns, runs;
};

static struct totals total(const struct manifest *m, const struct load_summary *s)
{
	struct totals t = {0};

	for (uint32_t i = 0; s->sites && i < m->sites.n; i++) {
		const char *kind = m->sites.v[i].kind;

		if (strcmp(kind, "lost") == 0)
			t.lost += s->sites[i];
		else if (strcmp(kind, "cut") == 0)
			t.cuts += s->sites[i];
		else if (strcmp(kind, "error") == 0)
			t.errors += s->sites[i];
	}
	for (uint32_t i = 0; s->programs && i < m->programs.n; i++) {
		t.lost += s->programs[i].lost;
		t.run_ns += s->programs[i].run_ns;
		t.runs += s->programs[i].runs;
	}
	return t;
}

static void put_count(struct buf *b, uint64_t n, const char *one, const char *many)
{
	char digits[UNITS_MAX];

	buf_write(b, digits, units_uint(digits, n));
	buf_putc(b, ' ');
	buf_puts(b, n == 1 ? one : many);
}

static void put_span(struct buf *b, uint64_t ns)
{
	char text[UNITS_MAX];

	buf_write(b, text, units_span(text, ns));
}

static void put_safe(struct buf *b, const char *s)
{
	text_safe(b, sv_cstr(s), false);
}

static void put_first_line(struct buf *b, const struct render_stats *stats, const struct totals *t,
			   uint64_t duration_ns)
{
	put_count(b, stats->rows + stats->lines, "event", "events");
	buf_puts(b, ", ");
	put_count(b, t->lost, "lost", "lost");
	buf_puts(b, ", ");
	put_count(b, t->errors, "run-time error", "run-time errors");
	buf_puts(b, " in ");
	put_span(b, duration_ns);
	if (t->runs) {
		buf_puts(b, "; ");
		put_span(b, t->run_ns);
		buf_puts(b, " in BPF, ");
		put_count(b, t->runs, "run", "runs");
		buf_puts(b, " of ");
		put_span(b, t->run_ns / t->runs);
	}
	buf_putc(b, '\n');
}

static void put_program(struct buf *b, const struct manifest_program *p,
			const struct load_program *l)
{
	if (l->skipped) {
		put_safe(b, p->label);
		buf_puts(b, ": not attached: ");
		put_safe(b, l->skipped);
		buf_putc(b, '\n');
	}
	if (l->lost) {
		put_safe(b, p->label);
		buf_puts(b, ": ");
		put_count(b, l->lost, "event lost\n", "events lost\n");
	}
	if (l->misses) {
		put_safe(b, p->label);
		buf_puts(b, ": the kernel left out ");
		put_count(b, l->misses, "run\n", "runs\n");
	}
}

static void put_site(struct buf *b, const struct manifest_site *site, uint64_t count)
{
	put_safe(b, site->file);
	buf_printf(b, ":%u:%u: ", site->line, site->col);
	put_safe(b, *site->message ? site->message : site->kind);
	buf_puts(b, " (");
	put_count(b, count, "event)\n", "events)\n");
}

void summary_text(struct buf *b, const struct manifest *m, const struct render_stats *stats,
		  const struct load_summary *s)
{
	struct totals t = total(m, s);

	put_first_line(b, stats, &t, s->duration_ns);
	for (uint32_t i = 0; s->programs && i < m->programs.n; i++)
		put_program(b, &m->programs.v[i], &s->programs[i]);
	for (uint32_t i = 0; s->sites && i < m->sites.n; i++)
		if (s->sites[i])
			put_site(b, &m->sites.v[i], s->sites[i]);
	if (stats->damaged)
		put_count(b, stats->damaged, "record was damaged and left out\n",
			  "records were damaged and left out\n");
	if (stats->cut && !t.cuts)
		put_count(b, stats->cut, "string was longer than its room and ends in …\n",
			  "strings were longer than their room and end in …\n");
}

void summary_print(struct arena *a, int fd, const struct manifest *m,
		   const struct render_stats *stats, const struct load_summary *s)
{
	struct buf b = {.arena = a};
	struct out o;

	summary_text(&b, m, stats, s);
	out_open(a, &o, fd, 4096);
	out_write(&o, b.p, b.n);
	out_flush(&o);
}
