/* backend.c - see backend.h: the order of things, and LLVM's fatal errors. */
#include "backend/llvm_unit.h"

#include <llvm-c/ErrorHandling.h>
#include <llvm/Config/llvm-config.h>

#include <setjmp.h>
#include <stdio.h>
#include <time.h>

/* LLVM calls the handler without an argument, so where to go stands in a variable of the thread. */
static _Thread_local struct {
	jmp_buf jump;
	struct llvm_unit *unit;
} fatal;

static void fatal_error(const char *reason)
{
	if (!fatal.unit)
		NB_BUG("LLVM: %s", reason);
	llvm_unit_fail(fatal.unit, "%s", reason);
	longjmp(fatal.jump, 1);
}

static uint64_t cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* One line of --time-report; gives the time for the next one. */
static uint64_t report_time(const struct llvm_unit *u, const char *what, uint64_t since)
{
	uint64_t now = cpu_ns();

	if (u->options->time_report)
		fprintf(stderr, "%9.3f ms  %s\n", (double)(now - since) / 1e6, what);
	return now;
}

static void compile(struct llvm_unit *u, const struct manifest *manifest,
		    struct backend_result *result)
{
	uint64_t t = cpu_ns();
	struct sv out;

	if (!llvm_unit_open(u))
		return;
	t = report_time(u, "llvm: set up", t);
	llvm_module_build(u);
	t = report_time(u, "llvm: build IR", t);
	if (!u->error)
		pipeline_optimize(u);
	t = report_time(u, "llvm: optimise", t);
	if (u->error)
		return;
	out = pipeline_emit(u);
	t = report_time(u, "llvm: generate code", t);
	if (u->error)
		return;
	if (u->options->emit == BACKEND_OBJECT) {
		object_finish(u, out, manifest, result);
		report_time(u, "object: link", t);
	} else {
		result->bytes = out;
	}
}

struct backend_result backend_compile(struct arena *a, const struct mir_module *m,
				      const struct manifest *manifest,
				      const struct backend_options *o)
{
	struct llvm_unit *u = arena_new(a, struct llvm_unit);
	struct backend_result *result = arena_new(a, struct backend_result);

	u->arena = a;
	u->mir = m;
	u->options = o;
	fatal.unit = u;
	LLVMInstallFatalErrorHandler(fatal_error);
	if (!setjmp(fatal.jump)) {
		compile(u, manifest, result);
		llvm_unit_close(u);
	}
	/* After a jump LLVM's objects are in an unknown state: they stay until the process ends. */
	LLVMResetFatalErrorHandler();
	fatal.unit = NULL;
	if (u->error)
		*result = (struct backend_result){
			.error = u->error,
			/* "Looks like the BPF stack limit is exceeded …" (BPFRegisterInfo.cpp) */
			.stack_exceeded = strstr(u->error, "stack limit is exceeded") != NULL,
		};
	return *result;
}

const char *backend_llvm_version(void)
{
	return LLVM_VERSION_STRING;
}
