/*
 * lower_def.c - calls of defs: laid out where they are called, or calls of a subprogram.
 *
 * A def that is called more than once, by the programs of the file together, becomes a function of
 * the module; how many calls there are the round of lowering before has counted. Whether the
 * function is smaller than its body at each call the midend decides (midend/call_size.c), which
 * lays it out otherwise. What a subprogram cannot do is laid out here from the start:
 *  - arguments or a result that are not scalars at run time, or many, or long texts, or closures;
 *  - a body whose meaning follows from an argument, or whose result something follows from: the
 *    bound of a loop is read off it;
 *  - a body that the compiler refuses without its arguments, or that is tiny;
 *  - what is called inside of a `try`: its errors go to the `catch`.
 * One that asks which program it belongs to - $ctx, events, default names - is for this one only.
 *
 * Loops count through calls: a subprogram says how many rounds its own have.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

enum {
	TINY = 6,	/* instructions of a body that no call would make smaller */
	SCALARS_MAX = 16, /* given, or of the result */
	TEXT_BYTES_MAX = 128,
};

/* What is known of a def between the rounds of lowering. */
struct def_use {
	const struct mir_module *in; /* whose calls are counted */
	uint32_t calls;
	bool often;	/* it is called more than once */
	bool laid_out; /* it cannot be a subprogram */
};

/* An argument is evaluated and bound; the context is the same everywhere, and closures are laid out
 * where the body runs them. */
static bool travels(const struct symbol *s)
{
	return !s->value && !s->closure && s->type->kind != TYPE_CTX;
}

/* The message for a type as it is written. */
static const char *null_argument(struct lower *l, struct sv type)
{
	const char *message = arena_printf(l->arena, NULL_ARGUMENT("%s"), sv_dup(l->arena, type));

	return run_error_find(message) ? message : "null where an argument is needed";
}

static struct rt want_argument(struct lower *l, const struct ast *arg, const struct param *p,
			       struct rt value)
{
	if (param_takes_null(p))
		return value;
	l->b.at = arg->at;
	return rt_want(l, value, null_argument(l, p->type_text));
}

/* ---- laid out ---- */

/* `return` in it goes to the join behind it. */
static struct rt lay_out(struct lower *l, const struct ast *call, const struct rt *args,
			 const struct rt *in)
{
	const struct def *d = call->u.call.def;
	const struct rt *outer_input = l->input;
	struct join *outer_exit = l->exit, exit;
	struct loop *outer_loop = l->loop;
	bool comm_ready = l->comm_ready;

	if (l->most_insts && l->f->insts.n > l->most_insts) {
		l->too_large = true;
		return rt_zero(l, d->result);
	}
	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(d->params[i]))
			lower_bind(l, d->params[i], args[i]);
	exit = join_new(l, d->result, call);
	l->input = in;
	l->exit = &exit;
	l->loop = NULL;
	join_add(l, &exit, lower_block(l, d->body));
	l->input = outer_input;
	l->exit = outer_exit;
	l->loop = outer_loop;
	l->comm_ready = comm_ready;
	return join_end(l, &exit);
}

/* ---- may it be a subprogram? ---- */

/* The value is scalars and texts. */
static bool is_scalars(const struct type *t)
{
	switch (t->kind) {
	case TYPE_NOTHING:
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
	case TYPE_STACK:
	case TYPE_KSYM:
	case TYPE_PTR:
	case TYPE_STRING:
	case TYPE_BINARY:
		return true;
	case TYPE_LIST:
		return t->cap <= SCALARS_MAX && (!t->cap || is_scalars(t->elem));
	case TYPE_RECORD:
		for (uint32_t i = 0; i < t->nfields; i++)
			if (!is_scalars(t->fields[i].type))
				return false;
		return true;
	case TYPE_ERROR:
	case TYPE_FLOAT:
	case TYPE_RANGE:
	case TYPE_CLOSURE:
	case TYPE_STRUCT:
	case TYPE_CTX:
	case TYPE_ANY:
	case TYPE_KINDS:
		break;
	}
	return false;
}

