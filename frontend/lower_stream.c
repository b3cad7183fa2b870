/*
 * lower_stream.c - the elements of a list one by one, through the commands of a pipeline.
 *
 * Each element gets code of its own: its closures in a row, and a jump to the next element where
 * one drops it. No list is made between two commands. As in Nushell an element goes through all of
 * them before the next one starts, and elements that nobody asks for are not computed.
 *
 * What fails in a closure is an element to Nushell, which raises the error when somebody looks at
 * it. Where nobody does (lower_absorb.c), it goes on as one here too; everywhere else it is raised
 * at once.
 */
#include "frontend/lower_stage.h"

enum { COPIES_MAX = 4096 };

bool stream_takes(enum cmd cmd)
{
	switch (cmd) {
	case CMD_each:
	case CMD_where:
	case CMD_filter:
	case CMD_find:
	case CMD_any:
	case CMD_all:
	case CMD_reduce:
	case CMD_get:
	case CMD_last:
	case CMD_drop:
	case CMD_reverse:
	case CMD_slice:
	case CMD_length:
	case CMD_is_empty:
	case CMD_is_not_empty:
	case CMD_first:
	case CMD_take:
	case CMD_skip:
	case CMD_take_while:
	case CMD_take_until:
	case CMD_skip_while:
	case CMD_skip_until:
	case CMD_each_while:
	case CMD_wrap:
	case CMD_compact:
	case CMD_enumerate:
	case CMD_select:
	case CMD_reject:
	case CMD_rename:
	case CMD_insert:
	case CMD_update:
	case CMD_upsert:
	case CMD_default:
	case CMD_append:
	case CMD_prepend:
	case CMD_math_sum:
	case CMD_math_product:
	case CMD_math_min:
	case CMD_math_max:
		return true;
	default:
		return false;
	}
}

/* ---- ways through an element ---- */

/* Continues where every way through the element ends. */
static void close_element(struct lower *l, struct stream *s)
{
	if (!s->next.id)
		return;
	if (!ssa_unreachable(l))
		mir_jump(&l->b, s->next);
	ssa_start(l, s->next);
	s->next = (mir_block){0};
	l->comm_ready = s->comm_ready;
}

struct rt stream_merge(struct lower *l, struct stream *s, struct rt with, const struct rt *without)
{
	const struct type *type = with.type;
	struct join j;

	if (!s->next.id)
		return with;
	if (without)
		type = type_join(&l->unit->types, type, without->type);
	j = join_new(l, type, NULL);
	join_add(l, &j, with);
	ssa_start(l, s->next);
	join_add(l, &j, without ? *without : rt_zero(l, type));
	s->next = (mir_block){0};
	l->comm_ready = s->comm_ready;
	return join_end(l, &j);
}

void stream_gone(struct lower *l, struct stream *s)
{
	if (s->next.id) {
		ssa_start(l, s->next);
		s->next = (mir_block){0};
		l->comm_ready = s->comm_ready;
	} else {
		ssa_start_dead(l);
		s->over = true;
	}
}

/* ---- the list ---- */

/* The stage may drop an element depending on what it is. */
static bool may_drop(const struct ast *call, bool conditional)
{
	switch ((enum cmd)call->u.call.cmd) {
	case CMD_where:
	case CMD_filter:
	case CMD_find:
		return true;
	case CMD_each:
		return !ast_has_flag(call, "keep-empty") &&
		       (ast_positional(call, 0)->type->nullable ||
			ast_positional(call, 0)->type->kind == TYPE_NOTHING);
	case CMD_compact:
	case CMD_take_while:
	case CMD_take_until:
	case CMD_skip_while:
	case CMD_skip_until:
	case CMD_each_while:
		return true;
	case CMD_take:
	case CMD_skip:
		return conditional || (ast_positional(call, 0) && !ast_positional(call, 0)->value);
	default:
		return conditional;
	}
}

/* The stage ends the elements: its counter says whether it has. */
static bool stops(const struct ast *call)
{
	enum cmd cmd = (enum cmd)call->u.call.cmd;

	return cmd == CMD_take_while || cmd == CMD_take_until || cmd == CMD_each_while;
}

static bool has_flag(const struct ast *call)
{
	return stops(call) || call->u.call.cmd == CMD_skip_while ||
	       call->u.call.cmd == CMD_skip_until;
}

/* Of the elements that the stage at this place adds. */
static bool some_conditional(const struct stream *s, uint32_t place)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (s->elems[i].after == place && s->elems[i].present.id)
			return true;
	return false;
}

static void make_counters(struct lower *l, struct stream *s)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	bool conditional = some_conditional(s, 0);

	for (uint32_t k = 0; k < s->nstages; k++) {
		conditional |= some_conditional(s, s->stages[k]->place);
		if (conditional || has_flag(s->stages[k]->call)) {
			s->counters[k].var = var_new(l, number, NULL);
			var_write(l, s->counters[k].var, rt_number(number, mir_i64(&l->b, 0)));
		}
		conditional = may_drop(s->stages[k]->call, conditional);
	}
}

