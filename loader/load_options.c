/*
 * load_options.c - the options of nubpf-load and of `nubpf run`.
 */
#include "loader/load_options.h"
#include "loader/group.h"
#include "loader/session.h"
#include "loader/values.h"

enum option_id {
#define OPTION(id, ...) OPTION_##id,
#include "lang/loader_options.def"
};

static const struct option_spec specs[] = {
#define OPTION(id, name, letter, metavar, help) {OPTION_##id, name, letter, metavar, help, false},
#include "lang/loader_options.def"
};

const struct option_table load_option_table = {specs, ARRAY_SIZE(specs)};

/* The kernel wants a power of two and whole pages; libbpf rounds up to them. */
static int set_buffer(struct load_options *o, const char *text, struct failure *why)
{
	enum { MAX_BUFFER_BYTES = 1 << 30 };
	int code = console_set_limit(&o->buffer_bytes, "--buffer", text, value_filesize, why);

	if (!code && o->buffer_bytes > MAX_BUFFER_BYTES)
		return command_wrong_value(why, "--buffer", "at most 1gib", text);
	return code;
}

bool load_options_wants(const struct manifest_program *p, const void *options)
{
	const struct load_options *o = options;

	return session_names(p, o->only.v, o->only.n);
}

int load_options_apply(void *options, uint32_t id, const char *value, struct failure *why)
{
	struct load_options *o = options;

	switch ((enum option_id)id) {
	case OPTION_format:
		return console_set_format(&o->format, value, why);
	case OPTION_duration:
		return console_set_limit(&o->duration_ns, "--duration", value, value_duration, why);
	case OPTION_count:
		return console_set_limit(&o->count, "--count", value, value_int, why);
	case OPTION_set:
		vec_push(o->arena, &o->set, value);
		break;
	case OPTION_only:
		vec_push(o->arena, &o->only, value);
		break;
	case OPTION_target:
		vec_push(o->arena, &o->targets, value);
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
	case OPTION_btf:
		o->btf = value;
		return 0;
	case OPTION_buffer:
		return set_buffer(o, value, why);
	case OPTION_maps:
		o->maps = true;
		break;
	case OPTION_stats:
		o->stats = true;
		break;
	case OPTION_pin:
		o->pin = value;
		return group_check_name(value, why);
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
	}
	return 0;
}

int load_options_settle(struct load_options *o, struct command *c, const struct manifest *m)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < o->set.n; i++)
		code = command_set(c, m, o->set.v[i]);
	return code ? code : session_check_names(m, "--only", o->only.v, o->only.n, c->why);
}
