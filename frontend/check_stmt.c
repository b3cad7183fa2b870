/*
 * check_stmt.c - statements, blocks and control flow; what tests tell about null.
 */
#include "frontend/check.h"

bool diverges(const struct ast *n)
{
	if (!n)
		return false;
	switch (n->kind) {
	case AST_RETURN:
	case AST_BREAK:
	case AST_CONTINUE:
		return true;
	case AST_CALL:
		return n->u.call.cmd == CMD_error_make && !n->u.call.def;
	case AST_BLOCK:
		for (uint32_t i = 0; i < n->u.block.stmts.n; i++)
			if (diverges(n->u.block.stmts.v[i]))
				return true;
		return false;
	case AST_IF:
		return n->u.if_.otherwise && diverges(n->u.if_.then) &&
		       diverges(n->u.if_.otherwise);
	case AST_MATCH:
		for (uint32_t i = 0; i < n->u.match.narms; i++)
			if (n->u.match.arms[i].patterns.n && !diverges(n->u.match.arms[i].body))
				return false;
		return n->u.match.total;
	case AST_TRY:
		return diverges(n->u.try_.body) && diverges(ast_handler(n));
	default:
		return false;
	}
}

bool may_be_empty(const struct ast *n)
{
	switch (n->kind) {
	case AST_SUBEXPR:
		return may_be_empty(n->u.child);
	case AST_BLOCK:
		return n->u.block.stmts.n == 0 ||
		       may_be_empty(n->u.block.stmts.v[n->u.block.stmts.n - 1]);
	case AST_PIPELINE:
		return may_be_empty(n->u.pipe.elems.v[n->u.pipe.elems.n - 1]);
	case AST_CALL:
		return n->u.call.def && may_be_empty(n->u.call.def->body);
	case AST_IF:
		return !n->u.if_.otherwise || may_be_empty(n->u.if_.then) ||
		       may_be_empty(n->u.if_.otherwise);
	case AST_MATCH:
		for (uint32_t i = 0; i < n->u.match.narms; i++)
			if (n->u.match.arms[i].patterns.n && may_be_empty(n->u.match.arms[i].body))
				return true;
		return !n->u.match.total;
	case AST_FOR:
	case AST_WHILE:
	case AST_LOOP:
	case AST_LET:
	case AST_MUT:
	case AST_ASSIGN:
		return true;
	default:
		return false;
	}
}

/* The variable behind `$x` and `($x)`, when its value cannot change. */
static struct symbol *stable_variable(const struct ast *n)
{
	n = ast_unwrap(n);
	if (n->kind != AST_VAR || !n->u.var.sym || n->u.var.sym->kind == SYMBOL_MUT)
		return NULL;
	return n->u.var.sym;
}

static void narrow_compare(struct checker *c, const struct ast *n, bool outcome)
{
	const struct ast *x = n->u.bin.lhs, *y = n->u.bin.rhs;
	const struct ast *other = y->kind == AST_NOTHING ? x : x->kind == AST_NOTHING ? y : NULL;
	struct symbol *s = other ? stable_variable(other) : NULL;

	if (s && outcome == (n->u.bin.op == OP_NE))
		vec_push(c->arena, &c->non_null, s);
}

void narrow(struct checker *c, const struct ast *cond, bool outcome)
{
	cond = ast_unwrap(cond);
	if (cond->kind == AST_NOT)
		narrow(c, cond->u.child, !outcome);
	if (cond->kind != AST_BINOP)
		return;
	if (cond->u.bin.op == OP_EQ || cond->u.bin.op == OP_NE)
		narrow_compare(c, cond, outcome);
	if ((cond->u.bin.op == OP_AND && outcome) || (cond->u.bin.op == OP_OR && !outcome)) {
		narrow(c, cond->u.bin.lhs, outcome);
		narrow(c, cond->u.bin.rhs, outcome);
	}
}

/* A branch of an `if`, knowing how the condition came out. */
static const struct type *check_branch(struct checker *c, const struct ast *cond, bool outcome,
				       struct ast *branch, bool want)
{
	uint32_t mark = c->non_null.n;
	const struct type *t;

