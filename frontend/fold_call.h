/*
 * fold_call.h - commands on constants: what a command makes of its input and arguments, all known.
 *
 * A folding function gives the result, or NULL: with `wants` set its input has another type, with
 * `why` set Nushell raises an error, or the result is not known here. Arguments are read through
 * fold_text_argument and its like, which set `at` and `wants`.
 */
#ifndef FRONTEND_FOLD_CALL_H
#define FRONTEND_FOLD_CALL_H

#include "frontend/fold.h"

struct folding {
	struct arena *arena;
	const struct ast *call;
	const struct ast *at;	 /* the argument that is wrong; NULL: the input */
	const char *wants, *why;
};

typedef const struct value *fold_fn(struct folding *f, const struct value *in);

const struct value *fold_fails(struct folding *f, const char *why);
const struct value *fold_wants(struct folding *f, const struct ast *at, const char *wants);
/* Positional argument or flag as a text or number; false when it has another type. */
bool fold_text_argument(struct folding *f, const struct ast *a, struct sv *out);
bool fold_int_argument(struct folding *f, const struct ast *a, int64_t *out);
bool fold_binary_argument(struct folding *f, const struct ast *a, struct sv *out);
bool fold_flag(const struct folding *f, const char *name);

/* Of a list, a list of what the function gives for each element. */
const struct value *fold_each(struct folding *f, const struct value *in, fold_fn *fold);

/* Values that a list is made of, one after another. */
struct fold_items {
	struct arena *arena;
	VEC(const struct value *) v;
};
void fold_add(struct fold_items *items, const struct value *v);
void fold_add_text(struct fold_items *items, struct sv s);
const struct value *fold_list(const struct fold_items *items);

/* Every command that has a meaning for constants alone, and those of strings and binary that run in
 * the kernel. */
#define FOLD_CMD_KERNEL(id)
#define FOLD_CMD_EACH(id)
#define FOLD_CMD_CONSTANT(id)                                                                      \
	const struct value *fold_cmd_##id(struct folding *f, const struct value *in);
#define FOLD_CMD_USER(id)
#define FOLD_CMD_ATTACH(id)
#define CMD(id, name, where, ...) FOLD_CMD_##where(id)
#include "lang/commands.def"
FOLD_CMD_CONSTANT(str_length)
FOLD_CMD_CONSTANT(str_contains)
FOLD_CMD_CONSTANT(str_starts_with)
FOLD_CMD_CONSTANT(str_ends_with)
FOLD_CMD_CONSTANT(str_index_of)
FOLD_CMD_CONSTANT(str_substring)
FOLD_CMD_CONSTANT(str_trim)
FOLD_CMD_CONSTANT(str_upcase)
FOLD_CMD_CONSTANT(str_downcase)
FOLD_CMD_CONSTANT(str_capitalize)
FOLD_CMD_CONSTANT(str_replace)
FOLD_CMD_CONSTANT(str_join)
FOLD_CMD_CONSTANT(split_row)
FOLD_CMD_CONSTANT(split_column)
FOLD_CMD_CONSTANT(split_chars)
FOLD_CMD_CONSTANT(lines)
FOLD_CMD_CONSTANT(find)
FOLD_CMD_CONSTANT(decode)
FOLD_CMD_CONSTANT(format_pattern)
FOLD_CMD_CONSTANT(format_duration)
FOLD_CMD_CONSTANT(format_filesize)
FOLD_CMD_CONSTANT(format_number)
FOLD_CMD_CONSTANT(format_bits)
FOLD_CMD_CONSTANT(bytes_length)
FOLD_CMD_CONSTANT(bytes_starts_with)
FOLD_CMD_CONSTANT(bytes_ends_with)
FOLD_CMD_CONSTANT(bytes_at)
FOLD_CMD_CONSTANT(bytes_index_of)
FOLD_CMD_CONSTANT(bytes_add)
FOLD_CMD_CONSTANT(bytes_remove)
FOLD_CMD_CONSTANT(bytes_replace)
FOLD_CMD_CONSTANT(bytes_reverse)
FOLD_CMD_CONSTANT(bytes_collect)
FOLD_CMD_CONSTANT(bytes_split)
FOLD_CMD_CONSTANT(bytes_build)
FOLD_CMD_CONSTANT(encode_hex)
FOLD_CMD_CONSTANT(decode_hex)
FOLD_CMD_CONSTANT(str_reverse)
FOLD_CMD_CONSTANT(split_words)

#endif
