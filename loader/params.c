/*
 * params.c - a script's parameters: from text on the command line to bytes of the object's data.
 */
#include "loader/params.h"
#include "loader/data.h"
#include "runtime/units.h"
#include "loader/values.h"

static size_t show_bool(char *out, int64_t value)
{
	struct sv s = value ? SV("true") : SV("false");

	memcpy(out, s.p, s.n);
	return s.n;
}

/* What manifest_read() accepts as a parameter's kind; a STRING is taken and shown as it is. */
static const struct {
	const char *metavar;
	const char *(*parse)(struct sv text, int64_t *value);
	size_t (*show)(char *out, int64_t value);
} kinds[WIRE_KINDS] = {
	[WIRE_BOOL] = {"BOOL", value_bool, show_bool},
	[WIRE_INT] = {"INT", value_int, units_int},
	[WIRE_DURATION] = {"TIME", value_duration, units_duration},
	[WIRE_FILESIZE] = {"SIZE", value_filesize, units_filesize},
	[WIRE_STRING] = {"TEXT", NULL, NULL},
};

int param_parse(const struct manifest_param *p, const char *text, struct param_value *value,
		struct failure *why)
{
	const char *expected;

	value->is_set = true;
	if (!text) {
		value->number = 1;
		return 0;
	}
	value->text = sv_cstr(text);
	if (p->kind == WIRE_STRING) {
		if (value->text.n < p->size)
			return 0;
		return failure_set(why, EXIT_USAGE,
				   "--%s: '%s' has %zu bytes, the script has room "
				   "for %u",
				   p->name, text, value->text.n, p->size - 1);
	}
	expected = kinds[p->kind].parse(value->text, &value->number);
	if (!expected)
		return 0;
	return failure_set(why, EXIT_USAGE, "--%s: expected %s, found '%s'", p->name, expected,
			   text);
}

uint32_t param_find(const struct manifest *m, struct sv name, struct failure *why)
{
	struct nearest near = {.want = name};

	for (uint32_t i = 0; i < m->params.n; i++) {
		if (sv_is(name, m->params.v[i].name))
			return i;
		nearest_offer(&near, sv_cstr(m->params.v[i].name));
	}
	failure_set(why, EXIT_USAGE, "the script has no parameter '" SV_FMT "'", SV_ARG(name));
	if (near.best.p)
		failure_hint(why, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return UINT32_MAX;
}

const char *param_show(struct arena *a, const struct manifest_param *p, int64_t number,
		       struct sv text)
{
	char out[UNITS_MAX];

	if (p->kind == WIRE_STRING)
		return arena_printf(a, "'" SV_FMT "'", SV_ARG(text));
	return arena_strndup(a, out, kinds[p->kind].show(out, number));
}

/* The comment of the script with the default, where that is not nothing. */
static const char *help_of(struct arena *a, const struct manifest_param *p)
{
	const char *doc = p->doc ? p->doc : "", *init = p->init_text ? p->init_text : "";

	if (p->kind == WIRE_STRING ? !*init : !p->init)
		return doc;
	return arena_printf(a, "%s%s(default: %s)", doc, *doc ? " " : "",
			    param_show(a, p, p->init, sv_cstr(init)));
}

struct option_table param_options(struct arena *a, const struct manifest *m, uint32_t first)
{
	struct option_spec *specs = arena_array(a, struct option_spec, m->params.n);

	for (uint32_t i = 0; i < m->params.n; i++) {
		const struct manifest_param *p = &m->params.v[i];

		specs[i] = (struct option_spec){
			.id = first + i,
			.name = p->name,
			.letter = p->letter[0],
			.metavar = p->is_switch ? NULL : kinds[p->kind].metavar,
			.help = help_of(a, p),
			.may_have_value = p->is_switch,
		};
	}
	return (struct option_table){specs, m->params.n};
}

const char *param_bytes(struct arena *a, const struct manifest_param *p,
			const struct param_value *value)
{
	char *bytes = arena_alloc(a, p->size, 1);

	if (p->kind == WIRE_STRING)
		memcpy(bytes, value->text.p, value->text.n);
	else
		memcpy(bytes, &value->number, p->size < 8 ? p->size : 8);
	return bytes;
}
