/* stack.c - the message about a program that does not fit the stack: how much, and which lines. */
#include "driver/driver.h"
#include "lang/diags.h"
#include "midend/pressure.h"

#include <stdlib.h>

enum { LINES_SHOWN = 3 };

struct line {
	uint32_t file, number, bytes;
	struct span at; /* what takes most of it */
	uint32_t most;
};

struct lines {
	VEC(struct line) list;
};

static int by_bytes(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes > y->bytes ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static void add_item(struct diag_sink *sink, struct lines *l, const struct pressure_item *i)
{
	struct line *line;
	uint32_t number, n = 0;

	if (!i->at.file)
		return;
	number = source_place(sink->sources, i->at).line;
	while (n < l->list.n && (l->list.v[n].file != i->at.file || l->list.v[n].number != number))
		n++;
	if (n == l->list.n)
		vec_push(sink->arena, &l->list,
			 ((struct line){.file = i->at.file, .number = number}));
	line = &l->list.v[n];
	line->bytes += i->bytes;
	if (i->bytes > line->most) {
		line->most = i->bytes;
		line->at = i->at;
	}
}

/* "; most for line 3 (16 bytes), line 5 (8 bytes)" */
static const char *describe(struct diag_sink *sink, const struct lines *l)
{
	struct buf b = {.arena = sink->arena};

	buf_puts(&b, l->list.n ? "; most for " : "");
	for (uint32_t n = 0; n < l->list.n && n < LINES_SHOWN; n++) {
		const struct line *line = &l->list.v[n];
		const char *path = source_get(sink->sources, line->file)->path;
		bool elsewhere = line->file != l->list.v[0].file;

		buf_printf(&b, "%s%s%sline %u (%u bytes)", n ? ", " : "", elsewhere ? path : "",
			   elsewhere ? " " : "", line->number, line->bytes);
	}
	return b.p;
}

void stack_report(struct diag_sink *sink, const struct mir_func *f)
{
	struct pressure p = pressure_of(sink->arena, f);
	struct lines lines = {0};
	struct diag *d;

	for (uint32_t n = 0; n < p.items.n; n++)
		add_item(sink, &lines, &p.items.v[n]);
	if (lines.list.n)
		qsort(lines.list.v, lines.list.n, sizeof(*lines.list.v), by_bytes);
	d = diag_report(sink, DIAG_stack_budget, p.at.file ? p.at : f->at, p.bytes,
			describe(sink, &lines));
	diag_help(sink, d, "count and send values as soon as they are known");
	if (!lines.list.n)
		return;
	d->also = lines.list.v[0].at;
	d->also_text = "the most of it";
}
