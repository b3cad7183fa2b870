/*
 * flags_find.c - which values of a function become numbers that the verifier does not follow, and
 * whether there are enough of them.
 */
#include "lang/helpers.h"
#include "midend/flags.h"

static bool is_i1(const struct flags *s, mir_val v)
{
	return mir_inst(s->f, v)->type.kind == MIR_I1;
}

static bool is_logic(const struct mir_inst *i)
{
	return i->type.kind == MIR_I1 &&
	       (i->op == MIR_OP_AND || i->op == MIR_OP_OR || i->op == MIR_OP_XOR ||
		i->op == MIR_OP_NOT || i->op == MIR_OP_SELECT || i->op == MIR_OP_PHI);
}

/* ---- what changes ---- */

static void find_looped(struct flags *s)
{
	mir_block *blocks = arena_array(s->run->scratch, mir_block, s->f->blocks.n);
	bool *in = arena_array(s->run->scratch, bool, s->f->blocks.n);

	s->looped = arena_array(s->run->scratch, bool, s->f->blocks.n);
	for (uint32_t b = 1; b < s->f->blocks.n; b++)
		if (s->run->loops.header[b])
			mir_loop_mark(s->f, &s->run->loops, &s->run->order, (mir_block){b}, in,
				      blocks, s->looped);
}

/* A branch looks at the value itself, with a constant. */
static bool is_checked(const struct flags *s, const struct mir_uses *uses, mir_val v)
{
	for (uint32_t u = uses->start[v.id]; u < uses->start[v.id + 1]; u++) {
		const struct mir_inst *i = mir_inst(s->f, uses->user[u]);

		if ((i->op == MIR_OP_ULT || i->op == MIR_OP_ULE) && s->jumps[uses->user[u].id] &&
		    mir_inst(s->f, i->args[1])->op == MIR_OP_CONST)
			return true;
	}
	return false;
}

/* It is below `n` whatever it is made of. */
static bool is_below(const struct flags *s, mir_val v, int64_t n)
{
	const struct mir_inst *i = mir_inst(s->f, v), *by;

	if (i->op != MIR_OP_AND && i->op != MIR_OP_LSHR)
		return false;
	by = mir_inst(s->f, i->args[1]);
	if (by->op != MIR_OP_CONST)
		return false;
	if (i->op == MIR_OP_AND)
		return by->imm >= 0 && by->imm < n;
	return by->imm > 1 && by->imm < 64 && UINT64_MAX >> by->imm < (uint64_t)n;
}

/* The operand of which the verifier has to know that it is an address of a structure. */
static mir_val known_address(const struct mir_inst *i)
{
	const char *at;

	if (i->op == MIR_OP_OWNED || i->op == MIR_OP_PEEK)
		return i->args[0];
	at = i->op == MIR_OP_HELPER ? strchr(helpers[i->ref].args, 'a') : NULL;
	return at ? i->args[at - helpers[i->ref].args] : MIR_NO_VAL;
}

static void keep(struct flags *s, mir_val v, mir_val *work, uint32_t *n)
{
	if (s->kept[v.id])
		return;
	s->kept[v.id] = true;
	work[(*n)++] = v;
}

/* Everything that an index is computed from, of which nothing else says how great it is, or that is
 * an address that the verifier knows. */
static void find_kept(struct flags *s)
{
	mir_val *work = arena_array(s->run->scratch, mir_val, s->nvalues);
	struct mir_uses uses = mir_uses_make(s->run->scratch, s->f);
	uint32_t n = 0;

	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (i->block.id && i->op == MIR_OP_BRANCH)
			s->jumps[i->args[0].id]++;
		s->uses[v] = uses.start[v + 1] - uses.start[v];
	}
	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (i->block.id && known_address(i).id)
			keep(s, known_address(i), work, &n);
		if (!i->block.id || i->op != MIR_OP_BOUND || is_below(s, i->args[0], i->imm) ||
		    is_checked(s, &uses, i->args[0]))
			continue;
		s->followed[v] = !s->looped[i->block.id];
		keep(s, i->args[0], work, &n);
	}
	while (n) {
		const struct mir_inst *i = mir_inst(s->f, work[--n]);

		if (!(mir_ops[i->op].flags & MIR_PURE) && i->op != MIR_OP_PHI)
			continue;
		for (uint32_t a = 0; a < i->nargs; a++)
			keep(s, i->args[a], work, &n);
	}
}

bool flags_is_mask(const struct flags *s, mir_val v)
{
	const struct mir_inst *i = mir_inst(s->f, v);

	return i->op == MIR_OP_SELECT && i->type.kind == MIR_I64 && !s->kept[v.id] &&
	       !s->looped[i->block.id];
}

/* A phi that stays a condition has operands that stay; true when there is one more of them. */
static bool keep_for_phis(struct flags *s)
{
	bool more = false;

	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_PHI || i->type.kind != MIR_I1 ||
		    (s->is_flag[v] && !s->kept[v]))
			continue;
		for (uint32_t a = 0; a < i->nargs; a++) {
			more |= !s->kept[i->args[a].id];
			s->kept[i->args[a].id] = true;
		}
	}
	return more;
}

