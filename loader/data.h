/*
 * data.h - the object's variables inside the maps that libbpf makes of its data sections.
 */
#ifndef LOADER_DATA_H
#define LOADER_DATA_H

#include "loader/object.h"

struct bpf_object;

/* A copy of the bytes that a variable of a loaded object has now (slot->size of them); NULL when
 * there is no such variable. */
const void *data_read(struct arena *a, struct bpf_object *bpf, const struct object_slot *slot);

#endif
