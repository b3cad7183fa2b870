/* check_kernel.c - cell paths through structures of the kernel. */
#include "frontend/check.h"

#include "runtime/kernel_btf.h"
#include "frontend/kernel_walk.h"
#include "frontend/user_args.h"

bool check_kernel_types(struct checker *c, struct span at)
{
	const char *path = kernel_btf_path(c->u->btf);
	int error = kernel_btf_open(c->u->btf);
	struct diag *d;

	if (!error)
		return true;
	d = diag_report(c->sink, DIAG_no_kernel_types, at,
			path ? path : "/sys/kernel/btf/vmlinux", strerror(-error));
	diag_help(c->sink, d, "name the BTF of a kernel: `--btf FILE`");
	return false;
}

const struct type *check_kernel_untyped(struct checker *c, struct ast *n,
					const struct path_member *m)
{
	if (!check_kernel_types(c, m->at))
		return type_error_at(c, n);
	diag_report(c->sink, DIAG_kernel_value, m->at,
		    arena_printf(c->arena, "'" SV_FMT "'", SV_ARG(m->name)),
		    "no type of the language holds it");
	return type_error_at(c, n);
}

/* Of a function in user space. */
static const struct type *unknown_user_arg(struct checker *c, struct ast *n,
					   const struct path_member *m)
{
	const struct user_function *f = user_function(c->u, c->program);
	struct nearest near = {.want = m->name};
	struct diag *d;

	if (f->problem) {
		d = diag_report(c->sink, DIAG_no_user_types, m->at, f->path, f->name, f->problem);
		diag_help(c->sink, d, "`arg0` to `arg5` are its first words, without types");
		return type_error_at(c, n);
	}
	d = diag_report(c->sink, DIAG_unknown_ctx_field, m->at, c->program->spec,
			arena_printf(c->arena, "arg." SV_FMT, SV_ARG(m->name)));
	for (uint32_t i = 0; i < f->args.n; i++)
		nearest_offer(&near, f->args.v[i].name);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean 'arg." SV_FMT "'?", SV_ARG(near.best));
	return type_error_at(c, n);
}

const struct type *check_unknown_arg(struct checker *c, struct ast *n, const struct path_member *m)
{
	struct nearest near = {.want = m->name};
	struct program *p = c->program;
	bool of_syscall = probes[p->target.probe].args == ARGS_SYSCALL;
	struct diag *d;

	if (probes[p->target.probe].args == ARGS_USER_ENTRY)
		return unknown_user_arg(c, n, m);
	if (!of_syscall && !check_kernel_types(c, m->at))
		return type_error_at(c, n);
	d = diag_report(c->sink, DIAG_unknown_ctx_field, m->at, p->spec,
			arena_printf(c->arena, "arg." SV_FMT, SV_ARG(m->name)));
	if (of_syscall)
		ctx_nearest(p, &near);
	else
		kernel_args_nearest(c->u, p, &near);
	if (!probe_names_args(p->target.probe) && !of_syscall)
		diag_help(c->sink, d,
			  "functions, tracepoints as 'tp_btf' and 'raw_tp', and 'lsm' have "
			  "arguments by name");
	else if (near.best.p)
		diag_help(c->sink, d, "did you mean 'arg." SV_FMT "'?", SV_ARG(near.best));
	else if (!of_syscall && !kernel_args_known(c->u, p))
		diag_help(c->sink, d, "the kernel's types have no function of this name");
	return type_error_at(c, n);
}

static const struct type *unknown(struct checker *c, struct ast *n, const struct type *of,
				  const struct path_member *m)
{
	struct nearest near = {.want = m->name};
	struct diag *d = diag_report(c->sink, DIAG_unknown_field, m->at, type_name(c->arena, of),
				     sv_dup(c->arena, m->name));

	kernel_nearest(c->u, of, &near);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return type_error_at(c, n);
}

