/*
 * cmd_bytes.c - commands on binary that is known only at run time. Its bytes may be NULs, so its
 * length always counts.
 */
#include "frontend/fold_text.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static struct text wanted(struct lower *l, const struct rt *in)
{
	struct rt v = rt_settle(l, rt_want(l, *in, null_binary));

	return text_fetch(l, &v.text);
}

static struct rt result(struct lower *l, struct text t)
{
	return (struct rt){.type = type_binary(&l->unit->types, t.cap), .text = t};
}

/* Words of an int are its bytes from the lowest on. */
struct rt lower_cmd_into_binary(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_want(l, *in, null_binary);
	struct text t = {.form = TEXT_BUFFER, .cap = 8};

	(void)call;
	if (v.type->kind == TYPE_STRING) {
		t = text_fetch(l, &v.text);
		t.len = text_length(l, &t);
		return result(l, t);
	}
	if (v.type->kind == TYPE_BINARY)
		return v;
	if (v.type->kind == TYPE_BOOL)
		v.v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), v.v);
	t.ptr = ssa_slot(l, text_room(t.cap));
	t.len = mir_i64(&l->b, t.cap);
	lower_zero(l, t.ptr, text_room(t.cap));
	mir_store(&l->b, t.ptr, v.v, 0);
	text_may_have_nuls(l);
	return result(l, t);
}

struct rt lower_cmd_bytes_length(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);
	mir_val cut;

	return rt_number(call->type, text_visible(l, &t, &cut));
}

struct rt lower_cmd_bytes_at(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);

	return result(l, lower_places(l, call, &t, false));
}

struct rt lower_bytes_part(struct lower *l, const struct ast *call, const struct rt *in)
{
	enum cmd cmd = (enum cmd)call->u.call.cmd;
	mir_val n = lower_amount(l, call), all, rest, cut, none = mir_i64(&l->b, 0);
	struct text t = wanted(l, in);

	all = text_visible(l, &t, &cut);
	n = text_pick(l, text_below(l, n, all), n, all);
	rest = mir_binary(&l->b, MIR_OP_SUB, all, n);
	return result(l, text_slice(l, &t,
				    cmd == CMD_skip   ? n
				    : cmd == CMD_last ? rest
						      : none,
				    cmd == CMD_skip || cmd == CMD_drop ? rest : n,
				    fold_bytes_cap(call, t.cap)));
}

struct rt lower_bytes_end(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in), byte;
	mir_val all, some, at, cut, v;
	struct rt r;

	if (!t.cap)
		return rt_zero(l, call->type);
	all = text_visible(l, &t, &cut);
	some = mir_binary(&l->b, MIR_OP_NE, all, mir_i64(&l->b, 0));
	if (ast_has_flag(call, "strict"))
		lower_guard(l, some, "index beyond the end of the list");
	at = mir_i64(&l->b, 0);
	if (call->u.call.cmd == CMD_last)
		at = mir_binary(&l->b, MIR_OP_SUB, all, text_flag(l, some));
	byte = text_slice(l, &t, at, text_flag(l, some), 1);
	byte = text_fetch(l, &byte);
	v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), mir_load(&l->b, MIR_T(I8), byte.ptr, 0));
	r = rt_number(type_of(&l->unit->types, TYPE_INT), v);
	if (call->type->nullable) {
		r.type = call->type;
		r.null = lower_not(l, some);
	}
	return r;
}

static struct rt compare_end(struct lower *l, const struct ast *call, const struct rt *in, bool end)
{
	struct rt part =
		rt_settle(l, rt_want(l, lower_expr(l, ast_positional(call, 0)), null_binary));
	struct text t = wanted(l, in), piece;
	mir_val n, len, from, cut, fits;

	if (!part.text.cap)
		return rt_bool(l, lower_bool(l, true));
	n = text_visible(l, &t, &cut);
	len = text_length(l, &part.text);
	from = end ? mir_binary(&l->b, MIR_OP_SUB, n, len) : mir_i64(&l->b, 0);
	from = text_when(l, text_other(l, text_negative(l, from)), from);
	piece = text_slice(l, &t, from, len, part.text.cap);
	fits = mir_binary(&l->b, MIR_OP_ULE, len, n);
	return rt_bool(l, mir_binary(&l->b, MIR_OP_AND, fits, text_equal(l, &piece, &part.text)));
}

struct rt lower_cmd_bytes_starts_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return compare_end(l, call, in, false);
}

struct rt lower_cmd_bytes_ends_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return compare_end(l, call, in, true);
}

/* ---- places ---- */

/* Binary that a pattern or separator is; `known` ones have bytes, which the checker has seen. */
static struct text pattern(struct lower *l, const struct ast *n)
{
	struct rt part = rt_settle(l, rt_want(l, lower_expr(l, n), NULL_ARGUMENT("binary")));

	if (!n->value)
		lower_guard(
			l,
			mir_binary(&l->b, MIR_OP_NE, text_length(l, &part.text), mir_i64(&l->b, 0)),
			"the pattern has no bytes");
	return part.text;
}

struct rt lower_cmd_bytes_index_of(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text part, t;

	if (ast_has_flag(call, "all"))
		return lower_bytes_places(l, call, in);
	t = wanted(l, in);
	part = pattern(l, ast_positional(call, 0));
	return rt_number(call->type, text_find(l, &t, &part, ast_has_flag(call, "end")));
}

/* ---- changes ---- */

