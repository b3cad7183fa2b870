/*
 * options.c - reading a command line with a table of options.
 */
#include "support/options.h"

static const struct option_spec *find_name(const struct options *o, struct sv name)
{
	for (uint32_t t = 0; t < OPTIONS_MAX_TABLES; t++) {
		for (uint32_t i = 0; i < o->tables[t].n; i++) {
			const struct option_spec *s = &o->tables[t].v[i];

			if (s->name && sv_is(name, s->name))
				return s;
		}
	}
	return NULL;
}

static const struct option_spec *find_letter(const struct options *o, char letter)
{
	for (uint32_t t = 0; t < OPTIONS_MAX_TABLES; t++) {
		for (uint32_t i = 0; i < o->tables[t].n; i++) {
			if (o->tables[t].v[i].letter == letter)
				return &o->tables[t].v[i];
		}
	}
	return NULL;
}

static enum options_kind unknown_name(struct options *o, struct sv name)
{
	struct nearest near = {.want = name};

	for (uint32_t t = 0; t < OPTIONS_MAX_TABLES; t++) {
		for (uint32_t i = 0; i < o->tables[t].n; i++) {
			if (o->tables[t].v[i].name)
				nearest_offer(&near, sv_cstr(o->tables[t].v[i].name));
		}
	}
	if (near.best.p)
		o->error = arena_printf(
			o->arena, "unknown option '--" SV_FMT "'; did you mean '--" SV_FMT "'?",
			SV_ARG(name), SV_ARG(near.best));
	else
		o->error = arena_printf(o->arena, "unknown option '--" SV_FMT "'", SV_ARG(name));
	return OPTIONS_ERROR;
}

/* The option was found; `attached` is the value that stood in the same argument, or NULL. */
static enum options_kind take(struct options *o, const char *attached)
{
	const struct option_spec *s = o->spec;

	o->value = attached;
	if (!s->metavar) {
		if (!attached || s->may_have_value)
			return OPTIONS_OPTION;
		o->error = arena_printf(o->arena, "option '--%s' takes no value", s->name);
		return OPTIONS_ERROR;
	}
	if (!attached) {
		if (!*o->argv) {
			o->error = arena_printf(o->arena, "option '--%s' needs a value: %s",
						s->name, s->metavar);
			return OPTIONS_ERROR;
		}
		o->value = *o->argv++;
	}
	return OPTIONS_OPTION;
}

static enum options_kind next_letter(struct options *o)
{
	char letter = *o->cluster++;
	const char *rest = o->cluster;

	if (!*rest)
		o->cluster = NULL;
	o->spec = find_letter(o, letter);
	if (!o->spec) {
		o->error = arena_printf(o->arena, "unknown option '-%c'", letter);
		return OPTIONS_ERROR;
	}
	if (!o->spec->metavar)
		return take(o, NULL);
	o->cluster = NULL;
	return take(o, *rest ? rest : NULL);
}

static enum options_kind next_long(struct options *o, const char *text)
{
	const char *equals = strchr(text, '=');
	struct sv name = equals ? (struct sv){text, (size_t)(equals - text)} : sv_cstr(text);

	o->spec = find_name(o, name);
	if (!o->spec)
		return unknown_name(o, name);
	return take(o, equals ? equals + 1 : NULL);
}

enum options_kind options_next(struct options *o)
{
	const char *arg;

	o->spec = NULL;
	o->value = NULL;
	if (o->cluster)
		return next_letter(o);
	arg = *o->argv;
	if (!arg)
		return OPTIONS_END;
	o->argv++;
	if (!o->plain_only && strcmp(arg, "--") == 0) {
		o->plain_only = true;
		return options_next(o);
	}
	if (o->plain_only || arg[0] != '-' || !arg[1]) {
		o->value = arg;
		return OPTIONS_PLAIN;
	}
	if (arg[1] == '-')
		return next_long(o, arg + 2);
	o->cluster = arg + 1;
	return next_letter(o);
}

void options_help(struct buf *out, struct option_table table)
{
	enum { HELP_COLUMN = 30 };

	for (uint32_t i = 0; i < table.n; i++) {
		const struct option_spec *s = &table.v[i];
		uint32_t start = out->n;

		if (!s->help)
			continue;
		if (s->letter && s->name)
			buf_printf(out, "  -%c, --%s", s->letter, s->name);
		else if (s->letter)
			buf_printf(out, "  -%c", s->letter);
		else
			buf_printf(out, "      --%s", s->name);
		if (s->metavar)
			buf_printf(out, " %s", s->metavar);
		if (out->n - start + 2 > HELP_COLUMN) {
			buf_putc(out, '\n');
			start = out->n;
		}
		while (out->n - start < HELP_COLUMN)
			buf_putc(out, ' ');
		buf_printf(out, "%s\n", s->help);
	}
}
