/*
 * lower.c - a checked unit to a module: program by program.
 */
#include "frontend/lowering.h"

#include "midend/edit.h"

uint32_t lower_site(struct lower *l, enum mir_site_kind kind, const char *message)
{
	return mir_site_new(
		l->m, (struct mir_site){
			      .kind = kind, .message = message, .at = l->b.at, .func = l->index});
}

void lower_count_site(struct lower *l, uint32_t site)
{
	mir_append(&l->b, (struct mir_inst){.op = MIR_OP_COUNT, .ref = site});
}

mir_val lower_select(struct lower *l, mir_val c, mir_val x, mir_val y)
{
	return mir_append(&l->b, (struct mir_inst){.op = MIR_OP_SELECT,
						   .type = mir_inst(l->f, x)->type,
						   .args = (mir_val[]){c, x, y},
						   .nargs = 3});
}

mir_val lower_bool(struct lower *l, bool v)
{
	return mir_const(&l->b, MIR_T(I1), v);
}

mir_val lower_not(struct lower *l, mir_val c)
{
	return mir_unary(&l->b, MIR_OP_NOT, MIR_T(I1), c);
}

mir_val lower_both(struct lower *l, mir_val x, mir_val y)
{
	return x.id && y.id ? mir_binary(&l->b, MIR_OP_AND, x, y) : x.id ? x : y;
}

mir_val lower_forget(struct lower *l, mir_val v, mir_val *unknown)
{
	if (!unknown->id)
		*unknown = mir_helper(&l->b, HELPER_get_prandom_u32, MIR_T(I64), NULL, 0);
	return mir_binary(&l->b, MIR_OP_FORGET, v, *unknown);
}

mir_val lower_ctx(struct lower *l)
{
	const mir_block entry = {1};
	const struct mir_bb *bb = mir_bb(l->f, entry);
	uint32_t index = 0;

	struct mir_inst ctx = {
		.op = MIR_OP_CTX, .type = mir_ptr(MIR_SPACE_CTX, 0), .at = l->f->at};

	if (l->ctx.id)
		return l->ctx;
	while (index < bb->n && l->f->insts.v[bb->insts[index]].op == MIR_OP_SLOT)
		index++;
	if (!l->f->section) { /* its last parameter, for which there is room */
		ctx.op = MIR_OP_PARAM;
		ctx.imm = l->f->nparams;
		l->f->params[l->f->nparams++] = ctx.type;
	}
	l->ctx = mir_new(l->f, ctx);
	mir_place(l->f, entry, index, l->ctx);
	return l->ctx;
}

mir_val lower_offset(struct lower *l, mir_val ptr, uint32_t offset)
{
	struct mir_type t = mir_inst(l->f, ptr)->type;

	if (!offset)
		return ptr;
	if (t.size)
		t.size -= offset;
	return mir_append(
		&l->b,
		(struct mir_inst){
			.op = MIR_OP_OFFSET, .type = t, .args = &ptr, .nargs = 1, .imm = offset});
}

void lower_zero(struct lower *l, mir_val ptr, uint32_t bytes)
{
	mir_append(&l->b,
		   (struct mir_inst){.op = MIR_OP_ZERO, .args = &ptr, .nargs = 1, .imm = bytes});
}

/* ---- names ---- */

static bool take_name(struct lower *l, const char *name)
{
	if (symmap_get(&l->names, sv_cstr(name), 0))
		return false;
	symmap_put(&l->names, sv_cstr(name), 1);
	return true;
}

const char *lower_symbol(struct lower *l, const char *prefix, struct sv name)
{
	struct buf b = {.arena = l->arena};
	const char *unique;

	buf_puts(&b, prefix);
	if (*prefix)
		buf_putc(&b, '_');
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
			    (c >= '0' && c <= '9' && b.n);

		buf_putc(&b, word ? c : '_');
	}
	unique = b.p;
	for (uint32_t n = 2; !take_name(l, unique); n++)
		unique = arena_printf(l->arena, "%s_%u", b.p, n);
	return unique;
}

/* Names that the object has whatever the script says, and those that checking gave out. */
static void take_names(struct lower *l)
{
	static const char *const fixed[] = {"license", "nubpf_sites", "nubpf_stamp",
					    "__bpf_usdt_specs", "__bpf_usdt_ip_to_spec_id"};

	l->names = (struct symmap){.arena = l->arena};
	for (uint32_t i = 0; i < ARRAY_SIZE(fixed); i++)
		take_name(l, fixed[i]);
	for (uint32_t i = 0; i < l->unit->programs.n; i++)
		take_name(l, l->unit->programs.v[i].symbol);
	for (uint32_t i = 0; i < l->unit->params.n; i++)
		take_name(l, l->unit->params.v[i].symbol);
	for (uint32_t i = 0; i < l->unit->states.n; i++)
		take_name(l, l->unit->states.v[i].symbol);
}

