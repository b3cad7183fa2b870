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

/* The text to split at; false after a report. */
static bool check_separator(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *separator = ast_positional(n, 0);

	return check_is_text(c, n, input) && check_text_argument(c, n, separator, "separator") &&
	       check_needle(c, n, separator, "splitting at this text") &&
	       (!ast_flag(n, "number") || check_number_flag(c, n, "number", 0, LIST_ELEMENTS_MAX));
}

/* Pieces that there are at most; an empty separator stands before every character and at the end.
 */
static uint64_t most_pieces(const struct ast *n, const struct ast *input)
{
	const struct ast *separator = ast_positional(n, 0);
	uint64_t bytes = separator->value ? separator->value->s.n : 0;

	return bytes ? input->type->cap / bytes + 1 : input->type->cap + (uint64_t)2;
}

const struct type *check_cmd_split_row(struct checker *c, struct ast *n, struct ast *input)
{
	const struct ast *number = ast_flag(n, "number");
	uint64_t most;

	if (check_fold(c, n, input, fold_cmd_split_row, false))
		return n->type;
	if (!check_separator(c, n, input))
		return type_error_at(c, n);
	most = most_pieces(n, input);
	if (number && (uint64_t)number->value->i < most)
		most = (uint64_t)number->value->i;
	else if (!number && most > PIECES_DEFAULT)
		most = PIECES_DEFAULT;
	return pieces(c, n, most, input->type->cap);
}

/* The names of the columns: those that are given, or so many as --number says; false after a
 * report. */
static bool column_names(struct checker *c, struct ast *n, struct sv *names, uint32_t *count)
{
	const struct ast *number = ast_flag(n, "number");
	uint32_t most = number ? (uint32_t)number->value->i : LIST_ELEMENTS_MAX;
	struct ast *name = ast_positional(n, 1);
	bool good = true;

	*count = 0;
	if (!name && !number) {
		struct diag *d = diag_report(c->sink, DIAG_kernel_cannot, n->at,
					     "'split column' without names for the columns",
					     "how many there are depends on the text");

		diag_help(c->sink, d,
			  "name them, as in `split column ',' name value`; `split row` gives the "
			  "pieces as a list");
		return false;
	}
	for (uint32_t i = 0; i < most && (name || !ast_positional(n, 1)); i++) {
		names[i] = name ? constant_string(c, name, "a column name")
				: sv_cstr(arena_printf(c->arena, "column%u", i));
		for (uint32_t k = 0; good && k < i; k++) {
			if (!sv_eq(names[k], names[i]))
				continue;
			check_refuse(c, n, "two columns of one name", "a record has one of each");
			good = false;
		}
		good &= !name || name->value;
		name = ast_positional(n, i + 2);
		*count = i + 1;
	}
	return good;
}

const struct type *check_cmd_split_column(struct checker *c, struct ast *n, struct ast *input)
{
	struct type_field fields[LIST_ELEMENTS_MAX];
	struct sv names[LIST_ELEMENTS_MAX];
	uint32_t count;

	if (check_fold(c, n, input, fold_cmd_split_column, false))
		return n->type;
	if (!check_separator(c, n, input) || !column_names(c, n, names, &count) ||
	    pieces(c, n, count, input->type->cap)->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (count > most_pieces(n, input))
		return check_refuse(c, n, "so many columns of this text", "it has fewer pieces");
	for (uint32_t i = 0; i < count; i++)
		fields[i] = (struct type_field){names[i], n->type->elem};
	return set_type(n, check_list_of(c, type_record(&c->u->types, fields, count), 1));
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
