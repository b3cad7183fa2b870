/*
 * llvm_inst.c - instruction selection: one MIR operation to LLVM IR.
 *
 * The input is legal: what the midend's `expand` lowers does not appear here. Where the kernel's
 * verifier would choke on what LLVM makes of plain IR (context accesses, divisions, log2), the
 * operation is built so that LLVM cannot look inside.
 */
#include "backend/llvm_unit.h"
#include "lang/helpers.h"
#include "lang/maps.h"

/* Helpers that operations of MIR stand for: enum bpf_func_id, include/uapi/linux/bpf.h. */
enum {
	FUNC_map_lookup_elem = 1,
	FUNC_map_update_elem = 2,
	FUNC_map_delete_elem = 3,
	FUNC_ringbuf_reserve = 131,
	FUNC_ringbuf_submit = 132,
	FUNC_ringbuf_discard = 133,
	FUNC_loop = 181,
};

enum { MAX_HELPER_ARGS = 5, MEM_CHUNK_BYTES = 512 };

static LLVMValueRef arg(const struct llvm_func *f, const struct mir_inst *i, uint32_t n)
{
	return f->values[i->args[n].id];
}

static LLVMValueRef number(const struct llvm_func *f, int64_t n)
{
	return LLVMConstInt(f->unit->i64, (unsigned long long)n, true);
}

/* ---- calls ---- */

/* A number as a register holds it. */
static LLVMValueRef widen(const struct llvm_func *f, LLVMValueRef x)
{
	return LLVMTypeOf(x) == f->unit->ptr ? x
					     : LLVMBuildZExt(f->unit->builder, x, f->unit->i64, "");
}

/* A register's 64 bits as a value of type `t`. */
static LLVMValueRef narrow(const struct llvm_func *f, LLVMValueRef x, struct mir_type t)
{
	return t.kind == MIR_PTR ? x
				 : LLVMBuildTrunc(f->unit->builder, x, llvm_type(f->unit, t), "");
}

static LLVMValueRef call_helper(const struct llvm_func *f, uint32_t func_id, LLVMTypeRef result,
				LLVMValueRef *args, uint32_t n)
{
	const struct llvm_unit *u = f->unit;
	LLVMTypeRef types[MAX_HELPER_ARGS];
	LLVMTypeRef fn;

	NB_ASSERT(n <= MAX_HELPER_ARGS);
	for (uint32_t k = 0; k < n; k++)
		types[k] = LLVMTypeOf(args[k]);
	fn = LLVMFunctionType(result, types, n, false);
	return LLVMBuildCall2(u->builder, fn, LLVMConstIntToPtr(number(f, func_id), u->ptr), args,
			      n, "");
}

static LLVMValueRef build_helper(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[MAX_HELPER_ARGS], r;
	LLVMTypeRef result = i->type.kind == MIR_PTR ? f->unit->ptr : f->unit->i64;

	NB_ASSERT(i->nargs <= MAX_HELPER_ARGS);
	for (uint32_t k = 0; k < i->nargs; k++)
		args[k] = widen(f, arg(f, i, k));
	r = call_helper(f, helpers[i->ref].number, result, args, i->nargs);
	return i->type.kind == MIR_NONE ? NULL : narrow(f, r, i->type);
}

static LLVMValueRef build_call(const struct llvm_func *f, const struct mir_inst *i)
{
	const struct llvm_unit *u = f->unit;
	LLVMValueRef args[MIR_CALL_REGISTERS], r;

	for (uint32_t n = 0; n < i->nargs; n++)
		args[n] = widen(f, arg(f, i, n));
	r = LLVMBuildCall2(u->builder, LLVMGlobalGetValueType(u->funcs[i->ref]), u->funcs[i->ref],
			   args, i->nargs, "");
	return i->type.kind == MIR_NONE ? NULL : narrow(f, r, i->type);
}

/* bpf_loop(rounds, function, record, 0) of the kernel. */
static LLVMValueRef build_run(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {number(f, i->imm), f->unit->funcs[i->ref], arg(f, i, 0),
			       number(f, 0)};

	return call_helper(f, FUNC_loop, f->unit->i64, args, ARRAY_SIZE(args));
}

/* What an LSM program gives the verifier checks (bpf_lsm_get_retval_range, kernel/bpf/bpf_lsm.c),
 * so that it must know it: of two verdicts that are known LLVM would compute one. */
