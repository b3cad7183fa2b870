/*
 * check_program.c - one `ebpf attach`: its target, its name, its closure and the state it keeps.
 */
#include "frontend/check.h"

/* State is one word: what takes several is torn when cpus write it at once. */
static bool check_state_type(struct checker *c, const struct ast *n, const struct type *want)
{
	struct diag *d;

	if (want->kind == TYPE_INT || want->kind == TYPE_BOOL || want->kind == TYPE_DURATION ||
	    want->kind == TYPE_FILESIZE || want->kind == TYPE_ERROR)
		return true;
	d = diag_report(c->sink, DIAG_state_type, n->u.let.type_at,
			sv_dup(c->arena, n->u.let.type_text));
	if (want->kind == TYPE_RECORD || want->kind == TYPE_LIST)
		diag_help(c->sink, d, "write a `mut` for each of its numbers");
	else if (want->kind == TYPE_STRING || want->kind == TYPE_BINARY)
		diag_help(c->sink, d, "cpus that write it at once would mix its bytes; keep a number, "
				      "or `count` the text");
	return false;
}

void check_state(struct checker *c, struct ast *n, uint32_t program)
{
	const struct value *v = n->u.let.init ? check_constant(c, n->u.let.init, "the first value of state")
					      : NULL;
	const struct type *t = n->u.let.init ? n->u.let.init->type : type_of(&c->u->types, TYPE_INT);
	const struct type *want = check_annotation(c, n->u.let.type_text, n->u.let.type_at);
	struct unit_state state = {.program = program, .init = v};

	n->type = type_of(&c->u->types, TYPE_NOTHING);
	if (want && check_state_type(c, n, want) && t->kind != TYPE_ERROR && want->kind != t->kind)
		diag_report(c->sink, DIAG_type_mismatch, n->u.let.init->at,
			    type_name(c->arena, want), type_name(c->arena, t));
	n->u.let.sym = scope_add(c, SYMBOL_STATE, n->u.let.name, n->u.let.name_at,
				 want ? want : type_of(&c->u->types, TYPE_ERROR));
	n->u.let.sym->index = c->u->states.n;
	state.sym = n->u.let.sym;
	state.symbol = unique_symbol(c, n->u.let.name);
	vec_push(c->arena, &c->u->states, state);
}

/* The label: --name, which is unique, else the target as written, numbered when it repeats. */
static bool set_label(struct checker *c, struct program *p, struct ast *call)
{
	struct ast *name = call->u.call.cmd == CMD_ebpf_attach ? ast_flag(call, "name") : NULL;
	struct sv given = constant_string(c, name, "the name");
	const char *base = given.n ? sv_dup(c->arena, given) : p->spec;
	uint32_t repeats = 1;

	if (name && (!name->value || !given.n || given.n > 64)) {
		if (name->value)
			diag_report(c->sink, DIAG_argument_range, name->at, "--name", "ebpf attach",
				    "1 to 64 bytes long");
		return false;
	}
	for (uint32_t i = 0; i + 1 < c->u->programs.n; i++) {
		if (given.n && c->u->programs.v[i].call != call &&
		    sv_is(given, c->u->programs.v[i].label)) {
			diag_report(c->sink, DIAG_duplicate_program, name->at, base);
			return false;
		}
		repeats += !given.n && strcmp(c->u->programs.v[i].spec, p->spec) == 0;
	}
	p->is_named = given.n > 0;
	p->label = repeats > 1 ? arena_printf(c->arena, "%s#%u", base, repeats) : base;
	p->symbol = unique_symbol(c, given.n	      ? given
				     : p->target.name ? sv_cstr(p->target.name)
						      : sv_cstr(probes[p->target.probe].prefix));
	return true;
}

/* Leading annotated `mut`s are state. Returns how many statements they are. */
static uint32_t declare_states(struct checker *c, struct ast *body)
{
	uint32_t i = 0;

	while (i < body->u.block.stmts.n && body->u.block.stmts.v[i]->kind == AST_MUT &&
	       body->u.block.stmts.v[i]->u.let.type_text.n)
		check_state(c, body->u.block.stmts.v[i++], c->u->programs.n - 1);
	return i;
}

