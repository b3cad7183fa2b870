/*
 * lower_stage.c - what each command of a pipeline does with one element of its list.
 */
#include "frontend/lower_stage.h"

void stage_drop_unless(struct lower *l, struct stream *s, mir_val cond)
{
	mir_block there = ssa_block_new(l);

	if (!s->next.id)
		s->next = ssa_block_new(l);
	mir_branch(&l->b, cond, there, s->next);
	ssa_start(l, there);
}

mir_val stage_count(struct lower *l, struct counter *c)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	mir_val n;

	if (!c->var)
		return mir_i64(&l->b, c->n++);
	n = var_read(l, c->var).v;
	var_write(l, c->var,
		  rt_number(number, mir_binary(&l->b, MIR_OP_ADD, n, mir_i64(&l->b, 1))));
	return n;
}

bool stage_is_known(const struct ast *call, int64_t *amount)
{
	const struct ast *n = ast_positional(call, 0);

	*amount = !n ? 1 : n->value ? n->value->i : 0;
	return !n || n->value;
}

mir_val stage_amount(struct lower *l, const struct stage *stage)
{
	int64_t n;

	return stage_is_known(stage->call, &n) ? mir_i64(&l->b, n) : stage->put->v;
}

mir_val lower_is_true(struct lower *l, const struct rt *v)
{
	if (v->type->kind != TYPE_BOOL)
		return lower_bool(l, false);
	return v->null.id ? mir_binary(&l->b, MIR_OP_AND, v->v, lower_not(l, v->null)) : v->v;
}

/* The element without null; false when it never is anything else. */
static bool drop_null(struct lower *l, struct stream *s)
{
	if (s->item.type->kind == TYPE_NOTHING)
		return false;
	if (!s->item.null.id)
		return true;
	stage_drop_unless(l, s, lower_not(l, s->item.null));
	s->item = rt_convert(l, s->item, type_nullable(&l->unit->types, s->item.type, false));
	return true;
}

/* False: no element has what `compact` wants. */
static bool compact(struct lower *l, struct stream *s, const struct ast *call)
{
	mir_val some;

	if (!drop_null(l, s) || !call->type->elem)
		return false;
	some = lower_is_some(l, call, &s->item);
	if (some.id)
		stage_drop_unless(l, s, some);
	s->item = rt_convert(l, s->item, call->type->elem);
	return true;
}

static bool skip(struct lower *l, struct stream *s, const struct stage *stage, struct counter *c)
{
	int64_t at = c->n, amount;
	bool known = stage_is_known(stage->call, &amount) && !c->var;
	mir_val n = stage_count(l, c);

	if (known)
		return at >= amount;
	stage_drop_unless(l, s, mir_binary(&l->b, MIR_OP_ULE, stage_amount(l, stage), n));
	return true;
}

static void enumerate(struct lower *l, struct stream *s, struct counter *c)
{
	struct type_field fields[2] = {{SV("index"), type_of(&l->unit->types, TYPE_INT)},
				       {SV("item"), s->item.type}};
	struct rt *values = arena_array(l->arena, struct rt, 2);

	values[0] = rt_number(fields[0].type, stage_count(l, c));
	values[1] = s->item;
	s->item = (struct rt){.type = type_record(&l->unit->types, fields, 2), .fields = values};
}

void stage_set_flag(struct lower *l, struct counter *c)
{
	var_write(l, c->var, rt_number(type_of(&l->unit->types, TYPE_INT), mir_i64(&l->b, 1)));
}

void stage_stop(struct lower *l, struct stream *s, struct counter *c)
{
	if (!s->next.id)
		s->next = ssa_block_new(l);
	stage_set_flag(l, c);
	mir_jump(&l->b, s->next);
}

/* Goes on with the element where cond holds; where not, no more elements are wanted. */
static void stop_unless(struct lower *l, struct stream *s, struct counter *c, mir_val cond)
{
	mir_block there = ssa_block_new(l), stopped = ssa_block_new(l);

	if (!s->next.id)
		s->next = ssa_block_new(l);
	mir_branch(&l->b, cond, there, stopped);
	ssa_start(l, stopped);
	stage_stop(l, s, c);
	ssa_start(l, there);
}

