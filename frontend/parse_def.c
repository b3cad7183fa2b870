/*
 * parse_def.c - defs and parameter lists.
 *
 * Nushell knows the commands of a level before it reads its statements, so a def may be called
 * above where it stands. parse_declare() reads names and parameters first; they decide how a call's
 * arguments are read, and parse_def() takes them up again.
 */
#include "frontend/parser.h"

struct sv parse_type(struct parser *p, struct cursor *c, uint32_t at, struct span *where)
{
	struct sv text = p->lexer.text, type;
	const char *completer;

	while (at < c->end && lex_is_blank(text.p[at]))
		at++;
	*where = parse_span(p, at, lex_type_end(&p->lexer, at, c->end));
	lex_seek(c, where->end);
	if (where->end == where->start)
		parse_report(p, DIAG_unexpected, *where, "a type", "nothing");
	type = parse_text(p, *where);
	completer = memchr(type.p, '@', type.n);
	if (completer)
		type.n = (size_t)(completer - type.p);
	return type;
}

void parse_check_reserved(struct parser *p, struct sv name, struct span at)
{
	if (sv_is(name, "in") || sv_is(name, "env") || sv_is(name, "nu"))
		parse_report(p, DIAG_reserved_variable, at, sv_dup(p->arena, name));
}

/* Only the name of a flag may have a dash in it. */
static void check_param_name(struct parser *p, const struct param *q)
{
	for (size_t i = 0; i < q->name.n; i++)
		if (lex_is_one_of(q->name.p[i], ".[({+*^/=!<>&|?") ||
		    (q->name.p[i] == '-' && !q->is_flag)) {
			parse_report(p, DIAG_bad_variable, q->at, parse_show(p, q->name));
			return;
		}
	if (!q->name.n)
		parse_report(p, DIAG_bad_variable, q->at, parse_show(p, parse_text(p, q->at)));
	parse_check_reserved(p, q->name, q->at);
}

static void report_long_letter(struct parser *p, struct span at)
{
	const char *word = parse_show(p, parse_text(p, at));
	struct diag *d = parse_report(p, DIAG_unexpected, at, "a flag of one letter",
				      arena_printf(p->arena, "'%s'", word));

	diag_help(p->sink, d, "write '-%s'", word);
}

/* --name(-n), -n, ...rest, name?, name: the dashes and marks are taken off. */
static void read_param_name(struct parser *p, struct param *out, struct span at)
{
	struct sv word = parse_text(p, at);
	const char *paren = memchr(word.p, '(', word.n);

	out->at = at;
	if (sv_starts(word, SV("--"))) {
		out->is_flag = true;
		if (paren && word.n - (size_t)(paren - word.p) >= 4)
			out->flag_short = (struct sv){paren + 2, 1};
		if (paren)
			word.n = (size_t)(paren - word.p);
		word = sv_from(word, 2);
	} else if (word.n > 1 && word.p[0] == '-') {
		out->is_flag = true;
		word = sv_from(word, 1);
		out->flag_short = word;
		if (word.n > 1)
			report_long_letter(p, at);
	} else if (sv_starts(word, SV("..."))) {
		out->is_rest = true;
		word = sv_from(word, 3);
	} else if (word.n > 1 && word.p[word.n - 1] == '?') {
		out->is_optional = true;
		word.n--;
	}
	if (word.n && word.p[0] == '$')
		word = sv_from(word, 1);
	out->name = word;
	check_param_name(p, out);
}

/* Comments behind a parameter document it: one on its line, and lines below that stand alone. */
static void add_doc(struct parser *p, struct param *to, struct sv comment)
{
	comment = sv_from(comment, 1);
	if (comment.n && comment.p[0] == ' ')
		comment = sv_from(comment, 1);
	while (comment.n && lex_is_blank(comment.p[comment.n - 1]))
		comment.n--;
	to->doc = to->doc.n ? sv_cstr(arena_printf(p->arena, SV_FMT "\n" SV_FMT, SV_ARG(to->doc),
						   SV_ARG(comment)))
			    : comment;
}

