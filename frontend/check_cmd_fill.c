/*
 * check_cmd_fill.c - `fill`: of constants folded, of computed text of ASCII.
 */
#include "frontend/check_text.h"
#include "frontend/fold_fill.h"

static bool check_flag_text(struct checker *c, struct ast *n, const char *name)
{
	struct ast *flag = ast_flag(n, name);

	return !flag || check_known_argument(c, n, flag, name);
}

/* A known width fits; a computed one is an int. */
static bool check_width(struct checker *c, struct ast *n)
{
	struct ast *width = ast_flag(n, "width");

	if (!width)
		return true;
	if (check_expr(c, width)->kind == TYPE_ERROR)
		return false;
	if (width->value)
		return check_number_flag(c, n, "width", 0, FILL_WIDTH_MAX);
	if (width->type->kind == TYPE_INT) {
		warn_null(c, width, "fill");
		return true;
	}
	diag_report(c->sink, DIAG_argument_type, width->at, "fill", "an int", "--width",
		    type_name(c->arena, width->type));
	return false;
}

const struct type *check_cmd_fill(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;
	struct fill fill;
	uint64_t cap;

	if (!check_width(c, n))
		return type_error_at(c, n);
	if (check_fold(c, n, input, fold_fill, true))
		return n->type;
	if (!t || (t->kind != TYPE_STRING && t->kind != TYPE_INT && t->kind != TYPE_FILESIZE)) {
		check_bad_input(c, n, input, "a string, int or filesize");
		return type_error_at(c, n);
	}
	warn_null(c, input, "fill");
	if (!check_flag_text(c, n, "alignment") || !check_flag_text(c, n, "character"))
		return type_error_at(c, n);
	if (!fill_options(n, &fill))
		return check_refuse(c, n, "this alignment", FILL_ALIGNMENTS);
	cap = t->kind == TYPE_STRING ? t->cap : DECIMAL_BYTES;
	if (cap > FILLED_MAX || fill.width * (uint64_t)fill.piece.n > FILLED_MAX)
		return check_refuse(c, n, "filling text this long",
				    "it and what is filled in have at most 256 bytes each");
	return set_type(n, type_string(&c->u->types,
				       (uint32_t)cap + fill.width * (uint32_t)fill.piece.n, false));
}
