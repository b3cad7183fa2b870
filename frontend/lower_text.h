/*
 * lower_text.h - inside the lowering: text, from its bytes in memory to what is made of it.
 *
 * Values that hold text are in frontend/lowering.h.
 */
#ifndef FRONTEND_LOWER_TEXT_H
#define FRONTEND_LOWER_TEXT_H

#include "frontend/lowering.h"

/* ---- lower_text.c: the bytes of strings ---- */
/* Bytes that a buffer for text of `cap` bytes has, a multiple of 8. Reading more than `cap` of them
 * shows that a text was cut. */
uint32_t text_room(uint32_t cap);
/* A text of `len` bytes, at most `cap`, that will be written one by one: zero until then. */
struct text text_buffer(struct lower *l, uint32_t cap, mir_val len);
/* What a record needs for a text, what a key for one of a type: multiples of 8. */
uint32_t text_record_bytes(const struct text *t);
uint32_t text_key_bytes(const struct type *type);
/* Writes the text to ptr + offset, which is 8-aligned and has the bytes that the above say: its
 * length, or none when it is padded. A length above cap says that it was cut. */
mir_val text_store(struct lower *l, const struct text *t, uint32_t cap, mir_val ptr,
		   uint32_t offset, enum text_to to);
/* The text in a buffer that nobody overwrites, NULs behind it. */
struct text text_fetch(struct lower *l, const struct text *t);
struct text text_known(struct lower *l, struct sv s);
/* Texts may have NULs in them from the next round of lowering on. */
void text_may_have_nuls(struct lower *l);
/* The kernel writes NULs behind the command name: since 6.2 (its commit f3f213497797); before, what
 * stood there stays. */
bool text_comm_padded(const struct lower *l);
/* Word `index` of constant text, NULs behind it. */
int64_t text_word(struct sv s, uint32_t index);
/* Bytes of the text; of a padded one up to its first NUL. */
mir_val text_length(struct lower *l, const struct text *t);

/* ---- lower_find.c ---- */
/* i1: `part` stands somewhere in x. */
mir_val text_contains(struct lower *l, const struct text *x, const struct text *part);
/* The place of the first or last `part` in x, -1 without any. */
mir_val text_find(struct lower *l, const struct text *x, const struct text *part, bool last);
/* The last bytes of a text that is walked, against a constant of 1 to 64 bytes. */
enum { TEXT_SEEN_WORDS = 8 };
struct seen {
	struct sv bytes;
	struct var *words[TEXT_SEEN_WORDS];
};
struct seen text_seen(struct lower *l, struct sv s);
/* One more byte: 0 when the last ones are the constant now. */
mir_val text_see(struct lower *l, struct seen *seen, mir_val byte);

/* ---- lower_change.c: text made from one text ---- */
/* Bytes from `from` to before `to`, where both are places of the text that end characters. */
struct text text_part(struct lower *l, const struct text *x, uint32_t from, uint32_t to);
/* Letters of ASCII in the other case; what is not ASCII ends the event. */
struct text text_case(struct lower *l, const struct text *x, bool upper);
/* The first, or every, `find` replaced, which has 1 to 64 bytes: `cap` bytes at most. */
struct text text_replace(struct lower *l, const struct text *x, struct sv find, struct sv with,
			 bool all, uint32_t cap);
/* The same of all, of texts that are computed; an empty one stands before every character and at
 * the end. */
struct text text_replace_all(struct lower *l, const struct text *x, const struct text *find,
			     const struct text *with, uint32_t cap);

/* The byte at a place of a buffer that has a power of two of them. */
void text_put_byte(struct lower *l, mir_val ptr, uint32_t places, mir_val at, mir_val byte);
/* Zeroes what stands in a buffer behind its text. */
void text_clear_behind(struct lower *l, mir_val ptr, uint32_t bytes, mir_val len);

/* ---- lower_slice.c: parts of text, places known at run time ----
 * A flag is a number, 1 or 0. */
