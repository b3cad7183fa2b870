/* mir_print.c - MIR as text; the form is described in mir_text.h. */
#include "midend/mir_text.h"

#include "lang/helpers.h"

#include <inttypes.h>

const char *const mir_space_names[MIR_SPACE_COUNT] = {
	[MIR_SPACE_NONE] = "none",   [MIR_SPACE_CTX] = "ctx",	    [MIR_SPACE_STACK] = "stack",
	[MIR_SPACE_MAP] = "map",     [MIR_SPACE_RECORD] = "record", [MIR_SPACE_DATA] = "data",
	[MIR_SPACE_CONST] = "const", [MIR_SPACE_MAPREF] = "mapref",
};
const char *const mir_kind_names[MIR_PTR] = {
	[MIR_NONE] = "none", [MIR_I1] = "i1",	[MIR_I8] = "i8",
	[MIR_I16] = "i16",   [MIR_I32] = "i32", [MIR_I64] = "i64",
};
const char *const mir_section_names[MIR_GLOBAL_SECTIONS] = {
	[MIR_GLOBAL_RODATA] = "rodata", [MIR_GLOBAL_DATA] = "data", [MIR_GLOBAL_BSS] = "bss"};
const char *const mir_site_names[MIR_SITE_KINDS] = {
	[MIR_SITE_ERROR] = "error",
	[MIR_SITE_FAULT] = "fault",
	[MIR_SITE_FULL] = "full",
	[MIR_SITE_LOST] = "lost",
};

const char *const mir_hop_names[MIR_HOP_KINDS] = {
	[MIR_HOP_SIGNED] = "i",	 [MIR_HOP_UNSIGNED] = "u",    [MIR_HOP_POINTER] = "ptr",
	[MIR_HOP_ENUM] = "enum", [MIR_HOP_STRUCT] = "struct", [MIR_HOP_UNION] = "union",
	[MIR_HOP_ENUMERATOR] = "name",
};

void mir_print_type(struct buf *b, struct mir_type t)
{
	if (t.kind != MIR_PTR) {
		buf_puts(b, t.kind < MIR_PTR ? mir_kind_names[t.kind] : "?");
		return;
	}
	buf_printf(b, "ptr<%s%s", t.space < MIR_SPACE_COUNT ? mir_space_names[t.space] : "?",
		   t.nullable ? "?" : "");
	if (t.size)
		buf_printf(b, " %u", t.size);
	buf_putc(b, '>');
}

static void print_types(struct buf *b, const struct mir_type *t, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_puts(b, ", ");
		mir_print_type(b, t[i]);
	}
}

/* The place, and for people the line and column too when the source is at hand. */
static void print_place(struct buf *b, const struct mir_module *m, struct span at)
{
	if (!at.file) {
		buf_puts(b, " !0");
		return;
	}
	buf_printf(b, " !%u:%u-%u", at.file, at.start, at.end);
	if (m->sources) {
		struct place p = source_place(m->sources, at);

		buf_printf(b, " ; %s:%u:%u", source_get(m->sources, at.file)->name, p.line, p.col);
	}
}

/* The place of a declaration and the end of its line. */
static void end_line(struct buf *b, const struct mir_module *m, struct span at)
{
	if (at.file)
		print_place(b, m, at);
	buf_putc(b, '\n');
}

/* The module's thing that an `m`, `g`, `f`, `h`, `s` or `k` operand names. */
static void print_ref(struct buf *b, const struct mir_module *m, char letter, uint32_t ref)
{
	const char *name = NULL;

	if (letter == 's' || letter == 'k') {
		buf_printf(b, "%c%u", letter, ref);
		return;
	}
	if (letter == 'm' && ref < m->maps.n)
		name = m->maps.v[ref].name;
	else if (letter == 'g' && ref < m->globals.n)
		name = m->globals.v[ref].name;
	else if (letter == 'f' && ref < m->funcs.n)
		name = m->funcs.v[ref]->name;
	else if (letter == 'h' && ref < HELPER_COUNT)
		name = helpers[ref].name;
	buf_printf(b, "%s%s", letter == 'h' ? "" : "@", name ? name : "?");
}

static void print_operand(struct buf *b, uint32_t *count)
{
	buf_puts(b, (*count)++ ? ", " : " ");
}

void mir_print_inst(struct buf *b, const struct mir_func *f, mir_val v)
{
	const struct mir_inst *i = mir_inst(f, v);
	uint32_t arg = 0, target = 0, count = 0;

	if (i->type.kind != MIR_NONE) {
		buf_printf(b, "%%%u:", v.id);
		mir_print_type(b, i->type);
		buf_puts(b, " = ");
	}
	buf_puts(b, mir_ops[i->op].name);
	for (const char *o = mir_ops[i->op].operands; *o; o++) {
		switch (*o) {
		case '*':
			for (; arg < i->nargs; arg++) {
				print_operand(b, &count);
				buf_printf(b, "%%%u", i->args[arg].id);
			}
			break;
		case 'i':
			print_operand(b, &count);
			buf_printf(b, "%" PRId64, i->imm);
			break;
		case 'b':
			print_operand(b, &count);
			buf_printf(b, "b%u", i->target[target++].id);
			break;
		case 'm':
		case 'g':
		case 'f':
		case 'h':
		case 's':
		case 'k':
			print_operand(b, &count);
			print_ref(b, f->module, *o, i->ref);
			break;
		default:
			if (o[1] != '*' && arg < i->nargs) {
				print_operand(b, &count);
				buf_printf(b, "%%%u", i->args[arg++].id);
			}
			break;
		}
	}
}