static LLVMValueRef verdict(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef v = arg(f, i, 0);

	return sv_starts(sv_cstr(f->mir->section), SV("lsm/")) && LLVMIsConstant(v)
		       ? llvm_opaque(f->unit, v, false)
		       : v;
}

static LLVMValueRef build_ret(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMBuilderRef b = f->unit->builder;

	if (f->mir->section)
		return LLVMBuildRet(b, verdict(f, i));
	return i->nargs ? LLVMBuildRet(b, widen(f, arg(f, i, 0))) : LLVMBuildRetVoid(b);
}

/* ---- arithmetic ---- */

/* BPF's own division gives what MIR asks for a zero divisor, LLVM's is undefined there and a test
 * of the divisor would cost a branch: so the instruction itself, unless the divisor is known. */
static LLVMValueRef build_div(const struct llvm_func *f, const struct mir_inst *i)
{
	struct llvm_unit *u = f->unit;
	LLVMValueRef x = arg(f, i, 0), y = arg(f, i, 1);
	LLVMValueRef operands[] = {widen(f, x), widen(f, y)};
	const char *text = i->op == MIR_OP_UDIV ? "$0 /= $2" : "$0 %= $2";

	if (LLVMIsAConstantInt(y) && LLVMConstIntGetZExtValue(y))
		return i->op == MIR_OP_UDIV ? LLVMBuildUDiv(u->builder, x, y, "")
					    : LLVMBuildURem(u->builder, x, y, "");
	return narrow(f, llvm_asm(u, text, "=r,0,r", false, operands, 2), i->type);
}

/* The kernel tracks what is known of each bit: those of the unknown number go in and out again. LLVM
 * would see that nothing changes. */
static LLVMValueRef build_forget(struct llvm_func *f, LLVMValueRef x, LLVMValueRef unknown)
{
	struct llvm_unit *u = f->unit;

	x = llvm_opaque(u, LLVMBuildXor(u->builder, x, unknown, ""), f->mir->is_crowded);
	return llvm_opaque(u, LLVMBuildXor(u->builder, x, unknown, ""), false);
}

/* The highest set bit by halves, without a branch: each branch would double the verifier's paths.
 * For 0 <= h < 2^32 the sign of -h says whether h is not 0. The steps are opaque to LLVM: it would
 * make comparisons of them, which on BPF are branches, or join them with `or`, of which verifiers
 * before 6.10 know no bounds. Of the sum all know that it is below 64. */
static LLVMValueRef build_log2(const struct llvm_func *f, LLVMValueRef x)
{
	struct llvm_unit *u = f->unit;
	LLVMBuilderRef b = u->builder;
	LLVMValueRef sum = NULL;

	for (unsigned half = 32; half > 1; half /= 2) {
		LLVMValueRef high = LLVMBuildLShr(b, x, number(f, half), "");
		/* The top bits of the sign are all equal: take the one worth `half`. */
		LLVMValueRef top = LLVMBuildLShr(b, LLVMBuildNeg(b, high, ""), number(f, 58), "");
		LLVMValueRef step =
			llvm_opaque(u, LLVMBuildAnd(b, top, number(f, half), ""), false);

		x = LLVMBuildLShr(b, x, step, "");
		sum = sum ? LLVMBuildAdd(b, sum, step, "") : step;
	}
	x = LLVMBuildLShr(b, x, number(f, 1), "");
	return LLVMBuildAdd(b, sum, LLVMBuildAnd(b, x, number(f, 1), ""), "");
}

/* ---- memory ---- */

mir_val llvm_inst_base(const struct mir_func *f, mir_val p)
{
	while (mir_inst(f, p)->op == MIR_OP_OFFSET || mir_inst(f, p)->op == MIR_OP_INDEX)
		p = mir_inst(f, p)->args[0];
	return p;
}

static unsigned align_with(unsigned align, int64_t offset)
{
	uint64_t bits = (uint64_t)offset | align;

	return (unsigned)(bits & -bits);
}

static LLVMValueRef advance(const struct llvm_func *f, LLVMValueRef p, LLVMValueRef offset)
{
	return LLVMBuildInBoundsGEP2(f->unit->builder, f->unit->i8, p, &offset, 1, "");
}

/* The context at an offset. The verifier refuses an access through a modified context pointer, so
 * LLVM must not merge two accesses into one with a variable offset: the intrinsic (LLVM 18 and
 * later) makes each one access opaque. */
