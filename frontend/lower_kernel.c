/*
 * lower_kernel.c - reads in structures of the kernel: one for each address on the way and one for
 * what it leads to.
 *
 * What cannot be read is zero, as the kernel leaves it (bpf_probe_read_kernel clears what it was to
 * fill), so a hop through null costs nothing. With a `?` it is null instead; an address of zero
 * too, and what the kernel that runs the program does not have: of that only BTF knows, so the read
 * stands behind a branch that the kernel's verifier takes out.
 */
#include "runtime/kernel_btf.h"
#include "frontend/user_walk.h"
#include "frontend/lower_path.h"
#include "frontend/lower_text.h"

static mir_val fact(struct lower *l, uint32_t member, enum mir_fact which)
{
	return mir_append(
		&l->b, (struct mir_inst){
			       .op = MIR_OP_FACT, .type = MIR_T(I64), .ref = member, .imm = which});
}

enum helper lower_reader(struct lower *l, bool user)
{
	if (!user)
		return HELPER_probe_read_kernel;
	return lower_may_sleep(l) ? HELPER_copy_from_user : HELPER_probe_read_user;
}

/* i1: true where the read succeeded. */
static mir_val read_into(struct lower *l, const struct type *base, mir_val slot, mir_val size,
			 mir_val from)
{
	const mir_val args[] = {slot, size, from};
	mir_val r =
		mir_helper(&l->b, lower_reader(l, base->space == SPACE_USER), MIR_T(I64), args, 3);

	return mir_binary(&l->b, MIR_OP_EQ, r, mir_i64(&l->b, 0));
}

/* The bits of a bit field stand anywhere in the bytes that hold them; the kernel that runs the
 * program says how far (BPF_CORE_READ_BITFIELD_PROBED, src/bpf_core_read.h of libbpf). */
static mir_val read_bits(struct lower *l, const struct type *base, const struct walk *w,
			 uint32_t member, mir_val from, mir_val *good)
{
	mir_val slot = ssa_slot(l, 8), v;

	lower_zero(l, slot, 8);
	*good = read_into(l, base, slot, fact(l, member, MIR_FACT_SIZE), from);
	v = mir_load(&l->b, MIR_T(I64), slot, 0);
	v = mir_binary(&l->b, MIR_OP_SHL, v, fact(l, member, MIR_FACT_LSHIFT));
	return mir_binary(&l->b, w->is_signed ? MIR_OP_ASHR : MIR_OP_LSHR, v,
			  fact(l, member, MIR_FACT_RSHIFT));
}

/* Where the bits are is known. */
static mir_val read_plain_bits(struct lower *l, const struct type *base, const struct walk *w,
			       mir_val from, mir_val *good)
{
	mir_val slot = ssa_slot(l, 8), v;

	lower_zero(l, slot, 8);
	*good = read_into(l, base, slot, mir_i64(&l->b, w->size), from);
	v = mir_load(&l->b, MIR_T(I64), slot, 0);
	v = mir_binary(&l->b, MIR_OP_SHL, v, mir_i64(&l->b, 64 - w->bit - w->bits));
	return mir_binary(&l->b, w->is_signed ? MIR_OP_ASHR : MIR_OP_LSHR, v,
			  mir_i64(&l->b, 64 - w->bits));
}

static mir_val read_number(struct lower *l, const struct type *base, const struct walk *w,
			   uint32_t member, mir_val from, mir_val *good)
{
	mir_val slot;

	if (w->bits)
		return read_plain_bits(l, base, w, from, good);
	if (!w->is_plain && w->member.hops[w->member.nhops - 1].bits)
		return read_bits(l, base, w, member, from, good);
	slot = ssa_slot(l, 8);
	*good = read_into(l, base, slot, mir_i64(&l->b, w->size), from);
	return lower_load_int(l, slot, 0, w->size, w->is_signed);
}

static struct text read_text(struct lower *l, const struct type *base, const struct walk *w,
			     mir_val from)
{
	bool user = base->space == SPACE_USER, is_bytes = w->type->kind == TYPE_BINARY;

	return (struct text){.form = TEXT_READ,
			     .cap = w->type->cap,
			     .whole = true,
			     .addr = from,
			     .helper = is_bytes ? lower_reader(l, user)
				       : user	? HELPER_probe_read_user_str
						: HELPER_probe_read_kernel_str,
			     .site = lower_site(l, MIR_SITE_FAULT,
						is_bytes ? "the bytes could not be read"
							 : "the text could not be read")};
}

static mir_val of_member(struct lower *l, enum mir_op op, struct mir_type type, mir_val base,
			 uint32_t member)
{
	return mir_append(
		&l->b, (struct mir_inst){
			       .op = op, .type = type, .ref = member, .args = &base, .nargs = 1});
}

