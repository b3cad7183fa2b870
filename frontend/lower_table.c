/*
 * lower_table.c - elements in memory, for a place that is known only at run time.
 *
 * Each scalar of the element type has a row of words in a stack slot, each text a row of buffers.
 * What is read back is nothing that the verifier knows, so it walks the code behind it once.
 */
#include "frontend/lower_text.h"

struct table table_new(struct lower *l, const struct type *elem, uint32_t n)
{
	struct table t = {.elem = elem, .n = n};

	rt_leaf_types(l, elem, &t.kinds);
	t.leaves = arena_array(l->arena, mir_val, t.kinds.v.n + 1);
	t.texts = arena_array(l->arena, mir_val, t.kinds.caps.n + 1);
	for (uint32_t i = 0; i < t.kinds.v.n; i++) {
		t.leaves[i] = ssa_slot(l, n * 8);
		lower_zero(l, t.leaves[i], n * 8);
	}
	for (uint32_t i = 0; i < t.kinds.caps.n; i++) {
		t.texts[i] = ssa_slot(l, n * text_room(t.kinds.caps.v[i]));
		lower_zero(l, t.texts[i], n * text_room(t.kinds.caps.v[i]));
	}
	return t;
}

/* The element of a row, where `at` may be known. */
static mir_val element(struct lower *l, mir_val row, mir_val at, uint32_t n, uint32_t size)
{
	const struct mir_inst *i = mir_inst(l->f, at);

	if (i->op == MIR_OP_CONST)
		return lower_offset(l, row, (uint32_t)i->imm * size);
	return text_element(l, row, at, n, size);
}

/* The addresses of the element's words and texts. */
static void places(struct lower *l, const struct table *t, mir_val at, mir_val *words,
		   mir_val *texts)
{
	for (uint32_t i = 0; i < t->kinds.v.n; i++)
		words[i] = element(l, t->leaves[i], at, t->n, 8);
	for (uint32_t i = 0; i < t->kinds.caps.n; i++)
		texts[i] = element(l, t->texts[i], at, t->n, text_room(t->kinds.caps.v[i]));
}

void table_put(struct lower *l, const struct table *t, mir_val at, struct rt value)
{
	mir_val *words = arena_array(l->arena, mir_val, t->kinds.v.n + 1);
	mir_val *leaves = arena_array(l->arena, mir_val, t->kinds.v.n + 1), *leaf = leaves;
	mir_val *texts = arena_array(l->arena, mir_val, t->kinds.caps.n + 1), *text = texts;

	value = rt_convert(l, value, t->elem);
	places(l, t, at, words, texts);
	rt_take_apart(l, &value, &text, &leaf);
	for (uint32_t i = 0; i < t->kinds.v.n; i++) {
		mir_val v = leaves[i];

		if (t->kinds.v.v[i].kind == MIR_I1)
			v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), v);
		mir_store(&l->b, words[i], v, 0);
	}
}

struct rt table_get(struct lower *l, const struct table *t, mir_val at)
{
	mir_val *leaves = arena_array(l->arena, mir_val, t->kinds.v.n + 1), *leaf = leaves;
	mir_val *texts = arena_array(l->arena, mir_val, t->kinds.caps.n + 1), *text = texts;

	places(l, t, at, leaves, texts);
	for (uint32_t i = 0; i < t->kinds.v.n; i++) {
		leaves[i] = mir_load(&l->b, MIR_T(I64), leaves[i], 0);
		if (t->kinds.v.v[i].kind == MIR_I1)
			leaves[i] = mir_binary(&l->b, MIR_OP_NE, leaves[i], mir_i64(&l->b, 0));
	}
	return rt_put_together(l, t->elem, &text, &leaf, false);
}