struct rt lower_cmd_bytes_add(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *index = ast_flag(call, "index");
	bool end = ast_has_flag(call, "end");
	struct text t, data;
	mir_val at, n, none = mir_i64(&l->b, 0);
	struct rt v;

	t = wanted(l, in);
	v = rt_settle(l,
		      rt_want(l, lower_expr(l, ast_positional(call, 0)), NULL_ARGUMENT("binary")));
	data = v.text;
	if (!index)
		return result(l, end ? text_concat(l, &t, &data) : text_concat(l, &data, &t));
	at = lower_number(l, index, NULL_ARGUMENT("int")).v;
	if (!index->value)
		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, none, at),
			    "a negative place of bytes");
	n = text_whole(l, &t);
	at = text_clamp(l, at, n);
	if (end)
		at = mir_binary(&l->b, MIR_OP_SUB, n, at);
	return result(l, text_spliced(l, &t, at, none, &data));
}

static struct rt replaced(struct lower *l, const struct ast *call, const struct rt *in,
			  struct sv with)
{
	struct sv find = ast_positional(call, 0)->value->s;
	bool all = ast_has_flag(call, "all");
	struct text t = wanted(l, in);

	if (find.n > t.cap)
		return result(l, t);
	text_known(l, with); /* a NUL in it may come into the bytes */
	return result(l, text_replace(l, &t, find, with, all,
				      (uint32_t)fold_replaced_cap(t.cap, find, with, all)));
}

struct rt lower_cmd_bytes_replace(struct lower *l, const struct ast *call, const struct rt *in)
{
	return replaced(l, call, in, ast_positional(call, 1)->value->s);
}

struct rt lower_cmd_bytes_remove(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct sv find = ast_positional(call, 0)->value->s;
	struct text t, part, nothing = {.form = TEXT_CONST, .bytes = SV("")};
	mir_val at, there;

	if (ast_has_flag(call, "all") || !ast_has_flag(call, "end"))
		return replaced(l, call, in, SV(""));
	t = wanted(l, in);
	if (find.n > t.cap)
		return result(l, t);
	part = text_known(l, find);
	at = text_find(l, &t, &part, true);
	there = text_other(l, text_negative(l, at));
	t = text_spliced(l, &t, text_when(l, there, at),
			 text_when(l, there, mir_i64(&l->b, (int64_t)find.n)), &nothing);
	return result(l, t);
}

struct rt lower_cmd_bytes_reverse(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);

	(void)call;
	return result(l, text_bytes_reversed(l, &t));
}

/* ---- made of parts ---- */

struct rt lower_cmd_bytes_collect(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *given = ast_positional(call, 0);
	struct text separator = {.form = TEXT_CONST, .bytes = SV("")}, *texts;
	mir_val before = mir_i64(&l->b, 0), there; /* an element is there before this one */
	struct rt v = rt_items(l, *in);
	uint32_t n = 0;

	if (given)
		separator = rt_settle(l, rt_want(l, lower_expr(l, given), NULL_ARGUMENT("binary")))
				    .text;
	texts = arena_array(l->arena, struct text, 2 * v.type->cap + 1);
	for (uint32_t i = 0; i < v.type->cap; i++) {
		struct text t = list_wanted(l, &v, i, null_binary).text;

		there = v.present[i].id ? text_flag(l, v.present[i]) : mir_i64(&l->b, 1);
		if (i && separator.cap)
			texts[n++] = text_masked(l, &separator,
						 mir_binary(&l->b, MIR_OP_AND, before, there));
		texts[n++] = v.present[i].id ? text_masked(l, &t, there) : t;
		before = mir_binary(&l->b, MIR_OP_OR, before, there);
	}
	return result(l, text_joined(l, texts, n));
}

/* Ints that follow each other are the bytes of one piece. */
static struct text bytes_of(struct lower *l, const struct rt *values, uint32_t n)
{
	struct text t = text_buffer(l, n, mir_i64(&l->b, n));

	for (uint32_t i = 0; i < n; i++) {
		mir_val v = rt_want_number(l, values[i], "null where a byte is needed");

		lower_guard(l, mir_binary(&l->b, MIR_OP_ULE, v, mir_i64(&l->b, 255)),
			    "the number is no byte");
		mir_store(&l->b, t.ptr, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I8), v), i);
	}
	text_may_have_nuls(l);
	return t;
}

struct rt lower_cmd_bytes_build(struct lower *l, const struct ast *call, const struct rt *in)
{
	uint32_t n = 0, count = 0;
	struct text *texts;
	struct rt *values;

	(void)in;
	while (ast_positional(call, n))
		n++;
	values = arena_array(l->arena, struct rt, n + 1);
	texts = arena_array(l->arena, struct text, n + 1);
	for (uint32_t i = 0; i < n; i++)
		values[i] = rt_settle(l, lower_expr(l, ast_positional(call, i)));
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && values[k].type->kind != TYPE_BINARY;)
			k++;
		if (k > i) {
			texts[count++] = bytes_of(l, values + i, k - i);
			continue;
		}
		texts[count++] = rt_want(l, values[k++], "null where a byte is needed").text;
	}
	return result(l, text_joined(l, texts, count));
}

/* ---- hexadecimal ---- */

struct rt lower_cmd_encode_hex(struct lower *l, const struct ast *call, const struct rt *in)
{
	bool binary = in->type->kind == TYPE_BINARY;
	struct rt v = rt_settle(l, rt_want(l, *in, binary ? null_binary : null_text));

	return rt_text(l, call->type, text_hex(l, &v.text, ast_has_flag(call, "lower")));
}

struct rt lower_cmd_decode_hex(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_settle(l, rt_want(l, *in, null_text));

	(void)call;
	text_may_have_nuls(l);
	return result(l, text_unhex(l, &v.text));
}

/* Nushell puts U+FFFD where bytes are no character. */
struct rt lower_cmd_decode(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);

	lower_guard(l, text_matches(l, &t, SV("(?s)^.*$")), "the bytes are no text in UTF-8");
	return rt_text(l, call->type, t);
}