static const struct type *refused(struct checker *c, struct ast *n, const struct type *of,
				  const struct walk *w, const struct path_member *m)
{
	struct sv name = m[w->at].name;
	const char *what = arena_printf(c->arena, "'" SV_FMT "'", SV_ARG(name));
	struct diag *d;

	switch (w->problem) {
	case WALK_FINE:
		break;
	case WALK_UNKNOWN:
		return unknown(c, n, w->parent, &m[w->at]);
	case WALK_INDEX:
		diag_report(c->sink, DIAG_kernel_value, m[w->at].at, what,
			    arena_printf(c->arena, "%s has names, not numbers",
					 type_name(c->arena, of)));
		return type_error_at(c, n);
	case WALK_NO_INDEX:
		d = diag_report(c->sink, DIAG_kernel_value, m[w->at].at, what, "it is an array");
		diag_help(c->sink, d, "take one of its elements: `." SV_FMT ".0`", SV_ARG(name));
		return type_error_at(c, n);
	case WALK_BEYOND:
		diag_report(c->sink, DIAG_kernel_value, m[w->at].at, what,
			    "the array has fewer elements");
		return type_error_at(c, n);
	case WALK_NAMELESS:
		d = diag_report(
			c->sink, DIAG_kernel_value, m[w->at].at, what,
			"the structure that it is in has no name by which kernels could find it");
		diag_help(c->sink, d, "write the path in one, from a structure with a name on");
		return type_error_at(c, n);
	case WALK_DECLARED:
		diag_report(c->sink, DIAG_kernel_value, m[w->at].at, what,
			    arena_printf(c->arena,
					 "the debugging information only declares %s here",
					 type_name(c->arena, of)));
		return type_error_at(c, n);
	case WALK_ELEMENTS:
		d = diag_report(c->sink, DIAG_no_fields, m[w->at].at,
				arena_printf(c->arena, "'%s'", type_name(c->arena, of)));
		diag_help(c->sink, d, "what stands there has a number: `.0`");
		return type_error_at(c, n);
	case WALK_APART:
		d = diag_report(
			c->sink, DIAG_kernel_value, m[w->at].at, "an element of this array",
			"its structures have no name by which kernels could tell how far they are "
			"apart");
		diag_help(c->sink, d, "write the path in one, from the structure that it is in on");
		return type_error_at(c, n);
	case WALK_OTHER_TYPE:
		diag_report(c->sink, DIAG_kernel_value, m[w->at].at, what,
			    "no type of the language holds it");
		return type_error_at(c, n);
	}
	NB_BUG("walk problem %d", w->problem);
}

const struct type *check_kernel_path(struct checker *c, struct ast *n, const struct type *t,
				     uint32_t from, bool ends)
{
	const struct path_member *m = n->u.path.members;

	for (uint32_t i = from; i < n->u.path.n;) {
		struct walk w;

		if (!is_kernel_data(t)) {
			diag_report(c->sink, DIAG_no_fields, m[i].at,
				    arena_printf(c->arena, "'%s'", type_name(c->arena, t)));
			return type_error_at(c, n);
		}
		w = kernel_walk(c->u, t, &m[i], n->u.path.n - i);
		if (w.problem)
			return refused(c, n, t, &w, &m[i]);
		ends |= w.is_optional;
		t = w.type;
		i += w.taken;
	}
	return set_type(n, ends ? type_nullable(&c->u->types, t, true) : t);
}

const struct type *check_kernel_element(struct checker *c, struct ast *n, struct ast *input)
{
	struct elements e = {0};
	struct diag *d;

	if (input->type->elem && input->type->elem->kind == TYPE_STRUCT) {
		check_bad_input(c, n, input, "a list, or the address of numbers or addresses");
		return type_error_at(c, n);
	}
	e = kernel_elements(c->u, input->type);
	if (!e.type) {
		d = diag_report(
			c->sink, DIAG_kernel_value, n->at, "an element of this array",
			"its structures have no name by which kernels could tell how far they are "
			"apart");
		diag_help(c->sink, d, "elements by numbers in a cell path can be had: `.0`");
		return type_error_at(c, n);
	}
	warn_null(c, ast_positional(n, 0), "get");
	return set_type(n, ast_has_flag(n, "optional") ? type_nullable(&c->u->types, e.type, true)
						       : e.type);
}
