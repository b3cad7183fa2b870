/* cmd_do.c - `do`: the closure laid out where it stands. */
#include "frontend/lowering.h"

struct rt lower_cmd_do(struct lower *l, const struct ast *call, const struct rt *in)
{
	uint32_t n = call->u.call.nargs - 1;
	struct rt *args = arena_array(l->arena, struct rt, n + 1), none = rt_nothing(l);

	for (uint32_t i = 0; i < n; i++)
		args[i] = rt_settle(l, lower_expr(l, ast_positional(call, i + 1)));
	return rt_convert(l, lower_closure(l, ast_positional(call, 0), args, n, in ? in : &none),
			  call->type);
}
