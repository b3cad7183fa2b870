/*
 * check.c - a whole file: its programs, parameters, constants and state; the rest is user space.
 *
 * At file level (and directly inside `def main`) statements are read in order. What the compiler
 * knows is declared; what only Nushell can run is skipped, and the first such line is named once.
 */
#include "frontend/check.h"
#include "frontend/parse.h"

static void file_stmts(struct checker *c, struct ast *block);

/* Literals, names and operators on them: what may be a constant at file level. */
static bool is_constant_syntax(const struct ast *n)
{
	switch (n->kind) {
	case AST_NOTHING:
	case AST_BOOL:
	case AST_INT:
	case AST_FLOAT:
	case AST_DURATION:
	case AST_FILESIZE:
	case AST_STRING:
	case AST_BINARY:
		return true;
	case AST_LIST:
		for (uint32_t i = 0; i < n->u.list.items.n; i++)
			if (!is_constant_syntax(n->u.list.items.v[i]))
				return false;
		return true;
	case AST_RECORD:
		for (uint32_t i = 0; i < n->u.record.n; i++)
			if (!n->u.record.items[i].key ||
			    !is_constant_syntax(n->u.record.items[i].value))
				return false;
		return true;
	case AST_NOT:
	case AST_SPREAD:
		return is_constant_syntax(n->u.child);
	case AST_SUBEXPR:
		return n->u.child->kind == AST_BLOCK && n->u.child->u.block.stmts.n == 1 &&
		       is_constant_syntax(n->u.child->u.block.stmts.v[0]);
	case AST_BINOP:
		return is_constant_syntax(n->u.bin.lhs) && is_constant_syntax(n->u.bin.rhs);
	default:
		return false;
	}
}

/* A variable that is constant counts too, at any depth of the expression's first level. */
static bool may_fold(struct checker *c, const struct ast *n)
{
	struct symbol *hidden, *s;

	n = ast_unwrap(n);
	if (n->kind == AST_VAR) {
		s = scope_find(c, n->u.var.name, &hidden);
		return s && s->kind == SYMBOL_CONST;
	}
	if (n->kind == AST_BINOP)
		return may_fold(c, n->u.bin.lhs) && may_fold(c, n->u.bin.rhs);
	return is_constant_syntax(n);
}

/* What a `let` is set to is a constant; where not, it is left to user space without a word. */
static bool folds(struct checker *c, const struct ast *n)
{
	struct diag_mark mark = diag_mark(c->sink);
	struct ast *copy = ast_clone(c->arena, n);
	bool good;

	check_expr(c, copy);
	good = copy->value && !diag_failed_since(c->sink, mark);
	diag_rewind(c->sink, mark);
	return good;
}

static void user_space(struct checker *c, struct ast *n);

/* An attach where programs cannot be declared. */
static void refuse_attach(struct checker *c, const struct ast *n)
{
	if (!n)
		return;
	switch (n->kind) {
	case AST_CALL:
		if (n->u.call.cmd == CMD_ebpf_attach)
			diag_report(c->sink, DIAG_attach_place, n->u.call.name_at,
				    commands[CMD_ebpf_attach].name);
		for (uint32_t i = 0; i < n->u.call.nargs; i++)
			refuse_attach(c, n->u.call.args[i].value);
		break;
	case AST_BLOCK:
		for (uint32_t i = 0; i < n->u.block.stmts.n; i++)
			refuse_attach(c, n->u.block.stmts.v[i]);
		break;
	case AST_PIPELINE:
		for (uint32_t i = 0; i < n->u.pipe.elems.n; i++)
			refuse_attach(c, n->u.pipe.elems.v[i]);
		break;
	case AST_SUBEXPR:
	case AST_NOT:
	case AST_RETURN:
		refuse_attach(c, n->u.child);
		break;
	case AST_CLOSURE:
		refuse_attach(c, n->u.closure.body);
		break;
	case AST_IF:
		refuse_attach(c, n->u.if_.then);
		refuse_attach(c, n->u.if_.otherwise);
		break;
	case AST_FOR:
		refuse_attach(c, n->u.for_.body);
		break;
	case AST_WHILE:
	case AST_LOOP:
		refuse_attach(c, n->u.loop.body);
		break;
	case AST_TRY:
		refuse_attach(c, n->u.try_.body);
		refuse_attach(c, n->u.try_.handler);
		break;
	case AST_LET:
	case AST_MUT:
		refuse_attach(c, n->u.let.init);
		break;
	default:
		break;
	}
}