static LLVMValueRef context_at(const struct llvm_func *f, LLVMValueRef ctx, LLVMValueRef offset)
{
	LLVMValueRef opaque =
		llvm_intrinsic(f->unit, "llvm.preserve.static.offset", NULL, 0, &ctx, 1);

	return advance(f, opaque ? opaque : ctx, offset);
}

/* The address of an access and its alignment: fixed offsets are summed up first. */
static LLVMValueRef address(const struct llvm_func *f, mir_val base, int64_t offset,
			    unsigned *align)
{
	const struct mir_inst *i = mir_inst(f->mir, base);
	LLVMValueRef p = NULL;

	for (; i->op == MIR_OP_OFFSET; i = mir_inst(f->mir, base)) {
		offset += i->imm;
		base = i->args[0];
	}
	*align = align_with(f->align[base.id], offset);
	if (i->type.space == MIR_SPACE_CTX)
		return context_at(f, f->values[base.id], number(f, offset));
	if (i->op == MIR_OP_GLOBAL)
		p = llvm_data_global(f, i->ref, offset);
	if (p)
		return p;
	return offset ? advance(f, f->values[base.id], number(f, offset)) : f->values[base.id];
}

static LLVMValueRef build_load(const struct llvm_func *f, const struct mir_inst *i)
{
	enum mir_space space = mir_inst(f->mir, i->args[0])->type.space;
	const struct llvm_unit *u = f->unit;
	unsigned align;
	LLVMValueRef p = address(f, i->args[0], i->imm, &align);
	LLVMValueRef x = LLVMBuildLoad2(u->builder, llvm_type(u, i->type), p, "");

	LLVMSetAlignment(x, align);
	/* The loader sets constants before the load: LLVM must not fold what stands there now. Of a
	 * choice between two words of the context it would make a load from a chosen address, which
	 * the verifier refuses. A subprogram has written its results only where its status says so: a
	 * load of one must not move before the test. */
	LLVMSetVolatile(x, space == MIR_SPACE_CONST || space == MIR_SPACE_CTX ||
				   f->lent[llvm_inst_base(f->mir, i->args[0]).id]);
	return x;
}

/* Volatile, since the verifier wants the whole member, and behind the test of a null. */
static LLVMValueRef build_peek(struct llvm_unit *u, const struct mir_inst *i, LLVMValueRef base)
{
	LLVMValueRef p = llvm_core_member(u, base, i->ref);
	LLVMValueRef x;

	p = LLVMBuildIntToPtr(u->builder, p, u->ptr, "");
	x = LLVMBuildLoad2(u->builder, llvm_type(u, i->type), p, "");
	LLVMSetAlignment(x, mir_type_bits(i->type) / 8);
	LLVMSetVolatile(x, true);
	return x;
}

static LLVMValueRef build_kept(const struct llvm_func *f, const struct mir_inst *i)
{
	unsigned align;
	LLVMValueRef p = address(f, i->args[0], i->imm, &align), x;

	x = LLVMBuildLoad2(f->unit->builder, f->unit->ptr, p, "");
	LLVMSetAlignment(x, align);
	return x;
}

static LLVMValueRef build_store(const struct llvm_func *f, const struct mir_inst *i)
{
	unsigned align;
	LLVMValueRef p = address(f, i->args[0], i->imm, &align), x = arg(f, i, 1);

	/* Kernels before 6.4 take numbers for the context from registers only ("BPF_ST stores into
	 * R1 ctx is not allowed", check_mem_access of kernel/bpf/verifier.c). */
	if (mir_inst(f->mir, i->args[0])->type.space == MIR_SPACE_CTX && LLVMIsConstant(x))
		x = llvm_opaque(f->unit, x, false);
	LLVMSetAlignment(LLVMBuildStore(f->unit->builder, x, p), align);
	return NULL;
}

static LLVMValueRef add_atomically(const struct llvm_func *f, LLVMValueRef p, LLVMValueRef x)
{
	return LLVMBuildAtomicRMW(f->unit->builder, LLVMAtomicRMWBinOpAdd, p, x,
				  LLVMAtomicOrderingMonotonic, false);
}

static LLVMValueRef build_atomic_add(const struct llvm_func *f, const struct mir_inst *i)
{
	unsigned align;

	return add_atomically(f, address(f, i->args[0], i->imm, &align), arg(f, i, 1));
}

