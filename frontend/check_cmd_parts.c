/*
 * check_cmd_parts.c - commands that make lists of a list's elements, sort them, or pass them on
 * until something shows.
 */
#include "frontend/check_text.h"

/* A list, which a range is not to these commands. */
static bool only_list(struct checker *c, struct ast *n, struct ast *input, struct list_input *in)
{
	if (input && input->type->kind == TYPE_RANGE)
		return check_bad_input(c, n, input, "a list");
	return check_list_input(c, n, input, in);
}

/* Most elements that are put into lists by what they are: each may be in each. */
enum { SPLIT_ELEMENTS_MAX = 12 };

static bool check_split_flag(struct checker *c, struct ast *n)
{
	static const char *const choices[] = {"on", "before", "after"};

	return check_choice_flag(c, n, "split", choices, ARRAY_SIZE(choices),
				 "on, before or after");
}

/* What the lists of which this is one are separated by: a value or a closure. */
static bool check_separator(struct checker *c, struct ast *n, const struct list_input *in)
{
	struct ast *separator = ast_positional(n, 0);
	const struct type *t;

	if (separator->kind == AST_CLOSURE) {
		t = check_for_element(c, n, check_closure_argument(c, n, 0, false), in);
		return !t || t->kind != TYPE_ERROR;
	}
	t = check_expr(c, separator);
	if (t->kind != TYPE_FLOAT && t->kind != TYPE_RANGE)
		return t->kind != TYPE_ERROR;
	diag_report(c->sink, DIAG_argument_type, separator->at, "split list",
		    "a value that elements can equal", "separator", type_name(c->arena, t));
	return false;
}

const struct type *check_cmd_split_list(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;
	struct diag *d;

	if (!only_list(c, n, input, &in) || !check_split_flag(c, n) || !check_separator(c, n, &in))
		return type_error_at(c, n);
	if (in.cap > SPLIT_ELEMENTS_MAX) {
		d = diag_report(c->sink, DIAG_kernel_cannot, n->at, "splitting a list this long",
				"each of its elements can be in each of the lists");
		diag_help(c->sink, d, "it has at most %u elements; a `for` loop takes more",
			  (unsigned)SPLIT_ELEMENTS_MAX);
		return type_error_at(c, n);
	}
	return set_type(n, check_list_of(c, check_list_of(c, in.elem, in.cap), in.cap + 1));
}

const struct type *check_cmd_slice(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *places = ast_positional(n, 0);
	struct list_input in;

	if (check_expr(c, places)->kind == TYPE_ERROR || !only_list(c, n, input, &in) ||
	    !check_places(c, n, places))
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, in.elem, in.cap));
}

/* ---- until something shows ---- */

static const struct type *check_while(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *closure = check_closure_argument(c, n, 0, false);
	struct list_input in;
	const struct type *t;

	if (!only_list(c, n, input, &in) || !closure)
		return type_error_at(c, n);
	t = check_for_element(c, n, closure, &in);
	if (t && t->kind != TYPE_BOOL && t->kind != TYPE_NOTHING) {
		if (t->kind != TYPE_ERROR)
			diag_report(c->sink, DIAG_condition_bool, closure->at,
				    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	return set_type(n, check_list_of(c, in.elem, in.cap));
}

const struct type *check_cmd_take_while(struct checker *c, struct ast *n, struct ast *input)
{
	return check_while(c, n, input);
}

const struct type *check_cmd_take_until(struct checker *c, struct ast *n, struct ast *input)
{
	return check_while(c, n, input);
}

const struct type *check_cmd_skip_while(struct checker *c, struct ast *n, struct ast *input)
{
	return check_while(c, n, input);
}

const struct type *check_cmd_skip_until(struct checker *c, struct ast *n, struct ast *input)
{
	return check_while(c, n, input);
}

const struct type *check_cmd_each_while(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *closure = check_closure_argument(c, n, 0, false);
	struct list_input in;
	const struct type *t;

	if (!only_list(c, n, input, &in) || !closure)
		return type_error_at(c, n);
	t = check_for_element(c, n, closure, &in);
	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t)
		t = t->kind == TYPE_NOTHING ? NULL : type_nullable(&c->u->types, t, false);
	return set_type(n, check_list_of(c, t, in.cap));
}

/* ---- lists of elements ---- */

const struct type *check_cmd_wrap(struct checker *c, struct ast *n, struct ast *input)
{
	struct type_field f = {constant_string(c, ast_positional(n, 0), "a column name"), NULL};
	const struct type *t = input ? input->type : type_of(&c->u->types, TYPE_NOTHING);
	bool many = t->kind == TYPE_LIST || t->kind == TYPE_RANGE;
	struct list_input in;

	if (!ast_positional(n, 0)->value || (many && !check_list_input(c, n, input, &in)) ||
	    t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind == TYPE_CTX) {
		diag_report(c->sink, DIAG_ctx_value, input->at);
		return type_error_at(c, n);
	}
	f.type = many ? in.elem : t;
	if (many)
		return set_type(n,
				check_list_of(c, in.elem ? type_record(&c->u->types, &f, 1) : NULL,
					      in.cap));
	return set_type(n, type_record(&c->u->types, &f, 1));
}

/* A number of elements that is at least one: of a computed one UINT32_MAX; 0 after a report. */
static uint32_t check_size(struct checker *c, struct ast *n, struct ast *size, const char *what)
{
	const struct type *t = check_expr(c, size);
	const struct value *v = size->value;

	if (t->kind == TYPE_INT && !v) {
		warn_null(c, size, sv_dup(c->arena, n->u.call.name));
		return UINT32_MAX;
	}
	if (t->kind == TYPE_ERROR || (v && v->kind == TYPE_INT && v->i > 0))
		return !v ? 0 : v->i > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)v->i;
	diag_report(c->sink, DIAG_argument_range, size->at, what, sv_dup(c->arena, n->u.call.name),
		    "an int and at least 1");
	return 0;
}

