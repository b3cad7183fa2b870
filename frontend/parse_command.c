/*
 * parse_command.c - command calls: the name, and the arguments as the command's signature reads
 * them.
 *
 * The signature comes from lang/commands.def or from a `def` of the file. A command that is neither
 * is user-space code: its words are kept as they stand, and nothing about them is an error here.
 */
#include "frontend/parser.h"

#include <ctype.h>

struct callee {
	struct sv name;
	enum cmd cmd;
	const struct decl *decl;
	struct signature sig;
	bool known;	   /* sig says which arguments there are */
	bool closure_last; /* an older probe command: a `{` is a closure */
};

struct call {
	struct parser *p;
	struct callee callee;
	uint32_t positional; /* how many were read */
	VEC(struct arg) args;
};

static struct signature read_signature(struct parser *p, enum cmd cmd)
{
	struct signature *sig = &p->signatures[cmd];
	const char *at = commands[cmd].signature;
	VEC(struct sig_item) items = {0};
	struct sig_item item;

	if (sig->items)
		return *sig;
	while (sig_next(&at, &item))
		vec_push(p->arena, &items, item);
	vec_reserve(p->arena, &items, 1);
	*sig = (struct signature){items.v, items.n};
	return *sig;
}

/* A word that can be part of a command's name. */
static bool is_name_word(struct sv word)
{
	return word.n && isalpha((unsigned char)word.p[0]) && !memchr(word.p, '(', word.n);
}

/* An older spelling that stands for a command, or NULL. */
static const struct alias *find_alias(struct sv name)
{
	return sv_starts(name, SV("bpf")) || sv_is(name, "histogram") ? alias_find(name) : NULL;
}

static bool resolve(struct parser *p, struct sv name, struct callee *out)
{
	const struct alias *alias;
	uint32_t cmd;

	*out = (struct callee){.name = name, .cmd = CMD_NONE};
	out->decl = parse_find_decl(p, name);
	if (out->decl) {
		out->sig = out->decl->sig;
		out->known = !out->decl->wrapped;
		return true;
	}
	cmd = symmap_get(&p->commands, name, CMD_NONE);
	alias = cmd == CMD_NONE ? find_alias(name) : NULL;
	if (alias && alias->kind == ALIAS_COMMAND)
		cmd = symmap_get(&p->commands, sv_cstr(alias->target), CMD_NONE);
	if (cmd != CMD_NONE) {
		out->cmd = (enum cmd)cmd;
		out->sig = read_signature(p, out->cmd);
		out->known = true;
		return true;
	}
	out->closure_last = alias && (alias->kind == ALIAS_PROBE || alias->kind == ALIAS_PROBE2);
	return alias != NULL;
}

/* The longest name that words at the cursor make; the cursor is left behind it. */
static struct callee read_name(struct parser *p, struct cursor *c, struct span *at)
{
	struct buf name = {.arena = p->arena};
	struct cursor ahead = *c, behind = *c;
	struct callee best = {0}, found;

	*at = parse_token_span(p, c);
	lex_advance(&behind);
	best.name = parse_word(p, c);
	for (uint32_t words = 0; words < p->name_words_max; words++) {
		struct sv word = parse_word(p, &ahead);

		if (!is_name_word(word))
			break;
		if (words)
			buf_putc(&name, ' ');
		buf_write(&name, word.p, word.n);
		lex_advance(&ahead);
		if (resolve(p, (struct sv){name.p, name.n}, &found)) {
			best = found;
			best.name = (struct sv){sv_dup(p->arena, found.name), found.name.n};
			behind = ahead;
			at->end = ahead.passed;
		}
	}
	*c = behind;
	return best;
}

/* What the next positional argument is; NULL when the signature has no more. */
static const struct sig_item *next_positional(const struct call *call)
{
	uint32_t left = call->positional;

	for (uint32_t i = 0; i < call->callee.sig.n; i++) {
		const struct sig_item *item = &call->callee.sig.items[i];

		if (item->kind == SIG_FLAG)
			continue;
		if (item->kind == SIG_REST || left-- == 0)
			return item;
	}
	return NULL;
}

static const struct sig_item *find_flag(const struct call *call, struct sv name, char letter)
{
	for (uint32_t i = 0; i < call->callee.sig.n; i++) {
		const struct sig_item *item = &call->callee.sig.items[i];

		if (item->kind == SIG_FLAG &&
		    (letter ? item->letter == letter : sv_eq(item->name, name)))
			return item;
	}
	return NULL;
}

static struct arg *add_arg(struct call *call, struct span at)
{
	struct arg *arg = vec_add(call->p->arena, &call->args);

	arg->at = at;
	return arg;
}

