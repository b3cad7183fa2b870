/*
 * verify_inst.c - the rules of one instruction: what the operand letters of mir.def say, then
 * what the operation adds (sizes, spaces, references).
 */
#include "midend/verify.h"

#include "lang/helpers.h"
#include "lang/maps.h"

#include <linux/bpf.h>

/* What no kernel structure that serves as a context exceeds. */
enum { CTX_MAX_BYTES = 65536 };

static const struct mir_inst *operand(const struct verify *vf, const struct mir_inst *i, uint32_t n)
{
	return mir_inst(vf->f, i->args[n]);
}

static bool is_number(struct mir_type t)
{
	return t.kind >= MIR_I8 && t.kind <= MIR_I64;
}

static bool is_pointer(struct mir_type t)
{
	return t.kind == MIR_PTR && !t.nullable;
}

/* A value of type `is` may stand where `want` is expected. */
static bool stands_for(struct mir_type is, struct mir_type want)
{
	if (is.kind != MIR_PTR || want.kind != MIR_PTR)
		return mir_type_eq(is, want);
	return is.space == want.space && is.size >= want.size && is.nullable <= want.nullable;
}

/* An operand of type t satisfies its letter; `common` is the type that n and x share. */
static bool fits(char letter, struct mir_type t, struct mir_type *common)
{
	switch (letter) {
	case 'n':
	case 'x':
		if (!is_number(t) && (letter == 'n' || t.kind != MIR_I1))
			return false;
		if (common->kind != MIR_NONE && !mir_type_eq(*common, t))
			return false;
		*common = t;
		return true;
	case 'w':
		return t.kind == MIR_I64;
	case 'c':
		return t.kind == MIR_I1;
	case 'p':
		return is_pointer(t);
	case 'q':
		return t.kind == MIR_PTR;
	default:
		return true;
	}
}

static bool check_letters(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type common = {0};
	uint32_t arg = 0;

	for (const char *o = mir_ops[i->op].operands; *o; o++) {
		if (!strchr("vnxwcpq", *o) || o[1] == '*')
			continue;
		if (!fits(*o, operand(vf, i, arg)->type, &common))
			return verify_fail(vf, v, "operand %u has a type that does not fit", arg);
		arg++;
	}
	return true;
}

static bool check_result(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type t = i->type;
	bool good = false;

	switch (mir_ops[i->op].result) {
	case MIR_RESULT_NONE:
		good = t.kind == MIR_NONE;
		break;
	case MIR_RESULT_BOOL:
		good = t.kind == MIR_I1;
		break;
	case MIR_RESULT_I64:
		good = t.kind == MIR_I64;
		break;
	case MIR_RESULT_SAME:
		good = mir_type_eq(t, operand(vf, i, 0)->type);
		break;
	case MIR_RESULT_ANY:
		good = (t.kind >= MIR_I1 && t.kind <= MIR_PTR) || i->op == MIR_OP_CALL;
		break;
	}
	if (t.kind == MIR_PTR && (t.space == MIR_SPACE_NONE || t.space >= MIR_SPACE_COUNT))
		good = false;
	return good || verify_fail(vf, v, "the result has a type that does not fit");
}

static bool check_ref(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const char *operands = mir_ops[i->op].operands;
	uint32_t limit = UINT32_MAX;

	if (strchr(operands, 'm'))
		limit = vf->m->maps.n;
	else if (strchr(operands, 'g'))
		limit = vf->m->globals.n;
	else if (strchr(operands, 'h'))
		limit = HELPER_COUNT;
	else if (strchr(operands, 'f'))
		limit = vf->m->funcs.n;
	else if (strchr(operands, 's'))
		limit = vf->m->sites.n;
	else if (strchr(operands, 'k'))
		limit = vf->m->members.n;
	if (i->ref < limit && (i->ref || limit != HELPER_COUNT || !strchr(operands, 'h')))
		return true;
	return verify_fail(vf, v, "names number %u, which the module does not have", i->ref);
}

/* ---- memory ---- */