	narrow(c, cond, outcome);
	t = branch->kind == AST_BLOCK ? check_block(c, branch, want) : check_stmt(c, branch, want);
	c->non_null.n = mark;
	return t;
}

const struct type *check_join(struct checker *c, struct ast *n, const struct type *x,
			      const struct type *y)
{
	const struct type *t = type_join(&c->u->types, x, y);

	if (t)
		return t;
	diag_report(c->sink, DIAG_branch_types, n->at, type_name(c->arena, x),
		    type_name(c->arena, y));
	return type_of(&c->u->types, TYPE_ERROR);
}

const struct type *set_branch_value(struct checker *c, struct ast *n, const struct type *all)
{
	if (c->folding || n->value->kind != TYPE_NOTHING || !all || !all->nullable)
		return set_value(c, n, n->value);
	n->value = NULL;
	return set_type(n, all);
}

const struct type *check_if(struct checker *c, struct ast *n, bool want)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	const struct type *then, *otherwise = nothing;
	struct ast *els = n->u.if_.otherwise;

	if (c->nesting >= CHECK_DEPTH_MAX) {
		diag_report(c->sink, DIAG_too_deep, n->at, (unsigned)CHECK_DEPTH_MAX);
		return type_error_at(c, n);
	}
	c->nesting++;
	check_condition(c, n->u.if_.cond);
	then = check_branch(c, n->u.if_.cond, true, n->u.if_.then, want);
	if (els)
		otherwise = check_branch(c, n->u.if_.cond, false, els, want);
	c->nesting--;
	if (!els && diverges(n->u.if_.then))
		narrow(c, n->u.if_.cond, false);
	else if (els && diverges(n->u.if_.then) && !diverges(els))
		narrow(c, n->u.if_.cond, false);
	else if (els && diverges(els) && !diverges(n->u.if_.then))
		narrow(c, n->u.if_.cond, true);
	if (!want)
		return set_type(n, nothing);
	n->value = branch_value(c->arena, n);
	if (n->value)
		return set_branch_value(c, n, type_join(&c->u->types, then, otherwise));
	if (diverges(n->u.if_.then))
		return set_type(n, otherwise);
	if (els && diverges(els))
		return set_type(n, then);
	return set_type(n, check_join(c, n, then, otherwise));
}

/* The annotated type against the initialiser's: an annotation names a kind, bounds come from the
 * value. */
static void check_annotated(struct checker *c, struct ast *n, const struct type *t)
{
	const struct type *want;

	if (!n->u.let.type_text.n || t->kind == TYPE_ERROR)
		return;
	want = check_annotation(c, n->u.let.type_text, n->u.let.type_at);
	if (!want || check_accepts(want, t))
		return;
	diag_report(c->sink, DIAG_type_mismatch, n->u.let.init->at, type_name(c->arena, want),
		    type_name(c->arena, t));
}

/* ---- what mutable variables hold later ---- */

static struct widened_variable *find_widened(const struct checker *c, struct span at)
{
	for (uint32_t i = 0; i < c->widened->variables.n; i++) {
		struct widened_variable *w = &c->widened->variables.v[i];

		if (w->at.file == at.file && w->at.start == at.start)
			return w;
	}
	return NULL;
}

/* The type of a mutable variable with all that is assigned to it. */
static const struct type *widened_type(struct checker *c, struct span at, const struct type *t)
{
	const struct widened_variable *w = find_widened(c, at);
	const struct type *all = w ? type_join(&c->u->types, t, w->type) : NULL;

	return all ? all : t;
}

static bool has_list(const struct type *t)
{
	bool has = t->kind == TYPE_LIST;

	for (uint32_t i = 0; i < t->nfields && !has; i++)
		has = has_list(t->fields[i].type);
	return has;
}

/* The same but for the room of lists and texts, which is the lowering's: it may grow from one
 * assignment to the next. */
