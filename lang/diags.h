/* diags.h - the diagnostics of lang/diags.def as numbers and as a table. */
#ifndef LANG_DIAGS_H
#define LANG_DIAGS_H

#include "support/diag.h"

enum diag_id {
#define DIAG(id, ...) DIAG_##id,
#include "lang/diags.def"
	DIAG_ID_COUNT
};

extern const struct diag_code diag_codes[DIAG_ID_COUNT];

/* A sink that knows every code. */
struct diag_sink diag_sink_new(struct arena *a, const struct source_set *sources);

#endif
