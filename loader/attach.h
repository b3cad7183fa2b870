/*
 * attach.h - programs to their targets, one row of a table per family of lang/probes.def.
 */
#ifndef LOADER_ATTACH_H
#define LOADER_ATTACH_H

#include "loader/failure.h"
#include "runtime/manifest.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

struct tracefs;

/* One program on its way to its target: prepared, then linked. Everything that takes time, reads
 * files or looks things up is preparation; the links of all programs are made right after each
 * other. */
struct attach {
	struct arena *arena; /* scratch */
	struct bpf_program *program;
	const struct manifest_program *target;
	struct tracefs *tracefs; /* opened when first needed; shared by all programs */
	struct failure *why;
	int event_fd; /* prepared: the perf event that will run the program; the link takes it */
	int hold_fd;  /* the same event, to be closed after the link; -1: none */
	struct bpf_link *link; /* the result: the program runs until it is destroyed */
};

enum family_when {
	FAMILY_WHILE_RUNNING, /* attached with the others */
	FAMILY_BEFORE,	      /* run once by the loader, before the others are attached */
	FAMILY_AFTER,	      /* run once by the loader, after the others are detached */
	FAMILY_TIMER,	      /* run by the loader again and again, while the others are attached */
};

/* How the text after the prefix reads: the column `rest` of lang/probes.def. */
enum family_rest {
	REST_FUNC,
	REST_CATNAME,
	REST_NAME,
	REST_BINSYM,
	REST_PERIOD,
	REST_FREQ,
	REST_NOTHING,
};

struct family {
	const char *prefix;
	enum family_rest rest;
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

/* attach_perf.c: opens the event on one cpu (-1 for pid everywhere): 0 or -errno, without a
 * message. */
int attach_open_event(struct attach *a, struct perf_event_attr *attr, int cpu);
/* The attributes of a probe of the dynamic event source `source` ("kprobe", "uprobe"): 0, or -errno
 * when this kernel has no such source. */
int attach_probe_attr(struct perf_event_attr *attr, const char *source, bool is_return);
int link_event(struct attach *a);
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

/* Prepares a program; on failure nothing is left behind. */
int attach_prepare(struct attach *a);
/* Links a prepared program; on failure nothing is left behind. */
int attach_link(struct attach *a);
/* Undoes attach_prepare() alone. */
void attach_forget(struct attach *a);

/* Exit code and message "cannot attach 'LABEL' to FAMILY:TARGET: REASON". */
int attach_fail(struct attach *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same for a libbpf or kernel error (-errno): says which privilege is missing on EPERM. */
int attach_fail_errno(struct attach *a, int error);

#endif