static struct param read_param(struct parser *p, struct cursor *c)
{
	struct param out = {.type_at = NO_SPAN};
	struct sv word;

	read_param_name(p, &out, parse_token_span(p, c));
	lex_advance(c);
	word = parse_word(p, c);
	if (out.is_flag && word.n >= 4 && sv_starts(word, SV("(-"))) {
		out.flag_short = (struct sv){word.p + 2, 1};
		lex_advance(c);
	}
	if (c->token.kind == TOKEN_COLON)
		out.type_text = parse_type(p, c, c->token.end, &out.type_at);
	if (c->token.kind == TOKEN_EQUALS) {
		lex_advance(c);
		if (c->token.kind == TOKEN_WORD) {
			out.init = parse_value(p, parse_token_span(p, c), SHAPE_ANY);
			lex_advance(c);
		} else {
			parse_unexpected(p, c, "a default value");
		}
	}
	if (out.is_rest && out.init)
		parse_report(p, DIAG_unexpected, out.init->at, "no default for a rest parameter",
			     "a value");
	out.is_switch = out.is_flag && !out.type_text.n && !out.init;
	if (out.is_flag && sv_is(out.type_text, "bool")) {
		struct diag *d = parse_report(p, DIAG_unexpected, out.type_at,
					      "a switch without a type", "'bool'");

		diag_help(p->sink, d, "write '--" SV_FMT "': it is true when it is given",
			  SV_ARG(out.name));
	}
	return out;
}

/* What stands before a parameter. */
struct param_order {
	bool optional, rest, comma;
};

/* Nushell fills parameters from the left, so none that is required stands behind an optional one. */
static void check_order(struct parser *p, const struct param *q, struct param_order *before)
{
	bool optional = q->is_optional || q->init;
	struct diag *d;

	before->comma = false;
	if (q->is_flag)
		return;
	if (q->is_rest && before->rest) {
		parse_report(p, DIAG_unexpected, q->at, "one rest parameter", "another");
	} else if (before->optional && !optional && !q->is_rest) {
		d = parse_report(p, DIAG_unexpected, q->at,
				 "an optional parameter behind an optional one",
				 arena_printf(p->arena, "'%s'", parse_show(p, q->name)));
		diag_help(p->sink, d, "write '" SV_FMT "?', or put it first", SV_ARG(q->name));
	}
	before->optional |= optional;
	before->rest |= q->is_rest;
}

void parse_params(struct parser *p, struct cursor *c, struct param **params, uint32_t *n)
{
	VEC(struct param) found = {0};
	struct param_order before = {0};

	while (c->token.kind != TOKEN_END && c->token.kind != TOKEN_PIPE) {
		switch (c->token.kind) {
		case TOKEN_COMMENT:
			if (found.n)
				add_doc(p, &found.v[found.n - 1],
					parse_text(p, parse_token_span(p, c)));
			lex_advance(c);
			break;
		case TOKEN_COMMA:
			if (before.comma)
				parse_unexpected(p, c, "a parameter");
			before.comma = true;
			lex_advance(c);
			break;
		case TOKEN_WORD:
			vec_push(p->arena, &found, read_param(p, c));
			check_order(p, &found.v[found.n - 1], &before);
			break;
		case TOKEN_END:
		case TOKEN_NEWLINE:
		case TOKEN_SEMICOLON:
		case TOKEN_PIPE:
		case TOKEN_PIPE_PIPE:
		case TOKEN_COLON:
		case TOKEN_EQUALS:
		case TOKEN_REDIRECT:
			parse_unexpected(p, c, "a parameter");
			lex_advance(c);
			break;
		}
	}
	*params = found.v;
	*n = found.n;
}

