/* maps.h - the uses of maps of lang/maps.def as data. */
#ifndef LANG_MAPS_H
#define LANG_MAPS_H

#include "support/text.h"

enum map_use {
#define MAPUSE(id, ...) MAP_##id,
#include "lang/maps.def"
	MAP_USES
};

struct map_use_info {
	const char *name;
	const char *words;
};

extern const struct map_use_info map_uses[MAP_USES]; /* by enum map_use */

/* The use of that name, or MAP_USES. */
enum map_use map_use_find(const char *name);
/* The byte of a value at which the word of that letter lies, or -1. */
int32_t map_use_word(enum map_use use, char letter);
/* Bytes of a value of words. */
uint32_t map_use_bytes(enum map_use use);
/* The words of a value are added up, and shown at the end. */
bool map_use_is_aggregate(enum map_use use);

#endif
