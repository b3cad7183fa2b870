/*
 * load.h - a whole run of nubpf-load.
 */
#ifndef LOADER_LOAD_H
#define LOADER_LOAD_H

#include "loader/failure.h"

/* Does what the command line says (argv without the program's name, NULL at its end): the exit code,
 * with *why filled unless it is 0. */
int load_main(struct arena *a, char *const *argv, struct failure *why);

#endif
