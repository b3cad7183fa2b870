/*
 * load.h - a whole run of the loader.
 */
#ifndef LOADER_LOAD_H
#define LOADER_LOAD_H

#include "loader/object.h"

/* Reads and checks the object that the command line names: see object_read(). */
typedef int load_open_fn(struct arena *a, const char *file, struct object *o, struct failure *why);

struct load_kind {
	const char *usage; /* "nubpf-load [options] FILE.bpf.o" */
	load_open_fn *open;
};

/* Does what the command line says (argv without the program's name, NULL at its end): the exit
 * code. Unless it is 0, *why says what is wrong, or nothing when the user has been told already. */
int load_main(struct arena *a, char *const *argv, const struct load_kind *kind,
	      struct failure *why);

#endif
