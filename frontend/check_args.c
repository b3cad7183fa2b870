/*
 * check_args.c - `$ctx.args`: all arguments of the function or tracepoint that have names, or all
 * fields of a tracepoint's payload.
 */
#include "frontend/check.h"

#include "frontend/kernel_walk.h"
#include "frontend/user_args.h"

typedef VEC(struct sv) names;

static void names_of(struct checker *c, names *out)
{
	const struct program *p = c->program;
	struct ctx_field f;

	for (uint32_t i = 0; p->format && i < p->format->nfields; i++)
		vec_push(c->arena, out, p->format->fields[i].name);
	if (probes[p->target.probe].args == ARGS_USER_ENTRY) {
		const struct user_function *user = user_function(c->u, p);

		for (uint32_t i = 0; i < user->args.n; i++)
			if (user->args.v[i].type)
				vec_push(c->arena, out, user->args.v[i].name);
		return;
	}
	if (p->format || !probe_names_args(p->target.probe))
		return;
	/* Without what the language has no values for, or no registers hold. */
	for (uint32_t i = 0; i < kernel_args_count(c->u, p); i++)
		if (kernel_arg(c->u, p, (struct sv){"", 0}, i, &f) && f.type)
			vec_push(c->arena, out, kernel_arg_name(c->u, p, i));
}

/* `$ctx.NAME`, or `$ctx.arg.NAME` */
static struct ast *argument(struct checker *c, const struct ast *n, struct sv name)
{
	struct path_member *m = arena_array(c->arena, struct path_member, 2);
	struct ast *path = ast_new(c->arena, AST_PATH, n->at);
	uint32_t at = c->program->format ? 0 : 1;

	m[0] = (struct path_member){.name = SV("arg"), .at = n->u.path.members[0].at};
	m[at] = (struct path_member){.name = name, .at = n->u.path.members[0].at};
	path->u.path.base = ast_clone(c->arena, n->u.path.base);
	path->u.path.members = m;
	path->u.path.n = at + 1;
	return path;
}

bool check_expand_args(struct checker *c, struct ast *n)
{
	struct path_member *m = n->u.path.members;
	names all = {0};
	struct record_item *items;
	struct ast old = *n;
	struct ctx_field f;

	if (m->is_index || !sv_is(m->name, "args") || ctx_find(c->u, c->program, m, 1, &f))
		return false;
	if (n->u.path.n > 1) {
		if (c->program->format) {
			n->u.path.members++;
			n->u.path.n--;
		} else {
			m->name = SV("arg");
		}
		return true;
	}
	names_of(c, &all);
	if (!all.n)
		return false;
	items = arena_array(c->arena, struct record_item, all.n);
	for (uint32_t i = 0; i < all.n; i++) {
		items[i].key = ast_new(c->arena, AST_STRING, n->at);
		items[i].key->u.s = all.v[i];
		items[i].value = argument(c, &old, all.v[i]);
	}
	*n = *ast_new(c->arena, AST_RECORD, n->at);
	n->u.record.items = items;
	n->u.record.n = all.n;
	return true;
}
