/*
 * verb_maps.c - `nubpf maps`: the maps that a script of a group has made itself: all elements, one,
 * another value in one.
 */
#include "loader/encode.h"
#include "loader/entries.h"
#include "loader/group_view.h"
#include "loader/maps.h"
#include "loader/owners.h"
#include "loader/verbs.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <unistd.h>

static const char usage[] =
	"nubpf maps dump GROUP [MAP] | get GROUP MAP KEY | set GROUP MAP KEY VALUE | "
	"delete GROUP MAP KEY";

/* An element on the command line, of one of the group's maps. */
struct element {
	struct group_view *v;
	const struct manifest_map *m;
	struct bpf_map *map;
	void *key, *value;
	const void *shown_key; /* of a value that belongs to something: `key` is a descriptor */
	int owner;	       /* that one, or -1 */
};

static int show(const struct element *e, const struct map_entry *entries, uint32_t n)
{
	e->v->error = render_entries(e->v->render, e->m, entries, n);
	return 0;
}

/* A queue or stack gives its values away when it is read. */
static bool is_kept(const struct bpf_map *map)
{
	return bpf_map__type(map) != BPF_MAP_TYPE_QUEUE && bpf_map__type(map) != BPF_MAP_TYPE_STACK;
}

static int dump(struct element *e)
{
	struct map_entry *entries;
	const char *note;
	uint32_t n;
	int code = entries_read(e->v->arena, e->map, e->m, &entries, &n, &note, e->v->why);

	if (!code && note && !e->v->group.session.quiet)
		entries_tell(e->v->arena, e->m, note);
	return code || (note && !n) ? code : show(e, entries, n);
}

static int has_no_key(const struct element *e)
{
	return failure_set(e->v->why, EXIT_OBJECT, "map '%s' has no element with this key",
			   e->m->name);
}

static int get(struct element *e)
{
	int err = bpf_map__lookup_elem(e->map, e->key, bpf_map__key_size(e->map), e->value,
				       bpf_map__value_size(e->map), 0);

	if (err == -ENOENT)
		return has_no_key(e);
	if (err)
		return failure_set(e->v->why, EXIT_OBJECT, "cannot read map '%s': %s", e->m->name,
				   failure_errno(e->v->why, err));
	return show(e, &(struct map_entry){e->shown_key, e->value, -1}, 1);
}

static int set(struct element *e)
{
	int err = bpf_map__update_elem(e->map, e->key, bpf_map__key_size(e->map), e->value,
				       bpf_map__value_size(e->map), 0);

	if (err == -E2BIG)
		return failure_set(e->v->why, EXIT_OBJECT, "map '%s' has no room for this key",
				   e->m->name);
	return err ? failure_set(e->v->why, EXIT_OBJECT, "cannot write map '%s': %s", e->m->name,
				 failure_errno(e->v->why, err))
		   : 0;
}

static int delete (struct element *e)
{
	int err = bpf_map__delete_elem(e->map, e->key, bpf_map__key_size(e->map), 0);

	if (err == -ENOENT)
		return has_no_key(e);
	return err ? failure_set(e->v->why, EXIT_OBJECT, "cannot delete from map '%s': %s",
				 e->m->name, failure_errno(e->v->why, err))
		   : 0;
}

static const struct action {
	const char *name;
	uint32_t nwords; /* with it, the group, the map, … */
	int (*run)(struct element *e);
} actions[] = {
	{"dump", 2, dump},
	{"get", 4, get},
	{"set", 5, set},
	{"delete", 4, delete},
};

