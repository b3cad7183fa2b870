/*
 * fold.c - Nushell's operators on constants, with the results and errors that nu 0.115 gives.
 */
#include "frontend/fold.h"
#include "frontend/fold_float.h"
#include "runtime/units.h"
#include "frontend/regex.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *const op_text[OP_COUNT] = {
#define OP(id, text, ...) text,
#include "lang/ops.def"
};

static struct value *new_value(struct arena *a, enum type_kind kind)
{
	struct value *v = arena_new(a, struct value);

	v->kind = kind;
	return v;
}

const struct value *value_of(struct arena *a, enum type_kind kind, int64_t i)
{
	struct value *v = new_value(a, kind);

	v->i = i;
	return v;
}

const struct value *value_string(struct arena *a, struct sv s)
{
	struct value *v = new_value(a, TYPE_STRING);

	v->s = s;
	return v;
}

const struct value *value_float(struct arena *a, double f)
{
	struct value *v = new_value(a, TYPE_FLOAT);

	v->f = f;
	return v;
}

const struct value *value_binary(struct arena *a, struct sv s)
{
	struct value *v = arena_new(a, struct value);

	*v = (struct value){.kind = TYPE_BINARY, .s = s};
	return v;
}

const struct value *value_list(struct arena *a, const struct value *const *items, uint32_t n)
{
	struct value *v = arena_new(a, struct value);

	*v = (struct value){.kind = TYPE_LIST, .items = items, .n = n};
	return v;
}

const struct value *value_record(struct arena *a, const struct sv *names,
				 const struct value *const *items, uint32_t n)
{
	struct value *v = arena_new(a, struct value);

	*v = (struct value){.kind = TYPE_RECORD, .names = names, .items = items, .n = n};
	return v;
}

static const struct type *record_type(struct type_table *t, const struct value *v)
{
	struct type_field *f = arena_array(t->arena, struct type_field, v->n + 1);

	for (uint32_t i = 0; i < v->n; i++)
		f[i] = (struct type_field){v->names[i], value_type(t, v->items[i])};
	return type_record(t, f, v->n);
}

/* Elements of unlike types make a list of `any`. */
static const struct type *list_type(struct type_table *t, const struct value *v)
{
	const struct type *elem = NULL;

	for (uint32_t i = 0; i < v->n; i++) {
		const struct type *e = value_type(t, v->items[i]);

		elem = elem ? type_join(t, elem, e) : e;
		if (!elem)
			elem = type_of(t, TYPE_ANY);
		if (elem->kind == TYPE_ANY)
			break;
	}
	return type_list(t, elem, v->n);
}

const struct type *value_type(struct type_table *t, const struct value *v)
{
	switch (v->kind) {
	case TYPE_STRING:
		return type_string(t, (uint32_t)v->s.n, false);
	case TYPE_BINARY:
		return type_binary(t, (uint32_t)v->s.n);
	case TYPE_LIST:
		return list_type(t, v);
	case TYPE_RECORD:
		return record_type(t, v);
	default:
		return type_of(t, v->kind);
	}
}

bool fold_is_number(const struct value *v)
{
	return v->kind == TYPE_INT || v->kind == TYPE_FLOAT || v->kind == TYPE_DURATION ||
	       v->kind == TYPE_FILESIZE;
}

int64_t range_length(const struct value *range)
{
	__extension__ typedef __int128 wide;
	wide distance = (wide)range->range.to - range->range.from, step = range->range.step;

	if (!range->range.has_to)
		return INT64_MAX;
	if (range->range.exclusive && !distance)
		return 0;
	if (range->range.exclusive)
		distance -= step > 0 ? 1 : -1;
	distance = distance / step + 1;
	return distance > INT64_MAX ? INT64_MAX : (int64_t)distance;
}

