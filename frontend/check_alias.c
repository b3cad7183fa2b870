/*
 * check_alias.c - older spellings, rewritten in place to what they mean (lang/aliases.def).
 */
#include "frontend/check.h"

/* `$ctx.<field>` of the current program, whatever its closure calls the context. */
static void make_ctx_path(struct checker *c, struct ast *n, struct sv field)
{
	struct span at = n->at;
	struct ast *base = ast_new(c->arena, AST_VAR, at);
	struct path_member *m = arena_new(c->arena, struct path_member);

	base->u.var.name = SV("ctx");
	base->u.var.sym = c->program->ctx;
	*m = (struct path_member){.name = field, .at = at};
	*n = (struct ast){.kind = AST_PATH, .at = at};
	n->u.path.base = base;
	n->u.path.members = m;
	n->u.path.n = 1;
}

static void make_call(struct ast *n, const char *name, struct arg *args, uint32_t nargs)
{
	struct span at = n->at, name_at = n->kind == AST_CALL ? n->u.call.name_at : n->at;

	*n = (struct ast){.kind = AST_CALL, .at = at};
	n->u.call.name = sv_cstr(name);
	n->u.call.name_at = name_at;
	n->u.call.cmd = command_find(sv_cstr(name));
	n->u.call.args = args;
	n->u.call.nargs = nargs;
}

static void make_pipeline(struct checker *c, struct ast *n, struct ast *a, struct ast *b)
{
	struct span at = n->at;

	*n = (struct ast){.kind = AST_PIPELINE, .at = at};
	vec_push(c->arena, &n->u.pipe.elems, a);
	vec_push(c->arena, &n->u.pipe.elems, b);
}

/* bpf-filter-pid P: `if $ctx.tgid != P { return }` */
static void make_filter(struct checker *c, struct ast *n, struct sv field)
{
	struct ast *value = ast_positional(n, 0);
	struct ast *path = ast_new(c->arena, AST_PATH, n->at),
		   *cond = ast_new(c->arena, AST_BINOP, n->at);
	struct ast *body = ast_new(c->arena, AST_BLOCK, n->at),
		   *ret = ast_new(c->arena, AST_RETURN, n->at);
	struct span at = n->at;

	make_ctx_path(c, path, field);
	cond->u.bin.op = OP_NE;
	cond->u.bin.op_at = n->u.call.name_at;
	cond->u.bin.lhs = path;
	cond->u.bin.rhs = value;
	vec_push(c->arena, &body->u.block.stmts, ret);
	*n = (struct ast){.kind = AST_IF, .at = at};
	n->u.if_.cond = cond;
	n->u.if_.then = body;
}

static bool needs_argument(struct checker *c, struct ast *n, const char *what)
{
	if (ast_positional(n, 0))
		return true;
	diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at,
		    sv_dup(c->arena, n->u.call.name), what);
	*n = (struct ast){.kind = AST_GARBAGE, .at = n->at};
	return false;
}

/* bpf-arg N: `$ctx.argN` */
static void make_arg(struct checker *c, struct ast *n)
{
	const struct value *v;

	if (!needs_argument(c, n, "number"))
		return;
	v = check_constant(c, ast_positional(n, 0), "the argument's number");
	if (!v || v->kind != TYPE_INT || v->i < 0 || v->i > 11) {
		if (v)
			diag_report(c->sink, DIAG_argument_range, n->at, "number", "bpf-arg",
				    "0 to 11");
		*n = (struct ast){.kind = AST_GARBAGE, .at = n->at};
		return;
	}
	make_ctx_path(c, n, sv_cstr(arena_printf(c->arena, "arg%lld", (long long)v->i)));
}

/* A synonym of a command; what it implies is added as a flag. */
static void make_command(struct checker *c, struct ast *n, const struct alias *a)
{
	bool user = strcmp(a->spelling, "bpf-read-user-str") == 0;
	bool read = strcmp(a->target, "read-str") == 0;
	struct arg *args = n->u.call.args;
	uint32_t nargs = n->u.call.nargs;

	if (read && strncmp(a->spelling, "bpf-", 4) == 0 && !ast_has_flag(n, "user") &&
	    !ast_has_flag(n, "kernel")) {
		args = arena_array(c->arena, struct arg, nargs + 1);
		if (nargs)
			memcpy(args, n->u.call.args, sizeof(*args) * nargs);
		args[nargs] = (struct arg){.flag = user ? SV("user") : SV("kernel"), .at = n->at};
		nargs++;
	}
	make_call(n, a->target, args, nargs);
}

