/*
 * check_cmd_split.c - strings that become lists and lists that become strings.
 */
#include "frontend/check_text.h"

/* Pieces where nothing says how many; bytes of all pieces together; bytes of a joined text. */
enum { PIECES_DEFAULT = 8, PIECES_BYTES_MAX = 16384, JOINED_MAX = 4096 };

static const struct type *pieces(struct checker *c, struct ast *n, uint64_t count, uint32_t cap)
{
	const char *name = sv_dup(c->arena, n->u.call.name);

	if (count > LIST_ELEMENTS_MAX)
		return check_refuse(
			c, n, arena_printf(c->arena, "'%s' of this text", name),
			arena_printf(c->arena, "it can have %llu pieces, a list at most %u",
				     (unsigned long long)count, (unsigned)LIST_ELEMENTS_MAX));
	if (count * cap > PIECES_BYTES_MAX)
		return check_refuse(c, n, arena_printf(c->arena, "'%s' of this text", name),
				    arena_printf(c->arena,
						 "its pieces take %llu bytes, at most %u fit",
						 (unsigned long long)(count * cap),
						 (unsigned)PIECES_BYTES_MAX));
	return set_type(n, type_list(&c->u->types,
				     count ? type_string(&c->u->types, cap, false) : NULL,
				     (uint32_t)count));
}

const struct type *check_cmd_split_row(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *separator = ast_positional(n, 0), *number = ast_flag(n, "number");
	uint64_t most;

	if (check_fold(c, n, input, fold_cmd_split_row, false))
		return n->type;
	if (!check_is_text(c, n, input) || !check_known_argument(c, n, separator, "separator") ||
	    !check_needle(c, n, separator, "splitting at this text") ||
	    (number && !check_number_flag(c, n, "number", 0, LIST_ELEMENTS_MAX)))
		return type_error_at(c, n);
	if (!separator->value->s.n)
		return check_refuse(c, n, "splitting text that is computed at an empty text",
				    "`split chars` gives its characters");
	most = input->type->cap / separator->value->s.n + 1;
	if (number && (uint64_t)number->value->i < most)
		most = (uint64_t)number->value->i;
	else if (!number && most > PIECES_DEFAULT)
		most = PIECES_DEFAULT;
	return pieces(c, n, most, input->type->cap);
}

const struct type *check_cmd_split_chars(struct checker *c, struct ast *n, struct ast *input)
{
	if (check_fold(c, n, input, fold_cmd_split_chars, true))
		return n->type;
	if (!check_is_text(c, n, input))
		return type_error_at(c, n);
	if (ast_has_flag(n, "grapheme-clusters"))
		return check_refuse(c, n, "grapheme clusters of text that is computed",
				    "that takes the tables of Unicode");
	return pieces(c, n, input->type->cap, 4);
}

const struct type *check_cmd_lines(struct checker *c, struct ast *n, struct ast *input)
{
	uint32_t most;

	if (check_fold(c, n, input, fold_cmd_lines, false))
		return n->type;
	if (!check_is_text(c, n, input))
		return type_error_at(c, n);
	most = input->type->cap < PIECES_DEFAULT ? input->type->cap + 1 : PIECES_DEFAULT;
	return pieces(c, n, most, input->type->cap);
}

const struct type *check_cmd_split_words(struct checker *c, struct ast *n, struct ast *input)
{
	uint32_t most;

	if (check_fold(c, n, input, fold_cmd_split_words, true))
		return n->type;
	if (!check_is_text(c, n, input) ||
	    !check_number_flag(c, n, "min-word-length", 0, INT64_MAX))
		return type_error_at(c, n);
	if (ast_has_flag(n, "grapheme-clusters"))
		return check_refuse(c, n, "counting grapheme clusters of words",
				    "leave out the flag: of letters of ASCII they are the same");
	most = (input->type->cap + 1) / 2;
	return pieces(c, n, most < PIECES_DEFAULT ? most : PIECES_DEFAULT, input->type->cap);
}

/* Bytes that an element takes as text, or UINT32_MAX where it has none in the kernel. */
static uint32_t element_cap(const struct type *t)
{
	switch (t->kind) {
	case TYPE_STRING:
		return t->cap;
	case TYPE_INT:
	case TYPE_U64:
		return 20;
	case TYPE_BOOL:
		return 5;
	case TYPE_DURATION:
		return DURATION_BYTES;
	case TYPE_FILESIZE:
		return FILESIZE_BYTES;
	case TYPE_NOTHING:
		return 0;
	default:
		return UINT32_MAX;
	}
}

const struct type *check_cmd_str_join(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *separator = ast_positional(n, 0);
	struct list_input in;
	uint64_t cap;

	if (check_fold(c, n, input, fold_cmd_str_join, false))
		return n->type;
	if (separator && !check_text_argument(c, n, separator, "separator"))
		return type_error_at(c, n);
	if (input && input->type->kind == TYPE_STRING)
		return set_type(n, type_nullable(&c->u->types, input->type, false));
	if (!check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	cap = in.elem ? element_cap(in.elem) : 0;
	if (cap == UINT32_MAX)
		return check_refuse(
			c, n, arena_printf(c->arena, "joining %s", type_name(c->arena, in.elem)),
			"only strings, numbers and bools have text there");
	cap = in.cap * cap +
	      (in.cap && separator ? (in.cap - 1) * (uint64_t)separator->type->cap : 0);
	if (cap > JOINED_MAX)
		return check_refuse(c, n, "joining this list",
				    arena_printf(c->arena,
						 "the text has %llu bytes, at most %u fit",
						 (unsigned long long)cap, (unsigned)JOINED_MAX));
	return set_type(n, type_string(&c->u->types, (uint32_t)cap, false));
}
