/*
 * fuzz.h - what every fuzz target defines; the contract of libFuzzer.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "support/text.h"

/* Handles any bytes without a crash, a leak or a hang; gives 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The bytes as a text; an empty one has an address too. */
static inline struct sv fuzz_text(const uint8_t *bytes, size_t size)
{
	return (struct sv){size ? (const char *)bytes : "", size};
}

#endif
