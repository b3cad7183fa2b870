/*
 * check_enum.c - names for numbers of the kernel: `== 'TCP_ESTABLISHED'`, and `into enum`.
 */
#include "frontend/check.h"

#include "runtime/kernel_btf.h"
#include "frontend/user_walk.h"

static const char *enumeration(struct checker *c, const struct type *t)
{
	if (!t->btf_id)
		return "no enumeration of the kernel has";
	return t->tag.n ? arena_printf(c->arena, "enum " SV_FMT " has no", SV_ARG(t->tag))
			: "the enumeration has no";
}

/* The number of this name, or NULL after a report. */
static const struct value *number_of(struct checker *c, const struct type *number,
				     const struct value *name, struct span at)
{
	struct value *v = arena_new(c->arena, struct value);
	struct nearest near = {.want = name->s};
	struct diag *d;

	if (kernel_enumerator(c->u, number, name->s, v))
		return v;
	d = diag_report(c->sink, DIAG_unknown_enumerator, at, enumeration(c, number),
			sv_dup(c->arena, name->s));
	kernel_enum_nearest(c->u, number, &near);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return NULL;
}

static bool is_name(const struct value *v)
{
	return v->kind == TYPE_STRING;
}

static bool list_has_names(const struct value *v)
{
	for (uint32_t i = 0; v->kind == TYPE_LIST && i < v->n; i++)
		if (is_name(v->items[i]))
			return true;
	return false;
}

bool check_enumerators(struct checker *c, const struct type *number, struct ast *names)
{
	const struct value *v = names->value, **items;

	if (!number->is_kernel || !v || (!is_name(v) && !list_has_names(v)))
		return true;
	if (!kernel_enum_is_ours(number) && !is_user_type(number->btf_id) &&
	    !check_kernel_types(c, names->at))
		return false;
	if (is_name(v)) {
		v = number_of(c, number, v, names->at);
	} else {
		items = arena_array(c->arena, const struct value *, v->n);
		for (uint32_t i = 0; i < v->n; i++) {
			items[i] = v->items[i];
			if (is_name(items[i]))
				items[i] = number_of(c, number, items[i], names->at);
			if (!items[i])
				return false;
		}
		v = value_list(c->arena, items, v->n);
	}
	if (v)
		set_value(c, names, v);
	return v != NULL;
}
