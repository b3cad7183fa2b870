/*
 * lower_stmt.c - statements and variables.
 */
#include "frontend/lower_loop.h"

/* ---- load-time constants and state ---- */

static mir_val global(struct lower *l, uint32_t index)
{
	const struct mir_global *g = &l->m->globals.v[index];
	enum mir_space space = g->section == MIR_GLOBAL_RODATA ? MIR_SPACE_CONST : MIR_SPACE_DATA;

	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_GLOBAL,
						   .type = mir_ptr(space, g->size),
						   .ref = index});
}

static struct rt load_global(struct lower *l, uint32_t index, const struct type *type)
{
	mir_val at = global(l, index), byte;

	if (type->kind == TYPE_STRING)
		return rt_text(
			l, type,
			(struct text){.form = TEXT_BUFFER, .ptr = at, .cap = PARAM_STRING_MAX});
	if (type->kind != TYPE_BOOL)
		return rt_number(type, mir_load(&l->b, MIR_T(I64), at, 0));
	byte = mir_load(&l->b, MIR_T(I8), at, 0);
	return rt_bool(l, mir_binary(&l->b, MIR_OP_NE, byte, mir_const(&l->b, MIR_T(I8), 0)));
}

struct rt lower_state(struct lower *l, uint32_t index)
{
	return load_global(l, l->state_globals.v[index], l->unit->states.v[index].sym->type);
}

void lower_state_set(struct lower *l, uint32_t index, struct rt value)
{
	mir_val v = value.v;

	if (value.type->kind == TYPE_BOOL)
		v = mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I8), v);
	mir_store(&l->b, global(l, l->state_globals.v[index]), v, 0);
}

struct rt lower_variable(struct lower *l, const struct ast *n)
{
	const struct symbol *s = n->u.var.sym;
	struct rt r;

	if (sv_is(n->u.var.name, "in"))
		return rt_convert(l, l->input ? *l->input : rt_nothing(l), n->type);
	switch (s->kind) {
	case SYMBOL_LOCAL:
		r = *(const struct rt *)s->lower;
		break;
	case SYMBOL_MUT:
		r = var_read(l, s->lower);
		break;
	case SYMBOL_PARAM:
		r = load_global(l, l->param_globals.v[s->index], s->type);
		break;
	case SYMBOL_STATE:
		r = lower_state(l, s->index);
		break;
	case SYMBOL_CONST:
		r = rt_const(l, s->value, s->type);
		break;
	case SYMBOL_CTX:
	case SYMBOL_CAUGHT:
	case SYMBOL_CLOSURE:
	case SYMBOL_RANGE:
	case SYMBOL_USER:
		NB_BUG("variable '" SV_FMT "' has no value in the kernel", SV_ARG(s->name));
	}
	return rt_convert(l, r, n->type);
}

void lower_bind(struct lower *l, struct symbol *sym, struct rt value)
{
	struct rt *kept = arena_new(l->arena, struct rt);

	*kept = rt_settle(l, value);
	sym->lower = kept;
}

/* ---- declarations and assignments ---- */

static void declare(struct lower *l, const struct ast *n)
{
	struct symbol *s = n->u.let.sym;
	struct rt v;

	if (s->kind == SYMBOL_STATE || s->kind == SYMBOL_CTX || s->kind == SYMBOL_CONST ||
	    s->kind == SYMBOL_CLOSURE)
		return;
	v = n->u.let.init ? lower_expr(l, n->u.let.init) : rt_nothing(l);
	if (s->kind == SYMBOL_LOCAL) {
		lower_bind(l, s, v);
		return;
	}
	s->lower = var_new(l, s->type, s);
	var_write(l, s->lower, v);
}

static bool reads(const struct ast *n, const struct symbol *s)
{
	return n->kind == AST_VAR && n->u.var.sym == s;
}

