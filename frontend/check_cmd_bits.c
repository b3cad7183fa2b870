/*
 * check_cmd_bits.c - the `bits` commands: they work on ints and binary, and differ from the bit-*
 * operators.
 */
#include "frontend/check_text.h"

static bool is_binary(const struct ast *n)
{
	return n && n->type->kind == TYPE_BINARY;
}

static bool has_bits(struct checker *c, struct ast *n, struct ast *input)
{
	if (is_binary(input))
		return true;
	if (input && input->type->kind == TYPE_ERROR)
		return false;
	if (!input || input->type->kind != TYPE_INT)
		return check_bad_input(c, n, input,
				       "an int or binary (`into int` makes an int of a u64)");
	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return true;
}

static bool check_bytes(struct checker *c, struct ast *n)
{
	struct ast *bytes = ast_flag(n, "number-bytes");

	if (!check_number_flag(c, n, "number-bytes", 1, 8))
		return false;
	if (!bytes || (bytes->value->i & (bytes->value->i - 1)) == 0)
		return true;
	diag_report(c->sink, DIAG_argument_range, bytes->at, "--number-bytes",
		    sv_dup(c->arena, n->u.call.name), "1, 2, 4 or 8");
	return false;
}

/* What comes of binary: of another length where it is combined with a longer one. */
static const struct type *binary_result(struct checker *c, struct ast *n, struct ast *input,
					const struct type *with)
{
	uint32_t cap = input->type->cap;

	warn_null(c, input, sv_dup(c->arena, n->u.call.name));
	return set_type(n, type_binary(&c->u->types, with && with->cap > cap ? with->cap : cap));
}

/* --endian is for binary: of an int it changes nothing. */
bool check_endian(struct checker *c, struct ast *n)
{
	static const char *const choices[] = {"native", "little", "big"};

	return check_choice_flag(c, n, "endian", choices, ARRAY_SIZE(choices),
				 "native, little or big");
}

static const struct type *check_combine(struct checker *c, struct ast *n, struct ast *input,
					enum op op)
{
	struct ast *target = ast_positional(n, 0);
	const struct type *t = check_expr(c, target);
	const struct value *v = NULL;
	const char *error;

	if (t->kind == TYPE_ERROR || !check_endian(c, n) || !has_bits(c, n, input))
		return type_error_at(c, n);
	if (is_binary(input) && is_binary(target)) {
		warn_null(c, target, sv_dup(c->arena, n->u.call.name));
		return binary_result(c, n, input, t);
	}
	if (is_binary(input)) {
		diag_report(c->sink, DIAG_argument_type, target->at,
			    sv_dup(c->arena, n->u.call.name), "binary", "target",
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	if (t->kind != TYPE_INT) {
		diag_report(c->sink, DIAG_argument_type, target->at,
			    sv_dup(c->arena, n->u.call.name), "an int", "target",
			    type_name(c->arena, t));
		return type_error_at(c, n);
	}
	warn_null(c, target, sv_dup(c->arena, n->u.call.name));
	if (input->value && target->value)
		v = fold_binary(c->arena, op, input->value, target->value, c->u->wrapv, &error);
	return v ? set_value(c, n, v) : set_type(n, type_of(&c->u->types, TYPE_INT));
}

const struct type *check_cmd_bits_and(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_AND);
}

const struct type *check_cmd_bits_or(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_OR);
}

const struct type *check_cmd_bits_xor(struct checker *c, struct ast *n, struct ast *input)
{
	return check_combine(c, n, input, OP_BIT_XOR);
}

const struct type *check_cmd_bits_not(struct checker *c, struct ast *n, struct ast *input)
{
	if (!check_bytes(c, n) || !has_bits(c, n, input))
		return type_error_at(c, n);
	if (is_binary(input))
		return binary_result(c, n, input, NULL);
	return set_type(n, type_of(&c->u->types, TYPE_INT));
}

/* ---- shifts ---- */

