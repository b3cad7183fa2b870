/*
 * check_def.c - defs: declared with their block, checked once per combination of argument types.
 */
#include "frontend/check.h"

void declare_defs(struct checker *c, const struct ast *block, struct sv prefix, bool exported_only)
{
	for (uint32_t i = 0; i < block->u.block.stmts.n; i++) {
		struct ast *d = block->u.block.stmts.v[i];
		struct sv name;
		struct def_decl *decl;

		if (d->kind != AST_DEF || sv_is(d->u.def.name, "main"))
			continue;
		if (exported_only && !d->u.def.exported)
			continue;
		name = d->u.def.name;
		if (prefix.n)
			name = sv_cstr(arena_printf(c->arena, SV_FMT " " SV_FMT, SV_ARG(prefix),
						    SV_ARG(name)));
		decl = vec_add(c->arena, &c->decls);
		decl->ast = d;
		decl->name = name;
		decl->depth = c->depth;
		decl->shadowed = symmap_get(&c->decl_names, name, UINT32_MAX);
		symmap_put(&c->decl_names, name, c->decls.n - 1);
	}
}

void defs_pop(struct checker *c, uint32_t depth)
{
	while (c->decls.n && c->decls.v[c->decls.n - 1].depth > depth) {
		struct def_decl *d = &c->decls.v[--c->decls.n];

		symmap_put(&c->decl_names, d->name, d->shadowed);
	}
}

struct def_decl *find_def(struct checker *c, struct sv name)
{
	uint32_t at = symmap_get(&c->decl_names, name, UINT32_MAX);

	while (at != UINT32_MAX) {
		struct def_decl *d = &c->decls.v[at];

		if (d->ast->at.file == scope_file(c) || d->imported_by == scope_file(c))
			return d;
		at = d->shadowed;
	}
	return NULL;
}

void defs_nearest(struct checker *c, struct nearest *near)
{
	for (uint32_t i = 0; i < c->decls.n && i < 500; i++)
		nearest_offer(near, c->decls.v[i].name);
}

static uint32_t find_flag_param(const struct ast *def, struct sv flag)
{
	for (uint32_t i = 0; i < def->u.def.nparams; i++) {
		const struct param *p = &def->u.def.params[i];

		if (p->is_flag && (sv_eq(p->name, flag) || (p->flag_short.n && sv_eq(p->flag_short, flag))))
			return i;
	}
	return UINT32_MAX;
}

/* A flag that takes a value, followed by one: the parser could not know of an imported def's. */
static void pair_flags(struct ast *n, const struct ast *def)
{
	struct arg *args = n->u.call.args;

	for (uint32_t i = 0; i + 1 < n->u.call.nargs; i++) {
		uint32_t p = args[i].flag.n ? find_flag_param(def, args[i].flag) : UINT32_MAX;

		if (p == UINT32_MAX || def->u.def.params[p].is_switch || args[i].value ||
		    args[i + 1].flag.n)
			continue;
		args[i].value = args[i + 1].value;
		memmove(&args[i + 1], &args[i + 2], (n->u.call.nargs - i - 2) * sizeof(*args));
		n->u.call.nargs--;
	}
}

static uint32_t find_rest_param(const struct ast *def)
{
	uint32_t i = 0;

	while (i < def->u.def.nparams && !def->u.def.params[i].is_rest)
		i++;
	return i;
}

/* The number of the parameter that the flag is for; UINT32_MAX after a report. */
static uint32_t bind_flag(struct checker *c, const struct ast *def, struct arg *a, const char *name,
			  struct ast **given)
{
	uint32_t p = find_flag_param(def, a->flag);

