/*
 * check_cmd_format.c - `format pattern` of a record that is computed: an interpolated string.
 */
#include "frontend/check_text.h"
#include "frontend/fold_text.h"

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
