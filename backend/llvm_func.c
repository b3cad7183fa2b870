/*
 * llvm_func.c - functions: declaration, blocks in reverse postorder, phis.
 *
 * A program is `int name(u64 *ctx)` in its own section. A subprogram is static, takes and gives
 * 64-bit numbers and pointers.
 */
#include "backend/llvm_unit.h"
#include "midend/analysis.h"

static void add_attribute(struct llvm_unit *u, LLVMValueRef fn, const char *name)
{
	unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));

	LLVMAddAttributeAtIndex(fn, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
				LLVMCreateEnumAttribute(u->context, kind, 0));
}

static void add_text_attribute(struct llvm_unit *u, LLVMValueRef fn, const char *name,
			       const char *value)
{
	LLVMAddAttributeAtIndex(fn, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
				LLVMCreateStringAttribute(u->context, name, (unsigned)strlen(name),
							  value, (unsigned)strlen(value)));
}

/* Between subprograms numbers are 64 bits wide. */
static LLVMTypeRef passed_type(const struct llvm_unit *u, struct mir_type t)
{
	return t.kind == MIR_PTR ? u->ptr : u->i64;
}

LLVMValueRef llvm_func_declare(struct llvm_unit *u, const struct mir_func *mir)
{
	LLVMTypeRef *params = arena_array(u->arena, LLVMTypeRef, mir->nparams + 1);
	LLVMTypeRef result = u->none;
	unsigned n = 0;
	LLVMValueRef fn;

	if (mir->section) {
		params[n++] = u->ptr;
		result = u->i32;
	} else {
		for (uint32_t i = 0; i < mir->nparams; i++)
			params[n++] = passed_type(u, mir->params[i]);
		if (mir->nresults)
			result = passed_type(u, mir->results[0]);
	}
	fn = LLVMAddFunction(u->module, mir->name, LLVMFunctionType(result, params, n, false));
	if (mir->section) {
		LLVMSetSection(fn, mir->section);
	} else {
		LLVMSetLinkage(fn, LLVMInternalLinkage);
		add_attribute(u, fn, "noinline"); /* the midend has inlined what is worth it */
	}
	add_attribute(u, fn, "nounwind"); /* else .eh_frame appears */
	if (u->options->size)
		add_attribute(u, fn, "optsize");
	/* BPF has neither memset to call nor indirect jumps. */
	add_text_attribute(u, fn, "no-builtins", "");
	add_text_attribute(u, fn, "no-jump-tables", "true");
	return fn;
}

LLVMValueRef llvm_func_slot(struct llvm_func *f, LLVMTypeRef type, unsigned align)
{
	struct llvm_unit *u = f->unit;
	LLVMBasicBlockRef here = LLVMGetInsertBlock(u->builder);
	LLVMMetadataRef at = LLVMGetCurrentDebugLocation2(u->builder);
	LLVMValueRef slot;

	LLVMPositionBuilderBefore(u->builder, f->prologue_end); /* which forgets the location */
	slot = LLVMBuildAlloca(u->builder, type, "");
	LLVMSetAlignment(slot, align);
	LLVMPositionBuilderAtEnd(u->builder, here);
	LLVMSetCurrentDebugLocation2(u->builder, at);
	return slot;
}

LLVMValueRef llvm_asm(struct llvm_unit *u, const char *text, const char *constraints, bool stays,
		      LLVMValueRef *args, unsigned n)
{
	LLVMTypeRef types[2] = {LLVMTypeOf(args[0]), LLVMTypeOf(args[n - 1])};
	LLVMTypeRef fn = LLVMFunctionType(types[0], types, n, false);
	/* Copies, because LLVM 16 takes texts that it might write to. */
	char *code = sv_dup(u->arena, sv_cstr(text));
	char *operands = sv_dup(u->arena, sv_cstr(constraints));
	LLVMValueRef callee = LLVMGetInlineAsm(fn, code, strlen(code), operands, strlen(operands),
					       stays, false, LLVMInlineAsmDialectATT, false);

	return LLVMBuildCall2(u->builder, fn, callee, args, n, "");
}

LLVMValueRef llvm_intrinsic(struct llvm_unit *u, const char *name, LLVMTypeRef *overloads,
			    unsigned n, LLVMValueRef *args, unsigned nargs)
{
	unsigned id = LLVMLookupIntrinsicID(name, strlen(name));

	return id ? LLVMBuildCall2(u->builder, LLVMIntrinsicGetType(u->context, id, overloads, n),
				   LLVMGetIntrinsicDeclaration(u->module, id, overloads, n), args,
				   nargs, "")
		  : NULL;
}

LLVMValueRef llvm_opaque(struct llvm_unit *u, LLVMValueRef x, bool stays)
{
	return llvm_asm(u, "", "=r,0", stays, &x, 1);
}

/* A value that LLVM must know nothing about, because a BOUND rests on a check of it: LLVM would
 * otherwise rewrite the check, or drop one that it finds redundant and the verifier does not. All
 * uses, checks included, then name the same register. */
static void seal(struct llvm_func *f, mir_val v)
{
	if (f->bounded[v.id] && !LLVMIsConstant(f->values[v.id]))
		f->values[v.id] = llvm_opaque(f->unit, f->values[v.id], true);
}

