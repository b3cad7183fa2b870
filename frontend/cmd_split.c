/*
 * cmd_split.c - strings that become lists and lists that become strings, at run time.
 *
 * One walk finds where the pieces end and writes that to a row of marks; then each piece is a part
 * of the text between two marks. How many pieces there are is a number, so the last places of the
 * list may be empty.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

/* Numbers one after another; the next one is written until it is counted. */
struct marks {
	mir_val ptr;
	uint32_t places;
	struct var *count;
};

static struct marks marks_new(struct lower *l, uint32_t pieces)
{
	struct marks m = {.places = 4, .count = text_counter(l, mir_i64(&l->b, 0))};

	while (m.places <= pieces + 1)
		m.places *= 2;
	m.ptr = ssa_slot(l, 8 * m.places);
	lower_zero(l, m.ptr, 8 * m.places);
	return m;
}

static void mark(struct lower *l, const struct marks *m, mir_val at)
{
	mir_val i = op(l, MIR_OP_AND, var_read(l, m->count).v, mir_i64(&l->b, m->places - 1));

	mir_store(&l->b, text_element(l, m->ptr, i, m->places, 8), at, 0);
}

static void count(struct lower *l, const struct marks *m, mir_val flag)
{
	text_count(l, m->count, op(l, MIR_OP_ADD, var_read(l, m->count).v, flag));
}

static mir_val marked(struct lower *l, const struct marks *m, uint32_t k)
{
	return mir_load(&l->b, MIR_T(I64), m->ptr, 8 * (int64_t)k);
}

/* At most so many are marked. */
static void guard_count(struct lower *l, const struct marks *m, uint32_t most, const char *message)
{
	lower_guard(l, op(l, MIR_OP_ULE, var_read(l, m->count).v, mir_i64(&l->b, most)), message);
}

static const char too_many_pieces[] = "the text has more pieces than fit";

/* A text that is taken to pieces. */
struct pieces {
	struct text text;
	struct window window;
	mir_val length, cut;
	struct rt *items;
	mir_val *present;
	uint32_t n;
	bool binary;
	const char *too_many; /* what is wrong where there are more */
};

static struct pieces pieces_of(struct lower *l, const struct rt *in, uint32_t n, uint32_t reach)
{
	bool binary = in->type->kind == TYPE_BINARY;
	struct rt x = rt_want(l, *in, binary ? null_binary : null_text);
	struct pieces p = {.text = text_fetch(l, &x.text),
			   .n = n,
			   .binary = binary,
			   .too_many = too_many_pieces};

	p.length = text_visible(l, &p.text, &p.cut);
	p.window = window_of(l, &p.text, reach ? reach : p.text.cap);
	p.items = arena_array(l->arena, struct rt, n + 1);
	p.present = arena_array(l->arena, mir_val, n + 1);
	return p;
}

/* Piece number k, which is there when the flag says so. */
static void piece(struct lower *l, struct pieces *p, uint32_t k, mir_val there, mir_val from,
		  mir_val to)
{
	mir_val len = text_when(l, there, op(l, MIR_OP_SUB, to, from));
	struct text t = window_part(l, &p->window, from, len, p->window.reach);

	if (p->cut.id) {
		mir_val end = text_other(l, text_below(l, to, p->length));

		text_mark_cut(l, &t, op(l, MIR_OP_AND, op(l, MIR_OP_AND, p->cut, end), there));
	}
	p->items[k] = p->binary
			      ? (struct rt){.type = type_binary(&l->unit->types, t.cap), .text = t}
			      : rt_text(l, type_string(&l->unit->types, t.cap, false), t);
	p->present[k] = k ? op(l, MIR_OP_NE, there, mir_i64(&l->b, 0)) : MIR_NO_VAL;
}

/* Where the pieces are: `count` separators of `len` bytes, each of which begins at a mark, and one
 * mark more where the text ends. */
struct separators {
	struct marks marks;
	mir_val len;
};

/* Of the first `most` separators. */
static struct separators find_separators(struct lower *l, const struct pieces *p,
					 const struct text *separator, uint32_t most, bool fails)
{
	struct separators s = {.marks = marks_new(l, most + 1)};
	struct needle nd = needle_of(l, &p->text, p->length, separator, 0);
	struct var *last = text_counter(l, mir_i64(&l->b, 0));
	mir_val next, start, found;
	struct counted c;

	s.len = nd.len;
	if (!nd.rounds)
		return s;
	c = counted_begin(l, nd.rounds);
	found = needle_found(l, &nd, c.i, &start, &next);
	found = op(l, MIR_OP_AND, found, text_other(l, text_below(l, start, var_read(l, last).v)));
	if (!fails)
		found = op(l, MIR_OP_AND, found,
			   text_below(l, var_read(l, s.marks.count).v, mir_i64(&l->b, most)));
	mark(l, &s.marks, start);
	count(l, &s.marks, found);
	text_count(l, last, text_pick(l, found, next, var_read(l, last).v));
	counted_end(l, &c);
	if (fails)
		guard_count(l, &s.marks, most, p->too_many);
	mark(l, &s.marks, p->length);
	return s;
}

