/*
 * lower_usdt.c - arguments of USDT probes, as libbpf describes them when it attaches.
 *
 * An argument is a constant, in a register, or in memory that one points to, and which it is
 * differs from one place of the probe in a binary to the next. libbpf reads that from the binary
 * and puts it into the map __bpf_usdt_specs, under the number that is the cookie of the place; any
 * loader of libbpf's does (usdt.bpf.h, usdt.c).
 */
#include "frontend/lower_map.h"
#include "frontend/lower_path.h"

#include <linux/bpf.h>

/* struct __bpf_usdt_spec: 12 arguments, a u64, and their number; struct __bpf_usdt_arg_spec. */
enum {
	ARG_BYTES = 16,
	ARG_TYPE = 8,	   /* u8, the rest of its u32 is for others */
	ARG_REGISTER = 12, /* i16: where in the context */
	ARG_SIGNED = 14,
	ARG_SHIFT = 15,
	ARG_COUNT = 12 * ARG_BYTES + 8, /* i16 */
	SPEC_BYTES = ARG_COUNT + 8,
	MAX_SPECS = 256,
	TYPE_REGISTER = 1,
	TYPE_MEMORY = 2,
};

static void make_maps(struct lower *l)
{
	if (l->has_usdt)
		return;
	l->has_usdt = true;
	l->usdt_map = mir_map_new(l->m, (struct mir_map){.name = "__bpf_usdt_specs",
							 .kind = BPF_MAP_TYPE_ARRAY,
							 .key_size = 4,
							 .value_size = SPEC_BYTES,
							 .max_entries = MAX_SPECS});
	/* For kernels without cookies: libbpf wants it to be there. */
	mir_map_new(l->m, (struct mir_map){.name = "__bpf_usdt_ip_to_spec_id",
					   .kind = BPF_MAP_TYPE_HASH,
					   .key_size = 8,
					   .value_size = 4,
					   .max_entries = 4 * MAX_SPECS});
}

void lower_usdt_begin(struct lower *l)
{
	make_maps(l);
}

static mir_val read_into(struct lower *l, enum helper helper, mir_val slot, mir_val from)
{
	mir_val args[] = {slot, mir_i64(&l->b, 8), from};

	mir_helper(&l->b, helper, MIR_T(I64), args, 3);
	return mir_load(&l->b, MIR_T(I64), slot, 0);
}

/* What the argument's description leads to, of all 64 bits. */
static struct rt fetch(struct lower *l, const struct type *type, mir_val arg)
{
	mir_block constant = ssa_block_new(l), other = ssa_block_new(l), memory = ssa_block_new(l),
		  plain = ssa_block_new(l);
	mir_val kind = lower_load_int(l, arg, ARG_TYPE, 1, false);
	mir_val offset = mir_load(&l->b, MIR_T(I64), arg, 0), slot = ssa_slot(l, 8), at, v;
	struct join j = join_new(l, type, NULL);

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, kind, mir_i64(&l->b, 0)), constant, other);
	ssa_start(l, constant);
	join_add(l, &j, rt_number(type, offset));
	ssa_start(l, other);
	at = lower_load_int(l, arg, ARG_REGISTER, 2, false);
	at = mir_append(&l->b, (struct mir_inst){
				       .op = MIR_OP_BOUND, .args = &at, .nargs = 1, .imm = 65536});
	at = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_INDEX,
						 .type = mir_ptr(MIR_SPACE_CTX, 0),
						 .args = (mir_val[]){lower_ctx(l), at},
						 .nargs = 2,
						 .imm = 1});
	v = read_into(l, HELPER_probe_read_kernel, slot, at);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, kind, mir_i64(&l->b, TYPE_MEMORY)), memory,
		   plain);
	ssa_start(l, memory);
	at = mir_binary(&l->b, MIR_OP_ADD, v, offset);
	join_add(l, &j, rt_number(type, read_into(l, HELPER_probe_read_user, slot, at)));
	ssa_start(l, plain);
	join_add(l, &j, rt_number(type, v));
	return join_end(l, &j);
}

/* Its own bytes alone, widened by its sign. */
static mir_val widen(struct lower *l, mir_val arg, mir_val v)
{
	mir_val shift = lower_load_int(l, arg, ARG_SHIFT, 1, false);
	mir_val is_signed = mir_load(&l->b, MIR_T(I8), arg, ARG_SIGNED);

	shift = mir_binary(&l->b, MIR_OP_AND, shift, mir_i64(&l->b, 63));
	v = mir_binary(&l->b, MIR_OP_SHL, v, shift);
	is_signed = mir_binary(&l->b, MIR_OP_NE, is_signed, mir_const(&l->b, MIR_T(I8), 0));
	return lower_select(l, is_signed, mir_binary(&l->b, MIR_OP_ASHR, v, shift),
			    mir_binary(&l->b, MIR_OP_LSHR, v, shift));
}

struct rt lower_usdt_arg(struct lower *l, const struct type *type, uint32_t n)
{
	struct mir_builder *b = &l->b;
	mir_block missing = ssa_block_new(l), known = ssa_block_new(l);
	struct join j = join_new(l, type, NULL);
	mir_val ctx = lower_ctx(l), slot = ssa_slot(l, 4), spec, count, arg;
	struct rt v;

	spec = mir_helper(b, HELPER_get_attach_cookie, MIR_T(I64), &ctx, 1);
	mir_store(b, slot, mir_unary(b, MIR_OP_TRUNC, MIR_T(I32), spec), 0);
	spec = mir_append(b, (struct mir_inst){.op = MIR_OP_LOOKUP,
					       .type = {.kind = MIR_PTR,
							.space = MIR_SPACE_MAP,
							.nullable = true,
							.size = SPEC_BYTES},
					       .args = &slot,
					       .nargs = 1,
					       .ref = l->usdt_map});
	spec = lower_nonnull(l, spec, missing);
	count = lower_load_int(l, spec, ARG_COUNT, 2, true);
	mir_branch(b, mir_binary(b, MIR_OP_SLT, mir_i64(b, n), count), known, missing);
	ssa_start(l, known);
	arg = lower_offset(l, spec, n * ARG_BYTES);
	v = fetch(l, type, arg);
	join_add(l, &j, rt_number(type, widen(l, arg, v.v)));
	ssa_start(l, missing);
	lower_count_site(l, lower_site(l, MIR_SITE_FAULT, "the probe has no such argument"));
	join_add(l, &j, rt_number(type, mir_i64(b, 0)));
	return join_end(l, &j);
}