static void user_space(struct checker *c, struct ast *n)
{
	if (!c->user_space)
		c->user_space = n;
	refuse_attach(c, n);
}

/* The call behind `ebpf attach …`, `(ebpf attach …)`, `ebpf attach … | more`. */
static struct ast *find_attach(struct ast *n)
{
	while (n) {
		if (n->kind == AST_SUBEXPR)
			n = n->u.child;
		else if (n->kind == AST_BLOCK && n->u.block.stmts.n == 1)
			n = n->u.block.stmts.v[0];
		else if (n->kind == AST_PIPELINE && n->u.pipe.elems.n)
			n = n->u.pipe.elems.v[0];
		else
			return n;
	}
	return NULL;
}

static bool try_program(struct checker *c, struct ast *n)
{
	struct ast *call = find_attach(n), *closure;
	struct span at;
	struct sv spec;

	if (!call || !attach_call(c, call, &spec, &at, &closure))
		return false;
	check_program(c, call, spec, at, closure);
	return true;
}

/* -D NAME=VALUE for a name, as an expression of its own file, or NULL. */
static struct ast *find_define(struct checker *c, struct sv name)
{
	for (uint32_t i = 0; i < c->options->ndefines; i++) {
		struct sv d = c->options->defines[i];
		const char *eq = memchr(d.p, '=', d.n);
		struct ast *root;
		uint32_t file;

		if (!eq || !sv_eq((struct sv){d.p, (size_t)(eq - d.p)}, name))
			continue;
		file = source_add(c->options->sources, arena_printf(c->arena, "-D %s", d.p),
				  "<command line>", sv_from(d, (size_t)(eq + 1 - d.p)));
		root = parse_file(c->arena, c->sink, file, (struct parse_options){false});
		if (root->u.block.stmts.n == 1)
			return root->u.block.stmts.v[0];
		diag_report(c->sink, DIAG_type_mismatch, (struct span){file, 0, 0}, "one value",
			    "another number of statements");
	}
	return NULL;
}

static bool is_param_type(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_BOOL || t->kind == TYPE_STRING ||
	       t->kind == TYPE_DURATION || t->kind == TYPE_FILESIZE;
}

/* The type a parameter of main has; NULL after a report. */
static const struct type *param_type(struct checker *c, struct param *p)
{
	const struct type *t;

	if (p->is_switch)
		return type_of(&c->u->types, TYPE_BOOL);
	if (p->type_text.n)
		t = check_annotation(c, p->type_text, p->type_at);
	else
		t = p->init ? check_expr(c, p->init) : NULL;
	if (t && t->kind != TYPE_ERROR && !is_param_type(t)) {
		diag_report(c->sink, DIAG_param_type, p->at, sv_dup(c->arena, p->name),
			    type_name(c->arena, t));
		return NULL;
	}
	return t && t->kind == TYPE_ERROR ? NULL : t;
}

static const struct value *param_init(struct checker *c, struct param *p, const struct type *t)
{
	const struct value *v;

	if (p->is_switch)
		return value_of(c->arena, TYPE_BOOL, 0);
	if (!p->init) {
		struct diag *d = diag_report(c->sink, DIAG_param_default, p->at,
					     sv_dup(c->arena, p->name));

		diag_help(c->sink, d, "write `--" SV_FMT ": %s = …`", SV_ARG(p->name),
			  t ? type_name(c->arena, t) : "int");
		return NULL;
	}
	v = check_constant(c, p->init, "a default");
	if (!v || !t)
		return NULL;
	if (v->kind != t->kind) {
		diag_report(c->sink, DIAG_type_mismatch, p->init->at, type_name(c->arena, t),
			    type_name(c->arena, p->init->type));
		return NULL;
	}
	if (v->kind == TYPE_STRING && v->s.n > PARAM_STRING_MAX) {
		diag_report(c->sink, DIAG_param_too_long, p->init->at, sv_dup(c->arena, p->name),
			    v->s.n, (unsigned)PARAM_STRING_MAX);
		return NULL;
	}
	return v;
}

