/*
 * lower_room.c - how much room the places have that keep lists and texts.
 *
 * Rooms start with what checking knows and grow from one round of lowering to the next, until what
 * is put into each fits. A variable that is made longer would grow for ever: from round GROWN_ROUND
 * on its room is what it has then (base) and, for each assignment that makes it longer, by how much
 * (more), as often as the loops around that assignment run. Of a record each list and text has that
 * for itself. These are laid out round by round where that is possible, so that in each the
 * variable is only as long as it can be there. That goes on until nothing is longer than the room;
 * where loops are not laid out a check stands for that.
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

static void report_growth(struct lower *l, const struct type *type, const char *why,
			  const char *help)
{
	const char *what = type->kind == TYPE_LIST     ? "a list that keeps growing"
			   : type->kind == TYPE_RECORD ? "a record that keeps growing"
						       : "text that keeps growing";
	struct diag *d = diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at, what, why);

	diag_help(l->unit->sink, d, "%s", help);
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
		report_growth(l, value.type, "its room would have no end",
			      "assign a value whose size does not depend on the variable's own");
	return rt_zero(l, type);
}

/* ---- variables that grow ---- */

static bool is_leaf(const struct type *t)
{
	return t->kind == TYPE_LIST || t->kind == TYPE_STRING || t->kind == TYPE_BINARY;
}

static bool has_leaves(const struct type *t)
{
	return t->kind == TYPE_RECORD && !t->nullable;
}

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

struct caps {
	VEC(uint32_t) v;
	uint32_t at;
};

static void caps_of(struct lower *l, const struct type *t, struct caps *out)
{
	if (is_leaf(t))
		vec_push(l->arena, &out->v, t->cap);
	for (uint32_t i = 0; has_leaves(t) && i < t->nfields; i++)
		caps_of(l, t->fields[i].type, out);
}

/* The type with other capacities of its leaves; a padded text, which does not grow, stays one. */
static const struct type *with_caps(struct lower *l, const struct type *t, struct caps *caps)
{
	struct type_field *fields;
	uint32_t cap;

	if (is_leaf(t)) {
		cap = caps->at < caps->v.n ? caps->v.v[caps->at++] : t->cap;
		return cap == t->cap ? t : with_cap(l, t, cap);
	}
	if (!has_leaves(t))
		return t;
	fields = arena_array(l->arena, struct type_field, t->nfields + 1);
	for (uint32_t i = 0; i < t->nfields; i++)
		fields[i] = (struct type_field){t->fields[i].name,
						with_caps(l, t->fields[i].type, caps)};
	return type_record(&l->unit->types, fields, t->nfields);
}

void ssa_grow_rooms(struct lower *l)
{
	for (uint32_t i = 0; i < l->rooms.n; i++) {
		struct room *r = &l->rooms.v[i];
		struct caps caps = {0};

		if (!r->leaves.n)
			continue;
		caps_of(l, r->type, &caps);
		for (uint32_t k = 0; k < r->leaves.n && k < caps.v.n; k++) {
			struct growth *g = &r->leaves.v[k];

			if (g->base + g->more > caps.v.v[k]) {
				caps.v.v[k] = (uint32_t)(g->base + g->more);
				l->again = true;
			}
			g->limited |= g->more > 0;
			g->more = 0;
		}
		r->type = with_caps(l, r->type, &caps);
	}
}

static struct growth *growth_of(struct lower *l, struct room *r, uint32_t leaf)
{
	while (r->leaves.n <= leaf)
		vec_push(l->arena, &r->leaves, ((struct growth){0}));
	return &r->leaves.v[leaf];
}

/* Notes by how much one assignment makes a leaf of the variable longer, which has room `t`. */
static void note_growth(struct lower *l, const struct var *v, struct growth *g,
			const struct type *t, const struct type *value)
{
	uint32_t most = value->kind == TYPE_LIST ? LIST_ELEMENTS_MAX : GROWN_TEXT_MAX;
	/* rounds of loops are 32 bits each, and their product is limited */
	uint64_t rounds = l->rounds / v->rounds;
	uint32_t by = value->cap - t->cap;

	if (l->open != v->open) {
		report_growth(
			l, value, "it is made longer in a loop whose rounds are not known",
			"give the loop a bound, as in `for i in 0..<16 { if $i >= $n { break } "
			"… }`, or send what it holds with `emit` as it comes");
		return;
	}
	if (!g->limited)
		g->base = t->cap;
	g->more += by * (rounds < most ? rounds : most + 1ull);
	for (struct around *a = l->around; a && a != v->around; a = a->up)
		bound_lay_out(l, a->of);
	if (g->base + g->more > most)
		report_growth(l, value,
			      arena_printf(l->arena, "it may come to have more than %u %s", most,
					   value->kind == TYPE_LIST ? "elements" : "bytes"),
			      "let the loop around it run fewer rounds, or send the parts with "
			      "`emit`");
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

/* What of an assigned value is longer than its room. */
struct growing {
	const struct var *v;
	struct room *room; /* NULL: only asks whether anything is */
	uint32_t leaf;
	bool any, fresh; /* fresh: it had no limit before */
};

static void find_growth(struct lower *l, struct growing *g, const struct type *t,
			const struct type *value)
{
	struct growth *growth;

	for (uint32_t i = 0; has_leaves(t) && i < t->nfields; i++)
		if (has_leaves(value) && value->nfields == t->nfields)
			find_growth(l, g, t->fields[i].type, value->fields[i].type);
	if (!is_leaf(t))
		return;
	g->leaf++;
	if (value->kind != t->kind || value->cap <= t->cap || t->nullable || value->nullable)
		return;
	g->any = true;
	if (!g->room)
		return;
	growth = growth_of(l, g->room, g->leaf - 1);
	g->fresh |= !growth->limited;
	note_growth(l, g->v, growth, t, value);
}

static struct rt limit_leaves(struct lower *l, const struct type *t, struct rt value)
{
	struct rt *fields;

	if (is_leaf(t))
		return value.type->cap > t->cap ? limit(l, t, value) : value;
	if (!has_leaves(t))
		return value;
	fields = arena_array(l->arena, struct rt, t->nfields + 1);
	for (uint32_t i = 0; i < t->nfields; i++)
		fields[i] = limit_leaves(l, t->fields[i].type, value.fields[i]);
	value.fields = fields;
	return rt_record(l, value);
}

struct rt var_fit(struct lower *l, const struct var *v, struct rt value)
{
	const struct type *t = v->type, *all;
	struct growing g = {.v = v};
	struct caps caps = {0};

	find_growth(l, &g, t, value.type);
	if (!g.any || l->round < GROWN_ROUND)
		return ssa_fit(l, v->of, t, value);
	all = type_join(&l->unit->types, t, value.type);
	caps_of(l, t, &caps);
	if (!all || with_caps(l, all, &caps) != t)
		return ssa_fit(l, v->of, t, value);
	g = (struct growing){.v = v, .room = need_room(l, v->of, t)};
	find_growth(l, &g, t, value.type);
	if (!g.fresh)
		return rt_convert(l, limit_leaves(l, t, value), t);
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

	if (has_leaves(t)) {
		for (uint32_t i = 0; i < t->nfields; i++)
			value.fields[i] = rt_trimmed(l, value.fields[i]);
		return rt_record(l, value);
	}
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
