/*
 * mir_parse.c - reads MIR text (mir_text.h says the form).
 *
 * The parser checks form only; mir_verify tells whether the result means anything. Numbers of
 * values and blocks are kept when they are not absurdly larger than the text, else counted anew, so
 * memory stays proportional to the input. The first error ends the reading.
 */
#include "midend/edit.h"
#include "midend/mir_scan.h"
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
	struct mir_scan scan;
	struct mir_module *m;
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

/* ---- declarations ---- */

static bool declare(struct parser *ps, struct symmap *names, struct sv name, uint32_t number)
{
	if (symmap_get(names, name, UINT32_MAX) != UINT32_MAX)
		return scan_fail(&ps->scan, name.p, "'" SV_FMT "' is there already", SV_ARG(name));
	symmap_put(names, name, number);
	return true;
}

static bool read_map(struct parser *ps)
{
	struct mir_map map = {0};
	struct span at = NO_SPAN;
	struct sv name;

	if (!scan_name(&ps->scan, &name) || !declare(ps, &ps->maps, name, ps->m->maps.n) ||
	    !scan_expect(&ps->scan, "kind") || !scan_u32(&ps->scan, &map.kind) ||
	    !scan_expect(&ps->scan, "key") || !scan_u32(&ps->scan, &map.key_size) ||
	    !scan_expect(&ps->scan, "value") || !scan_u32(&ps->scan, &map.value_size) ||
	    !scan_expect(&ps->scan, "entries") || !scan_u32(&ps->scan, &map.max_entries) ||
	    (scan_accept(&ps->scan, "flags") && !scan_u32(&ps->scan, &map.flags)))
		return false;
	map.name = sv_dup(ps->arena, name);
	mir_map_new(ps->m, map);
	return scan_line_end(&ps->scan, &at);
}

static bool read_init(struct parser *ps, struct mir_global *g)
{
	char *init;

	scan_blanks(&ps->scan);
	if (g->size > (size_t)(ps->scan.end - ps->scan.p) / 2)
		return scan_fail(&ps->scan, ps->scan.p, "expected %u bytes in hex", g->size);
	init = arena_alloc(ps->arena, g->size, 1);
	for (uint32_t n = 0; n < g->size; n++)
		if (!scan_hex_byte(&ps->scan, init + n))
			return false;
	g->init = init;
	return true;
}

static bool read_global(struct parser *ps)
{
	struct mir_global g = {0};
	struct sv name;
	uint32_t section;

	if (!scan_name(&ps->scan, &name) || !declare(ps, &ps->globals, name, ps->m->globals.n) ||
	    !scan_choice(&ps->scan, mir_section_names, MIR_GLOBAL_SECTIONS, &section) ||
	    !scan_expect(&ps->scan, "size") || !scan_u32(&ps->scan, &g.size) ||
	    !scan_expect(&ps->scan, "align") || !scan_u32(&ps->scan, &g.align))
		return false;
	if (scan_accept(&ps->scan, "shape") && !scan_string(&ps->scan, &g.shape))
		return false;
	if (scan_accept(&ps->scan, "init") && !read_init(ps, &g))
		return false;
	g.name = sv_dup(ps->arena, name);
	g.section = section;
	if (!scan_line_end(&ps->scan, &g.at))
		return false;
	mir_global_new(ps->m, g);
	return true;
}

static bool read_site(struct parser *ps)
{
	struct mir_site s = {.func = MIR_NO_FUNC};
	uint32_t kind;

	if (!scan_choice(&ps->scan, mir_site_names, MIR_SITE_KINDS, &kind) ||
	    !scan_string(&ps->scan, &s.message))
		return false;
	s.kind = kind;
	if (scan_accept(&ps->scan, "func") && !scan_u32(&ps->scan, &s.func))
		return false;
	if (!scan_line_end(&ps->scan, &s.at))
		return false;
	if (mir_site_new(ps->m, s) + 1 != ps->m->sites.n)
		return scan_fail(&ps->scan, ps->scan.p, "the site is there already");
	return true;
}

static bool read_hop(struct parser *ps, struct mir_hop *h)
{
	struct sv name;
	uint32_t kind;

	*h = (struct mir_hop){0};
	if (!scan_name(&ps->scan, &name) || !scan_u32(&ps->scan, &h->offset))
		return false;
	if (scan_accept(&ps->scan, "bits") && !scan_u32(&ps->scan, &h->bits))
		return false;
	if (scan_accept(&ps->scan, "of") &&
	    (!scan_u32(&ps->scan, &h->count) || !scan_expect(&ps->scan, "at") ||
	     !scan_u32(&ps->scan, &h->element)))
		return false;
	if (!scan_choice(&ps->scan, mir_hop_names, MIR_HOP_KINDS, &kind) ||
	    !scan_u32(&ps->scan, &h->size))
		return false;
	h->name = sv_dup(ps->arena, name);
	h->kind = kind;
	return !mir_hop_is_structure(h) || scan_string(&ps->scan, &h->type);
}

