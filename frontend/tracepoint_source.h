/*
 * tracepoint_source.h - where tracepoint.c finds payloads: the syscall table, tracefs, BTF. Each
 * source fills fields in the arena; none of them reports, tracepoint.c says what went wrong.
 */
#ifndef FRONTEND_TRACEPOINT_SOURCE_H
#define FRONTEND_TRACEPOINT_SOURCE_H

#include "frontend/tracepoint.h"

typedef VEC(struct tp_field) tp_fields;

/* sys_enter_NAME or sys_exit_NAME from lang/syscalls.def: false when the table lacks it. */
bool syscall_format(struct arena *a, struct sv name, tp_fields *out);
/* Offers every sys_enter_ or sys_exit_ name that begins as n->want does. */
void syscall_near(struct arena *a, struct nearest *n);
/* The tracepoints of system calls that the glob matches: how many. */
int syscall_match(struct arena *a, const char *glob, const char ***names);
/* Kind, size and sign of the argument of a system call that tracefs shows as 8 bytes of `c_type`.
 */
void syscall_narrow(struct tp_field *f);

/* The text of a format file: false when it holds no field line. Robust on any text. */
bool tp_parse_format(struct arena *a, struct sv text, bool is_syscall, tp_fields *out);

struct kernel_btf;
/* struct trace_event_raw_NAME: 0, -ENOENT (no such tracepoint) or -ENODATA (there is such a
 * tracepoint, but it shares another one's struct and BTF does not say whose). */
int btf_format(struct arena *a, struct kernel_btf *btf, struct sv name, tp_fields *out);
/* Offers every tracepoint of the BTF. */
void btf_near(const struct kernel_btf *btf, struct nearest *n);

#endif
