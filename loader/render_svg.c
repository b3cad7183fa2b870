/*
 * render_svg.c - a flame graph as one picture: SVG with a script of its own, for a browser.
 *
 * A frame is as wide as it was often met, and stands on the one that called it; neighbours are in
 * the order of their names. Names are anything that a program calls its functions: they stand in
 * attributes and text only, escaped; the script (flame.js) takes them from there and makes text of
 * them. Without scripts it is still a picture, with a title for each frame.
 */
#include "loader/render_flame.h"
#include "runtime/units.h"

enum {
	WIDTH = 1200,
	ROW = 16, /* height of a frame, with the line below it */
	TOP = 56, /* above the highest */
	BOTTOM = 8,
	TENTHS_PER_PX = 10, /* narrower frames are left out */
	BARE = 2 /* px, frames below which have no border: it would be all there is of them */
};

static const double letter_width = 6.6; /* of the font, in its size below */

static const char script[] = {
#include "loader/flame.js.inc"
	0};

struct drawing {
	struct render *r;
	const struct flame *flame;
	struct buf b;
	uint32_t depth;	 /* of the deepest frame that is drawn */
	uint32_t hidden; /* frames too narrow to be seen */
};

static void put_escaped(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		case '\'':
			buf_puts(b, "&#39;");
			break;
		default:
			buf_putc(b, s.p[i]);
			break;
		}
	}
}

static double px(const struct drawing *d, uint64_t count)
{
	uint64_t total = d->flame->nodes.v[0].total;

	return total ? (double)count / (double)total * WIDTH : WIDTH;
}

static bool is_seen(const struct drawing *d, const struct flame_node *n)
{
	return px(d, n->total) * TENTHS_PER_PX >= 1;
}

/* How high the picture is, and what is left out. */
static void measure(struct drawing *d, uint32_t at, uint32_t depth)
{
	d->depth = depth > d->depth ? depth : d->depth;
	for (uint32_t i = d->flame->nodes.v[at].child; i; i = d->flame->nodes.v[i].next) {
		if (is_seen(d, &d->flame->nodes.v[i]))
			measure(d, i, depth + 1);
		else
			d->hidden++;
	}
}

/* A warm colour that belongs to the name. */
static uint32_t color_of(struct sv name)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < name.n; i++)
		h = (h ^ (unsigned char)name.p[i]) * 16777619u;
	return (205 + h % 50) << 16 | (60 + (h >> 8) % 170) << 8 | (h >> 16) % 55;
}

/* The first characters of the name, for as much room as there is. */
static void put_label(struct buf *b, struct sv name, double width)
{
	double room = (width - 4) / letter_width;
	struct sv part;

	if (room < 3)
		return;
	part = text_fit(name, (uint32_t)room);
	if (part.n < name.n)
		part = text_fit(name, (uint32_t)room - 1);
	put_escaped(b, part);
	if (part.n < name.n)
		buf_puts(b, "…");
}

static void put_frame(struct drawing *d, const struct flame_node *n, uint64_t start, uint32_t depth)
{
	double x = px(d, start), width = px(d, n->total);
	uint32_t y = TOP + (d->depth - depth) * ROW;
	struct buf *b = &d->b;

	buf_puts(b, "<g class=\"f\" data-name=\"");
	put_escaped(b, n->name);
	buf_printf(b, "\" data-x=\"%llu\" data-w=\"%llu\" data-d=\"%u\"><title>",
		   (unsigned long long)start, (unsigned long long)n->total, depth);
	put_escaped(b, n->name);
	buf_printf(b, " (%llu, %.2f %%)</title>", (unsigned long long)n->total,
		   100 * width / WIDTH);
	buf_printf(b,
		   "<rect%s x=\"%.2f\" y=\"%u\" width=\"%.2f\" height=\"%d\" fill=\"#%06x\"/>"
		   "<text x=\"%.2f\" y=\"%u\">",
		   width < BARE ? " class=\"bare\"" : "", x, y, width, ROW - 1, color_of(n->name),
		   x + 3, y + ROW - 6);
	put_label(b, n->name, width);
	buf_puts(b, "</text></g>\n");
	out_text(&d->r->out, (struct sv){b->p, b->n});
	b->n = 0;
}

static void put_frames(struct drawing *d, uint32_t at, uint64_t start, uint32_t depth)
{
	put_frame(d, &d->flame->nodes.v[at], start, depth);
	for (uint32_t i = d->flame->nodes.v[at].child; i; i = d->flame->nodes.v[i].next) {
		if (is_seen(d, &d->flame->nodes.v[i]))
			put_frames(d, i, start, depth + 1);
		start += d->flame->nodes.v[i].total;
	}
}

static void put_head(struct drawing *d)
{
	uint32_t height = TOP + (d->depth + 1) * ROW + BOTTOM;
	struct buf *b = &d->b, title = {.arena = d->r->arena};

	buf_printf(
		b,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" "
		"viewBox=\"0 0 %d %u\" data-width=\"%d\" data-letter=\"%.1f\" data-bare=\"%d\">\n",
		WIDTH, height, WIDTH, height, WIDTH, letter_width, BARE);
	buf_puts(b, "<style>text{font:11px monospace;pointer-events:none}"
		    ".f rect{stroke:#fff;stroke-width:.3}.f rect.bare{stroke:none}.f:hover "
		    "rect{stroke:#000}"
		    ".f rect.hit{fill:#c3f}.f{cursor:pointer}"
		    "#search,#reset{cursor:pointer;pointer-events:all;fill:#06c}"
		    "#title{font-size:15px}</style>\n");
	buf_printf(b,
		   "<rect width=\"100%%\" height=\"100%%\" fill=\"#fafafa\"/>\n"
		   "<text id=\"title\" x=\"%d\" y=\"20\" text-anchor=\"middle\">",
		   WIDTH / 2);
	text_safe(&title, sv_cstr(d->r->m->source), false);
	put_escaped(b, (struct sv){title.p, title.n});
	if (d->hidden)
		buf_printf(b, " (%u frames of less than 0.01 %% are not drawn)", d->hidden);
	buf_printf(b,
		   "</text>\n<text id=\"reset\" x=\"8\" y=\"20\" visibility=\"hidden\">reset "
		   "zoom</text>\n<text id=\"search\" x=\"%d\" y=\"20\" text-anchor=\"end\">"
		   "search</text>\n<text id=\"found\" x=\"%d\" y=\"40\" text-anchor=\"end\">"
		   "</text>\n<text id=\"details\" x=\"8\" y=\"40\"></text>\n",
		   WIDTH - 8, WIDTH - 8);
	out_text(&d->r->out, (struct sv){b->p, b->n});
	b->n = 0;
}

static void svg_end(struct render *r)
{
	struct flame *f = r->state;
	struct drawing d = {.r = r, .flame = f, .b = {.arena = r->arena}};

	if (!f->nodes.n) /* nothing was met: a picture of the root alone */
		flame_add(f, NULL, 0, 0);
	flame_sort(f);
	measure(&d, 0, 0);
	put_head(&d);
	put_frames(&d, 0, 0, 0);
	out_text(&r->out, SV("<script><![CDATA[\n"));
	out_text(&r->out, sv_cstr(script));
	out_text(&r->out, SV("]]></script>\n</svg>\n"));
}

const struct render_ops render_svg = {
	.open = flame_open,
	.row = flame_row,
	.tally = flame_tally,
	.hist = flame_hist,
	.entries = flame_entries,
	.state = flame_state,
	.loss = flame_loss,
	.end = svg_end,
	.refuses = flame_refuses,
};
