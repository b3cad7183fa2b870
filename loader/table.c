/* table.c - see table.h. */
#include "loader/table.h"

#include "loader/render_text.h"

#define COLOR_HEAD "\x1b[1;32m"
#define COLOR_END "\x1b[0m"

enum { NARROWEST = 8 };

void table_open(struct arena *a, struct table *t, struct table_column *columns, uint32_t ncolumns)
{
	NB_ASSERT(ncolumns > 0);
	*t = (struct table){.columns = columns, .ncolumns = ncolumns};
	t->text.arena = a;
	t->rest = arena_array(a, struct sv, ncolumns);
	for (uint32_t i = 0; i < ncolumns; i++)
		columns[i].want = columns[i].width = 0;
}

static struct sv text_of(const struct table *t, const struct table_cell *c)
{
	return c->n ? (struct sv){t->text.p + c->at, c->n} : SV("");
}

/* Takes the first line off a text. */
static struct sv take_line(struct sv *text)
{
	const char *end = text->n ? memchr(text->p, '\n', text->n) : NULL;
	struct sv line = {text->p, end ? (size_t)(end - text->p) : text->n};

	*text = sv_from(*text, line.n + 1);
	return line;
}

void table_cell(struct table *t)
{
	struct table_cell *last = t->cells.n ? &t->cells.v[t->cells.n - 1] : NULL;
	struct table_cell c = {.at = last ? last->at + last->n : 0};

	c.n = t->text.n - c.at;
	for (struct sv rest = text_of(t, &c); c.lines == 0 || rest.n; c.lines++) {
		uint32_t width = text_width(take_line(&rest));

		c.width = width > c.width ? width : c.width;
	}
	vec_push(t->text.arena, &t->cells, c);
}

static uint32_t total_width(const struct table *t)
{
	uint32_t total = 1;

	for (uint32_t i = 0; i < t->ncolumns; i++)
		total += t->columns[i].width + 3;
	return total;
}

/* Takes from the widest left-aligned column until all fit, or none can give more. */
static void fit(struct table *t)
{
	uint32_t total = total_width(t);

	while (t->limit && total > t->limit) {
		struct table_column *widest = NULL;

		for (uint32_t i = 0; i < t->ncolumns; i++) {
			struct table_column *c = &t->columns[i];

			if (!c->is_right && c->width > NARROWEST &&
			    (!widest || c->width > widest->width))
				widest = c;
		}
		if (!widest)
			return;
		widest->width--;
		total--;
	}
}

bool table_fits(const struct table *t)
{
	for (uint32_t at = 0; at < t->cells.n; at++)
		if (t->cells.v[at].width > t->columns[at % t->ncolumns].want)
			return false;
	return true;
}

static void widen(struct table_column *c, uint32_t width)
{
	if (c->want < width)
		c->want = width;
}

void table_measure(struct table *t)
{
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		struct table_column *c = &t->columns[i];

		widen(c, c->min);
		widen(c, text_width(sv_cstr(c->title)));
		for (uint32_t at = i; at < t->cells.n; at += t->ncolumns)
			widen(c, t->cells.v[at].width);
		c->width = c->want;
	}
	fit(t);
}

static void put_times(struct buf *b, const char *s, uint32_t n)
{
	while (n--)
		buf_puts(b, s);
}

static void put_border(struct buf *b, const struct table *t, const char *left, const char *middle,
		       const char *right)
{
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		buf_puts(b, i ? middle : left);
		put_times(b, "─", t->columns[i].width + 2);
	}
	buf_puts(b, right);
	buf_putc(b, '\n');
}

/* Text in a column of that width, cut with "…" when it is wider; `left` blanks of the padding
 * stand before it. */
static void put_padded(struct buf *b, struct sv s, uint32_t width, uint32_t column, uint32_t left,
		       const char *color)
{
	bool too_wide = width > column;

	if (too_wide) {
		s = text_fit(s, column - 1);
		width = text_width(s) + 1;
		left = left > column - width ? column - width : left;
	}
	put_times(b, " ", left);
	if (color)
		buf_puts(b, color);
	buf_write(b, s.p, s.n);
	if (too_wide)
		buf_puts(b, "…");
	if (color)
		buf_puts(b, COLOR_END);
	put_times(b, " ", column - width - left);
}

void table_head(struct buf *b, const struct table *t)
{
	put_border(b, t, "╭", "┬", "╮");
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		const struct table_column *c = &t->columns[i];
		struct sv title = sv_cstr(c->title);
		uint32_t width = text_width(title);

		buf_puts(b, i ? " │ " : "│ ");
		put_padded(b, title, width, c->width, width < c->width ? (c->width - width) / 2 : 0,
			   t->color ? COLOR_HEAD : NULL);
	}
	buf_puts(b, " │\n");
	put_border(b, t, "├", "┼", "┤");
}

/* The row of cells, a line of each at a time. */
static void put_row(struct buf *b, const struct table *t, const struct table_cell *cells,
		    uint32_t lines)
{
	struct sv *rest = t->rest;

	for (uint32_t i = 0; i < t->ncolumns; i++)
		rest[i] = text_of(t, &cells[i]);
	while (lines--) {
		for (uint32_t i = 0; i < t->ncolumns; i++) {
			const struct table_column *c = &t->columns[i];
			struct sv line = take_line(&rest[i]);
			uint32_t width = cells[i].lines > 1 ? text_width(line) : cells[i].width;
			uint32_t spare = width < c->width ? c->width - width : 0;

			if (!line.n)
				width = 0, spare = c->width;
			buf_puts(b, i ? " │ " : "│ ");
			put_padded(b, line, width, c->width, c->is_right ? spare : 0,
				   t->color ? c->color : NULL);
		}
		buf_puts(b, " │\n");
	}
}

static uint32_t lines_of(const struct table *t, const struct table_cell *cells)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < t->ncolumns; i++)
		most = cells[i].lines > most ? cells[i].lines : most;
	return most;
}

void table_body(struct buf *b, struct table *t)
{
	for (uint32_t at = 0; at < t->cells.n; at += t->ncolumns) {
		const struct table_cell *cells = &t->cells.v[at];
		uint32_t lines = lines_of(t, cells);

		if (at && (lines > 1 || lines_of(t, cells - t->ncolumns) > 1))
			put_border(b, t, "├", "┼", "┤");
		put_row(b, t, cells, lines);
	}
	t->cells.n = 0;
	t->text.n = 0;
}

void table_foot(struct buf *b, const struct table *t)
{
	put_border(b, t, "╰", "┴", "╯");
}