	if (p == UINT32_MAX) {
		diag_report(c->sink, DIAG_unknown_flag, a->at, name,
			    check_flag_spelling(c, a->flag));
		return p;
	}
	if (!def->u.def.params[p].is_switch && !a->value) {
		diag_report(c->sink, DIAG_flag_value, a->at, sv_dup(c->arena, a->flag), name);
		return UINT32_MAX;
	}
	given[p] = a->value ? a->value : arena_new(c->arena, struct ast);
	if (!a->value)
		*given[p] = (struct ast){.kind = AST_BOOL, .at = a->at, .u.i = 1};
	return p;
}

/* One more argument for the rest parameter, whose value is the list of them. */
static void add_rest(struct checker *c, const struct arg *a, struct ast **list)
{
	struct ast *item = a->value;

	if (a->is_spread) {
		item = arena_new(c->arena, struct ast);
		*item = (struct ast){.kind = AST_SPREAD, .at = a->at, .u.child = a->value};
	}
	if (!*list) {
		*list = arena_new(c->arena, struct ast);
		**list = (struct ast){.kind = AST_LIST, .at = a->at};
	}
	(*list)->at.end = item->at.end;
	vec_push(c->arena, &(*list)->u.list.items, item);
}

/* By parameter the argument given, NULL when none was; false after a report. */
static bool bind_arguments(struct checker *c, struct ast *n, const struct ast *def,
			   struct ast **given)
{
	uint32_t next = 0, count = def->u.def.nparams, rest = find_rest_param(def);
	const char *name = sv_dup(c->arena, n->u.call.name);

	pair_flags(n, def);
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct arg *a = &n->u.call.args[i];

		if (a->flag.n) {
			if (bind_flag(c, def, a, name, given) == UINT32_MAX)
				return false;
			continue;
		}
		while (next < count &&
		       (def->u.def.params[next].is_flag || def->u.def.params[next].is_rest))
			next++;
		if (next < count && !a->is_spread) {
			given[next++] = a->value;
		} else if (rest < count) {
			add_rest(c, a, &given[rest]);
		} else {
			diag_report(c->sink, a->is_spread ? DIAG_spread_argument : DIAG_extra_argument,
				    a->at, name);
			return false;
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		const struct param *p = &def->u.def.params[i];

		if (given[i] || p->init || p->is_optional || p->is_flag || p->is_rest)
			continue;
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, name,
			    sv_dup(c->arena, p->name));
		return false;
	}
	return true;
}

/* Numbers and bools travel at run time; other constants make an instance of their own. */
static bool is_instance_constant(const struct checker *c, const struct ast *arg)
{
	return arg->value &&
	       (c->folding || (!type_is_number(arg->type) && arg->type->kind != TYPE_BOOL));
}

static bool check_given(struct checker *c, const struct ast *arg, const struct type *t,
			const struct type *want)
{
	if (check_accepts(want, t))
		return true;
	diag_report(c->sink, DIAG_type_mismatch, arg->at, type_name(c->arena, want),
		    type_name(c->arena, t));
	return false;
}

/* The type of a rest parameter is that of each element; null passes, as in Nushell. */
static bool check_rest(struct checker *c, const struct ast *list, const struct type *want)
{
	bool good = true;

	for (uint32_t i = 0; i < list->u.list.items.n; i++) {
		const struct ast *item = list->u.list.items.v[i];
		bool spread = item->kind == AST_SPREAD;
		const struct type *t = spread ? item->u.child->type->elem : item->type;

		if (t && t->kind != TYPE_NOTHING)
			good &= check_given(c, item, t, want);
	}
	return good;
}

static bool check_arguments(struct checker *c, const struct ast *def, struct ast **given)
{
	bool good = true;

	for (uint32_t i = 0; i < def->u.def.nparams; i++) {
		const struct param *p = &def->u.def.params[i];
		const struct type *want, *t;
		struct ast *closure;

		if (!given[i])
			continue;
		closure = p->is_rest ? NULL : check_given_closure(c, given[i]);
		given[i] = closure ? closure : given[i];
		t = closure ? set_type(closure, type_of(&c->u->types, TYPE_CLOSURE))
			    : check_expr(c, given[i]);
		good &= t->kind != TYPE_ERROR;
		if (!p->type_text.n || t->kind == TYPE_ERROR)
			continue;
		want = check_annotation(c, p->type_text, p->type_at);
		if (!want || want->kind == TYPE_ANY)
			continue;
		if (p->is_rest)
			good &= check_rest(c, given[i], want);
		else
			good &= check_given(c, given[i], t, want);
	}
	return good;
}

