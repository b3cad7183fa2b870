/*
 * check_expr.c - types and constants of expressions.
 */
#include "frontend/check.h"
#include "frontend/kernel_walk.h"

const struct type *set_type(struct ast *n, const struct type *t)
{
	n->type = t;
	return t;
}

const struct type *set_value(struct checker *c, struct ast *n, const struct value *v)
{
	n->value = v;
	return set_type(n, value_type(&c->u->types, v));
}

const struct type *type_error_at(struct checker *c, struct ast *n)
{
	return set_type(n, type_of(&c->u->types, TYPE_ERROR));
}

void warn_null(struct checker *c, const struct ast *n, const char *op)
{
	struct diag *d;

	if (!n->type->nullable)
		return;
	d = diag_report(c->sink, DIAG_may_be_null, n->at, op);
	if (n->kind == AST_VAR)
		diag_help(c->sink, d, "check it first: `if $" SV_FMT " == null { return }`",
			  SV_ARG(n->u.var.name));
	else
		diag_help(c->sink, d, "give a value for null: `(… | default 0)`");
}

const struct value *check_constant(struct checker *c, struct ast *n, const char *what)
{
	const struct type *t = check_expr(c, n);

	if (t->kind != TYPE_ERROR && !n->value)
		diag_report(c->sink, DIAG_not_constant, n->at, what);
	return n->value;
}

struct sv constant_string(struct checker *c, struct ast *n, const char *what)
{
	const struct value *v;

	if (!n)
		return (struct sv){"", 0};
	v = check_constant(c, n, what);
	if (v && v->kind != TYPE_STRING) {
		diag_report(c->sink, DIAG_type_mismatch, n->at, "a string",
			    type_name(c->arena, n->type));
		v = NULL;
	}
	return v ? v->s : (struct sv){"", 0};
}

void check_condition(struct checker *c, struct ast *n)
{
	const struct type *t = check_expr(c, n);

	if (t->kind == TYPE_ERROR)
		return;
	if (t->kind == TYPE_BOOL) {
		warn_null(c, n, "if");
	} else if (type_is_number(t) && !t->nullable) {
		struct diag *d = diag_report(c->sink, DIAG_condition_type, n->at,
					     type_name(c->arena, t));

		diag_help(c->sink, d, "write `" SV_FMT " != 0`",
			  SV_ARG(source_text(c->sink->sources, n->at)));
	} else {
		diag_report(c->sink, DIAG_condition_bool, n->at, type_name(c->arena, t));
	}
}

/* Most bytes that a value has as interpolated text; user space makes the text, this bounds it. */
static uint32_t text_cap(const struct type *t)
{
	if (t->kind == TYPE_STRING || t->kind == TYPE_BINARY)
		return t->cap;
	return 64;
}

static const struct type *check_interp(struct checker *c, struct ast *n)
{
	struct buf text = {.arena = c->arena};
	bool constant = true, bad = false;
	uint32_t cap = 0;

	for (uint32_t i = 0; i < n->u.interp.parts.n; i++) {
		struct ast *part = n->u.interp.parts.v[i];
		const struct type *t = check_expr(c, part);

		bad |= t->kind == TYPE_ERROR;
		if (t->kind == TYPE_CTX || t->kind == TYPE_CLOSURE) {
			diag_report(c->sink, DIAG_operand_type, part->at, "interpolation",
				    type_name(c->arena, t));
			bad = true;
		} else if (!part->value) {
			bad |= !check_sendable(c, n, part, false);
		}
		cap += text_cap(t);
		constant &= part->value != NULL;
		if (constant)
			value_text(&text, part->value);
	}
	if (bad)
		return type_error_at(c, n);
	if (constant)
		return set_value(c, n, value_string(c->arena, (struct sv){text.p ? text.p : "", text.n}));
	return set_type(n, type_string(&c->u->types, cap, false));
}