static uint32_t text_bytes(const struct leaf_types *t)
{
	uint32_t bytes = 0;

	for (uint32_t i = 0; i < t->caps.n; i++)
		bytes += t->caps.v[i] > TEXT_BYTES_MAX ? TEXT_BYTES_MAX + 1
						       : text_room(t->caps.v[i]);
	return bytes;
}

/* What it is given and gives, as rounds of lowering have made it; false when that is too much. */
static bool describe(struct lower *l, struct subprogram *s, struct leaf_types *given,
		     struct leaf_types *gives)
{
	const struct def *d = s->def;
	bool good = true;

	s->params = arena_array(l->arena, const struct type *, d->nparams + 1);
	for (uint32_t i = 0; i < d->nparams; i++)
		good &= !d->params[i]->closure;
	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(d->params[i]))
			s->params[s->nparams++] = ssa_room(l, d->params[i], d->params[i]->type);
	if (d->input)
		s->params[s->nparams++] = ssa_room(l, d->input, d->input->type);
	s->result = ssa_room(l, d, d->result);
	for (uint32_t i = 0; i < s->nparams; i++)
		good &= is_scalars(s->params[i]);
	if (!good || !is_scalars(s->result))
		return false;
	for (uint32_t i = 0; i < s->nparams; i++)
		rt_leaf_types(l, s->params[i], given);
	rt_leaf_types(l, s->result, gives);
	s->text_bytes = text_bytes(given) + text_bytes(gives);
	return given->v.n <= SCALARS_MAX && gives->v.n <= SCALARS_MAX &&
	       s->text_bytes <= TEXT_BYTES_MAX;
}

static struct def_use *use_of(struct lower *l, struct def *d)
{
	struct def_use *u = d->lower;

	if (!u)
		d->lower = u = arena_new(l->arena, struct def_use);
	if (u->in != l->m)
		u->calls = 0;
	u->in = l->m;
	if (++u->calls > 1 && !u->often)
		u->often = l->again = true;
	return u;
}

/* ---- the function ---- */

/* Addresses of texts, one behind the other from `ptr` on. */
static mir_val *text_slots(struct lower *l, const struct leaf_types *t, mir_val ptr, uint32_t *at)
{
	mir_val *slots = arena_array(l->arena, mir_val, t->caps.n + 1);

	for (uint32_t i = 0; i < t->caps.n; i++) {
		slots[i] = lower_offset(l, ptr, *at);
		*at += text_room(t->caps.v[i]);
	}
	return slots;
}

static mir_val parameter(struct lower *l, uint32_t n)
{
	return mir_append(
		&l->b,
		(struct mir_inst){.op = MIR_OP_PARAM, .type = l->f->params[n], .imm = n});
}

static struct mir_func *new_function(struct lower *l, const struct subprogram *s,
				     const struct leaf_types *given,
				     const struct leaf_types *gives)
{
	const struct def *d = s->def;
	struct mir_func *f = mir_func_new(l->m, lower_symbol(l, "", sv_cstr(d->symbol)), NULL);

	f->label = sv_dup(l->arena, d->decl->u.def.name);
	f->at = d->decl->at;
	f->params = arena_array(l->arena, struct mir_type, given->v.n + 2);
	if (s->text_bytes)
		f->params[f->nparams++] = mir_ptr(MIR_SPACE_STACK, s->text_bytes);
	for (uint32_t i = 0; i < given->v.n; i++)
		f->params[f->nparams++] = given->v.v[i];
	f->results = arena_array(l->arena, struct mir_type, gives->v.n + 1);
	for (uint32_t i = 0; i < gives->v.n; i++)
		f->results[f->nresults++] = gives->v.v[i];
	return f;
}

/* The parameters and $in as the body knows them; the slots of the result. */
static mir_val *bind(struct lower *l, const struct subprogram *s, const struct leaf_types *given,
		     const struct leaf_types *gives, struct rt *in)
{
	mir_val *leaf = arena_array(l->arena, mir_val, given->v.n + 1), *slot;
	mir_val texts = s->text_bytes ? parameter(l, 0) : MIR_NO_VAL;
	uint32_t first = s->text_bytes != 0, at = 0, n = 0;

	for (uint32_t i = 0; i < given->v.n; i++)
		leaf[i] = parameter(l, first + i);
	slot = text_slots(l, given, texts, &at);
	for (uint32_t i = 0; i < s->def->nparams; i++)
		if (travels(s->def->params[i]))
			lower_bind(l, s->def->params[i],
				   rt_put_together(l, s->params[n++], &slot, &leaf, false));
	if (s->def->input)
		*in = rt_put_together(l, s->params[n], &slot, &leaf, false);
	return text_slots(l, gives, texts, &at);
}

