/*
 * check_cmd_list.c - commands on the elements of a list: each, where, reduce, first, append …
 *
 * A list's type bounds its elements. What a command drops it drops at run time: the bound stays.
 */
#include "frontend/check.h"
#include "frontend/fold_text.h"

/* ---- closures ---- */

const struct type *check_cmd_each(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *closure;
	struct list_input in;
	const struct type *t;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	closure = check_closure_argument(c, n, 0, false);
	t = check_for_element(c, n, closure, &in);
	if (!closure || (t && t->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (t && !ast_has_flag(n, "keep-empty"))
		t = t->kind == TYPE_NOTHING ? NULL : type_nullable(&c->u->types, t, false);
	return set_type(n, check_list_of(c, t, in.cap));
}

/* The elements may come in any order there: the one here is one of them. */
const struct type *check_cmd_par_each(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *threads = ast_flag(n, "threads");

	if (threads && !check_number_flag(c, n, "threads", 0, INT64_MAX))
		return type_error_at(c, n);
	n->u.call.cmd = CMD_each;
	return check_cmd_each(c, n, input);
}

/* A closure that tells elements apart: what is not true counts as false, null too. */
static bool check_predicate(struct checker *c, struct ast *n, struct ast *input, bool condition,
			    struct list_input *in)
{
	struct ast *closure;
	const struct type *t;

	if (!check_list_input(c, n, input, in))
		return false;
	closure = check_closure_argument(c, n, 0, condition);
	t = check_for_element(c, n, closure, in);
	if (!t || t->kind == TYPE_BOOL || t->kind == TYPE_NOTHING)
		return closure != NULL;
	if (t->kind != TYPE_ERROR)
		diag_report(c->sink, DIAG_condition_bool, closure->at, type_name(c->arena, t));
	return false;
}

static const struct type *check_filter(struct checker *c, struct ast *n, struct ast *input,
				       bool condition)
{
	struct list_input in;

	if (!check_predicate(c, n, input, condition, &in))
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, in.elem, in.cap));
}

const struct type *check_cmd_where(struct checker *c, struct ast *n, struct ast *input)
{
	return check_filter(c, n, input, true);
}

const struct type *check_cmd_filter(struct checker *c, struct ast *n, struct ast *input)
{
	return check_filter(c, n, input, false);
}