static const struct type *unknown_variable(struct checker *c, struct ast *n, struct symbol *hidden)
{
	struct sv name = n->u.var.name;
	struct nearest near = {.want = name};
	struct diag *d;

	if (hidden && (hidden->kind == SYMBOL_MUT || hidden->kind == SYMBOL_STATE)) {
		d = diag_report(c->sink, DIAG_capture_mut, n->at, sv_dup(c->arena, name));
		diag_help(c->sink, d, "bind its value first: `let copy = $" SV_FMT "`", SV_ARG(name));
		return type_error_at(c, n);
	}
	if (hidden) {
		d = diag_report(c->sink, DIAG_kernel_cannot, n->at,
				"a def that reads a variable of the closure around it",
				"its instances are laid out apart");
		diag_help(c->sink, d, "give `" SV_FMT "` to the def as a parameter", SV_ARG(name));
		return type_error_at(c, n);
	}
	d = diag_report(c->sink, DIAG_unknown_variable, n->at, sv_dup(c->arena, name));
	scope_nearest(c, &near);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '$" SV_FMT "'?", SV_ARG(near.best));
	else if (sv_is(name, "ctx") && c->program)
		diag_help(c->sink, d, "name it as the closure's parameter: `{|ctx| … }`");
	return type_error_at(c, n);
}

static bool is_non_null(const struct checker *c, const struct symbol *s)
{
	for (uint32_t i = 0; i < c->non_null.n; i++)
		if (c->non_null.v[i] == s)
			return true;
	return false;
}

static const struct type *check_var(struct checker *c, struct ast *n)
{
	struct symbol *hidden = NULL, *s;

	if (n->u.var.sym && n->u.var.sym->kind == SYMBOL_CTX) /* a rewritten older spelling */
		return set_type(n, n->u.var.sym->type);
	if (sv_is(n->u.var.name, "in"))
		s = c->input;
	else
		s = scope_find(c, n->u.var.name, &hidden);
	if (!s) {
		if (sv_is(n->u.var.name, "env") || sv_is(n->u.var.name, "nu")) {
			diag_report(c->sink, DIAG_user_variable, n->at,
				    sv_dup(c->arena, n->u.var.name));
			return type_error_at(c, n);
		}
		if (sv_is(n->u.var.name, "in"))
			return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
		if (!hidden && rewrite_variable(c, n))
			return check_expr(c, n);
		return unknown_variable(c, n, hidden);
	}
	n->u.var.sym = s;
	s->is_used = true;
	if (s->kind == SYMBOL_CAUGHT)
		return check_caught_value(c, n);
	if (s->kind == SYMBOL_CLOSURE) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a closure as a value",
			    "give it to `do` or to a command that takes a closure");
		return type_error_at(c, n);
	}
	if (s->kind == SYMBOL_RANGE)
		return check_range_var(c, n, s);
	if (s->kind == SYMBOL_USER) {
		struct diag *d = diag_report(c->sink, DIAG_user_variable, n->at,
					     sv_dup(c->arena, s->name));

		d->also = s->at;
		d->also_text = "bound here, in user space";
		return type_error_at(c, n);
	}
	if (s->value)
		return set_value(c, n, s->value);
	if (s->type->nullable && is_non_null(c, s))
		return set_type(n, type_nullable(&c->u->types, s->type, false));
	return set_type(n, s->type);
}

static const struct type *unknown_ctx_field(struct checker *c, struct ast *n,
					    const struct path_member *m)
{
	struct program *p = c->program;
	struct nearest near = {.want = m->name};
	const char *why, *nearby;
	struct diag *d;

	if (probes[p->target.probe].args == ARGS_TRACEPOINT && !p->format) {
		if (p->target.is_glob)
			tracepoint_find_glob(c->u->tracepoints, sv_cstr(p->target.category),
					     p->target.name, &why);
		else
			tracepoint_find(c->u->tracepoints, sv_cstr(p->target.category),
					sv_cstr(p->target.name), &why, &nearby);
		diag_report(c->sink, DIAG_no_tracepoint_format, m->at, p->target.rest, why);
		return type_error_at(c, n);
	}
	if (n->u.path.n > 1 && sv_is(m->name, "arg") && !n->u.path.members[1].is_index)
		return check_unknown_arg(c, n, &n->u.path.members[1]);
	if (sv_is(m->name, "args") && probes[p->target.probe].args == ARGS_USER_ENTRY)
		return check_unknown_arg(c, n, m);
	ctx_nearest(p, &near);
	if (probes[p->target.probe].args == ARGS_ITER)
		kernel_args_nearest(c->u, p, &near);
	d = diag_report(c->sink, DIAG_unknown_ctx_field, m->at, p->spec,
			sv_dup(c->arena, m->name));
	if (sv_is(m->name, "retval") && probes[p->target.probe].args == ARGS_USER_RETURN)
		diag_help(c->sink, d, "by its debugging information the function gives nothing");
	else if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else if (probes[p->target.probe].args == ARGS_ITER)
		diag_help(
			c->sink, d,
			"the program runs in the loader: what it goes over is in the fields of the "
			"kernel's bpf_iter_%s",
			p->target.name);
	else if (sv_is(m->name, "retval") && probes[p->target.probe].args == ARGS_BTF_RETURN)
		diag_help(
			c->sink, d,
			"the function gives nothing, or the kernel's types have none of this name");
	else if (sv_is(m->name, "retval"))
		diag_help(c->sink, d, "only return probes have it: fexit, kretprobe, uretprobe");
	else if (sv_starts(m->name, SV("arg")) && probe_is_typed(p->target.probe))
		diag_help(c->sink, d,
			  "arguments are 'arg.NAME' or 'arg0' to the last one there is");
	else if (sv_starts(m->name, SV("arg")))
		diag_help(c->sink, d, "only entry probes and raw tracepoints have arguments");
	return type_error_at(c, n);
}

