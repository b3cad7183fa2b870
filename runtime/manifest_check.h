/* manifest_check.h - whether a manifest's parts fit together: the reader's second half. */
#ifndef RUNTIME_MANIFEST_CHECK_H
#define RUNTIME_MANIFEST_CHECK_H

#include "runtime/manifest_schema.h"

/* NULL, or what is wrong. Every member has already passed the schema on its own. */
const char *manifest_check(struct arena *a, const struct manifest *m);

#endif