static void lower_body(struct lower *l, struct subprogram *s, const struct leaf_types *given,
		       const struct leaf_types *gives)
{
	struct rt in;
	mir_val *slots = bind(l, s, given, gives, &in), *leaves;
	struct join exit = join_into(l, s->result, s->def, slots);

	l->input = s->def->input ? &in : NULL;
	l->exit = &exit;
	join_add(l, &exit, lower_block(l, s->def->body));
	leaves = join_leaves(l, &exit);
	if (!mir_bb(l->f, exit.block)->npreds) /* it never returns */
		for (uint32_t i = 0; i < gives->v.n; i++)
			leaves[i] = mir_const(&l->b, gives->v.v[i], 0);
	mir_append(&l->b,
		   (struct mir_inst){.op = MIR_OP_RET, .args = leaves, .nargs = gives->v.n});
	s->takes_ctx = l->ctx.id != 0;
	s->most_rounds = l->most_rounds;
	s->most_written_rounds = l->most_written_rounds;
	s->loop_jumps = l->jumps;
	s->jumps = lower_jumps_from(l, 1);
}

static bool is_tiny(const struct mir_func *f)
{
	uint32_t n = 0;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		enum mir_op op = f->insts.v[v].op;

		n += f->insts.v[v].block.id && op != MIR_OP_PARAM && op != MIR_OP_CONST &&
		     op != MIR_OP_JUMP && op != MIR_OP_RET && op != MIR_OP_OFFSET;
	}
	return n <= TINY;
}

/* Makes the function; false, and nothing is left of it, when there can be none. */
static bool make(struct lower *l, struct subprogram *s)
{
	struct leaf_types given = {0}, gives = {0};
	struct diag_sink reported = *l->unit->sink;
	uint32_t nfuncs = l->m->funcs.n, nsubprograms = l->subprograms.n;
	bool asked_caller = l->asked_caller, asked_argument = l->asked_argument, good;
	struct lower_func *outer;
	struct mir_func *f;

	if (!describe(l, s, &given, &gives))
		return false;
	l->asked_caller = l->asked_argument = false;
	s->func = l->m->funcs.n;
	f = new_function(l, s, &given, &gives);
	outer = lower_func_begin(l, f, s->def->body->at);
	lower_body(l, s, &given, &gives);
	lower_func_end(l, outer);
	s->program = l->asked_caller ? l->program : NULL;
	good = !l->asked_argument && l->unit->sink->errors == reported.errors &&
	       (l->defs == CALLS_KEPT || !is_tiny(f));
	l->asked_caller |= asked_caller;
	l->asked_argument = asked_argument;
	if (good)
		return true;
	*l->unit->sink = reported;
	l->m->funcs.n = nfuncs;
	l->subprograms.n = nsubprograms;
	l->bounds.n = 0; /* of its loops too: those of the body laid out may be better */
	l->again = true;
	return false;
}

static struct subprogram *find(struct lower *l, const struct def *d)
{
	for (uint32_t i = 0; i < l->subprograms.n; i++) {
		struct subprogram *s = l->subprograms.v[i];

		if (s->def == d && (!s->program || s->program == l->program)) {
			l->asked_caller |= s->program != NULL;
			return s;
		}
	}
	return NULL;
}

