/*
 * backend.h - MIR to a BPF object: LLVM IR, BTF, the object file with its manifest.
 *
 * LLVM is seen only here. Its diagnostics and fatal errors come back as an error text; the process
 * never exits or aborts in LLVM.
 */
#ifndef BACKEND_BACKEND_H
#define BACKEND_BACKEND_H

#include "midend/mir.h"
#include "runtime/manifest.h"

enum backend_emit { BACKEND_OBJECT, BACKEND_LLVM_IR, BACKEND_ASM };

struct backend_options {
	enum backend_emit emit;
	const char *cpu; /* "v1" … "v4"; NULL: v3 */
	bool big_endian;
	unsigned level; /* 0..3 */
	bool size;
	bool debug_lines;      /* BTF line info with source text; -g0 turns it off */
	bool time_report;      /* lines on stderr */
	const char *main_name; /* name of the main source in line info */
};

/* What a program or subprogram came to. */
struct backend_function {
	const char *name;
	uint32_t insns;
	uint32_t stack_bytes; /* of its own frame; 0 in an object of the other byte order */
};

struct backend_result {
	struct sv bytes;   /* the object, or text for LLVM_IR and ASM */
	const char *error; /* NULL when all went well */
	bool stack_exceeded; /* spills did not fit beside the slots, or frames into one stack */
	uint32_t insns;	   /* of an object's programs and subprograms, all together */
	VEC(struct backend_function) functions; /* of an object, in its order */
};

/* Compiles a module whose MIR is legal (mir_verify_legal). The manifest goes into section `.nubpf`
 * of an object. Same input and options, same bytes. */
struct backend_result backend_compile(struct arena *a, const struct mir_module *m,
				      const struct manifest *manifest,
				      const struct backend_options *o);
/* "19.1.7" */
const char *backend_llvm_version(void);

#endif
