/*
 * check_cmd_put.c - insert, update and upsert: a value, or what a closure gives, at a cell path.
 *
 * A path that begins with a column goes into a record, or into each record of a list; its closure
 * gets the record, and as $in what stands at the path, of `insert` the record. One that begins with
 * an index goes into the list; its closure gets what stands there as both. Nothing there is null.
 */
#include "frontend/check.h"

enum put_mode put_mode_of(uint32_t cmd)
{
	return cmd == CMD_insert ? PUT_INSERT : cmd == CMD_update ? PUT_UPDATE : PUT_UPSERT;
}

/* The path argument; NULL after a report. */
static struct ast *path_argument(struct checker *c, struct ast *n)
{
	struct ast *path = ast_positional(n, 0);

	if (path->kind == AST_PATH && !path->u.path.base)
		return path;
	if (path->kind == AST_GARBAGE)
		return NULL;
	check_expr(c, path);
	if (check_known_path(c, path))
		return path;
	if (path->type->kind != TYPE_ERROR)
		diag_report(c->sink, DIAG_kernel_cannot, path->at, "a path that is computed",
			    "name a column or an index");
	return NULL;
}

/* The type of what stands at the path, null where it may be missing. NULL after a report. */
static const struct type *old_type(struct checker *c, const struct type *t,
				   const struct path_member *m, uint32_t n, enum put_mode mode)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	const char *why = NULL;

	for (uint32_t i = 0; i < n; i++) {
		bool last = i + 1 == n;
		const struct type_field *f;

		if (!m[i].is_index && t->kind == TYPE_RECORD) {
			f = type_field(t, m[i].name);
			if (!f)
				return nothing;
			t = f->type;
			continue;
		}
		if (!m[i].is_index)
			why = "write an `update` for the rows inside the closure of one";
		else if (mode != PUT_UPDATE && !last)
			why = "write `update` for the index and the other command in its closure";
		if (why) {
			diag_report(c->sink, DIAG_kernel_cannot, m[i].at,
				    "a closure for what is inside several values", why);
			return NULL;
		}
		if (m[i].index >= t->cap)
			return nothing;
		t = mode == PUT_UPDATE ? t->elem : type_nullable(&c->u->types, t->elem, true);
	}
	return t;
}

/* A column of the path is not there. */
static bool is_missing(const struct type *t, const struct path_member *m, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct type_field *f;

		if (t->kind != TYPE_RECORD || m[i].is_index)
			return false;
		f = type_field(t, m[i].name);
		if (!f)
			return true;
		t = f->type;
	}
	return false;
}

/* The type of what the closure gives for one input. */
static const struct type *closure_type(struct checker *c, struct ast *n, struct ast *closure,
				       const struct type *base, const struct ast *path)
{
	enum put_mode mode = put_mode_of(n->u.call.cmd);
	const struct path_member *m = path->u.path.members;
	const struct type *old, *given = base;

	/* What is wrong with the path is so for any value. */
	if (!check_put_type(c, base, m, path->u.path.n, type_of(&c->u->types, TYPE_NOTHING), mode))
		return NULL;
	if (mode == PUT_UPDATE && is_missing(base, m, path->u.path.n)) { /* behind a `?` */
		*closure = (struct ast){.kind = AST_NOTHING, .at = closure->at};
		return check_expr(c, closure);
	}
	old = mode == PUT_INSERT && !m[0].is_index ? base
						   : old_type(c, base, m, path->u.path.n, mode);
	if (old && m[0].is_index)
		given = old;
	return old ? check_closure_body(c, n, closure, &given, 1, old) : NULL;
}

static const struct type *check_put(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *path = path_argument(c, n), *value = ast_positional(n, 1);
	const struct type *base, *t;
	struct list_input in;
	bool whole;

	if (!path)
		return type_error_at(c, n);
	whole = path->u.path.members[0].is_index;
	base = input ? input->type : NULL;
	if (whole && (base && base->kind == TYPE_RANGE ? !check_bad_input(c, n, input, "a list")
						       : !check_list_input(c, n, input, &in)))
		return type_error_at(c, n);
	if (!whole)
		base = check_record_input(c, n, input, true);
	if (!base)
		return type_error_at(c, n);
	if (value->kind == AST_CLOSURE)
		t = closure_type(c, n, value, base, path);
	else
		t = check_expr(c, value);
	if (t && t->kind != TYPE_ERROR)
		t = check_put_type(c, base, path->u.path.members, path->u.path.n, t,
				   put_mode_of(n->u.call.cmd));
	if (!t || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	return whole ? set_type(n, t) : check_each_type(c, n, input, t);
}

const struct type *check_cmd_insert(struct checker *c, struct ast *n, struct ast *input)
{
	return check_put(c, n, input);
}

const struct type *check_cmd_update(struct checker *c, struct ast *n, struct ast *input)
{
	return check_put(c, n, input);
}

const struct type *check_cmd_upsert(struct checker *c, struct ast *n, struct ast *input)
{
	return check_put(c, n, input);
}
