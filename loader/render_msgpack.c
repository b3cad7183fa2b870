/*
 * render_msgpack.c - a stream of MessagePack maps, one for each thing that jsonl has a line for.
 */
#include "loader/render_tree.h"

#include <errno.h>
#include <msgpack.h>
#include <stdlib.h>

struct packing {
	struct tree tree;
	msgpack_packer packer;
};

static int write_piece(void *out, const char *bytes, size_t n)
{
	out_write(out, bytes, n);
	return 0;
}

static void put_null(void *w)
{
	msgpack_pack_nil(w);
}

static void put_boolean(void *w, bool v)
{
	if (v)
		msgpack_pack_true(w);
	else
		msgpack_pack_false(w);
}

static void put_integer(void *w, int64_t v)
{
	msgpack_pack_int64(w, v);
}

static void put_natural(void *w, uint64_t v)
{
	msgpack_pack_uint64(w, v);
}

static void put_text(void *w, struct sv utf8)
{
	msgpack_pack_str(w, utf8.n);
	msgpack_pack_str_body(w, utf8.p, utf8.n);
}

/* MessagePack has no integers of more than 64 bits: their digits stay as they are. */
static void put_decimal(void *w, struct sv digits)
{
	char text[TALLY_TEXT_MAX + 1] = "";

	memcpy(text, digits.p, digits.n < TALLY_TEXT_MAX ? digits.n : TALLY_TEXT_MAX);
	if (strchr(text, '.'))
		msgpack_pack_double(w, strtod(text, NULL));
	else
		put_text(w, digits);
}

static void put_binary(void *w, struct sv bytes)
{
	msgpack_pack_bin(w, bytes.n);
	msgpack_pack_bin_body(w, bytes.p, bytes.n);
}

static void put_list(void *w, uint32_t n)
{
	msgpack_pack_array(w, n);
}

static void put_record(void *w, uint32_t n)
{
	msgpack_pack_map(w, n);
}

static void put_end(void *w)
{
	(void)w; /* its length was said before */
}

static const struct tree_writer writer = {
	.null = put_null,
	.boolean = put_boolean,
	.integer = put_integer,
	.natural = put_natural,
	.duration = put_integer,
	.filesize = put_integer,
	.decimal = put_decimal,
	.text = put_text,
	.binary = put_binary,
	.list = put_list,
	.list_end = put_end,
	.record = put_record,
	.key = put_text,
	.record_end = put_end,
};

static size_t msgpack_open(struct render *r)
{
	struct packing *p = arena_new(r->arena, struct packing);

	msgpack_packer_init(&p->packer, &r->out, write_piece);
	p->tree = (struct tree){&writer, &p->packer};
	r->state = p;
	return 4096;
}

const struct render_ops render_msgpack = {.open = msgpack_open, TREE_OPS};