/* Where a pointer stands relative to an 8-aligned object: the largest power of two up to 8 that
 * divides its address for certain. Sizes of index steps count too. */
static uint64_t alignment(const struct verify *vf, const struct mir_inst *p)
{
	uint64_t steps = 8;

	while (p->op == MIR_OP_OFFSET || p->op == MIR_OP_INDEX || p->op == MIR_OP_NONNULL) {
		if (p->op != MIR_OP_NONNULL)
			steps |= (uint64_t)p->imm;
		p = operand(vf, p, 0);
	}
	return steps & -steps;
}

/* `bytes` at ptr + offset lie inside the object. */
static bool inside(struct verify *vf, mir_val v, uint32_t arg, int64_t offset, uint64_t bytes)
{
	const struct mir_inst *p = operand(vf, mir_inst(vf->f, v), arg);
	uint64_t size = p->type.size;

	if (p->type.space == MIR_SPACE_CTX && size == 0)
		size = CTX_MAX_BYTES;
	if (p->type.space == MIR_SPACE_MAPREF || offset < 0 || (uint64_t)offset > size ||
	    bytes > size - (uint64_t)offset)
		return verify_fail(vf, v, "%lu bytes at %ld are outside of the %lu bytes of %%%u",
				   (unsigned long)bytes, (long)offset, (unsigned long)size,
				   mir_inst(vf->f, v)->args[arg].id);
	return true;
}

static bool writable(struct verify *vf, mir_val v, uint32_t arg)
{
	uint8_t space = operand(vf, mir_inst(vf->f, v), arg)->type.space;

	return (space != MIR_SPACE_CONST && space != MIR_SPACE_MAPREF) ||
	       verify_fail(vf, v, "operand %u cannot be written", arg);
}

/* The kernel refuses stack accesses that are not naturally aligned, on every architecture. */
static bool aligned(struct verify *vf, mir_val v, uint32_t arg, int64_t offset, unsigned bytes)
{
	const struct mir_inst *p = operand(vf, mir_inst(vf->f, v), arg);
	uint64_t steps = alignment(vf, p) | (uint64_t)offset;

	return p->type.space != MIR_SPACE_STACK || (steps & (bytes - 1)) == 0 ||
	       verify_fail(vf, v, "the access is not aligned to %u bytes", bytes);
}

static bool check_load(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	unsigned bytes = mir_type_bits(i->type) / 8;

	if (!is_number(i->type))
		return verify_fail(vf, v, "only numbers of 8 to 64 bits are loaded");
	return inside(vf, v, 0, i->imm, bytes) && aligned(vf, v, 0, i->imm, bytes);
}

static bool check_store(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	unsigned bytes = mir_type_bits(operand(vf, i, 1)->type) / 8;

	return writable(vf, v, 0) && inside(vf, v, 0, i->imm, bytes) &&
	       aligned(vf, v, 0, i->imm, bytes);
}

/* Addresses are kept on the stack only: the kernel follows them there. */
static bool check_keep(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	if (operand(vf, i, 0)->type.space != MIR_SPACE_STACK)
		return verify_fail(vf, v, "an address is kept outside of the stack");
	if (i->op == MIR_OP_KEPT && i->type.kind != MIR_PTR)
		return verify_fail(vf, v, "what is kept is an address");
	return inside(vf, v, 0, i->imm, 8) && aligned(vf, v, 0, i->imm, 8);
}

static bool check_copy(struct verify *vf, mir_val v)
{
	int64_t bytes = mir_inst(vf->f, v)->imm;

	if (bytes < 1 || !writable(vf, v, 0))
		return verify_fail(vf, v, "copies %ld bytes", (long)bytes);
	return inside(vf, v, 0, 0, (uint64_t)bytes) && inside(vf, v, 1, 0, (uint64_t)bytes) &&
	       aligned(vf, v, 0, 0, 8) && aligned(vf, v, 1, 0, 8);
}

