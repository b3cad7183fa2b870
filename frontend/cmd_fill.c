/*
 * cmd_fill.c - `fill` of what is known only at run time. Of ASCII a byte is a character.
 */
#include "frontend/fold_fill.h"
#include "frontend/lower_text.h"

static mir_val op(struct lower *l, enum mir_op what, mir_val x, mir_val y)
{
	return mir_binary(&l->b, what, x, y);
}

/* Its bytes, where each of them is a character that Nushell counts. */
static mir_val counted_bytes(struct lower *l, const struct text *t)
{
	static const char uncounted[] = "[^\\x00-\\x7f]|\\x1b|\\r\\n";
	mir_val n = text_whole(l, t), no = lower_bool(l, false);

	lower_guard(l, op(l, MIR_OP_EQ, text_matches(l, t, sv_cstr(uncounted)), no),
		    "the text has a character beyond ASCII or a control sequence");
	return n;
}

/* The piece so many times. */
static struct text repeated(struct lower *l, const struct fill *fill, mir_val times)
{
	uint32_t cap = fill->width * (uint32_t)fill->piece.n;
	struct buf b = {.arena = l->arena};
	struct text t;

	buf_puts(&b, "");
	for (uint32_t i = 0; i < fill->width; i++)
		buf_write(&b, fill->piece.p, fill->piece.n);
	t = text_known(l, (struct sv){b.p, b.n});
	times = op(l, MIR_OP_MUL, times, mir_i64(&l->b, (int64_t)fill->piece.n));
	return text_slice(l, &t, mir_i64(&l->b, 0), times, cap);
}

/* The width; of a computed one the greatest that it can be goes to `fill`. */
static mir_val width_of(struct lower *l, const struct ast *call, struct fill *fill)
{
	const struct ast *flag = ast_flag(call, "width");
	struct interval r;
	mir_val v;

	if (!flag || flag->value)
		return mir_i64(&l->b, fill->width);
	v = rt_want_number(l, lower_expr(l, flag), "null where a width is needed");
	r = lower_meant_interval(l, v);
	if (r.low < 0)
		lower_guard(l, op(l, MIR_OP_SLE, mir_i64(&l->b, 0), v), "a negative width");
	if (!fill->piece.n)
		return v;
	if (r.high > fill->width)
		lower_guard(l, op(l, MIR_OP_SLE, v, mir_i64(&l->b, fill->width)),
			    "the width is more than fits");
	else
		fill->width = r.high > 0 ? (uint32_t)r.high : 0;
	return v;
}

struct rt lower_cmd_fill(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text pieces[3], whole;
	mir_val have, need, before, width;
	struct fill fill;
	uint32_t n = 0;
	struct rt v;

	fill_options(call, &fill);
	width = width_of(l, call, &fill);
	v = rt_settle(l, rt_want(l, *in, null_text));
	if (v.type->kind == TYPE_FILESIZE)
		v = rt_number(type_of(&l->unit->types, TYPE_INT), v.v);
	whole = lower_as_text(l, call, &v);
	if (v.type->kind == TYPE_STRING)
		whole = text_fetch(l, &whole);
	have = v.type->kind == TYPE_STRING ? counted_bytes(l, &whole) : text_length(l, &whole);
	if (!fill.width || !fill.piece.n)
		return rt_text(l, call->type, whole);
	need = op(l, MIR_OP_SUB, width, have);
	need = text_when(l, text_other(l, text_negative(l, need)), need);
	before = op(l, MIR_OP_LSHR, need, mir_i64(&l->b, 1));
	if (fill.side == FILL_BEFORE)
		before = need;
	else if (fill.side == FILL_AROUND_BEFORE)
		before = op(l, MIR_OP_SUB, need, before);
	if (fill.side != FILL_BEHIND)
		pieces[n++] = repeated(l, &fill, before);
	pieces[n++] = whole;
	if (fill.side == FILL_BEHIND)
		pieces[n++] = repeated(l, &fill, need);
	else if (fill.side != FILL_BEFORE)
		pieces[n++] = repeated(l, &fill, op(l, MIR_OP_SUB, need, before));
	whole = text_joined(l, pieces, n);
	return rt_text(l, call->type, whole);
}
