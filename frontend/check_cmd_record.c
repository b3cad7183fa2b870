/*
 * check_cmd_record.c - commands on the columns of a record, or of each record of a list.
 *
 * Columns are known at compile time, so all that these commands do is say which record comes out.
 */
#include "frontend/kernel_walk.h"
#include "frontend/check.h"

struct columns {
	VEC(struct type_field) fields;
};

static uint32_t find(const struct columns *k, struct sv name)
{
	for (uint32_t i = 0; i < k->fields.n; i++)
		if (sv_eq(k->fields.v[i].name, name))
			return i;
	return UINT32_MAX;
}

static void put(struct checker *c, struct columns *k, struct sv name, const struct type *t)
{
	uint32_t at = find(k, name);

	if (at != UINT32_MAX)
		k->fields.v[at].type = t;
	else
		vec_push(c->arena, &k->fields, ((struct type_field){name, t}));
}

static struct columns columns_of(struct checker *c, const struct type *record)
{
	struct columns k = {0};

	for (uint32_t i = 0; i < record->nfields; i++)
		put(c, &k, record->fields[i].name, record->fields[i].type);
	return k;
}

const struct type *check_record_input(struct checker *c, struct ast *n, struct ast *input,
				      bool lists)
{
	const struct type *t = input ? input->type : NULL;
	struct list_input in;

	if (t && t->kind == TYPE_ERROR)
		return NULL;
	if (lists && t && t->kind == TYPE_LIST) {
		if (!check_list_input(c, n, input, &in))
			return NULL;
		t = in.elem ? in.elem : type_record(&c->u->types, NULL, 0);
	}
	if (t && t->kind == TYPE_RECORD && !t->nullable)
		return t;
	check_bad_input(c, n, input, lists ? "a record or a list of records" : "a record");
	return NULL;
}

const struct type *check_each_type(struct checker *c, struct ast *n, const struct ast *input,
				   const struct type *t)
{
	if (input->type->kind == TYPE_LIST)
		t = type_list(&c->u->types, t, input->type->cap);
	return set_type(n, t);
}

/* The type of the call, when each record becomes one of these columns. */
static const struct type *rebuilt(struct checker *c, struct ast *n, const struct ast *input,
				  const struct columns *k)
{
	return check_each_type(c, n, input,
			       type_record(&c->u->types, k->fields.v, k->fields.n));
}

/* A cell path of names; false after a report. */
static bool names_columns(struct checker *c, const struct ast *path)
{
	bool good = path->kind == AST_PATH && !path->u.path.base;

	for (uint32_t i = 0; good && i < path->u.path.n; i++)
		good = !path->u.path.members[i].is_index;
	if (!good && path->kind != AST_GARBAGE)
		diag_report(c->sink, DIAG_kernel_cannot, path->at, "a path of this form",
			    "name columns");
	return good;
}

/* The column may be missing. */
static bool may_miss(const struct ast *n, const struct path_member *m)
{
	return m->optional || ast_has_flag(n, "optional");
}

/* The type of what a path of names leads to, NOTHING where it may be missing and is; NULL after a
 * report. */
static const struct type *type_at(struct checker *c, struct ast *n, const struct type *record,
				  const struct ast *path)
{
	const struct type *t = record;

	for (uint32_t i = 0; i < path->u.path.n; i++) {
		const struct path_member *m = &path->u.path.members[i];
		const struct type_field *f;

		if (t->kind != TYPE_RECORD || t->nullable) {
			diag_report(c->sink, DIAG_kernel_cannot, m->at, "a path into this",
				    arena_printf(c->arena, "it is %s, not a record",
						 type_name(c->arena, t)));
			return NULL;
		}
		f = type_field(t, m->name);
		if (!f && may_miss(n, m))
			return type_of(&c->u->types, TYPE_NOTHING);
		if (!f) {
			check_unknown_column(c, t, m);
			return NULL;
		}
		t = f->type;
	}
	return t;
}

bool check_known_path(struct checker *c, struct ast *path)
{
	const struct value *v = path->value;
	struct path_member *m = arena_new(c->arena, struct path_member);

	if (!v || (v->kind != TYPE_STRING && (v->kind != TYPE_INT || v->i < 0)))
		return false;
	*m = (struct path_member){.at = path->at, .is_index = v->kind == TYPE_INT};
	if (m->is_index)
		m->index = v->i;
	else
		m->name = v->s;
	*path = (struct ast){.kind = AST_PATH, .at = path->at};
	path->u.path.members = m;
	path->u.path.n = 1;
	return true;
}

