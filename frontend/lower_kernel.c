/*
 * lower_kernel.c - reads in structures of the kernel: one for each address on the way and one for
 * what it leads to.
 *
 * What cannot be read is zero, as the kernel leaves it (bpf_probe_read_kernel clears what it was to
 * fill), so a hop through null costs nothing. With a `?` it is null instead; an address of zero
 * too, and what the kernel that runs the program does not have: of that only BTF knows, so the read
 * stands behind a branch that the kernel's verifier takes out.
 */
#include "frontend/kernel_walk.h"
#include "frontend/lower_path.h"
#include "frontend/lower_text.h"

static mir_val fact(struct lower *l, uint32_t member, enum mir_fact which)
{
	return mir_append(
		&l->b, (struct mir_inst){
			       .op = MIR_OP_FACT, .type = MIR_T(I64), .ref = member, .imm = which});
}

static enum helper reader(const struct type *base)
{
	return base->space == SPACE_USER ? HELPER_probe_read_user : HELPER_probe_read_kernel;
}

/* i1: true where the read succeeded. */
static mir_val read_into(struct lower *l, const struct type *base, mir_val slot, mir_val size,
			 mir_val from)
{
	const mir_val args[] = {slot, size, from};
	mir_val r = mir_helper(&l->b, reader(base), MIR_T(I64), args, 3);

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

static mir_val read_number(struct lower *l, const struct type *base, const struct walk *w,
			   uint32_t member, mir_val from, mir_val *good)
{
	const struct mir_hop *h = &w->member.hops[w->member.nhops - 1];
	mir_val slot;

	if (h->bits)
		return read_bits(l, base, w, member, from, good);
	slot = ssa_slot(l, 8);
	*good = read_into(l, base, slot, mir_i64(&l->b, h->size), from);
	return lower_load_int(l, slot, 0, h->size, w->is_signed);
}

static struct text read_text(struct lower *l, const struct type *base, const struct walk *w,
			     mir_val from)
{
	bool user = base->space == SPACE_USER, is_bytes = w->type->kind == TYPE_BINARY;

	return (struct text){.form = TEXT_READ,
			     .cap = w->type->cap,
			     .whole = true,
			     .addr = from,
			     .helper = is_bytes ? reader(base)
				       : user	? HELPER_probe_read_user_str
						: HELPER_probe_read_kernel_str,
			     .site = lower_site(l, MIR_SITE_FAULT,
						is_bytes ? "the bytes could not be read"
							 : "the text could not be read")};
}

/* What the walk leads to, of a structure that has it; *null: where a `?` makes it null. */
static struct rt read_member(struct lower *l, struct rt base, const struct walk *w, uint32_t member,
			     mir_val *null)
{
	mir_val v = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_MEMBER,
							.type = MIR_T(I64),
							.ref = member,
							.args = &base.v,
							.nargs = 1});
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
		return rt_bool(l, mir_binary(&l->b, MIR_OP_NE, v, zero));
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

struct rt lower_kernel_path(struct lower *l, struct rt base, const struct path_member *m,
			    uint32_t n, mir_val ended)
{
	base = lower_path_base(l, base, m, &ended);
	while (n) {
		struct walk w = kernel_walk(l->unit, base.type, m, n);
		uint32_t member = mir_member_new(l->m, w.member);
		mir_val null;

		NB_ASSERT(!w.problem);
		if (w.is_optional) {
			base = read_if_there(l, base, &w, member, &null);
			ended = ended.id ? mir_binary(&l->b, MIR_OP_OR, ended, null) : null;
			base = rt_convert(l, base, w.type);
		} else {
			base = read_member(l, base, &w, member, &null);
		}
		m += w.taken;
		n -= w.taken;
	}
	return ended.id ? rt_or_null(l, base, ended) : base;
}