/* A BOUND stands on the value. What a mask is put to is sealed as well: the mask would go where LLVM
 * knows that it takes nothing away, as of a remainder, which the verifier does not. */
static void mark_bounded(struct llvm_func *f, mir_val v)
{
	const struct mir_inst *i = mir_inst(f->mir, v);

	f->bounded[v.id] = true;
	if (i->op == MIR_OP_AND)
		f->bounded[i->args[0].id] = true;
}

static void build_block(struct llvm_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f->mir, b);
	LLVMBuilderRef builder = f->unit->builder;
	uint32_t nphis = 0;

	LLVMPositionBuilderAtEnd(builder, f->blocks[b.id]);
	llvm_data_enter(f, b);
	for (; nphis < bb->n; nphis++) {
		const struct mir_inst *i = mir_inst(f->mir, (mir_val){bb->insts[nphis]});

		if (i->op != MIR_OP_PHI)
			break;
		llvm_debug_at(f, i->at);
		f->values[bb->insts[nphis]] =
			LLVMBuildPhi(builder, llvm_type(f->unit, i->type), "");
		/* A pointer from several places: as aligned as each access needs. */
		f->align[bb->insts[nphis]] = 8;
	}
	for (uint32_t n = 0; n < nphis; n++)
		seal(f, (mir_val){bb->insts[n]});
	for (uint32_t n = nphis; n < bb->n; n++) {
		mir_val v = {bb->insts[n]};

		llvm_debug_at(f, mir_inst(f->mir, v)->at);
		llvm_inst_build(f, v);
		llvm_data_pass(f, mir_inst(f->mir, v));
		seal(f, v);
	}
	llvm_data_leave(f, b);
}

/* Operands of the phis, once every block has its values. */
static void complete_phis(struct llvm_func *f, mir_block b)
{
	const struct mir_bb *bb = mir_bb(f->mir, b);
	LLVMValueRef phi = LLVMGetFirstInstruction(f->blocks[b.id]);

	for (uint32_t n = 0; n < bb->n; n++, phi = LLVMGetNextInstruction(phi)) {
		const struct mir_inst *i = mir_inst(f->mir, (mir_val){bb->insts[n]});

		if (i->op != MIR_OP_PHI)
			break;
		for (uint32_t k = 0; k < i->nargs; k++) {
			LLVMBasicBlockRef from = f->blocks[bb->preds[k].id];

			if (from)
				LLVMAddIncoming(phi, &f->values[i->args[k].id], &from, 1);
		}
	}
}

void llvm_func_build(struct llvm_unit *u, const struct mir_func *mir, LLVMValueRef fn)
{
	uint32_t nvalues = mir->insts.n, nblocks = mir->blocks.n;
	uint32_t nfiles = mir->module->sources ? mir->module->sources->files.n : 0;
	struct mir_order order = mir_order_make(u->arena, mir);
	LLVMBasicBlockRef prologue = LLVMAppendBasicBlockInContext(u->context, fn, "");
	struct llvm_func f = {
		.unit = u,
		.mir = mir,
		.llvm = fn,
		.subprogram = llvm_debug_func(u, fn, mir),
		.scopes = arena_array(u->arena, LLVMMetadataRef, nfiles),
		.blocks = arena_array(u->arena, LLVMBasicBlockRef, nblocks),
		.values = arena_array(u->arena, LLVMValueRef, nvalues),
		.lent = arena_array(u->arena, bool, nvalues),
		.align = arena_array(u->arena, uint8_t, nvalues),
		.bounded = arena_array(u->arena, bool, nvalues),
		.data = llvm_data_open(u, mir),
	};

	for (uint32_t n = 0; n < order.n; n++) {
		const struct mir_bb *bb = mir_bb(mir, order.rpo[n]);

		if (!llvm_block_is_cold(mir, order.rpo[n]))
			f.blocks[order.rpo[n].id] =
				LLVMAppendBasicBlockInContext(u->context, fn, "");
		for (uint32_t k = 0; k < bb->n; k++) {
			const struct mir_inst *i = mir_inst(mir, (mir_val){bb->insts[k]});

			if (i->op == MIR_OP_BOUND)
				mark_bounded(&f, i->args[0]);
			for (uint32_t a = 0; i->op == MIR_OP_CALL && a < i->nargs; a++)
				f.lent[llvm_inst_base(mir, i->args[a]).id] = true;
		}
	}
	/* The code generator keeps this order: what is cold stands behind everything else. */
	for (uint32_t n = 0; n < order.n; n++)
		if (llvm_block_is_cold(mir, order.rpo[n]))
			f.blocks[order.rpo[n].id] =
				LLVMAppendBasicBlockInContext(u->context, fn, "");
	LLVMPositionBuilderAtEnd(u->builder, prologue);
	LLVMSetCurrentDebugLocation2(u->builder, NULL);
	/* MIR's entry may be the head of a loop, LLVM's may not. */
	f.prologue_end = LLVMBuildBr(u->builder, f.blocks[1]);
	for (uint32_t n = 0; n < order.n; n++)
		build_block(&f, order.rpo[n]);
	for (uint32_t n = 0; n < order.n; n++)
		complete_phis(&f, order.rpo[n]);
}