static struct rt number_of(struct lower *l, const struct type *type, mir_val v)
{
	return type->kind == TYPE_BOOL
		       ? rt_bool(l, mir_binary(&l->b, MIR_OP_NE, v, mir_i64(&l->b, 0)))
		       : rt_number(type, v);
}

/* The address of a structure among others of its sort. */
static mir_val structure_at(struct lower *l, mir_val first, const struct mir_member *in,
			    mir_val index)
{
	mir_val size = fact(l, mir_member_new(l->m, *in), MIR_FACT_ROOT_SIZE);

	return mir_binary(&l->b, MIR_OP_ADD, first, mir_binary(&l->b, MIR_OP_MUL, index, size));
}

static mir_val address_of(struct lower *l, mir_val base, const struct walk *w, uint32_t member)
{
	mir_val offset;

	if (!w->is_plain)
		return of_member(l, MIR_OP_MEMBER, MIR_T(I64), base, member);
	offset = mir_i64(&l->b, (int64_t)w->offset);
	return w->in.root ? structure_at(l, base, &w->in, offset)
			  : mir_binary(&l->b, MIR_OP_ADD, base, offset);
}

/* What the walk leads to, of a structure that has it; *null: where a `?` makes it null. */
static struct rt read_member(struct lower *l, struct rt base, const struct walk *w, uint32_t member,
			     mir_val *null)
{
	mir_val v = address_of(l, base.v, w, member);
	mir_val good = MIR_NO_VAL, zero = mir_i64(&l->b, 0);

	if (w->is_address) {
		*null = mir_binary(&l->b, MIR_OP_EQ, base.v, zero);
		return rt_number(w->type, v);
	}
	if (w->type->kind == TYPE_STRING || w->type->kind == TYPE_BINARY) {
		*null = mir_binary(&l->b, MIR_OP_EQ, base.v, zero);
		return rt_text(l, w->type, read_text(l, base.type, w, v));
	}
	v = read_number(l, base.type, w, member, v, &good);
	if (w->type->kind == TYPE_BOOL) {
		*null = lower_not(l, good);
		return number_of(l, w->type, v);
	}
	*null = w->type->kind == TYPE_PTR ? mir_binary(&l->b, MIR_OP_EQ, v, zero)
					  : lower_not(l, good);
	return rt_number(w->type, v);
}

/* The same where the kernel may lack it. */
static struct rt read_if_there(struct lower *l, struct rt base, const struct walk *w,
			       uint32_t member, mir_val *null)
{
	const struct type *type = type_nullable(&l->unit->types, w->type, true);
	mir_block there = ssa_block_new(l), missing = ssa_block_new(l);
	mir_val exists = fact(l, member, MIR_FACT_EXISTS), none;
	struct join j = join_new(l, type, NULL);
	struct rt r;

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_NE, exists, mir_i64(&l->b, 0)), there, missing);
	ssa_start(l, there);
	r = read_member(l, base, w, member, &none);
	join_add(l, &j, rt_or_null(l, r, none));
	ssa_start(l, missing);
	join_add(l, &j, rt_convert(l, rt_nothing(l), type));
	r = join_end(l, &j);
	*null = r.null;
	return r;
}

mir_val lower_enumerator(struct lower *l, const struct value *v)
{
	const struct type *type = type_of(&l->unit->types, TYPE_INT);
	struct mir_hop *hop = arena_new(l->arena, struct mir_hop);
	struct mir_member member = {.root = sv_dup(l->arena, v->of->tag), .hops = hop, .nhops = 1};
	mir_block there, missing;
	mir_val is_named, value;
	uint32_t number;
	struct join j;

	l->reads_registers |= kernel_enum_is_ours(v->of);
	/* Without a name the enumeration cannot be found again. */
	if (!v->of->tag.n || kernel_enum_is_ours(v->of) || is_user_type(v->of->btf_id) ||
	    v->i < 0 || v->i > INT32_MAX)
		return mir_i64(&l->b, v->i);
	there = ssa_block_new(l);
	missing = ssa_block_new(l);
	j = join_new(l, type, NULL);
	member.size = kernel_btf_size(l->unit->btf, v->of->btf_id);
	*hop = (struct mir_hop){.name = sv_dup(l->arena, v->s),
				.offset = (uint32_t)v->i,
				.kind = MIR_HOP_ENUMERATOR,
				.size = member.size};
	number = mir_member_new(l->m, member);
	is_named = fact(l, number, MIR_FACT_IS_NAMED);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_NE, is_named, mir_i64(&l->b, 0)), there,
		   missing);
	ssa_start(l, there);
	/* The kernel's loader puts what stops a program where there is no such name: LLVM must not
	 * bring it before the branch. */
	value = mir_binary(&l->b, MIR_OP_FORGET, fact(l, number, MIR_FACT_VALUE),
			   mir_i64(&l->b, 0));
	join_add(l, &j, rt_number(type, value));
	ssa_start(l, missing);
	join_add(l, &j, rt_number(type, mir_i64(&l->b, INT64_MIN)));
	return join_end(l, &j).v;
}

