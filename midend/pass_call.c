/*
 * pass_call.c - makes calls what the kernel knows: five registers, one result, no way out but
 * return.
 *
 * Needs the order, and its callees done (the manager goes bottom-up). Leaves subprograms with at
 * most five parameters, one result and no guard or fail, and no `result` anywhere.
 *
 * Pointers are given in registers, numbers too while there are some. The rest stands in words of a
 * slot of the caller, whose address is the last argument; the results but the first come back in
 * the same words. A subprogram that can end the program - it has a guard, a fail, or calls one that
 * can - gives a status first: 0, or 1 when an error is counted, and then wrote no other result. Its
 * callers test that and end too: a program with its neutral verdict, a subprogram with status 1.
 */
#include "midend/pass_run.h"

/* How a subprogram is called now. */
struct mir_convention {
	uint32_t nresults; /* that it had before, of these types */
	const struct mir_type *types;
	uint32_t *place; /* by its parameters before: a register, or MIR_CALL_REGISTERS + a word */
	uint32_t nregisters, words;
	bool has_status;
};

struct calls {
	struct mir_func *f;
	const struct mir_convention *own; /* NULL: f is a program */
	struct mir_builder b;		  /* where the block being rebuilt now ends */
	mir_val words;			  /* of the caller, in a subprogram that has some */
	mir_block *fail_of;		  /* by site */
	mir_block exit;
	struct mir_forward forward;
	mir_val **results; /* by call before: its results */
};

/* ---- the convention ---- */

static bool can_fail(const struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		const struct mir_func *callee;

		if (!i->block.id)
			continue;
		if (i->op == MIR_OP_GUARD || i->op == MIR_OP_FAIL)
			return true;
		callee = i->op == MIR_OP_CALL ? f->module->funcs.v[i->ref] : NULL;
		if (callee && callee->convention && callee->convention->has_status)
			return true;
	}
	return false;
}

/* Registers for parameters of one sort while there are some; words for the rest. */
static void give_places(const struct mir_func *f, struct mir_convention *c, bool pointers,
			uint32_t registers)
{
	for (uint32_t n = 0; n < f->nparams; n++) {
		if ((f->params[n].kind == MIR_PTR) != pointers)
			continue;
		c->place[n] = c->nregisters < registers ? c->nregisters++
							: MIR_CALL_REGISTERS + c->words++;
	}
}

static struct mir_convention *make_convention(struct pass_run *run, const struct mir_func *f)
{
	struct mir_convention *c = arena_new(run->m->arena, struct mir_convention);
	uint32_t back, pointers = 0, registers = MIR_CALL_REGISTERS;

	for (uint32_t n = 0; n < f->nparams; n++)
		pointers += f->params[n].kind == MIR_PTR;
	c->nresults = f->nresults;
	c->types = f->results;
	c->has_status = can_fail(f);
	back = f->nresults + c->has_status;
	back -= back > 0;
	if (back || f->nparams > registers)
		registers--; /* for the address of the words */
	c->place = arena_array(run->m->arena, uint32_t, f->nparams);
	if (pointers > registers) {
		pass_report(run, f->at, NULL, "%s takes more than %u addresses", f->name,
			    registers);
		return NULL;
	}
	give_places(f, c, true, registers);
	give_places(f, c, false, registers);
	c->words = back > c->words ? back : c->words;
	return c;
}

static void change_signature(struct mir_func *f, const struct mir_convention *c)
{
	struct arena *a = f->module->arena;
	struct mir_type *params = arena_array(a, struct mir_type, MIR_CALL_REGISTERS);

	for (uint32_t n = 0; n < f->nparams; n++)
		if (c->place[n] < MIR_CALL_REGISTERS)
			params[c->place[n]] = f->params[n];
	f->nparams = c->nregisters;
	if (c->words)
		params[f->nparams++] = mir_ptr(MIR_SPACE_STACK, 8 * c->words);
	f->params = params;
	if (c->has_status) {
		f->results = arena_new(a, struct mir_type);
		f->results[0] = MIR_T(I64);
	}
	f->nresults = f->nresults || c->has_status;
	f->gives_status = c->has_status;
	f->convention = c;
	f->given = f->gives = NULL;
}

/* ---- words ---- */

static void store_word(struct calls *c, mir_val words, uint32_t word, mir_val x)
{
	if (mir_inst(c->f, x)->type.kind != MIR_I64)
		x = mir_unary(&c->b, MIR_OP_ZEXT, MIR_T(I64), x);
	mir_store(&c->b, words, x, 8 * (int64_t)word);
}