/* ---- functions ---- */

/* What struct lower has of one function. */
struct lower_func {
	struct lower l;
};

struct lower_func *lower_func_begin(struct lower *l, struct mir_func *f, struct span at)
{
	struct lower_func *outer = arena_new(l->arena, struct lower_func);

	outer->l = *l;
	l->f = f;
	l->b = (struct mir_builder){.func = f, .at = at};
	memset(&l->blocks, 0, sizeof(l->blocks));
	memset(&l->vars, 0, sizeof(l->vars));
	memset(&l->loops, 0, sizeof(l->loops));
	memset(&l->trusts, 0, sizeof(l->trusts));
	l->input = NULL;
	l->loop = NULL;
	l->exit = NULL;
	l->handler = NULL;
	l->in_each = false;
	l->rounds = l->most_rounds = l->most_written_rounds = 1;
	l->copies = 1;
	l->jumps = 0;
	l->comm = l->ctx = MIR_NO_VAL;
	l->comm_ready = false;
	ssa_begin(l);
	return outer;
}

void lower_func_end(struct lower *l, struct lower_func *outer)
{
	const struct lower *o = &outer->l;

	ssa_finish(l);
	l->f = o->f;
	l->b = o->b;
	memcpy(&l->blocks, &o->blocks, sizeof(l->blocks));
	memcpy(&l->vars, &o->vars, sizeof(l->vars));
	memcpy(&l->loops, &o->loops, sizeof(l->loops));
	memcpy(&l->trusts, &o->trusts, sizeof(l->trusts));
	l->input = o->input;
	l->loop = o->loop;
	l->exit = o->exit;
	l->handler = o->handler;
	l->in_each = o->in_each;
	l->rounds = o->rounds;
	l->most_rounds = o->most_rounds;
	l->most_written_rounds = o->most_written_rounds;
	l->copies = o->copies;
	l->jumps = o->jumps;
	l->comm = o->comm;
	l->ctx = o->ctx;
	l->comm_ready = o->comm_ready;
}

const struct program *lower_caller(struct lower *l)
{
	l->asked_caller = true;
	return l->program;
}

bool lower_may_sleep(struct lower *l)
{
	for (uint32_t i = 0; i < l->unit->programs.n; i++)
		if (probe_may_sleep(l->unit->programs.v[i].target.probe))
			return probe_may_sleep(lower_caller(l)->target.probe);
	return false;
}

/* ---- programs ---- */

static void lower_program(struct lower *l, uint32_t index)
{
	struct program *p = &l->unit->programs.v[index];
	const struct ast *body = p->closure->u.closure.body;
	struct mir_func *f = mir_func_new(l->m, p->symbol, p->section);
	struct lower_func *outer;

	f->label = p->label;
	f->neutral = probes[p->target.probe].neutral;
	f->at = p->at;
	f->results = arena_new(l->arena, struct mir_type);
	f->results[0] = MIR_T(I32);
	f->nresults = 1;
	l->program = p;
	l->index = index;
	outer = lower_func_begin(l, f, body->at);
	if (probes[p->target.probe].args == ARGS_ITER)
		lower_iter_begin(l);
	if (probes[p->target.probe].args == ARGS_USDT)
		lower_usdt_begin(l);
	lower_end(l, lower_block(l, body));
	lower_func_end(l, outer);
}

static void lower_module(struct lower *l)
{
	l->m = mir_module_new(l->arena, l->unit->sink->sources);
	l->subprograms.n = 0;
	l->again = l->discarded = false;
	l->has_events = l->has_stacks = l->has_places = l->has_usdt = l->reads_registers = false;
	for (uint32_t i = 0; i < l->aggs.n; i++)
		l->aggs.v[i].made = false;
	take_names(l);
	manifest_start(l);
	for (uint32_t i = 0; i < l->unit->programs.n; i++)
		lower_program(l, i);
	manifest_finish(l);
	ssa_grow_rooms(l);
}

struct mir_module *lower_unit(struct unit *unit, struct manifest *m, struct lower_options o)
{
	struct lower l = {.unit = unit,
			  .arena = unit->arena,
			  .manifest = m,
			  .defs = o.defs,
			  .most_insts = o.most_insts};

	do {
		struct diag_sink reported = *unit->sink;

		lower_module(&l);
		if (!l.discarded) {
			l.round++;
			continue;
		}
		*unit->sink = reported;
		l.bounds.n = 0;
	} while (l.discarded ||
		 (l.again && !l.too_large && !unit->sink->errors && l.round <= ROUNDS));
	return l.too_large ? NULL : l.m;
}
