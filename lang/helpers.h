/* helpers.h - the helpers of lang/helpers.def as data. */
#ifndef LANG_HELPERS_H
#define LANG_HELPERS_H

#include <stdint.h>

enum helper {
	HELPER_NONE,
#define HELPER(id, ...) HELPER_##id,
#include "lang/helpers.def"
	HELPER_COUNT
};

enum helper_flag { HELPER_INVARIANT, HELPER_PURE, HELPER_READS, HELPER_WRITES };

struct helper_info {
	const char *name; /* without bpf_ */
	uint32_t number;
	const char *args;
	int64_t low, high;
	enum helper_flag flag;
	uint32_t kernel;
	const char *source;
	uint32_t instead; /* enum helper, on older kernels */
};

extern const struct helper_info helpers[HELPER_COUNT]; /* by enum helper */

/* What stands for the helper in programs for kernels from `oldest` on, 0 for any that can. */
uint32_t helper_for(uint32_t helper, uint32_t oldest);

#endif