/* Drops elements for as long as the predicate says; it is not asked again after that. */
static void skip_while(struct lower *l, struct stream *s, const struct ast *call, struct counter *c,
		       bool sought)
{
	mir_block ask = ssa_block_new(l), there = ssa_block_new(l), first = ssa_block_new(l);
	mir_val passing = mir_binary(&l->b, MIR_OP_NE, var_read(l, c->var).v, mir_i64(&l->b, 0));
	mir_val cond;

	if (!s->next.id)
		s->next = ssa_block_new(l);
	mir_branch(&l->b, passing, there, ask);
	ssa_start(l, ask);
	cond = lower_holds(l, call, &s->item, s->comm_ready, sought);
	mir_branch(&l->b, cond, s->next, first);
	ssa_start(l, first);
	stage_set_flag(l, c);
	mir_jump(&l->b, there);
	ssa_start(l, there);
	l->comm_ready = s->comm_ready;
}

/* What the closure gives, up to the first null or error; false: it gives nothing else. */
static bool each_while(struct lower *l, struct stream *s, const struct ast *closure,
		       struct counter *c)
{
	struct absorb a;

	absorb_begin(l, &a);
	s->item = lower_closure(l, closure, &s->item, 1, &s->item);
	if (absorb_end(l, &a)) {
		mir_block there = absorb_failed(l, &a);

		stage_stop(l, s, c);
		ssa_start(l, there);
	}
	if (rt_null(l, &s->item).id)
		stop_unless(l, s, c, lower_not(l, rt_null(l, &s->item)));
	return drop_null(l, s);
}

/* The record of wrap. */
struct rt lower_wrapped(struct lower *l, const struct ast *call, struct rt item)
{
	struct type_field f = {ast_positional(call, 0)->value->s, item.type};
	struct rt *fields = arena_array(l->arena, struct rt, 1);

	fields[0] = item;
	return (struct rt){.type = type_record(&l->unit->types, &f, 1), .fields = fields};
}

bool stage_through(struct lower *l, struct stream *s, const struct stage *stage, struct counter *c)
{
	const struct ast *call = stage->call;
	const struct ast *closure = ast_positional(call, 0);
	bool in_each;
	struct rt v;

	switch ((enum cmd)call->u.call.cmd) {
	case CMD_each:
		in_each = l->in_each;
		l->in_each |= !call->u.call.is_mapped;
		s->item = lower_closure(l, closure, &s->item, 1, &s->item);
		l->in_each = in_each;
		return ast_has_flag(call, "keep-empty") || drop_null(l, s);
	case CMD_where:
	case CMD_filter:
		v = lower_closure(l, closure, &s->item, 1, &s->item);
		stage_drop_unless(l, s, lower_is_true(l, &v));
		return true;
	case CMD_find:
		stage_drop_unless(l, s, lower_found(l, call, &s->item));
		return true;
	case CMD_compact:
		return compact(l, s, call);
	case CMD_take_while:
	case CMD_take_until:
		stop_unless(l, s, c,
			    lower_holds(l, call, &s->item, s->comm_ready,
					call->u.call.cmd == CMD_take_while));
		return true;
	case CMD_skip_while:
	case CMD_skip_until:
		skip_while(l, s, call, c, call->u.call.cmd == CMD_skip_while);
		return true;
	case CMD_each_while:
		return each_while(l, s, closure, c);
	case CMD_wrap:
		s->item = lower_wrapped(l, call, s->item);
		return true;
	case CMD_take:
		stage_count(l, c);
		return true;
	case CMD_skip:
		return skip(l, s, stage, c);
	case CMD_enumerate:
		enumerate(l, s, c);
		return true;
	case CMD_select:
	case CMD_reject:
	case CMD_rename:
	case CMD_insert:
	case CMD_update:
	case CMD_upsert:
		s->item = lower_row(l, call, s->item, stage->put);
		return true;
	case CMD_default:
		s->item = lower_default_row(l, call, s->item, stage->put);
		return true;
	case CMD_append:
	case CMD_prepend:
		s->item = rt_convert(l, s->item, call->type->elem);
		return true;
	default:
		NB_BUG("'%s' is no stage", commands[call->u.call.cmd].name);
	}
}