static bool check_zero(struct verify *vf, mir_val v)
{
	int64_t bytes = mir_inst(vf->f, v)->imm;

	if (bytes < 1 || !writable(vf, v, 0))
		return verify_fail(vf, v, "zeroes %ld bytes", (long)bytes);
	return inside(vf, v, 0, 0, (uint64_t)bytes) && aligned(vf, v, 0, 0, 8);
}

/* ---- pointers ---- */

/* The result points into the same space, at most at what is left of the object. */
static bool check_derived(struct verify *vf, mir_val v, uint64_t used)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type base = operand(vf, i, 0)->type;

	if (!is_pointer(i->type) || i->type.space != base.space)
		return verify_fail(vf, v, "the result does not point where operand 0 does");
	if (base.space == MIR_SPACE_CTX && base.size == 0)
		return i->type.size == 0 || verify_fail(vf, v, "the size is not known here");
	return (used <= base.size && i->type.size <= base.size - used) ||
	       verify_fail(vf, v, "the result reaches beyond the object");
}

static bool check_offset(struct verify *vf, mir_val v)
{
	int64_t offset = mir_inst(vf->f, v)->imm;

	return offset >= 0 ? check_derived(vf, v, (uint64_t)offset)
			   : verify_fail(vf, v, "the offset is negative");
}

static bool check_index(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v), *bound = operand(vf, i, 1);

	if (bound->op != MIR_OP_BOUND)
		return verify_fail(vf, v, "operand 1 does not come from bound");
	if (i->imm < 1 || i->imm > UINT32_MAX)
		return verify_fail(vf, v, "steps of %ld bytes", (long)i->imm);
	return check_derived(vf, v, (uint64_t)(bound->imm - 1) * (uint64_t)i->imm);
}

static bool check_bound(struct verify *vf, mir_val v)
{
	int64_t bound = mir_inst(vf->f, v)->imm;

	return (bound >= 1 && bound <= UINT32_MAX) || verify_fail(vf, v, "an impossible bound");
}

static bool check_nonnull(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type t = operand(vf, i, 0)->type;

	t.nullable = false;
	return mir_type_eq(t, i->type) || verify_fail(vf, v, "the result is another pointer");
}

static bool check_slot(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	if (i->imm < 1 || i->imm > UINT32_MAX - 8)
		return verify_fail(vf, v, "a slot of %ld bytes", (long)i->imm);
	return mir_type_eq(i->type, mir_ptr(MIR_SPACE_STACK, (uint32_t)i->imm)) ||
	       verify_fail(vf, v, "the result does not point to the slot");
}

static bool check_global(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_global *g = &vf->m->globals.v[i->ref];
	enum mir_space space = g->section == MIR_GLOBAL_RODATA ? MIR_SPACE_CONST : MIR_SPACE_DATA;

	return mir_type_eq(i->type, mir_ptr(space, g->size)) ||
	       verify_fail(vf, v, "the result does not point to the global");
}

static bool check_ctx(struct verify *vf, mir_val v)
{
	struct mir_type t = mir_inst(vf->f, v)->type;

	return (is_pointer(t) && t.space == MIR_SPACE_CTX) ||
	       verify_fail(vf, v, "no context pointer");
}

/* ---- maps and records ---- */

static bool check_map(struct verify *vf, mir_val v)
{
	return mir_type_eq(mir_inst(vf->f, v)->type, mir_ptr(MIR_SPACE_MAPREF, 0)) ||
	       verify_fail(vf, v, "the result is no map");
}

static bool check_key(struct verify *vf, mir_val v)
{
	return inside(vf, v, 0, 0, vf->m->maps.v[mir_inst(vf->f, v)->ref].key_size);
}

static bool check_found(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type t = i->type;

	return (t.kind == MIR_PTR && t.space == MIR_SPACE_MAP && t.nullable &&
		t.size <= vf->m->maps.v[i->ref].value_size) ||
	       verify_fail(vf, v, "the result does not point to a value of the map");
}

static bool check_lookup(struct verify *vf, mir_val v)
{
	return check_found(vf, v) && check_key(vf, v);
}