/* `ppid` is task.real_parent.tgid, unless the payload has a field of this name. */
static void expand_ppid(struct checker *c, struct ast *n)
{
	static const char *const way[] = {"task", "real_parent", "tgid"};
	struct path_member first = n->u.path.members[0], *m;
	struct ctx_field f;

	if (!sv_is(first.name, "ppid") || ctx_find(c->u, c->program, &first, 1, &f))
		return;
	m = arena_array(c->arena, struct path_member, n->u.path.n + 2);
	for (uint32_t i = 0; i < ARRAY_SIZE(way); i++)
		m[i] = (struct path_member){.name = sv_cstr(way[i]), .at = first.at};
	memcpy(m + ARRAY_SIZE(way), n->u.path.members + 1, (n->u.path.n - 1) * sizeof(*m));
	n->u.path.members = m;
	n->u.path.n += 2;
}

static const struct type *check_ctx_path(struct checker *c, struct ast *n)
{
	const struct path_member *m;
	struct ctx_field f;
	uint32_t taken;

	expand_ppid(c, n);
	if (check_expand_args(c, n))
		return check_expr(c, n);
	m = &n->u.path.members[0];
	taken = ctx_find(c->u, c->program, m, n->u.path.n, &f);
	if (!taken)
		return unknown_ctx_field(c, n, m);
	if (c->u->kernel && f.kernel > c->u->kernel) {
		diag_report(c->sink, DIAG_needs_kernel, m->at,
			    arena_printf(c->arena, "'$ctx." SV_FMT "'", SV_ARG(m->name)),
			    f.kernel / 100, f.kernel % 100, c->u->kernel / 100, c->u->kernel % 100);
		return type_error_at(c, n);
	}
	if (!f.type)
		return check_kernel_untyped(c, n, &m[taken - 1]);
	if (n->u.path.n > taken)
		return check_kernel_path(c, n, f.type, taken, false);
	if (f.access == CTX_LABEL)
		return set_value(c, n, value_string(c->arena, sv_cstr(c->program->label)));
	return set_type(n, f.type);
}

static const struct type *unknown_member(struct checker *c, struct ast *n, const struct type *t,
					 const struct path_member *m)
{
	struct nearest near = {.want = m->name};
	struct diag *d;

	if (t->kind != TYPE_RECORD || m->is_index) {
		diag_report(c->sink, DIAG_no_fields, m->at,
			    arena_printf(c->arena, "'%s'", type_name(c->arena, t)));
		return type_error_at(c, n);
	}
	for (uint32_t i = 0; i < t->nfields; i++)
		nearest_offer(&near, t->fields[i].name);
	d = diag_report(c->sink, DIAG_unknown_field, m->at, type_name(c->arena, t),
			sv_dup(c->arena, m->name));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return type_error_at(c, n);
}

/* How long the list gets that stands in a mutable variable the lowering finds out. */
static bool may_grow(const struct ast *base)
{
	return base->kind == AST_VAR && base->u.var.sym && base->u.var.sym->kind == SYMBOL_MUT;
}

