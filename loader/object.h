/*
 * object.h - an object file, read and checked before anything in it is used.
 *
 * Needs no kernel and no privileges. After object_check() every name of the manifest stands for
 * something that is there and large enough: programs are functions, maps are map definitions,
 * parameters, sites and state lie inside their data sections.
 */
#ifndef LOADER_OBJECT_H
#define LOADER_OBJECT_H

#include "loader/elf_file.h"
#include "loader/failure.h"
#include "runtime/manifest.h"

/* Where a variable lies in the object's data: in the map that libbpf makes of section `map`. */
struct object_slot {
	const char *map; /* ".rodata", ".bss", ".data"; NULL: the object has no such variable */
	uint64_t offset, size;
};

struct object {
	const char *path;
	struct sv bytes;
	struct elf_file elf;
	struct manifest *manifest;
	struct object_slot *params; /* one per manifest.params */
	struct object_slot *states; /* one per manifest.states */
	struct object_slot sites;   /* nubpf_sites: a u64 per manifest.sites */
	struct object_slot stamp;   /* nubpf_stamp: non-zero asks for timestamps */
};

/* Reads and checks a file ("-" is standard input): 0, or an exit code with *why filled. */
int object_read(struct arena *a, const char *path, struct object *o, struct failure *why);
/* The same for bytes already in memory, which must outlive the object. */
int object_check(struct arena *a, struct sv bytes, struct object *o, struct failure *why);
/* The same, with the running kernel's names for numbers. */
int object_open(struct arena *a, struct sv bytes, struct object *o, struct failure *why);
void object_close(struct object *o);

#endif