static bool read_member(struct parser *ps)
{
	struct mir_member m = {.is_union = scan_accept(&ps->scan, "union")};
	VEC(struct mir_hop) hops = {0};
	struct sv name;
	struct mir_hop h;
	struct span at;

	if (!scan_name(&ps->scan, &name) || !scan_u32(&ps->scan, &m.size))
		return false;
	while (scan_accept(&ps->scan, ":")) {
		if (!read_hop(ps, &h))
			return false;
		vec_push(ps->arena, &hops, h);
	}
	m.root = sv_dup(ps->arena, name);
	m.hops = hops.v;
	m.nhops = hops.n;
	if (mir_member_new(ps->m, m) + 1 != ps->m->members.n)
		return scan_fail(&ps->scan, ps->scan.p, "the member is there already");
	return scan_line_end(&ps->scan, &at);
}

/* ---- values and blocks ---- */

/* The number behind `letter`, as the text has it. */
static bool read_number(struct parser *ps, char letter, struct sv *digits, uint32_t *n)
{
	const char *at;

	scan_blanks(&ps->scan);
	at = ps->scan.p;
	if (scan_peek(&ps->scan) != letter)
		return scan_fail(&ps->scan, at, "expected '%c' and a number", letter);
	ps->scan.p++;
	if (!scan_is_digit(scan_peek(&ps->scan)) || *ps->scan.p == '0')
		return scan_fail(&ps->scan, at, "expected '%c' and a number from 1", letter);
	digits->p = ps->scan.p;
	if (!scan_u32(&ps->scan, n))
		return false;
	digits->n = (size_t)(ps->scan.p - digits->p);
	return true;
}

