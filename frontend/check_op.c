/*
 * check_op.c - the types of binary operators: LANGUAGE §3, with Nushell's own rules for units.
 */
#include "frontend/check.h"
#include "frontend/regex.h"

static const struct type *bad_operands(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	enum op op = n->u.bin.op;
	struct diag *d;

	if (x->kind == TYPE_FLOAT || y->kind == TYPE_FLOAT) {
		d = diag_report(c->sink, DIAG_float_value,
				x->kind == TYPE_FLOAT ? n->u.bin.lhs->at : n->u.bin.rhs->at);
		diag_help(c->sink, d, "scale to an int, for example thousandths");
		return type_error_at(c, n);
	}
	d = diag_report(c->sink, DIAG_operand_types, n->u.bin.op_at, op_text[op],
			type_name(c->arena, x), type_name(c->arena, y));
	if (op == OP_BIT_AND && (x->kind == TYPE_BOOL || y->kind == TYPE_BOOL))
		diag_help(c->sink, d,
			  "comparisons bind tighter than bit-and: put the bit-and in parentheses");
	return type_error_at(c, n);
}

/* The kind that `x op y` has for numbers, TYPE_ERROR when there is none. `/` is settled before. */
static enum type_kind math_result(enum op op, const struct type *x, const struct type *y)
{
	bool ux = x->kind == TYPE_DURATION || x->kind == TYPE_FILESIZE;
	bool uy = y->kind == TYPE_DURATION || y->kind == TYPE_FILESIZE;

	if (!type_is_number(x) || !type_is_number(y))
		return TYPE_ERROR;
	if (!ux && !uy)
		return type_is_unsigned(x) || type_is_unsigned(y) ? TYPE_U64 : TYPE_INT;
	if (type_is_unsigned(x) || type_is_unsigned(y))
		return TYPE_ERROR;
	switch (op) {
	case OP_ADD:
	case OP_SUB:
		return x->kind == y->kind ? x->kind : TYPE_ERROR;
	case OP_MUL:
		return ux && !uy ? x->kind : uy && !ux ? y->kind : TYPE_ERROR;
	case OP_FLOORDIV:
		return ux && x->kind == y->kind ? TYPE_INT : ux && !uy ? x->kind : TYPE_ERROR;
	case OP_MOD:
		return ux && (x->kind == y->kind || !uy) ? x->kind : TYPE_ERROR;
	case OP_DIV:
		return ux && !uy ? x->kind : TYPE_ERROR;
	default:
		return TYPE_ERROR;
	}
}

/* int / int and unit / same unit are floats in Nushell: the integer quotient, said aloud. */
static void settle_division(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	bool unit = x->kind == TYPE_DURATION || x->kind == TYPE_FILESIZE;
	struct diag *d;

	if (!type_is_number(x) || !type_is_number(y) || (unit && y->kind == TYPE_INT))
		return;
	d = diag_report(c->sink, DIAG_division, n->u.bin.op_at);
	diag_help(c->sink, d, "write `//`");
	n->u.bin.op = OP_FLOORDIV;
}

/* An address and a number give an address in the same memory; what stands there is not known. */
static const struct type *moved_address(struct checker *c, enum op op, const struct type *x,
					const struct type *y)
{
	bool px = x->kind == TYPE_PTR, py = y->kind == TYPE_PTR;

	if (px == py || (py && op == OP_SUB))
		return type_of(&c->u->types, TYPE_U64);
	return type_ptr(&c->u->types, px ? x->space : y->space, NULL);
}

static const struct type *check_math(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	enum type_kind kind;

	if (n->u.bin.op == OP_ADD && x->kind == TYPE_STRING && y->kind == TYPE_STRING)
		return set_type(n, type_string(&c->u->types, x->cap + y->cap, false));
	if (n->u.bin.op == OP_DIV)
		settle_division(c, n);
	kind = math_result(n->u.bin.op, x, y);
	if (kind == TYPE_ERROR)
		return bad_operands(c, n);
	warn_null(c, n->u.bin.lhs, op_text[n->u.bin.op]);
	warn_null(c, n->u.bin.rhs, op_text[n->u.bin.op]);
	if (kind == TYPE_U64 && (n->u.bin.op == OP_ADD || n->u.bin.op == OP_SUB))
		return set_type(n, moved_address(c, n->u.bin.op, x, y));
	return set_type(n, type_of(&c->u->types, kind));
}

