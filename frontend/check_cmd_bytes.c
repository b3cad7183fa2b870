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
	return set_type(n,
			type_binary(&c->u->types, fold_part_cap(places->value, input->type->cap)));
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
	return set_type(n,
			type_binary(&c->u->types,
				    t->kind == TYPE_STRING || t->kind == TYPE_BINARY ? t->cap : 8));
}

/* ---- places and changes ---- */

enum { PLACES_DEFAULT = 8, BYTES_MAX = 4096, PATTERN_MAX = 64 };

static const struct type *binary_of(struct checker *c, struct ast *n, uint64_t cap)
{
	if (cap > BYTES_MAX)
		return check_refuse(
			c, n,
			arena_printf(c->arena, "'" SV_FMT "' of this much", SV_ARG(n->u.call.name)),
			arena_printf(c->arena, "it gives %llu bytes, at most %u fit",
				     (unsigned long long)cap, (unsigned)BYTES_MAX));
	return set_type(n, type_binary(&c->u->types, (uint32_t)cap));
}

/* What is looked for byte by byte: a constant of some bytes. */
static bool known_pattern(struct checker *c, struct ast *n, struct ast *a, const char *name)
{
	struct diag *d;

	if (!a->value) {
		d = diag_report(c->sink, DIAG_not_constant, a->at,
				arena_printf(c->arena, "'%s' of '" SV_FMT "'", name,
					     SV_ARG(n->u.call.name)));
		diag_help(c->sink, d, "`bytes index-of` and `bytes at` take what is computed");
		return false;
	}
	if (a->value->s.n >= 1 && a->value->s.n <= PATTERN_MAX)
		return true;
	check_refuse(c, n, arena_printf(c->arena, "this '%s'", name), "it has 1 to 64 bytes");
	return false;
}

/* From the front and from the end the same places are found. */
static bool overlaps_itself(struct sv s)
{
	for (size_t k = 1; k < s.n; k++)
		if (memcmp(s.p, s.p + k, s.n - k) == 0)
			return true;
	return false;
}

static const struct type *check_all_places(struct checker *c, struct ast *n, struct ast *input,
					   struct ast *part)
{
	uint32_t most;

	if (!known_pattern(c, n, part, "pattern"))
		return type_error_at(c, n);
	if (ast_has_flag(n, "end") && overlaps_itself(part->value->s))
		return check_refuse(
			c, n, "--all from the --end with this pattern",
			"it can overlap itself; leave out --end, and `reverse` the list");
	most = input->type->cap / (uint32_t)part->value->s.n;
	most = most < PLACES_DEFAULT ? most : PLACES_DEFAULT;
	return set_type(n, check_list_of(c, type_of(&c->u->types, TYPE_INT), most));
}