static LLVMValueRef build_atomic_fetch(const struct llvm_func *f, const struct mir_inst *i)
{
	unsigned align;

	return LLVMBuildAtomicRMW(f->unit->builder, LLVMAtomicRMWBinOpAdd,
				  address(f, i->args[0], i->imm, &align), arg(f, i, 1),
				  LLVMAtomicOrderingSequentiallyConsistent, false);
}

static LLVMValueRef build_atomic_swap(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMBuilderRef b = f->unit->builder;
	unsigned align;
	LLVMValueRef pair =
		LLVMBuildAtomicCmpXchg(b, address(f, i->args[0], i->imm, &align), arg(f, i, 1),
				       arg(f, i, 2), LLVMAtomicOrderingSequentiallyConsistent,
				       LLVMAtomicOrderingSequentiallyConsistent, false);

	return LLVMBuildExtractValue(b, pair, 0, "");
}

static LLVMValueRef build_count(const struct llvm_func *f, const struct mir_inst *i)
{
	return add_atomically(f, llvm_data_site(f, i->ref), i->nargs ? arg(f, i, 0) : number(f, 1));
}

/* In pieces that the target writes out as loads and stores: a larger one would become a call of
 * memcpy, which BPF does not have. What .rodata holds is known when the object is loaded, not here:
 * reading it is volatile, or LLVM would copy the default. */
static LLVMValueRef build_copy(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMBuilderRef b = f->unit->builder;
	bool is_const = mir_inst(f->mir, i->args[1])->type.space == MIR_SPACE_CONST;

	for (int64_t at = 0; at < i->imm; at += MEM_CHUNK_BYTES) {
		int64_t n = i->imm - at < MEM_CHUNK_BYTES ? i->imm - at : MEM_CHUNK_BYTES;
		unsigned to_align, from_align;
		LLVMValueRef to = address(f, i->args[0], at, &to_align);
		LLVMValueRef from = address(f, i->args[1], at, &from_align);

		LLVMValueRef copy =
			LLVMBuildMemCpy(b, to, to_align, from, from_align, number(f, n));

		LLVMSetOperand(copy, 3, LLVMConstInt(f->unit->i1, is_const, 0));
	}
	return NULL;
}

static LLVMValueRef build_zero(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMBuilderRef b = f->unit->builder;

	for (int64_t at = 0; at < i->imm; at += MEM_CHUNK_BYTES) {
		int64_t n = i->imm - at < MEM_CHUNK_BYTES ? i->imm - at : MEM_CHUNK_BYTES;
		unsigned align;
		LLVMValueRef to = address(f, i->args[0], at, &align);

		LLVMBuildMemSet(b, to, LLVMConstNull(f->unit->i8), number(f, n), align);
	}
	return NULL;
}

static LLVMValueRef build_index(const struct llvm_func *f, const struct mir_inst *i)
{
	return advance(f, arg(f, i, 0),
		       LLVMBuildMul(f->unit->builder, arg(f, i, 1), number(f, i->imm), ""));
}

/* Four bytes stand in the upper half of a word of the stack, where the verifier does not follow
 * numbers: what differs in the key of a map alone it walks once. */
static unsigned slot_align(const struct mir_inst *i)
{
	return i->imm == 4 ? 4 : 8;
}

static unsigned alignment_of(const struct llvm_func *f, const struct mir_inst *i)
{
	if (i->op == MIR_OP_OFFSET || i->op == MIR_OP_INDEX)
		return align_with(f->align[i->args[0].id], i->imm);
	if (i->op == MIR_OP_NONNULL)
		return f->align[i->args[0].id];
	if (i->op == MIR_OP_SLOT)
		return slot_align(i);
	if (i->op == MIR_OP_GLOBAL)
		return align_with(8, f->unit->mir->globals.v[i->ref].align);
	return 8;
}

/* ---- maps ---- */

static LLVMValueRef build_lookup(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {f->unit->maps[i->ref], arg(f, i, 0)};

	return call_helper(f, FUNC_map_lookup_elem, f->unit->ptr, args, 2);
}

static LLVMValueRef build_owned(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {f->unit->maps[i->ref], arg(f, i, 0), number(f, 0),
			       number(f, i->imm)};

	return call_helper(f, map_storage_of_type(f->unit->mir->maps.v[i->ref].kind)->get,
			   f->unit->ptr, args, 4);
}

