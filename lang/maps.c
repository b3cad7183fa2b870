/* maps.c - see maps.h. */
#include "lang/maps.h"

const struct map_use_info map_uses[MAP_USES] = {
#define MAPUSE(id, name, words, help) [MAP_##id] = {name, words},
#include "lang/maps.def"
};

enum map_use map_use_find(const char *name)
{
	uint32_t use = 0;

	while (use < MAP_USES && strcmp(map_uses[use].name, name) != 0)
		use++;
	return (enum map_use)use;
}

int32_t map_use_word(enum map_use use, char letter)
{
	const char *at = strchr(map_uses[use].words, letter);

	return at ? (int32_t)(8 * (at - map_uses[use].words)) : -1;
}

uint32_t map_use_bytes(enum map_use use)
{
	return (uint32_t)(8 * strlen(map_uses[use].words));
}

bool map_use_is_aggregate(enum map_use use)
{
	return use < MAP_USES && *map_uses[use].words && use != MAP_TIMER;
}
