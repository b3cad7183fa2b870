/*
 * check_call.c - commands and pipelines: arguments against signatures, inputs, result types.
 */
#include "frontend/check.h"

struct ast *ast_flag(const struct ast *call, const char *name)
{
	for (uint32_t i = 0; i < call->u.call.nargs; i++)
		if (sv_is(call->u.call.args[i].flag, name))
			return call->u.call.args[i].value;
	return NULL;
}

bool ast_has_flag(const struct ast *call, const char *name)
{
	for (uint32_t i = 0; i < call->u.call.nargs; i++)
		if (sv_is(call->u.call.args[i].flag, name))
			return true;
	return false;
}

struct ast *ast_positional(const struct ast *call, uint32_t n)
{
	for (uint32_t i = 0; i < call->u.call.nargs; i++)
		if (!call->u.call.args[i].flag.n && !call->u.call.args[i].is_spread && n-- == 0)
			return call->u.call.args[i].value;
	return NULL;
}

const struct ast *ast_unwrap(const struct ast *n)
{
	while (n->kind == AST_SUBEXPR && n->u.child->kind == AST_BLOCK &&
	       n->u.child->u.block.stmts.n == 1)
		n = n->u.child->u.block.stmts.v[0];
	return n;
}

const struct ast *ast_range(const struct ast *n)
{
	n = ast_unwrap(n);
	return n->kind == AST_RANGE ? n : NULL;
}

/* The signature's item for a flag as written (short flags become long); false when unknown. */
static bool find_flag(const char *signature, struct arg *a, struct sig_item *item)
{
	while (sig_next(&signature, item)) {
		if (item->kind != SIG_FLAG)
			continue;
		if (sv_eq(item->name, a->flag))
			return true;
		if (a->flag.n == 1 && item->letter == a->flag.p[0]) {
			a->flag = item->name;
			return true;
		}
	}
	return false;
}

const char *check_flag_spelling(struct checker *c, struct sv flag)
{
	return arena_printf(c->arena, "%s" SV_FMT, flag.n == 1 ? "-" : "--", SV_ARG(flag));
}

static void report_flag(struct checker *c, const struct ast *n, const struct arg *a,
			const char *signature)
{
	struct nearest near = {.want = a->flag};
	struct sig_item item;
	struct diag *d =
		diag_report(c->sink, DIAG_unknown_flag, a->at, sv_dup(c->arena, n->u.call.name),
			    check_flag_spelling(c, a->flag));

	while (sig_next(&signature, &item))
		if (item.kind == SIG_FLAG)
			nearest_offer(&near, item.name);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '--" SV_FMT "'?", SV_ARG(near.best));
}

/* Every argument has its place in the signature; false after a report. */
bool check_signature(struct checker *c, struct ast *n, const char *signature)
{
	const char *name = sv_dup(c->arena, n->u.call.name), *at = signature;
	uint32_t given = 0, most = 0, least = 0;
	bool rest = false;
	struct sv missing = {"", 0};
	struct sig_item item;
	bool good = true;

	while (sig_next(&at, &item)) {
		most += item.kind == SIG_REST ? 1000000 : item.kind != SIG_FLAG;
		rest |= item.kind == SIG_REST;
		if (item.kind == SIG_REQUIRED)
			least++;
	}
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct arg *a = &n->u.call.args[i];

		if (!a->flag.n) { /* a list is spread to a rest parameter alone */
			given += !a->is_spread;
			if ((a->is_spread ? !rest : given > most) && good) {
				diag_report(c->sink, DIAG_extra_argument, a->at, name);
				return false;
			}
			continue;
		}
		if (!find_flag(signature, a, &item)) {
			report_flag(c, n, a, signature);
			good = false;
		} else if (item.shape != SHAPE_NONE && !a->value) {
			diag_report(c->sink, DIAG_flag_value, a->at, sv_dup(c->arena, a->flag),
				    name);
			good = false;
		}
	}
	if (given >= least)
		return good;
	for (at = signature; sig_next(&at, &item);)
		if (item.kind == SIG_REQUIRED && given-- == 0)
			missing = item.name;
	diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, name,
		    sv_dup(c->arena, missing));
	return false;
}

typedef const struct type *check_fn(struct checker *c, struct ast *n, struct ast *input);

/* What checks a command: check_cmd_<id>, one for each row that has a meaning in closures. */
#define WHERE_HAS_KERNEL(id) check_cmd_##id
#define WHERE_HAS_EACH(id) check_cmd_##id
#define WHERE_HAS_CONSTANT(id) NULL
#define WHERE_HAS_USER(id) NULL
#define WHERE_HAS_ATTACH(id) NULL
static check_fn *const checks[CMD_COUNT] = {
#define CMD(id, name, where, ...) [CMD_##id] = WHERE_HAS_##where(id),
#include "lang/commands.def"
};

