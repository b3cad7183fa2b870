/*
 * load_options.c - the command line of nubpf-load.
 */
#include "loader/load_options.h"
#include "loader/values.h"

enum option_id {
#define OPTION(id, ...) OPTION_##id,
#include "loader/options.def"
	OPTION_COUNT,
	OPTION_PARAM = 1 << 16, /* number of the script's first flag */
};

static const struct option_spec specs[] = {
#define OPTION(id, name, letter, metavar, help) {OPTION_##id, name, letter, metavar, help, false},
#include "loader/options.def"
};

static const struct option_table loader_table = {specs, ARRAY_SIZE(specs)};

static int usage(struct failure *why, const char *option, const char *expected, const char *found)
{
	return failure_set(why, EXIT_USAGE, "%s: expected %s, found '%s'", option, expected, found);
}

static int set_format(struct load_options *o, const char *text, struct failure *why)
{
	int format = render_format_find(sv_cstr(text));
	const char *names = "";

	for (uint32_t f = 0; f < RENDER_FORMATS; f++)
		names = arena_printf(why->arena, "%s%s%s", names, f ? " or " : "",
				     render_format_name((enum render_format)f));
	if (format < 0)
		return usage(why, "--format", names, text);
	o->has_format = true;
	o->format = (enum render_format)format;
	return 0;
}

/* A number that must be above zero. */
static int set_limit(uint64_t *limit, const char *option, const char *text,
		     const char *(*parse)(struct sv, int64_t *), struct failure *why)
{
	int64_t value = 0;
	const char *expected = parse(sv_cstr(text), &value);

	if (!expected && value <= 0)
		expected = "more than zero";
	if (expected)
		return usage(why, option, expected, text);
	*limit = (uint64_t)value;
	return 0;
}

static int apply(struct load_options *o, const struct options *line, struct failure *why)
{
	switch ((enum option_id)line->spec->id) {
	case OPTION_format:
		return set_format(o, line->value, why);
	case OPTION_duration:
		return set_limit(&o->duration_ns, "--duration", line->value, value_duration, why);
	case OPTION_count:
		return set_limit(&o->count, "--count", line->value, value_int, why);
	case OPTION_set:
		vec_push(why->arena, &o->set, line->value);
		break;
	case OPTION_only:
		vec_push(why->arena, &o->only, line->value);
		break;
	case OPTION_verify:
		o->verify = true;
		break;
	case OPTION_dry_run:
		o->dry_run = true;
		break;
	case OPTION_timestamps:
		o->timestamps = true;
		break;
	case OPTION_stats:
		o->stats = true;
		break;
	case OPTION_quiet:
		o->quiet = true;
		break;
	case OPTION_verbose:
		o->verbose++;
		break;
	case OPTION_version:
		o->version = true;
		break;
	case OPTION_help:
		o->help = true;
		break;
	case OPTION_COUNT:
	case OPTION_PARAM:
		break;
	}
	return 0;
}

int load_options_begin(struct load_options *o, struct options *line, struct arena *a,
		       char *const *argv, struct failure *why)
{
	int code = 0;

	*line = (struct options){.arena = a, .argv = argv, .tables = {loader_table}};
	while (!code) {
		switch (options_next(line)) {
		case OPTIONS_END:
			return 0;
		case OPTIONS_PLAIN:
			o->file = line->value;
			return 0;
		case OPTIONS_OPTION:
			code = apply(o, line, why);
			break;
		case OPTIONS_ERROR:
			failure_set(why, EXIT_USAGE, "%s", line->error);
			failure_hint(why, "a script's own flags stand after the object");
			return EXIT_USAGE;
		}
	}
	return code;
}