static const struct type *check_bits(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	bool shift = n->u.bin.op == OP_SHL || n->u.bin.op == OP_SHR;
	bool xu = type_is_unsigned(x), yu = type_is_unsigned(y);

	if ((x->kind != TYPE_INT && !xu) || (y->kind != TYPE_INT && !yu))
		return bad_operands(c, n);
	warn_null(c, n->u.bin.lhs, op_text[n->u.bin.op]);
	warn_null(c, n->u.bin.rhs, op_text[n->u.bin.op]);
	return set_type(n, type_of(&c->u->types, xu || (yu && !shift) ? TYPE_U64 : TYPE_INT));
}

/* Types whose values `==` compares; others are never equal. */
static bool comparable(const struct type *x, const struct type *y)
{
	if (type_is_number(x) && type_is_number(y)) {
		bool ux = x->kind == TYPE_DURATION || x->kind == TYPE_FILESIZE;
		bool uy = y->kind == TYPE_DURATION || y->kind == TYPE_FILESIZE;

		return !ux || !uy || x->kind == y->kind;
	}
	if (x->kind == TYPE_RECORD && y->kind == TYPE_RECORD) {
		if (x->nfields != y->nfields)
			return false;
		for (uint32_t i = 0; i < x->nfields; i++)
			if (!sv_eq(x->fields[i].name, y->fields[i].name) ||
			    !comparable(x->fields[i].type, y->fields[i].type))
				return false;
		return true;
	}
	return x->kind == y->kind;
}

static void warn_unsigned(struct checker *c, const struct ast *n)
{
	const struct ast *x = n->u.bin.lhs, *y = n->u.bin.rhs;
	enum op op = n->u.bin.op;
	struct diag *d;

	if (type_is_unsigned(y->type)) {
		const struct ast *t = x;

		x = y;
		y = t;
		op = op == OP_LT ? OP_GT : op == OP_LE ? OP_GE : op == OP_GT ? OP_LT : op == OP_GE ? OP_LE : op;
	}
	if (!type_is_unsigned(x->type) || !y->value || y->value->kind != TYPE_INT)
		return;
	if (y->value->i >= 0 && !(y->value->i == 0 && (op == OP_LT || op == OP_GE)))
		return;
	d = diag_report(c->sink, DIAG_unsigned_compare, n->at);
	diag_help(c->sink, d, "write `(" SV_FMT " | into int)`",
		  SV_ARG(source_text(c->sink->sources, x->at)));
}

static const struct type *check_equal(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	bool eq = n->u.bin.op == OP_EQ;
	const struct type *boolean = type_of(&c->u->types, TYPE_BOOL);

	if (x->kind == TYPE_CTX || y->kind == TYPE_CTX || x->kind == TYPE_CLOSURE ||
	    y->kind == TYPE_CLOSURE)
		return bad_operands(c, n);
	if (x->kind == TYPE_NOTHING || y->kind == TYPE_NOTHING) {
		const struct type *other = x->kind == TYPE_NOTHING ? y : x;

		if (other->kind != TYPE_NOTHING && !other->nullable)
			diag_report(c->sink, DIAG_never_true, n->at, eq ? "false" : "true",
				    "the value is never null");
		return set_type(n, boolean);
	}
	if ((x->kind == TYPE_FLOAT) != (y->kind == TYPE_FLOAT) &&
	    (type_is_number(x) || type_is_number(y)))
		return bad_operands(c, n);
	if (!comparable(x, y)) {
		diag_report(c->sink, DIAG_never_true, n->at, eq ? "false" : "true",
			    arena_printf(c->arena, "%s and %s are never equal",
					 type_name(c->arena, x), type_name(c->arena, y)));
		return set_type(n, boolean);
	}
	warn_unsigned(c, n);
	return set_type(n, boolean);
}