/* A flag that the loader has too: both work, but which one is meant depends on the place. */
static void warn_loader_option(struct checker *c, const struct param *p)
{
	static const char *const names[] = {
#define OPTION(id, name, ...) name,
#include "lang/loader_options.def"
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(names); i++)
		if (sv_is(p->name, names[i]))
			diag_report(c->sink, DIAG_param_loader_option, p->at, names[i]);
}

static void declare_param(struct checker *c, struct param *p)
{
	struct ast *define = find_define(c, p->name);
	struct unit_param up = {.param = p, .cap = PARAM_STRING_MAX};
	const struct value *init;
	const struct type *t;

	if (p->is_rest) {
		diag_report(c->sink, DIAG_no_main_closure, p->at, "a rest parameter");
		return;
	}
	if (define)
		p->init = define;
	t = param_type(c, p);
	init = param_init(c, p, t);
	if (t && t->kind == TYPE_STRING)
		t = type_string(&c->u->types, PARAM_STRING_MAX + 1, true);
	p->type = t;
	up.sym = p->sym = scope_add(c, define ? SYMBOL_CONST : SYMBOL_PARAM,
				    param_variable(c, p), p->at,
				    t && init ? t : type_of(&c->u->types, TYPE_ERROR));
	up.init = init;
	if (define) {
		up.sym->value = init;
		return;
	}
	warn_loader_option(c, p);
	up.sym->index = c->u->params.n;
	up.symbol = unique_symbol(c, p->name);
	vec_push(c->arena, &c->u->params, up);
}

static void check_main(struct checker *c, struct ast *n)
{
	uint32_t mark = scope_push(c);

	c->u->doc = sv_dup(c->arena, n->u.def.doc);
	for (uint32_t i = 0; i < n->u.def.nparams; i++)
		declare_param(c, &n->u.def.params[i]);
	if (n->u.def.body->kind == AST_BLOCK) { /* else it could not be read */
		declare_defs(c, n->u.def.body, (struct sv){"", 0}, false);
		file_stmts(c, n->u.def.body);
	}
	scope_pop(c, mark);
}

static void file_let(struct checker *c, struct ast *n)
{
	struct ast *init = n->u.let.init, *define = find_define(c, n->u.let.name);
	const struct type *any = type_of(&c->u->types, TYPE_ANY);

	if (define && n->kind == AST_CONST)
		init = define;
	if (check_closure_let(c, n)) {
		refuse_attach(c, n);
	} else if (init && try_program(c, init)) {
		scope_add(c, SYMBOL_USER, n->u.let.name, n->u.let.name_at, any);
	} else if (n->kind == AST_CONST || (init && (may_fold(c, init) || folds(c, init)))) {
		const struct value *v;
		struct symbol *s;

		c->in_const = n->kind == AST_CONST;
		v = check_constant(c, init, "a const");
		c->in_const = false;
		s = scope_add(c, SYMBOL_CONST, n->u.let.name, n->u.let.name_at, init->type);
		s->value = v;
		n->u.let.sym = s;
	} else {
		user_space(c, n);
		scope_add(c, SYMBOL_USER, n->u.let.name, n->u.let.name_at, any);
	}
}

/* A map, or a shared variable with what it is at first, is declared outside of the closures. */
static bool try_declaration(struct checker *c, struct ast *n)
{
	bool has_input = n->kind == AST_PIPELINE && n->u.pipe.elems.n == 2;
	struct ast *call = has_input ? n->u.pipe.elems.v[1] : n;
	struct ast *input = has_input ? n->u.pipe.elems.v[0] : NULL;

	if (call->kind != AST_CALL || call->u.call.external ||
	    (call->u.call.cmd != CMD_map_define && call->u.call.cmd != CMD_global_define))
		return false;
	if (input)
		check_expr(c, input);
	if (!check_signature(c, call, commands[call->u.call.cmd].signature))
		return true;
	if (call->u.call.cmd == CMD_map_define)
		check_cmd_map_define(c, call, input);
	else
		check_cmd_global_define(c, call, input);
	return true;
}

