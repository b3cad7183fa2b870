/*
 * lower_interp.c - string interpolation: parts, of which a text is made where one is needed.
 *
 * What is only sent travels as its parts, and user space makes the text of any value. The kernel
 * makes the text where it computes with it, of numbers, bools, durations and strings; so a variable
 * holds text of those, and the parts of others as long as nobody needs their text.
 */
#include "frontend/fold.h"
#include "frontend/lower_text.h"

/* The kernel has no text of other values. */
static bool has_text(const struct rt *v)
{
	switch (v->type->kind) {
	case TYPE_STRING:
		return v->text.form != TEXT_PARTS || text_can_be_made(&v->text);
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_BOOL:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
	case TYPE_NOTHING:
		return true;
	default:
		return false;
	}
}

bool text_can_be_made(const struct text *t)
{
	const struct text_parts *p = t->parts;

	for (uint32_t i = 0; i < p->values.n; i++)
		if (!has_text(&p->values.v[i]))
			return false;
	return true;
}

/* Most bytes of a value's text in the kernel. */
static uint32_t text_cap(const struct rt *v)
{
	if (v->type->kind == TYPE_DURATION)
		return DURATION_BYTES;
	return v->type->kind == TYPE_STRING ? v->text.cap : DECIMAL_BYTES;
}

/* Null is no text. */
static struct text nullable_text(struct lower *l, const struct ast *part, struct rt v)
{
	uint32_t cap = text_cap(&v);
	mir_block null = ssa_block_new(l), there = ssa_block_new(l);
	struct join j = join_new(l, type_string(&l->unit->types, cap, false), NULL);
	struct text t;

	mir_branch(&l->b, v.null, null, there);
	ssa_start(l, null);
	join_add(l, &j, lower_known_text(l, SV("")));
	ssa_start(l, there);
	v.type = type_nullable(&l->unit->types, v.type, false);
	t = lower_as_text(l, part, &v);
	join_add(l, &j, rt_text(l, j.type, t));
	return join_end(l, &j).text;
}

struct text text_make(struct lower *l, const struct text *t)
{
	const struct text_parts *p = t->parts;
	struct text *texts = arena_array(l->arena, struct text, p->parts.n + 1);

	for (uint32_t i = 0; i < p->parts.n; i++) {
		const struct wire_part *part = &p->parts.v[i];
		const struct rt *v = part->text ? NULL : &p->values.v[part->field];

		if (part->text)
			texts[i] = text_known(l, sv_cstr(part->text));
		else if (v->type->kind == TYPE_NOTHING)
			texts[i] = text_known(l, SV(""));
		else if (v->null.id)
			texts[i] = nullable_text(l, p->from.v[part->field], *v);
		else
			texts[i] = lower_as_text(l, p->from.v[part->field], v);
	}
	return text_joined(l, texts, p->parts.n);
}

void parts_add_value(struct lower *l, struct text_parts *p, struct rt v, const struct ast *from)
{
	vec_push(l->arena, &p->parts, ((struct wire_part){.field = p->values.n}));
	vec_push(l->arena, &p->values, v);
	vec_push(l->arena, &p->from, from);
}

void parts_add_text(struct lower *l, struct text_parts *p, struct buf *known)
{
	if (known->n && memchr(known->p, 0, known->n))
		parts_add_value(l, p, lower_known_text(l, (struct sv){known->p, known->n}), NULL);
	else if (known->n)
		vec_push(l->arena, &p->parts, ((struct wire_part){.text = known->p}));
	*known = (struct buf){.arena = l->arena};
}

struct rt lower_interp(struct lower *l, const struct ast *n)
{
	struct text_parts *p = arena_new(l->arena, struct text_parts);
	struct text t = {.form = TEXT_PARTS, .parts = p};
	struct buf known = {.arena = l->arena};

	for (uint32_t i = 0; i < n->u.interp.parts.n; i++) {
		const struct ast *part = n->u.interp.parts.v[i];
		uint32_t before = known.n;

		if (part->value) {
			value_text(&known, part->value);
			t.cap += known.n - before;
			continue;
		}
		parts_add_text(l, p, &known);
		parts_add_value(l, p, rt_settle(l, lower_expr(l, part)), part);
		t.cap += text_cap(&p->values.v[p->values.n - 1]);
	}
	parts_add_text(l, p, &known);
	return rt_text(l, n->type, t);
}
