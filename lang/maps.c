/* maps.c - see maps.h. */
#include "lang/maps.h"

#include "lang/kernels.h"

const struct map_use_info map_uses[MAP_USES] = {
#define MAPUSE(id, name, words, help) [MAP_##id] = {name, words},
#include "lang/maps.def"
};

const struct map_kind_info map_kinds[MAPKINDS] = {
#define MAPKIND(id, name, other, type, commands, kernel, help)                                     \
	[MAPKIND_##id] = {name, other, type, commands, kernel, help},
#include "lang/map_kinds.def"
};

static const struct map_storage storages[] = {
#define STORAGE(id, kind, owner, get, remove, programs, listing, key, instead)                     \
	{MAPKIND_##kind,    owner, get,	   HELPER_##remove, STORAGE_##programs,                    \
	 STORAGE_##listing, key,   instead},
#include "lang/storages.def"
};

const struct map_storage *map_storage_find(enum map_kind kind)
{
	for (size_t i = 0; i < sizeof(storages) / sizeof(*storages); i++)
		if (storages[i].kind == kind)
			return &storages[i];
	return NULL;
}

const struct map_storage *map_storage_of_type(uint32_t type)
{
	for (size_t i = 0; i < sizeof(storages) / sizeof(*storages); i++)
		if (map_kinds[storages[i].kind].type == type)
			return &storages[i];
	return NULL;
}

enum map_kind map_kind_find(struct sv name)
{
	uint32_t kind = 0;

	while (kind < MAPKINDS && !sv_is(name, map_kinds[kind].name) &&
	       !(name.n && sv_is(name, map_kinds[kind].other)))
		kind++;
	return (enum map_kind)kind;
}

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
