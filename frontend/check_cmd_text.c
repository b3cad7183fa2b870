/*
 * check_cmd_text.c - commands on strings: constants fold, the rest must have a bounded form.
 */
#include "frontend/check.h"
#include "frontend/fold_text.h"

enum { SEARCH_MAX = 64 };

static bool is_text(struct checker *c, struct ast *n, struct ast *input)
{
	if (input && input->type->kind == TYPE_ERROR)
		return false;
	if (!input || input->type->kind != TYPE_STRING)
		return check_bad_input(c, n, input, "a string");
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return true;
}

/* The argument number `i`, a string; NULL after a report. */
static struct ast *text_argument(struct checker *c, struct ast *n, uint32_t i, const char *name)
{
	struct ast *a = ast_positional(n, i);
	const struct type *t = check_expr(c, a);

	if (t->kind == TYPE_STRING) {
		warn_null(c, a, sv_dup(c->arena, n->u.call.name));
		return a;
	}
	if (t->kind != TYPE_ERROR)
		diag_report(c->sink, DIAG_argument_type, a->at, sv_dup(c->arena, n->u.call.name),
			    "a string", name, type_name(c->arena, t));
	return NULL;
}

static const struct type *refuse(struct checker *c, struct ast *n, const char *what,
				 const char *why)
{
	diag_report(c->sink, DIAG_kernel_cannot, n->at, what, why);
	return type_error_at(c, n);
}

static const struct type *known_text(struct checker *c, struct ast *n, struct sv s)
{
	return set_value(c, n, value_string(c->arena, s));
}

static const struct type *known_number(struct checker *c, struct ast *n, int64_t i)
{
	return set_value(c, n, value_of(c->arena, TYPE_INT, i));
}

static const struct type *number(struct checker *c, struct ast *n)
{
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

const struct type *check_cmd_str_length(struct checker *c, struct ast *n, struct ast *input)
{
	bool chars = ast_has_flag(n, "chars");

	if (!is_text(c, n, input))
		return type_error_at(c, n);
	if (input->value)
		return known_number(
			c, n, chars ? fold_chars(input->value->s) : (int64_t)input->value->s.n);
	if (chars)
		return refuse(c, n, "counting characters", "only bytes are counted there");
	return number(c, n);
}

/* contains, starts-with, ends-with: what the operator says. */
static const struct type *check_test(struct checker *c, struct ast *n, struct ast *input,
				     enum op op)
{
	struct ast *part = text_argument(c, n, 0, "the text to look for");
	const struct value *v = NULL;
	const char *error;

	if (!is_text(c, n, input) || !part)
		return type_error_at(c, n);
	if (input->value && part->value)
		v = fold_binary(c->arena, op, input->value, part->value, false, &error);
	return v ? set_value(c, n, v) : set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

const struct type *check_cmd_str_contains(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, OP_HAS);
}

const struct type *check_cmd_str_starts_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, OP_STARTS_WITH);
}

const struct type *check_cmd_str_ends_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, OP_ENDS_WITH);
}

const struct type *check_cmd_str_index_of(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *part = text_argument(c, n, 0, "the text to look for");
	struct sv s;

	if (!is_text(c, n, input) || !part)
		return type_error_at(c, n);
	if (!part->value)
		return refuse(c, n, "the place of text that is computed",
			      "what is looked for must be known at compile time");
	s = part->value->s;
	if (input->value)
		return known_number(c, n, fold_index(input->value->s, s));
	if (s.n > SEARCH_MAX || (s.n && memchr(s.p, 0, s.n)))
		return refuse(c, n, "the place of this text",
			      "what is looked for has at most 64 bytes, none of them NUL");
	return number(c, n);
}

