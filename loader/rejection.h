/*
 * rejection.h - why the kernel did not take an object, in the script's own terms.
 */
#ifndef LOADER_REJECTION_H
#define LOADER_REJECTION_H

#include "loader/object.h"

/* Explains the -errno of bpf_object__load() with what kernel_log.h has kept: gives an exit code and
 * fills *why. A program that the verifier refuses gets the place in its source. */
int rejection_explain(const struct object *o, int error, struct failure *why);
#endif
