/*
 * lower_join.c - text made of pieces, and numbers as text.
 *
 * The first piece is stored by words; where the next one begins is known only at run time, so it is
 * copied byte by byte. No loop here ends early and no number is chosen by a branch: the verifier
 * would learn a length at each exit, and walk all that follows once for each of them. What a piece
 * has behind its text are NULs, so copying all its room is the same.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

/* A text that grows: buffer.len is none while it is empty. The next piece may begin at `places` places,
 * a power of two, so that an `and` keeps it inside. */
struct growing {
	struct text buffer;
	uint32_t room, places; /* bytes of the buffer */
	mir_val cut;	       /* negative: a piece was cut; none: none can be */
};

static struct growing grow_start(struct lower *l, const struct text *pieces, uint32_t n)
{
	struct growing g = {.buffer = {.form = TEXT_BUFFER}, .places = 8};
	uint32_t longest = 0;

	for (uint32_t i = 0; i < n; i++) {
		g.buffer.cap += pieces[i].cap;
		longest = pieces[i].cap > longest ? pieces[i].cap : longest;
	}
	while (g.places <= g.buffer.cap)
		g.places *= 2;
	g.room = g.places + text_room(longest) + 8;
	g.buffer.ptr = ssa_slot(l, g.room);
	return g;
}

mir_val text_choose(struct lower *l, mir_val c, mir_val x, mir_val y)
{
	return text_pick(l, text_negative(l, c), x, y);
}

mir_val text_sign(struct lower *l, mir_val v)
{
	return mir_binary(&l->b, MIR_OP_ASHR, v, mir_i64(&l->b, 63));
}

/* The bytes that a piece has; what says that it was cut goes to g. */
static mir_val piece_length(struct lower *l, struct growing *g, const struct text *t)
{
	mir_val len = text_length(l, t), cap, left;

	if (t->form != TEXT_BUFFER || !t->len.id)
		return len;
	cap = mir_i64(&l->b, t->cap);
	left = mir_binary(&l->b, MIR_OP_SUB, cap, len);
	g->cut = g->cut.id ? mir_binary(&l->b, MIR_OP_OR, g->cut, left) : left;
	return text_choose(l, text_sign(l, left), cap, len);
}

/* The byte at ptr + at when `at` is below n, else goes to `outside`. */
static mir_val checked_place(struct lower *l, mir_val ptr, mir_val at, uint32_t n,
			     mir_block outside)
{
	mir_block inside = ssa_block_new(l);

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, at, mir_i64(&l->b, n)), inside, outside);
	ssa_start(l, inside);
	return text_element(l, ptr, at, n, 1);
}

static void copy_bytes(struct lower *l, mir_val to, mir_val from, uint32_t bytes)
{
	struct counted c = counted_begin(l, bytes);
	mir_val byte = mir_load(&l->b, MIR_T(I8), text_element(l, from, c.i, bytes, 1), 0);

	mir_store(&l->b, text_element(l, to, c.i, bytes, 1), byte, 0);
	counted_end(l, &c);
}

static void behind(struct lower *l, mir_block b)
{
	mir_jump(&l->b, b);
	ssa_start(l, b);
}

static void grow(struct lower *l, struct growing *g, const struct text *piece)
{
	struct text t = *piece;
	mir_val len, at;

	if (!t.cap)
		return;
	if (t.form != TEXT_CONST || g->buffer.len.id)
		t = text_fetch(l, piece);
	len = piece_length(l, g, &t);
	if (!g->buffer.len.id) {
		text_store(l, &t, g->room - 8, g->buffer.ptr, 0, TEXT_TO_SLOT);
		g->buffer.len = len;
	} else {
		at = mir_binary(&l->b, MIR_OP_AND, g->buffer.len, mir_i64(&l->b, g->places - 1));
		copy_bytes(l, text_element(l, g->buffer.ptr, at, g->places, 1), t.ptr,
			   (t.cap + 7) & ~7u);
		g->buffer.len = mir_binary(&l->b, MIR_OP_ADD, g->buffer.len, len);
	}
}

static struct text grow_end(struct lower *l, struct growing *g)
{
	struct text *t = &g->buffer;

	if (!t->len.id)
		return (struct text){.form = TEXT_CONST};
	if (g->cut.id)
		t->len = text_choose(l, text_sign(l, g->cut), mir_i64(&l->b, (int64_t)t->cap + 1), t->len);
	return *t;
}

struct text text_joined(struct lower *l, const struct text *pieces, uint32_t n)
{
	struct growing g = grow_start(l, pieces, n);

	for (uint32_t i = 0; i < n; i++)
		grow(l, &g, &pieces[i]);
	return grow_end(l, &g);
}

struct text text_concat(struct lower *l, const struct text *x, const struct text *y)
{
	const struct text pieces[2] = {*x, *y};

	return text_joined(l, pieces, 2);
}

/* ---- numbers ---- */

mir_val text_not_zero(struct lower *l, mir_val v)
{
	struct mir_builder *b = &l->b;

	v = mir_binary(b, MIR_OP_OR, v, mir_binary(b, MIR_OP_SUB, mir_i64(b, 0), v));
	return mir_binary(b, MIR_OP_LSHR, v, mir_i64(b, 63));
}

