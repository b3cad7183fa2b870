/*
 * driver.h - nubpfc's settings, as the command line gives them.
 */
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

#include "backend/backend.h"
#include "frontend/sema.h"
#include "midend/pass.h"

enum exit_code { EXIT_FINE = 0, EXIT_WRONG = 1, EXIT_USAGE = 2, EXIT_FILE = 74 };

enum emit { EMIT_OBJ, EMIT_AST, EMIT_TYPED, EMIT_MIR, EMIT_LLVM_IR, EMIT_ASM, EMIT_MANIFEST };

struct settings {
	struct arena *arena;
	VEC(const char *) inputs;
	const char *output;
	enum emit emit;
	bool check_only;
	unsigned level;
	bool size;
	uint32_t kernel; /* major * 100 + minor, 0: not given */
	const char *cpu, *arch, *btf;
	bool big_endian;
	VEC(const char *) include_dirs;
	VEC(struct sv) defines;
	bool wrapv, no_lines;
	enum call_form defs;
	bool depend;
	const char *depend_file;
	VEC(struct sv) warnings; /* of -W, in order */
	bool werror;
	enum diag_format diag;
	bool color;
	const char *passes, *print_after;
	bool stats, time_report, verbose;
};

/* Reads the command line. -1: go on and compile; else the exit code (a message was printed). */
int settings_read(struct settings *s, char **argv);
/* Compiles one input: an exit code. */
int compile(const struct settings *s, const char *input);
/* Reports that the function does not fit the stack, with the lines that take most of it. */
void stack_report(struct diag_sink *sink, const struct mir_func *f);
/* The oldest kernel that runs what a module and its manifest use, major * 100 + minor; `oldest` is
 * --kernel, 0 for none. */
uint32_t kernel_floor(const struct mir_module *m, const struct unit *unit, const char *cpu,
		      uint32_t oldest);

#endif
