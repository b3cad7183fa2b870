/*
 * cmd_text.c - commands on strings that are known only at run time.
 */
#include "frontend/fold_text.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static struct rt argument(struct lower *l, const struct ast *call)
{
	return rt_want(l, lower_expr(l, ast_positional(call, 0)), NULL_ARGUMENT("string"));
}

static struct rt wanted(struct lower *l, const struct rt *in)
{
	return rt_settle(l, rt_want(l, *in, null_text));
}

struct rt lower_cmd_str_length(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_want(l, *in, null_text);
	mir_val cut;

	if (ast_has_flag(call, "chars"))
		return rt_number(call->type, text_chars(l, &x.text));
	/* Text that was cut has a length above what there is of it. */
	if (x.text.form != TEXT_CONST)
		x.text = text_fetch(l, &x.text);
	return rt_number(call->type, text_visible(l, &x.text, &cut));
}

/* ---- looking for text ---- */

typedef mir_val test_fn(struct lower *l, const struct text *x, const struct text *part);

/* Without case: letters of ASCII are made small on both sides, what is beyond ends the event. */
static struct rt test(struct lower *l, const struct ast *call, const struct rt *in, test_fn *fn)
{
	const struct value *known = ast_positional(call, 0)->value;
	struct rt x = wanted(l, in), part = argument(l, call);
	struct sv s;

	if (!ast_has_flag(call, "ignore-case"))
		return rt_bool(l, fn(l, &x.text, &part.text));
	x.text = text_case(l, &x.text, false);
	if (!known)
		part.text = text_case(l, &part.text, false);
	else if (fold_caseless(l->arena, known->s, &s))
		part.text = text_known(l, s);
	return rt_bool(l, fn(l, &x.text, &part.text));
}

struct rt lower_cmd_str_contains(struct lower *l, const struct ast *call, const struct rt *in)
{
	return test(l, call, in, text_contains);
}

struct rt lower_cmd_str_starts_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return test(l, call, in, text_starts);
}

struct rt lower_cmd_str_ends_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return test(l, call, in, text_ends);
}

struct rt lower_cmd_str_index_of(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *flag = ast_flag(call, "range");
	struct rt x = wanted(l, in), part = argument(l, call);
	bool last = ast_has_flag(call, "end");
	const struct value *range;
	int64_t to;
	mir_val at, shift;

	if (!flag)
		return rt_number(call->type, text_find(l, &x.text, &part.text, last));
	range = flag->value;
	to = range->range.has_to ? range->range.to + !range->range.exclusive : UINT32_MAX;
	if (range->range.from >= to || range->range.from >= x.text.cap)
		return rt_number(call->type, mir_i64(&l->b, -1));
	x.text = text_part(l, &x.text, (uint32_t)range->range.from,
			   to > UINT32_MAX ? UINT32_MAX : (uint32_t)to);
	at = text_find(l, &x.text, &part.text, last);
	shift = text_other(l, text_negative(l, at));
	shift = text_when(l, shift, mir_i64(&l->b, range->range.from));
	return rt_number(call->type, mir_binary(&l->b, MIR_OP_ADD, at, shift));
}

/* ---- parts ---- */

static mir_val range_end(struct lower *l, const struct ast *end)
{
	return rt_want_number(l, lower_expr(l, end), null_number);
}

bool lower_range_ends(struct lower *l, const struct ast *places, mir_val *from, mir_val *to)
{
	const struct ast *range = ast_range(places);
	const struct value *known = places->value;

	*from = mir_i64(&l->b, known ? known->range.from : 0);
	*to = MIR_NO_VAL;
	if (known && known->range.has_to)
		*to = mir_i64(&l->b, known->range.to);
	if (!known && range->u.range.from)
		*from = range_end(l, range->u.range.from);
	if (!known && range->u.range.to)
		*to = range_end(l, range->u.range.to);
	return known ? known->range.exclusive : range->u.range.exclusive;
}

struct text lower_places(struct lower *l, const struct ast *call, const struct text *x,
			 bool characters)
{
	const struct ast *places = ast_positional(call, 0);
	mir_val from, to;
	bool exclusive = lower_range_ends(l, places, &from, &to);

	return text_part_at(l, x, from, to, exclusive, fold_part_cap(places->value, x->cap),
			    characters);
}

