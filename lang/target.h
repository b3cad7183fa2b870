/*
 * target.h - what programs attach to: the families of probes.def as data, and `FAMILY:TARGET` read
 * into the parts that attaching needs.
 *
 * The compiler reads the targets of a script, the loader those of its command line.
 */
#ifndef LANG_TARGET_H
#define LANG_TARGET_H

#include "support/text.h"

enum probe {
#define PROBE(id, ...) PROBE_##id,
#include "lang/probes.def"
	PROBE_COUNT
};

enum probe_rest {
	REST_FUNC,
	REST_FUNCS,
	REST_SYSCALL,
	REST_CATNAME,
	REST_NAME,
	REST_BINSYM,
	REST_USDT,
	REST_PERIOD,
	REST_EVENT,
	REST_NOTHING
};
enum probe_args {
	ARGS_ENTRY,
	ARGS_RETURN,
	ARGS_USER_ENTRY,
	ARGS_USER_RETURN,
	ARGS_SYSCALL,
	ARGS_SYSCALL_RETURN,
	ARGS_TRACEPOINT,
	ARGS_RAW,
	ARGS_BTF,
	ARGS_BTF_RETURN,
	ARGS_BTF_TRACE,
	ARGS_BTF_HOOK,
	ARGS_ITER,
	ARGS_USDT,
	ARGS_SAMPLE,
	ARGS_NONE
};
enum probe_verdict { VERDICT_NONE, VERDICT_ERRNO, VERDICT_INT };
/* The least that an ERRNO verdict may be, and what 'deny' is: MAX_ERRNO of the kernel's
 * include/linux/err.h, -EPERM. */
enum { VERDICT_LEAST = -4095, VERDICT_DENY = -1 };

struct probe_info {
	const char *prefix;
	enum probe_rest rest;
	const char *prog_type, *section;
	enum probe_args args;
	enum probe_verdict verdict;
	int64_t neutral;
	uint32_t kernel;
	const char *help;
};
extern const struct probe_info probes[PROBE_COUNT]; /* by enum probe */

/* A target, by its parts: NULL or 0 where it has none. */
struct target {
	enum probe probe;
	const char *rest;     /* after the colon, as written */
	const char *category; /* of a tracepoint; what counts: "software"; a provider */
	const char *name;     /* function, tracepoint, hook; "" beside a path: a bare offset */
	const char *path;     /* binary or library, as written */
	uint64_t offset;      /* +OFF, 0xOFF */
	uint64_t period_ns, frequency;
	uint64_t every; /* so many events make a sample; 0: as perf_events.def says */
	int32_t cpu;	/* on this cpu; -1: on all */
	uint32_t pid;	/* of this process; 0: of all */
	bool is_glob; /* the name has * ? or [ */
};

enum target_fault { TARGET_GOOD, TARGET_NO_FAMILY, TARGET_UNKNOWN_FAMILY, TARGET_BAD_REST };

/* The kernel's verifier knows the types of the arguments too: argN has them. */
bool probe_is_typed(enum probe p);
/* It may sleep: the kernel vouches for nothing that it did not give the program itself. */
bool probe_is_sleepable(enum probe p);
/* It sees a function of the kernel or of a program: there is an instruction pointer to it. */
bool probe_sees_function(enum probe p);
/* It runs in user space's functions: a bare address is one of the process. */
bool probe_is_user(enum probe p);
/* It runs where the kernel lets it wait: memory of the process is brought in when it is not there.
 */
bool probe_may_sleep(enum probe p);
/* The family of that prefix, or PROBE_COUNT. */
enum probe probe_find(struct sv prefix);
/* How people write its targets: "kprobe:FUNC[+OFF]". */
const char *probe_usage(struct arena *a, enum probe p);
/* Reads a target. TARGET_BAD_REST: *expected is what the family wants. */
enum target_fault target_read(struct arena *a, struct sv spec, struct target *t,
			      const char **expected);

#endif