/* What folds a command that has a meaning for constants alone: fold_cmd_<id>. */
#define WHERE_FOLDS_KERNEL(id) NULL
#define WHERE_FOLDS_EACH(id) NULL
#define WHERE_FOLDS_CONSTANT(id) fold_cmd_##id
#define WHERE_FOLDS_USER(id) NULL
#define WHERE_FOLDS_ATTACH(id) NULL
static fold_fn *const folds[CMD_COUNT] = {
#define CMD(id, name, where, ...) [CMD_##id] = WHERE_FOLDS_##where(id),
#include "lang/commands.def"
};

static const struct type *row_output(struct checker *c, const struct command *cmd)
{
	if (strcmp(cmd->output, "DURATION?") == 0)
		return type_nullable(&c->u->types, type_of(&c->u->types, TYPE_DURATION), true);
	return type_of(&c->u->types, TYPE_NOTHING);
}

/* The arguments that stand alone at the front, as words of the command's name: `str distance`;
 * "" where there are not so many. */
static struct sv long_name(struct checker *c, const struct ast *n, uint32_t words)
{
	struct buf name = {.arena = c->arena};

	buf_write(&name, n->u.call.name.p, n->u.call.name.n);
	for (uint32_t i = 0; i < words; i++) {
		const struct arg *a = i < n->u.call.nargs ? &n->u.call.args[i] : NULL;

		if (!a || a->flag.n || !a->value || a->value->kind != AST_STRING || !a->value->bare)
			return (struct sv){"", 0};
		buf_putc(&name, ' ');
		buf_write(&name, a->value->u.s.p, a->value->u.s.n);
	}
	return (struct sv){name.p, name.n};
}

/* A command that Nushell has; false when it has none of that name either. */
static bool report_nushell_command(struct checker *c, const struct ast *n)
{
	static const char *const values[] = {"filters", "strings", "math",	  "bits",
					     "bytes",	"hash",	   "conversions", "core"};
	const char *category = NULL;
	bool bounded = false;
	struct sv name;
	struct diag *d;

	for (uint32_t words = 3; words-- > 0 && !category;) {
		name = long_name(c, n, words);
		category = nushell_category(name);
	}
	if (!category)
		return false;
	for (uint32_t i = 0; i < ARRAY_SIZE(values); i++)
		bounded |= strcmp(category, values[i]) == 0;
	d = diag_report(c->sink, DIAG_nushell_command, n->u.call.name_at, sv_dup(c->arena, name));
	diag_help(c->sink, d,
		  bounded ? "send the value with `emit` and do it in user space; `nubpfc --list "
			    "commands` prints what a closure can use"
			  : "send the value with `emit` and do it in user space");
	return true;
}

static const struct type *unknown_command(struct checker *c, struct ast *n)
{
	struct nearest near = {.want = n->u.call.name};
	struct diag *d;

	if (n->u.call.external) {
		diag_report(c->sink, DIAG_external_command, n->u.call.name_at,
			    sv_dup(c->arena, n->u.call.name));
		return type_error_at(c, n);
	}
	if (sv_is(n->u.call.name, "main")) {
		diag_report(c->sink, DIAG_main_call, n->u.call.name_at);
		return type_error_at(c, n);
	}
	if (report_nushell_command(c, n))
		return type_error_at(c, n);
	d = diag_report(c->sink, DIAG_unknown_command, n->u.call.name_at,
			sv_dup(c->arena, n->u.call.name));
	for (uint32_t i = 1; i < CMD_COUNT; i++)
		if (commands[i].where <= WHERE_CONSTANT)
			nearest_offer(&near, sv_cstr(commands[i].name));
	defs_nearest(c, &near);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else
		diag_help(c->sink, d, "`nubpfc --list commands` prints what a closure can use");
	return type_error_at(c, n);
}

/* A def of several words from another file: the parser saw only the first, as the command, and the
 * others as its first arguments. The longest name wins; its words leave the arguments. */
static struct def_decl *find_long_def(struct checker *c, struct ast *n)
{
	struct def_decl *best = find_def(c, n->u.call.name), *d;
	uint32_t words = 0;
	struct sv name;

	if (n->u.call.external || n->u.call.cmd != CMD_NONE)
		return n->u.call.external ? NULL : best;
	for (uint32_t i = 1; i <= 4; i++) {
		name = long_name(c, n, i);
		d = name.n ? find_def(c, name) : NULL;
		if (d) {
			best = d;
			words = i;
		}
	}
	if (words) {
		n->u.call.name = best->name;
		n->u.call.args += words;
		n->u.call.nargs -= words;
	}
	return best;
}

static const struct type *not_constant(struct checker *c, struct ast *n)
{
	diag_report(c->sink, DIAG_not_constant, n->at,
		    arena_printf(c->arena, "the result of '" SV_FMT "'", SV_ARG(n->u.call.name)));
	return type_error_at(c, n);
}

/* Evaluated where it is constant; what else is wrong with a command that has a value is what a
 * constant is no trouble with. */
