/*
 * agree_declare.c - the commands and older spellings as Nushell declarations: a script that uses
 * them parses in the real Nushell, with the types of lang/commands.def.
 */
#include "lang/commands.h"
#include "tests/nu/agree.h"

static const char *const types[] = {
	[SHAPE_ANY] = "any",	     [SHAPE_INT] = "int",	    [SHAPE_STRING] = "string",
	[SHAPE_BOOL] = "bool",	     [SHAPE_DURATION] = "duration", [SHAPE_FILESIZE] = "filesize",
	[SHAPE_CLOSURE] = "closure", [SHAPE_COND] = "any",	    [SHAPE_PATH] = "cell-path",
	[SHAPE_RANGE] = "range",     [SHAPE_RECORD] = "record",	    [SHAPE_WORD] = "string",
	[SHAPE_NONE] = NULL,
};

static void add_item(struct buf *out, const struct sig_item *item)
{
	static const char *const before[] = {
		[SIG_REQUIRED] = "", [SIG_OPTIONAL] = "", [SIG_REST] = "...", [SIG_FLAG] = "--"};

	buf_printf(out, "%s" SV_FMT, before[item->kind], SV_ARG(item->name));
	if (item->kind == SIG_OPTIONAL)
		buf_putc(out, '?');
	if (item->letter)
		buf_printf(out, "(-%c)", item->letter);
	if (types[item->shape])
		buf_printf(out, ": %s", types[item->shape]);
	buf_puts(out, ", ");
}

/* What a command gives, where it is always that, and a body that gives it. */
static const struct output {
	const char *name, *type, *body;
} outputs[] = {
	{"NOTHING", "nothing", ""},	{"INT", "int", "0"},
	{"BOOL", "bool", "false"},	{"DURATION", "duration", "0ns"},
	{"FILESIZE", "filesize", "0b"}, {"STRING", "string", "''"},
};

static void declare(struct buf *out, const char *name, const char *signature, const char *output)
{
	struct output o = {.type = "any", .body = ""};
	struct sig_item item;

	for (uint32_t i = 0; i < ARRAY_SIZE(outputs); i++)
		if (strcmp(output, outputs[i].name) == 0)
			o = outputs[i];
	buf_printf(out, "%s\texport def \"%s\" [", name, name);
	while (sig_next(&signature, &item))
		add_item(out, &item);
	buf_printf(out, "]: any -> %s { %s }\n", o.type, o.body);
}

static void declare_alias(struct buf *out, const char *name, const struct alias *a)
{
	const struct command *command = &commands[command_find(sv_cstr(a->target))];

	switch (a->kind) {
	case ALIAS_COMMAND:
		declare(out, name, command->signature, command->output);
		break;
	case ALIAS_CTX:
		declare(out, name, "", "ANY");
		break;
	case ALIAS_ARG:
		declare(out, name, "n:int", "ANY");
		break;
	case ALIAS_PROBE:
		declare(out, name, "target:word closure:closure", "ANY");
		break;
	case ALIAS_PROBE2: /* also as PROBE, with `PATH:SYMBOL` */
		declare(out, name, "path:word symbol:any ?closure:closure", "ANY");
		break;
	case ALIAS_FILTER:
		declare(out, name, "value:any", "NOTHING");
		break;
	case ALIAS_EMIT:
		declare(out, name, "?name:word", "NOTHING");
		break;
	case ALIAS_VARIABLE:
		buf_printf(out, "%s\texport const %s = 0\n", name, name + 1);
		break;
	}
}

void agree_declare(struct buf *out)
{
	for (uint32_t i = 1; i < CMD_COUNT; i++)
		declare(out, commands[i].name, commands[i].signature, commands[i].output);
	for (uint32_t i = 0; i < naliases; i++) {
		char *name = sv_dup(out->arena, sv_cstr(aliases[i].spelling));

		declare_alias(out, name, &aliases[i]);
		if (strncmp(name, "bpf-", 4) != 0)
			continue;
		for (char *c = name; *c; c++)
			*c = *c == '-' ? '_' : *c;
		declare_alias(out, name, &aliases[i]);
	}
}