/* One step into a list: an element by its number, or a column of all its records. NULL: neither. */
static const struct type *list_member(struct checker *c, const struct type *t,
				      const struct path_member *m, bool may_grow)
{
	bool beyond = m->is_index && m->index >= t->cap && !may_grow;
	const struct type_field *f;

	if (!m->is_index) {
		f = t->elem && t->elem->kind == TYPE_RECORD && !t->elem->nullable
			    ? type_field(t->elem, m->name)
			    : NULL;
		return f ? type_list(&c->u->types, f->type, t->cap) : NULL;
	}
	if (m->index < 0 || (t->elem && t->elem->kind == TYPE_ANY))
		return NULL;
	if (beyond && !m->optional)
		diag_report(c->sink, DIAG_always_overflows, m->at,
			    arena_printf(c->arena, "the list has at most %u elements", t->cap));
	if (!t->elem || (beyond && m->optional))
		return type_of(&c->u->types, TYPE_NOTHING);
	return m->optional ? type_nullable(&c->u->types, t->elem, true) : t->elem;
}

bool check_optional_base(struct checker *c, const struct ast *base, const struct path_member *m)
{
	struct diag *d;

	if (!m->optional || (!base->type->nullable && base->type->kind != TYPE_NOTHING) ||
	    !may_be_empty(base))
		return true;
	d = diag_report(c->sink, DIAG_kernel_cannot, m->at, "`?` behind a block that may end without a value",
			"Nushell fails there, but takes null");
	diag_help(c->sink, d, "name the value first: `let x = …`, then `$x." SV_FMT "?`",
		  SV_ARG(m->name));
	return false;
}

/* Null, whatever the base is; but computing the base may fail or do something. */
static const struct type *absent_member(struct checker *c, struct ast *n)
{
	if (n->u.path.base->value || n->u.path.base->kind == AST_VAR)
		return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
	return set_type(n, type_of(&c->u->types, TYPE_NOTHING));
}

/* One step into a constant; NULL: it is not there. Of a list a name is a column of its records. */
static const struct value *value_step(struct checker *c, const struct value *v,
				      const struct path_member *m)
{
	const struct value **items;

	if (v->kind != TYPE_LIST || m->is_index)
		return value_member(v, m);
	items = arena_array(c->arena, const struct value *, v->n + 1);
	for (uint32_t i = 0; i < v->n; i++) {
		items[i] = value_member(v->items[i], m);
		if (!items[i] && m->optional && v->items[i]->kind == TYPE_RECORD)
			items[i] = value_of(c->arena, TYPE_NOTHING, 0);
		if (!items[i])
			return NULL;
	}
	return value_list(c->arena, items, v->n);
}

static const struct type *check_path(struct checker *c, struct ast *n)
{
	struct ast *base = n->u.path.base;
	const struct value *v;
	const struct type *t;
	bool ends = false; /* it may: then it is null */
	struct symbol *caught;

	if (!base) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a cell path as a value",
			    "it can only follow a value, as in `$record.column`");
		return type_error_at(c, n);
	}
	caught = n->u.path.n ? find_caught(c, base) : NULL;
	if (caught)
		return check_caught_path(c, n, caught);
	t = check_expr(c, base);
	if (t->kind == TYPE_ERROR || !n->u.path.n)
		return set_type(n, t);
	if (t->kind == TYPE_CTX)
		return check_ctx_path(c, n);
	if (!check_optional_base(c, base, &n->u.path.members[0]))
		return type_error_at(c, n);
	v = base->value;
	for (uint32_t i = 0; i < n->u.path.n; i++) {
		const struct path_member *m = &n->u.path.members[i];
		const struct type_field *f = m->is_index ? NULL : type_field(t, m->name);
		const struct type *of_list;

		if (is_kernel_data(t))
			return check_kernel_path(c, n, t, i, ends);
		v = v ? value_step(c, v, m) : NULL;
		of_list = !v && t->kind == TYPE_LIST
				  ? list_member(c, t, m, may_grow(base) || check_lists_grow(c))
				  : NULL;
		if (of_list) {
			ends |= m->optional && (t->nullable || m->is_index);
			t = of_list;
			continue;
		}
		if (!v && !f) {
			if (m->optional && (t->kind == TYPE_RECORD || t->kind == TYPE_NOTHING ||
					    (t->kind == TYPE_LIST && base->value)))
				return absent_member(c, n);
			return unknown_member(c, n, t, m);
		}
		ends |= m->optional && t->nullable;
		t = v ? value_type(&c->u->types, v) : f->type;
	}
	if (v)
		return set_value(c, n, v);
	return set_type(n, ends ? type_nullable(&c->u->types, t, true) : t);
}

