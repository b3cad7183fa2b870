/*
 * lower_closure.c - a closure that is an argument: laid out where the command runs it.
 */
#include "frontend/lowering.h"

struct rt lower_closure(struct lower *l, const struct ast *closure, const struct rt *args,
			uint32_t nargs, const struct rt *input)
{
	const struct rt *outer_input = l->input;
	struct join *outer_exit = l->exit, exit;
	struct loop *outer_loop = l->loop;
	struct rt in = rt_settle(l, *input), r;
	bool returns = closure->u.closure.returns;
	const mir_val *none_empty = arena_array(l->arena, mir_val, nargs + 1);

	for (uint32_t i = 0; i < closure->u.closure.nparams; i++) {
		const struct param *p = &closure->u.closure.params[i];
		struct rt given = i < nargs ? args[i] : rt_nothing(l);

		if (p->is_rest)
			given = list_of(l, args + i, none_empty, i < nargs ? nargs - i : 0);
		lower_bind(l, p->sym, given);
	}
	if (returns)
		exit = join_new(l, closure->type, closure);
	l->input = &in;
	l->exit = returns ? &exit : outer_exit;
	l->loop = NULL;
	r = lower_block(l, closure->u.closure.body);
	if (returns) {
		join_add(l, &exit, r);
		r = join_end(l, &exit);
		l->comm_ready = false;
	}
	l->input = outer_input;
	l->exit = outer_exit;
	l->loop = outer_loop;
	return rt_settle(l, r);
}
