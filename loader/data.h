/*
 * data.h - the object's variables inside the maps that libbpf makes of its data sections.
 */
#ifndef LOADER_DATA_H
#define LOADER_DATA_H

#include "loader/object.h"

struct bpf_object;

/* The variable's current bytes (slot->size of them), shared with the running programs once the object
 * is loaded; NULL when the object has no such variable. */
const void *data_at(struct bpf_object *bpf, const struct object_slot *slot);

#endif
