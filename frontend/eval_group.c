/*
 * eval_group.c - constant records turned into lists, and lists into records of groups.
 */
#include "frontend/check_eval.h"

const struct value *eval_cmd_items(struct eval *f)
{
	struct values out = {0};

	if (!f->in || f->in->kind != TYPE_RECORD)
		return NULL;
	for (uint32_t i = 0; i < f->in->n; i++) {
		const struct value *given[2] = {value_string(f->c->arena, f->in->names[i]),
						f->in->items[i]};
		const struct value *v = eval_closure(f, 0, given, 2, eval_null(f));

		if (!v)
			return NULL;
		eval_push(f, &out, v);
	}
	return eval_list(f, &out);
}

/* The name of column number `at`: an argument, else one that is made; NULL: not known. */
static const struct value *new_name(struct eval *f, uint32_t at)
{
	const struct value *v;

	if (!ast_positional(f->call, at))
		return value_string(f->c->arena,
				    sv_cstr(arena_printf(f->c->arena, "column%u", (unsigned)at)));
	v = eval_argument(f, at);
	return v && v->kind == TYPE_STRING ? v : NULL;
}

/* A row of the columns that were: its name, and its value in each record. */
static const struct value *row_of(struct eval *f, const struct values *rows, struct sv name)
{
	uint32_t title = !ast_has_flag(f->call, "ignore-titles"), n = 0;
	const struct value **v = arena_array(f->c->arena, const struct value *, rows->v.n + 1);
	struct sv *names = arena_array(f->c->arena, struct sv, rows->v.n + 1);

	if (title)
		v[n++] = value_string(f->c->arena, name);
	for (uint32_t i = 0; i < rows->v.n; i++) {
		const struct value *x = value_column(rows->v.v[i], name);

		v[n++] = x ? x : eval_null(f);
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct value *as = new_name(f, i);

		if (!as)
			return NULL;
		names[i] = as->s;
	}
	return value_record(f->c->arena, names, v, n);
}

const struct value *eval_cmd_transpose(struct eval *f)
{
	struct values rows = {0}, out = {0};

	if (f->in && f->in->kind == TYPE_RECORD)
		eval_push(f, &rows, f->in);
	else if (!f->in || f->in->kind != TYPE_LIST || !eval_items(f, &rows))
		return NULL;
	for (uint32_t i = 0; i < rows.v.n; i++)
		if (rows.v.v[i]->kind != TYPE_RECORD || (i && rows.v.v[i]->n != rows.v.v[0]->n))
			return NULL;
	for (uint32_t i = 0; rows.v.n && i < rows.v.v[0]->n; i++) {
		const struct value *row = row_of(f, &rows, rows.v.v[0]->names[i]);

		if (!row)
			return NULL;
		eval_push(f, &out, row);
	}
	return eval_list(f, &out);
}

/* What an element belongs to: itself, its column, or what a closure gives; NULL: not known. */
static const struct value *group_of(struct eval *f, const struct value *v)
{
	const struct ast *by = ast_positional(f->call, 0);

	if (!by)
		return v;
	if (by->kind == AST_CLOSURE)
		return eval_closure(f, 0, &v, 1, v);
	if (by->kind != AST_PATH || by->u.path.base || by->u.path.n != 1)
		return NULL;
	return value_member(v, &by->u.path.members[0]);
}

const struct value *eval_cmd_group_by(struct eval *f)
{
	struct values in, lists = {0};
	struct values *groups;
	struct sv *names;
	uint32_t n = 0;

	if (!f->in || f->in->kind != TYPE_LIST || !eval_items(f, &in) || ast_positional(f->call, 1))
		return NULL;
	groups = arena_array(f->c->arena, struct values, in.v.n + 1);
	names = arena_array(f->c->arena, struct sv, in.v.n + 1);
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *key = group_of(f, in.v.v[i]);
		uint32_t at = 0;
		struct sv name;

		if (!key || key->kind == TYPE_LIST || key->kind == TYPE_RECORD ||
		    key->kind == TYPE_FLOAT || key->kind == TYPE_BINARY)
			return NULL;
		if (key->kind == TYPE_NOTHING)
			continue;
		name = value_as_text(f->c->arena, key);
		while (at < n && !sv_eq(names[at], name))
			at++;
		names[at] = name;
		n += at == n;
		eval_push(f, &groups[at], in.v.v[i]);
	}
	for (uint32_t i = 0; i < n; i++)
		eval_push(f, &lists, eval_list(f, &groups[i]));
	return value_record(f->c->arena, names, lists.v.v, n);
}
