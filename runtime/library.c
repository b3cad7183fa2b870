/*
 * library.c - shared libraries by name, as the dynamic linker finds them.
 *
 * That is $LD_LIBRARY_PATH, the cache, and the directories it knows by itself. The cache is
 * /etc/ld.so.cache in the format that glibc has written alone since 2.32 (dl-cache.h,
 * cache_file_new); other C libraries have none.
 */
#include "runtime/library.h"
#include "support/source.h"

#include <dirent.h>
#include <stdlib.h>

#define CACHE_MAGIC "glibc-ld.so.cache1.1"

struct cache_header {
	char magic[sizeof(CACHE_MAGIC) - 1];
	uint32_t nlibs;
	uint32_t rest[6];
};

struct cache_entry {
	int32_t flags;
	uint32_t name, path; /* offsets of strings from the start of the file */
	uint32_t os_version;
	uint64_t hwcap;
};

_Static_assert(sizeof(struct cache_header) == 48, "glibc's struct cache_file_new");
_Static_assert(sizeof(struct cache_entry) == 24, "glibc's struct file_entry_new");

/* The low byte of the flags is the kind of ELF; glibc gives this architecture's 64-bit libraries a
 * number of their own in the next byte. */
#if defined(__x86_64__)
enum { CACHE_FLAGS = 0x0303 };
#elif defined(__aarch64__)
enum { CACHE_FLAGS = 0x0a03 };
#else
enum { CACHE_FLAGS = 0x0003 };
#endif

static const char *string_in(struct sv cache, uint32_t at)
{
	if (at >= cache.n || !memchr(cache.p + at, 0, cache.n - at))
		return NULL;
	return cache.p + at;
}

bool library_is_called(const char *entry, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(entry, name, n) != 0)
		return false;
	return !entry[n] || strncmp(entry + n, ".so.", 4) == 0 ||
	       (n > 3 && strcmp(name + n - 3, ".so") == 0 && entry[n] == '.');
}

const char *library_find_in(struct arena *a, struct sv cache, const char *name)
{
	struct cache_header header;
	struct cache_entry entry;

	if (cache.n < sizeof(header))
		return NULL;
	memcpy(&header, cache.p, sizeof(header));
	if (memcmp(header.magic, CACHE_MAGIC, sizeof(header.magic)) != 0 ||
	    header.nlibs > (cache.n - sizeof(header)) / sizeof(entry))
		return NULL;
	for (uint32_t i = 0; i < header.nlibs; i++) {
		const char *soname, *path;

		memcpy(&entry, cache.p + sizeof(header) + i * sizeof(entry), sizeof(entry));
		soname = string_in(cache, entry.name);
		path = string_in(cache, entry.path);
		if (entry.flags == CACHE_FLAGS && soname && path && library_is_called(soname, name))
			return arena_strndup(a, path, strlen(path));
	}
	return NULL;
}

/* The first in the alphabet of those in a directory, or NULL. */
static const char *find_in_directory(struct arena *a, const char *directory, const char *name)
{
	DIR *dir = opendir(directory);
	const char *best = NULL;
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (library_is_called(entry->d_name, name) &&
		    (!best || strcmp(entry->d_name, best) < 0))
			best = arena_strndup(a, entry->d_name, strlen(entry->d_name));
	}
	if (dir)
		closedir(dir);
	return best ? arena_printf(a, "%s/%s", directory, best) : NULL;
}

/* In directories with colons between. */
static const char *find_along(struct arena *a, const char *path, const char *name)
{
	const char *found = NULL;

	while (!found && path && *path) {
		size_t n = strcspn(path, ":");

		if (n)
			found = find_in_directory(a, arena_strndup(a, path, n), name);
		path += n + (path[n] == ':');
	}
	return found;
}

const char *library_find(struct arena *a, const char *name)
{
	struct source_set files = {.arena = a};
	const char *cache = "/etc/ld.so.cache", *found;
	int file;

	if (strncmp(name, "lib", 3) != 0)
		return NULL;
	found = find_along(a, getenv("LD_LIBRARY_PATH"), name);
	if (found)
		return found;
	file = source_read(&files, cache, cache);
	if (file >= 0)
		found = library_find_in(a, source_get(&files, (uint32_t)file)->text, name);
	return found ? found
		     : find_along(a, "/lib64:/usr/lib64:/lib:/usr/lib:/usr/local/lib", name);
}
