/*
 * lower_stack.c - $ctx.kstack and $ctx.ustack: the calls that led to where the program runs.
 *
 * A stack is a number that stands for its frames, which the map `nubpf_stacks` keeps under it:
 * runtime/manifest.h says how. The number is a hash of 64 bits of the frames and the process, made
 * here: the kernel's own table of stacks (bpf_get_stackid) has one place for all stacks of a
 * bucket, and so loses one of two that meet there.
 *
 * When a user's stack is new, its number is sent to the loader, which can still ask the process
 * where its code comes from: it may have ended when the maps are read.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

#include <errno.h>
#include <linux/bpf.h>

enum {
	MAX_STACKS = 10240,
	PIECE_WORDS = 16,
	PIECES = (WIRE_STACK_FRAMES + PIECE_WORDS - 1) / PIECE_WORDS,
};
_Static_assert(WIRE_STACK_ROOM >= WIRE_STACK_FRAMES + PIECE_WORDS,
	       "room for zeroes behind the frames");

static const int64_t GOLDEN = (int64_t)UINT64_C(0x9e3779b97f4a7c15); /* 2^64 / golden ratio */

static void make_stacks_map(struct lower *l)
{
	if (l->has_stacks)
		return;
	l->has_stacks = true;
	l->stacks_map =
		mir_map_new(l->m, (struct mir_map){.name = lower_symbol(l, "", SV("nubpf_stacks")),
						   .kind = BPF_MAP_TYPE_HASH,
						   .key_size = 8,
						   .value_size = sizeof(struct wire_stack),
						   .max_entries = MAX_STACKS});
}

static mir_val mixed(struct lower *l, mir_val hash)
{
	struct mir_builder *b = &l->b;

	return mir_binary(b, MIR_OP_XOR, hash, mir_binary(b, MIR_OP_LSHR, hash, mir_i64(b, 32)));
}

static mir_val add_word(struct lower *l, mir_val hash, mir_val word)
{
	struct mir_builder *b = &l->b;

	return mir_binary(b, MIR_OP_MUL, mir_binary(b, MIR_OP_XOR, hash, word), mir_i64(b, GOLDEN));
}

/* Of the frames, how many they are and the process. Whole pieces are taken, for the verifier to
 * have few rounds to walk: what stands in the last one behind the frames is zero. */
static mir_val hash_frames(struct lower *l, mir_val frames, mir_val n, mir_val process)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	mir_val rest = text_element(l, frames, n, WIRE_STACK_FRAMES + 1, 8), piece, hash;
	struct var *so_far = var_new(l, word, NULL);
	struct mir_builder *b = &l->b;
	mir_block inside;
	struct counted c;

	lower_zero(l, rest, PIECE_WORDS * 8);
	var_write(l, so_far, rt_number(word, mixed(l, add_word(l, n, process))));
	c = counted_begin(l, PIECES);
	inside = ssa_block_new(l);
	mir_branch(b,
		   mir_binary(b, MIR_OP_ULT,
			      mir_binary(b, MIR_OP_MUL, c.i, mir_i64(b, PIECE_WORDS)), n),
		   inside, c.leave);
	ssa_start(l, inside);
	piece = text_element(l, frames, c.i, PIECES, PIECE_WORDS * 8);
	hash = var_read(l, so_far).v;
	for (uint32_t i = 0; i < PIECE_WORDS; i++)
		hash = add_word(l, hash, mir_load(b, MIR_T(I64), piece, i * 8));
	var_write(l, so_far, rt_number(word, mixed(l, hash)));
	counted_end(l, &c);
	return var_read(l, so_far).v;
}

/* Frames to leave out: where the kernel runs a program straight from what it is attached to, the
 * innermost frame is the program's own, another one at each place that asks. */
static int64_t own_frames(const struct program *p)
{
	static const char *const types[] = {"RAW_TRACEPOINT", "TRACING", "LSM"};

	for (uint32_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strcmp(probes[p->target.probe].prog_type, types[i]) == 0)
			return 1;
	return 0;
}