static void print_head(struct buf *b, const struct mir_func *f)
{
	buf_printf(b, "func %s", f->name);
	if (f->nparams) {
		buf_putc(b, '(');
		print_types(b, f->params, f->nparams);
		buf_putc(b, ')');
	}
	if (f->section) {
		buf_puts(b, " section ");
		buf_quoted(b, sv_cstr(f->section));
	}
	if (f->label) {
		buf_puts(b, " label ");
		buf_quoted(b, sv_cstr(f->label));
	}
	if (f->neutral)
		buf_printf(b, " neutral %" PRId64, f->neutral);
	if (f->nresults) {
		buf_puts(b, " -> ");
		print_types(b, f->results, f->nresults);
	}
	buf_puts(b, " {");
	end_line(b, f->module, f->at);
}

void mir_print_func(struct buf *b, const struct mir_func *f)
{
	struct span at = NO_SPAN;

	print_head(b, f);
	for (uint32_t n = 1; n < f->blocks.n; n++) {
		const struct mir_bb *bb = &f->blocks.v[n];

		if (bb->dead)
			continue;
		buf_printf(b, "b%u", n);
		if (bb->npreds)
			buf_puts(b, " <-");
		for (uint32_t p = 0; p < bb->npreds; p++)
			buf_printf(b, " b%u", bb->preds[p].id);
		buf_puts(b, ":\n");
		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *i = &f->insts.v[bb->insts[k]];

			buf_putc(b, '\t');
			mir_print_inst(b, f, (mir_val){bb->insts[k]});
			if (memcmp(&i->at, &at, sizeof(at)) != 0) {
				print_place(b, f->module, i->at);
				at = i->at;
			}
			buf_putc(b, '\n');
		}
	}
	buf_puts(b, "}\n");
}

static void print_global(struct buf *b, const struct mir_module *m, const struct mir_global *g)
{
	buf_printf(b, "global %s %s size %u align %u", g->name, mir_section_names[g->section],
		   g->size, g->align);
	if (g->shape) {
		buf_puts(b, " shape ");
		buf_quoted(b, sv_cstr(g->shape));
	}
	if (g->init) {
		buf_puts(b, " init ");
		for (uint32_t n = 0; n < g->size; n++)
			buf_printf(b, "%02x", ((const unsigned char *)g->init)[n]);
	}
	end_line(b, m, g->at);
}

static void print_site(struct buf *b, const struct mir_module *m, const struct mir_site *s)
{
	buf_printf(b, "site %s ", mir_site_names[s->kind]);
	buf_quoted(b, sv_cstr(s->message));
	if (s->func != MIR_NO_FUNC)
		buf_printf(b, " func %u", s->func);
	end_line(b, m, s->at);
}

void mir_print_member(struct buf *b, const struct mir_member *m)
{
	buf_printf(b, "member %s%s %u", m->is_union ? "union " : "", m->root, m->size);
	for (uint32_t n = 0; n < m->nhops; n++) {
		const struct mir_hop *h = &m->hops[n];

		buf_printf(b, " : %s %u", h->name, h->offset);
		if (h->bits)
			buf_printf(b, " bits %u", h->bits);
		if (h->count)
			buf_printf(b, " of %u at %u", h->count, h->element);
		buf_printf(b, " %s %u", mir_hop_names[h->kind], h->size);
		if (h->type) {
			buf_putc(b, ' ');
			buf_quoted(b, sv_cstr(h->type));
		}
	}
	buf_putc(b, '\n');
}

void mir_print(struct buf *b, const struct mir_module *m)
{
	for (uint32_t n = 0; n < m->maps.n; n++) {
		const struct mir_map *p = &m->maps.v[n];

		buf_printf(b, "map %s kind %u key %u value %u entries %u", p->name, p->kind,
			   p->key_size, p->value_size, p->max_entries);
		if (p->flags)
			buf_printf(b, " flags %u", p->flags);
		buf_putc(b, '\n');
	}
	for (uint32_t n = 0; n < m->globals.n; n++)
		print_global(b, m, &m->globals.v[n]);
	for (uint32_t n = 0; n < m->sites.n; n++)
		print_site(b, m, &m->sites.v[n]);
	for (uint32_t n = 0; n < m->members.n; n++)
		mir_print_member(b, &m->members.v[n]);
	for (uint32_t n = 0; n < m->funcs.n; n++) {
		if (b->n)
			buf_putc(b, '\n');
		mir_print_func(b, m->funcs.v[n]);
	}
}
