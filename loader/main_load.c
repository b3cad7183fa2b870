/*
 * main_load.c - nubpf-load: loads an object that nubpfc made.
 */
#include "loader/load.h"

int main(int argc, char **argv)
{
	static const struct load_kind kind = {"nubpf-load [options] FILE.bpf.o", object_read};
	struct arena arena = {0};
	struct failure why = {.arena = &arena};
	int code = load_main(&arena, argv + (argc > 0), &kind, &why);

	if (code && why.message)
		failure_print(&why, "nubpf-load", stderr);
	arena_free(&arena);
	return code;
}
