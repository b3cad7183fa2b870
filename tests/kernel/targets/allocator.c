/*
 * allocator.c - allocator N SIZE KEEP: asks N times for SIZE bytes and frees them, but for the
 * first KEEP of them.
 */
#include <stdlib.h>

void *allocate(size_t size);

__attribute__((noinline, noclone)) void *allocate(size_t size)
{
	char *p = malloc(size);

	if (p)
		*(volatile char *)p = 1;
	return p;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	for (long i = 0; i < atol(argv[1]); i++) {
		void *p = allocate((size_t)atol(argv[2]));

		if (!p)
			return 1;
		if (i >= atol(argv[3]))
			free(p);
	}
	return 0;
}