/* `emit($x)` and `emit $x`: the value through the pipe. */
static bool rewrite_emit_argument(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *value = ast_positional(n, 0), *call;
	enum cmd cmd = (enum cmd)n->u.call.cmd;

	if (!n->u.call.c_style || !value || input || (cmd != CMD_emit && cmd != CMD_count && cmd != CMD_hist))
		return false;
	call = ast_new(c->arena, AST_CALL, n->at);
	make_call(call, commands[cmd].name, NULL, 0);
	call->u.call.name_at = n->u.call.name_at;
	make_pipeline(c, n, value, call);
	return true;
}

bool rewrite_alias(struct checker *c, struct ast *n, struct ast *input)
{
	/* The parser has looked up the command of a synonym, and kept the name as written. */
	const struct alias *a = n->u.call.external ? NULL : alias_find(n->u.call.name);

	if (!a)
		return rewrite_emit_argument(c, n, input);
	switch (a->kind) {
	case ALIAS_COMMAND:
		make_command(c, n, a);
		return true;
	case ALIAS_CTX:
		make_ctx_path(c, n, sv_cstr(a->target));
		return true;
	case ALIAS_ARG:
		make_arg(c, n);
		return true;
	case ALIAS_FILTER:
		if (needs_argument(c, n, "value"))
			make_filter(c, n, sv_cstr(a->target));
		return true;
	case ALIAS_EMIT: {
		struct ast *path = ast_new(c->arena, AST_PATH, n->at);
		struct ast *call = ast_new(c->arena, AST_CALL, n->at);

		make_ctx_path(c, path, sv_cstr(a->target));
		make_call(call, "emit", NULL, 0);
		make_pipeline(c, n, path, call);
		return true;
	}
	case ALIAS_PROBE:
	case ALIAS_PROBE2:
		diag_report(c->sink, DIAG_attach_place, n->u.call.name_at,
			    sv_dup(c->arena, n->u.call.name));
		*n = (struct ast){.kind = AST_GARBAGE, .at = n->at};
		return true;
	case ALIAS_VARIABLE: /* no command has a name with a `$` */
		break;
	}
	return false;
}

bool rewrite_variable(struct checker *c, struct ast *n)
{
	for (uint32_t i = 0; c->program && i < naliases; i++) {
		const struct alias *a = &aliases[i];

		if (a->kind != ALIAS_VARIABLE || !sv_is(n->u.var.name, a->spelling + 1))
			continue;
		make_ctx_path(c, n, sv_cstr(a->target));
		return true;
	}
	return false;
}

/* bpf-kprobe F {…} and bpf-uprobe PATH SYM {…}. */
static bool older_attach(struct checker *c, struct ast *n, const struct alias *a, struct sv *spec,
			 struct span *spec_at, struct ast **closure)
{
	bool two = a->kind == ALIAS_PROBE2;
	struct ast *first = ast_positional(n, 0), *second = ast_positional(n, 1);
	struct sv target = constant_string(c, first, "the target");

	*spec_at = first ? first->at : n->u.call.name_at;
	if (two && second && second->kind != AST_CLOSURE) {
		struct sv symbol = constant_string(c, second, "the symbol");

		*spec = sv_cstr(arena_printf(c->arena, "%s:" SV_FMT ":" SV_FMT, a->target,
					     SV_ARG(target), SV_ARG(symbol)));
		*closure = ast_positional(n, 2);
	} else {
		*spec = sv_cstr(arena_printf(c->arena, "%s:" SV_FMT, a->target, SV_ARG(target)));
		*closure = second;
	}
	return true;
}

bool attach_call(struct checker *c, struct ast *n, struct sv *spec, struct span *spec_at,
		 struct ast **closure)
{
	const struct alias *a;
	struct ast *first;

	if (n->kind != AST_CALL || n->u.call.external)
		return false;
	if (n->u.call.cmd == CMD_NONE) {
		a = alias_find(n->u.call.name);
		if (!a || (a->kind != ALIAS_PROBE && a->kind != ALIAS_PROBE2))
			return false;
		return older_attach(c, n, a, spec, spec_at, closure);
	}
	if (n->u.call.cmd != CMD_ebpf_attach)
		return false;
	first = ast_positional(n, 0);
	*closure = ast_positional(n, 1);
	*spec_at = first ? first->at : n->u.call.name_at;
	*spec = SV("");
	if (first && (!check_constant(c, first, "the target") || first->value->kind == TYPE_LIST))
		return true;
	*spec = constant_string(c, first, "the target");
	return true;
}
