/*
 * mir_scan.h - characters, words, numbers, strings and types of MIR text.
 *
 * Each function skips blanks and comments before what it reads, and says false after recording an
 * error, the first of which is kept.
 */
#ifndef MIDEND_MIR_SCAN_H
#define MIDEND_MIR_SCAN_H

#include "midend/mir.h"

struct mir_scan {
	struct arena *arena;
	const char *start, *p, *end;
	const char *error; /* "line:col: error: …" */
};

static inline bool scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool scan_is_word(char c)
{
	return scan_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '.';
}
/* The next character as it stands; NUL at the end. */
static inline char scan_peek(const struct mir_scan *sc)
{
	return sc->p < sc->end ? *sc->p : '\0';
}

/* Records what is wrong at `at`; false. */
bool scan_fail(struct mir_scan *sc, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Blanks and comments; with their newlines. */
void scan_blanks(struct mir_scan *sc);
void scan_lines(struct mir_scan *sc);
/* Takes the text if it comes next (a word only as a whole). */
bool scan_accept(struct mir_scan *sc, const char *text);
bool scan_expect(struct mir_scan *sc, const char *text);
/* Letters, digits, `_` and `.`; a name does not start with a digit. */
bool scan_word(struct mir_scan *sc, struct sv *word);
bool scan_name(struct mir_scan *sc, struct sv *name);
bool scan_int(struct mir_scan *sc, int64_t *n);
bool scan_u32(struct mir_scan *sc, uint32_t *n);
bool scan_hex_byte(struct mir_scan *sc, char *byte);
/* In double quotes, with the escapes of buf_quoted. */
bool scan_string(struct mir_scan *sc, const char **s);
/* One of `names`, by index. */
bool scan_choice(struct mir_scan *sc, const char *const *names, uint32_t n, uint32_t *choice);
bool scan_type(struct mir_scan *sc, struct mir_type *t);
bool scan_types(struct mir_scan *sc, struct mir_type **types, uint32_t *n);
/* An optional place, then the end of the line. */
bool scan_line_end(struct mir_scan *sc, struct span *at);

#endif
