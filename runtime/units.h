/*
 * units.h - numbers as people read them: durations and sizes as Nushell 0.115 displays them.
 */
#ifndef RUNTIME_UNITS_H
#define RUNTIME_UNITS_H

#include "runtime/manifest.h"

enum { UNITS_MAX = 96 }; /* bytes that each of these may write; none writes a NUL */

/* A unit that a text is made of, the greatest first. */
struct units_unit {
	uint64_t size; /* ns, bytes */
	const char *name;
};
enum { UNITS_DURATIONS = 8, UNITS_SIZES = 7 };
extern const struct units_unit units_durations[UNITS_DURATIONS], units_sizes[UNITS_SIZES];

/* "1ms 234µs 567ns": the length written. Zero is "0sec". */
size_t units_duration(char *out, int64_t ns);
/* "1.2 MB", powers of 1000, one decimal cut off, not rounded. */
size_t units_filesize(char *out, int64_t bytes);
size_t units_int(char *out, int64_t v);
size_t units_uint(char *out, uint64_t v);

/* A bound of a histogram's bucket, short: "512ns", "4KiB", "-10". A power of two that is no whole
 * number of its unit is cut to one (1024ns is "1µs") when `rough`. */
size_t units_bound(char *out, enum wire_kind unit, int64_t v, bool rough);
/* "1.2s", "834ms": a time span for a sentence. */
size_t units_span(char *out, uint64_t ns);

#endif