/* The value of the flag that was read last, when its signature wants one: the next word. */
static void read_flag_value(struct call *call, struct cursor *c, const struct sig_item *item)
{
	struct parser *p = call->p;
	struct arg *flag = &call->args.v[call->args.n - 1];

	if (!item || item->shape == SHAPE_NONE)
		return;
	if (c->token.kind != TOKEN_WORD) {
		parse_unexpected(
			p, c,
			arena_printf(p->arena, "a value for '--" SV_FMT "'", SV_ARG(flag->flag)));
		flag->value = parse_garbage(p, flag->at);
		return;
	}
	flag->value = parse_value(p, parse_token_span(p, c), item->shape);
	lex_advance(c);
}

/* --name, --name=value */
static void read_long_flag(struct call *call, struct cursor *c)
{
	struct parser *p = call->p;
	struct span at = parse_token_span(p, c);
	struct sv word = parse_text(p, at);
	const char *eq = parse_find_byte(word, '=');
	struct arg *arg = add_arg(call, at);
	const struct sig_item *item;

	if (eq)
		arg->at.end = at.start + (uint32_t)(eq - word.p);
	arg->flag = sv_from(parse_text(p, arg->at), 2);
	item = find_flag(call, arg->flag, '\0');
	lex_advance(c);
	if (!eq)
		read_flag_value(call, c, item);
	else if (arg->at.end + 1 < at.end)
		arg->value =
			parse_value(p, parse_span(p, arg->at.end + 1, at.end),
				    item && item->shape != SHAPE_NONE ? item->shape : SHAPE_ANY);
}

/* -n, -nse: each letter is a flag; the last may take a value. */
static void read_short_flags(struct call *call, struct cursor *c)
{
	struct parser *p = call->p;
	struct span at = parse_token_span(p, c);
	const struct sig_item *item = NULL;

	if (!call->callee.known) {
		add_arg(call, at)->flag = sv_from(parse_text(p, at), 1);
		lex_advance(c);
		return;
	}
	for (uint32_t i = at.start + 1; i < at.end; i++) {
		struct span one = parse_span(p, i, i + 1);
		struct sv letter = parse_text(p, one);

		item = find_flag(call, letter, letter.p[0]);
		add_arg(call, one)->flag = item ? item->name : letter;
	}
	lex_advance(c);
	read_flag_value(call, c, item);
}

/* A word with a dash in front that is a number, where Nushell takes it for one. */
static bool is_negative_number(struct call *call, struct sv word)
{
	const struct sig_item *item = next_positional(call);

	return (lex_is_digit(word.p[1]) || word.p[1] == '.') &&
	       (!call->callee.known || (item && item->shape == SHAPE_INT));
}

static void report_number_flag(struct parser *p, struct cursor *c, const char *expected)
{
	const char *word = parse_show(p, parse_word(p, c));
	struct diag *d = parse_report(p, DIAG_unexpected, parse_token_span(p, c), expected,
				      arena_printf(p->arena, "'%s'", word));

	diag_help(p->sink, d, "Nushell takes it for a flag: write '(%s)'", word);
	parse_skip_statement(p, c);
}

bool parse_report_flag(struct parser *p, struct cursor *c)
{
	struct sv word = parse_word(p, c);

	if (word.n < 2 || word.p[0] != '-')
		return false;
	report_number_flag(p, c, "a value");
	return true;
}

static void read_flag(struct call *call, struct cursor *c, struct sv word)
{
	if (word.p[1] == '-') {
		read_long_flag(call, c);
	} else if (call->callee.known && lex_is_digit(word.p[1])) {
		report_number_flag(call->p, c, "an argument or a flag");
	} else {
		read_short_flags(call, c);
	}
}

static struct ast *read_condition(struct call *call, struct cursor *c)
{
	struct parser *p = call->p;
	struct ast *n;

	if (!parse_at_brace(p, c))
		return parse_expression(p, c, EXPR_ROW);
	n = parse_value(p, parse_token_span(p, c), SHAPE_CLOSURE);
	lex_advance(c);
	return n;
}

/* `"a b".c`: only a cell path starts with a string and goes on. */
static bool is_quoted_path(struct parser *p, struct span at)
{
	const struct lex_group *g = lex_group_at(&p->lexer, at.start);

	return g && (g->kind == GROUP_SINGLE || g->kind == GROUP_DOUBLE) && g->end < at.end &&
	       p->lexer.text.p[g->end] == '.';
}

static void read_positional(struct call *call, struct cursor *c)
{
	struct parser *p = call->p;
	const struct sig_item *item = next_positional(call);
	struct span at = parse_token_span(p, c);
	struct arg *arg = add_arg(call, at);
	enum shape shape = item ? item->shape : SHAPE_ANY;

	call->positional++;
	if (shape == SHAPE_COND) {
		struct ast *cond = read_condition(call, c);

		arg = &call->args.v[call->args.n - 1];
		arg->value = cond;
		arg->at = cond->at;
		return;
	}
	if (call->callee.closure_last && parse_at_brace(p, c))
		shape = SHAPE_CLOSURE;
	if (call->callee.decl && call->callee.decl->wrapped)
		shape = SHAPE_WORD;
	if (!call->callee.known && is_quoted_path(p, at))
		shape = SHAPE_PATH;
	arg->value = parse_value(p, at, shape);
	lex_advance(c);
}