static bool same_shape(const struct type *x, const struct type *y)
{
	bool same = x->kind == y->kind && x->nullable == y->nullable && x->nfields == y->nfields &&
		    !x->elem == !y->elem;

	for (uint32_t i = 0; i < x->nfields && same; i++)
		same = same_shape(x->fields[i].type, y->fields[i].type);
	return same && (x->kind != TYPE_LIST || !x->elem || same_shape(x->elem, y->elem));
}

/* The variable is assigned a value of this type. What it holds besides lists keeps its shape. */
static void widen_variable(struct checker *c, const struct symbol *s, const struct type *t)
{
	const struct type *all = type_join(&c->u->types, s->type, t);
	struct widened_variable *w = find_widened(c, s->at);

	if (!all || all == s->type || all->kind == TYPE_ERROR || s->kind != SYMBOL_MUT ||
	    !has_list(all))
		return;
	if (w && same_shape(all, s->type))
		return;
	c->widened->more = true;
	if (!w) {
		w = vec_add(c->arena, &c->widened->variables);
		w->at = s->at;
		w->type = s->type;
	}
	w->type = widened_type(c, s->at, all);
}

static const struct type *check_let(struct checker *c, struct ast *n)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	struct ast *init = n->u.let.init;
	enum symbol_kind kind = n->kind == AST_MUT ? SYMBOL_MUT : SYMBOL_LOCAL;
	const struct type *t;
	bool outer = c->in_const;

	if (check_closure_let(c, n)) {
		check_annotated(c, n, n->u.let.sym->type);
		return set_type(n, nothing);
	}
	c->in_const |= n->kind == AST_CONST;
	t = init ? check_expr(c, init) : nothing;
	c->in_const = outer;
	if (n->kind == AST_CONST && t->kind != TYPE_ERROR && !init->value)
		diag_report(c->sink, DIAG_not_constant, init->at, "a const");
	check_annotated(c, n, t);
	if (check_range_let(c, n))
		return set_type(n, nothing);
	if (t->kind == TYPE_CTX)
		kind = SYMBOL_CTX;
	else if (init && init->value && n->kind != AST_MUT)
		kind = SYMBOL_CONST;
	if (kind == SYMBOL_MUT)
		t = widened_type(c, n->u.let.name_at, t);
	n->u.let.sym = scope_add(c, kind, n->u.let.name, n->u.let.name_at, t);
	if (kind == SYMBOL_CONST)
		n->u.let.sym->value = init->value;
	return set_type(n, nothing);
}

/* What stands at the path of a mutable record or list keeps its kind, as variables do. */
static void check_assigned_path(struct checker *c, const struct symbol *sym, struct ast *lhs,
				const struct type *have, const struct type *t)
{
	const struct type *all = check_put_type(c, have, lhs->u.path.members, lhs->u.path.n, t,
						PUT_UPSERT);

	for (uint32_t i = 0; all && i < lhs->u.path.n; i++) {
		const struct path_member *m = &lhs->u.path.members[i];
		const struct type_field *f = m->is_index ? NULL : type_field(have, m->name);

		if (have->kind == TYPE_LIST && !m->is_index) { /* Nushell has no such assignment */
			diag_report(c->sink, DIAG_assign_target, lhs->at);
			return;
		}
		have = f ? f->type : have->kind == TYPE_LIST ? have->elem : NULL;
		if (!have && (i + 1 < lhs->u.path.n || !m->is_index)) {
			diag_report(c->sink, DIAG_kernel_cannot, m->at, "a new column of a variable",
				    "it keeps the columns that it is declared with");
			return;
		}
	}
	if (all && have && (have->kind != t->kind || (t->nullable && !have->nullable)))
		diag_report(c->sink, DIAG_assign_type, lhs->at,
			    sv_dup(c->arena, lhs->u.path.base->u.var.name),
			    type_name(c->arena, have), type_name(c->arena, t));
	else if (all)
		widen_variable(c, sym, all);
}

