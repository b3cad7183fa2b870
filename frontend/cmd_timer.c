/*
 * cmd_timer.c - start-timer and stop-timer: the time between two places, by thread or by key.
 *
 * The map keeps the start of every timer that runs. A timer that is never stopped keeps its
 * element; when no room is left for a start, that is counted.
 */
#include "frontend/lower_map.h"

static struct agg *timer(struct lower *l, const struct ast *call, struct rt *key)
{
	const struct ast *by = ast_flag(call, "by");
	struct agg *a;

	*key = (struct rt){0};
	if (by)
		*key = agg_by(l, by);
	a = agg_find(l, call, MAP_TIMER, SV("timer"), key->type);
	agg_make(l, a);
	return a;
}

/* The key in a slot: what --by says, else the thread's id. */
static mir_val timer_key(struct lower *l, const struct agg *a, const struct rt *key)
{
	mir_val slot = agg_key(l, a, key->type ? key : NULL), id;

	if (a->key)
		return slot;
	id = mir_helper(&l->b, HELPER_get_current_pid_tgid, MIR_T(I64), NULL, 0);
	mir_store(&l->b, slot, mir_unary(&l->b, MIR_OP_TRUNC, MIR_T(I32), id), 0);
	return slot;
}

struct rt lower_cmd_start_timer(struct lower *l, const struct ast *call, const struct rt *in)
{
	mir_block full = ssa_block_new(l), done = ssa_block_new(l);
	mir_val slot, now, result;
	struct agg *a;
	struct rt key;

	(void)in;
	a = timer(l, call, &key);
	slot = timer_key(l, a, &key);
	now = ssa_slot(l, 8);
	mir_store(&l->b, now, mir_helper(&l->b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0), 0);
	result = agg_update(l, a, slot, now, 0);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, result, mir_i64(&l->b, 0)), done, full);
	ssa_start(l, full);
	lower_count_site(l, lower_site(l, MIR_SITE_FULL, "the map is full"));
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return rt_nothing(l);
}

struct rt lower_cmd_stop_timer(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct join j = join_new(l, call->type, NULL);
	mir_block none = ssa_block_new(l);
	mir_val slot, start, now;
	struct agg *a;
	struct rt key;

	(void)in;
	a = timer(l, call, &key);
	slot = timer_key(l, a, &key);
	start = mir_load(&l->b, MIR_T(I64), lower_nonnull(l, agg_lookup(l, a, slot), none), 0);
	now = mir_helper(&l->b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0);
	mir_append(&l->b, (struct mir_inst){
				  .op = MIR_OP_DELETE, .args = &slot, .nargs = 1, .ref = a->map});
	join_add(l, &j,
		 rt_number(type_of(&l->unit->types, TYPE_DURATION),
			   mir_binary(&l->b, MIR_OP_SUB, now, start)));
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	return join_end(l, &j);
}