/* ...$list, ...[1 2], ...(ls) */
static bool is_spread(struct sv word)
{
	return word.n > 3 && sv_starts(word, SV("...")) &&
	       (word.p[3] == '$' || word.p[3] == '(' || word.p[3] == '[');
}

static void read_argument(struct call *call, struct cursor *c)
{
	struct parser *p = call->p;
	struct span at = parse_token_span(p, c);
	struct sv word = parse_text(p, at);
	bool wrapped = call->callee.decl && call->callee.decl->wrapped;

	if (sv_is(word, "&&")) {
		struct diag *d = parse_report(p, DIAG_unknown_operator, at, "&&");

		diag_help(p->sink, d, "write ';' between commands, 'and' between bools");
		parse_skip_statement(p, c);
	} else if (is_spread(word)) {
		struct arg *arg = add_arg(call, at);

		arg->is_spread = true;
		arg->value = parse_value(p, parse_span(p, at.start + 3, at.end), SHAPE_ANY);
		lex_advance(c);
	} else if (word.n > 1 && word.p[0] == '-' && !wrapped && !is_negative_number(call, word)) {
		read_flag(call, c, word);
	} else {
		read_positional(call, c);
	}
}

static struct ast *call_node(struct call *call, struct span at, struct span name_at)
{
	struct ast *n = parse_node(call->p, AST_CALL, at);

	n->u.call.name = call->callee.name;
	n->u.call.name_at = name_at;
	n->u.call.cmd = call->callee.cmd;
	n->u.call.args = call->args.v;
	n->u.call.nargs = call->args.n;
	return n;
}

static struct ast *parse_external(struct parser *p, struct cursor *c)
{
	struct call call = {.p = p};
	struct span at = parse_token_span(p, c), name_at = at;
	struct ast *n;

	name_at.start++;
	if (name_at.start == name_at.end) {
		parse_unexpected(p, c, "a command behind '^'");
		return parse_garbage(p, at);
	}
	call.callee.name = parse_name(p, name_at);
	lex_advance(c);
	while (c->token.kind == TOKEN_WORD)
		read_argument(&call, c);
	at.end = c->passed;
	n = call_node(&call, at, name_at);
	n->u.call.external = true;
	return n;
}

/* `name(…)`, all of the word; the parenthesis, or NULL. */
static const struct lex_group *call_parens(struct parser *p, struct span at, struct callee *callee)
{
	struct sv word = parse_text(p, at);
	const char *paren = memchr(word.p, '(', word.n);
	struct sv name = {word.p, paren ? (size_t)(paren - word.p) : 0};
	const struct lex_group *g;

	if (!is_name_word(name) || !resolve(p, name, callee))
		return NULL;
	g = lex_group_at(&p->lexer, at.start + (uint32_t)name.n);
	return g && g->end == at.end ? g : NULL;
}

struct ast *parse_older_call(struct parser *p, struct span at)
{
	struct call call = {.p = p};
	const struct lex_group *g = call_parens(p, at, &call.callee);
	struct span name_at = at;
	struct cursor in;
	struct ast *n;
	struct diag *d;
	const char *instead;

	if (!g)
		return NULL;
	name_at.end = g->start;
	in = parse_open_group(p, g, LEX_PAREN);
	instead = in.token.kind == TOKEN_END
			  ? sv_dup(p->arena, call.callee.name)
			  : arena_printf(
				    p->arena, SV_FMT " %s", SV_ARG(call.callee.name),
				    parse_show(p, parse_text(p, parse_span(p, g->start, g->end))));
	if (in.token.kind != TOKEN_END)
		add_arg(&call, parse_span(p, g->start, g->end))->value =
			parse_value(p, parse_span(p, g->start, g->end), SHAPE_ANY);
	parse_close_group(p, g);
	d = parse_report(p, DIAG_older_call, at, parse_show(p, parse_text(p, at)), instead);
	diag_help(p->sink, d, "write '%s'", instead);
	n = call_node(&call, at, name_at);
	n->u.call.c_style = true;
	return n;
}

struct ast *parse_call(struct parser *p, struct cursor *c)
{
	struct call call = {.p = p};
	struct span at = parse_token_span(p, c), name_at;

	if (parse_text(p, at).p[0] == '^')
		return parse_external(p, c);
	if (p->options.older_spellings) {
		struct ast *older = parse_older_call(p, at);

		if (older) {
			lex_advance(c);
			return older;
		}
	}
	call.callee = read_name(p, c, &name_at);
	while (c->token.kind == TOKEN_WORD)
		read_argument(&call, c);
	at.end = c->passed;
	return call_node(&call, at, name_at);
}