static const struct type *check_quantifier(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (!check_predicate(c, n, input, true, &in))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

const struct type *check_cmd_any(struct checker *c, struct ast *n, struct ast *input)
{
	return check_quantifier(c, n, input);
}

const struct type *check_cmd_all(struct checker *c, struct ast *n, struct ast *input)
{
	return check_quantifier(c, n, input);
}

/* Types that differ in the room of their texts only. */
static bool alike(struct checker *c, const struct type *x, const struct type *y)
{
	return strcmp(type_name(c->arena, x), type_name(c->arena, y)) == 0;
}

/* The closure is checked until the value so far has the type that the closure gives for it. */
const struct type *check_cmd_reduce(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *fold = ast_flag(n, "fold"), *closure = check_closure_argument(c, n, 0, false);
	struct ast *original = closure ? ast_clone(c->arena, closure) : NULL;
	const struct type *acc = fold ? check_expr(c, fold) : NULL, *t;
	struct list_input in;

	if (!check_list_input(c, n, input, &in) || !closure || (fold && acc->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (!in.elem)
		return set_type(n, fold ? acc : type_of(&c->u->types, TYPE_NOTHING));
	if (!fold)
		acc = in.elem;
	for (;;) {
		const struct type *given[2] = {in.elem, acc};

		t = check_closure_body(c, n, closure, given, 2, acc);
		if (t->kind == TYPE_ERROR)
			return type_error_at(c, n);
		t = type_join(&c->u->types, acc, t);
		if (!t || alike(c, t, acc))
			break;
		acc = t;
		*closure = *ast_clone(c->arena, original);
	}
	if (!t) {
		diag_report(c->sink, DIAG_branch_types, closure->at, type_name(c->arena, acc),
			    type_name(c->arena, closure->type));
		return type_error_at(c, n);
	}
	return set_type(n, t);
}

/* ---- how many ---- */

const struct type *check_cmd_length(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;

	if (input && input->type->kind == TYPE_RANGE) {
		check_bad_input(c, n, input, "a list");
		return type_error_at(c, n);
	}
	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

/* Of anything: what cannot be empty is not. */
static const struct type *check_emptiness(struct checker *c, struct ast *n, struct ast *input,
					  bool empty)
{
	const struct type *t = input ? input->type : NULL;
	struct list_input in;

	if (!t || t->kind == TYPE_LIST || t->kind == TYPE_ERROR) {
		if (!check_list_input(c, n, input, &in))
			return type_error_at(c, n);
	} else if (t->kind == TYPE_CTX) {
		diag_report(c->sink, DIAG_ctx_value, input->at);
		return type_error_at(c, n);
	} else if (!t->nullable && t->kind != TYPE_STRING && t->kind != TYPE_BINARY) {
		bool none = t->kind == TYPE_NOTHING || (t->kind == TYPE_RECORD && !t->nfields);

		if (input->value)
			return set_value(c, n, value_of(c->arena, TYPE_BOOL, none == empty));
	}
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

const struct type *check_cmd_is_empty(struct checker *c, struct ast *n, struct ast *input)
{
	return check_emptiness(c, n, input, true);
}

const struct type *check_cmd_is_not_empty(struct checker *c, struct ast *n, struct ast *input)
{
	return check_emptiness(c, n, input, false);
}

/* ---- parts ---- */

/* A number of elements: an int; one that is negative is an error at run time, where it is not
 * known. */
static bool check_count(struct checker *c, struct ast *n, struct ast *count)
{
	const struct type *t = count ? check_expr(c, count) : NULL;
	const struct value *v = count ? count->value : NULL;

	if (!count)
		return true;
	if (t->kind == TYPE_ERROR)
		return false;
	if ((t->kind == TYPE_INT || t->kind == TYPE_U64) && (!v || v->i >= 0)) {
		warn_null(c, count, sv_dup(c->arena, n->u.call.name));
		return true;
	}
	diag_report(c->sink, DIAG_argument_range, count->at, "the number of elements",
		    sv_dup(c->arena, n->u.call.name), "an int and not negative");
	return false;
}

static bool is_bytes(const struct ast *input)
{
	return input && input->type->kind == TYPE_BINARY;
}

/* first, last: of a list that may be empty, null. */
static const struct type *check_end(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *count = ast_positional(n, 0);
	bool good = check_count(c, n, count), strict = ast_has_flag(n, "strict");
	struct list_input in;

	if (good && is_bytes(input))
		return count ? set_type(n, type_binary(&c->u->types,
						       fold_bytes_cap(n, input->type->cap)))
			     : set_type(n, type_nullable(&c->u->types,
							 type_of(&c->u->types, TYPE_INT), !strict));
	if (!check_list_input(c, n, input, &in) || !good)
		return type_error_at(c, n);
	if (count)
		return set_type(n, check_list_of(c, in.elem, in.cap));
	if (!in.elem && strict) {
		diag_report(c->sink, DIAG_always_overflows, n->at, "the list has no elements");
		return set_type(n, type_of(&c->u->types, TYPE_NOTHING));
	}
	if (!in.elem)
		return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
	return set_type(n, in.never_empty || strict ? in.elem
						    : type_nullable(&c->u->types, in.elem, true));
}

const struct type *check_cmd_first(struct checker *c, struct ast *n, struct ast *input)
{
	if (ast_positional(n, 0))
		n->u.call.cmd = CMD_take;
	return check_end(c, n, input);
}

const struct type *check_cmd_last(struct checker *c, struct ast *n, struct ast *input)
{
	return check_end(c, n, input);
}

/* Commands that give some of the elements, in any order. */
static const struct type *check_some(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_count(c, n, ast_positional(n, 0));
	struct list_input in;

	if (good && is_bytes(input) && n->u.call.cmd != CMD_reverse)
		return set_type(n, type_binary(&c->u->types, fold_bytes_cap(n, input->type->cap)));
	if (!check_list_input(c, n, input, &in) || !good)
		return type_error_at(c, n);
	return set_type(n, check_list_of(c, in.elem, in.cap));
}

const struct type *check_cmd_take(struct checker *c, struct ast *n, struct ast *input)
{
	return check_some(c, n, input);
}

const struct type *check_cmd_skip(struct checker *c, struct ast *n, struct ast *input)
{
	return check_some(c, n, input);
}

const struct type *check_cmd_drop(struct checker *c, struct ast *n, struct ast *input)
{
	return check_some(c, n, input);
}

const struct type *check_cmd_reverse(struct checker *c, struct ast *n, struct ast *input)
{
	return check_some(c, n, input);
}

/* Records whose columns of these names are not null; NULL: one never has such a column. */
static const struct type *with_columns(struct checker *c, struct ast *n, const struct type *record)
{
	struct type_field *f = arena_array(c->arena, struct type_field, record->nfields + 1);
	struct ast *word;

	memcpy(f, record->fields, record->nfields * sizeof(*f));
	for (uint32_t i = 0; (word = ast_positional(n, i)); i++) {
		struct sv name = constant_string(c, word, "a column name");
		const struct type_field *had = type_field(record, name);

		if (!had || had->type->kind == TYPE_NOTHING)
			return NULL;
		f[had - record->fields].type = type_nullable(&c->u->types, had->type, false);
	}
	return type_record(&c->u->types, f, record->nfields);
}

const struct type *check_cmd_compact(struct checker *c, struct ast *n, struct ast *input)
{
	struct list_input in;
	const struct type *t;
	struct ast *word;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	for (uint32_t i = 0; (word = ast_positional(n, i)); i++) {
		constant_string(c, word, "a column name");
		if (!word->value)
			return type_error_at(c, n);
	}
	t = in.elem;
	if (t && t->kind == TYPE_NOTHING)
		t = NULL;
	if (t)
		t = type_nullable(&c->u->types, t, false);
	if (t && t->kind == TYPE_RECORD)
		t = with_columns(c, n, t);
	return set_type(n, check_list_of(c, t, in.cap));
}

const struct type *check_cmd_enumerate(struct checker *c, struct ast *n, struct ast *input)
{
	struct type_field fields[2] = {{SV("index"), type_of(&c->u->types, TYPE_INT)},
				       {SV("item"), NULL}};
	struct list_input in;

	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	fields[1].type = in.elem;
	return set_type(
		n, check_list_of(c, in.elem ? type_record(&c->u->types, fields, 2) : NULL, in.cap));
}

/* ---- more ---- */

static const struct type *check_together(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *row = ast_positional(n, 0);
	const struct type *t = check_expr(c, row), *elem;
	struct list_input in;
	uint32_t more = t->kind == TYPE_LIST ? t->cap : 1;

	if (!check_list_input(c, n, input, &in) || t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind == TYPE_NOTHING)
		return set_type(n, check_list_of(c, in.elem, in.cap));
	if (t->kind == TYPE_RANGE) {
		struct diag *d = diag_report(c->sink, DIAG_kernel_cannot, row->at, "a range as a row",
					     "how many elements it has is known only at run time");

		diag_help(c->sink, d, "give a list");
		return type_error_at(c, n);
	}
	t = type_nullable(&c->u->types, t, false); /* null is no element */
	if (t->kind == TYPE_LIST)
		t = t->elem;
	elem = in.elem && t ? type_join(&c->u->types, in.elem, t) : in.elem ? in.elem : t;
	if (elem == NULL && in.elem && t) {
		diag_report(c->sink, DIAG_type_mismatch, row->at, type_name(c->arena, in.elem),
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	return set_type(n, check_list_of(c, elem, in.cap + more));
}

const struct type *check_cmd_append(struct checker *c, struct ast *n, struct ast *input)
{
	return check_together(c, n, input);
}

const struct type *check_cmd_prepend(struct checker *c, struct ast *n, struct ast *input)
{
	return check_together(c, n, input);
}
