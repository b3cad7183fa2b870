/*
 * fold_call.c - what folding functions share: arguments, errors, lists and records of values.
 */
#include "frontend/fold_call.h"
#include "frontend/sema.h"

const struct value *fold_fails(struct folding *f, const char *why)
{
	f->why = why;
	return NULL;
}

const struct value *fold_wants(struct folding *f, const struct ast *at, const char *wants)
{
	f->at = at;
	f->wants = wants;
	return NULL;
}

bool fold_text_argument(struct folding *f, const struct ast *a, struct sv *out)
{
	if (a->value->kind != TYPE_STRING)
		return fold_wants(f, a, "a string") != NULL;
	*out = a->value->s;
	return true;
}

bool fold_int_argument(struct folding *f, const struct ast *a, int64_t *out)
{
	if (a->value->kind != TYPE_INT)
		return fold_wants(f, a, "an int") != NULL;
	*out = a->value->i;
	return true;
}

bool fold_binary_argument(struct folding *f, const struct ast *a, struct sv *out)
{
	if (a->value->kind != TYPE_BINARY)
		return fold_wants(f, a, "binary") != NULL;
	*out = a->value->s;
	return true;
}

bool fold_flag(const struct folding *f, const char *name)
{
	return ast_has_flag(f->call, name);
}

void fold_add(struct fold_items *items, const struct value *v)
{
	vec_push(items->arena, &items->v, v);
}

void fold_add_text(struct fold_items *items, struct sv s)
{
	fold_add(items, value_string(items->arena, s));
}

const struct value *fold_list(const struct fold_items *items)
{
	return value_list(items->arena, items->v.v, items->v.n);
}

const struct value *fold_each(struct folding *f, const struct value *in, fold_fn *fold)
{
	struct fold_items items = {.arena = f->arena};

	for (uint32_t i = 0; i < in->n; i++) {
		const struct value *v = fold(f, in->items[i]);

		if (!v)
			return NULL;
		fold_add(&items, v);
	}
	return fold_list(&items);
}