/* 'allow' or 'deny' as the number that it is; NULL: neither. */
static const struct value *named_verdict(struct checker *c, const struct value *v)
{
	if (v->kind != TYPE_STRING || !(sv_is(v->s, "allow") || sv_is(v->s, "deny")))
		return NULL;
	return value_of(c->arena, TYPE_INT, sv_is(v->s, "deny") ? VERDICT_DENY : 0);
}

void check_verdict(struct checker *c, struct ast *n)
{
	enum probe_verdict kind = probes[c->program->target.probe].verdict;
	const struct value *v = n->value;
	struct diag *d;

	if (kind == VERDICT_NONE || n->type->kind == TYPE_ERROR || n->type->kind == TYPE_NOTHING)
		return;
	if (kind == VERDICT_ERRNO && v && named_verdict(c, v)) {
		set_value(c, n, named_verdict(c, v));
		return;
	}
	if (n->type->kind == TYPE_INT &&
	    (kind == VERDICT_INT || !v || (v->i <= 0 && v->i >= VERDICT_LEAST)))
		return;
	d = diag_report(c->sink, DIAG_verdict, n->at, c->program->spec,
			type_name(c->arena, n->type));
	if (kind == VERDICT_ERRNO)
		diag_help(c->sink, d,
			  "`return 'allow'`, `return 'deny'`, or an error of the kernel's such as "
			  "-13");
	else
		diag_help(c->sink, d, "`return` with an int");
}

static void check_closure(struct checker *c, struct program *p)
{
	struct ast *closure = p->closure, *body = closure->u.closure.body;
	uint32_t mark = scope_push(c);
	struct frame frame = {.base = c->scope.n, .file = closure->at.file};
	uint32_t seen = closure->u.closure.seen;
	const struct type *ctx = type_of(&c->u->types, TYPE_CTX);
	bool decides = probes[p->target.probe].verdict != VERDICT_NONE;

	if (seen) {
		frame.seen_below = seen - 1;
		frame.seen_base = c->scope.n;
	}
	c->program = p;
	c->frame = &frame;
	c->non_null.n = 0;
	if (closure->u.closure.nparams > 1)
		diag_report(c->sink, DIAG_extra_argument, closure->u.closure.params[1].at,
			    "the closure of a program");
	if (closure->u.closure.nparams) {
		struct param *q = &closure->u.closure.params[0];

		p->ctx = q->sym = scope_add(c, SYMBOL_CTX, q->name, q->at, ctx);
	} else {
		p->ctx = arena_new(c->arena, struct symbol);
		*p->ctx = (struct symbol){.kind = SYMBOL_CTX, .at = closure->at, .type = ctx};
	}
	if (body->kind == AST_BLOCK) {
		declare_defs(c, body, (struct sv){"", 0}, false);
		check_stmts(c, body, declare_states(c, body), decides);
		if (decides && body->u.block.stmts.n)
			check_verdict(c, body->u.block.stmts.v[body->u.block.stmts.n - 1]);
	}
	scope_pop(c, mark);
	c->frame = NULL;
	c->program = NULL;
}

/* One program: the closure on one target. Its number, or UINT32_MAX when something was wrong. */
static uint32_t check_one(struct checker *c, struct ast *call, struct sv spec, struct span spec_at,
			  struct ast *closure, uint32_t instead_of, bool may_lack)
{
	uint32_t errors = c->sink->errors, number = c->u->programs.n;
	struct program *p = vec_add(c->arena, &c->u->programs);

	p->at = spec_at;
	p->spec = "";
	p->call = call;
	p->instead_of = instead_of;
	p->may_lack = may_lack;
	if (!check_target(c, p, spec, spec_at) || !set_label(c, p, call)) {
		/* it stays counted, so that the file is not called empty */
		p->label = p->symbol = "";
		return UINT32_MAX;
	}
	p->optional = ast_has_flag(call, "optional");
	p->streams = ast_has_flag(call, "stream");
	p->closure = closure;
	check_closure(c, p);
	return c->sink->errors == errors ? number : UINT32_MAX;
}