bool value_equal(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return float_pair(a, b) && float_equal(value_double(a), value_double(b));
	switch (a->kind) {
	case TYPE_NOTHING:
		return true;
	case TYPE_FLOAT:
		return float_equal(a->f, b->f);
	case TYPE_STRING:
	case TYPE_BINARY:
		return sv_eq(a->s, b->s);
	case TYPE_LIST:
	case TYPE_RECORD:
		if (a->n != b->n)
			return false;
		for (uint32_t i = 0; i < a->n; i++)
			if (!value_equal(a->items[i], b->items[i]) ||
			    (a->kind == TYPE_RECORD && !sv_eq(a->names[i], b->names[i])))
				return false;
		return true;
	case TYPE_RANGE:
		return memcmp(&a->range, &b->range, sizeof(a->range)) == 0;
	default:
		return a->i == b->i;
	}
}

/* The second value only where it is not the next one. */
static void range_text(struct buf *b, const struct value *v)
{
	buf_printf(b, "%" PRId64 "..", v->range.from);
	if (v->range.step != 1)
		buf_printf(b, "%" PRId64 "..", v->range.from + v->range.step);
	if (v->range.has_to)
		buf_printf(b, "%s%" PRId64, v->range.exclusive ? "<" : "", v->range.to);
}

struct sv value_as_text(struct arena *a, const struct value *v)
{
	struct buf b = {.arena = a};

	buf_puts(&b, "");
	value_text(&b, v);
	return (struct sv){b.p, b.n};
}

void value_text(struct buf *b, const struct value *v)
{
	char unit[UNITS_MAX];

	switch (v->kind) {
	case TYPE_NOTHING:
		break;
	case TYPE_BOOL:
		buf_puts(b, v->i ? "true" : "false");
		break;
	case TYPE_FLOAT:
		float_text(b, v->f, true);
		break;
	case TYPE_STRING:
		buf_write(b, v->s.p, v->s.n);
		break;
	case TYPE_BINARY:
		for (size_t i = 0; i < v->s.n; i++)
			buf_printf(b, "%s%u", i ? ", " : "[", (unsigned char)v->s.p[i]);
		buf_puts(b, v->s.n ? "]" : "[]");
		break;
	case TYPE_DURATION:
		buf_write(b, unit, units_duration(unit, v->i));
		break;
	case TYPE_FILESIZE:
		buf_write(b, unit, units_filesize(unit, v->i));
		break;
	case TYPE_LIST:
	case TYPE_RECORD:
		buf_putc(b, v->kind == TYPE_LIST ? '[' : '{');
		for (uint32_t i = 0; i < v->n; i++) {
			buf_puts(b, i ? ", " : "");
			if (v->kind == TYPE_RECORD)
				buf_printf(b, SV_FMT ": ", SV_ARG(v->names[i]));
			value_text(b, v->items[i]);
		}
		buf_putc(b, v->kind == TYPE_LIST ? ']' : '}');
		break;
	case TYPE_RANGE:
		range_text(b, v);
		break;
	case TYPE_U64:
		buf_printf(b, "%" PRIu64, (uint64_t)v->i);
		break;
	default:
		buf_printf(b, "%" PRId64, v->i);
	}
}

const struct value *value_member(const struct value *v, const struct path_member *m)
{
	if (v->kind == TYPE_LIST && m->is_index)
		return m->index >= 0 && m->index < v->n ? v->items[m->index] : NULL;
	return value_column(v, m->name);
}

const struct value *value_column(const struct value *v, struct sv name)
{
	for (uint32_t i = 0; v->kind == TYPE_RECORD && i < v->n; i++)
		if (sv_eq(v->names[i], name))
			return v->items[i];
	return NULL;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return (a % b != 0 && (a % b < 0) != (b < 0)) ? q - 1 : q;
}

static int64_t floor_mod(int64_t a, int64_t b)
{
	int64_t r = a % b;

	return (r != 0 && (r < 0) != (b < 0)) ? r + b : r;
}

/* Nushell cuts the exponent to 32 bits (nu-protocol, Value::pow). */
static bool pow_overflows(int64_t base, uint32_t exponent, int64_t *out)
{
	int64_t r = 1;

	if (base == 0 || base == 1 || base == -1) {
		*out = exponent == 0 ? 1 : base == -1 ? (exponent & 1 ? -1 : 1) : base;
		return false;
	}
	for (uint32_t i = 0; i < exponent; i++)
		if (__builtin_mul_overflow(r, base, &r))
			return true;
	*out = r;
	return false;
}

