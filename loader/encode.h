/*
 * encode.h - values from the command line as the bytes that a script puts into its maps.
 */
#ifndef LOADER_ENCODE_H
#define LOADER_ENCODE_H

#include "runtime/manifest.h"

/* Writes the value that the text is to bytes[size], which are zeroed before: NULL, or what is
 * expected instead. Numbers are written as Nushell writes them (0xff, 5ms, 4kib), strings as they
 * are or in quotes; records, lists, binary (an array of bytes) and null are JSON. */
const char *encode_text(struct arena *a, const struct wire_field *f, const char *text, void *bytes,
			size_t size);

#endif
