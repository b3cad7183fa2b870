/*
 * verb_test.c - `nubpf test`: the command line around test_run.h.
 */
#include "loader/command.h"
#include "loader/host.h"
#include "loader/kernel_log.h"
#include "loader/maps.h"
#include "loader/test_run.h"
#include "loader/values.h"
#include "loader/verbs.h"
#include "support/source.h"

enum option_id {
#define OPTION(id, ...) OPTION_##id,
#include "loader/test_options.def"
};

static const struct option_spec specs[] = {
#define OPTION(id, name, letter, metavar, help) {OPTION_##id, name, letter, metavar, help, false},
#include "loader/test_options.def"
};

struct test_options {
	struct arena *arena;
	VEC(const char *) progs;
	VEC(const char *) set;
	struct test_input input;
	struct test_args args; /* of --arg */
	const char *args_file;
	uint32_t nargs;
	unsigned verbose;
	bool help;
};

static int add_arg(struct test_options *o, const char *text, struct failure *why)
{
	int64_t value = 0;
	const char *expected = value_int(sv_cstr(text), &value);

	if (o->nargs == TEST_MAX_ARGS)
		return failure_set(why, EXIT_USAGE, "--arg: a tracepoint has at most %d arguments",
				   TEST_MAX_ARGS);
	if (expected)
		return command_wrong_value(why, "--arg", expected, text);
	o->args.v[o->nargs++] = (uint64_t)value;
	return 0;
}

/* The words of one line of --args. */
static int add_run(struct test_options *o, struct sv line, struct failure *why)
{
	struct test_args args = {0};
	uint32_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		size_t start = i;
		struct sv word;
		int64_t value = 0;
		const char *expected;

		while (i < line.n && !strchr(" \t\r", line.p[i]))
			i++;
		word = (struct sv){line.p + start, i - start};
		if (word.n == 0)
			continue;
		expected = value_int(word, &value);
		if (n == TEST_MAX_ARGS)
			return failure_set(why, EXIT_USAGE,
					   "--args: a tracepoint has at most %d arguments, line %u "
					   "has more",
					   TEST_MAX_ARGS, o->input.runs.n + 1);
		if (expected)
			return command_wrong_value(why, "--args", expected,
						   sv_dup(o->arena, word));
		args.v[n++] = (uint64_t)value;
	}
	vec_push(o->arena, &o->input.runs, args);
	return 0;
}

/* The runs that --args or --arg ask for. */
static int set_runs(struct test_options *o, struct failure *why)
{
	struct source_set files = {.arena = o->arena};
	int file = 0, code = 0;
	struct sv rest;

	if (!o->args_file) {
		vec_push(o->arena, &o->input.runs, o->args);
		return 0;
	}
	if (o->nargs)
		return failure_set(why, EXIT_USAGE, "--arg and --args exclude each other");
	file = source_read(&files, o->args_file, o->args_file);
	if (file < 0)
		return failure_set(why, EXIT_FILE, "--args: cannot read '%s': %s", o->args_file,
				   failure_errno(why, file));
	rest = source_get(&files, (uint32_t)file)->text;
	while (!code && rest.n) {
		const char *newline = memchr(rest.p, '\n', rest.n);
		struct sv line = {rest.p, newline ? (size_t)(newline - rest.p) : rest.n};

		code = add_run(o, line, why);
		rest = sv_from(rest, line.n + 1);
	}
	if (!code && !o->input.runs.n)
		code = failure_set(why, EXIT_USAGE, "--args: '%s' has no line", o->args_file);
	o->input.numbered = true;
	return code;
}

/* An even number of hexadecimal digits, else a file's name. */
static bool read_hex(struct arena *a, const char *text, struct sv *bytes)
{
	size_t n = strlen(text);
	char *out = arena_alloc(a, n / 2 + 1, 1);

	for (size_t i = 0; i < n; i += 2) {
		char digits[] = {'0', 'x', text[i], text[i + 1], 0};
		int64_t byte;

		if (n % 2 || text[i] == '_' || digits[3] == '_' ||
		    value_int(sv_cstr(digits), &byte))
			return false;
		out[i / 2] = (char)byte;
	}
	*bytes = (struct sv){out, n / 2};
	return n > 0;
}

