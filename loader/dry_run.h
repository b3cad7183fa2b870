/*
 * dry_run.h - what loading an object would do, found out without the kernel.
 */
#ifndef LOADER_DRY_RUN_H
#define LOADER_DRY_RUN_H

#include "loader/load_options.h"

/* Prints it: 0, or an exit code with *why filled when this host cannot run the object. */
int dry_run_show(const struct load_options *o, const struct param_value *values,
		 const struct object *object, FILE *out, struct failure *why);

#endif