/* --set NAME=VALUE, also for parameters whose flag a shell would find hard to write. */
static int apply_settings(struct load_options *o, const struct manifest *m, struct failure *why)
{
	for (uint32_t i = 0; i < o->set.n; i++) {
		const char *text = o->set.v[i], *equals = strchr(text, '=');
		uint32_t n;
		int code;

		if (!equals)
			return usage(why, "--set", "NAME=VALUE", text);
		n = param_find(m, (struct sv){text, (size_t)(equals - text)}, why);
		if (n == UINT32_MAX)
			return EXIT_USAGE;
		code = param_parse(&m->params.v[n], equals + 1, &o->values[n], why);
		if (code)
			return code;
	}
	return 0;
}

static bool names_program(const struct manifest_program *p, const char *name)
{
	return strcmp(p->label, name) == 0 || strcmp(p->symbol, name) == 0;
}

static int check_only(const struct load_options *o, const struct manifest *m, struct failure *why)
{
	for (uint32_t i = 0; i < o->only.n; i++) {
		struct nearest near = {.want = sv_cstr(o->only.v[i])};
		bool found = false;

		for (uint32_t p = 0; p < m->programs.n; p++) {
			found = found || names_program(&m->programs.v[p], o->only.v[i]);
			nearest_offer(&near, sv_cstr(m->programs.v[p].label));
		}
		if (found)
			continue;
		failure_set(why, EXIT_USAGE, "--only: the object has no program '%s'",
			    o->only.v[i]);
		if (near.best.p)
			failure_hint(why, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
		return EXIT_USAGE;
	}
	return 0;
}

int load_options_finish(struct load_options *o, struct options *line, const struct manifest *m,
			struct failure *why)
{
	int code = 0;

	o->values = arena_array(line->arena, struct param_value, m->params.n);
	line->tables[0] = param_options(line->arena, m, OPTION_PARAM);
	line->tables[1] = loader_table;
	while (!code) {
		enum options_kind kind = options_next(line);

		if (kind == OPTIONS_END)
			break;
		if (kind == OPTIONS_ERROR)
			return failure_set(why, EXIT_USAGE, "%s", line->error);
		if (kind == OPTIONS_PLAIN)
			return failure_set(why, EXIT_USAGE,
					   "unexpected argument '%s': one object is loaded at a "
					   "time, and a script has flags only",
					   line->value);
		if (line->spec->id < OPTION_PARAM) {
			code = apply(o, line, why);
			continue;
		}
		uint32_t n = line->spec->id - OPTION_PARAM;

		code = param_parse(&m->params.v[n], line->value, &o->values[n], why);
	}
	if (!code)
		code = apply_settings(o, m, why);
	return code ? code : check_only(o, m, why);
}

bool load_options_wants(const struct manifest_program *p, const void *options)
{
	const struct load_options *o = options;

	for (uint32_t i = 0; i < o->only.n; i++) {
		if (names_program(p, o->only.v[i]))
			return true;
	}
	return o->only.n == 0;
}

static void show_help(struct buf *out, const struct manifest *m)
{
	if (m && m->doc && *m->doc)
		buf_printf(out, "%s\n\n", m->doc);
	buf_puts(out, "usage: nubpf-load [options] FILE.bpf.o [the script's own flags]\n");
	if (m && m->params.n) {
		buf_printf(out, "\nflags of %s:\n", m->source);
		options_help(out, param_options(out->arena, m, OPTION_PARAM));
	}
	buf_puts(out, "\noptions:\n");
	options_help(out, loader_table);
	if (!m)
		buf_puts(out, "\nLoads the object, attaches its programs and shows their rows until "
			      "Ctrl-C, --duration or\n--count; then shows its counters and "
			      "histograms and a summary.\n");
}

void load_options_show(struct arena *a, const struct load_options *o, const struct manifest *m,
		       FILE *out)
{
	struct buf text = {.arena = a};

	if (o->version)
		buf_printf(&text, "nubpf-load %s\n", NUBPF_VERSION);
	else
		show_help(&text, m);
	fwrite(text.p, 1, text.n, out);
}