static LLVMValueRef build_update(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {f->unit->maps[i->ref], arg(f, i, 0), arg(f, i, 1),
			       number(f, i->imm)};

	return call_helper(f, FUNC_map_update_elem, f->unit->i64, args, 4);
}

static LLVMValueRef build_delete(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {f->unit->maps[i->ref], arg(f, i, 0)};

	return call_helper(f, FUNC_map_delete_elem, f->unit->i64, args, 2);
}

static LLVMValueRef build_reserve(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef args[] = {f->unit->maps[i->ref], number(f, i->imm), number(f, 0)};

	return call_helper(f, FUNC_ringbuf_reserve, f->unit->ptr, args, 3);
}

/* Flags 0: the kernel wakes the reader when it has caught up, and only then. */
static LLVMValueRef end_record(const struct llvm_func *f, uint32_t func_id, LLVMValueRef record)
{
	LLVMValueRef args[] = {record, number(f, 0)};

	return call_helper(f, func_id, f->unit->none, args, 2);
}

/* ---- every operation ---- */

static LLVMValueRef build_const(const struct llvm_func *f, const struct mir_inst *i)
{
	if (i->type.kind == MIR_PTR)
		return LLVMConstIntToPtr(number(f, i->imm), f->unit->ptr);
	return LLVMConstInt(llvm_type(f->unit, i->type), (unsigned long long)i->imm, true);
}

static LLVMValueRef build_binary(const struct llvm_func *f, const struct mir_inst *i)
{
	static const LLVMOpcode opcodes[MIR_OPS] = {
		[MIR_OP_ADD] = LLVMAdd, [MIR_OP_SUB] = LLVMSub,	  [MIR_OP_MUL] = LLVMMul,
		[MIR_OP_AND] = LLVMAnd, [MIR_OP_OR] = LLVMOr,	  [MIR_OP_XOR] = LLVMXor,
		[MIR_OP_SHL] = LLVMShl, [MIR_OP_LSHR] = LLVMLShr, [MIR_OP_ASHR] = LLVMAShr,
	};

	return LLVMBuildBinOp(f->unit->builder, opcodes[i->op], arg(f, i, 0), arg(f, i, 1), "");
}

/* Of a comparison of an operand that is the sign extension of 32 bits with a constant that has
 * 32: those bits, whose comparison is the same. Else NULL, or when a bound rests on the operand. */
static LLVMValueRef extended_from(const struct llvm_func *f, const struct mir_inst *i, uint32_t n,
				  LLVMValueRef constant)
{
	const struct mir_inst *ext = mir_inst(f->mir, i->args[n]);
	bool is_unsigned = i->op == MIR_OP_ULT || i->op == MIR_OP_ULE;
	long long c;

	if (ext->op != MIR_OP_SEXT || is_unsigned || f->bounded[i->args[n].id] ||
	    mir_inst(f->mir, ext->args[0])->type.kind != MIR_I32 || !LLVMIsAConstantInt(constant))
		return NULL;
	c = LLVMConstIntGetSExtValue(constant);
	return c == (int32_t)c ? f->values[ext->args[0].id] : NULL;
}

static LLVMValueRef build_compare(const struct llvm_func *f, const struct mir_inst *i)
{
	static const LLVMIntPredicate predicates[MIR_OPS] = {
		[MIR_OP_EQ] = LLVMIntEQ,   [MIR_OP_NE] = LLVMIntNE,   [MIR_OP_SLT] = LLVMIntSLT,
		[MIR_OP_SLE] = LLVMIntSLE, [MIR_OP_ULT] = LLVMIntULT, [MIR_OP_ULE] = LLVMIntULE,
	};

	LLVMValueRef x = arg(f, i, 0), y = arg(f, i, 1), narrow = extended_from(f, i, 0, y);

	if (narrow) {
		x = narrow;
		y = LLVMBuildTrunc(f->unit->builder, y, f->unit->i32, "");
	} else if ((narrow = extended_from(f, i, 1, x))) {
		x = LLVMBuildTrunc(f->unit->builder, x, f->unit->i32, "");
		y = narrow;
	}
	return LLVMBuildICmp(f->unit->builder, predicates[i->op], x, y, "");
}

