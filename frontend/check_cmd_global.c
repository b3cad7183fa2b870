/*
 * check_cmd_global.c - variables that all programs of the file share, by name: global-define,
 * global-get and global-set.
 *
 * They are state of the file, as a `mut` outside of the closures, and may be used before they are
 * declared: what a round of checking finds out is kept for the next one.
 */
#include "frontend/check.h"

struct widened_global {
	struct sv name;
	struct span at;
	const struct type *type;  /* NULL: not known */
	const struct value *init; /* NULL: zero */
	uint32_t round;		  /* the last one that named it */
	bool is_read;
};

/* The variable that the call names; NULL after a report. */
static struct widened_global *find(struct checker *c, struct ast *n)
{
	struct ast *name = ast_positional(n, 0);
	struct sv text = constant_string(c, name, "the name of a shared variable");
	struct widened_global *g = NULL;

	if (!name->value || name->value->kind != TYPE_STRING)
		return NULL;
	if (!text.n || text.n > 64) {
		diag_report(c->sink, DIAG_argument_range, name->at, "name",
			    sv_dup(c->arena, n->u.call.name), "1 to 64 bytes long");
		return NULL;
	}
	for (uint32_t i = 0; i < c->widened->globals.n && !g; i++)
		if (sv_eq(c->widened->globals.v[i]->name, text))
			g = c->widened->globals.v[i];
	if (!g) {
		g = arena_new(c->arena, struct widened_global);
		*g = (struct widened_global){.name = text, .at = n->at};
		vec_push(c->arena, &c->widened->globals, g);
	}
	if (g->round != c->widened->round)
		g->is_read = false;
	g->round = c->widened->round;
	return g;
}

/* It holds values of this type: false after a report. */
static bool agree(struct checker *c, struct widened_global *g, struct span at, const struct type *t)
{
	struct diag *d;

	if (t->kind == TYPE_ERROR)
		return false;
	if (t->kind != TYPE_INT && t->kind != TYPE_BOOL && t->kind != TYPE_DURATION &&
	    t->kind != TYPE_FILESIZE) {
		d = diag_report(c->sink, DIAG_state_type, at, type_name(c->arena, t));
		diag_help(c->sink, d, "a map keeps such values: `… | map-put NAME KEY`");
		return false;
	}
	t = type_of(&c->u->types, t->kind); /* never null, and a number with names is a number */
	if (g->type && g->type != t) {
		d = diag_report(c->sink, DIAG_map_uses, at, "shared variable",
				sv_dup(c->arena, g->name),
				arena_printf(c->arena, "of %s", type_name(c->arena, t)),
				arena_printf(c->arena, "of %s", type_name(c->arena, g->type)));
		d->also = g->at;
		d->also_text = "first used here";
		return false;
	}
	c->widened->more |= g->is_read && !g->type;
	g->type = t;
	return true;
}

static bool set_first(struct checker *c, struct widened_global *g, struct ast *input)
{
	struct diag *d;

	if (!input->value) {
		d = diag_report(c->sink, DIAG_not_constant, input->at,
				"the first value of a shared variable");
		diag_help(c->sink, d, "`--zero` takes its type alone; `global-set` sets it");
		return false;
	}
	g->init = input->value;
	return true;
}

const struct type *check_cmd_global_define(struct checker *c, struct ast *n, struct ast *input)
{
	struct widened_global *g = find(c, n);
	struct ast *text = ast_flag(n, "type");
	const struct type *t = NULL;
	bool good = g != NULL;

	if (text) {
		t = check_type_text(c, constant_string(c, text, "a type"), text->at);
		good = t && g && agree(c, g, text->at, t);
	}
	if (!text && !input) {
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "global-define",
			    "--type");
		good = false;
	}
	if (good && input)
		good = agree(c, g, input->at, input->type) &&
		       (ast_has_flag(n, "zero") || set_first(c, g, input));
	return good ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_global_get(struct checker *c, struct ast *n, struct ast *input)
{
	struct widened_global *g = find(c, n);

	(void)input;
	if (!g)
		return type_error_at(c, n);
	g->is_read = true;
	if (g->type)
		return set_type(n, g->type);
	return check_unresolved(c, n, "shared variable", g->name,
				arena_printf(c->arena,
					     "`global-define " SV_FMT " --type int` says it",
					     SV_ARG(g->name)));
}

const struct type *check_cmd_global_set(struct checker *c, struct ast *n, struct ast *input)
{
	struct widened_global *g = find(c, n);

	if (!input || input->type->kind == TYPE_NOTHING)
		check_bad_input(c, n, input, "a number or bool");
	if (!g || !input || input->type->kind == TYPE_NOTHING ||
	    !agree(c, g, input->at, input->type))
		return type_error_at(c, n);
	warn_null(c, input, "global-set");
	return NULL;
}

void take_globals(struct checker *c)
{
	for (uint32_t i = 0; i < c->widened->globals.n; i++) {
		struct widened_global *g = c->widened->globals.v[i];
		struct symbol *s = arena_new(c->arena, struct symbol);

		if (g->round != c->widened->round || !g->type)
			continue;
		*s = (struct symbol){.kind = SYMBOL_STATE,
				     .name = g->name,
				     .at = g->at,
				     .type = g->type,
				     .index = c->u->states.n};
		vec_push(c->arena, &c->u->states,
			 ((struct unit_state){.sym = s,
					      .symbol = unique_symbol(c, g->name),
					      .program = UINT32_MAX,
					      .is_global = true,
					      .init = g->init}));
	}
}
