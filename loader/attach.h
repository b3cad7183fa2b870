/*
 * attach.h - programs to their targets, one row of a table per family of lang/probes.def.
 */
#ifndef LOADER_ATTACH_H
#define LOADER_ATTACH_H

#include "lang/target.h"
#include "loader/failure.h"
#include "loader/multi.h"
#include "runtime/manifest.h"
#include "support/tracefs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

/* What the programs of an object have in common when they are attached. */
struct attach_shared {
	struct tracefs tracefs; /* opened when first needed */
	struct multi_support multi;
	bool shows_progress;
};

/* What a target stands for: a function or tracepoint of that name. */
struct attach_match {
	const char *name;
	uint64_t at;	 /* in user space: place in the binary */
	uint64_t cookie; /* bpf_get_attach_cookie() of its programs */
};

/* One of the places where a program will run: a perf event, open and not yet enabled. */
struct attach_place {
	int event_fd; /* the link takes it */
	int hold_fd;  /* the same event, to be closed after the link */
	uint64_t cookie;
};

/* One program on its way to its target: prepared, then linked. Everything that takes time, reads
 * files or looks things up is preparation; the links of all programs are made right after each
 * other. */
struct attach {
	struct arena *arena; /* scratch */
	struct bpf_program *program;
	const struct manifest_program *target;
	struct attach_shared *shared;
	struct failure *why;
	VEC(struct attach_match) matches; /* found, of families whose target may be a glob */
	const char *binary;		  /* found: the file of a function in user space */
	bool multi;			  /* found: one link for all matches */
	uint32_t left_out; /* matches of a glob that the kernel does not let anybody probe */
	VEC(struct attach_place) places; /* prepared */
	VEC(struct bpf_link *) links;	 /* the result: the program runs until they are destroyed */
	VEC(int) link_fds;		 /* those that libbpf has no struct for */
};

enum { SINGLE_MAX = 1000 /* matches that are attached one by one */ };

enum family_when {
	FAMILY_WHILE_RUNNING, /* attached with the others */
	FAMILY_BEFORE,	      /* run once by the loader, before the others are attached */
	FAMILY_AFTER,	      /* run once by the loader, after the others are detached */
	FAMILY_TIMER,	      /* run by the loader again and again, while the others are attached */
};

struct family {
	enum probe probe;
	enum bpf_prog_type type;
	enum family_when when;
	/* All give 0, or an exit code with a->why filled. find and prepare may be NULL; link is
	 * NULL for families that the loader runs itself. find comes before the object is loaded. */
	int (*find)(struct attach *a);
	int (*prepare)(struct attach *a);
	int (*link)(struct attach *a);
};

/* The family with this prefix, or NULL. */
const struct family *family_find(const char *prefix);
/* Whether the manifest says all that attaching the program needs: NULL, or what it lacks. */
const char *family_check(const struct family *f, const struct manifest_program *p);

struct perf_event_attr;

/* attach_perf.c: opens the event on one cpu or of one process (-1: all), one place more: 0 or
 * -errno, without a message. */
int attach_open_event(struct attach *a, struct perf_event_attr *attr, int pid, int cpu);
/* The attributes of a probe of the dynamic event source `source` ("kprobe", "uprobe"): 0, or -errno
 * when this kernel has no such source. */
int attach_probe_attr(struct perf_event_attr *attr, const char *source, bool is_return);
/* Links the program to every place that it is not linked to yet. */
int link_event(struct attach *a);
/* attach_open_event() for match number i. */
int attach_open_match(struct attach *a, uint32_t i, struct perf_event_attr *attr, int pid, int cpu);
/* attach_sample.c */
int prepare_sample(struct attach *a);
/* Whether its program runs on every cpu, also on those that come. */
bool attach_is_on_every_cpu(const struct manifest_program *p);
/* A cpu came online: the program runs there, too, if it can. */
void attach_cpu_came(struct attach *a, uint32_t cpu);
/* attach_trace.c */
int find_tracepoints(struct attach *a);
int prepare_tracepoint(struct attach *a);
int link_raw_tracepoint(struct attach *a);
int link_trampoline(struct attach *a);
int link_hook(struct attach *a);
int link_iter(struct attach *a);
/* attach_kernel.c: functions of the kernel */
int find_functions(struct attach *a);
/* The name as its target writes it: that of a system call without what its function begins with. */
const char *attach_short_name(struct attach *a, const char *name);
int prepare_functions(struct attach *a);
int link_functions(struct attach *a);
/* attach_user.c: functions of programs */
int find_user_functions(struct attach *a);
int prepare_user_functions(struct attach *a);
int link_user_functions(struct attach *a);
int find_usdt(struct attach *a);
int link_usdt(struct attach *a);

/* A link of libbpf's that attaching gave: 0, or an exit code with a->why filled. */
int attach_take_link(struct attach *a, struct bpf_link *link);
/* Looks for what the target stands for, before the object is loaded. */
int attach_find(struct attach *a);
/* The family of the program. */
enum probe attach_probe(const struct attach *a);
/* Whether the target is a glob. */
bool attach_is_glob(const struct attach *a);
void attach_add_match(struct attach *a, const char *name, uint64_t at);
/* There are that many matches and each gets a probe of its own: 0, or an exit code when these are
 * none or too many. */
int attach_check_matches(struct attach *a);
/* Links a program to all its matches through link(), which does so for [from, from + n). Where the
 * kernel refuses some of those of a glob, they are left out. 0, or an exit code. */
int attach_link_ranges(struct attach *a, int (*link)(struct attach *a, uint32_t from, uint32_t n));
/* Says how far a long preparation has come. */
void attach_show_progress(const struct attach *a, uint32_t done);
/* Prepares a program; on failure nothing is left behind. */
int attach_prepare(struct attach *a);
/* Links a prepared program; on failure nothing is left behind. */
int attach_link(struct attach *a);
/* Closes the events of a program that runs no more. */
void attach_forget(struct attach *a);

/* Exit code and message "cannot attach 'LABEL' to FAMILY:TARGET: REASON". */
int attach_fail(struct attach *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same for a libbpf or kernel error (-errno): says which privilege is missing on EPERM. */
int attach_fail_errno(struct attach *a, int error);

#endif
