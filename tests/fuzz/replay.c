/*
 * replay.c - runs a fuzz target without a fuzzer: over the files of the command line and, for each,
 * a fixed number of mutations that are the same on every machine.
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUTATIONS = 64, MAX_BYTES = 1 << 16 };

/* xorshift64: needs no seed from outside. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* A copy of exactly `n` bytes, so that a sanitizer sees the first byte read beyond them. */
static void run(const uint8_t *bytes, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	memcpy(copy, bytes, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void mutate(const uint8_t *bytes, size_t n, uint64_t *random)
{
	uint8_t *copy = malloc(n ? n : 1);
	size_t length = n;

	if (!copy)
		abort();
	memcpy(copy, bytes, n);
	for (unsigned i = next_random(random) % 8; n && i; i--) {
		size_t at = next_random(random) % n, from = next_random(random) % n;
		size_t room = n - (at > from ? at : from);

		switch (next_random(random) % 3) {
		case 0:
			copy[at] = (uint8_t)next_random(random);
			break;
		case 1:
			copy[at] ^= (uint8_t)(1u << next_random(random) % 8);
			break;
		case 2:
			memmove(copy + at, copy + from, room < 16 ? room : 16);
			break;
		}
	}
	if (n && next_random(random) % 2)
		length = next_random(random) % n;
	run(copy, length);
	free(copy);
}

static int replay(const char *path)
{
	static uint8_t bytes[MAX_BYTES];
	uint64_t random = 0x9e3779b97f4a7c15u;
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f) {
		perror(path);
		return 1;
	}
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	run(bytes, n);
	for (int i = 0; i < MUTATIONS; i++)
		mutate(bytes, n, &random);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]);
	return failed;
}
