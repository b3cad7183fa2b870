/* range.c - see range.h. */
#include "midend/range.h"

#include "midend/edit.h"
#include "midend/eval.h"

__extension__ typedef __int128 i128;
__extension__ typedef unsigned __int128 u128;

static const struct range full = {INT64_MIN, INT64_MAX, 0, UINT64_MAX, 0, UINT64_MAX, false};

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* All ones from the highest set bit of x down. */
static uint64_t fill(uint64_t x)
{
	return x ? UINT64_MAX >> __builtin_clzll(x) : 0;
}

/* Lets each part bound the others. */
static struct range settle(struct range r)
{
	for (unsigned round = 0; round < 2; round++) {
		uint64_t differ;

		r.umin = MAX(r.umin, r.must);
		r.umax = MIN(r.umax, r.may);
		if ((int64_t)(r.umin ^ r.umax) >= 0) {
			r.smin = MAX(r.smin, (int64_t)r.umin);
			r.smax = MIN(r.smax, (int64_t)r.umax);
		}
		if ((r.smin ^ r.smax) >= 0) {
			r.umin = MAX(r.umin, (uint64_t)r.smin);
			r.umax = MIN(r.umax, (uint64_t)r.smax);
		}
		differ = fill(r.umin ^ r.umax);
		r.must |= r.umin & ~differ;
		r.may &= r.umax | differ;
	}
	r.empty |= r.smin > r.smax || r.umin > r.umax || (r.must & ~r.may);
	return r;
}

static struct range range_unsigned(uint64_t low, uint64_t high)
{
	struct range r = full;

	r.umin = low;
	r.umax = high;
	return settle(r);
}

struct range range_signed(int64_t low, int64_t high)
{
	struct range r = full;

	r.smin = low;
	r.smax = high;
	return settle(r);
}

struct range range_of_type(struct mir_type t)
{
	return mir_type_bits(t) == 64 ? full : range_unsigned(0, mir_unsigned(t, -1));
}

struct range range_of_const(struct mir_type t, int64_t n)
{
	return range_unsigned(mir_unsigned(t, n), mir_unsigned(t, n));
}

bool range_eq(const struct range *a, const struct range *b)
{
	return a->smin == b->smin && a->smax == b->smax && a->umin == b->umin &&
	       a->umax == b->umax && a->must == b->must && a->may == b->may && a->empty == b->empty;
}

bool range_is_const(const struct range *r, struct mir_type t, int64_t *n)
{
	*n = mir_const_wrap(t, (int64_t)r->umin);
	return !r->empty && r->umin == r->umax;
}

struct range range_join(struct range a, struct range b)
{
	if (a.empty)
		return b;
	if (b.empty)
		return a;
	return (struct range){
		.smin = MIN(a.smin, b.smin),
		.smax = MAX(a.smax, b.smax),
		.umin = MIN(a.umin, b.umin),
		.umax = MAX(a.umax, b.umax),
		.must = a.must & b.must,
		.may = a.may | b.may,
	};
}

struct range range_meet(struct range a, struct range b)
{
	return settle((struct range){
		.smin = MAX(a.smin, b.smin),
		.smax = MIN(a.smax, b.smax),
		.umin = MAX(a.umin, b.umin),
		.umax = MIN(a.umax, b.umax),
		.must = a.must | b.must,
		.may = a.may & b.may,
		.empty = a.empty || b.empty,
	});
}

struct range range_widen(struct range old, struct range next)
{
	static const int64_t up[] = {0, UINT8_MAX, UINT16_MAX, INT32_MAX, UINT32_MAX};
	struct range r = next;

	if (next.smax > old.smax) {
		r.smax = INT64_MAX;
		for (unsigned n = ARRAY_SIZE(up); n-- > 0;)
			if (next.smax <= up[n])
				r.smax = up[n];
	}
	if (next.smin < old.smin)
		r.smin = next.smin >= 0 ? 0 : next.smin >= INT32_MIN ? INT32_MIN : INT64_MIN;
	if (next.umax > old.umax)
		r.umax = r.smax >= 0 && r.smin >= 0 ? (uint64_t)r.smax : UINT64_MAX;
	if (next.umin < old.umin)
		r.umin = 0;
	if (next.may != old.may)
		r.may = fill(next.may);
	if (r.umax > next.umax)
		r.may |= fill(r.umax);
	if (r.smin < next.smin && r.smin < 0)
		r.may = UINT64_MAX;
	if (next.must != old.must || r.umin < next.umin || r.smin < next.smin)
		r.must = 0;
	return r;
}

/* ---- arithmetic ---- */

