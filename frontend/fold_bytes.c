/*
 * fold_bytes.c - Nushell's `bytes` commands on constants, and binary as text and back.
 */
#include "frontend/fold_text.h"
#include "frontend/sema.h"

static const char binary[] = "binary";

static const struct value *bytes(struct folding *f, struct sv s)
{
	return value_binary(f->arena, s);
}

static bool argument(struct folding *f, uint32_t i, struct sv *out)
{
	return fold_binary_argument(f, ast_positional(f->call, i), out);
}

/* Argument i, binary of at least one byte. */
static bool pattern(struct folding *f, uint32_t i, struct sv *out)
{
	return argument(f, i, out) && (out->n || fold_fails(f, "the pattern has no bytes"));
}

const struct value *fold_cmd_bytes_length(struct folding *f, const struct value *in)
{
	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	return value_of(f->arena, TYPE_INT, (int64_t)in->s.n);
}

const struct value *fold_cmd_bytes_starts_with(struct folding *f, const struct value *in)
{
	struct sv part;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	return argument(f, 0, &part) ? value_of(f->arena, TYPE_BOOL, sv_starts(in->s, part)) : NULL;
}

const struct value *fold_cmd_bytes_ends_with(struct folding *f, const struct value *in)
{
	struct sv part;
	bool ends;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (!argument(f, 0, &part))
		return NULL;
	ends = in->s.n >= part.n && sv_eq(sv_from(in->s, in->s.n - part.n), part);
	return value_of(f->arena, TYPE_BOOL, ends);
}

const struct value *fold_cmd_bytes_at(struct folding *f, const struct value *in)
{
	const struct ast *places = ast_positional(f->call, 0);
	int64_t from, to;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (places->value->kind != TYPE_RANGE)
		return fold_wants(f, places, "a range");
	fold_places(in->s, places->value, &from, &to);
	return bytes(f, (struct sv){in->s.p + from, (size_t)(to - from)});
}

const struct value *fold_cmd_bytes_index_of(struct folding *f, const struct value *in)
{
	bool all = fold_flag(f, "all"), end = fold_flag(f, "end");
	struct fold_items items = {.arena = f->arena};
	struct sv part, left = in->s;
	int64_t at, skipped = 0;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (!pattern(f, 0, &part))
		return NULL;
	if (!all)
		return value_of(f->arena, TYPE_INT, fold_index(in->s, part, end));
	while ((at = fold_index(left, part, end)) >= 0) {
		fold_add(&items, value_of(f->arena, TYPE_INT, at + skipped));
		if (end) {
			left.n = (size_t)at;
		} else {
			skipped += at + (int64_t)part.n;
			left = sv_from(in->s, (size_t)skipped);
		}
	}
	return fold_list(&items);
}

const struct value *fold_cmd_bytes_add(struct folding *f, const struct value *in)
{
	const struct ast *flag = ast_flag(f->call, "index");
	struct buf b = {.arena = f->arena};
	int64_t index = 0, n = (int64_t)in->s.n;
	struct sv data;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (!argument(f, 0, &data) || (flag && !fold_int_argument(f, flag, &index)))
		return NULL;
	if (index < 0)
		return fold_fails(f, "--index is negative");
	index = index > n ? n : index;
	if (fold_flag(f, "end"))
		index = n - index;
	buf_puts(&b, "");
	buf_write(&b, in->s.p, (size_t)index);
	buf_write(&b, data.p, data.n);
	buf_write(&b, in->s.p + index, (size_t)(n - index));
	return bytes(f, (struct sv){b.p, b.n});
}

/* Bytes replaced, the first or all of them. */
static struct sv replaced(struct folding *f, struct sv s, struct sv find, struct sv with, bool all)
{
	struct buf b = {.arena = f->arena};
	bool more = true;

	buf_puts(&b, "");
	while (s.n) {
		if (more && sv_starts(s, find)) {
			buf_write(&b, with.p, with.n);
			s = sv_from(s, find.n);
			more = all;
		} else {
			buf_putc(&b, s.p[0]);
			s = sv_from(s, 1);
		}
	}
	return (struct sv){b.p, b.n};
}

const struct value *fold_cmd_bytes_replace(struct folding *f, const struct value *in)
{
	struct sv find, with;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (!pattern(f, 0, &find) || !argument(f, 1, &with))
		return NULL;
	return bytes(f, replaced(f, in->s, find, with, fold_flag(f, "all")));
}

const struct value *fold_cmd_bytes_remove(struct folding *f, const struct value *in)
{
	bool all = fold_flag(f, "all");
	struct buf b = {.arena = f->arena};
	struct sv find;
	int64_t at;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (!pattern(f, 0, &find))
		return NULL;
	if (all && fold_flag(f, "end") && find.n > 1)
		return fold_fails(f, "--all from the --end removes one byte at a time");
	if (all || !fold_flag(f, "end"))
		return bytes(f, replaced(f, in->s, find, SV(""), all));
	at = fold_index(in->s, find, true);
	if (at < 0)
		return in;
	buf_puts(&b, "");
	buf_write(&b, in->s.p, (size_t)at);
	buf_write(&b, in->s.p + at + find.n, in->s.n - (size_t)at - find.n);
	return bytes(f, (struct sv){b.p, b.n});
}

