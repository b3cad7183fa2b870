/*
 * load_options.h - the options of nubpf-load and of `nubpf run`.
 */
#ifndef LOADER_LOAD_OPTIONS_H
#define LOADER_LOAD_OPTIONS_H

#include "loader/command.h"
#include "loader/console.h"

struct load_options {
	struct arena *arena;
	struct console_format format;
	uint64_t duration_ns, count; /* 0: no limit */
	const char *btf;	     /* NULL: the kernel's own */
	uint64_t buffer_bytes;	     /* 0: what the object asks for */
	VEC(const char *) only;	     /* labels or symbols of programs; none: all */
	VEC(const char *) targets;   /* --target PROG=SPEC */
	VEC(const char *) set;	     /* NAME=VALUE, as given */
	bool verify, dry_run, timestamps, maps, stats, quiet, version, help;
	const char *pin; /* name of a group, or NULL */
	unsigned verbose;
};

extern const struct option_table load_option_table;

/* For command_spec; `options` is a struct load_options. */
int load_options_apply(void *options, uint32_t id, const char *value, struct failure *why);
/* What needs the object: applies --set and checks --only. */
int load_options_settle(struct load_options *o, struct command *c, const struct manifest *m);
/* Whether --only lets this program in. */
bool load_options_wants(const struct manifest_program *p, const void *options);

#endif
