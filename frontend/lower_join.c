/*
 * lower_join.c - text made of pieces: `++` and string interpolation.
 *
 * The first piece is stored by words; where the next one begins is known only at run time, so it is
 * copied byte by byte, in a loop that is as long as the piece can be.
 */
#include "frontend/fold.h"
#include "frontend/lowering.h"

enum { DECIMAL_BYTES = 20 }; /* -9223372036854775808, 18446744073709551615 */

/* A text that grows: buffer.len is none while it is empty. */
struct growing {
	struct text buffer;
	mir_val cut; /* i1: a piece was cut; none: none can be */
};

static struct growing grow_start(struct lower *l, uint32_t cap)
{
	struct growing g = {.buffer = {.form = TEXT_BUFFER, .cap = cap}};

	g.buffer.ptr = ssa_slot(l, text_room(cap));
	return g;
}

/* The bytes that a piece has; what says that it was cut goes to g. */
static mir_val piece_length(struct lower *l, struct growing *g, const struct text *t)
{
	mir_val len = text_length(l, t), cap, above;

	if (t->form != TEXT_BUFFER || !t->len.id)
		return len;
	cap = mir_i64(&l->b, t->cap);
	above = mir_binary(&l->b, MIR_OP_ULT, cap, len);
	g->cut = g->cut.id ? mir_binary(&l->b, MIR_OP_OR, g->cut, above) : above;
	return lower_select(l, above, cap, len);
}

static void copy_bytes(struct lower *l, const struct growing *g, const struct text *t, mir_val len)
{
	uint32_t room = text_room(g->buffer.cap), from = (t->cap + 7) & ~7u;
	mir_block more = ssa_block_new(l), inside = ssa_block_new(l);
	struct counted c = counted_begin(l, from);
	mir_val at, byte;

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, c.i, len), more, c.leave);
	ssa_start(l, more);
	at = mir_binary(&l->b, MIR_OP_ADD, g->buffer.len, c.i);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, at, mir_i64(&l->b, room)), inside, c.leave);
	ssa_start(l, inside);
	byte = mir_load(&l->b, MIR_T(I8), text_element(l, t->ptr, c.i, from, 1), 0);
	mir_store(&l->b, text_element(l, g->buffer.ptr, at, room, 1), byte, 0);
	counted_end(l, &c);
}

static void grow(struct lower *l, struct growing *g, const struct text *piece)
{
	struct text t = *piece;
	mir_val len;

	if (!t.cap)
		return;
	if (t.form != TEXT_CONST || g->buffer.len.id)
		t = text_fetch(l, piece);
	len = piece_length(l, g, &t);
	if (!g->buffer.len.id) {
		text_store(l, &t, g->buffer.cap, g->buffer.ptr, 0, TEXT_TO_SLOT);
		g->buffer.len = len;
		return;
	}
	copy_bytes(l, g, &t, len);
	g->buffer.len = mir_binary(&l->b, MIR_OP_ADD, g->buffer.len, len);
}

static struct text grow_end(struct lower *l, struct growing *g)
{
	struct text *t = &g->buffer;

	if (!t->len.id)
		return (struct text){.form = TEXT_CONST};
	if (g->cut.id)
		t->len = lower_select(l, g->cut, mir_i64(&l->b, (int64_t)t->cap + 1), t->len);
	return *t;
}

struct text text_concat(struct lower *l, const struct text *x, const struct text *y)
{
	struct growing g = grow_start(l, x->cap + y->cap);

	grow(l, &g, x);
	grow(l, &g, y);
	return grow_end(l, &g);
}

/* ---- numbers ---- */

/* Digits of an unsigned number: one, and one more for each power of ten that it reaches. */
static mir_val digits_of(struct lower *l, mir_val v)
{
	mir_val n = mir_i64(&l->b, 1);
	uint64_t power = 10;

	for (uint32_t k = 1; k < DECIMAL_BYTES; k++, power *= 10) {
		mir_val reached = mir_binary(&l->b, MIR_OP_ULE, mir_i64(&l->b, (int64_t)power), v);

		n = mir_binary(&l->b, MIR_OP_ADD, n,
			       mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), reached));
	}
	return n;
}

/* The last digit first, each to its place. A minus stands at the start, where the first digit of a
 * number that needs none overwrites it. */
