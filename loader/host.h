/*
 * host.h - what this host allows: privileges and the kernel's BPF.
 */
#ifndef LOADER_HOST_H
#define LOADER_HOST_H

#include "loader/failure.h"
#include "runtime/manifest.h"

/* The kernel's own types (BTF); there with CONFIG_DEBUG_INFO_BTF. */
#define HOST_TYPES "/sys/kernel/btf/vmlinux"

/* The effective capabilities that tracing programs need and this process lacks, as text
 * ("CAP_BPF and CAP_PERFMON"), or NULL when all are there. */
const char *host_missing_privileges(struct arena *a);
/* Sets the hint that says which privilege is missing, if one is. */
void host_hint_privileges(struct failure *why);
/* Whether programs can be loaded at all: 0, or an exit code with *why filled. */
int host_check_bpf(struct failure *why);
/* The running kernel as major * 100 + minor, comparable with manifest.kernel. */
uint32_t host_kernel(void);
/* The machine as manifest.arch spells it: "x86_64", "aarch64". */
const char *host_arch(struct arena *a);

/* The object was compiled for this machine and for a kernel that is not newer: 0, or an exit code
 * with *why filled. */
int host_check_manifest(const char *path, const struct manifest *m, struct failure *why);

#endif
