/*
 * lower_regex.c - strings against regular expressions.
 *
 * Plain text with ^ before it or $ behind it is a comparison. All else is a walk through the
 * automaton, whose tables stand in .rodata: one round a byte, which leaves where the answer is
 * known. The number of a state and of a class are loaded, so the verifier knows no more of them
 * than that they are bytes: all rounds look alike to it, whatever the pattern. The table has a
 * power of two of states and classes, which keeps its index inside without a check.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"
#include "frontend/regex.h"

enum { CLASSES = 256 };

static bool is_plain(struct sv *pattern, bool *start, bool *end)
{
	*start = pattern->n && pattern->p[0] == '^';
	if (*start)
		*pattern = sv_from(*pattern, 1);
	*end = pattern->n && pattern->p[pattern->n - 1] == '$';
	pattern->n -= *end;
	for (size_t i = 0; i < pattern->n; i++)
		if (strchr("\\.+*?()|[]{}^$", pattern->p[i]))
			return false;
	return true;
}

static uint32_t log2_up(uint32_t n)
{
	uint32_t k = 0;

	while (1u << k < n)
		k++;
	return k;
}

/* The tables in one global: the class of each byte, then the states. Equal tables are one. */
static mir_val tables(struct lower *l, const struct regex *re, uint32_t shift, uint32_t size,
		      bool nul_ends)
{
	uint8_t *bytes = arena_array(l->arena, uint8_t, CLASSES + size);
	uint32_t ref = 0;

	memcpy(bytes, re->classes, CLASSES);
	if (nul_ends)
		bytes[0] = REGEX_END_CLASS;
	for (uint32_t i = 0; i < re->nstates; i++)
		memcpy(bytes + CLASSES + (i << shift), re->next + i * re->nclasses, re->nclasses);
	for (; ref < l->m->globals.n; ref++) {
		const struct mir_global *g = &l->m->globals.v[ref];

		if (g->section == MIR_GLOBAL_RODATA && g->size == CLASSES + size && g->init &&
		    strcmp(g->shape, "bytes") == 0 && memcmp(g->init, bytes, g->size) == 0)
			break;
	}
	if (ref == l->m->globals.n)
		ref = mir_global_new(l->m,
				     (struct mir_global){.name = lower_symbol(l, "", SV("regex")),
							 .section = MIR_GLOBAL_RODATA,
							 .size = CLASSES + size,
							 .align = 8,
							 .init = bytes,
							 .shape = "bytes",
							 .at = l->b.at});
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_GLOBAL,
						   .type = mir_ptr(MIR_SPACE_CONST, CLASSES + size),
						   .ref = ref});
}

static mir_val load_byte(struct lower *l, mir_val ptr, mir_val i, uint32_t n)
{
	return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64),
			 mir_load(&l->b, MIR_T(I8), text_element(l, ptr, i, n, 1), 0));
}

/* The state behind `state` and a class. */
static mir_val next_state(struct lower *l, mir_val table, mir_val state, mir_val class,
			  uint32_t shift, uint32_t size)
{
	struct mir_builder *b = &l->b;
	mir_val at = mir_binary(b, MIR_OP_SHL, state, mir_i64(b, shift));

	at = mir_binary(b, MIR_OP_OR, at, class);
	return load_byte(l, table, mir_binary(b, MIR_OP_AND, at, mir_i64(b, (int64_t)size - 1)),
			 size);
}

static mir_val walk(struct lower *l, const struct regex *re, const struct text *x)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	uint32_t shift = log2_up(re->nclasses), size = 1u << (shift + log2_up(re->nstates));
	struct var *state = var_new(l, word, NULL);
	bool by_length = l->has_nuls && x->len.id;
	struct mir_builder *b = &l->b;
	mir_val classes, table, byte, now, more;
	mir_block inside, next;
	struct counted c;

	classes = tables(l, re, shift, size, !by_length);
	table = lower_offset(l, classes, CLASSES);
	var_write(l, state, rt_number(word, mir_i64(b, re->start)));
	c = counted_begin(l, x->cap);
	if (by_length) {
		inside = ssa_block_new(l);
		mir_branch(b, mir_binary(b, MIR_OP_ULT, c.i, x->len), inside, c.leave);
		ssa_start(l, inside);
	}
	byte = load_byte(l, classes, load_byte(l, x->ptr, c.i, x->cap), CLASSES);
	now = next_state(l, table, var_read(l, state).v, byte, shift, size);
	var_write(l, state, rt_number(word, now));
	more = mir_binary(b, MIR_OP_ULT, mir_i64(b, REGEX_FOUND), now);
	next = ssa_block_new(l);
	mir_branch(b, more, next, c.leave);
	ssa_start(l, next);
	counted_end(l, &c);
	/* The end of a text that no NUL ended; from a known answer it leads back to that. */
	now = next_state(l, table, var_read(l, state).v, mir_i64(b, REGEX_END_CLASS), shift, size);
	return mir_binary(b, MIR_OP_EQ, now, mir_i64(b, REGEX_FOUND));
}

mir_val text_matches(struct lower *l, const struct text *x, struct sv pattern)
{
	struct sv plain = pattern;
	const struct regex *re;
	struct text part;
	bool start, end;
	const char *why;

	if (is_plain(&plain, &start, &end)) {
		part = text_known(l, plain);
		if (start && end)
			return text_equal(l, x, &part);
		if (start)
			return text_starts(l, x, &part);
		return end ? text_ends(l, x, &part) : text_contains(l, x, &part);
	}
	re = regex_compile(l->arena, pattern, &why);
	if (re->start <= REGEX_FOUND)
		return lower_bool(l, re->start == REGEX_FOUND);
	if (x->form == TEXT_CONST)
		return lower_bool(l, regex_search(re, x->bytes));
	if (memchr(pattern.p, 0, pattern.n))
		text_may_have_nuls(l);
	if (!x->cap)
		return lower_bool(l, regex_search(re, (struct sv){"", 0}));
	part = text_fetch(l, x);
	return walk(l, re, &part);
}