/* All twenty digits of v, from the last one at ptr[RIGHT - 1] back: how many there are to show. */
enum { RIGHT = 24 };

static mir_val store_digits(struct lower *l, mir_val ptr, mir_val v)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct var *left = var_new(l, word, NULL), *count = var_new(l, word, NULL);
	struct mir_builder *b = &l->b;
	mir_val one = mir_i64(b, 1), ten = mir_i64(b, 10), n, at, digit, rest;
	struct counted c;

	n = mir_binary(b, MIR_OP_SUB, one, text_not_zero(l, v)); /* 0 is one digit */
	var_write(l, left, rt_number(word, v));
	var_write(l, count, rt_number(word, n));
	c = counted_begin(l, DECIMAL_BYTES);
	rest = var_read(l, left).v;
	digit = mir_binary(b, MIR_OP_ADD, mir_binary(b, MIR_OP_UREM, rest, ten), mir_i64(b, '0'));
	at = mir_binary(b, MIR_OP_SUB, mir_i64(b, RIGHT - 1), c.i);
	mir_store(b, text_element(l, ptr, at, RIGHT, 1),
		  mir_unary(b, MIR_OP_TRUNC, MIR_T(I8), digit), 0);
	n = mir_binary(b, MIR_OP_ADD, var_read(l, count).v, text_not_zero(l, rest));
	var_write(l, count, rt_number(word, n));
	var_write(l, left, rt_number(word, mir_binary(b, MIR_OP_UDIV, rest, ten)));
	counted_end(l, &c);
	return var_read(l, count).v;
}

/* The digits stand at the right end of a slot, a minus before them, NULs behind; the text is what
 * begins at the first digit, or at the minus of a number that has one. */
static struct text decimal(struct lower *l, const struct rt *value)
{
	struct text t = {.form = TEXT_BUFFER, .cap = DECIMAL_BYTES};
	uint32_t bytes = text_room(DECIMAL_BYTES);
	struct mir_builder *b = &l->b;
	mir_val slot = ssa_slot(l, RIGHT + bytes), v = value->v, n, minus = mir_i64(b, 0), at;
	mir_block done = ssa_block_new(l), copied = ssa_block_new(l);

	t.ptr = ssa_slot(l, bytes);
	lower_zero(l, slot, RIGHT + bytes);
	lower_zero(l, t.ptr, bytes);
	if (!type_is_unsigned(value->type)) { /* the magnitude is (v ^ s) - s, s the sign */
		mir_val s = text_sign(l, v);

		minus = mir_binary(b, MIR_OP_LSHR, v, mir_i64(b, 63));
		v = mir_binary(b, MIR_OP_SUB, mir_binary(b, MIR_OP_XOR, v, s), s);
	}
	n = store_digits(l, slot, v);
	at = mir_binary(b, MIR_OP_SUB, mir_i64(b, RIGHT - 1), n);
	mir_store(b, checked_place(l, slot, at, RIGHT, done), mir_const(b, MIR_T(I8), '-'), 0);
	behind(l, done);
	t.len = mir_binary(b, MIR_OP_ADD, n, minus);
	at = mir_binary(b, MIR_OP_SUB, mir_i64(b, RIGHT), t.len);
	copy_bytes(l, t.ptr, checked_place(l, slot, at, RIGHT, copied), bytes);
	behind(l, copied);
	return t;
}

/* ---- values as text ---- */

struct rt lower_known_text(struct lower *l, struct sv s)
{
	return rt_text(l, type_string(&l->unit->types, (uint32_t)s.n, false), text_known(l, s));
}

static struct text bool_text(struct lower *l, mir_val v)
{
	struct join j = join_new(l, type_string(&l->unit->types, 5, false), NULL);
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

	mir_branch(&l->b, v, yes, no);
	ssa_start(l, yes);
	join_add(l, &j, lower_known_text(l, SV("true")));
	ssa_start(l, no);
	join_add(l, &j, lower_known_text(l, SV("false")));
	return join_end(l, &j).text;
}

struct text lower_as_text(struct lower *l, const struct ast *part, const struct rt *v)
{
	const struct type *t = v->type;
	enum type_kind kind = t->is_kernel && t->btf_id ? TYPE_KINDS : t->kind;

	switch (kind) {
	case TYPE_STRING:
		return v->text;
	case TYPE_INT:
	case TYPE_U64:
		return decimal(l, v);
	case TYPE_BOOL:
		return bool_text(l, v->v);
	case TYPE_DURATION:
		return text_duration(l, v->v);
	case TYPE_FILESIZE:
		return text_filesize(l, v->v);
	default:
		diag_report(l->unit->sink, DIAG_kernel_cannot, part->at,
			    kind == TYPE_KINDS ? "a number with names as text"
					      : arena_printf(l->arena, "%s as text",
							     type_name(l->arena, t)),
			    "user space makes it, of a string that is only sent");
		return (struct text){.form = TEXT_CONST};
	}
}
