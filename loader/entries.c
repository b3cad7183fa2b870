/*
 * entries.c - the elements of a script's own maps, out of the kernel.
 *
 * Programs may go on meanwhile: see walk.h.
 */
#include "loader/entries.h"
#include "loader/owners.h"
#include "loader/render_text.h"
#include "loader/walk.h"

#include "lang/maps.h"

#include <bpf/libbpf.h>
#include <errno.h>

struct reader {
	struct arena *arena;
	const struct bpf_map *map;
	uint32_t key_bytes, value_bytes; /* of one cpu, padded to 8 where there are several */
	int cpus;			 /* 0: the value is that of all */
	uint32_t field_bytes;		 /* of them those that the script knows */
	bool leaves_zeros_out;
	VEC(struct map_entry) found;
};

bool entries_are_shown(const struct manifest_map *m)
{
	return map_use_find(m->use) == MAP_PLAIN;
}

/* The kind of a map by its type in the kernel, or MAPKINDS. */
static enum map_kind kind_of(const struct bpf_map *map)
{
	uint32_t kind = 0;

	while (kind < MAPKINDS && map_kinds[kind].type != (uint32_t)bpf_map__type(map))
		kind++;
	return (enum map_kind)kind;
}

void entries_tell(struct arena *a, const struct manifest_map *m, const char *note)
{
	struct buf b = {.arena = a};

	text_safe(&b, sv_cstr(m->name), false);
	fprintf(stderr, "%.*s: %s\n", (int)b.n, b.p, note);
}

int entries_check(const struct bpf_map *map, const struct manifest_map *m, struct failure *why)
{
	uint32_t key = bpf_map__key_size(map), value = bpf_map__value_size(map);
	enum map_kind kind = kind_of(map);

	if (kind == MAPKINDS || !*map_kinds[kind].commands)
		return failure_set(why, EXIT_OBJECT, "map '%s' is of a kind that no script has",
				   m->symbol);
	if (map_storage_find(kind)) {
		if (!owners_fit(map_storage_find(kind)->listing, &m->key))
			return failure_set(why, EXIT_OBJECT,
					   "map '%s' has keys that its values do not belong to",
					   m->symbol);
		key = wire_field_end(&m->key); /* the kernel's are descriptors */
	}
	if (key >= wire_field_end(&m->key) && value >= wire_field_end(&m->value))
		return 0;
	return failure_set(why, EXIT_OBJECT,
			   "map '%s' has keys of %u and values of %u bytes; the manifest says %u "
			   "and %u",
			   m->symbol, key, value, wire_field_end(&m->key),
			   wire_field_end(&m->value));
}

static bool is_zero(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i])
			return false;
	return true;
}

static void add(struct reader *r, const void *key, const char *values)
{
	for (int i = 0; i < (r->cpus ? r->cpus : 1); i++) {
		const char *value = values + (size_t)i * r->value_bytes;

		if (!r->leaves_zeros_out || !is_zero(value, r->field_bytes))
			vec_push(r->arena, &r->found,
				 ((struct map_entry){key, value, r->cpus ? i : -1}));
	}
}

static int read_keyed(struct reader *r)
{
	size_t bytes = (size_t)(r->cpus ? r->cpus : 1) * r->value_bytes;
	struct walk w = {.arena = r->arena, .map = r->map};
	char *values;
	int err;

	for (;;) {
		values = arena_alloc(r->arena, bytes, 8);
		err = walk_next(&w, values, bytes);
		if (err)
			return err;
		add(r, w.key, values);
	}
}

static int read_queue(struct reader *r)
{
	for (;;) {
		char *value = arena_alloc(r->arena, r->value_bytes, 8);
		int err =
			bpf_map__lookup_and_delete_elem(r->map, NULL, 0, value, r->value_bytes, 0);

		if (err)
			return err;
		add(r, NULL, value);
	}
}

static int take_owned(void *arg, int fd, const void *key)
{
	struct reader *r = arg;
	char *value = arena_alloc(r->arena, r->value_bytes, 8);
	int err = bpf_map__lookup_elem(r->map, &fd, sizeof(fd), value, r->value_bytes, 0);

	if (!err)
		add(r, key, value);
	return err == -ENOENT ? 0 : err;
}

static int read_owned(struct reader *r, const struct manifest_map *m, enum storage_listing listing,
		      const char **note)
{
	struct owners o = {.arena = r->arena,
			   .listing = listing,
			   .key = &m->key,
			   .take = take_owned,
			   .arg = r};
	int err = owners_walk(&o);

	if (o.why)
		*note = o.hidden ? arena_printf(r->arena, "%u were not asked for a value: %s",
						o.hidden, o.why)
				 : arena_printf(r->arena, "%svalues are not shown: %s",
						r->found.n ? "more " : "", o.why);
	return err ? err : -ENOENT;
}

int entries_read(struct arena *a, const struct bpf_map *map, const struct manifest_map *m,
		 struct map_entry **entries, uint32_t *n, const char **note, struct failure *why)
{
	enum map_kind kind = kind_of(map);
	struct reader r = {
		.arena = a,
		.map = map,
		.key_bytes = bpf_map__key_size(map),
		.value_bytes = bpf_map__value_size(map),
		.field_bytes = wire_field_end(&m->value),
		.leaves_zeros_out = map_kind_is_array(kind) || map_kind_is_per_cpu(kind),
	};
	int err = -ENOENT;

	*note = NULL;
	if (map_kind_is_per_cpu(kind)) {
		r.cpus = libbpf_num_possible_cpus();
		r.value_bytes = (r.value_bytes + 7) & ~7u;
	}
	if (r.cpus < 0)
		err = r.cpus;
	else if (kind == MAPKIND_QUEUE || kind == MAPKIND_STACK)
		err = read_queue(&r);
	else if (map_storage_find(kind))
		err = read_owned(&r, m, map_storage_find(kind)->listing, note);
	else if (kind != MAPKIND_BLOOM) /* has no keys to walk */
		err = read_keyed(&r);
	*entries = r.found.v;
	*n = r.found.n;
	return err == -ENOENT ? 0
			      : failure_set(why, EXIT_OBJECT, "cannot read map '%s': %s", m->name,
					    failure_errno(why, err));
}
