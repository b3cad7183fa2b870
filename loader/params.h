/*
 * params.h - a script's parameters: from text on the command line to bytes of the object's data.
 */
#ifndef LOADER_PARAMS_H
#define LOADER_PARAMS_H

#include "loader/object.h"
#include "support/options.h"

/* The value that a parameter will have. */
struct param_value {
	bool is_set; /* else the object's own default stays */
	int64_t number;
	struct sv text;
};

/* Reads `text` as a value of parameter `p`; text NULL is a switch given alone. 0, or an exit code
 * with *why filled. */
int param_parse(const struct manifest_param *p, const char *text, struct param_value *value,
		struct failure *why);
/* The parameter called `name`; UINT32_MAX with *why filled when the script has none. */
uint32_t param_find(const struct manifest *m, struct sv name, struct failure *why);
/* A value as people write it: 'text', 10ms, 4.0 kB, true. */
const char *param_show(struct arena *a, const struct manifest_param *p, int64_t number,
		       struct sv text);
/* One option per parameter for options_next() and --help; parameter n has id first + n. */
struct option_table param_options(struct arena *a, const struct manifest *m, uint32_t first);
/* The bytes that a value has in the object, manifest_param.size of them. */
const char *param_bytes(struct arena *a, const struct manifest_param *p,
			const struct param_value *value);

#endif
