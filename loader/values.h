/*
 * values.h - values on the command line, spelled as Nushell spells them.
 */
#ifndef LOADER_VALUES_H
#define LOADER_VALUES_H

#include "support/text.h"

/* Each reads all of `text`: NULL, or what is expected instead. Numbers that do not fit in 64 bits
 * are an error, but hexadecimal, octal and binary ones wrap as in Nushell: 0xffffffffffffffff is
 * -1. */
const char *value_int(struct sv text, int64_t *value);
const char *value_bool(struct sv text, int64_t *value);
/* Nanoseconds: 5ms, 1.5sec, -2min. */
const char *value_duration(struct sv text, int64_t *value);
/* Bytes: 4kb is 4000, 4kib is 4096; any case. */
const char *value_filesize(struct sv text, int64_t *value);

#endif
