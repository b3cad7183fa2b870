/*
 * check_cmd_text.c - commands on strings that look for text, count or take parts: constants fold, the
 * rest must have a bounded form.
 */
#include "frontend/check_text.h"
#include "frontend/fold_text.h"

enum { REPLACED_MAX = 4096, WRITTEN_MAX = 16384, SEARCH_MAX = 64 };

bool check_is_text(struct checker *c, struct ast *n, struct ast *input)
{
	if (input && input->type->kind == TYPE_ERROR)
		return false;
	if (!input || input->type->kind != TYPE_STRING)
		return check_bad_input(c, n, input, "a string");
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return true;
}

static bool check_argument(struct checker *c, struct ast *n, struct ast *a, const char *name,
			   enum type_kind kind, const char *what)
{
	if (a->type->kind == kind) {
		warn_null(c, a, sv_dup(c->arena, n->u.call.name));
		return true;
	}
	if (a->type->kind != TYPE_ERROR)
		diag_report(c->sink, DIAG_argument_type, a->at, sv_dup(c->arena, n->u.call.name),
			    what, name, type_name(c->arena, a->type));
	return false;
}

bool check_text_argument(struct checker *c, struct ast *n, struct ast *a, const char *name)
{
	return check_argument(c, n, a, name, TYPE_STRING, "a string");
}

bool check_binary_argument(struct checker *c, struct ast *n, struct ast *a, const char *name)
{
	return check_argument(c, n, a, name, TYPE_BINARY, "binary");
}

bool check_choice_flag(struct checker *c, struct ast *n, const char *flag,
		       const char *const choices[], uint32_t nchoices, const char *help)
{
	struct ast *a = ast_flag(n, flag);
	const char *name = arena_printf(c->arena, "--%s", flag);
	struct sv s;

	if (!a)
		return true;
	s = constant_string(c, a, name);
	for (uint32_t i = 0; a->value && i < nchoices; i++)
		if (sv_is(s, choices[i]))
			return true;
	if (a->value)
		diag_report(c->sink, DIAG_argument_range, a->at, name,
			    sv_dup(c->arena, n->u.call.name), help);
	return false;
}

bool check_known_argument(struct checker *c, struct ast *n, struct ast *a, const char *name)
{
	if (a->value)
		return check_text_argument(c, n, a, name);
	diag_report(c->sink, DIAG_not_constant, a->at,
		    arena_printf(c->arena, "'%s' of '" SV_FMT "'", name, SV_ARG(n->u.call.name)));
	return false;
}

const struct type *check_refuse(struct checker *c, struct ast *n, const char *what, const char *why)
{
	diag_report(c->sink, DIAG_kernel_cannot, n->at, what, why);
	return type_error_at(c, n);
}

static const struct type *number(struct checker *c, struct ast *n)
{
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

static const struct type *text_of(struct checker *c, struct ast *n, uint32_t cap)
{
	return set_type(n, type_string(&c->u->types, cap, false));
}

const struct type *check_cmd_str_length(struct checker *c, struct ast *n, struct ast *input)
{
	if (check_fold(c, n, input, fold_cmd_str_length, true))
		return n->type;
	if (!check_is_text(c, n, input))
		return type_error_at(c, n);
	if (ast_has_flag(n, "grapheme-clusters") && !ast_has_flag(n, "chars"))
		return check_refuse(c, n, "counting grapheme clusters of text that is computed",
				    "that takes the tables of Unicode");
	return number(c, n);
}

/* ---- looking for text ---- */

/* contains, starts-with, ends-with: what the operator says. */
static const struct type *check_test(struct checker *c, struct ast *n, struct ast *input,
				     fold_fn *fold)
{
	if (check_fold(c, n, input, fold, true))
		return n->type;
	if (!check_is_text(c, n, input) ||
	    !check_text_argument(c, n, ast_positional(n, 0), "the text to look for"))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

const struct type *check_cmd_str_contains(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, fold_cmd_str_contains);
}

const struct type *check_cmd_str_starts_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, fold_cmd_str_starts_with);
}

const struct type *check_cmd_str_ends_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_test(c, n, input, fold_cmd_str_ends_with);
}

bool check_needle(struct checker *c, struct ast *n, struct ast *a, const char *what)
{
	struct sv s = a->value ? a->value->s : SV("");

	if (s.n <= SEARCH_MAX && !(s.n && memchr(s.p, 0, s.n)))
		return true;
	check_refuse(c, n, what, "what is looked for has at most 64 bytes, none of them NUL");
	return false;
}

const struct type *check_cmd_str_index_of(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *part = ast_positional(n, 0), *flag = ast_flag(n, "range");
	const struct value *range;

	if (check_fold(c, n, input, fold_cmd_str_index_of, true))
		return n->type;
	if (!check_is_text(c, n, input) ||
	    !check_text_argument(c, n, part, "the text to look for") ||
	    !check_needle(c, n, part, "the place of this text"))
		return type_error_at(c, n);
	if (!flag)
		return number(c, n);
	range = check_constant(c, flag, "the range");
	if (!range || range->kind != TYPE_RANGE)
		return range ? check_refuse(c, n, "this range", "it is none") : type_error_at(c, n);
	if (range->range.from < 0 || (range->range.has_to && range->range.to < 0) || !part->value ||
	    !part->value->s.n)
		return check_refuse(c, n, "this range of text that is computed",
				    "its ends are not negative, and a known text is looked for");
	return number(c, n);
}

