/*
 * library.c - shared libraries by name, as the dynamic linker finds them.
 *
 * Reads /etc/ld.so.cache in the format that glibc has written alone since 2.32 (dl-cache.h,
 * cache_file_new); on other C libraries there is no such file and a path has to be given.
 */
#include "loader/library.h"
#include "support/source.h"

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

/* "libc.so.6" is meant by itself, by "libc.so" and by "libc". */
static bool names_library(const char *entry, const char *name)
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

	if (cache.n < sizeof(header) || strncmp(name, "lib", 3) != 0)
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
		if (entry.flags == CACHE_FLAGS && soname && path && names_library(soname, name))
			return arena_strndup(a, path, strlen(path));
	}
	return NULL;
}

const char *library_find(struct arena *a, const char *name)
{
	struct source_set files = {.arena = a};
	const char *cache = "/etc/ld.so.cache";
	int file = source_read(&files, cache, cache);

	return file < 0 ? NULL : library_find_in(a, source_get(&files, (uint32_t)file)->text, name);
}