/* Lists of so many elements as is found out later: each element may be in each. */
static const struct type *computed_lists(struct checker *c, struct ast *n,
					 const struct list_input *in)
{
	struct diag *d;

	if (in->cap <= SPLIT_ELEMENTS_MAX)
		return set_type(n, check_list_of(c, check_list_of(c, in->elem, in->cap), in->cap));
	d = diag_report(c->sink, DIAG_kernel_cannot, n->at,
			"a number that is computed for a list this long",
			"each of its elements can be in each of the lists");
	diag_help(
		c->sink, d,
		"the list has at most %u elements, as `first %u` makes it; a `for` loop takes more",
		(unsigned)SPLIT_ELEMENTS_MAX, (unsigned)SPLIT_ELEMENTS_MAX);
	return type_error_at(c, n);
}

const struct type *check_cmd_chunks(struct checker *c, struct ast *n, struct ast *input)
{
	uint32_t size = check_size(c, n, ast_positional(n, 0), "the number of elements"), many;
	struct list_input in;

	if (!only_list(c, n, input, &in) || !size)
		return type_error_at(c, n);
	if (size == UINT32_MAX)
		return computed_lists(c, n, &in);
	many = in.cap / size + (in.cap % size != 0);
	return set_type(
		n,
		check_list_of(c, check_list_of(c, in.elem, size < in.cap ? size : in.cap), many));
}

const struct type *check_cmd_window(struct checker *c, struct ast *n, struct ast *input)
{
	uint32_t size = check_size(c, n, ast_positional(n, 0), "the number of elements"), many = 0;
	struct ast *flag = ast_flag(n, "stride");
	uint32_t stride = flag ? check_size(c, n, flag, "the stride") : 1;
	bool partial = ast_has_flag(n, "remainder");
	struct list_input in;

	if (!only_list(c, n, input, &in) || !size || !stride)
		return type_error_at(c, n);
	if (size == UINT32_MAX || stride == UINT32_MAX)
		return computed_lists(c, n, &in);
	for (uint64_t from = 0; from < in.cap && (partial || from + size <= in.cap); from += stride)
		many++;
	if (!many && check_lists_grow(c))
		many = in.cap != 0;
	return set_type(
		n,
		check_list_of(c, check_list_of(c, in.elem, size < in.cap ? size : in.cap), many));
}

const struct type *check_cmd_zip(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *other = ast_positional(n, 0);
	struct list_input in, with;
	const struct type *t;

	if (other->kind == AST_CLOSURE) {
		diag_report(c->sink, DIAG_kernel_cannot, other->at, "a closure that gives a list",
			    "write the list itself, in parentheses");
		return type_error_at(c, n);
	}
	t = check_expr(c, other);
	if (!check_list_input(c, n, input, &in) || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind != TYPE_LIST && t->kind != TYPE_RANGE)
		with = (struct list_input){t, 1, true};
	else if (!check_list_input(c, n, other, &with))
		return type_error_at(c, n);
	if (!in.elem || !with.elem)
		return set_type(n, check_list_of(c, NULL, 0));
	t = type_join(&c->u->types, in.elem, with.elem);
	if (!t) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a list of unlike elements",
			    "its elements need one type");
		return type_error_at(c, n);
	}
	return set_type(
		n, check_list_of(c, check_list_of(c, t, 2), in.cap < with.cap ? in.cap : with.cap));
}

