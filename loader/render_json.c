/*
 * render_json.c - one array of all that jsonl would print: JSON, and NUON, which Nushell reads.
 *
 * An element a line, so that little stands between a run that was killed and an array.
 */
#include "loader/text_writer.h"

struct array {
	struct text_writer w; /* first: what the writer's functions work on */
	struct tree_writer writer;
	struct tree tree;
	struct out *out;
	bool any;
};

static void begin_element(void *writer)
{
	struct array *a = writer;

	a->w.b.n = 0;
	a->w.follows = false;
	buf_puts(&a->w.b, a->any ? ",\n" : "[\n");
	a->any = true;
}

static void end_element(void *writer)
{
	struct array *a = writer;

	out_text(a->out, (struct sv){a->w.b.p, a->w.b.n});
}

static size_t open_array(struct render *r, const struct tree_writer *kind)
{
	struct array *a = arena_new(r->arena, struct array);

	a->w.b.arena = r->arena;
	a->writer = *kind;
	a->writer.begin = begin_element;
	a->writer.end = end_element;
	a->tree = (struct tree){&a->writer, a};
	a->out = &r->out;
	r->state = &a->tree;
	return 4096;
}

static size_t json_open(struct render *r)
{
	return open_array(r, &json_writer);
}

static size_t nuon_open(struct render *r)
{
	return open_array(r, &nuon_writer);
}

static void array_end(struct render *r)
{
	const struct array *a = ((const struct tree *)r->state)->w;

	out_text(&r->out, a->any ? SV("\n]\n") : SV("[]\n"));
}

const struct render_ops render_json = {.open = json_open, TREE_OPS, .end = array_end};
const struct render_ops render_nuon = {.open = nuon_open, TREE_OPS, .end = array_end};
