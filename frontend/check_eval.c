/*
 * check_eval.c - commands on constants: the checker is the evaluator.
 *
 * A command whose input is constant is evaluated before it is checked. Its closure is checked once
 * for each element, on a copy where the parameters are constants: what the body is then known to be
 * is its value. All this is silent: a command that does not come to a value is checked as any other,
 * which says what is wrong with it, and what fails at run time fails there.
 */
#include "frontend/check_eval.h"

bool eval_items(const struct eval *f, struct values *out)
{
	const struct value *v = f->in;
	int64_t n;

	*out = (struct values){0};
	if (!v || (v->kind != TYPE_LIST && v->kind != TYPE_RANGE))
		return false;
	if (v->kind == TYPE_RANGE && !f->is_inner && !command_takes_range(f->call->u.call.cmd))
		return false;
	n = v->kind == TYPE_RANGE ? range_length(v) : v->n;
	if (n > EVAL_ELEMENTS_MAX)
		return false;
	for (int64_t i = 0; i < n; i++)
		vec_push(f->c->arena, &out->v,
			 v->kind == TYPE_LIST
				 ? v->items[i]
				 : eval_int(f, v->range.from + i * v->range.step));
	return true;
}

bool eval_row(const struct eval *f, const struct value *v, struct values *out)
{
	struct eval row = *f;

	*out = (struct values){0};
	if (!v)
		return false;
	row.in = v;
	row.is_inner = true;
	if (v->kind == TYPE_LIST || v->kind == TYPE_RANGE)
		return eval_items(&row, out);
	if (v->kind != TYPE_NOTHING)
		vec_push(f->c->arena, &out->v, v);
	return true;
}

static const struct value *constant(const struct eval *f, const struct ast *n)
{
	struct ast *copy = ast_clone(f->c->arena, n);

	if (!copy || copy->kind == AST_CLOSURE || (copy->kind == AST_PATH && !copy->u.path.base))
		return NULL;
	check_expr(f->c, copy);
	return copy->value;
}

const struct value *eval_argument(const struct eval *f, uint32_t at)
{
	return constant(f, ast_positional(f->call, at));
}

const struct value *eval_flag(const struct eval *f, const char *name)
{
	return constant(f, ast_flag(f->call, name));
}

bool eval_count(const struct eval *f, uint32_t at, int64_t otherwise, int64_t *out)
{
	const struct value *v = NULL;

	*out = otherwise;
	if (!ast_positional(f->call, at))
		return true;
	v = eval_argument(f, at);
	if (!v || v->kind != TYPE_INT || v->i < 0)
		return false;
	*out = v->i;
	return true;
}

const struct value *eval_closure(struct eval *f, uint32_t at, const struct value *const *given,
				 uint32_t ngiven, const struct value *in)
{
	enum cmd cmd = (enum cmd)f->call->u.call.cmd;
	bool condition = cmd == CMD_where || cmd == CMD_any || cmd == CMD_all;
	struct ast *closure = check_closure_argument(f->c, f->call, at, condition);

	if (!closure || f->c->folded >= EVAL_STEPS_MAX)
		return NULL;
	f->c->folded++;
	return check_closure_value(f->c, f->call, closure, given, ngiven, in);
}

bool eval_holds(struct eval *f, uint32_t at, const struct value *element, bool *known)
{
	const struct value *v = eval_closure(f, at, &element, 1, element);

	*known = v && (v->kind == TYPE_BOOL || v->kind == TYPE_NOTHING);
	return *known && v->kind == TYPE_BOOL && v->i;
}

void eval_push(const struct eval *f, struct values *out, const struct value *v)
{
	vec_push(f->c->arena, &out->v, v);
}

const struct value *eval_list(const struct eval *f, const struct values *items)
{
	return value_list(f->c->arena, items->v.v, items->v.n);
}

const struct value *eval_int(const struct eval *f, int64_t i)
{
	return value_of(f->c->arena, TYPE_INT, i);
}

const struct value *eval_bool(const struct eval *f, bool b)
{
	return value_of(f->c->arena, TYPE_BOOL, b);
}

const struct value *eval_null(const struct eval *f)
{
	return value_of(f->c->arena, TYPE_NOTHING, 0);
}

bool value_is_empty(const struct value *v)
{
	if (v->kind == TYPE_STRING || v->kind == TYPE_BINARY)
		return !v->s.n;
	return v->kind == TYPE_NOTHING ||
	       ((v->kind == TYPE_LIST || v->kind == TYPE_RECORD) && !v->n);
}

#define EVAL_ROW(id) [CMD_##id] = eval_cmd_##id,
static eval_fn *const evals[CMD_COUNT] = {EVAL_COMMANDS(EVAL_ROW)};

bool eval_has(uint32_t cmd)
{
	return evals[cmd] != NULL;
}

const struct value *eval_call(struct checker *c, struct ast *n, const struct ast *input)
{
	struct diag_mark mark = diag_mark(c->sink);
	struct eval f = {.c = c, .call = n, .in = input ? input->value : NULL};
	const struct value *v;

	if (!evals[n->u.call.cmd] || (input && !input->value))
		return NULL;
	for (uint32_t i = 0; i < n->u.call.nargs; i++)
		if (n->u.call.args[i].is_spread)
			return NULL;
	c->folding++;
	v = evals[n->u.call.cmd](&f);
	c->folding--;
	if (diag_failed_since(c->sink, mark))
		v = NULL;
	diag_rewind(c->sink, mark);
	return v;
}
