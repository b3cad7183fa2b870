/* commands.c - see commands.h. */
#include "lang/commands.h"
#include "lang/kernels.h"

const struct command commands[CMD_COUNT] = {
	[CMD_NONE] = {"", WHERE_USER, "", "ANY", 0, ""},
#define CMD(id, name, where, args, output, kernel, help)                                           \
	[CMD_##id] = {name, WHERE_##where, args, output, kernel, help},
#include "lang/commands.def"
};

const struct alias aliases[] = {
#define ALIAS(spelling, kind, target) {spelling, ALIAS_##kind, target},
#include "lang/aliases.def"
};
const uint32_t naliases = ARRAY_SIZE(aliases);

bool command_takes_range(uint32_t cmd)
{
	switch (cmd) {
#define TAKES_RANGE(id) case CMD_##id:
#include "lang/commands.def"
		return true;
	default:
		return false;
	}
}

enum cmd command_find(struct sv name)
{
	for (uint32_t i = 1; i < CMD_COUNT; i++)
		if (sv_is(name, commands[i].name))
			return (enum cmd)i;
	return CMD_NONE;
}

const char *nushell_category(struct sv name)
{
	static const struct {
		const char *name, *category;
	} all[] = {
#define NUSHELL(text, where) {text, where},
#include "lang/nushell.def"
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(all); i++)
		if (sv_is(name, all[i].name))
			return all[i].category;
	return NULL;
}

static bool same_spelling(struct sv written, const char *spelling)
{
	bool older = sv_starts(written, SV("bpf_"));

	if (written.n != strlen(spelling))
		return false;
	for (size_t i = 0; i < written.n; i++) {
		char c = older && written.p[i] == '_' ? '-' : written.p[i];

		if (c != spelling[i])
			return false;
	}
	return true;
}

const struct alias *alias_find(struct sv spelling)
{
	for (uint32_t i = 0; i < naliases; i++)
		if (same_spelling(spelling, aliases[i].spelling))
			return &aliases[i];
	return NULL;
}

static const char *const shape_names[] = {
	[SHAPE_ANY] = "any",	       [SHAPE_INT] = "int",
	[SHAPE_STRING] = "string",     [SHAPE_BOOL] = "bool",
	[SHAPE_DURATION] = "duration", [SHAPE_FILESIZE] = "filesize",
	[SHAPE_CLOSURE] = "closure",   [SHAPE_COND] = "cond",
	[SHAPE_PATH] = "path",	       [SHAPE_RANGE] = "range",
	[SHAPE_RECORD] = "record",     [SHAPE_WORD] = "word",
};

static enum shape shape_find(struct sv name)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(shape_names); i++)
		if (sv_is(name, shape_names[i]))
			return (enum shape)i;
	NB_BUG("no shape '" SV_FMT "' in a signature", SV_ARG(name));
}

bool sig_next(const char **at, struct sig_item *item)
{
	const char *p = *at, *end, *colon, *paren;

	while (*p == ' ')
		p++;
	if (!*p)
		return false;
	end = p + strcspn(p, " ");
	*at = end;
	*item = (struct sig_item){.kind = SIG_REQUIRED, .shape = SHAPE_NONE};
	if (strncmp(p, "...", 3) == 0) {
		item->kind = SIG_REST;
		p += 3;
	} else if (strncmp(p, "--", 2) == 0) {
		item->kind = SIG_FLAG;
		p += 2;
	} else if (*p == '?') {
		item->kind = SIG_OPTIONAL;
		p++;
	}
	colon = memchr(p, ':', (size_t)(end - p));
	if (colon)
		item->shape = shape_find((struct sv){colon + 1, (size_t)(end - colon - 1)});
	else
		colon = end;
	paren = memchr(p, '(', (size_t)(colon - p));
	if (paren)
		item->letter = paren[2];
	item->name = (struct sv){p, (size_t)((paren ? paren : colon) - p)};
	return true;
}
