/*
 * check_cmd_format.c - `format` of what is computed, and `decode`. `format pattern` of a record is
 * an interpolated string.
 */
#include "frontend/check_text.h"
#include "frontend/fold_format.h"
#include "frontend/fold_text.h"

enum { FORMAT_BITS_MAX = 256 };

/* `$in.a.b` */
static struct ast *column(struct checker *c, struct span at, struct sv path)
{
	struct ast *n = ast_new(c->arena, AST_PATH, at);
	uint32_t count = 1;

	for (size_t i = 0; i < path.n; i++)
		count += path.p[i] == '.';
	n->u.path.base = ast_new(c->arena, AST_VAR, at);
	n->u.path.base->u.var.name = SV("in");
	n->u.path.members = arena_array(c->arena, struct path_member, count);
	while (n->u.path.n < count) {
		size_t end = 0;

		while (end < path.n && path.p[end] != '.')
			end++;
		n->u.path.members[n->u.path.n++] =
			(struct path_member){.name = {path.p, end}, .at = at};
		path = sv_from(path, end < path.n ? end + 1 : end);
	}
	return n;
}

static const struct type *interpolated(struct checker *c, struct ast *n, const struct ast *pattern)
{
	struct sv left = pattern->value->s, part;
	struct ast made = {.kind = AST_INTERP, .at = n->at}, *text;
	enum pattern_part kind;

	while ((kind = fold_pattern_part(&left, &part)) != PATTERN_END) {
		if (kind == PATTERN_WRONG)
			return check_refuse(c, n, "this pattern", PATTERN_NEEDS);
		if (kind == PATTERN_COLUMN) {
			vec_push(c->arena, &made.u.interp.parts, column(c, pattern->at, part));
			continue;
		}
		text = ast_new(c->arena, AST_STRING, pattern->at);
		text->u.s = part;
		vec_push(c->arena, &made.u.interp.parts, text);
	}
	*n = made;
	return check_expr(c, n);
}

const struct type *check_cmd_format_pattern(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *pattern = ast_positional(n, 0);
	const struct type *record;

	if (check_fold(c, n, input, fold_cmd_format_pattern, false))
		return n->type;
	if (!check_known_argument(c, n, pattern, "pattern"))
		return type_error_at(c, n);
	record = check_record_input(c, n, input, false);
	return record ? interpolated(c, n, pattern) : type_error_at(c, n);
}

const struct type *check_cmd_decode(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *encoding = ast_positional(n, 0);

	if (check_fold(c, n, input, fold_cmd_decode, false))
		return n->type;
	if (encoding && !check_known_argument(c, n, encoding, "encoding"))
		return type_error_at(c, n);
	if (encoding && !sv_is(encoding->value->s, "utf-8") && !sv_is(encoding->value->s, "utf8"))
		return check_refuse(c, n, "this encoding", "it is utf-8");
	if (!input || input->type->kind != TYPE_BINARY) {
		check_bad_input(c, n, input, "binary");
		return type_error_at(c, n);
	}
	warn_null(c, input, "decode");
	return set_type(n, type_string(&c->u->types, input->type->cap, false));
}

/* ---- numbers ---- */

static const struct type *text_of(struct checker *c, struct ast *n, uint32_t cap)
{
	return set_type(n, type_string(&c->u->types, cap, false));
}

static bool check_kind(struct checker *c, struct ast *n, struct ast *input, enum type_kind kind,
		       const char *what)
{
	if (input && input->type->kind == kind) {
		warn_null(c, input, sv_dup(c->arena, n->u.call.name));
		return true;
	}
	check_bad_input(c, n, input, what);
	return false;
}

/* "-9223372036854776000 ns" */
const struct type *check_cmd_format_duration(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *name = ast_positional(n, 0);
	struct format_unit unit;

	if (check_fold(c, n, input, fold_cmd_format_duration, false))
		return n->type;
	if (!check_kind(c, n, input, TYPE_DURATION, "a duration") ||
	    !check_known_argument(c, n, name, "unit"))
		return type_error_at(c, n);
	if (!format_duration_unit(c->arena, name->value->s, &unit))
		return check_refuse(c, n, "this unit", FORMAT_DURATION_UNITS);
	return text_of(c, n, DECIMAL_BYTES + 4 + (uint32_t)strlen(unit.label));
}

const struct type *check_cmd_format_filesize(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *name = ast_positional(n, 0);
	struct format_unit unit;

	if (check_fold(c, n, input, fold_cmd_format_filesize, false))
		return n->type;
	if (!check_kind(c, n, input, TYPE_FILESIZE, "a filesize") ||
	    !check_known_argument(c, n, name, "unit"))
		return type_error_at(c, n);
	if (!format_filesize_unit(name->value->s, &unit))
		return check_refuse(c, n, "this unit", FORMAT_FILESIZE_UNITS);
	return text_of(c, n, DECIMAL_BYTES + 4 + (uint32_t)strlen(unit.label));
}

/* "00000011 11101000": nine characters for each byte but the last. */
const struct type *check_cmd_format_bits(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;
	uint32_t bytes;

	if (check_fold(c, n, input, fold_cmd_format_bits, false))
		return n->type;
	if (!t || (t->kind != TYPE_STRING && t->kind != TYPE_BINARY && t->kind != TYPE_BOOL &&
		   t->kind != TYPE_INT && t->kind != TYPE_DURATION && t->kind != TYPE_FILESIZE)) {
		check_bad_input(c, n, input,
				t && t->kind == TYPE_U64 ? "an int (`into int` makes one of a u64)"
							 : "a number, bool, string or binary");
		return type_error_at(c, n);
	}
	bytes = t->kind == TYPE_STRING || t->kind == TYPE_BINARY ? t->cap : 8;
	warn_null(c, input, "format bits");
	if (bytes > FORMAT_BITS_MAX)
		return check_refuse(c, n, "the bits of this much",
				    "a text of bits has at most 2303 bytes, those of 256: take a "
				    "part, as `bytes at ..<256` does");
	return text_of(c, n, bytes ? 9 * bytes - 1 : 0);
}

static uint32_t form_bytes(uint32_t form, bool prefix)
{
	uint32_t bits = format_form_bits(form);

	if (bits)
		return 2 * prefix + (63 + bits) / bits;
	return form == FORM_LOWEREXP || form == FORM_UPPEREXP ? DECIMAL_BYTES + 4 : DECIMAL_BYTES;
}

const struct type *check_cmd_format_number(struct checker *c, struct ast *n, struct ast *input)
{
	struct type_field *fields;

	if (check_fold(c, n, input, fold_cmd_format_number, false))
		return n->type;
	if (!check_kind(c, n, input, TYPE_INT,
			input && input->type->kind == TYPE_U64
				? "an int (`into int` makes one of a u64)"
				: "an int"))
		return type_error_at(c, n);
	fields = arena_array(c->arena, struct type_field, FORMS);
	for (uint32_t i = 0; i < FORMS; i++)
		fields[i] = (struct type_field){
			.name = format_forms[i],
			.type = type_string(&c->u->types,
					    form_bytes(i, !ast_has_flag(n, "no-prefix")), false)};
	return set_type(n, type_record(&c->u->types, fields, FORMS));
}
