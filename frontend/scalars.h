/* scalars.h - the numbers that `read` reads, by name. */
#ifndef FRONTEND_SCALARS_H
#define FRONTEND_SCALARS_H

#include "lang/types.h"

struct scalar {
	const char *name;
	enum type_kind kind;
	uint32_t size; /* bytes */
	bool is_signed;
};

/* NULL: there is none of the name. */
const struct scalar *scalar_find(struct sv name);

#endif