static bool check_owned(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	if (!map_storage_of_type(vf->m->maps.v[i->ref].kind))
		return verify_fail(vf, v, "the values of the map belong to nothing");
	return check_found(vf, v) &&
	       (i->imm == 0 || i->imm == 1 || verify_fail(vf, v, "flags that nobody knows"));
}

static bool check_update(struct verify *vf, mir_val v)
{
	return check_key(vf, v) &&
	       inside(vf, v, 1, 0, vf->m->maps.v[mir_inst(vf->f, v)->ref].value_size);
}

static bool check_reserve(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	struct mir_type t = i->type;

	if (vf->m->maps.v[i->ref].kind != BPF_MAP_TYPE_RINGBUF)
		return verify_fail(vf, v, "the map is no ring buffer");
	return (t.kind == MIR_PTR && t.space == MIR_SPACE_RECORD && t.nullable && i->imm > 0 &&
		t.size == i->imm) ||
	       verify_fail(vf, v, "the result is no record of %ld bytes", (long)i->imm);
}

static bool check_record(struct verify *vf, mir_val v)
{
	const struct mir_inst *p = operand(vf, mir_inst(vf->f, v), 0);

	return (p->op == MIR_OP_NONNULL && operand(vf, p, 0)->op == MIR_OP_RESERVE) ||
	       verify_fail(vf, v, "operand 0 is not a reserved record");
}

/* ---- calls ---- */

/* The size argument after a pointer: a constant or a bound that stays inside the object. */
static bool check_size_arg(struct verify *vf, mir_val v, uint32_t arg)
{
	const struct mir_inst *size = operand(vf, mir_inst(vf->f, v), arg);

	if (size->type.kind != MIR_I64)
		return verify_fail(vf, v, "the size is no i64");
	if (size->op == MIR_OP_CONST)
		return (size->imm >= 0 && inside(vf, v, arg - 1, 0, (uint64_t)size->imm)) ||
		       verify_fail(vf, v, "the size is negative");
	return size->op != MIR_OP_BOUND || inside(vf, v, arg - 1, 0, (uint64_t)(size->imm - 1));
}

/* Memory that has room for a value of the map that is the argument before it. */
static bool check_value_arg(struct verify *vf, mir_val v, uint32_t arg, bool is_written)
{
	const struct mir_inst *i = mir_inst(vf->f, v), *map = operand(vf, i, arg - 1);
	struct mir_type t = operand(vf, i, arg)->type;

	if (map->op != MIR_OP_MAP || !is_pointer(t) || t.space == MIR_SPACE_CTX)
		return verify_fail(vf, v, "argument %u is no value of a map", arg);
	return inside(vf, v, arg, 0, vf->m->maps.v[map->ref].value_size) &&
	       (!is_written || writable(vf, v, arg));
}

static bool check_helper_arg(struct verify *vf, mir_val v, uint32_t arg, char kind)
{
	struct mir_type t = operand(vf, mir_inst(vf->f, v), arg)->type;
	bool good = false;

	switch (kind) {
	case 'c':
		good = is_pointer(t) && t.space == MIR_SPACE_CTX;
		break;
	case 'm':
		good = is_pointer(t) && t.space == MIR_SPACE_MAPREF;
		break;
	case 'w':
		good = is_pointer(t) && t.space != MIR_SPACE_CTX && writable(vf, v, arg);
		break;
	case 'p':
	case 'k':
		good = is_pointer(t) && t.space != MIR_SPACE_CTX && t.space != MIR_SPACE_MAPREF;
		break;
	case 'v':
	case 'o':
		return check_value_arg(vf, v, arg, kind == 'o');
	case 'n':
		return check_size_arg(vf, v, arg);
	case 'a':
	case 'u':
		good = t.kind == MIR_I64 || is_pointer(t);
		break;
	}
	return good || verify_fail(vf, v, "argument %u has a type that does not fit", arg);
}