struct rt lower_cmd_str_substring(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct value *range = ast_positional(call, 0)->value;
	struct rt x = wanted(l, in);
	int64_t to;

	if (!range || range->range.from < 0 || (range->range.has_to && range->range.to < 0))
		return rt_text(l, call->type, lower_places(l, call, &x.text, true));
	to = range->range.has_to && range->range.to < UINT32_MAX
		     ? range->range.to + !range->range.exclusive
		     : UINT32_MAX;
	if (range->range.from >= to)
		return rt_text(l, call->type, text_known(l, SV("")));
	return rt_text(l, call->type,
		       text_part(l, &x.text, (uint32_t)range->range.from, (uint32_t)to));
}

struct rt lower_cmd_str_trim(struct lower *l, const struct ast *call, const struct rt *in)
{
	bool left = ast_has_flag(call, "left"), right = ast_has_flag(call, "right");
	const struct ast *what = ast_flag(call, "char");
	struct rt x = rt_want(l, *in, null_text);

	if (what && !what->value->s.n)
		return x;
	return rt_text(l, call->type,
		       text_trim(l, &x.text, what ? what->value->s.p[0] : -1, left || !right,
				 right || !left));
}

/* ---- changes ---- */

static struct rt change_case(struct lower *l, const struct ast *call, const struct rt *in,
			     bool upper)
{
	struct rt x = rt_want(l, *in, null_text);

	return rt_text(l, call->type, text_case(l, &x.text, upper));
}

struct rt lower_cmd_str_upcase(struct lower *l, const struct ast *call, const struct rt *in)
{
	return change_case(l, call, in, true);
}

struct rt lower_cmd_str_uppercase(struct lower *l, const struct ast *call, const struct rt *in)
{
	return change_case(l, call, in, true);
}

struct rt lower_cmd_str_downcase(struct lower *l, const struct ast *call, const struct rt *in)
{
	return change_case(l, call, in, false);
}

struct rt lower_cmd_str_lowercase(struct lower *l, const struct ast *call, const struct rt *in)
{
	return change_case(l, call, in, false);
}

struct rt lower_cmd_str_capitalize(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_want(l, *in, null_text);

	return rt_text(l, call->type, text_capital(l, &x.text));
}

/* The first of a text that is computed, or by one: where there is none nothing is taken out and put
 * in. */
static struct text replace_first(struct lower *l, const struct text *x, const struct text *find,
				 const struct text *with)
{
	mir_val at = text_find(l, x, find, false), zero = mir_i64(&l->b, 0), there, removed;
	struct text put;

	there = mir_binary(&l->b, MIR_OP_SLE, zero, at);
	removed = lower_select(l, there, text_length(l, find), zero);
	at = lower_select(l, there, at, zero);
	put = text_masked(l, with, text_flag(l, there));
	return text_spliced(l, x, at, removed, &put);
}

static struct rt replace_computed(struct lower *l, const struct ast *call, struct rt x)
{
	struct rt find = rt_settle(l, lower_expr(l, ast_positional(call, 0)));
	struct rt with = rt_settle(l, lower_expr(l, ast_positional(call, 1)));

	find = rt_want(l, find, NULL_ARGUMENT("string"));
	with = rt_want(l, with, "null where a text to replace by is needed");
	if (ast_has_flag(call, "all"))
		return rt_text(
			l, call->type,
			text_replace_all(l, &x.text, &find.text, &with.text, call->type->cap));
	return rt_text(l, call->type, replace_first(l, &x.text, &find.text, &with.text));
}

struct rt lower_cmd_str_replace(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct value *known[] = {ast_positional(call, 0)->value,
				       ast_positional(call, 1)->value};
	struct rt x = rt_want(l, *in, null_text);
	bool all = ast_has_flag(call, "all");
	struct sv find, with;

	if (!known[0] || !known[1] || !known[0]->s.n)
		return replace_computed(l, call, rt_settle(l, x));
	find = known[0]->s;
	with = known[1]->s;
	if (find.n > x.text.cap)
		return x;
	text_known(l, with); /* a NUL in it may come into the text */
	return rt_text(l, call->type,
		       text_replace(l, &x.text, find, with, all,
				    (uint32_t)fold_replaced_cap(x.text.cap, find, with, all)));
}

struct rt lower_cmd_str_reverse(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = wanted(l, in);

	return rt_text(l, call->type, text_reversed(l, &x.text));
}

struct rt lower_cmd_into_string(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_text));

	return rt_text(l, call->type, lower_as_text(l, call, &x));
}

struct rt lower_cmd_into_bool(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v;

	(void)call;
	if (in->type->kind != TYPE_STRING)
		return rt_bool(l, lower_truth(l, *in, null_number));
	v = wanted(l, in);
	return rt_bool(l, text_bool(l, &v.text));
}