/* ---- parts ---- */

/* Of a range: none, or a number. */
static bool is_end(const struct ast *n)
{
	return !n || (n->type->kind == TYPE_INT && !n->type->nullable);
}

bool check_places(struct checker *c, struct ast *n, struct ast *places)
{
	const struct ast *range;

	if (places->type->kind != TYPE_RANGE) {
		diag_report(c->sink, DIAG_argument_type, places->at,
			    sv_dup(c->arena, n->u.call.name), "a range", "range",
			    type_name(c->arena, places->type));
		return false;
	}
	range = ast_range(places);
	if (places->value || (range && !range->u.range.next && is_end(range->u.range.from) &&
			      is_end(range->u.range.to)))
		return true;
	check_refuse(c, n, "a part of a range that is computed",
		     "its ends must be written where it is used, as in `$a..$b`, and not be null");
	return false;
}

const struct type *check_cmd_str_substring(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *places = ast_positional(n, 0);

	if (check_fold(c, n, input, fold_cmd_str_substring, true))
		return n->type;
	if (!check_is_text(c, n, input) || !check_places(c, n, places))
		return type_error_at(c, n);
	return text_of(c, n, fold_part_cap(places->value, input->type->cap));
}

const struct type *check_cmd_str_trim(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *what = ast_flag(n, "char");

	if (check_fold(c, n, input, fold_cmd_str_trim, true))
		return n->type;
	if (!check_is_text(c, n, input) || (what && !check_known_argument(c, n, what, "--char")))
		return type_error_at(c, n);
	if (what && (what->value->s.n > 1 || (what->value->s.n && what->value->s.p[0] <= 0)))
		return check_refuse(c, n, "trimming this from text that is computed",
				    "--char is one character of ASCII there");
	return text_of(c, n, input->type->cap);
}

/* ---- changes ---- */

static const struct type *check_change(struct checker *c, struct ast *n, struct ast *input,
				       fold_fn *fold)
{
	if (check_fold(c, n, input, fold, true))
		return n->type;
	return check_is_text(c, n, input) ? text_of(c, n, input->type->cap) : type_error_at(c, n);
}

const struct type *check_cmd_str_upcase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_upcase);
}

const struct type *check_cmd_str_uppercase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_upcase);
}

const struct type *check_cmd_str_downcase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_downcase);
}

const struct type *check_cmd_str_lowercase(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_downcase);
}

const struct type *check_cmd_str_capitalize(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_capitalize);
}

const struct type *check_cmd_str_reverse(struct checker *c, struct ast *n, struct ast *input)
{
	return check_change(c, n, input, fold_cmd_str_reverse);
}

/* Of texts of which one is computed, or an empty one that stands before every character. */
static const struct type *check_replace_computed(struct checker *c, struct ast *n,
						 struct ast *input)
{
	struct ast *find = ast_positional(n, 0), *with = ast_positional(n, 1);
	uint64_t cap = input->type->cap, times = 1;

	if (!check_text_argument(c, n, find, "find") ||
	    !check_text_argument(c, n, with, "replace") ||
	    !check_needle(c, n, find, "replacing this text"))
		return type_error_at(c, n);
	if (ast_has_flag(n, "all"))
		times = find->value && find->value->s.n ? cap / find->value->s.n : cap + 1;
	cap += times * with->type->cap;
	if (cap > REPLACED_MAX)
		return check_refuse(
			c, n, "replacing in text this long",
			arena_printf(
				c->arena,
				"the result can have %llu bytes, at most %u fit: take a part "
				"of the text or of what replaces it, as `str substring ..<16` does",
				(unsigned long long)cap, (unsigned)REPLACED_MAX));
	return text_of(c, n, (uint32_t)cap);
}

const struct type *check_cmd_str_replace(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *find = ast_positional(n, 0), *with = ast_positional(n, 1);
	uint64_t cap, written;

	if (check_fold(c, n, input, fold_cmd_str_replace, true))
		return n->type;
	if (!check_is_text(c, n, input))
		return type_error_at(c, n);
	if (!find->value || !with->value || !find->value->s.n)
		return check_replace_computed(c, n, input);
	if (!check_known_argument(c, n, find, "find") ||
	    !check_known_argument(c, n, with, "replace") ||
	    !check_needle(c, n, find, "replacing this text"))
		return type_error_at(c, n);
	cap = fold_replaced_cap(input->type->cap, find->value->s, with->value->s,
				ast_has_flag(n, "all"));
	written = (uint64_t)input->type->cap * (with->value->s.n + 1);
	if (cap > REPLACED_MAX || written > WRITTEN_MAX)
		return check_refuse(
			c, n, "replacing in text this long",
			arena_printf(c->arena,
				     "the result has %llu bytes, at most %u fit; the text times "
				     "the replacement is %llu, at most %u fit",
				     (unsigned long long)cap, (unsigned)REPLACED_MAX,
				     (unsigned long long)written, (unsigned)WRITTEN_MAX));
	return text_of(c, n, (uint32_t)cap);
}
