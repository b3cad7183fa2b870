/* group_view.c - see group_view.h. */
#include "loader/group_view.h"
#include "loader/active.h"
#include "loader/aggregate.h"
#include "loader/command.h"
#include "loader/data.h"
#include "loader/host.h"
#include "loader/maps.h"
#include "loader/values.h"
#include "support/options.h"

#include <time.h>
#include <unistd.h>

enum option_id {
#define OPTION(id, ...) OPTION_##id,
#include "loader/group_options.def"
};

static const struct option_spec specs[] = {
#define OPTION(id, name, letter, metavar, help) {OPTION_##id, name, letter, metavar, help, false},
#include "loader/group_options.def"
};

static int apply(struct group_options *o, enum option_id id, const char *value, struct failure *why)
{
	switch (id) {
	case OPTION_format:
		return console_set_format(&o->format, value, why);
	case OPTION_duration:
		return console_set_limit(&o->duration_ns, "--duration", value, value_duration, why);
	case OPTION_count:
		return console_set_limit(&o->count, "--count", value, value_int, why);
	case OPTION_interval:
		return console_set_limit(&o->interval_ns, "--interval", value, value_duration, why);
	case OPTION_all:
		o->all = true;
		break;
	case OPTION_quiet:
		o->quiet = true;
		break;
	case OPTION_help:
		o->help = true;
		break;
	}
	return 0;
}

static void print_help(struct arena *a, const char *usage)
{
	struct buf text = {.arena = a};

	buf_printf(&text, "usage: %s\n\noptions:\n", usage);
	options_help(&text, (struct option_table){specs, ARRAY_SIZE(specs)});
	fwrite(text.p, 1, text.n, stdout);
}

int group_view_begin(struct group_view *v, struct arena *a, char *const *argv, const char *usage,
		     bool *done, struct failure *why)
{
	struct options line = {.arena = a, .argv = argv, .tables = {{specs, ARRAY_SIZE(specs)}}};
	int code = 0;

	*v = (struct group_view){.arena = a, .why = why, .symbols = {.arena = a}};
	v->group.dir_fd = -1;
	*done = true;
	while (!code) {
		switch (options_next(&line)) {
		case OPTIONS_END:
			*done = v->options.help || v->options.format.listed;
			if (v->options.help)
				print_help(a, usage);
			return 0;
		case OPTIONS_PLAIN:
			vec_push(a, &v->names, line.value);
			break;
		case OPTIONS_OPTION:
			code = apply(&v->options, line.spec->id, line.value, why);
			break;
		case OPTIONS_ERROR:
			failure_set(why, EXIT_USAGE, "%s", line.error);
			failure_hint(why, "usage: %s", usage);
			return EXIT_USAGE;
		}
	}
	return code;
}

int group_view_one_name(struct group_view *v, const char *usage)
{
	if (v->names.n == 1)
		return 0;
	failure_set(v->why, EXIT_USAGE,
		    v->names.n ? "there is one group at a time" : "no group given");
	failure_hint(v->why, "usage: %s; `nubpf list` names the groups", usage);
	return EXIT_USAGE;
}

int group_view_open(struct group_view *v, const char *name)
{
	int code = host_check_bpf(v->why);

	if (!code)
		code = group_open(&v->group, v->arena, name, v->why);
	if (!code)
		code = console_check_format(&v->options.format, v->group.object.manifest, v->why);
	if (code)
		return code;
	stacks_open(&v->stacks, v->arena,
		    maps_stacks(v->group.session.bpf, v->group.object.manifest), &v->symbols);
	v->shown = console_options(&v->options.format, v->options.quiet, &v->symbols, &v->stacks);
	v->shown.timestamps = v->group.timestamps;
	v->shown.own_maps = v->own_maps;
	v->render = render_open(v->arena, v->group.object.manifest, &v->shown);
	return 0;
}

int group_view_maps(struct group_view *v, group_wants_fn *wants)
{
	const struct manifest *m = v->group.object.manifest;
	struct active_maps active = active_find_maps(&v->group.session, v->arena);
	int code = 0;

	for (uint32_t i = 0; !code && !v->error && i < m->maps.n; i++) {
		const struct manifest_map *map = &m->maps.v[i];
		struct map_row *rows;
		uint32_t nrows;

		if (!aggregate_is_shown(map) || (wants && !wants(map)) ||
		    !active_has_map(&active, maps_get(v->group.session.bpf, map)))
			continue;
		code = aggregate_read(v->arena, maps_get(v->group.session.bpf, map), map, &rows,
				      &nrows, v->why);
		if (!code)
			v->error = render_map(v->render, map, rows, nrows);
	}
	return code;
}

int group_view_stream(struct group_view *v, struct stream *s)
{
	struct bpf_map *events = maps_events(v->group.session.bpf, v->group.object.manifest);
	struct stream_options o = {
		.events = events,
		.out_fd = STDOUT_FILENO,
		.duration_ns = v->options.duration_ns,
		.limit = v->options.count,
	};

	return stream_open(s, v->render, &o, v->why);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

int group_view_summary(struct group_view *v)
{
	struct load_summary summary = {
		.duration_ns = now_ns() - v->group.started_ns,
		.programs = v->group.session.state,
		.sites = data_read(v->arena, v->group.session.bpf, &v->group.object.sites),
	};

	if (!v->error)
		v->error = render_summary(v->render, &summary);
	return console_settle(v->error, v->why);
}

void group_view_close(struct group_view *v)
{
	stacks_close(&v->stacks);
	group_close(&v->group);
}

int group_view_show(struct arena *a, char *const *argv, const char *usage, enum render_format usual,
		    group_wants_fn *wants, const char *none, struct failure *why)
{
	struct group_view v;
	bool done, any = false;
	int code = group_view_begin(&v, a, argv, usage, &done, why);

	if (code || done)
		return code;
	code = group_view_one_name(&v, usage);
	if (!v.options.format.is_set && usual != RENDER_FORMATS)
		v.options.format = (struct console_format){.is_set = true, .format = usual};
	if (!code)
		code = group_view_open(&v, v.names.v[0]);
	for (uint32_t i = 0; !code && i < v.group.object.manifest->maps.n; i++)
		any |= aggregate_is_shown(&v.group.object.manifest->maps.v[i]) &&
		       wants(&v.group.object.manifest->maps.v[i]);
	if (!code && !any)
		code = failure_set(why, EXIT_OBJECT, "group '%s' has no %s", v.names.v[0], none);
	if (!code)
		code = group_view_maps(&v, wants);
	if (!code)
		code = group_view_summary(&v);
	group_view_close(&v);
	return code;
}

int group_view_run(struct arena *a, char *const *argv, const char *usage,
		   int (*show)(struct group_view *), struct failure *why)
{
	struct group_view v;
	bool done;
	int code = group_view_begin(&v, a, argv, usage, &done, why);

	if (code || done)
		return code;
	code = group_view_one_name(&v, usage);
	if (!code)
		code = group_view_open(&v, v.names.v[0]);
	if (!code)
		code = show(&v);
	group_view_close(&v);
	return code;
}
