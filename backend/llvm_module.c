/*
 * llvm_module.c - the module around the functions: context, target, maps, globals, counters.
 *
 * What libbpf looks for: maps in `.maps` described by BTF alone, `.rodata` `.data` `.bss`, the
 * license. LLVM's complaints go to u->error: emission "succeeds" after an error, so the caller
 * asks for u->error after each step.
 */
#include "backend/llvm_unit.h"

#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm/Config/llvm-config.h>

void llvm_unit_fail(struct llvm_unit *u, const char *fmt, ...)
{
	va_list ap;

	if (u->error)
		return;
	va_start(ap, fmt);
	u->error = arena_vprintf(u->arena, fmt, ap);
	va_end(ap);
}

static void on_diagnostic(LLVMDiagnosticInfoRef info, void *arg)
{
	struct llvm_unit *u = arg;
	char *text;

	if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
		return;
	text = LLVMGetDiagInfoDescription(info);
	llvm_unit_fail(u, "%.*s", (int)strcspn(text, "\n"), text);
	LLVMDisposeMessage(text);
}

/* LLVM's block placement may put the last block of a loop before its head, which it then falls
 * into. Kernels before 6.8 take that for an endless loop ("back-edge from insn 12 to 13"): to them
 * only a jump may lead back. Without the pass blocks stay in our order, heads first and cold ones
 * last. Instructions stay in our order too: LLVM would order those of a long block for a processor
 * that runs several at once, with so many values in use that half of the code is there to spill
 * them. And jumps stay jumps: of sixteen comparisons, the first of which that holds ends the
 * search, LLVM would make all sixteen and ask them together, in 2^16 ways for the verifier. */
static void set_code_generator(void)
{
	static const char *const args[] = {"nubpfc", "-disable-block-placement",
					   "-pre-RA-sched=source",
					   "-simplifycfg-branch-fold-threshold=0"};

	LLVMParseCommandLineOptions(ARRAY_SIZE(args), args, NULL);
}

/* Stores of constants are in the first BPF, though LLVM has them for cpu v4 only: v3 is v4 without
 * what came with it. The options are the process's, so each machine says them all. */
static const char *set_cpu(const char *cpu)
{
	static const char *const without[] = {"nubpfc",
					      "-disable-ldsx=true",
					      "-disable-movsx=true",
					      "-disable-bswap=true",
					      "-disable-sdiv-smod=true",
					      "-disable-gotol=true"};
	static const char *const with[] = {"nubpfc",
					   "-disable-ldsx=false",
					   "-disable-movsx=false",
					   "-disable-bswap=false",
					   "-disable-sdiv-smod=false",
					   "-disable-gotol=false"};
	bool is_v4 = strcmp(cpu, "v4") == 0;

	if (LLVM_VERSION_MAJOR < 18 || (!is_v4 && strcmp(cpu, "v3") != 0))
		return cpu;
	LLVMParseCommandLineOptions(ARRAY_SIZE(with), is_v4 ? with : without, NULL);
	return "v4";
}

static LLVMTargetMachineRef machine_new(struct llvm_unit *u, const char *triple)
{
	static const LLVMCodeGenOptLevel levels[] = {
		/* None leaves CO-RE loads unpatched: the object is wrong without a word. */
		LLVMCodeGenLevelLess,
		LLVMCodeGenLevelLess,
		LLVMCodeGenLevelDefault,
		LLVMCodeGenLevelAggressive,
	};
	const struct backend_options *o = u->options;
	const char *cpu = o->cpu ? o->cpu : "v3";
	LLVMTargetRef target;
	char *error = NULL;

	if (LLVM_VERSION_MAJOR < 18 && !strcmp(cpu, "v4")) {
		llvm_unit_fail(u, "LLVM %s has no cpu v4", LLVM_VERSION_STRING);
		return NULL;
	}

	set_code_generator();
	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	LLVMInitializeBPFAsmParser(); /* inline assembly */
	if (LLVMGetTargetFromTriple(triple, &target, &error)) {
		llvm_unit_fail(u, "%s", error);
		LLVMDisposeMessage(error);
		return NULL;
	}
	return LLVMCreateTargetMachine(target, triple, set_cpu(cpu), "",
				       levels[o->level < 4 ? o->level : 3], LLVMRelocDefault,
				       LLVMCodeModelDefault);
}

bool llvm_unit_open(struct llvm_unit *u)
{
	const char *triple = u->options->big_endian ? "bpfeb" : "bpfel";
	const char *name = u->options->main_name;
	LLVMContextRef c = u->context = LLVMContextCreate();

	LLVMContextSetDiagnosticHandler(c, on_diagnostic, u);
	u->machine = machine_new(u, triple);
	if (!u->machine) {
		LLVMContextDispose(c);
		return false;
	}
	u->none = LLVMVoidTypeInContext(c);
	u->i1 = LLVMInt1TypeInContext(c);
	u->i8 = LLVMInt8TypeInContext(c);
	u->i16 = LLVMInt16TypeInContext(c);
	u->i32 = LLVMInt32TypeInContext(c);
	u->i64 = LLVMInt64TypeInContext(c);
	u->ptr = LLVMPointerTypeInContext(c, 0);
	u->builder = LLVMCreateBuilderInContext(c);
	u->module = LLVMModuleCreateWithNameInContext(name, c);
	u->layout = LLVMCreateTargetDataLayout(u->machine);
	LLVMSetSourceFileName(u->module, name, strlen(name));
	LLVMSetTarget(u->module, triple);
	LLVMSetModuleDataLayout(u->module, u->layout);
	return true;
}

