/*
 * check_fold.c - commands whose input and arguments are constants.
 */
#include "frontend/check.h"

static bool check_arguments(struct checker *c, struct ast *n, const struct ast **computed)
{
	bool good = true;

	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct ast *a = n->u.call.args[i].value;

		if (!a)
			continue;
		if (n->u.call.args[i].is_spread) {
			diag_report(c->sink, DIAG_extra_argument, a->at,
				    sv_dup(c->arena, n->u.call.name));
			good = false;
		}
		good &= check_expr(c, a)->kind != TYPE_ERROR;
		if (!a->value)
			*computed = a;
	}
	return good;
}

static void report(struct checker *c, struct ast *n, const struct ast *input,
		   const struct folding *f)
{
	const char *name = sv_dup(c->arena, n->u.call.name);

	if (f->wants && f->at)
		diag_report(c->sink, DIAG_type_mismatch, f->at->at, f->wants,
			    type_name(c->arena, f->at->type));
	else if (f->wants)
		check_bad_input(c, n, input, f->wants);
	else
		diag_report(c->sink, DIAG_kernel_cannot, n->at,
			    arena_printf(c->arena, "'%s' of these", name), f->why);
}

static void fold_call(struct checker *c, struct ast *n, struct ast *input, fold_fn *fold,
		      bool each_text)
{
	const struct value nothing = {.kind = TYPE_NOTHING}, *in = input ? input->value : &nothing, *v;
	struct folding f = {.arena = c->arena, .call = n};

	v = each_text && in->kind == TYPE_LIST ? fold_each(&f, in, fold) : fold(&f, in);
	if (v) {
		set_value(c, n, v);
		return;
	}
	report(c, n, input, &f);
	type_error_at(c, n);
}

bool check_fold(struct checker *c, struct ast *n, struct ast *input, fold_fn *fold, bool each_text)
{
	const struct ast *computed = NULL;

	if (!check_arguments(c, n, &computed) || (input && input->type->kind == TYPE_ERROR)) {
		type_error_at(c, n);
		return true;
	}
	if (computed || (input && !input->value))
		return false;
	fold_call(c, n, input, fold, each_text);
	return true;
}

const struct type *check_constant_call(struct checker *c, struct ast *n, struct ast *input,
				       fold_fn *fold)
{
	const struct ast *computed = input && !input->value ? input : NULL;

	if (!check_arguments(c, n, &computed) || (input && input->type->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (!computed) {
		fold_call(c, n, input, fold, false);
		return n->type;
	}
	diag_report(c->sink, DIAG_kernel_cannot, computed->at,
		    arena_printf(c->arena, "'" SV_FMT "' of a value that is computed",
				 SV_ARG(n->u.call.name)),
		    "it works on values that are known at compile time");
	return type_error_at(c, n);
}
