/*
 * cmd_find.c - `find` in values that are known only at run time.
 */
#include "frontend/find.h"
#include "frontend/fold_convert.h"
#include "frontend/lower_stream.h"
#include "frontend/lower_text.h"

static mir_val or_(struct lower *l, mir_val x, mir_val y)
{
	return mir_binary(&l->b, MIR_OP_OR, x, y);
}

static mir_val known(struct lower *l, const struct find *find, enum type_kind kind, int64_t i)
{
	return lower_bool(l, find_matches(l->arena, find, value_of(l->arena, kind, i)));
}

/* The number that has this text; false: none has. */
static bool number_of(struct lower *l, const struct type *t, struct sv term, int64_t *out)
{
	bool minus = term.n && term.p[0] == '-', good;
	struct value v = {.kind = t->kind};

	if (t->kind == TYPE_DURATION) {
		good = fold_text_duration(minus ? sv_from(term, 1) : term, 1, out);
		*out = minus ? (int64_t)(0 - (uint64_t)*out) : *out;
	} else {
		good = fold_text_int(l->arena, term, out);
	}
	v.i = *out;
	return good && sv_eq(value_as_text(l->arena, &v), term);
}

static mir_val number(struct lower *l, const struct ast *call, const struct find *find,
		      const struct rt *v)
{
	mir_val found = lower_bool(l, false);
	struct text t;
	int64_t n;

	if (find->by_pattern) {
		t = lower_as_text(l, call, v);
		return text_matches(l, &t, find->pattern);
	}
	for (uint32_t i = 0; i < find->nterms; i++)
		if (number_of(l, v->type, find->terms[i], &n))
			found = or_(l, found,
				    mir_binary(&l->b, MIR_OP_EQ, v->v, mir_i64(&l->b, n)));
	return found;
}

static mir_val matches(struct lower *l, const struct ast *call, const struct find *find,
		       struct rt v);

/* Something in it is found. */
static mir_val inside(struct lower *l, const struct ast *call, const struct find *find,
		      const struct rt *v)
{
	bool list = v->type->kind == TYPE_LIST;
	struct rt items = list ? rt_items(l, *v) : *v;
	uint32_t n = list ? items.type->cap : v->type->nfields;
	mir_val found = lower_bool(l, false), here;
	struct find inner = *find;

	inner.columns = NULL;
	for (uint32_t i = 0; i < n; i++) {
		if (!list && !find_takes(find, v->type->fields[i].name))
			continue;
		here = matches(l, call, &inner, list ? items.items[i] : v->fields[i]);
		if (list)
			here = lower_both(l, here, items.present[i]);
		found = or_(l, found, here);
	}
	return found;
}

static mir_val matches(struct lower *l, const struct ast *call, const struct find *find,
		       struct rt v)
{
	mir_val some;

	if (v.null.id) {
		mir_val null = v.null;

		v = rt_convert(l, v, type_nullable(&l->unit->types, v.type, false));
		some = matches(l, call, find, v);
		return lower_select(l, null, known(l, find, TYPE_NOTHING, 0), some);
	}
	switch (v.type->kind) {
	case TYPE_STRING:
		return text_matches(l, &v.text, find->pattern);
	case TYPE_BOOL:
		return lower_select(l, v.v, known(l, find, TYPE_BOOL, 1),
				    known(l, find, TYPE_BOOL, 0));
	case TYPE_NOTHING:
		return known(l, find, TYPE_NOTHING, 0);
	case TYPE_BINARY:
		return lower_bool(l, false);
	case TYPE_LIST:
	case TYPE_RECORD:
		return inside(l, call, find, &v);
	default:
		return number(l, call, find, &v);
	}
}

mir_val lower_found(struct lower *l, const struct ast *call, const struct rt *v)
{
	struct folding f = {.arena = l->arena, .call = call};
	struct find find;
	mir_val found;

	find_of(&f, &find);
	found = matches(l, call, &find, *v);
	return find.invert ? lower_not(l, found) : found;
}

struct rt lower_cmd_find(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v;

	if (in->type->kind != TYPE_STRING)
		return stream_stage(l, call, in, NULL);
	v = rt_settle(l, rt_want(l, *in, null_text));
	v.null = lower_not(l, lower_found(l, call, &v));
	v.type = type_nullable(&l->unit->types, v.type, true);
	return v;
}
