/*
 * check_expr.c - types and constants of expressions.
 */
#include "frontend/check.h"

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

static const struct value *list_value(struct checker *c, const struct value **items, uint32_t n)
{
	struct value *v = arena_new(c->arena, struct value);

	*v = (struct value){.kind = TYPE_LIST, .items = items, .n = n};
	return v;
}

static const struct type *check_list(struct checker *c, struct ast *n)
{
	const ast_list *l = &n->u.list.items;
	VEC(const struct value *) values = {0};
	const struct type *elem = NULL;
	bool constant = true, bad = false;
	uint32_t cap = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		bool spread = l->v[i]->kind == AST_SPREAD;
		struct ast *item = spread ? l->v[i]->u.child : l->v[i];
		const struct type *t = check_expr(c, item), *joined;

		if (spread && t->kind != TYPE_LIST && t->kind != TYPE_ERROR) {
			diag_report(c->sink, DIAG_type_mismatch, item->at, "a list",
				    type_name(c->arena, t));
			bad = true;
			continue;
		}
		bad |= t->kind == TYPE_ERROR;
		cap += spread ? t->cap : 1;
		constant &= item->value != NULL;
		for (uint32_t k = 0; constant && k < (spread ? item->value->n : 1); k++)
			vec_push(c->arena, &values, spread ? item->value->items[k] : item->value);
		t = spread ? t->elem : t;
		joined = elem && t ? type_join(&c->u->types, elem, t) : t ? t : elem;
		elem = joined ? joined : type_of(&c->u->types, TYPE_ANY);
	}
	if (bad)
		return type_error_at(c, n);
	if (constant)
		return set_value(c, n, list_value(c, values.v, values.n));
	if (elem->kind == TYPE_ANY) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a list of unlike elements",
			    "its elements need one type");
		return type_error_at(c, n);
	}
	return set_type(n, type_list(&c->u->types, elem, cap));
}

/* [[a b]; [1 2]]: a list of records, constants only. */
static const struct type *check_table(struct checker *c, struct ast *n)
{
	VEC(const struct value *) rows = {0};
	const ast_list *columns = &n->u.table.columns;
	struct sv *names = arena_array(c->arena, struct sv, columns->n + 1);

	for (uint32_t i = 0; i < columns->n; i++)
		names[i] = constant_string(c, columns->v[i], "a column name");
	for (uint32_t r = 0; r < n->u.table.rows.n; r++) {
		const struct value *row = check_constant(c, n->u.table.rows.v[r], "a table");
		struct value *rec = arena_new(c->arena, struct value);

		if (!row)
			return type_error_at(c, n);
		if (row->n != columns->n) {
			diag_report(c->sink, DIAG_type_mismatch, n->u.table.rows.v[r]->at,
				    "a row with one value per column", "another number of values");
			return type_error_at(c, n);
		}
		*rec = (struct value){
			.kind = TYPE_RECORD, .names = names, .items = row->items, .n = row->n};
		vec_push(c->arena, &rows, rec);
	}
	return set_value(c, n, list_value(c, rows.v, rows.n));
}

struct fields {
	VEC(struct type_field) types;
	VEC(const struct value *) values;
	bool constant, bad;
};

static void add_field(struct checker *c, struct fields *f, struct sv name, struct span at,
		      const struct type *t, const struct value *v)
{
	struct type_field field = {name, t};

	for (uint32_t i = 0; i < f->types.n; i++) {
		if (!sv_eq(f->types.v[i].name, name))
			continue;
		diag_report(c->sink, DIAG_duplicate_field, at, sv_dup(c->arena, name));
		f->bad = true;
		return;
	}
	if (t->kind == TYPE_CTX || t->kind == TYPE_CLOSURE || t->kind == TYPE_ANY) {
		diag_report(c->sink, t->kind == TYPE_CTX ? DIAG_ctx_value : DIAG_type_mismatch, at,
			    "a value", type_name(c->arena, t));
		f->bad = true;
	}
	f->bad |= t->kind == TYPE_ERROR;
	f->constant &= v != NULL;
	vec_push(c->arena, &f->types, field);
	vec_push(c->arena, &f->values, v);
}

static void add_spread(struct checker *c, struct fields *f, struct ast *n)
{
	const struct type *t = check_expr(c, n);

	if (t->kind != TYPE_RECORD) {
		if (t->kind != TYPE_ERROR)
			diag_report(c->sink, DIAG_type_mismatch, n->at, "a record",
				    type_name(c->arena, t));
		f->bad = true;
		return;
	}
	for (uint32_t i = 0; i < t->nfields; i++)
		add_field(c, f, t->fields[i].name, n->at, t->fields[i].type,
			  n->value ? n->value->items[i] : NULL);
}

