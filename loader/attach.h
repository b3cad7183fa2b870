/*
 * attach.h - programs to their targets, one row of a table per family of lang/probes.def.
 */
#ifndef LOADER_ATTACH_H
#define LOADER_ATTACH_H

#include "lang/target.h"
#include "loader/failure.h"
#include "runtime/manifest.h"
#include "support/tracefs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

/* What the programs of an object have in common when they are attached. */
struct attach_shared {
	struct tracefs tracefs; /* opened when first needed */
};

/* One of the places where a program will run: a perf event, open and not yet enabled. */
struct attach_place {
	int event_fd; /* the link takes it */
	int hold_fd;  /* the same event, to be closed after the link */
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
	VEC(struct attach_place) places; /* prepared */
	VEC(struct bpf_link *) links;	 /* the result: the program runs until they are destroyed */
};

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
	/* Both give 0, or an exit code with a->why filled. prepare may be NULL; link is NULL for
	 * families that the loader runs itself. */
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
/* attach_sample.c */
int prepare_sample(struct attach *a);
/* Whether its program runs on every cpu, also on those that come. */
bool attach_is_on_every_cpu(const struct manifest_program *p);
/* A cpu came online: the program runs there, too, if it can. */
void attach_cpu_came(struct attach *a, uint32_t cpu);
/* attach_trace.c */
int prepare_tracepoint(struct attach *a);
int prepare_kprobe(struct attach *a);
int prepare_kretprobe(struct attach *a);
int link_raw_tracepoint(struct attach *a);
int link_trampoline(struct attach *a);
int link_hook(struct attach *a);
/* attach_user.c */
int prepare_uprobe(struct attach *a);
int prepare_uretprobe(struct attach *a);

/* A link of libbpf's that attaching gave: 0, or an exit code with a->why filled. */
int attach_take_link(struct attach *a, struct bpf_link *link);
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
