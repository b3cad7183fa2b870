/*
 * cmd_output.c - emit and print: rows and lines to user space.
 */
#include "frontend/fold.h"
#include "frontend/lowering.h"

struct rt lower_cmd_emit(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *name = ast_positional(call, 0);
	struct manifest_event e = {.name = l->program->label};
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

/* The pieces of a line: text known now, and values. */
struct line {
	struct buf text; /* not yet a part */
	VEC(struct wire_part) parts;
	VEC(struct rt) values;
	VEC(struct sv) names;
};

static void end_text(struct lower *l, struct line *line)
{
	struct wire_part part = {.text = line->text.p};

	if (line->text.n)
		vec_push(l->arena, &line->parts, part);
	line->text = (struct buf){.arena = l->arena};
}

static void add_value(struct lower *l, struct line *line, struct rt v)
{
	end_text(l, line);
	vec_push(l->arena, &line->parts, ((struct wire_part){.field = line->values.n}));
	vec_push(l->arena, &line->values, v);
	vec_push(l->arena, &line->names, SV(""));
}

static void add_piece(struct lower *l, struct line *line, const struct ast *n)
{
	if (n->value) {
		value_text(&line->text, n->value);
	} else if (n->kind == AST_INTERP) {
		for (uint32_t i = 0; i < n->u.interp.parts.n; i++)
			add_piece(l, line, n->u.interp.parts.v[i]);
	} else {
		add_value(l, line, lower_expr(l, n));
	}
}

struct rt lower_cmd_print(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct line line = {.text.arena = l->arena};
	const struct ast *piece;
	struct manifest_event e = {.name = l->program->label, .is_print = true};

	/* Nushell's print sets each argument on a line of its own. */
	for (uint32_t i = 0; (piece = ast_positional(call, i)); i++) {
		if (i && !ast_has_flag(call, "no-newline"))
			buf_putc(&line.text, '\n');
		add_piece(l, &line, piece);
	}
	if (!ast_positional(call, 0) && in)
		add_value(l, &line, *in);
	end_text(l, &line);
	e.parts = line.parts.v;
	e.nparts = line.parts.n;
	lower_event(l, e, line.values.v, line.names.v, line.values.n);
	return rt_nothing(l);
}