static mir_val load_word(struct calls *c, mir_val words, uint32_t word, struct mir_type t)
{
	mir_val x = mir_load(&c->b, MIR_T(I64), words, 8 * (int64_t)word);

	return t.kind == MIR_I64 ? x : mir_unary(&c->b, MIR_OP_TRUNC, t, x);
}

static mir_val new_words(struct calls *c, uint32_t n)
{
	mir_val v = mir_new(c->f, (struct mir_inst){.op = MIR_OP_SLOT,
						    .type = mir_ptr(MIR_SPACE_STACK, 8 * n),
						    .imm = 8 * n,
						    .at = c->b.at});

	mir_place(c->f, (mir_block){1}, 0, v);
	return v;
}

/* ---- leaving ---- */

static mir_block exit_block(struct calls *c)
{
	struct mir_builder b = {.func = c->f, .at = c->f->at};
	struct mir_type t = c->own ? MIR_T(I64) : c->f->results[0];

	if (!c->exit.id) {
		b.block = c->exit = mir_block_new(c->f);
		mir_ret(&b, mir_const(&b, t, c->own ? 1 : c->f->neutral));
	}
	return c->exit;
}

/* The block that counts the site and leaves. */
static mir_block fail_block(struct calls *c, uint32_t site, struct span at)
{
	struct mir_builder b = {.func = c->f, .at = at};

	if (!c->fail_of[site].id) {
		b.block = c->fail_of[site] = mir_block_new(c->f);
		mir_append(&b, (struct mir_inst){.op = MIR_OP_COUNT, .ref = site});
		mir_jump(&b, exit_block(c));
	}
	return c->fail_of[site];
}

/* Goes on in a new block when cond holds. */
static void go_on_if(struct calls *c, mir_val cond, mir_block otherwise)
{
	mir_block next = mir_block_new(c->f);

	mir_branch(&c->b, cond, next, otherwise);
	c->b.block = next;
}

static void change_ret(struct calls *c, const struct mir_inst *i)
{
	uint32_t in_words = !c->own->has_status;
	struct mir_inst ret = {.op = MIR_OP_RET};
	mir_val first;

	for (uint32_t n = in_words; n < i->nargs; n++)
		store_word(c, c->words, n - in_words, i->args[n]);
	if (c->own->has_status)
		first = mir_i64(&c->b, 0);
	else if (i->nargs)
		first = i->args[0];
	ret.args = &first;
	ret.nargs = c->own->has_status || i->nargs;
	mir_append(&c->b, ret);
}

/* ---- calls ---- */

static void change_call(struct calls *c, mir_val v, struct mir_inst i)
{
	const struct mir_func *callee = c->f->module->funcs.v[i.ref];
	const struct mir_convention *how = callee->convention;
	mir_val args[MIR_CALL_REGISTERS], words = MIR_NO_VAL, call;
	mir_val *results = arena_array(c->f->module->arena, mir_val, how->nresults + 1);

	if (how->words)
		words = args[how->nregisters] = new_words(c, how->words);
	for (uint32_t n = 0; n < i.nargs; n++) {
		if (how->place[n] < MIR_CALL_REGISTERS)
			args[how->place[n]] = i.args[n];
		else
			store_word(c, words, how->place[n] - MIR_CALL_REGISTERS, i.args[n]);
	}
	call = mir_append(&c->b, (struct mir_inst){.op = MIR_OP_CALL,
						   .type = callee->nresults ? callee->results[0]
									    : MIR_T(NONE),
						   .ref = i.ref,
						   .args = args,
						   .nargs = callee->nparams});
	if (how->has_status)
		go_on_if(c, mir_binary(&c->b, MIR_OP_EQ, call, mir_i64(&c->b, 0)), exit_block(c));
	results[0] = call;
	c->results[v.id] = results;
}

/* The results that stand in words. */
static void take_results(struct calls *c, mir_val v, struct mir_inst i)
{
	const struct mir_convention *how = c->f->module->funcs.v[i.ref]->convention;
	mir_val *results = c->results[v.id];
	const struct mir_inst *call = mir_inst(c->f, results[0]);
	mir_val words = how->words ? call->args[call->nargs - 1] : MIR_NO_VAL;
	uint32_t in_words = !how->has_status;

	for (uint32_t n = in_words; n < how->nresults; n++)
		results[n] = load_word(c, words, n - in_words, how->types[n]);
	if (how->nresults)
		mir_forward_set(&c->forward, v, results[0]);
}

