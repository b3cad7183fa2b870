/*
 * render_text.h - values as Nushell prints them, made safe for terminals, and how wide they are.
 */
#ifndef LOADER_RENDER_TEXT_H
#define LOADER_RENDER_TEXT_H

#include "loader/decode.h"
#include "loader/render.h"

/* Names kernel addresses and stacks; without a function addresses are shown in hexadecimal, and
 * stacks have no frames. */
struct namer {
	size_t (*ksym)(void *arg, uint64_t address, char *name, size_t size);
	void *arg;
	const struct stack *(*stack)(void *arg, uint64_t number);
	void *stack_arg;
};

enum { NAMER_MAX = 256 };

/* The symbol of an address, or its digits: at most NAMER_MAX bytes of out. */
size_t namer_ksym(const struct namer *n, uint64_t address, char *out);

/* The stack of a number, never NULL. */
const struct stack *namer_stack(const struct namer *n, uint64_t number);

/* Appends the value of `f` as a cell or a part of a line: valid UTF-8, any control characters of
 * the user's data still in it. Adds to *cut the strings that had been cut; those end in "…". */
void text_value(struct buf *b, const struct namer *n, const struct wire_field *f,
		const void *record, uint64_t *cut);
/* Appends the parts of a text, of which some are values of fields. */
void text_parts(struct buf *b, const struct namer *n, const struct wire_part *parts,
		uint32_t nparts, const struct wire_field *fields, const void *record, uint64_t *cut);
/* Appends s, with U+FFFD for each byte that is not UTF-8. */
void text_utf8(struct buf *b, struct sv s);
/* Appends s with everything that a terminal could act on made visible: "\n", "\x1b", "\u{202e}".
 * `lines` keeps newlines and tabs as they are. */
void text_safe(struct buf *b, struct sv s, bool lines);
/* Columns that safe text takes on a terminal. */
uint32_t text_width(struct sv s);
/* The longest start of s that is at most `width` columns wide. */
struct sv text_fit(struct sv s, uint32_t width);
/* Are values of this kind set to the right? */
bool text_is_right(enum wire_kind kind);

#endif
