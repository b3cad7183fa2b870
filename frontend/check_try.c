/*
 * check_try.c - `try` and `catch`, and what may be asked of the error that was caught.
 *
 * The error of `catch` is not a value in the kernel: which one it was is known there, and so its message
 * and its code, but nothing else of what Nushell keeps in it.
 */
#include "frontend/check.h"

/* Texts of Nushell have less; those of `error make` make more room for themselves. */
enum { ERROR_TEXT = 64 };

static const struct type *refuse(struct checker *c, struct ast *n, const char *what,
				 const char *why, const char *help)
{
	struct diag *d = diag_report(c->sink, DIAG_kernel_cannot, n->at, what, why);

	diag_help(c->sink, d, "%s", help);
	return type_error_at(c, n);
}

struct ast *ast_handler(const struct ast *n)
{
	struct ast *handler = n->u.try_.handler;

	return handler && handler->kind == AST_CLOSURE ? handler->u.closure.body : handler;
}

struct symbol *find_caught(struct checker *c, const struct ast *n)
{
	struct symbol *hidden = NULL, *s;

	if (n->kind != AST_VAR)
		return NULL;
	s = sv_is(n->u.var.name, "in") ? c->input : scope_find(c, n->u.var.name, &hidden);
	return s && s->kind == SYMBOL_CAUGHT ? s : NULL;
}

const struct type *check_caught_value(struct checker *c, struct ast *n)
{
	return refuse(c, n, "an error as a value", "only its message and its code are known there",
		      arena_printf(c->arena, "write `$" SV_FMT ".msg` or `$" SV_FMT ".details.code`",
				   SV_ARG(n->u.var.name), SV_ARG(n->u.var.name)));
}

/* Columns that the error has in Nushell. */
static bool is_column(const struct path_member *m, bool details)
{
	static const char *const columns[] = {"msg", "debug", "raw", "rendered", "details"},
				 *const inner[] = {"msg", "labels", "code", "url", "help", "inner"};

	for (uint32_t i = 0; i < (details ? ARRAY_SIZE(inner) : ARRAY_SIZE(columns)); i++)
		if (!m->is_index && sv_is(m->name, details ? inner[i] : columns[i]))
			return true;
	return false;
}

const struct type *check_caught_path(struct checker *c, struct ast *n, struct symbol *caught)
{
	struct ast *base = n->u.path.base;
	const struct path_member *m = n->u.path.members, *last = &m[n->u.path.n - 1];
	bool details = n->u.path.n == 2 && !m->is_index && sv_is(m->name, "details");
	const struct type *text;

	base->u.var.sym = caught;
	set_type(base, caught->type);
	if (last->optional && (n->u.path.n == 1 || details) && !is_column(last, details))
		return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
	text = type_string(&c->u->types, ERROR_TEXT, false);
	if ((n->u.path.n == 1 || details) && !last->is_index && sv_is(last->name, "msg"))
		return set_type(n, text);
	if (details && !last->is_index && sv_is(last->name, "code"))
		return set_type(n, type_nullable(&c->u->types, text, true));
	return refuse(c, n, "this part of an error", "only its message and its code are known there",
		      "`msg`, `details.msg` and `details.code` can be asked for");
}

/* What the handler is given: at most one parameter, without a type that Nushell would not let it
 * have. */
static bool check_parameters(struct checker *c, const struct ast *handler)
{
	const struct param *p = handler->u.closure.params;

	if (handler->u.closure.nparams > 1) {
		diag_report(c->sink, DIAG_extra_argument, p[1].at, "catch");
		return false;
	}
	if (!handler->u.closure.nparams)
		return true;
	if (p->is_rest || p->init || p->is_flag) {
		diag_report(c->sink, DIAG_type_mismatch, p->at, "a parameter for the error",
			    p->is_rest ? "a rest parameter" : p->is_flag ? "a flag" : "a default");
		return false;
	}
	if (p->type_text.n && !sv_is(p->type_text, "any") && !sv_starts(p->type_text, SV("record"))) {
		diag_report(c->sink, DIAG_type_mismatch, p->type_at, "no type: the error is a record",
			    sv_dup(c->arena, p->type_text));
		return false;
	}
	return true;
}

/* The handler is a closure to Nushell: it captures no mutable variable, but `return`, `break` and
 * `continue` in it leave what is around the `try`. */
static const struct type *check_handler(struct checker *c, struct ast *n, bool want)
{
	struct ast *handler = n->u.try_.handler;
	uint32_t mark, captures = c->frame->captures;
	struct symbol *outer_input = c->input;
	const struct type *t;

	if (handler->kind == AST_CLOSURE && !check_parameters(c, handler))
		return type_of(&c->u->types, TYPE_ERROR);
	mark = scope_push(c);
	c->frame->captures = mark;
	c->input = arena_new(c->arena, struct symbol);
	*c->input = (struct symbol){.kind = SYMBOL_CAUGHT,
				    .name = SV("in"),
				    .at = handler->at,
				    .type = type_of(&c->u->types, TYPE_ANY)};
	n->u.try_.caught = c->input;
	if (handler->kind == AST_CLOSURE && handler->u.closure.nparams) {
		struct param *p = handler->u.closure.params;

		p->sym = scope_add(c, SYMBOL_CAUGHT, p->name, p->at, c->input->type);
		n->u.try_.named = p->sym;
	}
	t = check_block(c, ast_handler(n), want);
	c->input = outer_input;
	c->frame->captures = captures;
	scope_pop(c, mark);
	return t;
}

const struct type *check_try(struct checker *c, struct ast *n, bool want)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING), *body, *handler = nothing;
	uint32_t known = c->non_null.n;

	if (n->u.try_.finally)
		return refuse(c, n->u.try_.finally, "'finally'",
			      "Nushell runs what stands behind it before the error or the `return` "
			      "that it holds up",
			      "write what always has to run behind the `try`");
	body = check_block(c, n->u.try_.body, want);
	c->non_null.n = known;
	if (!check_stream_error(c, n->u.try_.body, "a `try`"))
		return type_error_at(c, n);
	if (n->u.try_.handler)
		handler = check_handler(c, n, want);
	c->non_null.n = known;
	if (body->kind == TYPE_ERROR || handler->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (!want)
		return set_type(n, nothing);
	if (diverges(n->u.try_.body))
		return set_type(n, handler);
	if (diverges(ast_handler(n)))
		return set_type(n, body);
	return set_type(n, check_join(c, n, body, handler));
}