/* ---- the elements ---- */

struct rt stream_stage(struct lower *l, const struct ast *call, const struct rt *in,
		       const struct rt *put)
{
	struct stage *s = arena_new(l->arena, struct stage);
	struct rt r = in->type->kind == TYPE_RANGE ? rt_items(l, *in) : *in;

	*s = (struct stage){.before = in->stages, .call = call, .put = put};
	for (const struct stage *other = in->stages; other; other = other->before)
		s->place = other->place > s->place ? other->place : s->place;
	s->place++;
	r.stages = s;
	return r;
}

bool stream_adds(const struct ast *call)
{
	return call->u.call.cmd == CMD_append || call->u.call.cmd == CMD_prepend;
}

/* The elements of the list as one more part of the stream, before or behind those that are there.
 */
static void add_elements(struct lower *l, struct stream *s, struct rt list, const struct stage *by)
{
	bool before = by && by->call->u.call.cmd == CMD_prepend;
	uint32_t n = list.type->cap;
	struct elem *all = arena_array(l->arena, struct elem, s->n + n + 1);

	if (s->n)
		memcpy(all + (before ? n : 0), s->elems, s->n * sizeof(*all));
	for (uint32_t i = 0; i < n; i++)
		all[i + (before ? 0 : s->n)] = (struct elem){
			.item = by ? rt_convert(l, list.items[i], by->call->type->elem)
				   : list.items[i],
			.present = list.present[i],
			.after = by ? by->place : 0};
	s->elems = all;
	s->n += n;
}

/* Those of the list, and what stages add, in the order of the script. */
static void find_elements(struct lower *l, struct stream *s, const struct rt *list)
{
	add_elements(l, s, rt_items(l, *list), NULL);
	for (uint32_t place = 1; place <= s->nstages; place++) {
		for (uint32_t k = 0; k < s->nstages; k++) {
			const struct stage *stage = s->stages[k];

			if (stage->place == place && stream_adds(stage->call))
				add_elements(l, s, *stage->put, stage);
		}
	}
}

struct stream stream_begin(struct lower *l, const struct rt *list)
{
	struct stream s = {.comm_ready = l->comm_ready};
	const struct stage *stage;

	for (stage = list->stages; stage; stage = stage->before)
		s.nstages++;
	s.stages = arena_array(l->arena, const struct stage *, s.nstages + 1);
	s.counters = arena_array(l->arena, struct counter, s.nstages + 1);
	stage = list->stages;
	for (uint32_t k = s.nstages; k-- > 0; stage = stage->before)
		s.stages[k] = stage;
	find_elements(l, &s, list);
	make_counters(l, &s);
	s.copies = l->copies;
	l->copies *= s.n ? s.n : 1;
	if (l->copies > COPIES_MAX) {
		diag_report(l->unit->sink, DIAG_loop_bound, l->b.at,
			    arena_printf(l->arena,
					 "lists inside lists give %llu elements; at most %u fit",
					 (unsigned long long)l->copies, (unsigned)COPIES_MAX));
		s.over = true;
	}
	return s;
}

/* The stage takes no more elements; false as well where that is not known now. */
static bool is_full(const struct stream *s, uint32_t k)
{
	const struct ast *call = s->stages[k]->call;
	int64_t amount;

	return call->u.call.cmd == CMD_take && stage_is_known(call, &amount) &&
	       !s->counters[k].var && s->counters[k].n >= amount;
}

/* Element i goes through stage k. */
static bool takes(const struct stream *s, uint32_t i, uint32_t k)
{
	return s->stages[k]->place > s->elems[i].after;
}

/* Behind the last element that a `take` wants nothing runs; false when that is known now. */
static bool still_wanted(struct lower *l, struct stream *s, uint32_t i)
{
	for (uint32_t k = 0; k < s->nstages; k++)
		if (takes(s, i, k) && is_full(s, k))
			return false;
	for (uint32_t k = 0; k < s->nstages; k++) {
		const struct counter *c = &s->counters[k];
		const struct ast *call = s->stages[k]->call;
		int64_t amount;

		if (!takes(s, i, k))
			continue;
		if (stops(call))
			stage_drop_unless(l, s,
					  mir_binary(&l->b, MIR_OP_EQ, var_read(l, c->var).v,
						     mir_i64(&l->b, 0)));
		if (call->u.call.cmd == CMD_take && (!stage_is_known(call, &amount) || c->var))
			stage_drop_unless(
				l, s,
				mir_binary(&l->b, MIR_OP_ULT,
					   c->var ? var_read(l, c->var).v : mir_i64(&l->b, c->n),
					   stage_amount(l, s->stages[k])));
	}
	return true;
}

/* ---- elements that are errors ---- */

