/*
 * command.c - the command line of every program that takes an object and its script's flags.
 */
#include "loader/command.h"

int command_wrong_value(struct failure *why, const char *option, const char *expected,
			const char *found)
{
	return failure_set(why, EXIT_USAGE, "%s: expected %s, found '%s'", option, expected, found);
}

int command_begin(struct command *c, char *const *argv)
{
	int code = 0;

	c->line = (struct options){.arena = c->arena, .argv = argv, .tables = {c->spec->table}};
	while (!code) {
		switch (options_next(&c->line)) {
		case OPTIONS_END:
			return 0;
		case OPTIONS_PLAIN:
			c->file = c->line.value;
			return 0;
		case OPTIONS_OPTION:
			code = c->spec->apply(c->into, c->line.spec->id, c->line.value, c->why);
			break;
		case OPTIONS_ERROR:
			failure_set(c->why, EXIT_USAGE, "%s", c->line.error);
			failure_hint(c->why, "%s [flags of the script]", c->spec->usage);
			return EXIT_USAGE;
		}
	}
	return code;
}

static int apply(struct command *c, const struct manifest *m)
{
	uint32_t id = c->line.spec->id;

	if (id < COMMAND_FIRST_PARAM)
		return c->spec->apply(c->into, id, c->line.value, c->why);
	id -= COMMAND_FIRST_PARAM;
	return param_parse(&m->params.v[id], c->line.value, &c->values[id], c->why);
}

int command_finish(struct command *c, const struct manifest *m)
{
	int code = 0;

	c->values = arena_array(c->arena, struct param_value, m->params.n);
	c->line.tables[0] = param_options(c->arena, m, COMMAND_FIRST_PARAM);
	c->line.tables[1] = c->spec->table;
	while (!code) {
		switch (options_next(&c->line)) {
		case OPTIONS_END:
			return 0;
		case OPTIONS_PLAIN:
			return failure_set(c->why, EXIT_USAGE,
					   "unexpected argument '%s': there is one object, and a "
					   "script has flags only",
					   c->line.value);
		case OPTIONS_OPTION:
			code = apply(c, m);
			break;
		case OPTIONS_ERROR:
			return failure_set(c->why, EXIT_USAGE, "%s", c->line.error);
		}
	}
	return code;
}

int command_set(struct command *c, const struct manifest *m, const char *setting)
{
	const char *equals = strchr(setting, '=');
	uint32_t n;

	if (!equals)
		return command_wrong_value(c->why, "--set", "NAME=VALUE", setting);
	n = param_find(m, (struct sv){setting, (size_t)(equals - setting)}, c->why);
	if (n == UINT32_MAX)
		return EXIT_USAGE;
	return param_parse(&m->params.v[n], equals + 1, &c->values[n], c->why);
}

void command_help(struct command *c, const struct manifest *m, FILE *out)
{
	struct buf text = {.arena = c->arena};

	if (m && m->doc && *m->doc)
		buf_printf(&text, "%s\n\n", m->doc);
	buf_printf(&text, "usage: %s [flags of the script]\n", c->spec->usage);
	if (m && m->params.n) {
		buf_printf(&text, "\nflags of %s:\n", m->source);
		options_help(&text, param_options(c->arena, m, COMMAND_FIRST_PARAM));
	}
	buf_puts(&text, "\noptions:\n");
	options_help(&text, c->spec->table);
	if (!m)
		buf_printf(&text, "\n%s\n", c->spec->about);
	fwrite(text.p, 1, text.n, out);
}
