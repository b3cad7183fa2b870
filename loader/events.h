/*
 * events.h - records out of the object's ring buffer, or out of the perf buffers of its cpus.
 */
#ifndef LOADER_EVENTS_H
#define LOADER_EVENTS_H

#include <bpf/libbpf.h>
#include <stdint.h>

struct events;

/* One record. 0, or negative: it has been taken, the rest stays for the next time. */
typedef int events_fn(void *arg, void *bytes, size_t size);

/* The records of a map that maps_check() has found to be one for events. `bytes` is the room for
 * those that wait, of all perf buffers together, 0 for as much as usual; a ring buffer has its own.
 * NULL with errno. */
struct events *events_open(const struct bpf_map *map, uint32_t bytes, events_fn *take, void *arg);
/* Hands over what has come. 0, or what take() stopped it with. */
int events_take(struct events *e);
/* Readable when records come. */
int events_poll_fd(const struct events *e);
/* Room that one busy program has for records that wait. */
uint32_t events_room_bytes(const struct events *e);
void events_close(struct events *e);

#endif