static void file_stmt(struct checker *c, struct ast *n)
{
	switch (n->kind) {
	case AST_DEF:
		if (sv_is(n->u.def.name, "main"))
			check_main(c, n);
		break;
	case AST_LET:
	case AST_CONST:
		file_let(c, n);
		break;
	case AST_MUT:
		if (n->u.let.type_text.n) {
			check_state(c, n, UINT32_MAX);
		} else {
			user_space(c, n);
			scope_add(c, SYMBOL_USER, n->u.let.name, n->u.let.name_at,
				  type_of(&c->u->types, TYPE_ANY));
		}
		break;
	case AST_USE:
		check_use(c, n);
		break;
	case AST_GARBAGE:
		break;
	default:
		if (!try_declaration(c, n) && !try_program(c, n))
			user_space(c, n);
	}
}

static void file_stmts(struct checker *c, struct ast *block)
{
	for (uint32_t i = 0; i < block->u.block.stmts.n; i++)
		file_stmt(c, block->u.block.stmts.v[i]);
}

/* One note for all lines that are not compiled. */
static void note_user_space(struct checker *c)
{
	const struct ast *n = c->user_space;
	struct sv text;
	const char *end;

	if (!n)
		return;
	text = source_text(c->sink->sources, n->at);
	end = text.n ? memchr(text.p, '\n', text.n) : NULL;
	if (end)
		text.n = (size_t)(end - text.p);
	if (text.n > 40)
		text.n = 40;
	diag_report(c->sink, DIAG_user_space, n->at, sv_dup(c->arena, text));
}

/* What this round knows of maps is the unit's: a kind that nobody names is that of its commands. */
static void take_maps(struct checker *c)
{
	for (uint32_t i = 0; i < c->widened->maps.n; i++) {
		struct unit_map *m = arena_new(c->arena, struct unit_map);

		*m = *c->widened->maps.v[i];
		if (m->kind == MAPKINDS)
			m->kind = m->otherwise;
		if (m->round == c->widened->round && m->kind < MAPKINDS)
			vec_push(c->arena, &c->u->maps, m);
	}
}

/* Checks the file with what is known of its mutable variables and maps. */
static struct unit *check_once(struct arena *a, struct diag_sink *sink, uint32_t file,
			       struct ast *root, const struct check_options *o,
			       struct widened *widened, const struct type_table *types)
{
	struct unit *u = arena_new(a, struct unit);
	struct checker c = {
		.u = u, .arena = a, .sink = sink, .options = o, .file = file, .widened = widened};

	u->arena = a;
	u->sink = sink;
	u->types = *types;
	u->doc = "";
	u->root = root;
	u->kernel = o->kernel;
	u->arch = o->arch;
	u->wrapv = o->wrapv;
	u->big_endian = o->big_endian;
	u->tracepoints = o->tracepoints;
	u->btf = o->btf;
	u->user_types = o->user_types;
	widened->round++;
	widened->unresolved = false;
	c.names.arena = c.decl_names.arena = c.symbols.arena = a;
	scope_push(&c);
	declare_defs(&c, root, (struct sv){"", 0}, false);
	file_stmts(&c, root);
	if (!u->programs.n && !sink->errors)
		diag_report(sink, DIAG_no_programs, (struct span){file, 0, 0});
	note_user_space(&c);
	take_maps(&c);
	take_globals(&c);
	return u;
}

struct unit *check_file(struct arena *a, struct diag_sink *sink, uint32_t file, struct ast *root,
			const struct check_options *o)
{
	/* Each round an assignment's type may come from another's of the round before. */
	enum { ROUNDS = 8 };
	struct diag_mark mark = diag_mark(sink);
	struct type_table types = {.arena = a};
	uint32_t nfiles = o->sources->files.n;
	struct widened widened = {0};
	struct unit *u = check_once(a, sink, file, root, o, &widened, &types);

	for (uint32_t round = 1;
	     (widened.more || widened.unresolved) && round < ROUNDS && !widened.stuck; round++) {
		widened.stuck = !widened.more;
		widened.more = false;
		types = u->types;
		/* Checking leaves its marks in the tree. */
		root = parse_file(a, sink, file, o->parse);
		diag_rewind(sink, mark);
		o->sources->files.n = nfiles;
		u = check_once(a, sink, file, root, o, &widened, &types);
	}
	return u;
}
