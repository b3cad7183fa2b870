/*
 * check_cmd_kernel.c - into struct, into union, into enum and read: what an address or number is
 * of.
 */
#include "frontend/check.h"
#include "frontend/scalars.h"

#include "runtime/kernel_btf.h"
#include "frontend/kernel_walk.h"

static bool is_word(const struct type *t)
{
	return type_is_unsigned(t) || t->kind == TYPE_INT;
}

/* The input is an address; at most one of --user and --kernel is given. False after a report. */
static bool check_address(struct checker *c, struct ast *n, struct ast *input)
{
	const char *name = sv_dup(c->arena, n->u.call.name);

	if (ast_has_flag(n, "user") && ast_has_flag(n, "kernel")) {
		diag_report(c->sink, DIAG_argument_range, n->u.call.name_at, "--user and --kernel",
			    name, "given one at a time");
		return false;
	}
	if (input && is_word(input->type))
		return true;
	if (!input || input->type->kind != TYPE_ERROR)
		check_bad_input(c, n, input, "an address");
	return false;
}

static const struct type *unknown_type(struct checker *c, struct ast *n, struct ast *name,
				       unsigned kind, const char *what)
{
	struct nearest near = {.want = name->value->s};
	struct diag *d = diag_report(c->sink, DIAG_unknown_kernel_type, name->at, what,
				     sv_dup(c->arena, name->value->s));

	kernel_types_nearest(c->u, kind, &near);
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return type_error_at(c, n);
}

static const struct type *into(struct checker *c, struct ast *n, struct ast *input, unsigned kind,
			       const char *what)
{
	struct ast *name = ast_positional(n, 0);
	enum type_space space = SPACE_KERNEL;
	const struct type *t;

	if (!check_address(c, n, input) || !check_constant(c, name, "the name of a type") ||
	    !check_kernel_types(c, name->at))
		return type_error_at(c, n);
	t = kernel_composite(c->u, name->value->s, kind);
	if (!t)
		return unknown_type(c, n, name, kind, what);
	if (ast_has_flag(n, "user") ||
	    (input->type->kind == TYPE_PTR && !ast_has_flag(n, "kernel") &&
	     input->type->space == SPACE_USER))
		space = SPACE_USER;
	return set_type(n, type_nullable(&c->u->types, type_ptr(&c->u->types, space, t->elem),
					 input->type->nullable));
}

const struct type *check_cmd_into_struct(struct checker *c, struct ast *n, struct ast *input)
{
	return into(c, n, input, BTF_KIND_STRUCT, "struct");
}

const struct type *check_cmd_into_union(struct checker *c, struct ast *n, struct ast *input)
{
	return into(c, n, input, BTF_KIND_UNION, "union");
}

const struct type *check_cmd_into_enum(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *name = ast_positional(n, 0);
	const struct type *t;

	if (!input || (input->type->kind != TYPE_INT && input->type->kind != TYPE_U64)) {
		if (!input || input->type->kind != TYPE_ERROR)
			check_bad_input(c, n, input, "a number");
		return type_error_at(c, n);
	}
	if (!check_constant(c, name, "the name of an enumeration"))
		return type_error_at(c, n);
	t = kernel_enum_find(c->u, input->type->kind, name->value->s);
	if (!t && !check_kernel_types(c, name->at))
		return type_error_at(c, n);
	if (!t)
		return unknown_type(c, n, name, BTF_KIND_ENUM, "enum");
	return set_type(n, type_nullable(&c->u->types, t, input->type->nullable));
}

/* ---- read ---- */

const struct scalar *scalar_find(struct sv name)
{
	static const struct scalar all[] = {
		{"int8", TYPE_INT, 1, true},	{"int16", TYPE_INT, 2, true},
		{"int32", TYPE_INT, 4, true},	{"int64", TYPE_INT, 8, true},
		{"uint8", TYPE_INT, 1, false},	{"uint16", TYPE_INT, 2, false},
		{"uint32", TYPE_INT, 4, false}, {"uint64", TYPE_U64, 8, false},
		{"bool", TYPE_BOOL, 1, false},	{"ptr", TYPE_PTR, 8, false},
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(all); i++)
		if (sv_is(name, all[i].name))
			return &all[i];
	return NULL;
}

static const struct type *read_bytes(struct checker *c, struct ast *n)
{
	struct ast *len = ast_flag(n, "len");

	if (!len) {
		diag_report(c->sink, DIAG_argument_range, n->u.call.name_at, "bytes", "read",
			    "given with --len");
		return type_error_at(c, n);
	}
	if (!check_number_flag(c, n, "len", 1, READ_STR_MAX))
		return type_error_at(c, n);
	return set_type(n, type_binary(&c->u->types, (uint32_t)len->value->i));
}

const struct type *check_cmd_read(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *what = ast_positional(n, 0);
	const struct scalar *s;

	if (!check_address(c, n, input) || !check_constant(c, what, "the type to read"))
		return type_error_at(c, n);
	warn_null(c, input, "read");
	if (sv_is(what->value->s, "bytes"))
		return read_bytes(c, n);
	s = scalar_find(what->value->s);
	if (!s || ast_has_flag(n, "len")) {
		diag_report(
			c->sink, DIAG_argument_range, what->at, s ? "--len" : "the type", "read",
			s ? "for bytes only"
			  : "int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool ptr or bytes");
		return type_error_at(c, n);
	}
	/* What an address leads to is in the memory that it was read from. */
	if (s->kind == TYPE_PTR)
		return set_type(n, type_ptr(&c->u->types,
					    ast_has_flag(n, "user")	    ? SPACE_USER
					    : ast_has_flag(n, "kernel")	    ? SPACE_KERNEL
					    : input->type->kind == TYPE_PTR ? input->type->space
									    : SPACE_UNKNOWN,
					    NULL));
	if (s->kind == TYPE_INT)
		return set_type(n, type_kernel_number(&c->u->types, TYPE_INT, SV(""), 0));
	return set_type(n, type_of(&c->u->types, s->kind));
}
