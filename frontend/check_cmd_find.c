/*
 * check_cmd_find.c - `find`: what it looks for is known, what it looks into may be computed.
 */
#include "frontend/check_text.h"
#include "frontend/find.h"

/* False after a report: a closure is no term, and what is marked is not the value any more. */
static bool check_terms(struct checker *c, struct ast *n)
{
	struct diag *d;

	for (uint32_t i = 0; ast_positional(n, i); i++) {
		const struct ast *a = ast_positional(n, i);

		if (a->kind != AST_CLOSURE)
			continue;
		d = diag_report(c->sink, DIAG_kernel_cannot, a->at, "finding a closure",
				"Nushell looks for its text, and does not run it");
		diag_help(c->sink, d, "write `where`, which takes a closure");
		return false;
	}
	return true;
}

static bool check_marks(struct checker *c, struct ast *n, const struct type *t)
{
	struct diag *d;

	if (!find_marks(n, t))
		return true;
	d = diag_report(c->sink, DIAG_kernel_cannot, n->at, "'find' of text with colours",
			"it puts the codes of the user's configuration around what it finds");
	diag_help(c->sink, d, "write `find --no-highlight`");
	return false;
}

/* What stands in a list that is searched has text that is the same wherever it is made. */
static bool can_search(struct checker *c, struct ast *n, const struct type *t)
{
	switch (t->kind) {
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_BOOL:
	case TYPE_DURATION:
	case TYPE_STRING:
	case TYPE_BINARY:
	case TYPE_NOTHING:
		return true;
	case TYPE_LIST:
		return !t->elem || !t->cap || can_search(c, n, t->elem);
	case TYPE_RECORD:
		for (uint32_t i = 0; i < t->nfields; i++)
			if (!can_search(c, n, t->fields[i].type))
				return false;
		return true;
	default:
		check_refuse(c, n, arena_printf(c->arena, "'find' in %s", type_name(c->arena, t)),
			     "its text is rounded or not known there; `where` compares values");
		return false;
	}
}

static bool check_known(struct checker *c, struct ast *n)
{
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		const struct ast *a = n->u.call.args[i].value;
		struct diag *d;

		if (!a || a->value)
			continue;
		d = diag_report(c->sink, DIAG_not_constant, a->at, "what 'find' looks for");
		diag_help(c->sink, d, "write `where`, and `str contains` of text");
		return false;
	}
	return true;
}

/* What it looks for is as it must be. */
static bool check_find(struct checker *c, struct ast *n)
{
	struct folding f = {.arena = c->arena, .call = n};
	struct find find;

	if (find_of(&f, &find))
		return true;
	if (f.wants)
		diag_report(c->sink, DIAG_type_mismatch, f.at->at, f.wants,
			    type_name(c->arena, f.at->type));
	else
		check_refuse(c, n, "this 'find'", f.why);
	return false;
}

const struct type *check_cmd_find(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!check_terms(c, n))
		return type_error_at(c, n);
	if (check_fold(c, n, input, fold_cmd_find, false)) {
		if (n->value && input && !check_marks(c, n, input->type))
			return type_error_at(c, n);
		return n->type;
	}
	if (!check_known(c, n) || !check_find(c, n))
		return type_error_at(c, n);
	if (input && input->type->kind == TYPE_STRING) {
		if (!ast_has_flag(n, "multiline"))
			return check_refuse(c, n, "'find' in text that is computed",
					    "of several lines Nushell makes a list: write "
					    "--multiline, or `lines` before it");
		warn_null(c, input, "find");
		return check_marks(c, n, input->type)
			       ? set_type(n, type_nullable(&c->u->types, input->type, true))
			       : type_error_at(c, n);
	}
	if (input && input->type->kind == TYPE_RANGE) {
		check_bad_input(c, n, input, "a list or string");
		return type_error_at(c, n);
	}
	if (!check_list_input(c, n, input, &in) ||
	    (in.elem && (!can_search(c, n, in.elem) || !check_marks(c, n, in.elem))))
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, in.elem, in.cap));
}