static bool check_helper(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct helper_info *h = &helpers[i->ref];

	if (strlen(h->args) != i->nargs)
		return verify_fail(vf, v, "%u arguments, not %zu", i->nargs, strlen(h->args));
	for (uint32_t n = 0; n < i->nargs; n++)
		if (!check_helper_arg(vf, v, n, h->args[n]))
			return false;
	return i->type.kind == MIR_I64 || verify_fail(vf, v, "a helper gives an i64");
}

/* The kernel verifies a subprogram anew at each call: an address in a map's value serves where one
 * in the stack is expected. */
static bool can_be_given(struct mir_type is, struct mir_type want)
{
	if (is.kind == MIR_PTR && is.space == MIR_SPACE_MAP && want.space == MIR_SPACE_STACK)
		is.space = MIR_SPACE_STACK;
	return stands_for(is, want);
}

static bool check_call(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_func *callee = vf->m->funcs.v[i->ref];

	if (callee->section)
		return verify_fail(vf, v, "programs are not called");
	if (i->nargs != callee->nparams)
		return verify_fail(vf, v, "%u arguments, not %u", i->nargs, callee->nparams);
	for (uint32_t n = 0; n < i->nargs; n++)
		if (!can_be_given(operand(vf, i, n)->type, callee->params[n]))
			return verify_fail(vf, v, "argument %u has a type that does not fit", n);
	return mir_type_eq(i->type, callee->nresults ? callee->results[0] : MIR_T(NONE)) ||
	       verify_fail(vf, v, "the result has another type than the function's");
}

/* The kernel refuses more rounds (BPF_MAX_LOOPS of include/linux/bpf.h) and a record elsewhere. */
static bool check_run(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_func *f = vf->m->funcs.v[i->ref];

	if (f->section || f->nparams != 2 || f->params[0].kind != MIR_I64 || f->nresults != 1 ||
	    f->results[0].kind != MIR_I64)
		return verify_fail(vf, v, "the function does not run one round");
	if (i->imm < 1 || i->imm > MIR_ROUNDS_MAX)
		return verify_fail(vf, v, "%ld rounds", (long)i->imm);
	return (operand(vf, i, 0)->type.space == MIR_SPACE_STACK &&
		stands_for(operand(vf, i, 0)->type, f->params[1])) ||
	       verify_fail(vf, v, "the record has a type that does not fit");
}

static bool check_later_result(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v), *call = operand(vf, i, 0);
	const struct mir_func *callee;

	if (call->op != MIR_OP_CALL || call->ref >= vf->m->funcs.n)
		return verify_fail(vf, v, "operand 0 is no call");
	callee = vf->m->funcs.v[call->ref];
	return (i->imm >= 1 && i->imm < callee->nresults &&
		mir_type_eq(i->type, callee->results[i->imm])) ||
	       verify_fail(vf, v, "the function has no such result");
}

static bool check_param(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	return (i->imm >= 0 && i->imm < vf->f->nparams &&
		mir_type_eq(i->type, vf->f->params[i->imm])) ||
	       verify_fail(vf, v, "the function has no such parameter");
}

static bool check_ret(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	if (i->nargs != vf->f->nresults)
		return verify_fail(vf, v, "%u results, not %u", i->nargs, vf->f->nresults);
	for (uint32_t n = 0; n < i->nargs; n++)
		if (!stands_for(operand(vf, i, n)->type, vf->f->results[n]))
			return verify_fail(vf, v, "result %u has another type", n);
	return true;
}

/* ---- values ---- */

static bool check_const(struct verify *vf, mir_val v)
{
	return mir_inst(vf->f, v)->type.kind < MIR_PTR || verify_fail(vf, v, "a constant pointer");
}

static bool check_phi(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	for (uint32_t n = 0; n < i->nargs; n++)
		if (!stands_for(operand(vf, i, n)->type, i->type))
			return verify_fail(vf, v, "operand %u has another type", n);
	return true;
}

static bool check_select(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	return (stands_for(operand(vf, i, 1)->type, i->type) &&
		stands_for(operand(vf, i, 2)->type, i->type)) ||
	       verify_fail(vf, v, "the choices have another type");
}