/* The value a parameter has when nobody gives one. */
static const struct value *default_value(struct checker *c, const struct param *p)
{
	if (p->init) {
		const struct value *v = check_constant(c, ast_clone(c->arena, p->init), "a default");

		return v ? v : value_of(c->arena, TYPE_NOTHING, 0);
	}
	if (p->is_switch)
		return value_of(c->arena, TYPE_BOOL, 0);
	return value_of(c->arena, p->is_rest ? TYPE_LIST : TYPE_NOTHING, 0);
}

static bool same_instance(const struct checker *c, const struct def *d, struct ast *const *given,
			  const struct type *input)
{
	if ((d->input ? d->input->type : NULL) != input)
		return false;
	for (uint32_t i = 0; i < d->nparams; i++) {
		const struct symbol *s = d->params[i];

		if (!given[i]) {
			if (!s->is_default)
				return false;
		} else if (s->is_default || s->closure || s->type != given[i]->type ||
			   (s->value != NULL) != is_instance_constant(c, given[i]) ||
			   (s->value && !value_equal(s->value, given[i]->value))) {
			return false;
		}
	}
	return true;
}

struct sv param_variable(struct checker *c, const struct param *p)
{
	char *name = sv_dup(c->arena, p->name);

	for (size_t i = 0; i < p->name.n; i++)
		name[i] = name[i] == '-' ? '_' : name[i];
	return (struct sv){name, p->name.n};
}

static void bind_params(struct checker *c, struct def *d, struct ast *const *given)
{
	const struct ast *def = d->decl;

	d->params = arena_array(c->arena, struct symbol *, d->nparams + 1);
	for (uint32_t i = 0; i < d->nparams; i++) {
		const struct param *p = &def->u.def.params[i];
		const struct value *v = given[i] ? (is_instance_constant(c, given[i]) ? given[i]->value : NULL)
						 : default_value(c, p);
		const struct type *t = given[i] ? given[i]->type : value_type(&c->u->types, v);
		enum symbol_kind kind;

		if (!v && !param_takes_null(p))
			t = type_nullable(&c->u->types, t, false);
		kind = t->kind == TYPE_CLOSURE ? SYMBOL_CLOSURE : v ? SYMBOL_CONST : SYMBOL_LOCAL;
		d->params[i] = scope_add(c, kind, param_variable(c, p), p->at, t);
		d->params[i]->value = v;
		d->params[i]->closure = kind == SYMBOL_CLOSURE ? given[i] : NULL;
		d->params[i]->is_default = !given[i];
	}
}

static void check_result(struct checker *c, const struct def *d)
{
	const struct ast *def = d->decl;
	const struct type *want;

	if (!def->u.def.out_type_text.n || d->result->kind == TYPE_ERROR)
		return;
	want = check_annotation(c, def->u.def.out_type_text, def->u.def.types_at);
	if (!want || check_accepts(want, d->result))
		return;
	diag_report(c->sink, DIAG_type_mismatch, def->u.def.types_at, type_name(c->arena, want),
		    type_name(c->arena, d->result));
}

static struct def *new_instance(struct checker *c, struct def_decl *decl, struct ast *const *given,
				struct ast *input)
{
	struct def *d = arena_new(c->arena, struct def);
	struct frame frame = {.up = c->frame,
			      .caller = c->frame,
			      .def = d,
			      .decl = (uint32_t)(decl - c->decls.v),
			      .visible_depth = decl->depth,
			      .visible_before = decl->ast->at.start,
			      .file = decl->ast->at.file};
	struct symbol *outer_input = c->input;
	uint32_t mark, known = c->non_null.n, effects = c->effects;
	const struct type *t;