/* State counts events of several cpus at once: `$hits += n` adds in one step. */
static void assign_state(struct lower *l, const struct symbol *s, const struct ast *rhs)
{
	mir_val at, v;
	bool is_add = rhs->kind == AST_BINOP && rhs->u.bin.op == OP_ADD;
	bool is_sub = rhs->kind == AST_BINOP && rhs->u.bin.op == OP_SUB;

	if ((is_add || is_sub) && !rhs->value && reads(rhs->u.bin.lhs, s)) {
		const char *null = null_operand(rhs->u.bin.op);
		mir_val old;

		at = global(l, l->state_globals.v[s->index]);
		old = lower_number(l, rhs->u.bin.lhs, null).v;

		v = lower_number(l, rhs->u.bin.rhs, null).v;
		if (!l->unit->wrapv)
			lower_guard(l,
				    lower_not(l, mir_binary(&l->b,
							    is_add ? MIR_OP_ADD_OV : MIR_OP_SUB_OV,
							    old, v)),
				    "integer overflow");
		if (is_sub)
			v = mir_binary(&l->b, MIR_OP_SUB, mir_i64(&l->b, 0), v);
		mir_append(&l->b, (struct mir_inst){.op = MIR_OP_ATOMIC_ADD,
						    .args = (mir_val[]){at, v},
						    .nargs = 2});
		return;
	}
	lower_state_set(l, s->index,
			s->type->kind == TYPE_BOOL
				? rt_bool(l, lower_condition(l, rhs, null_condition))
				: lower_number(l, rhs, null_number));
}

static void assign(struct lower *l, const struct ast *n)
{
	const struct ast *lhs = n->u.assign.lhs;
	struct symbol *s = (lhs->kind == AST_PATH ? lhs->u.path.base : lhs)->u.var.sym;
	struct rt v;

	if (s->kind == SYMBOL_STATE) {
		assign_state(l, s, n->u.assign.rhs);
		return;
	}
	v = lower_expr(l, n->u.assign.rhs);
	if (lhs->kind == AST_PATH)
		v = lower_put(l, rt_settle(l, var_read(l, s->lower)), lhs->u.path.members,
			      lhs->u.path.n, rt_settle(l, v), PUT_UPSERT);
	var_write(l, s->lower, v);
}

/* ---- jumps ---- */

/* What the kernel takes for the value of a program's closure. */
static mir_val verdict(struct lower *l, struct rt v)
{
	enum probe_verdict kind = probes[l->program->target.probe].verdict;
	mir_val null = v.null, neutral, n;
	struct interval r;

	if (kind == VERDICT_NONE || v.type->kind == TYPE_NOTHING)
		return mir_const(&l->b, MIR_T(I32), l->f->neutral);
	neutral = mir_i64(&l->b, l->f->neutral);
	n = null.id ? lower_select(l, null, neutral, v.v) : v.v;
	r = lower_interval(l, n);
	if (kind == VERDICT_ERRNO && (r.low < VERDICT_LEAST || r.high > 0)) {
		mir_val least = mir_i64(&l->b, VERDICT_LEAST);

		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, least, n),
			    "a verdict that is no error");
		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, n, neutral),
			    "a verdict that is no error");
	}
	return mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), n);
}

void lower_end(struct lower *l, struct rt v)
{
	if (ssa_unreachable(l))
		return;
	if (l->exit)
		join_add(l, l->exit, v);
	else
		mir_ret(&l->b, verdict(l, v));
	ssa_start_dead(l);
}

static void lower_return(struct lower *l, const struct ast *n)
{
	lower_end(l, n->u.child ? lower_expr(l, n->u.child) : rt_nothing(l));
}

static void leave_loop(struct lower *l, mir_block to)
{
	mir_jump(&l->b, to);
	ssa_start_dead(l);
}

static struct rt statement(struct lower *l, const struct ast *n)
{
	switch (n->kind) {
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		declare(l, n);
		break;
	case AST_ASSIGN:
		assign(l, n);
		break;
	case AST_FOR:
		lower_for(l, n);
		break;
	case AST_WHILE:
	case AST_LOOP:
		lower_while(l, n);
		break;
	case AST_RETURN:
		lower_return(l, n);
		break;
	case AST_BREAK:
		leave_loop(l, l->loop->leave);
		break;
	case AST_CONTINUE:
		leave_loop(l, l->loop->next);
		break;
	case AST_DEF:
	case AST_USE:
		break;
	default:
		return lower_expr(l, n);
	}
	return rt_nothing(l);
}

struct rt lower_stmt(struct lower *l, const struct ast *n)
{
	struct span outer = l->b.at;
	struct rt r;

	l->b.at = n->at;
	r = statement(l, n);
	l->b.at = outer;
	return r;
}
