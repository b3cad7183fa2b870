/* maps.h - the uses of maps of lang/maps.def and the kinds of lang/map_kinds.def as data. */
#ifndef LANG_MAPS_H
#define LANG_MAPS_H

#include "lang/helpers.h"
#include "support/text.h"

enum map_use {
#define MAPUSE(id, ...) MAP_##id,
#include "lang/maps.def"
	MAP_USES
};

enum map_kind {
#define MAPKIND(id, ...) MAPKIND_##id,
#include "lang/map_kinds.def"
	MAPKINDS
};

struct map_kind_info {
	const char *name, *other;
	uint32_t type; /* enum bpf_map_type */
	const char *commands;
	uint32_t kernel;
	const char *help;
};

/* Whose values a map has; see storages.def. */
enum storage_programs { STORAGE_ANY, STORAGE_TYPED, STORAGE_HOOKS };
enum storage_listing { STORAGE_THREADS, STORAGE_CGROUPS, STORAGE_UNLISTED };

/* Bytes of the path that a cgroup is shown as. */
enum { STORAGE_PATH_MAX = 256 };

struct map_storage {
	enum map_kind kind;
	const char *owner;
	uint32_t get;
	enum helper remove;
	enum storage_programs programs;
	enum storage_listing listing;
	const char *key, *instead;
};

struct map_use_info {
	const char *name;
	const char *words;
};

extern const struct map_use_info map_uses[MAP_USES]; /* by enum map_use */

extern const struct map_kind_info map_kinds[MAPKINDS]; /* by enum map_kind */

/* The kind of that name, or MAPKINDS. */
enum map_kind map_kind_find(struct sv name);
static inline bool map_kind_is_array(enum map_kind kind)
{
	return kind == MAPKIND_ARRAY || kind == MAPKIND_PERCPU_ARRAY;
}
static inline bool map_kind_is_per_cpu(enum map_kind kind)
{
	return kind == MAPKIND_PERCPU_HASH || kind == MAPKIND_PERCPU_ARRAY ||
	       kind == MAPKIND_LRU_PERCPU_HASH;
}
/* NULL for kinds whose values belong to nothing; by the kernel's number of the kind. */
const struct map_storage *map_storage_find(enum map_kind kind);
const struct map_storage *map_storage_of_type(uint32_t type);
/* The use of that name, or MAP_USES. */
enum map_use map_use_find(const char *name);
/* The byte of a value at which the word of that letter lies, or -1. */
int32_t map_use_word(enum map_use use, char letter);
/* Bytes of a value of words. */
uint32_t map_use_bytes(enum map_use use);
/* The words of a value are added up, and shown at the end. */
bool map_use_is_aggregate(enum map_use use);

#endif