/* Cuts the next of `fentry:X|kprobe:X`. A `|` is one of a path when no family stands behind it. */
static struct sv next_alternative(struct sv *rest)
{
	struct sv all = *rest;

	for (size_t i = 0; i < all.n; i++) {
		struct sv behind = sv_from(all, i + 1);
		const char *colon = behind.n ? memchr(behind.p, ':', behind.n) : NULL;

		if (all.p[i] != '|' || !colon)
			continue;
		behind.n = (size_t)(colon - behind.p);
		if (probe_find(behind) == PROBE_COUNT)
			continue;
		*rest = sv_from(all, i + 1);
		return (struct sv){all.p, i};
	}
	*rest = SV("");
	return all;
}

/* One for each program, since checking types it: the one that was written, then copies of what it
 * was. */
struct closures {
	struct ast *written, *unchecked;
	bool taken;
};

static struct ast *next_closure(struct checker *c, struct closures *closures)
{
	if (closures->taken)
		return ast_clone(c->arena, closures->unchecked);
	closures->taken = true;
	closures->unchecked = ast_clone(c->arena, closures->written);
	return closures->written;
}

/* Each alternative is a program: what the context holds differs. With something wrong in one the
 * others are not looked at, since they have most of it in common. */
static bool check_spec(struct checker *c, struct ast *call, struct sv spec, struct span spec_at,
		       struct closures *closures)
{
	bool may_lack = ast_has_flag(call, "optional");
	uint32_t before = UINT32_MAX;

	do {
		struct sv one = next_alternative(&spec);

		may_lack = may_lack || spec.n > 0;
		before = check_one(c, call, one, spec_at, next_closure(c, closures), before,
				   may_lack);
	} while (spec.n && before != UINT32_MAX);
	return before != UINT32_MAX;
}

static bool has_closure(struct checker *c, const struct ast *call, struct ast *closure)
{
	if (closure)
		check_closure_variable(c, closure);
	if (closure && closure->kind == AST_CLOSURE)
		return true;
	if (!closure || closure->kind != AST_GARBAGE)
		diag_report(c->sink, DIAG_attach_closure, closure ? closure->at : call->at,
			    closure ? ast_kind_help(closure->kind) : "nothing");
	return false;
}

/* A list of targets: the closure on each. */
static bool check_targets(struct checker *c, struct ast *call, const struct value *list,
			  struct span at, struct closures *closures)
{
	bool good = list->n > 0;

	if (!good)
		diag_report(c->sink, DIAG_target_form, at, "[]");
	for (uint32_t i = 0; good && i < list->n; i++) {
		good = list->items[i]->kind == TYPE_STRING;
		if (!good)
			diag_report(c->sink, DIAG_type_mismatch, at, "a string",
				    type_name(c->arena, value_type(&c->u->types, list->items[i])));
		good = good && check_spec(c, call, list->items[i]->s, at, closures);
	}
	return good;
}

/* A program that is none, so that the file is not called empty. */
static void add_broken(struct checker *c, struct span at)
{
	struct program *p = vec_add(c->arena, &c->u->programs);

	*p = (struct program){.at = at, .spec = "", .label = "", .symbol = ""};
}

void check_program(struct checker *c, struct ast *call, struct sv spec, struct span spec_at,
		   struct ast *closure)
{
	const struct ast *first = ast_positional(call, 0);
	bool is_list = first && first->value && first->value->kind == TYPE_LIST;
	struct closures closures = {.written = closure};

	if (call->u.call.cmd == CMD_ebpf_attach &&
	    !check_signature(c, call, commands[CMD_ebpf_attach].signature))
		return;
	if (!spec.n && !is_list && first && first->value)
		diag_report(c->sink, DIAG_target_form, spec_at, "");
	if (!has_closure(c, call, closure) || (!spec.n && !is_list))
		add_broken(c, spec_at);
	else if (is_list)
		check_targets(c, call, first->value, spec_at, &closures);
	else
		check_spec(c, call, spec, spec_at, &closures);
}