static int find_map(struct element *e, const char *name)
{
	const struct manifest *m = e->v->group.object.manifest;
	struct nearest near = {.want = sv_cstr(name)};

	for (uint32_t i = 0; i < m->maps.n; i++) {
		if (!entries_are_shown(&m->maps.v[i]))
			continue;
		if (strcmp(m->maps.v[i].name, name) == 0) {
			e->m = &m->maps.v[i];
			e->map = maps_get(e->v->group.session.bpf, e->m);
			return 0;
		}
		nearest_offer(&near, sv_cstr(m->maps.v[i].name));
	}
	failure_set(e->v->why, EXIT_OBJECT, "group '%s' has no map '%s' of the script's own",
		    e->v->group.name, name);
	if (near.best.p)
		failure_hint(e->v->why, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return EXIT_OBJECT;
}

static int read_word(const struct element *e, const struct wire_field *f, const char *what,
		     const char *text, void *bytes, size_t size)
{
	const char *expected = encode_text(e->v->arena, f, text, bytes, size);

	return expected ? failure_set(e->v->why, EXIT_USAGE, "the %s: expected %s, found '%s'",
				      what, expected, text)
			: 0;
}

/* Puts a descriptor for what has the key in place of it. */
static int find_owner(struct element *e, enum storage_listing listing)
{
	e->owner = owners_open(e->v->arena, listing, &e->m->key, e->key);
	e->key = &e->owner;
	if (e->owner >= 0)
		return 0;
	return failure_set(e->v->why, EXIT_OBJECT, "map '%s' has no element with this key: %s",
			   e->m->name, failure_errno(e->v->why, e->owner));
}

/* Key and value, as far as they are given. */
static int read_element(struct element *e, const struct action *action)
{
	const struct map_storage *storage = map_storage_of_type((uint32_t)bpf_map__type(e->map));
	const char *const *words = e->v->names.v;
	size_t key_bytes = bpf_map__key_size(e->map), value_bytes = bpf_map__value_size(e->map);
	int code = 0;

	if (action->nwords < 4)
		return 0;
	if (!key_bytes)
		return failure_set(e->v->why, EXIT_OBJECT, "map '%s' has no keys", e->m->name);
	if (bpf_map__type(e->map) == BPF_MAP_TYPE_PERCPU_HASH ||
	    bpf_map__type(e->map) == BPF_MAP_TYPE_LRU_PERCPU_HASH ||
	    bpf_map__type(e->map) == BPF_MAP_TYPE_PERCPU_ARRAY)
		return failure_set(e->v->why, EXIT_OBJECT,
				   "map '%s' has a value on each cpu; `nubpf maps dump` shows them",
				   e->m->name);
	if (storage)
		key_bytes = wire_field_end(&e->m->key);
	e->key = arena_alloc(e->v->arena, key_bytes, 8);
	e->value = arena_alloc(e->v->arena, value_bytes, 8);
	e->shown_key = e->key;
	if (storage && !key_bytes)
		return failure_set(e->v->why, EXIT_OBJECT,
				   "nothing lists what the values of map '%s' belong to",
				   e->m->name);
	code = read_word(e, &e->m->key, "key", words[3], e->key, key_bytes);
	if (!code && action->nwords > 4)
		code = read_word(e, &e->m->value, "value", words[4], e->value, value_bytes);
	return code || !storage ? code : find_owner(e, storage->listing);
}

static int run_one(struct group_view *v, const struct action *action, const char *name)
{
	struct element e = {.v = v, .owner = -1};
	int code = find_map(&e, name);

	if (!code)
		code = read_element(&e, action);
	if (!code)
		code = action->run(&e);
	if (e.owner >= 0)
		close(e.owner);
	return code;
}

/* `dump` without a name: every map that keeps its values. */
static int dump_all(struct group_view *v)
{
	const struct manifest *m = v->group.object.manifest;
	int code = 0;

	for (uint32_t i = 0; !code && !v->error && i < m->maps.n; i++) {
		struct element e = {.v = v, .m = &m->maps.v[i]};

		if (!entries_are_shown(e.m))
			continue;
		e.map = maps_get(v->group.session.bpf, e.m);
		if (is_kept(e.map))
			code = dump(&e);
	}
	return code;
}

static const struct action *find_action(const struct group_view *v)
{
	for (uint32_t i = 0; v->names.n && i < ARRAY_SIZE(actions); i++) {
		const struct action *a = &actions[i];
		bool fits = v->names.n == a->nwords || (a->run == dump && v->names.n == 3);

		if (strcmp(v->names.v[0], a->name) == 0 && fits)
			return a;
	}
	return NULL;
}

int verb_maps(struct arena *a, char *const *argv, struct failure *why)
{
	const struct action *action;
	struct group_view v;
	bool done, quiet;
	int code = group_view_begin(&v, a, argv, usage, &done, why);

	if (code || done)
		return code;
	action = find_action(&v);
	if (!action) {
		failure_set(why, EXIT_USAGE, "nothing to do with maps");
		failure_hint(why, "usage: %s", usage);
		return EXIT_USAGE;
	}
	quiet = v.options.quiet;
	v.own_maps = true;
	v.options.quiet = true; /* nothing is told of rows */
	code = group_view_open(&v, v.names.v[1]);
	v.group.session.quiet = quiet;
	if (!code)
		code = v.names.n > 2 ? run_one(&v, action, v.names.v[2]) : dump_all(&v);
	if (!code && !v.error)
		v.error = render_end(v.render);
	if (!code)
		code = console_settle(v.error, why);
	group_view_close(&v);
	return code;
}