const struct type *check_cmd_bytes_index_of(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *part = ast_positional(n, 0);

	if (check_fold(c, n, input, fold_cmd_bytes_index_of, false))
		return n->type;
	if (!is_binary(c, n, input) || !check_binary_argument(c, n, part, "pattern"))
		return type_error_at(c, n);
	if (ast_has_flag(n, "all"))
		return check_all_places(c, n, input, part);
	if (part->value && !part->value->s.n)
		return check_refuse(c, n, "this pattern", "it has no bytes");
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

const struct type *check_cmd_bytes_add(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *data = ast_positional(n, 0), *index = ast_flag(n, "index");

	if (check_fold(c, n, input, fold_cmd_bytes_add, true))
		return n->type;
	if (!is_binary(c, n, input) || !check_binary_argument(c, n, data, "data"))
		return type_error_at(c, n);
	if (index && (index->type->kind != TYPE_INT || (index->value && index->value->i < 0))) {
		diag_report(c->sink, DIAG_argument_range, index->at, "--index", "bytes add",
			    "an int and not negative");
		return type_error_at(c, n);
	}
	if (index)
		warn_null(c, index, "bytes add");
	return binary_of(c, n, (uint64_t)input->type->cap + data->type->cap);
}

static const struct type *check_replace(struct checker *c, struct ast *n, struct ast *input,
					fold_fn *fold)
{
	struct ast *find = ast_positional(n, 0), *with = ast_positional(n, 1);
	bool all = ast_has_flag(n, "all"), end = ast_has_flag(n, "end");
	struct sv other = {"", 0};

	if (check_fold(c, n, input, fold, false))
		return n->type;
	if (!is_binary(c, n, input) || !check_binary_argument(c, n, find, "pattern") ||
	    !known_pattern(c, n, find, "pattern") ||
	    (with && !check_binary_argument(c, n, with, "replace")))
		return type_error_at(c, n);
	if (with && !with->value) {
		diag_report(c->sink, DIAG_not_constant, with->at, "'replace' of 'bytes replace'");
		return type_error_at(c, n);
	}
	if (all && end && find->value->s.n > 1)
		return check_refuse(c, n, "--all from the --end",
				    "it removes one byte at a time; leave out --end");
	if (with)
		other = with->value->s;
	if ((uint64_t)input->type->cap * (other.n + 1) > 4 * BYTES_MAX)
		return check_refuse(c, n, "replacing in this much",
				    "the bytes times those of the replacement are at most 16384");
	return binary_of(c, n,
			 with ? fold_replaced_cap(input->type->cap, find->value->s, other, all)
			      : input->type->cap);
}

const struct type *check_cmd_bytes_remove(struct checker *c, struct ast *n, struct ast *input)
{
	return check_replace(c, n, input, fold_cmd_bytes_remove);
}

const struct type *check_cmd_bytes_replace(struct checker *c, struct ast *n, struct ast *input)
{
	return check_replace(c, n, input, fold_cmd_bytes_replace);
}

const struct type *check_cmd_bytes_reverse(struct checker *c, struct ast *n, struct ast *input)
{
	if (check_fold(c, n, input, fold_cmd_bytes_reverse, false))
		return n->type;
	return is_binary(c, n, input) ? binary_of(c, n, input->type->cap) : type_error_at(c, n);
}

/* ---- parts ---- */

const struct type *check_cmd_bytes_collect(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *separator = ast_positional(n, 0);
	struct list_input in;
	uint64_t cap;

	if (check_fold(c, n, input, fold_cmd_bytes_collect, false))
		return n->type;
	if ((separator && !check_binary_argument(c, n, separator, "separator")) ||
	    !check_list_input(c, n, input, &in))
		return type_error_at(c, n);
	if (in.elem && in.elem->kind != TYPE_BINARY) {
		check_bad_input(c, n, input, "a list of binary");
		return type_error_at(c, n);
	}
	cap = in.elem ? in.cap * (uint64_t)in.elem->cap : 0;
	cap += in.cap && separator ? (in.cap - 1) * (uint64_t)separator->type->cap : 0;
	return binary_of(c, n, cap);
}

const struct type *check_cmd_bytes_split(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *separator = ast_positional(n, 0);
	uint32_t most;

	if (check_fold(c, n, input, fold_cmd_bytes_split, false))
		return n->type;
	if (!is_binary(c, n, input) ||
	    (separator->type->kind != TYPE_STRING &&
	     !check_binary_argument(c, n, separator, "separator")) ||
	    !known_pattern(c, n, separator, "separator"))
		return type_error_at(c, n);
	most = input->type->cap / (uint32_t)separator->value->s.n + 1;
	most = most < PLACES_DEFAULT ? most : PLACES_DEFAULT;
	return set_type(n, check_list_of(c, type_binary(&c->u->types, input->type->cap), most));
}

const struct type *check_cmd_bytes_build(struct checker *c, struct ast *n, struct ast *input)
{
	uint64_t cap = 0;
	struct ast *a;

	if (input && input->type->kind != TYPE_NOTHING) {
		check_bad_input(c, n, input, "nothing");
		return type_error_at(c, n);
	}
	if (check_fold(c, n, input, fold_cmd_bytes_build, false))
		return n->type;
	for (uint32_t i = 0; (a = ast_positional(n, i)); i++) {
		const struct type *t = a->type;

		if (t->kind != TYPE_BINARY && t->kind != TYPE_INT && t->kind != TYPE_U64 &&
		    t->kind != TYPE_NOTHING) {
			diag_report(c->sink, DIAG_argument_type, a->at, "bytes build",
				    "an int or binary", "rest", type_name(c->arena, t));
			return type_error_at(c, n);
		}
		if (t->kind == TYPE_INT && a->value && (a->value->i < 0 || a->value->i > 255)) {
			diag_report(c->sink, DIAG_argument_range, a->at, "a byte", "bytes build",
				    "0 to 255");
			return type_error_at(c, n);
		}
		warn_null(c, a, "bytes build");
		cap += t->kind == TYPE_BINARY ? t->cap : 1;
	}
	return binary_of(c, n, cap);
}

/* ---- hexadecimal ---- */

const struct type *check_cmd_encode_hex(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;

	if (check_fold(c, n, input, fold_cmd_encode_hex, false))
		return n->type;
	if (!t || (t->kind != TYPE_STRING && t->kind != TYPE_BINARY)) {
		check_bad_input(c, n, input, "a string or binary");
		return type_error_at(c, n);
	}
	warn_null(c, input, "encode hex");
	if (t->cap > BYTES_MAX / 2)
		return check_refuse(c, n, "this much in hexadecimal",
				    "two digits for each byte are at most 4096");
	return set_type(n, type_string(&c->u->types, 2 * t->cap, false));
}

const struct type *check_cmd_decode_hex(struct checker *c, struct ast *n, struct ast *input)
{
	if (check_fold(c, n, input, fold_cmd_decode_hex, false))
		return n->type;
	if (!check_is_text(c, n, input))
		return type_error_at(c, n);
	return binary_of(c, n, input->type->cap / 2);
}