static const struct type *check_not(struct checker *c, struct ast *n)
{
	const struct type *t = check_expr(c, n->u.child);

	if (t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t->kind != TYPE_BOOL) {
		struct diag *d =
			diag_report(c->sink, DIAG_operand_type, n->at, "not", type_name(c->arena, t));

		diag_help(c->sink, d,
			  "`not` takes the one value after it: `not (…)` for a whole expression");
		return type_error_at(c, n);
	}
	warn_null(c, n->u.child, "not");
	if (n->u.child->value)
		return set_value(c, n, value_of(c->arena, TYPE_BOOL, !n->u.child->value->i));
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

static const struct type *check_subexpr(struct checker *c, struct ast *n)
{
	struct ast *block = n->u.child;
	const struct type *t = check_block(c, block, true);

	n->value = block->value;
	return set_type(n, t);
}

static const struct type *check_refused(struct checker *c, struct ast *n, const char *why)
{
	diag_report(c->sink, DIAG_kernel_cannot, n->at, ast_kind_help(n->kind), why);
	return type_error_at(c, n);
}

static const struct type *check_any(struct checker *c, struct ast *n)
{
	switch (n->kind) {
	case AST_NOTHING:
		return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
	case AST_BOOL:
		return set_value(c, n, value_of(c->arena, TYPE_BOOL, n->u.i));
	case AST_INT:
		return set_value(c, n, value_of(c->arena, TYPE_INT, n->u.i));
	case AST_DURATION:
		return set_value(c, n, value_of(c->arena, TYPE_DURATION, n->u.i));
	case AST_FILESIZE:
		return set_value(c, n, value_of(c->arena, TYPE_FILESIZE, n->u.i));
	case AST_FLOAT:
		return set_value(c, n, value_float(c->arena, n->u.f));
	case AST_STRING:
		return set_value(c, n, value_string(c->arena, n->u.s));
	case AST_BINARY:
		return set_value(c, n, value_binary(c->arena, n->u.s));
	case AST_INTERP:
		return check_interp(c, n);
	case AST_LIST:
		return check_list(c, n);
	case AST_TABLE:
		return check_table(c, n);
	case AST_RECORD:
		return check_record(c, n);
	case AST_RANGE:
		return check_range(c, n);
	case AST_VAR:
		return check_var(c, n);
	case AST_PATH:
		return check_path(c, n);
	case AST_BINOP:
		return check_binary(c, n);
	case AST_NOT:
		return check_not(c, n);
	case AST_SUBEXPR:
		return check_subexpr(c, n);
	case AST_PIPELINE:
		return check_pipeline(c, n, true);
	case AST_CALL:
		return check_call(c, n, NULL);
	case AST_IF:
		return check_if(c, n, true);
	case AST_MATCH:
		return check_match(c, n, true);
	case AST_BLOCK:
		return set_type(n, check_block(c, n, true));
	case AST_CLOSURE:
		return check_refused(c, n, "a closure is not a value there");
	case AST_DATE:
		return check_refused(c, n, "the kernel's clocks count from boot");
	case AST_FOR:
	case AST_WHILE:
	case AST_LOOP:
	case AST_TRY:
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
	case AST_ASSIGN:
	case AST_DEF:
	case AST_RETURN:
	case AST_BREAK:
	case AST_CONTINUE:
	case AST_USE:
	case AST_MODULE:
		return set_type(n, check_stmt(c, n, true));
	case AST_GARBAGE:
	case AST_SPREAD:
	case AST_PAT_ANY:
	case AST_PAT_VAR:
	case AST_PAT_LIST:
	case AST_PAT_RECORD:
	case AST_KINDS:
		return type_error_at(c, n);
	}
	return type_error_at(c, n);
}

/* The parser bounds brackets; this bounds chains: `1 + 1 + …`, `if … else if …`. */
const struct type *check_expr(struct checker *c, struct ast *n)
{
	const struct type *t;

	if (c->nesting >= CHECK_DEPTH_MAX) {
		diag_report(c->sink, DIAG_too_deep, n->at, (unsigned)CHECK_DEPTH_MAX);
		return type_error_at(c, n);
	}
	c->nesting++;
	t = check_any(c, n);
	c->nesting--;
	return t;
}
