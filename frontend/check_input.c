/*
 * check_input.c - what the commands' checks share: inputs, keys, names and number flags.
 */
#include "frontend/check.h"

bool check_bad_input(struct checker *c, const struct ast *n, const struct ast *input,
		      const char *expected)
{
	diag_report(c->sink, DIAG_input_type, input ? input->at : n->u.call.name_at,
		    sv_dup(c->arena, n->u.call.name),
		    input ? type_name(c->arena, input->type) : "nothing", expected);
	return false;
}

/* What can go into an event: scalars, strings, records of them, null. */
bool check_is_sendable(const struct type *t, unsigned depth)
{
	switch (t->kind) {
	case TYPE_NOTHING:
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
	case TYPE_STRING:
	case TYPE_BINARY:
	case TYPE_KSYM:
	case TYPE_PTR:
		return true;
	case TYPE_RECORD:
		for (uint32_t i = 0; i < t->nfields; i++)
			if (!check_is_sendable(t->fields[i].type, depth + 1))
				return false;
		return depth < 8;
	case TYPE_ERROR:
	case TYPE_FLOAT:
	case TYPE_LIST:
	case TYPE_RANGE:
	case TYPE_CLOSURE:
	case TYPE_CTX:
	case TYPE_ANY:
	case TYPE_KINDS:
		return false;
	}
	return false;
}

/* Something that tells one value from another: records of nothing have no bytes. */
static bool has_content(const struct type *t)
{
	for (uint32_t i = 0; i < t->nfields; i++)
		if (has_content(t->fields[i].type))
			return true;
	return t->kind != TYPE_RECORD && t->kind != TYPE_NOTHING;
}

bool check_key(struct checker *c, struct ast *n, struct ast *key)
{
	if (key->type->kind == TYPE_ERROR)
		return false;
	if (!check_is_sendable(key->type, 0) || !has_content(key->type))
		return check_bad_input(c, n, key, "a number, bool, string or record as the key");
	return true;
}

bool check_number_flag(struct checker *c, struct ast *n, const char *flag, int64_t low,
			      int64_t high)
{
	struct ast *a = ast_flag(n, flag);
	const struct value *v;

	if (!a)
		return true;
	v = check_constant(c, a, arena_printf(c->arena, "the value of --%s", flag));
	if (!v)
		return false;
	if (v->kind != TYPE_INT && v->kind != TYPE_DURATION && v->kind != TYPE_FILESIZE) {
		diag_report(c->sink, DIAG_argument_type, a->at, sv_dup(c->arena, n->u.call.name),
			    "an int", flag, type_name(c->arena, a->type));
		return false;
	}
	if (v->i >= low && v->i <= high)
		return true;
	diag_report(c->sink, DIAG_argument_range, a->at, arena_printf(c->arena, "--%s", flag),
		    sv_dup(c->arena, n->u.call.name),
		    arena_printf(c->arena, "%lld to %lld", (long long)low, (long long)high));
	return false;
}

/* The name, --by and --max-entries that aggregates and timers share. */
bool check_named(struct checker *c, struct ast *n)
{
	struct ast *name = ast_positional(n, 0), *by = ast_flag(n, "by");
	bool good = check_number_flag(c, n, "max-entries", 1, 1 << 24);

	if (name) {
		struct sv s = constant_string(c, name, "the name");

		if (name->value && name->value->kind == TYPE_STRING && (!s.n || s.n > 64)) {
			diag_report(c->sink, DIAG_argument_range, name->at, "name",
				    sv_dup(c->arena, n->u.call.name), "1 to 64 bytes long");
			good = false;
		}
		good &= name->value && name->value->kind == TYPE_STRING;
	}
	if (by) {
		check_expr(c, by);
		good &= check_key(c, n, by);
	}
	return good;
}