static const struct type *check_record(struct checker *c, struct ast *n)
{
	struct fields f = {.constant = true};
	struct sv *names;
	struct value *v;

	for (uint32_t i = 0; i < n->u.record.n; i++) {
		struct record_item *item = &n->u.record.items[i];
		struct sv name;

		if (!item->key) {
			add_spread(c, &f, item->value);
			continue;
		}
		name = constant_string(c, item->key, "a column name");
		check_expr(c, item->value);
		add_field(c, &f, name, item->value->at, item->value->type, item->value->value);
	}
	if (f.bad)
		return type_error_at(c, n);
	if (!f.constant)
		return set_type(n, type_record(&c->u->types, f.types.v, f.types.n));
	names = arena_array(c->arena, struct sv, f.types.n + 1);
	for (uint32_t i = 0; i < f.types.n; i++)
		names[i] = f.types.v[i].name;
	v = arena_new(c->arena, struct value);
	*v = (struct value){
		.kind = TYPE_RECORD, .names = names, .items = f.values.v, .n = f.types.n};
	return set_value(c, n, v);
}

/* One end of a range: an int. */
static bool check_range_end(struct checker *c, struct ast *n)
{
	const struct type *t;

	if (!n)
		return true;
	t = check_expr(c, n);
	if (t->kind == TYPE_ERROR)
		return false;
	if (t->kind != TYPE_INT && t->kind != TYPE_U64) {
		diag_report(c->sink, t->kind == TYPE_FLOAT ? DIAG_float_value : DIAG_type_mismatch,
			    n->at, "an int", type_name(c->arena, t));
		return false;
	}
	warn_null(c, n, "..");
	return true;
}

static const struct type *check_range(struct checker *c, struct ast *n)
{
	struct ast *from = n->u.range.from, *next = n->u.range.next, *to = n->u.range.to;
	struct value *v;

	if ((int)check_range_end(c, from) + check_range_end(c, next) + check_range_end(c, to) < 3)
		return type_error_at(c, n);
	set_type(n, type_of(&c->u->types, TYPE_RANGE));
	if ((from && !from->value) || (next && !next->value) || (to && !to->value))
		return n->type;
	v = arena_new(c->arena, struct value);
	v->kind = TYPE_RANGE;
	v->range.from = from ? from->value->i : 0;
	v->range.has_to = to != NULL;
	v->range.to = to ? to->value->i : 0;
	v->range.exclusive = n->u.range.exclusive;
	v->range.step = to && to->value->i < v->range.from ? -1 : 1;
	if (next && __builtin_sub_overflow(next->value->i, v->range.from, &v->range.step)) {
		diag_report(c->sink, DIAG_always_overflows, n->at, "the step of the range overflows");
		return type_error_at(c, n);
	}
	if (next && (v->range.step == 0 ||
		     (to && (v->range.step > 0) != (v->range.to >= v->range.from)))) {
		diag_report(c->sink, DIAG_argument_range, n->at, "step", "the range",
			    "towards its end and not zero");
		return type_error_at(c, n);
	}
	n->value = v;
	return n->type;
}