static const struct type *check_order(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	bool null = x->nullable || y->nullable;

	if (x->kind == TYPE_NOTHING || y->kind == TYPE_NOTHING)
		return set_value(c, n, value_of(c->arena, TYPE_NOTHING, 0));
	if (!comparable(x, y) || (!type_is_number(x) && x->kind != TYPE_BOOL && x->kind != TYPE_STRING))
		return bad_operands(c, n);
	warn_unsigned(c, n);
	return set_type(n, type_nullable(&c->u->types, type_of(&c->u->types, TYPE_BOOL), null));
}

/* and, or, xor: the right side of and/or is checked knowing how the left side came out. */
static const struct type *check_logic(struct checker *c, struct ast *n)
{
	struct ast *sides[2] = {n->u.bin.lhs, n->u.bin.rhs};
	uint32_t mark = c->non_null.n;
	bool bad = false;

	for (int i = 0; i < 2; i++) {
		const struct type *t = check_expr(c, sides[i]);

		if (i == 0 && n->u.bin.op != OP_XOR)
			narrow(c, sides[0], n->u.bin.op == OP_AND);
		if (t->kind == TYPE_ERROR) {
			bad = true;
		} else if (t->kind == TYPE_BOOL) {
			warn_null(c, sides[i], op_text[n->u.bin.op]);
		} else if (type_is_number(t) && !t->nullable && n->u.bin.op != OP_XOR) {
			struct diag *d = diag_report(c->sink, DIAG_condition_type, sides[i]->at,
						     type_name(c->arena, t));

			diag_help(c->sink, d, "write `" SV_FMT " != 0`",
				  SV_ARG(source_text(c->sink->sources, sides[i]->at)));
		} else {
			struct diag *d = diag_report(c->sink, DIAG_operand_type, sides[i]->at,
						     op_text[n->u.bin.op], type_name(c->arena, t));

			if (type_is_number(t))
				diag_help(c->sink, d, "the bits of two ints: `bit-xor`");
			bad = true;
		}
	}
	c->non_null.n = mark;
	return bad ? type_error_at(c, n) : set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

/* Nushell refuses to look for what the list's type says is not in it. */
static bool can_be_element(const struct type *x, const struct type *elem)
{
	if (elem->kind == TYPE_ANY || elem->kind == TYPE_NOTHING)
		return true;
	if (x->kind == TYPE_NOTHING)
		return elem->nullable;
	if (type_is_number(x) && type_is_number(elem))
		return x->kind == elem->kind || (type_is_unsigned(x) && elem->kind == TYPE_INT) ||
		       (x->kind == TYPE_INT && type_is_unsigned(elem)) ||
		       (type_is_unsigned(x) && type_is_unsigned(elem));
	return comparable(x, elem);
}

static const struct type *check_member(struct checker *c, struct ast *n)
{
	bool has = n->u.bin.op == OP_HAS || n->u.bin.op == OP_NOT_HAS;
	struct ast *in = has ? n->u.bin.lhs : n->u.bin.rhs;
	struct ast *x = has ? n->u.bin.rhs : n->u.bin.lhs;

	warn_null(c, in, op_text[n->u.bin.op]);
	switch (in->type->kind) {
	case TYPE_RANGE:
		if (x->type->kind != TYPE_INT && !type_is_unsigned(x->type))
			return bad_operands(c, n);
		break;
	case TYPE_LIST:
		if (in->type->elem && !can_be_element(x->type, in->type->elem))
			return bad_operands(c, n);
		break;
	case TYPE_STRING:
	case TYPE_RECORD:
		if (x->type->kind != TYPE_STRING)
			return bad_operands(c, n);
		break;
	default:
		return bad_operands(c, n);
	}
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

/* A pattern is compiled here to see that it can be, and again where it is used. */
static bool check_pattern(struct checker *c, struct ast *n)
{
	const struct value *pattern = check_constant(c, n, "the pattern");
	const char *why;

	if (!pattern || regex_compile(c->arena, pattern->s, &why))
		return pattern != NULL;
	diag_report(c->sink, DIAG_pattern, n->at, why);
	return false;
}

static const struct type *check_text(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;

	if (x->kind != TYPE_STRING || y->kind != TYPE_STRING)
		return bad_operands(c, n);
	warn_null(c, n->u.bin.lhs, op_text[n->u.bin.op]);
	warn_null(c, n->u.bin.rhs, op_text[n->u.bin.op]);
	if (n->u.bin.op >= OP_MATCH && n->u.bin.op <= OP_NOT_LIKE &&
	    !check_pattern(c, n->u.bin.rhs))
		return type_error_at(c, n);
	return set_type(n, type_of(&c->u->types, TYPE_BOOL));
}

static const struct type *check_concat(struct checker *c, struct ast *n)
{
	const struct type *x = n->u.bin.lhs->type, *y = n->u.bin.rhs->type;
	const struct type *elem;

	if (x->kind == TYPE_STRING && y->kind == TYPE_STRING)
		return set_type(n, type_string(&c->u->types, x->cap + y->cap, false));
	if (x->kind == TYPE_BINARY && y->kind == TYPE_BINARY)
		return set_type(n, type_binary(&c->u->types, x->cap + y->cap));
	if (x->kind != TYPE_LIST || y->kind != TYPE_LIST)
		return bad_operands(c, n);
	elem = x->elem && y->elem ? type_join(&c->u->types, x->elem, y->elem)
	       : x->elem	  ? x->elem
				  : y->elem;
	if (x->elem && y->elem && !elem)
		return bad_operands(c, n);
	return set_type(n, type_list(&c->u->types, elem, x->cap + y->cap));
}

static const struct type *check_typed(struct checker *c, struct ast *n)
{
	enum op op = n->u.bin.op;

	if (op <= OP_SUB)
		return check_math(c, n);
	if (op == OP_SHL || op == OP_SHR || (op >= OP_BIT_AND && op <= OP_BIT_OR))
		return check_bits(c, n);
	if (op == OP_EQ || op == OP_NE)
		return check_equal(c, n);
	if (op >= OP_LT && op <= OP_GE)
		return check_order(c, n);
	if (op >= OP_IN && op <= OP_NOT_HAS)
		return check_member(c, n);
	if (op == OP_CONCAT)
		return check_concat(c, n);
	return check_text(c, n);
}

/* Both sides constant: the result, or a warning that the operation always fails. */
static const struct value *fold(struct checker *c, struct ast *n)
{
	const struct value *x = n->u.bin.lhs->value, *y = n->u.bin.rhs->value, *v;
	const char *error;

	if (!x || !y)
		return NULL;
	v = fold_binary(c->arena, n->u.bin.op, x, y, c->u->wrapv, &error);
	if (!v && error)
		diag_report(c->sink, DIAG_always_overflows, n->at, error);
	return v;
}

const struct type *check_binary(struct checker *c, struct ast *n)
{
	enum op op = n->u.bin.op;
	const struct type *t;

	if (op == OP_AND || op == OP_OR || op == OP_XOR) {
		t = check_logic(c, n);
	} else {
		const struct value *v;

		check_expr(c, n->u.bin.lhs);
		check_expr(c, n->u.bin.rhs);
		if (n->u.bin.lhs->type->kind == TYPE_ERROR || n->u.bin.rhs->type->kind == TYPE_ERROR)
			return type_error_at(c, n);
		if (op == OP_EQ || op == OP_NE || (op >= OP_IN && op <= OP_NOT_HAS)) {
			if (!check_enumerators(c, n->u.bin.lhs->type, n->u.bin.rhs) ||
			    !check_enumerators(c, n->u.bin.rhs->type, n->u.bin.lhs))
				return type_error_at(c, n);
		}
		if (op >= OP_IN && op <= OP_NOT_HAS && check_member(c, n)->kind == TYPE_ERROR)
			return n->type;
		v = fold(c, n);
		return v ? set_value(c, n, v) : check_typed(c, n);
	}
	if (t->kind != TYPE_ERROR && n->u.bin.lhs->value && n->u.bin.lhs->value->kind == TYPE_BOOL) {
		bool left = n->u.bin.lhs->value->i != 0;

		if ((op == OP_AND && !left) || (op == OP_OR && left))
			return set_value(c, n, value_of(c->arena, TYPE_BOOL, left));
		if (n->u.bin.rhs->value) {
			const struct value *v = fold(c, n);

			return v ? set_value(c, n, v) : t;
		}
	}
	return t;
}
