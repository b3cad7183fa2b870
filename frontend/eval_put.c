/*
 * eval_put.c - insert, update and upsert on constants: see check_cmd_put.c.
 */
#include "frontend/check_eval.h"

/* What a path into nothing makes. */
static const struct value *put_nothing(const struct eval *f, const struct path_member *m,
				       uint32_t n, const struct value *v)
{
	while (v && n-- > 0) {
		const struct value **item = arena_array(f->c->arena, const struct value *, 1);

		item[0] = v;
		v = m[n].is_index ? NULL : value_record(f->c->arena, &m[n].name, item, 1);
	}
	return v;
}

static const struct value *put(const struct eval *f, const struct value *v,
			       const struct path_member *m, uint32_t n, const struct value *value);

static const struct value *put_field(const struct eval *f, const struct value *v,
				     const struct path_member *m, uint32_t n,
				     const struct value *value)
{
	enum put_mode mode = put_mode_of(f->call->u.call.cmd);
	struct sv *names = arena_array(f->c->arena, struct sv, v->n + 1);
	const struct value **items = arena_array(f->c->arena, const struct value *, v->n + 1);
	uint32_t at = 0;

	memcpy(names, v->names, v->n * sizeof(*names));
	memcpy(items, v->items, v->n * sizeof(*items));
	while (at < v->n && !sv_eq(names[at], m->name))
		at++;
	if (at == v->n && mode == PUT_UPDATE)
		return m->optional ? v : NULL;
	if (at < v->n && n == 1 && mode == PUT_INSERT)
		return NULL;
	names[at] = m->name;
	items[at] = at < v->n ? put(f, items[at], m + 1, n - 1, value)
			      : put_nothing(f, m + 1, n - 1, value);
	return items[at] ? value_record(f->c->arena, names, items, v->n + (at == v->n)) : NULL;
}

static const struct value *put_element(const struct eval *f, const struct value *v,
				       const struct path_member *m, uint32_t n,
				       const struct value *value)
{
	enum put_mode mode = put_mode_of(f->call->u.call.cmd);
	bool grows = n == 1 && mode != PUT_UPDATE;
	struct values out = {0};

	if (m->index < 0 || m->index >= v->n + grows || v->n >= EVAL_ELEMENTS_MAX)
		return NULL;
	for (int64_t i = 0; i < v->n + grows; i++) {
		bool here = i == m->index;

		if (here)
			eval_push(f, &out,
				  n == 1 ? value : put(f, v->items[i], m + 1, n - 1, value));
		if (here && !out.v.v[i])
			return NULL;
		if (i < v->n && (!here || (grows && mode == PUT_INSERT)))
			eval_push(f, &out, v->items[i]);
	}
	return eval_list(f, &out);
}

/* The value with another one at the path; NULL: an error, which run time or the check says. */
static const struct value *put(const struct eval *f, const struct value *v,
			       const struct path_member *m, uint32_t n, const struct value *value)
{
	struct values out = {0};

	if (!n)
		return value;
	if (m->insensitive || (m->optional && m->is_index))
		return NULL;
	if (v->kind == TYPE_RECORD && !m->is_index)
		return put_field(f, v, m, n, value);
	if (v->kind == TYPE_LIST && m->is_index)
		return put_element(f, v, m, n, value);
	for (uint32_t i = 0; v->kind == TYPE_LIST && i < v->n; i++) {
		const struct value *row = v->items[i];

		row = row->kind == TYPE_RECORD ? put(f, row, m, n, value) : NULL;
		if (!row)
			return NULL;
		eval_push(f, &out, row);
	}
	return v->kind == TYPE_LIST ? eval_list(f, &out) : NULL;
}

/* What stands at the path, null where nothing does; NULL: it is no one value. */
static const struct value *old_value(const struct eval *f, const struct value *v,
				     const struct path_member *m, uint32_t n)
{
	for (uint32_t i = 0; v && i < n; i++) {
		if (v->kind != (m[i].is_index ? TYPE_LIST : TYPE_RECORD))
			return NULL;
		v = value_member(v, &m[i]);
	}
	return v ? v : eval_null(f);
}

static const struct value *put_value(struct eval *f, const struct value *base)
{
	const struct ast *path = ast_positional(f->call, 0);
	const struct path_member *m = path->u.path.members;
	const struct value *old = base, *v;
	uint32_t n = path->u.path.n;

	if (ast_positional(f->call, 1)->kind != AST_CLOSURE) {
		v = eval_argument(f, 1);
	} else {
		if (m->is_index || f->call->u.call.cmd != CMD_insert)
			old = old_value(f, base, m, n);
		v = old ? eval_closure(f, 1, m->is_index ? &old : &base, 1, old) : NULL;
	}
	return v ? put(f, base, m, n, v) : NULL;
}

/* A value is evaluated even where there is no row. */
static const struct value *put_values(struct eval *f)
{
	struct ast *path = ast_positional(f->call, 0);

	if (path->kind != AST_PATH || path->u.path.base || !f->in ||
	    (ast_positional(f->call, 1)->kind != AST_CLOSURE && !eval_argument(f, 1)))
		return NULL;
	if (!path->u.path.members[0].is_index)
		return eval_rows(f, put_value);
	return f->in->kind == TYPE_LIST ? put_value(f, f->in) : NULL;
}

const struct value *eval_cmd_insert(struct eval *f)
{
	return put_values(f);
}

const struct value *eval_cmd_update(struct eval *f)
{
	return put_values(f);
}

const struct value *eval_cmd_upsert(struct eval *f)
{
	return put_values(f);
}
