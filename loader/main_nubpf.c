/*
 * main_nubpf.c - nubpf: one program for everything besides compiling to a file and loading it.
 */
#include "loader/verbs.h"

static const struct verb {
	const char *name, *arguments, *help;
	int (*run)(struct arena *a, char *const *argv, struct failure *why);
} verbs[] = {
#define VERB(id, name, arguments, help) {name, arguments, help, verb_##id},
#include "loader/verbs.def"
};

static void print_help(void)
{
	printf("usage: nubpf VERB [arguments]\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		printf("  nubpf %s %s\n      %s\n", verbs[i].name, verbs[i].arguments,
		       verbs[i].help);
	printf("\n`nubpf VERB --help` says more; nubpfc compiles, nubpf-load loads.\n");
}

static int unknown(const char *name, struct failure *why)
{
	struct nearest near = {.want = sv_cstr(name)};

	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		nearest_offer(&near, sv_cstr(verbs[i].name));
	failure_set(why, EXIT_USAGE, "unknown verb '%s'", name);
	if (near.best.p)
		failure_hint(why, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else
		failure_hint(why, "`nubpf --help` lists them");
	return EXIT_USAGE;
}

static int dispatch(struct arena *a, char *const *argv, struct failure *why)
{
	const char *name = argv[0];

	if (!name) {
		failure_set(why, EXIT_USAGE, "no verb given");
		failure_hint(why, "`nubpf --help` lists them");
		return EXIT_USAGE;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_help();
		return 0;
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		printf("nubpf %s\n", NUBPF_VERSION);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (strcmp(name, verbs[i].name) == 0)
			return verbs[i].run(a, argv + 1, why);
	}
	return unknown(name, why);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct failure why = {.arena = &arena};
	int code = dispatch(&arena, argv + (argc > 0), &why);

	if (code && why.message)
		failure_print(&why, "nubpf", stderr);
	arena_free(&arena);
	return code;
}