static const struct type *check_assign(struct checker *c, struct ast *n)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	static const enum op ops[] = {[ASSIGN_ADD] = OP_ADD,
				      [ASSIGN_SUB] = OP_SUB,
				      [ASSIGN_MUL] = OP_MUL,
				      [ASSIGN_DIV] = OP_DIV,
				      [ASSIGN_APPEND] = OP_CONCAT};
	struct ast *lhs = n->u.assign.lhs, *var = lhs;
	const struct type *t, *have;
	const struct symbol *sym;
	struct sv name;
	struct ast *sum;

	if (lhs->kind == AST_PATH && lhs->u.path.base)
		var = lhs->u.path.base;
	if (var->kind != AST_VAR) {
		diag_report(c->sink, DIAG_assign_target, lhs->at);
		check_expr(c, n->u.assign.rhs);
		return set_type(n, nothing);
	}
	name = var->u.var.name;
	have = check_expr(c, var);
	if (n->u.assign.op == ASSIGN_SET) {
		t = check_expr(c, n->u.assign.rhs);
	} else { /* `$x += e` is `$x = $x + e` with one evaluation of both */
		sum = arena_new(c->arena, struct ast);
		sum->kind = AST_BINOP;
		sum->at = n->at;
		sum->u.bin.op = ops[n->u.assign.op];
		sum->u.bin.lhs = ast_clone(c->arena, lhs);
		sum->u.bin.rhs = n->u.assign.rhs;
		sum->u.bin.op_at = n->u.assign.op_at;
		t = check_expr(c, sum);
		n->u.assign.op = ASSIGN_SET;
		n->u.assign.rhs = sum;
	}
	if (have->kind == TYPE_ERROR || t->kind == TYPE_ERROR)
		return set_type(n, nothing);
	/* `$in` need not have a symbol, and `$pid` is a field of the context by now */
	sym = var->kind == AST_VAR ? var->u.var.sym : NULL;
	if (!sym || (sym->kind != SYMBOL_MUT && sym->kind != SYMBOL_STATE)) {
		struct diag *d = diag_report(c->sink, DIAG_assign_immutable, lhs->at,
					     sv_dup(c->arena, name));

		if (sym)
			diag_help(c->sink, d, "declare it with `mut`");
		else
			diag_help(c->sink, d, "copy it first: `mut value = $" SV_FMT "`",
				  SV_ARG(name));
		return set_type(n, nothing);
	}
	c->effects++;
	if (lhs->kind == AST_PATH) {
		check_assigned_path(c, sym, lhs, have, t);
		return set_type(n, nothing);
	}
	if (have->kind != t->kind || (t->nullable && !have->nullable))
		diag_report(c->sink, DIAG_assign_type, n->u.assign.rhs->at,
			    sv_dup(c->arena, lhs->u.var.name), type_name(c->arena, have),
			    type_name(c->arena, t));
	else
		widen_variable(c, sym, t);
	return set_type(n, nothing);
}

static const struct type *check_for(struct checker *c, struct ast *n)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	const struct type *in = check_expr(c, n->u.for_.in), *item;
	uint32_t mark = scope_push(c), known = c->non_null.n;

	if (in->nullable) /* over null there is no round */
		in = type_nullable(&c->u->types, in, false);
	if (in->kind == TYPE_RANGE)
		item = type_of(&c->u->types, TYPE_INT);
	else if (in->kind == TYPE_LIST)
		item = in->elem ? in->elem : nothing;
	else
		item = in; /* Nushell: a scalar or a record is one item */
	n->u.for_.sym = scope_add(c, SYMBOL_LOCAL, n->u.for_.var, n->u.for_.var_at, item);
	c->frame->loops++;
	check_block(c, n->u.for_.body, false);
	c->frame->loops--;
	c->non_null.n = known;
	scope_pop(c, mark);
	return set_type(n, nothing);
}

