/*
 * cmd_text.c - commands on strings that are known only at run time.
 */
#include "frontend/lowering.h"
#include "lang/errors.h"

static struct rt argument(struct lower *l, const struct ast *call)
{
	return rt_want(l, lower_expr(l, ast_positional(call, 0)), NULL_ARGUMENT("string"));
}

struct rt lower_cmd_str_length(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_want(l, *in, null_text);
	mir_val len = text_length(l, &x.text), cap = mir_i64(&l->b, x.text.cap);

	/* Text that was cut has a length above what there is of it. */
	if (x.text.form != TEXT_CONST)
		len = text_choose(l, text_sign(l, mir_binary(&l->b, MIR_OP_SUB, cap, len)), cap,
				  len);
	return rt_number(call->type, len);
}

struct rt lower_cmd_str_contains(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_text)), part = argument(l, call);

	return rt_bool(l, text_contains(l, &x.text, &part.text));
}

struct rt lower_cmd_str_starts_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_text)), part = argument(l, call);

	return rt_bool(l, text_starts(l, &x.text, &part.text));
}

struct rt lower_cmd_str_ends_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_text)), part = argument(l, call);

	return rt_bool(l, text_ends(l, &x.text, &part.text));
}

struct rt lower_cmd_str_index_of(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct sv part = ast_positional(call, 0)->value->s;
	struct rt x = rt_want(l, *in, null_text);

	if (!part.n || part.n > x.text.cap)
		return rt_number(call->type, mir_i64(&l->b, part.n ? -1 : 0));
	return rt_number(call->type, text_find(l, &x.text, part));
}

struct rt lower_cmd_str_substring(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct value *range = ast_positional(call, 0)->value;
	struct rt x = rt_want(l, *in, null_text);
	int64_t to = range->range.has_to ? range->range.to + !range->range.exclusive : UINT32_MAX;

	if (range->range.from >= to || range->range.from > UINT32_MAX)
		return rt_text(l, call->type, text_known(l, SV("")));
	return rt_text(l, call->type,
		       text_part(l, &x.text, (uint32_t)range->range.from,
				 to > UINT32_MAX ? UINT32_MAX : (uint32_t)to));
}

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

/* Constants are values, and the checker refuses all else. */
struct rt lower_cmd_str_trim(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)call;
	(void)in;
	NB_BUG("text is trimmed at run time");
}

struct rt lower_cmd_str_replace(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)call;
	(void)in;
	NB_BUG("text is replaced at run time");
}

struct rt lower_cmd_into_string(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt x = rt_settle(l, rt_want(l, *in, null_text));

	return rt_text(l, call->type, lower_as_text(l, call, &x));
}

struct rt lower_cmd_into_bool(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)call;
	return rt_bool(l, lower_truth(l, *in, null_number));
}
