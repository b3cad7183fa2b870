/*
 * image.h - an object's bytes as they will be loaded.
 */
#ifndef LOADER_IMAGE_H
#define LOADER_IMAGE_H

#include "loader/params.h"

/* A copy of a checked object's bytes with the parameters that are set written into its data, and
 * `nubpf_stamp` when timestamps are wanted, and its programs folded for them (specialise.h). 0, or an
 * exit code with *why filled. */
int image_build(struct arena *a, const struct object *o, const struct param_value *values,
		bool timestamps, struct sv *image, struct failure *why);

#endif
