/*
 * load.c - a whole run of nubpf-load: check, load, attach, stream, detach, show.
 */
#include "loader/load.h"
#include "loader/console.h"
#include "loader/data.h"
#include "loader/dry_run.h"
#include "loader/group.h"
#include "loader/host.h"
#include "loader/hotplug.h"
#include "loader/iterators.h"
#include "loader/keep.h"
#include "loader/kernel_log.h"
#include "loader/kernel_symbols.h"
#include "loader/load_options.h"
#include "loader/maps.h"
#include "loader/retarget.h"
#include "loader/session.h"
#include "loader/stacks.h"
#include "loader/stream.h"
#include "loader/timers.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct run {
	struct arena *arena;
	const struct load_options *options;
	const struct param_value *values;
	const struct manifest *manifest;
	const struct object *object;
	struct failure *why;
	struct session session;
	struct stream stream;
	struct timers timers;
	struct hotplug hotplug;
	struct render *render;
	struct kernel_symbols symbols;
	struct stacks stacks;
	int stats_fd; /* keeps BPF's run-time statistics on */
};

static struct render *open_render(struct run *r)
{
	struct render_options o =
		console_options(&r->options->format, r->options->quiet, &r->symbols, &r->stacks);

	o.timestamps = r->options->timestamps;
	o.own_maps = r->options->maps;
	return render_open(r->arena, r->manifest, &o);
}

static int open_stream(struct run *r)
{
	struct stream_options o = {
		.events = maps_events(r->session.bpf, r->manifest),
		.buffer_bytes = (uint32_t)r->options->buffer_bytes,
		.out_fd = STDOUT_FILENO,
		.duration_ns = r->options->duration_ns,
		.limit = r->options->count,
	};

	return stream_open(&r->stream, r->render, &o, r->why);
}

/* After the programs are detached: what is left to say. */
static int finish(struct run *r)
{
	struct load_summary summary = {
		.duration_ns = r->stream.duration_ns,
		.programs = r->session.state,
	};
	int code;

	stream_drain(&r->stream);
	code = session_run(&r->session, FAMILY_AFTER);
	stream_show_rest(&r->stream);
	stacks_search(&r->stacks);
	r->session.quiet = r->options->quiet;
	if (!code)
		code = keep_show(&r->session, r->options->maps, r->arena, r->render,
				 &r->stream.error);
	summary.sites = data_read(r->arena, r->session.bpf, &r->object->sites);
	session_count_runs(&r->session, r->options->stats);
	if (!r->stream.error)
		r->stream.error = render_summary(r->render, &summary);
	return code ? code : console_settle(r->stream.error, r->why);
}

static void tell_skipped(const struct run *r)
{
	for (uint32_t i = 0; i < r->session.notes.n && !r->options->quiet; i++)
		fprintf(stderr, "nubpf-load: %s\n", r->session.notes.v[i]);
	for (uint32_t i = 0; i < r->manifest->programs.n; i++) {
		if (r->session.state[i].skipped && !r->options->quiet)
			fprintf(stderr, "nubpf-load: skipped: %s\n", r->session.state[i].skipped);
	}
}

/* Whoever waits for this line before it does what the programs shall see misses nothing. */
static void tell_attached(const struct run *r)
{
	uint32_t n = 0, places = 0, globs = 0, left_out = 0;

	for (uint32_t i = 0; i < r->manifest->programs.n; i++) {
		bool attached = r->session.state[i].attached;

		n += attached;
		if (attached && attach_is_glob(&r->session.attach[i])) {
			globs++;
			places += r->session.attach[i].matches.n;
			left_out += r->session.attach[i].left_out;
		}
	}
	if (r->options->quiet)
		return;
	fprintf(stderr, "attached %u program%s", n, n == 1 ? "" : "s");
	if (globs)
		fprintf(stderr, ", %u by glob%s to %u place%s", globs, globs == 1 ? "" : "s",
			places, places == 1 ? "" : "s");
	if (left_out)
		fprintf(stderr, ", %u more cannot be probed", left_out);
	fputc('\n', stderr);
}

/* Leaves everything to the kernel under the name of a group. */
static int pin(struct run *r)
{
	int code = session_run(&r->session, FAMILY_BEFORE);

	if (!code)
		code = iterators_refuse(&r->session);
	if (!code)
		code = session_attach(&r->session);
	if (!code)
		code = group_pin(&r->session, r->options->pin, r->options->timestamps, r->why);
	if (code)
		return code;
	group_let_go(&r->session);
	tell_skipped(r);
	if (!r->options->quiet)
		fprintf(stderr, "pinned %u program%s as '%s'; `nubpf detach %s` ends it\n",
			r->session.nattached, r->session.nattached == 1 ? "" : "s", r->options->pin,
			r->options->pin);
	return 0;
}