const struct type *check_cmd_str_substring(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *places = ast_positional(n, 0);
	const struct value *range = check_constant(c, places, "the range");
	int64_t from, to;
	uint32_t cap;
	struct sv s;

	if (!is_text(c, n, input) || !range)
		return type_error_at(c, n);
	if (range->kind != TYPE_RANGE) {
		diag_report(c->sink, DIAG_argument_type, places->at, "str substring", "a range",
			    "range", type_name(c->arena, places->type));
		return type_error_at(c, n);
	}
	if (input->value) {
		if (fold_substring(input->value->s, range, &s))
			return known_text(c, n, s);
		return refuse(c, n, "a part that cuts a character",
			      "Nushell puts U+FFFD in its place");
	}
	from = range->range.from;
	to = range->range.has_to ? range->range.to : 0;
	if (from < 0 || to < 0)
		return refuse(c, n, "a part counted from the end",
			      "where it stands is known only at run time");
	cap = input->type->cap;
	if (range->range.has_to && to < cap)
		cap = (uint32_t)to + !range->range.exclusive;
	cap = from < cap ? cap - (uint32_t)from : 0;
	return set_type(n, type_string(&c->u->types, cap, false));
}

const struct type *check_cmd_str_trim(struct checker *c, struct ast *n, struct ast *input)
{
	if (!is_text(c, n, input))
		return type_error_at(c, n);
	if (input->value)
		return known_text(c, n, fold_trim(input->value->s));
	return refuse(c, n, "trimming text that is computed",
		      "where its blanks end is known only at run time");
}

static const struct type *check_case(struct checker *c, struct ast *n, struct ast *input,
				     bool upper)
{
	struct sv s;

	if (!is_text(c, n, input))
		return type_error_at(c, n);
	if (!input->value)
		return set_type(n, type_string(&c->u->types, input->type->cap, false));
	if (fold_case(c->arena, input->value->s, upper, &s))
		return known_text(c, n, s);
	return refuse(c, n, "the other case of this text",
		      "one of its characters becomes several, or depends on those around it");
}

const struct type *check_cmd_str_upcase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_case(c, n, input, true);
}

const struct type *check_cmd_str_uppercase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_case(c, n, input, true);
}

const struct type *check_cmd_str_downcase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_case(c, n, input, false);
}

const struct type *check_cmd_str_lowercase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_case(c, n, input, false);
}

const struct type *check_cmd_str_replace(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *find = text_argument(c, n, 0, "find");
	struct ast *with = text_argument(c, n, 1, "replace");

	if (!is_text(c, n, input) || !find || !with)
		return type_error_at(c, n);
	if (!input->value || !find->value || !with->value)
		return refuse(c, n, "replacing in text that is computed",
			      "how long the result is, is known only at run time");
	if (!find->value->s.n) {
		diag_report(c->sink, DIAG_argument_range, find->at, "find", "str replace",
			    "at least one byte long");
		return type_error_at(c, n);
	}
	return known_text(c, n,
			  fold_replace(c->arena, input->value->s, find->value->s, with->value->s,
				       ast_has_flag(n, "all")));
}

const struct type *check_cmd_into_string(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;
	struct buf b = {.arena = c->arena};

	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (!t || (!type_is_number(t) && t->kind != TYPE_BOOL && t->kind != TYPE_STRING &&
		   !(t->kind == TYPE_FLOAT && input->value))) {
		check_bad_input(c, n, input, "a number, bool or string");
		return type_error_at(c, n);
	}
	if (input->value) {
		buf_puts(&b, "");
		value_text(&b, input->value);
		if (t->kind == TYPE_FLOAT && b.n > 2 && strcmp(b.p + b.n - 2, ".0") == 0)
			b.n -= 2;
		return known_text(c, n, (struct sv){b.p, b.n});
	}
	warn_null(c, input, "into string");
	if (t->kind == TYPE_DURATION || t->kind == TYPE_FILESIZE)
		return refuse(c, n, arena_printf(c->arena, "%s as text", type_name(c->arena, t)),
			      "print and emit it as it is: user space makes its text");
	return set_type(n, type_string(&c->u->types,
				       t->kind == TYPE_STRING ? t->cap
				       : t->kind == TYPE_BOOL ? 5
							      : 20,
				       false));
}

const struct type *check_cmd_into_bool(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;

	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (!t || (t->kind != TYPE_INT && t->kind != TYPE_U64 && t->kind != TYPE_BOOL)) {
		check_bad_input(c, n, input, "an int or bool");
		return type_error_at(c, n);
	}
	if (input->value)
		return set_value(c, n, value_of(c->arena, TYPE_BOOL, input->value->i != 0));
	warn_null(c, input, "into bool");
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}