static struct range of_i128(i128 low, i128 high, bool exact)
{
	if (exact) {
		low = MIN(MAX(low, INT64_MIN), INT64_MAX);
		high = MIN(MAX(high, INT64_MIN), INT64_MAX);
	}
	if (low < INT64_MIN || high > INT64_MAX)
		return full;
	return range_signed((int64_t)low, (int64_t)high);
}

/* Known bits of sums and differences: kernel/bpf/tnum.c. */
static struct range with_bits(struct range r, uint64_t value, uint64_t unknown)
{
	r.must |= value & ~unknown;
	r.may &= value | unknown;
	return settle(r);
}

static struct range add(struct range x, struct range y, bool exact)
{
	struct range r = of_i128((i128)x.smin + y.smin, (i128)x.smax + y.smax, exact);
	uint64_t xu = x.may & ~x.must, yu = y.may & ~y.must, value = x.must + y.must;
	uint64_t unknown = ((xu + yu + value) ^ value) | xu | yu;

	if (x.umax <= UINT64_MAX - y.umax)
		r = range_meet(r, range_unsigned(x.umin + y.umin, x.umax + y.umax));
	return with_bits(r, value & ~unknown, unknown);
}

static struct range sub(struct range x, struct range y, bool exact)
{
	struct range r = of_i128((i128)x.smin - y.smax, (i128)x.smax - y.smin, exact);
	uint64_t xu = x.may & ~x.must, yu = y.may & ~y.must, value = x.must - y.must;
	uint64_t unknown = ((value + xu) ^ (value - yu)) | xu | yu;

	if (x.umin >= y.umax)
		r = range_meet(r, range_unsigned(x.umin - y.umax, x.umax - y.umin));
	return with_bits(r, value & ~unknown, unknown);
}

static struct range mul(struct range x, struct range y, bool exact)
{
	i128 corner[4] = {(i128)x.smin * y.smin, (i128)x.smin * y.smax, (i128)x.smax * y.smin,
			  (i128)x.smax * y.smax};
	i128 low = corner[0], high = corner[0];
	unsigned zeros = 0;
	struct range r;

	for (unsigned n = 1; n < 4; n++) {
		low = MIN(low, corner[n]);
		high = MAX(high, corner[n]);
	}
	r = of_i128(low, high, exact);
	if ((u128)x.umax * y.umax <= UINT64_MAX)
		r = range_meet(r, range_unsigned(x.umin * y.umin, x.umax * y.umax));
	zeros += x.may ? (unsigned)__builtin_ctzll(x.may) : 64;
	zeros += y.may ? (unsigned)__builtin_ctzll(y.may) : 64;
	return with_bits(r, 0, zeros < 64 ? UINT64_MAX << zeros : 0);
}

/* ---- division ---- */

static struct range udiv(struct range x, struct range y)
{
	if (y.umax == 0)
		return range_unsigned(0, 0);
	if (y.umin == 0)
		return range_unsigned(0, x.umax);
	return range_unsigned(x.umin / y.umax, x.umax / y.umin);
}

static struct range urem(struct range x, struct range y)
{
	if (y.umin > 0 && x.umax < y.umin)
		return x;
	if (y.umin > 0)
		return range_unsigned(0, MIN(x.umax, y.umax - 1));
	return range_unsigned(0, x.umax);
}

static int64_t divide(bool floored, int64_t x, int64_t y)
{
	if (y == -1)
		return x == INT64_MIN ? INT64_MAX : -x;
	return floored ? mir_floor_div(x, y) : x / y;
}

/* The quotient is monotone in each operand on either side of 0, so it is extreme at corners. */
static struct range sdiv(bool floored, struct range x, struct range y)
{
	int64_t ys[4], low = INT64_MAX, high = INT64_MIN;
	unsigned n = 0;

	if (y.smax > 0) {
		ys[n++] = MAX(y.smin, 1);
		ys[n++] = y.smax;
	}
	if (y.smin < 0) {
		ys[n++] = y.smin;
		ys[n++] = MIN(y.smax, -1);
	}
	if (n == 0)
		return full;
	for (unsigned k = 0; k < n; k++) {
		int64_t a = divide(floored, x.smin, ys[k]), b = divide(floored, x.smax, ys[k]);

		low = MIN(low, MIN(a, b));
		high = MAX(high, MAX(a, b));
	}
	return range_signed(low, high);
}

static struct range floormod(struct range x, struct range y)
{
	if (x.smin >= 0 && y.smin > x.smax)
		return x;
	return range_signed(y.smin < 0 ? y.smin + 1 : 0, y.smax > 0 ? y.smax - 1 : 0);
}

static struct range srem(struct range x, struct range y)
{
	/* One less than the largest magnitude of the divisor, as a positive number. */
	int64_t most = MAX(y.smax > 0 ? y.smax - 1 : 0, y.smin < 0 ? -(y.smin + 1) : 0);
	int64_t low = x.smin < 0 ? MAX(x.smin, -most) : 0,
		high = x.smax > 0 ? MIN(x.smax, most) : 0;

