/*
 * check_collection.c - lists, tables, records and ranges.
 */
#include "frontend/check.h"

const struct type *check_list(struct checker *c, struct ast *n)
{
	const ast_list *l = &n->u.list.items;
	VEC(const struct value *) values = {0};
	const struct type *elem = NULL;
	bool constant = true, bad = false;
	uint32_t cap = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		bool spread = l->v[i]->kind == AST_SPREAD;
		struct ast *item = spread ? l->v[i]->u.child : l->v[i];
		const struct type *t = check_expr(c, item), *joined;

		if (spread && t->kind != TYPE_LIST && t->kind != TYPE_ERROR) {
			diag_report(c->sink, DIAG_type_mismatch, item->at, "a list",
				    type_name(c->arena, t));
			bad = true;
			continue;
		}
		bad |= t->kind == TYPE_ERROR || !check_stream_error(c, item, "a list");
		cap += spread ? t->cap : 1;
		constant &= item->value != NULL;
		for (uint32_t k = 0; constant && k < (spread ? item->value->n : 1); k++)
			vec_push(c->arena, &values, spread ? item->value->items[k] : item->value);
		t = spread ? t->elem : t;
		joined = elem && t ? type_join(&c->u->types, elem, t) : t ? t : elem;
		elem = joined ? joined : type_of(&c->u->types, TYPE_ANY);
	}
	if (bad)
		return type_error_at(c, n);
	if (constant)
		return set_value(c, n, value_list(c->arena, values.v, values.n));
	if (elem->kind == TYPE_ANY) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a list of unlike elements",
			    "its elements need one type");
		return type_error_at(c, n);
	}
	return set_type(n, type_list(&c->u->types, elem, cap));
}

/* A row of a table as a record; NULL after a report. */
static struct ast *table_row(struct checker *c, const ast_list *columns, const struct ast *row)
{
	struct ast *n = arena_new(c->arena, struct ast);
	bool spreads = false;

	for (uint32_t i = 0; i < row->u.list.items.n; i++)
		spreads |= row->u.list.items.v[i]->kind == AST_SPREAD;
	if (spreads || row->u.list.items.n != columns->n) {
		diag_report(c->sink, DIAG_type_mismatch, row->at,
			    "a row with one value per column",
			    spreads ? "values that are spread" : "another number of values");
		return NULL;
	}
	*n = (struct ast){.kind = AST_RECORD, .at = row->at};
	n->u.record.items = arena_array(c->arena, struct record_item, columns->n + 1);
	n->u.record.n = columns->n;
	for (uint32_t i = 0; i < columns->n; i++)
		n->u.record.items[i] =
			(struct record_item){columns->v[i], row->u.list.items.v[i]};
	return n;
}

/* [[a b]; [1 2]] is [{a: 1, b: 2}]. */
const struct type *check_table(struct checker *c, struct ast *n)
{
	ast_list columns = n->u.table.columns, rows = n->u.table.rows, records = {0};

	for (uint32_t i = 0; i < rows.n; i++) {
		struct ast *record = table_row(c, &columns, rows.v[i]);

		if (!record)
			return type_error_at(c, n);
		vec_push(c->arena, &records, record);
	}
	n->kind = AST_LIST;
	n->u.list.items = records;
	return check_list(c, n);
}

struct fields {
	VEC(struct type_field) types;
	VEC(const struct value *) values;
	bool constant, bad;
};

static void add_field(struct checker *c, struct fields *f, struct sv name, struct span at,
		      const struct type *t, const struct value *v)
{
	struct type_field field = {name, t};

	for (uint32_t i = 0; i < f->types.n; i++) {
		if (!sv_eq(f->types.v[i].name, name))
			continue;
		diag_report(c->sink, DIAG_duplicate_field, at, sv_dup(c->arena, name));
		f->bad = true;
		return;
	}
	if (t->kind == TYPE_CTX || t->kind == TYPE_CLOSURE || t->kind == TYPE_ANY) {
		diag_report(c->sink, t->kind == TYPE_CTX ? DIAG_ctx_value : DIAG_type_mismatch, at,
			    "a value", type_name(c->arena, t));
		f->bad = true;
	}
	f->bad |= t->kind == TYPE_ERROR;
	f->constant &= v != NULL;
	vec_push(c->arena, &f->types, field);
	vec_push(c->arena, &f->values, v);
}