/* Bytes that Nushell takes for the number: as many as it needs; a negative one is signed. */
static unsigned natural_bits(int64_t x, bool is_signed)
{
	uint64_t size = is_signed ? (uint64_t)(x < 0 ? ~x : x) << 1 : (uint64_t)x;

	return size <= UINT8_MAX ? 8 : size <= UINT16_MAX ? 16 : size <= UINT32_MAX ? 32 : 64;
}

static int64_t sized(uint64_t v, unsigned bits, bool is_signed)
{
	v <<= 64 - bits;
	return is_signed ? (int64_t)v >> (64 - bits) : (int64_t)(v >> (64 - bits));
}

/* What lower_cmd_bits_shl and its like compute; NULL, or the error. `bytes` 0: not given. */
static const char *fold_shift(enum cmd cmd, int64_t x, int64_t by, bool is_signed, unsigned bytes,
			      int64_t *r)
{
	bool rotates = cmd == CMD_bits_rol || cmd == CMD_bits_ror;
	unsigned bits;
	uint64_t v;

	is_signed |= x < 0;
	bits = bytes ? bytes * 8 : rotates ? natural_bits(x, is_signed) : 64;
	if (by < 0)
		return "negative number of bits";
	if (by > (int64_t)bits - !rotates)
		return "more bits than the number has";
	v = (uint64_t)sized((uint64_t)x, bits, is_signed && !rotates);
	if (cmd == CMD_bits_ror)
		by = bits - by;
	if (cmd == CMD_bits_shl)
		v <<= by;
	else if (cmd == CMD_bits_shr)
		v = is_signed ? (uint64_t)((int64_t)v >> by) : v >> by;
	else
		v = v << (by & 63) | v >> ((bits - by) & 63);
	*r = sized(v, bits, is_signed);
	if (*r >= 0 || is_signed)
		return NULL;
	return rotates ? "the rotated bits are no int" : "the moved bits are no int";
}

static const struct type *check_shift(struct checker *c, struct ast *n, struct ast *input,
				      enum cmd cmd)
{
	struct ast *by = ast_positional(n, 0), *bytes = ast_flag(n, "number-bytes");
	const struct type *t = check_expr(c, by);
	bool good = check_bytes(c, n);
	const char *error;
	int64_t r;

	if (t->kind == TYPE_ERROR || !good || !has_bits(c, n, input))
		return type_error_at(c, n);
	if (t->kind != TYPE_INT) {
		diag_report(c->sink, DIAG_argument_type, by->at, sv_dup(c->arena, n->u.call.name),
			    "an int", "bits", type_name(c->arena, t));
		return type_error_at(c, n);
	}
	warn_null(c, by, sv_dup(c->arena, n->u.call.name));
	if (is_binary(input))
		return binary_result(c, n, input, NULL);
	set_type(n, type_of(&c->u->types, TYPE_INT));
	if (!input->value || !by->value)
		return n->type;
	error = fold_shift(cmd, input->value->i, by->value->i, ast_has_flag(n, "signed"),
			   bytes ? (unsigned)bytes->value->i : 0, &r);
	if (!error)
		return set_value(c, n, value_of(c->arena, TYPE_INT, r));
	diag_report(c->sink, DIAG_always_overflows, n->at, error);
	return n->type;
}

const struct type *check_cmd_bits_shl(struct checker *c, struct ast *n, struct ast *input)
{
	return check_shift(c, n, input, CMD_bits_shl);
}

const struct type *check_cmd_bits_shr(struct checker *c, struct ast *n, struct ast *input)
{
	return check_shift(c, n, input, CMD_bits_shr);
}

const struct type *check_cmd_bits_rol(struct checker *c, struct ast *n, struct ast *input)
{
	return check_shift(c, n, input, CMD_bits_rol);
}

const struct type *check_cmd_bits_ror(struct checker *c, struct ast *n, struct ast *input)
{
	return check_shift(c, n, input, CMD_bits_ror);
}
