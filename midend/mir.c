/*
 * mir.c - modules, functions and the building of instructions.
 *
 * Operand arrays have room for the next power of two of their length, so phis grow by doubling
 * without a capacity of their own.
 */
#include "midend/mir_text.h"

#include "lang/helpers.h"
#include "midend/edit.h"

enum {
	P = MIR_PURE,
	C = MIR_COMMUTES,
	I = MIR_INVARIANT,
	R = MIR_READS,
	W = MIR_WRITES,
	T = MIR_ENDS,
	X = MIR_EXPANDS,
};

const struct mir_op_info mir_ops[MIR_OPS] = {
#define MIR(id, name, operands, result, flags, help)                                               \
	[MIR_OP_##id] = {name, operands, MIR_RESULT_##result, flags, help},
#include "midend/mir.def"
};

uint32_t mir_flags(const struct mir_func *f, const struct mir_inst *i)
{
	static const uint32_t of_helper[] = {
		[HELPER_INVARIANT] = MIR_INVARIANT,
		[HELPER_PURE] = 0,
		[HELPER_READS] = MIR_READS,
		[HELPER_WRITES] = MIR_READS | MIR_WRITES,
	};

	if (i->op == MIR_OP_HELPER)
		return of_helper[helpers[i->ref].flag];
	if (i->op == MIR_OP_LOAD) {
		uint8_t space = mir_inst(f, i->args[0])->type.space;

		if (space == MIR_SPACE_CONST || space == MIR_SPACE_CTX)
			return MIR_INVARIANT;
	}
	return mir_ops[i->op].flags;
}

unsigned mir_type_bits(struct mir_type t)
{
	static const uint8_t bits[] = {
		[MIR_I1] = 1,	[MIR_I8] = 8,	[MIR_I16] = 16,
		[MIR_I32] = 32, [MIR_I64] = 64, [MIR_PTR] = 64,
	};

	return bits[t.kind];
}

int64_t mir_const_wrap(struct mir_type t, int64_t v)
{
	unsigned bits = mir_type_bits(t);

	if (bits == 1)
		return v & 1;
	if (bits == 0 || bits == 64)
		return v;
	return (int64_t)((uint64_t)v << (64 - bits)) >> (64 - bits);
}

/* ---- modules ---- */

struct mir_module *mir_module_new(struct arena *a, const struct source_set *sources)
{
	struct mir_module *m = arena_new(a, struct mir_module);

	m->arena = a;
	m->sources = sources;
	m->site_index.arena = m->member_index.arena = a;
	return m;
}

struct mir_func *mir_func_new(struct mir_module *m, const char *name, const char *section)
{
	struct mir_func *f = arena_new(m->arena, struct mir_func);

	f->module = m;
	f->name = name;
	f->section = section;
	vec_add(m->arena, &f->insts);
	vec_add(m->arena, &f->blocks);
	vec_add(m->arena, &f->blocks);
	vec_push(m->arena, &m->funcs, f);
	return f;
}

mir_block mir_block_new(struct mir_func *f)
{
	vec_add(f->module->arena, &f->blocks);
	return (mir_block){f->blocks.n - 1};
}

uint32_t mir_map_new(struct mir_module *m, struct mir_map map)
{
	vec_push(m->arena, &m->maps, map);
	return m->maps.n - 1;
}

uint32_t mir_global_new(struct mir_module *m, struct mir_global g)
{
	vec_push(m->arena, &m->globals, g);
	return m->globals.n - 1;
}

uint32_t mir_member_new(struct mir_module *m, struct mir_member member)
{
	struct buf b = {.arena = m->arena};
	uint32_t known;

	mir_print_member(&b, &member);
	known = symmap_get(&m->member_index, (struct sv){b.p, b.n}, UINT32_MAX);
	if (known != UINT32_MAX)
		return known;
	symmap_put(&m->member_index, (struct sv){b.p, b.n}, m->members.n);
	vec_push(m->arena, &m->members, member);
	return m->members.n - 1;
}

uint32_t mir_site_new(struct mir_module *m, struct mir_site s)
{
	char *key = arena_printf(m->arena, "%d %u %u %u %s", s.kind, s.at.file, s.at.start,
				 s.at.end, s.message);
	uint32_t known = symmap_get(&m->site_index, sv_cstr(key), UINT32_MAX);

	if (known != UINT32_MAX)
		return known;
	symmap_put(&m->site_index, sv_cstr(key), m->sites.n);
	vec_push(m->arena, &m->sites, s);
	return m->sites.n - 1;
}

/* ---- instructions ---- */

static uint32_t operand_room(uint32_t n)
{
	uint32_t room = 1;

	while (room < n)
		room *= 2;
	return room;
}

static mir_val *copy_operands(struct arena *a, const mir_val *args, uint32_t n)
{
	mir_val *copy = arena_array(a, mir_val, operand_room(n));

	if (n)
		memcpy(copy, args, n * sizeof(*args));
	return copy;
}

mir_val *mir_set_operands(struct mir_func *f, mir_val v, const mir_val *args, uint32_t n)
{
	struct mir_inst *i = mir_inst(f, v);

	i->args = copy_operands(f->module->arena, args, n);
	i->nargs = n;
	return i->args;
}

mir_val mir_new(struct mir_func *f, struct mir_inst i)
{
	i.args = copy_operands(f->module->arena, i.args, i.nargs);
	i.block = MIR_NO_BLOCK;
	switch (mir_ops[i.op].result) {
	case MIR_RESULT_NONE:
		i.type = (struct mir_type){0};
		break;
	case MIR_RESULT_BOOL:
		i.type = MIR_T(I1);
		break;
	case MIR_RESULT_I64:
		i.type = MIR_T(I64);
		break;
	case MIR_RESULT_SAME:
		if (i.nargs)
			i.type = mir_inst(f, i.args[0])->type;
		break;
	case MIR_RESULT_ANY:
		break;
	}
	if (i.op == MIR_OP_CONST)
		i.imm = mir_const_wrap(i.type, i.imm);
	vec_push(f->module->arena, &f->insts, i);
	return (mir_val){f->insts.n - 1};
}

void mir_place(struct mir_func *f, mir_block b, uint32_t index, mir_val v)
{
	struct mir_bb *bb = mir_bb(f, b);

	if (bb->n == bb->cap)
		arena_grow(f->module->arena, &bb->insts, &bb->cap, bb->n + 1, sizeof(uint32_t), 4);
	memmove(bb->insts + index + 1, bb->insts + index, (bb->n - index) * sizeof(uint32_t));
	bb->insts[index] = v.id;
	bb->n++;
	mir_inst(f, v)->block = b;
}

void mir_prepend(struct mir_func *f, mir_block b, const mir_val *v, uint32_t n)
{
	struct mir_bb *bb = mir_bb(f, b);

	if (bb->n + n > bb->cap)
		arena_grow(f->module->arena, &bb->insts, &bb->cap, bb->n + n, sizeof(uint32_t), 4);
	memmove(bb->insts + n, bb->insts, bb->n * sizeof(uint32_t));
	for (uint32_t k = 0; k < n; k++) {
		bb->insts[k] = v[k].id;
		mir_inst(f, v[k])->block = b;
	}
	bb->n += n;
}

mir_val mir_append(struct mir_builder *b, struct mir_inst i)
{
	struct mir_func *f = b->func;
	mir_val v;

	NB_ASSERT(!mir_block_ended(f, b->block));
	i.at = b->at;
	v = mir_new(f, i);
	mir_place(f, b->block, mir_bb(f, b->block)->n, v);
	for (unsigned t = 0; t < 2; t++)
		if (i.target[t].id)
			mir_edge_add(f, i.target[t], b->block);
	return v;
}

mir_val mir_const(struct mir_builder *b, struct mir_type t, int64_t v)
{
	return mir_append(b, (struct mir_inst){.op = MIR_OP_CONST, .type = t, .imm = v});
}

mir_val mir_unary(struct mir_builder *b, enum mir_op op, struct mir_type t, mir_val x)
{
	return mir_append(b,
			  (struct mir_inst){.op = (uint8_t)op, .type = t, .args = &x, .nargs = 1});
}

mir_val mir_binary(struct mir_builder *b, enum mir_op op, mir_val x, mir_val y)
{
	return mir_append(
		b, (struct mir_inst){.op = (uint8_t)op, .args = (mir_val[]){x, y}, .nargs = 2});
}

mir_val mir_load(struct mir_builder *b, struct mir_type t, mir_val ptr, int64_t offset)
{
	return mir_append(
		b, (struct mir_inst){
			   .op = MIR_OP_LOAD, .type = t, .args = &ptr, .nargs = 1, .imm = offset});
}

void mir_store(struct mir_builder *b, mir_val ptr, mir_val x, int64_t offset)
{
	mir_append(b, (struct mir_inst){.op = MIR_OP_STORE,
					.args = (mir_val[]){ptr, x},
					.nargs = 2,
					.imm = offset});
}

mir_val mir_helper(struct mir_builder *b, uint32_t helper, struct mir_type t, const mir_val *args,
		   uint32_t n)
{
	mir_val copy[8];

	NB_ASSERT(n <= ARRAY_SIZE(copy));
	if (n)
		memcpy(copy, args, n * sizeof(*args));
	return mir_append(
		b,
		(struct mir_inst){
			.op = MIR_OP_HELPER, .type = t, .args = copy, .nargs = n, .ref = helper});
}

mir_val mir_phi(struct mir_func *f, mir_block block, struct mir_type t, struct span at)
{
	const struct mir_bb *bb = mir_bb(f, block);
	mir_val v = mir_new(f, (struct mir_inst){.op = MIR_OP_PHI, .type = t, .at = at});
	uint32_t index = 0;

	while (index < bb->n && f->insts.v[bb->insts[index]].op == MIR_OP_PHI)
		index++;
	mir_place(f, block, index, v);
	return v;
}

void mir_phi_add(struct mir_func *f, mir_val phi, mir_val x)
{
	struct mir_inst *i = mir_inst(f, phi);

	if (i->nargs && operand_room(i->nargs) == i->nargs) {
		mir_val *grown = arena_array(f->module->arena, mir_val, i->nargs * 2);

		memcpy(grown, i->args, i->nargs * sizeof(*grown));
		i->args = grown;
	}
	i->args[i->nargs++] = x;
}

void mir_jump(struct mir_builder *b, mir_block to)
{
	mir_append(b, (struct mir_inst){.op = MIR_OP_JUMP, .target = {to}});
}

void mir_branch(struct mir_builder *b, mir_val cond, mir_block then, mir_block otherwise)
{
	mir_append(b, (struct mir_inst){.op = MIR_OP_BRANCH,
					.args = &cond,
					.nargs = 1,
					.target = {then, otherwise}});
}

void mir_guard(struct mir_builder *b, mir_val cond, uint32_t site)
{
	mir_append(b,
		   (struct mir_inst){.op = MIR_OP_GUARD, .args = &cond, .nargs = 1, .ref = site});
}

void mir_ret(struct mir_builder *b, mir_val x)
{
	mir_append(b, (struct mir_inst){.op = MIR_OP_RET, .args = &x, .nargs = x.id != 0});
}

bool mir_block_ended(const struct mir_func *f, mir_block b)
{
	return mir_end(f, b) != NULL;
}

struct mir_inst *mir_end(const struct mir_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f, b);
	struct mir_inst *i = bb->n ? &f->insts.v[bb->insts[bb->n - 1]] : NULL;

	return i && (mir_ops[i->op].flags & MIR_ENDS) ? i : NULL;
}
