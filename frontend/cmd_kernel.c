/*
 * cmd_kernel.c - what an address leads to: read, read-str, into struct, union and enum.
 */
#include "frontend/lower_path.h"
#include "frontend/lower_text.h"
#include "frontend/scalars.h"

/* Whose memory: as a flag says, else as the address's type does; a bare number is what the traced
 * function has, an address of the process in a user probe. */
static bool reads_user(struct lower *l, const struct ast *call, const struct type *t)
{
	if (ast_has_flag(call, "user") || ast_has_flag(call, "kernel"))
		return ast_has_flag(call, "user");
	if (t->kind == TYPE_PTR && t->space != SPACE_UNKNOWN)
		return t->space == SPACE_USER;
	return probe_is_user(lower_caller(l)->target.probe);
}

struct rt lower_cmd_read_str(struct lower *l, const struct ast *call, const struct rt *in)
{
	bool user = reads_user(l, call, in->type);
	struct text t = {.form = TEXT_READ, .cap = call->type->cap};

	t.helper = user ? HELPER_probe_read_user_str : HELPER_probe_read_kernel_str;
	t.addr = rt_want_number(l, *in, null_number);
	t.site = lower_site(l, MIR_SITE_FAULT, "the text could not be read");
	return rt_text(l, call->type, t);
}

struct rt lower_cmd_read(struct lower *l, const struct ast *call, const struct rt *in)
{
	const struct scalar *s = scalar_find(ast_positional(call, 0)->value->s);
	bool user = reads_user(l, call, in->type);
	const struct type base = {.kind = TYPE_PTR, .space = user ? SPACE_USER : SPACE_KERNEL};
	mir_val from = rt_want_number(l, *in, null_number), bad;
	struct elements e = {.type = call->type};
	uint32_t site =
		lower_site(l, MIR_SITE_FAULT,
			   s ? "the number could not be read" : "the bytes could not be read");
	mir_block failed, done;
	struct rt r;

	if (!s)
		return rt_text(l, call->type,
			       (struct text){.form = TEXT_READ,
					     .cap = call->type->cap,
					     .whole = true,
					     .addr = from,
					     .helper = lower_reader(l, user),
					     .site = site});
	e.size = s->size;
	e.is_signed = s->is_signed;
	r = lower_kernel_number(l, &base, from, &e, &bad);
	failed = ssa_block_new(l);
	done = ssa_block_new(l);
	mir_branch(&l->b, bad, failed, done);
	ssa_start(l, failed);
	lower_count_site(l, site);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	return r;
}

/* The address is the same. */
static struct rt as_other(const struct ast *call, const struct rt *in)
{
	return (struct rt){.type = call->type, .v = in->v, .null = in->null};
}

struct rt lower_cmd_into_struct(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	return as_other(call, in);
}

struct rt lower_cmd_into_union(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	return as_other(call, in);
}

struct rt lower_cmd_into_enum(struct lower *l, const struct ast *call, const struct rt *in)
{
	(void)l;
	return as_other(call, in);
}