/* ---- order ---- */

static bool has_order(const struct type *t)
{
	return type_is_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_STRING ||
	       t->kind == TYPE_NOTHING;
}

/* The order of numbers in texts takes more than one comparison of bytes. */
static bool check_order(struct checker *c, struct ast *n)
{
	struct diag *d;

	if (!ast_has_flag(n, "natural"))
		return true;
	d = diag_report(c->sink, DIAG_kernel_cannot, n->at, "natural order",
			"numbers inside texts are compared as numbers");
	diag_help(c->sink, d, "`sort-by` with a closure takes the number out first");
	return false;
}

const struct type *check_cmd_sort(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!only_list(c, n, input, &in) || !check_order(c, n))
		return type_error_at(c, n);
	if (in.elem && !has_order(in.elem)) {
		check_bad_input(c, n, input, "a list of numbers, bools or strings");
		return type_error_at(c, n);
	}
	return set_type(n, check_list_of(c, in.elem, in.cap));
}

/* One key: a column of the elements, or what a closure gives. */
static bool check_key_of(struct checker *c, struct ast *n, struct ast *by, uint32_t at,
			 const struct list_input *in)
{
	const struct type_field *f = NULL;
	const struct type *t = NULL;

	if (by->kind == AST_CLOSURE) {
		t = check_for_element(c, n, check_closure_argument(c, n, at, false), in);
		if (!t || t->kind == TYPE_ERROR)
			return !in->elem;
	} else if (by->kind == AST_PATH && !by->u.path.base && by->u.path.n == 1 &&
		   !by->u.path.members[0].is_index) {
		if (!in->elem)
			return true;
		if (in->elem->kind == TYPE_RECORD && !in->elem->nullable)
			f = type_field(in->elem, by->u.path.members[0].name);
		t = f ? f->type : NULL;
		if (!t)
			diag_report(c->sink, DIAG_unknown_field, by->at,
				    type_name(c->arena, in->elem),
				    sv_dup(c->arena, by->u.path.members[0].name));
	} else if (by->kind != AST_GARBAGE) {
		diag_report(c->sink, DIAG_kernel_cannot, by->at, "a key of this form",
			    "name one column, or write a closure");
	}
	if (t && !has_order(t))
		diag_report(c->sink, DIAG_kernel_cannot, by->at,
			    arena_printf(c->arena, "the order of %s", type_name(c->arena, t)),
			    "numbers, bools and strings have one");
	return t && has_order(t);
}

const struct type *check_cmd_sort_by(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;
	bool good;

	if (!only_list(c, n, input, &in) || !check_order(c, n))
		return type_error_at(c, n);
	good = ast_positional(n, 0) != NULL;
	if (!good)
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "sort-by",
			    "comparator");
	for (uint32_t i = 0; ast_positional(n, i); i++)
		good &= check_key_of(c, n, ast_positional(n, i), i, &in);
	return good ? set_type(n, check_list_of(c, in.elem, in.cap)) : type_error_at(c, n);
}

const struct type *check_cmd_seq(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *elem = type_of(&c->u->types, TYPE_INT);
	bool known = true, good = ast_positional(n, 0) && !ast_positional(n, 3);
	struct ast *arg;

	(void)input;
	for (uint32_t i = 0; (arg = ast_positional(n, i)); i++) {
		const struct type *t = check_expr(c, arg);

		if (t->kind == TYPE_ERROR)
			return type_error_at(c, n);
		good &= t->kind == TYPE_INT && !t->nullable;
		known &= arg->value != NULL;
	}
	if (!good || known) {
		diag_report(c->sink, DIAG_argument_range, n->at, "the arguments", "seq",
			    "one to three ints, the step of three not zero");
		return type_error_at(c, n);
	}
	for (uint32_t i = 0; ast_positional(n, 2) && i < 3; i++)
		good &= check_constant(c, ast_positional(n, i),
				       "an end of a sequence with a step") != NULL;
	if (!good)
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, elem, ast_positional(n, 1) ? OPEN_RANGE_ELEMENTS : 1));
}