/* The 64-bit result of an arithmetic operator on ints; NULL, or the error that Nushell raises. */
static const char *int_math(enum op op, int64_t x, int64_t y, bool wrap, int64_t *r)
{
	static const char overflow[] = "integer overflow";
	bool over = false;

	switch (op) {
	case OP_ADD:
		over = __builtin_add_overflow(x, y, r);
		break;
	case OP_SUB:
		over = __builtin_sub_overflow(x, y, r);
		break;
	case OP_MUL:
		over = __builtin_mul_overflow(x, y, r);
		break;
	case OP_POW:
		if (y < 0)
			return "negative exponent";
		return pow_overflows(x, (uint32_t)y, r) ? overflow : NULL;
	case OP_FLOORDIV:
	case OP_MOD:
		if (y == 0)
			return "division by zero";
		if (x == INT64_MIN && y == -1)
			return overflow;
		*r = op == OP_MOD ? floor_mod(x, y) : floor_div(x, y);
		return NULL;
	case OP_SHL:
	case OP_SHR:
		if (y < 0 || y > 63)
			return "shift count out of range";
		*r = op == OP_SHL ? (int64_t)((uint64_t)x << y) : x >> y;
		return NULL;
	case OP_BIT_AND:
		*r = x & y;
		return NULL;
	case OP_BIT_OR:
		*r = x | y;
		return NULL;
	case OP_BIT_XOR:
		*r = x ^ y;
		return NULL;
	default:
		NB_BUG("not integer arithmetic: %d", (int)op);
	}
	return over && !wrap ? overflow : NULL;
}

/* The kind of `x op y` for numbers with units, or TYPE_ERROR when Nushell has none. */
static enum type_kind math_kind(enum op op, enum type_kind x, enum type_kind y)
{
	bool ux = x == TYPE_DURATION || x == TYPE_FILESIZE;
	bool uy = y == TYPE_DURATION || y == TYPE_FILESIZE;

	if (x == TYPE_INT && y == TYPE_INT)
		return TYPE_INT;
	switch (op) {
	case OP_ADD:
	case OP_SUB:
		return ux && x == y ? x : TYPE_ERROR;
	case OP_MUL:
		return ux && y == TYPE_INT ? x : uy && x == TYPE_INT ? y : TYPE_ERROR;
	case OP_FLOORDIV:
		return ux && x == y ? TYPE_INT : ux && y == TYPE_INT ? x : TYPE_ERROR;
	case OP_MOD:
		return ux && (x == y || y == TYPE_INT) ? x : TYPE_ERROR;
	default:
		return TYPE_ERROR;
	}
}

static const struct value *fold_division(struct arena *a, const struct value *x,
					 const struct value *y, const char **error)
{
	bool unit = x->kind == TYPE_DURATION || x->kind == TYPE_FILESIZE;
	int64_t r;

	if (y->i == 0) {
		*error = "division by zero";
		return NULL;
	}
	if (unit && y->kind == TYPE_INT) {
		*error = int_math(OP_FLOORDIV, x->i, y->i, false, &r);
		if (*error)
			return NULL;
		return value_of(a, x->kind, x->i / y->i);
	}
	if ((unit && x->kind == y->kind) || (x->kind == TYPE_INT && y->kind == TYPE_INT))
		return fold_float(a, OP_DIV, value_double(x), value_double(y), error);
	return NULL;
}

static const struct value *join_strings(struct arena *a, struct sv x, struct sv y)
{
	struct buf b = {.arena = a};

	buf_write(&b, x.p, x.n);
	buf_write(&b, y.p, y.n);
	return value_string(a, (struct sv){b.p, b.n});
}

