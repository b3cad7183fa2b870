/*
 * kernel_btf.h - the kernel's types: BTF of the running kernel, or of another one from a file.
 *
 * A reader of its own because it is asked for a handful of the 130,000 types: libbpf takes 70 ms of
 * CPU to open them. Nothing in the file is trusted: every record lies inside it, and a number that
 * names no type gives NULL.
 */
#ifndef RUNTIME_KERNEL_BTF_H
#define RUNTIME_KERNEL_BTF_H

#include "support/text.h"

#include <bpf/btf.h>

struct kernel_btf;

/* Of the file, or of the running kernel when `path` is NULL; it lives in the arena. Opens nothing
 * yet. */
struct kernel_btf *kernel_btf_new(struct arena *a, const char *path);
/* Of bytes in memory, which stay there; open already, or NULL when they are no BTF. */
struct kernel_btf *kernel_btf_from(struct arena *a, const void *bytes, size_t size);
/* The path that was given, or NULL. */
const char *kernel_btf_path(const struct kernel_btf *k);
/* Reads it, once: 0 or -errno. The functions below are for what is open. */
int kernel_btf_open(struct kernel_btf *k);
/* How many type numbers there are, 0 (void) among them. */
uint32_t kernel_btf_count(const struct kernel_btf *k);
/* The type, or NULL for void and for no type. */
const struct btf_type *kernel_btf_type(const struct kernel_btf *k, uint32_t id);
/* The type without typedefs, const and the like; its number goes to *id. */
const struct btf_type *kernel_btf_strip(const struct kernel_btf *k, uint32_t *id);
/* A name, "" for none. */
const char *kernel_btf_name(const struct kernel_btf *k, uint32_t offset);
/* The number of the first type of this kind and name, or 0. Looks once for each. */
uint32_t kernel_btf_find(struct kernel_btf *k, struct sv name, unsigned kind);
/* The enumeration that has an enumerator of this name, the first of them, or 0. Looks once for
 * each. */
uint32_t kernel_btf_find_enumerator(struct kernel_btf *k, struct sv name);
/* Enumerator `n` of an enumeration (stripped), below btf_vlen of it: its name and value, where
 * those of unsigned ones are above INT64_MAX as the bits that they have. */
const char *kernel_btf_enumerator(const struct kernel_btf *k, const struct btf_type *t, uint32_t n,
				  int64_t *value);
/* Bytes that a value of the type takes; 0 for what has no size. */
uint32_t kernel_btf_size(const struct kernel_btf *k, uint32_t id);
/* A number or enumeration, stripped, has a sign. */
bool kernel_btf_is_signed(const struct btf_type *t);
/* `char`, const or not. */
bool kernel_btf_is_char(const struct kernel_btf *k, uint32_t id);

#endif