static LLVMValueRef build_convert(const struct llvm_func *f, const struct mir_inst *i)
{
	static const LLVMOpcode opcodes[MIR_OPS] = {
		[MIR_OP_ZEXT] = LLVMZExt,
		[MIR_OP_SEXT] = LLVMSExt,
		[MIR_OP_TRUNC] = LLVMTrunc,
	};

	return LLVMBuildCast(f->unit->builder, opcodes[i->op], arg(f, i, 0),
			     llvm_type(f->unit, i->type), "");
}

static LLVMValueRef build_param(const struct llvm_func *f, const struct mir_inst *i)
{
	return narrow(f, LLVMGetParam(f->llvm, (unsigned)i->imm), i->type);
}

bool llvm_block_is_cold(const struct mir_func *f, mir_block block)
{
	const struct mir_bb *b = mir_bb(f, block);

	for (uint32_t i = 0; i < b->n; i++)
		if (f->insts.v[b->insts[i]].op == MIR_OP_COUNT)
			return true;
	return b->n <= 2 && f->insts.v[b->insts[b->n - 1]].op == MIR_OP_RET;
}

/* What is cold is said, so that the way through the program falls through from block to block and a
 * filter that the loader folds away leaves no jump. */
static LLVMValueRef build_branch(const struct llvm_func *f, const struct mir_inst *i)
{
	struct llvm_unit *u = f->unit;
	LLVMValueRef br = LLVMBuildCondBr(u->builder, arg(f, i, 0), f->blocks[i->target[0].id],
					  f->blocks[i->target[1].id]);
	bool cold[2] = {llvm_block_is_cold(f->mir, i->target[0]),
			llvm_block_is_cold(f->mir, i->target[1])};
	LLVMMetadataRef weights[3];

	if (cold[0] == cold[1])
		return br;
	weights[0] = LLVMMDStringInContext2(u->context, "branch_weights", 14);
	for (int k = 0; k < 2; k++)
		weights[k + 1] = LLVMValueAsMetadata(
			LLVMConstInt(LLVMInt32TypeInContext(u->context), cold[k] ? 1 : 100, 0));
	LLVMSetMetadata(br, LLVMGetMDKindIDInContext(u->context, "prof", 4),
			LLVMMetadataAsValue(u->context,
					    LLVMMDNodeInContext2(u->context, weights, 3)));
	return br;
}

/* Kernels before 6.8 learn nothing of a spilled number from a check of a copy: where values are
 * spilled LLVM may read it once more behind the check. Of a mask that LLVM sees it would make an
 * `or` to the address, which the kernel refuses. */
static LLVMValueRef build_bound(const struct llvm_func *f, const struct mir_inst *i)
{
	LLVMValueRef x = arg(f, i, 0);

	if (!f->mir->is_crowded || i->imm > INT32_MAX || (i->imm & (i->imm - 1)))
		return x;
	return llvm_asm(f->unit, arena_printf(f->unit->arena, "$0 &= %d", (int)(i->imm - 1)),
			"=r,0", false, &x, 1);
}