/* An element by a number that is known at run time. */
static const struct type *check_index(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *index = ast_positional(n, 0);
	struct list_input in;

	if (index->type->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if ((index->type->kind != TYPE_INT && index->type->kind != TYPE_U64) || index->value) {
		diag_report(c->sink, DIAG_argument_type, index->at, "get", "a column or an index",
			    "path", type_name(c->arena, index->type));
		return type_error_at(c, n);
	}
	if (is_kernel_data(input->type))
		return check_kernel_element(c, n, input);
	if (input->type->kind == TYPE_RANGE)
		check_bad_input(c, n, input, "a list");
	if (input->type->kind == TYPE_RANGE || !check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	warn_null(c, index, "get");
	if (!in.elem)
		return set_type(n, type_of(&c->u->types, TYPE_NOTHING));
	return set_type(n, ast_has_flag(n, "optional")
				   ? type_nullable(&c->u->types, in.elem, true)
				   : in.elem);
}

/* `get PATH` is `$in.PATH`. NULL after a report. */
static const struct type *get_path(struct checker *c, struct ast *n, struct ast *input,
				   struct ast *path)
{
	struct ast *in = arena_new(c->arena, struct ast);

	for (uint32_t i = 0; path->kind == AST_PATH && i < path->u.path.n; i++)
		path->u.path.members[i].optional |= ast_has_flag(n, "optional");
	if (!input || path->kind != AST_PATH || path->u.path.base) {
		if (!input)
			check_bad_input(c, n, input, "a record or a list");
		else
			names_columns(c, path);
		return NULL;
	}
	if (!check_optional_base(c, input, &path->u.path.members[0]))
		return NULL;
	*in = (struct ast){.kind = AST_VAR, .at = input->at, .u.var.name = SV("in")};
	path->u.path.base = in;
	check_expr(c, path);
	return path->type->kind == TYPE_ERROR ? NULL : path->type;
}

/* A list of what each of the paths leads to. */
static const struct type *get_several(struct checker *c, struct ast *n, struct ast *input)
{
	const struct value **values = arena_array(c->arena, const struct value *, n->u.call.nargs);
	const struct type *elem = NULL, *t;
	bool constant = true, alike = true;
	struct ast *path;
	uint32_t count = 0;

	for (; (path = ast_positional(n, count)); count++) {
		if (path->kind != AST_PATH && path->kind != AST_GARBAGE) {
			check_expr(c, path);
			check_known_path(c, path);
		}
		t = get_path(c, n, input, path);
		if (!t)
			return type_error_at(c, n);
		elem = elem && alike ? type_join(&c->u->types, elem, t) : t;
		alike &= elem && elem->kind != TYPE_ANY;
		values[count] = path->value;
		constant &= path->value != NULL;
	}
	if (constant)
		return set_value(c, n, value_list(c->arena, values, count));
	if (alike)
		return set_type(n, type_list(&c->u->types, elem, count));
	diag_report(c->sink, DIAG_kernel_cannot, n->at, "a list of unlike elements",
		    "its elements need one type");
	return type_error_at(c, n);
}

const struct type *check_cmd_get(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *path = ast_positional(n, 0);
	const struct type *t;

	if (ast_positional(n, 1))
		return get_several(c, n, input);
	if (input && path->kind != AST_GARBAGE && (path->kind != AST_PATH || path->u.path.base)) {
		check_expr(c, path);
		if (!check_known_path(c, path))
			return check_index(c, n, input);
	}
	t = get_path(c, n, input, path);
	if (!t)
		return type_error_at(c, n);
	n->value = path->value;
	return set_type(n, t);
}

/* ---- select, reject: by columns, or by the numbers of elements ---- */

bool call_takes_rows(const struct ast *n)
{
	const struct ast *path = ast_positional(n, 0);

	return path && path->kind == AST_PATH && !path->u.path.base && path->u.path.n == 1 &&
	       path->u.path.members[0].is_index;
}

/* How many different elements of a list of at most `cap` the arguments name. */
static bool count_rows(struct checker *c, struct ast *n, uint32_t cap, bool must_be, uint32_t *rows)
{
	bool *named = arena_array(c->arena, bool, cap + 1);
	struct ast *path;

	*rows = 0;
	for (uint32_t i = 0; (path = ast_positional(n, i)); i++) {
		const struct path_member *m = path->kind == AST_PATH ? path->u.path.members : NULL;

		if (!m || path->u.path.base || path->u.path.n != 1 || !m->is_index) {
			diag_report(c->sink, DIAG_kernel_cannot, path->at,
				    "rows and columns at once", "write two commands");
			return false;
		}
		if (m->index >= cap && must_be && !m->optional && !ast_has_flag(n, "optional")) {
			diag_report(
				c->sink, DIAG_kernel_cannot, m->at, "this index",
				arena_printf(c->arena, "the list has at most %u elements", cap));
			return false;
		}
		if (m->index < cap && !named[m->index])
			++*rows;
		if (m->index < cap)
			named[m->index] = true;
	}
	return true;
}

static const struct type *check_rows(struct checker *c, struct ast *n, struct ast *input)
{
	bool select = n->u.call.cmd == CMD_select;
	struct list_input in;
	uint32_t rows, left;
	/* how long a list is that is made of a range the lowering finds out */
	bool grows = (input && ast_range(input)) || check_lists_grow(c);

	if (!check_list_input(c, n, input, &in) ||
	    !count_rows(c, n, in.cap, !select && !grows, &rows))
		return type_error_at(c, n);
	left = select ? rows : in.cap - rows;
	return set_type(n, check_list_of(c, in.elem, !left && grows ? in.cap : left));
}

/* A column by each path, which is its name. */
static const struct type *check_select(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true), *t;
	struct columns k = {0};

	for (uint32_t i = 0; record && i < n->u.call.nargs; i++) {
		const struct ast *path = n->u.call.args[i].value;

		if (n->u.call.args[i].flag.n)
			continue;
		t = names_columns(c, path) ? type_at(c, n, record, path) : NULL;
		if (!t)
			return type_error_at(c, n);
		put(c, &k, path_column(c->arena, path), t);
	}
	return record ? rebuilt(c, n, input, &k) : type_error_at(c, n);
}

const struct type *check_cmd_select(struct checker *c, struct ast *n, struct ast *input)
{
	return call_takes_rows(n) ? check_rows(c, n, input) : check_select(c, n, input);
}

/* The record without what the path leads to, if it has that. */
static const struct type *without(struct checker *c, const struct type *record,
				  const struct path_member *m, uint32_t n)
{
	struct columns k = {0};

	for (uint32_t i = 0; record->kind == TYPE_RECORD && i < record->nfields; i++) {
		const struct type_field *f = &record->fields[i];

		if (!sv_eq(f->name, m->name))
			put(c, &k, f->name, f->type);
		else if (n > 1)
			put(c, &k, f->name, without(c, f->type, m + 1, n - 1));
	}
	return record->kind == TYPE_RECORD ? type_record(&c->u->types, k.fields.v, k.fields.n)
					   : record;
}

static const struct type *check_reject(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true), *left = record;

	for (uint32_t i = 0; record && i < n->u.call.nargs; i++) {
		const struct ast *path = n->u.call.args[i].value;

		if (n->u.call.args[i].flag.n)
			continue;
		if (!names_columns(c, path) || !type_at(c, n, record, path))
			return type_error_at(c, n);
		left = without(c, left, path->u.path.members, path->u.path.n);
	}
	return left ? check_each_type(c, n, input, left) : type_error_at(c, n);
}