static struct text decimal(struct lower *l, const struct rt *value)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct text t = {.form = TEXT_BUFFER, .cap = DECIMAL_BYTES};
	uint32_t room = text_room(DECIMAL_BYTES);
	struct mir_builder *b = &l->b;
	mir_val zero = mir_i64(b, 0), ten = mir_i64(b, 10), v = value->v, n, at, digit;
	struct var *left = var_new(l, word);
	mir_block more, inside;
	struct counted c;

	t.ptr = ssa_slot(l, room);
	mir_append(b, (struct mir_inst){
			      .op = MIR_OP_ZERO, .args = &t.ptr, .nargs = 1, .imm = room});
	mir_store(b, t.ptr, mir_const(b, MIR_T(I8), '-'), 0);
	if (type_is_unsigned(value->type)) {
		n = t.len = digits_of(l, v);
	} else {
		mir_val negative = mir_binary(b, MIR_OP_SLT, v, zero);

		v = lower_select(l, negative, mir_binary(b, MIR_OP_SUB, zero, v), v);
		n = digits_of(l, v);
		t.len = mir_binary(b, MIR_OP_ADD, n,
				   mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), negative));
	}
	var_write(l, left, rt_number(word, v));
	c = counted_begin(l, DECIMAL_BYTES);
	more = ssa_block_new(l);
	inside = ssa_block_new(l);
	mir_branch(b, mir_binary(b, MIR_OP_ULT, c.i, n), more, c.leave);
	ssa_start(l, more);
	at = mir_binary(b, MIR_OP_SUB, t.len, mir_binary(b, MIR_OP_ADD, c.i, mir_i64(b, 1)));
	mir_branch(b, mir_binary(b, MIR_OP_ULT, at, mir_i64(b, room)), inside, c.leave);
	ssa_start(l, inside);
	v = var_read(l, left).v;
	digit = mir_binary(b, MIR_OP_ADD, mir_binary(b, MIR_OP_UREM, v, ten), mir_i64(b, '0'));
	var_write(l, left, rt_number(word, mir_binary(b, MIR_OP_UDIV, v, ten)));
	mir_store(b, text_element(l, t.ptr, at, room, 1),
		  mir_unary(b, MIR_OP_TRUNC, MIR_T(I8), digit), 0);
	counted_end(l, &c);
	return t;
}

/* ---- interpolation ---- */

static struct rt known_text(struct lower *l, struct sv s)
{
	return rt_text(type_string(&l->unit->types, (uint32_t)s.n, false),
		       (struct text){.bytes = s, .cap = (uint32_t)s.n});
}

static struct text bool_text(struct lower *l, mir_val v)
{
	struct join j = join_new(l, type_string(&l->unit->types, 5, false));
	mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

	mir_branch(&l->b, v, yes, no);
	ssa_start(l, yes);
	join_add(l, &j, known_text(l, SV("true")));
	ssa_start(l, no);
	join_add(l, &j, known_text(l, SV("false")));
	return join_end(l, &j).text;
}

static struct text part_text(struct lower *l, const struct ast *part, const struct rt *v)
{
	switch (v->type->kind) {
	case TYPE_STRING:
		return v->text;
	case TYPE_INT:
	case TYPE_U64:
		return decimal(l, v);
	case TYPE_BOOL:
		return bool_text(l, v->v);
	default:
		diag_report(l->unit->sink, DIAG_kernel_cannot, part->at,
			    arena_printf(l->arena, "%s as text", type_name(l->arena, v->type)),
			    "print and emit it as it is: user space makes its text");
		return (struct text){.form = TEXT_CONST};
	}
}

/* Null is no text. */
static struct text nullable_text(struct lower *l, const struct ast *part, struct rt v)
{
	uint32_t cap = v.type->kind == TYPE_STRING ? v.type->cap : DECIMAL_BYTES;
	mir_block null = ssa_block_new(l), there = ssa_block_new(l);
	struct join j = join_new(l, type_string(&l->unit->types, cap, false));
	struct text t;

	mir_branch(&l->b, v.null, null, there);
	ssa_start(l, null);
	join_add(l, &j, known_text(l, SV("")));
	ssa_start(l, there);
	v.type = type_nullable(&l->unit->types, v.type, false);
	t = part_text(l, part, &v);
	join_add(l, &j, rt_text(j.type, t));
	return join_end(l, &j).text;
}

struct rt lower_interp(struct lower *l, const struct ast *n)
{
	struct growing g = grow_start(l, n->type->cap);

	for (uint32_t i = 0; i < n->u.interp.parts.n; i++) {
		const struct ast *part = n->u.interp.parts.v[i];
		struct buf text = {.arena = l->arena};
		struct text t = {.form = TEXT_CONST};
		struct rt v;

		if (part->value) {
			value_text(&text, part->value);
			t.bytes = (struct sv){text.p, text.n};
			t.cap = text.n;
		} else {
			v = lower_expr(l, part);
			t = v.null.id ? nullable_text(l, part, v) : part_text(l, part, &v);
		}
		grow(l, &g, &t);
	}
	return rt_text(n->type, grow_end(l, &g));
}
