/*
 * process.h - programs run by the harnesses, and their files.
 */
#ifndef TESTS_NU_PROCESS_H
#define TESTS_NU_PROCESS_H

#include "support/text.h"

/* Runs argv with the output in the file `out` and the errors in `err`; its exit code. */
int batch_run(const char *const *argv, const char *out, const char *err);
/* The file as a text, "" when there is none. */
const char *batch_read(struct arena *a, const char *path);
void batch_write(const char *path, const struct buf *text);

/* How long what fails is made smaller, if nothing else is said. */
enum { SHRINK_SECONDS = 180 };
/* Seconds of a clock that only goes on. */
uint64_t batch_seconds(void);

#endif
