/*
 * cmd_convert.c - commands that make one value of another: into, default, read-str, ignore.
 */
#include "frontend/lower_text.h"

static mir_val of_text(struct lower *l, const struct ast *call, const struct text *t,
		       uint32_t radix)
{
	const struct ast *unit = ast_flag(call, "unit");

	if (call->type->kind == TYPE_DURATION)
		return text_as_duration(l, t, unit ? unit->value->i : 1);
	if (call->type->kind == TYPE_FILESIZE)
		return text_as_filesize(l, t);
	return radix == 10 ? text_int(l, t) : text_int_of(l, t, radix);
}

static struct rt into(struct lower *l, const struct ast *call, const struct rt *in)
{
	bool is_binary = in->type->kind == TYPE_BINARY;
	struct rt v = rt_settle(l, rt_want(l, *in, is_binary ? null_binary : null_number));
	const struct ast *unit = ast_flag(call, "unit"), *flag = ast_flag(call, "radix");
	uint32_t radix = flag ? (uint32_t)flag->value->i : 10;
	struct text t;

	if (is_binary)
		return rt_number(call->type, text_number(l, &v.text, lower_is_big(l, call),
							 ast_has_flag(call, "signed")));
	if (v.type->kind == TYPE_STRING)
		return rt_number(call->type, of_text(l, call, &v.text, radix));
	if (radix != 10 && (v.type->kind == TYPE_INT || v.type->kind == TYPE_U64)) {
		t = lower_as_text(l, call, &v);
		return rt_number(call->type, text_int_of(l, &t, radix));
	}
	if (v.type->kind == TYPE_BOOL)
		v.v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), v.v);
	if (v.type->kind == TYPE_PTR)
		v.v = rt_plain_address(l, v.v);
	if (unit) /* Nushell's product wraps, too */
		v.v = mir_binary(&l->b, MIR_OP_MUL, v.v, mir_i64(&l->b, unit->value->i));
	return rt_number(call->type, v.v);
}

struct rt lower_cmd_into_int(struct lower *l, const struct ast *call, const struct rt *in)
{
	return into(l, call, in);
}

struct rt lower_cmd_into_duration(struct lower *l, const struct ast *call, const struct rt *in)
{
	return into(l, call, in);
}

struct rt lower_cmd_into_filesize(struct lower *l, const struct ast *call, const struct rt *in)
{
	return into(l, call, in);
}

struct rt lower_cmd_ignore(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)call;
	(void)in;
	return rt_nothing(l);
}

/* The checker knows every type that it does not refuse. */
struct rt lower_cmd_describe(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	(void)call;
	(void)in;
	NB_BUG("a value is described at run time");
}