/* Conditions that are more than what a jump asks for; how many there are. */
static uint32_t find_flags(struct flags *s)
{
	uint32_t n = 0;

	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (i->block.id && s->looped[i->block.id] && is_logic(i))
			s->kept[v] = true;
		if (!i->block.id || s->looped[i->block.id])
			continue;
		if (is_logic(i) && !s->kept[v])
			s->is_flag[v] = true;
		for (uint32_t a = 0; a < i->nargs; a++)
			if (is_i1(s, i->args[a]) && (s->is_flag[v] || i->op == MIR_OP_ZEXT ||
						     flags_is_mask(s, (mir_val){v})))
				s->is_flag[i->args[a].id] = true;
	}
	while (keep_for_phis(s))
		;
	for (uint32_t v = 1; v < s->nvalues; v++) {
		n += s->is_flag[v] && s->f->insts.v[v].op != MIR_OP_CONST;
		s->gone[v] = s->is_flag[v] && is_logic(&s->f->insts.v[v]) && !s->kept[v];
	}
	return n;
}

/* Where each instruction stands: numbers from 1 in the order of the blocks. */
static uint32_t *find_places(struct flags *s, uint32_t *n)
{
	uint32_t *place = arena_array(s->run->scratch, uint32_t, s->nvalues);

	for (uint32_t k = 0; k < s->run->order.n; k++) {
		const struct mir_bb *bb = mir_bb(s->f, s->run->order.rpo[k]);

		for (uint32_t i = 0; i < bb->n; i++)
			place[bb->insts[i]] = ++*n;
	}
	return place;
}

/* The most flags that wait at one place for their last use; with `phis` only those that two ways
 * made different. */
static uint32_t find_waiting(struct flags *s, const uint32_t *place, uint32_t nplaces, bool phis)
{
	struct mir_uses uses = mir_uses_make(s->run->scratch, s->f);
	uint32_t *begin = arena_array(s->run->scratch, uint32_t, nplaces + 1),
		 *end = arena_array(s->run->scratch, uint32_t, nplaces + 1), n = 0, most = 0;

	for (uint32_t v = 1; v < s->nvalues; v++) {
		uint8_t op = s->f->insts.v[v].op;
		uint32_t last = place[v];

		if (!place[v] || !s->is_flag[v] || (phis ? op != MIR_OP_PHI : op == MIR_OP_CONST))
			continue;
		for (uint32_t u = uses.start[v]; u < uses.start[v + 1]; u++)
			if (place[uses.user[u].id] > last)
				last = place[uses.user[u].id];
		begin[place[v]]++;
		end[last]++;
	}
	for (uint32_t k = 1; k <= nplaces; k++) {
		n += begin[k];
		if (n > most)
			most = n;
		n -= end[k];
	}
	return most;
}

/* What the verifier may walk through, by a rough measure: the function in as many ways as the flags
 * that wait together can come out. Of comparisons LLVM leaves a few to the jumps. */
static uint64_t find_walked(struct flags *s)
{
	enum { LEFT_TO_JUMPS = 4, MOST = 32 };
	uint32_t n = 0, *place = find_places(s, &n);
	uint32_t ways = find_waiting(s, place, n, true), all = find_waiting(s, place, n, false);

	if (all > ways + LEFT_TO_JUMPS)
		ways = all - LEFT_TO_JUMPS;
	return (uint64_t)n << (ways < MOST ? ways : MOST);
}

/* ---- results of calls ---- */

/* Words in which calls give their results, by value. */
static void find_words(struct flags *s)
{
	for (uint32_t v = 1; v < s->nvalues; v++) {
		const struct mir_inst *i = &s->f->insts.v[v];

		if (i->block.id && i->op == MIR_OP_CALL && i->nargs &&
		    mir_inst(s->f, i->args[i->nargs - 1])->op == MIR_OP_SLOT)
			s->words[i->args[i->nargs - 1].id] = true;
	}
}

bool flags_is_result(const struct flags *s, mir_val v)
{
	const struct mir_inst *i = mir_inst(s->f, v);

	if (i->type.kind != MIR_I64 || s->kept[v.id])
		return false;
	if (i->op == MIR_OP_CALL)
		return s->f->module->funcs.v[i->ref]->convention &&
		       !s->f->module->funcs.v[i->ref]->gives_status;
	return i->op == MIR_OP_LOAD && s->words[i->args[0].id];
}

void flags_find(struct flags *s)
{
	struct arena *a = s->run->scratch;

	s->nvalues = s->f->insts.n;
	s->kept = arena_array(a, bool, s->nvalues);
	s->is_flag = arena_array(a, bool, s->nvalues);
	s->gone = arena_array(a, bool, s->nvalues);
	s->jumps = arena_array(a, uint32_t, s->nvalues);
	s->uses = arena_array(a, uint32_t, s->nvalues);
	s->followed = arena_array(a, bool, s->nvalues);
	s->words = arena_array(a, bool, s->nvalues);
	find_looped(s);
	find_kept(s);
	find_words(s);
	s->nflags = find_flags(s);
}

/* What the verifier walks in functions that it comes to again and again, once their loops have
 * moved. */
static uint64_t cost_of_calls(const struct mir_func *f)
{
	uint64_t cost = 0;
	uint32_t calls = 0;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		if (!i->block.id || i->op != MIR_OP_CALL)
			continue;
		calls++;
		if (__builtin_add_overflow(cost, f->module->funcs.v[i->ref]->steps, &cost))
			return UINT64_MAX;
	}
	return calls > 1 ? cost : 0;
}

bool flags_are_many(struct flags *s)
{
	uint32_t many = s->run->options->conditions;

	return s->nflags >= (many ? many : PASS_CONDITIONS) || find_walked(s) >= PASS_WALKED ||
	       cost_of_calls(s->f) >= PASS_STEPS;
}