/* An error goes through the stages behind number k. */
static void pass_error(struct lower *l, struct stream *s, uint32_t k)
{
	while (++k < s->nstages) {
		const struct ast *call = s->stages[k]->call;
		struct counter *c = &s->counters[k];
		int64_t amount;
		mir_val n;

		switch (absorb_at(s->stages[k])) {
		case ABSORB_STOPS:
			stage_stop(l, s, c);
			return;
		case ABSORB_STARTS:
			stage_set_flag(l, c);
			break;
		case ABSORB_DROPS:
			if (!s->next.id)
				s->next = ssa_block_new(l);
			mir_jump(&l->b, s->next);
			return;
		case ABSORB_COUNTS:
			n = c->var ? stage_count(l, c) : mir_i64(&l->b, c->n);
			if (call->u.call.cmd != CMD_skip ||
			    (stage_is_known(call, &amount) && !c->var && c->n >= amount))
				break;
			stage_drop_unless(
				l, s,
				mir_binary(&l->b, MIR_OP_ULE, stage_amount(l, s->stages[k]), n));
			break;
		case ABSORB_PASSES:
		case ABSORB_JOINS:
		case ABSORB_WRAPS:
		case ABSORB_UNKNOWN:
			break;
		}
	}
	if (!s->arrived.id)
		s->arrived = ssa_block_new(l);
	mir_jump(&l->b, s->arrived);
}

/* One stage of the element; what fails in it goes on as an element where it can. */
static bool through_or_absorb(struct lower *l, struct stream *s, uint32_t k)
{
	const struct stage *stage = s->stages[k];
	struct absorb a;
	mir_block there;
	bool some;

	if (!absorb_can(s->stages + k, s->nstages - k, s->blind))
		return stage_through(l, s, stage, &s->counters[k]);
	absorb_begin(l, &a);
	some = stage_through(l, s, stage, &s->counters[k]);
	if (absorb_end(l, &a)) {
		there = absorb_failed(l, &a);
		pass_error(l, s, k);
		ssa_start(l, there);
		l->comm_ready = s->comm_ready;
	}
	return some;
}

/* Both ways to the end of the stages meet; the one that is no error may not have got there. */
static void arrive(struct lower *l, struct stream *s, bool some)
{
	mir_block end = s->arrived;

	if (!some && !s->next.id)
		s->next = ssa_block_new(l);
	if (!ssa_unreachable(l))
		mir_jump(&l->b, some ? end : s->next);
	ssa_start(l, end);
	s->arrived = (mir_block){0};
	s->item = rt_nothing(l); /* nobody looks at it */
	l->comm_ready = s->comm_ready;
}

bool stream_next(struct lower *l, struct stream *s)
{
	close_element(l, s);
	while (!s->over && s->at < s->n && !ssa_unreachable(l)) {
		uint32_t i = s->at++, k = 0;

		s->item = s->elems[i].item;
		s->comm_ready = l->comm_ready;
		if (!still_wanted(l, s, i))
			continue;
		if (s->elems[i].present.id)
			stage_drop_unless(l, s, s->elems[i].present);
		while (k < s->nstages && (!takes(s, i, k) || through_or_absorb(l, s, k)))
			k++;
		if (s->arrived.id) {
			arrive(l, s, k == s->nstages);
			return true;
		}
		if (k == s->nstages)
			return true;
		close_element(l, s);
	}
	return false;
}

void stream_end(struct lower *l, struct stream *s)
{
	close_element(l, s);
	l->copies = s->copies;
}

struct rt rt_found(struct lower *l, mir_val present, struct rt value)
{
	struct type_field fields[2] = {{SV("present"), type_of(&l->unit->types, TYPE_BOOL)},
				       {SV("value"), value.type}};
	struct rt *values = arena_array(l->arena, struct rt, 2);

	values[0] = rt_bool(l, present);
	values[1] = value;
	return (struct rt){.type = type_record(&l->unit->types, fields, 2), .fields = values};
}

/* All elements; where `blind` is a type the last stage does not look at them, and a zero of that
 * type stands for each. */
static struct rt collect(struct lower *l, struct rt list, const struct type *blind)
{
	struct rt *items, merged;
	mir_val *present;
	struct stream s;
	uint32_t n = 0;

	s = stream_begin(l, &list);
	s.blind = blind != NULL;
	items = arena_array(l->arena, struct rt, s.n + 1);
	present = arena_array(l->arena, mir_val, s.n + 1);
	while (stream_next(l, &s)) {
		items[n] = blind ? rt_zero(l, blind) : s.item;
		if (s.next.id) {
			merged = stream_merge(l, &s, rt_found(l, lower_bool(l, true), items[n]),
					      NULL);
			present[n] = merged.fields[0].v;
			items[n] = merged.fields[1];
		}
		n++;
	}
	stream_end(l, &s);
	return list_of(l, items, present, n);
}

struct rt stream_collect(struct lower *l, struct rt list)
{
	return list.stages ? collect(l, list, NULL) : list;
}

struct rt stream_count(struct lower *l, struct rt list)
{
	const struct type *t = list.stages ? list.stages->call->type : list.type;

	return list.stages && t->kind == TYPE_LIST && t->elem ? collect(l, list, t->elem)
							      : stream_collect(l, list);
}
