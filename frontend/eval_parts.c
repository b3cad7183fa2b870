/*
 * eval_parts.c - commands that make lists of a constant list's elements, sort them, or pass them on
 * until something shows.
 */
#include "frontend/check_eval.h"
#include "frontend/fold_text.h"

/* ---- until something shows ---- */

/* The first element for which the closure does not give `sought`; false: that is not known. */
static bool find_end(struct eval *f, const struct values *in, bool sought, uint32_t *at)
{
	for (*at = 0; *at < in->v.n; ++*at) {
		const struct value *e = in->v.v[*at], *v = eval_closure(f, 0, &e, 1, e);

		if (!v)
			return false;
		if (v->kind != TYPE_BOOL || v->i != sought)
			break;
	}
	return true;
}

static const struct value *part_while(struct eval *f, bool sought, bool take)
{
	struct values in;
	uint32_t at;

	if (!eval_items(f, &in) || !find_end(f, &in, sought, &at))
		return NULL;
	return take ? value_list(f->c->arena, in.v.v, at)
		    : value_list(f->c->arena, in.v.v + at, in.v.n - at);
}

const struct value *eval_cmd_take_while(struct eval *f)
{
	return part_while(f, true, true);
}

const struct value *eval_cmd_take_until(struct eval *f)
{
	return part_while(f, false, true);
}

const struct value *eval_cmd_skip_while(struct eval *f)
{
	return part_while(f, true, false);
}

const struct value *eval_cmd_skip_until(struct eval *f)
{
	return part_while(f, false, false);
}

/* Whether lists end at the element; false: that is not known. */
static bool separates(struct eval *f, const struct value *separator, const struct value *v,
		      bool *is)
{
	bool known = true;

	*is = separator ? value_equal(v, separator) : eval_holds(f, 0, v, &known);
	return known;
}

const struct value *eval_cmd_split_list(struct eval *f)
{
	const struct ast *argument = ast_positional(f->call, 0);
	bool closure = argument && argument->kind == AST_CLOSURE, is;
	const struct value *separator = closure ? NULL : eval_argument(f, 0);
	const struct value *how = eval_flag(f, "split");
	struct values in, out = {0}, now = {0};

	if (!f->in || f->in->kind != TYPE_LIST || !eval_items(f, &in) || (!closure && !separator) ||
	    (how && !sv_is(how->s, "on") && !sv_is(how->s, "before") && !sv_is(how->s, "after")))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		if (!separates(f, separator, in.v.v[i], &is))
			return NULL;
		if (!is || (how && sv_is(how->s, "after")))
			eval_push(f, &now, in.v.v[i]);
		if (is) {
			eval_push(f, &out, eval_list(f, &now));
			now = (struct values){0};
		}
		if (is && how && sv_is(how->s, "before"))
			eval_push(f, &now, in.v.v[i]);
	}
	eval_push(f, &out, eval_list(f, &now));
	return eval_list(f, &out);
}

/* ---- parts ---- */

const struct value *eval_cmd_slice(struct eval *f)
{
	const struct value *places = eval_argument(f, 0);
	int64_t n, from, to;
	struct values in;

	if (!f->in || f->in->kind != TYPE_LIST || !eval_items(f, &in) || !places ||
	    places->kind != TYPE_RANGE)
		return NULL;
	n = in.v.n;
	from = places->range.from;
	to = places->range.has_to ? places->range.to : n - 1;
	from += from < 0 ? n : 0;
	to += to < 0 ? n : 0;
	to -= places->range.has_to && places->range.exclusive && to > INT64_MIN;
	from = from < 0 ? 0 : from;
	to = to >= n ? n - 1 : to;
	return value_list(f->c->arena, in.v.v + (from > to ? 0 : from),
			  from > to ? 0 : (uint32_t)(to - from + 1));
}

/* ---- lists of elements ---- */

static const struct value *wrapped(const struct eval *f, const struct value *name,
				   const struct value *v)
{
	const struct value **items = arena_array(f->c->arena, const struct value *, 1);
	struct sv *names = arena_array(f->c->arena, struct sv, 1);

	items[0] = v;
	names[0] = name->s;
	return value_record(f->c->arena, names, items, 1);
}

const struct value *eval_cmd_wrap(struct eval *f)
{
	const struct value *name = eval_argument(f, 0);
	struct values in, out = {0};

	if (!f->in || !name || name->kind != TYPE_STRING)
		return NULL;
	if (f->in->kind != TYPE_LIST && f->in->kind != TYPE_RANGE)
		return wrapped(f, name, f->in);
	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++)
		eval_push(f, &out, wrapped(f, name, in.v.v[i]));
	return eval_list(f, &out);
}

