/*
 * main_load.c - nubpf-load: the command line to a run, and a failure to an exit code.
 */
#include "loader/load.h"

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct failure why = {.arena = &arena};
	int code;

	(void)argc;
	code = load_main(&arena, argv + 1, &why);
	if (code && why.message)
		failure_print(&why, "nubpf-load", stderr);
	arena_free(&arena);
	return code;
}