	return range_signed(low, high);
}

/* ---- bits ---- */

static struct range of_bits(uint64_t must, uint64_t may)
{
	struct range r = full;

	r.must = must;
	r.may = may;
	return settle(r);
}

static struct range bit_and(struct range x, struct range y)
{
	return range_meet(of_bits(x.must & y.must, x.may & y.may),
			  range_unsigned(0, MIN(x.umax, y.umax)));
}

static struct range bit_or(struct range x, struct range y)
{
	return range_meet(of_bits(x.must | y.must, x.may | y.may),
			  range_unsigned(MAX(x.umin, y.umin), UINT64_MAX));
}

static struct range bit_xor(struct range x, struct range y)
{
	uint64_t unknown = (x.may & ~x.must) | (y.may & ~y.must);
	uint64_t value = (x.must ^ y.must) & ~unknown;

	return of_bits(value, value | unknown);
}

static struct range shift(enum mir_op op, struct range x, struct range y)
{
	unsigned low = (unsigned)y.umin, high = (unsigned)y.umax;

	if (y.umax > 63)
		return full;
	if (op == MIR_OP_LSHR)
		return range_unsigned(x.umin >> high, x.umax >> low);
	if (op == MIR_OP_ASHR)
		return range_signed(x.smin >> (x.smin < 0 ? low : high),
				    x.smax >> (x.smax < 0 ? high : low));
	if (low == high)
		return range_meet(of_bits(x.must << low, x.may << low),
				  x.umax <= UINT64_MAX >> high
					  ? range_unsigned(x.umin << low, x.umax << low)
					  : full);
	return x.umax <= UINT64_MAX >> high ? range_unsigned(x.umin << low, x.umax << high) : full;
}

static struct range binary64(enum mir_op op, struct range x, struct range y, bool exact)
{
	switch ((int)op) {
	case MIR_OP_ADD:
		return add(x, y, exact);
	case MIR_OP_SUB:
		return sub(x, y, exact);
	case MIR_OP_MUL:
		return mul(x, y, exact);
	case MIR_OP_FLOORDIV:
	case MIR_OP_SDIV:
		return sdiv(op == MIR_OP_FLOORDIV, x, y);
	case MIR_OP_FLOORMOD:
		return floormod(x, y);
	case MIR_OP_SREM:
		return srem(x, y);
	case MIR_OP_SHL:
	case MIR_OP_LSHR:
	case MIR_OP_ASHR:
		return shift(op, x, y);
	default:
		return full;
	}
}

struct range range_binary(enum mir_op op, struct mir_type t, struct range x, struct range y,
			  bool exact)
{
	struct range r = range_of_type(t);

	if (x.empty || y.empty)
		return r;
	switch ((int)op) { /* these stay inside of any width */
	case MIR_OP_UDIV:
		r = udiv(x, y);
		break;
	case MIR_OP_UREM:
		r = urem(x, y);
		break;
	case MIR_OP_AND:
		r = bit_and(x, y);
		break;
	case MIR_OP_OR:
		r = bit_or(x, y);
		break;
	case MIR_OP_XOR:
		r = bit_xor(x, y);
		break;
	default:
		if (mir_type_bits(t) == 64)
			r = binary64(op, x, y, exact);
		break;
	}
	return r.empty ? range_of_type(t) : r;
}

/* The value of a narrow number as a signed one of 64 bits. */
static struct range sign_extend(struct mir_type of, struct range x)
{
	uint64_t top = (uint64_t)1 << (mir_type_bits(of) - 1);

	if (mir_type_bits(of) == 64 || x.umax < top)
		return x;
	if (x.umin >= top)
		return range_signed(mir_const_wrap(of, (int64_t)x.umin) | -(int64_t)top,
				    mir_const_wrap(of, (int64_t)x.umax) | -(int64_t)top);
	return range_signed(-(int64_t)top, (int64_t)top - 1);
}

struct range range_unary(enum mir_op op, struct mir_type result, struct mir_type of, struct range x)
{
	struct range r = range_of_type(result);

	if (x.empty)
		return r;
	switch ((int)op) {
	case MIR_OP_ZEXT:
		return x;
	case MIR_OP_SEXT:
		x = sign_extend(of, x);
		return mir_type_bits(result) == 64 || x.smin >= 0 ? x : r;
	case MIR_OP_TRUNC:
		return x.umax <= r.umax ? x
					: with_bits(r, x.must & r.umax, (x.may & ~x.must) & r.umax);
	case MIR_OP_NOT:
		return with_bits(r, ~x.may & r.may, (x.may & ~x.must) & r.may);
	case MIR_OP_LOG2:
		return range_unsigned(mir_log2(x.umin), mir_log2(x.umax));
	default:
		return r;
	}
}

