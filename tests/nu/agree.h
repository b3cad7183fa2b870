/*
 * agree.h - what the parser makes of a text, in the words of Nushell's own parser.
 */
#ifndef TESTS_NU_AGREE_H
#define TESTS_NU_AGREE_H

#include "frontend/parse.h"

/* Every command and older spelling as `NAME<tab>DECLARATION`, a line of a Nushell module each. */
void agree_declare(struct buf *out);

#endif