static bool check_extension(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	return (is_number(i->type) &&
		mir_type_bits(i->type) > mir_type_bits(operand(vf, i, 0)->type)) ||
	       verify_fail(vf, v, "the result is not wider");
}

static bool check_trunc(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	return (i->type.kind < MIR_PTR &&
		mir_type_bits(i->type) < mir_type_bits(operand(vf, i, 0)->type)) ||
	       verify_fail(vf, v, "the result is not narrower");
}

/* ---- the kernel's types ---- */

static bool check_member(struct verify *vf, mir_val v)
{
	return !mir_is_enumerator(&vf->m->members.v[mir_inst(vf->f, v)->ref]) ||
	       verify_fail(vf, v, "an enumerator has no address");
}

static bool check_peek(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_member *k = &vf->m->members.v[i->ref];
	const struct mir_hop *last = &k->hops[k->nhops - 1];

	return (check_member(vf, v) && !mir_hop_is_structure(last) && !last->bits &&
		mir_type_eq(i->type, mir_int(last->size))) ||
	       verify_fail(vf, v, "the member is no such number");
}

static bool check_fact(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	bool of_name = i->imm == MIR_FACT_IS_NAMED || i->imm == MIR_FACT_VALUE;

	return of_name == mir_is_enumerator(&vf->m->members.v[i->ref]) ||
	       verify_fail(vf, v, "members and enumerators have other facts");
}

static bool check_count(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);

	return i->nargs == 0 || (i->nargs == 1 && operand(vf, i, 0)->type.kind == MIR_I64) ||
	       verify_fail(vf, v, "it takes one i64 or none");
}

static bool (*const checks[MIR_OPS])(struct verify *, mir_val) = {
	[MIR_OP_CONST] = check_const,
	[MIR_OP_PARAM] = check_param,
	[MIR_OP_CTX] = check_ctx,
	[MIR_OP_PHI] = check_phi,
	[MIR_OP_ZEXT] = check_extension,
	[MIR_OP_SEXT] = check_extension,
	[MIR_OP_TRUNC] = check_trunc,
	[MIR_OP_SELECT] = check_select,
	[MIR_OP_SLOT] = check_slot,
	[MIR_OP_GLOBAL] = check_global,
	[MIR_OP_OFFSET] = check_offset,
	[MIR_OP_INDEX] = check_index,
	[MIR_OP_BOUND] = check_bound,
	[MIR_OP_NONNULL] = check_nonnull,
	[MIR_OP_LOAD] = check_load,
	[MIR_OP_STORE] = check_store,
	[MIR_OP_ATOMIC_ADD] = check_store,
	[MIR_OP_ATOMIC_FETCH] = check_store,
	[MIR_OP_ATOMIC_SWAP] = check_store,
	[MIR_OP_KEEP] = check_keep,
	[MIR_OP_KEPT] = check_keep,
	[MIR_OP_COPY] = check_copy,
	[MIR_OP_ZERO] = check_zero,
	[MIR_OP_HELPER] = check_helper,
	[MIR_OP_OWNED] = check_owned,
	[MIR_OP_MAP] = check_map,
	[MIR_OP_LOOKUP] = check_lookup,
	[MIR_OP_UPDATE] = check_update,
	[MIR_OP_DELETE] = check_key,
	[MIR_OP_RESERVE] = check_reserve,
	[MIR_OP_SUBMIT] = check_record,
	[MIR_OP_DISCARD] = check_record,
	[MIR_OP_CALL] = check_call,
	[MIR_OP_RUN] = check_run,
	[MIR_OP_RESULT] = check_later_result,
	[MIR_OP_MEMBER] = check_member,
	[MIR_OP_PEEK] = check_peek,
	[MIR_OP_FACT] = check_fact,
	[MIR_OP_COUNT] = check_count,
	[MIR_OP_RET] = check_ret,
};

bool verify_inst(struct verify *vf, mir_val v)
{
	uint8_t op = mir_inst(vf->f, v)->op;

	return check_letters(vf, v) && check_result(vf, v) && check_ref(vf, v) &&
	       (!checks[op] || checks[op](vf, v));
}
