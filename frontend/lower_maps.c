/*
 * lower_maps.c - commands that pick elements by where they stand, behind commands that make one
 * element of each: they pick first.
 *
 * What fails for an element that is not picked is no error, as in Nushell, where it is an element
 * that nobody looks at; and nothing is computed for it. That holds of stages that do nothing else.
 */
#include "frontend/lower_stream.h"

/* `places`: where the elements stand among the others may matter to it. */
static bool is_map(const struct ast *call, bool places)
{
	const struct ast *closure = ast_positional(call, 0);

	switch ((enum cmd)call->u.call.cmd) {
	case CMD_each:
		return !closure->u.closure.has_effects &&
		       (ast_has_flag(call, "keep-empty") ||
			(!closure->type->nullable && closure->type->kind != TYPE_NOTHING));
	case CMD_wrap:
	case CMD_rename:
		return true;
	case CMD_enumerate:
		return places;
	case CMD_select:
	case CMD_reject:
		return !call_takes_rows(call);
	default:
		return false;
	}
}

/* `places`, `more`: stages may be among them that say where an element stands, and that add some.
 */
static struct rt split(struct lower *l, const struct rt *in, struct maps *m, bool places, bool more)
{
	const struct stage *stage = in->stages;
	struct rt r = *in;

	m->n = 0;
	while (stage && (is_map(stage->call, places) || (more && stream_adds(stage->call)))) {
		m->n++;
		stage = stage->before;
	}
	m->v = arena_array(l->arena, const struct stage *, m->n + 1);
	stage = in->stages;
	for (uint32_t i = m->n; i-- > 0; stage = stage->before)
		m->v[i] = stage;
	r.stages = stage;
	return r;
}

struct rt maps_split(struct lower *l, const struct rt *in, struct maps *m)
{
	return split(l, in, m, false, false);
}

static bool ignores(const struct ast *call)
{
	const struct ast *closure = ast_positional(call, 0);

	return closure && closure->kind == AST_CLOSURE && closure->u.closure.ignores;
}

struct rt maps_drop(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct maps maps;

	return ignores(call) ? split(l, in, &maps, true, false) : *in;
}

struct rt maps_stage(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt list = stream_stage(l, call, in, NULL);
	struct maps maps = {0};
	struct stage *stages;

	if (!ignores(call) || !in->stages)
		return list;
	stages = arena_array(l->arena, struct stage, 1);
	*stages = *list.stages;
	stages->before = split(l, in, &maps, false, true).stages;
	list.stages = stages;
	/* What fails in the command does so behind them. */
	stages = arena_array(l->arena, struct stage, maps.n + 1);
	for (uint32_t i = 0; i < maps.n; i++) {
		stages[i] = *maps.v[i];
		stages[i].before = list.stages;
		stages[i].was_before = true;
		list.stages = &stages[i];
	}
	return list;
}

struct rt maps_join(struct lower *l, struct rt list, const struct maps *m)
{
	for (uint32_t i = 0; i < m->n; i++)
		list = stream_stage(l, m->v[i]->call, &list, m->v[i]->put);
	return list;
}
