/*
 * tracepoint.h - the payload of tracepoints: which fields, where and of what type.
 *
 * Sources, in this order: for syscalls/sys_enter_* and sys_exit_* the table lang/syscalls.def (so
 * that compiling needs no kernel), else tracefs' format files (through a detached mount when
 * tracefs is not mounted and this is root), else BTF's struct trace_event_raw_<name>. A BTF file
 * named by the user describes another kernel, so tracefs is then not asked.
 */
#ifndef FRONTEND_TRACEPOINT_H
#define FRONTEND_TRACEPOINT_H

#include "support/text.h"

enum tp_kind {
	TP_INT, /* 1, 2, 4 or 8 bytes, `is_signed` says how to widen */
	TP_BOOL,
	TP_CHARS,    /* char name[size], NUL-padded text in the payload */
	TP_DATA_LOC, /* __data_loc char[]: u32 at offset, low half its place in the payload, high
		      * half its size with the NUL */
	TP_USER_PTR, /* an address of the process: const char __user * and the like */
	TP_KERNEL_PTR,
	TP_BYTES, /* anything else of fixed size */
};

struct tp_field {
	struct sv name;
	enum tp_kind kind;
	uint32_t offset, size;
	bool is_signed;
	bool is_string;	  /* a pointer to text */
	struct sv c_type; /* as the kernel writes it, for messages */
};

struct tp_format {
	struct sv category, name;
	struct tp_field *fields; /* without the common_* ones */
	uint32_t nfields;
	uint32_t size; /* bytes of the payload, for bounds */
};

struct tracepoints;

struct kernel_btf;
/* Where to look; with types of another kernel than the running one tracefs is not asked. Opens
 * nothing yet. */
struct tracepoints *tracepoints_new(struct arena *a, struct kernel_btf *btf);
void tracepoints_free(struct tracepoints *t);
/* The payload, or NULL with *why set: no such tracepoint (with *near set to a near CATEGORY/NAME or
 * NULL), or no source could be read (what to do about it). */
const struct tp_format *tracepoint_find(struct tracepoints *t, struct sv category, struct sv name,
					const char **why, const char **near);

/* What every tracepoint has that the glob matches, as far as the sources know them; NULL with *why
 * set when they know none. */
const struct tp_format *tracepoint_find_glob(struct tracepoints *t, struct sv category,
					     const char *glob, const char **why);

#endif
