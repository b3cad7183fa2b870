/*
 * fold_stat.c - the mode, variance and standard deviation of constant numbers.
 */
#include "frontend/fold_call.h"
#include "frontend/fold_float.h"
#include "frontend/sema.h"

#include <math.h>

static const char numbers[] = "a list of numbers";

static bool is_less(const struct value *x, const struct value *y)
{
	if (x->kind != TYPE_FLOAT && y->kind != TYPE_FLOAT)
		return x->i < y->i;
	return value_double(x) < value_double(y);
}

/* The numbers that stand most often, from the least on. */
const struct value *fold_cmd_math_mode(struct folding *f, const struct value *in)
{
	struct fold_items items = {.arena = f->arena};
	uint32_t most = 0;

	if (in->kind != TYPE_LIST)
		return fold_wants(f, NULL, numbers);
	for (uint32_t i = 0; i < in->n; i++) {
		const struct value *v = in->items[i];
		uint32_t count = 0, at = 0;
		bool seen = false;

		if ((v->kind != TYPE_INT && v->kind != TYPE_FLOAT && v->kind != TYPE_DURATION &&
		     v->kind != TYPE_FILESIZE) ||
		    v->kind != in->items[0]->kind)
			return fold_wants(f, NULL, numbers);
		for (uint32_t k = 0; k < in->n; k++) {
			bool same = value_equal(v, in->items[k]);

			count += same;
			seen |= same && k < i;
		}
		if (seen || count < most)
			continue;
		if (count > most)
			items.v.n = 0;
		most = count;
		while (at < items.v.n && is_less(items.v.v[at], v))
			at++;
		fold_add(&items, v);
		for (uint32_t k = items.v.n - 1; k > at; k--)
			items.v.v[k] = items.v.v[k - 1];
		items.v.v[at] = v;
	}
	return fold_list(&items);
}

/* As Nushell has it: the sum of the squares less the square of the sum. */
static bool variance(struct folding *f, const struct value *in, double *out)
{
	double squares = 0, sum = 0, n = in->n;
	bool sample = fold_flag(f, "sample");

	if (in->kind != TYPE_LIST)
		return fold_wants(f, NULL, numbers) != NULL;
	for (uint32_t i = 0; i < in->n; i++) {
		double x = value_double(in->items[i]);

		if (in->items[i]->kind != TYPE_INT && in->items[i]->kind != TYPE_FLOAT)
			return fold_wants(f, NULL, "a list of ints and floats") != NULL;
		squares += x * x;
		sum += x;
	}
	if (in->n < 1u + sample)
		return fold_fails(f, "the list has too few elements") != NULL;
	*out = (squares - sum * sum / n) / (n - sample);
	return true;
}

const struct value *fold_cmd_math_variance(struct folding *f, const struct value *in)
{
	double v;

	return variance(f, in, &v) ? value_float(f->arena, v) : NULL;
}

const struct value *fold_cmd_math_stddev(struct folding *f, const struct value *in)
{
	double v;

	return variance(f, in, &v) ? value_float(f->arena, sqrt(v)) : NULL;
}
