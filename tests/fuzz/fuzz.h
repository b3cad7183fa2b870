/*
 * fuzz.h - what every fuzz target defines; the contract of libFuzzer.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Handles any bytes without a crash, a leak or a hang; gives 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
