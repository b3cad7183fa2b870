/* library.h - shared libraries by name, as the dynamic linker finds them. */
#ifndef RUNTIME_LIBRARY_H
#define RUNTIME_LIBRARY_H

#include "support/text.h"

/* "libc.so.6" is meant by itself, by "libc.so" and by "libc". */
bool library_is_called(const char *entry, const char *name);
/* The path of "libc.so.6", or of "libc" whatever its version; NULL when there is none. */
const char *library_find(struct arena *a, const char *name);
/* The same in the bytes of a cache file. Trusts nothing in it. */
const char *library_find_in(struct arena *a, struct sv cache, const char *name);

#endif
