/*
 * check_closure.c - closures that are arguments of a command: `each {|x| … }`, and the row
 * conditions of `where`.
 *
 * The body is checked with its parameters typed by what the command gives it. It sees what stands
 * around it; but only a row condition sees mutable variables, as in Nushell.
 */
#include "frontend/check.h"

/* The list of all that is given to a rest parameter. */
static const struct type *rest_type(struct checker *c, const struct type *const *given, uint32_t n)
{
	const struct type *elem = n ? given[0] : NULL;

	for (uint32_t i = 1; i < n && elem; i++)
		elem = type_join(&c->u->types, elem, given[i]);
	return type_list(&c->u->types, elem, elem ? n : 0);
}

static void set_rest_value(struct checker *c, struct symbol *s, const struct value *const *values,
			   uint32_t n)
{
	const struct value **items = arena_array(c->arena, const struct value *, n + 1);

	memcpy(items, values, n * sizeof(*items));
	s->value = value_list(c->arena, items, n);
	s->kind = SYMBOL_CONST;
	s->type = value_type(&c->u->types, s->value);
}

/* `values` says which parameters are constants; NULL: none. */
static void bind_parameters(struct checker *c, struct ast *n, struct ast *closure,
			    const struct type *const *given, const struct value *const *values,
			    uint32_t ngiven)
{
	for (uint32_t i = 0; i < closure->u.closure.nparams; i++) {
		struct param *p = &closure->u.closure.params[i];
		const struct type *t = i < ngiven ? given[i] : type_of(&c->u->types, TYPE_NOTHING);
		const struct type *want = NULL;

		if (p->is_rest) {
			p->sym = scope_add(c, SYMBOL_LOCAL, p->name, p->at,
					   rest_type(c, given + i, i < ngiven ? ngiven - i : 0));
			if (values)
				set_rest_value(c, p->sym, values + i, i < ngiven ? ngiven - i : 0);
			return;
		}
		if (i >= ngiven && !p->is_optional)
			diag_report(c->sink, DIAG_missing_argument, p->at,
				    sv_dup(c->arena, n->u.call.name), sv_dup(c->arena, p->name));
		if (p->type_text.n)
			want = check_annotation(c, p->type_text, p->type_at);
		if (i < ngiven && want && !check_accepts(want, t))
			diag_report(c->sink, DIAG_type_mismatch, p->at, type_name(c->arena, want),
				    type_name(c->arena, t));
		p->sym = scope_add(c, values ? SYMBOL_CONST : SYMBOL_LOCAL, p->name, p->at, t);
		if (values)
			p->sym->value = i < ngiven ? values[i]
						   : value_of(c->arena, TYPE_NOTHING, 0);
	}
}

/* `where a > 1` is `where {|it| $it.a > 1 }`. */
static void wrap_condition(struct checker *c, struct ast **arg)
{
	struct ast *cond = *arg, *body = arena_new(c->arena, struct ast);
	struct ast *closure = arena_new(c->arena, struct ast);
	struct ast **stmts = arena_array(c->arena, struct ast *, 1);
	struct param *it = arena_new(c->arena, struct param);

	stmts[0] = cond;
	*it = (struct param){.name = SV("it"), .at = cond->at};
	*body = (struct ast){.kind = AST_BLOCK, .at = cond->at};
	body->u.block.stmts = (ast_list){.v = stmts, .n = 1, .cap = 1};
	*closure = (struct ast){.kind = AST_CLOSURE, .at = cond->at};
	closure->u.closure.params = it;
	closure->u.closure.nparams = 1;
	closure->u.closure.has_params = true;
	closure->u.closure.is_condition = true;
	closure->u.closure.body = body;
	*arg = closure;
}

/* A closure in a variable; `$it` is the row. */
static bool is_variable(const struct ast *n)
{
	return n->kind == AST_VAR && !sv_is(n->u.var.name, "it");
}

struct ast *check_closure_argument(struct checker *c, struct ast *n, uint32_t at, bool condition)
{
	struct ast *a = NULL;

	for (uint32_t i = 0, k = 0; i < n->u.call.nargs; i++) {
		struct arg *arg = &n->u.call.args[i];

		if (arg->flag.n || k++ != at)
			continue;
		if (condition && arg->value->kind != AST_CLOSURE && !is_variable(arg->value))
			wrap_condition(c, &arg->value);
		a = arg->value;
	}
	if (a && a->kind == AST_CLOSURE)
		return a;
	if (a && a->kind != AST_GARBAGE)
		diag_report(c->sink, DIAG_argument_type, a->at, sv_dup(c->arena, n->u.call.name),
			    "a closure written here or held by a variable", "closure", ast_kind_help(a->kind));
	return NULL;
}

/* ---- closures in variables ---- */

/* The closure that a variable holds, or NULL. */
static struct ast *closure_of(struct checker *c, const struct ast *n)
{
	struct symbol *s, *hidden;

	if (n->kind != AST_VAR || sv_is(n->u.var.name, "in"))
		return NULL;
	s = scope_find(c, n->u.var.name, &hidden);
	return s && s->kind == SYMBOL_CLOSURE ? s->closure : NULL;
}