static const struct value *fold_math(struct arena *a, enum op op, const struct value *x,
				     const struct value *y, bool wrap, const char **error)
{
	enum type_kind kind;
	int64_t r = 0;

	if (op == OP_ADD && x->kind == TYPE_STRING && y->kind == TYPE_STRING)
		return join_strings(a, x->s, y->s);
	if (float_pair(x, y))
		return fold_float(a, op, value_double(x), value_double(y), error);
	if (x->kind == TYPE_FLOAT || y->kind == TYPE_FLOAT)
		return fold_scaled(a, op, x, y, error);
	if (op == OP_DIV)
		return fold_division(a, x, y, error);
	kind = math_kind(op, x->kind, y->kind);
	if (kind == TYPE_ERROR)
		return NULL;
	*error = int_math(op, x->i, y->i, wrap, &r);
	return *error ? NULL : value_of(a, kind, r);
}

bool value_compare(const struct value *x, const struct value *y, int *r)
{
	if (x->kind == TYPE_STRING && y->kind == TYPE_STRING) {
		size_t n = x->s.n < y->s.n ? x->s.n : y->s.n;
		int c = n ? memcmp(x->s.p, y->s.p, n) : 0;

		*r = c ? c : (x->s.n > y->s.n) - (x->s.n < y->s.n);
		return true;
	}
	if (float_pair(x, y)) {
		double a = value_double(x), b = value_double(y);

		*r = float_equal(a, b) ? 0 : (a > b) - (a < b);
		return true;
	}
	if (x->kind != y->kind ||
	    (x->kind != TYPE_INT && x->kind != TYPE_BOOL && x->kind != TYPE_DURATION &&
	     x->kind != TYPE_FILESIZE))
		return false;
	*r = (x->i > y->i) - (x->i < y->i);
	return true;
}

static const struct value *fold_compare(struct arena *a, enum op op, const struct value *x,
					const struct value *y)
{
	int c;

	if (op == OP_EQ || op == OP_NE)
		return value_of(a, TYPE_BOOL, value_equal(x, y) == (op == OP_EQ));
	if (x->kind == TYPE_NOTHING || y->kind == TYPE_NOTHING)
		return value_of(a, TYPE_NOTHING, 0);
	if (float_pair(x, y) && (isnan(value_double(x)) || isnan(value_double(y))))
		return value_of(a, TYPE_BOOL, false);
	if (!value_compare(x, y, &c))
		return NULL;
	return value_of(a, TYPE_BOOL,
			op == OP_LT   ? c < 0
			: op == OP_LE ? c <= 0
			: op == OP_GT ? c > 0
				      : c >= 0);
}

bool value_in_range(const struct value *v, const struct value *range)
{
	int64_t from = range->range.from, to = range->range.to, step = range->range.step;
	bool up = step > 0, found;
	uint64_t gap;

	if (v->kind != TYPE_INT || range->kind != TYPE_RANGE)
		return false;
	gap = up ? (uint64_t)v->i - (uint64_t)from : (uint64_t)from - (uint64_t)v->i;
	found = up ? v->i >= from : v->i <= from;
	if (range->range.has_to)
		found &= up ? v->i <= to : v->i >= to;
	if (range->range.has_to && range->range.exclusive)
		found &= v->i != to;
	return found && (step == 0 || gap % (up ? (uint64_t)step : -(uint64_t)step) == 0);
}

static bool contains(struct sv hay, struct sv needle)
{
	return needle.n == 0 || memmem(hay.p, hay.n, needle.p, needle.n) != NULL;
}

static const struct value *fold_member(struct arena *a, const struct value *x,
				       const struct value *in, bool negate)
{
	bool found = false;

	if (in->kind == TYPE_LIST) {
		for (uint32_t i = 0; i < in->n; i++)
			found |= value_equal(x, in->items[i]);
	} else if (in->kind == TYPE_STRING && x->kind == TYPE_STRING) {
		found = contains(in->s, x->s);
	} else if (in->kind == TYPE_RECORD && x->kind == TYPE_STRING) {
		for (uint32_t i = 0; i < in->n; i++)
			found |= sv_eq(in->names[i], x->s);
	} else if (in->kind == TYPE_RANGE && x->kind == TYPE_INT) {
		found = value_in_range(x, in);
	} else {
		return NULL;
	}
	return value_of(a, TYPE_BOOL, found != negate);
}