	*d = (struct def){.decl = decl->ast, .nparams = decl->ast->u.def.nparams};
	d->symbol = c->folding ? "" : unique_symbol(c, decl->name);
	d->body = ast_clone(c->arena, decl->ast->u.def.body);
	mark = scope_push(c);
	frame.base = c->scope.n;
	c->frame = &frame;
	c->input = NULL;
	if (input) {
		d->input = arena_new(c->arena, struct symbol);
		*d->input = (struct symbol){
			.kind = SYMBOL_LOCAL, .name = SV("in"), .at = input->at, .type = input->type};
		d->input->value = c->folding ? input->value : NULL;
		c->input = d->input;
		feed_input(c, d->body);
	}
	bind_params(c, d, given);
	t = check_block(c, d->body, true);
	if (diverges(d->body))
		t = frame.result ? frame.result : t;
	else if (frame.result)
		t = type_join(&c->u->types, frame.result, t);
	if (!t && c->folding) {
		t = type_of(&c->u->types, TYPE_NOTHING);
	} else if (!t) {
		diag_report(c->sink, DIAG_branch_types, d->body->at,
			    type_name(c->arena, frame.result), type_name(c->arena, d->body->type));
		t = type_of(&c->u->types, TYPE_ERROR);
	}
	d->result = t;
	d->has_effects = c->effects != effects;
	c->input = outer_input;
	c->frame = frame.caller;
	c->non_null.n = known;
	scope_pop(c, mark);
	check_result(c, d);
	if (!c->folding)
		vec_push(c->arena, &c->u->defs, d);
	return d;
}

/* A call where commands are evaluated: what the body gives for these arguments, if all are known:
 * one that is not may fail. */
static const struct type *evaluated(struct checker *c, struct ast *n, struct def *d,
				    struct ast *const *given)
{
	const struct value *v = block_value(c->arena, d->body);

	for (uint32_t i = 0; i < d->nparams; i++)
		if (given[i] && !given[i]->value && !d->params[i]->closure)
			v = NULL;
	n->u.call.def = d;
	return v ? set_value(c, n, v) : set_type(n, d->result);
}

const struct type *check_def_call(struct checker *c, struct ast *n, struct def_decl *decl,
				  struct ast *input)
{
	uint32_t at = (uint32_t)(decl - c->decls.v), count = decl->ast->u.def.nparams;
	struct ast **given = arena_array(c->arena, struct ast *, count + 1);
	const struct type *in = input ? input->type : NULL;
	struct def *d = NULL;

	if (decl->busy) {
		diag_report(c->sink, DIAG_recursion, n->u.call.name_at,
			    sv_dup(c->arena, decl->name));
		return type_error_at(c, n);
	}
	if (!bind_arguments(c, n, decl->ast, given) || !check_arguments(c, decl->ast, given) ||
	    (in && in->kind == TYPE_ERROR))
		return type_error_at(c, n);
	for (uint32_t i = 0; i < decl->instances.n && !d && !c->folding; i++)
		if (same_instance(c, decl->instances.v[i], given, in))
			d = decl->instances.v[i];
	if (!d) {
		decl->busy = true;
		d = new_instance(c, decl, given, input);
		decl = &c->decls.v[at]; /* the list may have moved */
		decl->busy = false;
		if (c->folding)
			return evaluated(c, n, d, given);
		vec_push(c->arena, &decl->instances, d);
	}
	n->u.call.def = d;
	c->effects += d->has_effects;
	for (uint32_t i = 0; i < count; i++)
		if (d->params[i]->value || d->params[i]->closure)
			given[i] = NULL;
	n->u.call.def_args = given;
	return set_type(n, d->result);
}