const struct type *check_cmd_reject(struct checker *c, struct ast *n, struct ast *input)
{
	return call_takes_rows(n) ? check_rows(c, n, input) : check_reject(c, n, input);
}

const struct type *check_cmd_rename(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true);
	struct columns k = {0};
	struct sv *names;

	if (!record)
		return type_error_at(c, n);
	names = arena_array(c->arena, struct sv, record->nfields + 1);
	for (uint32_t i = 0; i < record->nfields; i++)
		names[i] = record->fields[i].name;
	if (!check_new_names(c, n, names, record->nfields))
		return type_error_at(c, n);
	for (uint32_t i = 0; i < record->nfields; i++)
		put(c, &k, names[i], record->fields[i].type);
	return rebuilt(c, n, input, &k);
}

const struct type *check_cmd_merge(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, false);
	struct ast *value = ast_positional(n, 0);
	const struct type *t = check_expr(c, value);
	struct columns k;

	if (!record || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind != TYPE_RECORD || t->nullable) {
		diag_report(c->sink, DIAG_argument_type, value->at, "merge", "a record", "value",
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	k = columns_of(c, record);
	for (uint32_t i = 0; i < t->nfields; i++)
		put(c, &k, t->fields[i].name, t->fields[i].type);
	return rebuilt(c, n, input, &k);
}

/* The list that comes in may have no rows, and so no columns. */
static bool may_lack_rows(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	return input->type->kind == TYPE_LIST && check_list_input(c, n, input, &in) &&
	       !in.never_empty;
}

const struct type *check_cmd_columns(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true);
	const struct value **names, *all;

	if (!record)
		return type_error_at(c, n);
	names = arena_array(c->arena, const struct value *, record->nfields + 1);
	for (uint32_t i = 0; i < record->nfields; i++)
		names[i] = value_string(c->arena, record->fields[i].name);
	all = value_list(c->arena, names, record->nfields);
	return may_lack_rows(c, n, input) ? set_type(n, value_type(&c->u->types, all))
					  : set_value(c, n, all);
}

/* Of a list each column is the list of what the rows have in it. */
const struct type *check_cmd_values(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *record = check_record_input(c, n, input, true), *elem = NULL;
	bool rows = record && input->type->kind == TYPE_LIST;

	if (!record)
		return type_error_at(c, n);
	for (uint32_t i = 0; i < record->nfields; i++) {
		const struct type *t = record->fields[i].type;

		t = rows ? type_list(&c->u->types, t, input->type->cap) : t;
		elem = elem ? type_join(&c->u->types, elem, t) : t;
		if (elem && (!rows || !elem->elem || elem->elem->kind != TYPE_ANY))
			continue;
		diag_report(c->sink, DIAG_kernel_cannot, input->at, "a list of unlike elements",
			    "its elements need one type");
		return type_error_at(c, n);
	}
	return set_type(n, type_list(&c->u->types, elem, record->nfields));
}