/* The separator that the call names. */
static struct text separator_of(struct lower *l, const struct ast *call)
{
	const struct ast *a = ast_positional(call, 0);
	struct text t;

	if (!a->value)
		return rt_settle(l, rt_want(l, lower_expr(l, a), NULL_ARGUMENT("string"))).text;
	t = (struct text){.form = TEXT_CONST, .bytes = a->value->s, .cap = (uint32_t)a->value->s.n};
	return t;
}

/* The pieces between a separator, `most` of them where a flag says so. */
static struct rt separated(struct lower *l, const struct ast *call, const struct rt *in)
{
	uint32_t n = call->type->cap;
	struct text separator = separator_of(l, call);
	struct pieces p = pieces_of(l, in, n, 0);
	mir_val from = mir_i64(&l->b, 0), total;
	struct separators s;

	if (!n)
		return rt_zero(l, call->type);
	s = find_separators(l, &p, &separator, n - 1, !ast_flag(call, "number"));
	total = var_read(l, s.marks.count).v;
	for (uint32_t k = 0; k < n; k++) {
		mir_val there = text_other(l, text_below(l, total, mir_i64(&l->b, k)));
		mir_val to = marked(l, &s.marks, k);

		piece(l, &p, k, there, from, to);
		from = op(l, MIR_OP_ADD, to, s.len);
	}
	return list_of(l, p.items, p.present, n);
}

/* ---- columns ---- */

/* Where the pieces begin and end that are not empty: those of the first `separators` ones. */
static void find_filled(struct lower *l, const struct pieces *p, const struct text *separator,
			uint32_t separators, struct marks *starts, struct marks *ends)
{
	struct needle nd = needle_of(l, &p->text, p->length, separator, 0);
	mir_val none = mir_i64(&l->b, 0), next, start, found, filled;
	struct var *last = text_counter(l, none), *seen = text_counter(l, none);
	mir_val most = mir_i64(&l->b, p->n);
	struct counted c;

	*starts = marks_new(l, p->n + 1);
	*ends = marks_new(l, p->n + 1);
	if (nd.rounds) {
		c = counted_begin(l, nd.rounds);
		found = needle_found(l, &nd, c.i, &start, &next);
		found = op(l, MIR_OP_AND, found,
			   text_other(l, text_below(l, start, var_read(l, last).v)));
		found = op(l, MIR_OP_AND, found,
			   text_below(l, var_read(l, seen).v, mir_i64(&l->b, separators)));
		text_count(l, seen, op(l, MIR_OP_ADD, var_read(l, seen).v, found));
		filled = op(l, MIR_OP_AND, found, text_below(l, var_read(l, last).v, start));
		filled = op(l, MIR_OP_AND, filled,
			    text_below(l, var_read(l, starts->count).v, most));
		mark(l, starts, var_read(l, last).v);
		mark(l, ends, start);
		count(l, starts, filled);
		count(l, ends, filled);
		text_count(l, last, text_pick(l, found, next, var_read(l, last).v));
		counted_end(l, &c);
	}
	filled = text_below(l, var_read(l, last).v, p->length);
	mark(l, starts, var_read(l, last).v);
	mark(l, ends, p->length);
	count(l, starts, filled);
}

/* The first pieces, a column each. There are at least as many: a record has no columns that may be
 * missing. */
struct rt lower_cmd_split_column(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *number = ast_flag(call, "number");
	const struct type *row = call->type->elem;
	uint32_t n = row->nfields, most = UINT32_MAX;
	struct text separator = separator_of(l, call);
	struct pieces p = pieces_of(l, in, n, 0);
	mir_val from = mir_i64(&l->b, 0), one = mir_i64(&l->b, 1), total = from;
	struct rt made = {.type = row, .fields = p.items};
	struct marks starts, ends;
	struct separators s;

	if (number && number->value->i <= p.text.cap + 2)
		most = (uint32_t)number->value->i;
	if (n && ast_has_flag(call, "collapse-empty")) {
		find_filled(l, &p, &separator, most == UINT32_MAX ? p.text.cap + 2 : most - 1,
			    &starts, &ends);
		total = var_read(l, starts.count).v;
	} else if (n) {
		s = find_separators(l, &p, &separator, most == n ? n - 1 : n, false);
		ends = s.marks;
		total = op(l, MIR_OP_ADD, var_read(l, ends.count).v, one);
	}
	lower_guard(l, op(l, MIR_OP_ULE, mir_i64(&l->b, n), total),
		    "the text has fewer pieces than columns");
	for (uint32_t k = 0; k < n; k++) {
		mir_val to = marked(l, &ends, k);

		if (ast_has_flag(call, "collapse-empty"))
			from = marked(l, &starts, k);
		piece(l, &p, k, one, from, to);
		if (!ast_has_flag(call, "collapse-empty"))
			from = op(l, MIR_OP_ADD, to, s.len);
	}
	made = rt_record(l, made);
	return list_of(l, &made, arena_array(l->arena, mir_val, 1), 1);
}

