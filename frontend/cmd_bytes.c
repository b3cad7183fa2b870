/*
 * cmd_bytes.c - commands on binary that is known only at run time. Its bytes may be NULs, so its length
 * always counts.
 */
#include "frontend/fold_text.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static const char null_binary[] = "null where binary is needed";

static struct text wanted(struct lower *l, const struct rt *in)
{
	struct rt v = rt_settle(l, rt_want(l, *in, null_binary));

	return text_fetch(l, &v.text);
}

static struct rt result(struct lower *l, struct text t)
{
	return (struct rt){.type = type_binary(&l->unit->types, t.cap), .text = t};
}

/* Words of an int are its bytes from the lowest on. */
struct rt lower_cmd_into_binary(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_want(l, *in, null_binary);
	struct text t = {.form = TEXT_BUFFER, .cap = 8};

	(void)call;
	if (v.type->kind == TYPE_STRING) {
		t = text_fetch(l, &v.text);
		t.len = text_length(l, &t);
		return result(l, t);
	}
	if (v.type->kind == TYPE_BINARY)
		return v;
	if (v.type->kind == TYPE_BOOL)
		v.v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64), v.v);
	t.ptr = ssa_slot(l, text_room(t.cap));
	t.len = mir_i64(&l->b, t.cap);
	lower_zero(l, t.ptr, text_room(t.cap));
	mir_store(&l->b, t.ptr, v.v, 0);
	l->again |= !l->has_nuls;
	l->has_nuls = true;
	return result(l, t);
}

struct rt lower_cmd_bytes_length(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);
	mir_val cut;

	return rt_number(call->type, text_visible(l, &t, &cut));
}

struct rt lower_cmd_bytes_at(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct text t = wanted(l, in);

	return result(l, lower_places(l, call, &t, false));
}

static struct rt compare_end(struct lower *l, const struct ast *call, const struct rt *in, bool end)
{
	struct rt part = rt_settle(l, rt_want(l, lower_expr(l, ast_positional(call, 0)),
					      null_binary));
	struct text t = wanted(l, in), piece;
	mir_val n, len, from, cut, fits;

	if (!part.text.cap)
		return rt_bool(l, lower_bool(l, true));
	n = text_visible(l, &t, &cut);
	len = text_length(l, &part.text);
	from = end ? mir_binary(&l->b, MIR_OP_SUB, n, len) : mir_i64(&l->b, 0);
	from = text_when(l, text_other(l, text_negative(l, from)), from);
	piece = text_slice(l, &t, from, len, part.text.cap);
	fits = mir_binary(&l->b, MIR_OP_ULE, len, n);
	return rt_bool(l, mir_binary(&l->b, MIR_OP_AND, fits, text_equal(l, &piece, &part.text)));
}

struct rt lower_cmd_bytes_starts_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return compare_end(l, call, in, false);
}

struct rt lower_cmd_bytes_ends_with(struct lower *l, const struct ast *call, const struct rt *in)
{
	return compare_end(l, call, in, true);
}
