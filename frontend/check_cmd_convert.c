/*
 * check_cmd_convert.c - read-str, into, default and ignore.
 */
#include "frontend/check_text.h"
#include "frontend/fold_convert.h"
#include "frontend/fold_float.h"

const struct type *check_cmd_read_str(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *len = ast_flag(n, "max-len");
	uint32_t cap = READ_STR_DEFAULT;
	bool good = check_number_flag(c, n, "max-len", 1, READ_STR_MAX);

	if (len && good)
		cap = (uint32_t)len->value->i;
	if (ast_has_flag(n, "user") && ast_has_flag(n, "kernel")) {
		diag_report(c->sink, DIAG_argument_range, n->u.call.name_at, "--user and --kernel",
			    "read-str", "given one at a time");
		good = false;
	}
	if (!input || (!type_is_unsigned(input->type) && input->type->kind != TYPE_INT)) {
		if (!input || input->type->kind != TYPE_ERROR)
			check_bad_input(c, n, input, "an address");
		good = false;
	} else {
		warn_null(c, input, "read-str");
	}
	return good ? set_type(n, type_string(&c->u->types, cap, false)) : type_error_at(c, n);
}

/* The ns of one --unit; 0 after a report. */
static int64_t unit_ns(struct checker *c, struct ast *unit)
{
	struct sv s = constant_string(c, unit, "the unit");
	int64_t ns = fold_unit_ns(s);

	if (!ns && unit->value)
		diag_report(c->sink, DIAG_argument_range, unit->at, "--unit", "into duration",
			    "ns, us, ms, sec, min, hr, day or wk");
	return ns;
}

/* What `into` takes: a number of that kind or without one, for an int any number and bool. */
static bool can_become(const struct type *t, enum type_kind kind, bool constant)
{
	if (t->kind == TYPE_FLOAT)
		return constant;
	if (kind == TYPE_INT)
		return type_is_number(t) || t->kind == TYPE_BOOL;
	return t->kind == kind || t->kind == TYPE_INT || type_is_unsigned(t);
}

/* The constant in units of `scale`: Nushell's product wraps, that of a float saturates. */
static const struct value *converted(struct arena *a, const struct value *v, enum type_kind kind,
				     int64_t scale)
{
	if (v->kind == TYPE_FLOAT)
		return value_of(a, kind, float_to_int(v->f * (double)scale));
	return value_of(a, kind, (int64_t)((uint64_t)v->i * (uint64_t)scale));
}

/* Text that is read at run time is walked against expressions, byte by byte. */
enum { NUMBER_TEXT_MAX = 256 };

/* A constant of which Nushell raises an error: it does so when the command runs. */
static const struct type *fails_at_run_time(struct checker *c, struct ast *n, struct ast *input,
					    enum type_kind kind, const char *why)
{
	if (input->value->kind == TYPE_STRING && input->value->s.n > NUMBER_TEXT_MAX)
		return check_refuse(c, n, "this text as a number", "it is none");
	diag_report(c->sink, DIAG_always_overflows, n->at, why);
	return set_type(n, type_of(&c->u->types, kind));
}

/* Of text: `scale` is the ns of a number without a unit, `radix` that of an int. */
static const struct type *check_into_text(struct checker *c, struct ast *n, struct ast *input,
					  enum type_kind kind, int64_t scale, uint32_t radix)
{
	int64_t number;
	bool good;

	if (!input->value && kind != TYPE_INT && input->type->cap > NUMBER_TEXT_MAX)
		return check_refuse(c, n, "text this long as a number",
				    "it has at most 256 bytes; `str substring` cuts it");
	if (!input->value) {
		warn_null(c, input, sv_dup(c->arena, n->u.call.name));
		return set_type(n, type_of(&c->u->types, kind));
	}
	good = kind == TYPE_INT	       ? fold_text_radix(c->arena, input->value->s, radix, &number)
	       : kind == TYPE_DURATION ? fold_text_duration(input->value->s, scale, &number)
				       : fold_text_filesize(input->value->s, &number);
	if (good)
		return set_value(c, n, value_of(c->arena, kind, number));
	if (kind == TYPE_INT)
		return fails_at_run_time(c, n, input, kind, "the text is no int");
	return check_refuse(
		c, n, kind == TYPE_DURATION ? "this text as a duration" : "this text as a filesize",
		kind == TYPE_DURATION ? "it is whole numbers with units, as '1hr 30min'"
				      : "it is a whole number with a unit, as '64kib'");
}

/* The digits of an int read again with another radix. */
static const struct type *check_into_radix(struct checker *c, struct ast *n, struct ast *input,
					   uint32_t radix)
{
	int64_t number;

	if (!input->value) {
		warn_null(c, input, "into int");
		return set_type(n, type_of(&c->u->types, TYPE_INT));
	}
	if (fold_text_radix(c->arena, value_as_text(c->arena, input->value), radix, &number))
		return set_value(c, n, value_of(c->arena, TYPE_INT, number));
	return fails_at_run_time(c, n, input, TYPE_INT, "it has digits that the radix lacks");
}