struct rt lower_cmd_split_row(struct lower *l, const struct ast *call, const struct rt *in)
{
	return separated(l, call, in);
}

struct rt lower_cmd_bytes_split(struct lower *l, const struct ast *call, const struct rt *in)
{
	return separated(l, call, in);
}

/* All places of bytes in others. The checker has seen that from the end they are the same. */
struct rt lower_bytes_places(struct lower *l, const struct ast *call, const struct rt *in)
{
	uint32_t n = call->type->cap;
	struct text separator = separator_of(l, call);
	struct pieces p = pieces_of(l, in, n, 1);
	mir_val total;
	struct marks m;

	if (!n)
		return rt_zero(l, call->type);
	p.too_many = "the bytes stand at more places than fit";
	m = find_separators(l, &p, &separator, n, true).marks;
	total = var_read(l, m.count).v;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t to = ast_has_flag(call, "end") ? n - 1 - k : k;

		p.items[to] = rt_number(type_of(&l->unit->types, TYPE_INT), marked(l, &m, k));
		p.present[to] = op(l, MIR_OP_ULT, mir_i64(&l->b, k), total);
	}
	return list_of(l, p.items, p.present, n);
}

/* A word begins and ends where a letter of ASCII, digit or apostrophe stands beside none. */
struct rt lower_cmd_split_words(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *least = ast_flag(call, "min-word-length");
	uint32_t n = call->type->cap;
	struct pieces p = pieces_of(l, in, n, 0);
	mir_val byte, is, was, none = mir_i64(&l->b, 0);
	struct marks starts, ends;
	struct var *before, *beyond;
	struct counted c;

	if (!n)
		return rt_zero(l, call->type);
	starts = marks_new(l, n);
	ends = marks_new(l, n);
	before = text_counter(l, none);
	beyond = text_counter(l, none);
	c = counted_begin(l, p.text.cap);
	byte = text_byte(l, p.text.ptr, c.i, p.text.cap);
	text_count(l, beyond, op(l, MIR_OP_OR, var_read(l, beyond).v, byte));
	is = text_between(l, op(l, MIR_OP_OR, byte, mir_i64(&l->b, 0x20)), 'a', 'z');
	is = op(l, MIR_OP_OR, is, text_between(l, byte, '0', '9'));
	is = op(l, MIR_OP_OR, is, text_is(l, byte, '\''));
	was = var_read(l, before).v;
	mark(l, &starts, c.i);
	count(l, &starts, op(l, MIR_OP_AND, is, text_other(l, was)));
	mark(l, &ends, c.i);
	count(l, &ends, op(l, MIR_OP_AND, was, text_other(l, is)));
	text_count(l, before, is);
	counted_end(l, &c);
	mark(l, &ends, p.length);
	lower_guard(l, op(l, MIR_OP_ULT, var_read(l, beyond).v, mir_i64(&l->b, 0x80)),
		    "the text has a character beyond ASCII");
	if (p.cut.id)
		text_guard_cut(l, p.cut);
	guard_count(l, &starts, n, p.too_many);
	for (uint32_t k = 0; k < n; k++) {
		mir_val there = text_below(l, mir_i64(&l->b, k), var_read(l, starts.count).v);
		mir_val from = marked(l, &starts, k), to = marked(l, &ends, k);

		if (least)
			there = op(l, MIR_OP_AND, there,
				   text_other(l, text_below(l, op(l, MIR_OP_SUB, to, from),
							    mir_i64(&l->b, least->value->i))));
		piece(l, &p, k, there, from, to);
		p.present[k] = op(l, MIR_OP_NE, there, none);
	}
	return list_of(l, p.items, p.present, n);
}

/* A line ends with \n or \r\n; behind the last of them there is one only if it has bytes. */
struct rt lower_cmd_lines(struct lower *l, const struct ast *call, const struct rt *in)
{
	uint32_t n = call->type->cap;
	const struct text newline = {.form = TEXT_CONST, .bytes = SV("\n"), .cap = 1};
	struct pieces p = pieces_of(l, in, n, 0);
	mir_val from = mir_i64(&l->b, 0), one = mir_i64(&l->b, 1), total;
	struct marks m;

