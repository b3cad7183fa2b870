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

static void report_flag(struct checker *c, const struct ast *n, const struct arg *a,
			const char *signature)
{
	struct nearest near = {.want = a->flag};
	struct sig_item item;
	struct diag *d = diag_report(c->sink, DIAG_unknown_flag, a->at,
				     sv_dup(c->arena, n->u.call.name), sv_dup(c->arena, a->flag));

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
	struct sv missing = {"", 0};
	struct sig_item item;
	bool good = true;

	while (sig_next(&at, &item)) {
		most += item.kind == SIG_REST ? 1000000 : item.kind != SIG_FLAG;
		if (item.kind == SIG_REQUIRED)
			least++;
	}
	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct arg *a = &n->u.call.args[i];

		if (!a->flag.n) {
			if (++given > most && good) {
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

static bool bad_input(struct checker *c, const struct ast *n, const struct ast *input,
		      const char *expected)
{
	diag_report(c->sink, DIAG_input_type, input ? input->at : n->u.call.name_at,
		    sv_dup(c->arena, n->u.call.name),
		    input ? type_name(c->arena, input->type) : "nothing", expected);
	return false;
}

/* What can go into an event: scalars, strings, records of them, null. */
static bool is_sendable(const struct type *t, unsigned depth)
{
	switch (t->kind) {
	case TYPE_NOTHING:
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
	case TYPE_STRING:
	case TYPE_BINARY:
	case TYPE_KSYM:
	case TYPE_PTR:
		return true;
	case TYPE_RECORD:
		for (uint32_t i = 0; i < t->nfields; i++)
			if (!is_sendable(t->fields[i].type, depth + 1))
				return false;
		return depth < 8;
	case TYPE_ERROR:
	case TYPE_FLOAT:
	case TYPE_LIST:
	case TYPE_RANGE:
	case TYPE_CLOSURE:
	case TYPE_CTX:
	case TYPE_ANY:
	case TYPE_KINDS:
		return false;
	}
	return false;
}

/* What can be a map's key: the same without null inside. */
static bool check_key(struct checker *c, struct ast *n, struct ast *key)
{
	if (key->type->kind == TYPE_ERROR)
		return false;
	if (!is_sendable(key->type, 0) || key->type->kind == TYPE_NOTHING)
		return bad_input(c, n, key, "a number, bool, string or record as the key");
	return true;
}

static bool check_number_flag(struct checker *c, struct ast *n, const char *flag, int64_t low,
			      int64_t high)
{
	struct ast *a = ast_flag(n, flag);
	const struct value *v;

	if (!a)
		return true;
	v = check_constant(c, a, arena_printf(c->arena, "the value of --%s", flag));
	if (!v)
		return false;
	if (v->kind != TYPE_INT && v->kind != TYPE_DURATION && v->kind != TYPE_FILESIZE) {
		diag_report(c->sink, DIAG_argument_type, a->at, sv_dup(c->arena, n->u.call.name),
			    "an int", flag, type_name(c->arena, a->type));
		return false;
	}
	if (v->i >= low && v->i <= high)
		return true;
	diag_report(c->sink, DIAG_argument_range, a->at, arena_printf(c->arena, "--%s", flag),
		    sv_dup(c->arena, n->u.call.name),
		    arena_printf(c->arena, "%lld to %lld", (long long)low, (long long)high));
	return false;
}

/* The name, --by and --max-entries that aggregates and timers share. */
static bool check_named(struct checker *c, struct ast *n)
{
	struct ast *name = ast_positional(n, 0), *by = ast_flag(n, "by");
	bool good = check_number_flag(c, n, "max-entries", 1, 1 << 24);

	if (name) {
		struct sv s = constant_string(c, name, "the name");

		if (name->value && name->value->kind == TYPE_STRING && (!s.n || s.n > 64)) {
			diag_report(c->sink, DIAG_argument_range, name->at, "name",
				    sv_dup(c->arena, n->u.call.name), "1 to 64 bytes long");
			good = false;
		}
		good &= name->value && name->value->kind == TYPE_STRING;
	}
	if (by) {
		check_expr(c, by);
		good &= check_key(c, n, by);
	}
	return good;
}

static const struct type *check_emit(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	if (!input)
		good = bad_input(c, n, NULL, "a value, as in `$x | emit`");
	else if (input->type->kind == TYPE_CTX)
		diag_report(c->sink, DIAG_ctx_value, input->at), good = false;
	else if (input->type->kind == TYPE_FLOAT)
		diag_report(c->sink, DIAG_float_value, input->at), good = false;
	else if (input->type->kind != TYPE_ERROR && !is_sendable(input->type, 0))
		good = bad_input(c, n, input, "a scalar, a string or a record of them");
	return good ? NULL : type_error_at(c, n);
}

static const struct type *check_print(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = true, any = false;

	for (uint32_t i = 0; i < n->u.call.nargs; i++) {
		struct ast *v = n->u.call.args[i].value;
		const struct type *t;

		if (n->u.call.args[i].flag.n || !v)
			continue;
		any = true;
		t = check_expr(c, v);
		if (t->kind == TYPE_ERROR || v->value || is_sendable(t, 0)) {
			good &= t->kind != TYPE_ERROR;
			continue;
		}
		good = false;
		diag_report(c->sink, DIAG_argument_type, v->at, "print", "scalars and strings",
			    "parts", type_name(c->arena, t));
	}
	if (!any && input && input->type->kind != TYPE_ERROR && !is_sendable(input->type, 0))
		good = bad_input(c, n, input, "a scalar or a string");
	return good ? NULL : type_error_at(c, n);
}

static const struct type *check_count(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	if (input && input->type->kind != TYPE_NOTHING && !ast_flag(n, "by"))
		good &= check_key(c, n, input);
	return good ? NULL : type_error_at(c, n);
}

static const struct type *check_hist(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *linear = ast_flag(n, "linear");
	const struct value *step;
	bool good = check_named(c, n) && check_number_flag(c, n, "step", 1, INT64_MAX);

	if (linear) {
		const struct value *v = check_constant(c, linear, "the range of --linear");

		if (v && (v->kind != TYPE_RANGE || !v->range.has_to || v->range.to <= v->range.from)) {
			diag_report(c->sink, DIAG_argument_type, linear->at, "hist",
				    "a range LOW..HIGH", "linear", type_name(c->arena, linear->type));
			v = NULL;
		}
		if (v && !ast_flag(n, "step")) {
			diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at,
				    "hist --linear", "--step");
			v = NULL;
		}
		step = v ? ast_flag(n, "step")->value : NULL;
		if (step && step->i > 0 &&
		    ((uint64_t)v->range.to - (uint64_t)v->range.from) / (uint64_t)step->i > 4096) {
			diag_report(c->sink, DIAG_argument_range, linear->at, "--linear", "hist",
				    "at most 4096 steps wide");
			v = NULL;
		}
		good &= v != NULL;
	} else if (ast_flag(n, "step")) {
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "hist --step",
			    "--linear");
		good = false;
	}
	if (!input || !type_is_number(input->type)) {
		if (!input || input->type->kind != TYPE_ERROR)
			bad_input(c, n, input, "a number, duration or filesize");
		good = false;
	} else {
		warn_null(c, input, "hist");
	}
	return good ? NULL : type_error_at(c, n);
}

static const struct type *check_timer(struct checker *c, struct ast *n)
{
	if (!check_named(c, n))
		return type_error_at(c, n);
	return NULL;
}

static const struct type *check_read_str(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *len = ast_flag(n, "max-len");
	uint32_t cap = READ_STR_DEFAULT;
	bool good = check_number_flag(c, n, "max-len", 1, READ_STR_MAX);

	if (len && good)
		cap = (uint32_t)len->value->i;
	if (ast_has_flag(n, "user") && ast_has_flag(n, "kernel")) {
		diag_report(c->sink, DIAG_argument_range, n->u.call.name_at, "--user and --kernel",
			    "read-str", "given one at a time");
		good = false;
	}
	if (!input || (!type_is_unsigned(input->type) && input->type->kind != TYPE_INT)) {
		if (!input || input->type->kind != TYPE_ERROR)
			bad_input(c, n, input, "an address");
		good = false;
	} else {
		warn_null(c, input, "read-str");
	}
	return good ? set_type(n, type_string(&c->u->types, cap, false)) : type_error_at(c, n);
}

static const struct type *check_into(struct checker *c, struct ast *n, struct ast *input,
				     enum type_kind kind)
{
	const struct value *v = input ? input->value : NULL;
	struct ast *unit = ast_flag(n, "unit");

	if (unit) {
		struct sv s = constant_string(c, unit, "the unit");

		if (!sv_is(s, "ns")) {
			struct diag *d = diag_report(c->sink, DIAG_argument_range, unit->at,
						     "--unit", "into duration", "ns");

			diag_help(c->sink, d, "multiply first: `$x * 1000000 | into duration`");
			return type_error_at(c, n);
		}
	}
	if (v && (v->kind == TYPE_INT || v->kind == TYPE_BOOL || v->kind == kind ||
		  (kind == TYPE_INT && (v->kind == TYPE_DURATION || v->kind == TYPE_FILESIZE))))
		return set_value(c, n, value_of(c->arena, kind, v->i));
	if (!input || (!type_is_number(input->type) &&
		       !(kind == TYPE_INT && input->type->kind == TYPE_BOOL))) {
		if (!input || input->type->kind != TYPE_ERROR)
			bad_input(c, n, input, "a number");
		return type_error_at(c, n);
	}
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return set_type(n, type_of(&c->u->types, kind));
}

static const struct type *check_default(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *value = ast_positional(n, 0);
	const struct type *t = check_expr(c, value), *joined;

	if (t->kind == TYPE_ERROR || (input && input->type->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (!input || input->type->kind == TYPE_NOTHING)
		return value->value ? set_value(c, n, value->value) : set_type(n, t);
	if (input->value)
		return set_value(c, n, input->value);
	joined = type_join(&c->u->types, type_nullable(&c->u->types, input->type, false), t);
	if (!joined) {
		diag_report(c->sink, DIAG_branch_types, n->at, type_name(c->arena, input->type),
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	return set_type(n, joined);
}

/* The type of a known command's result, or NULL: what its table row says. */
static const struct type *check_command(struct checker *c, struct ast *n, struct ast *input)
{
	switch ((enum cmd)n->u.call.cmd) {
	case CMD_emit:
		return check_emit(c, n, input);
	case CMD_print:
		return check_print(c, n, input);
	case CMD_count:
		return check_count(c, n, input);
	case CMD_hist:
		return check_hist(c, n, input);
	case CMD_start_timer:
	case CMD_stop_timer:
		return check_timer(c, n);
	case CMD_read_str:
		return check_read_str(c, n, input);
	case CMD_into_int:
		return check_into(c, n, input, TYPE_INT);
	case CMD_into_duration:
		return check_into(c, n, input, TYPE_DURATION);
	case CMD_into_filesize:
		return check_into(c, n, input, TYPE_FILESIZE);
	case CMD_default:
		return check_default(c, n, input);
	case CMD_ignore:
		return NULL;
	default:
		NB_BUG("no check for command %u", n->u.call.cmd);
	}
}

static const struct type *row_output(struct checker *c, const struct command *cmd)
{
	if (strcmp(cmd->output, "DURATION?") == 0)
		return type_nullable(&c->u->types, type_of(&c->u->types, TYPE_DURATION), true);
	return type_of(&c->u->types, TYPE_NOTHING);
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
	d = diag_report(c->sink, DIAG_unknown_command, n->u.call.name_at,
			sv_dup(c->arena, n->u.call.name));
	for (uint32_t i = 1; i < CMD_COUNT; i++)
		if (commands[i].where == WHERE_KERNEL)
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
	struct buf name = {.arena = c->arena};
	struct def_decl *best = find_def(c, n->u.call.name), *d;
	uint32_t words = 0;

	if (n->u.call.external || n->u.call.cmd != CMD_NONE)
		return n->u.call.external ? NULL : best;
	buf_write(&name, n->u.call.name.p, n->u.call.name.n);
	for (uint32_t i = 0; i < n->u.call.nargs && i < 4; i++) {
		const struct arg *a = &n->u.call.args[i];

		if (a->flag.n || !a->value || a->value->kind != AST_STRING || !a->value->bare)
			break;
		buf_putc(&name, ' ');
		buf_write(&name, a->value->u.s.p, a->value->u.s.n);
		d = find_def(c, (struct sv){name.p, name.n});
		if (d) {
			best = d;
			words = i + 1;
		}
	}
	if (words) {
		n->u.call.name = best->name;
		n->u.call.args += words;
		n->u.call.nargs -= words;
	}
	return best;
}

const struct type *check_call(struct checker *c, struct ast *n, struct ast *input)
{
	struct def_decl *def = find_long_def(c, n);
	const struct command *cmd;
	const struct type *t;

	if (!c->program) {
		diag_report(c->sink, DIAG_not_constant, n->at,
			    arena_printf(c->arena, "the result of '" SV_FMT "'",
					 SV_ARG(n->u.call.name)));
		return type_error_at(c, n);
	}
	if (def)
		return check_def_call(c, n, def, input);
	if (rewrite_alias(c, n, input))
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
	if (!check_signature(c, n, cmd->signature))
		return type_error_at(c, n);
	t = check_command(c, n, input);
	return t ? t : set_type(n, row_output(c, cmd));
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
		if (e->kind == AST_CALL)
			t = check_call(c, e, input);
		else
			t = last ? check_stmt(c, e, want) : check_expr(c, e);
	}
	c->input = outer;
	n->value = constant ? elems->v[elems->n - 1]->value : NULL;
	return set_type(n, t);
}