/* v is below 0. */
mir_val text_negative(struct lower *l, mir_val v);
mir_val text_zero(struct lower *l, mir_val v);
/* The condition as a flag; one that was made of a flag is that again. */
mir_val text_flag(struct lower *l, mir_val cond);
mir_val text_other(struct lower *l, mir_val flag);
/* v where the flag is 1, else 0. */
mir_val text_when(struct lower *l, mir_val flag, mir_val v);
/* flag ? x : y */
mir_val text_pick(struct lower *l, mir_val flag, mir_val x, mir_val y);
/* x < y, of numbers whose difference does not overflow. */
mir_val text_below(struct lower *l, mir_val x, mir_val y);
/* low <= v <= high, of a number whose distances do not overflow. */
mir_val text_between(struct lower *l, mir_val v, int64_t low, int64_t high);
mir_val text_is(struct lower *l, mir_val v, int64_t byte);
/* The number from 0 to `most` that is nearest to v. */
mir_val text_clamp(struct lower *l, mir_val v, mir_val most);
/* Byte number i of a buffer, where a check has shown i to be below n. */
mir_val text_byte(struct lower *l, mir_val ptr, mir_val i, uint32_t n);
/* Bytes that there are of the text; *cut is the flag of text that was cut, or none. */
mir_val text_visible(struct lower *l, const struct text *t, mir_val *cut);
/* As text_visible, of text that must not be cut: where it was the event ends. */
mir_val text_whole(struct lower *l, const struct text *t);
/* Ends the event where the flag says that the end of a text is not known. */
void text_guard_cut(struct lower *l, mir_val cut);
/* The text was cut where the flag says so. */
void text_mark_cut(struct lower *l, struct text *t, mir_val cut);
/* A number that a loop changes. */
struct var *text_counter(struct lower *l, mir_val start);
void text_count(struct lower *l, struct var *v, mir_val now);
/* A copy of a text that is looked into at places from 0 to its capacity, for `reach` bytes. */
struct window {
	mir_val ptr;
	uint32_t places, reach;
};
struct window window_of(struct lower *l, const struct text *x, uint32_t reach);
mir_val window_byte(struct lower *l, const struct window *w, mir_val at);
/* `len` bytes from a place on, `cap` at most; `cap` is not above the window's reach. */
struct text window_part(struct lower *l, const struct window *w, mir_val from, mir_val len,
			uint32_t cap);
struct text text_slice(struct lower *l, const struct text *x, mir_val from, mir_val len,
		       uint32_t cap);
/* A text that is looked for at all places of a fetched one of so many bytes: a known one of 1 to 64
 * bytes, or a computed one (lower_find.c). Each round of a loop of so many `rounds` asks for its
 * place; `work` is the bytes that it goes through besides. */
struct needle {
	struct text text, part;
	struct seen seen;
	struct window window;
	mir_val length, len; /* of the text; of what is looked for */
	struct var *diff;
	uint32_t rounds;
};
struct needle needle_of(struct lower *l, const struct text *x, mir_val length,
			const struct text *part, uint32_t work);
/* The flag that it is found in round i, where it starts and where what is behind it does. */
mir_val needle_found(struct lower *l, struct needle *nd, mir_val i, mir_val *start, mir_val *next);
/* The text where the flag is 1, else an empty one. */
struct text text_masked(struct lower *l, const struct text *x, mir_val flag);
/* Without the byte `what`, or of -1 blanks of ASCII, at its ends. */
struct text text_trim(struct lower *l, const struct text *x, int what, bool left, bool right);
mir_val text_chars(struct lower *l, const struct text *x);
/* With its first letter a capital; what is not ASCII there ends the event. */
struct text text_capital(struct lower *l, const struct text *x);
/* Ends the event where a place is inside a character. */
void text_guard_place(struct lower *l, const struct window *w, mir_val at);
/* The bytes that the range names, negative places counted from the end; `to` none: to the end. With
 * `characters` none may be cut. */
struct text text_part_at(struct lower *l, const struct text *x, mir_val from, mir_val to,
			 bool exclusive, uint32_t cap, bool characters);

/* ---- lower_bytes.c ---- */
/* `removed` bytes from a place on replaced by another text. */
struct text text_spliced(struct lower *l, const struct text *x, mir_val at, mir_val removed,
			 const struct text *with);
struct text text_bytes_reversed(struct lower *l, const struct text *x);
/* Its characters from the last to the first. */
struct text text_reversed(struct lower *l, const struct text *x);
/* The digit of a number below 16. */
mir_val text_digit(struct lower *l, mir_val v, bool lower);
struct text text_hex(struct lower *l, const struct text *x, bool lower);
/* The bytes that digits say; what is none is an error. */
struct text text_unhex(struct lower *l, const struct text *x);

/* ---- lower_bits.c: binary as bits ---- */
/* Of binary of two lengths the shorter one is filled with zeroes behind, with `big` before. */
struct text text_bits_combined(struct lower *l, const struct text *x, const struct text *y,
			       enum mir_op what, bool big);