static const struct type *check_into(struct checker *c, struct ast *n, struct ast *input,
				     enum type_kind kind)
{
	struct ast *unit = ast_flag(n, "unit");
	int64_t scale = unit ? unit_ns(c, unit) : 1;
	struct ast *flag = ast_flag(n, "radix");
	uint32_t radix = 10;

	if (!check_number_flag(c, n, "radix", 2, 36))
		return type_error_at(c, n);
	if (flag)
		radix = (uint32_t)flag->value->i;
	if (unit && scale && input && !input->value) /* what the lowering multiplies by */
		set_value(c, unit, value_of(c->arena, TYPE_INT, scale));
	if (input && input->type->kind == TYPE_STRING)
		return scale ? check_into_text(c, n, input, kind, scale, radix)
			     : type_error_at(c, n);
	if (kind == TYPE_INT && !check_endian(c, n))
		return type_error_at(c, n);
	if (kind == TYPE_INT && input && input->type->kind == TYPE_BINARY) {
		warn_null(c, input, "into int");
		return set_type(n, type_of(&c->u->types, kind));
	}
	if (input && radix != 10 &&
	    (input->type->kind == TYPE_INT || input->type->kind == TYPE_U64))
		return check_into_radix(c, n, input, radix);
	if (!scale || (input && input->type->kind == TYPE_ERROR))
		return type_error_at(c, n);
	if (!input || !can_become(input->type, kind, input->value) ||
	    (unit && input->type->kind == kind)) {
		check_bad_input(c, n, input, unit ? "a number without a unit" : "a number");
		return type_error_at(c, n);
	}
	if (input->value)
		return set_value(c, n, converted(c->arena, input->value, kind, scale));
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return set_type(n, type_of(&c->u->types, kind));
}

const struct type *check_cmd_into_int(struct checker *c, struct ast *n, struct ast *input)
{
	return check_into(c, n, input, TYPE_INT);
}

const struct type *check_cmd_into_duration(struct checker *c, struct ast *n, struct ast *input)
{
	return check_into(c, n, input, TYPE_DURATION);
}

const struct type *check_cmd_into_filesize(struct checker *c, struct ast *n, struct ast *input)
{
	return check_into(c, n, input, TYPE_FILESIZE);
}

const struct type *check_cmd_ignore(struct checker *c, struct ast *n, struct ast *input)
{
	(void)c;
	(void)n;
	(void)input;
	return NULL;
}

const struct type *check_cmd_into_string(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;
	struct buf b = {.arena = c->arena};

	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (!t || (!type_is_number(t) && t->kind != TYPE_BOOL && t->kind != TYPE_STRING &&
		   !(t->kind == TYPE_FLOAT && input->value))) {
		check_bad_input(c, n, input, "a number, bool or string");
		return type_error_at(c, n);
	}
	if (input->value) {
		buf_puts(&b, "");
		value_text(&b, input->value);
		if (t->kind == TYPE_FLOAT && b.n > 2 && strcmp(b.p + b.n - 2, ".0") == 0)
			b.n -= 2;
		return set_value(c, n, value_string(c->arena, (struct sv){b.p, b.n}));
	}
	warn_null(c, input, "into string");
	return set_type(n, type_string(&c->u->types,
				       t->kind == TYPE_STRING	  ? t->cap
				       : t->kind == TYPE_BOOL	  ? 5
				       : t->kind == TYPE_DURATION ? DURATION_BYTES
				       : t->kind == TYPE_FILESIZE ? FILESIZE_BYTES
								  : 20,
				       false));
}

const struct type *check_cmd_into_bool(struct checker *c, struct ast *n, struct ast *input)
{
	const struct type *t = input ? input->type : NULL;
	bool truth;

	if (t && t->kind == TYPE_ERROR)
		return type_error_at(c, n);
	if (t && t->kind == TYPE_STRING && input->value) {
		if (fold_text_bool(c->arena, input->value->s, &truth))
			return set_value(c, n, value_of(c->arena, TYPE_BOOL, truth));
		return fails_at_run_time(c, n, input, TYPE_BOOL, "the text is no bool");
	}
	if (t && t->kind == TYPE_STRING && t->cap > NUMBER_TEXT_MAX)
		return check_refuse(c, n, "text this long as a bool",
				    "it has at most 256 bytes; `str substring` cuts it");
	if (!t || (t->kind != TYPE_INT && t->kind != TYPE_U64 && t->kind != TYPE_BOOL &&
		   t->kind != TYPE_STRING && (t->kind != TYPE_FLOAT || !input->value))) {
		check_bad_input(c, n, input, "an int, bool or string");
		return type_error_at(c, n);
	}
	if (input->value)
		return set_value(c, n,
				 value_of(c->arena, TYPE_BOOL,
					  input->value->kind == TYPE_FLOAT ? input->value->f != 0
									   : input->value->i != 0));
	warn_null(c, input, "into bool");
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}
