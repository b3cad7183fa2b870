/*
 * events.c - see events.h.
 *
 * A record that a perf buffer has no room for the kernel counts, too, and says so in a record of
 * its own; the program has counted it where it was made, so that is passed over. Perf buffers are
 * read in turn, each time from another one on, so that a busy cpu leaves the others their time.
 */
#include "loader/events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { USUAL_BYTES = 4 << 20, LEAST_BYTES = 64 << 10 };

struct events {
	events_fn *take;
	void *arg;
	struct ring_buffer *ring; /* one of the two */
	struct perf_buffer *perf;
	uint32_t room_bytes;
	uint32_t next; /* perf buffer to begin with */
	int stopped;   /* what take() gave last */
};

static int take_record(void *arg, void *bytes, size_t size)
{
	struct events *e = arg;

	e->stopped = e->take(e->arg, bytes, size);
	return e->stopped;
}

/* The sample of a perf event: its bytes stand behind a u32 that says how many there are. */
static enum bpf_perf_event_ret take_sample(void *arg, int cpu, struct perf_event_header *header)
{
	struct events *e = arg;
	char *at = (char *)(header + 1);
	uint32_t size;

	(void)cpu;
	if (header->type != PERF_RECORD_SAMPLE || header->size < sizeof(*header) + sizeof(size))
		return LIBBPF_PERF_EVENT_CONT;
	memcpy(&size, at, sizeof(size));
	if (size > header->size - sizeof(*header) - sizeof(size))
		return LIBBPF_PERF_EVENT_CONT;
	e->stopped = e->take(e->arg, at + sizeof(size), size);
	return e->stopped ? LIBBPF_PERF_EVENT_ERROR : LIBBPF_PERF_EVENT_CONT;
}

/* Pages of one of so many buffers: a power of two of them. */
static size_t pages_of(uint32_t bytes, int cpus)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = 1;
	size_t want = (bytes ? bytes : USUAL_BYTES) / (size_t)(cpus > 0 ? cpus : 1);

	want = want < LEAST_BYTES ? LEAST_BYTES : want;
	while (pages * page < want)
		pages *= 2;
	return pages;
}

static struct perf_buffer *open_perf(struct events *e, int fd, uint32_t bytes)
{
	struct perf_event_attr attr = {
		.size = sizeof(attr),
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_BPF_OUTPUT,
		.sample_type = PERF_SAMPLE_RAW,
		.sample_period = 1,
		.wakeup_events = 1,
	};
	size_t pages = pages_of(bytes, libbpf_num_possible_cpus());

	e->room_bytes = (uint32_t)(pages * (size_t)sysconf(_SC_PAGESIZE));
	return perf_buffer__new_raw(fd, pages, &attr, take_sample, e, NULL);
}

struct events *events_open(const struct bpf_map *map, uint32_t bytes, events_fn *take, void *arg)
{
	struct events *e = calloc(1, sizeof(*e));
	int err;

	if (!e)
		return NULL;
	e->take = take;
	e->arg = arg;
	e->room_bytes = bpf_map__max_entries(map);
	if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
		e->ring = ring_buffer__new(bpf_map__fd(map), take_record, e, NULL);
	else
		e->perf = open_perf(e, bpf_map__fd(map), bytes);
	if (e->ring || e->perf)
		return e;
	err = errno;
	free(e);
	errno = err;
	return NULL;
}

int events_take(struct events *e)
{
	size_t n = e->perf ? perf_buffer__buffer_cnt(e->perf) : 0;

	e->stopped = 0;
	if (e->ring)
		ring_buffer__consume(e->ring);
	for (size_t i = 0; i < n && !e->stopped; i++)
		perf_buffer__consume_buffer(e->perf, (e->next + i) % n);
	e->next++;
	return e->stopped;
}

int events_poll_fd(const struct events *e)
{
	return e->ring ? ring_buffer__epoll_fd(e->ring) : perf_buffer__epoll_fd(e->perf);
}

uint32_t events_room_bytes(const struct events *e)
{
	return e->room_bytes;
}

void events_close(struct events *e)
{
	if (!e)
		return;
	ring_buffer__free(e->ring);
	perf_buffer__free(e->perf);
	free(e);
}