static bool read_value(struct parser *ps, mir_val *v)
{
	struct sv digits;

	if (!read_number(ps, '%', &digits, &v->id))
		return false;
	if (ps->values.keep)
		return v->id < ps->f->insts.n ||
		       scan_fail(&ps->scan, digits.p, "no value of that number");
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
		return b->id < ps->f->blocks.n ||
		       scan_fail(&ps->scan, digits.p, "no block of that number");
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
	const char *c = ps->scan.p;
	uint64_t largest = 0;

	for (; c < ps->scan.end && *c != '}'; c++) {
		uint64_t n = 0;

		if (*c == ';')
			while (c + 1 < ps->scan.end && c[1] != '\n')
				c++;
		if (*c != letter || (c > ps->scan.start && scan_is_word(c[-1])))
			continue;
		for (const char *d = c + 1;
		     d < ps->scan.end && scan_is_digit(*d) && n <= UINT32_MAX; d++)
			n = n * 10 + (uint64_t)(*d - '0');
		largest = n > largest ? n : largest;
	}
	*keep = largest <= 64 + 4 * (uint64_t)(c - ps->scan.p);
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

	if (letter == 's' || letter == 'k') {
		scan_blanks(&ps->scan);
		if (scan_peek(&ps->scan) != letter)
			return scan_fail(&ps->scan, ps->scan.p, "expected a %s",
					 letter == 's' ? "site" : "member");
		ps->scan.p++;
		return scan_u32(&ps->scan, ref);
	}
	if (letter != 'h' && !scan_expect(&ps->scan, "@"))
		return false;
	if (!scan_name(&ps->scan, &name))
		return false;
	if (letter == 'f') {
		vec_push(ps->arena, &ps->calls, ((struct pending){ps->f, v, name, name.p}));
		return true;
	}
	if (letter == 'h') {
		for (*ref = 1; *ref < HELPER_COUNT; ++*ref)
			if (sv_is(name, helpers[*ref].name))
				return true;
		return scan_fail(&ps->scan, name.p, "no helper '" SV_FMT "'", SV_ARG(name));
	}
	*ref = symmap_get(names, name, UINT32_MAX);
	return *ref != UINT32_MAX ||
	       scan_fail(&ps->scan, name.p, "no '" SV_FMT "' before this", SV_ARG(name));
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
	scan_blanks(&ps->scan);
	if (first && scan_peek(&ps->scan) != '%')
		return true;
	while (first || scan_accept(&ps->scan, ",")) {
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
		if (!first && !scan_expect(&ps->scan, ","))
			return false;
		first = false;
		switch (*o) {
		case 'i':
			if (!scan_int(&ps->scan, &i->imm))
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
		case 'k':
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

	if (!scan_word(&ps->scan, &word))
		return false;
	n = symmap_get(&ps->ops, word, MIR_OPS);
	*op = (uint8_t)n;
	return n < MIR_OPS ||
	       scan_fail(&ps->scan, word.p, "no operation '" SV_FMT "'", SV_ARG(word));
}

static bool read_inst(struct parser *ps)
{
	struct mir_func *f = ps->f;
	struct mir_inst i = {0};
	const char *at = ps->scan.p;
	mir_val v = MIR_NO_VAL;

	if (!ps->block.id)
		return scan_fail(&ps->scan, at, "expected a block");
	if (scan_peek(&ps->scan) == '%') {
		if (!read_value(ps, &v) || !scan_expect(&ps->scan, ":") ||
		    !scan_type(&ps->scan, &i.type) || !scan_expect(&ps->scan, "="))
			return false;
		if (mir_inst(f, v)->block.id)
			return scan_fail(&ps->scan, at, "the value is there already");
	} else {
		vec_add(ps->arena, &f->insts);
		v.id = f->insts.n - 1;
	}
	if (!read_op(ps, &i.op) || !read_operands(ps, v, &i) || !scan_line_end(&ps->scan, &ps->at))
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
	const char *at = ps->scan.p;
	struct span ignored;
	mir_block pred;

	if (!read_block(ps, &ps->block))
		return false;
	if (!mir_bb(ps->f, ps->block)->dead)
		return scan_fail(&ps->scan, at, "the block is there already");
	mir_bb(ps->f, ps->block)->dead = false;
	if (scan_accept(&ps->scan, "<-")) {
		ps->declared.v[ps->block.id] = true;
		do {
			if (!read_block(ps, &pred))
				return false;
			mir_edge_add(ps->f, ps->block, pred);
		} while (!scan_accept(&ps->scan, ":"));
	} else if (!scan_expect(&ps->scan, ":")) {
		return false;
	}
	return scan_line_end(&ps->scan, &ignored);
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
		scan_lines(&ps->scan);
		if (scan_accept(&ps->scan, "}"))
			break;
		if (ps->scan.p == ps->scan.end)
			return scan_fail(&ps->scan, ps->scan.p, "the function does not end");
		if (scan_peek(&ps->scan) == 'b' && ps->scan.p + 1 < ps->scan.end &&
		    scan_is_digit(ps->scan.p[1])) {
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

	if (!scan_name(&ps->scan, &name) || !declare(ps, &ps->funcs, name, ps->m->funcs.n))
		return false;
	f = ps->f = mir_func_new(ps->m, sv_dup(ps->arena, name), NULL);
	if (scan_accept(&ps->scan, "(") &&
	    (!scan_types(&ps->scan, &f->params, &f->nparams) || !scan_expect(&ps->scan, ")")))
		return false;
	if (scan_accept(&ps->scan, "section") && !scan_string(&ps->scan, &f->section))
		return false;
	if (scan_accept(&ps->scan, "label") && !scan_string(&ps->scan, &f->label))
		return false;
	if (scan_accept(&ps->scan, "neutral") && !scan_int(&ps->scan, &f->neutral))
		return false;
	if (scan_accept(&ps->scan, "->") && !scan_types(&ps->scan, &f->results, &f->nresults))
		return false;
	if (!scan_expect(&ps->scan, "{") || !scan_line_end(&ps->scan, &f->at))
		return false;
	prepare_numbers(ps);
	return read_body(ps) && scan_line_end(&ps->scan, &ignored);
}

static bool resolve_calls(struct parser *ps)
{
	for (uint32_t n = 0; n < ps->calls.n; n++) {
		const struct pending *c = &ps->calls.v[n];
		uint32_t func = symmap_get(&ps->funcs, c->name, UINT32_MAX);

		if (func == UINT32_MAX)
			return scan_fail(&ps->scan, c->at, "no function '" SV_FMT "'",
					 SV_ARG(c->name));
		mir_inst(c->f, c->call)->ref = func;
	}
	return true;
}

static bool read_module(struct parser *ps)
{
	for (scan_lines(&ps->scan); ps->scan.p < ps->scan.end; scan_lines(&ps->scan)) {
		bool good;

		if (scan_accept(&ps->scan, "map"))
			good = read_map(ps);
		else if (scan_accept(&ps->scan, "global"))
			good = read_global(ps);
		else if (scan_accept(&ps->scan, "site"))
			good = read_site(ps);
		else if (scan_accept(&ps->scan, "member"))
			good = read_member(ps);
		else if (scan_accept(&ps->scan, "func"))
			good = read_func(ps);
		else
			good = scan_fail(&ps->scan, ps->scan.p,
					 "expected map, global, site, member or func");
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
		.scan = {.arena = a, .start = start, .p = start, .end = start + text.n},
		.m = mir_module_new(a, NULL),
	};

	ps.ops.arena = ps.maps.arena = ps.globals.arena = ps.funcs.arena = a;
	for (uint32_t op = 0; op < MIR_OPS; op++)
		symmap_put(&ps.ops, sv_cstr(mir_ops[op].name), op);
	if (read_module(&ps))
		return ps.m;
	*error = ps.scan.error;
	return NULL;
}
