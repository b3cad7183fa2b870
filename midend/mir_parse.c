/*
 * mir_parse.c - reads MIR text (mir_text.h says the form).
 *
 * The parser checks form only; mir_verify tells whether the result means anything. Numbers of
 * values and blocks are kept when they are not absurdly larger than the text, else counted anew, so
 * memory stays proportional to the input. The first error ends the reading.
 */
#include "midend/edit.h"
#include "midend/mir_text.h"

#include "lang/helpers.h"

/* Numbers as they stand in the text of one function to numbers of the function. */
struct numbers {
	bool keep;
	struct symmap map;
};

/* A call of a function that may stand further down. */
struct pending {
	struct mir_func *f;
	mir_val call;
	struct sv name;
	const char *at;
};

struct parser {
	struct arena *arena;
	struct mir_module *m;
	const char *start, *p, *end;
	const char *error;
	struct symmap ops, maps, globals, funcs;
	VEC(struct pending) calls;
	/* the function being read */
	struct mir_func *f;
	mir_block block;
	struct numbers values, blocks;
	struct span at;
	VEC(bool) declared; /* by block: its predecessors stand in the text */
	VEC(mir_val) args;
};

static bool fail_at(struct parser *ps, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static bool fail_at(struct parser *ps, const char *at, const char *fmt, ...)
{
	uint32_t line = 1;
	const char *line_start = ps->start;
	va_list ap;

	if (ps->error)
		return false;
	for (const char *c = ps->start; c < at; c++) {
		if (*c == '\n') {
			line++;
			line_start = c + 1;
		}
	}
	va_start(ap, fmt);
	ps->error = arena_printf(ps->arena, "%u:%u: error: %s", line, (unsigned)(at - line_start) + 1,
				 arena_vprintf(ps->arena, fmt, ap));
	va_end(ap);
	return false;
}

/* ---- characters and words ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

static char peek(const struct parser *ps)
{
	return ps->p < ps->end ? *ps->p : '\0';
}

/* Blanks and comments, not newlines. */
static void skip_blanks(struct parser *ps)
{
	while (peek(ps) == ' ' || peek(ps) == '\t' || peek(ps) == '\r')
		ps->p++;
	if (peek(ps) == ';')
		while (ps->p < ps->end && *ps->p != '\n')
			ps->p++;
}

static void skip_lines(struct parser *ps)
{
	skip_blanks(ps);
	while (peek(ps) == '\n') {
		ps->p++;
		skip_blanks(ps);
	}
}

static bool accept(struct parser *ps, const char *text)
{
	size_t n = strlen(text);

	skip_blanks(ps);
	if ((size_t)(ps->end - ps->p) < n || memcmp(ps->p, text, n) != 0)
		return false;
	if (is_word(text[n - 1]) && ps->p + n < ps->end && is_word(ps->p[n]))
		return false;
	ps->p += n;
	return true;
}

static bool expect(struct parser *ps, const char *text)
{
	return accept(ps, text) || fail_at(ps, ps->p, "expected '%s'", text);
}

static bool read_word(struct parser *ps, struct sv *word)
{
	skip_blanks(ps);
	word->p = ps->p;
	while (ps->p < ps->end && is_word(*ps->p))
		ps->p++;
	word->n = (size_t)(ps->p - word->p);
	return word->n || fail_at(ps, ps->p, "expected a word");
}

static bool read_name(struct parser *ps, struct sv *name)
{
	const char *at = ps->p;

	return read_word(ps, name) &&
	       (!is_digit(name->p[0]) || fail_at(ps, at, "a name does not start with a digit"));
}

static bool read_int(struct parser *ps, int64_t *n)
{
	bool negative = accept(ps, "-");
	const char *at = ps->p;
	uint64_t u = 0, limit = negative ? (uint64_t)1 << 63 : INT64_MAX;

	skip_blanks(ps);
	if (!is_digit(peek(ps)))
		return fail_at(ps, at, "expected a number");
	for (; is_digit(peek(ps)); ps->p++) {
		unsigned digit = (unsigned)(*ps->p - '0');

		if (u > (limit - digit) / 10)
			return fail_at(ps, at, "the number does not fit in 64 bits");
		u = u * 10 + digit;
	}
	*n = (int64_t)(negative ? 0 - u : u);
	return true;
}

static bool read_u32(struct parser *ps, uint32_t *n)
{
	const char *at = ps->p;
	int64_t wide;

	if (!read_int(ps, &wide))
		return false;
	*n = (uint32_t)wide;
	return (wide >= 0 && wide <= UINT32_MAX) || fail_at(ps, at, "not a number of 32 bits");
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex_byte(struct parser *ps, char *byte)
{
	int high, low;

	if (ps->end - ps->p < 2)
		return fail_at(ps, ps->p, "expected two hex digits");
	high = hex_digit(ps->p[0]);
	low = hex_digit(ps->p[1]);
	if (high < 0 || low < 0)
		return fail_at(ps, ps->p, "expected two hex digits");
	*byte = (char)(high * 16 + low);
	ps->p += 2;
	return true;
}

static bool read_escape(struct parser *ps, char *c)
{
	char escaped = peek(ps);

	if (ps->p < ps->end)
		ps->p++;
	switch (escaped) {
	case 'n':
		*c = '\n';
		return true;
	case 't':
		*c = '\t';
		return true;
	case '"':
	case '\\':
		*c = escaped;
		return true;
	case 'x':
		return read_hex_byte(ps, c) && (*c || fail_at(ps, ps->p, "a NUL in a string"));
	}
	return fail_at(ps, ps->p, "an unknown escape");
}

static bool read_string(struct parser *ps, const char **s)
{
	struct buf b = {.arena = ps->arena};

	if (!expect(ps, "\""))
		return false;
	buf_write(&b, "", 0);
	while (peek(ps) != '"') {
		char c = peek(ps);

		if (ps->p == ps->end || c == '\n' || c == '\0')
			return fail_at(ps, ps->p, "the string does not end");
		ps->p++;
		if (c == '\\' && !read_escape(ps, &c))
			return false;
		buf_putc(&b, c);
	}
	ps->p++;
	*s = b.p;
	return true;
}

/* One of `names`, by index. */
static bool read_choice(struct parser *ps, const char *const *names, uint32_t n, uint32_t *choice)
{
	struct sv word;

	if (!read_word(ps, &word))
		return false;
	for (*choice = 0; *choice < n; ++*choice)
		if (sv_is(word, names[*choice]))
			return true;
	return fail_at(ps, word.p, "'" SV_FMT "' does not fit here", SV_ARG(word));
}

static bool read_type(struct parser *ps, struct mir_type *t)
{
	uint32_t choice;

	*t = (struct mir_type){0};
	if (!accept(ps, "ptr")) {
		if (!read_choice(ps, mir_kind_names + MIR_I1, MIR_PTR - MIR_I1, &choice))
			return false;
		t->kind = (uint8_t)(MIR_I1 + choice);
		return true;
	}
	if (!expect(ps, "<") || !read_choice(ps, mir_space_names, MIR_SPACE_COUNT, &choice))
		return false;
	t->kind = MIR_PTR;
	t->space = (uint8_t)choice;
	t->nullable = accept(ps, "?");
	skip_blanks(ps);
	if (is_digit(peek(ps)) && !read_u32(ps, &t->size))
		return false;
	return expect(ps, ">");
}

static bool read_types(struct parser *ps, struct mir_type **types, uint32_t *n)
{
	VEC(struct mir_type) list = {0};

	do {
		struct mir_type t;

		if (!read_type(ps, &t))
			return false;
		vec_push(ps->arena, &list, t);
	} while (accept(ps, ","));
	*types = list.v;
	*n = list.n;
	return true;
}

/* An optional place, then the end of the line. */
static bool read_line_end(struct parser *ps, struct span *at)
{
	if (accept(ps, "!")) {
		*at = NO_SPAN;
		if (!read_u32(ps, &at->file))
			return false;
		if (at->file && (!expect(ps, ":") || !read_u32(ps, &at->start) || !expect(ps, "-") ||
				 !read_u32(ps, &at->end)))
			return false;
	}
	skip_blanks(ps);
	if (ps->p == ps->end)
		return true;
	return *ps->p++ == '\n' || fail_at(ps, ps->p - 1, "expected the end of the line");
}

/* ---- declarations ---- */

static bool declare(struct parser *ps, struct symmap *names, struct sv name, uint32_t number)
{
	if (symmap_get(names, name, UINT32_MAX) != UINT32_MAX)
		return fail_at(ps, name.p, "'" SV_FMT "' is there already", SV_ARG(name));
	symmap_put(names, name, number);
	return true;
}

static bool read_map(struct parser *ps)
{
	struct mir_map map = {0};
	struct span at = NO_SPAN;
	struct sv name;

	if (!read_name(ps, &name) || !declare(ps, &ps->maps, name, ps->m->maps.n) ||
	    !expect(ps, "kind") || !read_u32(ps, &map.kind) || !expect(ps, "key") ||
	    !read_u32(ps, &map.key_size) || !expect(ps, "value") || !read_u32(ps, &map.value_size) ||
	    !expect(ps, "entries") || !read_u32(ps, &map.max_entries))
		return false;
	map.name = sv_dup(ps->arena, name);
	mir_map_new(ps->m, map);
	return read_line_end(ps, &at);
}

static bool read_init(struct parser *ps, struct mir_global *g)
{
	char *init;

	skip_blanks(ps);
	if (g->size > (size_t)(ps->end - ps->p) / 2)
		return fail_at(ps, ps->p, "expected %u bytes in hex", g->size);
	init = arena_alloc(ps->arena, g->size, 1);
	for (uint32_t n = 0; n < g->size; n++)
		if (!read_hex_byte(ps, init + n))
			return false;
	g->init = init;
	return true;
}

static bool read_global(struct parser *ps)
{
	struct mir_global g = {0};
	struct sv name;
	uint32_t section;

	if (!read_name(ps, &name) || !declare(ps, &ps->globals, name, ps->m->globals.n) ||
	    !read_choice(ps, mir_section_names, MIR_GLOBAL_SECTIONS, &section) ||
	    !expect(ps, "size") || !read_u32(ps, &g.size) || !expect(ps, "align") ||
	    !read_u32(ps, &g.align))
		return false;
	if (accept(ps, "shape") && !read_string(ps, &g.shape))
		return false;
	if (accept(ps, "init") && !read_init(ps, &g))
		return false;
	g.name = sv_dup(ps->arena, name);
	g.section = section;
	if (!read_line_end(ps, &g.at))
		return false;
	mir_global_new(ps->m, g);
	return true;
}

static bool read_site(struct parser *ps)
{
	struct mir_site s = {.func = MIR_NO_FUNC};
	uint32_t kind;

	if (!read_choice(ps, mir_site_names, MIR_SITE_KINDS, &kind) || !read_string(ps, &s.message))
		return false;
	s.kind = kind;
	if (accept(ps, "func") && !read_u32(ps, &s.func))
		return false;
	if (!read_line_end(ps, &s.at))
		return false;
	if (mir_site_new(ps->m, s) + 1 != ps->m->sites.n)
		return fail_at(ps, ps->p, "the site is there already");
	return true;
}

/* ---- values and blocks ---- */

/* The number behind `letter`, as the text has it. */
static bool read_number(struct parser *ps, char letter, struct sv *digits, uint32_t *n)
{
	const char *at;

	skip_blanks(ps);
	at = ps->p;
	if (peek(ps) != letter)
		return fail_at(ps, at, "expected '%c' and a number", letter);
	ps->p++;
	if (!is_digit(peek(ps)) || *ps->p == '0')
		return fail_at(ps, at, "expected '%c' and a number from 1", letter);
	digits->p = ps->p;
	if (!read_u32(ps, n))
		return false;
	digits->n = (size_t)(ps->p - digits->p);
	return true;
}

static bool read_value(struct parser *ps, mir_val *v)
{
	struct sv digits;

	if (!read_number(ps, '%', &digits, &v->id))
		return false;
	if (ps->values.keep)
		return v->id < ps->f->insts.n || fail_at(ps, digits.p, "no value of that number");
	v->id = symmap_get(&ps->values.map, digits, 0);
	if (!v->id) {
		vec_add(ps->arena, &ps->f->insts);
		v->id = ps->f->insts.n - 1;
		symmap_put(&ps->values.map, digits, v->id);
	}
	return true;
}

static mir_block new_block(struct parser *ps)
{
	mir_block b = mir_block_new(ps->f);

	mir_bb(ps->f, b)->dead = true;
	vec_push(ps->arena, &ps->declared, false);
	return b;
}

static bool read_block(struct parser *ps, mir_block *b)
{
	struct sv digits;

	if (!read_number(ps, 'b', &digits, &b->id))
		return false;
	if (ps->blocks.keep || b->id == 1)
		return b->id < ps->f->blocks.n || fail_at(ps, digits.p, "no block of that number");
	b->id = symmap_get(&ps->blocks.map, digits, 0);
	if (!b->id) {
		*b = new_block(ps);
		symmap_put(&ps->blocks.map, digits, b->id);
	}
	return true;
}

/* The largest number behind `letter` up to the end of the function, and whether to keep them. */
static uint32_t scan_numbers(const struct parser *ps, char letter, bool *keep)
{
	const char *c = ps->p;
	uint64_t largest = 0;

	for (; c < ps->end && *c != '}'; c++) {
		uint64_t n = 0;

		if (*c == ';')
			while (c + 1 < ps->end && c[1] != '\n')
				c++;
		if (*c != letter || (c > ps->start && is_word(c[-1])))
			continue;
		for (const char *d = c + 1; d < ps->end && is_digit(*d) && n <= UINT32_MAX; d++)
			n = n * 10 + (uint64_t)(*d - '0');
		largest = n > largest ? n : largest;
	}
	*keep = largest <= 64 + 4 * (uint64_t)(c - ps->p);
	return *keep ? (uint32_t)largest : 0;
}

static void prepare_numbers(struct parser *ps)
{
	struct mir_func *f = ps->f;
	uint32_t values, blocks;

	ps->values = ps->blocks = (struct numbers){.map = {.arena = ps->arena}};
	values = scan_numbers(ps, '%', &ps->values.keep);
	blocks = scan_numbers(ps, 'b', &ps->blocks.keep);
	vec_reserve(ps->arena, &f->insts, values + 1);
	while (f->insts.n <= values)
		vec_add(ps->arena, &f->insts);
	ps->declared.n = 0;
	for (unsigned n = 0; n < 2; n++)
		vec_push(ps->arena, &ps->declared, false);
	mir_bb(f, (mir_block){1})->dead = true;
	while (f->blocks.n <= blocks)
		new_block(ps);
}

/* ---- instructions ---- */

static bool read_ref(struct parser *ps, char letter, mir_val v, uint32_t *ref)
{
	const struct symmap *names = letter == 'm' ? &ps->maps : &ps->globals;
	struct sv name;

	if (letter == 's') {
		skip_blanks(ps);
		if (peek(ps) != 's')
			return fail_at(ps, ps->p, "expected a site");
		ps->p++;
		return read_u32(ps, ref);
	}
	if (letter != 'h' && !expect(ps, "@"))
		return false;
	if (!read_name(ps, &name))
		return false;
	if (letter == 'f') {
		vec_push(ps->arena, &ps->calls, ((struct pending){ps->f, v, name, name.p}));
		return true;
	}
	if (letter == 'h') {
		for (*ref = 1; *ref < HELPER_COUNT; ++*ref)
			if (sv_is(name, helpers[*ref].name))
				return true;
		return fail_at(ps, name.p, "no helper '" SV_FMT "'", SV_ARG(name));
	}
	*ref = symmap_get(names, name, UINT32_MAX);
	return *ref != UINT32_MAX || fail_at(ps, name.p, "no '" SV_FMT "' before this", SV_ARG(name));
}

static bool read_arg(struct parser *ps)
{
	mir_val x;

	if (!read_value(ps, &x))
		return false;
	vec_push(ps->arena, &ps->args, x);
	return true;
}

/* Values up to the end of the operands; with `first` none came before. */
static bool read_rest(struct parser *ps, bool first)
{
	skip_blanks(ps);
	if (first && peek(ps) != '%')
		return true;
	while (first || accept(ps, ",")) {
		first = false;
		if (!read_arg(ps))
			return false;
	}
	return true;
}

static bool read_operands(struct parser *ps, mir_val v, struct mir_inst *i)
{
	unsigned targets = 0;
	bool first = true;

	ps->args.n = 0;
	for (const char *o = mir_ops[i->op].operands; *o; o++) {
		if (o[1] == '*')
			return read_rest(ps, first);
		if (!first && !expect(ps, ","))
			return false;
		first = false;
		switch (*o) {
		case 'i':
			if (!read_int(ps, &i->imm))
				return false;
			break;
		case 'b':
			if (!read_block(ps, &i->target[targets++]))
				return false;
			break;
		case 'm':
		case 'g':
		case 'h':
		case 'f':
		case 's':
			if (!read_ref(ps, *o, v, &i->ref))
				return false;
			break;
		default:
			if (!read_arg(ps))
				return false;
			break;
		}
	}
	return true;
}

static bool read_op(struct parser *ps, uint8_t *op)
{
	struct sv word;
	uint32_t n;

	if (!read_word(ps, &word))
		return false;
	n = symmap_get(&ps->ops, word, MIR_OPS);
	*op = (uint8_t)n;
	return n < MIR_OPS || fail_at(ps, word.p, "no operation '" SV_FMT "'", SV_ARG(word));
}

static bool read_inst(struct parser *ps)
{
	struct mir_func *f = ps->f;
	struct mir_inst i = {0};
	const char *at = ps->p;
	mir_val v = MIR_NO_VAL;

	if (!ps->block.id)
		return fail_at(ps, at, "expected a block");
	if (peek(ps) == '%') {
		if (!read_value(ps, &v) || !expect(ps, ":") || !read_type(ps, &i.type) ||
		    !expect(ps, "="))
			return false;
		if (mir_inst(f, v)->block.id)
			return fail_at(ps, at, "the value is there already");
	} else {
		vec_add(ps->arena, &f->insts);
		v.id = f->insts.n - 1;
	}
	if (!read_op(ps, &i.op) || !read_operands(ps, v, &i) || !read_line_end(ps, &ps->at))
		return false;
	i.at = ps->at;
	if (i.op == MIR_OP_CONST)
		i.imm = mir_const_wrap(i.type, i.imm);
	*mir_inst(f, v) = i;
	mir_set_operands(f, v, ps->args.v, ps->args.n);
	mir_place(f, ps->block, mir_bb(f, ps->block)->n, v);
	return true;
}

/* ---- blocks and functions ---- */

static bool read_block_head(struct parser *ps)
{
	const char *at = ps->p;
	struct span ignored;
	mir_block pred;

	if (!read_block(ps, &ps->block))
		return false;
	if (!mir_bb(ps->f, ps->block)->dead)
		return fail_at(ps, at, "the block is there already");
	mir_bb(ps->f, ps->block)->dead = false;
	if (accept(ps, "<-")) {
		ps->declared.v[ps->block.id] = true;
		do {
			if (!read_block(ps, &pred))
				return false;
			mir_edge_add(ps->f, ps->block, pred);
		} while (!accept(ps, ":"));
	} else if (!expect(ps, ":")) {
		return false;
	}
	return read_line_end(ps, &ignored);
}

/* Predecessors of blocks that do not name theirs, in the order of the blocks. */
static void find_preds(struct parser *ps)
{
	struct mir_func *f = ps->f;

	for (uint32_t b = 1; b < f->blocks.n; b++) {
		const struct mir_inst *end = mir_end(f, (mir_block){b});

		for (unsigned t = 0; end && t < 2; t++)
			if (end->target[t].id && !ps->declared.v[end->target[t].id])
				mir_edge_add(f, end->target[t], (mir_block){b});
	}
}

static bool read_body(struct parser *ps)
{
	ps->block = MIR_NO_BLOCK;
	ps->at = NO_SPAN;
	for (;;) {
		skip_lines(ps);
		if (accept(ps, "}"))
			break;
		if (ps->p == ps->end)
			return fail_at(ps, ps->p, "the function does not end");
		if (peek(ps) == 'b' && ps->p + 1 < ps->end && is_digit(ps->p[1])) {
			if (!read_block_head(ps))
				return false;
		} else if (!read_inst(ps)) {
			return false;
		}
	}
	find_preds(ps);
	return true;
}

static bool read_func(struct parser *ps)
{
	struct sv name;
	struct mir_func *f;
	struct span ignored;

	if (!read_name(ps, &name) || !declare(ps, &ps->funcs, name, ps->m->funcs.n))
		return false;
	f = ps->f = mir_func_new(ps->m, sv_dup(ps->arena, name), NULL);
	if (accept(ps, "(") && (!read_types(ps, &f->params, &f->nparams) || !expect(ps, ")")))
		return false;
	if (accept(ps, "section") && !read_string(ps, &f->section))
		return false;
	if (accept(ps, "label") && !read_string(ps, &f->label))
		return false;
	if (accept(ps, "neutral") && !read_int(ps, &f->neutral))
		return false;
	if (accept(ps, "->") && !read_types(ps, &f->results, &f->nresults))
		return false;
	if (!expect(ps, "{") || !read_line_end(ps, &f->at))
		return false;
	prepare_numbers(ps);
	return read_body(ps) && read_line_end(ps, &ignored);
}

static bool resolve_calls(struct parser *ps)
{
	for (uint32_t n = 0; n < ps->calls.n; n++) {
		const struct pending *c = &ps->calls.v[n];
		uint32_t func = symmap_get(&ps->funcs, c->name, UINT32_MAX);

		if (func == UINT32_MAX)
			return fail_at(ps, c->at, "no function '" SV_FMT "'", SV_ARG(c->name));
		mir_inst(c->f, c->call)->ref = func;
	}
	return true;
}

static bool read_module(struct parser *ps)
{
	for (skip_lines(ps); ps->p < ps->end; skip_lines(ps)) {
		bool good;

		if (accept(ps, "map"))
			good = read_map(ps);
		else if (accept(ps, "global"))
			good = read_global(ps);
		else if (accept(ps, "site"))
			good = read_site(ps);
		else if (accept(ps, "func"))
			good = read_func(ps);
		else
			good = fail_at(ps, ps->p, "expected map, global, site or func");
		if (!good)
			return false;
	}
	return resolve_calls(ps);
}

struct mir_module *mir_parse(struct arena *a, struct sv text, const char **error)
{
	const char *start = text.n ? text.p : "";
	struct parser ps = {
		.arena = a,
		.m = mir_module_new(a, NULL),
		.start = start,
		.p = start,
		.end = start + text.n,
	};

	ps.ops.arena = ps.maps.arena = ps.globals.arena = ps.funcs.arena = a;
	for (uint32_t op = 0; op < MIR_OPS; op++)
		symmap_put(&ps.ops, sv_cstr(mir_ops[op].name), op);
	if (read_module(&ps))
		return ps.m;
	*error = ps.error;
	return NULL;
}
