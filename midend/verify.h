/* verify.h - what the parts of the verifier share. */
#ifndef MIDEND_VERIFY_H
#define MIDEND_VERIFY_H

#include "midend/analysis.h"

struct verify {
	struct arena *arena;
	const struct mir_func *f;
	const struct mir_module *m;
	struct mir_order order;
	struct mir_dom dom;
	uint32_t *pos;
	const char *error; /* the first one */
};

/* Records what is wrong with instruction v (or with the function, when v is none); false. */
bool verify_fail(struct verify *vf, mir_val v, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Types, spaces, sizes and references of one instruction whose operands are known to exist. */
bool verify_inst(struct verify *vf, mir_val v);
/* Every ring-buffer record is submitted or discarded exactly once on every path. */
bool verify_records(struct verify *vf);

#endif
