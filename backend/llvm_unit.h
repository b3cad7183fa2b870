/*
 * llvm_unit.h - one module on its way through LLVM: what the backend's files share.
 */
#ifndef BACKEND_LLVM_UNIT_H
#define BACKEND_LLVM_UNIT_H

#include "backend/backend.h"

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/TargetMachine.h>

struct llvm_unit {
	struct arena *arena;
	const struct mir_module *mir;
	const struct backend_options *options;
	const char *error; /* the first thing that LLVM or libbpf complained about */

	LLVMContextRef context;
	LLVMTargetMachineRef machine;
	LLVMTargetDataRef layout;
	LLVMModuleRef module;
	LLVMBuilderRef builder;
	LLVMTypeRef none, i1, i8, i16, i32, i64, ptr;

	/* By index in the MIR module. */
	LLVMValueRef *maps, *globals, *funcs;
	LLVMValueRef sites; /* u64 nubpf_sites[]; NULL without sites */
	LLVMValueRef bss;   /* what stands first in .bss, NULL: nothing */
	uint32_t *bss_at;   /* by global of it: bytes from there */
	uint32_t sites_at;

	struct core_types *core; /* structures of the kernel */
	LLVMDIBuilderRef di;
	LLVMMetadataRef unit;	/* the compile unit */
	LLVMMetadataRef *files; /* by file number - 1 */
	LLVMMetadataRef main_file;
	LLVMMetadataRef di_u64;
};

/* A function while its body is built. */
struct llvm_func {
	struct llvm_unit *unit;
	const struct mir_func *mir;
	LLVMValueRef llvm;
	LLVMMetadataRef subprogram;
	LLVMMetadataRef *scopes;   /* by file number - 1: the subprogram as seen from that file */
	LLVMBasicBlockRef *blocks; /* by MIR block */
	LLVMValueRef *values;	   /* by MIR value */
	uint8_t *align;		   /* by MIR value, of a pointer: known alignment, 1 to 8 */
	bool *bounded;		   /* by MIR value: a MIR_BOUND stands on it */
	bool *lent;		   /* by MIR value: its address is given to a subprogram */
	LLVMValueRef prologue_end; /* allocas go before it */
	struct llvm_data *data;
};

/* ---- llvm_module.c ---- */

/* Creates the context, the machine and an empty module: false with u->error set. */
bool llvm_unit_open(struct llvm_unit *u);
void llvm_unit_close(struct llvm_unit *u);
/* Records what went wrong; the first one is kept. */
void llvm_unit_fail(struct llvm_unit *u, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* License, maps, globals and counters, then every function. */
void llvm_module_build(struct llvm_unit *u);
LLVMTypeRef llvm_type(const struct llvm_unit *u, struct mir_type t);

/* ---- llvm_debug.c ---- */

void llvm_debug_open(struct llvm_unit *u);
/* The struct that declares the map; *words is its size in 64-bit words. */
LLVMMetadataRef llvm_debug_map_type(struct llvm_unit *u, const struct mir_map *map,
				    uint32_t *words);
void llvm_debug_var(struct llvm_unit *u, LLVMValueRef var, const char *name, struct span at,
		    LLVMMetadataRef type);
LLVMMetadataRef llvm_debug_global_type(struct llvm_unit *u, const struct mir_global *g);
/* BTF of a function: every parameter named, as the kernel wants it. */
LLVMMetadataRef llvm_debug_func(struct llvm_unit *u, LLVMValueRef fn, const struct mir_func *mir);
/* An int of so many bits, a pointer, an array of n elements of so many bits. */
LLVMMetadataRef llvm_debug_int(struct llvm_unit *u, unsigned bits, bool is_signed);
LLVMMetadataRef llvm_debug_pointer(struct llvm_unit *u, LLVMMetadataRef to);
LLVMMetadataRef llvm_debug_array(struct llvm_unit *u, LLVMMetadataRef element, unsigned bits,
				 uint64_t n);
/* Where the instructions that follow come from. */
void llvm_debug_at(struct llvm_func *f, struct span at);

/* ---- llvm_func.c ---- */

/* Declares the function in the module. */
LLVMValueRef llvm_func_declare(struct llvm_unit *u, const struct mir_func *mir);
void llvm_func_build(struct llvm_unit *u, const struct mir_func *mir, LLVMValueRef fn);
/* A stack slot for the whole function. */
LLVMValueRef llvm_func_slot(struct llvm_func *f, LLVMTypeRef type, unsigned align);
/* The result of an inline assembly of one or two operands, of the type of the first. `stays`: LLVM
 * neither moves nor drops it. */
LLVMValueRef llvm_asm(struct llvm_unit *u, const char *text, const char *constraints, bool stays,
		      LLVMValueRef *args, unsigned n);
/* A call of LLVM's own function of this name for these overloads; NULL when this LLVM has none. */
LLVMValueRef llvm_intrinsic(struct llvm_unit *u, const char *name, LLVMTypeRef *overloads,
			    unsigned n, LLVMValueRef *args, unsigned nargs);
/* The value again, of which LLVM knows nothing from here on. */
LLVMValueRef llvm_opaque(struct llvm_unit *u, LLVMValueRef x, bool stays);

/* ---- llvm_inst.c ---- */

/* What the address is made from by offset and index. */
mir_val llvm_inst_base(const struct mir_func *f, mir_val p);
/* True for a block that leaves early or counts what went wrong. */
bool llvm_block_is_cold(const struct mir_func *f, mir_block block);
/* Builds every instruction but phi at the builder's place. */
void llvm_inst_build(struct llvm_func *f, mir_val v);

/* ---- llvm_data.c ---- */

/* Where the variables of .bss come to stand, once all are made. */
void llvm_data_place(struct llvm_unit *u);
struct llvm_data *llvm_data_open(struct llvm_unit *u, const struct mir_func *mir);
/* Around the instructions of a block, whose predecessors are built as far as they can be, and
 * behind each of them. */
void llvm_data_enter(struct llvm_func *f, mir_block b);
void llvm_data_leave(struct llvm_func *f, mir_block b);
void llvm_data_pass(struct llvm_func *f, const struct mir_inst *i);
/* Bytes of a variable, NULL when it is not in .bss. */
LLVMValueRef llvm_data_global(const struct llvm_func *f, uint32_t ref, int64_t offset);
/* The counter of a site. */
LLVMValueRef llvm_data_site(const struct llvm_func *f, uint32_t site);

/* ---- llvm_core.c ---- */

/* Finds the structures that the module's members are of; before any of these is used. */
void llvm_core_open(struct llvm_unit *u);
/* The address of the member (by number) of the structure at an address, both i64. */
LLVMValueRef llvm_core_member(struct llvm_unit *u, LLVMValueRef base, uint32_t member);
/* What the kernel says of it (enum mir_fact), an i64. It must be used: LLVM 19 crashes where it is
 * not. */
LLVMValueRef llvm_core_fact(struct llvm_unit *u, uint32_t member, int64_t fact);

/* ---- pipeline.c ---- */

/* Optimises at the level of the options. */
void pipeline_optimize(struct llvm_unit *u);
/* Generates code; the text lives in the arena. */
struct sv pipeline_emit(struct llvm_unit *u);

/* ---- object.c ---- */

/* Turns LLVM's object into the one to ship: DWARF dropped, BTF deduplicated, the manifest added,
 * instructions counted. On failure u->error is set. */
void object_finish(struct llvm_unit *u, struct sv object, const struct manifest *manifest,
		   struct backend_result *result);

#endif