static int set_data(struct test_options *o, const char *text, struct failure *why)
{
	struct source_set files = {.arena = o->arena};
	int file;

	if (read_hex(o->arena, text, &o->input.packet))
		return 0;
	file = source_read(&files, text, text);
	if (file < 0)
		return failure_set(why, EXIT_FILE,
				   "--data: '%s' is neither hexadecimal nor a file: "
				   "%s",
				   text, failure_errno(why, file));
	o->input.packet = source_get(&files, (uint32_t)file)->text;
	return 0;
}

static int set_repeat(struct test_options *o, const char *text, struct failure *why)
{
	int64_t value = 0;

	if (value_int(sv_cstr(text), &value) || value < 1 || value > INT32_MAX)
		return command_wrong_value(why, "--repeat", "an int above zero", text);
	o->input.repeat = (uint32_t)value;
	return 0;
}

static int apply(void *options, uint32_t id, const char *value, struct failure *why)
{
	struct test_options *o = options;

	switch ((enum option_id)id) {
	case OPTION_prog:
		vec_push(o->arena, &o->progs, value);
		break;
	case OPTION_arg:
		return add_arg(o, value, why);
	case OPTION_args:
		o->args_file = value;
		break;
	case OPTION_data:
		return set_data(o, value, why);
	case OPTION_repeat:
		return set_repeat(o, value, why);
	case OPTION_set:
		vec_push(o->arena, &o->set, value);
		break;
	case OPTION_verbose:
		o->verbose++;
		break;
	case OPTION_help:
		o->help = true;
		break;
	}
	return 0;
}

static bool wants(const struct manifest_program *p, const void *options)
{
	const struct test_options *o = options;

	return session_names(p, o->progs.v, o->progs.n);
}

static int run_session(struct command *c, struct test_options *o, const struct object *object)
{
	struct session_options so = {.values = c->values, .wants = wants, .wants_arg = o};
	struct session session = {0};
	uint32_t ran = 0;
	int code = host_check_bpf(c->why);

	if (code)
		return code;
	kernel_log_open(c->arena, o->verbose);
	code = session_load(&session, c->arena, object, &so, c->why);
	if (!code)
		code = maps_check(session.bpf, object->manifest, c->why);
	if (!code)
		code = test_run(&session, &o->input, stdout, &ran);
	session_close(&session);
	/* Why a program was not run stands in its line. */
	return code || ran ? code : EXIT_OBJECT;
}

static int test_object(struct command *c, struct test_options *o, struct object *object)
{
	int code = object_read(c->arena, c->file, object, c->why);

	if (!code)
		code = command_finish(c, object->manifest);
	if (code)
		return code;
	if (o->help) {
		command_help(c, object->manifest, stdout);
		return 0;
	}
	code = set_runs(o, c->why);
	for (uint32_t i = 0; !code && i < o->set.n; i++)
		code = command_set(c, object->manifest, o->set.v[i]);
	if (!code)
		code = session_check_names(object->manifest, "--prog", o->progs.v, o->progs.n,
					   c->why);
	return code ? code : run_session(c, o, object);
}

int verb_test(struct arena *a, char *const *argv, struct failure *why)
{
	struct test_options options = {.arena = a, .input = {.repeat = 1}};
	struct command_spec spec = {
		.usage = "nubpf test [options] FILE.bpf.o",
		.about = "Loads the programs and runs each once with BPF_PROG_TEST_RUN, attached "
			 "to nothing.",
		.table = {specs, ARRAY_SIZE(specs)},
		.apply = apply,
	};
	struct command c = {.spec = &spec, .into = &options, .arena = a, .why = why};
	struct object object = {0};
	int code = command_begin(&c, argv);

	if (code)
		return code;
	if (!c.file && options.help) {
		command_help(&c, NULL, stdout);
		return 0;
	}
	if (!c.file) {
		failure_set(why, EXIT_USAGE, "no object given");
		failure_hint(why, "usage: %s; --help says more", spec.usage);
		return EXIT_USAGE;
	}
	code = test_object(&c, &options, &object);
	object_close(&object);
	return code;
}