/* The stack into the slot: how many frames it has; where it has none control goes to `none`. */
static mir_val get_frames(struct lower *l, mir_val slot, bool user, mir_block none)
{
	struct mir_builder *b = &l->b;
	mir_block good = ssa_block_new(l), some = ssa_block_new(l);
	mir_val args[] = {lower_ctx(l), lower_offset(l, slot, offsetof(struct wire_stack, frames)),
			  mir_i64(b, WIRE_STACK_FRAMES * 8),
			  mir_i64(b, user ? BPF_F_USER_STACK : own_frames(lower_caller(l)))};
	mir_val n = mir_helper(b, HELPER_get_stack, MIR_T(I64), args, ARRAY_SIZE(args));

	/* An error is a negative number of bytes. */
	n = mir_binary(b, MIR_OP_LSHR, n, mir_i64(b, 3));
	mir_branch(b, mir_binary(b, MIR_OP_ULT, n, mir_i64(b, WIRE_STACK_FRAMES + 1)), good, none);
	ssa_start(l, good);
	mir_branch(b, mir_binary(b, MIR_OP_EQ, n, mir_i64(b, 0)), none, some);
	ssa_start(l, some);
	return n;
}

/* Keeps the stack under its hash, unless it is there: goes to `done`, or on where it is new; to
 * `full` where there is no room for it. */
static void keep(struct lower *l, mir_val key, mir_val slot, mir_block done, mir_block full)
{
	struct mir_builder *b = &l->b;
	mir_block missing = ssa_block_new(l), fresh = ssa_block_new(l), other = ssa_block_new(l);
	mir_val zero = mir_i64(b, 0), there, result;

	there = mir_append(b, (struct mir_inst){.op = MIR_OP_LOOKUP,
						.type = {.kind = MIR_PTR,
							 .space = MIR_SPACE_MAP,
							 .nullable = true,
							 .size = sizeof(struct wire_stack)},
						.args = &key,
						.nargs = 1,
						.ref = l->stacks_map});
	mir_branch(b, mir_unary(b, MIR_OP_ISNULL, MIR_T(I1), there), missing, done);
	ssa_start(l, missing);
	result = mir_append(b, (struct mir_inst){.op = MIR_OP_UPDATE,
						 .args = (mir_val[]){key, slot},
						 .nargs = 2,
						 .ref = l->stacks_map,
						 .imm = BPF_NOEXIST});
	mir_branch(b, mir_binary(b, MIR_OP_EQ, result, zero), fresh, other);
	ssa_start(l, other); /* another cpu was faster */
	mir_branch(b, mir_binary(b, MIR_OP_EQ, result, mir_i64(b, -EEXIST)), done, full);
	ssa_start(l, fresh);
}

static mir_val store_head(struct lower *l, mir_val slot, bool user, mir_val nframes)
{
	struct mir_builder *b = &l->b;
	mir_val process = mir_i64(b, 0);

	if (user) {
		process = mir_helper(b, HELPER_get_current_pid_tgid, MIR_T(I64), NULL, 0);
		process = mir_binary(b, MIR_OP_LSHR, process, mir_i64(b, 32));
	}
	mir_store(b, slot, mir_unary(b, MIR_OP_TRUNC, MIR_T(I32), process),
		  offsetof(struct wire_stack, process));
	mir_store(b, slot, mir_unary(b, MIR_OP_TRUNC, MIR_T(I32), nframes),
		  offsetof(struct wire_stack, nframes));
	mir_store(b, slot, mir_helper(b, HELPER_ktime_get_boot_ns, MIR_T(I64), NULL, 0),
		  offsetof(struct wire_stack, time));
	return process;
}

struct rt lower_stack(struct lower *l, const struct type *type, bool user)
{
	struct join j = join_new(l, type, NULL);
	mir_block none = ssa_block_new(l), full = ssa_block_new(l), done = ssa_block_new(l);
	mir_val slot = ssa_slot(l, sizeof(struct wire_stack)), key = ssa_slot(l, 8), n, hash;

	/* A subprogram has no room for it: what calls lower_stack is laid out. */
	l->asked_argument = true;
	make_stacks_map(l);
	n = get_frames(l, slot, user, none);
	hash = hash_frames(l, lower_offset(l, slot, offsetof(struct wire_stack, frames)), n,
			   store_head(l, slot, user, n));
	mir_store(&l->b, key, hash, 0);
	keep(l, key, slot, done, full);
	if (user)
		lower_stack_event(l, hash);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	join_add(l, &j, rt_number(type_nullable(&l->unit->types, type, false), hash));
	ssa_start(l, full);
	lower_count_site(l, lower_site(l, MIR_SITE_FULL, "the map of stacks is full"));
	mir_jump(&l->b, none);
	ssa_start(l, none);
	join_add(l, &j, rt_nothing(l));
	return join_end(l, &j);
}
