/*
 * json_text.h - texts as JSON has them between quotes.
 */
#ifndef LOADER_JSON_TEXT_H
#define LOADER_JSON_TEXT_H

#include "support/text.h"

enum { JSON_MAX_ESCAPE = 6 /* \u001b */ };

/* Writes the text with what JSON does not allow escaped, bytes that are not UTF-8 as U+FFFD: where
 * it ended. At most JSON_MAX_ESCAPE times the text's bytes. */
char *json_chars(char *to, struct sv s);

#endif
