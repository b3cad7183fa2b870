/*
 * observe.c - what the programs of a C object count and send: `observe FILE.bpf.o`.
 *
 * Attaches every program, says "attached N programs" on standard error, and at SIGINT prints lines
 * of JSON as `nubpf-load -f jsonl` has them. Everything is read by its BTF: each record of the ring
 * buffer as a `struct event`, each key of a map, the numbers of all cpus added up, each variable
 * under "state". An array per cpu gives the elements that counted, by index.
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 64, CPUS = 256, POLL_MS = 20, PROGRAMS = 16 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void fail(const char *what)
{
	fprintf(stderr, "observe: %s\n", what);
	exit(1);
}

static const struct btf_type *plain(const struct btf *btf, __u32 id)
{
	return btf__type_by_id(btf, (__u32)btf__resolve_type(btf, id));
}

static void print_text(const char *p, size_t room)
{
	putchar('"');
	for (size_t i = 0; i < room && p[i]; i++) {
		if ((unsigned char)p[i] < ' ' || p[i] == '"' || p[i] == '\\')
			printf("\\u%04x", p[i]);
		else
			putchar(p[i]);
	}
	putchar('"');
}

static void print_int(const struct btf_type *t, const unsigned char *p)
{
	long long v = 0;

	/* The host's byte order is the low one first. */
	memcpy(&v, p, t->size);
	if (btf_int_encoding(t) & BTF_INT_SIGNED)
		v = t->size == 4 ? (int)v : t->size == 2 ? (short)v : v;
	printf("%lld", v);
}

static void print_members(const struct btf *btf, const struct btf_type *t, const unsigned char *p);

static void print_value(const struct btf *btf, __u32 id, const unsigned char *p)
{
	const struct btf_type *t = plain(btf, id);

	if (btf_is_int(t)) {
		print_int(t, p);
	} else if (btf_is_array(t)) {
		print_text((const char *)p, btf_array(t)->nelems);
	} else if (btf_is_struct(t)) {
		putchar('{');
		print_members(btf, t, p);
		putchar('}');
	} else {
		fail("a value that is no number, text or structure");
	}
}

static void print_members(const struct btf *btf, const struct btf_type *t, const unsigned char *p)
{
	const struct btf_member *m = btf_members(t);

	for (unsigned i = 0; i < btf_vlen(t); i++) {
		printf("%s\"%s\":", i ? "," : "", btf__name_by_offset(btf, m[i].name_off));
		print_value(btf, m[i].type, p + m[i].offset / 8);
	}
}

static int print_event(void *context, void *event, size_t bytes)
{
	const struct btf *btf = context;
	__s32 id = btf__find_by_name_kind(btf, "event", BTF_KIND_STRUCT);

	if (id < 0 || btf__type_by_id(btf, (__u32)id)->size != bytes)
		fail("events have no `struct event`");
	print_value(btf, (__u32)id, event);
	putchar('\n');
	return 0;
}

/* Of all cpus. */
static unsigned long long count_of(const struct bpf_map *map, const void *key)
{
	unsigned long long values[CPUS] = {0}, sum = 0;
	bool by_cpu = bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_HASH ||
		      bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_ARRAY;
	int cpus = by_cpu ? libbpf_num_possible_cpus() : 1;

	if (cpus < 1 || cpus > CPUS || bpf_map_lookup_elem(bpf_map__fd(map), key, values))
		return 0;
	for (int i = 0; i < cpus; i++)
		sum += values[i];
	return sum;
}

static void print_map(const struct btf *btf, const struct bpf_map *map)
{
	unsigned char key[KEY_BYTES], *last = NULL;
	bool is_array = bpf_map__type(map) == BPF_MAP_TYPE_PERCPU_ARRAY;

	if (bpf_map__key_size(map) > KEY_BYTES || bpf_map__value_size(map) != sizeof(long long))
		fail("a map that is not of numbers");
	for (; !bpf_map_get_next_key(bpf_map__fd(map), last, key); last = key) {
		unsigned long long count = count_of(map, key);

		if (is_array && !count)
			continue;
		printf("{\"map\":\"%s\",\"%s\":", bpf_map__name(map), is_array ? "slot" : "key");
		print_value(btf, bpf_map__btf_key_type_id(map), key);
		printf(",\"count\":%llu}\n", count);
	}
}

static void print_variables(const struct btf *btf, const struct bpf_map *map)
{
	const struct btf_type *section = btf__type_by_id(btf, bpf_map__btf_value_type_id(map));
	const struct btf_var_secinfo *v = btf_var_secinfos(section);
	unsigned char *bytes = calloc(1, bpf_map__value_size(map));
	__u32 key = 0;

	if (!bytes || bpf_map_lookup_elem(bpf_map__fd(map), &key, bytes))
		fail("variables cannot be read");
	for (unsigned i = 0; i < btf_vlen(section); i++) {
		const struct btf_type *t = btf__type_by_id(btf, v[i].type);

		if (!btf_is_int(plain(btf, t->type)))
			continue;
		printf("{\"state\":\"%s\",\"value\":", btf__name_by_offset(btf, t->name_off));
		print_value(btf, t->type, bytes + v[i].offset);
		puts("}");
	}
	free(bytes);
}

static void print_maps(struct bpf_object *o)
{
	const struct btf *btf = bpf_object__btf(o);
	const struct bpf_map *map;

	bpf_object__for_each_map(map, o)
	{
		if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
			continue;
		if (!bpf_map__is_internal(map))
			print_map(btf, map);
		else if (strstr(bpf_map__name(map), ".bss") || strstr(bpf_map__name(map), ".data"))
			print_variables(btf, map);
	}
}

/* NULL when the object sends no events. */
static struct ring_buffer *open_events(struct bpf_object *o)
{
	const struct bpf_map *map;

	bpf_object__for_each_map(map, o)
	{
		if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
			return ring_buffer__new(bpf_map__fd(map), print_event, bpf_object__btf(o),
						NULL);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct bpf_object *o = argc == 2 ? bpf_object__open_file(argv[1], NULL) : NULL;
	struct bpf_program *p;
	struct ring_buffer *events;
	struct bpf_link *links[PROGRAMS];
	unsigned n = 0;

	if (!o || bpf_object__load(o))
		fail("the object cannot be loaded");
	signal(SIGINT, stop);
	events = open_events(o);
	bpf_object__for_each_program(p, o)
	{
		struct bpf_link *link = n < PROGRAMS ? bpf_program__attach(p) : NULL;

		if (!link)
			fail("a program cannot be attached");
		links[n++] = link;
	}
	fprintf(stderr, "attached %u programs\n", n);
	while (!stopped)
		events ? ring_buffer__poll(events, POLL_MS) : poll(NULL, 0, POLL_MS);
	while (n)
		bpf_link__destroy(links[--n]);
	if (events)
		ring_buffer__consume(events);
	print_maps(o);
	ring_buffer__free(events);
	bpf_object__close(o);
	return 0;
}