static int stream_until_end(struct run *r)
{
	int code = open_stream(r);
	uint32_t iterators;

	if (!code)
		code = session_run(&r->session, FAMILY_BEFORE);
	hotplug_open(&r->hotplug, &r->session);
	if (!code)
		code = session_attach(&r->session);
	if (code)
		return code;
	code = timers_start(&r->timers, &r->session);
	if (code)
		return code;
	r->stream.options.ticks[0] =
		(struct stream_tick){r->timers.epoll_fd, timers_tick, &r->timers};
	r->stream.options.ticks[1] = (struct stream_tick){r->hotplug.fd, hotplug_tick, &r->hotplug};
	tell_skipped(r);
	tell_attached(r);
	code = iterators_run(&r->session, &r->stream, &iterators);
	if (code)
		return code;
	/* With nothing else attached nothing more can come. */
	if (r->session.nattached > iterators || r->timers.n)
		stream_run(&r->stream);
	session_detach(&r->session);
	code = finish(r);
	return r->stream.code ? r->stream.code : code;
}

static int load_and_run(struct run *r)
{
	struct session_options o = {
		.values = r->values,
		.timestamps = r->options->timestamps,
		.btf = r->options->btf,
		.buffer_bytes = (uint32_t)r->options->buffer_bytes,
		.attaches = !r->options->verify,
		.shows_progress = !r->options->quiet && isatty(STDERR_FILENO),
		.wants = load_options_wants,
		.wants_arg = r->options,
	};
	int code = host_check_bpf(r->why);

	if (code)
		return code;
	kernel_log_open(r->arena, r->options->verbose);
	if (r->options->stats) {
		r->stats_fd = bpf_enable_stats(BPF_STATS_RUN_TIME);
		if (r->stats_fd < 0)
			return failure_set(r->why, EXIT_OBJECT, "--stats: %s",
					   failure_errno(r->why, r->stats_fd));
	}
	code = session_load(&r->session, r->arena, r->object, &o, r->why);
	if (!code)
		code = maps_check(r->session.bpf, r->manifest, r->why);
	if (code)
		return code;
	if (r->options->verify) {
		tell_skipped(r);
		return 0;
	}
	if (r->options->pin)
		return pin(r);
	stacks_open(&r->stacks, r->arena, maps_stacks(r->session.bpf, r->manifest), &r->symbols);
	r->render = open_render(r);
	return stream_until_end(r);
}

/* Everything after the command line. */
static int run(struct run *r)
{
	int code = load_and_run(r);

	hotplug_close(&r->hotplug);
	timers_close(&r->timers);
	stacks_close(&r->stacks);
	stream_close(&r->stream);
	session_close(&r->session);
	if (r->stats_fd >= 0)
		close(r->stats_fd);
	return code;
}

/* The object and the options that depend on it. */
static int run_object(struct command *c, struct load_options *options, load_open_fn *open_object,
		      struct object *object)
{
	struct run r = {
		.arena = c->arena,
		.options = options,
		.object = object,
		.why = c->why,
		.stream = {.signal_fd = -1, .timer_fd = -1},
		.symbols = {.arena = c->arena},
		.stats_fd = -1,
	};
	int code = open_object(c->arena, c->file, object, c->why);

	if (!code)
		code = command_finish(c, object->manifest);
	if (code)
		return code;
	r.manifest = object->manifest;
	r.values = c->values;
	if (options->format.listed)
		return 0;
	if (options->help) {
		command_help(c, r.manifest, stdout);
		return 0;
	}
	code = load_options_settle(options, c, r.manifest);
	for (uint32_t i = 0; !code && i < options->targets.n; i++)
		code = retarget(object->manifest, options->targets.v[i], c->why);
	if (code)
		return code;
	code = console_check_format(&options->format, r.manifest, c->why);
	if (code)
		return code;
	if (options->timestamps && !object->stamp.map)
		return failure_set(c->why, EXIT_USAGE, "--timestamps: '%s' cannot stamp its rows",
				   c->file);
	code = options->pin ? group_check(r.manifest, options->pin, c->why) : 0;
	if (code)
		return code;
	if (options->dry_run)
		return dry_run_show(options, c->values, object, stdout, c->why);
	return run(&r);
}

int load_main(struct arena *a, char *const *argv, const struct load_kind *kind, struct failure *why)
{
	struct load_options options = {.arena = a};
	struct command_spec spec = {
		.usage = kind->usage,
		.about = "Loads the programs, attaches them and shows their rows until Ctrl-C, "
			 "--duration or --count;\nthen shows counters, histograms and a summary.",
		.table = load_option_table,
		.apply = load_options_apply,
	};
	struct command c = {.spec = &spec, .into = &options, .arena = a, .why = why};
	struct object object = {0};
	int code = command_begin(&c, argv);

	if (code)
		return code;
	if (options.format.listed)
		return 0;
	if (options.version) {
		printf("nubpf-load %s\n", NUBPF_VERSION);
		return 0;
	}
	if (!c.file && options.help) {
		command_help(&c, NULL, stdout);
		return 0;
	}
	if (!c.file) {
		failure_set(why, EXIT_USAGE, "no file given");
		failure_hint(why, "usage: %s; --help says more", kind->usage);
		return EXIT_USAGE;
	}
	code = run_object(&c, &options, kind->open, &object);
	object_close(&object);
	return code;
}
