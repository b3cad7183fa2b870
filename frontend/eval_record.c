/*
 * eval_record.c - commands on the columns of a constant record, or of each record of a list.
 */
#include "frontend/check_eval.h"

struct columns {
	VEC(struct sv) names;
	VEC(const struct value *) values;
};

static uint32_t find(const struct columns *k, struct sv name)
{
	for (uint32_t i = 0; i < k->names.n; i++)
		if (sv_eq(k->names.v[i], name))
			return i;
	return UINT32_MAX;
}

static void put(const struct eval *f, struct columns *k, struct sv name, const struct value *v)
{
	uint32_t at = find(k, name);

	if (at != UINT32_MAX) {
		k->values.v[at] = v;
		return;
	}
	vec_push(f->c->arena, &k->names, name);
	vec_push(f->c->arena, &k->values, v);
}

static struct columns columns_of(const struct eval *f, const struct value *record)
{
	struct columns k = {0};

	for (uint32_t i = 0; i < record->n; i++)
		put(f, &k, record->names[i], record->items[i]);
	return k;
}

static const struct value *record_of(const struct eval *f, const struct columns *k)
{
	return value_record(f->c->arena, k->names.v, k->values.v, k->names.n);
}

const struct value *eval_rows(struct eval *f, eval_row_fn *fn)
{
	struct values in, out = {0};

	if (f->in && f->in->kind == TYPE_RECORD)
		return fn(f, f->in);
	if (!f->in || f->in->kind != TYPE_LIST || !eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *v = in.v.v[i];

		v = v->kind == TYPE_RECORD ? fn(f, v) : NULL;
		if (!v)
			return NULL;
		vec_push(f->c->arena, &out.v, v);
	}
	return eval_list(f, &out);
}

/* The column that positional argument `at` names; NULL: another kind of path. */
static const struct path_member *column(const struct eval *f, uint32_t at)
{
	const struct ast *path = ast_positional(f->call, at);

	if (!path || path->kind != AST_PATH || path->u.path.base || path->u.path.n != 1 ||
	    path->u.path.members[0].is_index || path->u.path.members[0].insensitive)
		return NULL;
	return &path->u.path.members[0];
}

static bool may_miss(const struct eval *f, const struct path_member *m)
{
	return m->optional || ast_has_flag(f->call, "optional");
}

static const struct value *select_row(struct eval *f, const struct value *row)
{
	struct columns k = {0};

	for (uint32_t i = 0; ast_positional(f->call, i); i++) {
		const struct path_member *m = column(f, i);
		const struct value *v = m ? value_member(row, m) : NULL;

		if (!m || (!v && !may_miss(f, m)))
			return NULL;
		put(f, &k, m->name, v ? v : eval_null(f));
	}
	return record_of(f, &k);
}

/* The elements that the arguments name, or all but them. */
static const struct value *chosen_rows(struct eval *f, bool wanted)
{
	struct values in, out = {0};
	const struct ast *path;
	bool *named;

	if (!eval_items(f, &in))
		return NULL;
	named = arena_array(f->c->arena, bool, in.v.n + 1);
	for (uint32_t i = 0; (path = ast_positional(f->call, i)); i++) {
		const struct path_member *m = path->kind == AST_PATH ? path->u.path.members : NULL;

		if (!m || path->u.path.base || path->u.path.n != 1 || !m->is_index ||
		    (m->index >= in.v.n && !wanted && !may_miss(f, m)))
			return NULL;
		if (m->index < in.v.n)
			named[m->index] = true;
	}
	for (uint32_t i = 0; i < in.v.n; i++)
		if (named[i] == wanted)
			eval_push(f, &out, in.v.v[i]);
	return eval_list(f, &out);
}

const struct value *eval_cmd_select(struct eval *f)
{
	if (call_takes_rows(f->call))
		return chosen_rows(f, true);
	return eval_rows(f, select_row);
}

static const struct value *reject_row(struct eval *f, const struct value *row)
{
	struct columns k = {0};

	for (uint32_t i = 0; ast_positional(f->call, i); i++) {
		const struct path_member *m = column(f, i);

		if (!m || (!value_member(row, m) && !may_miss(f, m)))
			return NULL;
	}
	for (uint32_t i = 0; i < row->n; i++) {
		bool left = true;

		for (uint32_t a = 0; ast_positional(f->call, a); a++)
			left &= !sv_eq(column(f, a)->name, row->names[i]);
		if (left)
			put(f, &k, row->names[i], row->items[i]);
	}
	return record_of(f, &k);
}

const struct value *eval_cmd_reject(struct eval *f)
{
	if (call_takes_rows(f->call))
		return chosen_rows(f, false);
	return eval_rows(f, reject_row);
}

static const struct value *rename_row(struct eval *f, const struct value *row)
{
	struct sv *names = arena_array(f->c->arena, struct sv, row->n + 1);

	memcpy(names, row->names, row->n * sizeof(*names));
	if (!check_new_names(f->c, ast_clone(f->c->arena, f->call), names, row->n))
		return NULL;
	return value_record(f->c->arena, names, row->items, row->n);
}

const struct value *eval_cmd_rename(struct eval *f)
{
	return eval_rows(f, rename_row);
}

const struct value *eval_cmd_merge(struct eval *f)
{
	const struct value *with = eval_argument(f, 0);
	struct columns k;

	if (!f->in || f->in->kind != TYPE_RECORD || !with || with->kind != TYPE_RECORD)
		return NULL;
	k = columns_of(f, f->in);
	for (uint32_t i = 0; i < with->n; i++)
		put(f, &k, with->names[i], with->items[i]);
	return record_of(f, &k);
}

/* The columns of the record, or of all records of the list; false: it is neither. */
static bool all_columns(const struct eval *f, struct columns *k)
{
	struct values in;

	if (!eval_row(f, f->in, &in) || f->in->kind == TYPE_NOTHING)
		return false;
	for (uint32_t i = 0; i < in.v.n; i++) {
		if (in.v.v[i]->kind != TYPE_RECORD)
			return false;
		for (uint32_t c = 0; c < in.v.v[i]->n; c++)
			put(f, k, in.v.v[i]->names[c], NULL);
	}
	return true;
}

const struct value *eval_cmd_columns(struct eval *f)
{
	struct values out = {0};
	struct columns k = {0};

	if (!all_columns(f, &k))
		return NULL;
	for (uint32_t i = 0; i < k.names.n; i++)
		vec_push(f->c->arena, &out.v, value_string(f->c->arena, k.names.v[i]));
	return eval_list(f, &out);
}

/* Of a list each column is the list of what the records have in it. */
const struct value *eval_cmd_values(struct eval *f)
{
	struct columns k = {0};
	struct values in, out = {0};

	if (!all_columns(f, &k) || !eval_row(f, f->in, &in))
		return NULL;
	if (f->in->kind == TYPE_RECORD)
		return value_list(f->c->arena, f->in->items, f->in->n);
	for (uint32_t c = 0; c < k.names.n; c++) {
		struct path_member m = {.name = k.names.v[c]};
		struct values col = {0};

		for (uint32_t i = 0; i < in.v.n; i++)
			if (value_member(in.v.v[i], &m))
				vec_push(f->c->arena, &col.v, value_member(in.v.v[i], &m));
		vec_push(f->c->arena, &out.v, eval_list(f, &col));
	}
	return eval_list(f, &out);
}
