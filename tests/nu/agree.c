/*
 * agree.c - `agree --declare`: the commands as a module for the real Nushell.
 */
#include "tests/nu/agree.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct buf out = {.arena = &arena};
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "--declare") == 0) {
		agree_declare(&out);
	} else {
		fputs("Usage: agree --declare\n", stderr);
		status = 2;
	}
	fwrite(out.p, 1, out.n, stdout);
	arena_free(&arena);
	return status;
}
