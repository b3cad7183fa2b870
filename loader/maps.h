/*
 * maps.h - the object's maps as libbpf sees them, checked against the manifest.
 */
#ifndef LOADER_MAPS_H
#define LOADER_MAPS_H

#include "loader/failure.h"
#include "runtime/manifest.h"

#include <bpf/libbpf.h>

/* Every map of the manifest is there and of the shape that its use needs: 0, or an exit code with
 * *why filled. */
int maps_check(struct bpf_object *bpf, const struct manifest *m, struct failure *why);
/* A map of the manifest, after maps_check(). */
struct bpf_map *maps_get(struct bpf_object *bpf, const struct manifest_map *map);
/* The map of stacks, or NULL. */
struct bpf_map *maps_places(struct bpf_object *bpf, const struct manifest *m);
struct bpf_map *maps_stacks(struct bpf_object *bpf, const struct manifest *m);
/* That of the events, NULL when the script makes none. */
struct bpf_map *maps_events(struct bpf_object *bpf, const struct manifest *m);

#endif