/* `while`, and `loop`, which has no condition. */
static const struct type *check_loop(struct checker *c, struct ast *n)
{
	uint32_t known = c->non_null.n;

	if (n->u.loop.cond) {
		check_condition(c, n->u.loop.cond);
		narrow(c, n->u.loop.cond, true);
	}
	c->frame->loops++;
	check_block(c, n->u.loop.body, false);
	c->frame->loops--;
	c->non_null.n = known;
	return set_type(n, type_of(&c->u->types, TYPE_NOTHING));
}

static const struct type *check_return(struct checker *c, struct ast *n)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);
	const struct type *t = n->u.child ? check_expr(c, n->u.child) : nothing;
	struct frame *f = c->frame;

	if (f->def || f->is_argument)
		f->result = f->result ? check_join(c, n, f->result, t) : t;
	else if (n->u.child) /* of most families the value means nothing */
		check_verdict(c, n->u.child);
	return set_type(n, nothing);
}

static const struct type *refuse(struct checker *c, struct ast *n, const char *why)
{
	diag_report(c->sink, DIAG_kernel_cannot, n->at, ast_kind_help(n->kind), why);
	return type_error_at(c, n);
}

/* An expression that stands alone: its value may be returned, and a context is none. */
static const struct type *check_alone(struct checker *c, struct ast *n)
{
	const struct type *t = check_expr(c, n);

	if (t->kind != TYPE_CTX)
		return t;
	diag_report(c->sink, DIAG_ctx_value, n->at);
	return type_error_at(c, n);
}

const struct type *check_stmt(struct checker *c, struct ast *n, bool want)
{
	const struct type *nothing = type_of(&c->u->types, TYPE_NOTHING);

	if (!c->frame && n->kind >= AST_FOR && n->kind <= AST_MODULE) {
		diag_report(c->sink, DIAG_not_constant, n->at, ast_kind_help(n->kind));
		return type_error_at(c, n);
	}
	switch (n->kind) {
	case AST_LET:
	case AST_MUT:
	case AST_CONST:
		return check_let(c, n);
	case AST_ASSIGN:
		return check_assign(c, n);
	case AST_IF:
		return check_if(c, n, want);
	case AST_MATCH:
		return check_match(c, n, want);
	case AST_FOR:
		return check_for(c, n);
	case AST_WHILE:
	case AST_LOOP:
		return check_loop(c, n);
	case AST_TRY:
		return check_try(c, n, want);
	case AST_RETURN:
		return check_return(c, n);
	case AST_BREAK:
	case AST_CONTINUE:
		if (!c->frame->loops)
			diag_report(c->sink, DIAG_outside_loop, n->at, ast_kind_help(n->kind));
		return set_type(n, nothing);
	case AST_DEF:
		return set_type(n, nothing); /* declared with its block, checked when called */
	case AST_USE:
		check_use(c, n);
		return set_type(n, nothing);
	case AST_MODULE:
		return refuse(c, n, "modules stand at file level");
	case AST_PIPELINE:
		return check_pipeline(c, n, want);
	default:
		return check_alone(c, n);
	}
}

const struct type *check_stmts(struct checker *c, struct ast *block, uint32_t first, bool want)
{
	const struct type *t = type_of(&c->u->types, TYPE_NOTHING);
	ast_list *stmts = &block->u.block.stmts;

	for (uint32_t i = first; i < stmts->n; i++)
		t = check_stmt(c, stmts->v[i], want && i + 1 == stmts->n);
	block->value = want && !first ? branch_value(c->arena, block) : NULL;
	if (block->value && block->value->kind == TYPE_NOTHING && t->nullable && !c->folding)
		block->value = NULL; /* as set_branch_value */
	return set_type(block, want ? t : type_of(&c->u->types, TYPE_NOTHING));
}

const struct type *check_block(struct checker *c, struct ast *block, bool want)
{
	uint32_t mark;
	const struct type *t;

	if (block->kind != AST_BLOCK)
		return check_stmt(c, block, want);
	mark = scope_push(c);
	declare_defs(c, block, (struct sv){"", 0}, false);
	t = check_stmts(c, block, 0, want);
	scope_pop(c, mark);
	return t;
}