static enum shape shape_of_type(struct sv type)
{
	static const struct {
		const char *type;
		enum shape shape;
	} shapes[] = {
		{"int", SHAPE_INT},	      {"number", SHAPE_INT},
		{"string", SHAPE_STRING},     {"path", SHAPE_STRING},
		{"glob", SHAPE_STRING},	      {"directory", SHAPE_STRING},
		{"bool", SHAPE_BOOL},	      {"duration", SHAPE_DURATION},
		{"filesize", SHAPE_FILESIZE}, {"closure", SHAPE_CLOSURE},
		{"cell-path", SHAPE_PATH},    {"range", SHAPE_RANGE},
		{"record", SHAPE_RECORD},
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(shapes); i++)
		if (sv_is(type, shapes[i].type))
			return shapes[i].shape;
	return sv_starts(type, SV("closure(")) ? SHAPE_CLOSURE : SHAPE_ANY;
}

static struct signature signature_of(struct parser *p, const struct param *params, uint32_t n)
{
	struct signature sig = {arena_array(p->arena, struct sig_item, n + 1), n};

	for (uint32_t i = 0; i < n; i++) {
		const struct param *q = &params[i];
		struct sig_item *item = &sig.items[i];

		item->name = q->name;
		item->letter = q->flag_short.n ? q->flag_short.p[0] : '\0';
		item->shape = q->is_switch ? SHAPE_NONE : shape_of_type(q->type_text);
		if (q->is_flag)
			item->kind = SIG_FLAG;
		else if (q->is_rest)
			item->kind = SIG_REST;
		else
			item->kind = q->is_optional || q->init ? SIG_OPTIONAL : SIG_REQUIRED;
	}
	return sig;
}

static void read_def_flags(struct parser *p, struct cursor *c, struct ast *def)
{
	for (;;) {
		if (parse_take(p, c, "--env"))
			def->u.def.env = true;
		else if (parse_take(p, c, "--wrapped"))
			def->u.def.wrapped = true;
		else
			return;
	}
}

/* Behind `def`: flags and name. False, reported, when there is no name. */
static bool read_def_name(struct parser *p, struct cursor *c, struct ast *def)
{
	read_def_flags(p, c, def);
	if (c->token.kind != TOKEN_WORD || parse_at_brace(p, c)) {
		parse_unexpected(p, c, "the name of the def");
		return false;
	}
	def->u.def.name_at = parse_token_span(p, c);
	def->u.def.name = parse_name(p, def->u.def.name_at);
	lex_advance(c);
	read_def_flags(p, c, def);
	return true;
}

/* Behind the parameter list a blank stands, or a colon and a blank. */
static void report_glued(struct parser *p, const struct lex_group *g, uint32_t end)
{
	struct sv text = p->lexer.text;
	bool colon = g->end < end && text.p[g->end] == ':';
	uint32_t at = g->end + colon;

	if (g->unclosed || at >= end || lex_is_one_of(text.p[at], " \t\r\n"))
		return;
	parse_report(p, DIAG_unexpected, parse_span(p, at, at + 1),
		     colon ? "a blank behind ':'" : "a blank behind the parameters",
		     arena_printf(p->arena, "'%c'", text.p[at]));
}

/* Behind the name: what the def takes. NULL, reported, when there is no parameter list. */
static struct decl *read_def_params(struct parser *p, struct cursor *c, const struct ast *def)
{
	const struct lex_group *g =
		c->token.kind == TOKEN_WORD ? lex_group_at(&p->lexer, c->token.start) : NULL;
	struct decl *d;
	struct cursor in;

	if (!g || (g->kind != GROUP_SQUARE && g->kind != GROUP_PAREN)) {
		parse_unexpected(p, c, "a parameter list '[…]'");
		return NULL;
	}
	report_glued(p, g, c->end);
	d = arena_new(p->arena, struct decl);
	in = parse_open_group(p, g, LEX_SIGNATURE);
	parse_params(p, &in, &d->params, &d->nparams);
	if (in.token.kind == TOKEN_PIPE)
		parse_unexpected(p, &in, "a parameter");
	parse_close_group(p, g);
	d->name = def->u.def.name;
	d->at = def->u.def.name_at.start;
	d->wrapped = def->u.def.wrapped;
	d->end = g->end;
	d->sig = signature_of(p, d->params, d->nparams);
	return d;
}

