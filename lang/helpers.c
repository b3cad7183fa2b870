/* helpers.c - see helpers.h. */
#include "lang/helpers.h"

const struct helper_info helpers[HELPER_COUNT] = {
#define HELPER(id, number, args, low, high, flag, kernel)                                          \
	[HELPER_##id] = {#id, number, args, low, high, HELPER_##flag, kernel},
#include "lang/helpers.def"
};
