/*
 * cmd_global.c - variables that all programs of the file share, by name.
 */
#include "frontend/lowering.h"

struct rt lower_cmd_global_define(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)call;
	(void)in;
	return rt_nothing(l);
}

static uint32_t index_of(const struct lower *l, const struct ast *call)
{
	const struct value *name = ast_positional(call, 0)->value;

	for (uint32_t i = 0; i < l->unit->states.n; i++)
		if (l->unit->states.v[i].is_global &&
		    sv_eq(l->unit->states.v[i].sym->name, name->s))
			return i;
	NB_BUG("a shared variable without a place");
}

struct rt lower_cmd_global_get(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)in;
	return lower_state(l, index_of(l, call));
}

struct rt lower_cmd_global_set(struct lower *l, const struct ast *call, const struct rt *in)
{
	lower_state_set(l, index_of(l, call), rt_want(l, *in, "null where a value is needed"));
	return rt_nothing(l);
}