/* A def is found again by the place of its name: the key is the offset's own bytes. */
static struct sv place_key(const uint32_t *at)
{
	return (struct sv){(const char *)at, sizeof(*at)};
}

static void declare(struct parser *p, struct cursor *c, struct scope *scope)
{
	struct ast def = {.kind = AST_DEF};
	struct decl *d;
	uint32_t words = 1;

	if (!read_def_name(p, c, &def))
		return;
	d = read_def_params(p, c, &def);
	if (!d)
		return;
	for (size_t i = 0; i < d->name.n; i++)
		words += d->name.p[i] == ' ';
	if (words > p->name_words_max)
		p->name_words_max = words;
	if (symmap_get(&scope->decls, d->name, UINT32_MAX) != UINT32_MAX)
		parse_report(p, DIAG_duplicate_def, def.u.def.name_at, sv_dup(p->arena, d->name));
	symmap_put(&scope->decls, d->name, p->decls.n);
	symmap_put(&p->decl_places, place_key(&d->at), p->decls.n);
	vec_push(p->arena, &p->decls, d);
}

void parse_declare(struct parser *p, struct cursor c, struct scope *scope)
{
	while (c.token.kind != TOKEN_END) {
		parse_take(p, &c, "export");
		if (parse_take(p, &c, "def"))
			declare(p, &c, scope);
		while (!parse_at_end(&c))
			lex_advance(&c);
		if (c.token.kind != TOKEN_END)
			lex_advance(&c);
	}
}

const struct decl *parse_find_decl(const struct parser *p, struct sv name)
{
	for (const struct scope *s = p->scope; s; s = s->up) {
		uint32_t i = symmap_get(&s->decls, name, UINT32_MAX);

		if (i != UINT32_MAX)
			return p->decls.v[i];
	}
	return NULL;
}

/* `: int -> int` behind the parameters; `[int -> int, string -> string]` is only skipped. */
static void read_types(struct parser *p, struct cursor *c, struct ast *n, uint32_t at)
{
	struct cursor in = lex_open(&p->lexer, at, c->end, LEX_SIGNATURE);
	struct span out;

	if (in.token.kind == TOKEN_COLON) {
		n->u.def.in_type_text = parse_type(p, &in, in.token.end, &n->u.def.types_at);
		if (parse_at_word(p, &in, "->")) {
			n->u.def.out_type_text = parse_type(p, &in, in.token.end, &out);
			n->u.def.types_at.end = out.end;
		} else if (!sv_starts(n->u.def.in_type_text, SV("["))) {
			parse_unexpected(p, &in, "'->' and the type of the output");
		} else {
			n->u.def.in_type_text = (struct sv){"", 0};
		}
		at = n->u.def.types_at.end;
	}
	lex_seek(c, at);
}

struct ast *parse_def(struct parser *p, struct cursor *c, uint32_t start, bool exported)
{
	struct ast *n = parse_node(p, AST_DEF, parse_span(p, start, c->token.end));
	const struct decl *d;
	uint32_t i;

	n->u.def.doc = parse_doc_above(p, start);
	n->u.def.exported = exported;
	lex_advance(c);
	if (!read_def_name(p, c, n))
		return parse_garbage(p, n->at);
	i = symmap_get(&p->decl_places, place_key(&n->u.def.name_at.start), UINT32_MAX);
	d = i != UINT32_MAX ? p->decls.v[i] : read_def_params(p, c, n);
	if (!d)
		return parse_garbage(p, n->at);
	n->u.def.params = d->params;
	n->u.def.nparams = d->nparams;
	read_types(p, c, n, d->end);
	n->u.def.body = parse_expect_block(p, c);
	n->at.end = c->passed;
	return n;
}