static void add_spread(struct checker *c, struct fields *f, struct ast *n)
{
	const struct type *t = check_expr(c, n);

	if (t->kind != TYPE_RECORD) {
		if (t->kind != TYPE_ERROR)
			diag_report(c->sink, DIAG_type_mismatch, n->at, "a record",
				    type_name(c->arena, t));
		f->bad = true;
		return;
	}
	for (uint32_t i = 0; i < t->nfields; i++)
		add_field(c, f, t->fields[i].name, n->at, t->fields[i].type,
			  n->value ? n->value->items[i] : NULL);
}

const struct type *check_record(struct checker *c, struct ast *n)
{
	struct fields f = {.constant = true};
	struct sv *names;

	for (uint32_t i = 0; i < n->u.record.n; i++) {
		struct record_item *item = &n->u.record.items[i];
		struct sv name;

		if (!item->key) {
			add_spread(c, &f, item->value);
			continue;
		}
		name = constant_string(c, item->key, "a column name");
		check_expr(c, item->value);
		f.bad |= !check_stream_error(c, item->value, "a record");
		add_field(c, &f, name, item->value->at, item->value->type, item->value->value);
	}
	if (f.bad)
		return type_error_at(c, n);
	if (!f.constant)
		return set_type(n, type_record(&c->u->types, f.types.v, f.types.n));
	names = arena_array(c->arena, struct sv, f.types.n + 1);
	for (uint32_t i = 0; i < f.types.n; i++)
		names[i] = f.types.v[i].name;
	return set_value(c, n, value_record(c->arena, names, f.values.v, f.types.n));
}

/* One end of a range: an int. */
static bool check_range_end(struct checker *c, struct ast *n)
{
	const struct type *t;

	if (!n)
		return true;
	t = check_expr(c, n);
	if (t->kind == TYPE_ERROR)
		return false;
	if (t->kind != TYPE_INT && t->kind != TYPE_U64) {
		diag_report(c->sink, t->kind == TYPE_FLOAT ? DIAG_float_value : DIAG_type_mismatch,
			    n->at, "an int", type_name(c->arena, t));
		return false;
	}
	return true;
}

const struct type *check_range(struct checker *c, struct ast *n)
{
	struct ast *from = n->u.range.from, *next = n->u.range.next, *to = n->u.range.to;
	struct value *v;

	if ((int)check_range_end(c, from) + check_range_end(c, next) + check_range_end(c, to) < 3)
		return type_error_at(c, n);
	set_type(n, type_of(&c->u->types, TYPE_RANGE));
	if ((from && !from->value) || (next && !next->value) || (to && !to->value))
		return n->type;
	v = arena_new(c->arena, struct value);
	v->kind = TYPE_RANGE;
	v->range.from = from ? from->value->i : 0;
	v->range.has_to = to != NULL;
	v->range.to = to ? to->value->i : 0;
	v->range.exclusive = n->u.range.exclusive;
	v->range.step = to && to->value->i < v->range.from ? -1 : 1;
	if (next && __builtin_sub_overflow(next->value->i, v->range.from, &v->range.step)) {
		diag_report(c->sink, DIAG_always_overflows, n->at, "the step of the range overflows");
		return type_error_at(c, n);
	}
	if (next && (v->range.step == 0 ||
		     (to && (v->range.step > 0) != (v->range.to >= v->range.from)))) {
		diag_report(c->sink, DIAG_argument_range, n->at, "step", "the range",
			    "towards its end and not zero");
		return type_error_at(c, n);
	}
	n->value = v;
	return n->type;
}