static const struct value *fold_affix(struct arena *a, enum op op, struct sv x, struct sv y)
{
	bool start = op == OP_STARTS_WITH || op == OP_NOT_STARTS_WITH;
	bool negate = op == OP_NOT_STARTS_WITH || op == OP_NOT_ENDS_WITH;
	bool r = start ? sv_starts(x, y)
		       : x.n >= y.n && sv_eq((struct sv){x.p + x.n - y.n, y.n}, y);

	return value_of(a, TYPE_BOOL, r != negate);
}

static const struct value *fold_regex(struct arena *a, struct sv text, struct sv pattern,
				      bool negate)
{
	const char *why;
	const struct regex *re = regex_compile(a, pattern, &why);

	return re ? value_of(a, TYPE_BOOL, regex_search(re, text) != negate) : NULL;
}

static const struct value *fold_concat(struct arena *a, const struct value *x,
				       const struct value *y)
{
	const struct value **items;
	struct value *v;

	if (x->kind == TYPE_STRING && y->kind == TYPE_STRING)
		return join_strings(a, x->s, y->s);
	if (x->kind == TYPE_BINARY && y->kind == TYPE_BINARY) {
		v = new_value(a, TYPE_BINARY);
		v->s = join_strings(a, x->s, y->s)->s;
		return v;
	}
	if (x->kind != TYPE_LIST || y->kind != TYPE_LIST)
		return NULL;
	v = new_value(a, TYPE_LIST);
	items = arena_array(a, const struct value *, x->n + y->n + 1);
	for (uint32_t i = 0; i < x->n + y->n; i++)
		items[i] = i < x->n ? x->items[i] : y->items[i - x->n];
	v->items = items;
	v->n = x->n + y->n;
	return v;
}

const struct value *fold_binary(struct arena *a, enum op op, const struct value *x,
				const struct value *y, bool wrap, const char **error)
{
	*error = NULL;
	if (op <= OP_SUB)
		return fold_math(a, op, x, y, wrap, error);
	if (op >= OP_EQ && op <= OP_GE)
		return fold_compare(a, op, x, y);
	switch (op) {
	case OP_SHL:
	case OP_SHR:
	case OP_BIT_AND:
	case OP_BIT_OR:
	case OP_BIT_XOR: {
		int64_t r = 0;

		if (x->kind != TYPE_INT || y->kind != TYPE_INT)
			return NULL;
		*error = int_math(op, x->i, y->i, wrap, &r);
		return *error ? NULL : value_of(a, TYPE_INT, r);
	}
	case OP_AND:
	case OP_OR:
	case OP_XOR:
		if (x->kind != TYPE_BOOL || y->kind != TYPE_BOOL)
			return NULL;
		return value_of(a, TYPE_BOOL,
				op == OP_AND  ? x->i & y->i
				: op == OP_OR ? x->i | y->i
					      : x->i ^ y->i);
	case OP_IN:
	case OP_NOT_IN:
		return fold_member(a, x, y, op == OP_NOT_IN);
	case OP_HAS:
	case OP_NOT_HAS:
		return fold_member(a, y, x, op == OP_NOT_HAS);
	case OP_CONCAT:
		return fold_concat(a, x, y);
	case OP_MATCH:
	case OP_LIKE:
	case OP_NOT_MATCH:
	case OP_NOT_LIKE:
		if (x->kind != TYPE_STRING || y->kind != TYPE_STRING)
			return NULL;
		return fold_regex(a, x->s, y->s, op == OP_NOT_MATCH || op == OP_NOT_LIKE);
	default:
		if (op >= OP_STARTS_WITH && op <= OP_NOT_ENDS_WITH && x->kind == TYPE_STRING &&
		    y->kind == TYPE_STRING)
			return fold_affix(a, op, x->s, y->s);
		return NULL;
	}
}
