/*
 * load_options.h - the command line of nubpf-load.
 *
 * Options stand before or after the object; the script's own flags stand after it and win over a
 * loader's option of the same name.
 */
#ifndef LOADER_LOAD_OPTIONS_H
#define LOADER_LOAD_OPTIONS_H

#include "loader/object.h"
#include "loader/params.h"
#include "loader/render.h"
#include "support/options.h"

struct load_options {
	const char *file; /* the object */
	bool has_format;
	enum render_format format;
	uint64_t duration_ns, count; /* 0: no limit */
	VEC(const char *) only;	     /* labels or symbols of programs; none: all */
	VEC(const char *) set;	     /* NAME=VALUE, as given */
	bool verify, dry_run, timestamps, stats, quiet, version, help;
	unsigned verbose;
	struct param_value *values; /* one per manifest.params */
};

/* Reads the options before the object and sets file, NULL when there is none. 0, or EXIT_USAGE with
 * *why filled. */
int load_options_begin(struct load_options *o, struct options *line, struct arena *a,
		       char *const *argv, struct failure *why);
/* Reads the rest, now that the object has said what flags its script has. */
int load_options_finish(struct load_options *o, struct options *line, const struct manifest *m,
			struct failure *why);
/* Whether --only lets this program in. */
bool load_options_wants(const struct manifest_program *p, const void *options);
/* Prints what --version or --help asks for; m is NULL when no object was given. */
void load_options_show(struct arena *a, const struct load_options *o, const struct manifest *m,
		       FILE *out);

#endif
