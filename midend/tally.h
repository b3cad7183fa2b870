/* tally.h - variables that only count: how far they can have come. */
#ifndef MIDEND_TALLY_H
#define MIDEND_TALLY_H

#include "midend/range.h"

/* What the load v can give. */
struct range tally_range(const struct mir_module *m, const struct mir_func *f, mir_val v);

#endif