const struct value *fold_cmd_bytes_reverse(struct folding *f, const struct value *in)
{
	char *out;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	out = arena_strndup(f->arena, in->s.p, in->s.n);
	for (size_t i = 0; i < in->s.n; i++)
		out[in->s.n - 1 - i] = in->s.p[i];
	return bytes(f, (struct sv){out, in->s.n});
}

const struct value *fold_cmd_bytes_collect(struct folding *f, const struct value *in)
{
	const struct ast *given = ast_positional(f->call, 0);
	struct buf b = {.arena = f->arena};
	struct sv separator = {"", 0};

	if (given && !fold_binary_argument(f, given, &separator))
		return NULL;
	if (in->kind != TYPE_LIST)
		return fold_wants(f, NULL, "a list of binary");
	buf_puts(&b, "");
	for (uint32_t i = 0; i < in->n; i++) {
		if (in->items[i]->kind != TYPE_BINARY)
			return fold_wants(f, NULL, "a list of binary");
		if (i)
			buf_write(&b, separator.p, separator.n);
		buf_write(&b, in->items[i]->s.p, in->items[i]->s.n);
	}
	return bytes(f, (struct sv){b.p, b.n});
}

const struct value *fold_cmd_bytes_build(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	const struct ast *a;

	(void)in;
	buf_puts(&b, "");
	for (uint32_t i = 0; (a = ast_positional(f->call, i)); i++) {
		if (a->value->kind == TYPE_BINARY)
			buf_write(&b, a->value->s.p, a->value->s.n);
		else if (a->value->kind != TYPE_INT)
			return fold_wants(f, a, "an int or binary");
		else if (a->value->i < 0 || a->value->i > 255)
			return fold_fails(f, "a byte is 0 to 255");
		else
			buf_putc(&b, (char)a->value->i);
	}
	return bytes(f, (struct sv){b.p, b.n});
}

const struct value *fold_cmd_bytes_split(struct folding *f, const struct value *in)
{
	const struct ast *given = ast_positional(f->call, 0);
	struct fold_items items = {.arena = f->arena};
	struct sv left = in->s, separator = given->value->s;
	int64_t at;

	if (in->kind != TYPE_BINARY)
		return fold_wants(f, NULL, binary);
	if (given->value->kind != TYPE_BINARY && given->value->kind != TYPE_STRING)
		return fold_wants(f, given, "binary or a string");
	if (!separator.n)
		return fold_fails(f, "the separator has no bytes");
	while ((at = fold_index(left, separator, false)) >= 0) {
		fold_add(&items, bytes(f, (struct sv){left.p, (size_t)at}));
		left = sv_from(left, (size_t)at + separator.n);
	}
	fold_add(&items, bytes(f, left));
	return fold_list(&items);
}

/* ---- text and back ---- */

static bool source(struct folding *f, const struct value *in)
{
	return in->kind == TYPE_STRING || in->kind == TYPE_BINARY ||
	       fold_wants(f, NULL, "a string or binary");
}

const struct value *fold_cmd_encode_hex(struct folding *f, const struct value *in)
{
	const char *digits = fold_flag(f, "lower") ? "0123456789abcdef" : "0123456789ABCDEF";
	struct buf b = {.arena = f->arena};

	if (!source(f, in))
		return NULL;
	buf_puts(&b, "");
	for (size_t i = 0; i < in->s.n; i++) {
		buf_putc(&b, digits[(unsigned char)in->s.p[i] >> 4]);
		buf_putc(&b, digits[(unsigned char)in->s.p[i] & 15]);
	}
	return value_string(f->arena, (struct sv){b.p, b.n});
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'		   ? c - '0'
	       : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
						   : -1;
}

const struct value *fold_cmd_decode_hex(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, "a string");
	if (in->s.n % 2)
		return fold_fails(f, "an odd number of digits");
	buf_puts(&b, "");
	for (size_t i = 0; i < in->s.n; i += 2) {
		int high = hex_digit(in->s.p[i]), low = hex_digit(in->s.p[i + 1]);

		if (high < 0 || low < 0)
			return fold_fails(f, "it has a character that is no digit");
		buf_putc(&b, (char)(16 * high + low));
	}
	return bytes(f, (struct sv){b.p, b.n});
}

static const char *alphabet(const struct folding *f)
{
	return fold_flag(f, "url")
		       ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
		       : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

const struct value *fold_cmd_encode_base64(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};

	if (!source(f, in))
		return NULL;
	buf_puts(&b, "");
	for (size_t i = 0; i < in->s.n; i += 3) {
		size_t left = in->s.n - i;
		uint32_t word = 0;

		for (size_t k = 0; k < 3; k++)
			word = word << 8 | (k < left ? (unsigned char)in->s.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			if (k <= left)
				buf_putc(&b, alphabet(f)[word >> (18 - 6 * k) & 63]);
			else if (!fold_flag(f, "nopad"))
				buf_putc(&b, '=');
	}
	return value_string(f->arena, (struct sv){b.p, b.n});
}
