/* places.c - see places.h. */
#include "loader/places.h"
#include "loader/maps.h"

#include <stdio.h>

void places_number(struct session *s)
{
	struct bpf_map *map = maps_places(s->bpf, s->object->manifest);
	uint32_t n = 0;

	if (!map)
		return;
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		struct attach *a = &s->attach[i];

		if (!s->programs[i] || !a->target || !attach_is_glob(a))
			continue;
		for (uint32_t k = 0; k < a->matches.n; k++)
			a->matches.v[k].cookie = n++;
	}
	bpf_map__set_max_entries(map, n ? n : 1);
}

/* What stands before the glob of the target: "kprobe:", "uprobe:/bin/sh:". */
static struct sv before_glob(struct arena *a, const struct manifest_program *t)
{
	const char *all = arena_printf(a, "%s:%s", t->family, t->target);
	size_t n = strlen(all), name = strlen(t->name);

	return (struct sv){all, n > name ? n - name : 0};
}

static void name_place(struct attach *a, const struct attach_match *m, struct sv before,
		       struct wire_spot *spot)
{
	const char *name = attach_short_name(a, m->name);

	memset(spot, 0, sizeof(*spot));
	snprintf(spot->probe, sizeof(spot->probe), SV_FMT "%s", SV_ARG(before), name);
	snprintf(spot->func, sizeof(spot->func), "%s", m->name);
}

int places_name(struct session *s)
{
	struct bpf_map *map = maps_places(s->bpf, s->object->manifest);
	struct wire_spot spot;
	int err = 0;

	for (uint32_t i = 0; map && i < s->object->manifest->programs.n; i++) {
		struct attach *a = &s->attach[i];
		struct sv before;

		if (!s->programs[i] || !attach_is_glob(a))
			continue;
		before = before_glob(s->arena, a->target);
		for (uint32_t k = 0; !err && k < a->matches.n; k++) {
			uint32_t key = (uint32_t)a->matches.v[k].cookie;

			name_place(a, &a->matches.v[k], before, &spot);
			err = bpf_map__update_elem(map, &key, sizeof(key), &spot, sizeof(spot), 0);
		}
	}
	return err ? failure_set(s->why, EXIT_OBJECT, "cannot name the places of a glob: %s",
				 failure_errno(s->why, err))
		   : 0;
}
