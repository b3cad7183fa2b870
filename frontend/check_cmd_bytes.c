/*
 * check_cmd_bytes.c - commands on binary: constants fold, some work on what is computed.
 */
#include "frontend/check_text.h"
#include "frontend/fold_text.h"

static bool is_binary(struct checker *c, struct ast *n, struct ast *input)
{
	if (!input || input->type->kind != TYPE_BINARY)
		return check_bad_input(c, n, input, "binary");
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return true;
}

const struct type *check_cmd_bytes_length(struct checker *c, struct ast *n, struct ast *input)
{
	if (check_fold(c, n, input, fold_cmd_bytes_length, true))
		return n->type;
	if (!is_binary(c, n, input))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

static const struct type *check_end(struct checker *c, struct ast *n, struct ast *input,
				    fold_fn *fold)
{
	struct ast *part = ast_positional(n, 0);

	if (check_fold(c, n, input, fold, false))
		return n->type;
	if (!is_binary(c, n, input))
		return type_error_at(c, n);
	if (part->type->kind != TYPE_BINARY) {
		diag_report(c->sink, DIAG_argument_type, part->at, sv_dup(c->arena, n->u.call.name),
			    "binary", "pattern", type_name(c->arena, part->type));
		return type_error_at(c, n);
	}
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

const struct type *check_cmd_bytes_starts_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_end(c, n, input, fold_cmd_bytes_starts_with);
}

const struct type *check_cmd_bytes_ends_with(struct checker *c, struct ast *n, struct ast *input)
{
	return check_end(c, n, input, fold_cmd_bytes_ends_with);
}

const struct type *check_cmd_bytes_at(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *places = ast_positional(n, 0);

	if (check_fold(c, n, input, fold_cmd_bytes_at, false))
		return n->type;
	if (!is_binary(c, n, input) || !check_places(c, n, places))
		return type_error_at(c, n);
	return set_type(n, type_binary(&c->u->types,
				       fold_part_cap(places->value, input->type->cap)));
}

static const struct value *fold_into_binary(struct folding *f, const struct value *in)
{
	char *bytes = arena_array(f->arena, char, 8);

	switch (in->kind) {
	case TYPE_STRING:
	case TYPE_BINARY:
		return value_binary(f->arena, in->s);
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
		for (uint32_t i = 0; i < 8; i++)
			bytes[i] = (char)((uint64_t)in->i >> (8 * i));
		return value_binary(f->arena, (struct sv){bytes, 8});
	default:
		return fold_wants(f, NULL, "a string, number or bool");
	}
}

const struct type *check_cmd_into_binary(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;

	if (check_fold(c, n, input, fold_into_binary, false))
		return n->type;
	if (t->kind != TYPE_STRING && t->kind != TYPE_BINARY && t->kind != TYPE_BOOL &&
	    !type_is_number(t)) {
		check_bad_input(c, n, input, "a string, number or bool");
		return type_error_at(c, n);
	}
	warn_null(c, input, "into binary");
	return set_type(n, type_binary(&c->u->types, t->kind == TYPE_STRING || t->kind == TYPE_BINARY
							     ? t->cap
							     : 8));
}
