/*
 * check_input.c - what the commands' checks share: inputs, keys, names and number flags.
 */
#include "frontend/check.h"
#include "runtime/manifest.h"

bool check_bad_input(struct checker *c, const struct ast *n, const struct ast *input,
		      const char *expected)
{
	diag_report(c->sink, DIAG_input_type, input ? input->at : n->u.call.name_at,
		    sv_dup(c->arena, n->u.call.name),
		    input ? type_name(c->arena, input->type) : "nothing", expected);
	return false;
}

/* The part of a value that cannot go into an event or a key, or NULL: scalars, strings, records and
 * lists of them can, and null. Records and lists stand `depth` deep, at most WIRE_MAX_DEPTH. */
static const struct type *unsendable(const struct type *t, unsigned depth)
{
	const struct type *part = NULL;

	switch (t->kind) {
	case TYPE_NOTHING:
	case TYPE_BOOL:
	case TYPE_INT:
	case TYPE_U64:
	case TYPE_DURATION:
	case TYPE_FILESIZE:
	case TYPE_STRING:
	case TYPE_BINARY:
	case TYPE_STACK:
	case TYPE_KSYM:
	case TYPE_PTR:
		return NULL;
	case TYPE_LIST:
		if (depth >= WIRE_MAX_DEPTH || t->cap > LIST_ELEMENTS_MAX)
			return t;
		return t->cap && t->elem ? unsendable(t->elem, depth + 1) : NULL;
	case TYPE_RECORD:
		for (uint32_t i = 0; i < t->nfields && !part; i++)
			part = unsendable(t->fields[i].type, depth + 1);
		return part || depth < WIRE_MAX_DEPTH ? part : t;
	case TYPE_ERROR:
	case TYPE_FLOAT:
	case TYPE_RANGE:
	case TYPE_CLOSURE:
	case TYPE_STRUCT:
	case TYPE_CTX:
	case TYPE_ANY:
	case TYPE_KINDS:
		return t;
	}
	return t;
}

static bool refuse_part(struct checker *c, const struct ast *value, const char *what,
			const char *why, const char *help)
{
	struct diag *d = diag_report(c->sink, DIAG_kernel_cannot, value->at, what, why);

	diag_help(c->sink, d, "%s", help);
	return false;
}

/* A list or record that is too much. */
static bool refuse_size(struct checker *c, const struct ast *value, const struct type *part)
{
	if (part->kind == TYPE_LIST && part->cap > LIST_ELEMENTS_MAX)
		return refuse_part(
			c, value, arena_printf(c->arena, "a list of %u elements", part->cap),
			arena_printf(c->arena, "an event or a key has room for %d of each list",
				     LIST_ELEMENTS_MAX),
			"send the part of it that is needed: `… | first 8`");
	return refuse_part(c, value, "a value that is nested so deep",
			   arena_printf(c->arena,
					"an event or a key holds records and lists %d deep",
					WIRE_MAX_DEPTH),
			   "send what is inside as a column of its own");
}

bool check_sendable(struct checker *c, struct ast *n, struct ast *value, bool is_row)
{
	const struct type *t = value->type, *part;

	/* The columns of a row are not a record within it. */
	part = unsendable(t, is_row && t->kind == TYPE_RECORD && !t->nullable ? 0 : 1);
	if (!part)
		return true;
	if (part->kind == TYPE_CTX)
		diag_report(c->sink, DIAG_ctx_value, value->at);
	else if (part->kind == TYPE_FLOAT)
		diag_report(c->sink, DIAG_float_value, value->at);
	else if (part->kind == TYPE_RANGE)
		refuse_part(c, value, "a range as a value", "it has no place in an event or a key",
			    "send its ends, or a list: `… | each {|x| $x}`");
	else if (part->kind == TYPE_ANY)
		refuse_part(c, value, "a list of unlike elements", "its elements need one type",
			    "make records of one shape, or lists of one type");
	else if (part->kind == TYPE_LIST || part->kind == TYPE_RECORD)
		refuse_size(c, value, part);
	else if (part->kind != TYPE_ERROR)
		check_bad_input(c, n, value, "a scalar, a string, or records and lists of them");
	return false;
}

/* Something that tells one value from another: records of nothing have no bytes, nor lists that are
 * always empty. */
static bool has_content(const struct type *t)
{
	for (uint32_t i = 0; i < t->nfields; i++)
		if (has_content(t->fields[i].type))
			return true;
	if (t->kind == TYPE_LIST)
		return t->cap && t->elem;
	return t->kind != TYPE_RECORD && t->kind != TYPE_NOTHING;
}

bool check_key(struct checker *c, struct ast *n, struct ast *key)
{
	if (key->type->kind == TYPE_ERROR || !check_sendable(c, n, key, false))
		return false;
	if (!has_content(key->type))
		return check_bad_input(c, n, key,
				       "a number, bool, string, record or list as the key");
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

struct sv path_column(struct arena *a, const struct ast *path)
{
	struct sv name = path->u.path.members[0].name;

	for (uint32_t i = 1; i < path->u.path.n; i++)
		name = sv_cstr(arena_printf(a, SV_FMT "." SV_FMT, SV_ARG(name),
					    SV_ARG(path->u.path.members[i].name)));
	return name;
}
