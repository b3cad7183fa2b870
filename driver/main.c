/*
 * main.c - nubpfc, the compiler: Nushell closures to BPF objects.
 */
#include "driver/driver.h"

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct settings s = {.arena = &arena};
	int code = argc > 0 ? settings_read(&s, argv) : EXIT_USAGE;

	if (code < 0) {
		code = EXIT_FINE;
		for (uint32_t i = 0; i < s.inputs.n; i++) {
			int one = compile(&s, s.inputs.v[i]);

			code = one > code ? one : code;
		}
	}
	arena_free(&arena);
	return code;
}