/* ---- without a helper ---- */

/* A path through addresses that the verifier knows. It may take what it finds on the way for null,
 * of which it allows no load: then the path ends in zero, at the block that all tests lead to. */
struct known_path {
	mir_block null; /* none: nothing was tested yet */
	bool may_test;	/* of a path with a `?` behind, zero would not be what comes out */
};

static void trust(struct lower *l, const struct rt *address, bool may_be_null, bool is_walked)
{
	if (is_kernel_data(address->type) && address->type->elem)
		vec_push(l->arena, &l->trusts,
			 ((struct trust){address->v, address->type->elem->btf_id, may_be_null,
					 is_walked, l->around}));
}

void lower_trust(struct lower *l, const struct rt *address, bool may_be_null)
{
	trust(l, address, may_be_null, false);
}

static const struct trust *find_trust(const struct lower *l, const struct rt *base)
{
	for (uint32_t i = 0; base->type->elem && i < l->trusts.n; i++)
		if (l->trusts.v[i].v.id == base->v.id &&
		    l->trusts.v[i].btf_id == base->type->elem->btf_id)
			return &l->trusts.v[i];
	return NULL;
}

/* What is known of the address. In a loop nothing is: the verifier forgets the types of addresses
 * that have been in memory, as for rounds that the kernel runs. */
static const struct trust *trust_of(const struct lower *l, const struct rt *base)
{
	return l->around ? NULL : find_trust(l, base);
}

static mir_val refuse_owner(struct lower *l, const struct map_storage *kind, const char *what,
			    const char *why, const char *help)
{
	diag_help(l->unit->sink,
		  diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at,
			      arena_printf(l->arena, "a map of kind %s %s",
					   map_kinds[kind->kind].name, what),
			      why),
		  "%s", help);
	return mir_i64(&l->b, 0);
}

static bool may_have(enum probe p, enum storage_programs programs)
{
	enum probe_args args = probes[p].args;

	switch (programs) {
	case STORAGE_ANY:
		return true;
	case STORAGE_TYPED:
		/* bpf_sk_storage_tracing_allowed(), net/core/bpf_sk_storage.c: not fmod_ret */
		return probe_is_typed(p) &&
		       !(args == ARGS_BTF_RETURN && probes[p].verdict == VERDICT_INT);
	case STORAGE_HOOKS:
		return args == ARGS_BTF_HOOK;
	}
	return false;
}

mir_val lower_owner(struct lower *l, const struct map_storage *kind, const struct rt *address,
		    mir_block none, bool *tested)
{
	const struct trust *t = find_trust(l, address);
	mir_block there;

	if (!may_have(l->program->target.probe, kind->programs))
		return refuse_owner(
			l, kind,
			arena_printf(l->arena, "in a program of family %s",
				     probes[l->program->target.probe].prefix),
			kind->programs == STORAGE_HOOKS
				? "the kernel lets lsm programs have it"
				: "the kernel lets tp_btf, fentry, fexit and lsm programs have it",
			kind->instead);
	if (!t || t->around != l->around)
		return refuse_owner(
			l, kind, "with this key",
			"the kernel's verifier has to know the address, which it does of one that "
			"the "
			"program is given and of members of it that are addresses",
			arena_printf(
				l->arena,
				"name it where it is used, outside of loops and without `?`: `%s`",
				kind->key));
	if (t->is_walked && probe_is_sleepable(l->program->target.probe))
		return refuse_owner(
			l, kind, "with this key",
			"in a program that may sleep the kernel vouches only for what it "
			"gives it: arguments and `$ctx.task`",
			"attach to the same place without `.s`");
	if (t->may_be_null) {
		there = ssa_block_new(l);
		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, address->v, mir_i64(&l->b, 0)), none,
			   there);
		ssa_start(l, there);
		*tested = true;
	}
	return address->v;
}

/* Loads what the walk leads to; false where the verifier would not let it. */
static bool peek(struct lower *l, struct rt *base, const struct walk *w, uint32_t member,
		 struct known_path *p)
{
	const struct trust *t = w->is_optional ? NULL : trust_of(l, base);
	bool trusted;
	mir_block there;
	mir_val v;

