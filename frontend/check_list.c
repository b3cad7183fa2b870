/*
 * check_list.c - what the checks of the commands on lists share.
 */
#include "frontend/check.h"

static bool refuse(struct checker *c, const struct ast *input, const char *what, const char *why,
		   const char *help)
{
	struct diag *d = diag_report(c->sink, DIAG_kernel_cannot, input->at, what, why);

	diag_help(c->sink, d, "%s", help);
	return false;
}

static bool is_bounded(struct checker *c, const struct ast *input, uint64_t n)
{
	if (n <= LIST_ELEMENTS_MAX)
		return true;
	return refuse(c, input,
		      n >= INT64_MAX ? "a range without an end"
				     : arena_printf(c->arena, "a list of %llu elements",
						    (unsigned long long)n),
		      arena_printf(c->arena, "each element has code of its own, for at most %u",
				   (unsigned)LIST_ELEMENTS_MAX),
		      "write a `for` loop");
}

/* A range whose ends show at run time becomes a list, where it is written. How many elements that
 * can have the lowering finds out. */
static bool check_open_range(struct checker *c, struct ast *input, struct list_input *out)
{
	const struct type *elem = type_of(&c->u->types, TYPE_INT);
	const struct ast *range = ast_unwrap(input);

	if (range->kind != AST_RANGE)
		return refuse(c, input, "a list made of this range",
			      "its ends are known only at run time", "write a `for` loop");
	if (!range->u.range.to)
		return refuse(c, input, "a list made of this range", "it has no end",
			      "write a `for` loop");
	*out = (struct list_input){elem, OPEN_RANGE_ELEMENTS, !range->u.range.exclusive};
	set_type(input, check_list_of(c, elem, OPEN_RANGE_ELEMENTS));
	for (; input != range; input = input->u.child->u.block.stmts.v[0])
		set_type(input->u.child->u.block.stmts.v[0], input->type);
	return true;
}

bool check_list_input(struct checker *c, struct ast *n, struct ast *input, struct list_input *out)
{
	const struct type *t = input ? input->type : NULL;
	uint64_t count;

	*out = (struct list_input){0};
	if (t && t->kind == TYPE_ERROR)
		return false;
	if (t && t->kind == TYPE_RANGE && !command_takes_range(n->u.call.cmd)) {
		check_bad_input(c, n, input, "a list: Nushell takes no range here");
		return false;
	}
	if (t && t->kind == TYPE_RANGE && !input->value)
		return check_open_range(c, input, out);
	if (t && t->kind == TYPE_RANGE) {
		count = (uint64_t)range_length(input->value);
		if (!is_bounded(c, input, count))
			return false;
		*out = (struct list_input){type_of(&c->u->types, TYPE_INT), (uint32_t)count,
					   count > 0};
		return true;
	}
	if (!t || t->kind != TYPE_LIST)
		return check_bad_input(c, n, input, "a list");
	if (t->nullable)
		return refuse(c, input, "a list that may be null", "it has no elements then",
			      "give a list for null: `(… | default [])`");
	if (t->elem && t->elem->kind == TYPE_ANY)
		return refuse(c, input, "a list of unlike elements", "its elements need one type",
			      "make records of one shape, or lists of one type");
	if (!is_bounded(c, input, t->cap))
		return false;
	out->elem = t->cap ? t->elem : NULL;
	out->cap = t->cap;
	out->never_empty = input->value && t->cap;
	if (input->kind == AST_LIST)
		for (uint32_t i = 0; i < input->u.list.items.n; i++)
			out->never_empty |= input->u.list.items.v[i]->kind != AST_SPREAD;
	return true;
}

bool check_lists_grow(const struct checker *c)
{
	return c->widened->variables.n != 0;
}

const struct type *check_list_of(struct checker *c, const struct type *elem, uint32_t cap)
{
	return type_list(&c->u->types, cap ? elem : NULL, elem ? cap : 0);
}

const struct type *check_for_element(struct checker *c, struct ast *n, struct ast *closure,
				     const struct list_input *in)
{
	if (closure && !in->elem)
		set_type(closure, type_of(&c->u->types, TYPE_NOTHING));
	if (!closure || !in->elem)
		return NULL;
	return check_closure_body(c, n, closure, &in->elem, 1, in->elem);
}
