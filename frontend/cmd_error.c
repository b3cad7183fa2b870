/* cmd_error.c - `error make`: ends the event; each place has its own counter. */
#include "frontend/lowering.h"

struct rt lower_cmd_error_make(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct ast *error = ast_positional(call, 0);
	const char *message = "";

	(void)in;
	for (uint32_t i = 0; i < error->u.record.n; i++)
		if (error->u.record.items[i].key &&
		    sv_is(ast_key(error->u.record.items[i].key), "msg"))
			message = sv_dup(l->arena, error->u.record.items[i].value->value->s);
	mir_append(&l->b, (struct mir_inst){.op = MIR_OP_FAIL,
					    .ref = lower_site(l, MIR_SITE_ERROR, message)});
	ssa_start_dead(l);
	return rt_nothing(l);
}