static const struct type *unknown_variable(struct checker *c, struct ast *n, struct symbol *hidden)
{
	struct sv name = n->u.var.name;
	struct nearest near = {.want = name};
	struct diag *d;

	if (hidden && hidden->kind == SYMBOL_MUT) {
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
	if (s->kind == SYMBOL_USER) {
		struct diag *d = diag_report(c->sink, DIAG_user_variable, n->at,
					     sv_dup(c->arena, s->name));

		d->also = s->at;
		d->also_text = "bound here, in user space";
		return type_error_at(c, n);
	}
	s->uses++;
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

	if (probes[p->probe].args == ARGS_TRACEPOINT && !p->format) {
		tracepoint_find(c->u->tracepoints, sv_cstr(p->category), sv_cstr(p->name), &why,
				&nearby);
		diag_report(c->sink, DIAG_no_tracepoint_format, m->at, p->rest, why);
		return type_error_at(c, n);
	}
	ctx_nearest(p, &near);
	d = diag_report(c->sink, DIAG_unknown_ctx_field, m->at, p->spec,
			sv_dup(c->arena, m->name));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else if (sv_is(m->name, "retval"))
		diag_help(c->sink, d, "only return probes have it: kretprobe, uretprobe");
	else if (sv_starts(m->name, SV("arg")))
		diag_help(c->sink, d, "only entry probes and raw tracepoints have arguments");
	return type_error_at(c, n);
}

static const struct type *check_ctx_path(struct checker *c, struct ast *n)
{
	const struct path_member *m = &n->u.path.members[0];
	struct ctx_field f;

	if (m->is_index || !ctx_find(c->u, c->program, m->name, &f))
		return unknown_ctx_field(c, n, m);
	if (c->u->kernel && f.kernel > c->u->kernel) {
		diag_report(c->sink, DIAG_needs_kernel, m->at,
			    arena_printf(c->arena, "'$ctx." SV_FMT "'", SV_ARG(m->name)),
			    f.kernel / 100, f.kernel % 100, c->u->kernel / 100, c->u->kernel % 100);
		return type_error_at(c, n);
	}
	if (n->u.path.n > 1) {
		diag_report(c->sink, DIAG_no_fields, n->u.path.members[1].at,
			    arena_printf(c->arena, "'%s'", type_name(c->arena, f.type)));
		return type_error_at(c, n);
	}
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

static const struct type *check_path(struct checker *c, struct ast *n)
{
	struct ast *base = n->u.path.base;
	const struct value *v;
	const struct type *t;
	bool null = false;

	if (!base) {
		diag_report(c->sink, DIAG_kernel_cannot, n->at, "a cell path as a value",
			    "it can only follow a value, as in `$record.column`");
		return type_error_at(c, n);
	}
	t = check_expr(c, base);
	if (t->kind == TYPE_ERROR || !n->u.path.n)
		return set_type(n, t);
	if (t->kind == TYPE_CTX)
		return check_ctx_path(c, n);
	v = base->value;
	for (uint32_t i = 0; i < n->u.path.n; i++) {
		const struct path_member *m = &n->u.path.members[i];
		const struct type_field *f = m->is_index ? NULL : type_field(t, m->name);

		v = v ? value_member(v, m) : NULL;
		if (!v && !f) {
			if (m->optional && (t->kind == TYPE_RECORD || t->kind == TYPE_NOTHING ||
					    (t->kind == TYPE_LIST && base->value)))
				return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
			return unknown_member(c, n, t, m);
		}
		null |= t->nullable;
		t = v ? value_type(&c->u->types, v) : f->type;
	}
	if (v)
		return set_value(c, n, v);
	return set_type(n, null ? type_nullable(&c->u->types, t, true) : t);
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

	if (block->kind == AST_BLOCK && block->u.block.stmts.n == 1)
		n->value = block->u.block.stmts.v[0]->value;
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
	case AST_BINARY: {
		struct value *v = arena_new(c->arena, struct value);

		*v = (struct value){.kind = TYPE_BINARY, .s = n->u.s};
		return set_value(c, n, v);
	}
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

const struct type *check_annotation(struct checker *c, struct sv text, struct span at)
{
	static const struct {
		const char *name;
		enum type_kind kind;
	} names[] = {
		{"int", TYPE_INT},	     {"bool", TYPE_BOOL},   {"duration", TYPE_DURATION},
		{"filesize", TYPE_FILESIZE}, {"float", TYPE_FLOAT}, {"nothing", TYPE_NOTHING},
		{"range", TYPE_RANGE},	     {"any", TYPE_ANY},	    {"closure", TYPE_CLOSURE},
		{"number", TYPE_INT},
	};
	struct nearest near = {.want = text};
	struct diag *d;

	for (uint32_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (sv_is(text, names[i].name))
			return type_of(&c->u->types, names[i].kind);
		nearest_offer(&near, sv_cstr(names[i].name));
	}
	if (sv_is(text, "string") || sv_is(text, "path"))
		return type_string(&c->u->types, 0, false);
	if (sv_is(text, "binary"))
		return type_binary(&c->u->types, 0);
	if (sv_starts(text, SV("list")))
		return type_list(&c->u->types, NULL, 0);
	if (sv_starts(text, SV("record")))
		return type_record(&c->u->types, NULL, 0);
	nearest_offer(&near, SV("string"));
	nearest_offer(&near, SV("record"));
	d = diag_report(c->sink, DIAG_unknown_type, at, sv_dup(c->arena, text));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return NULL;
}