/* The subprogram that the call may call, or NULL. */
static const struct subprogram *subprogram_for(struct lower *l, struct def *d)
{
	struct def_use *use = use_of(l, d);
	struct subprogram *s;

	if (l->defs == CALLS_LAID_OUT || (l->defs == CALLS_SMALLER && !use->often) || l->handler ||
	    use->laid_out)
		return NULL;
	s = find(l, d);
	if (!s) {
		s = arena_new(l->arena, struct subprogram);
		s->def = d;
		if (!make(l, s)) {
			use->laid_out = true;
			return NULL;
		}
		vec_push(l->arena, &l->subprograms, s);
	}
	/* Too many rounds: what is laid out says so. */
	if (l->rounds * s->most_rounds > ALL_ROUNDS_MAX ||
	    l->rounds * s->most_written_rounds > LOOP_ROUNDS_MAX)
		return NULL;
	return s;
}

void lower_def_lay_out(struct lower *l, uint32_t func)
{
	for (uint32_t i = 0; i < l->subprograms.n; i++)
		if (l->subprograms.v[i]->func == func)
			((struct def_use *)l->subprograms.v[i]->def->lower)->laid_out = true;
	l->again = l->discarded = true;
}

/* ---- its calls ---- */

static void count_rounds(struct lower *l, const struct subprogram *s)
{
	uint64_t all = l->rounds * s->most_rounds, written = l->rounds * s->most_written_rounds;

	l->most_rounds = all > l->most_rounds ? all : l->most_rounds;
	l->most_written_rounds =
		written > l->most_written_rounds ? written : l->most_written_rounds;
	l->jumps += s->loop_jumps + (l->rounds > 1 ? s->jumps : 0);
}

static struct rt call_subprogram(struct lower *l, const struct subprogram *s,
				 const struct rt *args, const struct rt *in)
{
	const struct def *d = s->def;
	const struct mir_func *f = l->m->funcs.v[s->func];
	struct leaf_types given = {0}, gives = {0};
	mir_val *operands = arena_array(l->arena, mir_val, f->nparams + 1), *leaf = operands;
	mir_val *results = arena_array(l->arena, mir_val, f->nresults + 1), *slot, call;
	mir_val texts = s->text_bytes ? ssa_slot(l, s->text_bytes) : MIR_NO_VAL;
	uint32_t at = 0, n = 0;

	for (uint32_t i = 0; i < s->nparams; i++)
		rt_leaf_types(l, s->params[i], &given);
	rt_leaf_types(l, s->result, &gives);
	if (texts.id)
		*leaf++ = texts;
	slot = text_slots(l, &given, texts, &at);
	for (uint32_t i = 0; i <= d->nparams; i++) {
		const struct symbol *p = i < d->nparams ? d->params[i] : d->input;
		struct rt value;

		if (!p || (i < d->nparams && !travels(p)))
			continue;
		value = ssa_fit(l, p, s->params[n++], i < d->nparams ? args[i] : *in);
		rt_take_apart(l, &value, &slot, &leaf);
	}
	if (s->takes_ctx)
		*leaf++ = lower_ctx(l);
	count_rounds(l, s);
	call = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_CALL,
						   .type = f->nresults ? f->results[0] : MIR_T(NONE),
						   .ref = s->func,
						   .args = operands,
						   .nargs = f->nparams});
	for (uint32_t i = 0; i < f->nresults; i++)
		results[i] = i ? mir_append(&l->b, (struct mir_inst){.op = MIR_OP_RESULT,
								     .type = f->results[i],
								     .args = &call,
								     .nargs = 1,
								     .imm = i})
			       : call;
	slot = text_slots(l, &gives, texts, &at);
	leaf = results;
	return rt_put_together(l, s->result, &slot, &leaf, false);
}

struct rt lower_def(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct def *d = call->u.call.def;
	struct rt *args = arena_array(l->arena, struct rt, d->nparams + 1);
	const struct subprogram *s = subprogram_for(l, d);

	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(d->params[i]))
			args[i] = lower_expr(l, call->u.call.def_args[i]);
	/* Nushell looks at them when it has them all. */
	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(d->params[i]))
			args[i] = want_argument(l, call->u.call.def_args[i],
						&d->decl->u.def.params[i], args[i]);
	for (uint32_t i = 0; i < d->nparams; i++)
		if (travels(d->params[i]))
			args[i] = rt_convert(l, args[i], d->params[i]->type);
	return s ? call_subprogram(l, s, args, in) : lay_out(l, call, args, in);
}
