/*
 * check_put.c - what a value becomes when something is put at a cell path in it: insert, update,
 * upsert and assignments.
 *
 * Columns and indexes are known here, so the type says which record or list comes out.
 */
#include "frontend/check.h"

static const struct type *refuse(struct checker *c, const struct path_member *m, const char *what,
				 const char *why)
{
	diag_report(c->sink, DIAG_kernel_cannot, m->at, what, why);
	return NULL;
}

/* The record that a path into nothing makes: {x: {y: value}}. */
static const struct type *put_nothing(struct checker *c, const struct path_member *m, uint32_t n,
				      const struct type *value)
{
	struct type_field f = {.type = value};

	while (n-- > 0) {
		if (m[n].is_index)
			return refuse(c, &m[n], "an element of what is not there",
				      "name a column");
		f = (struct type_field){m[n].name, f.type};
		f.type = type_record(&c->u->types, &f, 1);
	}
	return f.type;
}

void check_unknown_column(struct checker *c, const struct type *record,
			  const struct path_member *m)
{
	struct nearest near = {.want = m->name};
	struct diag *d = diag_report(c->sink, DIAG_unknown_field, m->at,
				     type_name(c->arena, record), sv_dup(c->arena, m->name));

	for (uint32_t i = 0; i < record->nfields; i++)
		nearest_offer(&near, record->fields[i].name);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
}

static const struct type *put_field(struct checker *c, const struct type *record,
				    const struct path_member *m, uint32_t n,
				    const struct type *value, enum put_mode mode)
{
	struct type_field *f = arena_array(c->arena, struct type_field, record->nfields + 1);
	uint32_t at = 0;

	memcpy(f, record->fields, record->nfields * sizeof(*f));
	while (at < record->nfields && !sv_eq(f[at].name, m->name))
		at++;
	if (at < record->nfields && n == 1 && mode == PUT_INSERT) {
		diag_report(c->sink, DIAG_duplicate_field, m->at, sv_dup(c->arena, m->name));
		return NULL;
	}
	if (at == record->nfields && mode == PUT_UPDATE) {
		if (m->optional)
			return record;
		check_unknown_column(c, record, m);
		return NULL;
	}
	value = at < record->nfields ? check_put_type(c, f[at].type, m + 1, n - 1, value, mode)
				     : put_nothing(c, m + 1, n - 1, value);
	if (!value)
		return NULL;
	f[at] = (struct type_field){m->name, value};
	return type_record(&c->u->types, f, record->nfields + (at == record->nfields));
}

static const struct type *put_element(struct checker *c, const struct type *list,
				      const struct path_member *m, uint32_t n,
				      const struct type *value, enum put_mode mode)
{
	bool grows = n == 1 && mode != PUT_UPDATE;
	const struct type *elem = list->elem, *joined;
	uint32_t cap = list->cap;

	if (m->index < 0 || m->index >= cap + grows)
		return refuse(c, m, "this index",
			      arena_printf(c->arena, "the list has at most %u elements", cap));
	if (n > 1)
		value = check_put_type(c, elem, m + 1, n - 1, value, mode);
	if (!value)
		return NULL;
	joined = elem ? type_join(&c->u->types, elem, value) : value;
	if (!joined || joined->kind == TYPE_ANY)
		return refuse(c, m, "a list of unlike elements", "its elements need one type");
	if (grows && (mode == PUT_INSERT || m->index == cap))
		cap++;
	return type_list(&c->u->types, joined, cap);
}

const struct type *check_put_type(struct checker *c, const struct type *t,
				  const struct path_member *m, uint32_t n,
				  const struct type *value, enum put_mode mode)
{
	const struct type *elem;

	if (!n)
		return value;
	if ((m->optional && m->is_index) || m->insensitive)
		return refuse(c, m, "a path of this form to what is set",
			      m->insensitive ? "write the name as it is, without '!'"
					     : "write the index without '?'");
	if (t->kind == TYPE_RECORD && !t->nullable && !m->is_index)
		return put_field(c, t, m, n, value, mode);
	if (t->kind == TYPE_LIST && !t->nullable && m->is_index)
		return put_element(c, t, m, n, value, mode);
	if (t->kind == TYPE_LIST && !t->nullable && t->elem && t->elem->kind == TYPE_RECORD) {
		elem = check_put_type(c, t->elem, m, n, value, mode);
		return elem ? type_list(&c->u->types, elem, t->cap) : NULL;
	}
	diag_report(c->sink, DIAG_no_fields, m->at,
		    arena_printf(c->arena, "'%s'", type_name(c->arena, t)));
	return NULL;
}