/* ---- comparisons ---- */

static int decide_order(bool below, bool above)
{
	return below ? 1 : above ? 0 : -1;
}

/* The mathematical result, low..high, fits i64 or not. */
static int decide_overflow(i128 low, i128 high)
{
	if (low >= INT64_MIN && high <= INT64_MAX)
		return 0;
	return high < INT64_MIN || low > INT64_MAX ? 1 : -1;
}

static int decide_mul(struct range x, struct range y)
{
	i128 corner[4] = {(i128)x.smin * y.smin, (i128)x.smin * y.smax, (i128)x.smax * y.smin,
			  (i128)x.smax * y.smax};
	i128 low = corner[0], high = corner[0];

	for (unsigned n = 1; n < 4; n++) {
		low = MIN(low, corner[n]);
		high = MAX(high, corner[n]);
	}
	return decide_overflow(low, high);
}

int range_decide(enum mir_op op, struct mir_type t, struct range x, struct range y)
{
	if (x.empty || y.empty)
		return -1;
	if (op == MIR_OP_SLT || op == MIR_OP_SLE) {
		x = sign_extend(t, x);
		y = sign_extend(t, y);
	}
	switch ((int)op) {
	case MIR_OP_EQ:
	case MIR_OP_NE:
		if (x.umin == x.umax && y.umin == y.umax && x.umin == y.umin)
			return op == MIR_OP_EQ;
		return range_meet(x, y).empty ? op == MIR_OP_NE : -1;
	case MIR_OP_SLT:
		return decide_order(x.smax < y.smin, x.smin >= y.smax);
	case MIR_OP_SLE:
		return decide_order(x.smax <= y.smin, x.smin > y.smax);
	case MIR_OP_ULT:
		return decide_order(x.umax < y.umin, x.umin >= y.umax);
	case MIR_OP_ULE:
		return decide_order(x.umax <= y.umin, x.umin > y.umax);
	case MIR_OP_ADD_OV:
		return decide_overflow((i128)x.smin + y.smin, (i128)x.smax + y.smax);
	case MIR_OP_SUB_OV:
		return decide_overflow((i128)x.smin - y.smax, (i128)x.smax - y.smin);
	case MIR_OP_MUL_OV:
		return decide_mul(x, y);
	default:
		return -1;
	}
}

/* The range without the one value, where that is an end. */
static struct range without(struct range r, struct range value)
{
	uint64_t n = value.umin;

	if (value.umin != value.umax)
		return r;
	if (r.umin == n && r.umax == n) {
		r.empty = true;
		return r;
	}
	r.umin += r.umin == n;
	r.umax -= r.umax == n;
	r.smin += r.smin == (int64_t)n && r.smin < r.smax;
	r.smax -= r.smax == (int64_t)n && r.smin < r.smax;
	return settle(r);
}

/* x < y, or x <= y, unsigned or signed: the ends that say nothing else. */
static void assume_below(struct range *x, struct range *y, bool is_signed, bool or_equal)
{
	struct range high = full, low = full;

	if (is_signed) {
		if (!or_equal && (y->smax == INT64_MIN || x->smin == INT64_MAX)) {
			x->empty = y->empty = true;
			return;
		}
		high.smax = y->smax - !or_equal;
		low.smin = x->smin + !or_equal;
	} else {
		if (!or_equal && (y->umax == 0 || x->umin == UINT64_MAX)) {
			x->empty = y->empty = true;
			return;
		}
		high.umax = y->umax - !or_equal;
		low.umin = x->umin + !or_equal;
	}
	*x = range_meet(*x, high);
	*y = range_meet(*y, low);
}

void range_assume(enum mir_op op, bool truth, struct mir_type t, struct range *x, struct range *y)
{
	bool is_signed = op == MIR_OP_SLT || op == MIR_OP_SLE;
	bool or_equal = op == MIR_OP_SLE || op == MIR_OP_ULE;
	struct range a = *x, b = *y;

	if (op == MIR_OP_EQ || op == MIR_OP_NE) {
		if (truth == (op == MIR_OP_EQ)) {
			*x = *y = range_meet(a, b);
		} else {
			*x = without(a, b);
			*y = without(b, a);
		}
		return;
	}
	if (!is_signed && op != MIR_OP_ULT && op != MIR_OP_ULE)
		return;
	/* Narrow numbers have the order of 64 bits only where their signs are known to be the same.
	 */
	if (is_signed && mir_type_bits(t) < 64 &&
	    (a.umax >> (mir_type_bits(t) - 1) || b.umax >> (mir_type_bits(t) - 1)))
		return;
	if (truth)
		assume_below(x, y, is_signed, or_equal);
	else
		assume_below(y, x, is_signed, !or_equal);
}