/* The value of the instruction, NULL when it has none. */
static LLVMValueRef build(struct llvm_func *f, const struct mir_inst *i)
{
	struct llvm_unit *u = f->unit;

	switch ((enum mir_op)i->op) {
	case MIR_OP_CONST:
		return build_const(f, i);
	case MIR_OP_PARAM:
		return build_param(f, i);
	case MIR_OP_CTX:
		return LLVMGetParam(f->llvm, 0);
	case MIR_OP_ADD:
	case MIR_OP_SUB:
	case MIR_OP_MUL:
	case MIR_OP_AND:
	case MIR_OP_OR:
	case MIR_OP_XOR:
	case MIR_OP_SHL:
	case MIR_OP_LSHR:
	case MIR_OP_ASHR:
		return build_binary(f, i);
	case MIR_OP_UDIV:
	case MIR_OP_UREM:
		return build_div(f, i);
	case MIR_OP_SDIV:
		return LLVMBuildSDiv(u->builder, arg(f, i, 0), arg(f, i, 1), "");
	case MIR_OP_SREM:
		return LLVMBuildSRem(u->builder, arg(f, i, 0), arg(f, i, 1), "");
	case MIR_OP_NOT:
		return LLVMBuildNot(u->builder, arg(f, i, 0), "");
	case MIR_OP_EQ:
	case MIR_OP_NE:
	case MIR_OP_SLT:
	case MIR_OP_SLE:
	case MIR_OP_ULT:
	case MIR_OP_ULE:
		return build_compare(f, i);
	case MIR_OP_ISNULL:
		return LLVMBuildIsNull(u->builder, arg(f, i, 0), "");
	case MIR_OP_ZEXT:
	case MIR_OP_SEXT:
	case MIR_OP_TRUNC:
		return build_convert(f, i);
	case MIR_OP_SELECT:
		return LLVMBuildSelect(u->builder, arg(f, i, 0), arg(f, i, 1), arg(f, i, 2), "");
	case MIR_OP_FORGET:
		return build_forget(f, arg(f, i, 0), arg(f, i, 1));
	case MIR_OP_LOG2:
		return build_log2(f, arg(f, i, 0));
	case MIR_OP_SLOT:
		return llvm_func_slot(f, LLVMArrayType(u->i8, (unsigned)i->imm), slot_align(i));
	case MIR_OP_GLOBAL:
		return u->globals[i->ref];
	case MIR_OP_OFFSET:
		return advance(f, arg(f, i, 0), number(f, i->imm));
	case MIR_OP_INDEX:
		return build_index(f, i);
	case MIR_OP_BOUND: /* sealed where it was defined */
		return build_bound(f, i);
	case MIR_OP_NONNULL:
		return arg(f, i, 0);
	case MIR_OP_MEMBER:
		return llvm_core_member(u, arg(f, i, 0), i->ref);
	case MIR_OP_PEEK:
		return build_peek(u, i, arg(f, i, 0));
	case MIR_OP_FACT:
		return llvm_core_fact(u, i->ref, i->imm);
	case MIR_OP_LOAD:
		return build_load(f, i);
	case MIR_OP_STORE:
		return build_store(f, i);
	case MIR_OP_ATOMIC_ADD:
		return build_atomic_add(f, i);
	case MIR_OP_ATOMIC_FETCH:
		return build_atomic_fetch(f, i);
	case MIR_OP_ATOMIC_SWAP:
		return build_atomic_swap(f, i);
	case MIR_OP_COPY:
		return build_copy(f, i);
	case MIR_OP_ZERO:
		return build_zero(f, i);
	case MIR_OP_HELPER:
		return build_helper(f, i);
	case MIR_OP_MAP:
		return u->maps[i->ref];
	case MIR_OP_LOOKUP:
		return build_lookup(f, i);
	case MIR_OP_OWNED:
		return build_owned(f, i);
	case MIR_OP_UPDATE:
		return build_update(f, i);
	case MIR_OP_DELETE:
		return build_delete(f, i);
	case MIR_OP_RESERVE:
		return build_reserve(f, i);
	case MIR_OP_SUBMIT:
		return end_record(f, FUNC_ringbuf_submit, arg(f, i, 0));
	case MIR_OP_DISCARD:
		return end_record(f, FUNC_ringbuf_discard, arg(f, i, 0));
	case MIR_OP_CALL:
		return build_call(f, i);
	case MIR_OP_RUN:
		return build_run(f, i);
	case MIR_OP_KEEP:
		return build_store(f, i);
	case MIR_OP_KEPT:
		return build_kept(f, i);
	case MIR_OP_COUNT:
		return build_count(f, i);
	case MIR_OP_JUMP:
		return LLVMBuildBr(u->builder, f->blocks[i->target[0].id]);
	case MIR_OP_BRANCH:
		return build_branch(f, i);
	case MIR_OP_RET:
		return build_ret(f, i);
	case MIR_OP_PHI: /* built with its block */
	case MIR_OP_ROUNDS:
	case MIR_OP_RESULT:
	case MIR_OP_ADD_OV:
	case MIR_OP_SUB_OV:
	case MIR_OP_MUL_OV:
	case MIR_OP_FLOORDIV:
	case MIR_OP_FLOORMOD:
	case MIR_OP_GUARD:
	case MIR_OP_FAIL:
	case MIR_OPS:
		break;
	}
	NB_BUG("'%s' reached the backend", mir_ops[i->op].name);
}

void llvm_inst_build(struct llvm_func *f, mir_val v)
{
	const struct mir_inst *i = mir_inst(f->mir, v);

	f->values[v.id] = build(f, i);
	f->align[v.id] = (uint8_t)alignment_of(f, i);
}