struct text text_bits_inverse(struct lower *l, const struct text *x);
/* Shifted or rotated, as the command says, by no more bits than there are. */
struct text text_bits_moved(struct lower *l, const struct text *x, mir_val by, enum cmd cmd);
/* i64: the number that at most eight bytes are, the lowest first or, with `big`, last. */
mir_val text_number(struct lower *l, const struct text *x, bool big, bool is_signed);

/* ---- lower_regex.c ---- */
/* i1: the pattern, which the checker has compiled before, matches a part of x. */
mir_val text_matches(struct lower *l, const struct text *x, struct sv pattern);

/* ---- lower_number.c: text as other values ---- */
/* As `into int` and `into bool` read it; what they do not take is an error, and what only a float is
 * ends the event. */
mir_val text_int(struct lower *l, const struct text *x);
mir_val text_bool(struct lower *l, const struct text *x);
/* As `into int --radix` reads it, of another radix than 10. */
mir_val text_int_of(struct lower *l, const struct text *x, uint32_t radix);

/* ---- lower_quantity.c ---- */
/* As `into duration` reads it, a number alone being one of so many ns, and as `into filesize`. */
mir_val text_as_duration(struct lower *l, const struct text *x, int64_t alone);
mir_val text_as_filesize(struct lower *l, const struct text *x);

/* ---- lower_write.c: text written byte by byte ---- */
/* A text of at most `cap` bytes, of which as many are there as `end` counts. */
struct writing {
	mir_val ptr;
	uint32_t cap, places;
	struct var *end;
};
struct writing writing_begin(struct lower *l, uint32_t cap);
/* What is put counts where the flag says so. */
void writing_put(struct lower *l, const struct writing *w, mir_val byte, mir_val flag);
void writing_put_text(struct lower *l, const struct writing *w, const char *s, mir_val flag);
/* The digits of a count that is not above `most`. */
void writing_put_digits(struct lower *l, const struct writing *w, mir_val count, uint64_t most,
			mir_val show);
struct text writing_end(struct lower *l, const struct writing *w);

/* ---- lower_units.c ---- */
struct text text_duration(struct lower *l, mir_val ns);
struct text text_filesize(struct lower *l, mir_val bytes);

/* ---- lower_join.c: text made of pieces ---- */
struct text text_joined(struct lower *l, const struct text *texts, uint32_t n);
struct text text_concat(struct lower *l, const struct text *x, const struct text *y);
struct rt lower_known_text(struct lower *l, struct sv s);
/* A value that is not null as Nushell writes it; reports what has no text in the kernel. */
struct text lower_as_text(struct lower *l, const struct ast *n, const struct rt *v);
/* Without a branch, from which the verifier would learn: all ones when v is negative, else 0; 1 when
 * v is not 0; x where c is all ones, y where it is 0. */
mir_val text_sign(struct lower *l, mir_val v);
mir_val text_not_zero(struct lower *l, mir_val v);
mir_val text_choose(struct lower *l, mir_val c, mir_val x, mir_val y);

/* ---- lower_interp.c: string interpolation ---- */
struct rt lower_interp(struct lower *l, const struct ast *n);
/* Text known now, of which the buffer is emptied, or a value behind the other parts. */
void parts_add_text(struct lower *l, struct text_parts *p, struct buf *known);
void parts_add_value(struct lower *l, struct text_parts *p, struct rt v, const struct ast *from);
/* The text of parts; reports what has none in the kernel. */
struct text text_make(struct lower *l, const struct text *t);
/* It has text in the kernel. */
bool text_can_be_made(const struct text *t);

/* ---- lower_search.c: operators on strings, each an i1 ---- */
mir_val text_equal(struct lower *l, const struct text *x, const struct text *y);
mir_val text_less(struct lower *l, const struct text *x, const struct text *y, bool or_equal);
mir_val text_starts(struct lower *l, const struct text *x, const struct text *prefix);
mir_val text_ends(struct lower *l, const struct text *x, const struct text *suffix);
/* The element of `size` bytes number `i` of a buffer, where a check has shown i to be below n. */
mir_val text_element(struct lower *l, mir_val ptr, mir_val i, uint32_t n, uint32_t size);

/* ---- cmd_text.c ---- */
/* The ends of a range that check_places has allowed, *to none where it has no end: whether that is
 * exclusive. */
bool lower_range_ends(struct lower *l, const struct ast *places, mir_val *from, mir_val *to);
/* The part that the range argument of the call names. */
struct text lower_places(struct lower *l, const struct ast *call, const struct text *x,
			 bool characters);

#endif
