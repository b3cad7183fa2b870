/*
 * cmd_output.c - emit and print: rows and lines to user space.
 */
#include "frontend/fold.h"
#include "frontend/lower_text.h"

struct rt lower_cmd_emit(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *name = ast_positional(call, 0);
	struct manifest_event e = {.name = lower_caller(l)->label};
	const struct type *t = in->type;
	struct sv alone = SV("");
	struct sv *names;

	if (name && name->value)
		e.name = sv_dup(l->arena, name->value->s);
	/* A record gives columns; one that may be null is a single column, as is a scalar. */
	if (t->kind != TYPE_RECORD || t->nullable) {
		e.is_scalar = true;
		lower_event(l, e, in, &alone, 1);
		return rt_nothing(l);
	}
	names = arena_array(l->arena, struct sv, t->nfields + 1);
	for (uint32_t i = 0; i < t->nfields; i++)
		names[i] = t->fields[i].name;
	lower_event(l, e, in->fields, names, t->nfields);
	return rt_nothing(l);
}

/* Text known now waits in `known` for what follows it. */
static void add_piece(struct lower *l, struct text_parts *line, struct buf *known,
		      const struct ast *n)
{
	if (n->value) {
		value_text(known, n->value);
	} else if (n->kind == AST_INTERP) {
		for (uint32_t i = 0; i < n->u.interp.parts.n; i++)
			add_piece(l, line, known, n->u.interp.parts.v[i]);
	} else {
		parts_add_text(l, line, known);
		parts_add_value(l, line, lower_expr(l, n), n);
	}
}

struct rt lower_cmd_print(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct manifest_event e = {.name = lower_caller(l)->label, .is_print = true};
	struct buf known = {.arena = l->arena};
	struct text_parts line = {0};
	const struct ast *piece;
	struct sv *names;

	/* Nushell's print sets each argument on a line of its own. */
	for (uint32_t i = 0; (piece = ast_positional(call, i)); i++) {
		if (i && !ast_has_flag(call, "no-newline"))
			buf_putc(&known, '\n');
		add_piece(l, &line, &known, piece);
	}
	if (!ast_positional(call, 0) && in)
		parts_add_value(l, &line, *in, call);
	parts_add_text(l, &line, &known);
	e.parts = line.parts.v;
	e.nparts = line.parts.n;
	names = arena_array(l->arena, struct sv, line.values.n + 1);
	for (uint32_t i = 0; i < line.values.n; i++)
		names[i] = SV("");
	lower_event(l, e, line.values.v, names, line.values.n);
	return rt_nothing(l);
}