	if (!t || (t->may_be_null && !p->may_test) ||
	    !kernel_can_load(l->unit, w, base->type, &trusted))
		return false;
	if (t->may_be_null) {
		there = ssa_block_new(l);
		if (!p->null.id)
			p->null = ssa_block_new(l);
		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, base->v, mir_i64(&l->b, 0)), p->null,
			   there);
		ssa_start(l, there);
	}
	v = of_member(l, MIR_OP_PEEK, mir_int(w->size), base->v, member);
	if (w->size < 8)
		v = mir_unary(&l->b, w->is_signed ? MIR_OP_SEXT : MIR_OP_ZEXT, MIR_T(I64), v);
	*base = number_of(l, w->type, v);
	if (trusted)
		trust(l, base, true, true);
	return true;
}

/* Where tests of the path have found null it goes on with zero. */
static struct rt rejoin(struct lower *l, struct rt base, struct known_path *p)
{
	bool is_known = trust_of(l, &base);
	struct join j;

	if (!p->null.id)
		return base;
	j = join_new(l, base.type, NULL);
	join_add(l, &j, base);
	ssa_start(l, p->null);
	join_add(l, &j, rt_zero(l, base.type));
	p->null = MIR_NO_BLOCK;
	base = join_end(l, &j);
	if (is_known) /* zero or the address, each on ways of its own */
		trust(l, &base, true, true);
	return base;
}

static bool has_optional(const struct path_member *m, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (m[i].optional)
			return true;
	return false;
}

struct rt lower_kernel_path(struct lower *l, struct rt base, const struct path_member *m,
			    uint32_t n, mir_val ended)
{
	struct known_path known = {.may_test = !has_optional(m, n)};

	base = lower_path_base(l, base, m, &ended);
	while (n) {
		struct walk w = kernel_walk(l->unit, base.type, m, n);
		uint32_t member = w.is_plain ? 0 : mir_member_new(l->m, w.member);
		mir_val null;

		NB_ASSERT(!w.problem);
		m += w.taken;
		n -= w.taken;
		if (peek(l, &base, &w, member, &known))
			continue;
		base = rejoin(l, base, &known);
		if (w.is_optional && !w.is_plain) {
			base = read_if_there(l, base, &w, member, &null);
			ended = ended.id ? mir_binary(&l->b, MIR_OP_OR, ended, null) : null;
			base = rt_convert(l, base, w.type);
		} else {
			base = read_member(l, base, &w, member, &null);
			if (w.is_optional)
				ended = ended.id ? mir_binary(&l->b, MIR_OP_OR, ended, null) : null;
		}
	}
	base = rejoin(l, base, &known);
	return ended.id ? rt_or_null(l, base, ended) : base;
}

struct rt lower_kernel_number(struct lower *l, const struct type *base, mir_val from,
			      const struct elements *e, mir_val *bad)
{
	mir_val slot = ssa_slot(l, 8), v;

	*bad = lower_not(l, read_into(l, base, slot, mir_i64(&l->b, e->size), from));
	v = lower_load_int(l, slot, 0, e->size, e->is_signed);
	return number_of(l, e->type, v);
}

static mir_val element_at(struct lower *l, mir_val from, uint32_t size, mir_val index)
{
	mir_val by = mir_binary(&l->b, MIR_OP_MUL, index, mir_i64(&l->b, size));

	return mir_binary(&l->b, MIR_OP_ADD, from, by);
}

struct rt lower_kernel_element(struct lower *l, const struct ast *call, struct rt base)
{
	bool optional = ast_has_flag(call, "optional");
	struct elements e = kernel_elements(l->unit, base.type);
	mir_val in_it = MIR_NO_VAL, at, bad, none;
	struct rt index, r;

	at = rt_plain_address(l, rt_want_number(l, base, "null has no fields"));
	index = lower_number(l, ast_positional(call, 0), "null where an argument is needed");
	if (!type_is_unsigned(index.type))
		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, mir_i64(&l->b, 0), index.v),
			    "a negative index");
	if (e.count) {
		in_it = mir_binary(&l->b, MIR_OP_ULT, index.v, mir_i64(&l->b, e.count));
		if (!optional)
			lower_guard(l, in_it, "index beyond the end of the list");
	}
	/* Of structures nothing is read; without an array there is none of its elements. */
	if (e.in.root || e.is_address) {
		none = mir_binary(&l->b, MIR_OP_EQ, at, mir_i64(&l->b, 0));
		r = rt_number(e.type, e.in.root ? structure_at(l, at, &e.in, index.v)
						: element_at(l, at, e.size, index.v));
		if (!optional)
			return r;
		if (in_it.id)
			none = mir_binary(&l->b, MIR_OP_OR, none, lower_not(l, in_it));
		return rt_or_null(l, r, none);
	}
	at = element_at(l, at, e.size, index.v);
	r = lower_kernel_number(l, base.type, at, &e, &bad);
	if (!optional)
		return r;
	if (in_it.id)
		bad = mir_binary(&l->b, MIR_OP_OR, bad, lower_not(l, in_it));
	return rt_or_null(l, r, bad);
}
