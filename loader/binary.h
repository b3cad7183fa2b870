/*
 * binary.h - where a user-space function lies: which file, and where in it.
 */
#ifndef LOADER_BINARY_H
#define LOADER_BINARY_H

#include "runtime/binary_file.h"

/* A function in a binary. */
struct binary_function {
	uint64_t offset; /* in the file: what perf_event_open wants */
	uint64_t size;
	const char *error; /* why there is no such function, or NULL */
	const char *hint;  /* with an error: what to do about it, or NULL */
};

/* Finds `symbol` in the file's symbol tables. */
struct binary_function binary_function(struct arena *a, const char *path, const char *symbol);

struct binary_functions {
	struct binary_place {
		const char *name;
		uint64_t offset; /* in the file */
	} * v;
	uint32_t n, cap;
	const char *error; /* why the file cannot be searched, or NULL */
};

/* The functions that the glob matches, by their places: each place once, under its first name. */
struct binary_functions binary_functions_match(struct arena *a, const char *path, const char *glob);

#endif