void llvm_unit_close(struct llvm_unit *u)
{
	if (!u->machine)
		return;
	if (u->di)
		LLVMDisposeDIBuilder(u->di);
	LLVMDisposeBuilder(u->builder);
	LLVMDisposeTargetData(u->layout);
	LLVMDisposeModule(u->module);
	LLVMDisposeTargetMachine(u->machine);
	LLVMContextDispose(u->context);
}

LLVMTypeRef llvm_type(const struct llvm_unit *u, struct mir_type t)
{
	switch ((enum mir_kind)t.kind) {
	case MIR_NONE:
		return u->none;
	case MIR_I1:
		return u->i1;
	case MIR_I8:
		return u->i8;
	case MIR_I16:
		return u->i16;
	case MIR_I32:
		return u->i32;
	case MIR_I64:
		return u->i64;
	case MIR_PTR:
		return u->ptr;
	}
	NB_BUG("type %u", t.kind);
}

static LLVMValueRef build_map(struct llvm_unit *u, const struct mir_map *map)
{
	uint32_t words;
	LLVMMetadataRef di = llvm_debug_map_type(u, map, &words);
	LLVMTypeRef type = LLVMArrayType(u->i64, words);
	LLVMValueRef var = LLVMAddGlobal(u->module, type, map->name);

	LLVMSetInitializer(var, LLVMConstNull(type));
	LLVMSetSection(var, ".maps");
	LLVMSetAlignment(var, 8);
	llvm_debug_var(u, var, map->name, NO_SPAN, di);
	return var;
}

static LLVMValueRef build_variable(struct llvm_unit *u, const struct mir_global *g,
				   const char *section)
{
	LLVMTypeRef type = LLVMArrayType(u->i8, g->size);
	LLVMValueRef var = LLVMAddGlobal(u->module, type, g->name);
	bool zero = !g->init || g->section == MIR_GLOBAL_BSS;

	LLVMSetInitializer(var,
			   zero ? LLVMConstNull(type)
				: LLVMConstStringInContext(u->context, g->init, g->size, true));
	LLVMSetSection(var, section);
	LLVMSetAlignment(var, g->align);
	LLVMSetGlobalConstant(var, g->section == MIR_GLOBAL_RODATA);
	llvm_debug_var(u, var, g->name, g->at, llvm_debug_global_type(u, g));
	return var;
}

static LLVMValueRef build_global(struct llvm_unit *u, const struct mir_global *g)
{
	static const char *const sections[] = {
		[MIR_GLOBAL_RODATA] = ".rodata",
		[MIR_GLOBAL_DATA] = ".data",
		[MIR_GLOBAL_BSS] = ".bss",
	};

	return build_variable(u, g, sections[g->section]);
}

/* The license that lets a program call every helper: found by its section, so that it needs neither
 * a symbol nor types. */
static void build_license(struct llvm_unit *u)
{
	LLVMValueRef text = LLVMConstStringInContext(u->context, "GPL", 3, false);
	LLVMValueRef var = LLVMAddGlobal(u->module, LLVMTypeOf(text), "LICENSE"), used;

	LLVMSetInitializer(var, text);
	LLVMSetSection(var, "license");
	LLVMSetAlignment(var, 1);
	LLVMSetLinkage(var, LLVMPrivateLinkage);
	/* Nobody names it, yet it stays. */
	used = LLVMConstArray(u->ptr, &var, 1);
	var = LLVMAddGlobal(u->module, LLVMTypeOf(used), "llvm.compiler.used");
	LLVMSetInitializer(var, used);
	LLVMSetSection(var, "llvm.metadata");
	LLVMSetLinkage(var, LLVMAppendingLinkage);
}

void llvm_module_build(struct llvm_unit *u)
{
	const struct mir_module *m = u->mir;

	llvm_debug_open(u);
	llvm_core_open(u);
	build_license(u);
	u->maps = arena_array(u->arena, LLVMValueRef, m->maps.n);
	for (uint32_t i = 0; i < m->maps.n; i++)
		u->maps[i] = build_map(u, &m->maps.v[i]);
	u->globals = arena_array(u->arena, LLVMValueRef, m->globals.n);
	for (uint32_t i = 0; i < m->globals.n; i++)
		u->globals[i] = build_global(u, &m->globals.v[i]);
	if (m->sites.n)
		u->sites = build_global(u, &(struct mir_global){.name = "nubpf_sites",
								.section = MIR_GLOBAL_BSS,
								.size = 8 * m->sites.n,
								.align = 8,
								.shape = "u64[]"});
	llvm_data_place(u);
	u->funcs = arena_array(u->arena, LLVMValueRef, m->funcs.n);
	for (uint32_t i = 0; i < m->funcs.n; i++)
		u->funcs[i] = llvm_func_declare(u, m->funcs.v[i]);
	for (uint32_t i = 0; i < m->funcs.n; i++)
		llvm_func_build(u, m->funcs.v[i], u->funcs[i]);
	LLVMDIBuilderFinalize(u->di);
}