static const struct value *windows(const struct eval *f, int64_t size, int64_t stride, bool partial)
{
	struct values in, out = {0};

	if (!eval_items(f, &in) || f->in->kind != TYPE_LIST || size < 1 || stride < 1)
		return NULL;
	for (int64_t from = 0; from < in.v.n && (partial || size <= in.v.n - from);) {
		int64_t some = size < in.v.n - from ? size : in.v.n - from;

		eval_push(f, &out, value_list(f->c->arena, in.v.v + from, (uint32_t)some));
		if (stride >= in.v.n - from)
			break;
		from += stride;
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_chunks(struct eval *f)
{
	int64_t size;

	return eval_count(f, 0, 0, &size) ? windows(f, size, size, true) : NULL;
}

const struct value *eval_cmd_window(struct eval *f)
{
	const struct value *stride = eval_flag(f, "stride");
	int64_t size;

	if (!eval_count(f, 0, 0, &size) || (ast_has_flag(f->call, "stride") && !stride))
		return NULL;
	if (stride && stride->kind != TYPE_INT)
		return NULL;
	return windows(f, size, stride ? stride->i : 1, ast_has_flag(f->call, "remainder"));
}

const struct value *eval_cmd_zip(struct eval *f)
{
	const struct value *other = eval_argument(f, 0);
	struct values x, y, out = {0};

	if (!eval_items(f, &x) || !eval_row(f, other, &y) || other->kind == TYPE_NOTHING)
		return NULL;
	for (uint32_t i = 0; i < x.v.n && i < y.v.n; i++) {
		const struct value **pair = arena_array(f->c->arena, const struct value *, 2);

		pair[0] = x.v.v[i];
		pair[1] = y.v.v[i];
		eval_push(f, &out, value_list(f->c->arena, pair, 2));
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_seq(struct eval *f)
{
	int64_t end[3] = {1, 1, 1}, n, length;
	struct value range = {.kind = TYPE_RANGE};
	struct eval all = *f;
	struct values out;

	for (n = 0; ast_positional(f->call, (uint32_t)n); n++) {
		const struct value *v = n < 3 ? eval_argument(f, (uint32_t)n) : NULL;

		if (!v || v->kind != TYPE_INT)
			return NULL;
		end[n] = v->i;
	}
	range.range.from = end[0];
	range.range.to = end[n == 3 ? 2 : n == 2 ? 1 : 0];
	range.range.step = n == 3 ? end[1] : 1;
	range.range.has_to = true;
	if (f->in || !n || !range.range.step)
		return NULL;
	length = (range.range.step > 0) == (range.range.to >= range.range.from)
			 ? range_length(&range)
			 : range.range.to == range.range.from;
	all.in = &range;
	all.is_inner = true;
	if (length < 1)
		return value_list(f->c->arena, NULL, 0);
	return eval_items(&all, &out) ? eval_list(f, &out) : NULL;
}

/* ---- order ---- */

bool eval_at_most(const struct value *x, const struct value *y, bool *le)
{
	int order = 0;

	if (x->kind == TYPE_NOTHING || y->kind == TYPE_NOTHING) {
		*le = y->kind == TYPE_NOTHING;
		return true;
	}
	if (!value_compare(x, y, &order))
		return false;
	*le = order <= 0;
	return true;
}

/* Sorts the items by the keys, equal ones left in order. */
static bool sort_by(struct values *items, struct values *keys)
{
	for (uint32_t i = 1; i < items->v.n; i++) {
		for (uint32_t k = i; k > 0; k--) {
			const struct value *x = keys->v.v[k - 1], *item = items->v.v[k - 1];
			bool le;

			if (!eval_at_most(x, keys->v.v[k], &le))
				return false;
			if (le)
				break;
			keys->v.v[k - 1] = keys->v.v[k];
			keys->v.v[k] = x;
			items->v.v[k - 1] = items->v.v[k];
			items->v.v[k] = item;
		}
	}
	return true;
}

static const struct value *in_order(const struct eval *f, struct values *items)
{
	struct values out = {0};

	for (uint32_t i = items->v.n; ast_has_flag(f->call, "reverse") && i-- > 0;)
		eval_push(f, &out, items->v.v[i]);
	return eval_list(f, ast_has_flag(f->call, "reverse") ? &out : items);
}

/* The key as it is compared: without case where a flag says so. */
static const struct value *as_compared(const struct eval *f, const struct value *v)
{
	struct sv s;

	if (v->kind != TYPE_STRING || !ast_has_flag(f->call, "ignore-case") ||
	    !fold_caseless(f->c->arena, v->s, &s))
		return v;
	return value_string(f->c->arena, s);
}

const struct value *eval_cmd_sort(struct eval *f)
{
	struct values items, keys;

	if (!eval_items(f, &items) || f->in->kind != TYPE_LIST || !eval_items(f, &keys) ||
	    ast_has_flag(f->call, "natural"))
		return NULL;
	for (uint32_t i = 0; i < keys.v.n; i++)
		keys.v.v[i] = as_compared(f, keys.v.v[i]);
	/* Both are copies of the input's elements, or the input would be sorted. */
	return sort_by(&items, &keys) ? in_order(f, &items) : NULL;
}

static const struct value *key_of(struct eval *f, uint32_t at, const struct value *item)
{
	const struct ast *by = ast_positional(f->call, at);

	if (by->kind == AST_CLOSURE)
		return eval_closure(f, at, &item, 1, item);
	if (by->kind != AST_PATH || by->u.path.base || by->u.path.n != 1)
		return NULL;
	return value_member(item, &by->u.path.members[0]);
}

const struct value *eval_cmd_sort_by(struct eval *f)
{
	struct values items;
	uint32_t nkeys = 0;

	if (!eval_items(f, &items) || f->in->kind != TYPE_LIST || !ast_positional(f->call, 0) ||
	    ast_has_flag(f->call, "natural"))
		return NULL;
	while (ast_positional(f->call, nkeys))
		nkeys++;
	while (nkeys-- > 0) {
		struct values keys = {0};

		for (uint32_t i = 0; i < items.v.n; i++) {
			const struct value *key = key_of(f, nkeys, items.v.v[i]);

			if (!key)
				return NULL;
			eval_push(f, &keys, as_compared(f, key));
		}
		if (!sort_by(&items, &keys))
			return NULL;
	}
	return in_order(f, &items);
}
