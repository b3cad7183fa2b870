/*
 * lower_room.c - how much room the places have that keep lists and texts.
 *
 * Rooms start with what checking knows and grow from one round of lowering to the next, until what
 * is put into each fits. A variable that is made longer would grow for ever: from round GROWN_ROUND
 * on its room is what it has then (base) and, for each assignment that makes it longer, by how much
 * (more), as often as the loops around that assignment run. These are laid out round by round where
 * that is possible, so that in each the variable is only as long as it can be there. That goes on
 * until nothing is longer than the room; where loops are not laid out a check stands for that.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

enum { GROWN_ROUND = 3, GROWN_TEXT_MAX = 256, TRIM_DEPTH = 8 };

static struct room *find_room(struct lower *l, const void *of)
{
	for (uint32_t i = 0; of && i < l->rooms.n; i++)
		if (l->rooms.v[i].of == of)
			return &l->rooms.v[i];
	return NULL;
}

static struct room *need_room(struct lower *l, const void *of, const struct type *type)
{
	struct room *r = find_room(l, of);

	if (r)
		return r;
	r = vec_add(l->arena, &l->rooms);
	*r = (struct room){.of = of, .type = type};
	return r;
}

const struct type *ssa_room(struct lower *l, const void *of, const struct type *type)
{
	const struct room *r = find_room(l, of);

	return r ? r->type : type;
}

static void report_growth(struct lower *l, const struct type *type, const char *why)
{
	const char *what = type->kind == TYPE_LIST     ? "a list that keeps growing"
			   : type->kind == TYPE_RECORD ? "a record that keeps growing"
						       : "text that keeps growing";

	diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at, what, why);
}

struct rt ssa_fit(struct lower *l, const void *of, const struct type *type, struct rt value)
{
	struct room *room;

	value = rt_convert(l, value, type);
	if (value.type == type)
		return value;
	NB_ASSERT(of);
	l->again = true;
	room = need_room(l, of, type);
	room->type = type_join(&l->unit->types, room->type, value.type);
	if (l->round == ROUNDS)
		report_growth(l, value.type, "its room would have no end");
	return rt_zero(l, type);
}

/* ---- variables that grow ---- */

static const struct type *with_cap(struct lower *l, const struct type *t, uint64_t cap)
{
	struct type_table *types = &l->unit->types;
	const struct type *made;

	if (t->kind == TYPE_LIST)
		made = type_list(types, t->elem, (uint32_t)cap);
	else if (t->kind == TYPE_BINARY)
		made = type_binary(types, (uint32_t)cap);
	else
		made = type_string(types, (uint32_t)cap, false);
	return type_nullable(types, made, t->nullable);
}

void ssa_grow_rooms(struct lower *l)
{
	for (uint32_t i = 0; i < l->rooms.n; i++) {
		struct room *r = &l->rooms.v[i];

		if (r->base + r->more > r->type->cap) {
			r->type = with_cap(l, r->type, r->base + r->more);
			l->again = true;
		}
		r->limited |= r->more > 0;
		r->more = 0;
	}
}

/* Notes by how much one assignment makes the variable longer. */
static void note_growth(struct lower *l, const struct var *v, const struct type *value)
{
	uint32_t most = value->kind == TYPE_LIST ? LIST_ELEMENTS_MAX : GROWN_TEXT_MAX;
	struct room *room = need_room(l, v->of, v->type);
	uint32_t by = value->cap - v->type->cap;
	/* rounds of loops are 32 bits each, and their product is limited */
	uint64_t rounds = l->rounds / v->rounds;

	if (l->open != v->open) {
		report_growth(l, value, "it is made longer in a loop whose rounds are not known");
		return;
	}
	if (!room->limited)
		room->base = v->type->cap;
	room->more += by * (rounds < most ? rounds : most + 1ull);
	for (struct around *a = l->around; a && a != v->around; a = a->up)
		bound_lay_out(l, a->of);
	if (room->base + room->more > most)
		report_growth(l, value,
			      arena_printf(l->arena, "it may come to have more than %u %s", most,
					   value->kind == TYPE_LIST ? "elements" : "bytes"));
}

/* A value that may be longer than its room, cut down to it where it is not. */
static struct rt limit(struct lower *l, const struct type *type, struct rt value)
{
	static const char beyond[] = "the variable is longer than it was expected to become";
	uint32_t cap = type->cap;
	mir_val n;

	if (value.type->kind == TYPE_LIST) {
		value = list_compact(l, value);
		n = list_length(l, &value);
	} else {
		value.text = text_fetch(l, &value.text);
		n = text_length(l, &value.text);
		value.text.cap = cap;
	}
	value.type = with_cap(l, value.type, cap);
	lower_guard(l, mir_binary(&l->b, MIR_OP_ULE, n, mir_i64(&l->b, cap)), beyond);
	return rt_convert(l, value, type);
}

struct rt var_fit(struct lower *l, const struct var *v, struct rt value)
{
	const struct type *t = v->type, *all;
	const struct room *room = find_room(l, v->of);
	bool grows = value.type->kind == t->kind && value.type->cap > t->cap && !t->nullable &&
		     !value.type->nullable &&
		     (t->kind == TYPE_LIST || t->kind == TYPE_STRING || t->kind == TYPE_BINARY);

	if (!grows || l->round < GROWN_ROUND)
		return ssa_fit(l, v->of, t, value);
	all = type_join(&l->unit->types, t, value.type);
	if (!all || with_cap(l, all, t->cap) != t)
		return ssa_fit(l, v->of, t, value);
	note_growth(l, v, value.type);
	if (room && room->limited)
		return limit(l, t, value);
	l->again = true;
	return rt_zero(l, t);
}

/* The place is never taken. */
static bool is_never(const struct lower *l, mir_val present, unsigned depth)
{
	const struct mir_inst *i = mir_inst(l->f, present);

	if (i->op == MIR_OP_CONST)
		return !i->imm;
	if (i->op != MIR_OP_PHI || !depth || !i->nargs ||
	    i->nargs != mir_bb(l->f, i->block)->npreds || !ssa_is_sealed(l, i->block))
		return false;
	for (uint32_t k = 0; k < i->nargs; k++)
		if (!is_never(l, i->args[k], depth - 1))
			return false;
	return true;
}

struct rt rt_trimmed(struct lower *l, struct rt value)
{
	const struct type *t = value.type;
	uint32_t cap = t->cap;
	struct interval len;

	if (t->kind == TYPE_LIST)
		while (cap && is_never(l, value.present[cap - 1], TRIM_DEPTH))
			cap--;
	if ((t->kind == TYPE_STRING || t->kind == TYPE_BINARY) && !t->padded) {
		len = lower_interval(l, value.text.len);
		if (len.high < cap)
			cap = len.high > 1 ? (uint32_t)len.high : 1;
		value.text.cap = cap;
	}
	if (cap != t->cap)
		value.type = with_cap(l, t, cap);
	return value;
}