static const struct type *check_command(struct checker *c, struct ast *n, struct ast *input)
{
	const struct value *v = eval_call(c, n, input);
	struct diag_mark mark = diag_mark(c->sink);
	const struct type *t;

	if (c->folding && eval_has(n->u.call.cmd))
		return v ? set_value(c, n, v) : type_error_at(c, n);
	if (v && !c->program)
		return set_value(c, n, v);
	t = checks[n->u.call.cmd](c, n, input);
	if (!c->program && !n->value && !c->folding && (!t || t->kind != TYPE_ERROR))
		return not_constant(c, n);
	if (v && diag_failed_since(c->sink, mark))
		diag_rewind(c->sink, mark);
	if (v)
		return set_value(c, n, v);
	return t ? t : set_type(n, row_output(c, &commands[n->u.call.cmd]));
}

/* The command sends, counts or remembers something. */
static bool has_effects(enum cmd cmd)
{
	switch (cmd) {
	case CMD_emit:
	case CMD_print:
	case CMD_count:
	case CMD_hist:
	case CMD_sum:
	case CMD_min:
	case CMD_max:
	case CMD_avg:
	case CMD_stats:
	case CMD_global_set:
	case CMD_map_define:
	case CMD_map_get:
	case CMD_map_put:
	case CMD_map_delete:
	case CMD_map_contains:
	case CMD_map_update:
	case CMD_map_push:
	case CMD_map_pop:
	case CMD_map_peek:
	case CMD_start_timer:
	case CMD_stop_timer:
		return true;
	default:
		return false;
	}
}

/* Nushell evaluates few commands where it parses a `const`. */
static bool is_const_command(uint32_t cmd)
{
	return !eval_has(cmd) || sv_starts(sv_cstr(commands[cmd].name), SV("math "));
}

const struct type *check_call(struct checker *c, struct ast *n, struct ast *input)
{
	struct def_decl *def = find_long_def(c, n);
	const struct command *cmd;

	if ((!c->program && !c->folding && (def || n->u.call.cmd == CMD_NONE)) ||
	    (c->in_const && (def || !is_const_command(n->u.call.cmd))))
		return not_constant(c, n);
	if (def)
		return check_def_call(c, n, def, input);
	if (c->program && rewrite_alias(c, n, input))
		return n->kind == AST_CALL ? check_call(c, n, input) : check_stmt(c, n, true);
	cmd = &commands[n->u.call.cmd];
	if (n->u.call.cmd == CMD_NONE || n->u.call.external)
		return unknown_command(c, n);
	if (cmd->where == WHERE_ATTACH) {
		diag_report(c->sink, DIAG_attach_place, n->u.call.name_at, cmd->name);
		return type_error_at(c, n);
	}
	if (cmd->where == WHERE_USER) {
		diag_report(c->sink, DIAG_user_command, n->u.call.name_at, cmd->name);
		return type_error_at(c, n);
	}
	if (c->u->kernel && cmd->kernel > c->u->kernel) {
		diag_report(c->sink, DIAG_needs_kernel, n->u.call.name_at,
			    arena_printf(c->arena, "'%s'", cmd->name), cmd->kernel / 100,
			    cmd->kernel % 100, c->u->kernel / 100, c->u->kernel % 100);
		return type_error_at(c, n);
	}
	c->effects += has_effects((enum cmd)n->u.call.cmd);
	if (!check_signature(c, n, cmd->signature))
		return type_error_at(c, n);
	for (uint32_t i = 0; i < n->u.call.nargs; i++)
		if (n->u.call.args[i].value)
			check_closure_variable(c, n->u.call.args[i].value);
	if (!c->in_const && rewrite_each(c, n, input))
		return n->kind == AST_CALL ? check_call(c, n, input) : check_stmt(c, n, true);
	if (cmd->where == WHERE_CONSTANT)
		return check_constant_call(c, n, input, folds[n->u.call.cmd]);
	return check_command(c, n, input);
}

/* One element after another; what is not a command sees its input as $in. */
const struct type *check_pipeline(struct checker *c, struct ast *n, bool want)
{
	ast_list *elems = &n->u.pipe.elems;
	struct symbol *outer = c->input;
	const struct type *t = type_of(&c->u->types, TYPE_NOTHING);
	bool constant = elems->n > 0;

	for (uint32_t i = 0; i < elems->n; i++) {
		struct ast *e = elems->v[i], *input = i ? elems->v[i - 1] : NULL;
		bool last = i + 1 == elems->n;

		if (input) {
			constant &= input->value != NULL;
			c->input = arena_new(c->arena, struct symbol);
			*c->input = (struct symbol){.kind = SYMBOL_LOCAL,
						    .name = SV("in"),
						    .at = input->at,
						    .type = input->type,
						    .value = input->value};
			n->u.pipe.inputs = n->u.pipe.inputs
						   ? n->u.pipe.inputs
						   : arena_array(c->arena, struct symbol *, elems->n);
			n->u.pipe.inputs[i] = c->input;
		}
		if (input && (e->kind == AST_IF || e->kind == AST_MATCH || e->kind == AST_TRY))
			feed_input(c, e);
		if (e->kind == AST_CALL)
			t = check_call(c, e, input);
		else
			t = last ? check_stmt(c, e, want) : check_expr(c, e);
	}
	c->input = outer;
	n->value = constant ? elems->v[elems->n - 1]->value : NULL;
	return set_type(n, t);
}
