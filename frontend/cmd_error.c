/* cmd_error.c - `error make`: ends the event, or what a `catch` is around; each place has its own counter. */
#include "frontend/lowering.h"

/* The value of a column of the error; NULL: it has none. */
static const struct ast *column(const struct ast *error, const char *name)
{
	for (uint32_t i = 0; i < error->u.record.n; i++) {
		const struct record_item *item = &error->u.record.items[i];

		if (item->key && sv_is(ast_key(item->key), name))
			return item->value;
	}
	return NULL;
}

/* What the user reads of a message that is computed: it as it is written. */
static const char *outline(struct lower *l, const struct ast *message)
{
	struct buf b = {.arena = l->arena};

	if (message->kind != AST_INTERP) {
		buf_printf(&b, "error make: " SV_FMT,
			   SV_ARG(source_text(l->unit->sink->sources, message->at)));
		return b.p;
	}
	for (uint32_t i = 0; i < message->u.interp.parts.n; i++) {
		const struct ast *part = message->u.interp.parts.v[i];

		if (part->value && part->value->kind == TYPE_STRING)
			buf_write(&b, part->value->s.p, part->value->s.n);
		else
			buf_puts(&b, "(…)");
	}
	return b.p;
}

struct rt lower_cmd_error_make(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *error = ast_positional(call, 0), *message = column(error, "msg");
	const struct ast *code = column(error, "code");
	const char *code_text = code ? sv_dup(l->arena, code->value->s) : NULL;
	struct rt text;

	(void)in;
	if (message->value) {
		lower_throw(l, sv_dup(l->arena, message->value->s), code_text, NULL);
		return rt_nothing(l);
	}
	text = rt_want(l, lower_expr(l, message), "null where the message of an error is needed");
	text = rt_settle(l, text);
	lower_throw(l, outline(l, message), code_text, &text);
	return rt_nothing(l);
}
