/*
 * pipeline.c - LLVM's passes and code generation.
 *
 * Not default<O2>: instcombine, sinking, loop idioms and unrolling rewrite checks into forms that
 * the kernel's verifier does not follow. The list below loads everywhere at equal size. It opens
 * with default<O0> because that runs the BPF target's own passes, without which code generation
 * dies on CO-RE intrinsics. Inlining and range analysis are the midend's.
 */
#include "backend/llvm_unit.h"

#include <llvm-c/Analysis.h>
#include <llvm-c/Transforms/PassBuilder.h>

#define O0 "default<O0>"
#define CLEAN ",globaldce"
#define CURATED                                                                                    \
	",function(sroa,early-cse<memssa>,instsimplify,simplifycfg,loop-mssa(loop-rotate,licm),"   \
	"gvn,dse,adce,instsimplify,simplifycfg)"

/* NB_DEBUG: IR that LLVM calls broken is our mistake. */
static void verify(const struct llvm_unit *u)
{
#ifdef NB_DEBUG
	char *why = NULL;

	if (LLVMVerifyModule(u->module, LLVMReturnStatusAction, &why))
		NB_BUG("broken IR: %s", why);
	LLVMDisposeMessage(why);
#else
	(void)u;
#endif
}

void pipeline_optimize(struct llvm_unit *u)
{
	const char *passes = u->options->level ? O0 CURATED CLEAN : O0 CLEAN;
	LLVMPassBuilderOptionsRef options = LLVMCreatePassBuilderOptions();
	LLVMErrorRef error;

	verify(u);
	error = LLVMRunPasses(u->module, passes, u->machine, options);
	LLVMDisposePassBuilderOptions(options);
	if (error) {
		char *text = LLVMGetErrorMessage(error);

		llvm_unit_fail(u, "%s", text);
		LLVMDisposeErrorMessage(text);
	}
}

static struct sv keep(struct llvm_unit *u, const char *p, size_t n)
{
	return (struct sv){arena_strndup(u->arena, p, n), n};
}

struct sv pipeline_emit(struct llvm_unit *u)
{
	LLVMCodeGenFileType type = LLVMObjectFile;
	LLVMMemoryBufferRef out = NULL;
	struct sv bytes = {0};
	char *text = NULL;

	if (u->options->emit == BACKEND_LLVM_IR) {
		text = LLVMPrintModuleToString(u->module);
		bytes = keep(u, text, strlen(text));
		LLVMDisposeMessage(text);
		return bytes;
	}
	if (u->options->emit == BACKEND_ASM) {
		/* What is left is what the kernel runs. */
		LLVMStripModuleDebugInfo(u->module);
		type = LLVMAssemblyFile;
	}
	if (LLVMTargetMachineEmitToMemoryBuffer(u->machine, u->module, type, &text, &out)) {
		llvm_unit_fail(u, "%s", text);
		LLVMDisposeMessage(text);
		return bytes;
	}
	bytes = keep(u, LLVMGetBufferStart(out), LLVMGetBufferSize(out));
	LLVMDisposeMemoryBuffer(out);
	return bytes;
}