	if (!n)
		return rt_zero(l, call->type);
	m = find_separators(l, &p, &newline, n - 1, true).marks;
	total = var_read(l, m.count).v;
	for (uint32_t k = 0; k < n; k++) {
		mir_val ended = text_below(l, mir_i64(&l->b, k), total);
		mir_val last = text_zero(l, op(l, MIR_OP_XOR, total, mir_i64(&l->b, k)));
		mir_val to = marked(l, &m, k), some = text_below(l, from, to), there, cr;

		cr = text_is(l, window_byte(l, &p.window, op(l, MIR_OP_SUB, to, one)), '\r');
		cr = op(l, MIR_OP_AND, op(l, MIR_OP_AND, cr, some), ended);
		there = op(l, MIR_OP_OR, ended, op(l, MIR_OP_AND, last, some));
		piece(l, &p, k, there, from, op(l, MIR_OP_SUB, to, cr));
		p.present[k] = op(l, MIR_OP_NE, there, mir_i64(&l->b, 0));
		from = op(l, MIR_OP_ADD, to, one);
	}
	return list_of(l, p.items, p.present, n);
}

struct rt lower_cmd_split_chars(struct lower *l, const struct ast *call, const struct rt *in)
{
	enum { CHAR_BYTES = 4 };
	uint32_t n = call->type->cap;
	struct pieces p = pieces_of(l, in, n, CHAR_BYTES);
	struct marks m = marks_new(l, n);
	struct counted c;
	mir_val first, total;

	if (!n)
		return rt_zero(l, call->type);
	c = counted_begin(l, p.text.cap);
	first = text_between(l, text_byte(l, p.text.ptr, c.i, p.text.cap), 0x80, 0xbf);
	first = op(l, MIR_OP_AND, text_other(l, first), text_below(l, c.i, p.length));
	mark(l, &m, c.i);
	count(l, &m, first);
	counted_end(l, &c);
	mark(l, &m, p.length);
	total = var_read(l, m.count).v;
	for (uint32_t k = 0; k < n; k++) {
		mir_val there = text_below(l, mir_i64(&l->b, k), total);

		piece(l, &p, k, there, marked(l, &m, k), marked(l, &m, k + 1));
		p.present[k] = op(l, MIR_OP_NE, there, mir_i64(&l->b, 0));
	}
	return list_of(l, p.items, p.present, n);
}

/* A condition as a flag. One that was a flag before is that; of another the verifier must forget
 * which way it came, or it would walk all that follows for each of them. */
static mir_val flag_of(struct lower *l, mir_val cond, mir_val *unknown)
{
	mir_val flag = text_flag(l, cond);

	if (mir_inst(l->f, flag)->op != MIR_OP_ZEXT)
		return flag;
	flag = lower_forget(l, flag, unknown);
	return text_other(l, text_zero(l, op(l, MIR_OP_AND, flag, mir_i64(&l->b, 1))));
}

/* The element as text where it is there; null has none. */
static struct text element_text(struct lower *l, const struct ast *call, struct rt v, mir_val there,
				mir_val *unknown)
{
	struct text t;

	if (v.type->kind == TYPE_NOTHING)
		return (struct text){.form = TEXT_CONST};
	if (v.null.id) {
		mir_val some = text_other(l, flag_of(l, v.null, unknown));

		there = there.id ? op(l, MIR_OP_AND, there, some) : some;
		v.type = type_nullable(&l->unit->types, v.type, false);
	}
	t = lower_as_text(l, call, &v);
	return there.id ? text_masked(l, &t, there) : t;
}

struct rt lower_cmd_str_join(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *argument = ast_positional(call, 0);
	struct text separator = {.form = TEXT_CONST, .bytes = SV("")}, *texts;
	struct rt v = *in;
	mir_val unknown = MIR_NO_VAL,
		before = mir_i64(&l->b, 0); /* an element is there before this one */
	uint32_t n = 0;

	if (argument)
		separator =
			rt_settle(l, rt_want(l, lower_expr(l, argument), NULL_ARGUMENT("string")))
				.text;
	if (v.type->kind == TYPE_STRING)
		return rt_want(l, v, null_text);
	v = rt_items(l, v);
	texts = arena_array(l->arena, struct text, 2 * v.type->cap + 1);
	for (uint32_t i = 0; i < v.type->cap; i++) {
		mir_val one = mir_i64(&l->b, 1), there = MIR_NO_VAL, both;

		if (v.present[i].id)
			there = flag_of(l, v.present[i], &unknown);
		both = there.id ? op(l, MIR_OP_AND, before, there) : before;
		if (i && separator.cap)
			texts[n++] = text_masked(l, &separator, both);
		texts[n++] = element_text(l, call, v.items[i], there, &unknown);
		before = there.id ? op(l, MIR_OP_OR, before, there) : one;
	}
	return rt_text(l, call->type, text_joined(l, texts, n));
}
