/*
 * render_folded.c - "comm;main;read;vfs_read 12" per line, as tools that draw flame graphs read it.
 */
#include "loader/render_flame.h"
#include "runtime/units.h"

/* The names of one way, outermost first. A ';' in a name would end it. */
static void put_name(struct buf *b, struct sv name)
{
	for (size_t i = 0; i < name.n; i++)
		buf_putc(b, name.p[i] == ';' ? ':' : name.p[i]);
}

/* Prints a line for each node below `at` where ways end; `b` holds the names down to it. */
static void print_below(struct render *r, const struct flame *f, uint32_t at, struct buf *b)
{
	uint32_t length = b->n;
	char count[UNITS_MAX];

	for (uint32_t i = f->nodes.v[at].child; i; i = f->nodes.v[i].next) {
		const struct flame_node *node = &f->nodes.v[i];

		b->n = length;
		if (length)
			buf_putc(b, ';');
		put_name(b, node->name);
		if (node->self) {
			out_text(&r->out, (struct sv){b->p, b->n});
			out_text(&r->out, SV(" "));
			out_text(&r->out, (struct sv){count, units_uint(count, node->self)});
			out_text(&r->out, SV("\n"));
		}
		print_below(r, f, i, b);
	}
}

static void folded_end(struct render *r)
{
	struct flame *f = r->state;
	struct buf names = {.arena = r->arena};

	flame_sort(f);
	if (f->nodes.n)
		print_below(r, f, 0, &names);
}

const struct render_ops render_folded = {
	.open = flame_open,
	.row = flame_row,
	.tally = flame_tally,
	.hist = flame_hist,
	.entries = flame_entries,
	.state = flame_state,
	.loss = flame_loss,
	.end = folded_end,
	.refuses = flame_refuses,
};