void check_closure_variable(struct checker *c, struct ast *n)
{
	const struct ast *closure = closure_of(c, n);

	if (closure)
		*n = *ast_clone(c->arena, closure);
}

bool check_closure_let(struct checker *c, struct ast *n)
{
	struct ast *init = n->u.let.init;
	struct ast *closure = !init ? NULL : init->kind == AST_CLOSURE ? init : closure_of(c, init);
	const struct type *t = type_of(&c->u->types, TYPE_CLOSURE);

	if (!closure || n->kind != AST_LET)
		return false;
	if (!closure->u.closure.seen)
		closure->u.closure.seen = c->scope.n + 1;
	n->u.let.sym = scope_add(c, SYMBOL_CLOSURE, n->u.let.name, n->u.let.name_at, t);
	n->u.let.sym->closure = closure;
	return true;
}

struct ast *check_given_closure(struct checker *c, struct ast *arg)
{
	struct ast *closure = arg->kind == AST_CLOSURE ? arg : closure_of(c, arg);

	if (!closure)
		return NULL;
	closure = ast_clone(c->arena, closure);
	if (!closure->u.closure.seen)
		closure->u.closure.seen = c->scope.n + 1;
	if (!closure->u.closure.home)
		closure->u.closure.home = c->frame;
	return closure;
}

/* The defs on the way from where a closure stands to where it runs are not called by it, so that it
 * may call them. */
static void set_busy(struct checker *c, const struct frame *home, bool busy)
{
	for (const struct frame *f = c->frame; home && f && f != home; f = f->caller)
		if (f->def && !f->is_argument)
			c->decls.v[f->decl].busy = busy;
}

/* The body with its own scope and frame; `input` is what $in is. */
static const struct type *check_body(struct checker *c, struct ast *n, struct ast *closure,
				     const struct type *const *given,
				     const struct value *const *values, uint32_t ngiven,
				     struct symbol *input)
{
	const struct frame *home = closure->u.closure.home, *around = home ? home : c->frame;
	struct frame frame = {.base = around ? 0 : c->scope.n, .file = closure->at.file};
	struct symbol *outer_input = c->input;
	struct ast *body = closure->u.closure.body;
	uint32_t mark = scope_push(c), known = c->non_null.n, effects = c->effects;
	const struct type *t;

	if (around)
		frame = *around;
	frame.up = around;
	frame.caller = c->frame;
	frame.result = NULL;
	frame.loops = 0;
	frame.is_argument = true;
	if (!closure->u.closure.is_condition)
		frame.captures = mark;
	frame.seen_below = closure->u.closure.seen ? closure->u.closure.seen - 1 : 0;
	frame.seen_base = closure->u.closure.seen ? mark : 0;
	set_busy(c, home, false);
	c->frame = &frame;
	c->input = input;
	bind_parameters(c, n, closure, given, values, ngiven);
	if (input)
		feed_input(c, body);
	t = check_block(c, body, true);
	if (frame.result && diverges(body))
		t = frame.result;
	else if (frame.result)
		t = type_join(&c->u->types, frame.result, t);
	if (!t && values) { /* it is one of the two, and which is known */
		t = type_of(&c->u->types, TYPE_NOTHING);
	} else if (!t) {
		diag_report(c->sink, DIAG_branch_types, body->at, type_name(c->arena, frame.result),
			    type_name(c->arena, body->type));
		t = type_of(&c->u->types, TYPE_ERROR);
	}
	closure->u.closure.returns = frame.result != NULL;
	closure->u.closure.has_effects = c->effects != effects;
	closure->u.closure.ignores = !input || !input->is_used;
	for (uint32_t i = 0; i < closure->u.closure.nparams; i++)
		closure->u.closure.ignores &= !closure->u.closure.params[i].sym ||
					      !closure->u.closure.params[i].sym->is_used;
	c->input = outer_input;
	c->frame = frame.caller;
	set_busy(c, home, true);
	c->non_null.n = known;
	scope_pop(c, mark);
	return set_type(closure, t);
}

const struct type *check_closure_body(struct checker *c, struct ast *n, struct ast *closure,
				      const struct type *const *given, uint32_t ngiven,
				      const struct type *in)
{
	struct symbol *input = in ? arena_new(c->arena, struct symbol) : NULL;

	if (in)
		*input = (struct symbol){
			.kind = SYMBOL_LOCAL, .name = SV("in"), .at = closure->at, .type = in};
	return check_body(c, n, closure, given, NULL, ngiven, input);
}

const struct value *check_closure_value(struct checker *c, struct ast *n, struct ast *closure,
					const struct value *const *given, uint32_t ngiven,
					const struct value *in)
{
	const struct type **types = arena_array(c->arena, const struct type *, ngiven + 1);
	struct symbol *input = arena_new(c->arena, struct symbol);
	struct ast *copy = ast_clone(c->arena, closure);

	for (uint32_t i = 0; i < ngiven; i++)
		types[i] = value_type(&c->u->types, given[i]);
	*input = (struct symbol){.kind = SYMBOL_LOCAL,
				 .name = SV("in"),
				 .at = closure->at,
				 .type = value_type(&c->u->types, in),
				 .value = in};
	check_body(c, n, copy, types, given, ngiven, input);
	return block_value(c->arena, copy->u.closure.body);
}
