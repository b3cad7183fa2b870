/*
 * keep.c - what a script keeps in the kernel: its maps and its state, shown behind the rows.
 */
#include "loader/keep.h"

#include "loader/active.h"
#include "loader/aggregate.h"
#include "loader/data.h"
#include "loader/entries.h"
#include "loader/maps.h"

static int show_map(const struct session *s, struct arena *a, const struct manifest_map *m,
		    struct render *r, int *error)
{
	struct map_row *rows;
	uint32_t nrows;
	int code = aggregate_read(a, maps_get(s->bpf, m), m, &rows, &nrows, s->why);

	if (!code)
		*error = render_map(r, m, rows, nrows);
	return code;
}

static int show_own(const struct session *s, struct arena *a, const struct manifest_map *m,
		    struct render *r, int *error)
{
	struct map_entry *entries;
	const char *note;
	uint32_t n;
	int code = entries_read(a, maps_get(s->bpf, m), m, &entries, &n, &note, s->why);

	if (!code && (n || !note))
		*error = render_entries(r, m, entries, n);
	if (note && !s->quiet)
		entries_tell(a, m, note);
	return code;
}

int keep_show(const struct session *s, bool own_maps, struct arena *a, struct render *r, int *error)
{
	const struct manifest *m = s->object->manifest;
	struct active_maps active = active_find_maps(s, a);
	int code = 0;

	for (uint32_t i = 0; !code && !*error && i < m->maps.n; i++) {
		if (!active_has_map(&active, maps_get(s->bpf, &m->maps.v[i])))
			continue;
		if (aggregate_is_shown(&m->maps.v[i]))
			code = show_map(s, a, &m->maps.v[i], r, error);
		else if (own_maps && entries_are_shown(&m->maps.v[i]))
			code = show_own(s, a, &m->maps.v[i], r, error);
	}
	for (uint32_t i = 0; !code && !*error && i < m->states.n; i++) {
		uint32_t program = m->states.v[i].program;
		const void *bytes = data_read(a, s->bpf, &s->object->states[i]);

		if (program != UINT32_MAX && !active_has_program(s, program))
			continue;
		if (bytes)
			*error = render_state(r, &m->states.v[i], bytes);
	}
	return code;
}
