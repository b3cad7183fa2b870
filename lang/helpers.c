/* helpers.c - see helpers.h. */
#include "lang/helpers.h"

const struct helper_info helpers[HELPER_COUNT] = {
#define HELPER(id, number, args, low, high, flag, kernel, source, instead)                         \
	[HELPER_##id] = {#id,	 number,	  args, low, high, HELPER_##flag, kernel,          \
			 source, HELPER_##instead},
#include "lang/helpers.def"
};

uint32_t helper_for(uint32_t helper, uint32_t oldest)
{
	while (oldest && helpers[helper].kernel > oldest && helpers[helper].instead)
		helper = helpers[helper].instead;
	return helper;
}
