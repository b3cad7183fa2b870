/*
 * lower_absorb.c - errors in the closures of a list's commands that Nushell never raises.
 *
 * To Nushell the error is an element, raised when somebody looks at it: `length` and `is-empty` do
 * not, and `take while` and its like take what fails in their own closure, or because of the
 * element, for the end. What stands between must pass the element on: a closure that computes with
 * it fails on it.
 */
#include "frontend/lower_stream.h"

void absorb_begin(struct lower *l, struct absorb *a)
{
	*a = (struct absorb){.outer = l->handler, .in_each = l->in_each};
	a->handler.which = var_new(l, type_of(&l->unit->types, TYPE_INT), NULL);
	l->handler = &a->handler;
	l->in_each = true; /* which failure it is does not matter */
}

bool absorb_end(struct lower *l, struct absorb *a)
{
	l->handler = a->outer;
	l->in_each = a->in_each;
	return a->handler.failures.n > 0;
}

mir_block absorb_failed(struct lower *l, const struct absorb *a)
{
	mir_block there = ssa_block_new(l);

	if (!ssa_unreachable(l))
		mir_jump(&l->b, there);
	ssa_start(l, a->handler.block);
	return there;
}

mir_val lower_holds(struct lower *l, const struct ast *call, const struct rt *item, bool comm_ready,
		    bool sought)
{
	mir_val cond = lower_bool(l, false);
	struct absorb a;
	struct rt v;
	struct join j;

	absorb_begin(l, &a);
	v = lower_closure(l, ast_positional(call, 0), item, 1, item);
	if (v.type->kind == TYPE_BOOL && !sought)
		v.v = lower_not(l, v.v);
	if (v.type->kind == TYPE_BOOL)
		cond = lower_is_true(l, &v);
	if (!absorb_end(l, &a))
		return cond;
	j = join_new(l, type_of(&l->unit->types, TYPE_BOOL), NULL);
	join_add(l, &j, rt_bool(l, cond));
	ssa_start(l, a.handler.block);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	l->comm_ready = comm_ready;
	return join_end(l, &j).v;
}

static bool is_element(const struct ast *n, const struct ast *closure)
{
	if (n->kind == AST_PATH)
		n = n->u.path.base;
	return n && n->kind == AST_VAR && closure->u.closure.nparams &&
	       n->u.var.sym == closure->u.closure.params[0].sym;
}

/* The element is an operand that is always evaluated: when it is an error, so is what comes out. */
static bool computes_with(const struct ast *n, const struct ast *closure)
{
	switch (n->kind) {
	case AST_BINOP:
		for (uint32_t i = 0; i < 2; i++) {
			const struct ast *x = i ? n->u.bin.rhs : n->u.bin.lhs;
			bool always = !i || (n->u.bin.op != OP_AND && n->u.bin.op != OP_OR);

			if (always && (is_element(x, closure) || computes_with(x, closure)))
				return true;
		}
		return false;
	case AST_SUBEXPR:
		return computes_with(n->u.child, closure);
	case AST_BLOCK:
		return n->u.block.stmts.n == 1 && computes_with(n->u.block.stmts.v[0], closure);
	default:
		return false;
	}
}

enum absorb_kind absorb_at(const struct stage *stage)
{
	const struct ast *call = stage->call;
	const struct ast *closure = ast_positional(call, 0);
	bool fails = closure && closure->kind == AST_CLOSURE &&
		     (call->u.call.is_mapped || computes_with(closure->u.closure.body, closure));

	if (stage->was_before)
		return ABSORB_PASSES;
	switch ((enum cmd)call->u.call.cmd) {
	case CMD_each:
	case CMD_where:
	case CMD_filter:
		return fails ? ABSORB_PASSES : ABSORB_UNKNOWN;
	case CMD_take_while:
	case CMD_take_until:
	case CMD_each_while:
		return fails ? ABSORB_STOPS : ABSORB_UNKNOWN;
	case CMD_skip_while:
	case CMD_skip_until:
		return fails ? ABSORB_STARTS : ABSORB_UNKNOWN;
	case CMD_find:
		return ast_has_flag(call, "invert") ? ABSORB_DROPS : ABSORB_PASSES;
	case CMD_compact:
		return ABSORB_PASSES;
	case CMD_append:
	case CMD_prepend:
		return ABSORB_JOINS;
	case CMD_wrap:
	case CMD_enumerate:
		return ABSORB_WRAPS;
	case CMD_take:
	case CMD_skip:
		return ABSORB_COUNTS;
	default:
		return ABSORB_UNKNOWN;
	}
}

/* What fails in the command's closure is an element. */
static bool makes_errors(const struct ast *call)
{
	switch ((enum cmd)call->u.call.cmd) {
	case CMD_each:
	case CMD_where:
	case CMD_filter:
		return true;
	case CMD_insert:
	case CMD_update:
	case CMD_upsert:
		return ast_positional(call, 1)->kind == AST_CLOSURE;
	default:
		return false;
	}
}

bool absorb_can(const struct stage *const *stages, uint32_t n, bool blind)
{
	bool whole = true; /* no part of it can be had without the error */

	if (!makes_errors(stages[0]->call))
		return false;
	for (uint32_t i = 1; i < n; i++) {
		switch (absorb_at(stages[i])) {
		case ABSORB_UNKNOWN:
			return false;
		case ABSORB_STOPS:
		case ABSORB_DROPS:
			return whole;
		case ABSORB_WRAPS:
			whole = false;
			break;
		case ABSORB_PASSES:
		case ABSORB_STARTS:
			if (!whole && stages[i]->call->u.call.cmd != CMD_compact)
				return false;
			break;
		case ABSORB_COUNTS:
		case ABSORB_JOINS:
			break;
		}
	}
	return blind;
}