/* ---- every instruction ---- */

static void change_param(struct calls *c, mir_val v, struct mir_inst i)
{
	uint32_t place = c->own->place[i.imm];

	if (place >= MIR_CALL_REGISTERS) {
		mir_forward_set(&c->forward, v,
				load_word(c, c->words, place - MIR_CALL_REGISTERS, i.type));
		mir_inst(c->f, v)->block = MIR_NO_BLOCK;
		return;
	}
	mir_inst(c->f, v)->imm = place;
	mir_place(c->f, c->b.block, mir_bb(c->f, c->b.block)->n, v);
}

static bool changes(const struct calls *c, const struct mir_inst *i)
{
	const struct mir_func *callee;

	switch ((int)i->op) {
	case MIR_OP_RESULT:
		i = mir_inst(c->f, i->args[0]); /* as its call, which is done already */
						/* fallthrough */
	case MIR_OP_CALL:
		callee = c->f->module->funcs.v[i->ref];
		return callee->convention != NULL; /* else it is reported */
	case MIR_OP_PARAM:
	case MIR_OP_GUARD:
	case MIR_OP_FAIL:
	case MIR_OP_RET:
		return c->own != NULL;
	}
	return false;
}

static void change_inst(struct calls *c, mir_val v)
{
	const struct mir_inst i = *mir_inst(c->f, v);

	c->b.at = i.at;
	if (!changes(c, &i)) {
		mir_place(c->f, c->b.block, mir_bb(c->f, c->b.block)->n, v);
		return;
	}
	if (i.op == MIR_OP_PARAM) {
		change_param(c, v, i);
		return;
	}
	mir_inst(c->f, v)->block = MIR_NO_BLOCK;
	switch ((int)i.op) {
	case MIR_OP_CALL:
		change_call(c, v, i);
		take_results(c, v, i);
		break;
	case MIR_OP_RESULT:
		mir_forward_set(&c->forward, v, c->results[i.args[0].id][i.imm]);
		break;
	case MIR_OP_GUARD:
		go_on_if(c, i.args[0], fail_block(c, i.ref, i.at));
		break;
	case MIR_OP_FAIL:
		mir_jump(&c->b, fail_block(c, i.ref, i.at));
		break;
	case MIR_OP_RET:
		change_ret(c, &i);
		break;
	}
}

static void change_block(struct calls *c, mir_block b)
{
	struct mir_bb *bb = mir_bb(c->f, b);
	const uint32_t *insts = bb->insts;
	uint32_t n = bb->n;
	const struct mir_inst *end = mir_end(c->f, b);
	mir_block target[2] = {end->target[0], end->target[1]};

	bb->insts = NULL;
	bb->n = bb->cap = 0;
	c->b.block = b;
	if (b.id == 1 && c->own && c->own->words)
		c->words =
			mir_append(&c->b, (struct mir_inst){.op = MIR_OP_PARAM,
							    .type = c->f->params[c->f->nparams - 1],
							    .imm = c->f->nparams - 1});
	for (uint32_t k = 0; k < n; k++)
		change_inst(c, (mir_val){insts[k]});
	for (unsigned t = 0; t < 2 && c->b.block.id != b.id; t++)
		if (target[t].id)
			mir_edge_move(c->f, target[t], b, c->b.block);
}

static bool has_calls(const struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++)
		if (f->insts.v[v].block.id && f->insts.v[v].op == MIR_OP_CALL)
			return true;
	return false;
}

bool pass_call(struct pass_run *run, struct mir_func *f)
{
	struct calls c = {.f = f, .b = {.func = f}};

	if (f->section && !has_calls(f))
		return false;
	mir_remove_unreachable(run->scratch, f);
	c.forward = mir_forward_new(run->scratch, f);
	c.fail_of = arena_array(run->scratch, mir_block, run->m->sites.n);
	c.results = arena_array(run->scratch, mir_val *, f->insts.n);
	if (!f->section) {
		struct mir_convention *own = make_convention(run, f);

		if (!own)
			return false;
		change_signature(f, own);
		c.own = own;
	}
	for (uint32_t n = 0; n < run->order.n; n++)
		change_block(&c, run->order.rpo[n]);
	mir_forward_apply(f, &c.forward);
	return true;
}
