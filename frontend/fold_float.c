/*
 * fold_float.c - Nushell's operators on floats in constants, as nu 0.115 computes them.
 */
#include "frontend/fold_float.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool float_pair(const struct value *x, const struct value *y)
{
	return (x->kind == TYPE_FLOAT || y->kind == TYPE_FLOAT) &&
	       (x->kind == TYPE_FLOAT || x->kind == TYPE_INT) &&
	       (y->kind == TYPE_FLOAT || y->kind == TYPE_INT);
}

double value_double(const struct value *v)
{
	return v->kind == TYPE_FLOAT ? v->f : (double)v->i;
}

bool float_equal(double x, double y)
{
	double size = fmax(fmax(fabs(x), fabs(y)), 1);

	return fabs(x - y) <= DBL_EPSILON * size || (x == y);
}

int64_t float_to_int(double f)
{
	if (isnan(f))
		return 0;
	if (f >= 0x1p63)
		return INT64_MAX;
	return f < -0x1p63 ? INT64_MIN : (int64_t)f;
}

/* The digits of "d.ddde+XX" and how many of them stand before the point. */
static int shortest(double f, char digits[static 20])
{
	char s[40];
	size_t n = 0;

	for (int precision = 0; precision <= 16; precision++) {
		snprintf(s, sizeof(s), "%.*e", precision, f);
		if (strtod(s, NULL) == f)
			break;
	}
	for (const char *c = s; *c != 'e'; c++)
		if (*c != '.')
			digits[n++] = *c;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	return atoi(strchr(s, 'e') + 1) + 1;
}

void float_text(struct buf *b, double f, bool point)
{
	char digits[20];
	int before, n;

	if (!isfinite(f)) {
		buf_puts(b, isnan(f) ? "NaN" : f < 0 ? "-inf" : "inf");
		return;
	}
	if (point && f == trunc(f)) { /* every digit of it */
		buf_printf(b, "%.1f", f);
		return;
	}
	if (signbit(f))
		buf_putc(b, '-');
	before = shortest(fabs(f), digits);
	n = (int)strlen(digits);
	if (before <= 0)
		buf_puts(b, "0.");
	for (int i = before; i < 0; i++)
		buf_putc(b, '0');
	for (int i = 0; i < n || i < before; i++) {
		if (i == before && i > 0)
			buf_putc(b, '.');
		buf_putc(b, i < n ? digits[i] : '0');
	}
}

static double floor_mod(double x, double y)
{
	double r = fmod(x, y);

	return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

const struct value *fold_float(struct arena *a, enum op op, double x, double y,
			       const char **error)
{
	if ((op == OP_DIV || op == OP_FLOORDIV || op == OP_MOD) && y == 0) {
		*error = "division by zero";
		return NULL;
	}
	switch (op) {
	case OP_ADD:
		return value_float(a, x + y);
	case OP_SUB:
		return value_float(a, x - y);
	case OP_MUL:
		return value_float(a, x * y);
	case OP_DIV:
		return value_float(a, x / y);
	case OP_FLOORDIV:
		return value_float(a, floor(x / y));
	case OP_MOD:
		return value_float(a, floor_mod(x, y));
	case OP_POW:
		return value_float(a, pow(x, y));
	default:
		return NULL;
	}
}

const struct value *fold_scaled(struct arena *a, enum op op, const struct value *x,
				const struct value *y, const char **error)
{
	const struct value *unit = x->kind == TYPE_FLOAT ? y : x, *r;
	double size = (double)unit->i, factor = (x->kind == TYPE_FLOAT ? x : y)->f;

	if ((unit->kind != TYPE_DURATION && unit->kind != TYPE_FILESIZE) ||
	    (op != OP_MUL &&
	     (unit == y || (op != OP_DIV && op != OP_FLOORDIV && op != OP_MOD))))
		return NULL;
	r = fold_float(a, op, size, factor, error);
	if (!r)
		return NULL;
	/* A duration times a float is the only one that saturates. */
	if (!(r->f >= -0x1p63 && r->f <= 0x1p63) &&
	    !(op == OP_MUL && unit->kind == TYPE_DURATION)) {
		*error = "integer overflow";
		return NULL;
	}
	return value_of(a, unit->kind, float_to_int(r->f));
}
