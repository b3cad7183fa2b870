/*
 * eval_uniq.c - uniq and uniq-by of constant lists.
 */
#include "frontend/check_eval.h"
#include "frontend/fold_text.h"

/* The value with all texts in it as they are compared without case. */
static const struct value *caseless(struct arena *a, const struct value *v)
{
	const struct value **items;
	struct sv s;

	if (v->kind == TYPE_STRING)
		return fold_caseless(a, v->s, &s) ? value_string(a, s) : v;
	if (v->kind != TYPE_LIST && v->kind != TYPE_RECORD)
		return v;
	items = arena_array(a, const struct value *, v->n + 1);
	for (uint32_t i = 0; i < v->n; i++)
		items[i] = caseless(a, v->items[i]);
	return v->kind == TYPE_LIST ? value_list(a, items, v->n)
				    : value_record(a, v->names, items, v->n);
}

/* What the element is compared by: itself, or the columns that are named; NULL: it lacks one. */
static const struct value *key_of(const struct eval *f, const struct value *v)
{
	struct values keys = {0};
	const struct ast *word;

	if (f->call->u.call.cmd == CMD_uniq_by) {
		for (uint32_t i = 0; (word = ast_positional(f->call, i)); i++) {
			const struct value *name = eval_argument(f, i);
			const struct value *key =
				name && name->kind == TYPE_STRING ? value_column(v, name->s) : NULL;

			if (!key)
				return NULL;
			eval_push(f, &keys, key);
		}
		v = keys.v.n ? eval_list(f, &keys) : NULL;
	}
	return v && ast_has_flag(f->call, "ignore-case") ? caseless(f->c->arena, v) : v;
}

static const struct value *with_count(const struct eval *f, const struct value *v, int64_t n)
{
	static const struct sv names[] = {{"value", 5}, {"count", 5}};
	const struct value **row = arena_array(f->c->arena, const struct value *, 2);

	row[0] = v;
	row[1] = eval_int(f, n);
	return value_record(f->c->arena, names, row, 2);
}

const struct value *eval_cmd_uniq(struct eval *f)
{
	bool counts = ast_has_flag(f->call, "count"), more = ast_has_flag(f->call, "repeated");
	bool one = ast_has_flag(f->call, "unique"), last = ast_has_flag(f->call, "keep-last");
	struct values in, keys = {0}, firsts = {0}, out = {0};
	int64_t *n;

	if (!eval_items(f, &in))
		return NULL;
	n = arena_array(f->c->arena, int64_t, in.v.n + 1);
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *key = key_of(f, in.v.v[i]);
		uint32_t at = 0;

		if (!key)
			return NULL;
		while (at < keys.v.n && !value_equal(key, keys.v.v[at]))
			at++;
		if (at == keys.v.n) {
			eval_push(f, &keys, key);
			eval_push(f, &firsts, in.v.v[i]);
		} else if (last) {
			firsts.v.v[at] = in.v.v[i];
		}
		n[at]++;
	}
	for (uint32_t i = 0; i < keys.v.n; i++)
		if ((!more || n[i] > 1) && (!one || n[i] == 1))
			eval_push(f, &out,
				  counts ? with_count(f, firsts.v.v[i], n[i]) : firsts.v.v[i]);
	return eval_list(f, &out);
}

const struct value *eval_cmd_uniq_by(struct eval *f)
{
	return eval_cmd_uniq(f);
}
