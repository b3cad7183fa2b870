/*
 * check_rename.c - the names that `rename` gives columns: one after another, those that --column
 * names, or what the closure of --block makes of each. As in Nushell the last of these wins.
 */
#include "frontend/check.h"

static bool name_by_block(struct checker *c, struct ast *n, struct ast *block, struct sv *names,
			  uint32_t nnames)
{
	if (block->kind != AST_CLOSURE) {
		diag_report(c->sink, DIAG_argument_type, block->at, "rename",
			    "a closure written here", "block", ast_kind_help(block->kind));
		return false;
	}
	for (uint32_t i = 0; i < nnames; i++) {
		const struct value *old = value_string(c->arena, names[i]);
		const struct value *v = check_closure_value(c, n, block, &old, 1, old);

		if (!v || v->kind != TYPE_STRING) {
			diag_report(c->sink, DIAG_not_constant, block->at,
				    arena_printf(c->arena, "what the closure gives for '%s'",
						 sv_dup(c->arena, names[i])));
			return false;
		}
		names[i] = v->s;
	}
	return true;
}

static bool name_by_record(struct checker *c, struct ast *record, struct sv *names, uint32_t nnames)
{
	const struct value *v = check_constant(c, record, "a column name");
	struct sv *old = arena_array(c->arena, struct sv, nnames + 1);
	uint32_t at;

	if (v && (v->kind != TYPE_RECORD || !v->n)) {
		diag_report(c->sink, DIAG_argument_type, record->at, "rename",
			    "a record with a column", "column", type_name(c->arena, record->type));
		return false;
	}
	memcpy(old, names, nnames * sizeof(*old));
	for (uint32_t i = 0; v && i < v->n; i++) {
		for (at = 0; at < nnames && !sv_eq(old[at], v->names[i]); at++)
			;
		if (at == nnames || v->items[i]->kind != TYPE_STRING) {
			diag_report(c->sink, DIAG_kernel_cannot, record->at,
				    arena_printf(c->arena, "the new name of '%s'",
						 sv_dup(c->arena, v->names[i])),
				    at == nnames ? "there is no such column" : "it is no string");
			return false;
		}
		names[at] = v->items[i]->s;
	}
	return v != NULL;
}

static bool name_by_place(struct checker *c, struct ast *n, struct sv *names, uint32_t nnames)
{
	for (uint32_t i = 0; i < nnames && ast_positional(n, i); i++) {
		struct ast *word = ast_positional(n, i);

		names[i] = constant_string(c, word, "a column name");
		if (word->type->kind == TYPE_ERROR)
			return false;
	}
	return true;
}

bool check_new_names(struct checker *c, struct ast *n, struct sv *names, uint32_t nnames)
{
	struct ast *block = ast_flag(n, "block"), *record = ast_flag(n, "column");

	if (block    ? !name_by_block(c, n, block, names, nnames)
	    : record ? !name_by_record(c, record, names, nnames)
		     : !name_by_place(c, n, names, nnames))
		return false;
	for (uint32_t i = 0; i < nnames; i++)
		for (uint32_t k = 0; k < i; k++)
			if (sv_eq(names[i], names[k])) {
				struct ast *word = block || record ? NULL : ast_positional(n, i);

				diag_report(c->sink, DIAG_duplicate_field, word ? word->at : n->at,
					    sv_dup(c->arena, names[i]));
				return false;
			}
	return true;
}
